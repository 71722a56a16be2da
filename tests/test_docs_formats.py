"""docs/formats.md says what the reader does: its tables are compared with the schema, the columns and the grammar."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lib import settings
from lib.errors import PeriodError
from lib.intake.cells import read_number
from lib.periods import read_period
from lib.plan.file import plan_schema
from lib.rows import COLUMNS, KIND_WORDS, REQUIRED, Kind
from lib.statuses import REPORTED_WORDS

PAGE = (Path(__file__).resolve().parent.parent / "docs" / "formats.md").read_text(encoding="utf-8")
YEAR = 2019
"""The year that the page's examples are of."""

Row = list[str]


def tables() -> Iterator[tuple[str, Row, list[Row]]]:
    """Every table of the page: the heading above it, its header, its rows."""
    for part in re.split(r"^#+ ", PAGE, flags=re.MULTILINE)[1:]:
        heading, _, text = part.partition("\n")
        for block in re.findall(r"(?:^\|.*\n)+", text, flags=re.MULTILINE):
            header, _, *rows = ([cell.strip() for cell in line[1:-1].split("|")] for line in block.splitlines())
            yield heading.strip(), header, rows


def rows_under(heading: str, first: str) -> list[Row]:
    """The rows of the table under a heading whose first column is named `first`."""
    (rows,) = [rows for above, header, rows in tables() if above == heading and header[0] == first]
    return rows


def plain(cell: str) -> str:
    """A cell without its code marks."""
    return cell.replace("`", "")


def codes(cell: str) -> list[str]:
    """What stands in code marks."""
    return re.findall(r"`([^`]+)`", cell)


SCHEMA: dict[str, Any] = json.loads(plan_schema())


def levels(schema: dict[str, Any] = SCHEMA, place: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every level of the plan file with its schema: its place, such as `parts[].sections[]`."""
    yield place, schema
    for key, value in schema["properties"].items():
        at = f"{place}.{key}".removeprefix(".")
        for choice in [value, *value.get("anyOf", [])]:
            if "$ref" in choice:
                yield from levels(SCHEMA["$defs"][choice["$ref"].rpartition("/")[2]], at)
            elif "$ref" in choice.get("items", {}):
                yield from levels(SCHEMA["$defs"][choice["items"]["$ref"].rpartition("/")[2]], at + "[]")


LEVELS = dict(levels())


def test_every_level_of_the_plan_file_has_its_table() -> None:
    described = [plain(heading) for heading, header, _ in tables() if header[0] == "键"]
    assert sorted(described) == sorted(place or "最外层" for place in LEVELS)


def said(default: Any) -> str:
    """A default as the page says it."""
    if default is None:
        return "无"
    return "空" if default in ([], {}) else "否" if default is False else str(default)


@pytest.mark.parametrize("place", LEVELS)
def test_every_key_is_described_with_its_default(place: str) -> None:
    schema = LEVELS[place]
    rows = rows_under(f"`{place}`" if place else "最外层", "键")
    assert [plain(row[0]) for row in rows] == list(schema["properties"])
    for key, kind, default, meaning in rows:
        entry = schema["properties"][plain(key)]
        assert kind
        assert meaning
        if plain(key) in schema["required"]:
            assert default == "必填", key
        elif plain(key) == "due":
            assert default == "年末"
        else:
            assert default == said(entry["default"]), key


@pytest.mark.parametrize("place", LEVELS)
def test_every_choice_and_limit_of_a_key_is_described(place: str) -> None:
    rows = rows_under(f"`{place}`" if place else "最外层", "键")
    assert rows
    for key, kind, *_ in rows:
        entry = LEVELS[place]["properties"][plain(key)]
        assert codes(kind) == entry.get("enum", [entry["const"]] if "const" in entry else codes(kind))
        if "minimum" in entry and plain(key) != "year":
            assert f"{entry['minimum']:g} 到 {entry['maximum']:g}" in kind


@pytest.mark.parametrize("kind", COLUMNS)
def test_every_column_is_described_with_all_its_names(kind: Kind) -> None:
    rows = rows_under(KIND_WORDS[kind], "列")
    assert {plain(row[0]): tuple(row[1].split("、")) for row in rows} == COLUMNS[kind]
    assert [plain(row[0]) for row in rows if row[2] == "是"] == list(REQUIRED[kind])


PERIODS = [(text, row[1]) for row in rows_under("三、报告期", "写法") for text in codes(row[0])]
REFUSED = [text for row in rows_under("三、报告期", "不接受") for text in codes(row[0])]


@pytest.mark.parametrize(("text", "canonical"), PERIODS)
def test_a_period_of_the_page_is_read_as_it_says(text: str, canonical: str) -> None:
    assert read_period(text, YEAR).period.text == canonical


@pytest.mark.parametrize("text", REFUSED)
def test_a_period_that_the_page_refuses_is_refused(text: str) -> None:
    with pytest.raises(PeriodError):
        read_period(text, YEAR)


@pytest.mark.parametrize(("written", "unit", "meaning"), rows_under("四、数字", "写法"))
def test_a_number_of_the_page_is_read_as_it_says(written: str, unit: str, meaning: str) -> None:
    cell = read_number(plain(written), unit)
    if meaning == "没有填报":
        assert cell.code == "cell_not_reported"
    elif meaning == "不接受":
        assert cell.value is None
        assert cell.code not in (None, "cell_not_reported")
    else:
        assert cell.value == float(meaning)


def test_every_status_is_described() -> None:
    rows = rows_under("五、状态", "填")
    assert {row[0]: plain(row[1]) for row in rows} == {
        word: key for word, key in REPORTED_WORDS.items() if word != key and "（" not in word
    }


def test_the_limits_are_those_of_the_settings() -> None:
    assert f"{settings.MAX_FILE_BYTES // 2**20} MB、{settings.MAX_COLUMNS} 列" in PAGE
    assert f"{settings.MAX_ROWS:,} 行" in PAGE
    assert f"{settings.MAX_CELL_CHARS:,} 字" in PAGE
