"""口径: the document with every clause linked to its task, the rules, the sources, the data problems."""

from collections.abc import Iterable
from functools import partial
from html import escape

from lib import formats, settings, ui
from lib.draw import blocks, markup, tables
from lib.plan import EDIT_WORDS, ELAPSED_BY_WORDS, FREQUENCY_WORDS, LEAD_RULE_WORDS, Task
from lib.problems import SEVERITY_WORDS
from lib.rules.examples import INDICATOR_EXAMPLES, MOMENT_EXAMPLES, RATE_EXAMPLES, TASK_EXAMPLES, Example, Facts
from lib.say import findings, naming
from lib.statuses import TASK_STATUSES

CLAUSES = 200
"""Of the document that are shown at once."""

view = ui.open_view()
m, plan = view.measures, view.measures.plan
readings = [r for r in view.actuals.readings if m.sample or not r.is_sample]
problems = view.actuals.problems
refused = sum(1 for r in readings if not r.accepted)
held = sum(1 for r in readings if r.accepted and r.needs_confirmation)
words = SEVERITY_WORDS["refuse"], SEVERITY_WORDS["confirm"]
state = f"{len(readings)} 份文件：{refused} 份{words[0]}，{held} 份{words[1]}" if readings else "还没有收到文件"
ui.title(view, "数从哪里来，怎样算出", f"{plan.title} · {plan.document} · {state}")
ui.html(markup.note(findings.moment(m, view.board.today(), is_chosen=ui.day_chosen("as_of") is not None)))


def document() -> str:
    """The document as printed, each clause leading to its task; of a long one some clauses at a time."""
    ids = list(plan.tasks)
    at = 1 + ids.index(looked_up) // CLAUSES if looked_up else 1
    page = ui.page_of(ids, "项任务", size=CLAUSES, at=at)
    shown = set(page.rows)

    def is_shown(tasks: Iterable[Task]) -> bool:
        return not page.links or any(task.id in shown for task in tasks)

    out = [f"<h2>{escape(plan.title)}</h2>", *(f"<p>{escape(p)}</p>" for p in plan.preamble)] if page.at == 1 else []
    for part in plan.parts:
        if not is_shown(task for section in part.sections for task in section.tasks):
            continue
        out.append(f"<h3>{naming.numeral(part.id)}、{escape(part.title)}</h3>")
        for section in part.sections:
            if not is_shown(section.tasks):
                continue
            if title := naming.section_title(section):
                out.append(f"<h4>{escape(title)}</h4>")
            for task in section.tasks:
                if task.id not in shown:
                    continue
                look = TASK_STATUSES[m.tasks[task.id].status]
                names = naming.roles(plan, task.id)
                number = task.id.rsplit(".", 1)[-1]
                href = escape(view.link("tasks", task=task.id))
                out.append(
                    f'<p id="t-{task.id}" class="{"chosen" if task.id == looked_up else ""}"><a href="{href}">{number}.{escape(task.text)}</a>（{escape(names)}）'
                    f'<span role="img" aria-label="{escape(look.word)}" title="{escape(look.word)}">{look.glyph}</span></p>'
                )
    return markup.key(TASK_STATUSES.values()) + page.around(f'<div class="pb-doc">{"".join(out)}</div>')


def chosen_values() -> str:
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
    rows = [(None, [e.title, listed(e.given), listed(e.computed())]) for e in examples]
    body = markup.table(rows, {"规则": "", "已知": "quiet", "结果": ""}, widths=[26, 37, 37])
    return markup.block(f"算例：{title}", body, f"{len(rows)} 个，由程序按规则现算")


def listed(facts: Facts) -> str:
    """Facts in one line; what does not apply is left out."""
    return "；".join(f"{name}：{value}" for name, value in facts if value != formats.MISSING)


def sources() -> str:
    """Every published figure with its source, also of measures that are no indicator here."""
    rows = [
        (None, [known.name if known else "—", f"{h.period}年", h.figure(), h.measure, h.source, h.confidence])
        for name, history in ui.published().items()
        for known in [plan.indicators_by_id.get(name)]
        for h in history
        if h.end <= m.as_of or shows_later
    ]
    columns = {"指标": "wrap", "年份": "keep", "公布数": "num", "口径": "wrap", "来源": "quiet wrap", "可信度": "keep"}
    return markup.table(rows, columns)


def later_link() -> str:
    """Leads to what was published about days after the moment, or back."""
    later = sum(h.end > m.as_of for history in ui.published().values() for h in history)
    if not later:
        return ""
    words = "不看数据截至以后的" if shows_later else f"也看数据截至以后的 {later} 条"
    return markup.anchor(view.link("method", part="sources", **({} if shows_later else {"later": "1"})), words)


def plan_edits() -> str:
    """What each edit of the running plan changed, the last first; below, the rows that no longer count for it."""
    rows = []
    for edit in reversed(view.board.plan_edits()):
        day = f"{edit.at.astimezone():%Y-%m-%d}" if edit.at else "还没有按它收到报送"
        about = [(one, f"{EDIT_WORDS[one.kind]}{one.about and f' {one.about}'}") for one in edit.edits]
        rows += [(None, [day, what, one.what, one.before, one.after]) for one, what in about]
    columns = {"改后第一份报送": "keep", "改了什么": "wrap", "": "keep", "原来": "wrap", "现在": "wrap"}
    table = markup.table(rows, columns, nothing="收到第一份报送以来，计划没有改动。")
    changed = [p for p in problems if p.code == "no_longer_in_plan"]
    left_out = markup.table([(None, [p.file, p.message]) for p in changed], {"文件": "wrap", "不再计入的行": "wrap"})
    return table + (left_out if changed else "")


names = {
    "document": "原文",
    "rules": "规则与算例",
    "sources": "公布数据来源",
    "edits": "计划改动",
    "problems": f"数据问题 {len(problems)}",
}
shows_later = ui.chosen("later", {"": "", "1": "1"}, default="") == "1"
looked_up = ui.chosen("task", {id: id for id in plan.tasks}, default="")
shown = ui.pick("内容", "part", names, default="document")
if shown == "document":
    ui.html(document())
    if looked_up:
        ui.scroll_to(f"t-{looked_up}")
elif shown == "rules":
    ui.try_out(view)
    ui.html(ui.once(view, "chosen", chosen_values))
    ui.text(settings.ROOT / "docs" / "method.md")
    for title, examples in (
        ("指标", INDICATOR_EXAMPLES),
        ("任务", TASK_EXAMPLES),
        ("比率和工作量", RATE_EXAMPLES),
        ("数据截至", MOMENT_EXAMPLES),
    ):
        ui.html(ui.once(view, title, partial(worked, title, examples)))
elif shown == "sources":
    ui.html(markup.block("公布数据", sources(), "只列找到出处的数；没有找到的不列", later_link()))
elif shown == "edits":
    remark = "报送跟着条文、指标和单位走：换了编号也不会记到别的名下；计划里已没有的，留在报送记录里，不计入"
    ui.html(markup.block("计划改动", plan_edits(), remark))
else:
    remark = "有问题的文件不影响其他文件；须确认的，核对以后用统筹办的报送码在“报送”页把同一个文件再传一次"
    if faults := ui.people().faults:
        ui.html(markup.note(findings.people_are_wrong(faults), "warn"))
    ui.html(markup.block(f"数据问题 {len(problems)} 处", blocks.problems(problems), remark))
    ui.table_download(view, lambda: tables.problems_table(readings), "数据问题")
ui.foot(view)
