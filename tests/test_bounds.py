"""Whatever the bytes, up to the limit of a file: an answer in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hostile import HUGE

from lib.settings import MAX_FILE_BYTES, MAX_ROWS

MOST_SECONDS = 5
MOST_BYTES = 300 * 1024 * 1024


@pytest.fixture(scope="module")
def measured() -> Iterator[Callable[[Path], Any]]:
    """What reading a file took, in a process that does nothing else."""
    command = [sys.executable, str(Path(__file__).with_name("measured.py"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin and process.stdout
        asked, said = process.stdin, process.stdout

        def measure(path: Path) -> Any:
            asked.write(f"{path}\n")
            asked.flush()
            return json.loads(said.readline())

        yield measure
        asked.close()
        assert process.wait(10) == 0


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_file_is_answered_within_5_seconds_and_300_mb(
    name: str, measured: Callable[[Path], Any], tmp_path: Path
) -> None:
    data = HUGE[name]()
    assert MAX_FILE_BYTES // 2 < len(data) <= MAX_FILE_BYTES or data.count(b"\n") >= MAX_ROWS
    path = tmp_path / "copyright.csv"
    path.write_bytes(data)
    found = measured(path)
    assert found, "reading ended with an exception, which is printed"
    assert found["codes"]
    assert found["seconds"] < MOST_SECONDS
    assert found["bytes"] < MOST_BYTES
