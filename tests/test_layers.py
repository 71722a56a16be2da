"""What may import what, and what may stand in the code at all."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import lib
import lib.ui

ROOT = Path(__file__).resolve().parent.parent
MODULES = {path.stem: path for path in (ROOT / "lib").glob("*.py") if path.stem != "__init__"}
UI = {path.stem: path for path in (ROOT / "lib" / "ui").glob("*.py") if path.stem != "__init__"}
"""The one package within."""
PAGES = [ROOT / "app.py", *sorted((ROOT / "pages").glob("*.py"))]


def listed(doc: str | None) -> list[str]:
    """The modules in the order of the list in a package's docstring."""
    lines = re.findall(r"^    (\w+(?:, \w+)*)(?: {2}.+)?$", doc or "", flags=re.MULTILINE)
    return [name.strip() for line in lines for name in line.split(",")]


LAYERS, UI_LAYERS = listed(lib.__doc__), listed(lib.ui.__doc__)

each_module = pytest.mark.parametrize("module", sorted(MODULES))


def imported(path: Path) -> Iterator[str]:
    """The dotted names that a file imports when it runs; those for annotations alone are left out."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for node in ast.walk(block)
    }
    for node in ast.walk(tree):
        if id(node) in for_types:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_the_list_holds_every_module_once() -> None:
    assert sorted(LAYERS) == sorted([*MODULES, "ui"])
    assert sorted(UI_LAYERS) == sorted(UI)


@each_module
def test_a_module_imports_only_what_stands_after_it(module: str) -> None:
    below = LAYERS[LAYERS.index(module) + 1 :]
    ours = {name.split(".")[1] for name in imported(MODULES[module]) if name.startswith("lib.")}
    assert ours <= set(below)


@pytest.mark.parametrize("module", sorted(UI))
def test_within_the_pages_frame_too(module: str) -> None:
    below = UI_LAYERS[UI_LAYERS.index(module) + 1 :]
    ours = {name.split(".")[2] for name in imported(UI[module]) if name.startswith("lib.ui.")}
    assert ours <= set(below)


def test_only_the_command_line_and_the_pages_stand_above_the_pages_frame() -> None:
    assert LAYERS[0] == "ui"


@each_module
def test_a_module_imports_no_page(module: str) -> None:
    assert not {name.split(".")[0] for name in imported(MODULES[module])} & {"pages", "app", "tests", "tools"}


@each_module
def test_streamlit_is_imported_only_where_pages_are_drawn(module: str) -> None:
    assert "streamlit" not in {name.split(".")[0] for name in imported(MODULES[module])}


def test_everything_but_the_pages_runs_without_streamlit() -> None:
    names = [f"lib.{name}" for name in MODULES if name != "__main__"]
    program = f"import sys; sys.modules['streamlit'] = None\nfor name in {names!r}: __import__(name)"
    run = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


@pytest.mark.parametrize(
    "path", [*MODULES.values(), *UI.values(), *PAGES], ids=lambda path: f"{path.parent.name}-{path.stem}"
)
def test_no_year_of_a_plan_stands_in_the_code(path: Path) -> None:
    # Examples are of another year, so that one search shows whether the plan's year has crept in.
    assert "2019" not in path.read_text(encoding="utf-8")


@each_module
def test_a_rule_asks_no_clock(module: str) -> None:
    # The day is an argument; a store knows the moment of receipt, and whether a file was written just now.
    asked = re.findall(r"date\.today\b|datetime\.now\b|time\.time\b", MODULES[module].read_text(encoding="utf-8"))
    assert not asked or module in {"store", "entries"}
