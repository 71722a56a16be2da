"""Every code of the catalogue is produced by a file, and docs/problems.md describes it as it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
from bad_files import BAD_FILES, BAD_PLANS
from factories import make_plan
from journaled_problems import JOURNALED, journaled
from sending import noon_of
from tables import of_every

from lib.board.actuals import Actuals
from lib.board.people import check_people
from lib.board.reader import Reader
from lib.plan.file import check_plan
from lib.problems.catalogue import CATALOGUE, Problem, quoted
from lib.store.folder.store import FolderStore

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
SEVERITIES = {"refuse": "须改正", "confirm": "须确认", "remind": "须留意", "note": "说明"}


class Section(NamedTuple):
    """What the page says of one code."""

    severity: str
    meaning: str
    example: str
    message: str
    remedy: str


def sections() -> dict[str, Section]:
    """The sections of the page by code."""
    found = {}
    for part in re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]:
        code, _, text = part.partition("\n")
        said = dict(re.findall(r"^- (级别|含义|例子|提示|处理)：(.+)$", text, flags=re.MULTILINE))
        assert len(said) == 5, code
        found[code.strip()] = Section(said["级别"], said["含义"], said["例子"], said["提示"], said["处理"])
    return found


SECTIONS = sections()


def produce(code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Actuals, Problem]:
    """What the folder holds with the bad file of a code, and its problem."""
    bad = BAD_FILES[code]
    folder = tmp_path / "actuals"
    folder.mkdir(parents=True)
    received = noon_of(bad.received.year, bad.received.month, bad.received.day)
    reader = Reader(FolderStore(folder, clock=received))
    for name, data in bad.beside.items():
        (folder / name).write_bytes(data)
    plan = make_plan(**bad.plan)
    reader.read(plan)
    (folder / bad.file).write_bytes(bad.data)
    if bad.place:
        bad.place(folder / bad.file, monkeypatch)
    found = reader.read(plan)
    (reading,) = [r for r in found.readings if r.file == bad.file]
    (problem,) = [p for p in reading.problems if p.code == code]
    return found, problem


Produced = Mapping[str, tuple[Actuals, Problem]]


@pytest.fixture(scope="module")
def produced(tmp_path_factory: pytest.TempPathFactory) -> Produced:
    """By code what came of its bad file, each made once."""
    found, folder = {}, tmp_path_factory.mktemp("bad")
    for code in BAD_FILES:
        with pytest.MonkeyPatch.context() as patch:
            found[code] = produce(code, folder / code, patch)
    return found


def produce_plan(code: str, tmp_path: Path) -> Problem:
    """The fault of the bad plan file of a code."""
    text = BAD_PLANS[code].text
    if text is not None:
        (tmp_path / "plan.yaml").write_bytes(text)
    return next(p for p in check_plan(tmp_path / "plan.yaml")[1] if p.code == code)


def test_every_code_has_its_bad_file() -> None:
    assert {*BAD_FILES, *BAD_PLANS, *JOURNALED, "people_body"} == set(CATALOGUE)
    assert {code for code in CATALOGUE if code.startswith("plan_")} == set(BAD_PLANS)


@of_every(BAD_FILES, least=70)
def test_a_bad_file_produces_its_problem_at_its_place(code: str, *, produced: Produced) -> None:
    bad = BAD_FILES[code]
    _, found = produced[code]
    assert (found.file, found.row, found.column) == (bad.file, bad.row, bad.column)
    assert (found.value or "") == (bad.value or "")
    place, _, _ = found.message.partition("：")
    if bad.file.endswith(".xlsx") and (bad.row or bad.column):
        assert place.startswith("工作表“指标实绩”") and str(bad.row or bad.column) in place
    else:
        assert found.message.startswith(f"第{bad.row}行" if bad.row else "")
    for word in bad.words:
        assert word in found.message


@of_every([code for code in BAD_FILES if "{value}" in CATALOGUE[code][1]], least=35)
def test_a_message_quotes_what_was_found(code: str, *, produced: Produced) -> None:
    _, found = produced[code]
    assert found.value
    assert quoted(found.value) in found.message


@of_every(BAD_FILES, least=70)
def test_a_bad_file_is_refused_held_back_or_counted_as_its_severity_says(code: str, *, produced: Produced) -> None:
    bad, severity = BAD_FILES[code], CATALOGUE[code][0]
    found, _ = produced[code]
    (reading,) = [r for r in found.readings if r.file == bad.file]
    assert reading.accepted is (severity != "refuse")
    assert reading.needs_confirmation is (severity == "confirm")
    counted = {row.file for row in (*found.rows.figures, *found.rows.progress)}
    assert (bad.file in counted) is (severity == "note")
    assert counted >= set(bad.beside)  # nothing is taken away from the others


@pytest.mark.parametrize("code", BAD_PLANS)
def test_a_bad_plan_produces_its_fault_with_its_line(code: str, tmp_path: Path) -> None:
    found = produce_plan(code, tmp_path)
    assert (found.row, found.blocking) == (BAD_PLANS[code].row, CATALOGUE[code][0] == "refuse")
    for word in BAD_PLANS[code].words:
        assert word in found.message


def test_codes_and_headings_are_the_same_in_the_same_order() -> None:
    assert list(SECTIONS) == list(CATALOGUE)


@of_every(CATALOGUE, least=90)
def test_a_section_says_how_grave_it_is_and_what_to_do(code: str) -> None:
    section = SECTIONS[code]
    assert section.severity.startswith(SEVERITIES[CATALOGUE[code][0]])
    assert section.meaning.endswith("。")
    assert section.remedy.endswith("。")


@of_every(BAD_FILES, least=70)
def test_a_section_quotes_the_message_that_is_shown(code: str, *, produced: Produced) -> None:
    _, found = produced[code]
    assert SECTIONS[code].message == found.message


@pytest.mark.parametrize("code", BAD_PLANS)
def test_a_section_quotes_the_message_about_a_plan(code: str, tmp_path: Path) -> None:
    assert SECTIONS[code].message == produce_plan(code, tmp_path).message.replace(str(tmp_path), "data")


def test_a_section_quotes_the_message_about_a_body_of_the_people_file() -> None:
    text = "claim: sub\npeople:\n  - {who: a, name: 甲, body: scince, roles: [report]}\n"
    (found,) = check_people("people.yaml", text.encode(), make_plan())[1]
    assert SECTIONS["people_body"].message == found.message


@pytest.mark.parametrize("code", JOURNALED)
def test_a_section_quotes_the_message_about_what_is_kept(code: str, tmp_path: Path) -> None:
    found = journaled(code, tmp_path)
    assert found.severity == CATALOGUE[code][0]
    assert SECTIONS[code].message == found.message
