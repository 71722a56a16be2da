"""The drop folder `data/actuals/`: files read, rows that count.

A file is opened once, links are not followed, and its name is never used as a path of its own. A file that is refused
or held back is listed and takes nothing away from the others.
"""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable
from datetime import date
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

from lib import settings
from lib.intake import Reading, doubts, is_sample, other_plan_year, read_file
from lib.plan import Plan
from lib.problems import Problem, problem
from lib.rows import FigureRow, ProgressRow

Stamp = tuple[int, int, int, int]
"""What changes when a file does: modification time, size, inode, mode."""


class Actuals(NamedTuple):
    """What a folder holds for one plan. Rows of files that count, in the order in which they count: of two rows with
    one key the later one stands."""

    readings: list[Reading]
    figures: list[FigureRow]
    progress: list[ProgressRow]
    sample: bool
    """Whether sample files are what counts."""

    @property
    def problems(self) -> list[Problem]:
        """Every fault, file by file, without the notes."""
        return [p for reading in self.readings if reading.problems for p in reading.faults]

    @property
    def is_empty(self) -> bool:
        """No row counts."""
        return not self.figures and not self.progress


class Folder:
    """A folder of actuals, each content of which is read once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._readings: dict[str, tuple[Stamp, str, Reading | None]] = {}
        self._fault: Problem | None = None
        """Why the folder itself cannot be read."""
        self._last_look: tuple[Stamp | None, float, dict[str, Stamp]] = (None, float("-inf"), {})

    def stamps(self, max_age: float = 0.0) -> dict[str, Stamp]:
        """Every entry that is looked at, with its stamp; an absent folder is an empty one.

        What was found up to `max_age` seconds ago stands while the folder's own stamp is the same: files that are added,
        removed or replaced change it, and only those that are written in place do not.
        """
        own, now = stamp_of(self.path), time.monotonic()
        if own == self._last_look[0] and now - self._last_look[1] < max_age:
            return self._last_look[2]
        found: dict[str, Stamp] = {}
        self._last_look = own, now, found
        self._fault = None
        try:
            with os.scandir(self.path) as entries:
                for entry in entries:
                    if _is_hidden(entry.name):
                        continue
                    try:
                        found[entry.name] = _stamp(entry.stat(follow_symlinks=False))
                    except FileNotFoundError:
                        continue  # one that goes away meanwhile takes nothing away from the others
        except FileNotFoundError:
            pass
        except OSError as error:
            self._fault = problem("file_unreadable", file=printable(self.path.name), detail=_reason(error))
        return found

    def read(self, plan: Plan, received: date, other_years: Iterable[int] = ()) -> Actuals:
        """What counts now. `received` is the day on which files not seen before are received."""
        others = frozenset(other_years)
        stamps = self.stamps()
        for gone in self._readings.keys() - stamps.keys():
            del self._readings[gone]
        for name, stamp in stamps.items():
            known = self._readings.get(name)
            if known is None or known[:2] != (stamp, plan.digest):
                self._readings[name] = (stamp, plan.digest, self._read(name, stamp, plan, received, others))
        readings = [reading for _, (_, _, reading) in sorted(self._readings.items()) if reading is not None]
        if self._fault:
            readings.append(Reading(self._fault.file, None, None, [], [self._fault]))
        real = count((r for r in readings if not r.is_sample), plan)
        samples = count((r for r in readings if r.is_sample), plan)
        counting = samples._replace(sample=not samples.is_empty) if real.is_empty else real
        return counting._replace(readings=real.readings + samples.readings)

    def sample_files(self) -> list[str]:
        """The names of the sample files, read or not."""
        return sorted(name for name in self.stamps() if is_sample(printable(name)))

    def clear_sample(self) -> list[str]:
        """Remove the sample files; returns their names."""
        names = [name for name in self.sample_files() if (self.path / name).is_file()]
        for name in names:
            (self.path / name).unlink()
        return [printable(name) for name in names]

    def _read(self, name: str, stamp: Stamp, plan: Plan, received: date, others: frozenset[int]) -> Reading | None:
        """The reading of one entry; None for a file of another plan's year."""
        data = self._bytes(name, stamp)
        if isinstance(data, Problem):
            return Reading(printable(name), None, None, [], [data])
        if others and other_plan_year(data, plan, others):
            return None
        return read_file(printable(name), data, plan, received)

    def _bytes(self, name: str, stamp: Stamp) -> bytes | Problem:
        mode = stamp[3]
        if stat.S_ISLNK(mode):
            return problem("file_is_link", file=printable(name))
        if stat.S_ISDIR(mode):
            return problem("file_is_folder", file=printable(name))
        if not name.lower().endswith(".csv") or not stat.S_ISREG(mode):
            return problem("file_not_csv", file=printable(name))
        return read_bytes(self.path / name)


def read_bytes(path: Path) -> bytes | Problem:
    """The content of a regular file that is not being written, or why there is none. Links are not followed."""
    name = printable(path.name)
    try:
        with open(path, "rb", opener=_open_without_waiting) as file:
            before = os.fstat(file.fileno())
            if not stat.S_ISREG(before.st_mode):
                return problem("file_not_csv", file=name)
            if before.st_size > settings.MAX_FILE_BYTES:
                mega = 1024 * 1024
                limit, size = settings.MAX_FILE_BYTES // mega, f"{before.st_size / mega:.1f}"
                return problem("file_too_large", file=name, size=size, limit=limit)
            data = file.read(settings.MAX_FILE_BYTES + 1)
            if _stamp(before) != _stamp(os.fstat(file.fileno())):
                return problem("file_growing", file=name)
            return data
    except IsADirectoryError:
        return problem("file_is_folder", file=name)
    except OSError as error:
        return problem("file_unreadable", file=name, detail=_reason(error))


def printable(name: str) -> str:
    """A file name for people. Archives from Chinese Windows leave GBK names, which arrive as surrogates that no
    output takes."""
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return os.fsencode(name).decode("gb18030", "replace")
    return name


def count(readings: Iterable[Reading], plan: Plan) -> Actuals:
    """Which files count: those without blocking problems and without warnings nobody has confirmed.

    Taken one after the other in the order in which they were reported, so that each is compared with what counts before it.
    """
    in_order = sorted(readings, key=lambda r: (max((row.reported_on for row in r.rows), default=date.max), r.file))
    judged: list[Reading] = []
    figures: list[FigureRow] = []
    progress: list[ProgressRow] = []
    counting: dict[str, dict[date, FigureRow]] = {}
    for reading in in_order:
        if found := doubts(reading, plan, counting):
            reading = reading._replace(problems=reading.problems + found)
        judged.append(reading)
        if not reading.accepted or reading.needs_confirmation:
            continue
        for row in reading.rows:
            if isinstance(row, ProgressRow):
                progress.append(row)
            else:
                figures.append(row)
                counting.setdefault(row.indicator, {})[row.period.end] = row
    # Without a journal, all files are first seen together: what a restart does not change decides.
    order = attrgetter("reported_on", "file", "row")
    return Actuals(
        sorted(judged, key=attrgetter("file")), sorted(figures, key=order), sorted(progress, key=order), sample=False
    )


def _open_without_waiting(path: str, flags: int) -> int:
    # Neither through a link nor until somebody writes to a pipe.
    return os.open(path, flags | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file or folder; None where there is none."""
    try:
        return _stamp(path.stat())
    except OSError:
        return None


def _stamp(entry: os.stat_result) -> Stamp:
    return entry.st_mtime_ns, entry.st_size, entry.st_ino, entry.st_mode


def _is_hidden(name: str) -> bool:
    # .planboard, .gitkeep, and the lock files that office programs leave beside an open file
    return name.startswith((".", "~$"))


def _reason(error: OSError) -> str:
    return {1: "没有权限", 13: "没有权限", 2: "文件已不在", 20: "不是文件夹", 40: "是链接"}.get(
        error.errno or 0, error.strerror or "读取出错"
    )
