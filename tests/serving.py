"""The board as its users start it, on a free port of this machine: for tests, for measuring, for pictures."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parent.parent

PATIENCE_SECONDS = 120


@contextmanager
def served(log: Path, script: Path = ROOT / "app.py", **settings: object) -> Iterator[str]:
    """The address of `script`, `started`."""
    with started(log, script, **settings) as (address, _):
        yield address


@contextmanager
def started(log: Path, script: Path = ROOT / "app.py", port: int = 0, **settings: object) -> Iterator[tuple[str, int]]:
    """The address and the process of `script` under the project's own configuration, once it answers; `settings` go to its environment.

    It listens on `port`, on a free one where that is 0. Writing is open on this machine unless they say otherwise. What it says goes to `log`. Raises RuntimeError where it does not start.
    """
    port = port or free_ports(1)[0]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    env = os.environ | {"PLANBOARD_OPEN_WRITING": "on"} | {name: str(value) for name, value in settings.items()}
    with (
        open(log, "wb") as out,
        subprocess.Popen(command, cwd=ROOT, env=env, stdout=out, stderr=subprocess.STDOUT) as server,
    ):
        try:
            until = time.monotonic() + PATIENCE_SECONDS
            while not _answers(f"http://127.0.0.1:{port}/_stcore/health"):
                if time.monotonic() > until or server.poll() is not None:
                    said = log.read_text(encoding="utf-8", errors="replace")
                    raise RuntimeError(f"{script.name} did not start:\n{said[-4000:]}")
                time.sleep(0.05)
            yield f"http://127.0.0.1:{port}", server.pid
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def faults(log: Path) -> str:
    """What a server said, if an exception is in it."""
    said = log.read_text(encoding="utf-8")
    return said if "Traceback" in said else ""


def _answers(health: str) -> bool:
    with suppress(OSError), build_opener(ProxyHandler({})).open(health, timeout=2) as answer:
        # Unknown paths answer 200 as well, with the page.
        return bool(answer.read() == b"ok")
    return False
