"""The board in a frame of another site, in a real browser; and what such a board logs and counts meanwhile."""

from __future__ import annotations

import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.request import ProxyHandler, build_opener

import pytest
from conftest import until_idle
from serving import free_ports, served
from test_browser import text_of
from test_browser_reporting import dropped
from test_http import counted

if TYPE_CHECKING:
    from playwright.sync_api import Page


@contextmanager
def portal(port: int, board: str) -> Iterator[str]:
    """Another site, whose one page shows the board in a frame."""

    class Portal(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            frame = f'<iframe src="{board}{self.path}" style="width:1400px;height:900px;border:0"></iframe>'
            self.wfile.write(f"<!doctype html><title>门户</title><h1>门户</h1>{frame}".encode())

        def log_message(self, *said: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Portal) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            # Another name than the board's 127.0.0.1: to a browser another site.
            yield f"http://localhost:{port}"
        finally:
            server.shutdown()


@pytest.fixture
def visitor(tab_of: Callable[[tuple[int, int]], Page]) -> Page:
    """Somebody who has never been at the board."""
    return tab_of((1920, 1080))


def framed(page: Page) -> Any:
    """The frame on the portal's page."""
    return next(frame for frame in page.frames if frame is not page.main_frame)


def test_a_listed_site_shows_the_board_in_a_frame_and_what_happens_is_logged_and_counted(
    tmp_path: Path, visitor: Page
) -> None:
    (tmp_path / "actuals").mkdir()
    (tmp_path / "actuals" / "省知识产权局_9月.csv").write_bytes(dropped()["省知识产权局_9月.csv"])
    log, (port,) = tmp_path / "log.txt", free_ports(1)
    settings = {"PLANBOARD_ACTUALS": tmp_path / "actuals", "PLANBOARD_FRAME_ANCESTORS": f"http://localhost:{port}"}
    with served(log, **settings) as board, portal(port, board) as site:
        visitor.goto(f"{site}/?embed=true")
        shown = framed(visitor)
        until_idle(shown)
        said = text_of(shown)
        assert "2019年知识产权强省建设推进计划" in said and "42 项任务" in said
        # The portal has a navigation of its own.
        assert not shown.get_by_role("link", name="责任单位", exact=True).count()
        assert not shown.get_by_text("登录", exact=True).count()
        # What leads on stays in the frame, without a navigation.
        shown.get_by_role("link", name="全部", exact=True).click()
        shown.get_by_label("搜索任务").wait_for()
        until_idle(shown)
        assert "/tasks?" in shown.url and "embed=true" in shown.url
        assert not shown.get_by_role("link", name="责任单位", exact=True).count()
        with build_opener(ProxyHandler({})).open(f"{board}/metrics", timeout=10) as answer:
            found = counted(answer.read().decode())
    assert found["planboard_sessions"] == 1
    assert found["planboard_run_seconds_count overview"] >= 1
    assert found["planboard_submissions_total folder"] == 1
    lines = [json.loads(line) for line in log.read_text("utf-8").splitlines() if line.startswith("{")]
    told = {(line["event"], line.get("place") or line.get("page") or line.get("what")) for line in lines}
    assert {("request", "/"), ("request", "/_stcore/stream"), ("run", "overview"), ("write", "received")} <= told
    assert not re.search(r"embed=true|省知识产权局_9月|\.csv|Traceback", json.dumps(lines, ensure_ascii=False))


def test_a_site_that_is_not_listed_shows_nothing_of_it(site: str, visitor: Page) -> None:
    refused: list[str] = []
    visitor.on("console", lambda message: refused.append(message.text))
    (port,) = free_ports(1)
    with portal(port, site) as other:
        visitor.goto(f"{other}/?embed=true")
        assert "计划" not in framed(visitor).locator("body").inner_text()
    assert any("frame-ancestors 'self'" in text for text in refused)
