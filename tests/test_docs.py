"""The docs lead somewhere, name every setting and command, and show only what works."""

from __future__ import annotations

import ast
import re
import shlex
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from tables import of_every

from lib import settings
from lib.cli.status import main
from lib.intake.reading import read_file
from lib.plan.file import load_plan
from lib.statuses import LAMPS, TASK_STATUSES
from lib.ui import frame

ROOT = Path(__file__).resolve().parent.parent
PAGES = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if path.is_file()]

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)(?:\s+\"[^\"]*\")?\)")
_OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
_EXAMPLE = re.compile(r"^文件名 `([^`]+)`：\n\n```csv\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Link(NamedTuple):
    """A link as written on a page."""

    page: Path
    target: str

    def __str__(self) -> str:
        return f"{self.page.relative_to(ROOT)}: {self.target}"


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def prose(path: Path) -> str:
    """A page without its blocks of code."""
    return _FENCE.sub("", text_of(path))


def links() -> list[Link]:
    """Every link to something of ours."""
    return [
        Link(page, unquote(target))
        for page in PAGES
        for target in _LINK.findall(re.sub(r"`[^`\n]*`", "", prose(page)))
        if not _OUTSIDE.match(target)
    ]


@cache
def anchors(path: Path) -> frozenset[str]:
    """The anchors of a page's headings, as GitHub makes them; of equal ones the second ends in -1."""
    found: dict[str, int] = {}
    for heading in _HEADING.findall(prose(path)):
        words = _LINK.sub(lambda link: link[0][1:].split("]")[0], heading).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        found[slug] = found.get(slug, -1) + 1
    return frozenset(f"{slug}-{n}" if n else slug for slug, last in found.items() for n in range(last + 1))


def blocks(page: str, language: str) -> list[str]:
    """The blocks of code of one language on a page of docs/."""
    return [body for kind, body in _FENCE.findall(text_of(ROOT / "docs" / page)) if kind == language]


# links


@of_every(links(), least=40)
def test_a_link_leads_to_something_that_exists(link: Link) -> None:
    name, _, anchor = link.target.partition("#")
    assert not name.startswith("/"), "a link must be relative"
    target = (link.page.parent / name).resolve() if name else link.page
    assert target.is_relative_to(ROOT)
    assert target.exists()
    if anchor:
        assert anchor in anchors(target)


def test_the_readme_and_the_guides_are_there() -> None:
    names = {page.name for page in PAGES}
    assert {"README.md", "guide.md", "operations.md", "formats.md", "problems.md", "method.md"} <= names


# settings: each has its row in docs/operations.md, with its value


def row_of(name: str) -> list[str]:
    """The cells of the table row that describes a setting."""
    operations = text_of(ROOT / "docs" / "operations.md")
    rows = [line for line in operations.splitlines() if line.startswith(f"| `{name}` |")]
    assert len(rows) == 1, f"docs/operations.md needs one table row that begins with | `{name}` |"
    return [cell.strip() for cell in rows[0].strip("|").split("|")]


def constants() -> list[str]:
    """The upper-case names that lib/settings.py assigns."""
    tree = ast.parse(text_of(ROOT / "lib" / "settings.py"))
    targets = [t for node in tree.body if isinstance(node, ast.Assign) for t in node.targets]
    targets += [node.target for node in tree.body if isinstance(node, ast.AnnAssign)]
    return [t.id for t in targets if isinstance(t, ast.Name) and t.id.isupper()]


def variables() -> list[str]:
    """The environment variables that the code reads."""
    code = "".join(map(text_of, sorted((ROOT / "lib").rglob("*.py"))))
    return sorted(set(re.findall(r"(?:environ\.get\(|environ\[|getenv\()\s*[\"'](\w+)", code)))


def config() -> dict[str, Any]:
    """The keys of .streamlit/config.toml with their values."""
    tables = tomllib.loads(text_of(ROOT / ".streamlit" / "config.toml"))
    return {f"{table}.{key}": value for table, keys in tables.items() for key, value in keys.items()}


def in_words(value: object) -> set[str]:
    """How a table may write a value."""
    if isinstance(value, bool):
        return {f"`{value}".lower() + "`"}
    if isinstance(value, int | float):
        return {f"`{value}`", f"{value:,}", f"{value:g} s", f"{value:,.0f} s", f"{value / 2**20:g} MB"}
    return {f"`{value}`"}


@pytest.mark.parametrize("name", constants())
def test_every_constant_is_described_with_its_value(name: str) -> None:
    value = getattr(settings, name)
    cell = row_of(name)[1]
    assert isinstance(value, Path) or cell in in_words(value)


@pytest.mark.parametrize("name", variables())
def test_every_environment_variable_is_described(name: str) -> None:
    assert row_of(name)


@pytest.mark.parametrize("name", config())
def test_every_streamlit_setting_is_described_with_its_value(name: str) -> None:
    value = config()[name]
    cell = row_of(name)[1]
    long = isinstance(value, list) or "," in str(value)
    assert long or any(cell.startswith(words) for words in in_words(value))


@pytest.mark.parametrize("name", re.findall(r"^([A-Z_]+) \?=", text_of(ROOT / "Makefile"), re.MULTILINE))
def test_every_variable_of_make_is_described(name: str) -> None:
    assert row_of(name)


# commands


@pytest.mark.parametrize("command", main.commands)
def test_every_command_is_named(command: str) -> None:
    assert any(f"python -m lib {command}" in text_of(page) for page in PAGES)


def commands_shown() -> list[str]:
    """What follows `python -m lib` in the shell blocks of the guides, up to a pipe or a comment."""
    shell = "".join(blocks("guide.md", "sh") + blocks("operations.md", "sh"))
    return sorted(set(re.findall(r"python -m lib ([^|&>#\n]+)", shell)))


@pytest.mark.parametrize("shown", commands_shown())
def test_a_command_that_is_shown_can_be_given(shown: str) -> None:
    name, *rest = shlex.split(shown)
    with main.commands[name].make_context(name, rest) as context:
        assert context.command.name == name


# what the guide tells a reader to look at


def test_the_guide_lists_every_page_of_the_navigation() -> None:
    listed = "".join(f"“{name}”" for name in frame.PAGES.values())
    assert f"页顶是各个页面：{listed}。" in text_of(ROOT / "docs" / "guide.md")


def test_the_guide_explains_every_lamp_and_lists_every_status() -> None:
    guide = text_of(ROOT / "docs" / "guide.md")
    (table,) = re.findall(r"^\| 灯 \|.*\n.*\n((?:\| .*\n)+)", guide, re.MULTILINE)
    explained = [line.split("|")[1].strip() for line in table.splitlines()]
    assert explained == [f"{look.glyph} {look.word}" for look in LAMPS.values()]
    assert f"：{'、'.join(look.word for look in TASK_STATUSES.values())} |" in guide


# examples


def examples() -> list[tuple[str, str]]:
    """The files that docs/guide.md shows, with their names."""
    return _EXAMPLE.findall(text_of(ROOT / "docs" / "guide.md"))


def test_the_guide_shows_both_kinds_and_the_offices_file() -> None:
    assert len(examples()) == len(blocks("guide.md", "csv")) == 3


@pytest.mark.parametrize(("name", "content"), examples())
def test_a_file_that_the_guide_shows_is_accepted_as_it_is(name: str, content: str) -> None:
    reading = read_file(
        name, content.encode("utf-8-sig"), load_plan(ROOT / "data" / "plan_2019.yaml"), date(2019, 11, 1)
    )
    assert not reading.faults
    assert len(reading.rows) == len(content.splitlines()) - 1


def test_the_guide_shows_what_check_answers(tmp_path: Path) -> None:
    good, bad = blocks("guide.md", "text")
    name, content = examples()[0]
    (tmp_path / name).write_text(content, encoding="utf-8-sig")
    check = ["check", str(tmp_path / name), "--actuals", str(tmp_path)]
    assert CliRunner().invoke(main, check).output == good
    (tmp_path / name).write_text(content.replace("已完成", "完成"), encoding="utf-8-sig")
    assert CliRunner().invoke(main, check).output.startswith(bad)
