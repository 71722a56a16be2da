"""Two boards on one database behind the nginx of docs/operations.md, and senders who speak to them as browsers do."""

from __future__ import annotations

import http.client
import os
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from hashlib import sha256
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any, NamedTuple
from uuid import uuid4

from serving import ROOT, faults, started
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from test_proxy import documented
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

ROUTE = "planboard_route"

PATIENCE_SECONDS = 20

_FINISHED = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


def two_boards(port: int, a: int, b: int) -> str:
    """nginx as the docs have it for two boards, with other ports."""
    docs = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(r"^### Two boards behind one nginx\n(.*?)^The unit becomes", docs, re.MULTILINE | re.DOTALL)
    assert found
    above, header, proxy_pass = re.findall(r"```nginx\n(.*?)```", found[1], re.DOTALL)
    block = documented(port, 8501)
    for there, put in (
        ("server {\n", above + "server {\n"),
        ("    add_header X-Content-Type-Options", header + "    add_header X-Content-Type-Options"),
        ("        proxy_pass         http://127.0.0.1:8501;\n", proxy_pass),
    ):
        assert block.count(there) == 1
        block = block.replace(there, put)
    for old, new in ((":8501", f":{a}"), (":8502", f":{b}")):
        assert block.count(old) == 4
        block = block.replace(old, new)
    return block


class Replica:
    """One of the boards, which ends and starts again at its port."""

    def __init__(self, place: Path, name: str, port: int, **settings: object) -> None:
        self.name, self.port, self.site = name, port, f"http://127.0.0.1:{port}"
        self._place, self._settings = place, settings
        self._running = ExitStack()
        self._logs: list[Path] = []
        self._process = 0

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._logs.append(self._place / f"{self.name}{len(self._logs)}.txt")
        board = started(self._logs[-1], port=self.port, **self._settings)
        self._process = self._running.enter_context(board)[1]

    def end(self, how: signal.Signals = signal.SIGTERM) -> None:
        """End it: SIGTERM as a service is stopped, SIGKILL as nothing can be done against."""
        if self._process:
            os.kill(self._process, how)
        self._running.close()
        self._process = 0

    def faults(self) -> str:
        """What it said in all its lives, where an exception is in it."""
        return "".join(map(faults, self._logs))


class Acknowledged(NamedTuple):
    """What a sender was told."""

    id: int
    sha256: str
    board: str


class Sender:
    """A browser of somebody who reports for a body, without the browser: one session, with cookies and an upload code."""

    def __init__(self, site: str, body: str, code: str, route: str = "") -> None:
        self.address, self._body, self._code = site.removeprefix("http://"), body, code
        self.cookies = {ROUTE: route} if route else {}
        self._open = ExitStack()
        self._socket: ClientConnection | None = None
        self._session = self._page = ""
        self._ids: dict[str, str] = {}
        """Ids of fields and buttons by their labels."""
        self._fragments: dict[str, str] = {}
        """The fragments in which they stand."""

    def get(self, path: str = "/", **headers: str) -> tuple[int, bytes]:
        """What an address answers to this browser."""
        with closing(http.client.HTTPConnection(self.address, timeout=PATIENCE_SECONDS)) as connection:
            connection.request("GET", path, headers={"Accept": "text/html", "Cookie": self._cookie(), **headers})
            answer = connection.getresponse()
            self._keep(answer.headers.get_all("set-cookie", []))
            return answer.status, answer.read()

    def send(self, data: bytes, by: str = "甲") -> Acknowledged:
        """Upload a file and confirm it. Raises whatever keeps the page from saying its number."""
        if not self._socket:
            self._enter()
        file = self._put(data)
        typed = {self._ids["报送人"]: by}
        self._run(typed, file=file)
        self._run(typed, "提交", file=file)
        for label in [label for label in self._ids if label.startswith("已核对")]:
            self._run(typed | {self._ids[label]: True}, label, file=file)
        said = self._run(typed, "确认报送", file=file)
        found = re.search(r"已收下，报送编号 (\d+)", said)
        assert found, said[:400]
        return Acknowledged(int(found[1]), sha256(data).hexdigest(), self.cookies[ROUTE])

    def leave(self) -> None:
        """Close the session; the cookies stay."""
        self._open.close()
        self._socket, self._page, self._ids = None, "", {}

    def _enter(self) -> None:
        self.get()
        headers = {"Cookie": self._cookie()}
        address = f"ws://{self.address}/_stcore/stream"
        connection = connect(
            address, subprotocols=[Subprotocol("streamlit")], additional_headers=headers, max_size=None, proxy=None
        )
        self._socket = self._open.enter_context(connection)
        assert connection.response
        self._keep(connection.response.headers.get_all("set-cookie"))
        while "报送码" not in self._ids:  # the first run in the life of a server shows nothing
            self._run({})
        self._run({self._ids["报送码"]: self._code}, "验证")

    def _run(self, typed: dict[str, Any], pressed: str = "", file: tuple[str, int] | None = None) -> str:
        """What the page says when fields hold `typed`, one button is pressed, and a file (id, size) is chosen."""
        ask = BackMsg()
        run = ask.rerun_script
        run.page_name, run.page_script_hash = "" if self._page else "upload", self._page
        run.query_string = f"agency={self._body}"
        run.fragment_id = self._fragments.get(pressed, "")
        for id, value in typed.items():
            kind = "bool_value" if isinstance(value, bool) else "string_value"
            run.widget_states.widgets.add(id=id, **{kind: value})
        if pressed and self._ids[pressed] not in typed:
            run.widget_states.widgets.add(id=self._ids[pressed], trigger_value=True)
        if file:
            chosen = run.widget_states.widgets.add(id=self._ids["填好的文件"]).file_uploader_state_value
            chosen.uploaded_file_info.add(name=f"{self._body}.csv", file_id=file[0], size=file[1])
        assert self._socket
        self._socket.send(ask.SerializeToString())
        said = ""
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=PATIENCE_SECONDS, decode=False))
            if message.HasField("new_session"):
                self._session = message.new_session.initialize.session_id
            if message.HasField("navigation"):
                self._page = message.navigation.page_script_hash
            element = message.delta.new_element
            said += element.html.body
            kind = element.WhichOneof("type")
            if kind in ("text_input", "button", "file_uploader", "checkbox"):
                shown = getattr(element, kind)
                self._ids[shown.label], self._fragments[shown.label] = shown.id, message.delta.fragment_id
            if message.HasField("script_finished") and message.script_finished in _FINISHED:
                return said

    def _put(self, data: bytes) -> tuple[str, int]:
        """Leave a file in the session: its id and size."""
        id, token = uuid4().hex, "2|00000000|00000000000000000000000000000000|1700000000"
        head = f'--b\r\nContent-Disposition: form-data; name="f"; filename="{self._body}.csv"\r\n\r\n'
        body = head.encode() + data + b"\r\n--b--\r\n"
        headers = {
            "Content-Type": "multipart/form-data; boundary=b",
            "Cookie": f"{self._cookie()}; _streamlit_xsrf={token}", "X-Xsrftoken": token,
        }  # fmt: skip
        with closing(http.client.HTTPConnection(self.address, timeout=PATIENCE_SECONDS)) as connection:
            connection.request("PUT", f"/_stcore/upload_file/{self._session}/{id}", body, headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == 204, answer.status
        return id, len(data)

    def _cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def _keep(self, given: list[str]) -> None:
        for line in given:
            self.cookies |= {name: morsel.value for name, morsel in SimpleCookie(line).items()}


@contextmanager
def running(*replicas: Replica) -> Iterator[None]:
    """Boards that start at once and are there until the end."""
    try:
        with ThreadPoolExecutor() as starting:
            list(starting.map(Replica.start, replicas))
        yield
    finally:
        for replica in replicas:
            replica.end()
