"""What needs attention, worst first, and what changed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import figure, indicator_data, measures_of, progress
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.rules.attention import Change, Item, changes, moment_before, needs_attention
from lib.say.comparison import change
from lib.say.findings import attention_detail
from lib.statuses import REASONS

SEPTEMBER = date(2019, 9, 30)


def one_task(status: str = "", *, due: date | None = None, **row: Any) -> list[Item]:
    """What needs attention of a single task of one body that reported a status for September."""
    task: dict[str, Any] = {"agencies": ["ipo"]} | ({"due": due} if due else {})
    rows = [progress(status=status, **row)] if status else []
    return needs_attention(measures_of(*rows, tasks={"1.1.1": task}, indicators=[]))


def registrations(value: float, *, period: str = "2019-09", **changed: Any) -> list[Item]:
    """What needs attention of a single task that carries a total of 400."""
    plan = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data(**changed)]}
    return needs_attention(measures_of(figure(value=value, period=period), **plan))


# the reasons


@pytest.mark.parametrize(
    ("items", "reason"),
    [
        (one_task("in_progress", due=SEPTEMBER), "overdue"),
        (one_task("delayed"), "delayed"),
        (one_task(), "owing"),
        (one_task("in_progress", period="2019-08"), "owing"),
        (one_task("completed"), "no_evidence"),
        (registrations(200), "behind"),
        (registrations(401, direction="lower"), "missed"),
        (registrations(1, direction="lower", target=0), "missed"),
        (registrations(280), "slightly_behind"),
        (registrations(280, period="2019-08"), "owing"),
        (registrations(240, period="2019-08"), "slightly_behind"),
    ],
)
def test_a_task_needs_attention_for_its_worst_reason(items: list[Item], reason: str) -> None:
    assert [item.reason for item in items] == [reason]


@pytest.mark.parametrize(
    "items",
    [
        one_task("in_progress"),
        one_task("not_started"),
        one_task("completed", evidence="材料"),
        one_task("verified", sender="office"),
        one_task("completed", evidence="材料", due=date(2019, 6, 30)),
        registrations(352),
        registrations(400),
    ],
)
def test_a_task_in_order_needs_no_attention(items: list[Item]) -> None:
    assert items == []


def test_a_completion_by_figures_needs_no_evidence() -> None:
    rows = [progress(task="1.1.4", agency="copyright", status="completed")]
    plan = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data()]}
    assert needs_attention(measures_of(*rows, figure(value=400), **plan)) == []


def test_an_item_names_the_bodies_it_concerns() -> None:
    rows = [
        progress(agency="ipo", status="delayed"),
        progress(agency="science", status="in_progress"),
        progress(agency="education", status="delayed"),
    ]
    (item,) = needs_attention(measures_of(*rows, tasks={"1.1.1": ["ipo", "science", "education"]}, indicators=[]))
    assert (item.reason, item.bodies) == ("delayed", ("ipo", "education"))


def test_an_owing_item_names_those_who_owe_and_an_overdue_one_those_who_are_late() -> None:
    tasks = {"1.1.1": {"agencies": ["ipo", "science"], "due": date(2019, 6, 30)}, "1.1.2": ["ipo", "science"]}
    rows = [progress(status="completed", evidence="材料"), progress(task="1.1.2")]
    overdue, owing = needs_attention(measures_of(*rows, tasks=tasks, indicators=[]))
    assert (overdue.reason, overdue.bodies) == ("overdue", ("science",))
    assert (owing.reason, owing.bodies) == ("owing", ("science",))


def test_a_lamp_item_names_the_owner_and_carries_the_indicator() -> None:
    (item,) = registrations(200)
    assert item.bodies == ("copyright",)
    assert item.indicator is not None
    assert item.indicator.indicator.id == "copyright-registrations"


def test_of_two_indicators_of_a_task_the_one_further_behind_is_named() -> None:
    indicators = [
        indicator_data(id="a", name="甲"),
        indicator_data(id="b", name="乙"),
        indicator_data(id="c", name="丙"),
    ]
    figures = [figure(indicator="a", value=200), figure(indicator="b", value=100), figure(indicator="c", value=352)]
    plan = {"tasks": {"1.1.4": ["copyright"]}, "indicators": indicators}
    (item,) = needs_attention(measures_of(*figures, **plan))
    assert item.indicator is not None
    assert item.indicator.indicator.id == "b"


# the order


def test_worst_first_then_by_due_date_then_in_the_plans_order() -> None:
    tasks: dict[str, Any] = {
        "1.1.1": ["ipo"],
        "1.1.2": {"agencies": ["ipo"], "due": date(2019, 11, 30)},
        "1.1.3": ["ipo"],
        "1.1.4": ["copyright"],
        "1.2.1": ["ipo"],
        "1.2.2": {"agencies": ["ipo"], "due": date(2019, 8, 31)},
        "1.2.3": {"agencies": ["ipo"], "due": date(2019, 6, 30)},
        "2.1.1": {"agencies": ["ipo"], "due": date(2019, 10, 31)},
        "2.1.2": ["ipo"],
        "2.1.3": ["ipo"],
    }
    rows = [
        progress(task="1.2.1", status="completed"),
        progress(task="1.2.2"),
        progress(task="1.2.3"),
        progress(task="2.1.1", status="delayed"),
        progress(task="2.1.2", status="delayed"),
        progress(task="2.1.3"),
    ]
    figures = [figure(indicator="behind", value=100), figure(indicator="slightly", value=280)]
    indicators = [
        indicator_data(id="slightly", name="略低", task="1.1.3", owner="ipo"),
        indicator_data(id="behind", name="低", task="1.1.4"),
    ]
    items = needs_attention(measures_of(*rows, *figures, tasks=tasks, indicators=indicators))
    assert [(item.reason, item.task) for item in items] == [
        ("overdue", "1.2.3"),
        ("overdue", "1.2.2"),
        ("behind", "1.1.4"),
        ("delayed", "2.1.1"),
        ("delayed", "2.1.2"),
        ("slightly_behind", "1.1.3"),
        ("owing", "1.1.2"),
        ("owing", "1.1.1"),
        ("no_evidence", "1.2.1"),
    ]


def test_ten_tasks_of_a_section_stand_in_the_plans_order_not_in_that_of_text() -> None:
    tasks = {f"1.1.{n}": ["ipo"] for n in range(1, 12)}
    assert [item.task for item in needs_attention(measures_of(tasks=tasks, indicators=[]))] == list(tasks)


statuses = st.sampled_from(["", "not_started", "in_progress", "delayed", "completed"])


@settings(deadline=None)
@given(
    st.lists(statuses, min_size=1, max_size=8), st.sampled_from(["2019-08", "2019-09"]), st.sampled_from([None, "材料"])
)
def test_every_task_is_named_at_most_once_and_has_a_word_for_its_reason(
    reported: list[str], period: str, evidence: str | None
) -> None:
    tasks: dict[str, Any] = {
        f"1.1.{n}": {"agencies": ["ipo", "science"], "due": date(2019, 4 + n, 28)} for n in range(1, len(reported) + 1)
    }
    rows = [
        progress(task=f"1.1.{n}", status=status, period=period, evidence=evidence)
        for n, status in enumerate(reported, 1)
        if status
    ]
    items = needs_attention(measures_of(*rows, tasks=tasks, indicators=[]))
    assert len({item.task for item in items}) == len(items)
    order = [(list(REASONS).index(item.reason), item.due) for item in items]
    assert order == sorted(order)
    assert all(item.bodies and REASONS[item.reason].word and attention_detail(item) for item in items)


def test_a_ceiling_that_is_passed_is_said_beside_its_task() -> None:
    assert [attention_detail(item) for item in registrations(401, direction="lower")] == ["已突破上限"]


def test_the_reasons_stand_worst_first() -> None:
    assert list(REASONS) == [
        "overdue",
        "milestone_overdue",
        "missed",
        "behind",
        "returned",
        "delayed",
        "slightly_behind",
        "owing",
        "milestone_due",
        "no_evidence",
    ]


# what changed


@pytest.mark.parametrize(
    ("as_of", "frequency", "before"),
    [
        (date(2019, 9, 30), "monthly", date(2019, 8, 31)),
        (date(2019, 9, 15), "monthly", date(2019, 7, 31)),
        (date(2019, 9, 30), "quarterly", date(2019, 6, 30)),
        (date(2019, 3, 31), "quarterly", None),
        (date(2019, 2, 10), "monthly", None),
        (date(2019, 1, 5), "monthly", None),
        (date(2020, 4, 1), "monthly", date(2019, 11, 30)),
    ],
)
def test_changes_are_counted_from_the_end_of_the_period_before(
    as_of: date, frequency: str, before: date | None
) -> None:
    measures = measures_of(as_of=as_of, reporting={"frequency": frequency, "due_day": 10})
    assert moment_before(measures) == before


def test_nothing_changed_between_a_moment_and_itself() -> None:
    measures = measures_of(progress(), figure())
    assert changes(measures, measures) == []


def test_figures_lamps_statuses_and_rates_that_differ_are_listed() -> None:
    plan: dict[str, Any] = {
        "tasks": {"1.1.1": ["ipo"], "1.1.4": ["copyright"]},
        "indicators": [indicator_data()],
    }
    rows, figures = [progress(period="2019-09", status="completed")], [figure(period="2019-08", value=200), figure()]
    before, after = (measures_of(*rows, *figures, as_of=day, **plan) for day in (date(2019, 8, 31), SEPTEMBER))
    found = changes(before, after)
    assert found == [
        Change("indicator", "copyright-registrations", "actual", 200, 352),
        Change("indicator", "copyright-registrations", "status", "behind", "on_schedule"),
        Change("task", "1.1.1", "status", "unreported", "completed"),
        Change("agency", "ipo", "completion_rate", 0, 1),
        Change("agency", "ipo", "coverage", 0, 1),
        Change("agency", "ipo", "current_coverage", 0, 1),
        Change("plan", "small", "completion_rate", 0, 0.5),
        Change("plan", "small", "coverage", 0.5, 1),
        Change("plan", "small", "current_coverage", 0.5, 1),
    ]
    assert [change(after.plan, changed, after) for changed in found] == [
        ("作品著作权登记量", "200 件 → 352 件"),
        ("作品著作权登记量 状态", "低于序时 → 达序时"),
        ("1.1.1 任务1.1.1的条文", "未报送 → 已完成"),
        ("省知识产权局 任务完成率", "0.0% → 100.0%"),
        ("省知识产权局 报送率（累计）", "0.0% → 100.0%"),
        ("省知识产权局 本期报送率", "0.0% → 100.0%"),
        ("任务完成率", "0.0% → 50.0%"),
        ("报送率（累计）", "50.0% → 100.0%"),
        ("本期报送率", "50.0% → 100.0%"),
    ]


def test_a_first_figure_is_a_change_from_nothing() -> None:
    plan: dict[str, Any] = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data()]}
    before, after = (measures_of(figure(), as_of=day, **plan) for day in (date(2019, 8, 31), SEPTEMBER))
    first = changes(before, after)[0]
    assert (first.before, first.after) == (None, 352)
    assert change(after.plan, first, after)[1] == "— → 352 件"
