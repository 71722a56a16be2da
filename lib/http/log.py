"""What happens, one line of JSON each: requests, runs of pages, writes, refusals; no figures, no names of files or people.

Whoever has something to say says it to the logger `planboard` with its facts as `extra`; here it becomes a line.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TextIO

import structlog

LEVELS = {"debug": logging.DEBUG, "info": logging.INFO, "warning": logging.WARNING, "error": logging.ERROR}

_log = logging.getLogger("planboard")


@contextmanager
def logging_to(stream: TextIO, level: str, *others: logging.Handler) -> Iterator[None]:
    """Write what is at least as grave as `level` to a stream; `others` are given everything."""
    lines = logging.StreamHandler(stream)
    lines.setLevel(LEVELS.get(level, logging.INFO))
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[
                structlog.stdlib.add_log_level,
                structlog.stdlib.ExtraAdder(),
                structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
            ],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                structlog.processors.EventRenamer("event"),
                structlog.processors.JSONRenderer(partial(json.dumps, ensure_ascii=False)),
            ],
        )
    )
    handlers, before, spread = [lines, *others], _log.level, _log.propagate
    for handler in handlers:
        _log.addHandler(handler)
    _log.setLevel(logging.DEBUG)
    _log.propagate = False
    if level not in LEVELS:
        _log.warning("PLANBOARD_LOG_LEVEL：不认识“%s”，按 info 办理。可以写 %s。", level, "、".join(LEVELS))
    try:
        yield
    finally:
        for handler in handlers:
            _log.removeHandler(handler)
        _log.setLevel(before)
        _log.propagate = spread
