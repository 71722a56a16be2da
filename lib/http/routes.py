"""The routes beside the pages."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route

from lib.http.api import Api
from lib.http.health import Health
from lib.http.metrics import Metrics
from lib.http.site import Site, Threads


def routes(site: Site, metrics: Metrics) -> list[BaseRoute]:
    """All of them, below the site's path."""
    threads = Threads()
    health = Health(site, threads)
    metrics.watch(site)

    async def measured(request: Request) -> Response:
        return await metrics.answer(request, threads)

    return [
        Mount(f"{site.base}/api", Api(site, threads).app()),
        Route(f"{site.base}/healthz", health.alive),
        Route(f"{site.base}/readyz", health.ready),
        Route(f"{site.base}/metrics", measured),
    ]
