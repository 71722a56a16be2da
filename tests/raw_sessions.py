"""Sessions without a browser: programs that speak the page's protocol and say what they like of its fields and buttons."""

from __future__ import annotations

import http.client
import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import closing, contextmanager
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value
from websockets.sync.client import ClientConnection, connect

XSRF = "2|00000000|00000000000000000000000000000000|1700000000"
"""What a browser sends twice, so that Streamlit knows its own page: anybody can make one up."""

_FIELDS = ("text_input", "button", "checkbox", "selectbox")


@contextmanager
def stream(site: str, session: str = "", cookie: str = "", origin: str | None = None) -> Iterator[ClientConnection]:
    """A connection to a board; with the id of a session it asks for that."""
    protocols: list[Any] = ["streamlit", XSRF, session] if session else ["streamlit", XSRF]
    headers = {"Cookie": f"_streamlit_xsrf={XSRF}; {cookie}"}
    address = f"{site.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(address, subprotocols=protocols, additional_headers=headers, origin=origin, max_size=None) as found:  # type: ignore[arg-type]
        yield found


class RawSession:
    """A session on a connection that sets whatever fields it wants to, whether or not a page showed them."""

    def __init__(self, connection: ClientConnection, page: str = "upload", query: str = "") -> None:
        self.connection, self.page, self.query = connection, page, query
        self.id = ""
        self.fields: dict[str, str] = {}
        """The ids of the fields and buttons that it was shown, by their labels."""
        self.said = ""

    def run(self, typed: Mapping[str, str | bool] = {}, pressed: Collection[str] = ()) -> str:
        """What the page says when fields hold what was `typed`, or are ticked, and buttons were `pressed`, by ids."""
        self.said = ""
        self._ask(typed, pressed)
        if "pb-head" not in self.said:
            # The first run in the life of a server shows nothing, nor does one that a rerun ends.
            self._ask(typed, ())
        return self.said

    def _ask(self, typed: Mapping[str, str | bool], pressed: Collection[str]) -> None:
        ask = BackMsg()
        ask.rerun_script.page_name, ask.rerun_script.query_string = self.page, self.query
        widgets = ask.rerun_script.widget_states.widgets
        for id, value in typed.items():
            if isinstance(value, bool):
                widgets.add(id=id, bool_value=value)
            else:
                widgets.add(id=id, string_value=value)
        for id in pressed:
            widgets.add(id=id, trigger_value=True)
        self.connection.send(ask.SerializeToString())
        while True:
            data = self.connection.recv(timeout=60)
            assert isinstance(data, bytes)
            message = ForwardMsg.FromString(data)
            element = message.delta.new_element
            self.said += element.html.body
            self.id = message.new_session.initialize.session_id or self.id
            if (kind := element.WhichOneof("type")) in _FIELDS:
                self.fields[getattr(element, kind).label] = getattr(element, kind).id
            is_end = message.WhichOneof("type") == "script_finished"
            if is_end and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
                return


def cookie_of(site: str) -> str:
    """What a browser is given to hold."""
    with closing(http.client.HTTPConnection(site.removeprefix("http://"), timeout=30)) as connection:
        connection.request("GET", "/", headers={"Accept": "text/html"})
        answer = connection.getresponse()
        answer.read()
        return str(answer.getheader("set-cookie")).partition(";")[0]


def signed_in(site: str, secret: str, **claims: object) -> str:
    """What a browser holds once the identity provider has said these claims; `secret` is the board's."""
    said = json.dumps({"origin": site, "is_logged_in": True, **claims})
    return f"_streamlit_user={create_signed_value(secret, '_streamlit_user', said).decode()}"
