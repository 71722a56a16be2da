"""The board behind a real nginx with the block of docs/operations.md: who may read through it, and who may write."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from conftest import ROOT, until_idle
from factories import csv_bytes, progress_bytes
from playwright.sync_api import expect
from serving import free_ports
from test_browser import audit, field, text_of
from test_browser_reporting import attach, confirm, fill, prove, verdict

from lib.board.access import Access
from lib.store.folder.store import FolderStore

if TYPE_CHECKING:
    from playwright.sync_api import Page

NGINX = "/usr/sbin/nginx"
NAME = "board.example.lan"
"""Under which browsers reach nginx; it is not this machine's own name."""

FRAME = """
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
worker_processes 1;
{user}
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/bodies;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{servers}
}}
"""

NO_HEADER = """
server {{
    listen 127.0.0.1:{port};
    server_name board.example.lan;
    client_max_body_size 9m;
    location / {{
        proxy_pass         http://127.0.0.1:{board};
        proxy_http_version 1.1;
        {host}
        proxy_set_header   Upgrade           $http_upgrade;
        proxy_set_header   Connection        upgrade;
    }}
}}
"""
"""A proxy that says nothing of its own."""


class Proxied(NamedTuple):
    """A board of its own, and the addresses under which nginx hands it on."""

    folder: Path
    direct: str
    documented: str
    bare: str
    """Hands on the name that the browser asked for, and adds no header."""
    nameless: str
    """Puts the board's own address in place of that name."""


def documented(port: int, board: int) -> str:
    """The first block of nginx in the docs, with other ports."""
    docs = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = re.search(r"`/etc/nginx/conf\.d/planboard\.conf`.*?```nginx\n(.*?)```", docs, re.DOTALL)
    assert found
    block = found[1]
    for old, new in (
        ("listen 80;", f"listen 127.0.0.1:{port};"),
        ("http://127.0.0.1:8501;", f"http://127.0.0.1:{board};"),
        ("/opt/planboard/docs;", f"{ROOT}/docs;"),
    ):
        assert block.count(old) == 1
        block = block.replace(old, new)
    assert f"server_name {NAME};" in block
    return block


@contextmanager
def nginx(place: Path, servers: str, *ports: int) -> Iterator[None]:
    """nginx with these blocks, its files in `place`, once it answers on its ports."""
    if not Path(NGINX).is_file():
        pytest.fail(f"没有找到 {NGINX}。请运行 apt-get install nginx-light。", pytrace=False)
    user = "user root;" if os.geteuid() == 0 else ""
    config = place / "nginx.conf"
    config.write_text(FRAME.format(folder=place, user=user, servers=servers), encoding="utf-8")
    command = [NGINX, "-p", str(place), "-e", str(place / "error.log"), "-c", str(config)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 10
        while not all(map(_answers, ports)):
            assert process.poll() is None and time.monotonic() < until, (place / "error.log").read_text("utf-8")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        process.wait(timeout=10)


@pytest.fixture(scope="module")
def proxied(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    """Nobody has an upload code at first."""
    folder, place = tmp_path_factory.mktemp("proxied"), tmp_path_factory.mktemp("nginx")
    (folder / "省知识产权局_9月.csv").write_bytes(progress_bytes(["1.1.1", "", "2019-09", "推进中"]))
    direct = serve(actuals=folder)
    board = int(direct.rsplit(":", 1)[1])
    ports = free_ports(3)
    servers = [
        documented(ports[0], board),
        NO_HEADER.format(port=ports[1], board=board, host="proxy_set_header Host $http_host;"),
        NO_HEADER.format(port=ports[2], board=board, host=""),
    ]
    with nginx(place, "\n".join(servers), *ports):
        yield Proxied(folder, direct, *(f"http://{NAME}:{port}" for port in ports))


def _answers(port: int) -> bool:
    with suppress(OSError), closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
        return True
    return False


@pytest.fixture
def lan(tab_of: Callable[[], Page]) -> Page:
    """A browser that finds the board under its name in the LAN."""
    return tab_of()


def stream_of(address: str, origin: str | None) -> int:
    """The answer to a browser that opens the board's websocket."""
    port = int(address.rsplit(":", 1)[1])
    headers = {
        "Host": f"{NAME}:{port}", "Upgrade": "websocket", "Connection": "Upgrade", "Sec-WebSocket-Version": "13",
        "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==", "Sec-WebSocket-Protocol": "streamlit",
    }  # fmt: skip
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", "/_stcore/stream", headers=headers | ({"Origin": origin} if origin else {}))
        return connection.getresponse().status


def figure(value: str) -> bytes:
    return csv_bytes(["作品著作权登记量", "2019-09", value, "2019-10-08"])


def send_is_refused(page: Page, address: str, value: str) -> str:
    """Try to report without a code; what the page says."""
    page.goto(f"{address}/upload?agency=copyright")
    until_idle(page)
    said = text_of(page)
    fill(page, "报送人", "张三")
    attach(page, "省版权局.csv", figure(value))
    expect(verdict(page)).to_have_text("✓可以收：1 行，没有问题；还没有保存")
    expect(page.get_by_role("button", name="提交")).to_be_disabled()
    audit(page)
    return said


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("*.csv"))


def test_through_the_documented_block_everybody_reads_and_a_code_is_needed_to_write(
    proxied: Proxied, lan: Page
) -> None:
    lan.goto(proxied.documented)
    until_idle(lan)
    assert "42 项任务完成 0 项" in text_of(lan)
    audit(lan)

    before = files(proxied.folder)
    said = send_is_refused(lan, proxied.documented, "351")
    assert "还没有设置报送码，从这里不能报送。" in said
    assert "python -m lib access add 单位" in said
    lan.goto(f"{proxied.documented}/submission?id=1")
    until_idle(lan)
    assert "还没有设置报送码" in text_of(lan)
    assert not lan.get_by_role("button", name="撤回", exact=True).count()
    assert files(proxied.folder) == before

    codes = Access(FolderStore(proxied.folder))
    code = codes.add("copyright")
    try:
        lan.goto(f"{proxied.documented}/upload?agency=copyright")
        until_idle(lan)
        prove(lan, code)
        lan.get_by_text("✓ 已验证").wait_for()
        fill(lan, "报送人", "张三")
        attach(lan, "省版权局.csv", figure("352"))
        confirm(lan)
        assert "已收下，报送编号" in verdict(lan).inner_text()
        assert len(files(proxied.folder)) == len(before) + 1
    finally:
        codes.revoke("copyright")


def test_a_proxy_that_adds_no_header_is_recognised_by_the_name_the_browser_asks_for(
    proxied: Proxied, lan: Page
) -> None:
    before = files(proxied.folder)
    assert "还没有设置报送码，从这里不能报送。" in send_is_refused(lan, proxied.bare, "353")
    assert files(proxied.folder) == before


def test_a_proxy_that_hides_the_name_gets_no_connection_for_a_browser(proxied: Proxied) -> None:
    # Without one the page stays empty. The site that a browser is on is then not the one that the board is asked for.
    assert stream_of(proxied.documented, proxied.documented) == 101
    assert stream_of(proxied.bare, proxied.bare) == 101
    assert stream_of(proxied.nameless, proxied.nameless) == 403


def test_a_page_of_another_site_opens_no_connection(proxied: Proxied) -> None:
    assert stream_of(proxied.documented, "http://evil.example.org") == 403
    assert stream_of(proxied.bare, "http://evil.example.org") == 403


def test_on_this_machine_itself_writing_works_without_a_code(proxied: Proxied, open_page: Callable[..., Page]) -> None:
    page = open_page("upload?agency=court", at=proxied.direct)
    assert "现在只有在看板所在的这台机器上才能报送" in text_of(page)
    fill(page, "报送人", "法一")
    attach(page, "省法院.csv", progress_bytes(["3.1.3", "", "2019-09", "推进中"]))
    expect(page.get_by_role("button", name="提交")).to_be_enabled()
    assert not field(page, "报送码").count()


PAGES = ["", "indicators", "agencies", "tasks", "upload?agency=ipo", "office", "briefing", "method?part=rules"]


def test_the_headers_of_the_block_are_there_and_forbid_nothing_that_a_page_does(proxied: Proxied, lan: Page) -> None:
    said: list[str] = []
    lan.on("console", lambda message: said.append(message.text))
    for page in PAGES:
        answer = lan.goto(f"{proxied.documented}/{page}")
        until_idle(lan)
        assert answer is not None
        for name, value in (
            ("content-security-policy", "default-src 'self'"),
            ("x-frame-options", "SAMEORIGIN"),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "same-origin"),
        ):
            assert value in answer.headers[name]
        assert "strict-transport-security" not in answer.headers
    lan.get_by_role("button", name="复制链接").first.click()
    refused = [text for text in said if "Content Security Policy" in text or "Refused" in text]
    assert refused == []
    # It does forbid something.
    lan.evaluate("fetch('http://127.0.0.1:1/').catch(() => 0)")
    lan.wait_for_timeout(200)
    assert any("Content Security Policy" in text for text in said)


def answer_of(address: str, path: str, **headers: str) -> tuple[int, str, str]:
    """Status, ETag and body of what is answered at an address of nginx."""
    port = int(address.rsplit(":", 1)[1])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        connection.request("GET", path, headers={"Host": f"{NAME}:{port}", **headers})
        answer = connection.getresponse()
        return answer.status, answer.getheader("ETag", ""), answer.read().decode()


def test_programs_get_figures_and_health_through_the_block_and_metrics_nowhere(proxied: Proxied) -> None:
    address = "/api/v1/plans/guizhou-ip-2019/status"
    status, code, document = answer_of(proxied.documented, address)
    assert (status, json.loads(document)["plan"]["tasks"]) == (200, 42)
    assert answer_of(proxied.documented, address, **{"If-None-Match": code}) == (304, code, "")
    assert answer_of(proxied.documented, "/healthz")[0] == answer_of(proxied.documented, "/readyz")[0] == 200
    for path in ("/metrics", "/_stcore/metrics"):
        assert answer_of(proxied.documented, path)[0] == 403
        # The board itself refuses what another proxy hands on, whatever a browser claims.
        for claimed in ({}, {"X-Forwarded-For": "127.0.0.1"}):
            status, _, said = answer_of(proxied.bare, path, **claimed)
            assert status == 403 and "planboard_" not in said
    direct = proxied.direct.removeprefix("http://127.0.0.1:")
    assert answer_of(proxied.direct, "/metrics", Host=f"127.0.0.1:{direct}")[0] == 200


def test_while_the_board_is_down_nginx_says_so_in_chinese(tmp_path: Path, lan: Page) -> None:
    port, nobody = free_ports(2)
    with nginx(tmp_path, documented(port, nobody), port):
        answer = lan.goto(f"http://{NAME}:{port}/tasks")
        assert answer is not None and answer.status == 502
        assert "看板暂时没有应答" in lan.locator("h1").inner_text()
