"""What counts for one plan of all that its store holds: files judged in turn, and the rows that come of them.

A file is a letter, not a state: each accepted content of it goes on counting until it is withdrawn, for every key that
nothing received later reports otherwise. A bad or doubtful content is listed and takes nothing away.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from lib.board.counting import Counted, Counting, Tally
from lib.board.doubts import doubts
from lib.intake import Reading
from lib.plan import Plan
from lib.problems import Problem, problem
from lib.rows import Row, Rows
from lib.statuses import SubmissionState
from lib.store import Submission


class Actuals(NamedTuple):
    """What a store holds for a plan."""

    readings: Sequence[Reading] = ()
    """What is to be said of each file, by name."""
    rows: Rows = Rows()
    tally: Tally = Tally("")
    """Which submissions count, and which of them says what."""
    submissions: Sequence[Submission] = ()
    """All that was ever accepted, oldest first."""
    locked_until: date | None = None
    """Agencies report no longer for periods that end by then."""

    @property
    def problems(self) -> list[Problem]:
        """Every fault, file by file, without the notes."""
        return [p for reading in self.readings if reading.problems for p in reading.faults]

    def stands(self, submission: Submission, row: Row) -> bool:
        """Whether a row of a submission says what counts."""
        return submission == self.tally.holder.get(row.key) or submission in self.tally.repeated.get(row.key, ())

    def states(self) -> dict[Submission, SubmissionState]:
        """The state of every submission."""
        applied = {*self.tally.holder.values(), *chain.from_iterable(self.tally.repeated.values())}
        # Of what a later content of the plan left out nothing took the place.
        applied |= {c.submission for c in self.tally.counted if not c.reading.rows}
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
    readings: Iterable[Reading], beside: Callable[[bool], Counting], plan: Plan
) -> tuple[list[Reading], list[Reading]]:
    """Files received together, each compared with what counts before it, in the order in which they count; and those of
    them that repeat what counts. `beside` gives what counts of real files, and of samples where its argument is true; it is
    added to."""
    unjudged = sorted(readings, key=lambda r: (max((row.reported_on for row in r.rows), default=date.max), r.file))
    countings = {is_sample: beside(is_sample) for is_sample in {r.is_sample for r in unjudged}}
    found, repeats = [], []
    for reading in unjudged:
        counting = countings[reading.is_sample]
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
    readings: Iterable[Reading],
    counted: Sequence[Counted],
    submissions: Sequence[Submission],
    office: str,
    before: Tally | None = None,
) -> Actuals:
    """The rows of real files; of sample files while no real one counts, be it without a row that the plan still holds.
    `office` is who verifies, `before` what counted last, which need not be gone through again."""
    real = [c for c in counted if not c.reading.is_sample]
    tally = (before or Tally(office)).of([c for c in real if c.reading.rows] or real or counted, office)
    is_sample = not real and bool(tally.figures or tally.progress)
    readings = sorted(_with_earlier(readings, tally), key=attrgetter("file"))
    return Actuals(readings, Rows(tally.figures, tally.progress, is_sample), tally, submissions)


def _with_earlier(readings: Iterable[Reading], tally: Tally) -> list[Reading]:
    """The readings, with a note where rows of an earlier content of the file go on counting."""
    contents: dict[str, list[Submission]] = {}
    for c in tally.counted:
        contents.setdefault(c.submission.file, []).append(c.submission)
    earlier = {s: file for file, found in contents.items() if len(found) > 1 for s in found[:-1]}
    counts: Counter[str] = Counter()
    ids: dict[str, set[int]] = {}
    if not earlier:
        return list(readings)
    for key, submission in tally.holder.items():
        if submission in earlier and all(s in earlier for s in tally.repeated.get(key, ())):
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
