"""Due days of tasks and milestones, the printed path, and what they look like in words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from factories import figure, indicator_data, level_data, make_plan, measures_of, progress

from lib.plan import edits
from lib.rules import due_days, needs_attention, schedule
from lib.say import arithmetic, due, findings, indicator_findings
from lib.statuses import REASONS

STEPS = [
    {"id": "m1", "text": "印发实施方案。", "due": date(2019, 6, 30)},
    {"id": "m2", "text": "完成初审。", "due": date(2019, 10, 30)},
]


def with_steps(status: str = "in_progress", steps: list[dict[str, Any]] = STEPS) -> Any:
    """A single task with milestones, at the end of September."""
    tasks = {"1.1.1": {"agencies": ["ipo"], "milestones": steps}}
    return measures_of(progress(status=status, evidence="附件"), tasks=tasks, indicators=[])


def test_a_milestone_that_is_past_is_a_reason_for_attention_and_its_arithmetic_opens() -> None:
    measures = with_steps()
    (item,) = needs_attention(measures)
    assert (item.reason, item.due, item.bodies) == ("milestone_overdue", date(2019, 6, 30), ("ipo",))
    assert findings.attention_detail(item) == "应于 06-30 完成"
    past, near = (one for one in due_days(measures) if one.milestone)
    assert due.milestone(measures, past) == "数据截至2019年9月30日，已到期 92 天，任务推进中 → 节点逾期"
    assert due.milestone(measures, near) == "数据截至2019年9月30日，还有 30 天，不超过 30 天 → 节点临期"


def test_a_near_milestone_is_a_reason_of_its_own() -> None:
    (item,) = needs_attention(with_steps(steps=STEPS[1:]))
    assert (item.reason, findings.attention_detail(item)) == ("milestone_due", "还有 30 天")


def test_a_completed_task_asks_nothing_of_its_milestones() -> None:
    assert needs_attention(with_steps("completed")) == []


def test_a_task_that_is_overdue_itself_is_so_first() -> None:
    tasks = {"1.1.1": {"agencies": ["ipo"], "due": date(2019, 8, 31), "milestones": STEPS[:1]}}
    (item,) = needs_attention(measures_of(progress(status="in_progress"), tasks=tasks, indicators=[]))
    assert item.reason == "overdue"
    assert list(REASONS).index("milestone_overdue") == 1


def test_the_calendar_is_in_order_of_days_and_says_how_many() -> None:
    measures = with_steps()
    assert [(one.day, one.milestone is None) for one in due_days(measures)] == [
        (date(2019, 6, 30), False),
        (date(2019, 10, 30), False),
        (date(2019, 12, 31), True),
    ]
    said = "1 项任务、2 个节点：年末到期 1 个，此前到期 2 个；节点逾期 1 个，节点临期 1 个"
    assert due.due_days(measures, due_days(measures)) == said


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ((None, None), "2 项任务都应在年末完成"),
        ((None,), "1 项任务应在年末完成"),
        ((date(2019, 10, 31), date(2019, 10, 31)), "2 项任务都应在2019年10月31日前完成"),
        ((date(2019, 10, 31), date(2019, 11, 30)), "2 项任务：年末以前到期 2 个"),
        ((date(2019, 10, 31), None), "2 项任务：年末到期 1 个，此前到期 1 个"),
    ],
)
def test_the_calendar_says_when_everything_is_due(days: tuple[date | None, ...], said: str) -> None:
    tasks = {f"1.1.{n}": {"agencies": ["ipo"], **({"due": day} if day else {})} for n, day in enumerate(days, 1)}
    measures = measures_of(tasks=tasks, indicators=[])
    assert due.due_days(measures, due_days(measures)) == said


# the printed path


def path_of(value: float, period: str = "2019-09", **changed: Any) -> Any:
    """The standing of a total of 400 with a printed path."""
    entry = indicator_data(targets={"2019-06": 100, "2019-12": 400}, **changed)
    plan = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [entry]}
    return measures_of(figure(value=value, period=period), **plan).indicators["copyright-registrations"]


def test_a_printed_path_takes_the_place_of_the_elapsed_share() -> None:
    standing = path_of(260)
    assert standing.status == "on_schedule"
    # 100 + 300 × 92 ÷ 184 = 250 by 30 September, which is 62.5 % of 400.
    assert standing.scheduled == pytest.approx(0.625)
    assert standing.gap_points == pytest.approx(2.5)
    assert standing.elapsed == pytest.approx(273 / 365)
    assert indicator_findings.lamp(standing).word == "达分期目标"
    assert indicator_findings.headline(standing).endswith("快于分期进度 2.5 个百分点")
    assert arithmetic(standing) == (
        "进度 260 ÷ 400 = 65.0%；分期目标 6月30日 100 件，12月31日 400 件，其间按天数折算到此时为 250，"
        "分期进度 62.5%；进度 − 分期进度 = +2.5 个百分点；容差 10 个百分点 → 达分期目标"
    )


def test_a_path_without_a_start_judges_nothing() -> None:
    entry = level_data(targets={"2019-06": 2.85}, baseline=None)
    plan = {"tasks": {"1.1.3": ["ipo"]}, "indicators": [entry]}
    rows = figure(indicator=entry["id"], value=2.84, period="2019-06", sender="ipo")
    measures = measures_of(rows, as_of=date(2019, 6, 30), **plan)
    standing = measures.indicators[entry["id"]]
    assert (standing.status, standing.scheduled) == ("not_judged", None)
    assert schedule(measures.plan, standing.indicator, date(2019, 12, 31)) == 1


def test_an_edit_of_milestones_and_targets_is_named() -> None:
    tasks = {"1.1.4": {"agencies": ["copyright"], "milestones": STEPS[:1]}}
    old = make_plan(tasks={"1.1.4": ["copyright"]}, indicators=[indicator_data()])
    new = make_plan(tasks=tasks, indicators=[indicator_data(targets={"2019-06": 200})])
    assert [(one.what, one.before, one.after) for one in edits(old, new)] == [
        ("节点", "", "2019年6月30日 印发实施方案。"),
        ("分期目标", "", "2019年6月30日 200 件"),
    ]


def test_a_printed_path_changes_the_check_code_and_its_absence_none() -> None:
    def code(**changed: Any) -> str:
        plan = {"tasks": {"1.1.4": ["copyright"]}, "indicators": [indicator_data(**changed)]}
        return measures_of(figure(value=200), **plan).check_code

    assert code() == code(targets={}) != code(targets={"2019-06": 200})
