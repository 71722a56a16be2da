"""Programs that speak a page's protocol and say that buttons were pressed which no page showed them: they write nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import SHIPPED_PLAN
from factories import progress_bytes
from raw_sessions import RawSession, cookie_of, signed_in, stream
from sending import writer
from serving import faults, served
from test_browser_people import SIGNED_WITH, settings_of

from lib.board.access import Access
from lib.board.board import Board
from lib.board.submissions import withdraw
from lib.store.folder.store import FolderStore

PERSON = "张三"


class Deed(NamedTuple):
    """What a page lets somebody do: its address, what is typed and ticked, and the buttons of one click after the other.

    A button in a dialog is pressed together with the one that opens it. Fields go by the beginnings of their labels.
    """

    page: str
    query: str
    typed: Mapping[str, str | bool]
    clicks: tuple[tuple[str, ...], ...]


DEEDS = {
    "report": Deed(
        "upload", "agency=court&how=progress&period=2019-09", {"状态": "推进中", "报送人": PERSON},
        (("检查",), ("提交",), ("提交", "确认报送")),
    ),
    "restore": Deed("submission", "id=1", {"姓名": PERSON}, (("恢复",),)),
    "verify": Deed("office", "part=verify", {"1.1.2 ": True, "核实人": PERSON}, (("销号",), ("销号", "确认销号"))),
    "lock": Deed("office", "part=lock", {"姓名": PERSON}, (("锁期",), ("锁期", "确认锁期"))),
}  # fmt: skip

Ids = dict[str, str]
"""The ids of fields and buttons by how their labels begin."""


class Forged:
    """A running board on which each deed could be done: a report that was withdrawn, a completed task, nothing locked."""

    def __init__(self, folder: Path, site: str) -> None:
        self.folder, self.site = folder, site

    def events(self) -> int:
        """How many lines the journal has."""
        return FolderStore(self.folder, record=False).check().events

    @contextmanager
    def session(self, cookie: str = "") -> Iterator[RawSession]:
        with stream(self.site, cookie=cookie, origin=self.site) as connection:
            yield RawSession(connection)

    def forge(self, session: RawSession, deed: Deed, ids: Ids) -> str:
        """Say that a deed was done by these ids; what the page says in the end."""
        session.page, session.query = deed.page, deed.query
        typed = {ids[label]: value for label, value in deed.typed.items()}
        session.run()
        session.run(typed)
        for click in deed.clicks:
            session.run(typed | {"$$ID-0-none": "x"}, [ids[label] for label in click])
        return session.said

    def refuses(self, ids: Mapping[str, Ids], cookie: str = "", deeds: tuple[str, ...] = tuple(DEEDS)) -> str:
        """Forge deeds in one session, none of which may write; all that its pages say."""
        before, said = self.events(), ""
        with self.session(cookie) as session:
            for name in deeds:
                said += self.forge(session, DEEDS[name], ids[name])
                assert self.events() == before, name
        return said


def set_up(folder: Path) -> None:
    folder.mkdir()
    done = ["1.1.2", "", "2019-09", "已完成", "培育合同"]
    (folder / "省知识产权局_8月.csv").write_bytes(progress_bytes(["1.1.1", "", "2019-08", "推进中"]))
    board = Board(SHIPPED_PLAN, FolderStore(folder))
    board.refresh(at_once=True)
    (folder / "省知识产权局_9月.csv").write_bytes(progress_bytes(done))
    board.refresh(at_once=True)
    withdraw(board, 1, writer(PERSON), "误报")


@contextmanager
def forged_on(place: Path, **settings: str) -> Iterator[Forged]:
    folder, log = place / "actuals", place / "log.txt"
    set_up(folder)
    with served(log, PLANBOARD_ACTUALS=folder, **settings) as site:
        yield Forged(folder, site)
    assert not faults(log)


@pytest.fixture(scope="module")
def ids(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Ids]:
    """The ids by deed, from a board where nothing is to be proved: each of the deeds is done there, so that what is forged
    elsewhere is what a page would have sent."""
    found: dict[str, Ids] = {}

    with forged_on(tmp_path_factory.mktemp("shown")) as board:
        for name, deed in DEEDS.items():
            with board.session() as session:
                session.page, session.query = deed.page, deed.query
                session.run()
                shown: Ids = {}

                def look(label: str, session: RawSession = session, shown: Ids = shown) -> str:
                    if label not in shown:
                        *_, shown[label] = (id for full, id in session.fields.items() if full.startswith(label))
                    return shown[label]

                typed = {look(label): value for label, value in deed.typed.items()}
                before = board.events()
                session.run(typed)
                for click in deed.clicks:
                    pressed = [look(label) for label in click]
                    session.run(typed, pressed)
                assert board.events() > before, name
                found[name] = shown
    return found


def test_without_a_proof_nothing_is_written(ids: Mapping[str, Ids], tmp_path: Path) -> None:
    with forged_on(tmp_path) as board:
        store = FolderStore(board.folder)
        code, of_office = Access(store).add("finance"), Access(store).add("office")
        for cookie in ("", cookie_of(board.site), "planboard-1=made-up.made-up", "_streamlit_user=made-up"):
            board.refuses(ids, cookie)

        # Whoever is proved for one agency does nothing for another, and nothing of the office's.
        with board.session(cookie_of(board.site)) as session:
            session.page, session.query = "upload", "agency=finance"
            session.run()
            session.run({session.fields["报送码"]: code}, [session.fields["验证"]])
            assert "✓ 已验证，可以替省财政厅报送。" in session.run()
            before = board.events()
            for name, deed in DEEDS.items():
                assert board.forge(session, deed, ids[name])
                assert board.events() == before, name
        # And whoever is proved for the office does all of it.
        with board.session(cookie_of(board.site)) as session:
            session.page, session.query = "upload", "agency=office"
            session.run()
            session.run({session.fields["报送码"]: of_office}, [session.fields["验证"]])
            for name, deed in DEEDS.items():
                before = board.events()
                board.forge(session, deed, ids[name])
                assert board.events() > before, name


PEOPLE = """\
people:
  - {who: reports@court, name: 甲, body: court, roles: [report]}
  - {who: approves@court, name: 乙, body: court, roles: [approve]}
  - {who: reports@office, name: 丙, body: office, roles: [report]}
  - {who: verifies@office, name: 丁, body: office, roles: [verify]}
  - {who: administers@office, name: 戊, body: office, roles: [administer]}
"""

MAY_NOT = {
    "reports@court": ("restore", "verify", "lock"),
    "approves@court": tuple(DEEDS),
    "reports@office": ("verify", "lock"),
    "verifies@office": ("report", "restore"),
    "administers@office": tuple(DEEDS),
    "stranger@court": tuple(DEEDS),
}
"""What those who signed in may not do."""


def test_whoever_signed_in_without_the_role_writes_nothing(ids: Mapping[str, Ids], tmp_path: Path) -> None:
    with forged_on(tmp_path, **settings_of(tmp_path, 1, PEOPLE)) as board:
        for who, deeds in MAY_NOT.items():
            verified, unverified = (
                signed_in(board.site, SIGNED_WITH, email=who, email_verified=known) for known in (True, False)
            )
            # That somebody was not taken is itself written down, once.
            for cookie in (verified, unverified):
                with board.session(cookie) as session:
                    session.run()
            said = board.refuses(ids, verified, deeds)
            assert ("已登录：" in said) == (who != "stranger@court")
            board.refuses(ids, unverified)
            board.refuses(ids, signed_in(board.site, "another secret", email=who, email_verified=True))
        # With it, what was tried is done.
        for who, name in (("reports@court", "report"), ("verifies@office", "verify"), ("verifies@office", "lock")):
            before = board.events()
            with board.session(signed_in(board.site, SIGNED_WITH, email=who, email_verified=True)) as session:
                board.forge(session, DEEDS[name], ids[name])
            assert board.events() > before, name


def test_where_writing_is_not_open_nothing_is_written(ids: Mapping[str, Ids], tmp_path: Path) -> None:
    with forged_on(tmp_path, PLANBOARD_OPEN_WRITING="off") as board:
        for cookie in ("", cookie_of(board.site)):
            assert "从这里不能报送" in board.refuses(ids, cookie)
