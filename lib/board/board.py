"""One plan with its store of figures, read once and cached on content.

The page and the command line ask a Board; it looks at the store, re-reads what changed, and keeps the latest measures.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from lib import settings
from lib.board import warm_start
from lib.board.actuals import Actuals
from lib.board.reader import Reader
from lib.collector import uncollected
from lib.errors import PlanError, StoreError
from lib.intake import Reading
from lib.plan import Edit, Plan, PlanKey, edits, key_of, stamp_of
from lib.problems import Problem, problem
from lib.rows import Row
from lib.rules import Measures, default_as_of, measure
from lib.store import History, PlanKept, Store, Submission, this_moment

Moment = tuple[date, date | None]

PLANS = "plan_*.yaml"
"""The names of the plans that lie beside one another in a folder."""

_KEPT_MOMENTS = 64
"""Measures kept per content: leaders compare a handful of dates."""

_GOES_ON = 4
"""Measures of the content before from which those of the next one go on: the latest moment's, and what it is compared with."""

_SILENT_SECONDS = 3.0
"""A store that did not answer is asked again after this time: to find out that it does not may itself take some."""

_FILES_EVERY = 6
"""Where the folder itself shows no change, its files are looked at one by one at every sixth look only."""


class PlanEdit(NamedTuple):
    """What changed when a plan was edited."""

    at: datetime | None
    """When something was received under the new content for the first time; None where nothing was yet."""
    edits: Sequence[Edit]


class Silence(NamedTuple):
    """A store that does not answer."""

    why: str
    since: datetime
    """When it was looked at last: what is shown is of then."""


class Board:
    """A plan file and a store. Safe to share between threads; every answer is of one state of the files."""

    def __init__(self, plan: Path, store: Store, *, today: date | None = None) -> None:
        self.plan_path = plan
        self.store = store
        self._reader = Reader(store)
        self._lock = threading.RLock()
        self._seen: tuple[Hashable, object] | None = None
        self._looked_at = float("-inf")
        self._measures: OrderedDict[Moment, Measures] = OrderedDict()
        self._before: dict[Moment, Measures] = {}
        self._moments: dict[tuple[date | None, date], date] = {}
        self._today = today
        self._plan: Plan | None = None
        self.plan_faults: list[Problem] = []
        """What is wrong with the plan file now, while the last good one is shown."""
        self.silence: Silence | None = None
        """That the store does not answer, while what it held last is shown."""
        self._heard_at = store.clock()
        self._kept: Sequence[PlanKept] = ()
        self._actuals: Actuals | None = None
        self.version = 0
        """Counts the states seen; a page that shows an older one is out of date."""

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Keep everybody else from writing, in order to look, judge and store.

        The board is held before its store, as a look does: the other way round two threads would wait for each other.
        """
        with self._lock, self.store.exclusive():
            yield

    def history(self) -> History:
        """What the store remembers; while it does not answer, what it remembered last. Raises StoreError before the first time."""
        self.refresh(at_once=self.silence is None)
        return self._reader.history

    def refresh(self, *, at_once: bool = False) -> int:
        """Take in what changed, at most once in RESCAN_SECONDS unless `at_once`; returns the version.

        Where the plan file has become wrong the last good one stays, and `plan_faults` says what is wrong. Raises
        PlanError where there was no good one yet. So with a store that does not answer, `silence`, and StoreError.
        """
        with self._lock:
            now = time.monotonic()
            pause = _SILENT_SECONDS if self.silence else settings.RESCAN_SECONDS
            if not at_once and now - self._looked_at < pause and self._actuals is not None:
                return self.version
            before = self._plan, self._actuals, self.plan_faults, self.silence
            try:
                self._look(0.0 if at_once else _FILES_EVERY * settings.RESCAN_SECONDS)
                self._heard_at, self.silence = self.store.clock(), None
            except StoreError as error:
                if self._actuals is None:
                    raise
                self._seen = None
                self.silence = Silence(str(error), self._heard_at)
            # What was written down just now is no change to what is shown.
            if (self._plan, self._actuals, self.plan_faults, self.silence) != before:
                self._before = dict(list(self._measures.items())[-_GOES_ON:])
                self._measures.clear()
                self._moments.clear()
                self.version += 1
            # The end of a look that had to wait: somebody else may want to see what is there.
            self._looked_at = time.monotonic()
            return self.version

    def _look(self, max_age: float) -> None:
        seen = stamp_of(self.plan_path), self.store.stamp(max_age)
        if seen != self._seen or self._actuals is None:
            with uncollected():
                plan = self._plan
                if plan is None or self._seen is None or seen[0] != self._seen[0]:
                    plan = self._load_plan()
                self._actuals = self._reader.read(plan, self._others())
            self._plan, self._seen = plan, seen

    def _load_plan(self) -> Plan:
        try:
            plan = warm_start.plan(self.store.derived, self.plan_path)
        except PlanError as error:
            if self._plan is None:
                raise
            self.plan_faults = error.problems
            return self._plan
        self.plan_faults = []
        return plan

    @property
    def plan(self) -> Plan:
        """The plan."""
        self.refresh()
        assert self._plan is not None
        return self._plan

    @property
    def actuals(self) -> Actuals:
        """What the store holds for the plan."""
        self.refresh()
        assert self._actuals is not None
        return self._actuals

    def measures(self, as_of: date | None = None, known_by: date | None = None) -> Measures:
        """The figures at a moment, computed once for each state of the files."""
        with self._lock, uncollected():
            self.refresh()
            assert self._plan is not None and self._actuals is not None
            if as_of is None:
                as_of = self._default_as_of(known_by)
            moment = (as_of, known_by)
            if moment not in self._measures:
                before = self._before.pop(moment, None)
                self._measures[moment] = measure(self._plan, self._actuals.rows, as_of, known_by, before=before)
                if len(self._measures) > _KEPT_MOMENTS:
                    self._measures.popitem(last=False)
            self._measures.move_to_end(moment)
            return self._measures[moment]

    def state(self, as_of: date | None = None, known_by: date | None = None) -> tuple[Measures, Actuals]:
        """The figures at a moment, and all that the store holds: both of one state of the files."""
        with self._lock:
            measures = self.measures(as_of, known_by)
            assert self._actuals is not None
            return measures, self._actuals

    def _default_as_of(self, known_by: date | None) -> date:
        assert self._plan is not None and self._actuals is not None
        key = known_by, self.today()
        if key not in self._moments:
            self._moments[key] = default_as_of(self._plan, self._actuals.rows, *key)
        return self._moments[key]

    def today(self) -> date:
        """The day of looking."""
        return self._today or self.store.clock().date()

    def reading_of(self, submission: Submission) -> Reading:
        """What a submission says under the plan as it is now."""
        with self._lock:
            return self._reader.reading_of(submission, self.plan)

    def content_of(self, submission: Submission) -> bytes | None:
        """What was sent; None where it is lost, or the store does not answer."""
        with suppress(StoreError):
            return self.store.content(submission.sha256)
        return None

    def waiting_rows(self) -> list[Row]:
        """The rows of what waits for approval."""
        return [row for s in self.actuals.waiting for row in self.reading_of(s).rows]

    def plan_edits(self) -> list[PlanEdit]:
        """What each content of the plan changed from the one before, oldest first."""
        with self._lock:
            plan = self.plan
            with suppress(StoreError):
                self._kept = self._reader.kept_of(plan, self.store.look())
            kept = self._kept
            contents: list[tuple[datetime | None, Plan | None]] = [
                (one.at, self._reader.plan_kept(one.sha256, plan)) for one in kept
            ]
            if kept and kept[-1].sha256 != plan.digest:
                contents.append((None, plan))
        known = [(at, content) for at, content in contents if content]
        return [PlanEdit(at, edits(old, new)) for (_, old), (at, new) in pairwise(known)]

    def beside(self, id: str) -> Path | None:
        """The file of another plan that lies beside this one."""
        found = self.plan_path.absolute().parent.glob(PLANS)
        return next((p for p in sorted(found) if p.name != self.plan_path.name and key_of(p).id == id), None)

    def _others(self) -> list[PlanKey]:
        """The plans beside this one, also those whose files are wrong now."""
        beside = self.plan_path.absolute().parent.glob(PLANS)
        return [key_of(path) for path in beside if path.name != self.plan_path.name]


def plan_files(named: Path | None = None, today: date | None = None) -> list[Path]:
    """The plans to choose from, the default first: the one that was named, else every `data/plan_*.yaml`.

    The default is that of the latest year that has begun; years that lie ahead come last. Raises PlanError where there is
    none.
    """
    if named is not None:
        return [named]
    found = {path: key_of(path).year for path in (settings.ROOT / "data").glob(PLANS)}
    if not found:
        raise PlanError([problem("plan_missing", value=str(Path("data") / PLANS))])
    year = (today or this_moment().date()).year
    begun = sorted((p for p in found if found[p] <= year), key=lambda p: (found[p], p.name), reverse=True)
    return begun + sorted((p for p in found if found[p] > year), key=lambda p: (found[p], p.name))
