"""What counts for one plan of all that its store holds: files judged in turn, and the rows that come of them.

A file is a letter, not a state: each accepted content of it goes on counting until it is withdrawn, for every key that
nothing received later reports otherwise. A bad or doubtful content is listed and takes nothing away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from itertools import chain, groupby, repeat
from operator import attrgetter
from typing import NamedTuple

from lib.board.doubts import Counting, doubts, order_within_batch
from lib.intake import Reading
from lib.plan import Plan
from lib.problems import Problem, problem
from lib.rows import FigureRow, ProgressRow, Row, Rows, says_the_same, takes_the_place_of
from lib.statuses import SubmissionState
from lib.store import Submission


class Counted(NamedTuple):
    """A submission that counts, with what it says."""

    submission: Submission
    reading: Reading


def unrecorded(reading: Reading, batch: int, now: datetime) -> Counted:
    """A reading that counts under no number."""
    submission = Submission(
        id=0, batch=batch, file=reading.file, body=str(reading.sender), by=None, original=None, received_at=now,
        sha256=reading.sha256, confirmed=(), rows=len(reading.rows),
    )  # fmt: skip
    return Counted(submission, reading)


class Actuals(NamedTuple):
    """What a store holds for a plan."""

    readings: Sequence[Reading] = ()
    """What is to be said of each file, by name."""
    rows: Rows = Rows()
    counted: Sequence[Counted] = ()
    """In the order in which they count."""
    submissions: Sequence[Submission] = ()
    """All that was ever accepted, oldest first."""
    holder: Mapping[object, Submission] = {}
    """By what rows report on, the submission that reported what counts."""
    repeated: Mapping[object, Sequence[Submission]] = {}
    """And those that said the same again since."""
    locked_until: date | None = None
    """Agencies report no longer for periods that end by then."""

    @property
    def problems(self) -> list[Problem]:
        """Every fault, file by file, without the notes."""
        return [p for reading in self.readings if reading.problems for p in reading.faults]

    def stands(self, submission: Submission, row: Row) -> bool:
        """Whether a row of a submission says what counts."""
        return submission == self.holder.get(row.key) or submission in self.repeated.get(row.key, ())

    def states(self) -> dict[Submission, SubmissionState]:
        """The state of every submission."""
        applied = {*self.holder.values(), *chain.from_iterable(self.repeated.values())}
        # Of what a later content of the plan left out nothing took the place.
        applied |= {c.submission for c in self.counted if not c.reading.rows}
        return {s: _state(s) or ("applied" if s in applied else "replaced") for s in self.submissions}

    @property
    def waiting(self) -> list[Submission]:
        """待审核: what waits for somebody of its body to approve it, oldest first."""
        return [s for s in self.submissions if _state(s) == "waiting"]


def _state(submission: Submission) -> SubmissionState | None:
    """Why a submission counts nowhere; None where it does for what nothing reported later replaces."""
    if submission.withdrawal:
        return "withdrawn"
    return None if submission.is_approved else "sent_back" if submission.reviews else "waiting"


_UNJUDGED = 0
"""The batch of files that are received together and have no number yet."""


def judged(
    readings: Iterable[Reading], counted: Sequence[Counted], plan: Plan, locked_until: date | None = None
) -> tuple[list[Reading], list[Reading]]:
    """Files received together, each compared with what counts before it, in the order in which they count; and those of
    them that repeat what counts."""
    unjudged = sorted(readings, key=lambda r: (max((row.reported_on for row in r.rows), default=date.max), r.file))
    if not unjudged:
        return [], []
    beside = {True: Counting(), False: Counting(locked_until)}
    for c in counted:
        beside[c.reading.is_sample].add(c.reading, c.submission.batch)
    found, repeats = [], []
    for reading in unjudged:
        counting = beside[reading.is_sample]
        if same := counting.same_as(reading):
            found.append(reading.noted(problem("file_same", file=reading.file, same=same), rows=[]))
            repeats.append(reading)
            continue
        problems = doubts(reading, plan, counting, _UNJUDGED)
        reading = reading._replace(problems=reading.problems + problems) if problems else reading
        if reading.counts:
            counting.add(reading, _UNJUDGED)
        found.append(reading)
    return found, repeats


def counting_rows(
    readings: Iterable[Reading], counted: Sequence[Counted], submissions: Sequence[Submission], office: str
) -> Actuals:
    """The rows of real files; of sample files while no real row counts. `office` is who verifies."""
    real = [c for c in counted if c.reading.rows and not c.reading.is_sample]
    in_order = sorted(real or counted, key=lambda c: (c.submission.batch, c.submission.id))
    figures: list[FigureRow] = []
    progress: list[ProgressRow] = []
    latest: dict[object, Row] = {}
    holder: dict[object, Submission] = {}
    repeated: dict[object, list[Submission]] = {}
    verifications = _Verifications(office)
    for _, together in groupby(in_order, key=lambda c: c.submission.batch):
        said = [pair for c in together for pair in zip(c.reading.rows, repeat(c.submission), strict=False)]
        said.sort(key=lambda pair: order_within_batch(pair[0]))
        for row, submission in said:
            key = row.key
            before, is_ended = latest.get(key), verifications.are_ended_by(row)
            if before is not None:
                if says_the_same(before, row) and not is_ended:
                    repeated.setdefault(key, []).append(submission)
                    continue
                repeated.pop(key, None)
            holder[key] = submission
            if takes_the_place_of(row, before):
                latest[key] = row
            if isinstance(row, FigureRow):
                figures.append(row)
            else:
                progress.append(row)
    is_sample = not real and bool(figures or progress)
    readings = sorted(_with_earlier(readings, in_order, holder, repeated), key=attrgetter("file"))
    return Actuals(readings, Rows(figures, progress, is_sample), in_order, submissions, holder, repeated)


class _Verifications:
    """The office's last word on each assignment, of rows as they come."""

    def __init__(self, office: str) -> None:
        self._office = office
        self._last: dict[tuple[str, str], ProgressRow] = {}

    def are_ended_by(self, row: Row) -> bool:
        """Whether the office says otherwise than its verification: that is news, also where a body said so since."""
        if isinstance(row, FigureRow) or row.sender != self._office:
            return False
        key = row.task, row.agency
        last = self._last.get(key)
        if last is None or row.period.end >= last.period.end:
            self._last[key] = row
        return last is not None and last.status == "verified" != row.status


def _with_earlier(
    readings: Iterable[Reading],
    counted: Sequence[Counted],
    holder: Mapping[object, Submission],
    repeated: Mapping[object, Sequence[Submission]],
) -> list[Reading]:
    """The readings, with a note where rows of an earlier content of the file go on counting."""
    contents: dict[str, list[Submission]] = {}
    for c in counted:
        contents.setdefault(c.submission.file, []).append(c.submission)
    earlier = {s: file for file, found in contents.items() if len(found) > 1 for s in found[:-1]}
    counts: Counter[str] = Counter()
    ids: dict[str, set[int]] = {}
    if not earlier:
        return list(readings)
    for key, submission in holder.items():
        if submission in earlier and all(s in earlier for s in repeated.get(key, ())):
            counts[submission.file] += 1
            ids.setdefault(submission.file, set()).add(submission.id)
    return [
        reading.noted(
            problem(
                "earlier_rows",
                file=reading.file,
                count=count,
                ids="、".join(f"报送 {id}" for id in sorted(ids[reading.file])),
            )
        )
        if (count := counts.pop(reading.file, 0))
        else reading
        for reading in readings
    ]
