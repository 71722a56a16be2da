"""What a board made of plan and contents is kept for its next start, and is never taken for more than that."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from factories import progress_bytes
from sending import NEW_YEAR, figures, progress, write_plan
from workbooks import workbook

from lib.board import reader, warm_start
from lib.board.board import Board
from lib.say.documents import status_document
from lib.store.folder.store import FolderStore

FILES = {
    "copyright_1.csv": figures("311", period="2019-08", reported_on="2019-09-08"),
    "copyright_2.csv": figures("352"),
    "copyright_3.xlsx": workbook(["作品著作权登记量", "2019-10", "三百", "2019-11-08"]),
    "ipo.csv": progress(),
    "ipo_2.csv": progress_bytes(["1.1.1", "", "2019-10", "已完成", "见附件", "经费=未到位\n等", "", "2019-11-08"]),
    "ipo_3.csv": progress_bytes(["9.9.9", "", "2019-10", "已完成", "", "", "", "2019-11-08"]),
}


@pytest.fixture(autouse=True)
def small_boards_are_kept_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warm_start, "_WORTH_KEEPING", 1)
    monkeypatch.setattr(warm_start, "_LARGE_PLAN", 1)


@pytest.fixture
def said(tmp_path: Path) -> str:
    """What a board says that starts cold, and keeps what it made."""
    write_plan(tmp_path / "plan.yaml")
    for name, data in FILES.items():
        (tmp_path / "actuals").mkdir(exist_ok=True)
        (tmp_path / "actuals" / name).write_bytes(data)
    said = all_said(tmp_path)
    assert "三百" in said and "9.9.9" in said
    assert {file.name for file in derived(tmp_path).iterdir()} == {"plan.yaml", "readings"}
    return said


def derived(folder: Path) -> Path:
    return folder / "actuals" / ".planboard" / "derived"


def all_said(folder: Path, *, record: bool = True) -> str:
    """All figures, rows and problems of a new board, as text."""
    store = FolderStore(folder / "actuals", record=record, clock=NEW_YEAR)
    measures, actuals = Board(folder / "plan.yaml", store).state(date(2019, 12, 31))
    return repr((status_document(measures, actuals.problems), actuals.rows, actuals.readings, measures.plan))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is read of the files themselves."""
    names: list[str] = []
    for reading in ("read_file", "read_accepted"):
        real = getattr(reader, reading)
        monkeypatch.setattr(reader, reading, lambda file, *about, real=real: names.append(file) or real(file, *about))
    monkeypatch.setattr(
        warm_start,
        "load_plan",
        lambda path, data, real=warm_start.load_plan: names.append(path.name) or real(path, data),
    )
    return names


def test_the_next_start_reads_nothing_and_says_the_same(tmp_path: Path, said: str, read: list[str]) -> None:
    assert all_said(tmp_path) == said
    assert read == []


def test_what_changed_since_is_read(tmp_path: Path, said: str, read: list[str]) -> None:
    (tmp_path / "actuals" / "copyright_4.csv").write_bytes(figures("401", period="2019-11", reported_on="2019-12-08"))
    (tmp_path / "actuals" / "ipo.csv").write_bytes(progress("已完成"))
    write_plan(tmp_path / "plan.yaml", title="2019年改过的计划")
    now = all_said(tmp_path)
    assert "401" in now and "2019年改过的计划" in now
    assert {"copyright_4.csv", "ipo.csv", "plan.yaml"} <= set(read)


@pytest.mark.parametrize("file", ["plan.yaml", "readings"])
@pytest.mark.parametrize("damage", ["cut", "changed", "empty", "gone", "folder"])
def test_what_is_damaged_is_made_again(tmp_path: Path, said: str, read: list[str], file: str, damage: str) -> None:
    path = derived(tmp_path) / file
    data = path.read_bytes()
    path.unlink()
    if damage == "folder":
        path.mkdir()
    elif damage != "gone":
        # A figure that somebody changed: every byte is under the hash.
        changed = data.replace(b"copyright", b"copyrighr")
        assert changed != data
        path.write_bytes({"cut": data[:-20], "changed": changed, "empty": b""}[damage])
    assert all_said(tmp_path) == said
    assert read


def test_another_version_of_the_program_reads_anew(
    tmp_path: Path, said: str, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm_start, "_program", lambda: b"another")
    assert all_said(tmp_path) == said
    assert {"plan.yaml", "copyright_2.csv"} <= set(read)


def test_the_version_is_that_of_the_sources(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lib").mkdir()
    monkeypatch.setattr(warm_start, "ROOT", tmp_path)
    versions = []
    for text in ("a = 1\n", "a = 2\n", "a = 1\n"):
        (tmp_path / "lib" / "rules.py").write_text(text, encoding="utf-8")
        versions.append(warm_start._program.__wrapped__())
    assert versions[0] == versions[2] != versions[1]


def test_a_reader_that_writes_nothing_keeps_nothing(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.yaml")
    (tmp_path / "actuals").mkdir()
    (tmp_path / "actuals" / "copyright_2.csv").write_bytes(FILES["copyright_2.csv"])
    assert "352" in all_said(tmp_path, record=False)
    assert not (tmp_path / "actuals" / ".planboard").exists()


def test_where_nothing_can_be_kept_the_board_goes_on(tmp_path: Path, said: str) -> None:
    for file in derived(tmp_path).iterdir():
        file.unlink()
    derived(tmp_path).rmdir()
    derived(tmp_path).write_text("", encoding="utf-8")
    assert all_said(tmp_path) == said
