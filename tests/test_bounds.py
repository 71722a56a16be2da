"""Whatever the bytes, up to the limit of a file: an answer in bounded time and memory."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hostile import HUGE
from hostile_workbooks import HUGE_WORKBOOKS

from lib.settings import MAX_FILE_BYTES, MAX_ROWS

MOST_SECONDS = 5
USUAL_SECONDS = 0.3
"""On a usual machine the standard library reads half a million elements of XML in so long; of a slower one more is expected than
`MOST_SECONDS`."""

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
    assert is_bounded(measured(path))["codes"]


@pytest.mark.parametrize("name", HUGE_WORKBOOKS)
def test_a_workbook_that_is_huge_once_unpacked_is_answered_within_the_same_bounds(
    name: str, measured: Callable[[Path], Any], tmp_path: Path
) -> None:
    code, make = HUGE_WORKBOOKS[name]
    data = make()
    assert len(data) <= MAX_FILE_BYTES
    path = tmp_path / "copyright.xlsx"
    path.write_bytes(data)
    assert is_bounded(measured(path))["codes"][0] == code


def is_bounded(found: Any) -> Any:
    """What was said of a file, if in time and memory."""
    assert found, "reading ended with an exception, which is printed"
    assert found["seconds"] < MOST_SECONDS or found["seconds"] < MOST_SECONDS * slowness()
    assert found["bytes"] < MOST_BYTES
    return found


def slowness() -> float:
    """How many times as long as `USUAL_SECONDS` the standard library takes on this machine now for half a million elements of XML."""
    data = b"<c>" + b'<c r="A1" s="1"><v>1.523</v></c>' * 250_000 + b"</c>"
    start = time.process_time()
    assert len(ElementTree.fromstring(data)) == 250_000  # noqa: S314
    return (time.process_time() - start) / USUAL_SECONDS
