"""The rules once more, from the words of docs/method.md alone: plain dictionaries, no look at lib/."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

import pytest


class Figure(NamedTuple):
    indicator: str
    period: str
    value: Fraction
    reported_on: date


class Report(NamedTuple):
    task: str
    body: str
    period: str
    status: str
    evidence: str | None
    reported_on: date
    by_office: bool


DONE = ("completed", "verified")


def end_of(period: str) -> date:
    """The last day of 2019-09, 2019Q3, 2019H1 or 2019."""
    year, rest = int(period[:4]), period[4:]
    last = 12
    if rest.startswith("-"):
        last = int(rest[1:])
    elif rest:
        last = int(rest[1:]) * {"Q": 3, "H": 6}[rest[0]]
    return date(year, last, monthrange(year, last)[1])


def recount(
    plan: dict[str, Any],
    figures: list[Figure],
    reports: list[Report],
    as_of: date | None,
    known_by: date | None,
    today: date = date.max,
) -> dict[str, Any]:
    """The document of `status`, as far as the rules make it. Rows come in the order of their receipt."""
    year = plan["year"]
    figures = [row for row in figures if known_by is None or row.reported_on <= known_by]
    reports = [row for row in reports if known_by is None or row.reported_on <= known_by]
    day = as_of or recount_moment(plan, figures, reports, today)
    figures = [row for row in figures if end_of(row.period) <= day]
    reports = [row for row in reports if end_of(row.period) <= day]
    current = max((end for end in reporting_ends(plan) if end <= day), default=None)
    indicators = [recount_indicator(plan, entry, figures, current) for entry in plan.get("indicators", [])]
    tasks = [
        recount_task(plan, task, indicators, figures, reports, day, current)
        for part in plan["parts"]
        for section in part["sections"]
        for task in section["tasks"]
    ]
    groups = plan.get("groups", [])
    return {
        "as_of": day.isoformat(),
        "elapsed": float(share_elapsed(min(max(day, date(year - 1, 12, 31)), date(year, 12, 31)), year)),
        "summary": {"tasks": len(tasks)} | recount_rates(tasks, is_due=current is not None),
        "indicators": indicators,
        "tasks": tasks,
        "agencies": [
            {"id": body["id"], "kind": "group" if body in groups else "agency"}
            | {"workload": recount_workload(plan, body["id"])}
            | recount_rates(
                [a for task in tasks for a in task["assignments"] if a["agency"] == body["id"]],
                is_due=current is not None,
            )
            for body in plan["agencies"] + groups
        ],
    }


def share_elapsed(day: date, year: int) -> Fraction:
    first = date(year - 1, 12, 31)
    return Fraction((day - first).days, (date(year, 12, 31) - first).days)


def latest(rows: list[Any]) -> Any:
    """The row of the latest period; of two the one received later."""
    last = None
    for row in rows:
        if last is None or end_of(row.period) >= end_of(last.period):
            last = row
    return last


def recount_indicator(
    plan: dict[str, Any], entry: dict[str, Any], figures: list[Figure], current: date | None
) -> dict[str, Any]:
    target, kind, lower = Fraction(str(entry["target"])), entry["kind"], entry["direction"] == "lower"
    cumulative, ceiling = kind == "cumulative", kind == "cumulative" and lower
    base = Fraction(str(entry["baseline"]["value"])) if "baseline" in entry else None

    def meets(value: Fraction) -> bool:
        return value <= target if lower else value >= target

    used = None if cumulative or base is None or meets(base) else base
    tolerance = Fraction(str(plan["status_rule"]["tolerance_points"]))
    if used is not None:
        tolerance = max(tolerance, Fraction(1, 10 ** entry["decimals"]) / abs(target - used) * 100)
    found: dict[str, Any] = {"id": entry["id"], "status": "no_data", "stale": False, "tolerance_points": tolerance}
    row = latest([f for f in figures if f.indicator == entry["id"]])
    if row is None:
        return found
    end, actual = end_of(row.period), row.value
    tau = share_elapsed(end, plan["year"])
    progress = None
    if cumulative and target:
        progress = actual / target
    elif used is not None:
        progress = (actual - used) / (target - used)
    gap = None if progress is None else (tau - progress if ceiling else progress - tau) * 100
    divisor = actual if lower else target
    achieved = meets(actual) and (not ceiling or tau == 1)
    if ceiling and not meets(actual):
        lamp = "missed"
    elif achieved:
        lamp = "achieved"
    elif gap is None:
        lamp = "not_judged"
    elif gap >= 0:
        lamp = "on_schedule"
    else:
        lamp = "slightly_behind" if gap >= -tolerance else "behind"
    projection = needed = None
    if end >= date(plan["year"], 3, 31):
        if cumulative:
            projection = actual / tau
        elif base is not None:
            projection = base + (actual - base) / tau
    if cumulative and not ceiling:
        if achieved:
            needed = Fraction(0)
        elif end.month < 12:
            needed = (target - actual) / (12 - end.month)
    return found | {
        "actual": actual,
        "period": row.period,
        "achievement": (target if lower else actual) / divisor if divisor else None,
        "progress": progress,
        "elapsed": tau,
        "gap_points": gap,
        "status": lamp,
        "stale": current is not None and end < current,
        "projection": projection,
        "needed_per_month": needed,
    }


def recount_body(reports: list[Report], task: str, body: str) -> tuple[str, Report | None]:
    """The status by the rows of one body, and the row that gives it."""
    own = [row for row in reports if (row.task, row.body) == (task, body)]
    by_office = latest([row for row in own if row.by_office])
    row = by_office if by_office and by_office.status == "verified" else latest(own)
    return (row.status, row) if row else ("unreported", None)


def recount_whole(statuses: list[str]) -> str:
    reported = [status for status in statuses if status != "unreported"]
    if all(status == "verified" for status in statuses):
        return "verified"
    if all(status in DONE for status in statuses):
        return "completed"
    if not reported:
        return "unreported"
    if "delayed" in reported:
        return "delayed"
    return "not_started" if set(reported) == {"not_started"} else "in_progress"


def recount_task(
    plan: dict[str, Any],
    task: dict[str, Any],
    indicators: list[dict[str, Any]],
    figures: list[Figure],
    reports: list[Report],
    day: date,
    current: date | None,
) -> dict[str, Any]:
    carried = [entry for entry in plan.get("indicators", []) if entry["task"] == task["id"]]
    due = task.get("due", date(plan["year"], 12, 31))
    assignments = []
    for body in task["agencies"]:
        if carried:
            assignment = recount_carried(task["id"], body, carried, indicators, figures, reports, current)
        else:
            assignment = recount_reported(plan, task["id"], body, reports, current)
        done = assignment["status"] in DONE
        assignment["owes"] = assignment["owes"] and current is not None and not done
        assignment["overdue"] = due <= day and not done
        assignments.append({"agency": body, **assignment})
    status = recount_whole([a["status"] for a in assignments])
    return {
        "id": task["id"],
        "status": status,
        "overdue": due <= day and status not in DONE,
        "owes": any(a["owes"] for a in assignments),
        "possible": all(a["possible"] for a in assignments),
        "assignments": assignments,
    }


def recount_carried(
    task: str,
    body: str,
    carried: list[dict[str, Any]],
    indicators: list[dict[str, Any]],
    figures: list[Figure],
    reports: list[Report],
    current: date | None,
) -> dict[str, Any]:
    ids = [entry["id"] for entry in carried]
    standings = [standing for standing in indicators if standing["id"] in ids]
    final = [
        standing["status"] == "achieved" and (entry["kind"] == "cumulative" or standing["elapsed"] == 1)
        for entry, standing in zip(carried, standings, strict=True)
    ]
    said, row = recount_body(reports, task, body)
    newest = latest([report for report in reports if (report.task, report.body) == (task, body)])
    status = "in_progress"
    if all(standing["status"] == "no_data" for standing in standings):
        status = "unreported"
    elif all(final):
        status = "completed"
    if status == "completed" and said == "verified":
        status, newest = "verified", row
    reported_now = all(any(f.indicator == id and end_of(f.period) == current for f in figures) for id in ids)
    last = max((s["period"] for s in standings if s.get("period")), key=end_of, default=None)
    return {
        "status": status,
        "period": last,
        "evidence": newest.evidence if newest else None,
        "owes": not reported_now,
        "possible": status in (*DONE, "unreported"),
    }


def recount_reported(
    plan: dict[str, Any], task: str, body: str, reports: list[Report], current: date | None
) -> dict[str, Any]:
    def is_current(of: str) -> bool:
        return any((row.task, row.body) == (task, of) and end_of(row.period) == current for row in reports)

    status, row = recount_body(reports, task, body)
    members = next((group["members"] for group in plan.get("groups", []) if group["id"] == body), [])
    if not members or status == "verified":
        return {
            "status": status,
            "period": row.period if row else None,
            "evidence": row.evidence if row else None,
            "owes": not is_current(body),
            "possible": status in (*DONE, "unreported"),
        }
    each = [recount_body(reports, task, member) for member in members]
    rows = [row for _, row in each if row]
    newest = max(rows, key=lambda row: end_of(row.period), default=None)
    return {
        "status": recount_whole([status for status, _ in each]),
        "period": newest.period if newest else None,
        "evidence": newest.evidence if newest else None,
        "owes": any(
            status not in DONE and not is_current(member) for member, (status, _) in zip(members, each, strict=True)
        ),
        "possible": all(status in (*DONE, "unreported") for status, _ in each),
    }


def reporting_ends(plan: dict[str, Any]) -> list[date]:
    step, year = 3 if plan["reporting"]["frequency"] == "quarterly" else 1, plan["year"]
    return [date(year, m, monthrange(year, m)[1]) for m in range(step, 13, step)]


def recount_moment(plan: dict[str, Any], figures: list[Figure], reports: list[Report], today: date) -> date:
    """The moment that stands by itself on a day: by hand, from the last period backwards."""
    in_time = {end_of(row.period) for row in [*figures, *reports] if row.reported_on >= end_of(row.period)}
    ends = [end for end in reporting_ends(plan) if end <= today]
    due = [end for end in ends if end + timedelta(days=plan["reporting"]["due_day"]) <= today]
    for end in reversed(ends):
        if end in in_time:
            owing = [task for task in recount(plan, figures, reports, end, None)["tasks"] if task["owes"]]
            if end in due or not owing:
                return end
    return max(due, default=date(plan["year"], 1, 1))


def recount_rates(counted: list[dict[str, Any]], *, is_due: bool) -> dict[str, Any]:
    n = len(counted)
    by_status = Counter(one["status"] for one in counted)
    completed = by_status["completed"] + by_status["verified"]
    shares = {
        "completion_rate": completed,
        "completion_high": sum(one["possible"] for one in counted),
        "coverage": n - by_status["unreported"],
        "current_coverage": n - sum(one["owes"] for one in counted),
    }
    rates = {name: Fraction(count, n) if n else None for name, count in shares.items()}
    return {
        "completed": completed,
        **{name: by_status[name] for name in ("verified", "in_progress", "delayed", "not_started", "unreported")},
        "overdue": sum(one["overdue"] for one in counted),
        **(rates if is_due else rates | {"current_coverage": None}),
    }


def recount_workload(plan: dict[str, Any], body: str) -> dict[str, Fraction]:
    named = [
        task["agencies"]
        for part in plan["parts"]
        for section in part["sections"]
        for task in section["tasks"]
        if body in task["agencies"]
    ]
    return {
        "full": Fraction(len(named)),
        "shared": sum((Fraction(1, len(bodies)) for bodies in named), Fraction(0)),
        "first_listed": Fraction(sum(bodies[0] == body for bodies in named)),
    }


def assert_agrees(document: Any, counted: Any, at: str = "") -> None:
    """Every figure of the recount stands in the document; lists are compared one by one."""
    if isinstance(counted, dict):
        for key in counted.keys() - {"owes", "possible"}:
            if not (at.startswith(".tasks") and ".assignments" in at and key == "overdue"):
                assert_agrees(document[key], counted[key], f"{at}.{key}")
    elif isinstance(counted, list):
        assert len(document) == len(counted), at
        for number, (one, other) in enumerate(zip(document, counted, strict=True)):
            assert_agrees(one, other, f"{at}[{number}]")
    elif isinstance(counted, Fraction | float) and not isinstance(counted, bool):
        assert document == pytest.approx(float(counted), rel=1e-12, abs=1e-12), at
    else:
        assert document == counted, at
