"""The store that is a folder of plain files, with a journal beside them.

    <folder>/*.csv, *.xlsx          one file, one submission; put there by people or by the app
    <folder>/.planboard/            journal.jsonl   who, when, what: an event counts once its line is whole
                                    contents/       every content that ever counted, by its hash
                                    plans/          every content of a plan under which something was received
                                    waiting/        files of the app that are not yet in their place
                                    lock            held while one writes

An upload is kept in this order: its content, its file in `waiting`, the line in the journal, the file in its place. The
journal decides: before its line nothing has happened, and what is in `waiting` without a line is swept away; after it
the submission counts, and whoever looks next puts the file into its place. Every other file was put there by people.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Container, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from lib.errors import StoreError
from lib.problems import Problem, problem
from lib.store.events import (
    CodeMade,
    CodeRefused,
    CodeRevoked,
    Event,
    InletEvent,
    PlanKept,
    Received,
    Removed,
    Restored,
    Withdrawn,
)
from lib.store.folder import durable
from lib.store.folder.codes import Codes
from lib.store.folder.contents import Contents, fingerprint
from lib.store.folder.drop import DropFolder
from lib.store.folder.entries import Stamp, lstamp, printable, stamp
from lib.store.folder.journal import Journal, not_stored
from lib.store.folder.reasons import reason
from lib.store.history import History, Submission, after, received, standing
from lib.store.protocol import ENDINGS, Arrival, Clock, Code, Entry, Holdings, ending_of, this_moment

JOURNAL_FOLDER = ".planboard"

LOCK_SECONDS = 20.0
"""How long to wait for another process that writes, in order to write."""

LOOK_SECONDS = 3.0
"""How long to wait for it in order to look; then what can be seen is shown, and nothing written down."""


class FolderStore:
    """A folder as a store; see `lib.store.protocol.Store` for what it promises. Safe to share between threads.

    With `record=False` nothing is ever written, not even what is seen for the first time.
    """

    def __init__(self, path: Path, *, record: bool = True, clock: Clock = this_moment) -> None:
        self.path = path
        self.clock = clock
        self.record = record
        self._own = path / JOURNAL_FOLDER
        self._journal = Journal(self._own / "journal.jsonl")
        self._folded: tuple[Sequence[Event], int, History] = ([], 0, History())
        self._threads = threading.RLock()
        self._depth = 0
        self._locked = False
        self._why_not_locked: StoreError | None = None
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
                waiting = self._waiting()
                listing = self._dropped.stamps()
                faults = [self._dropped.fault] if self._dropped.fault else []
                known = self._history(faults)
                # Without the lock somebody may have written in between: then what was read does not belong together.
                if self._locked or self._journal.stamp() == before:
                    break
            history = known or History()
            # While the journal cannot be read nobody knows what is finished, and what was removed.
            if self._locked and waiting and known is not None:
                self._finish(waiting, history)
                # What cannot be put into its place now is not gone for that.
                waiting, listing = self._waiting(), self._dropped.stamps()
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

    def refusals(self, body: str, since: datetime) -> int:
        """How often a wrong code was tried for a body since then. StoreError: it cannot be said."""
        with self.exclusive(to_look=True):
            events = self._events()
        return sum(isinstance(e, CodeRefused) and e.body == body and e.at > since for e in events)

    # writing

    def receive(self, arrivals: Sequence[Arrival]) -> list[Submission]:
        """Keep files as received together: their contents, for uploads a file of their own, one event each."""
        if not arrivals:
            return []
        with self.exclusive():
            self._insist_on_lock()
            history = self._history_of(self._events())
            taken = {s.file for s in history.submissions}
            first = 1 + max((s.id for s in history.submissions), default=0)
            kept = {plan.plan: plan.sha256 for plan in history.plans}
            now, events, files = self.clock(), [], {}
            for id, arrival in enumerate(arrivals, first):
                name = arrival.entry or self._free_name(
                    f"{arrival.title or arrival.body}_{id:04}", ending_of(arrival.original), taken
                )
                if arrival.entry is None:
                    files[name] = arrival.data
                events.append(
                    Received(
                        at=now, id=id, batch=first, file=name, body=arrival.body, by=arrival.by, proved=arrival.proved,
                        original=arrival.original, sha256=fingerprint(arrival.data), confirmed=arrival.confirmed,
                        rows=arrival.rows, plan=arrival.plan, plan_sha256=kept.get(arrival.plan or ""),
                    )
                )  # fmt: skip
            self._commit(events, [arrival.data for arrival in arrivals], files)
            return list(map(received, events))

    def keep_plan(self, plan: str, year: int, data: bytes) -> None:
        """Keep a content of a plan, under which it is received from now on; nothing where it is the last one kept."""
        with self.exclusive():
            self._insist_on_lock()
            sha256 = fingerprint(data)
            kept = {kept.plan: kept.sha256 for kept in self._history_of(self._events()).plans}
            if kept.get(plan) != sha256:
                try:
                    self._plans.keep([data])
                except OSError as error:
                    raise not_stored(error) from error
                self._commit([PlanKept(at=self.clock(), plan=plan, year=year, sha256=sha256)])

    def withdraw(self, id: int, by: str, why: str, proved: str | None = None) -> None:
        """Note that a submission counts no longer. Its file stays where it is."""
        with self.exclusive():
            if self._known(id, self.look()).withdrawal:
                raise StoreError(f"报送 {id} 已经撤回，不用再撤。")
            self._commit([Withdrawn(at=self.clock(), id=id, by=by, proved=proved, why=why)])

    def restore(self, id: int, by: str, proved: str | None = None) -> None:
        """Note that a withdrawn submission counts again. Where its file is gone it is put back."""
        with self.exclusive():
            holdings = self.look()
            submission = self._known(id, holdings)
            if not submission.withdrawal:
                raise StoreError(f"报送 {id} 没有撤回，不用恢复。")
            data = self.content(submission.sha256)
            if data is None:
                raise StoreError(
                    f"报送 {id} 的内容已经不在，无法恢复。请从备份中找回 {JOURNAL_FOLDER} 文件夹，或重新报送。"
                )
            is_gone = submission.file not in holdings.inlet
            self._commit(
                [Restored(at=self.clock(), id=id, by=by, proved=proved, file=submission.file if is_gone else None)],
                files={submission.file: data} if is_gone else {},
            )

    def codes(self) -> Mapping[str, Code]:
        """The upload codes by body. Raises AccessError."""
        return self._codes.read()

    def set_code(self, body: str, hash: str | None) -> None:
        """Give a body another upload code, or none. A code that is said to be made works only once it is written."""
        now = self.clock()
        with self.exclusive():
            codes = self._codes.read()
            if hash is not None:
                self._commit([CodeMade(at=now, body=body)])
                self._codes.write(codes | {body: Code(hash, now.isoformat())})
            elif body in codes:
                self._codes.write({other: code for other, code in codes.items() if other != body})
                self._commit([CodeRevoked(at=now, body=body)])

    def note(self, events: Sequence[InletEvent | CodeRefused]) -> None:
        """Write down what people did in the folder, or that a wrong code was tried."""
        if events:
            with self.exclusive():
                self._commit(events)

    @contextmanager
    def exclusive(self, *, to_look: bool = False) -> Iterator[None]:
        """Hold the lock. Where the folder cannot be written, reading goes on without; writing raises StoreError.

        `to_look`: wait only a moment for others who write, and make no folder that is not there.
        """
        with self._threads:
            lock = self._lock(to_look=to_look) if self._depth == 0 and self.record else None
            self._depth += 1
            try:
                yield
            finally:
                self._depth -= 1
                if lock:
                    self._locked = False
                    # What was written is written, whatever becomes of the lock.
                    with suppress(OSError):
                        lock.release()

    def _lock(self, *, to_look: bool) -> FileLock | None:
        # Made anew each time: a lock that was made before a fork holds nothing after it.
        lock = FileLock(self._own / "lock", timeout=LOOK_SECONDS if to_look else LOCK_SECONDS)
        try:
            if to_look and not self.path.is_dir():
                raise FileNotFoundError(2, "文件夹不存在")
            durable.make_folder(self._own)
            lock.acquire()
        except Timeout:
            self._why_not_locked = StoreError("没有保存：另一个程序一直在写入。请稍后再报一次。")
            return None
        except (OSError, NotImplementedError) as error:
            self._why_not_locked = not_stored(error if isinstance(error, OSError) else OSError(str(error)))
            return None
        self._locked = True
        return lock

    def _insist_on_lock(self) -> None:
        if not self._locked:
            raise self._why_not_locked or StoreError("没有保存：这里只能查看。")

    def _commit(
        self, events: Sequence[Event], contents: Sequence[bytes] = (), files: Mapping[str, bytes] | None = None
    ) -> None:
        """The one door for writes: contents and files first, then the journal, which decides."""
        self._insist_on_lock()
        waiting = self._own / "waiting"
        try:
            self._contents.keep(contents)
            if files:
                durable.make_folder(waiting)
                for name, data in files.items():
                    durable.write_whole(waiting / name, data)
                durable.sync_folder(waiting)
        except OSError as error:
            raise not_stored(error) from error
        self._journal.append(events)
        # From here on it is kept. A file that cannot be put into its place now is put there by the next look.
        for name in files or ():
            self._put_into_place(name)

    def _put_into_place(self, name: str) -> None:
        with suppress(OSError):
            if lstamp(self.path / name) is None:
                (self._own / "waiting" / name).replace(self.path / name)
                durable.sync_folder(self.path)

    def remove(self, names: Sequence[str]) -> list[str]:
        """Take entries out of the folder; returns the names of those that were there. What counted is withdrawn.

        StoreError: one could not be taken out.
        """
        with self.exclusive():
            removed = []
            for name in self._dropped.stamps():
                if printable(name) in names and (self.path / name).is_file():
                    try:
                        (self.path / name).unlink()
                    except OSError as error:
                        raise StoreError(
                            f"“{printable(name)}”删不掉（{reason(error)}）。请检查文件夹的权限。"
                        ) from error
                    removed.append(printable(name))
            known = self._history_of(self._events()).settled
            self.note([Removed(at=self.clock(), file=name) for name in removed if name in known])
            return sorted(removed)

    # the pieces

    def _free_name(self, stem: str, ending: str, taken: Container[str]) -> str:
        """A name that nobody has used. People put files here under any name."""
        name, n = f"{stem}{ending}", 2
        while name in taken or lstamp(self.path / name) is not None:
            name, n = f"{stem}-{n}{ending}", n + 1
        return name

    def _known(self, id: int, holdings: Holdings) -> Submission:
        self._insist_on_lock()
        self._events()
        for submission in holdings.submissions:
            if submission.id == id:
                return submission
        raise StoreError(f"没有编号为 {id} 的报送。请用 history 查看编号。")

    def _events(self) -> Sequence[Event]:
        """The journal, for writing: where it cannot be read nothing may be added. Raises StoreError."""
        try:
            return self._journal.read().events
        except OSError as error:
            raise not_stored(error) from error

    def _history(self, faults: list[Problem]) -> History | None:
        """What the journal knows; None where it cannot be read."""
        try:
            entries = self._journal.read()
        except OSError as error:
            # A folder that cannot be read has no journal either.
            if not self._dropped.fault:
                faults.append(problem("journal_unreadable", file=self._journal.path.name, detail=reason(error)))
            return None
        faults += [problem("journal_line", file=self._journal.path.name, row=row) for row in entries.unreadable]
        return self._history_of(entries.events)

    def _history_of(self, events: Sequence[Event]) -> History:
        """What the events of the journal come to; of what was folded before, only the new ones are looked at."""
        of, count, history = self._folded
        if of is not events:
            count, history = 0, after(History(), ())
        if count < len(events):
            history = after(history, events[count:])
        self._folded = events, len(events), history
        return history

    def _waiting(self) -> dict[str, Stamp]:
        try:
            with os.scandir(self._own / "waiting") as entries:
                return {entry.name: stamp(entry.stat(follow_symlinks=False)) for entry in entries}
        except OSError:
            return {}

    def _finish(self, waiting: Mapping[str, Stamp], history: History) -> None:
        """Put what the journal knows into its place, and sweep away what it does not know."""
        known = standing(history.submissions)
        for name in waiting:
            if name in known:
                self._put_into_place(name)
            # What somebody put into its place meanwhile stays there; the content is kept in any case.
            if name not in known or lstamp(self.path / name) is not None:
                with suppress(OSError):
                    (self._own / "waiting" / name).unlink()
