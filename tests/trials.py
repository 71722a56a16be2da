"""Copies of lib/ and the pages in which one module knows more: what the rest makes of it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def lib_with(folder: Path, module: str, changes: Mapping[str, str]) -> Path:
    """The folder with a copy of lib/ and the pages; in one module each text, which stands there once, is followed by another."""
    shutil.copytree(ROOT / "lib", folder / "lib", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(ROOT / "pages", folder / "pages", ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("app.py", "main.py", "pyproject.toml"):
        shutil.copy(ROOT / file, folder)
    path = folder / "lib" / module
    text = path.read_text(encoding="utf-8")
    for before, more in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, before + more)
    path.write_text(text, encoding="utf-8")
    return folder


def printed(folder: Path, program: str) -> str:
    """What a program prints that imports the copy of lib/, and tests/ beside it; it must end well."""
    program = f"import sys; sys.path[:0] = [{str(folder)!r}, {str(ROOT / 'tests')!r}]\n{program}"
    run = subprocess.run([sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return run.stdout
