"""The drop folder: what is read, what counts, and what is listed."""

from __future__ import annotations

import json
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from factories import csv_bytes, indicator_data, make_plan, progress_bytes
from sending import open_board, writer

from lib.board.actuals import Actuals, counting_rows
from lib.board.reader import Reader, receive
from lib.board.submissions import clear_sample, submit
from lib.intake.reading import read_file
from lib.plan.file import PlanKey
from lib.plan.model import Plan
from lib.rows import Rows
from lib.rules.measures import measure
from lib.store import Arrival
from lib.store.folder.store import FolderStore

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


def folder_of(path: Path, **files: bytes) -> Folder:
    """A folder with files; their names are given without .csv."""
    for name, data in files.items():
        (path / f"{name}.csv").write_bytes(data)
    return Folder(path)


def read(folder: Folder, *, plan: Plan = PLAN, received: date = RECEIVED, others: Iterable[PlanKey] = ()) -> Actuals:
    """What counts in a folder."""
    folder.today = received
    return folder.reader.read(plan, others)


def values(found: Actuals) -> list[float]:
    """The figures that count, in the order in which they do."""
    return [row.value for row in found.rows.figures]


def codes(found: Actuals) -> list[tuple[str, str]]:
    """File and code of every problem."""
    return [(p.file, p.code) for p in found.problems]


def test_rows_of_all_good_files_count(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, copyright=figures(), ipo=progress()))
    assert values(found) == [352]
    assert [row.task for row in found.rows.progress] == ["1.1.1"]
    assert (found.problems, found.rows.sample, not found.rows) == ([], False, False)
    assert [reading.file for reading in found.readings] == ["copyright.csv", "ipo.csv"]


@pytest.mark.parametrize("make", [lambda path: None, lambda path: path.mkdir()])
def test_an_absent_folder_is_an_empty_one(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "actuals")
    found = read(Folder(tmp_path / "actuals"))
    assert not found.rows
    assert (found.readings, found.rows.sample) == ([], False)


def test_a_bad_file_is_listed_and_takes_nothing_away(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, copyright_1=figures(), copyright_2=figures("约400"), nobody=figures()))
    assert values(found) == [352]
    assert codes(found) == [("copyright_2.csv", "value_not_exact"), ("nobody.csv", "body_unknown")]


def test_a_name_may_end_in_capitals(tmp_path: Path) -> None:
    (tmp_path / "COPYRIGHT.CSV").write_bytes(figures())
    assert values(read(Folder(tmp_path))) == [352]


# what is no file of ours


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("copyright.xlsx", lambda p: p.write_bytes(b"PK"), "file_other_format"),
        ("copyright.xls", lambda p: p.write_bytes(b"PK"), "file_not_csv"),
        ("copyright", lambda p: p.write_bytes(figures("999")), "file_not_csv"),
        ("照片.db", lambda p: p.write_bytes(b"x"), "file_not_csv"),
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
    assert not read(Folder(tmp_path)).rows


def test_a_folder_within_the_folder_is_not_searched(tmp_path: Path) -> None:
    (tmp_path / "copyright").mkdir()
    (tmp_path / "copyright" / "copyright.csv").write_bytes(figures("999"))
    found = read(Folder(tmp_path))
    assert not found.rows
    assert codes(found) == [("copyright", "file_is_folder")]


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


@pytest.mark.parametrize("suffix", [".csv", ".txt"])
def test_a_file_name_of_no_encoding_at_all_can_still_be_printed(tmp_path: Path, suffix: str) -> None:
    (tmp_path / os.fsdecode(b"\xff\xfe\x80" + suffix.encode())).write_bytes(figures())
    (reading,) = read(Folder(tmp_path)).readings
    assert reading.problems
    for text in (reading.file, *(p.file + p.message for p in reading.problems)):
        text.encode("utf-8")


# samples


def test_samples_count_while_no_real_file_does(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 示例_copyright=figures("100"))
    found = read(folder)
    assert (found.rows.sample, values(found)) == (True, [100])

    folder_of(tmp_path, copyright=figures("约400"))
    assert read(folder).rows.sample  # refused, so it does not count

    folder_of(tmp_path, copyright=figures("352", period="三季度"))
    assert read(folder).rows.sample  # held back

    folder_of(tmp_path, copyright=figures("352"))
    found = read(folder)
    assert (found.rows.sample, values(found)) == (False, [352])


def test_one_real_file_silences_the_samples_of_all_bodies(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, 示例_copyright=figures("100"), ipo=progress()))
    assert (found.rows.sample, values(found), len(found.rows.progress)) == (False, [], 1)


def test_where_an_edit_of_the_plan_leaves_out_all_that_was_reported_samples_stay_silent(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 示例_ipo=progress(), copyright=figures("352"))
    assert values(read(folder)) == [352]
    edited = make_plan(indicators=[indicator_data(unit="万件", target=4, target_text="4万件")])
    found = read(folder, plan=edited)
    assert (found.rows.sample, not found.rows, [p.code for p in found.problems]) == (False, True, ["no_longer_in_plan"])
    assert states(found) == {1: "applied"}


def test_samples_that_do_not_count_are_still_listed(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, 示例_copyright=figures("约1"), copyright=figures()))
    assert codes(found) == [("示例_copyright.csv", "value_not_exact")]
    assert {reading.file for reading in found.readings} == {"示例_copyright.csv", "copyright.csv"}


def test_a_folder_without_rows_is_no_sample(tmp_path: Path) -> None:
    assert not read(folder_of(tmp_path, 示例_copyright=figures("约1"))).rows.sample


def test_clearing_removes_the_samples_and_nothing_else(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 示例_copyright=figures(), 示例_坏=b"", copyright_示例_1=figures(), 示例=figures())
    (tmp_path / "示例_文件夹").mkdir()
    assert clear_sample(folder.store) == ["示例_copyright.csv", "示例_坏.csv"]
    left = {path.name for path in tmp_path.iterdir()} - {".planboard"}
    assert left == {"copyright_示例_1.csv", "示例.csv", "示例_文件夹"}
    assert clear_sample(folder.store) == []


# held back


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
    assert [(row.value, row.received) for row in found.rows.figures] == [
        (340, date(2019, 10, 8)),
        (352, date(2019, 10, 20)),
    ]
    assert read(Folder(tmp_path), received=date(2026, 1, 1)).rows.figures == found.rows.figures


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
    assert [row.received for row in read(folder).rows.figures] == [RECEIVED]


# read once, and again when it changes


def test_an_unchanged_file_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path, copyright=figures(), ipo=progress())
    first = read(folder)
    seen: list[str] = []

    def note(file: str, *more: Any) -> Any:
        seen.append(file)
        return read_file(file, *more)

    monkeypatch.setattr("lib.board.reader.read_file", note)
    assert read(folder, received=date(2020, 1, 31)) == first  # received once
    folder_of(tmp_path, ipo=progress("进展滞后"))
    assert [row.status for row in read(folder).rows.progress] == ["in_progress", "delayed"]
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
    assert (found.rows.progress, values(found)) == ([], [352])


def test_a_plan_of_another_year_reads_and_lists_nothing_of_it_even_under_the_same_id(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    assert read(folder).rows
    other = read(folder, plan=make_plan(year=2018, indicators=None))
    assert (other.rows, other.readings, other.submissions) == (Rows([], []), [], [])


# files of another year


def test_a_file_of_another_plans_year_is_that_plans_business(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures(), copyright_2018=figures("300", period="2018-09"))
    found = read(Folder(tmp_path))
    assert (values(found), found.problems) == ([352], [])
    assert [p.message for r in found.readings for p in r.notes] == ["报告期在2018年，不是2019年计划的报送，没有读取。"]
    found = read(folder, others=[PlanKey("older", 2018), PlanKey("newer", 2020)])
    assert (values(found), found.problems) == ([352], [])
    assert [reading.file for reading in found.readings] == ["copyright.csv"]


# counting by itself


def test_nothing_counts_in_nothing() -> None:
    nothing = counting_rows([], [], [], "office")
    assert (nothing.readings, nothing.rows, nothing.tally.holder, nothing.states()) == ([], Rows([], []), {}, {})


def test_a_refused_file_counts_for_nothing_wherever_it_stands(tmp_path: Path) -> None:
    found = read(folder_of(tmp_path, copyright_b=figures(), copyright_a=b""))
    assert [reading.file for reading in found.readings] == ["copyright_a.csv", "copyright_b.csv"]
    assert values(found) == [352]
    assert [s.file for s in found.submissions] == ["copyright_b.csv"]


def test_a_folder_that_is_a_file_is_a_problem_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "actuals").write_text("", encoding="utf-8")
    found = read(Folder(tmp_path / "actuals"), received=date(2026, 1, 1))
    assert [(p.file, p.code) for p in found.problems] == [("actuals", "file_unreadable")]


# the last accepted content of a file counts until it is withdrawn


def states(found: Actuals) -> dict[int, str]:
    """The state of each submission by its id."""
    return {submission.id: state for submission, state in found.states().items()}


def read_twice(folder: Folder) -> Actuals:
    """What counts at the first look, which is what counts at the next and for somebody who comes anew."""
    first = read(folder)
    assert (read(folder).rows.figures, read(folder).rows.progress) == (first.rows.figures, first.rows.progress)
    again = read(Folder(folder.path))
    assert (again.rows.figures, again.rows.progress, again.problems) == (
        first.rows.figures,
        first.rows.progress,
        first.problems,
    )
    assert states(again) == states(first)
    return first


def test_a_bad_file_in_the_place_of_a_good_one_is_listed_and_the_good_content_counts(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    read(folder)
    for bad in (figures("约400"), b"", b"\xff\xfe", b"PK\x03\x04"):
        folder_of(tmp_path, copyright=bad)
        found = read_twice(folder)
        assert (values(found), states(found)) == ([352], {1: "applied"})
        assert {file for file, _ in codes(found)} == {"copyright.csv"}


def test_a_doubtful_file_in_the_place_of_a_good_one_is_held_back_and_the_good_content_counts(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    read(folder)
    folder_of(tmp_path, copyright=figures("400", period="四季度"))
    found = read_twice(folder)
    assert (values(found), codes(found)) == ([352], [("copyright.csv", "cumulative_quarter")])


def make_link(path: Path) -> None:
    (path.parent.parent / "outside.csv").write_bytes(figures("999"))
    path.symlink_to(path.parent.parent / "outside.csv")


@pytest.mark.parametrize("make", [make_link, lambda p: p.mkdir(), os.mkfifo])
def test_what_is_no_file_in_the_place_of_a_good_one_is_listed_and_the_good_content_counts(
    tmp_path: Path, make: Callable[[Path], Any]
) -> None:
    inner = tmp_path / "actuals"
    inner.mkdir()
    folder = folder_of(inner, copyright=figures())
    read(folder)
    (inner / "copyright.csv").unlink()
    make(inner / "copyright.csv")
    found = read_twice(folder)
    assert (values(found), states(found), len(found.problems)) == ([352], {1: "applied"}, 1)


def test_a_good_file_that_was_bad_for_a_while_still_counts(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    for data in (figures(), b"", figures()):
        folder_of(tmp_path, copyright=data)
        found = read_twice(folder)
        assert values(found) == [352]
    assert (states(found), found.problems) == ({1: "applied"}, [])


def test_rows_that_a_later_content_of_a_file_does_not_repeat_go_on_counting_and_are_told(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=csv_bytes([NAME, "2019-08", "311"], [NAME, "2019-09", "352"]))
    read(folder)
    folder_of(tmp_path, copyright=figures("360"))
    found = read_twice(folder)
    assert (values(found), states(found)) == ([311, 352, 360], {1: "applied", 2: "applied"})
    assert [(p.code, p.said) for reading in found.readings for p in reading.notes] == [
        ("earlier_rows", "同名文件以前的内容里，还有 1 行没有再报，照旧计入（报送 1）。不该计入的请撤回。")
    ]
    # What counted before can be had back.
    folder.store.withdraw(2, "甲", "改错了")
    assert values(read_twice(folder)) == [311, 352]
    first = found.submissions[0]
    assert folder.store.content(first.sha256) == csv_bytes([NAME, "2019-08", "311"], [NAME, "2019-09", "352"])


def test_a_file_edited_to_and_fro_is_a_submission_each_time(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    for value in ("352", "353", "352"):
        folder_of(tmp_path, copyright=figures(value))
        assert values(read_twice(folder))[-1] == float(value)
    assert states(read(folder)) == {1: "replaced", 2: "replaced", 3: "applied"}


def test_a_row_that_says_what_counts_already_replaces_nothing_whatever_its_date(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures("352", reported_on="2019-10-09"))
    first = read(folder)
    more = csv_bytes([NAME, "2019-09", "352", "2019-10-08"], [NAME, "2019-10", "360", "2019-11-08"])
    folder_of(tmp_path, copyright_2=more)
    found = read_twice(folder)
    assert (values(found), found.problems) == ([352, 360], [])
    assert found.rows.figures[0] == first.rows.figures[0]
    assert states(found) == {1: "applied", 2: "applied"}
    # Other words are another report.
    folder_of(tmp_path, copyright_3=csv_bytes([NAME, "2019-09", "352", "2019-10-10", "口径不变"]))
    assert [row.note for row in read_twice(folder).rows.figures] == [None, None, "口径不变"]


def test_the_office_ends_its_verification_also_by_repeating_what_the_body_said_since(tmp_path: Path) -> None:
    office = ["1.1.1", "省知识产权局", "2019-09"]
    folder = folder_of(tmp_path, office=progress_bytes([*office, "已销号"]))
    read(folder)
    folder_of(tmp_path, ipo=progress("推进中"))
    read(folder)
    folder_of(tmp_path, office_2=progress_bytes([*office, "推进中"]))
    found = read_twice(folder)
    assert [row.sender for row in found.rows.progress] == ["office", "ipo", "office"]
    assert measure(PLAN, found.rows, date(2019, 9, 30)).tasks["1.1.1"].status == "in_progress"
    # A body's own repetition, and the office's of what is not verified, are none.
    folder_of(tmp_path, ipo_2=progress("推进中"), office_3=progress_bytes([*office, "推进中"]))
    assert len(read_twice(folder).rows.progress) == 3


def test_an_older_content_put_back_is_asked_about(tmp_path: Path) -> None:
    """Also where no 填报日期 says so: what was received before is no newer for lying there again."""
    folder = folder_of(tmp_path, copyright=figures("311"))
    read(folder, received=date(2019, 10, 8))
    folder_of(tmp_path, copyright=figures("352"))
    read(folder, received=date(2019, 10, 20))
    folder_of(tmp_path, copyright=figures("311"))
    found = read_twice(folder)
    assert (values(found), codes(found)) == ([311, 352], [("copyright.csv", "reported_before_replaced")])


def test_a_file_removed_by_hand_is_a_withdrawal_and_one_put_back_counts_as_before(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures(), ipo=progress())
    read(folder, received=date(2019, 10, 8))
    (tmp_path / "copyright.csv").unlink()
    found = read_twice(folder)
    assert (values(found), states(found)) == ([], {1: "withdrawn", 2: "applied"})
    folder_of(tmp_path, copyright=figures())
    found = read_twice(folder)
    assert (values(found), states(found)) == ([352], {1: "applied", 2: "applied"})
    assert [row.received for row in found.rows.figures] == [date(2019, 10, 8)]
    # Another content under the name of a removed file is a new submission.
    (tmp_path / "copyright.csv").unlink()
    read(folder)
    folder_of(tmp_path, copyright=figures("353"))
    assert states(read_twice(folder)) == {1: "withdrawn", 2: "applied", 3: "applied"}


def test_a_renamed_file_keeps_its_receipt(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures("311"))
    read(folder, received=date(2019, 10, 8))
    folder_of(tmp_path, copyright=figures("352"))
    read(folder, received=date(2019, 10, 9))
    (tmp_path / "copyright.csv").rename(tmp_path / "省版权局_9月.csv")
    found = read_twice(folder)
    assert [(s.file, s.received.day) for s in found.submissions] == [("省版权局_9月.csv", 8), ("省版权局_9月.csv", 9)]
    assert (values(found), states(found)) == ([311, 352], {1: "replaced", 2: "applied"})
    (tmp_path / "省版权局_9月.csv").unlink()
    assert states(read_twice(folder)) == {1: "withdrawn", 2: "withdrawn"}


@pytest.mark.parametrize("is_move", [True, False])
def test_last_months_letter_under_a_name_of_its_own_stays_when_this_months_is_removed(
    tmp_path: Path, *, is_move: bool
) -> None:
    """Whoever always writes the same file keeps the one of the month before under another name."""
    folder = folder_of(tmp_path, copyright_now=figures("311", period="2019-08"))
    read(folder)
    (shutil.move if is_move else shutil.copy)(tmp_path / "copyright_now.csv", tmp_path / "copyright_08.csv")
    if not is_move:
        read(folder)
    folder_of(tmp_path, copyright_now=figures("352"))
    assert (values(read_twice(folder)), states(read(folder))) == ([311, 352], {1: "applied", 2: "applied"})
    (tmp_path / "copyright_now.csv").unlink()
    found = read_twice(folder)
    assert (values(found), states(found)) == ([311], {1: "applied", 2: "withdrawn"})
    assert [s.file for s in found.submissions] == ["copyright_08.csv", "copyright_now.csv"]
    (tmp_path / "copyright_08.csv").unlink()
    assert states(read_twice(folder)) == {1: "withdrawn", 2: "withdrawn"}


def test_a_file_with_the_name_of_another_body_is_that_bodys_submission(tmp_path: Path) -> None:
    data = progress(task="1.2.1")
    folder = folder_of(tmp_path, science=data)
    read(folder)
    (tmp_path / "science.csv").rename(tmp_path / "education.csv")
    found = read_twice(folder)
    assert [(row.agency, row.file) for row in found.rows.progress] == [("education", "education.csv")]
    assert states(found) == {1: "withdrawn", 2: "applied"}


def test_a_withdrawn_file_is_listed_with_a_note_and_does_not_count(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    read(folder)
    folder.store.withdraw(1, "甲", "重报")
    found = read_twice(folder)
    assert (values(found), found.problems, states(found)) == ([], [], {1: "withdrawn"})
    assert [p.code for p in found.readings[0].notes] == ["file_withdrawn"]
    folder_of(tmp_path, copyright=figures("353"))
    assert (values(read_twice(folder)), states(read(folder))) == ([353], {1: "withdrawn", 2: "applied"})


def test_a_copy_is_judged_once_and_goes_on_for_the_file_that_it_repeats(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright_1=figures(), copyright_2=figures())
    found = read_twice(folder)
    assert (values(found), states(found), found.problems) == ([352], {1: "applied"}, [])
    assert [[p.code for p in reading.notes] for reading in found.readings] == [[], ["file_same"]]
    # What it repeats is corrected, and under another name it is the same copy.
    folder_of(tmp_path, copyright_3=figures("360"))
    assert (values(read_twice(folder)), states(read(folder))) == ([352, 360], {1: "replaced", 2: "applied"})
    (tmp_path / "copyright_2.csv").rename(tmp_path / "copyright_2 - 副本.csv")
    assert states(read_twice(folder)) == {1: "replaced", 2: "applied"}
    folder.store.withdraw(2, "甲", "重报")
    # Whoever tidies up loses nothing: the copy has the receipt now, and nothing is received anew.
    (tmp_path / "copyright_1.csv").unlink()
    found = read_twice(folder)
    assert (values(found), states(found), found.problems) == ([352], {1: "applied", 2: "withdrawn"}, [])
    assert found.submissions[0].file == "copyright_2 - 副本.csv"
    # With the last of them it is removed; put back, it counts as before.
    (tmp_path / "copyright_2 - 副本.csv").unlink()
    assert states(read_twice(folder)) == {1: "withdrawn", 2: "withdrawn"}
    folder_of(tmp_path, **{"copyright_2 - 副本": figures()})
    assert states(read_twice(folder)) == {1: "applied", 2: "withdrawn"}
    # With another content it is a file like every other.
    folder_of(tmp_path, **{"copyright_2 - 副本": figures("370")})
    assert states(read_twice(folder)) == {1: "replaced", 2: "withdrawn", 3: "applied"}


def test_a_copy_of_what_was_withdrawn_says_so_and_brings_nothing_back(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright_1=figures(), copyright_2=figures())
    read(folder)
    folder.store.withdraw(1, "甲", "重报")
    found = read_twice(folder)
    assert (values(found), states(found), found.problems) == ([], {1: "withdrawn"}, [])
    assert [[p.code for p in reading.notes] for reading in found.readings] == [["file_withdrawn"]] * 2
    (tmp_path / "copyright_1.csv").unlink()
    found = read_twice(folder)
    assert (values(found), states(found)) == ([], {1: "withdrawn"})
    assert [[p.code for p in reading.notes] for reading in found.readings] == [["file_withdrawn"]]


# first seen together, or one after the other


def test_a_row_reported_before_the_one_it_would_replace_is_held_back(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright_1=figures("352", reported_on="2019-10-09"))
    read(folder)
    folder_of(tmp_path, copyright_2=figures("353", reported_on="2019-10-08"))
    found = read_twice(folder)
    assert (values(found), codes(found)) == ([352], [("copyright_2.csv", "reported_before_replaced")])


def test_among_files_first_seen_together_the_day_of_reporting_decides_and_is_no_warning(tmp_path: Path) -> None:
    found = read_twice(
        folder_of(
            tmp_path,
            copyright_1=figures("352", reported_on="2019-10-09"),
            copyright_2=figures("353", reported_on="2019-10-08"),
        )
    )
    assert (values(found), found.problems) == ([353, 352], [])
    assert [s.batch for s in found.submissions] == [1, 1]


# nothing of a file is needed but its content


def test_a_file_held_back_counts_with_its_content_once_nothing_speaks_against_it(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright_1=figures("311", period="2019-08", reported_on="2019-09-05"))
    read(folder)
    folder_of(tmp_path, copyright_2=figures("300", reported_on="2019-10-08"))
    assert codes(read(folder)) == [("copyright_2.csv", "cumulative_falls")]
    folder.store.withdraw(1, "甲", "多算了")
    found = read_twice(folder)
    assert (values(found), states(found)) == ([300], {1: "withdrawn", 2: "applied"})
    assert folder.store.content(found.submissions[1].sha256) == figures("300", reported_on="2019-10-08")


@pytest.mark.parametrize("writable", [True, False])
def test_another_day_and_another_plan_find_every_content_again(tmp_path: Path, *, writable: bool) -> None:
    if not writable:
        (tmp_path / ".planboard").write_bytes(b"")
    folder = folder_of(
        tmp_path, copyright_1=figures("311", period="2019-08"), copyright_2=figures(period="三季度"), ipo=b""
    )
    expected = [("copyright_2.csv", "cumulative_quarter"), ("ipo.csv", "file_empty")]
    assert [pair for pair in codes(read(folder)) if pair[1] != "journal_unreadable"] == expected
    found = read(folder, received=date(2020, 1, 20), plan=make_plan(title="另一计划"))
    assert [pair for pair in codes(found) if pair[1] != "journal_unreadable"] == expected
    assert values(found) == [311]


def test_a_folder_that_cannot_be_written_counts_and_is_told(tmp_path: Path) -> None:
    (tmp_path / ".planboard").write_bytes(b"not a folder")
    folder = folder_of(tmp_path, copyright=figures(), ipo=progress())
    for reader in (folder, folder, Folder(tmp_path)):
        found = read(reader)
        assert (values(found), len(found.rows.progress)) == ([352], 1)
        assert codes(found) == [("journal.jsonl", "journal_unreadable")]
        assert [s.id for s in found.submissions] == [0, 0]
    folder_of(tmp_path, copyright=figures("353"))
    assert values(read(folder)) == [353]
    (tmp_path / ".planboard").unlink()
    assert {s.id for s in read(folder).submissions} == {1, 2}


def test_a_name_that_is_no_utf_8_is_shown_as_the_gbk_it_is_and_recorded_under_that(tmp_path: Path) -> None:
    # An archive from Chinese Windows, unpacked here.
    (tmp_path / os.fsdecode("省版权局_2019-09.csv".encode("gbk"))).write_bytes(figures())
    found = read_twice(Folder(tmp_path))
    assert [reading.file for reading in found.readings] == ["省版权局_2019-09.csv"]
    assert ([s.file for s in found.submissions], values(found)) == (["省版权局_2019-09.csv"], [352])


def test_without_a_journal_everything_is_first_seen(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures())
    read(folder, received=date(2019, 10, 8))
    (tmp_path / ".planboard" / "journal.jsonl").unlink()
    found = read(folder)
    assert [(row.value, row.received) for row in found.rows.figures] == [(352, RECEIVED)]
    assert states(read_twice(folder)) == {1: "applied"}


def test_a_lost_content_is_listed_and_counts_again_when_it_is_put_back(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, copyright=figures(), ipo=progress())
    read(folder)
    shutil.rmtree(tmp_path / ".planboard" / "contents")
    assert values(read_twice(folder)) == [352]  # it lies in the folder
    folder_of(tmp_path, copyright=b"")
    found = read(Folder(tmp_path))
    assert (values(found), len(found.rows.progress)) == ([], 1)
    assert codes(found) == [("copyright.csv", "content_lost"), ("copyright.csv", "file_empty")]
    folder_of(tmp_path, copyright=figures())
    assert (values(read_twice(Folder(tmp_path))), found.problems != []) == ([352], True)


def test_a_lost_content_can_be_sent_again(tmp_path: Path) -> None:
    board = open_board(tmp_path)
    inner = tmp_path / "actuals"
    folder_of(inner, copyright=figures())
    board.refresh(at_once=True)
    shutil.rmtree(inner / ".planboard" / "contents")
    folder_of(inner, copyright=b"")
    again = open_board(tmp_path)
    receipt = submit(again, "上报.csv", figures(), "copyright", writer("甲"))
    assert receipt.is_new
    assert [row.value for row in open_board(tmp_path).actuals.rows.figures][-1] == 352


# two plans in one folder


def test_two_plans_in_one_folder_keep_to_their_own_files(tmp_path: Path) -> None:
    older = make_plan(id="older", year=2018, indicators=[indicator_data()])
    files = {"copyright_2018": figures("300", period="2018-09"), "copyright_2019": figures("352")}
    folder = folder_of(tmp_path, **files)
    for _ in range(2):
        for plan, other, value, id in ((PLAN, older, 352, 1), (older, PLAN, 300, 2)):
            for reader in (folder, Folder(tmp_path)):
                found = read(reader, plan=plan, others=[PlanKey(other.id, other.year)])
                assert (values(found), found.problems) == ([value], [])
                assert [(s.id, s.plan) for s in found.submissions] == [(id, plan.id)]
    # Alone, too, a plan keeps to what is its own.
    assert [s.id for s in read(folder).submissions] == [1]
    (tmp_path / "copyright_2018.csv").unlink()
    assert values(read(folder, others=[PlanKey("older", 2018)])) == [352]
    assert not read(folder, plan=older, others=[PlanKey("small", 2019)]).rows


def test_a_file_that_names_no_year_is_that_of_the_plan_that_runs(tmp_path: Path) -> None:
    newer = make_plan(id="newer", year=2020)
    keys = PlanKey("newer", 2020), PlanKey("small", 2019)
    for day, plan in ((date(2019, 11, 8), PLAN), (date(2020, 1, 8), newer)):
        path = tmp_path / plan.id
        path.mkdir()
        folder = folder_of(path, copyright=figures(period="9月"))
        for one in (newer, PLAN):
            found = read(folder, plan=one, received=day, others=[key for key in keys if key.id != one.id])
            assert bool(found.submissions or found.problems) is (one is plan)


def test_a_journal_that_names_no_plan_is_read_by_the_years_of_its_rows(tmp_path: Path) -> None:
    older = make_plan(id="older", year=2018, indicators=[indicator_data()])
    folder = folder_of(tmp_path, copyright=figures("352"))
    read(folder, others=[PlanKey("older", 2018)])
    folder_of(tmp_path, copyright_2018=figures("300", period="2018-09"))
    read(folder, plan=older, others=[PlanKey("small", 2019)])
    journal = tmp_path / ".planboard" / "journal.jsonl"
    lines = [json.loads(line) for line in journal.read_text(encoding="utf-8").splitlines()]
    earlier = [
        {k: v for k, v in line.items() if k not in ("plan", "plan_sha256", "before", "hash")}
        for line in lines
        if line["event"] == "received"
    ]
    journal.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in earlier), encoding="utf-8")
    for plan, other, value in ((PLAN, "older", 352), (older, "small", 300)):
        found = read(Folder(tmp_path), plan=plan, others=[PlanKey(other, 2018 + (other == "small"))])
        assert (values(found), len(found.submissions), found.problems) == ([value], 1, [])
    # From now on their rows follow the plan as it was then.
    events = [json.loads(line)["event"] for line in journal.read_text(encoding="utf-8").splitlines()]
    assert events == ["received", "received", "plan_kept", "plan_kept"]


# a rule that comes later


@pytest.mark.parametrize(
    ("wrong", "code", "statuses"),
    [
        (["1.1.1", "", "2019-08"], "row_too_short", ["completed"]),
        (["1.1.1", "", "2019-08", "办好"], "status_unknown", ["completed"]),
        (["1.1.1", "任务1.1.2的条文。", "2019-08", "推进中"], "clause_of_other", ["completed", "in_progress"]),
    ],
)
def test_what_was_received_before_a_rule_goes_on_counting_and_the_rule_reminds(
    wrong: list[str], code: str, statuses: list[str], tmp_path: Path
) -> None:
    header = ["任务编号", "任务内容", "报告期", "状态"]
    data = csv_bytes(["1.1.2", "", "2019-09", "已完成"], wrong, header=header)
    folder = folder_of(tmp_path, ipo=data)
    assert codes(read(folder)) == [("ipo.csv", code)]
    receive(folder.store, PLAN, [Arrival("ipo", data, 2, PLAN.id, entry="ipo.csv")])
    found = read(folder)
    assert [row.status for row in found.rows.progress] == statuses
    assert [(p.code, p.severity) for p in found.problems] == [(code, "remind")]
    assert [p.code for p in found.readings[0].notes][-1] == "rule_came_later"
    assert states(found) == {1: "applied"}


def test_of_what_can_be_read_no_more_nothing_counts_and_it_is_said(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, ipo=b"no table")
    receive(folder.store, PLAN, [Arrival("ipo", b"no table", 2, PLAN.id, entry="ipo.csv")])
    found = read(folder)
    assert not found.rows.progress
    assert [(p.code, p.severity) for p in found.problems] == [("header_missing", "refuse")]
    assert not found.readings[0].notes


# while others write


def test_a_reader_sees_whole_states_while_a_file_is_edited_and_overwritten(tmp_path: Path) -> None:
    """Good, bad, good, growing: one of the good contents counts at every moment."""
    folder = folder_of(tmp_path, copyright=figures("1"))
    read(folder)
    done, path = threading.Event(), tmp_path / "copyright.csv"

    def write() -> None:
        for n in count(2):
            for data in (b"", figures(str(n))[:-9], figures(str(n)) + b"x,", figures(str(n))):
                path.write_bytes(data)
                time.sleep(0.001)
            if done.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    try:
        until, seen = time.monotonic() + 0.5, []
        while time.monotonic() < until:
            seen.append(values(read(folder))[-1:])
    finally:
        done.set()
        writer.join()
    assert all(len(value) == 1 for value in seen)
    assert seen == sorted(seen)
    assert len({value for (value,) in seen}) > 2
    assert values(read(folder))[-1:] >= seen[-1]
