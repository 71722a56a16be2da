"""The rules once more, from the words of the design alone: plain dictionaries, plain loops, no look at lib/.

Where the words leave something open, the reading taken here stands beside it after “Taken:”.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple


class Figure(NamedTuple):
    indicator: str
    period: str
    value: Fraction
    reported_on: date
    note: str | None = None


class Report(NamedTuple):
    task: str
    body: str
    period: str
    status: str
    reported_on: date
    by_office: bool = False
    evidence: str | None = None
    note: str | None = None


Row = Figure | Report

DONE = ("completed", "verified")


# periods and time


def month_end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def end_of(period: str) -> date:
    """The last day of 2019-09, 2019Q3, 2019H1 or 2019."""
    year, rest = int(period[:4]), period[4:]
    if rest == "":
        return month_end(year, 12)
    if rest[0] == "-":
        return month_end(year, int(rest[1:]))
    return month_end(year, int(rest[1:]) * {"Q": 3, "H": 6}[rest[0]])


def reporting_ends(plan: dict[str, Any]) -> list[date]:
    step = {"monthly": 1, "quarterly": 3}[plan["reporting"]["frequency"]]
    return [month_end(plan["year"], month) for month in range(step, 13, step)]


def due_of_period(plan: dict[str, Any], end: date) -> date:
    """Due by `due_day` of the next month. Taken: a month without that day, by its last."""
    year, month = (end.year, end.month + 1) if end.month < 12 else (end.year + 1, 1)
    return date(year, month, min(plan["reporting"]["due_day"], monthrange(year, month)[1]))


def current_end(plan: dict[str, Any], day: date) -> date | None:
    ended = [end for end in reporting_ends(plan) if end <= day]
    return ended[-1] if ended else None


def whole_months(day: date) -> int:
    return day.month if day == month_end(day.year, day.month) else day.month - 1


def share_elapsed(plan: dict[str, Any], day: date, last: date) -> Fraction:
    """Of the time from 1 January to `last`. Taken: by months, the whole months until then ÷ the
    months until `last`, of which its own is one."""
    first = date(plan["year"], 1, 1)
    if day >= last:
        return Fraction(1)
    if day < first:
        return Fraction(0)
    if plan["status_rule"].get("elapsed_by", "days") == "months":
        return Fraction(whole_months(day), last.month)
    return Fraction((day - first).days + 1, (last - first).days + 1)


# plan


def tasks_of(plan: dict[str, Any]) -> list[dict[str, Any]]:
    return [task for part in plan["parts"] for section in part["sections"] for task in section["tasks"]]


def due_of(plan: dict[str, Any], task_id: str) -> date:
    """The task's due day, the year's last day where it has none or a later one."""
    last = date(plan["year"], 12, 31)
    for task in tasks_of(plan):
        if task["id"] == task_id:
            due: date = task.get("due", last)
            return min(due, last)
    raise KeyError(task_id)


def members_of(plan: dict[str, Any], body: str) -> list[str]:
    for group in plan.get("groups", []):
        if group["id"] == body:
            return list(group.get("members", []))
    return []


def carried_by(plan: dict[str, Any], task_id: str) -> list[dict[str, Any]]:
    return [entry for entry in plan.get("indicators", []) if entry["task"] == task_id]


# rows: which of them count


def key_of(row: Row) -> tuple[object, ...]:
    if isinstance(row, Figure):
        return row.indicator, end_of(row.period)
    return row.task, row.body, end_of(row.period)


def says_the_same(one: Row, other: Row) -> bool:
    if isinstance(one, Figure) and isinstance(other, Figure):
        return (one.value, one.note) == (other.value, other.note)
    if isinstance(one, Report) and isinstance(other, Report):
        return (one.status, one.evidence, one.note) == (other.status, other.evidence, other.note)
    return False


def in_force(rows: list[Row]) -> dict[tuple[object, ...], Row]:
    """By key the row received last. An agency's row takes no place from a 已销号, which only the office ends."""
    found: dict[tuple[object, ...], Row] = {}
    for row in rows:
        before = found.get(key_of(row))
        if isinstance(before, Report) and isinstance(row, Report) and before.status == "verified" and not row.by_office:
            continue
        found[key_of(row)] = row
    return found


def taken(plan: dict[str, Any], rows: list[Row]) -> list[Row]:
    """Rows in the order of their receipt without what is refused."""
    kept: list[Row] = []
    for row in rows:
        if isinstance(row, Figure) or not is_refused(plan, row, kept):
            kept.append(row)
    return kept


def without_repeats(rows: list[Row]) -> list[Row]:
    """Without what said only what counted already."""
    kept: list[Row] = []
    for row in rows:
        before = in_force(kept).get(key_of(row))
        if before is None or not says_the_same(before, row) or ends_a_verification(row, kept):
            kept.append(row)
    return kept


def ends_a_verification(row: Row, before: list[Row]) -> bool:
    """Whether the office says otherwise than its last word, a 已销号: that is no repetition of what the body said since."""
    if isinstance(row, Figure) or not row.by_office or row.status == "verified":
        return False
    said = [one for one in before if isinstance(one, Report) and one.by_office]
    last = None
    for one in said:
        is_later = last is None or end_of(one.period) >= end_of(last.period)
        if is_later and (one.task, one.body) == (row.task, row.body):
            last = one
    return last is not None and last.status == "verified"


def is_refused(plan: dict[str, Any], row: Report, before: list[Row]) -> bool:
    is_group = row.body in [group["id"] for group in plan.get("groups", [])]
    if not row.by_office and (is_group or row.status == "verified"):
        return True
    if members_of(plan, row.body) and row.status != "verified":
        return True
    carried = carried_by(plan, row.task)
    if carried and row.status == "verified":
        # Taken: judged on receipt by all figures received before, whatever period the 已销号 is for.
        figures = [one for one in in_force(before).values() if isinstance(one, Figure)]
        return not all(is_completed(plan, entry, figures, date.max) for entry in carried)
    return False


# indicators


def latest_figure(figures: list[Figure], indicator: str) -> Figure | None:
    found = None
    for row in figures:
        if row.indicator == indicator and (found is None or end_of(row.period) > end_of(found.period)):
            found = row
    return found


def is_completed(plan: dict[str, Any], entry: dict[str, Any], figures: list[Figure], day: date) -> bool:
    """Achieved: a cumulative one at once, others on the final figure. Taken: a rate as level and share."""
    row = latest_figure(figures, entry["id"])
    if row is None or recount_indicator(plan, entry, figures, day)["status"] != "achieved":
        return False
    return entry["kind"] == "cumulative" or is_final(plan, entry, row)


def is_final(plan: dict[str, Any], entry: dict[str, Any], row: Figure) -> bool:
    return end_of(row.period) >= due_of(plan, entry["task"])


def share_asked(plan: dict[str, Any], entry: dict[str, Any], base: Fraction | None, day: date) -> Fraction:
    """What is asked for by a day, of the way from the start to the target: by the printed path, else the elapsed share."""
    last, target = due_of(plan, entry["task"]), Fraction(str(entry["target"]))
    now = share_elapsed(plan, day, last)
    start = base if base is not None else Fraction(0)
    if not entry.get("targets") or target == start:
        return now
    points = {Fraction(0): start, Fraction(1): target}
    for period, value in entry["targets"].items():
        at = share_elapsed(plan, end_of(period), last)
        if at < 1:
            points[at] = Fraction(str(value))
    before = max(at for at in points if at <= now)
    after = min(at for at in points if at >= now)
    value = points[before]
    if after > before:
        value += (points[after] - points[before]) * (now - before) / (after - before)
    return (value - start) / (target - start)


def recount_indicator(
    plan: dict[str, Any], entry: dict[str, Any], figures: list[Figure], day: date, *, sample: bool = False
) -> dict[str, Any]:
    """One of `indicators`, by the figures in force for periods that end on `day` or earlier."""
    kind, is_lower = entry["kind"], entry["direction"] == "lower"
    is_ceiling = kind == "cumulative" and is_lower
    target = Fraction(str(entry["target"]))
    base = Fraction(str(entry["baseline"]["value"])) if "baseline" in entry else None
    last = due_of(plan, entry["task"])

    def meets(value: Fraction) -> bool:
        return value <= target if is_lower else value >= target

    has_start = kind in ("level", "share") and base is not None
    used = base if has_start and base is not None and not meets(base) else None
    points = tolerance = Fraction(str(plan["status_rule"]["tolerance_points"]))
    step = None
    if used is not None:
        step = Fraction(1, 10 ** entry["decimals"]) / abs(target - used) * 100
        tolerance = max(points, step)

    found: dict[str, Any] = {name: entry[name] for name in ("id", "task", "name", "unit", "kind", "direction")}
    found |= {"target": target, "baseline": base, "tolerance_points": tolerance, "sample": sample}
    row = latest_figure(figures, entry["id"])
    if row is None:
        empty = ("actual", "period", "achievement", "progress", "elapsed", "gap_points", "projection")
        return found | dict.fromkeys((*empty, "needed_per_month")) | {"status": "no_data", "stale": False}

    actual, end = row.value, end_of(row.period)
    final = is_final(plan, entry, row)
    current = current_end(plan, day)
    tau = share_elapsed(plan, end, last)

    # Taken: the final figure is never old, so that it is 已达标 or 未达标 for ever.
    ends_before = [one for one in reporting_ends(plan) if current is not None and one < current]
    old = not final and (day >= last or (bool(ends_before) and end < ends_before[-1]))
    # Taken: stale by the words alone (also a final figure), and wherever the figure is old.
    stale = old or (current is not None and end < current)

    achievement = None
    if actual > 0 and target > 0:
        achievement = target / actual if is_lower and not is_ceiling else actual / target

    progress = None
    if kind == "cumulative" and target != 0:
        progress = actual / target
    elif used is not None:
        progress = (actual - used) / (target - used)

    def gap_at(elapsed: Fraction) -> Fraction | None:
        if kind == "rate":
            # Taken: turned round where lower is better, so that more than 0 is better everywhere.
            return target - actual if is_lower else actual - target
        if progress is None:
            return None
        return (elapsed - progress if is_ceiling else progress - elapsed) * 100

    gap = gap_at(share_asked(plan, entry, used, end))

    if (is_ceiling and actual > target) or (final and not meets(actual)):
        status = "missed"
    elif old:
        status = "stale"
        if kind == "cumulative":
            # Taken: where no reporting period has ended, τ of its own period.
            then = gap_at(share_asked(plan, entry, used, current if current is not None else end))
            if meets(actual) and not is_ceiling:
                status = "achieved"
            elif then is not None and then >= 0:
                status = "on_schedule"
    elif meets(actual) and (not is_ceiling or final):
        status = "achieved"
    elif has_start and used is None:
        status = "behind"
    # Taken: a rate has no progress, but a gap of its own, by which it is judged.
    elif gap is None or (step is not None and step > 25):
        status = "not_judged"
    elif gap >= 0:
        status = "on_schedule"
    elif gap >= -tolerance:
        status = "slightly_behind"
    else:
        status = "behind"

    # Taken: the end of March is compared with the end of the figure's period.
    projection = None
    if not old and end >= date(plan["year"], 3, 31):
        if kind == "cumulative":
            projection = actual / tau
        elif has_start and base is not None:
            projection = base + (actual - base) / tau
    if projection is not None:
        if not entry.get("signed", False):
            projection = max(projection, Fraction(0))
        if kind == "share" and not entry.get("over_100", False):
            projection = min(projection, Fraction(100))

    needed = None
    if kind == "cumulative" and not is_ceiling:
        # Taken: a month is left if it begins after the day.
        left = last.month - day.month if day < last else 0
        if status == "achieved":
            needed = Fraction(0)
        elif left > 0:
            needed = (target - actual) / left

    return found | {
        "actual": actual,
        "period": row.period,
        "achievement": achievement,
        "progress": progress,
        # Taken: “no τ” of a rate is none here too.
        "elapsed": None if kind == "rate" else tau,
        "gap_points": gap,
        "status": status,
        "stale": stale,
        "projection": projection,
        "needed_per_month": needed,
    }


# tasks


def row_of_status(reports: list[Report], task: str, body: str) -> Report | None:
    """The row that gives a body's status: the office's latest if it is a 已销号, else the latest in force.

    Taken: later and latest by period, within a period by receipt; what the office said counts here even where a row of
    the agency took its place since.
    """
    own = [row for row in reports if (row.task, row.body) == (task, body)]
    latest_of_office = None
    for row in own:
        if row.by_office and (latest_of_office is None or end_of(row.period) >= end_of(latest_of_office.period)):
            latest_of_office = row
    if latest_of_office is not None and latest_of_office.status == "verified":
        return latest_of_office
    latest = None
    for standing in in_force(list(own)).values():
        if isinstance(standing, Report) and (latest is None or end_of(standing.period) > end_of(latest.period)):
            latest = standing
    return latest


def whole(statuses: list[str]) -> str:
    if all(status == "verified" for status in statuses):
        return "verified"
    if all(status in DONE for status in statuses):
        return "completed"
    if all(status == "unreported" for status in statuses):
        return "unreported"
    if any(status == "delayed" for status in statuses):
        return "delayed"
    if all(status == "not_started" for status in statuses if status != "unreported"):
        return "not_started"
    return "in_progress"


def has_row_for(reports: list[Report], task: str, body: str, current: date | None) -> bool:
    return current is not None and any(
        (row.task, row.body) == (task, body) and end_of(row.period) >= current for row in reports
    )


class Assignment(NamedTuple):
    agency: str
    status: str
    period: str | None
    evidence: str | None
    owes: bool
    possible: bool
    """Nothing reported speaks against its completion."""
    overdue: bool = False


def recount_assignment(
    plan: dict[str, Any], task: str, body: str, figures: list[Figure], reports: list[Report], day: date
) -> Assignment:
    row = row_of_status(reports, task, body)
    current = current_end(plan, day)
    if carried_by(plan, task):
        return recount_carried(plan, task, body, row, figures, day)
    members = members_of(plan, body)
    if not members or (row is not None and row.status == "verified"):
        status = row.status if row else "unreported"
        return Assignment(
            body,
            status,
            row.period if row else None,
            row.evidence if row else None,
            owes=current is not None and status not in DONE and not has_row_for(reports, task, body, current),
            possible=status in (*DONE, "unreported"),
        )
    # Taken: a group owes while one of its members does.
    each = [recount_assignment(plan, task, member, figures, reports, day) for member in members]
    return Assignment(
        body,
        whole([one.status for one in each]),
        None,
        None,
        owes=any(one.owes for one in each),
        possible=all(one.possible for one in each),
    )


def recount_carried(
    plan: dict[str, Any], task: str, body: str, row: Report | None, figures: list[Figure], day: date
) -> Assignment:
    """An assignment of a task that carries indicators. Taken: its rows are the figures, for coverage and owing too."""
    current = current_end(plan, day)
    carried = carried_by(plan, task)
    latest = [one for entry in carried if (one := latest_figure(figures, entry["id"]))]
    if row is not None and row.status == "verified":
        status = "verified"
    elif not latest:
        status = "unreported"
    elif all(is_completed(plan, entry, figures, day) for entry in carried):
        status = "completed"
    else:
        status = "in_progress"
    reported = len(latest) == len(carried) and all(current is None or end_of(one.period) >= current for one in latest)
    # Taken: “to the end” is to the final figure: a completed one owes no more once that is there.
    ended = status in DONE and all(
        any(one.indicator == entry["id"] and is_final(plan, entry, one) for one in latest) for entry in carried
    )
    return Assignment(
        body,
        status,
        # Taken: the latest of its figures, of several the first in the plan.
        max((one.period for one in latest), key=end_of, default=None),
        row.evidence if row else None,
        owes=current is not None and not reported and not ended,
        possible=status in (*DONE, "unreported"),
    )


class Task(NamedTuple):
    id: str
    text: str
    status: str
    overdue: bool
    owes: bool
    possible: bool
    assignments: list[Assignment]


def recount_task(
    plan: dict[str, Any], task: dict[str, Any], figures: list[Figure], reports: list[Report], day: date
) -> Task:
    is_due = task.get("due", date(plan["year"], 12, 31)) <= day
    found = []
    for body in task["agencies"]:
        one = recount_assignment(plan, task["id"], body, figures, reports, day)
        found.append(one._replace(overdue=is_due and one.status not in DONE))
    status = whole([one.status for one in found])
    return Task(
        task["id"],
        task["text"],
        status,
        overdue=is_due and status not in DONE,
        owes=any(one.owes for one in found),
        possible=all(one.possible for one in found),
        assignments=found,
    )


# rates and workload


def recount_rates(counted: list[Any], *, any_ended: bool) -> dict[str, Any]:
    """Counts and rates of tasks or of assignments; without any of them there is no rate."""
    n = len(counted)
    found: dict[str, Any] = {}
    for status in ("verified", "in_progress", "delayed", "not_started", "unreported"):
        found[status] = len([one for one in counted if one.status == status])
    found["completed"] = len([one for one in counted if one.status in DONE])
    found["overdue"] = len([one for one in counted if one.overdue])
    found["completion_rate"] = Fraction(found["completed"], n) if n else None
    found["completion_high"] = Fraction(len([one for one in counted if one.possible]), n) if n else None
    found["coverage"] = Fraction(n - found["unreported"], n) if n else None
    found["current_coverage"] = Fraction(len([one for one in counted if not one.owes]), n) if n and any_ended else None
    return found


def recount_workload(plan: dict[str, Any], body: str) -> dict[str, Fraction]:
    """`lead` is there where the plan has a rule for it."""
    names = ["full", "shared", "first_listed"] + (["lead"] if plan["lead_rule"] != "none" else [])
    found = dict.fromkeys(names, Fraction(0))
    for task in tasks_of(plan):
        bodies = task["agencies"]
        if body in bodies:
            found["full"] += 1
            found["shared"] += Fraction(1, len(bodies))
            found["first_listed"] += 1 if bodies[0] == body else 0
        leads = {"none": [], "first_listed": bodies[:1], "printed": task.get("lead", [])}[plan["lead_rule"]]
        if body in leads:
            found["lead"] += Fraction(1, len(leads))
    return found


# the document


def recount_moment(plan: dict[str, Any], rows: list[Row], today: date) -> date:
    """The moment that stands by itself, of rows already received and known. Taken: only a row in force can move it."""
    in_time = {end_of(row.period) for row in in_force(rows).values() if row.reported_on >= end_of(row.period)}
    due = [end for end in reporting_ends(plan) if due_of_period(plan, end) <= today]
    for end in reversed(reporting_ends(plan)):
        if end > today or end not in in_time:
            continue
        if end in due or not any(task.owes for task in recount_tasks(plan, rows, end)):
            return end
    return min(due[-1] if due else date(plan["year"], 1, 1), today)


def seen_on(rows: list[Row], day: date) -> tuple[list[Figure], list[Report]]:
    """Of periods that end on the day or earlier the figures in force, and all reports."""
    ended = [row for row in rows if end_of(row.period) <= day]
    figures = [row for row in in_force(ended).values() if isinstance(row, Figure)]
    return figures, [row for row in ended if isinstance(row, Report)]


def recount_tasks(plan: dict[str, Any], rows: list[Row], day: date) -> list[Task]:
    figures, reports = seen_on(rows, day)
    return [recount_task(plan, task, figures, reports, day) for task in tasks_of(plan)]


def recount(
    plan: dict[str, Any],
    rows: list[Row],
    as_of: date | None = None,
    known_by: date | None = None,
    today: date = date.max,
    *,
    sample: bool = False,
) -> dict[str, Any]:
    """The document of `status --json` but its problems. `plan` is the parsed file, rows come in the order of receipt."""
    # Taken: a row that says what counts already is judged on receipt, before anybody asks what was known on a day.
    rows = without_repeats(taken(plan, rows))
    rows = [row for row in rows if known_by is None or row.reported_on <= known_by]
    day = as_of or recount_moment(plan, rows, today)
    figures, _ = seen_on(rows, day)
    tasks = recount_tasks(plan, rows, day)
    any_ended = current_end(plan, day) is not None
    groups = plan.get("groups", [])
    sections = [section for part in plan["parts"] for section in part["sections"]]
    return {
        "plan": {
            "id": plan["id"],
            "title": plan["title"],
            "year": plan["year"],
            "parts": len(plan["parts"]),
            "sections": len(sections),
            "tasks": len(tasks),
            "agencies": len(plan["agencies"]),
            "groups": len(groups),
            "assignments": sum(len(task.assignments) for task in tasks),
            "indicators": len(plan.get("indicators", [])),
        },
        "as_of": day.isoformat(),
        "known_by": known_by.isoformat() if known_by else None,
        "elapsed": share_elapsed(plan, day, date(plan["year"], 12, 31)),
        "sample": sample,
        "summary": {"tasks": len(tasks)} | recount_rates(tasks, any_ended=any_ended),
        "indicators": [
            recount_indicator(plan, entry, figures, day, sample=sample) for entry in plan.get("indicators", [])
        ],
        "tasks": [
            {
                "id": task.id,
                "text": task.text,
                "status": task.status,
                "overdue": task.overdue,
                "assignments": [
                    {"agency": one.agency, "status": one.status, "period": one.period, "evidence": one.evidence}
                    for one in task.assignments
                ],
            }
            for task in tasks
        ],
        "agencies": [
            {"id": body["id"], "name": body["name"], "kind": "group" if body in groups else "agency"}
            | {"workload": recount_workload(plan, body["id"])}
            | recount_rates(
                [one for task in tasks for one in task.assignments if one.agency == body["id"]], any_ended=any_ended
            )
            for body in plan["agencies"] + groups
        ],
    }


def differences(document: Any, counted: Any, at: str = "") -> list[str]:
    """Where a document says something else than the recount, line by line; numbers may differ by 1e-12 of themselves."""
    if isinstance(counted, dict) and isinstance(document, dict):
        found = [f"{at}: {key} is missing" for key in counted.keys() - document.keys()]
        found += [f"{at}: {key} was not counted" for key in document.keys() - counted.keys()]
        for key in counted:
            if key in document:
                found += differences(document[key], counted[key], f"{at}.{key}")
        return found
    if isinstance(counted, list) and isinstance(document, list) and len(counted) == len(document):
        return [
            line
            for number, (one, other) in enumerate(zip(document, counted, strict=True))
            for line in differences(one, other, f"{at}[{number}]")
        ]
    if isinstance(counted, Fraction) and isinstance(document, int | float) and not isinstance(document, bool):
        if abs(Fraction(document) - counted) <= max(abs(counted), Fraction(1)) * Fraction(1, 10**12):
            return []
        counted = f"{float(counted)!r} ({counted})"
    return [] if document == counted else [f"{at}: {document!r}, counted again {counted}"]
