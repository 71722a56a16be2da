"""Reads a file in a process of its own: how long it took, how much memory, and what was said.

python tests/measured.py FILE     prints it as JSON
"""

from __future__ import annotations

import json
import re
import sys
import time
from datetime import date
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent.parent), str(Path(__file__).resolve().parent)]


def peak_bytes() -> int:
    """The most memory that this process has had at once. That of `getrusage` would begin with its parent's."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"))
    assert found
    return int(found[1]) * 1024


def answer(file: str, data: bytes) -> tuple[float, list[Any]]:
    """Seconds to read a file of the small plan, and what came of it.

    Of the processor's time: what else the machine does meanwhile makes no difference.
    """
    from factories import make_plan

    from lib.intake.reading import read_file
    from lib.say.documents import check_entry

    start = time.process_time()
    reading = read_file(file, data, make_plan(), date(2019, 12, 31))
    json.dumps(check_entry(reading), ensure_ascii=False)
    return time.process_time() - start, [reading.accepted, len(reading.rows), reading.problems]


if __name__ == "__main__":
    import lib.board  # what the command line loads to check a file

    path = Path(sys.argv[1])
    _, (accepted, rows, problems) = answer(path.name, path.read_bytes())
    assert lib.board.board and "streamlit" not in sys.modules
    said = {"accepted": accepted, "rows": rows, "codes": [p.code for p in problems[:5]], "number": len(problems)}
    print(json.dumps(said | {"seconds": time.process_time(), "bytes": peak_bytes()}))
