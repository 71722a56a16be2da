"""Looks at a store for a plan: reads each file once, writes down what people did by hand, receives what is new.

What is seen for the first time and accepted is given to the store to remember, and so is what people did with their
files by hand.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import date

from pydantic import ValidationError

from lib.board import warm_start
from lib.board.actuals import Actuals, counting_rows, judged
from lib.board.by_hand import by_hand
from lib.board.carried import carried
from lib.board.counting import Counted, Counting, Tally, unrecorded
from lib.board.ownership import Mine
from lib.board.warm_start import Key
from lib.errors import StoreError
from lib.intake import Reading, read_accepted, read_file, years_of
from lib.plan import Plan, PlanKey
from lib.problems import problem
from lib.store import Arrival, Entry, History, Holdings, PlanKept, Repeated, Store, Submission, after


def receive(store: Store, plan: Plan, arrivals: Sequence[Arrival]) -> list[Submission]:
    """Keep files as received together, with the content of the plan under which they were judged. Raises StoreError."""
    store.keep_plan(plan.id, plan.year, plan.content)
    return store.receive(arrivals)


class Reader:
    """Reads a store for a plan. Each content is read once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._readings: dict[Key, Reading] = {}
        self._kept: frozenset[Key] | None = None
        """Whose readings are kept for the next start; None before those of the last one were looked at."""
        self._used: set[Key] = set()
        self._years: dict[str, set[int]] = {}
        self._plans: dict[str, Plan | None] = {}
        self._first_kept = ""
        """The content of the plan that was kept first: what was received before is read under it."""
        self._tally = Tally("")
        self._countings: dict[bool, Counting] = {}
        self.history = History()
        """What the store remembered when it was read last."""

    def read(self, plan: Plan, others: Iterable[PlanKey] = ()) -> Actuals:
        """What counts now for a plan; `others` are the plans beside it. Files seen for the first time are received today."""
        if self._kept is None:
            self._readings = warm_start.readings(self.store.derived)
            self._kept = frozenset(self._readings)
        self._used = set()
        with self.store.exclusive(to_look=True):
            holdings = self.store.look()
            kept = [one.sha256 for one in self.kept_of(plan, holdings)]
            self._first_kept = kept[0] if kept else ""
            mine = Mine(plan, tuple(others), kept, self.years, self.store.clock().date())
            ours = frozenset(s.id for s in holdings.submissions if mine.has(s))
            holdings = self._after_hands(holdings, mine, ours)
            self.history = holdings.history
            own = [s for s in holdings.submissions if s.id in ours]
            self._keep_plan_of_earlier(own, plan)
            counted = [Counted(s, self.reading_of(s, plan)) for s in own if s.counts]
            listed, unknown = self._files(holdings, own, ours, mine)
            locked_until = holdings.history.locked_until(plan.id)
            new_files, repeats = judged(unknown, lambda sample: self._counting(counted, locked_until, sample), plan)
            new = self._receive([r for r in new_files if r.counts and r.rows], holdings, plan)
            self._note_repeats(repeats, [*counted, *new])
        self._readings = {key: reading for key, reading in self._readings.items() if key in self._used}
        if self.store.derived and warm_start.are_worth_keeping(self._readings.keys() - self._kept):
            warm_start.keep_readings(self.store.derived, self._readings)
            self._kept = frozenset(self._readings)
        faults = [Reading(fault.file, None, None, [], [fault]) for fault in holdings.faults]
        submissions = [*own, *(c.submission for c in new if not c.reading.is_sample)]
        unseen = _unsaid((c.reading for c in counted), listed)
        readings = [*listed, *unseen, *new_files, *faults]
        found = counting_rows(readings, counted + new, submissions, plan.office.id, self._tally)
        self._tally = found.tally
        return found._replace(locked_until=locked_until)

    def _counting(self, counted: Sequence[Counted], locked_until: date | None, is_sample: bool) -> Counting:
        """What counts of real files or of samples, for new files to be judged beside; what counted before stays as it is."""
        of = [c for c in counted if c.reading.is_sample is is_sample]
        counting = self._countings.get(is_sample, Counting()).of(of, None if is_sample else locked_until)
        self._countings[is_sample] = counting
        return counting.copy()

    def reading_of(self, submission: Submission, plan: Plan) -> Reading:
        """What a submission says under the plan as it is now; rows on what the plan no longer holds are left out, each with
        a problem."""
        s, old = submission, self._plan_of(submission, plan)
        key = self._key(s.file, s.sha256, plan, s.received, s.body, old)
        if key not in self._readings:
            said = self._read(s.file, s.sha256, old, s.received, s.body)
            self._readings[key] = said if old is plan else carried(said, old, plan)
        self._used.add(key)
        return self._readings[key]

    def _plan_of(self, submission: Submission, plan: Plan) -> Plan:
        """The content of the plan under which a submission was received; of earlier times the first that was kept."""
        kept = submission.plan_sha256 or self._first_kept
        return (kept and self.plan_kept(kept, plan)) or plan

    @staticmethod
    def kept_of(plan: Plan, holdings: Holdings) -> list[PlanKept]:
        """The contents of the plan under which something was received, oldest first."""
        return [one for one in holdings.history.plans if (one.plan, one.year) == (plan.id, plan.year)]

    def plan_kept(self, kept: str, plan: Plan) -> Plan | None:
        """A content of the plan by its hash; None where it is lost or cannot be read any more."""
        if kept == plan.digest:
            return plan
        if kept not in self._plans:
            data = self.store.content(kept)
            try:
                self._plans[kept] = Plan.model_validate_json(data) if data else None
            except ValidationError:
                self._plans[kept] = None
        return self._plans[kept]

    def _keep_plan_of_earlier(self, own: Sequence[Submission], plan: Plan) -> None:
        """Keep the plan for what was received before plans were kept: from now on its rows follow it."""
        if not self._first_kept and any(s.plan_sha256 is None for s in own):
            with suppress(StoreError):
                self.store.keep_plan(plan.id, plan.year, plan.content)

    def _after_hands(self, holdings: Holdings, mine: Mine, ours: Container[int]) -> Holdings:
        """The holdings after noting what people did by hand."""
        events = by_hand(holdings, mine, ours, self.store.clock())
        with suppress(StoreError):
            self.store.note(events)
        return holdings._replace(history=after(holdings.history, events)) if events else holdings

    def _files(
        self, holdings: Holdings, own: Sequence[Submission], ours: Container[int], mine: Mine
    ) -> tuple[list[Reading], list[Reading]]:
        """The readings of files that are settled, and of those that nobody has judged yet."""
        lying = holdings.history.lying()
        received = {(s.body, s.sha256): s.received for s in reversed(own)}
        settled, unknown = [], []
        for found in holdings.inlet.values():
            if found.fault:
                settled.append(Reading(found.name, None, None, [], [found.fault]))
            elif found.name in lying and lying[found.name].sha256 == found.sha256:
                if lying[found.name].id in ours:
                    settled.append(self._settled(found, lying[found.name], mine.plan))
            else:
                # What was received before is no newer for lying there again.
                day = received.get((mine.body_of(found.name) or "", str(found.sha256)), self.store.clock().date())
                reading = self._read(found.name, str(found.sha256), mine.plan, day, None)
                self._used.add(self._key(found.name, found.sha256, mine.plan, day, None))
                if mine.has_file(reading):
                    unknown.append(reading)
                elif said := mine.nobodys(reading):
                    settled.append(said)
        return settled, unknown

    def _settled(self, found: Entry, submission: Submission, plan: Plan) -> Reading:
        reading = self.reading_of(submission, plan)
        if submission.file != found.name:
            reading = reading._replace(file=found.name, rows=[], problems=[])
            if submission.counts:
                return reading.noted(problem("file_same", file=found.name, same=submission.file))
        if submission.withdrawal:
            return reading.noted(problem("file_withdrawn", file=found.name, id=submission.id))
        if not submission.is_approved:
            return reading.noted(problem("file_waiting", file=found.name, id=submission.id))
        return reading

    def _receive(self, readings: Sequence[Reading], holdings: Holdings, plan: Plan) -> list[Counted]:
        """The readings as submissions. Samples are none, and where nothing can be recorded a file counts all the same:
        both under no number."""
        contents = [(r, data) for r in readings if (data := self.store.content(r.sha256)) is not None]
        # One whose content is no longer what was read waits for the next look.
        readings = [r for r, _ in contents]
        if not readings:
            return []
        arrivals = [
            Arrival(str(r.sender), data, len(r.rows), plan.id, entry=r.file) for r, data in contents if not r.is_sample
        ]
        recorded: dict[str, Submission] = {}
        if arrivals:
            with suppress(StoreError):
                recorded = {s.file: s for s in receive(self.store, plan, arrivals)}
        now, batch = self.store.clock(), 1 + max((s.id for s in holdings.submissions), default=0)
        submissions = [recorded.get(r.file) or unrecorded(r, batch, now).submission for r in readings]
        for s, r in zip(submissions, readings, strict=True):
            # What was read just now is what the submission says, if it was read as received today.
            if r.rows[0].received == s.received:
                self._readings[self._key(s.file, s.sha256, plan, s.received, s.body, plan)] = r
                self._used.discard(self._key(r.file, r.sha256, plan, s.received, None))
        return [Counted(s, self.reading_of(s, plan)) for s in submissions]

    def _note_repeats(self, repeats: Sequence[Reading], counted: Sequence[Counted]) -> None:
        """Write down which files repeat what counts, so that they are never taken for something new."""
        ids = {(c.submission.body, c.submission.sha256): c.submission.id for c in counted}
        now = self.store.clock()
        pairs = [(r.file, ids.get((r.sender or "", r.sha256), 0)) for r in repeats if not r.is_sample]
        with suppress(StoreError):
            self.store.note([Repeated(at=now, file=file, id=id) for file, id in pairs if id])

    def years(self, sha256: str) -> set[int]:
        """The years that the periods of a content name."""
        if sha256 not in self._years:
            data = self.store.content(sha256)
            self._years[sha256] = years_of(data) if data is not None else set()
        return self._years[sha256]

    def _read(self, file: str, sha256: str, plan: Plan, received: date, body: str | None) -> Reading:
        """The reading of one content, of a body's submission or of a file that nobody has judged."""
        key = self._key(file, sha256, plan, received, body)
        if key not in self._readings:
            data = self.store.content(sha256)
            if data is None:
                return Reading(file, body, None, [], [problem("content_lost", file=file)], sha256)
            read = read_accepted(file, data, plan, received, body) if body else read_file(file, data, plan, received)
            self._readings[key] = read._replace(sha256=sha256)
        return self._readings[key]

    @staticmethod
    def _key(*about: str | date | Plan | None) -> Key:
        return tuple(thing.digest if isinstance(thing, Plan) else str(thing or "") for thing in about)


def _unsaid(counting: Iterable[Reading], listed: Sequence[Reading]) -> Iterator[Reading]:
    """What counts with faults that are not listed yet: contents that are lost, or in whose place another one lies."""
    said = {p for reading in listed for p in reading.faults}
    for reading in counting:
        if more := [p for p in reading.faults if p not in said]:
            said.update(more)
            yield reading._replace(problems=more)
