"""Whoever signs in and is not taken is written down, once for each day; the office's desk shows it to whoever administers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from memory_store import Memory, MemoryStore
from sending import noon_of, open_board, write_plan
from test_desk import press
from test_pages import leaves, plain, run_page

from lib.board.people import People, Person, Standing
from lib.board.refused_sign_ins import MOST_A_DAY, note_refused
from lib.errors import StoreError, UnknownPersonError
from lib.ui import desk, rights, sign_in

ADMIN = Person(who="wang.wu@example.cn", name="王五", body="office", roles=["administer"])
VERIFIER = Person(who="li.si@example.cn", name="李四", body="office", roles=["verify"])
PEOPLE = People(people=[ADMIN, VERIFIER])


class Clock:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = datetime(2019, 10, 12, 15, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def refusal(claims: Mapping[str, object], people: People = PEOPLE) -> UnknownPersonError:
    with pytest.raises(UnknownPersonError) as refused:
        people.find(claims)
    return refused.value


def of(who: str, *, verified: bool = True) -> UnknownPersonError:
    return refusal({"email": who, "email_verified": verified})


def noted(store: MemoryStore) -> list[tuple[str, str]]:
    return [(e.who, e.why) for e in store.look().history.sign_ins]


def test_each_person_is_written_down_once_a_day_with_the_reason(clock: Clock) -> None:
    memory = Memory()
    store = MemoryStore(memory, clock)
    for _ in range(3):
        note_refused(store, of("zhao.liu@example.cn"))
        note_refused(store, of("wang.wu@example.cn", verified=False))
        note_refused(store, refusal({"sub": "u1"}))
    once = [("zhao.liu@example.cn", "unlisted"), ("wang.wu@example.cn", "unverified"), ("", "nameless")]
    assert noted(store) == once
    # Nor anew where the server was started anew in between.
    note_refused(MemoryStore(memory, clock), of("zhao.liu@example.cn"))
    assert noted(store) == once
    clock.now += timedelta(days=1)
    note_refused(store, of("zhao.liu@example.cn"))
    assert noted(store) == [*once, once[0]]


def test_many_on_one_day_are_bounded_and_so_is_what_they_are_called(clock: Clock) -> None:
    memory = Memory()
    for process in range(2):
        store = MemoryStore(memory, clock)
        for n in range(2 * MOST_A_DAY):
            note_refused(store, of(f"{process}-{n}@example.cn"))
    assert len(noted(store)) == MOST_A_DAY
    clock.now += timedelta(days=1)
    note_refused(store, of("\ud800\x00\u202e" + "x" * 1000))
    assert noted(store)[-1] == ("x" * 120, "unlisted")


def test_a_store_that_cannot_keep_it_keeps_nobody_from_reading(
    clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(self: MemoryStore, events: object) -> None:
        raise StoreError("没有保存：磁盘满了。")

    monkeypatch.setattr(MemoryStore, "note", full)
    note_refused(MemoryStore(Memory(), clock), of("zhao.liu@example.cn"))
    assert "磁盘满了" in caplog.text


# on the pages


@pytest.fixture
def signed_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """What the provider says of whoever looks at the pages of a board with people."""
    write_plan(tmp_path / "plan.yaml")
    (tmp_path / "actuals").mkdir()
    monkeypatch.setenv("PLANBOARD_ACTUALS", str(tmp_path / "actuals"))
    monkeypatch.setenv("PLANBOARD_PLAN", str(tmp_path / "plan.yaml"))
    claims: dict[str, object] = {}
    for module in (sign_in, desk, rights):
        monkeypatch.setattr(module, "people", lambda: Standing(PEOPLE, []))
    monkeypatch.setattr(sign_in, "claims", lambda: claims)
    return claims


def text_of(part: str) -> str:
    found = leaves(run_page("office", part=part).main)
    return " ".join(plain(" ".join(e.proto.body for e in found if e.type == "html")).split())


def test_the_desk_shows_them_to_whoever_administers(signed_in: dict[str, object], tmp_path: Path) -> None:
    signed_in |= {"email": "zhao.liu@example.cn", "email_verified": True}
    assert "zhao.liu@example.cn”不在人员名单里" in text_of("codes")
    assert "没有认出的登录" not in text_of("codes")
    signed_in["email"] = VERIFIER.who
    assert "没有认出的登录" not in text_of("codes")
    signed_in["email"] = ADMIN.who
    said = text_of("codes")
    assert "没有认出的登录" in said and "zhao.liu@example.cn 不在人员名单里" in said
    board = open_board(tmp_path, clock=noon_of())
    assert [(e.who, e.why) for e in board.history().sign_ins] == [("zhao.liu@example.cn", "unlisted")]


def test_what_is_said_of_a_person_goes_by_the_role_that_is_asked_for(
    signed_in: dict[str, object], monkeypatch: pytest.MonkeyPatch
) -> None:
    signed_in |= {"email": VERIFIER.who, "email_verified": True}
    assert "✓ 已登录：李四" in text_of("lock")
    assert "可以核实；要有“管理”权限。" in text_of("codes")
    signed_in["email"] = ADMIN.who
    assert "可以管理；要有“核实”权限。" in text_of("lock")
    assert "✓ 已登录：王五" in text_of("codes")
    signed_in.clear()
    assert "看板还没有接上登录服务，没有人能登录。" in text_of("return")
    monkeypatch.setattr(sign_in, "_is_offered", lambda: True)
    assert "请先登录，再办理。" in text_of("return")


def test_a_sign_in_that_was_set_up_wrongly_is_said_in_chinese_and_in_the_log(
    signed_in: dict[str, object], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    assert not signed_in
    monkeypatch.setattr(sign_in, "_is_offered", lambda: True)
    app = press(run_page("office"), "登录")
    assert "登录没有设好，请告知管理员。" in plain(" ".join(e.proto.body for e in leaves(app.main) if e.type == "html"))
    assert "secrets.toml" in caplog.text
