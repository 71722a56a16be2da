"""What is answered beside the pages: figures, health and metrics for programs, and the lines of the log."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple

import httpx2 as httpx
import pytest
from click.testing import CliRunner
from conftest import SAMPLES, SHIPPED_PLAN
from factories import csv_bytes
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from prometheus_client.parser import text_string_to_metric_families
from sending import figures, open_board, write_plan, writer
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from lib.board import submissions
from lib.board.access import Access
from lib.board.board import Board
from lib.cli.status import main
from lib.errors import AccessError, StoreError
from lib.http import Metrics, Requests, Site, health, logging_to, may_see_metrics, routes
from lib.http.description import description
from lib.rules import owing
from lib.store.folder.store import FolderStore
from lib.ui import door

ID = "guizhou-ip-2019"
STATUS = f"/api/v1/plans/{ID}/status"
HERE = "http://127.0.0.1:8501"


class Served(NamedTuple):
    """A board with what is answered beside its pages."""

    board: Board
    site: Site
    metrics: Metrics
    app: Starlette

    def client(self, peer: str = "127.0.0.1") -> TestClient:
        return TestClient(self.app, base_url=HERE, client=(peer, 50_000))


def serve(board: Board, *, admits: Callable[[Mapping[str, str]], bool] = lambda headers: True) -> Served:
    site, metrics = Site("", lambda: [board], admits, lambda: 3), Metrics()
    return Served(board, site, metrics, Starlette(routes=routes(site, metrics)))


@pytest.fixture(scope="module")
def samples_served() -> Served:
    return serve(Board(SHIPPED_PLAN, FolderStore(SAMPLES, record=False)))


@pytest.fixture
def client(samples_served: Served) -> TestClient:
    return samples_served.client()


@pytest.fixture
def own(tmp_path: Path) -> Served:
    """A board of a small plan, which a test may change."""
    return serve(open_board(tmp_path))


def said(answer: httpx.Response) -> tuple[int, str, str]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["message"]


# the figures


@pytest.mark.parametrize("moment", [{}, {"as_of": "2019-06-30"}, {"as_of": "2019-06-30", "known_by": "2019-07-15"}])
def test_the_document_is_what_the_command_prints(client: TestClient, moment: dict[str, str]) -> None:
    options = [f"--{name.replace('_', '-')}={day}" for name, day in moment.items()]
    command = ["status", "--json", *options, "--plan", str(SHIPPED_PLAN), "--actuals", str(SAMPLES)]
    answer = client.get(STATUS, params=moment)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/json")
    assert f"{answer.text}\n" == CliRunner().invoke(main, command).output


def test_the_plans_lead_to_their_status(client: TestClient) -> None:
    (plan,) = client.get("/api/v1/plans").json()["plans"]
    assert plan == {
        "id": ID, "title": "2019年知识产权强省建设推进计划", "year": 2019, "readable": True, "status": STATUS,
    }  # fmt: skip
    assert client.get(plan["status"]).json()["plan"]["id"] == ID


def test_the_check_code_is_the_etag_and_what_is_known_is_not_sent_again(
    client: TestClient, samples_served: Served
) -> None:
    code = samples_served.board.measures().check_code
    first = client.get(STATUS)
    assert first.headers["etag"] == f'"{code}"'
    for known in (f'"{code}"', f'W/"{code}"', f'"0000-0000", "{code}"', "*"):
        answer = client.get(STATUS, headers={"If-None-Match": known})
        assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", f'"{code}"')
    for other in ('"0000-0000"', code, ""):
        assert client.get(STATUS, headers={"If-None-Match": other}).content == first.content
    assert client.get(STATUS, params={"as_of": "2019-06-30"}).headers["etag"] != f'"{code}"'


def test_a_new_report_gives_another_code_and_document(own: Served) -> None:
    client, address = own.client(), f"/api/v1/plans/{own.board.plan.id}/status"
    before = client.get(address)
    assert submissions.submit(own.board, "a.csv", figures("352"), "copyright", writer()).submission
    after = client.get(address, headers={"If-None-Match": before.headers["etag"]})
    assert after.status_code == 200 and after.headers["etag"] != before.headers["etag"]
    assert 352 in [indicator["actual"] for indicator in after.json()["indicators"]]


def test_head_is_get_without_the_body(client: TestClient) -> None:
    for address in ("/api/v1/plans", STATUS, "/api/v1/openapi.json", "/healthz", "/readyz"):
        head, get = client.head(address), client.get(address)
        assert (head.status_code, head.headers) == (200, get.headers)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_nothing_can_be_written(client: TestClient, method: str) -> None:
    answer = client.request(method, STATUS)
    assert said(answer)[:2] == (405, "only_get")
    assert set(answer.headers["allow"].split(", ")) == {"GET", "HEAD"}
    assert client.request(method, "/healthz").status_code == 405


@pytest.mark.parametrize(
    ("address", "status", "code", "words"),
    [
        (f"{STATUS}?as_of=2019-13-01", 400, "not_a_date", "as_of：“2019-13-01”不是日期。请写成 年-月-日，例如 as_of=2021-09-30。"),
        (f"{STATUS}?known_by=", 400, "not_a_date", "known_by：“”不是日期"),
        (f"{STATUS}?as_of=20190930", 400, "not_a_date", "“20190930”不是日期"),
        (f"{STATUS}?asof=2019-09-30", 400, "unknown_parameter", "不认识参数“asof”。可以写的是 as_of、known_by。"),
        (f"{STATUS}?as_of=2019-06-30&as_of=2019-09-30", 400, "repeated_parameter", "参数“as_of”写了不止一次"),
        ("/api/v1/plans?x=1", 400, "unknown_parameter", "这里没有参数"),
        ("/api/v1/plans/guizhou-ip-2020/status", 404, "no_such_plan", f"没有编号为“guizhou-ip-2020”的计划。是不是：{ID}？现有：{ID}。"),
        ("/api/v1/plans/..%2F..%2Fetc/status", 404, "no_such_path", "没有这个地址"),
        ("/api/v1/plan", 404, "no_such_path", "没有这个地址"),
        ("/api/v2/plans", 404, "no_such_path", "没有这个地址"),
    ],
)  # fmt: skip
def test_what_is_asked_wrongly_is_said_kindly(
    client: TestClient, address: str, status: int, code: str, words: str
) -> None:
    found = said(client.get(address))
    assert found[:2] == (status, code)
    assert words in found[2]


def test_a_plan_that_cannot_be_read_is_listed_and_says_what_is_wrong(tmp_path: Path) -> None:
    plan = write_plan(tmp_path / "plan.yaml")
    id = Board(plan, FolderStore(tmp_path)).plan.id
    plan.write_text(plan.read_text("utf-8").replace("year: 2019", "year: 两千"), encoding="utf-8")
    client = serve(Board(plan, FolderStore(tmp_path))).client()
    (listed,) = client.get("/api/v1/plans").json()["plans"]
    assert (listed["id"], listed["title"], listed["readable"]) == (id, None, False)
    answer = client.get(f"/api/v1/plans/{id}/status")
    assert said(answer)[:2] == (503, "plan_faults") and "两千" in answer.json()["error"]["details"][0]
    assert answer.headers["retry-after"] == "5"
    ready = client.get("/readyz")
    assert ready.status_code == 503 and ready.json()["reason"].startswith("计划文件有 ")
    assert client.get("/healthz").status_code == 200


# who may read


def test_who_may_read_no_page_reads_no_figures(tmp_path: Path, own: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    people = tmp_path / "people.yaml"
    monkeypatch.setenv("PLANBOARD_PEOPLE", str(people))
    people.write_text(
        "reading: signed_in\npeople:\n  - {who: a@example.cn, name: 甲, body: ipo, roles: [report]}\n", encoding="utf-8"
    )
    client = serve(own.board, admits=door.admits).client()
    addresses = ["/api/v1/plans", f"/api/v1/plans/{own.board.plan.id}/status", "/api/v1/plans/nobody/status"]
    known, stranger = door._new_token(), door._new_token()
    door.note_reader(known, {"email": "a@example.cn", "email_verified": True})
    door.note_reader(stranger, {"email": "b@example.cn", "email_verified": True})
    for cookie in ("", f"planboard-8501={stranger}", f"planboard-8501={known[:-1]}x"):
        for address in addresses:
            answer = client.get(address, headers={"Cookie": cookie, "If-None-Match": "*"})
            assert said(answer)[:2] == (401, "not_signed_in") and "请先登录" in said(answer)[2]
            assert answer.headers["www-authenticate"].startswith("Cookie ")
    for address in addresses[:2]:
        assert client.get(address, headers={"Cookie": f"planboard-8501={known}"}).status_code == 200
    # Neither health nor the description is a figure.
    assert [client.get(open).status_code for open in ("/healthz", "/readyz", "/api/v1/openapi.json")] == [200] * 3
    people.write_text("reading: open\n", encoding="utf-8")
    assert client.get(addresses[0]).status_code == 200


# the description


def test_the_description_is_openapi_and_names_every_route(client: TestClient, samples_served: Served) -> None:
    document = client.get("/api/v1/openapi.json").json()
    validate(document)
    assert set(document["paths"]) == {"/plans", "/plans/{id}/status"}
    assert document["servers"] == [{"url": "/api/v1"}]
    assert description("/board")["servers"] == [{"url": "/board/api/v1"}]


def fits(schema: str, document: Any) -> list[str]:
    """What of a document is not as described."""
    described = {**description(""), "$ref": f"#/components/schemas/{schema}"}
    return [
        error.message for error in Draft202012Validator(described, format_checker=FormatChecker()).iter_errors(document)
    ]


def test_real_answers_are_as_described(client: TestClient, own: Served) -> None:
    assert fits("Plans", client.get("/api/v1/plans").json()) == []
    assert fits("Error", client.get("/api/v1/nothing").json()) == []
    bad = csv_bytes(["作品著作权登记量", "2019-09", "不详", "2019-10-08"])
    (own.board.store.path / "省版权局_9月.csv").write_bytes(bad)  # type: ignore[attr-defined]
    own.board.refresh(at_once=True)
    small = own.client().get(f"/api/v1/plans/{own.board.plan.id}/status").json()
    assert small["problems"]
    for document in (client.get(STATUS).json(), client.get(STATUS, params={"as_of": "2019-01-01"}).json(), small):
        assert fits("Status", document) == []
        for name in document:
            assert fits("Status", {key: value for key, value in document.items() if key != name})
        assert fits("Status", {**document, "more": 1})


# health


def test_while_the_store_is_silent_the_last_figures_are_answered_and_readiness_says_why(
    own: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, address = own.client(), f"/api/v1/plans/{own.board.plan.id}/status"
    before = client.get(address)
    assert client.get("/readyz").json() == {"ready": True}

    def silent(max_age: float = 0.0) -> None:
        raise StoreError("数据库连不上。")

    monkeypatch.setattr(own.board.store, "stamp", silent)
    own.board.refresh(at_once=True)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()) == (503, {"ready": False, "reason": "数据库连不上。"})
    assert client.get("/healthz").json() == {"alive": True}
    assert client.get(address).content == before.content
    monkeypatch.undo()
    own.board.refresh(at_once=True)
    assert client.get("/readyz").status_code == 200


def test_a_plan_edited_wrongly_is_not_ready_until_it_is_mended(tmp_path: Path) -> None:
    served, plan = serve(open_board(tmp_path)), tmp_path / "plan.yaml"
    good = plan.read_text("utf-8")
    assert served.client().get("/readyz").status_code == 200
    for text, status in ((good.replace("year: 2019", "year: 两千"), 503), (good, 200)):
        plan.write_text(text, encoding="utf-8")
        served.board.refresh(at_once=True)
        assert served.client().get("/readyz").status_code == status


def test_a_store_that_hangs_holds_up_nobody_else(own: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "READY_SECONDS", 0.2)
    own.board.refresh()
    hangs, looks = threading.Event(), []

    def refresh(*, at_once: bool = False) -> int:
        looks.append(at_once)
        hangs.wait(30)
        return 0

    monkeypatch.setattr(own.board, "refresh", refresh)

    async def ask() -> tuple[list[int], float]:
        transport = httpx.ASGITransport(own.app)
        async with httpx.AsyncClient(transport=transport, base_url=HERE) as client:
            waiting = [asyncio.create_task(client.get("/readyz")) for _ in range(20)]
            await asyncio.sleep(0)
            began = time.monotonic()
            assert (await client.get("/healthz")).status_code == 200
            alive = time.monotonic() - began
            found = [answer.status_code for answer in await asyncio.gather(*waiting)]
            hangs.set()
            return found, alive

    # Beside a browser of other tests this thread has an event loop already.
    with ThreadPoolExecutor(1) as thread:
        found, alive = thread.submit(lambda: asyncio.run(ask())).result()
    assert found == [503] * 20 and alive < 0.2
    assert len(looks) == 1


# metrics


def counted(text: str) -> dict[str, float]:
    """Every sample of ours by its name and the values of its labels."""
    return {
        " ".join([sample.name, *(value for _, value in sorted(sample.labels.items()))]): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if family.name.startswith("planboard")
    }


@pytest.fixture
def lines(own: Served) -> Iterator[io.StringIO]:
    """What is logged, once it is counted as well."""
    stream = io.StringIO()
    with logging_to(stream, "info", own.metrics):
        yield stream


def test_what_happens_is_counted(own: Served, lines: io.StringIO) -> None:
    board, log = own.board, logging.getLogger("planboard")
    id = board.plan.id
    fresh = counted(own.client().get("/metrics").text)
    assert f"planboard_newest_figure_age_seconds {id}" not in fresh
    assert submissions.submit(board, "a.csv", figures("352"), "copyright", writer()).submission
    assert not submissions.examine(
        board, "b.csv", csv_bytes(["作品著作权登记量", "2019-09", "不详", ""]), "copyright"
    ).can_be_sent
    with suppress(AccessError):
        Access(board.store, pause=lambda seconds: None).prove("copyright", "AAAA-BBBB-CCCC")
    for seconds in (0.02, 0.3):
        log.info("run", extra={"page": "overview", "seconds": seconds})
    found = counted(own.client().get("/metrics").text)
    measures, actuals = board.state()
    assert measures.reported_on
    assert {
        "planboard_submissions_total command_line": 1,
        "planboard_writes_total received": 1,
        "planboard_refusals_total file": 1,
        "planboard_refusals_total code": 1,
        "planboard_run_seconds_count overview": 2,
        "planboard_run_seconds_sum overview": 0.32,
        "planboard_run_seconds_bucket 0.025 overview": 1,
        "planboard_sessions": 3,
        "planboard_ready": 1,
        f"planboard_problems {id}": len(actuals.problems),
        f"planboard_owing_bodies {id}": len(owing(measures, board.waiting_rows())),
        f"planboard_newest_figure_age_seconds {id}": (board.today() - measures.reported_on) / timedelta(seconds=1),
    }.items() <= found.items()
    assert f"planboard_owing_bodies {id}" in fresh


LISTED = "10.1.2.0/24, fd00::/8 nonsense"


@pytest.mark.parametrize(
    ("peer", "headers", "alone", "listed"),
    [
        ("127.0.0.1", {"host": "127.0.0.1:8501"}, True, True),
        ("::1", {"host": "localhost:8501"}, True, True),
        # A proxy on this machine: it says where a request comes from, or is known by the name it was asked under.
        ("127.0.0.1", {"host": "board.example.lan"}, False, False),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-for": "10.1.2.9"}, False, True),
        ("10.1.2.9", {"host": "127.0.0.1", "x-forwarded-for": "10.1.2.9"}, False, True),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-for": "127.0.0.1"}, False, False),
        ("127.0.0.1", {"host": "127.0.0.1", "x-forwarded-for": "10.1.2.9, 192.0.2.7"}, False, False),
        ("127.0.0.1", {"host": "127.0.0.1", "via": "1.1 proxy"}, False, False),
        ("10.1.2.9", {"host": "board.example.lan:8501"}, False, True),
        ("fd00::7", {"host": "board.example.lan:8501"}, False, True),
        ("192.0.2.7", {"host": "127.0.0.1:8501"}, False, False),
        ("192.0.2.7", {"host": "127.0.0.1", "x-forwarded-for": "10.1.2.9"}, False, False),
        ("127.0.0.1", {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:9000"}, False, False),
    ],
)  # fmt: skip
def test_metrics_are_for_this_machine_and_listed_networks(
    peer: str, headers: dict[str, str], alone: bool, listed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PLANBOARD_METRICS_FROM", raising=False)
    assert may_see_metrics(peer, headers.items()) == alone
    monkeypatch.setenv("PLANBOARD_METRICS_FROM", LISTED)
    assert may_see_metrics(peer, headers.items()) == listed


def test_others_are_told_why_they_see_no_metrics(samples_served: Served) -> None:
    answer = samples_served.client("192.0.2.7").get("/metrics")
    assert answer.status_code == 403 and "PLANBOARD_METRICS_FROM" in answer.text
    assert "planboard_" not in answer.text


# the log


def logged(app: ASGIApp, *addresses: str, level: str = "info") -> list[dict[str, Any]]:
    """The lines of requests for some addresses."""
    stream = io.StringIO()
    client = TestClient(Requests(app, "/board", ["tasks"]), base_url=HERE, raise_server_exceptions=False)
    with logging_to(stream, level):
        for address in addresses:
            client.get(address)
    return list(map(json.loads, stream.getvalue().splitlines()))


async def page(request: Any) -> HTMLResponse:
    return HTMLResponse("<p>")


async def fails(request: Any) -> PlainTextResponse:
    raise RuntimeError


PAGES = Starlette(routes=[Route("/board/tasks", page), Route("/board/healthz", page), Route("/board/broken", fails)])


def test_a_request_is_one_line_without_what_somebody_typed(own: Served) -> None:
    found = logged(
        PAGES, "/board/tasks?status=secret", "/board/broken", "/board/media/3f2a_名单.csv", "/board/_stcore/upload_file/a/b",
        "/board/省版权局.xlsx", "/board/api/v1/plans/guizhou/status?as_of=x", "/elsewhere/tasks", "/board/", "/board/auth/login?code=x",
    )  # fmt: skip
    assert [(line["event"], line["method"], line["place"], line["status"]) for line in found] == [
        ("request", "GET", "/tasks", 200),
        ("request", "GET", "/…", 500),
        ("request", "GET", "/media", 404),
        ("request", "GET", "/_stcore/upload_file", 404),
        ("request", "GET", "/…", 404),
        ("request", "GET", "/api/v1/plans/{id}/status", 404),
        ("request", "GET", "/…", 404),
        ("request", "GET", "/", 404),
        ("request", "GET", "/auth/login", 404),
    ]
    assert all(set(line) == {"event", "level", "time", "method", "place", "status", "seconds"} for line in found)


def test_what_is_asked_for_all_day_is_logged_only_when_it_fails_or_on_demand() -> None:
    assert logged(PAGES, "/board/healthz") == []
    assert [line["level"] for line in logged(PAGES, "/board/healthz", level="debug")] == ["debug"]
    assert [line["status"] for line in logged(PAGES, "/board/readyz")] == [404]
    assert logged(PAGES, "/board/tasks", level="warning") == []


def test_a_level_that_is_none_is_said_and_info_is_taken() -> None:
    warning, request = logged(PAGES, "/board/tasks", level="loud")
    assert "不认识“loud”" in warning["event"] and request["event"] == "request"


def test_writes_and_refusals_are_lines_without_figures_files_or_names(own: Served, lines: io.StringIO) -> None:
    board = own.board
    assert submissions.submit(board, "机密.csv", figures("353"), "copyright", writer("张三")).submission
    submissions.withdraw(board, 1, writer("张三"), "写错了")
    submissions.examine(board, "机密.csv", csv_bytes(["作品著作权登记量", "2019-09", "不详", ""]), "copyright")
    found = list(map(json.loads, lines.getvalue().splitlines()))
    told = [(line["event"], line["what"], line.get("id"), line.get("proved")) for line in found]
    assert told == [
        ("write", "plan_kept", None, None),
        ("write", "received", 1, "command_line"),
        ("write", "withdrawn", 1, "command_line"),
        ("refused", "file", None, None),
    ]
    kept = str([{name: value for name, value in line.items() if name != "time"} for line in found])
    assert not any(word in kept for word in ("机密", "353", "张三", "写错了", "不详", ".csv"))


def test_an_exception_is_one_line_with_its_traceback() -> None:
    stream = io.StringIO()
    with logging_to(stream, "info"):
        try:
            raise RuntimeError("坏了")
        except RuntimeError:
            logging.getLogger("planboard").exception("page %s", "tasks")
    (line,) = map(json.loads, stream.getvalue().splitlines())
    assert (line["event"], line["level"]) == ("page tasks", "error")
    assert line["exception"].startswith("Traceback") and "坏了" in line["exception"]


# frames


def headers_of(address: str = "/board/tasks") -> httpx.Headers:
    return TestClient(Requests(PAGES, "/board", ["tasks"]), base_url=HERE).get(address).headers


def test_no_other_site_shows_a_page_in_a_frame_unless_it_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PLANBOARD_FRAME_ANCESTORS", raising=False)
    alone = headers_of()
    assert (alone["content-security-policy"], alone["x-frame-options"]) == ("frame-ancestors 'self'", "SAMEORIGIN")
    assert "x-frame-options" not in headers_of("/board/nothing")
    listed = "https://intranet.example.lan, https://*.example.cn https://a;script-src ' javascript:x"
    monkeypatch.setenv("PLANBOARD_FRAME_ANCESTORS", listed)
    stream = io.StringIO()
    with logging_to(stream, "info"):
        found = headers_of()
    assert (
        found["content-security-policy"] == "frame-ancestors 'self' https://intranet.example.lan https://*.example.cn"
    )
    assert "x-frame-options" not in found
    assert stream.getvalue().count("不是网站，没有采用") == 3
