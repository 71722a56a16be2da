"""口径: the document with every clause linked to its task, the rules, the sources, the data problems."""

from functools import partial

from lib import settings, ui
from lib.draw import indicator_blocks, markup, method_blocks, question_blocks, tables
from lib.problems import SEVERITY_WORDS
from lib.rules.examples import INDICATOR_EXAMPLES, MOMENT_EXAMPLES, RATE_EXAMPLES, TASK_EXAMPLES
from lib.say import banners, findings
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
ui.note(findings.moment(m, view.board.today(), is_chosen=ui.day_chosen("as_of") is not None))


def document() -> str:
    """The document, of a long one some clauses at a time."""
    ids = list(plan.tasks)
    at = 1 + ids.index(looked_up) // CLAUSES if looked_up else 1
    page = ui.page_of(ids, "项任务", size=CLAUSES, at=at)
    key = markup.key(TASK_STATUSES.values())
    return key + page.around(method_blocks.document(m, view.link, set(page.rows), looked_up))


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
    ui.html(ui.once(view, "chosen", partial(method_blocks.chosen_values, plan)))
    ui.text(settings.ROOT / "docs" / "method.md")
    for title, examples in (
        ("指标", INDICATOR_EXAMPLES),
        ("任务", TASK_EXAMPLES),
        ("比率和工作量", RATE_EXAMPLES),
        ("数据截至", MOMENT_EXAMPLES),
    ):
        ui.html(ui.once(view, title, partial(method_blocks.worked, title, examples)))
elif shown == "sources":
    published = ui.published()
    till_now = {id: [h for h in history if h.end <= m.as_of] for id, history in published.items()}
    later = sum(map(len, published.values())) - sum(map(len, till_now.values()))
    to_or_back = indicator_blocks.later(view.link, "method", later, is_shown=shows_later, part="sources")
    table = indicator_blocks.sources(plan, published if shows_later else till_now)
    ui.html(markup.block("公布数据", table, "只列找到出处的数；没有找到的不列", to_or_back))
elif shown == "edits":
    remark = "报送跟着条文、指标和单位走：换了编号也不会记到别的名下；计划里已没有的，留在报送记录里，不计入"
    ui.html(markup.block("计划改动", method_blocks.plan_edits(view.board.plan_edits(), problems), remark))
else:
    remark = "有问题的文件不影响其他文件；须确认的，核对以后用统筹办的报送码在“报送”页把同一个文件再传一次"
    if faults := ui.people().faults:
        ui.note(banners.people_are_wrong(faults), "warn")
    ui.html(markup.block(f"数据问题 {len(problems)} 处", question_blocks.problems(problems), remark))
    ui.table_download(view, lambda: tables.problems_table(readings), "数据问题")
ui.foot(view)
