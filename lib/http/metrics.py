"""/metrics: what Prometheus asks for. What happens is counted as it is logged; how things stand is looked up when asked.

Each process counts what itself did; whoever has several adds them up.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
from weakref import WeakKeyDictionary

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from lib import settings
from lib.board import Board, is_from_this_machine, is_loopback
from lib.errors import BoardError
from lib.http.health import why_not_ready
from lib.http.site import Site, Threads, id_of
from lib.rules import Measures, owing

_RUN_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)

_REFUSING = (401, 403)
"""The answers to requests that are refused for who or where they come from."""

_log = logging.getLogger("planboard")

disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics(logging.Handler):
    """Counts what is logged, and answers /metrics."""

    def __init__(self) -> None:
        super().__init__()
        self._registry = CollectorRegistry()
        self._runs = self._histogram("run_seconds", "Runs of pages, and how long each took.", "page")
        self._requests = self._counter("requests", "Answered requests.", "place", "status")
        self._writes = self._counter("writes", "Events that were kept, by kind.", "what")
        self._submissions = self._counter(
            "submissions", "Files that were received, by how their senders were proved.", "proved"
        )
        self._refusals = self._counter(
            "refusals", "Files, upload codes, writes and requests that were refused.", "what"
        )
        ProcessCollector(registry=self._registry)

    def _counter(self, name: str, words: str, *labels: str) -> Counter:
        return Counter(f"planboard_{name}", words, labels, registry=self._registry)

    def _histogram(self, name: str, words: str, *labels: str) -> Histogram:
        return Histogram(f"planboard_{name}", words, labels, buckets=_RUN_SECONDS, registry=self._registry)

    def emit(self, record: logging.LogRecord) -> None:
        """Count one thing that happened."""
        said = record.__dict__
        match record.msg:
            case "run":
                self._runs.labels(said["page"]).observe(said["seconds"])
            case "request":
                self._requests.labels(said["place"], said["status"]).inc()
                if said["status"] in _REFUSING:
                    self._refusals.labels("request").inc()
            case "write":
                self._writes.labels(said["what"]).inc()
                if said["what"] == "received":
                    self._submissions.labels(said["proved"] or "folder").inc()
            case "refused":
                self._refusals.labels(said["what"]).inc()

    def watch(self, site: Site) -> None:
        """Tell also how the boards of a site stand."""
        self._registry.register(_Standing(site))

    def text(self) -> bytes:
        """All of it in the form that Prometheus reads."""
        return generate_latest(self._registry)

    async def answer(self, request: Request, threads: Threads) -> Response:
        """The metrics, for those who may see them."""
        if not may_see_metrics(request.client.host if request.client else None, request.headers.items()):
            said = "只有看板所在的机器和 PLANBOARD_METRICS_FROM 里的网段可以读取。\n"
            return PlainTextResponse(said, 403)
        return Response(await threads.run(self.text), media_type=CONTENT_TYPE_LATEST)


class _Standing(Collector):
    """How the boards stand when somebody asks."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._owing: WeakKeyDictionary[Measures, int] = WeakKeyDictionary()

    def describe(self) -> list[Metric]:
        return []  # else registering would look at the boards

    def collect(self) -> Iterator[Metric]:
        """Gauges. What is not known has no value: a plan without a figure has no age."""
        yield GaugeMetricFamily("planboard_sessions", "Open pages.", self._site.sessions())
        ready = 0 if why_not_ready(self._site) else 1
        yield GaugeMetricFamily("planboard_ready", "Whether plan and store can be read now, as /readyz says.", ready)
        problems = GaugeMetricFamily("planboard_problems", "Problems of the data.", labels=["plan"])
        owes = GaugeMetricFamily("planboard_owing_bodies", "Bodies that owe reports.", labels=["plan"])
        said = "How long ago the newest report is dated, by its day."
        age = GaugeMetricFamily("planboard_newest_figure_age_seconds", said, labels=["plan"])
        for board in self._boards():
            try:
                measures, actuals = board.state()
                plan = [id_of(board)]
                problems.add_metric(plan, len(actuals.problems))
                owes.add_metric(plan, self._owing_bodies(board, measures))
                if measures.reported_on:
                    age.add_metric(plan, (board.today() - measures.reported_on) / timedelta(seconds=1))
            except BoardError:
                continue
        yield from (problems, owes, age)

    def _boards(self) -> list[Board]:
        try:
            return list(self._site.boards())
        except BoardError:
            return []

    def _owing_bodies(self, board: Board, measures: Measures) -> int:
        if measures not in self._owing:
            self._owing[measures] = len(owing(measures, board.waiting_rows()))
        return self._owing[measures]


def may_see_metrics(peer: str | None, headers: Iterable[tuple[str, str]]) -> bool:
    """Whether a request comes from this machine itself or from a listed network.

    What a proxy on this machine says of where a request comes from is believed, once, where networks are listed: the one
    of the docs overwrites what browsers claim.
    """
    given = [(name.lower(), value) for name, value in headers]
    if is_from_this_machine(peer, dict(given)):
        return True
    address = peer or ""
    if is_loopback(peer):
        address = ", ".join(value for name, value in given if name == "x-forwarded-for")
    try:
        found = ip_address(address.strip())
    except ValueError:
        return False
    return any(found in network for network in _networks(settings.metrics_from()))


@cache
def _networks(texts: tuple[str, ...]) -> list[IPv4Network | IPv6Network]:
    """Those of the texts that are networks; each other one is said once."""
    found = []
    for text in texts:
        try:
            found.append(ip_network(text))
        except ValueError:
            _log.warning("PLANBOARD_METRICS_FROM：“%s”不是地址或网段，没有采用。请写成 10.1.2.3 或 10.1.2.0/24。", text)
    return found
