"""催报: the letters that ask bodies for what they owe. Plain text to copy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from lib import formats
from lib.periods import Period
from lib.plan import Plan
from lib.rows import ProgressRow, why_returned
from lib.rules import Owed, due_after, due_day


def letter(plan: Plan, owed: Owed, period: Period, as_of: date | None = None) -> str:
    """A letter to a body that names what it owes for the period, by when and how to report it; plain text to copy.

    `as_of`: the day up to which nothing had come; from the day after the due day on, the letter says that it is past, and
    asks for it by the next due day of the year.
    """
    due = due_day(plan, period)
    late = as_of is not None and as_of > due
    asked = f"请于{formats.day(due)}前报送"
    if as_of and late:
        after = due_after(plan, as_of)
        by = f"于{formats.day(after[0])}前" if after else "尽快"
        asked = f"应于{formats.day(due)}前报送，现已过时限，请{by}补报"
    so_far = f"截至{formats.day(as_of)}" if as_of else "目前"
    returned = [row.task for row in owed.returned]
    silent = [*owed.indicators, *(id for id in owed.tasks if id not in returned)]
    paragraphs = [
        f"{plan.name_of(owed.body)}：",
        *_listed("以下内容已退回，请补充后重新报送", [_returned(plan, row) for row in owed.returned]),
        f"《{plan.title}》（{plan.document}）{formats.period(period)}的进展情况，{asked}。"
        + (f"{so_far}，以下内容尚未收到：" if silent else ""),
        *_listed("指标实绩", [_indicator(plan, id) for id in owed.indicators]),
        *_listed("任务进展", [_task(plan, id) for id in owed.tasks if id not in returned]),
        *([f"其中 {len(owed.waiting)} 项已报待审核，请贵单位审核人尽快审核。"] if owed.waiting else []),
        _how(owed),
        plan.office.name,
    ]
    return "\n".join(paragraphs) + "\n"


def letters(
    plan: Plan, owed: Iterable[Owed], period: Period, as_of: date | None = None, *, sample: bool = False
) -> str:
    """The letters to several bodies in one text, a line between two; above each that sample figures count, where they do."""
    mark = "【示例数据，非真实进展】\n" if sample else ""
    return f"\n{'─' * 20}\n\n".join(mark + letter(plan, one, period, as_of) for one in owed)


def _listed(kind: str, entries: list[str]) -> Iterator[str]:
    if entries:
        yield f"{kind}（{len(entries)} 项）"
        yield from (f"　　{entry}" for entry in entries)


def _indicator(plan: Plan, id: str) -> str:
    indicator = plan.indicators_by_id[id]
    return f"{indicator.task} {indicator.name}（单位：{indicator.unit}）"


def _task(plan: Plan, id: str) -> str:
    return f"{id} {plan.tasks[id].text.rstrip('。')}"


def _returned(plan: Plan, row: ProgressRow) -> str:
    return f"{_task(plan, row.task)}（{formats.period(row.period)}）。退回原因：{why_returned(row)}"


def _how(owed: Owed) -> str:
    if owed.sender != owed.body:
        return "以上内容由我办统一填报，请将进展情况送我办。已送的请忽略本提醒。谢谢支持。"
    return "请在推进计划看板“报送”页下载模板，填好后上传。已报送的请忽略本提醒。谢谢支持。"
