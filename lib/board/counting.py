"""What counts of submissions, gone through in the order in which they count.

A list that begins with what was gone through before is not gone through again: only what came since is added to a copy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import groupby, repeat
from typing import NamedTuple

from lib.intake import Reading
from lib.rows import FigureRow, ProgressRow, Row, says_the_same, takes_the_place_of
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


def order_within_batch(row: Row) -> tuple[date, str, int]:
    """Of rows received together the later reported one counts, then that of the later file name."""
    return row.reported_on, row.file, row.row


class Counting:
    """The rows that count, by what they report on."""

    def __init__(self, locked_until: date | None = None) -> None:
        self.locked_until = locked_until
        """Agencies report no longer for periods that end by then."""
        self._of: list[Counted] = []
        self._series: dict[str, dict[date, FigureRow]] = {}
        self._rows: dict[tuple[object, ...], Row] = {}
        self._batches: dict[tuple[object, ...], int | None] = {}
        self._files: dict[tuple[str | None, str], Reading] = {}

    def of(self, counted: Sequence[Counted], locked_until: date | None) -> Counting:
        """What counts of other submissions, in their order."""
        made = self.copy() if _begins(counted, self._of) else Counting()
        made.locked_until = locked_until
        for c in counted[len(made._of) :]:
            made.add(c.reading, c.submission.batch)
            made._of.append(c)
        return made

    def copy(self) -> Counting:
        """One to add to, while this one stays as it is."""
        made = Counting(self.locked_until)
        made._of = [*self._of]
        made._series = {indicator: dict(figures) for indicator, figures in self._series.items()}
        made._rows, made._batches, made._files = dict(self._rows), dict(self._batches), dict(self._files)
        return made

    def add(self, reading: Reading, batch: int | None = None) -> None:
        """Let a file count after those that count already; of rows of one batch the later reported one counts."""
        self._files[reading.sender, reading.sha256] = reading
        for row in reading.rows:
            key = row.key
            before = self._rows.get(key)
            if before is not None:
                together = batch is not None and self._batches.get(key) == batch
                if says_the_same(before, row) or (together and order_within_batch(before) > order_within_batch(row)):
                    continue
            self._rows[key], self._batches[key] = row, batch
            if isinstance(row, FigureRow):
                self._series.setdefault(row.indicator, {})[row.period.end] = row

    def series(self, indicator: str) -> dict[date, FigureRow]:
        """The figures of an indicator by the end of their period."""
        return self._series.get(indicator, {})

    def replaced_by(self, row: Row) -> Row | None:
        """The row that another one would replace."""
        return self._rows.get(row.key)

    def batch_of(self, row: Row) -> int | None:
        """With what the row that another one would replace was received."""
        return self._batches.get(row.key)

    def same_as(self, reading: Reading) -> str | None:
        """The file of the same body and bytes of which every row counts: reported again, it would change nothing."""
        same = self._files.get((reading.sender, reading.sha256))
        if not same or not reading.rows or not same.rows:
            return None
        counts = all((row := self._rows.get(said.key)) and says_the_same(row, said) for said in same.rows)
        return same.file if counts else None


class Tally:
    """The rows of submissions that count, and which submission says each. Never changed once it is made."""

    def __init__(self, office: str) -> None:
        self.office = office
        """Who verifies."""
        self.counted: list[Counted] = []
        """In the order in which they count."""
        self.figures: list[FigureRow] = []
        self.progress: list[ProgressRow] = []
        self.holder: dict[object, Submission] = {}
        """By what rows report on, the submission that reported what counts."""
        self.repeated: dict[object, tuple[Submission, ...]] = {}
        """And those that said the same again since."""
        self._latest: dict[object, Row] = {}
        self._last_of_office: dict[tuple[str, str], ProgressRow] = {}

    def of(self, counted: Iterable[Counted], office: str) -> Tally:
        """What counts of other submissions."""
        in_order = sorted(counted, key=lambda c: (c.submission.batch, c.submission.id))
        begins = self.office == office and _begins(in_order, self.counted)
        if begins and len(in_order) == len(self.counted):
            return self
        done = len(self.counted) if begins else 0
        if done and self.counted[-1].submission.batch == in_order[done].submission.batch:
            done = 0  # what was received together is gone through together
        made = Tally(office)
        if done:
            made.figures, made.progress = [*self.figures], [*self.progress]
            made.holder, made.repeated, made._latest = dict(self.holder), dict(self.repeated), dict(self._latest)
            made._last_of_office = dict(self._last_of_office)
        made.counted = in_order
        for _, together in groupby(in_order[done:], key=lambda c: c.submission.batch):
            made._add(together)
        return made

    def _add(self, together: Iterable[Counted]) -> None:
        """Let what was received together count."""
        said = [pair for c in together for pair in zip(c.reading.rows, repeat(c.submission), strict=False)]
        said.sort(key=lambda pair: order_within_batch(pair[0]))
        for row, submission in said:
            key = row.key
            before, is_ended = self._latest.get(key), self._ends_verification(row)
            if before is not None:
                if says_the_same(before, row) and not is_ended:
                    self.repeated[key] = (*self.repeated.get(key, ()), submission)
                    continue
                self.repeated.pop(key, None)
            self.holder[key] = submission
            if takes_the_place_of(row, before):
                self._latest[key] = row
            if isinstance(row, FigureRow):
                self.figures.append(row)
            else:
                self.progress.append(row)

    def _ends_verification(self, row: Row) -> bool:
        """Whether the office says otherwise than its verification: that is news, also where a body said so since."""
        if isinstance(row, FigureRow) or row.sender != self.office:
            return False
        key = row.task, row.agency
        last = self._last_of_office.get(key)
        if last is None or row.period.end >= last.period.end:
            self._last_of_office[key] = row
        return last is not None and last.status == "verified" != row.status


def _begins(counted: Sequence[Counted], before: Sequence[Counted]) -> bool:
    """Whether a list begins with what was gone through before. A content is read once: another reading says something else."""
    return len(before) <= len(counted) and all(
        new.reading is old.reading and new.submission == old.submission
        for new, old in zip(counted, before, strict=False)
    )
