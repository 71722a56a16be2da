"""Pages over a database: they show its figures, and the last of them while it is away."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from postgres import Server, serving
from sending import figures, progress, write_plan, writer
from test_http import serve
from test_pages import ALL_PAGES, FAILED, show

from lib import settings
from lib.board import Access, submissions
from lib.store.sql import store as sql
from lib.ui import rights, view


@pytest.fixture(scope="module")
def own() -> Iterator[Server]:
    """A server that the tests end."""
    with serving() as server:
        yield server


def test_codes_that_the_database_keeps_guard_the_door(
    tmp_path: Path, own: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANBOARD_STORE", own.database())
    monkeypatch.setenv("PLANBOARD_ACTUALS", str(tmp_path / "inlet"))
    assert not rights.is_guarded()
    assert rights.in_words().startswith("没有报送码和人员名单时，")
    Access(rights.store_at(settings.store_address())).add("copyright")
    assert rights.is_guarded()
    assert rights.in_words() == "网页上报送要登录或者输入报送码。"


def test_while_the_database_is_away_every_page_shows_the_last_state_under_a_banner(
    tmp_path: Path, own: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANBOARD_STORE", own.database())
    monkeypatch.setenv("PLANBOARD_ACTUALS", str(tmp_path / "inlet"))
    monkeypatch.setenv("PLANBOARD_PLAN", str(write_plan(tmp_path / "plan.yaml")))
    monkeypatch.setattr(settings, "RESCAN_SECONDS", 1e-9)
    monkeypatch.setattr(sql, "POLL_SECONDS", 0.0)
    board = view.board_of(tmp_path / "plan.yaml")
    for body, data in (("copyright", figures()), ("ipo", progress())):
        assert submissions.submit(board, f"{body}.csv", data, body, writer()).submission
    before = {page: show(page, id="1").text for page in ALL_PAGES}
    client = serve(board).client()
    assert client.get("/readyz").status_code == 200
    address = f"/api/v1/plans/{board.plan.id}/status"
    document = client.get(address).json()
    own.stop()
    assert client.get(address).json() == document
    away = client.get("/readyz")
    assert away.status_code == 503 and "数据库连不上" in away.json()["reason"]
    assert client.get("/healthz").status_code == 200
    failed = []
    for page in ALL_PAGES:
        shown = show(page, id="1").text
        if FAILED in shown or "存储没有应答：各页显示" not in shown or board.measures().check_code not in shown:
            failed.append((page, shown[:400]))
    own.start()
    assert failed == []
    assert board.refresh(at_once=True)
    assert client.get("/readyz").status_code == 200
    assert {page: show(page, id="1").text for page in ALL_PAGES} == before
