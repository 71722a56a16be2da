"""Sections of a notice: 总体情况, 指标进展, 下一步."""

from __future__ import annotations

from typing import NamedTuple

from lib import formats
from lib.briefing.notice.paragraphs import Paragraph, as_of, completed, coverage, numbered, said, tight
from lib.rules import IndicatorStanding, Measures, Rates, needs_attention
from lib.say import findings, indicator_findings
from lib.statuses import DONE, TASK_STATUSES

MOST_STEPS = 12
"""Next steps that are named in the text; all of them stand in an annex."""

BLANK = "（请统筹办填写）"


class Step(NamedTuple):
    """A next step 下一步措施 as reported."""

    body: str
    task: str
    text: str


def overall(measures: Measures) -> tuple[Paragraph, ...]:
    """总体情况: counts by status, rates with bounds, then a sentence for each part."""
    s = measures.summary
    words = "、".join(f"{look.word}{s.count(key)}项" for key, look in TASK_STATUSES.items())
    late = f"到期未完成（逾期）{s.overdue}项" if s.overdue else "没有逾期任务"
    owed = f"，本期尚未报全的任务{s.owing}项" if measures.current and s.owing else ""
    whole = f"{as_of(measures)}，{s.total}项任务中，{words}。{completed(s)}。{coverage(measures, s)}{owed}。{late}。"
    parts = "；".join(
        f"第{findings.numeral(part.id)}部分“{part.title}”{_part(measures, measures.parts[part.id])}"
        for part in measures.plan.parts
    )
    return Paragraph(whole), Paragraph(f"{as_of(measures)}，分部分看：{parts}。")


def _part(measures: Measures, rates: Rates) -> str:
    share = formats.percent
    current = f"，本期报送率{share(rates.current_coverage)}" if measures.current else ""
    late = f"，逾期{rates.overdue}项" if rates.overdue else ""
    return (
        f"{rates.total}项，完成{rates.completed}项，完成率{share(rates.completion_rate)}"
        f"（若未报送的都已完成，为{share(rates.completion_high)}），报送率{share(rates.coverage)}{current}{late}"
    )


def indicators(measures: Measures) -> tuple[Paragraph, ...]:
    """指标进展: a paragraph for each indicator."""
    return tuple(
        Paragraph(indicator(measures, standing), lead=f"{findings.numeral(f'0.{n}')}{standing.indicator.name}。")
        for n, standing in enumerate(measures.indicators.values(), 1)
    )


def indicator(measures: Measures, standing: IndicatorStanding) -> str:
    """The finding, the figures behind it, how old they are, the clause and the owner."""
    plan, own = measures.plan, standing.indicator
    found, stale = "尚无报送", ""
    if standing.period is not None:
        found = f"{indicator_findings.period(standing)}为{indicator_findings.result(standing)}"
    if standing.stale and standing.status != "stale" and measures.current:
        stale = f"尚无{formats.period(measures.current)}的数据（数据滞后）。"
    clause = f"任务{own.task}“{plan.tasks[own.task].text.rstrip('。')}”"
    return (
        f"{tight(f'{found}。{_figures(standing)}')}状态为{indicator_findings.lamp(standing).word}。{stale}"
        f"依据：{clause}；责任单位：{plan.name_of(own.owner)}。"
    )


def _figures(standing: IndicatorStanding) -> str:
    own = standing.indicator
    bound = {"higher": "不低于", "lower": "不高于"}[own.direction]
    target = f"目标值{bound}{formats.quantity(own.target, own.unit)}"
    if standing.status == "not_judged":
        return f"{target}；{indicator_findings.not_judged(standing)}，"
    if standing.judged is None or not indicator_findings.says_its_gap(standing):
        return f"{target}，"
    share = formats.percent(float(standing.judged.share))
    return f"{target}，进度{formats.percent(standing.progress)}，序时进度{share}，"


def next_steps(measures: Measures, annex: str) -> tuple[Paragraph, ...]:
    """下一步: the steps that bodies reported, then headed blanks that a person fills."""
    blanks = (Paragraph(BLANK, "blank"),)
    steps = reported_steps(measures)
    if not steps:
        return (Paragraph("（一）工作要求", "heading"), *blanks)
    by_body: dict[str, list[Step]] = {}
    for step in steps[:MOST_STEPS]:
        by_body.setdefault(step.body, []).append(step)
    entries = numbered(
        f"{measures.plan.name_of(body)}：{'；'.join(f'{step.text}（任务{step.task}）' for step in own)}。"
        for body, own in by_body.items()
    )
    if len(steps) > MOST_STEPS:
        entries.append(f"其余{len(steps) - MOST_STEPS}条见{annex}。")
    return (
        Paragraph("（一）各单位所报措施", "heading"),
        *map(Paragraph, entries),
        Paragraph("（二）工作要求", "heading"),
        *blanks,
    )


def reported_steps(measures: Measures) -> list[Step]:
    """Next steps of what needs attention, worst first, then of what else is not completed; each text of a body once."""
    worst = {item.task: item for item in needs_attention(measures)}
    steps: dict[tuple[str, str], Step] = {}
    concerned: list[Step] = []
    others: list[Step] = []
    for task in [*worst, *(task for task in measures.tasks if task not in worst)]:
        for a in measures.tasks[task].assignments:
            is_concerned = task in worst and a.body in worst[task].bodies
            if a.row and a.row.next_step and not a.returned and (is_concerned or a.status not in DONE):
                step = Step(a.body, task, said(a.row.next_step))
                if steps.setdefault((a.body, step.text), step) is step:
                    (concerned if is_concerned else others).append(step)
    return concerned + others
