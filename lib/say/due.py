"""Sentences in Chinese about the days on which tasks and milestones are due. Plain text."""

from __future__ import annotations

from collections.abc import Sequence

from lib import formats
from lib.rules import NEAR_DAYS, DueDay, Measures
from lib.statuses import MILESTONE_DUE, MILESTONE_OVERDUE, OVERDUE, TASK_STATUSES


def due_days(measures: Measures, found: Sequence[DueDay]) -> str:
    """When everything is due: all on one day, or at the end of the year and before; how many are past and near."""
    milestones = [one for one in found if one.milestone]
    said = [f"{len(found) - len(milestones)} 项任务"]
    if milestones:
        said.append(f"{len(milestones)} 个节点")
    counts = [
        (look, sum(one.mark == look.key for one in found)) for look in (OVERDUE, MILESTONE_OVERDUE, MILESTONE_DUE)
    ]
    marks = "，".join(f"{look.word} {count} 个" for look, count in counts if count)
    days, last = {one.day for one in found}, measures.plan.last_day
    at_the_end = sum(one.day == last for one in found)
    if len(days) == 1:
        when = "年末" if at_the_end else f"{formats.day(days.pop())}前"
        all_of_them = f"{'、'.join(said)}{'都' * (len(found) > 1)}应在{when}完成"
    else:
        before = "此前" if at_the_end else "年末以前"
        parts = [f"年末到期 {at_the_end} 个"] * bool(at_the_end) + [f"{before}到期 {len(found) - at_the_end} 个"]
        all_of_them = f"{'、'.join(said)}：{'，'.join(parts)}"
    return all_of_them + (f"；{marks}" if marks else "")


def milestone(measures: Measures, one: DueDay) -> str:
    """How a milestone comes to its mark, in one line with its numbers filled in."""
    word = TASK_STATUSES[measures.tasks[one.task].status].word
    until = f"数据截至{formats.day(measures.as_of)}"
    if one.is_done:
        return f"任务{word}，不再看节点"
    if one.days_left <= 0:
        return f"{until}，已到期 {-one.days_left} 天，任务{word} → {MILESTONE_OVERDUE.word}"
    if one.mark:
        return f"{until}，还有 {one.days_left} 天，不超过 {NEAR_DAYS} 天 → {MILESTONE_DUE.word}"
    return f"{until}，还有 {one.days_left} 天"
