"""What may import what, and what may stand in the code at all."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tables import of_every

ROOT = Path(__file__).resolve().parent.parent
LIB = ROOT / "lib"

FLAT = ["collector", "errors", "settings", "text", "periods", "formats", "statuses", "rows", "csv_out"]
"""The files of `lib/` itself: each may import those before it, and every package may import them all."""

MAY_IMPORT = {
    "problems": [],
    "plan": ["problems"],
    "drafts": ["plan", "intake"],
    "store": ["problems"],
    "intake": ["problems", "plan"],
    "rules": ["plan"],
    "board": ["problems", "plan", "store", "intake", "rules"],
    "say": ["problems", "plan", "rules", "board"],
    "draw": ["problems", "plan", "drafts", "rules", "board", "say"],
    "briefing": ["plan", "rules", "say", "draw"],
    "cli": ["problems", "plan", "drafts", "store", "intake", "rules", "board", "say", "briefing"],
    "http": ["problems", "plan", "rules", "board", "say"],
    "ui": ["problems", "plan", "drafts", "store", "intake", "rules", "board", "say", "draw", "briefing", "http"],
}
"""Which packages a package may import besides the flat files, through their faces only."""

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(LIB.rglob("*.py"))
}
"""Every module of `lib/` by its dotted name; a package by its own."""

PAGES = {path.stem: path for path in [ROOT / "app.py", ROOT / "main.py", *sorted((ROOT / "pages").glob("*.py"))]}

each_module = of_every(MODULES, least=80)


class Import(NamedTuple):
    """One name that a file imports when it runs: `from module import name`, or `import module`."""

    module: str
    name: str | None


@cache
def imports(path: Path) -> tuple[Import, ...]:
    """What a file imports; what stands there for annotations alone is left out."""
    return tuple(_imports(path))


def _imports(path: Path) -> Iterator[Import]:
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
            yield from (Import(alias.name, None) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are written in full"
            yield from (Import(str(node.module), alias.name) for alias in node.names)


def family(module: str) -> str:
    """The package of `lib/` that a module belongs to, or its own name where it is a flat file."""
    return module.split(".")[1]


def of_ours(path: Path) -> list[Import]:
    """The imports within `lib/`: `from lib import formats` as that of the module lib.formats."""
    found = [i for i in imports(path) if i.module.split(".")[0] == "lib"]
    return [Import(f"lib.{i.name}", None) if i.module == "lib" else i for i in found]


def face_of(package: str) -> set[str]:
    """What a package shows to others."""
    return set(importlib.import_module(package).__all__)


def test_every_module_has_its_place_in_the_table() -> None:
    assert len(MODULES) > 80
    assert {family(module) for module in MODULES if module != "lib"} == {*FLAT, *MAY_IMPORT, "__main__"}


@each_module
def test_a_module_imports_what_the_table_allows(module: str) -> None:
    if module == "lib":
        assert not of_ours(MODULES[module])
        return
    own = family(module)
    if own in FLAT:
        allowed = set(FLAT[: FLAT.index(own)])
    elif own == "__main__":
        allowed = {"cli"}
    else:
        allowed = {*FLAT, own, *MAY_IMPORT[own]}
    assert {family(i.module) for i in of_ours(MODULES[module])} <= allowed


@of_every([*MODULES.values(), *PAGES.values()], least=90)
def test_other_packages_are_imported_through_their_faces(path: Path) -> None:
    own = path.relative_to(LIB).parts[0] if path.is_relative_to(LIB) else ""
    for module, name in of_ours(path):
        if family(module) in {own, *FLAT} or module == "lib.ui":
            continue
        assert MODULES[module].name == "__init__.py", f"{module} is no face"
        assert name in face_of(module), f"{name} is not in the face of {module}"


@of_every([f"lib.{name}" for name in MAY_IMPORT])
def test_a_face_is_small_and_shows_what_others_use(package: str) -> None:
    shown = face_of(package)
    used = {
        name
        for path in [*MODULES.values(), *PAGES.values(), *sorted((ROOT / "tools").glob("*.py"))]
        for module, name in imports(path)
        if module == package
    }
    if package == "lib.ui":
        used = set(re.findall(r"\bui\.(\w+)", "".join(path.read_text(encoding="utf-8") for path in PAGES.values())))
    assert shown <= used
    assert len(MODULES[package].read_text(encoding="utf-8").splitlines()) < 80


@each_module
def test_a_module_imports_no_page(module: str) -> None:
    assert not {i.module.split(".")[0] for i in imports(MODULES[module])} & {"pages", "app", "tests", "tools"}


def test_streamlit_is_imported_only_where_pages_are_drawn() -> None:
    importing = {m for m, path in MODULES.items() if any(i.module.split(".")[0] == "streamlit" for i in imports(path))}
    assert importing and {family(module) for module in importing} == {"ui"}


def test_everything_but_the_pages_runs_without_streamlit() -> None:
    names = [module for module in MODULES if not module.startswith("lib.ui")]
    program = f"import sys; sys.modules['streamlit'] = None\nfor name in {names!r}: __import__(name)"
    run = subprocess.run([sys.executable, "-W", "error", "-c", program], cwd=ROOT, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


@of_every([*MODULES.values(), *PAGES.values()], least=90)
def test_no_year_of_a_plan_stands_in_the_code(path: Path) -> None:
    # Examples are of another year, so that one search shows whether the plan's year has crept in.
    assert "2019" not in path.read_text(encoding="utf-8")


@each_module
def test_a_rule_asks_no_clock(module: str) -> None:
    # The day is an argument; a store knows the moment of receipt, and whether a file was written just now.
    asked = re.findall(r"date\.today\b|datetime\.now\b|time\.time\b", MODULES[module].read_text(encoding="utf-8"))
    assert not asked or family(module) == "store"
