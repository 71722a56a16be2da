"""Upload codes 报送码: how a body proves itself on the page, and who may write while there are none.

Codes are kept as salted slow hashes (argon2id) in the store, never as they are. A body has one code; the office's
proves every body. While no code exists at all, only a request straight from this machine may write.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lib.board.writer import ALL_ROLES, Writer
from lib.errors import AccessError
from lib.store import CodeRefused, Store

TRIES = 5
"""Wrong codes that may be tried for a body within a minute."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are misread."""

_FORWARDING = re.compile(r"via|.*forwarded.*|.*-ip", re.IGNORECASE)
"""Names of headers that only something in between adds: X-Forwarded-For, Forwarded, Via, X-Real-IP, X-Client-IP …"""


class Access:
    """The codes that a store keeps."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._hasher = PasswordHasher()

    def bodies(self) -> dict[str, str]:
        """The bodies that have a code, each with the moment at which it was made. Raises AccessError."""
        return {body: code.made_at for body, code in self._store.codes().items()}

    def add(self, body: str) -> str:
        """Make a code for a body, in place of the one it had; it can be seen this once. Raises StoreError, AccessError."""
        code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        self._store.set_code(body, self._hasher.hash(code))
        return code

    def revoke(self, body: str) -> bool:
        """Let a body's code work no longer; whether it had one. Raises StoreError, AccessError."""
        with self._store.exclusive():
            had_one = body in self._store.codes()
            self._store.set_code(body, None)
        return had_one

    def prove(self, body: str, code: str, office: str | None = None) -> tuple[str, str]:
        """The body that the code proves, and what shows later that it was right: it fits until the code is replaced or
        revoked. With `office` its code is taken too, since it is good for every body.

        Raises AccessError where the code is wrong, or too many wrong ones were tried.
        """
        with self._store.exclusive():
            now = self._store.clock()
            if self._store.refusals(body, now - timedelta(minutes=1)) >= TRIES:
                raise AccessError(f"报送码已连续错了 {TRIES} 次。请过一分钟再试；忘了报送码的请联系统筹办。")
            codes = self._store.codes()
            for one in dict.fromkeys([body, office or body]):
                if one in codes and self._fits(codes[one].hash, code):
                    return one, codes[one].hash
            self._store.note([CodeRefused(at=now, body=body)])
        if body not in codes:
            raise AccessError("这个单位还没有报送码。请联系统筹办。")
        raise AccessError("报送码不对。请核对后再输入；忘了的请联系统筹办。")

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


def is_from_this_machine(peer: str | None, headers: Mapping[str, str]) -> bool:
    """Whether a request comes straight from this machine: a loopback peer, no forwarding header, and, where a browser
    says which site it is on, a loopback name. `peer` None stands for loopback.

    A proxy that adds no header is recognised by the site: browsers reach it under another name.
    """
    if any(map(_FORWARDING.fullmatch, headers)):
        return False
    given = {name.lower(): value for name, value in headers.items()}
    sites = [given["origin"]] if given.get("origin") else []
    if given.get("host"):
        sites.append(f"//{given['host']}")
    return (peer is None or _is_loopback(peer)) and all(_is_loopback(_host(site)) for site in sites)


def _host(address: str) -> str | None:
    try:
        return urlsplit(address).hostname
    except ValueError:
        return None


def _is_loopback(host: str | None) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host or "").is_loopback
    except ValueError:
        return False
