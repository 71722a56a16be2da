"""A PostgreSQL server for tests: in a folder of its own, on a free port of this machine, run by an ordinary user."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import psutil
import psycopg

PATIENCE_SECONDS = 60

_numbers = count(1)


def program(name: str) -> str:
    """One of PostgreSQL's programs; Debian keeps those of the server out of the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return str(found[-1]) if found else shutil.which(name) or name


class Server:
    """A server that can be ended and started again, with databases that are made when they are asked for."""

    def __init__(self, folder: Path) -> None:
        self.data = folder / "data"
        self._folder, self._process = folder, None
        # The server refuses to run as root.
        self._user = {"user": "nobody", "group": pwd.getpwnam("nobody").pw_gid} if os.getuid() == 0 else {}
        if self._user:
            shutil.chown(folder, self._user["user"], self._user["group"])
        self._do("initdb", "-D", self.data, "-U", "board", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        said = (self._folder / "log").open("ab")
        options = {"listen_addresses": "127.0.0.1", "port": self.port, "unix_socket_directories": "", "fsync": "off"}
        settings = [part for key, value in options.items() for part in ("-c", f"{key}={value}")]
        command = [program("postgres"), "-D", self.data, *settings]
        self._process = subprocess.Popen(command, stdout=said, stderr=said, cwd=self._folder, **self._user)
        said.close()
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                psycopg.connect(self.address("postgres", driver="")).close()
                return
            except psycopg.OperationalError as error:
                if time.monotonic() > until or self._process.poll() is not None:
                    raise RuntimeError((self._folder / "log").read_text(encoding="utf-8")[-3000:]) from error
                time.sleep(0.02)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """End it by its number: SIGINT cuts every connection, SIGQUIT is how it dies when one of its processes does."""
        if self._process:
            self._process.send_signal(how)
            self._process.wait(PATIENCE_SECONDS)
            self._process = None

    def kill(self) -> None:
        """End it and all its processes as nothing can be done against."""
        assert self._process
        # Stopped first, it makes no more processes; the next server waits for all of them to be gone.
        self._process.send_signal(signal.SIGSTOP)
        processes = [psutil.Process(self._process.pid), *psutil.Process(self._process.pid).children(recursive=True)]
        for process in processes:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait(PATIENCE_SECONDS)
        psutil.wait_procs(processes, PATIENCE_SECONDS)
        self._process = None

    def address(self, database: str, driver: str = "+psycopg") -> str:
        """The URL of a database."""
        return f"postgresql{driver}://board@127.0.0.1:{self.port}/{database}"

    def database(self) -> str:
        """The URL of a new, empty database."""
        name = f"board_{next(_numbers)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0")
        return self.address(name)

    def execute(self, command: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """What a command of an administrator answers."""
        with psycopg.connect(self.address(database, driver=""), autocommit=True) as connection:
            answer = connection.execute(command)
            return answer.fetchall() if answer.description else []

    def _do(self, name: str, *arguments: object) -> None:
        subprocess.run(
            [program(name), *map(str, arguments)], check=True, capture_output=True, cwd=self._folder, **self._user
        )


@contextmanager
def serving() -> Iterator[Server]:
    """A server that is started, and ended with everything that it wrote."""
    with tempfile.TemporaryDirectory(prefix="planboard-postgres-") as folder:
        server = Server(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
