"""Calls of the command line, and what they gave."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lib import cli

ROOT = Path(__file__).resolve().parent.parent


class Run(NamedTuple):
    """What a call gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document that was printed, and nothing else."""
        assert self.err == ""
        return json.loads(self.out)


def run(*arguments: str | Path, **env: str | Path) -> Run:
    """Call the command line in this process, at once; what it prints is to be UTF-8 whatever the locale says."""
    out, err = (io.TextIOWrapper(io.BytesIO(), encoding="ascii", newline="") for _ in range(2))
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith("PLANBOARD_")]:
            patch.delenv(name)
        for name, value in env.items():
            patch.setenv(name, str(value))
        patch.chdir(ROOT)
        patch.setattr(sys, "argv", ["lib", *map(str, arguments)])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        with pytest.raises(SystemExit) as ended:
            cli.run()
    printed = [stream.detach() for stream in (out, err)]
    code = ended.value.code or 0
    assert isinstance(code, int)
    return Run(code, *(stream.getvalue().decode("utf-8") for stream in printed))  # type: ignore[attr-defined]


def run_apart(*arguments: str | Path, **env: str | Path) -> Run:
    """The same in a process of its own, as people call it: where the process is the point."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("PLANBOARD_", "PYTHON"))}
    done = subprocess.run(
        [sys.executable, "-W", "error", "-m", "lib", *map(str, arguments)],
        cwd=ROOT,
        env={**inherited, "LC_ALL": "C", **{name: str(value) for name, value in env.items()}},
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return Run(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))
