"""Blocks of bodies as HTML: their rates, their workload, where it lies, what they share and owe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from lib import formats
from lib.draw import markup
from lib.draw.tables import shared_table
from lib.periods import Period
from lib.plan import Plan, Section
from lib.rules import (
    COMPLETION_CLASS_WORDS,
    COUNTING_WORDS,
    Counting,
    Measures,
    Owed,
    Rates,
    due_day,
    group_workload,
    order_changes,
    roles_of,
    workload,
)
from lib.say import naming
from lib.statuses import OWING, TASK_STATUSES


def rates(named: Iterable[tuple[str | None, str, Rates]]) -> str:
    """What the charts of statuses draw, as a table: an address, a name and its rates each."""
    columns = {
        "名称": "keep",
        **{look.word: "num" for look in TASK_STATUSES.values()},
        OWING.word: "num",
        "完成率": "num",
    }
    rows: list[markup.Row] = []
    for href, name, r in named:
        counts = [r.count(key) for key in TASK_STATUSES] + [r.owing]
        rows.append((href, [name, *map(str, counts), formats.percent(r.completion_rate)]))
    return markup.table(rows, columns)


def workloads(measures: Measures, counting: Counting, link: markup.Link, bodies: Iterable[str]) -> str:
    """What the chart of workloads draws of some bodies, as a table."""
    plan, load = measures.plan, workload(measures.plan)
    columns = {"单位": "keep", COUNTING_WORDS[counting]: "num", "完成率": "num", "最高可能": "num", "报送率": "num"}
    rows: list[markup.Row] = []
    for body in bodies:
        r = measures.bodies[body]
        shares = [formats.percent(share) for share in (r.completion_rate, r.completion_high, r.coverage)]
        size = formats.number(round(float(load[body][counting]), 1))
        rows.append((link("agencies", agency=body), [naming.body_label(plan, body), size, *shares]))
    return markup.table(rows, columns)


def by_section(measures: Measures, link: markup.Link, bodies: Iterable[str], sections: Sequence[Section]) -> str:
    """Completed and all assignments of bodies in sections."""
    plan = measures.plan
    done = measures.completed_by_section
    columns = {"单位": "keep"} | {_column(plan, s): "num" for s in sections}
    rows: list[markup.Row] = []
    for body in bodies:
        cells = [done.get((body, section.id)) for section in sections]
        said = [f"{cell[0]}/{cell[1]}" if cell else "" for cell in cells]
        rows.append((link("agencies", agency=body), [naming.body_label(plan, body), *said]))
    return markup.table(rows, columns)


def _column(plan: Plan, section: Section) -> str:
    """A section as a heading of its own; parts may have sections of the same name."""
    return (
        naming.section_title(section)
        or f"{naming.numeral(section.id.split('.')[0])}、{naming.section_name(plan, section)}"
    )


def completion_classes(measures: Measures, link: markup.Link) -> str:
    """What the chart of completion classes draws, as a table."""
    rows: list[markup.Row] = []
    for one, (owing, others) in measures.agencies_by_completion.items():
        href = link("agencies", completion=one)
        rows.append((href, [COMPLETION_CLASS_WORDS[one], *(str(n) for n in (owing + others, owing))]))
    return markup.table(rows, {"完成情况": "keep", "责任单位（家）": "num", "其中本期欠报": "num"})


def owing(plan: Plan, owed: Sequence[Owed], period: Period, today: date, link: markup.Link, links: str = "") -> str:
    """Who owes which figures and tasks, and by when; between `links`, where these are a page of them."""
    who, owes = ("谁还没报", "欠报") if today > period.end else ("谁要报", "要报")
    columns = {"单位": "", f"{owes}的指标": "wrap", f"{owes}的任务": ""}
    columns |= {"": "keep"} if any(one.waiting for one in owed) else {}
    rows: list[markup.Row] = []
    for one in owed:
        indicators = "、".join(plan.indicators_by_id[i].name for i in one.indicators)
        tasks = f"{len(one.tasks)} 项：{'、'.join(one.tasks)}" if one.tasks else ""
        waiting = f"已报待审核 {len(one.waiting)} 项" if one.waiting else ""
        rows.append((link(one.body), [plan.name_of(one.body), indicators, tasks, waiting][: len(columns)]))
    table = markup.table(rows, columns, widths=[28, 28, 32, 12][: len(columns)], nothing="都报齐了。")
    return markup.block(
        f"{who}：{formats.period(period)}", f"{links}{table}{links}", f"应于{formats.day(due_day(plan, period))}前报送"
    )


def listed(measures: Measures, bodies: Iterable[str], link: markup.Link) -> str:
    """Bodies with their figures; members of a group with the group's tasks in a column apart."""
    plan = measures.plan
    by_group = group_workload(plan)
    parts_of = roles_of(plan)
    columns = {"责任单位": ""}
    rows: list[markup.Row] = []
    for body in bodies:
        r = measures.bodies[body]
        figures = {
            "任务分工": str(r.total or ""),
            "已完成": str(r.completed or ""),
            "其中已销号": str(r.count("verified") or ""),
            "进展滞后": str(r.count("delayed") or ""),
            "未报送": str(r.count("unreported") or ""),
            "本期欠报": str(r.owing or ""),
            "逾期": str(r.overdue or ""),
            "完成率": formats.percent(r.completion_rate),
            "最高可能": formats.percent(r.completion_high),
            "报送率": formats.percent(r.coverage),
            "本期报送率": formats.percent(r.current_coverage),
        }
        if plan.lead_rule != "none":
            led, supported = parts_of[body]
            figures |= {"其中牵头": str(led or ""), "其中配合": str(supported or "")}
        if by_group:
            figures["经成员单位承担"] = str(by_group.get(body, ""))
        columns |= dict.fromkeys(figures, "num")
        rows.append((link("agencies", agency=body), [plan.name_of(body), *figures.values()]))
    return markup.block("各单位一览", markup.table(rows, columns), "点一行看该单位的任务")


def turned(plan: Plan) -> str:
    """Which agencies change their order with the way of counting; empty where none does."""
    said = [
        f"按“{COUNTING_WORDS[one]}”{plan.short_name_of(a)}多于{plan.short_name_of(b)}，按“{COUNTING_WORDS[other]}”则相反"
        for one, other, a, b in order_changes(plan)
    ]
    return markup.note(f"单位的先后因计法而异：{'；'.join(said)}。首位列名不等于牵头。") if said else ""


def shared(measures: Measures, most: int = 12) -> str:
    """The bodies that are named together most often."""
    pairs = shared_table(measures)
    rows = [(None, list(map(str, pair))) for pair in pairs.head(most).to_numpy()]
    columns = {"单位": "", "另一单位": "", "共同任务": "num", "任务编号": "quiet wrap"}
    table = markup.table(rows, columns, nothing="没有共同承担的任务。")
    return markup.block("共同承担任务最多的单位", table, f"共 {len(pairs)} 对，列前 {len(rows)} 对")
