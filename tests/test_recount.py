"""The rules against their second implementation in recount.py: any small plan with any rows. `make recount` tries more.

The second implementation has its own tests here, numbers worked out by hand.
"""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from factories import figure, indicator_data, level_data, period_of, plan_data, progress, share_data
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recount import Figure, Report, Row, differences, due_of, end_of, month_end, recount, share_elapsed, taken

from lib.board.actuals import counting_rows
from lib.board.counting import Counted
from lib.intake import Reading
from lib.plan import load_plan
from lib.rules import measure
from lib.say.documents import status_document
from lib.store import Submission, this_moment

CASES = int(os.environ.get("RECOUNT_CASES", "300"))

YEAR_END = date(2019, 12, 31)

# any plan, any rows


class Case(NamedTuple):
    """A plan with rows in the order of their receipt, and the moment that is asked for. Its text is a reproduction."""

    plan: dict[str, Any]
    rows: list[Row]
    as_of: date | None
    known_by: date | None
    today: date

    def __repr__(self) -> str:
        rows = "".join(f"  {row}\n" for row in self.rows)
        return (
            f"\n{yaml.safe_dump(self.plan, allow_unicode=True, sort_keys=False, default_flow_style=None, width=150)}"
            f"rows:\n{rows}as_of={self.as_of} known_by={self.known_by} today={self.today}\n"
        )


STATUSES = ("not_started", "in_progress", "delayed", "completed")
AGENCIES = {"a": "甲局", "b": "乙局", "c": "丙局", "d": "丁局"}
GROUPS = {"g": "各成员单位", "h": "各市州"}


@st.composite
def plans(draw: st.DrawFn) -> dict[str, Any]:
    year = draw(st.sampled_from([2019, 2020]))
    agencies = list(AGENCIES)[: draw(st.integers(1, 4))]
    groups = list(GROUPS)[: draw(st.integers(0, 2))]
    some_members = st.just([]) | st.lists(st.sampled_from(agencies), unique=True)
    lead_rule = draw(st.sampled_from(["none", "first_listed", "printed"]))
    rule: dict[str, Any] = {"name": "schedule_gap", "tolerance_points": draw(st.sampled_from([10, 0, 5, 12.5, 30]))}
    if elapsed_by := draw(st.sampled_from([None, "days", "months"])):
        rule["elapsed_by"] = elapsed_by
    tasks: dict[str, Any] = {}
    for part in range(1, draw(st.integers(1, 3)) + 1):
        for section in range(1, draw(st.integers(1, 2)) + 1):
            for item in range(1, draw(st.integers(1, 2)) + 1):
                tasks[f"{part}.{section}.{item}"] = draw(some_task(year, agencies + groups, lead_rule))
    count = draw(st.sampled_from([1, 0, 2, 3]))
    return plan_data(
        tasks=tasks,
        year=year,
        lead_rule=lead_rule,
        status_rule=rule,
        reporting={
            "frequency": draw(st.sampled_from(["monthly", "quarterly"])),
            "due_day": draw(st.sampled_from([10, 1, 28, 31])),
        },
        agencies=[{"id": id, "name": AGENCIES[id]} for id in agencies],
        groups=[{"id": id, "name": GROUPS[id], "members": draw(some_members)} for id in groups],
        indicators=[draw(some_indicator(f"i{n}", year, list(tasks), agencies + groups)) for n in range(1, count + 1)],
    )


def last_days(year: int) -> st.SearchStrategy[date]:
    """Month ends, and any day of the year."""
    ends = st.sampled_from([month_end(year, month) for month in range(1, 13)])
    return ends | st.dates(date(year, 1, 1), date(year, 12, 31))


@st.composite
def some_task(draw: st.DrawFn, year: int, bodies: list[str], lead_rule: str) -> dict[str, Any]:
    named = draw(st.lists(st.sampled_from(bodies), min_size=1, max_size=4, unique=True))
    task: dict[str, Any] = {"agencies": named}
    if draw(st.sampled_from([False, False, True])):
        task["due"] = draw(last_days(year))
    if lead_rule == "printed" and draw(st.booleans()):
        leads = draw(st.lists(st.sampled_from(named), min_size=1, unique=True))
        task["lead"] = [body for body in named if body in leads]
        task["support"] = [body for body in named if body not in leads]
        if not task["support"]:
            del task["support"]
    return task


@st.composite
def some_indicator(draw: st.DrawFn, id: str, year: int, tasks: list[str], bodies: list[str]) -> dict[str, Any]:
    kind = draw(st.sampled_from(["cumulative", "level", "share", "rate"]))
    decimals = draw(st.integers(0, 3))
    step = Fraction(1, 10**decimals)
    more: dict[str, Any] = {}
    lowest, highest = Fraction(0), Fraction(10**6)
    if kind == "share":
        highest = Fraction(100)
        if draw(st.booleans()):
            more, highest = {"over_100": True}, Fraction(1000)
    elif draw(st.booleans()):
        more, lowest = {"signed": True}, Fraction(-1000)
    target = draw(st.sampled_from([Fraction(n) for n in (60, 0, 1, 3, 100, 120, 365, 400, -3)] + [Fraction("2.9")]))
    target = min(max(target, lowest), highest)
    if kind in ("level", "share") and draw(st.booleans()):
        # Near the target the printed step is wide; on the wrong side of it the baseline is of no use.
        away = draw(st.sampled_from([-1, -2, -3, -4, -5, -8, -100, 0, 1, 4, 100])) * step
        value = as_number(min(max(target + away, lowest), highest))
        more["baseline"] = {"period": str(year - 1), "value": value, "source": "年鉴"}
    if kind != "rate" and draw(st.booleans()):
        days = draw(st.lists(st.sampled_from(["-03", "-06", "Q2", "-09", "-11"]), min_size=1, unique=True))
        by_end = {end_of(f"{year}{rest}"): f"{year}{rest}" for rest in days}
        more["targets"] = {period: draw(st.sampled_from([0, 1, 50, 60, 200, 2.85])) for period in by_end.values()}
    return indicator_data(
        id=id,
        task=draw(st.sampled_from(tasks)),
        name=f"指标{id}",
        unit="%" if kind in ("share", "rate") else "个",
        decimals=decimals,
        kind=kind,
        direction=draw(st.sampled_from(["higher", "lower"])),
        target=as_number(target),
        target_text="达到目标",
        owner=draw(st.sampled_from(bodies)),
        **more,
    )


def as_number(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)


PERIODS = [*(f"-{month:02d}" for month in range(1, 13)), *(f"Q{quarter}" for quarter in range(1, 5)), "H1", ""]
NOTES = st.sampled_from([None, "说明", "另一说明"])


def some_period(focus: date) -> st.SearchStrategy[str]:
    """One that ends on the day, by then, or any of its year."""
    names = [f"{focus.year}{rest}" for rest in PERIODS]
    at = [name for name in names if end_of(name) == focus]
    before = [name for name in names if end_of(name) <= focus]
    return st.sampled_from(at) | st.sampled_from(before) | st.sampled_from(names)


def some_day(period: str) -> st.SearchStrategy[date]:
    """Early, in time, late; shrinks to the last day of the period."""
    return st.sampled_from([0, 1, 9, 10, 11, 31, 60, -1, -3, -40]).map(lambda days: end_of(period) + timedelta(days))


@st.composite
def some_figure(draw: st.DrawFn, plan: dict[str, Any], focus: date) -> Figure:
    entry = draw(st.sampled_from(plan["indicators"]))
    period = draw(some_period(focus))
    return Figure(
        entry["id"],
        period,
        draw(some_value(plan, entry, period)),
        draw(some_day(period)),
        draw(st.sampled_from([None, None, "说明"])),
    )


@st.composite
def some_value(draw: st.DrawFn, plan: dict[str, Any], entry: dict[str, Any], period: str) -> Fraction:
    """Often on an edge: the target, the baseline, the schedule and the tolerance below it, one step beside each."""
    target, step = Fraction(str(entry["target"])), Fraction(1, 10 ** entry["decimals"])
    base = Fraction(str(entry["baseline"]["value"])) if "baseline" in entry else Fraction(0)
    points = Fraction(str(plan["status_rule"]["tolerance_points"])) / 100
    tau = share_elapsed(plan, end_of(period), due_of(plan, entry["task"]))
    edges = [
        target,
        base,
        *(base + (target - base) * part for part in (tau, tau - points / 2, tau - points, tau + points)),
    ]
    value = draw(st.sampled_from(edges) | st.integers(-5, 420).map(Fraction)) + draw(st.integers(-1, 1)) * step
    lowest = Fraction(-10_000 if entry.get("signed") else 0)
    highest = Fraction(100 if entry["kind"] == "share" and not entry.get("over_100") else 10_000)
    return min(max(Fraction(round(value, 3)), lowest), highest)


@st.composite
def some_report(draw: st.DrawFn, plan: dict[str, Any], focus: date) -> Report:
    groups = {group["id"]: group["members"] for group in plan["groups"]}
    pairs = [
        (task["id"], reporter)
        for part in plan["parts"]
        for section in part["sections"]
        for task in section["tasks"]
        for body in task["agencies"]
        for reporter in dict.fromkeys([body, *groups.get(body, [])])
    ]
    task, body = draw(st.sampled_from(pairs))
    period = draw(some_period(focus))
    by_office = draw(st.booleans()) or body in groups
    allowed = ("verified",) if groups.get(body) else (*STATUSES, "verified", "verified") if by_office else STATUSES
    return Report(
        task, body, period, draw(st.sampled_from(allowed)), draw(some_day(period)), by_office, draw(NOTES)
    )  # fmt: skip


@st.composite
def cases(draw: st.DrawFn) -> Case:
    plan = draw(plans())
    year = plan["year"]
    focus = month_end(year, draw(st.integers(1, 12)))
    a_row: st.SearchStrategy[Row] = some_report(plan, focus)
    if plan["indicators"]:
        a_row = some_figure(plan, focus) | a_row
    rows: list[Row] = []
    for row in draw(st.lists(a_row, max_size=12) | st.lists(a_row, min_size=5, max_size=12)):
        rows.append(row)
        if again := draw(st.sampled_from([None, None, None, "same", "restated"])):
            rows.append(draw(row_again(plan, draw(st.sampled_from(rows)), restated=again == "restated")))
    around = st.dates(date(year - 1, 12, 20), date(year + 1, 2, 20))
    near = st.integers(0, 40).map(lambda days: focus + timedelta(days))
    return Case(
        plan,
        # What is refused on receipt never comes to be counted.
        taken(plan, rows),
        as_of=draw(st.none() | near | last_days(year) | around),
        known_by=draw(st.none() | st.none() | near | around),
        today=draw(st.just(date(year + 1, 12, 31)) | near | around),
    )


@st.composite
def row_again(draw: st.DrawFn, plan: dict[str, Any], row: Row, *, restated: bool) -> Row:
    """The same on another day, perhaps under another name of the period; or something else."""
    names = [f"{plan['year']}{rest}" for rest in PERIODS]
    period = draw(st.sampled_from([name for name in names if end_of(name) == end_of(row.period)]))
    row = row._replace(period=period, reported_on=draw(some_day(period)))
    if not restated:
        return row
    if isinstance(row, Report):
        return row if row.status == "verified" else row._replace(status=draw(st.sampled_from(STATUSES)))
    entry = next(entry for entry in plan["indicators"] if entry["id"] == row.indicator)
    return row._replace(value=draw(some_value(plan, entry, period)))


@pytest.fixture(scope="module")
def plan_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("recount") / "plan.yaml"


@settings(
    max_examples=CASES,
    deadline=None,
    print_blob=False,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
@given(case=cases())
def test_any_rows_of_any_plan_are_counted_as_by_hand(plan_file: Path, case: Case) -> None:
    document = document_of(plan_file, case)
    counted = recount(case.plan, case.rows, case.as_of, case.known_by, case.today)
    found = "\n".join(differences(document, counted | {"problems": []}))
    assert found == "", (
        f"lib/rules and tests/recount.py, which counts the same once more, say different things:\n{found}"
    )


def document_of(plan_file: Path, case: Case) -> Any:
    """What the product says: the plan read from its file, the rows received one after the other."""
    plan_file.write_text(yaml.safe_dump(case.plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    counted = []
    for number, row in enumerate(case.rows, 1):
        # Received after everything has ended, one a day: the order of receipt is that of the rows.
        day = date(case.plan["year"] + 1, 3, 1) + timedelta(days=number)
        if isinstance(row, Figure):
            typed: Any = figure(
                indicator=row.indicator, period=row.period, value=float(row.value), note=row.note,
                sender="office", reported_on=row.reported_on, received=day,
            )  # fmt: skip
        else:
            typed = progress(
                task=row.task, agency=row.body, period=row.period, status=row.status, evidence=row.evidence,
                note=row.note, sender="office" if row.by_office else row.body, reported_on=row.reported_on, received=day,
            )  # fmt: skip
        file, kind = f"{number}.csv", "figures" if isinstance(row, Figure) else "progress"
        submission = Submission(number, number, file, typed.sender, None, None, this_moment(), "", (), 1)
        counted.append(Counted(submission, Reading(file, typed.sender, kind, [typed], [])))
    plan = load_plan(plan_file)
    at_once = counting_rows([], counted, [], plan.office.id)
    document = status_document(measure(plan, at_once.rows, case.as_of, case.known_by, case.today), [])
    # Half of it first, and then the rest, is the same.
    half = counting_rows([], counted[: len(counted) // 2], [], plan.office.id)
    before = measure(plan, half.rows, case.as_of, case.known_by, case.today)
    whole = counting_rows([], counted, [], plan.office.id, half.tally)
    assert whole.states() == at_once.states()
    gone_on = measure(plan, whole.rows, case.as_of, case.known_by, case.today, before)
    assert status_document(gone_on, []) == document
    return json.loads(json.dumps(document, allow_nan=False))


# by hand: the second implementation alone

COPIES, PATENTS, SHARE = "copyright-registrations", "invention-patents-per-10k", "enterprise-patent-share"


def sent(value: str, period: str = "2019-09", *, indicator: str = COPIES, on: str = "") -> Figure:
    return Figure(indicator, period, Fraction(value), date.fromisoformat(on) if on else end_of(period))


def said(
    status: str,
    period: str = "2019-09",
    *,
    task: str = "1.1.1",
    body: str = "ipo",
    on: str = "",
    by_office: bool = False,
) -> Report:
    day = date.fromisoformat(on) if on else end_of(period)
    return Report(task, body, period, status, day, by_office or status == "verified")


def standing(*rows: Row, as_of: str, indicator: str = COPIES, **plan: Any) -> dict[str, Any]:
    """One indicator, by rows on it."""
    found = recount(plan_data(**plan), list(rows), date.fromisoformat(as_of))["indicators"]
    return next(entry for entry in found if entry["id"] == indicator)


def of_task(*rows: Row, as_of: str, task: str = "1.1.4", **plan: Any) -> dict[str, Any]:
    found = recount(plan_data(**plan), list(rows), date.fromisoformat(as_of))["tasks"]
    return next(entry for entry in found if entry["id"] == task)


def one(entry: dict[str, Any]) -> dict[str, Any]:
    """A plan of one indicator only."""
    return {"indicators": [entry]}


CEILING = one(indicator_data(target=100, direction="lower"))
NO_COPIES = one(indicator_data(target=0, direction="lower"))
MET_BEFORE = {"period": "2018", "value": 61, "source": "年鉴"}


@pytest.mark.parametrize(
    ("indicator", "value", "period", "as_of", "status"),
    [
        (COPIES, "395", "2019-12", "2019-12-31", "missed"),
        (COPIES, "400", "2019", "2019-12-31", "achieved"),
        (COPIES, "395", "2019-11", "2019-12-31", "stale"),
        (COPIES, "400", "2019-05", "2019-12-31", "achieved"),
        (COPIES, "100", "2019-03", "2019-12-31", "stale"),
        (COPIES, "390", "2019-03", "2019-10-31", "on_schedule"),
        (COPIES, "280", "2019-08", "2019-09-30", "on_schedule"),
        (PATENTS, "2.89", "2019-12", "2019-12-31", "missed"),
        (PATENTS, "2.9", "2019-12", "2020-03-31", "achieved"),
        (PATENTS, "2.95", "2019-02", "2019-12-31", "stale"),
        (PATENTS, "2.95", "2019-02", "2019-03-31", "achieved"),
        (PATENTS, "2.95", "2019-02", "2019-04-30", "stale"),
        (SHARE, "45", "2019-12", "2019-12-31", "missed"),
        (SHARE, "45", "2019-11", "2019-11-30", "not_judged"),
    ],
)
def test_a_figure_is_judged_at_a_moment(indicator: str, value: str, period: str, as_of: str, status: str) -> None:
    assert standing(sent(value, period, indicator=indicator), as_of=as_of, indicator=indicator)["status"] == status


@pytest.mark.parametrize(
    ("plan", "value", "period", "status", "achievement"),
    [
        (CEILING, "101", "2019-11", "missed", Fraction(101, 100)),
        (CEILING, "100", "2019-11", "slightly_behind", 1),
        (CEILING, "100", "2019-12", "achieved", 1),
        (CEILING, "5", "2019-01", "on_schedule", Fraction(1, 20)),
        (NO_COPIES, "3", "2019-01", "missed", None),
        (NO_COPIES, "0", "2019-01", "not_judged", None),
        (NO_COPIES, "0", "2019-12", "achieved", None),
    ],
)
def test_a_ceiling_is_passed_at_any_time_and_kept_only_at_the_end(
    plan: dict[str, Any], value: str, period: str, status: str, achievement: Fraction | None
) -> None:
    found = standing(sent(value, period), as_of=end_of(period).isoformat(), **plan)
    assert (found["status"], found["achievement"]) == (status, achievement)


@pytest.mark.parametrize(
    ("as_of", "needed"),
    [("2019-11-30", 313), ("2019-09-30", Fraction(313, 3)), ("2019-12-31", None), ("2020-01-31", None)],
)
def test_what_is_needed_per_month_counts_from_the_moment(as_of: str, needed: Fraction | None) -> None:
    assert standing(sent("87", "2019-03"), as_of=as_of)["needed_per_month"] == needed
    assert standing(sent("400", "2019-03"), as_of=as_of)["needed_per_month"] == 0


JUNE: dict[str, Any] = {"tasks": {"1.1.4": {"agencies": ["copyright"], "due": date(2019, 6, 30)}}} | one(
    indicator_data()
)


@pytest.mark.parametrize("as_of", ["2019-06-30", "2019-07-31", "2019-12-31"])
def test_a_task_due_in_june_is_judged_on_the_figure_of_june(as_of: str) -> None:
    found = standing(sent("200", "2019-06"), as_of=as_of, **JUNE)
    assert (found["elapsed"], found["status"], found["needed_per_month"]) == (1, "missed", None)
    assert of_task(sent("200", "2019-06"), as_of=as_of, **JUNE)["overdue"]
    assert standing(sent("200", "2019-03"), as_of="2019-03-31", **JUNE)["elapsed"] == Fraction(90, 181)


def test_a_verified_total_stays_verified_when_it_is_restated() -> None:
    rows = [sent("405", "2019-11"), said("verified", "2019-11", task="1.1.4", body="copyright")]
    assert of_task(*rows, as_of="2019-11-30")["status"] == "verified"
    rows.append(sent("390", "2019-11"))
    assert of_task(*rows, as_of="2019-11-30")["status"] == "verified"
    assert standing(*rows, as_of="2019-11-30")["status"] == "on_schedule"


def test_verifying_before_completion_takes_no_effect() -> None:
    rows: list[Row] = [sent("200", "2019-06"), said("verified", "2019-06", task="1.1.4", body="copyright")]
    assert of_task(*rows, as_of="2019-06-30")["status"] == "in_progress"
    assert of_task(*rows, sent("400", "2019-07"), as_of="2019-07-31")["status"] == "completed"


def test_a_fall_back_below_the_target_is_behind() -> None:
    plan = one(share_data(baseline=MET_BEFORE))
    row = sent("40", "2019-09", indicator=SHARE)
    assert standing(row, as_of="2019-09-30", indicator=SHARE, **plan)["status"] == "behind"
    assert standing(row, as_of="2019-12-31", indicator=SHARE, **plan)["status"] == "stale"


def test_figures_are_owed_to_the_end() -> None:
    plan = plan_data(tasks={"1.1.4": ["copyright"]}, **one(indicator_data()))

    def covered(*rows: Row, month: int) -> Fraction | None:
        found: Fraction | None = recount(plan, list(rows), month_end(2019, month))["summary"]["current_coverage"]
        return found

    assert covered(sent("400", "2019-05"), month=5) == 1
    assert covered(sent("400", "2019-05"), month=6) == 0
    assert covered(sent("400", "2019-05"), sent("401", "2019-06"), month=6) == 1
    assert covered(sent("400", "2019-05"), sent("401", "2019Q2"), month=7) == 0


def test_one_early_report_makes_nobody_owe() -> None:
    plan = plan_data()
    rows: list[Row] = [said("in_progress", "2019-08", on="2019-09-05"), said("in_progress", "2019-09", on="2019-10-02")]
    moments = [recount(plan, rows, today=date(2019, 10, day))["as_of"] for day in (2, 9, 10)]
    assert moments == ["2019-08-31", "2019-08-31", "2019-09-30"]
    alone = plan_data(tasks={"1.1.1": ["ipo"]}, indicators=[])
    assert recount(alone, rows, today=date(2019, 10, 2))["as_of"] == "2019-09-30"


def test_a_row_sent_before_its_period_ended_moves_no_moment() -> None:
    plan = plan_data(tasks={"1.1.1": ["ipo"]}, indicators=[])
    early = said("completed", "2019", on="2019-12-28")
    assert recount(plan, [early], today=date(2019, 12, 31))["as_of"] == "2019-11-30"
    assert recount(plan, [early, early._replace(reported_on=date(2020, 1, 3))], today=date(2020, 1, 5))["as_of"] == (
        "2019-11-30"
    )
    assert recount(plan, [], today=date(2020, 1, 10))["as_of"] == "2019-12-31"
    assert recount(plan, [], today=date(2019, 2, 9))["as_of"] == "2019-01-01"
    assert recount(plan, [], today=date(2018, 12, 1))["as_of"] == "2018-12-01"


def test_a_row_that_says_what_counts_already_replaces_nothing() -> None:
    first, again = sent("352", "2019-09", on="2019-10-08"), sent("352", "2019Q3", on="2019-11-08")
    assert standing(first, again, as_of="2019-12-31")["period"] == "2019-09"
    assert standing(first, again._replace(value=Fraction(353)), as_of="2019-12-31")["period"] == "2019Q3"
    assert recount(plan_data(), [first, again], known_by=date(2019, 10, 31))["indicators"][1]["actual"] == 352


def test_an_office_row_for_a_group_with_members_is_refused_unless_it_verifies() -> None:
    plan = {"groups": [{"id": "members", "name": "各成员单位", "members": ["ipo", "science"]}]}
    group = {"task": "2.1.1", "as_of": "2019-09-30", **plan}
    for_it = [said("completed", task="2.1.1", body="members", by_office=True)]
    assert of_task(*for_it, **group)["status"] == "unreported"
    rows = [*for_it, said("completed", task="2.1.1", body="ipo")]
    found = of_task(*rows, **group)
    assert found["assignments"] == [{"agency": "members", "status": "in_progress", "period": None, "evidence": None}]
    counted = recount(plan_data(**plan), list(rows), date(2019, 9, 30))["agencies"][-1]
    assert (counted["completion_rate"], counted["completion_high"], counted["coverage"]) == (0, 1, 1)
    rows.append(said("completed", task="2.1.1", body="science"))
    assert of_task(*rows, **group)["status"] == "completed"
    assert of_task(said("verified", task="2.1.1", body="members"), **group)["status"] == "verified"


def test_a_verified_stands_until_the_office_says_otherwise() -> None:
    rows = [said("completed"), said("verified"), said("in_progress"), said("delayed", "2019-10")]
    assert of_task(*rows, as_of="2019-10-31", task="1.1.1")["status"] == "verified"
    rows.append(said("in_progress", by_office=True))
    assert of_task(*rows, as_of="2019-09-30", task="1.1.1")["status"] == "in_progress"
    assert of_task(*rows, as_of="2019-10-31", task="1.1.1")["status"] == "delayed"


def test_there_is_no_achievement_of_a_negative_target() -> None:
    plan = one(level_data(target=-3, signed=True, baseline=None))
    found = standing(sent("-2", indicator=PATENTS), as_of="2019-09-30", indicator=PATENTS, **plan)
    assert (found["status"], found["achievement"]) == ("achieved", None)
    assert standing(sent("0"), as_of="2019-09-30")["achievement"] is None


def test_a_projection_stays_within_what_the_figure_can_be() -> None:
    base = {"period": "2018", "value": 50, "source": "年鉴"}
    share = share_data(baseline=base)
    full = sent("88", indicator=SHARE)
    days = Fraction(273, 365)
    unbounded = 50 + 38 / days
    assert unbounded > Fraction("100.8")
    assert standing(full, as_of="2019-09-30", indicator=SHARE, **one(share))["projection"] == 100
    beyond = one(share | {"over_100": True})
    assert standing(full, as_of="2019-09-30", indicator=SHARE, **beyond)["projection"] == unbounded
    level = level_data(target=40, decimals=0, direction="lower", baseline=base)
    low = sent("6", "2019-05", indicator=PATENTS)
    assert standing(low, as_of="2019-05-31", indicator=PATENTS, **one(level))["projection"] == 0
    signed = one(level | {"signed": True})
    found = standing(low, as_of="2019-05-31", indicator=PATENTS, **signed)["projection"]
    assert found == 50 - 44 / Fraction(151, 365)
    assert standing(low, as_of="2019-07-31", indicator=PATENTS, **signed)["projection"] is None


def test_a_growth_rate_is_compared_with_its_target_itself() -> None:
    plan = one(level_data(kind="rate", target=8, decimals=1, unit="%", baseline=None))
    found = standing(sent("7.5", indicator=PATENTS), as_of="2019-09-30", indicator=PATENTS, **plan)
    assert (found["gap_points"], found["progress"], found["elapsed"]) == (Fraction(-1, 2), None, None)
    assert (found["status"], found["projection"]) == ("slightly_behind", None)
    ended = sent("7.5", "2019-12", indicator=PATENTS)
    assert standing(ended, as_of="2019-12-31", indicator=PATENTS, **plan)["status"] == "missed"


def test_time_may_be_counted_in_whole_months() -> None:
    rule = {"name": "schedule_gap", "tolerance_points": 10, "elapsed_by": "months"}
    found = recount(plan_data(status_rule=rule), [sent("300")], date(2019, 10, 15))
    assert found["elapsed"] == found["indicators"][1]["elapsed"] == Fraction(3, 4)
    assert (found["indicators"][1]["gap_points"], found["indicators"][1]["status"]) == (0, "on_schedule")
    assert standing(sent("200", "2019-03"), as_of="2019-03-31", status_rule=rule, **JUNE)["elapsed"] == Fraction(1, 2)
    assert recount(plan_data(), [], date(2019, 9, 30))["elapsed"] == Fraction(273, 365)


@pytest.mark.parametrize(
    ("base", "tolerance", "status"),
    [(2.82, Fraction(25, 2), "behind"), (2.86, 25, "behind"), (2.87, Fraction(100, 3), "not_judged")],
)
def test_a_schedule_of_few_printed_steps_is_not_judged(base: float, tolerance: Fraction, status: str) -> None:
    plan = one(level_data(baseline={"period": "2018", "value": base, "source": "年鉴"}))
    found = standing(sent(str(base), indicator=PATENTS), as_of="2019-09-30", indicator=PATENTS, **plan)
    assert (found["tolerance_points"], found["status"]) == (tolerance, status)


def test_before_the_first_period_has_ended_there_is_no_current_coverage() -> None:
    counted = recount(plan_data(), [], date(2019, 1, 30))
    assert {entry["current_coverage"] for entry in [counted["summary"], *counted["agencies"]]} == {None}
    assert recount(plan_data(), [], date(2019, 1, 31))["summary"]["current_coverage"] == 0


def test_leads_share_a_task_where_they_are_printed() -> None:
    tasks = {
        "1.1.1": {"agencies": ["ipo", "science", "education"], "lead": ["ipo", "science"], "support": ["education"]},
        "1.1.2": ["science", "ipo"],
    }

    def loads(rule: str) -> list[dict[str, Fraction]]:
        agencies = recount(plan_data(tasks=tasks, indicators=[], lead_rule=rule), [])["agencies"]
        return [body["workload"] for body in agencies if body["id"] in ("ipo", "science", "education")]

    assert [load["lead"] for load in loads("printed")] == [Fraction(1, 2), Fraction(1, 2), 0]
    assert [load["lead"] for load in loads("first_listed")] == [1, 1, 0]
    third, half = Fraction(1, 3), Fraction(1, 2)
    assert loads("none")[:2] == [
        {"full": 2, "shared": third + half, "first_listed": 1},
        {"full": 2, "shared": third + half, "first_listed": 1},
    ]


def test_it_knows_the_end_of_every_period() -> None:
    names = [f"2019{rest}" for rest in PERIODS]
    assert [end_of(name) for name in names] == [period_of(name).end for name in names]


def test_a_document_that_says_something_else_is_told_apart() -> None:
    counted = recount(plan_data(), [sent("352")], date(2019, 9, 30))
    same = json.loads(json.dumps(counted, default=float))
    assert differences(same, counted) == []
    same["indicators"][1]["actual"] += 1e-9
    same["summary"]["tasks"] = 8
    del same["known_by"]
    found = differences(same, counted)
    assert [line.split(":")[0] for line in found] == ["", ".summary.tasks", ".indicators[1].actual"]
