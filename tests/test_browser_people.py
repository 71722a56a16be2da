"""People sign in at a real OpenID provider, in a real browser: who may do what, and what does not get in."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

import pytest
from conftest import until_idle
from factories import progress_bytes
from playwright.sync_api import expect
from raw_sessions import RawSession, stream
from serving import free_ports
from test_browser import field, text_of
from test_browser_reporting import Desk, attach, confirm, dropped, verdict
from test_door import sessions_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

PEOPLE = """\
reading: open
people:
  - {who: zhang.san@example.cn, name: 张三, body: court, roles: [report]}
  - {who: wang.wu@example.cn, name: 王五, body: office, roles: [report, verify, administer]}
  - {who: un.verified@example.cn, name: 未验, body: court, roles: [report]}
"""

SIGNED_WITH = "a secret of this test alone, long enough"

USERS = {
    "zhang": {"email": "zhang.san@example.cn", "email_verified": True},
    "li": {"email": "li.si@example.cn", "email_verified": True},
    "zhao": {"email": "zhao.liu@example.cn", "email_verified": True},
    "wang": {"email": "wang.wu@example.cn", "email_verified": True},
    "unverified": {"email": "un.verified@example.cn", "email_verified": False},
    "stranger": {"email": "stranger@example.cn", "email_verified": True},
}


@contextmanager
def provider(port: int, hours: int = 0) -> Iterator[None]:
    """An OpenID provider on loopback that knows these people; its clock is some hours before the board's, or after it."""
    off = f"import time; now = time.time; time.time = lambda: now() + {3600 * hours}"
    module = 'import runpy; runpy.run_module("oidc_provider_mock", run_name="__main__", alter_sys=True)'
    command = [sys.executable, "-c", f"{off}; {module}", "--port", str(port)]
    for sub, claims in USERS.items():
        command += ["--user-claims", json.dumps({"sub": sub, **claims})]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            until = time.monotonic() + 30
            while True:
                try:
                    build_opener(ProxyHandler({})).open(f"http://127.0.0.1:{port}/jwks", timeout=2).close()
                    break
                except OSError:
                    assert process.poll() is None and time.monotonic() < until
                    time.sleep(0.05)
            yield
        finally:
            process.terminate()


def settings_of(place: Path, port: int, people: str, site: str = "http://127.0.0.1:{port}") -> dict[str, str]:
    """The environment of a board with these people, which readers find at `site` and whose provider is at a port."""
    (place / "people.yaml").write_text(people, encoding="utf-8")
    (place / "secrets.toml").write_text(
        f"""[auth]
redirect_uri = "{site}/oauth2callback"
cookie_secret = "{SIGNED_WITH}"
client_id = "planboard"
client_secret = "secret"
server_metadata_url = "http://127.0.0.1:{port}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    return {"PLANBOARD_PEOPLE": str(place / "people.yaml"), "STREAMLIT_SECRETS_FILES": str(place / "secrets.toml")}


class SignIn(Desk):
    """A board with people; its provider may be down."""

    def __init__(self, folder: Path, site: str, people: Path, port: int) -> None:
        super().__init__(folder, site)
        self.people = people
        self.port = port


@pytest.fixture(scope="module")
def board(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> SignIn:
    folder, place = tmp_path_factory.mktemp("people"), tmp_path_factory.mktemp("secrets")
    (folder / "省知识产权局_9月.csv").write_bytes(dropped()["省知识产权局_9月.csv"])
    (port,) = free_ports(1)
    env = settings_of(place, port, PEOPLE)
    return SignIn(folder, serve(actuals=folder, env=env), place / "people.yaml", port)


def sign_in(page: Page, site: str, who: str) -> None:
    page.goto(site)
    until_idle(page)
    page.locator(".st-key-nav").get_by_role("button", name="登录").click()
    page.get_by_role("button", name=who, exact=True).click()
    page.locator(".st-key-nav").wait_for()
    until_idle(page)


def goto(page: Page, address: str) -> None:
    page.goto(address)
    until_idle(page)


def test_people_sign_in_act_and_sign_out(board: SignIn, tab_of: Callable[[], Page]) -> None:
    page, office = tab_of(), tab_of()
    with provider(board.port):
        goto(page, f"{board.site}/upload?agency=court")
        assert "请先登录，再报送。" in text_of(page)
        assert not page.locator(".st-key-uploader").count()
        sign_in(page, board.site, "zhang")
        page.locator(".st-key-nav").get_by_role("button", name="张三").click()
        page.get_by_text("省法院，可以填报").wait_for()

        goto(page, f"{board.site}/upload?agency=court")
        page.get_by_text("✓ 已登录：张三，省法院，可以填报。").wait_for()
        assert not field(page, "报送人").count()
        attach(page, "省法院.csv", progress_bytes(["3.1.3", "", "2019-09", "推进中"]))
        confirm(page)
        assert "已收下，报送编号" in verdict(page).inner_text()
        assert board.sent()[-1] == ("court", "张三", "applied")

        # Another body, and the file of people that changes while the page is open.
        goto(page, f"{board.site}/upload?agency=science")
        page.get_by_text("张三，省法院，可以填报；不能替省科技厅办理。").wait_for()
        assert not page.locator(".st-key-uploader").count()
        board.people.write_text(
            PEOPLE.replace("body: court, roles: [report]", "body: science, roles: [report]", 1), encoding="utf-8"
        )
        page.reload()
        page.get_by_text("✓ 已登录：张三，省科技厅，可以填报。").wait_for()
        board.people.write_text(PEOPLE.replace("[report]", "[everything]", 1), encoding="utf-8")
        goto(page, f"{board.site}/upload?agency=science")
        page.get_by_text("✓ 已登录：张三，省科技厅，可以填报。").wait_for()
        goto(office, f"{board.site}/method?part=problems")
        assert "人员名单有 1 处错误（第 3 行）：改正之前，照上一次正确的名单办理。" in text_of(office)
        assert "zhang.san" not in text_of(office)
        board.people.write_text(PEOPLE, encoding="utf-8")

        sign_in(office, board.site, "wang")
        goto(office, f"{board.site}/upload?agency=science")
        office.get_by_text("✓ 已登录：王五，").wait_for()

        page.locator(".st-key-nav").get_by_role("button", name="张三").click()
        page.get_by_role("button", name="退出").click()
        page.wait_for_url("**/oauth2/end_session**", timeout=15_000)
        goto(page, f"{board.site}/upload?agency=court")
        assert "请先登录，再报送。" in text_of(page)
        expect(page.locator(".st-key-nav").get_by_role("button", name="登录")).to_be_visible()


@pytest.mark.parametrize(
    ("who", "why"),
    [
        ("unverified", "登录服务没有验证过地址“un.verified@example.cn”"),
        ("stranger", "“stranger@example.cn”不在人员名单里，只能查看。"),
    ],
)
def test_whoever_is_not_known_for_sure_reads_and_sees_why_no_more(
    board: SignIn, tab_of: Callable[[], Page], who: str, why: str
) -> None:
    page = tab_of()
    with provider(board.port):
        sign_in(page, board.site, who)
        assert "42 项任务" in text_of(page)
        goto(page, f"{board.site}/upload?agency=court")
        assert why in text_of(page)
        assert not page.locator(".st-key-uploader").count()


def test_a_sign_in_that_is_called_off_or_refused_is_said(board: SignIn, tab_of: Callable[[], Page]) -> None:
    page = tab_of()
    with provider(board.port):
        goto(page, board.site)
        page.locator(".st-key-nav").get_by_role("button", name="登录").click()
        page.get_by_role("button", name="Deny").click()
        page.get_by_text("没有登录成功：可能是在登录服务那里取消了").wait_for()
        page.goto(f"{board.site}/oauth2callback?code=made-up&state=made-up")
        assert "核对服务器的时钟是否准确" in page.inner_text("body")
        page.get_by_role("link", name="回到看板").click()
        until_idle(page)
        expect(page.locator(".st-key-nav").get_by_role("button", name="登录")).to_be_visible()


@pytest.mark.parametrize("hours", [-3, 3])
def test_clocks_that_differ_are_said_to_whoever_cannot_sign_in(
    board: SignIn, tab_of: Callable[[], Page], hours: int
) -> None:
    page = tab_of()
    with provider(board.port, hours):
        goto(page, f"{board.site}/upload")
        page.locator(".st-key-nav").get_by_role("button", name="登录").click()
        page.get_by_role("button", name="zhang", exact=True).click()
        page.get_by_text("没有登录成功").wait_for()
        assert "核对服务器的时钟是否准确" in page.inner_text("body")
        page.get_by_role("link", name="回到看板").click()
        until_idle(page)
        expect(page.locator(".st-key-nav").get_by_role("button", name="登录")).to_be_visible()


def test_a_provider_that_is_down_is_said_in_chinese_and_reading_goes_on(
    board: SignIn, tab_of: Callable[[], Page]
) -> None:
    page = tab_of()
    goto(page, board.site)
    page.set_viewport_size({"width": 390, "height": 844})
    there = page.locator(".st-key-nav").get_by_role("button", name="登录").bounding_box()
    assert there is not None and there["x"] > 300 and there["y"] + there["height"] < 70
    page.locator(".st-key-nav").get_by_role("button", name="登录").click()
    page.get_by_text("登录服务现在没有应答，没有登录。看板照常可以查看").wait_for()
    page.get_by_role("link", name="回到看板").click()
    until_idle(page)
    assert "42 项任务" in text_of(page)


def test_where_only_people_read_nobody_else_sees_a_page_or_a_file(board: SignIn, tab_of: Callable[[], Page]) -> None:
    page, other = tab_of(), tab_of()
    board.people.write_text(PEOPLE.replace("reading: open", "reading: signed_in"), encoding="utf-8")
    try:
        with provider(board.port):
            goto(other, f"{board.site}/tasks")
            assert "这里只有登录了的人可以看。" in text_of(other)
            assert "42 项任务" not in text_of(other)
            sessions = sessions_of(page)
            sign_in(page, board.site, "zhang")
            goto(page, f"{board.site}/submission?id=1")
            with page.expect_request("**/media/**") as asked:
                page.get_by_role("button", name="下载内容").click()
            address = asked.value.url
            assert page.request.get(address).status == 200
            assert other.request.get(address).status == 403
            # Nor is whoever presents the id of the session the person who signed in.
            with stream(board.site, sessions[-1], origin=board.site) as connection:
                outside = RawSession(connection, query="agency=court")
                assert "这里只有登录了的人可以看。" in outside.run()
            assert outside.id != sessions[-1]
            sign_in(other, board.site, "stranger")
            assert "不在人员名单里" in text_of(other)
            assert other.request.get(address).status == 403
    finally:
        board.people.write_text(PEOPLE, encoding="utf-8")
