"""A process that has loaded what a board loads, and makes boards of itself: each is a process of its own that starts at once.

Takes an order a line, as JSON: the arguments of `streamlit`, the whole environment, and the file for all that the board says;
prints the number of its process. It ends with its input; a board ends where it is told to.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent

LOADED = (
    "streamlit.web.cli",
    "streamlit.web.bootstrap",
    "streamlit.web.server.starlette",
    "plotly.graph_objects",
    "plotly.io",
    "lib.ui",
    "lib.http",
    "lib.briefing",
    "lib.drafts",
)
"""What a board loads until its first page is seen."""


def become(order: dict[str, Any]) -> None:
    """Be the board that is ordered."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    said = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for here, there in ((nothing, 0), (said, 1), (said, 2)):
        os.dup2(here, there)
    os.environ.clear()
    os.environ.update(order["environment"])
    sys.argv = ["streamlit", *order["arguments"]]
    importlib.import_module("streamlit.web.cli").main(prog_name="streamlit")


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.path[0] = str(ROOT)
    for name in LOADED:
        importlib.import_module(name)
    gc.freeze()
    # Nobody waits for a board that has ended.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        child = os.fork()
        if not child:
            become(json.loads(line))
            break
        print(child, flush=True)
