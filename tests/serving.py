"""The board as its users start it, on a free port of this machine: for tests, for measuring, for pictures."""

from __future__ import annotations

import atexit
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from threading import Lock
from urllib.request import ProxyHandler, build_opener

ROOT = Path(__file__).resolve().parent.parent

PATIENCE_SECONDS = 120


@contextmanager
def served(log: Path, script: Path = ROOT / "app.py", **settings: object) -> Iterator[str]:
    """The address of `script`, `started`."""
    with started(log, script, **settings) as (address, _):
        yield address


@contextmanager
def started(
    log: Path, script: Path = ROOT / "app.py", port: int = 0, *, is_alone: bool = False, **settings: object
) -> Iterator[tuple[str, int]]:
    """The address and the process of `script` under the project's own configuration, once it answers; `settings` go to its environment.

    It listens on `port`, on a free one where that is 0. Writing is open on this machine unless they say otherwise. What it says goes to `log`.
    Its process is one of the nursery's; where it `is_alone` it loads all itself, as for its users. Raises RuntimeError where it does not start.
    """
    port = port or _free_port()
    arguments = ["run", str(script), "--server.port", str(port)]
    environment = os.environ | {"PLANBOARD_OPEN_WRITING": "on"} | {name: str(value) for name, value in settings.items()}
    with (_alone if is_alone else _of_nursery)(log, arguments, environment) as process:
        until = time.monotonic() + PATIENCE_SECONDS
        while not _answers(f"http://127.0.0.1:{port}/_stcore/health"):
            if time.monotonic() > until or not _runs(process):
                said = log.read_text(encoding="utf-8", errors="replace")
                raise RuntimeError(f"{script.name} did not start:\n{said[-4000:]}")
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}", process


@contextmanager
def _alone(log: Path, arguments: list[str], environment: dict[str, str]) -> Iterator[int]:
    command = [sys.executable, "-m", "streamlit", *arguments]
    with (
        open(log, "wb") as out,
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=subprocess.STDOUT) as server,
    ):
        try:
            yield server.pid
        finally:
            server.terminate()
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()


@contextmanager
def _of_nursery(log: Path, arguments: list[str], environment: dict[str, str]) -> Iterator[int]:
    order = {"log": str(log), "arguments": arguments, "environment": environment}
    with _ordering:
        nursery = _nursery()
        assert nursery.stdin and nursery.stdout
        nursery.stdin.write(json.dumps(order) + "\n")
        nursery.stdin.flush()
        process = int(nursery.stdout.readline())
    try:
        yield process
    finally:
        for how, patience in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
            with suppress(ProcessLookupError):
                os.kill(process, how)
            until = time.monotonic() + patience
            while _runs(process) and time.monotonic() < until:
                time.sleep(0.01)


_ordering = Lock()


@cache
def _nursery() -> subprocess.Popen[str]:
    """The nursery of this process, which ends with it."""
    command = [sys.executable, str(Path(__file__).with_name("nursery.py"))]
    nursery = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    atexit.register(nursery.communicate)
    return nursery


def _runs(process: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except (FileNotFoundError, ProcessLookupError):  # before it is opened, or while it is read
        return False
    return stat.rpartition(")")[2].split()[0] not in "ZX"


_ports: list[int] = []
"""Ports on which boards have listened: a browser that knows what a board sends asks the next one at the same port for nothing."""


def _free_port() -> int:
    """A port of this machine on which nothing listens, one that had a board before if there is one."""
    for port in _ports:
        with socket.socket() as one:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with suppress(OSError):
                one.bind(("127.0.0.1", port))
                return port
    _ports.extend(free_ports(1))
    return _ports[-1]


def free_ports(count: int) -> list[int]:
    """Ports of this machine on which nothing listens, below those that systems give to whoever connects: one that a board
    has left for a moment is no browser's by the time it comes back."""
    ports: set[int] = set()
    while len(ports) < count:
        port = secrets.choice(range(20_000, 32_000))
        with suppress(OSError), socket.socket() as one:
            one.bind(("127.0.0.1", port))
            ports.add(port)
    return list(ports)


def faults(log: Path) -> str:
    """What a server said, if an exception is in it."""
    said = log.read_text(encoding="utf-8")
    return said if "Traceback" in said else ""


def _answers(health: str) -> bool:
    with suppress(OSError), build_opener(ProxyHandler({})).open(health, timeout=2) as answer:
        # Unknown paths answer 200 as well, with the page.
        return bool(answer.read() == b"ok")
    return False
