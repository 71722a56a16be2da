"""What holds for everybody on this board: the people file, whether anything is to be proved, whether writing is open."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from streamlit import config

from lib import settings
from lib.board import Access, PeopleFile, Standing, is_loopback
from lib.errors import AccessError, StoreError
from lib.store import Store, open_store


@cache
def _people_file(path: Path, required: bool) -> PeopleFile:
    return PeopleFile(path, required=required)


@cache
def store_at(address: str | Path) -> Store:
    """The store at an address, opened once for all readers."""
    return open_store(address)


def store() -> Store:
    """The store of this board."""
    return store_at(settings.store_address())


def people() -> Standing:
    """What the people file says now."""
    return _people_file(*settings.people_path()).look()


def is_guarded() -> bool:
    """Whether whoever writes has to prove something: there are people or codes, or it cannot be said whether there are."""
    if people().people is not None:
        return True
    try:
        return bool(Access(store()).bodies())
    except (AccessError, StoreError):
        return True


def writes_openly() -> bool:
    """Whether a browser on this machine may write without proof while there are neither codes nor people: not switched off,
    and the board neither listens elsewhere nor is told that browsers reach it under another address."""
    told = config.get_option("browser.serverAddress"), config.get_option("server.baseUrlPath")
    return (
        settings.open_writing()
        and is_loopback(config.get_option("server.address") or "")
        and (not told[0] or is_loopback(told[0]))
        and not told[1]
    )


def in_words() -> str:
    """Who may write, for the log."""
    if is_guarded():
        return "网页上报送要登录或者输入报送码。"
    if writes_openly():
        return "没有报送码和人员名单时，这台机器上的浏览器可以直接报送（PLANBOARD_OPEN_WRITING=on）。"
    return "没有报送码和人员名单时，网页上谁也不能报送（看板在别的地址上，或者 PLANBOARD_OPEN_WRITING=off）。"
