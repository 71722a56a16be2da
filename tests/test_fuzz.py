"""Any bytes at all give a reading. `make fuzz` does the same for longer, with larger files, in bounded memory."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

from factories import make_plan
from hostile import odd_files
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lib.intake.reading import read_file

PLAN = make_plan()
FILES = st.sampled_from(["copyright.csv", "省科技厅_2019-09.csv", "统筹办.csv", "示例_ipo.csv"])


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(FILES, odd_files(20_000))
def test_any_file_is_accepted_with_rows_or_says_what_is_wrong(file: str, data: bytes) -> None:
    reading = read_file(file, data, PLAN, date(2019, 12, 31))
    assert reading.accepted or not reading.rows
    assert reading.rows or reading.problems
    assert len(list(reading.rows)) == len(reading.rows)
    for found in reading.problems:
        assert found.file == file
        assert found.message
        assert found.row is None or found.row >= 1
    assert len({row.key for row in reading.rows}) == len(reading.rows)


def test_the_long_run_prints_a_seed_that_reproduces_it(tmp_path: Path) -> None:
    program = Path(__file__).parent.parent / "tools" / "fuzz.py"
    command = [sys.executable, str(program), "0.02", "--seed", "7", "--keep", str(tmp_path / "last.csv")]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.startswith("python tools/fuzz.py 0.02 --seed 7\n")
    assert run.stdout.endswith("no promise broken\n")
