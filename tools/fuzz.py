#!/usr/bin/env python3
"""Read odd files for as long as is wished: no exception, no answer after 5 s, no process above 300 MB.

The files are those of tests/hostile.py: random bytes, good files that something happened to, tables of odd cells, one
piece again and again up to the limit of a file. They are read in processes of their own. The seed is printed; the same
seed gives the same files. A file that breaks a promise is made as small as it gets, and kept.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

MOST_SECONDS = 5
MOST_BYTES = 300 * 1024 * 1024
LARGE = 100_000
MOST_TOGETHER = 200
"""So many files between two looks at the clock."""


def read(data: bytes) -> tuple[float, int]:
    """Seconds to an answer, and the most memory that this process has had."""
    from measured import answer, peak_bytes

    seconds, _ = answer("copyright.csv", data)
    return seconds, peak_bytes()


def fuzz(minutes: float, first: int, kept: Path) -> int:
    """Read files for so many minutes; how many were read. Raises what breaks a promise."""
    from hostile import odd_files

    from lib.settings import MAX_FILE_BYTES

    number, end = 0, time.monotonic() + minutes * 60
    spawn = get_context("spawn")
    # A peak is that of a whole process: a large file is read in a new one, so that the peak is its own.
    with (
        ProcessPoolExecutor(1, mp_context=spawn) as for_small,
        ProcessPoolExecutor(1, mp_context=spawn, max_tasks_per_child=1) as for_large,
    ):
        for round_seed in range(first, sys.maxsize):
            if time.monotonic() > end:
                break

            @seed(round_seed)
            @settings(
                max_examples=MOST_TOGETHER,
                deadline=None,
                database=None,
                phases=[Phase.generate, Phase.shrink],
                suppress_health_check=list(HealthCheck),
            )
            @given(odd_files(MAX_FILE_BYTES))
            def promise(data: bytes) -> None:
                nonlocal number
                if time.monotonic() > end:
                    return
                number += 1
                kept.write_bytes(data)
                pool = for_large if len(data) > LARGE else for_small
                seconds, peak = pool.submit(read, data).result()
                assert seconds < MOST_SECONDS, f"{seconds:.1f} s"
                assert peak < MOST_BYTES, f"{peak // 2**20} MB"

            promise()
            print(f"seed {round_seed}: {number} files", flush=True)
    return number


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("minutes", type=float, nargs="?", default=10)
    parser.add_argument("--seed", type=int, default=None, help="as printed by a run before")
    parser.add_argument("--keep", type=Path, default=ROOT / "build" / "fuzz.csv", help="where the last file is written")
    args = parser.parse_args()
    first = random.randrange(10**9) if args.seed is None else args.seed
    args.keep.parent.mkdir(parents=True, exist_ok=True)
    print(f"python tools/fuzz.py {args.minutes:g} --seed {first}", flush=True)
    try:
        number = fuzz(args.minutes, first, args.keep)
    except Exception:
        print(f"a promise is broken; the file is {args.keep}", file=sys.stderr)
        raise
    print(f"{number} files, no promise broken")


if __name__ == "__main__":
    main()
