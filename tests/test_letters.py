"""A file is a letter, not a state: people do at random what they do with files, and a plain model says what counts.

The model knows letters (accepted contents), the folder as it lies, and which content of a name was judged last. Everything
that counts follows from the letters alone, in the order of their receipt.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from factories import csv_bytes
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sending import open_board, write_plan, writer

from lib.board.submissions import restore, submit, withdraw

NAME = "每万人口发明专利拥有量"
NAMES = ["ipo.csv", "ipo_a.csv", "ipo_b - 副本.csv", "office.csv"]
PERIODS = ["2019-07", "2019-08"]


@dataclass(frozen=True)
class Content:
    """What a file says: for each period a value, all reported on one day."""

    values: tuple[tuple[str, str], ...]
    day: str

    @property
    def data(self) -> bytes:
        return csv_bytes(*([NAME, period, value, self.day] for period, value in self.values))

    @property
    def rows(self) -> list[tuple[str, str, str]]:
        return [(period, value, self.day) for period, value in self.values]


CONTENTS = [
    Content(values, day)
    for day in ("2019-09-08", "2019-09-09")
    for values in (
        (("2019-07", "2.83"),),
        (("2019-07", "2.84"),),
        (("2019-08", "2.85"),),
        (("2019-07", "2.83"), ("2019-08", "2.86")),
    )
]
contents, names = st.sampled_from(CONTENTS), st.sampled_from(NAMES)


def body_of(name: str) -> str:
    return name.removesuffix(".csv").split("_")[0]


@dataclass
class Letter:
    """An accepted content."""

    id: int
    batch: int
    body: str
    file: str
    content: Content
    withdrawn: str = ""
    """By whom; a removal is told from others by its number."""


@dataclass
class Model:
    """What is known, in plain words."""

    letters: list[Letter] = field(default_factory=list)
    folder: dict[str, Content] = field(default_factory=dict)
    settled: dict[str, Letter] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    removals: int = 0

    def said(self, letters: list[Letter]) -> Iterator[tuple[Letter, tuple[str, str, str]]]:
        """Rows in the order in which they count."""
        ordered = sorted(letters, key=lambda x: (x.batch, x.content.day, x.file, x.id))
        return ((letter, row) for letter in ordered for row in letter.content.rows)

    def counting(self, letters: list[Letter] | None = None) -> dict[str, tuple[str, str, int]]:
        """By period the value that counts, the day on which it was reported, and with what it was received."""
        found: dict[str, tuple[str, str, int]] = {}
        for letter, (period, value, day) in self.said(self.standing() if letters is None else letters):
            if period not in found or found[period][0] != value:
                found[period] = value, day, letter.batch
        return found

    def holding(self) -> set[int]:
        """The letters that say something that counts."""
        holders: dict[str, tuple[str, set[int]]] = {}
        for letter, (period, value, _) in self.said(self.standing()):
            if period in holders and holders[period][0] == value:
                holders[period][1].add(letter.id)
            else:
                holders[period] = value, {letter.id}
        return {id for _, ids in holders.values() for id in ids}

    def standing(self) -> list[Letter]:
        return [letter for letter in self.letters if not letter.withdrawn]

    def places(self, letter: Letter, gone: list[str]) -> list[str]:
        """Where a letter's content lies that was in a file which is gone: in one that is new, or is a copy of one that is gone."""
        return [
            name
            for name, content in sorted(self.folder.items())
            if content == letter.content and body_of(name) == letter.body
            if name not in self.settled or self.settled[name].content != content or self.settled[name].file in gone
        ]

    def look(self) -> None:
        """Take in what people did by hand: gone and renamed files, files put back, then what nobody has judged yet."""
        self.removals += 1
        stands = {letter.file for letter in self.standing()}
        self.gone -= self.folder.keys()
        gone = [file for file in self.settled if file not in self.folder and file not in self.gone]
        for file in gone:
            if appeared := self.places(self.settled[file], gone):
                for letter in self.letters:
                    letter.file = appeared[0] if letter.file == file else letter.file
                self.settled[appeared[0]] = self.settled.pop(file)
            else:
                self.gone.add(file)
                for letter in [x for x in reversed(self.standing()) if x.file == file]:
                    if appeared := self.places(letter, gone):
                        letter.file = appeared[0]
                        self.settled[letter.file] = letter
                for letter in self.standing():
                    letter.withdrawn = f"removal {self.removals}" if letter.file == file else ""
        for name, content in self.folder.items():
            back = [
                x for x in self.letters if (x.file, x.content) == (name, content) and x.withdrawn.startswith("removal")
            ]
            if back and name not in stands:
                removal, last = back[-1].withdrawn, back[-1]
                for letter in self.letters:
                    if letter.file == name and letter.withdrawn == removal and letter.id <= last.id:
                        letter.withdrawn = ""
                self.settled[name] = last
        self.judge()

    def judge(self) -> None:
        new: list[Letter] = []
        repeats: list[str] = []
        unknown = [n for n, c in self.folder.items() if n not in self.settled or self.settled[n].content != c]
        batch = 1 + max((x.id for x in self.letters), default=0)
        for name in sorted(unknown, key=lambda name: (self.folder[name].day, name)):
            content, body = self.folder[name], body_of(name)
            counting = self.counting([*self.standing(), *new])
            same = [x for x in [*self.standing(), *new] if (x.body, x.content) == (body, content)]
            if same and all(counting[period][0] == value for period, value, _ in content.rows):
                repeats.append(name)
                continue
            older = [
                period
                for period, value, day in content.rows
                if period in counting
                and counting[period][0] != value
                and counting[period][1] > day
                and counting[period][2] != batch
            ]
            if not older:
                new.append(Letter(batch + len(new), batch, body, name, content))
        self.letters += new
        self.settled |= {letter.file: letter for letter in new}
        for name in repeats:
            key = body_of(name), self.folder[name]
            self.settled[name] = [x for x in self.standing() if (x.body, x.content) == key][-1]


class Letters(RuleBasedStateMachine):
    """The folder and the model, side by side."""

    @initialize()
    def begin(self) -> None:
        self.path = Path(tempfile.mkdtemp())
        (self.path / "actuals").mkdir()
        write_plan(self.path / "plan.yaml")
        self.model, self.now = Model(), datetime(2019, 12, 31, 8, tzinfo=UTC)
        self.board = open_board(self.path, clock=self.clock)

    def clock(self) -> datetime:
        return self.now

    def teardown(self) -> None:
        if hasattr(self, "path"):
            shutil.rmtree(self.path)

    def at(self, name: str) -> Path:
        return self.path / "actuals" / name

    @rule(name=names, content=contents)
    def write(self, name: str, content: Content) -> None:
        self.at(name).write_bytes(content.data)
        self.model.folder[name] = content

    @precondition(lambda self: self.model.folder)
    @rule(data=st.data(), to=names, is_move=st.booleans())
    def copy_or_rename(self, data: st.DataObject, to: str, *, is_move: bool) -> None:
        name = data.draw(st.sampled_from(sorted(self.model.folder)))
        if name != to:
            (shutil.move if is_move else shutil.copy)(self.at(name), self.at(to))
            self.model.folder[to] = self.model.folder[name]
            if is_move:
                del self.model.folder[name]

    @precondition(lambda self: self.model.folder)
    @rule(data=st.data())
    def remove(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.model.folder)))
        self.at(name).unlink()
        del self.model.folder[name]

    @rule(body=st.sampled_from(["ipo", "office"]), content=contents)
    def upload(self, body: str, content: Content) -> None:
        receipt = submit(self.board, "上报.csv", content.data, body, writer("甲"), confirmed=None)
        sent = receipt.submission
        assert sent
        counting = self.model.counting()
        same = any((x.body, x.content) == (body, content) for x in self.model.standing())
        is_same = same and all(counting[period][0] == value for period, value, _ in content.rows)
        assert receipt.is_new is not is_same
        if receipt.is_new:
            letter = Letter(sent.id, sent.batch, body, sent.file, content)
            assert letter.id == 1 + max((x.id for x in self.model.letters), default=0)
            self.model.letters.append(letter)
            self.model.folder[sent.file] = content
            self.model.settled[sent.file] = letter

    @precondition(lambda self: self.model.standing())
    @rule(data=st.data())
    def withdraw(self, data: st.DataObject) -> None:
        letter = data.draw(st.sampled_from(self.model.standing()))
        withdraw(self.board, letter.id, writer("甲"), "重报")
        letter.withdrawn = "甲"

    @precondition(lambda self: any(letter.withdrawn for letter in self.model.letters))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        letter = data.draw(st.sampled_from([letter for letter in self.model.letters if letter.withdrawn]))
        restore(self.board, letter.id, writer("甲"))
        letter.withdrawn = ""
        if letter.file not in self.model.folder:
            self.model.folder[letter.file], self.model.settled[letter.file] = letter.content, letter

    @invariant()
    def what_counts_is_what_the_letters_say(self) -> None:
        if not hasattr(self, "board"):
            return
        self.now += timedelta(minutes=1)
        # What was accepted may be what a file that was held back waited for.
        known = -1
        while known != len(self.model.letters):
            known = len(self.model.letters)
            self.model.look()
            open_board(self.path, clock=self.clock).refresh(at_once=True)
        for board in (self.board, open_board(self.path, clock=self.clock)):
            board.refresh(at_once=True)
            latest = {row.period.text: f"{row.value:g}" for row in board.actuals.rows.figures}
            assert latest == {period: value for period, (value, *_) in self.model.counting().items()}
            states = {s.id: state for s, state in board.actuals.states().items()}
            holding = self.model.holding()
            assert states == {
                x.id: "withdrawn" if x.withdrawn else "applied" if x.id in holding else "replaced"
                for x in self.model.letters
            }
            assert {s.id: s.file for s in board.actuals.submissions} == {x.id: x.file for x in self.model.letters}


TestLetters = Letters.TestCase
TestLetters.settings = settings(
    max_examples=25, stateful_step_count=14, deadline=None, suppress_health_check=list(HealthCheck)
)
