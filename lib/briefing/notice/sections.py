"""Sections of a notice: 总体情况 and 主要成效."""

from __future__ import annotations

from lib import formats
from lib.briefing.notice.paragraphs import (
    Paragraph,
    annex,
    as_of,
    bodies,
    by_bodies,
    itemized,
    known_day,
    near,
    progress_of,
    standing,
    with_owners,
)
from lib.rules import Measures, Rates
from lib.statuses import LAMPS, TASK_STATUSES

_MOST_PARTS = 6
"""Parts up to which the text says how far each is."""


def overall(measures: Measures) -> tuple[Paragraph, ...]:
    """总体情况: tasks by status with the completion rate and its bound, the reports, the indicators, two numbers a part."""
    s, plan, known = measures.summary, measures.plan, known_day(measures)
    whole = f"任务{s.total}项" + (f"、指标{len(plan.indicators)}项" if plan.indicators else "")
    until = f"（报送材料收至{near(measures, known)}）" if known else ""
    first = f"计划明确{whole}。{as_of(measures)}{until}，{tasks_by_status(s)}。{_bound(s)}{_reporting(measures)}"
    if measures.indicators:
        first += f"{indicators_by_lamp(measures)}。"
    said = [Paragraph(first)]
    if 1 < len(plan.parts) <= _MOST_PARTS and s.completed and not s.is_complete:
        parts = "，".join(f"“{part.title}”{_part(measures.parts[part.id])}" for part in plan.parts)
        said.append(Paragraph(f"分部分看，{parts}。"))
    return tuple(said)


def _part(rates: Rates) -> str:
    return f"{rates.total}项" + (f"完成{rates.completed}项" if rates.completed else "尚无完成")


def tasks_by_status(s: Rates) -> str:
    """已完成13项（其中经核实销号5项），完成率31.0%；推进中18项……; statuses that no task has are left out."""
    if s.count("unreported") == s.total:
        return "各项任务均尚未报送进展"
    verified = s.count("verified")
    if s.is_complete:
        proved = "，均经核实销号" if verified == s.total else f"，其中核实销号{verified}项" if verified else ""
        return f"已全部完成{proved}"
    done = f"已完成{s.completed}项" + (f"（其中核实销号{verified}项）" if verified else "")
    done = f"{done}，完成率{formats.percent(s.completion_rate)}" if s.completed else "尚无任务完成"
    words = {"not_started": "尚未启动", "unreported": "年初以来未报送"}
    rest = [
        f"{words.get(key, look.short)}{s.count(key)}项"
        for key, look in TASK_STATUSES.items()
        if not look.is_done and s.count(key)
    ]
    late = f"。到期未完成{s.overdue}项" if s.overdue else ""
    return "；".join([done, *(["，".join(rest)] if rest else [])]) + late


def _bound(s: Rates) -> str:
    if s.completion_high == s.completion_rate or s.count("unreported") == s.total:
        return ""
    rate = formats.percent(s.completion_high)
    return f"如尚未报送的部分（涉及{s.undecided}项任务）均已完成，完成率为{rate}。"


def _reporting(measures: Measures) -> str:
    if measures.current is None:
        return "首个报告期尚未结束。"
    if not measures.summary.owing:
        return f"{progress_of(measures.current)}已全部报送。"
    rate = formats.percent(measures.summary.current_coverage)
    return f"{progress_of(measures.current)}报送率{rate}。"


def indicators_by_lamp(measures: Measures) -> str:
    """3项指标中，1项已达到目标，1项符合序时进度，1项低于序时进度"""
    words = {look.key: f"{look.short}进度" for look in LAMPS.values() if look.is_of_schedule} | {
        "achieved": "已达到目标", "on_schedule": "符合序时进度", "missed": "未达到目标", "stale": "近期未再报送",
        "not_judged": "尚未达到目标", "no_data": "年初以来未报送",
    }  # fmt: skip
    found = list(measures.indicators.values())
    counts = {words.get(key, look.word): sum(one.status == key for one in found) for key, look in LAMPS.items()}
    held = {word: count for word, count in counts.items() if count}
    if len(found) == 1:
        return standing(measures, found[0])
    if len(held) == 1:
        return f"{len(found)}项指标均{next(iter(held))}"
    return f"{len(found)}项指标中，{'，'.join(f'{count}项{word}' for word, count in held.items())}"


def achievements(measures: Measures, few: int) -> tuple[Paragraph, ...]:
    """主要成效: indicators that go well, what was verified and finished and whose, bodies that have finished; nothing
    where there is none."""
    plan, entries = measures.plan, []
    good = [s for s in measures.indicators.values() if LAMPS[s.status].is_good]
    if good:
        which = "指标进展较好" if len(good) == len(measures.indicators) else "部分指标进展较好"
        entries.append((which, f"{with_owners(measures, good, few)}。"))
    verified, reported = (
        {task.task: plan.tasks[task.task].agencies for task in measures.tasks.values() if task.status == status}
        for status in ("verified", "completed")
    )
    where, text = annex(measures, "tasks"), ""
    if len(verified) == len(measures.tasks):
        text = f"{len(verified)}项任务全部经核实销号（见{where}）。"
    elif verified:
        text = f"经核实销号{len(verified)}项：{by_bodies(plan, verified, few, where)}。"
    if reported:
        only = "" if verified else f"，包括{by_bodies(plan, reported, few, where)}"
        text += f"{'另有' if verified else ''}{len(reported)}项责任单位已报告完成，有待核实{only}。"
    if text:
        which = "任务全部完成" if measures.summary.is_complete else "部分任务已经完成"
        entries.append((which, text))
    finished = [body for body, rates in measures.bodies.items() if rates.is_complete]
    if finished and not measures.summary.is_complete:
        entries.append(("部分单位全面完成", f"{bodies(plan, finished, few)}承担的任务已全部完成。"))
    return itemized(entries)
