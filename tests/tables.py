"""Tables of cases that say one thing: one test goes through all of them and tells of each that does not hold."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

Test = Callable[..., None]


def of_every(cases: Collection[Any], least: int = 1) -> Callable[[Test], Test]:
    """Makes of a function of one case a test of all of them; there must be at least so many.

    A plain tuple gives several arguments. Arguments by keyword alone are fixtures, the same for all cases.
    """

    def decorate(holds: Test) -> Test:
        @wraps(holds)
        def test(**fixtures: Any) -> None:
            assert len(cases) >= least, f"only {len(cases)} cases to look at"
            failures = []
            for case in cases:
                try:
                    holds(*(case if type(case) is tuple else (case,)), **fixtures)
                except Exception as error:
                    error.add_note(f"case: {case}")
                    failures.append(error)
            if failures:
                raise ExceptionGroup(f"{len(failures)} of {len(cases)} do not hold", failures)

        # What pytest is to see: of the arguments the fixtures alone.
        parameters = inspect.signature(holds).parameters.values()
        fixtures = [p for p in parameters if p.kind is inspect.Parameter.KEYWORD_ONLY]
        test.__signature__ = inspect.Signature(fixtures)  # type: ignore[attr-defined]
        return test

    return decorate
