"""A store that keeps everything in memory: what the Protocol asks for, and nothing of folders.

Several stores on one `Memory` are one store opened several times.
"""

from __future__ import annotations

import threading
from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from lib.errors import StoreError
from lib.problems import problem
from lib.store.chain import Record
from lib.store.events import CodeMade, CodeRevoked, Event, Noted, PlanKept, Removed, Restored, Withdrawn
from lib.store.history import Submission, received
from lib.store.ledger import Ledger
from lib.store.protocol import (
    Arrival,
    Check,
    Clock,
    Code,
    Entry,
    Everything,
    Holdings,
    Store,
    fingerprint,
    received_as,
    this_moment,
)


@dataclass
class Memory:
    """What is kept."""

    ledger: Ledger = field(default_factory=Ledger)
    records: list[Record] = field(default_factory=list)
    contents: dict[str, bytes] = field(default_factory=dict)
    inlet: dict[str, Entry] = field(default_factory=dict)
    codes: dict[str, Code] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)


class MemoryStore:
    """Submissions in memory."""

    def __init__(self, memory: Memory, clock: Clock = this_moment) -> None:
        self.memory, self.clock, self.derived = memory, clock, None

    def put(self, name: str, data: bytes) -> None:
        """Lay a content into the inlet, as people do."""
        sha256 = fingerprint(data)
        self.memory.contents[sha256] = data
        self.memory.inlet[name] = Entry(name, sha256)

    def stamp(self, max_age: float = 0.0) -> Hashable:
        return frozenset(self.memory.inlet.items()), len(self.memory.ledger.events)

    def exclusive(self, *, to_look: bool = False) -> AbstractContextManager[None]:
        return self.memory.lock  # type: ignore[return-value]

    def look(self) -> Holdings:
        with self.memory.lock:
            return Holdings(self.memory.ledger.history, dict(self.memory.inlet))

    def content(self, sha256: str) -> bytes | None:
        return self.memory.contents.get(sha256)

    def keep_plan(self, plan: str, year: int, data: bytes) -> None:
        sha256 = fingerprint(data)
        with self.memory.lock:
            self.memory.contents[sha256] = data
            if self.look().history.kept_last(plan) != sha256:
                self._add(PlanKept(at=self.clock(), plan=plan, year=year, sha256=sha256))

    def receive(self, arrivals: Sequence[Arrival]) -> list[Submission]:
        with self.memory.lock:
            history = self.look().history
            events = received_as(arrivals, history, self.clock(), self.memory.inlet.__contains__)
            for event, arrival in zip(events, arrivals, strict=True):
                self.put(event.file, arrival.data)
            self._add(*events)
            return list(map(received, events))

    def withdraw(self, id: int, by: str, why: str, proved: str | None = None, who: str | None = None) -> None:
        with self.memory.lock:
            self.look().history.submission(id, withdrawn=False)
            self._add(Withdrawn(at=self.clock(), id=id, by=by, proved=proved, who=who, why=why))

    def restore(self, id: int, by: str, proved: str | None = None, who: str | None = None) -> None:
        with self.memory.lock:
            submission = self.look().history.submission(id, withdrawn=True)
            is_gone = submission.file not in self.memory.inlet
            if is_gone:
                self.put(submission.file, self.memory.contents[submission.sha256])
            file = submission.file if is_gone else None
            self._add(Restored(at=self.clock(), id=id, by=by, proved=proved, who=who, file=file))

    def remove(self, names: Sequence[str]) -> list[str]:
        with self.memory.lock:
            there = sorted(name for name in names if self.memory.inlet.pop(name, None))
            known = self.look().history.settled
            self._add(*(Removed(at=self.clock(), file=name) for name in there if name in known))
            return there

    def codes(self) -> Mapping[str, Code]:
        return dict(self.memory.codes)

    def set_code(
        self, body: str, hash: str | None, by: str | None = None, proved: str | None = None, who: str | None = None
    ) -> None:
        with self.memory.lock:
            now = self.clock()
            if hash is not None:
                self.memory.codes[body] = Code(hash, now.isoformat())
                self._add(CodeMade(at=now, body=body, by=by, proved=proved, who=who))
            elif self.memory.codes.pop(body, None):
                self._add(CodeRevoked(at=now, body=body, by=by, proved=proved, who=who))

    def note(self, events: Sequence[Noted]) -> None:
        with self.memory.lock:
            self._add(*events)

    def everything(self) -> Everything:
        with self.memory.lock:
            kept = self.memory.contents
            plans = {sha256: kept[sha256] for sha256 in {plan.sha256 for plan in self.look().history.plans}}
            received = {s.sha256: kept[s.sha256] for s in self.look().submissions}
            return Everything(
                list(self.memory.ledger.events), received, plans, self.codes(), self.look().settled_files()
            )

    def take_over(self, everything: Everything) -> None:
        with self.memory.lock:
            if self.memory.ledger.events or self.memory.inlet:
                raise StoreError("没有复制：这里已经有报送。")
            self._add(*everything.events)
            self.memory.contents |= {**everything.contents, **everything.plans}
            self.memory.codes |= everything.codes
            self.memory.inlet |= {name: Entry(name, sha256) for name, sha256 in everything.files.items()}

    def check(self) -> Check:
        ledger, history = Ledger(), self.look().history
        for place, record in enumerate(self.memory.records, 1):
            ledger.take(place, [record])
        problems = ledger.faults("memory")
        kept = {s.sha256 for s in history.submissions} | {plan.sha256 for plan in history.plans}
        changed = [one for one in kept if fingerprint(self.memory.contents.get(one, b"")) != one]
        problems += [problem("content_changed", sha256=one[:12]) for one in changed]
        return Check(len(self.memory.records), len(kept), problems)

    def _add(self, *events: Event) -> None:
        for record in self.memory.ledger.chain.sealed(events):
            self.memory.records.append(record)
            self.memory.ledger.take(len(self.memory.records), [record])


_keeps_the_promises: type[Store] = MemoryStore
"""The type checker reads this file, too."""
