"""HTTP beside the pages: figures for programs, health, metrics, one line of log for each request.

api           /api/v1: plans, status, and what describes both
description   that description, an OpenAPI document
health        /healthz, /readyz
metrics       /metrics: what is counted, and who may see it
log           what happens, as lines of JSON
requests      around everything: each request is logged, each page says who may show it in a frame
site          what the routes need of the board
"""

from lib.http.log import logging_to
from lib.http.metrics import Metrics, may_see_metrics
from lib.http.requests import Requests
from lib.http.routes import routes
from lib.http.site import Site

__all__ = ["Metrics", "Requests", "Site", "logging_to", "may_see_metrics", "routes"]
