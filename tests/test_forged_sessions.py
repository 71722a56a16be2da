"""Programs that speak a page's protocol and say that buttons were pressed which no page showed them: they write nothing."""

from __future__ import annotations

import http.client
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from conftest import SHIPPED_PLAN
from factories import progress_bytes
from sending import writer
from serving import faults, served
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import connect

from lib.board.access import Access
from lib.board.board import Board
from lib.board.submissions import withdraw
from lib.store.folder.store import FolderStore

PERSON = "张三"

ACTS = {"office": ("part=lock", "锁期"), "submission": ("id=1", "恢复")}
"""Pages that write, with their addresses and a button of each."""


class Browserless:
    """A session that sets whatever fields it wants to, whether or not a page showed them."""

    def __init__(self, connection: Any, page: str, query: str) -> None:
        self.connection, self.page, self.query = connection, page, query
        self.fields: dict[str, str] = {}
        """The ids of the fields and buttons that it was shown, by their labels."""
        self.said = ""

    def run(self, typed: dict[str, str] | None = None, pressed: str = "") -> str:
        """What the page says when fields hold `typed` and one button was `pressed`, by ids."""
        ask = BackMsg()
        ask.rerun_script.page_name, ask.rerun_script.query_string = self.page, self.query
        for id, text in (typed or {}).items():
            ask.rerun_script.widget_states.widgets.add(id=id, string_value=text)
        if pressed:
            ask.rerun_script.widget_states.widgets.add(id=pressed, trigger_value=True)
        self.connection.send(ask.SerializeToString())
        self.said = ""
        while True:
            message = ForwardMsg.FromString(self.connection.recv(timeout=60))
            element = message.delta.new_element
            self.said += element.html.body
            kind = element.WhichOneof("type")
            if kind in ("text_input", "button"):
                self.fields[getattr(element, kind).label] = getattr(element, kind).id
            if message.WhichOneof("type") != "script_finished":
                continue
            if message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return self.said


class Forged:
    """A running board of one report that was withdrawn, and its journal."""

    def __init__(self, folder: Path, site: str) -> None:
        self.store, self.site = FolderStore(folder), site
        self.board = Board(SHIPPED_PLAN, self.store)

    def events(self) -> int:
        """How many lines the journal has."""
        return self.store.check().events

    @contextmanager
    def session(self, page: str, query: str = "", cookie: str = "") -> Iterator[Browserless]:
        address = f"{self.site.replace('http', 'ws', 1)}/_stcore/stream"
        headers = {"Cookie": cookie} if cookie else {}
        with connect(address, subprotocols=["streamlit"], additional_headers=headers, max_size=None) as connection:  # type: ignore[list-item]
            yield Browserless(connection, page, query)

    def cookie(self) -> str:
        """What a browser is given to hold."""
        with closing(http.client.HTTPConnection(self.site.removeprefix("http://"), timeout=30)) as connection:
            connection.request("GET", "/", headers={"Accept": "text/html"})
            answer = connection.getresponse()
            answer.read()
            return str(answer.getheader("set-cookie")).partition(";")[0]


@pytest.fixture
def forged(tmp_path: Path) -> Iterator[Forged]:
    folder = tmp_path / "actuals"
    folder.mkdir()
    (folder / "省知识产权局_9月.csv").write_bytes(progress_bytes(["1.1.1", "", "2019-09", "推进中"]))
    with served(tmp_path / "log.txt", PLANBOARD_ACTUALS=folder) as site:
        yield Forged(folder, site)
    assert not faults(tmp_path / "log.txt")


def test_buttons_that_no_page_showed_write_nothing(forged: Forged) -> None:
    forged.board.refresh(at_once=True)
    withdraw(forged.board, 1, writer(PERSON), "误报")
    # While nothing is to be proved these sessions act, so what is forged afterwards is what a page would have sent.
    ids = {}
    for page, (query, button) in ACTS.items():
        with forged.session(page, query) as session:
            session.run()
            session.run()
            ids[page] = dict(session.fields)
            typed = {ids[page]["姓名"]: PERSON}
            session.run(typed)
            before = forged.events()
            session.run(typed, ids[page][button])
            assert forged.events() == before + 1, page
    withdraw(forged.board, 1, writer(PERSON), "误报")

    code = Access(forged.store).add("court")
    before = forged.events()
    for page, (query, button) in ACTS.items():
        for cookie in ("", forged.cookie(), "planboard-1=made-up.made-up"):
            with forged.session(page, query, cookie) as session:
                session.run()
                typed = {ids[page]["姓名"]: PERSON}
                session.run(typed)
                session.run(typed, ids[page][button])
                session.run(typed | {"$$ID-0-none": "x"}, "$$ID-0-none")
                assert forged.events() == before, (page, cookie)

    # Whoever is proved for one agency neither locks nor restores what another sent.
    cookie = forged.cookie()
    with forged.session("upload", "agency=court", cookie) as session:
        session.run()
        session.run({session.fields["报送码"]: code}, session.fields["验证"])
        session.run()
        assert "✓ 已验证，可以替省法院报送。" in session.said
        for page, (query, button) in ACTS.items():
            session.page, session.query = page, query
            typed = {ids[page]["姓名"]: PERSON}
            session.run(typed)
            session.run(typed, ids[page][button])
            assert session.said and forged.events() == before, page
