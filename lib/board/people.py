"""People 人员: who may do what, as a YAML file says it, for those who sign in.

The file is read anew whenever its content changes. Of a file with a fault the last good one stands: nobody gains a
right by a slip of the pen, and nobody is kept from reading by one.
"""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Any, Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field

from lib.board.writer import ROLE_WORDS, Role, Writer
from lib.errors import UnknownPersonError
from lib.plan import Fault, KeyPath, Plan, check_yaml
from lib.problems import Problem, nearest, problem

Text = Annotated[str, Field(min_length=1)]

Claim = Literal["email", "sub", "preferred_username", "phone_number"]

_CLAIM_WORDS: dict[Claim, str] = {
    "email": "电子邮件地址",
    "sub": "用户编号",
    "preferred_username": "用户名",
    "phone_number": "电话号码",
}

_SIGNED_IN = re.compile(rb"^reading:[ \t]*[\"']?signed_in\b", re.MULTILINE)

_log = logging.getLogger("planboard")


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Person(_Entry):
    """One person: `who` is what the provider's claim says, `body` an id of the plan, the office's too."""

    who: Text
    name: Text
    body: Text
    roles: Annotated[list[Role], Field(min_length=1)]


class People(_Entry):
    """The file. `claim` is the claim of the identity provider that names a person."""

    reading: Literal["open", "signed_in"] = "open"
    claim: Claim = "email"
    people: list[Person] = []

    def find(self, claims: Mapping[str, Any]) -> Person:
        """The person whom a provider's claims name. Raises UnknownPersonError, whose text says why there is none."""
        word, who = _CLAIM_WORDS[self.claim], claims.get(self.claim)
        if not isinstance(who, str) or not who.strip():
            text = f"登录服务没有说出您的{word}（{self.claim}），认不出是谁。请联系管理员。"
            raise UnknownPersonError(text, "", "nameless")
        if self.claim == "email" and claims.get("email_verified") is not True:
            text = f"登录服务没有验证过地址“{who}”，不能凭它办理。请先在登录服务里验证这个地址，再重新登录。"
            raise UnknownPersonError(text, who, "unverified")
        for person in self.people:
            if _same(person.who, who):
                return person
        text = f"“{who}”不在人员名单里，只能查看。需要填报或审核的，请联系统筹办登记。"
        raise UnknownPersonError(text, who, "unlisted")


class Standing(NamedTuple):
    """What the file says now. `people` None: there is none."""

    people: People | None
    faults: list[Problem]
    """Why the file as it is does not count; the last good one stands then."""
    unread: bool = False
    """Whether there was no good one yet, so that nobody is known."""

    def admits(self, claims: Mapping[str, Any]) -> bool:
        """Whether somebody with these claims may read; without any while nobody signed in."""
        if self.people is None or self.people.reading == "open":
            return True
        if self.unread:
            return bool(claims)
        try:
            self.people.find(claims)
        except UnknownPersonError:
            return False
        return True


class PeopleFile:
    """The people file at a path, read anew by content. Safe to share between threads.

    `required`: it was named by the operator, so that it is a fault where it is not there.
    """

    def __init__(self, path: Path, *, required: bool = False) -> None:
        self._path = path
        self._required = required
        self._lock = threading.Lock()
        self._seen: tuple[bytes | None, str] | None = None
        self._standing = Standing(None, [])

    def look(self) -> Standing:
        """What the file says now, else the last good one with what is wrong."""
        with self._lock:
            content, why = _bytes_of(self._path)
            if (content, why) != self._seen:
                self._seen = content, why
                self._standing = self._judged(content, why)
                for fault in self._standing.faults:
                    _log.warning("%s %s", self._path.name, fault.message)
            return self._standing

    def _judged(self, content: bytes | None, why: str) -> Standing:
        if content is None:
            if not why and not self._required and self._standing.people is None:
                return Standing(None, [])
            people, faults = None, [problem("file_unreadable", file=self._path.name, detail=why or "没有这个文件")]
        else:
            people, found = check_people(self._path.name, content)
            faults = [p for p in found if p.blocking]
        if people is not None and not faults:
            return Standing(people, [])
        if self._standing.people is not None and not self._standing.unread:
            return Standing(self._standing.people, faults)
        reading: Literal["open", "signed_in"] = "signed_in" if _SIGNED_IN.search(content or b"") else "open"
        return Standing(People(reading=reading), faults, unread=True)


def check_people(file: str, content: bytes, plan: Plan | None = None) -> tuple[People | None, list[Problem]]:
    """The people of a file, if its shape is right, with all its faults by line; beside a plan also bodies unknown to it."""
    return check_yaml(file, content, People, partial(_meaning_faults, plan=plan), ROLE_WORDS | _CLAIM_WORDS)


def people_schema() -> str:
    """The JSON Schema of a people file, as published beside it."""
    return json.dumps(People.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def writer_of(person: Person, claim: Claim) -> Writer:
    """A person who signed in, as a writer."""
    return Writer(person.name, frozenset({person.body}), "sign_in", frozenset(person.roles), f"{claim}:{person.who}")


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def _bytes_of(path: Path) -> tuple[bytes | None, str]:
    """The content, or None with the reason; blank where there is no such file."""
    try:
        return path.read_bytes(), ""
    except FileNotFoundError:
        return None, ""
    except OSError as error:
        return None, str(error.strerror)


def _meaning_faults(data: Any, lines: dict[KeyPath, int], plan: Plan | None) -> Iterator[Fault]:
    entries = data.get("people") if isinstance(data, dict) else None
    first: dict[str, int] = {}
    bodies = [] if plan is None else [plan.office.id, *(agency.id for agency in plan.agencies)]
    for i, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            continue
        at: KeyPath = ("people", i)
        if isinstance(who := entry.get("who"), str):
            row = first.setdefault(who.strip().casefold(), lines[at])
            if row != lines[at]:
                yield "plan_value", (*at, "who"), who, {"detail": f"写了两次（上一次在第{row}行）。一人只写一条。"}
        if plan is not None and isinstance(body := entry.get("body"), str) and body not in bodies:
            named = plan.find_body(body)
            known = f"它的编号是 {named}，请写编号。" if named in bodies else nearest(body, bodies)
            yield "people_body", (*at, "body"), body, {"nearest": known}
        roles = entry.get("roles")
        listed = roles if isinstance(roles, list) else []
        for n, role in enumerate(listed):
            if role in get_args(Role) and role in listed[:n]:
                yield "plan_value", (*at, "roles", n), role, {"detail": "写了两次。请删去一处。"}
