"""Who writes: a person, the bodies that the person may write for, and how that was proved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from lib.errors import AccessError, StoreError

Proof = Literal["code", "local", "command_line"]
"""An upload code; a request straight from this machine while there are no codes; whoever may run commands here."""


@dataclass(frozen=True)
class Writer:
    """Whoever writes. `bodies` None stands for every body; the office among them does, too."""

    name: str
    bodies: frozenset[str] | None
    proved: Proof

    def check_may_write(self, body: str | None, office: str) -> None:
        """Insist that the writer may write for a body. Raises AccessError.

        None is a file of nobody, which is refused for itself.
        """
        if body is None or self.bodies is None or {body, office} & self.bodies:
            return
        raise AccessError("请先输入报送码。")

    def named(self, what_to_do: str) -> str:
        """The person's name. Raises StoreError where it is blank; the text says `what_to_do`."""
        if not self.name.strip():
            raise StoreError(f"没有保存：{what_to_do}")
        return self.name.strip()
