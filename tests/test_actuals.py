"""The drop folder: what is read, what counts, and what is listed."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from factories import csv_bytes, make_plan, progress_bytes

from lib import actuals, entries, settings
from lib.actuals import Actuals, Reader, counting_rows
from lib.entries import read_bytes
from lib.folder_store import FolderStore
from lib.intake import read_file
from lib.plan import Plan
from lib.problems import Problem
from lib.submissions import clear_sample

PLAN = make_plan()
RECEIVED = date(2019, 12, 31)
NAME = "作品著作权登记量"


def figures(value: str = "352", *, period: str = "2019-09", reported_on: str = "") -> bytes:
    """A file of one figure."""
    return csv_bytes([NAME, period, value, reported_on])


def progress(status: str = "推进中", *, task: str = "1.1.1", period: str = "2019-09") -> bytes:
    """A file of one status."""
    return progress_bytes([task, "", period, status])


class Folder:
    """A folder as it is read by one process, on days that the test says."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.today = RECEIVED
        self.store = FolderStore(path, clock=self.now)
        self.reader = Reader(self.store)

    def now(self) -> datetime:
        """Noon of the day."""
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def without_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that were written just now are looked at again at once."""
    monkeypatch.setattr(entries, "STEADY_SECONDS", 0.0)


def folder_of(path: Path, **files: bytes) -> Folder:
    """A folder with files; their names are given without .csv."""
    for name, data in files.items():
        (path / f"{name}.csv").write_bytes(data)
    return Folder(path)


def read(folder: Folder, *, plan: Plan = PLAN, received: date = RECEIVED, other_years: Any = ()) -> Actuals:
    """What counts in a folder."""
    folder.today = received
    return folder.reader.read(plan, other_years)


def values(found: Actuals) -> list[float]:
    """The figures that count, in the order in which they do."""
    return [row.value for row in found.figures]


def codes(found: Actuals) -> list[tuple[str, str]]:
    """File and code of every problem."""
    return [(p.file, p.code) for p in found.problems]


def test_rows_of_all_good_files_count(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, copyright=figures(), ipo=progress()))
    assert values(found) == [352]
    assert [row.task for row in found.progress] == ["1.1.1"]
    assert (found.problems, found.sample, found.is_empty) == ([], False, False)
    assert [reading.file for reading in found.readings] == ["copyright.csv", "ipo.csv"]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()])
def test_an_absent_folder_is_an_empty_one(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "actuals")
    found = read(Folder(tmp_path / "actuals"))
    assert found.is_empty
    assert (found.readings, found.sample) == ([], False)


def test_a_bad_file_is_listed_and_takes_nothing_away(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, copyright_1=figures(), copyright_2=figures("约400"), nobody=figures()))
    assert values(found) == [352]
    assert codes(found) == [("copyright_2.csv", "value_not_exact"), ("nobody.csv", "body_unknown")]


def test_a_name_may_end_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "COPYRIGHT.CSV").write_bytes(figures())
    assert values(read(Folder(tmp_path))) == [352]


# what is no file of ours


def make_link(path: Path) -> None:
    (path.parent.parent / "outside.csv").write_bytes(figures("999"))
    path.symlink_to(path.parent.parent / "outside.csv")


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("copyright.xlsx", lambda p: p.write_bytes(b"PK"), "file_not_csv"),
        ("copyright", lambda p: p.write_bytes(figures("999")), "file_not_csv"),
        ("Thumbs.db", lambda p: p.write_bytes(b"x"), "file_not_csv"),
        ("copyright_a.csv", lambda p: p.mkdir(), "file_is_folder"),
        ("copyright_a.csv", make_link, "file_is_link"),
        ("copyright_a.csv", lambda p: p.symlink_to("nowhere.csv"), "file_is_link"),
        ("copyright_a.csv", lambda p: p.symlink_to(p.name), "file_is_link"),
        ("folder", lambda p: p.symlink_to(p.parent), "file_is_link"),
        ("copyright_a.csv", os.mkfifo, "file_not_csv"),
        ("copyright_a.csv", lambda p: p.write_bytes(b""), "file_empty"),
    ],
)
def test_what_is_no_csv_is_listed_and_the_rest_goes_on(
    tmp_path: Path, name: str, make: Callable[[Path], Any], code: str
) -> None:
    folder = tmp_path / "actuals"
    folder.mkdir()
    make(folder / name)
    found = read(folder_of(folder, copyright_b=figures()))
    assert codes(found) == [(name, code)]
    assert values(found) == [352]


@pytest.mark.parametrize("name", [".gitkeep", "~$省版权局_2019-09.csv", ".copyright.csv.swp"])
def test_hidden_files_and_locks_of_office_programs_are_no_submissions(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"x")
    assert read(Folder(tmp_path)).readings == []


def test_the_journal_in_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".planboard").mkdir()
    (tmp_path / ".planboard" / "copyright.csv").write_bytes(figures("999"))
    assert read(Folder(tmp_path)).is_empty


def test_a_folder_within_the_folder_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "copyright").mkdir()
    (tmp_path / "copyright" / "copyright.csv").write_bytes(figures("999"))
    found = read(Folder(tmp_path))
    assert found.is_empty
    assert codes(found) == [("copyright", "file_is_folder")]


def test_a_file_that_may_not_be_opened_is_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, copyright_a=figures("999"), copyright_b=figures())
    opened = os.open

    def refuse(path: Any, *more: Any) -> int:
        if "copyright_a" in str(path):
            raise PermissionError(13, "Permission denied")
        return opened(path, *more)

    monkeypatch.setattr(os, "open", refuse)
    found = read(folder)
    assert codes(found) == [("copyright_a.csv", "file_unreadable")]
    assert "没有权限" in found.problems[0].message
    assert values(found) == [352]


def test_a_file_that_is_still_being_written_is_listed_and_read_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, copyright=figures("3"))
    path = tmp_path / "copyright.csv"

    with monkeypatch.context() as during:
        looked = os.fstat

        def write_meanwhile(descriptor: int) -> os.stat_result:
            found = looked(descriptor)
            path.write_bytes(figures("352") + b"\n")
            return found

        during.setattr(os, "fstat", write_meanwhile)
        assert codes(read(folder)) == [("copyright.csv", "file_growing")]
    assert values(read(folder)) == [352]


def test_a_file_that_goes_away_during_the_look_takes_nothing_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = folder_of(tmp_path, copyright=figures(), ipo=progress())
    listed = os.scandir

    class Vanishing:
        """The entries of a folder, one of which is removed once it has been listed."""

        def __init__(self, path: Path) -> None:
            self.entries = listed(path)

        def __enter__(self) -> Vanishing:
            return self

        def __exit__(self, *error: object) -> None:
            self.entries.close()

        def __iter__(self) -> Any:
            for entry in self.entries:
                if entry.name == "ipo.csv":
                    (tmp_path / "ipo.csv").unlink()
                yield entry

    monkeypatch.setattr(os, "scandir", Vanishing)
    found = read(folder)
    assert values(found) == [352]
    assert [reading.file for reading in found.readings] == ["copyright.csv"]


def test_a_file_name_that_is_no_utf_8_is_shown_as_the_gbk_it_is(tmp_path: Path) -> None:
    # An archive from Chinese Windows, unpacked here.
    (tmp_path / os.fsdecode("省版权局_2019-09.csv".encode("gbk"))).write_bytes(figures())
    found = read(Folder(tmp_path))
    assert [reading.file for reading in found.readings] == ["省版权局_2019-09.csv"]
    assert values(found) == [352]


@pytest.mark.parametrize("suffix", [".csv", ".txt"])
def test_a_file_name_of_no_encoding_at_all_can_still_be_printed(tmp_path: Path, suffix: str) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe\x80" + suffix.encode())).write_bytes(figures())
    (reading,) = read(Folder(tmp_path)).readings
    assert reading.problems
    for text in (reading.file, *(p.file + p.message for p in reading.problems)):
        text.encode("utf-8")


def test_a_huge_file_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "copyright.csv"
    with path.open("wb") as file:
        file.truncate(settings.MAX_FILE_BYTES + 1)
    (found,) = read(Folder(tmp_path)).problems
    assert found.code == "file_too_large"
    assert "8.0 MB" in found.message


# a single file, named on the command line


def open_files() -> int:
    """How many files this process holds open."""
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@pytest.mark.parametrize(
    ("make", "code", "words"),
    [
        (lambda p: None, "file_unreadable", "文件已不在"),
        (make_link, "file_unreadable", "是链接"),
        (lambda p: p.mkdir(), "file_is_folder", "是文件夹"),
        (os.mkfifo, "file_not_csv", "不是 .csv"),
    ],
)
def test_a_path_that_is_no_file_gives_a_reason(
    tmp_path: Path, make: Callable[[Path], Any], code: str, words: str
) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    make(inner / "copyright.csv")
    open_before = open_files()
    found = read_bytes(inner / "copyright.csv")
    assert isinstance(found, Problem)
    assert (found.code, found.file) == (code, "copyright.csv")
    assert words in found.message
    assert open_files() == open_before


# samples


def test_samples_count_while_no_real_file_does(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 示例_copyright=figures("100"))
    found = read(folder)
    assert (found.sample, values(found)) == (True, [100])

    folder_of(tmp_path, copyright=figures("约400"))
    assert read(folder).sample  # refused, so it does not count

    folder_of(tmp_path, copyright=figures("352", period="三季度"))
    assert read(folder).sample  # held back

    folder_of(tmp_path, copyright=figures("352"))
    found = read(folder)
    assert (found.sample, values(found)) == (False, [352])


def test_one_real_file_silences_the_samples_of_all_bodies(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, 示例_copyright=figures("100"), ipo=progress()))
    assert (found.sample, values(found), len(found.progress)) == (False, [], 1)


def test_samples_that_do_not_count_are_still_listed(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, 示例_copyright=figures("约1"), copyright=figures()))
    assert codes(found) == [("示例_copyright.csv", "value_not_exact")]
    assert {reading.file for reading in found.readings} == {"示例_copyright.csv", "copyright.csv"}


def test_a_folder_without_rows_is_no_sample(tmp_path: Path) -> None:
    assert not read(folder_of(tmp_path, 示例_copyright=figures("约1"))).sample


def test_clearing_removes_the_samples_and_nothing_else(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 示例_copyright=figures(), 示例_坏=b"", copyright_示例_1=figures(), 示例=figures())
    (tmp_path / "示例_文件夹").mkdir()
    assert clear_sample(folder.store) == ["示例_copyright.csv", "示例_坏.csv"]
    left = {path.name for path in tmp_path.iterdir()} - {".planboard"}
    assert left == {"copyright_示例_1.csv", "示例.csv", "示例_文件夹"}
    assert clear_sample(folder.store) == []


# held back


def test_a_file_with_warnings_is_held_back_and_listed(tmp_path: Path) -> None:
    found = read(
        folder_of(tmp_path, copyright_1=figures("311", period="2019-08"), copyright_2=figures(period="三季度"))
    )
    assert values(found) == [311]
    assert codes(found) == [("copyright_2.csv", "cumulative_quarter")]
    assert [r.needs_confirmation for r in found.readings] == [False, True]


def test_a_figure_that_falls_below_what_counts_is_held_back(tmp_path: Path) -> None:
    found = read(
        folder_of(
            tmp_path,
            copyright_1=figures("311", period="2019-08", reported_on="2019-09-05"),
            copyright_2=figures("300", reported_on="2019-10-08"),
        )
    )
    assert values(found) == [311]
    assert codes(found) == [("copyright_2.csv", "cumulative_falls")]


def test_figures_are_compared_in_the_order_of_receipt_and_not_of_names(tmp_path: Path) -> None:
    # The later file has the earlier name: it is the one that is held back.
    found = read(
        folder_of(
            tmp_path,
            copyright_2=figures("311", period="2019-08", reported_on="2019-09-05"),
            copyright_1=figures("300", reported_on="2019-10-08"),
        )
    )
    assert values(found) == [311]
    assert codes(found) == [("copyright_1.csv", "cumulative_falls")]


def test_a_file_held_back_is_not_what_later_ones_are_compared_with(tmp_path: Path) -> None:
    found = read(
        folder_of(
            tmp_path,
            copyright_1=figures("311", period="2019-08", reported_on="2019-09-05"),
            copyright_2=figures("30000", period="2019-09", reported_on="2019-10-08"),
            copyright_3=figures("380", period="2019-10", reported_on="2019-11-08"),
        )
    )
    assert values(found) == [311, 380]
    assert codes(found) == [("copyright_2.csv", "value_tenfold")]


def test_real_figures_are_not_compared_with_samples(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, 示例_copyright=figures("999", period="2019-08"), copyright=figures("300")))
    assert (values(found), found.problems) == ([300], [])


# the order in which rows count: the last of a key stands


def test_the_later_receipt_counts_and_a_restart_changes_no_figure(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright_b=figures("340", reported_on="2019-10-01"))
    read(folder, received=date(2019, 10, 8))
    folder_of(tmp_path, copyright_a=figures("352", reported_on="2019-10-01"))
    found = read(folder, received=date(2019, 10, 20))
    assert [(row.value, row.received) for row in found.figures] == [
        (340, date(2019, 10, 8)),
        (352, date(2019, 10, 20)),
    ]
    assert read(Folder(tmp_path), received=date(2026, 1, 1)).figures == found.figures


@pytest.mark.parametrize(
    ("first", "second", "stands"),
    [
        ({"a": ("340", "2019-10-08")}, {"b": ("352", "2019-10-09")}, 352),
        ({"a": ("340", "2019-10-09")}, {"b": ("352", "2019-10-08")}, 340),  # the later day of reporting
        ({"a": ("340", "2019-10-08")}, {"b": ("352", "2019-10-08")}, 352),  # then the later name
    ],
)
def test_of_files_first_seen_together_the_later_day_and_then_the_later_name_counts(
    tmp_path: Path, first: dict[str, Any], second: dict[str, Any], stands: float
) -> None:
    for name, (value, day) in {**first, **second}.items():
        folder_of(tmp_path, **{f"copyright_{name}": figures(value, reported_on=day)})
    assert values(read(Folder(tmp_path)))[-1] == stands


def test_the_time_stamp_of_a_file_is_never_its_receipt(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    os.utime(tmp_path / "copyright.csv", (0, 0))
    assert [row.received for row in read(folder).figures] == [RECEIVED]


# read once, and again when it changes


def test_an_unchanged_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, copyright=figures(), ipo=progress())
    first = read(folder)
    seen: list[str] = []

    def note(file: str, *more: Any) -> Any:
        seen.append(file)
        return read_file(file, *more)

    monkeypatch.setattr(actuals, "read_file", note)
    assert read(folder, received=date(2020, 1, 31)) == first  # received once
    folder_of(tmp_path, ipo=progress("进展滞后"))
    assert [row.status for row in read(folder).progress] == ["delayed"]
    assert seen == ["ipo.csv"]


def test_while_the_folder_shows_no_change_an_earlier_look_may_do(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    os.utime(tmp_path, ns=(1, 1))
    before = folder.store.stamp()
    (tmp_path / "copyright.csv").write_bytes(figures("3520"))
    os.utime(tmp_path, ns=(1, 1))
    assert folder.store.stamp(max_age=3600) == before
    assert folder.store.stamp(max_age=0) != before
    (tmp_path / "ipo.csv").write_bytes(progress())
    assert folder.store.stamp(max_age=3600) != before


def test_a_removed_file_counts_no_longer(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures(), ipo=progress())
    read(folder)
    (tmp_path / "ipo.csv").unlink()
    found = read(folder)
    assert (found.progress, values(found)) == ([], [352])


def test_another_plan_is_another_reading(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    assert not read(folder).is_empty
    other = make_plan(year=2018, indicators=None)
    assert codes(read(folder, plan=other)) == [
        ("copyright.csv", "indicator_unknown"),
        ("copyright.csv", "period_other_year"),
    ]


# files of another year


def test_a_file_of_another_plans_year_is_that_plans_business(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures(), copyright_2018=figures("300", period="2018-09"))
    assert codes(read(Folder(tmp_path))) == [("copyright_2018.csv", "period_other_year")]
    found = read(folder, other_years=[2018, 2020])
    assert (values(found), found.problems) == ([352], [])
    assert [reading.file for reading in found.readings] == ["copyright.csv"]


# counting by itself


def test_nothing_counts_in_nothing() -> None:
    assert counting_rows([], [], []) == Actuals([], [], [], sample=False, counted=[], submissions=[])


def test_a_refused_file_counts_for_nothing_wherever_it_stands(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, copyright_b=figures(), copyright_a=b""))
    assert [reading.file for reading in found.readings] == ["copyright_a.csv", "copyright_b.csv"]
    assert values(found) == [352]
    assert [s.file for s in found.submissions] == ["copyright_b.csv"]


def test_a_folder_that_is_a_file_is_a_problem_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "actuals").write_text("", encoding="utf-8")
    found = read(Folder(tmp_path / "actuals"), received=date(2026, 1, 1))
    assert [(p.file, p.code) for p in found.problems] == [("actuals", "file_unreadable")]
