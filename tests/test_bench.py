"""The benchmark runs and writes what it measured; the large plan it measures with is a plan like any other.

Nothing here looks at how long something took.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from calls import ROOT, run

FACTOR = 2


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the large plan and its figures, twice the shipped one's size."""
    folder = tmp_path_factory.mktemp("large") / "new"
    tool("large_plan.py", "--factor", FACTOR, "--out", folder)
    return folder


def tool(name: str, *arguments: object) -> str:
    """What a tool of the project prints."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOARD_")}
    command = [sys.executable, str(ROOT / "tools" / name), *map(str, arguments)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def board(large: Path, *command: str) -> Any:
    """The JSON that a command says of the large plan."""
    data = ("--plan", large / "plan.yaml", "--actuals", large / "actuals")
    return run(*data, *command, "--json").document


def test_nothing_in_the_large_plan_and_its_files_is_refused_or_doubted(large: Path) -> None:
    checked = board(large, "check")
    assert checked["plan"]["problems"] == []
    assert len(checked["files"]) == 27 * FACTOR
    for file in checked["files"]:
        assert file["accepted"] and not file["needs_confirmation"]
        assert file["problems"] == file["notes"] == []
    assert sum(len(file["rows"]) for file in checked["files"]) == 1_000 * FACTOR


def test_the_large_plan_is_so_many_times_the_shipped_one_and_has_been_reported_on(large: Path) -> None:
    shipped = run("status", "--json").document["plan"]
    status = board(large, "status")
    for what in ("parts", "sections", "tasks", "agencies", "groups", "assignments", "indicators"):
        assert status["plan"][what] == FACTOR * shipped[what]
    assert not status["sample"]
    assert status["summary"]["completed"] and status["summary"]["delayed"] and status["summary"]["in_progress"]
    assert all(indicator["actual"] is not None for indicator in status["indicators"])


def test_the_same_factor_gives_the_same_bytes(large: Path, tmp_path: Path) -> None:
    tool("large_plan.py", "--factor", FACTOR, "--out", tmp_path / "again")
    again = tmp_path / "again"
    names = sorted(
        path.relative_to(large) for path in large.rglob("*") if path.is_file() and ".planboard" not in path.parts
    )
    assert names == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert all((large / name).read_bytes() == (again / name).read_bytes() for name in names)


def test_the_benchmark_writes_every_ratio_with_what_it_is_against(tmp_path: Path) -> None:
    report = tmp_path / "made" / "bench.json"
    table = tool("bench.py", "--factor", 1, "--reruns", 1, "--repeats", 1, "--crowd", 2, "--cuts", 1, "--json", report)
    ratios = json.loads(report.read_text(encoding="utf-8"))["ratios"]
    assert [ratio["target"] for ratio in ratios if ratio["target"]] == [
        *(1.3, 2, 0.5, 2, 2, 1.1, 5, 2, 2, 0.5, 0.2, 0.2, 16, 0.2, 0.5, 1.3)
    ]
    (cold,) = (ratio["what"] for ratio in ratios if ratio["what"].startswith("cold start"))
    assert re.search(r"; \d{3,} modules, numpy, pandas, plotly", cold)
    for ratio in ratios:
        assert ratio["what"] in table and ratio["against"] in table
        assert ratio["ratio"] == pytest.approx(ratio["value"] / ratio["against_value"])
        assert all(ratio["samples"])
        assert ratio["met"] is (None if ratio["target"] is None else ratio["ratio"] <= ratio["target"])
    assert table.count("✓") + table.count("✗") == 16
