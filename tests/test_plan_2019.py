"""The plan file says what the document says, word for word.

The document is read here by a small parser of its own and the plan file as plain YAML, so that neither the product's
reader nor its checks can make the two look alike.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from tables import of_every

DATA = Path(__file__).resolve().parent.parent / "data"
NUMERALS = "一二三四五六七八九十"
NO_TEXT_ON_THIS_PAGE = "（此页无正文）"


class Clause(NamedTuple):
    """One numbered clause: its words without number and closing bracket, and the bodies in that bracket."""

    text: str
    bodies: list[str]


class Document(NamedTuple):
    """What the document prints; `rest` are the paragraphs before part 一."""

    rest: list[str]
    parts: dict[str, str]
    sections: dict[str, str]
    clauses: dict[str, Clause]


def read_document(text: str) -> Document:
    """Return the parts, sections and clauses of the document by their place, such as 1.2.3."""
    document = Document([], {}, {}, {})
    part = section = ""
    for printed in text.splitlines():
        # The conversion to text left bookmarks and spaces at page ends; they are not the document's.
        line = re.sub(r"\[bookmark: [^\]]*\]", "", printed).strip()
        if found := re.fullmatch(rf"([{NUMERALS}]+)、(.+)", line):
            part = str(NUMERALS.index(found[1]) + 1)
            document.parts[part] = found[2]
        elif found := re.fullmatch(rf"（([{NUMERALS}]+)）(.+)", line):
            section = f"{part}.{NUMERALS.index(found[1]) + 1}"
            document.sections[section] = found[2]
        # A clause may hold brackets of its own: only the last ones enclose the bodies.
        elif found := re.fullmatch(r"(\d+)\.(.+)（([^（）]+)）", line):
            document.clauses[f"{section}.{found[1]}"] = Clause(found[2], found[3].split("、"))
        elif line:
            assert not document.parts, f"not understood: {line}"
            document.rest.append(line)
    return document


SOURCE = (DATA / "source" / "plan_2019.txt").read_text(encoding="utf-8")
DOCUMENT = read_document(SOURCE)
PLAN: dict[str, Any] = yaml.safe_load((DATA / "plan_2019.yaml").read_text(encoding="utf-8"))
SECTIONS = {section["id"]: section for part in PLAN["parts"] for section in part["sections"]}
TASKS = {task["id"]: task for section in SECTIONS.values() for task in section["tasks"]}
NAMES = {body["id"]: body["name"] for body in PLAN["agencies"] + PLAN["groups"]}
INDICATORS = {indicator["id"]: indicator for indicator in PLAN["indicators"]}


def test_the_document_has_4_parts_11_sections_42_tasks_and_85_assignments() -> None:
    assert len(DOCUMENT.parts) == 4
    assert len(DOCUMENT.sections) == 11
    assert len(DOCUMENT.clauses) == 42
    assert sum(len(clause.bodies) for clause in DOCUMENT.clauses.values()) == 85


def test_the_plan_has_4_parts_11_sections_42_tasks_and_85_assignments() -> None:
    assert len(PLAN["parts"]) == 4
    assert sum(len(part["sections"]) for part in PLAN["parts"]) == 11
    assert sum(len(section["tasks"]) for part in PLAN["parts"] for section in part["sections"]) == 42
    assert sum(len(task["agencies"]) for task in TASKS.values()) == 85


def test_the_parts_are_those_of_the_document_in_its_order() -> None:
    assert [(part["id"], part["title"]) for part in PLAN["parts"]] == list(DOCUMENT.parts.items())


def test_the_sections_are_those_of_the_document_in_its_order() -> None:
    assert [(section["id"], section["title"]) for section in SECTIONS.values()] == list(DOCUMENT.sections.items())


def test_the_tasks_stand_in_the_order_of_the_clauses() -> None:
    assert list(TASKS) == list(DOCUMENT.clauses)


def test_every_section_and_task_stands_where_its_id_says() -> None:
    for part in PLAN["parts"]:
        for section in part["sections"]:
            assert section["id"].rpartition(".")[0] == part["id"]
            assert {task["id"].rpartition(".")[0] for task in section["tasks"]} == {section["id"]}


@of_every(DOCUMENT.clauses, least=42)
def test_a_task_has_the_words_of_its_clause(place: str) -> None:
    assert TASKS[place]["text"] == DOCUMENT.clauses[place].text


@of_every(DOCUMENT.clauses, least=42)
def test_a_task_names_the_bodies_of_its_clause_in_the_printed_order(place: str) -> None:
    assert [NAMES[body] for body in TASKS[place]["agencies"]] == DOCUMENT.clauses[place].bodies


def test_the_plan_lists_27_agencies_and_one_group_under_names_and_ids_of_their_own() -> None:
    assert len(PLAN["agencies"]) == 27
    assert [(group["id"], group["name"]) for group in PLAN["groups"]] == [
        ("members", "省人民政府知识产权办公会议制度各成员单位")
    ]
    assert len(NAMES) == len(set(NAMES.values())) == 28


def test_the_agencies_are_listed_in_the_order_in_which_the_document_first_names_them() -> None:
    first_named = dict.fromkeys(name for clause in DOCUMENT.clauses.values() for name in clause.bodies)
    assert list(NAMES.values()) == list(first_named)


def test_ids_that_other_files_rely_on_are_unchanged() -> None:
    assert NAMES["ipo"] == "省知识产权局"
    assert NAMES["copyright"] == "省新闻出版局〔省版权局〕"
    assert PLAN["office"]["id"] == "office"
    assert list(INDICATORS) == ["invention-patents-per-10k", "copyright-registrations", "enterprise-patent-share"]


def test_document_number_basis_and_title_are_printed_in_the_document() -> None:
    assert DOCUMENT.rest[0] == PLAN["document"]
    assert PLAN["title"] in DOCUMENT.rest
    assert f"（{PLAN['basis']}）" in SOURCE
    assert PLAN["title"].startswith(f"{PLAN['year']}年")


def test_the_document_never_says_who_leads() -> None:
    assert "牵头" not in SOURCE
    assert PLAN["lead_rule"] == "none"


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        (
            "invention-patents-per-10k",
            {"task": "1.1.3", "name": "每万人口发明专利拥有量", "unit": "件", "decimals": 2, "kind": "level",
             "direction": "higher", "target": 2.9, "owner": "ipo"},
        ),
        (
            "copyright-registrations",
            {"task": "1.1.4", "name": "作品著作权登记量", "unit": "件", "decimals": 0, "kind": "cumulative",
             "direction": "higher", "target": 400, "owner": "copyright"},
        ),
        (
            "enterprise-patent-share",
            {"task": "1.1.6", "name": "企业发明专利拥有量占比", "unit": "%", "decimals": 1, "kind": "share",
             "direction": "higher", "target": 60, "owner": "ipo"},
        ),
    ],
)  # fmt: skip
def test_an_indicator_is_as_agreed(indicator: str, expected: dict[str, Any]) -> None:
    assert {key: INDICATORS[indicator][key] for key in expected} == expected


@pytest.mark.parametrize("indicator", INDICATORS)
def test_a_target_is_printed_in_the_clause_of_its_task(indicator: str) -> None:
    entry = INDICATORS[indicator]
    assert entry["target_text"] in DOCUMENT.clauses[entry["task"]].text
    assert f"{entry['target']:g}{entry['unit']}" in entry["target_text"]
    assert entry["owner"] in TASKS[entry["task"]]["agencies"]


def test_only_the_published_baseline_is_given() -> None:
    baselines = {name: entry["baseline"] for name, entry in INDICATORS.items() if "baseline" in entry}
    assert list(baselines) == ["invention-patents-per-10k"]
    assert baselines["invention-patents-per-10k"]["period"] == "2018"
    assert baselines["invention-patents-per-10k"]["value"] == 2.82
    assert baselines["invention-patents-per-10k"]["source"]


@pytest.mark.skipif("preamble" not in PLAN, reason="the plan file gives no preamble")
def test_the_preamble_holds_every_other_paragraph_of_the_document() -> None:
    apart = {PLAN["document"], PLAN["title"], NO_TEXT_ON_THIS_PAGE}
    assert PLAN["preamble"] == [line for line in DOCUMENT.rest if line not in apart]
