"""下一步工作要求: drafted from the data, each with bodies and a day, for a person to edit before the paper is made."""

from __future__ import annotations

from lib.briefing.notice.paragraphs import Paragraph, annex, bodies, deadline, itemized, near, progress_of, up_to_six
from lib.briefing.notice.problems import Wrong, late_bodies, wrong
from lib.rules import Measures
from lib.statuses import DONE

_MOST_OF_A_LEAD = 20
"""Characters before the first full stop of an edited line up to which they are its heading."""

_HELD = "（请填写）"


def draft(measures: Measures, few: int) -> tuple[tuple[str, str], ...]:
    """A heading and a text for each requirement."""
    found = wrong(measures)
    drafted = [
        (_report_what(measures), _report(measures, found, few)),
        ("加快整改滞后事项", _catch_up(measures, found, few)),
        ("补充佐证材料", _evidence(measures, found, few)),
    ]
    held = tuple((lead, text) for lead, text in drafted if text)
    return held or (("", _go_on(measures)),)


def as_text(requirements: tuple[tuple[str, str], ...]) -> str:
    """Requirements as a person edits them, one a line: 抓紧补报进展。请……"""
    return "\n".join(f"{lead}。{text}" if lead else text for lead, text in requirements)


def from_text(text: str) -> tuple[tuple[str, str], ...]:
    """Requirements as a person wrote them, one a line; what stands before an early full stop is the heading."""
    found = []
    for line in filter(None, map(str.strip, text.splitlines())):
        lead, stop, rest = line.partition("。")
        found.append((lead, rest.strip()) if stop and rest.strip() and len(lead) <= _MOST_OF_A_LEAD else ("", line))
    return tuple(found)


def paragraphs(requirements: tuple[tuple[str, str], ...]) -> tuple[Paragraph, ...]:
    """The section 下一步工作要求."""
    return itemized(requirements) if requirements else (Paragraph(_HELD),)


def _report_what(measures: Measures) -> str:
    return "按时报送进展" if deadline(measures).period == measures.current else "抓紧补报进展"


def _report(measures: Measures, found: Wrong, few: int) -> str:
    current = measures.current
    if current is None or not found.owed:
        return ""
    plan, by = measures.plan, deadline(measures)
    whose = bodies(plan, [one.body for one in found.owed], few)
    own = progress_of(current)
    if len(found.owed) > few:
        own += f"（名单见{annex(measures, 'agencies')}）"
    if by.period == current:
        return f"请{whose}于{by.day}前报送{own}。"
    return f"请{whose}于{by.day}前补报{own}。"


def _catch_up(measures: Measures, found: Wrong, few: int) -> str:
    plan, by = measures.plan, deadline(measures)
    owners = [s.indicator.owner for s in found.behind]
    late = [*found.overdue, *found.delayed]
    whose = list(dict.fromkeys([*owners, *late_bodies(found.overdue), *late_bodies(found.delayed)]))
    if not whose:
        return ""
    what = "、".join(
        word
        for word, held in (("落后指标", found.behind), ("滞后任务", found.delayed), ("逾期任务", found.overdue))
        if held
    )
    days = sorted({plan.due(task.task) for task in late if not task.overdue})
    until = f"，确保{near(measures, days[-1])}前完成" if days else ""
    return f"请{bodies(plan, whose, up_to_six(few, len(whose)))}对{what}逐项查明原因、明确整改措施，于{by.day}前书面报告{until}。"


def _evidence(measures: Measures, found: Wrong, few: int) -> str:
    if not found.bare:
        return ""
    whose = bodies(measures.plan, list(found.bare), few)
    tasks = [task for own in found.bare.values() for task in own]
    which = f"任务{'、'.join(tasks)}的" if len(tasks) <= 2 * few else ""
    return f"请{whose}于{deadline(measures).day}前补充{which}佐证材料，以便核实销号。"


def _go_on(measures: Measures) -> str:
    """What is left to ask where nothing is wrong: the end, and the next report."""
    by = deadline(measures)
    going = sorted({task.due for task in measures.tasks.values() if task.status not in DONE})
    until = "于" + near(measures, going[-1]) + "前" if len(going) == 1 else "按计划时限"
    what = "其余" if measures.summary.completed else "各项"
    end = f"请各责任单位{until}完成{what}任务" if going else "各项任务已经完成，请各责任单位巩固成效"
    report = f"，{by.day}前报送{progress_of(by.period)}" if by.period else ""
    return f"{end}{report}。"
