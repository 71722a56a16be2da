"""Processes of their own for tests: forked, so that they start at once with all that is loaded."""

from __future__ import annotations

import gc
import os
import signal
import sys
import traceback
from collections.abc import Callable

GOOD, FAILED = 0, 70
"""Exit codes of a child that went through, and of one that raised."""

LONGEST_SECONDS = 90
"""A child ends itself after this time, also where nobody waits for it any more."""


def start(function: Callable[[], object]) -> int:
    """Run a function in a process of its own; returns the number of the process."""
    sys.stdout.flush()
    sys.stderr.flush()
    child = os.fork()
    if child:
        return child
    code = FAILED
    gc.freeze()  # what the parent holds is not looked through, which would copy it
    signal.alarm(LONGEST_SECONDS)
    try:
        function()
        code = GOOD
    except BaseException:  # told to the parent by the exit code
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        # Nothing of the parent's is tidied up here.
        os._exit(code)


def end_of(child: int) -> int:
    """The exit code of a child, once it has ended; minus the signal where one ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def run(function: Callable[[], object]) -> int:
    """The exit code of a function in a process of its own."""
    return end_of(start(function))


def run_together(*functions: Callable[[], object]) -> list[int]:
    """The exit codes of functions, each in a process of its own at the same time."""
    return [end_of(child) for child in [start(function) for function in functions]]


def kill(child: int) -> None:
    """End a child as nothing can be done against, and wait for it."""
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
