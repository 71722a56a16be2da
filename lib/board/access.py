"""Upload codes 报送码: how a body proves itself on the page, and who may write while there are none.

Codes are kept as salted slow hashes (argon2id) beside the journal, never as they are. A body has one code; the office's
proves every body. While no code exists at all, only a request straight from this machine may write.
"""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Mapping
from datetime import timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from lib.errors import AccessError
from lib.store import JOURNAL_FOLDER, CodeMade, CodeRefused, CodeRevoked, Store, durable, not_stored

TRIES = 5
"""Wrong codes that may be tried for a body within a minute."""

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without 0, 1, I and O, which are misread."""

_FORWARDING = re.compile(r"via|.*forwarded.*|.*-ip", re.IGNORECASE)
"""Names of headers that only something in between adds: X-Forwarded-For, Forwarded, Via, X-Real-IP, X-Client-IP …"""


class Access:
    """The codes of a folder of actuals."""

    def __init__(self, store: Store, folder: Path) -> None:
        self._store = store
        self._path = folder / JOURNAL_FOLDER / "access.json"
        self._hasher = PasswordHasher()

    def bodies(self) -> dict[str, str]:
        """The bodies that have a code, each with the moment at which it was made. Raises AccessError."""
        return {body: entry["made_at"] for body, entry in self._read().items()}

    def add(self, body: str) -> str:
        """Make a code for a body, in place of the one it had; it can be seen this once. Raises StoreError, AccessError."""
        code = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(4)) for _ in range(3))
        now = self._store.clock()
        with self._store.exclusive():
            entries = self._read()
            self._store.note(CodeMade(at=now, body=body))
            self._write(entries | {body: {"hash": self._hasher.hash(code), "made_at": now.isoformat()}})
        return code

    def revoke(self, body: str) -> bool:
        """Let a body's code work no longer; whether it had one. Raises StoreError, AccessError."""
        with self._store.exclusive():
            entries = self._read()
            if body not in entries:
                return False
            self._write({other: entry for other, entry in entries.items() if other != body})
            self._store.note(CodeRevoked(at=self._store.clock(), body=body))
        return True

    def proof(self, body: str, code: str) -> str:
        """What shows later that a body's own code was right. Raises AccessError."""
        return self.prove(body, code)[1]

    def prove(self, body: str, code: str, office: str | None = None) -> tuple[str, str]:
        """The body that the code proves, and what shows later that it was right: it fits until the code is replaced or
        revoked. With `office` its code is taken too, since it is good for every body.

        Raises AccessError where the code is wrong, or too many wrong ones were tried.
        """
        with self._store.exclusive():
            return self._prove(body, code, office)

    def _prove(self, body: str, code: str, office: str | None) -> tuple[str, str]:
        now = self._store.clock()
        if self._store.refusals(body, now - timedelta(minutes=1)) >= TRIES:
            raise AccessError(f"报送码已连续错了 {TRIES} 次。请过一分钟再试；忘了报送码的请联系统筹办。")
        entries = self._read()
        for one in dict.fromkeys([body, office or body]):
            known = entries.get(one, {}).get("hash", "")
            if known and self._fits(known, code):
                return one, known
        self._store.note(CodeRefused(at=now, body=body))
        if body not in entries:
            raise AccessError("这个单位还没有报送码。请联系统筹办。")
        raise AccessError("报送码不对。请核对后再输入；忘了的请联系统筹办。")

    def _fits(self, known: str, code: str) -> bool:
        """Whether a code fits a hash; spaces, hyphens and case make no difference."""
        letters = "".join(c for c in code.upper() if c.isalnum())
        try:
            return self._hasher.verify(known, "-".join(letters[i : i + 4] for i in range(0, len(letters), 4)))
        except (VerificationError, InvalidHashError):
            return False

    def is_proof(self, body: str, proof: str | None) -> bool:
        """Whether a proof is of the body's present code."""
        return bool(proof) and self._read().get(body, {}).get("hash") == proof

    def refusal(self, bodies: Iterable[str], proofs: Mapping[str, str], *, from_this_machine: bool) -> str | None:
        """Why somebody with these proofs may not write for any of the bodies; None if they may."""
        try:
            if not self._read():
                if from_this_machine:
                    return None
                return "还没有设置报送码，只有看板所在的那台机器可以报送。请管理员先为各单位制作报送码。"
            if any(self.is_proof(body, proofs.get(body)) for body in bodies):
                return None
        except AccessError as error:
            return str(error)
        return "请先输入报送码。"

    def _read(self) -> dict[str, dict[str, Any]]:
        try:
            entries = json.loads(self._path.read_bytes())
            return {str(body): {"hash": str(e["hash"]), "made_at": str(e["made_at"])} for body, e in entries.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            # Nobody may write while it cannot be said who may.
            raise AccessError("报送码文件无法读取，暂时不能报送。请告知管理员检查 .planboard/access.json。") from error

    def _write(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        try:
            durable.write_whole(self._path, json.dumps(entries, indent=1).encode(), mode=0o600)
            durable.sync_folder(self._path.parent)
        except OSError as error:
            raise not_stored(error) from error


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
