"""The store that is a folder of plain files, with a journal beside them.

    <folder>/*.csv, *.xlsx          one file, one submission; put there by people or by the app
    <folder>/.planboard/            journal.jsonl   who, when, what: an event counts once its line is whole
                                    contents/       every content that ever counted, by its hash
                                    plans/          every content of a plan under which something was received
                                    waiting/        files of the app that are not yet in their place
                                    lock            held while one writes
                                    derived/        made of all that, to start warm; may be deleted

An upload is kept in this order: its content, its file in `waiting`, the line in the journal, the file in its place. The
journal decides: before its line nothing has happened, and what is in `waiting` without a line is swept away; after it
the submission counts, and whoever looks next puts the file into its place. Every other file was put there by people.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from lib.errors import StoreError
from lib.problems import Problem, problem
from lib.store.events import CodeMade, CodeRevoked, Event, Noted, PlanKept, Removed, Restored, Withdrawn
from lib.store.folder.codes import Codes
from lib.store.folder.contents import Contents
from lib.store.folder.drop import DropFolder
from lib.store.folder.entries import lstamp, printable
from lib.store.folder.journal import Journal, not_stored
from lib.store.folder.lock import Lock
from lib.store.folder.reasons import reason
from lib.store.folder.waiting import Waiting
from lib.store.history import History, Submission, received, standing
from lib.store.ledger import Ledger
from lib.store.protocol import (
    ENDINGS,
    Arrival,
    Check,
    Clock,
    Code,
    Entry,
    Everything,
    Holdings,
    fingerprint,
    received_as,
    this_moment,
)
from lib.store.told import tell

JOURNAL_FOLDER = ".planboard"

DERIVED = "derived"
"""The folder of what can be made again from the rest; it may be deleted."""


class FolderStore:
    """A folder as a store; see `lib.store.protocol.Store` for what it promises. Safe to share between threads.

    With `record=False` nothing is ever written, not even what is seen for the first time.
    """

    def __init__(self, path: Path, *, record: bool = True, clock: Clock = this_moment) -> None:
        self.path = path
        self.clock = clock
        self._own = path / JOURNAL_FOLDER
        self._journal = Journal(self._own / "journal.jsonl")
        self.derived = self._own / DERIVED if record else None
        self._lock = Lock(self._own / "lock" if record else None)
        self._waiting = Waiting(self._own / "waiting", path)
        self._dropped = DropFolder(path)
        self._contents = Contents(self._own / "contents", *ENDINGS)
        self._plans = Contents(self._own / "plans", ".json")
        self._codes = Codes(self._own / "access.json")

    # reading

    def stamp(self, max_age: float = 0.0) -> Hashable:
        """What changes when the holdings do: the entries of the folder, and the length of the journal."""
        return frozenset(self._dropped.stamps(max_age).items()), self._journal.stamp()

    def look(self) -> Holdings:
        """What the folder holds. What a stopped process left half done is finished."""
        with self.exclusive(to_look=True):
            for _ in range(5):
                before = self._journal.stamp()
                waiting = self._waiting.stamps()
                listing = self._dropped.stamps()
                faults = [self._dropped.fault] if self._dropped.fault else []
                known = self._history(faults)
                faults += self._changed(known)
                # Without the lock somebody may have written in between: then what was read does not belong together.
                if self._lock.held or self._journal.stamp() == before:
                    break
            history = known or History()
            # While the journal cannot be read nobody knows what is finished, and what was removed.
            if self._lock.held and waiting and known is not None:
                self._waiting.finish(waiting, standing(history.submissions))
                # What cannot be put into its place now is not gone for that.
                waiting, listing = self._waiting.stamps(), self._dropped.stamps()
            found = self._dropped.found(listing, {(s.file, s.sha256) for s in history.submissions})
            # What is on its way into its place is there as far as anybody can tell.
            on_their_way = {
                s.file: Entry(s.file, s.sha256) for s in standing(history.submissions).values() if s.file in waiting
            }
            is_whole = not self._dropped.fault and known is not None
            return Holdings(history, on_their_way | found, faults, is_whole)

    def content(self, sha256: str) -> bytes | None:
        """A content by its hash, None where it is lost."""
        lying = self._dropped.content(sha256)
        if lying is not None:
            return lying
        kept = self._contents.read(sha256)
        return self._plans.read(sha256) if kept is None else kept

    def check(self) -> Check:
        """Whether all is there and as it was written. Raises StoreError where the journal cannot be read."""
        with self.exclusive(to_look=True):
            faults: list[Problem] = []
            ledger = self._ledger()
            history = self._history(faults) or History()
            kept = {s.sha256: self._contents for s in history.submissions}
            kept |= {plan.sha256: self._plans for plan in history.plans}
            files = {s.sha256: s.file for s in history.submissions} | {p.sha256: p.plan for p in history.plans}
            lost = [sha256 for sha256, contents in kept.items() if contents.read(sha256) is None]
            faults += [problem("content_changed", file=files[sha256], sha256=sha256[:12]) for sha256 in lost]
            unnamed = len((self._contents.names() | self._plans.names()) - kept.keys())
            return Check(len(ledger.events), len(kept), faults, ledger.chain.unsealed, unnamed)

    # writing

    def receive(self, arrivals: Sequence[Arrival]) -> list[Submission]:
        """Keep files as received together: their contents, for uploads a file of their own, one event each."""
        if not arrivals:
            return []
        with self.exclusive():
            self._lock.insist()
            events = received_as(arrivals, self._ledger().history, self.clock(), self._has)
            files = {event.file: a.data for event, a in zip(events, arrivals, strict=True) if a.entry is None}
            self._commit(events, [arrival.data for arrival in arrivals], files)
            return list(map(received, events))

    def keep_plan(self, plan: str, year: int, data: bytes) -> None:
        """Keep a content of a plan, under which it is received from now on; nothing where it is the last one kept."""
        with self.exclusive():
            self._lock.insist()
            sha256 = fingerprint(data)
            if self._ledger().history.kept_last(plan) != sha256:
                try:
                    self._plans.keep([data])
                except OSError as error:
                    raise not_stored(error) from error
                self._commit([PlanKept(at=self.clock(), plan=plan, year=year, sha256=sha256)])

    def withdraw(self, id: int, by: str, why: str, proved: str | None = None, who: str | None = None) -> None:
        """Note that a submission counts no longer. Its file stays where it is."""
        with self.exclusive():
            self._lock.insist()
            self._ledger()
            self.look().history.submission(id, withdrawn=False)
            self._commit([Withdrawn(at=self.clock(), id=id, by=by, proved=proved, who=who, why=why)])

    def restore(self, id: int, by: str, proved: str | None = None, who: str | None = None) -> None:
        """Note that a withdrawn submission counts again. Where its file is gone it is put back."""
        with self.exclusive():
            holdings = self.look()
            self._lock.insist()
            self._ledger()
            submission = holdings.history.submission(id, withdrawn=True)
            data = self.content(submission.sha256)
            if data is None:
                raise StoreError(
                    f"报送 {id} 的内容已经不在，无法恢复。请从备份中找回 {JOURNAL_FOLDER} 文件夹，或重新报送。"
                )
            is_gone = submission.file not in holdings.inlet
            file = submission.file if is_gone else None
            restored = Restored(at=self.clock(), id=id, by=by, proved=proved, who=who, file=file)
            self._commit([restored], files={file: data} if file else {})

    def codes(self) -> Mapping[str, Code]:
        """The upload codes by body. Raises AccessError."""
        return self._codes.read()

    def set_code(
        self, body: str, hash: str | None, by: str | None = None, proved: str | None = None, who: str | None = None
    ) -> None:
        """Give a body another upload code, or none. A code that is said to be made works only once it is written."""
        now = self.clock()
        with self.exclusive():
            codes = self._codes.read()
            if hash is not None:
                self._commit([CodeMade(at=now, body=body, by=by, proved=proved, who=who)])
                self._codes.write(codes | {body: Code(hash, now.isoformat())})
            elif body in codes:
                self._codes.write({other: code for other, code in codes.items() if other != body})
                self._commit([CodeRevoked(at=now, body=body, by=by, proved=proved, who=who)])

    def note(self, events: Sequence[Noted]) -> None:
        """Write down what happened that changes no content."""
        if events:
            with self.exclusive():
                self._commit(events)

    def exclusive(self, *, to_look: bool = False) -> AbstractContextManager[None]:
        """Hold the lock. Where the folder cannot be written, reading goes on without; writing raises StoreError.

        `to_look`: wait only a moment for others who write, and make no folder that is not there.
        """
        return self._lock.taken(to_look=to_look)

    def _commit(
        self, events: Sequence[Event], contents: Sequence[bytes] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """The one door for writes: contents and files first, then the journal, which decides."""
        self._lock.insist()
        try:
            self._contents.keep(contents)
            self._waiting.lay(files or {})
        except OSError as error:
            raise not_stored(error) from error
        self._journal.append(events)
        # From here on it is kept. A file that cannot be put into its place now is put there by the next look.
        for name in files or ():
            self._waiting.put_into_place(name)
        tell(events)

    def remove(self, names: Sequence[str]) -> list[str]:
        """Take entries out of the folder; returns the names of those that were there. What counted is withdrawn.

        StoreError: one could not be taken out.
        """
        with self.exclusive():
            removed = []
            for name in self._dropped.stamps():
                if printable(name) in names and (self.path / name).is_file():
                    self._dropped.remove(name)
                    removed.append(printable(name))
            known = self._ledger().history.settled
            self.note([Removed(at=self.clock(), file=name) for name in removed if name in known])
            return sorted(removed)

    # all at once

    def everything(self) -> Everything:
        """All that is kept, to be taken elsewhere. Raises StoreError, AccessError."""
        with self.exclusive(to_look=True):
            holdings = self.look()
            if faults := [*self.check().problems, *holdings.faults]:
                raise StoreError(f"没有复制：{faults[0].file}：{faults[0].message}")
            files = holdings.settled_files()
            return Everything(self._ledger().events, self._contents.all(), self._plans.all(), self._codes.read(), files)

    def take_over(self, everything: Everything) -> None:
        """Become what another store was. The journal decides, as ever: a copy that was stopped can be begun again."""
        with self.exclusive():
            self._lock.insist()
            if self._ledger().events or self._dropped.stamps():
                raise StoreError("没有复制：这个文件夹里已经有报送或文件。请换一个空的文件夹。")
            files = {name: everything.contents[sha256] for name, sha256 in everything.files.items()}
            try:
                self._plans.keep(everything.plans.values())
                if everything.codes:
                    self._codes.write(everything.codes)
            except OSError as error:
                raise not_stored(error) from error
            if everything.events:
                self._commit(everything.events, list(everything.contents.values()), files)

    # the pieces

    def _has(self, name: str) -> bool:
        """Whether anything lies here under a name. People put files here under any name."""
        return lstamp(self.path / name) is not None

    def _ledger(self) -> Ledger:
        """The journal, for writing: where it cannot be read nothing may be added. Raises StoreError."""
        try:
            return self._journal.read()
        except OSError as error:
            raise not_stored(error) from error

    def _history(self, faults: list[Problem]) -> History | None:
        """What the journal knows; None where it cannot be read."""
        try:
            ledger = self._journal.read()
        except OSError as error:
            # A folder that cannot be read has no journal either.
            if not self._dropped.fault:
                faults.append(problem("journal_unreadable", file=self._journal.path.name, detail=reason(error)))
            return None
        faults += ledger.faults(self._journal.path.name)
        return ledger.history

    def _changed(self, history: History | None) -> list[Problem]:
        """What is to be said of contents that are kept and not what they were."""
        changed = self._contents.changed() | self._plans.changed()
        named = {s.sha256: s.file for s in history.submissions} if history and changed else {}
        return [problem("content_changed", file=named.get(one, one), sha256=one[:12]) for one in sorted(changed)]
