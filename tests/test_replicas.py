"""Two boards on one PostgreSQL behind the nginx of docs/operations.md: what one is told both show, and where one ends the other goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from http.client import HTTPException
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

import pytest
from conftest import SHIPPED_PLAN, until_idle
from factories import progress_bytes
from playwright.sync_api import expect
from postgres import Server
from replicas import ROUTE, Acknowledged, Replica, Sender, running, two_boards
from serving import free_ports
from test_browser import field, text_of
from test_browser_people import PEOPLE, provider, settings_of, sign_in
from test_browser_reporting import content_of, fill
from test_proxy import nginx
from websockets.exceptions import WebSocketException

from lib.board.access import Access
from lib.store.sql.store import SqlStore

if TYPE_CHECKING:
    from playwright.sync_api import Page

TASKS = {"court": "3.1.3", "justice": "3.2.4", "taxation": "4.1.1"}
"""Bodies that report, each with a task of its own."""

SHOWN_SECONDS = 2.0
"""So soon what one board acknowledged is on a page that is open at the other."""


class Behind:
    """The boards, where nginx hands them on, and what their store holds."""

    def __init__(self, place: Path, database: str) -> None:
        self.folder = place / "actuals"
        self.folder.mkdir()
        self.port, self.provider, *ports = free_ports(4)
        self.site = f"http://127.0.0.1:{self.port}"
        self.store = SqlStore(database, self.folder, record=False)
        access = Access(SqlStore(database, self.folder))
        self._codes = {body: access.add(body) for body in TASKS}
        settings = settings_of(place, self.provider, PEOPLE, self.site) | {
            "PLANBOARD_STORE": database, "PLANBOARD_ACTUALS": self.folder, "PLANBOARD_PLAN": SHIPPED_PLAN,
            "PLANBOARD_OPEN_WRITING": "off", "PLANBOARD_COOKIE_SECRET": "a secret of these two boards alone",
        }  # fmt: skip
        self.a, self.b = (Replica(place, name, port, **settings) for name, port in zip("ab", ports, strict=True))
        self.block = two_boards(self.port, *ports)

    def sender(self, body: str, board: str = "") -> Sender:
        """Somebody who reports for a body, at a board."""
        return Sender(self.site, body, self._codes[body], board)

    def insist_that_nothing_is_lost(self, said: list[Acknowledged]) -> None:
        """What was acknowledged is there under its number, nothing is there twice, and no number is missing."""
        assert list(self.store.check().problems) == []
        kept = {s.id: s.sha256 for s in self.store.look().history.submissions}
        assert {one.id: kept[one.id] for one in said} == {one.id: one.sha256 for one in said}
        assert list(kept) == list(range(1, len(kept) + 1))
        assert len(set(kept.values())) == len(kept)


@pytest.fixture(scope="module")
def behind(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Behind]:
    place = tmp_path_factory.mktemp("replicas")
    found = Behind(place, postgres.database())
    with running(found.a, found.b), nginx(place, found.block, found.port):
        yield found
    assert found.a.faults() + found.b.faults() == ""


@pytest.fixture
def page_at(behind: Behind, tab_of: Callable[[], Page]) -> Callable[[str, str], Page]:
    """Open an address in a browser of which nothing is known but that a board has answered it before."""

    page = tab_of()

    def open_page(board: str, address: str = "") -> Page:
        page.context.clear_cookies()
        page.context.add_cookies([{"name": ROUTE, "value": board, "url": behind.site}])
        page.goto(f"{behind.site}/{address}")
        until_idle(page)
        assert board_of(page) == board
        return page

    return open_page


def board_of(page: Page) -> str:
    """The board that a browser belongs to."""
    return {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}[ROUTE]


def await_board(page: Page, board: str) -> None:
    """Wait until a browser has come to a board, and its page is there."""
    until = time.monotonic() + 20
    while board_of(page) != board:
        assert time.monotonic() < until
        page.wait_for_timeout(50)
    until_idle(page)


def figures_of(board: Replica) -> str:
    """The check code of what a board tells other programs."""
    with build_opener(ProxyHandler({})).open(f"{board.site}/api/v1/plans/guizhou-ip-2019/status") as answer:
        return str(answer.headers["ETag"])


def report(body: str, words: str) -> bytes:
    return progress_bytes([TASKS[body], "", "2019-09", "推进中", "", "", "", "2019-10-08", words])


# what one is told both show


def test_a_browser_stays_with_the_board_that_answered_it_and_is_known_to_both(behind: Behind) -> None:
    newcomers, until = [], time.monotonic() + 10
    while {one.cookies[ROUTE] for one in newcomers} != {"a", "b"}:
        assert time.monotonic() < until, newcomers
        newcomers.append(behind.sender("court"))
        assert newcomers[-1].get()[0] == 200
    for one in newcomers:
        before = dict(one.cookies)
        one.get()
        assert one.cookies == before
        # The other board knows the cookie as one of its own, and gives no other.
        one.cookies[ROUTE] = "b" if before[ROUTE] == "a" else "a"
        one.get()
        assert [name for name in before if one.cookies[name] != before[name]] == [ROUTE]
    made_up = behind.sender("court", "c")
    assert made_up.get()[0] == 200
    assert made_up.cookies[ROUTE] in ("a", "b")


def test_what_is_sent_at_one_board_is_on_an_open_page_of_the_other_within_two_seconds(
    behind: Behind, page_at: Callable[..., Page]
) -> None:
    page, sender, took = page_at("b", "upload"), behind.sender("court", "a"), []
    for n in range(3):
        data = report("court", f"第 {n} 次")
        sent = sender.send(data, by=f"张{n}")
        acknowledged = time.monotonic()
        page.wait_for_function("who => document.body.innerText.includes(who)", arg=f"张{n}", polling="raf")
        took.append(time.monotonic() - acknowledged)
        assert (sent.id, sent.board, board_of(page)) == (n + 1, "a", "b")
    # The middle one: what else the machine does may hold one up.
    assert sorted(took)[1] < SHOWN_SECONDS, took
    page.goto(f"{behind.site}/submission?id={sent.id}")
    until_idle(page)
    assert content_of(page, "下载内容")[1].encode("utf-8-sig") == data
    assert board_of(page) == "b"


def test_a_file_in_the_folder_is_taken_in_once_by_one_and_shown_by_both(
    behind: Behind, page_at: Callable[..., Page]
) -> None:
    page = page_at("b", "upload")
    before = {figures_of(board) for board in (behind.a, behind.b)}
    assert len(before) == 1
    (behind.folder / "部分").write_bytes(report("justice", "放入文件夹"))
    os.utime(behind.folder / "部分", (1e9, 1e9))
    (behind.folder / "部分").rename(behind.folder / "省司法厅_9月.csv")
    page.get_by_text("省司法厅_9月.csv").first.wait_for()
    until = time.monotonic() + 20
    while {figures_of(board) for board in (behind.a, behind.b)} & before:
        assert time.monotonic() < until
        page.wait_for_timeout(50)
    assert figures_of(behind.a) == figures_of(behind.b)
    found = [s for s in behind.store.look().history.submissions if s.file == "省司法厅_9月.csv"]
    assert [(s.body, s.by) for s in found] == [("justice", None)]
    assert list(behind.store.check().problems) == []


def test_who_signed_in_at_one_board_is_signed_in_at_the_other(behind: Behind, page_at: Callable[..., Page]) -> None:
    page = page_at("a")
    with provider(behind.provider):
        sign_in(page, behind.site, "zhang")
    assert board_of(page) == "a"
    page.context.add_cookies([{"name": ROUTE, "value": "b", "url": behind.site}])
    page.goto(f"{behind.site}/upload?agency=court")
    page.get_by_text("✓ 已登录：张三，省法院，可以填报。").wait_for()
    assert board_of(page) == "b"


# one ends


class OnAndOn(threading.Thread):
    """Sends one report after the other, and keeps what was acknowledged."""

    def __init__(self, sender: Sender, body: str) -> None:
        super().__init__(daemon=True)
        self._sender, self._body = sender, body
        self._over = threading.Event()
        self.said: list[Acknowledged] = []
        self.failed: list[str] = []

    def run(self) -> None:
        n = 0
        while not self._over.is_set():
            n += 1
            try:
                self.said.append(self._sender.send(report(self._body, f"{self.name} {n}")))
            except (OSError, HTTPException, WebSocketException, AssertionError) as error:
                self.failed.append(repr(error))
                self._sender.leave()
                self._over.wait(0.1)
        self._sender.leave()

    def await_more(self, count: int, board: str = "") -> None:
        """Wait until so many more are acknowledged, by a board."""
        before, until = len(self.said), time.monotonic() + 30
        while len([one for one in self.said[before:] if board in ("", one.board)]) < count:
            assert self.is_alive() and time.monotonic() < until, self.failed
            time.sleep(0.02)

    def end(self) -> None:
        self._over.set()
        self.join(30)
        assert not self.is_alive()


def test_what_a_board_acknowledged_before_it_was_killed_is_there_and_its_readers_come_to_the_other(
    behind: Behind, page_at: Callable[..., Page]
) -> None:
    page = page_at("a", "tasks?show=changed")
    senders = [OnAndOn(behind.sender(body, board), body) for body, board in zip(TASKS, "aab", strict=True)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.await_more(2)
    assert [sender.failed for sender in senders] == [[], [], []]
    behind.a.end(signal.SIGKILL)
    for sender in senders:
        sender.await_more(2, "b")
    await_board(page, "b")
    assert page.url.endswith("/tasks?show=changed")
    for sender in senders:
        sender.end()
    assert senders[2].failed == []
    assert {one.board for one in senders[0].said} == {"a", "b"}
    behind.insist_that_nothing_is_lost([one for sender in senders for one in sender.said])
    behind.a.start()


def test_boards_that_are_restarted_one_after_the_other_leave_nobody_without_one(
    behind: Behind, page_at: Callable[..., Page]
) -> None:
    page, sender = page_at("b", "upload?agency=court"), OnAndOn(behind.sender("taxation", "b"), "taxation")
    fill(page, "报送人", "张三")
    until_idle(page)
    sender.start()
    sender.await_more(1)
    behind.b.end()
    await_board(page, "a")
    sender.await_more(1, "a")
    expect(field(page, "报送人")).to_have_value("张三")
    behind.b.start()
    behind.a.end()
    await_board(page, "b")
    sender.await_more(1, "b")
    expect(field(page, "报送人")).to_have_value("张三")
    assert "选择单位" in text_of(page)
    sender.end()
    behind.insist_that_nothing_is_lost(sender.said)
