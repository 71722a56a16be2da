"""Sessions with a Streamlit server that need no browser: they speak the page's protocol."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets import Subprotocol
from websockets.sync.client import ClientConnection, connect

PATIENCE_SECONDS = 120


class Failed(Exception):
    """A page that does not finish."""


PLAIN: dict[str, Any] = {"compression": None, "max_size": None, "ping_interval": None, "proxy": None}
"""How a connection is opened that costs whoever measures as little as can be."""


@contextmanager
def visited(address: str) -> Iterator[Session]:
    """A session with the server at `address`, such as http://127.0.0.1:8501."""
    with connect(stream_of(address), subprotocols=[Subprotocol("streamlit")], **PLAIN) as connection:
        yield Session(connection)


def stream_of(address: str) -> str:
    """Where the server at `address` takes connections."""
    return f"{address.replace('http', 'ws', 1)}/_stcore/stream"


def ask_for_run(page: str = "", fragment: str = "", cached: Iterable[str] = ()) -> bytes:
    """What a browser sends for a run of a page, blank at first, that has kept the messages `cached`."""
    ask = BackMsg()
    ask.rerun_script.page_script_hash = page
    ask.rerun_script.fragment_id = fragment
    ask.rerun_script.is_auto_rerun = bool(fragment)
    ask.rerun_script.cached_message_hashes.extend(sorted(cached))
    ask.rerun_script.context_info.timezone = "Asia/Shanghai"
    ask.rerun_script.context_info.locale = "zh-CN"
    return ask.SerializeToString()


def is_last(message: Any) -> bool:
    """Whether a run ends with a message. Raises Failed where it says that the run did not do what it should."""
    if message.HasField("delta") and message.delta.new_element.HasField("exception"):
        raise Failed(message.delta.new_element.exception.message)
    if not message.HasField("script_finished"):
        return False
    status = ForwardMsg.ScriptFinishedStatus.Name(message.script_finished)
    if status == "FINISHED_WITH_COMPILE_ERROR":
        raise Failed(status)
    return status != "FINISHED_EARLY_FOR_RERUN"


class Session:
    """One visitor, who keeps the messages of the last run."""

    def __init__(self, connection: ClientConnection) -> None:
        self._socket = connection
        self._page = ""
        self._cached: set[str] = set()
        self.messages: list[Any] = []

    def run(self, fragment: str = "") -> float:
        """Ask for a run of the page, or of a fragment of it; the seconds from asking until the server has finished.

        A fragment may have the whole page run again, which is waited for.
        """
        start = time.perf_counter()
        self._socket.send(ask_for_run(self._page, fragment, self._cached))
        self.messages = list(self._answer())
        return time.perf_counter() - start

    @property
    def polls(self) -> dict[str, float]:
        """The fragments that the last run wants run again by themselves, with their intervals in seconds."""
        return {m.auto_rerun.fragment_id: m.auto_rerun.interval for m in self.messages if m.HasField("auto_rerun")}

    def elements(self, kind: str) -> list[Any]:
        """What the last run drew of one kind, in order."""
        drawn = [m.delta.new_element for m in self.messages if m.HasField("delta")]
        return [getattr(element, kind) for element in drawn if element.WhichOneof("type") == kind]

    def _answer(self) -> Iterator[Any]:
        while True:
            message = ForwardMsg.FromString(self._socket.recv(timeout=PATIENCE_SECONDS))
            yield message
            if message.metadata.cacheable:
                self._cached.add(message.hash)
            if message.HasField("new_session"):
                self._page = message.new_session.page_script_hash
            if is_last(message):
                return
