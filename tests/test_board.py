"""One plan with its folder, read once and cached on content."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from factories import csv_bytes, plan_data, progress_bytes
from sending import write_plan

from lib import settings
from lib.board import board, warm_start
from lib.board.board import Board, plan_files
from lib.errors import PlanError
from lib.rules.measures import measure
from lib.store.folder import drop as drop_folder
from lib.store.folder.store import FolderStore

AUGUST = csv_bytes(["copyright-registrations", "2019-08", "311", "2019-09-05", ""])
SEPTEMBER = csv_bytes(["copyright-registrations", "2019-09", "352", "2019-10-05", ""])
WORK = progress_bytes(["1.1.1", "", "2019-09", "推进中", "", "", "", "2019-10-08", ""])


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    return write_plan(tmp_path / "plan.yaml")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "actuals"
    path.mkdir()
    (path / "copyright_2019-08.csv").write_bytes(AUGUST)
    return path


@pytest.fixture
def looks_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is looked at on every call."""
    monkeypatch.setattr(settings, "RESCAN_SECONDS", 0.0)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How often a file was opened, the plan loaded, the figures computed."""
    counted = {"opened": 0, "loaded": 0, "measured": 0}

    def counting(name: str, function: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            counted[name] += 1
            return function(*args, **kwargs)

        return call

    monkeypatch.setattr(drop_folder, "read_entry", counting("opened", drop_folder.read_entry))
    monkeypatch.setattr(warm_start, "load_plan", counting("loaded", warm_start.load_plan))
    monkeypatch.setattr(board, "measure", counting("measured", measure))
    return counted


def registrations(of: Board) -> float | None:
    return of.measures().indicators["copyright-registrations"].actual


# what changed is seen


@pytest.mark.usefixtures("looks_at_once")
def test_a_new_a_changed_and_a_removed_file_are_seen(plan: Path, folder: Path) -> None:
    seen = Board(plan, FolderStore(folder))
    assert registrations(seen) == 311
    (folder / "copyright_2019-09.csv").write_bytes(SEPTEMBER)
    assert registrations(seen) == 352
    (folder / "copyright_2019-09.csv").write_bytes(SEPTEMBER.replace(b"352", b"1352"))
    assert registrations(seen) == 1352
    (folder / "copyright_2019-09.csv").unlink()
    assert registrations(seen) == 311
    (folder / "copyright_2019-08.csv").unlink()
    assert registrations(seen) is None


@pytest.mark.usefixtures("looks_at_once")
def test_the_version_grows_with_every_change_and_only_then(plan: Path, folder: Path) -> None:
    seen = Board(plan, FolderStore(folder))
    assert seen.version == 0
    assert [seen.refresh(), seen.refresh(), seen.refresh()] == [1, 1, 1]
    (folder / "ipo.csv").write_bytes(WORK)
    assert [seen.refresh(), seen.refresh()] == [2, 2]
    (folder / "ipo.csv").unlink()
    assert seen.refresh() == 3
    write_plan(plan, title="另一计划")
    assert seen.refresh() == 4
    assert seen.version == 4


@pytest.mark.usefixtures("looks_at_once")
def test_a_changed_plan_is_read_again_with_the_files_under_it(plan: Path, folder: Path) -> None:
    seen = Board(plan, FolderStore(folder))
    assert seen.measures().indicators["copyright-registrations"].achievement == 311 / 400
    indicators = plan_data()["indicators"]
    indicators[1]["target"] = 622
    write_plan(plan, indicators=indicators)
    assert seen.measures().indicators["copyright-registrations"].achievement == 0.5
    assert seen.plan.indicators_by_id["copyright-registrations"].target == 622


@pytest.mark.usefixtures("looks_at_once")
def test_a_file_that_is_replaced_by_one_of_equal_size_is_seen(plan: Path, folder: Path) -> None:
    seen = Board(plan, FolderStore(folder))
    assert registrations(seen) == 311
    other = folder.parent / "other.csv"
    other.write_bytes(AUGUST.replace(b"311", b"299"))
    stamp = (folder / "copyright_2019-08.csv").stat()
    os.utime(other, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    other.replace(folder / "copyright_2019-08.csv")
    assert registrations(seen) == 299


def test_a_folder_that_does_not_exist_is_an_empty_one(plan: Path, tmp_path: Path) -> None:
    seen = Board(plan, FolderStore(tmp_path / "nowhere"))
    assert not seen.actuals.rows
    assert seen.measures().as_of == date(2019, 12, 31)
    assert not (tmp_path / "nowhere").exists()


# nothing is read twice


@pytest.mark.usefixtures("looks_at_once")
def test_a_second_look_reads_and_computes_nothing(plan: Path, folder: Path, counts: dict[str, int]) -> None:
    seen = Board(plan, FolderStore(folder))
    first = seen.measures(date(2019, 9, 30))
    assert counts == {"opened": 1, "loaded": 1, "measured": 1}
    assert seen.measures(date(2019, 9, 30)) is first
    assert seen.actuals is seen.actuals
    assert seen.plan is seen.plan
    assert counts == {"opened": 1, "loaded": 1, "measured": 1}


@pytest.mark.usefixtures("looks_at_once")
def test_only_the_file_that_changed_is_opened_again(plan: Path, folder: Path, counts: dict[str, int]) -> None:
    seen = Board(plan, FolderStore(folder))
    seen.measures()
    (folder / "copyright_2019-09.csv").write_bytes(SEPTEMBER)
    seen.measures()
    assert counts == {"opened": 2, "loaded": 1, "measured": 2}


def test_each_moment_is_computed_once(plan: Path, folder: Path, counts: dict[str, int]) -> None:
    seen = Board(plan, FolderStore(folder))
    moments = [(None, None), (date(2019, 8, 31), None), (date(2019, 8, 31), date(2019, 9, 30)), (None, None)]
    found = [seen.measures(*moment) for moment in moments * 3]
    assert counts["measured"] == 2
    assert found[0] is found[3] is found[1]  # the default moment is that of August
    assert found[1] is not found[2]


def test_old_moments_are_forgotten_and_the_latest_kept(
    plan: Path, folder: Path, counts: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "_KEPT_MOMENTS", 2)
    seen = Board(plan, FolderStore(folder))
    first, second, third = (date(2019, month, 28) for month in (1, 2, 3))
    for day in (first, second, first, third, first):
        seen.measures(day)
    assert counts["measured"] == 3
    seen.measures(second)
    assert counts["measured"] == 4


def test_the_folder_is_looked_at_once_in_a_while_unless_at_once(
    plan: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "RESCAN_SECONDS", 3600.0)
    seen = Board(plan, FolderStore(folder))
    assert registrations(seen) == 311
    (folder / "copyright_2019-09.csv").write_bytes(SEPTEMBER)
    assert registrations(seen) == 311
    assert seen.refresh(at_once=True) == 2
    assert registrations(seen) == 352


def test_files_are_received_on_the_day_they_are_first_seen(plan: Path, folder: Path) -> None:
    (folder / "copyright_2019-08.csv").write_bytes(AUGUST.replace(b"2019-09-05", b""))
    now = datetime(2019, 9, 9, 12, tzinfo=UTC)
    seen = Board(plan, FolderStore(folder, clock=lambda: now))
    seen.refresh()
    now = datetime(2019, 10, 10, 12, tzinfo=UTC)
    (folder / "copyright_2019-09.csv").write_bytes(SEPTEMBER)
    seen.refresh(at_once=True)
    assert [(row.received, row.reported_on) for row in seen.actuals.rows.figures] == [
        (date(2019, 9, 9), date(2019, 9, 9)),
        (date(2019, 10, 10), date(2019, 10, 5)),
    ]


# a wrong plan


@pytest.mark.usefixtures("looks_at_once")
def test_a_broken_plan_is_an_error_until_it_is_mended(plan: Path, folder: Path) -> None:
    good = plan.read_text(encoding="utf-8")
    plan.write_text(good + "\nyear: 2020\n", encoding="utf-8")
    seen = Board(plan, FolderStore(folder))
    for _ in range(2):
        with pytest.raises(PlanError, match="year"):
            seen.measures()
    plan.write_text(good, encoding="utf-8")
    assert registrations(seen) == 311


@pytest.mark.usefixtures("looks_at_once")
def test_the_last_good_plan_stays_while_the_file_is_wrong(plan: Path, folder: Path) -> None:
    seen = Board(plan, FolderStore(folder))
    good = plan.read_text(encoding="utf-8")
    assert (registrations(seen), seen.plan_faults) == (311, [])
    versions = []
    for fault in ("year: 2020", "nobody: 1", "nobody: 1"):
        plan.write_text(f"{good}\n{fault}\n", encoding="utf-8")
        assert registrations(seen) == 311
        assert any(fault.split(":")[0] in p.message for p in seen.plan_faults)
        versions.append(seen.version)
    assert versions[0] < versions[1] == versions[2]  # an open page shows a second fault, and the same one once
    (folder / "copyright_2019-09.csv").write_bytes(SEPTEMBER)
    assert registrations(seen) == 352  # figures go on meanwhile
    plan.write_text(good, encoding="utf-8")
    assert (registrations(seen), seen.plan_faults) == (352, [])


def test_a_plan_that_is_missing_is_an_error(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(PlanError) as caught:
        _ = Board(tmp_path / "none.yaml", FolderStore(folder)).plan
    assert [problem.code for problem in caught.value.problems] == ["plan_missing"]


# plans of other years


def test_files_of_another_plans_year_are_that_plans_business(plan: Path, folder: Path, tmp_path: Path) -> None:
    (folder / "copyright_2020.csv").write_bytes(AUGUST.replace(b"2019-08", b"2020-08").replace(b"2019-09", b"2020-09"))
    alone = Board(plan, FolderStore(folder))
    assert [p.code for r in alone.actuals.readings for p in r.notes] == ["other_year"]
    assert (registrations(alone), alone.actuals.problems) == (311, [])
    write_plan(tmp_path / "plan_2020.yaml", year=2020, indicators=[])
    beside = Board(plan, FolderStore(folder))
    assert [reading.file for reading in beside.actuals.readings] == ["copyright_2019-08.csv"]
    assert registrations(beside) == 311


def test_a_broken_plan_of_another_year_changes_nothing(plan: Path, folder: Path, tmp_path: Path) -> None:
    broken = tmp_path / "plan_2020.yaml"
    broken.write_text("id: [", encoding="utf-8")
    assert registrations(Board(plan, FolderStore(folder))) == 311


def test_the_plan_that_was_named_comes_before_those_of_the_project(plan: Path) -> None:
    assert plan_files(plan) == [plan]
    assert [path.name for path in plan_files()][-1] == "plan_2019.yaml"


def test_without_any_plan_there_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    with pytest.raises(PlanError):
        plan_files()


# many at once


@pytest.mark.usefixtures("looks_at_once")
def test_threads_see_one_state_each_while_files_change(plan: Path, folder: Path) -> None:
    """A writer replaces the file over and over; a reader never sees a figure that no state held."""
    seen = Board(plan, FolderStore(folder))
    states = {311.0, 352.0}
    # A file that is first seen while it is replaced is not read; one that counted goes on counting.
    found = {registrations(seen)}
    failures: list[BaseException] = []
    ready, done = threading.Barrier(9), threading.Event()

    def look() -> None:
        try:
            ready.wait()
            while not done.is_set():
                measures = seen.measures()
                standing = measures.indicators["copyright-registrations"]
                assert standing.row is not None
                assert standing.row.value == standing.actual
                found.add(standing.actual)
        except BaseException as error:  # told to the test, which runs in another thread
            failures.append(error)

    readers = [threading.Thread(target=look) for _ in range(8)]
    for reader in readers:
        reader.start()
    ready.wait()
    for number in range(60):
        other = folder.parent / "next.csv"
        other.write_bytes(SEPTEMBER if number % 2 else AUGUST)
        other.replace(folder / "copyright_2019-08.csv")
    done.set()
    for reader in readers:
        reader.join()
    assert failures == []
    assert found <= states
    assert registrations(seen) == 352


def test_threads_that_ask_together_read_once(plan: Path, folder: Path, counts: dict[str, int]) -> None:
    seen = Board(plan, FolderStore(folder))
    ready = threading.Barrier(8)

    def look() -> None:
        ready.wait()
        seen.measures()

    readers = [threading.Thread(target=look) for _ in range(8)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    assert counts == {"opened": 1, "loaded": 1, "measured": 1}
