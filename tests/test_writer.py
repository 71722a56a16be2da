"""Who may do what, by role and body, whatever proved it."""

from __future__ import annotations

import pytest

from lib.board.writer import ALL_ROLES, Role, Writer
from lib.errors import AccessError

BODIES = ("ipo", "science", "office")


def may(writer: Writer, role: Role, body: str | None) -> bool:
    try:
        writer.check_may(role, body, "office")
    except AccessError:
        return False
    return True


def signed_in(body: str, *roles: Role) -> Writer:
    return Writer("张三", frozenset({body}), "sign_in", frozenset(roles), "zhang.san@example.cn")


@pytest.mark.parametrize("role", sorted(ALL_ROLES))
@pytest.mark.parametrize("own", BODIES)
@pytest.mark.parametrize("held", sorted(ALL_ROLES))
def test_a_role_lets_do_what_it_says_and_nothing_else(held: Role, own: str, role: Role) -> None:
    """An agency acts for itself alone; the office reports for all and approves for itself; verifying is the office's."""
    allowed = {
        "report": [own] if own != "office" else list(BODIES),
        "approve": [own],
        "verify": list(BODIES) if own == "office" else [],
        "administer": list(BODIES) if own == "office" else [],
    }[role]
    person = signed_in(own, held)
    assert [body for body in BODIES if may(person, role, body)] == (allowed if role == held else [])


def test_whoever_may_run_commands_acts_for_every_body() -> None:
    admin = Writer("办", None, "command_line", ALL_ROLES)
    assert all(may(admin, role, body) for role in ALL_ROLES for body in BODIES)


def test_a_file_of_nobody_is_refused_for_itself_and_not_for_its_sender() -> None:
    assert may(signed_in("ipo", "report"), "report", None)
    assert not may(signed_in("ipo", "approve"), "report", None)
    assert not may(signed_in("ipo", "approve"), "approve", None)


def test_a_person_is_known_by_what_the_provider_says_and_else_by_the_name() -> None:
    zhang = signed_in("ipo", "approve")
    assert zhang.is_same_person("别名", "zhang.san@example.cn")
    assert not zhang.is_same_person("张三", "zhang.san@elsewhere.cn")
    assert zhang.is_same_person("张三", None)
    assert not zhang.is_same_person(None, None)
