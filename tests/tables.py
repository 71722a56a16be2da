"""Tables of cases that say one thing: one test goes through all of them and names each that does not hold."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import pytest


def of_every(cases: Collection[Any], least: int = 1) -> Callable[[Callable[[Any], None]], Callable[[], None]]:
    """Makes of a function of one case a test of all of them; there must be at least so many."""

    def decorate(holds: Callable[[Any], None]) -> Callable[[], None]:
        def test() -> None:
            assert len(cases) >= least, f"only {len(cases)} cases to look at"
            failures = []
            for case in cases:
                try:
                    holds(case)
                except AssertionError as error:
                    failures.append(f"{case}: {error}")
            if failures:
                pytest.fail(f"{len(failures)} of {len(cases)} do not hold:\n" + "\n".join(failures), pytrace=False)

        # `functools.wraps` would show pytest the argument, which it takes for a fixture.
        test.__name__, test.__doc__ = holds.__name__, holds.__doc__
        return test

    return decorate
