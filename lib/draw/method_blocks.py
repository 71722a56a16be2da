"""Blocks of 口径 as HTML: the document, what the plan has chosen, worked examples, what edits of the plan changed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from html import escape

from lib import formats
from lib.board import PlanEdit
from lib.draw import markup
from lib.plan import EDIT_WORDS, ELAPSED_BY_WORDS, FREQUENCY_WORDS, LEAD_RULE_WORDS, Plan
from lib.problems import Problem
from lib.rules import Measures
from lib.rules.examples import Example, Facts
from lib.say import naming
from lib.statuses import TASK_STATUSES


def document(measures: Measures, link: markup.Link, shown: Collection[str], looked_up: str) -> str:
    """The document as printed, as far as its tasks are `shown`, each clause leading to its task; one may be `looked_up`."""
    plan, out = measures.plan, []
    is_whole = len(shown) == len(plan.tasks)
    if is_whole or next(iter(plan.tasks)) in shown:
        out += [f"<h2>{escape(plan.title)}</h2>", *(f"<p>{escape(p)}</p>" for p in plan.preamble)]
    for part in plan.parts:
        sections = [s for s in part.sections if is_whole or any(task.id in shown for task in s.tasks)]
        if is_whole or sections:
            out.append(f"<h3>{naming.numeral(part.id)}、{escape(part.title)}</h3>")
        for section in sections:
            if title := naming.section_title(section):
                out.append(f"<h4>{escape(title)}</h4>")
            out += [_clause(measures, task.id, link, looked_up) for task in section.tasks if task.id in shown]
    return f'<div class="pb-doc">{"".join(out)}</div>'


def _clause(measures: Measures, task: str, link: markup.Link, looked_up: str) -> str:
    plan, look = measures.plan, TASK_STATUSES[measures.tasks[task].status]
    said, href = f"{task.rsplit('.', 1)[-1]}.{plan.tasks[task].text}", link("tasks", task=task)
    return (
        f'<p id="t-{task}" class="{"chosen" if task == looked_up else ""}">{markup.anchor(href, said)}'
        f"（{escape(naming.roles(plan, task))}）\u2060"  # joined: the glyph of the status begins no line
        f'<span role="img" aria-label="{escape(look.word)}" title="{escape(look.word)}">{look.glyph}</span></p>'
    )


def chosen_values(plan: Plan) -> str:
    """What this plan has chosen where the rules leave a choice."""
    frequency = FREQUENCY_WORDS[plan.reporting.frequency]
    said = [
        ("报送", f"{frequency}一次，次月 {plan.reporting.due_day} 日前；由统筹办确定，不在文件中"),
        ("序时进度", ELAPSED_BY_WORDS[plan.status_rule.elapsed_by]),
        ("容差", f"{formats.number(plan.status_rule.tolerance_points)} 个百分点"),
        ("牵头", LEAD_RULE_WORDS[plan.lead_rule]),
        ("统筹办", plan.office.name),
    ]
    for i in plan.indicators:
        base = "没有基期值"
        if b := i.baseline:
            base = f"基期（{b.period}）{formats.quantity(b.value, i.unit)}，{b.source}"
        said.append((i.name, f"目标 {formats.quantity(i.target, i.unit)}（原文“{i.target_text}”）；{base}"))
    return markup.block("本计划的取值", markup.definitions(said))


def worked(title: str, examples: Iterable[Example]) -> str:
    """Worked examples: what is given, and what the rules make of it."""
    rows = [(None, [e.title, _in_one_line(e.given), _in_one_line(e.computed())]) for e in examples]
    table = markup.table(rows, {"规则": "", "已知": "quiet", "结果": ""}, widths=[26, 37, 37])
    return markup.block(f"算例：{title}", table, f"{len(rows)} 个，由程序按规则现算")


def _in_one_line(facts: Facts) -> str:
    """What does not apply is left out."""
    return "；".join(f"{name}：{value}" for name, value in facts if value != formats.MISSING)


def plan_edits(found: Sequence[PlanEdit], problems: Iterable[Problem]) -> str:
    """What each edit of the running plan changed, the last first; below, the rows that no longer count for it."""
    rows = []
    for edit in reversed(found):
        day = f"{edit.at.astimezone():%Y-%m-%d}" if edit.at else "还没有按它收到报送"
        about = [(one, f"{EDIT_WORDS[one.kind]}{one.about and f' {one.about}'}") for one in edit.edits]
        rows += [(None, [day, what, one.what, one.before, one.after]) for one, what in about]
    columns = {"改后第一份报送": "keep", "改了什么": "wrap", "": "keep", "原来": "wrap", "现在": "wrap"}
    table = markup.table(rows, columns, nothing="收到第一份报送以来，计划没有改动。")
    left_out = [(None, [p.file, p.message]) for p in problems if p.code == "no_longer_in_plan"]
    return table + (markup.table(left_out, {"文件": "wrap", "不再计入的行": "wrap"}) if left_out else "")
