"""Who writes: a person, the bodies that the person acts for, in which roles, and how that was proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypedDict, get_args

from lib.errors import AccessError, StoreError

Proof = Literal["code", "local", "command_line", "sign_in"]
"""An upload code; a request straight from this machine while there are no codes; whoever may run commands here; an
identity provider."""

Role = Literal["report", "approve", "verify", "administer"]
"""What somebody may do: report figures; let count what another of the same body sent; verify, return and lock, which
the office does; plans, codes and people."""

ROLE_WORDS: dict[Role, str] = {"report": "填报", "approve": "审核", "verify": "核实", "administer": "管理"}

PROOF_WORDS: dict[str, str] = {"code": "报送码", "local": "本机", "command_line": "命令行", "sign_in": "登录"}

ALL_ROLES: frozenset[Role] = frozenset(get_args(Role))

_REFUSALS: dict[Role, str] = {
    "report": "请先输入报送码。",
    "approve": "只有这个单位里有“审核”权限的人可以审核。请由本单位的审核人登录后办理。",
    "verify": "这一步由统筹办办理，要有“核实”权限。请先输入统筹办的报送码。",
    "administer": "这一步要有“管理”权限。请先输入统筹办的报送码，或请管理员办理。",
}
"""What is said to whoever has not proved a role."""


class Signature(TypedDict):
    """Who did something, how that was proved, what the identity provider calls that person."""

    by: str
    proved: Proof
    who: str | None


@dataclass(frozen=True)
class Writer:
    """Whoever writes, by one proof. `bodies` None stands for every body.

    `who` is what the identity provider calls the person; None where nobody signed in.
    """

    name: str
    bodies: frozenset[str] | None
    proved: Proof
    roles: frozenset[Role]
    who: str | None = None

    def check_may(self, role: Role, body: str | None, office: str) -> None:
        """Insist that the writer may act in a role for a body. Raises AccessError.

        The office reports for every body and approves for none but itself; verifying and administering are its own,
        whatever body they concern. None is a file of nobody, which is refused for itself.
        """
        own = {"report": {body, office}, "approve": {body}}.get(role, {office})
        speaks = self.bodies is None or not own.isdisjoint(self.bodies)
        if role not in self.roles or not (speaks or (role == "report" and body is None)):
            raise AccessError(_REFUSALS[role])

    def speaks_for(self, body: str) -> bool:
        """Whether the writer acts in the name of a body itself."""
        return self.bodies is None or body in self.bodies

    def is_same_person(self, by: str | None, who: str | None) -> bool:
        """Whether it is the writer who did something: by what the identity provider says, else by the name."""
        return self.who == who if self.who and who else self.name.strip() == by

    def signed(self, what_to_do: str) -> Signature:
        """Who did it. Raises StoreError where the name is blank; the text says `what_to_do`."""
        return {"by": filled(self.name, what_to_do), "proved": self.proved, "who": self.who}


def filled(text: str, what_to_do: str) -> str:
    """A text without spaces around it. Raises StoreError where it is blank, which says `what_to_do`."""
    if not text.strip():
        raise StoreError(f"没有保存：{what_to_do}")
    return text.strip()
