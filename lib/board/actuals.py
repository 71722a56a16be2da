"""What a store holds for one plan: each file read, and the rows that count.

The last accepted content of a file counts until it is withdrawn: a bad or doubtful one in its place is listed and takes
nothing away. What is seen for the first time and accepted is given to the store to remember.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from lib.board.doubts import Counting, doubts, order_within_batch
from lib.errors import StoreError
from lib.intake import Reading, other_plan_year, read_file
from lib.plan import Plan
from lib.problems import Problem, problem
from lib.rows import FigureRow, ProgressRow, Row, Rows
from lib.statuses import SubmissionState
from lib.store import Arrival, Entry, Holdings, Store, Submission, standing


class Counted(NamedTuple):
    """A submission that counts, with what it says."""

    submission: Submission
    reading: Reading


class Actuals(NamedTuple):
    """What a store holds for a plan."""

    readings: Sequence[Reading] = ()
    """What is to be said of each file, by name."""
    rows: Rows = Rows()
    counted: Sequence[Counted] = ()
    """In the order in which they count."""
    submissions: Sequence[Submission] = ()
    """All that was ever accepted, oldest first."""

    @property
    def problems(self) -> list[Problem]:
        """Every fault, file by file, without the notes."""
        return [p for reading in self.readings if reading.problems for p in reading.faults]

    def latest_files(self) -> dict[object, str]:
        """By what rows report on, the file of the row that stands."""
        rows: list[Row] = [*self.rows.figures, *self.rows.progress]
        return {row.key: row.file for row in rows}

    def states(self) -> dict[Submission, SubmissionState]:
        """The state of every submission."""
        files = set(self.latest_files().values())
        applied = {c.submission for c in self.counted if c.submission.file in files}
        return {s: "withdrawn" if s.withdrawal else "applied" if s in applied else "replaced" for s in self.submissions}


class Reader:
    """Reads a store for a plan. Each content is read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._readings: dict[tuple[object, ...], Reading | None] = {}
        self._used: set[tuple[object, ...]] = set()

    def read(self, plan: Plan, other_years: Iterable[int] = ()) -> Actuals:
        """What counts now. Files seen for the first time are received today."""
        others = frozenset(other_years)
        self._used = set()
        with self.store.exclusive(to_look=True):
            holdings = self.store.look()
            counted = self._counted(holdings.submissions, plan, others)
            listed, unknown = self._files(holdings, counted, plan, others)
            new_files = judged(unknown, counted, plan)
            new = self._receive([r for r in new_files if r.counts and r.rows], holdings, plan, others)
        self._readings = {key: reading for key, reading in self._readings.items() if key in self._used}
        faults = [Reading(fault.file, None, None, [], [fault]) for fault in holdings.faults]
        submissions = [*holdings.submissions, *(c.submission for c in new if not c.reading.is_sample)]
        # Of a file only its last content counts.
        replaced = {c.submission.file for c in new}
        counted = [c for c in counted if c.submission.file not in replaced]
        lost = [c.reading for c in counted if _is_lost(c.reading) and c.reading not in listed]
        return counting_rows([*listed, *lost, *new_files, *faults], counted + new, submissions)

    def without(self, actuals: Actuals, id: int, plan: Plan, other_years: Iterable[int] = ()) -> list[Counted]:
        """What would count if a submission did not: an earlier content of its file may take its place."""
        with self.store.exclusive(to_look=True):
            others = [s for s in actuals.submissions if s.id != id]
            return self._counted(others, plan, frozenset(other_years))

    def _counted(self, submissions: Iterable[Submission], plan: Plan, others: frozenset[int]) -> list[Counted]:
        """The submissions that stand, with what they say."""
        return [
            Counted(submission, reading)
            for submission in standing(submissions).values()
            if (reading := self._read_submission(submission, plan, others))
        ]

    def _files(
        self, holdings: Holdings, counted: Sequence[Counted], plan: Plan, others: frozenset[int]
    ) -> tuple[list[Reading], list[Reading]]:
        """The readings of files that are settled, and of those that nobody has judged yet."""
        counting = {c.submission.file: c for c in counted}
        last = {s.file: s for s in holdings.submissions}
        settled, unknown = [], []
        for found in holdings.inlet.values():
            known, before = counting.get(found.name), last.get(found.name)
            if found.fault:
                settled.append(Reading(found.name, None, None, [], [found.fault]))
            elif known and known.submission.sha256 == found.sha256:
                settled.append(known.reading)
            elif before and before.sha256 == found.sha256 and _is_withdrawn_for_good(before):
                reading = self._read_submission(before, plan, others)
                if reading:
                    settled.append(reading.noted(problem("file_withdrawn", file=found.name, id=before.id)))
            elif reading := self._read_found(found, plan, others):
                unknown.append(reading)
        return settled, unknown

    def _receive(
        self, readings: Sequence[Reading], holdings: Holdings, plan: Plan, others: frozenset[int]
    ) -> list[Counted]:
        """The readings as submissions. Samples are none, and where nothing can be recorded a file counts all the same:
        both under no number."""
        contents = [(r, data) for r in readings if (data := self.store.content(r.sha256)) is not None]
        # One whose content is no longer what was read waits for the next look.
        readings = [r for r, _ in contents]
        if not readings:
            return []
        arrivals = [Arrival(str(r.sender), data, len(r.rows), entry=r.file) for r, data in contents if not r.is_sample]
        try:
            recorded = {s.file: s for s in self.store.receive(arrivals)}
        except StoreError:
            recorded = {}
        now, batch = self.store.clock(), 1 + max((s.id for s in holdings.submissions), default=0)
        submissions = [
            recorded.get(r.file)
            or Submission(
                id=0,
                batch=batch,
                file=r.file,
                body=str(r.sender),
                by=None,
                original=None,
                received_at=now,
                sha256=r.sha256,
                confirmed=(),
                rows=len(r.rows),
            )
            for r in readings
        ]
        counted = [Counted(s, r) for s, r in zip(submissions, readings, strict=True)]
        for s, r in counted:
            # What was read just now is what the submission says.
            key = self._key(s.file, s.sha256, plan, s.received, s.body, others)
            self._readings[key] = r
            self._used.add(key)
        return counted

    def _read_submission(self, submission: Submission, plan: Plan, others: frozenset[int]) -> Reading | None:
        """What a submission says; its warnings were confirmed, or did not stand against it when it was received."""
        s = submission
        reading = self._read(s.file, s.sha256, plan, s.received, s.body, others)
        return reading and reading.confirmed()

    def _read_found(self, found: Entry, plan: Plan, others: frozenset[int]) -> Reading | None:
        return self._read(found.name, str(found.sha256), plan, self.store.clock().date(), None, others)

    def _read(
        self, file: str, sha256: str, plan: Plan, received: date, body: str | None, others: frozenset[int]
    ) -> Reading | None:
        """The reading of one content; None for a file of another plan's year."""
        key = self._key(file, sha256, plan, received, body, others)
        self._used.add(key)
        if key not in self._readings:
            data = self.store.content(sha256)
            if data is None:
                return Reading(file, body, None, [], [problem("content_lost", file=file)], sha256)
            is_other = others and other_plan_year(data, plan, others)
            reading = read_file(file, data, plan, received, body)._replace(sha256=sha256)
            self._readings[key] = None if is_other else reading
        return self._readings[key]

    @staticmethod
    def _key(*about: object) -> tuple[object, ...]:
        return tuple(thing.digest if isinstance(thing, Plan) else thing for thing in about)


def _is_lost(reading: Reading) -> bool:
    return any(p.code == "content_lost" for p in reading.problems)


def _is_withdrawn_for_good(submission: Submission) -> bool:
    # A file that was removed by hand and is there again is a new submission.
    return submission.withdrawal is not None and submission.withdrawal.by is not None


_UNJUDGED = 0
"""The batch of files that are received together and have no number yet."""


def judged(readings: Iterable[Reading], counted: Sequence[Counted], plan: Plan) -> list[Reading]:
    """Files received together, each compared with what counts before it, in the order in which they count."""
    unjudged = sorted(readings, key=lambda r: (max((row.reported_on for row in r.rows), default=date.max), r.file))
    if not unjudged:
        return []
    beside = {is_sample: Counting() for is_sample in (True, False)}
    for c in counted:
        beside[c.reading.is_sample].add(c.reading, c.submission.batch)
    together = frozenset(reading.file for reading in unjudged)
    found = []
    for reading in unjudged:
        counting = beside[reading.is_sample]
        if same := counting.same_as(reading):
            found.append(reading.noted(problem("file_same", file=reading.file, same=same), rows=[]))
            continue
        problems = doubts(reading, plan, counting, together)
        reading = reading._replace(problems=reading.problems + problems) if problems else reading
        if reading.counts:
            counting.add(reading, _UNJUDGED)
        found.append(reading)
    return found


def counting_rows(
    readings: Iterable[Reading], counted: Sequence[Counted], submissions: Sequence[Submission]
) -> Actuals:
    """The rows of real files; of sample files while no real row counts."""
    real = [c for c in counted if c.reading.rows and not c.reading.is_sample]
    in_order = sorted(real or counted, key=lambda c: (c.submission.batch, c.submission.id))
    figures: list[FigureRow] = []
    progress: list[ProgressRow] = []
    for _, together in groupby(in_order, key=lambda c: c.submission.batch):
        rows: list[Row] = [row for c in together for row in c.reading.rows]
        for row in sorted(rows, key=order_within_batch):
            if isinstance(row, FigureRow):
                figures.append(row)
            else:
                progress.append(row)
    is_sample = not real and bool(figures or progress)
    return Actuals(sorted(readings, key=attrgetter("file")), Rows(figures, progress, is_sample), in_order, submissions)
