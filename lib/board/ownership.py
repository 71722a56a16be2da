"""Whose a file is: what of a store belongs to which of the plans that lie beside one another."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from datetime import date
from typing import NamedTuple

from lib.intake import Reading, body_of
from lib.plan import Plan, PlanKey
from lib.problems import problem
from lib.store import Submission


class Mine(NamedTuple):
    """What of a store is one plan's, on a day."""

    plan: Plan
    others: Sequence[PlanKey]
    contents: Container[str]
    """Its contents under which something was received."""
    years: Callable[[str], set[int]]
    """The years that the periods of a content name, by its hash."""
    today: date

    def has(self, submission: Submission) -> bool:
        """Whether a submission belongs to the plan. Of earlier times, when that was not recorded: by the year of its rows."""
        if submission.plan is not None:
            # A copy of a plan for the next year may still have its id.
            is_content = submission.plan_sha256 is None or submission.plan_sha256 in self.contents
            return submission.plan == self.plan.id and is_content
        return self._is_named(self.years(submission.sha256), submission.received)

    def has_file(self, reading: Reading) -> bool:
        """Whether a file that nobody has received yet is the plan's business."""
        if not self.others and reading.accepted:
            return True
        return self._is_named(self.years(reading.sha256), self.today)

    def _is_named(self, named: set[int], day: date) -> bool:
        if named:
            return self.plan.year in named
        # Without a year it means the plan that runs.
        years = {self.plan.year, *(other.year for other in self.others if other.year)}
        return self.plan.year == max((year for year in years if year <= day.year), default=min(years))

    def nobodys(self, reading: Reading) -> Reading | None:
        """What is said of a file that is another year's: nothing, where there is a plan of that year."""
        years = self.years(reading.sha256)
        if years & {other.year for other in self.others} or not years:
            return None
        said = "、".join(f"{year}年" for year in sorted(years))
        note = problem("other_year", file=reading.file, years=said, year=self.plan.year)
        return reading._replace(rows=[], problems=[note])

    def body_of(self, name: str) -> str | None:
        """The body that a file name names."""
        body = body_of(name, self.plan)
        return body if isinstance(body, str) else None
