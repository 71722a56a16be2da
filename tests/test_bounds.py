"""Whatever the bytes, up to the limit of a file: an answer in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hostile import HUGE

from lib.settings import MAX_FILE_BYTES, MAX_ROWS

MOST_SECONDS = 5
MOST_BYTES = 300 * 1024 * 1024


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_file_is_answered_within_5_seconds_and_300_mb(name: str, tmp_path: Path) -> None:
    data = HUGE[name]()
    assert MAX_FILE_BYTES // 2 < len(data) <= MAX_FILE_BYTES or data.count(b"\n") >= MAX_ROWS
    path = tmp_path / "copyright.csv"
    path.write_bytes(data)
    program = Path(__file__).with_name("measured.py")
    run = subprocess.run([sys.executable, str(program), str(path)], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    measured = json.loads(run.stdout)
    assert measured["codes"]
    assert measured["seconds"] < MOST_SECONDS
    assert measured["bytes"] < MOST_BYTES
