"""Reads files, each in a process of its own: how long it took, how much memory, and what was said.

python tests/measured.py     takes the name of a file a line, and prints one line of JSON for each

All is loaded once; a process begins with what is loaded, its time and its memory, as if it had loaded all itself.
"""

from __future__ import annotations

import json
import os
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


def tell(path: Path, loading: float) -> None:
    """Print what came of a file, with the seconds that loading took before."""
    _, (accepted, rows, problems) = answer(path.name, path.read_bytes())
    said = {"accepted": accepted, "rows": rows, "codes": [p.code for p in problems[:5]], "number": len(problems)}
    print(json.dumps(said | {"seconds": loading + time.process_time(), "bytes": peak_bytes()}), flush=True)


if __name__ == "__main__":
    import lib.board  # what the command line loads to check a file

    answer("copyright.csv", b"")  # and what is loaded late
    assert lib.board.board and "streamlit" not in sys.modules
    loading = time.process_time()
    for line in sys.stdin:
        child = os.fork()
        if not child:
            tell(Path(line.removesuffix("\n")), loading)
            break
        if os.waitpid(child, 0)[1]:
            print("null", flush=True)
