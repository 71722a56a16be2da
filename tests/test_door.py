"""What got in or went over when it was tried from outside, tried again: by programs that speak to a running board."""

from __future__ import annotations

import http.client
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import psutil
import pytest
from conftest import until_idle
from factories import progress_bytes
from raw_sessions import XSRF, RawSession, stream
from serving import faults, started
from streamlit import config
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.secrets import Secrets
from test_browser_reporting import prove
from websockets.exceptions import ConnectionClosed, InvalidStatus

from lib.board.access import Access
from lib.store.folder.store import FolderStore
from lib.ui import door, middleware

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MB = 2**20


class Open(NamedTuple):
    """A board, its log, its port, its process."""

    folder: Path
    log: Path
    port: int
    process: int

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def memory(self) -> int:
        """Bytes that the server holds."""
        return int(psutil.Process(self.process).memory_info().rss)


@contextmanager
def board_in(folder: Path, place: Path) -> Iterator[Open]:
    (folder / "省知识产权局_9月.csv").write_bytes(progress_bytes(["1.1.1", "", "2019-09", "推进中"]))
    with started(place / "log.txt", PLANBOARD_ACTUALS=folder) as (site, process):
        yield Open(folder, place / "log.txt", int(site.rpartition(":")[2]), process)


@pytest.fixture(scope="module")
def open_board(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Nobody has anything to prove."""
    with board_in(tmp_path_factory.mktemp("open"), tmp_path_factory.mktemp("log")) as board:
        yield board


@pytest.fixture(scope="module")
def guarded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Open]:
    """Some have a code."""
    with board_in(tmp_path_factory.mktemp("guarded"), tmp_path_factory.mktemp("log")) as board:
        yield board


def put(board: Open, session: str, id: str, size: int, **headers: str) -> int:
    """Leave a file in a session; the answer's status."""
    with closing(http.client.HTTPConnection("127.0.0.1", board.port, timeout=60)) as connection:
        connection.request("GET", "/", headers={"Accept": "text/html"})
        connection.getresponse().read()
        body = (
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="a.csv"\r\n\r\n'
            + b"x" * size
            + b"\r\n--b--\r\n"
        )
        kind = {"Content-Type": "multipart/form-data; boundary=b", "Host": f"127.0.0.1:{board.port}"}
        given = {"Cookie": f"_streamlit_xsrf={XSRF}", "X-Xsrftoken": XSRF, **kind, **headers}
        connection.request("PUT", f"/_stcore/upload_file/{session}/{id}", body, given)
        answer = connection.getresponse()
        answer.read()
        return answer.status


def sessions_of(page: Page) -> list[str]:
    """The ids of the sessions that a browser gets from now on."""
    found: list[str] = []

    def look(data: str | bytes) -> None:
        message = ForwardMsg()
        message.ParseFromString(data if isinstance(data, bytes) else data.encode())
        if message.WhichOneof("type") == "new_session":
            found.append(message.new_session.initialize.session_id)

    page.on("websocket", lambda socket: socket.on("framereceived", look))
    return found


# whose session it is


def test_the_id_of_a_proved_session_proves_nothing_without_its_browser(guarded: Open, browser: Browser) -> None:
    code = Access(FolderStore(guarded.folder)).add("court")
    context = browser.new_context()
    page = context.new_page()
    sessions = sessions_of(page)
    page.goto(f"{guarded.site}/upload?agency=court")
    until_idle(page)
    prove(page, code)
    page.get_by_text("✓ 已验证，可以替省法院报送。").wait_for()
    cookie = "; ".join(f"{c['name']}={c['value']}" for c in context.cookies() if "xsrf" not in c["name"])
    (name,) = [c["name"] for c in context.cookies() if c["name"].startswith("planboard")]
    assert page.evaluate("document.cookie").count("planboard") == 0

    for stolen in ("", "planboard-1=00000000000000000000000000000000.00", f"{name}=made-up.made-up"):
        with stream(guarded.site, sessions[-1], stolen) as connection:
            stolen_session = RawSession(connection, query="agency=court")
            said = stolen_session.run()
        session = stolen_session.id
        assert session == sessions[-1]
        assert "✓ 已验证" not in said
        assert "登录或者输入报送码以后，才能上传文件。" in said
        assert put(guarded, session, "a", 10) == 403
    with stream(guarded.site, sessions[-1], cookie) as connection:
        assert "✓ 已验证" in RawSession(connection, query="agency=court").run()
        assert put(guarded, sessions[-1], "a", 10) == 403
        assert put(guarded, sessions[-1], "a", 10, Cookie=f"_streamlit_xsrf={XSRF}; {cookie}") == 204
    context.close()


def test_where_there_are_codes_a_session_without_a_proof_leaves_no_file(guarded: Open) -> None:
    Access(FolderStore(guarded.folder)).add("finance")
    with stream(guarded.site) as connection:
        session = RawSession(connection, query="agency=finance")
        assert "登录或者输入报送码以后，才能上传文件。" in session.run()
        assert put(guarded, session.id, "a", 10) == 403
        assert put(guarded, session.id, "a", 10, Origin="http://localhost:3000") == 403


# where a request comes from


@pytest.mark.parametrize("origin", ["http://localhost:3000", "http://evil.example.org", "null", "http://127.0.0.1"])
def test_a_page_of_another_server_opens_no_connection(open_board: Open, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refused, stream(open_board.site, origin=origin):
        pass
    assert refused.value.response.status_code == 403
    with stream(open_board.site, origin=open_board.site):
        pass


def test_writing_is_open_only_where_it_is_switched_on_and_this_is_said(
    open_board: Open, tmp_path: Path, serve: Callable[..., str]
) -> None:
    assert "没有报送码和人员名单时，这台机器上的浏览器可以直接报送" in open_board.log.read_text("utf-8")
    with stream(open_board.site) as connection:
        assert "现在只有在看板所在的这台机器上才能报送" in RawSession(connection, query="agency=court").run()
    for env in ({"PLANBOARD_OPEN_WRITING": "off"}, {"STREAMLIT_BROWSER_SERVER_ADDRESS": "board.example.lan"}):
        log = tmp_path / "log.txt"
        with started(log, PLANBOARD_ACTUALS=open_board.folder, **env) as (site, process):
            board = Open(open_board.folder, log, int(site.rpartition(":")[2]), process)
            assert "网页上谁也不能报送" in log.read_text("utf-8")
            # A proxy that adds no header and hides the name looks the same as this.
            with stream(board.site) as connection:
                assert "从这里不能报送" in RawSession(connection, query="agency=court").run()


# what is held


def test_files_that_nobody_reads_are_bounded(open_board: Open) -> None:
    with ExitStack() as stack:
        visitors = [RawSession(stack.enter_context(stream(open_board.site)), query="agency=court") for _ in range(4)]
        for visitor in visitors:
            visitor.run()
        sessions = [visitor.id for visitor in visitors]
        before = open_board.memory()
        answers = [put(open_board, s, f"{s}-{n}", 7 * MB) for n in range(10) for s in sessions]
        assert set(answers) == {204, 503}
        assert open_board.memory() - before < 120 * MB
    # Those who are gone leave nothing behind.
    with stream(open_board.site) as connection:
        session = RawSession(connection, query="agency=court")
        session.run()
        assert put(open_board, session.id, "a", 100) in (204, 503)


def test_an_upload_that_hides_its_size_is_not_begun(open_board: Open) -> None:
    with closing(socket.create_connection(("127.0.0.1", open_board.port), timeout=10)) as raw:
        raw.sendall(
            f"PUT /_stcore/upload_file/a/b HTTP/1.1\r\nHost: 127.0.0.1:{open_board.port}\r\n"
            "Transfer-Encoding: chunked\r\n\r\n".encode()
        )
        assert raw.recv(100).startswith(b"HTTP/1.1 411")


def test_messages_that_are_never_finished_hold_little(open_board: Open) -> None:
    before = open_board.memory()
    for _ in range(4):
        with pytest.raises(ConnectionClosed), stream(open_board.site) as connection:
            connection.send(b"x" * MB for _ in range(190))
            connection.recv(timeout=10)
    assert open_board.memory() - before < 64 * MB


def test_fields_that_no_page_has_leave_the_page_and_the_log_as_they_are(open_board: Open) -> None:
    with stream(open_board.site) as connection:
        session = RawSession(connection, query="agency=court")
        session.run()
        for id in ("none", "$$none", "", "$$ID-0-none", "choice-period-"):
            assert "选择单位" in session.run({id: "x"})
        connection.send(b"\xff\xff\xff")
        with pytest.raises(ConnectionClosed):
            while True:
                connection.recv(timeout=10)
    assert not faults(open_board.log)


# the cookie


def test_a_browser_is_known_by_what_was_signed_here() -> None:
    token = door._new_token()
    value, _, signature = token.partition(".")
    assert door.browser_of({"planboard-8501": token}) == token
    assert door.browser_of({"planboard-8502": "x.y", "planboard-8501": token}) == token
    for other in (
        {"other": token},
        {"planboard-8501": f"{value[:-1]}0.{signature[::-1]}"},
        {"planboard-8501": value},
        {},
    ):
        assert door.browser_of(other) is None


@pytest.fixture
def begin_anew(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Be a process that starts with this secret."""

    def start(secret: str) -> None:
        monkeypatch.setenv("PLANBOARD_COOKIE_SECRET", secret)
        door.key.cache_clear()

    yield start
    door.key.cache_clear()


def test_boards_with_one_secret_know_each_others_browsers_and_others_do_not(begin_anew: Callable[[str], None]) -> None:
    secrets = ["一" * 32, "二" * 32, "", ""]
    tokens = []
    for secret in secrets:
        begin_anew(secret)
        tokens.append(door._new_token())
        begin_anew(secret)
        assert [door.browser_of({"planboard-80": token}) for token in tokens] == [
            token if secret and secret == made_with else None for token, made_with in zip(tokens, secrets, strict=False)
        ]


def test_a_secret_that_is_too_short_ends_the_start_with_a_sentence(begin_anew: Callable[[str], None]) -> None:
    begin_anew("x" * 31)
    with pytest.raises(SystemExit, match="PLANBOARD_COOKIE_SECRET 只有 31 个字符，至少要 32 个，看板没有启动"):
        middleware()
    begin_anew("x" * 32)
    assert middleware()


def test_secrets_that_are_not_utf_8_end_the_start_with_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secrets.toml").write_bytes("[auth]  # 登录\n".encode("gbk"))
    monkeypatch.setattr("lib.ui.serving.secrets_singleton", Secrets())
    files = config.get_option("secrets.files")
    config.set_option("secrets.files", [str(tmp_path / "secrets.toml")])
    try:
        with pytest.raises(SystemExit, match=r"secrets\.toml 不是 UTF-8 编码，看板没有启动。请另存为 UTF-8"):
            middleware()
    finally:
        config.set_option("secrets.files", files)


def test_the_cookie_is_for_http_alone_and_secure_where_the_way_is(open_board: Open) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", open_board.port, timeout=10)) as connection:
        for more in ({}, {"X-Forwarded-Proto": "https"}):
            connection.request("GET", "/", headers={"Accept": "text/html", **more})
            answer = connection.getresponse()
            answer.read()
            (cookie,) = re.findall(r"^planboard-\d+=.*$", str(answer.getheader("set-cookie")), re.MULTILINE)
            assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))
            assert ("Secure" in cookie) == bool(more)
