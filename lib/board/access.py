"""Upload codes 报送码: how a body proves itself on the page, and who may write while there are none.

Codes are kept as salted slow hashes (argon2id) in the store, never as they are. A body has one code; the office's
proves every body. While no code exists at all, only a request straight from this machine may write.
"""

from __future__ import annotations

import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Collection, Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lib.board.tries import TRIES, pause_after, tries_of
from lib.board.writer import ALL_ROLES, Writer
from lib.errors import AccessError
from lib.store import CodeRefused, Store

_log = logging.getLogger("planboard")

_AT_ONCE = threading.BoundedSemaphore(2)
"""A hash takes 64 MB while it is made: so many are, however many people try."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are misread."""

_FORWARDING = re.compile(r"via|.*forwarded.*|.*-ip", re.IGNORECASE)
"""Names of headers that only something in between adds: X-Forwarded-For, Forwarded, Via, X-Real-IP, X-Client-IP …"""


class Access:
    """The codes that a store keeps."""

    def __init__(self, store: Store, pause: Callable[[float], None] = time.sleep) -> None:
        self._store = store
        self._pause = pause
        self._hasher = PasswordHasher()

    def bodies(self) -> dict[str, str]:
        """The bodies that have a code, each with the moment at which it was made. Raises AccessError."""
        return {body: code.made_at for body, code in self._store.codes().items()}

    def make(self, body: str, writer: Writer, office: str) -> str:
        """`add` by whoever may administer. Raises StoreError, AccessError."""
        writer.check_may("administer", body, office)
        return self.add(body, writer)

    def take_back(self, body: str, writer: Writer, office: str) -> bool:
        """`revoke` by whoever may administer. Raises StoreError, AccessError."""
        writer.check_may("administer", body, office)
        return self.revoke(body, writer)

    def add(self, body: str, by: Writer | None = None) -> str:
        """Make a code for a body, in place of the one it had; it can be seen this once. Raises StoreError, AccessError."""
        code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        self._store.set_code(body, self._hasher.hash(code), *_signature(by))
        return code

    def revoke(self, body: str, by: Writer | None = None) -> bool:
        """Let a body's code work no longer; whether it had one. Raises StoreError, AccessError."""
        with self._store.exclusive():
            had_one = body in self._store.codes()
            self._store.set_code(body, None, *_signature(by))
        return had_one

    def prove(self, body: str, code: str, office: str | None = None, places: Collection[str] = ()) -> tuple[str, str]:
        """The body that the code proves, and what shows later that it was right: it fits until the code is replaced or
        revoked. With `office` its code is taken too, since it is good for every body.

        A right code is taken whatever was tried before. Raises AccessError where the code is wrong, the later the more
        wrong ones came from one of the `places` (address, browser) within a minute.
        """
        codes = self._store.codes()
        with _AT_ONCE:
            for one in dict.fromkeys([body, office or body]):
                if one in codes and self._fits(codes[one].hash, code):
                    return one, codes[one].hash
        now = self._store.clock()
        _log.info("refused", extra={"what": "code", "body": body})
        wrong = tries_of(self._store).count(places, now)
        if wrong <= TRIES:
            self._store.note([CodeRefused(at=now, body=body)])
        self._pause(pause_after(wrong))
        if body not in codes:
            raise AccessError("这个单位还没有报送码。请联系统筹办。")
        slow = f"一分钟里已经错了 {wrong} 次，所以答得慢了。" if wrong > TRIES else ""
        raise AccessError(f"报送码不对。{slow}请核对后再输入；忘了的请联系统筹办。")

    def _fits(self, known: str, code: str) -> bool:
        """Whether a code fits a hash; spaces, hyphens and case make no difference."""
        letters = "".join(c for c in code.upper() if c.isalnum())
        try:
            return self._hasher.verify(known, "-".join(letters[i : i + 4] for i in range(0, len(letters), 4)))
        except (VerificationError, InvalidHashError):
            return False

    def writer(
        self, name: str, proofs: Mapping[str, str], *, from_this_machine: bool, office: str | None = None
    ) -> Writer:
        """Whoever has these proofs, for the bodies that they prove now: an agency's code lets report for it, that of
        `office` do all that the office does. Raises AccessError where they prove none."""
        codes = self._store.codes()
        if not codes:
            if from_this_machine:
                return Writer(name, None, "local", ALL_ROLES)
            raise AccessError("还没有设置报送码，只有看板所在的那台机器可以报送。请管理员先为各单位制作报送码。")
        proved = frozenset(body for body, proof in proofs.items() if body in codes and codes[body].hash == proof)
        if not proved:
            raise AccessError("请先输入报送码。")
        if office in proved:
            return Writer(name, frozenset({office}), "code", ALL_ROLES)
        return Writer(name, proved, "code", frozenset({"report"}))


def _signature(writer: Writer | None) -> tuple[str | None, str | None, str | None]:
    if writer is None:
        return None, None, None
    signed = writer.signed("请填写姓名。")
    return signed["by"], signed["proved"], signed["who"]


def is_from_this_machine(peer: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request comes straight from this machine: a loopback peer, no forwarding header, and, where a browser
    says which site it is on, the board's own page under a loopback name. `peer` None stands for loopback.

    A proxy that adds no header is recognised by the site: browsers reach it under another name.
    """
    if any(map(_FORWARDING.fullmatch, headers)):
        return False
    given = {name.lower(): value for name, value in headers.items()}
    host, origin = given.get("host"), given.get("origin")
    if (host and not is_loopback(_host(f"//{host}"))) or (origin and not is_loopback(_host(origin))):
        return False
    # Another server's page on this machine is not the board's own.
    return (peer is None or is_loopback(peer)) and (not origin or not host or urlsplit(origin).netloc == host)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def is_loopback(host: str | None) -> bool:
    """Whether a name or an address stands for this machine itself."""
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
