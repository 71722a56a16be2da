"""新计划, for whoever administers: an official document becomes a plan of the board, doubt by doubt; what a plan leaves open."""

from lib import formats, ui
from lib.draw import markup

view = ui.open_view(watch=False)
result = ui.opened_document(view)
if result:
    left, targets = len(result.left), len(result.targets_left)
    parts = {
        "read": "对照原文",
        "doubts": f"待定 {left}",
        "targets": f"数字 {targets}",
        "bodies": "责任单位",
        "open": "没有写定的",
        "finish": "成文",
    }
    draft = result.draft
    ui.title(
        view,
        f"{draft.title or '新计划'}：读出 {len(draft.tasks)} 项任务，待定还剩 {left} 处",
        f"{formats.cut(result.work.document.name, 40)} · {draft.document or '没有看出文号'} · {draft.year or '没有看出年度'} · "
        f"{len(result.bodies)} 个责任单位 · {len(draft.targets)} 个数字",
        has_figures=False,
    )
    ui.say_now()
    ui.pick("步骤", "part", parts, default="read")
    match ui.chosen("part", parts, default="read"):
        case "doubts":
            ui.decide_doubts(result)
        case "targets":
            ui.decide_targets(result)
        case "bodies":
            ui.choose_before(result)
            ui.show_bodies(result)
        case "open":
            plan = result.checked[0]
            if plan:
                ui.choose_before(result)
                ui.show_open_points(plan, result.before)
            else:
                ui.html(markup.empty("先在“成文”里补上缺的，再看还有什么没有写定。"))
        case "finish":
            ui.finish_plan(view, result)
        case _:
            ui.show_reading(result)
    ui.forget_document(result)
else:
    plan, plans = view.measures.plan, ui.plans_of_board()
    ui.title(view, "新计划：从正式文件到看板", f"上传下一年的文件，核对读出的任务，放上看板 · 现在的计划是{plan.title}")
    ui.say_now()
    ui.step(1, "上传正式文件")
    ui.take_document(view)
    ui.step(2, "对照原文，把待定的一处一处定下来")
    ui.step(3, "检查通过后下载，或者放上看板")
    ui.show_open_points(plan, next((p for p in plans.values() if p.year == plan.year - 1), None))
ui.foot(view, "读出的不多于原文：牵头只照原文的字句或规则，期限只取和责任单位写在一起的，数字都是待确认的建议。")
