"""Each slide of a briefing: its one finding as the title, its picture, what stands beside it. `content` puts them in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from lib import formats
from lib.briefing import steps, tables
from lib.briefing.months import by_month, cut_axis
from lib.briefing.slides import Block, Series, Slide, StackedBars, Table, Text, beside, stacked
from lib.periods import periods_of_year
from lib.plan import Part
from lib.rules import IndicatorStanding, Item, Measures, Owed, Rates, changes, due_day, needs_attention, owing
from lib.say import arithmetic, comparison, findings, indicator_findings, naming, over_time
from lib.statuses import LAMPS, REASONS, TASK_STATUSES, TaskStatus

MOST_BODIES = 12
"""Bodies that have bars of their own."""

MOST_PARTS = 16
"""Parts that have bars of their own."""

MOST_ROWS = 100
"""Rows of a full table that is printed, on some eight slides; of more the board has the rest."""

_MOST_CHANGES = 8

Counts = Callable[[TaskStatus], int]
"""How many there are of a status."""

Concern = Callable[[Item], bool]
"""Whether an item is one of those that a briefing is about."""


def everything(item: Item) -> bool:
    """The concern of a briefing on the whole plan."""
    return True


def cover(measures: Measures, title: str, meta: str, sentence: str = "", day: date | None = None) -> Slide:
    """What it is about, who reports, on which day: by default the last that is known of."""
    day = day or measures.known_by or measures.reported_on
    facts = [f"汇报单位：{measures.plan.office.name}", *([f"汇报日期：{formats.day(day)}"] if day else [])]
    said: list[tuple[float, Block]] = [(1.0, Text((sentence,), lead=True))] if sentence else []
    return Slide("cover", title, meta, stacked(*said, (1.0, Text(tuple(facts)))), is_cover=True)


def overview(measures: Measures, past: steps.History) -> Slide:
    """Where the plan stands, and how far each of its parts is; beside it what has changed since the period before."""
    s, parts = measures.summary, rated_parts(measures)
    lowest = sorted(parts, key=_completion)[:MOST_PARTS] if len(parts) > MOST_PARTS else parts
    bars = by_status([(f"{name}　{formats.percent(rates.completion_rate)}", rates.count) for name, rates in lowest])
    blocks: list[tuple[float, Block]] = [(0.62, bars)]
    before = past[-2] if len(past) > 1 else None
    if before and (found := comparison.notable(changes(before[1], measures), measures)):
        rows = [(what, how) for _, what, how in found[:_MOST_CHANGES]]
        if (more := len(found) - _MOST_CHANGES) > 0:
            rows.append((f"另有 {more} 处变化", ""))
        blocks.append((0.38, Table.of({f"与{formats.within_year(before[0])}相比": 0.5, "变化": 0.5}, rows)))
    cut = f"，只画最低的 {len(lowest)} 个部分" if len(lowest) < len(parts) else ""
    meta = f"单位：项 · 名称后为任务完成率{cut} · {findings.coverage(measures, s)}"
    notes = (findings.summary(measures), f"{findings.parts(measures)}。")
    return Slide("overview", findings.tasks_completed(s), meta, beside(*blocks), notes)


def _completion(rated: tuple[str, Rates]) -> float:
    return rated[1].completion_rate or 0.0


def rated_parts(measures: Measures) -> list[tuple[str, Rates]]:
    """Each part with its rates; where there is but one, the plan."""
    plan = measures.plan
    if len(plan.parts) == 1:
        return [("全部任务", measures.summary)]
    return [(f"{naming.numeral(p.id)}、{naming.short(p.title, 14)}", measures.parts[p.id]) for p in plan.parts]


def trend(measures: Measures, past: steps.History) -> Slide:
    """How the plan came where it stands: tasks by status at the end of each period, beside them the rates."""
    plan, rates = measures.plan, [then.summary for _, then in past]
    periods = periods_of_year(plan.year, plan.reporting.frequency)
    looks = [look for look in TASK_STATUSES.values() if any(one.count(look.key) for one in rates)]
    later = (None,) * (len(periods) - len(rates))
    bars = StackedBars(
        categories=tuple(map(formats.within_year, periods)),
        series=tuple(Series(look.word, (*(one.count(look.key) for one in rates), *later), look) for look in looks),
        unit="项",
        direction="columns",
    )
    rows = [
        (
            formats.within_year(period),
            formats.percent(then.summary.completion_rate),
            formats.percent(then.summary.current_coverage),
            _behind(then),
        )
        for period, then in past
    ]
    is_missed = any(s.status == "missed" for _, then in past for s in then.indicators.values())
    behind = "低于序时或未达标的指标" if is_missed else "低于或略低于序时的指标"
    table = Table.of({"期末": 0.12, "完成率": 0.18, "当期报送率": 0.23, behind: 0.47}, rows, (1, 2, 3))
    (first, _), (last, _) = past[0], past[-1]
    begin, end = (one.completion_rate for one in (rates[0], rates[-1]))
    here, now = f"{formats.within_year(first)}末", f"{formats.within_year(last)}末"
    title = f"任务完成率{here}为 {formats.percent(begin)}，{now}仍为 {formats.percent(end)}"
    if begin is not None and end is not None and begin != end:
        way = "升到" if end > begin else "降到"
        title = f"任务完成率由{here}的 {formats.percent(begin)} {way}{now}的 {formats.percent(end)}"
    meta = "单位：项 · 各期末任务状态，都按现在所知计算"
    return Slide("trend", title, meta, beside((0.55, bars), (0.45, table)))


def _behind(measures: Measures) -> str:
    """How many indicators are behind, and how many have no recent figure: these have not become better."""
    lamps = [s.status for s in measures.indicators.values()]
    stale = f"（另 {lamps.count('stale')} 项数据滞后）" if "stale" in lamps else ""
    return f"{sum(LAMPS[lamp].needs_attention for lamp in lamps)} 项{stale}" if lamps else ""


def part(measures: Measures, part: Part) -> Slide:
    """The sections of a part by status."""
    title = f"{naming.numeral(part.id)}、{part.title}：{done(measures.parts[part.id])}"
    sections = [(naming.section_name(measures.plan, s), measures.sections[s.id].count) for s in part.sections]
    return Slide(f"part-{part.id}", title, f"单位：项 · {measures.plan.document}", stacked((1.0, by_status(sections))))


def body(measures: Measures, id: str) -> Slide:
    """Where the assignments of a body stand, part by part."""
    plan, rates = measures.plan, measures.bodies[id]
    if not rates.total:
        return Slide(
            f"agency-{id}", f"{plan.name_of(id)}：没有任务分工", "", stacked((1.0, Text(("计划没有给它任务。",))))
        )
    named: list[tuple[str, Counts]] = []
    for one in plan.parts:
        tasks = {task.id for section in one.sections for task in section.tasks}
        counted = Counter(a.status for a in measures.assignments_of[id] if a.task in tasks)
        if counted:
            named.append((f"{naming.numeral(one.id)}、{naming.short(one.title, 14)}", counted.__getitem__))
    if len(named) != 1:
        named.insert(0, ("全部任务分工", rates.count))
    meta = f"单位：项任务分工 · {findings.coverage(measures, rates)}"
    return Slide(f"agency-{id}", f"{plan.name_of(id)}：{done(rates)}", meta, stacked((1.0, by_status(named))))


def body_sentence(measures: Measures, id: str) -> str:
    """What a body has done and what it owes."""
    owed = owed_by(measures, id)
    if not measures.bodies[id].total:
        return ""
    owes = f"本期欠报 {owed.total} 项" if owed else "本期不欠报" if measures.current else findings.NO_PERIOD_YET
    return f"承担任务分工 {done(measures.bodies[id])}；{owes}。"


def owed_by(measures: Measures, id: str) -> Owed | None:
    """What a body owes; None where it owes nothing."""
    return next((one for one in owing(measures) if one.body == id), None)


def owed(measures: Measures, one: Owed) -> Slide:
    """What one body has to report, and what it reported last."""
    plan, current = measures.plan, measures.current
    assert current is not None  # else nobody owes anything
    due = f"{formats.within_year(current) or '全年'}进展应于{steps.day(measures, due_day(plan, current))}前报送"
    meta = f"欠报的指标和任务 · {formats.period(current)}"
    table = tables.first_page(tables.owed_by(measures, one), "项未在此列出")[0]
    return Slide("owed", f"本期欠报 {one.total} 项，{due}", meta, stacked((1.0, table)))


def indicator(measures: Measures, standing: IndicatorStanding) -> Slide:
    """The finding on an indicator, drawn over the months of its year."""
    plan, indicator = measures.plan, standing.indicator
    clause = f"{plan.document} {naming.clause_place(plan, indicator.task)}{plan.tasks[indicator.task].text}"
    notes = [arithmetic(standing), clause]
    if said := over_time.projection(standing):
        notes.insert(1, said)
    chart = by_month(plan, standing)
    meta = [
        f"单位：{indicator.unit}",
        indicator_findings.period(standing),
        plan.name_of(indicator.owner),
        cut_axis(chart),
    ]
    return Slide(
        f"indicator-{indicator.id}",
        indicator_findings.headline(standing, 24),
        " · ".join(filter(None, meta)),
        beside((0.68, chart), (0.32, tables.judgement(standing))),
        tuple(notes),
    )


def by_open_work(measures: Measures) -> list[tuple[str, Rates]]:
    """The bodies, those with most that is not completed first."""
    return sorted(measures.bodies.items(), key=lambda pair: (pair[1].completed - pair[1].total, -pair[1].total))


def bodies(measures: Measures) -> Slide:
    """Whose work is still open: the first by bars, the others in one line."""
    plan, held = measures.plan, [(body, rates) for body, rates in by_open_work(measures) if rates.total]
    named = [(naming.body_label(plan, body), rates) for body, rates in held]
    left = sum(rates.total - rates.completed for _, rates in held)
    title = f"{naming.counted(plan, [body for body, _ in held])}的任务分工全部完成"
    if left:
        first, rates = named[0]
        own = rates.total - rates.completed
        title = f"{first} {own} 项任务分工未完成，占全部未完成 {left} 项的 {formats.percent(own / left)}"
    bars = by_status([(name, rates.count) for name, rates in named[:MOST_BODIES]])
    blocks: list[tuple[float, Block]] = [(9.0, bars)]
    if rest := held[MOST_BODIES:]:
        total, done = (sum(getattr(rates, what) for _, rates in rest) for what in ("total", "completed"))
        others = naming.counted(plan, [body for body, _ in rest])
        said = f"其余{others}共 {total} 项任务分工，完成 {done} 项，未完成 {total - done} 项。"
        blocks.append((1.0, Text((said,))))
    meta = "单位：项任务分工 · 按未完成从多到少 · 每个具名单位各计一次，不等于牵头"
    return Slide("bodies", title, meta, stacked(*blocks))


def attention(measures: Measures, past: steps.History, concern: Concern = everything) -> Slide:
    """What is to be decided, worst first: whose it is, since when, what they say and plan."""
    items = steps.to_decide(_items(measures, concern))
    if not items:
        said = Text(("没有逾期、进展滞后、低于序时进度或未达标的事项。",))
        return Slide("attention", "没有需要研究决定的事项", "需要关注", stacked((1.0, said)))
    words = [look.word for key, look in REASONS.items() for item in items if item.reason == key]
    counted = "、".join(f"{words.count(word)} 项{word}" for word in dict.fromkeys(words))
    meta = f"需要关注 · 从重到轻 · {findings.COMMENTS_NAMED}为单位所报"
    block, _ = tables.first_page(_to_decide(measures, past, items), "项未在此列出")
    return Slide("attention", f"{len(items)} 项需要研究决定：{counted}", meta, stacked((1.0, block)))


def next_steps(measures: Measures, body: str | None = None) -> Slide:
    """What is to be done by when, of everybody or of one body."""
    period, deadline, said = steps.next_period(measures), steps.open_deadline(measures, body), []
    if period:
        due = due_day(measures.plan, period)
        said.append((due, f"{steps.day(measures, due)}前报送{formats.within_year(period)}进展"))
    if deadline:
        said.append((deadline[0], f"{steps.day(measures, deadline[0])}前还要完成 {deadline[1]} 项任务"))
    table = steps.next_steps(measures, body)
    if not table.rows:
        return Slide("next", "全部任务已经完成", "下一步", stacked((1.0, Text(("没有待办的事项。",)))))
    title = "，".join(words for _, words in sorted(said)) or "余下事项须尽快办结"
    meta = "下一步建议 · 由时限、欠报、滞后和单位所报下一步措施得出"
    return Slide("next", title, meta, stacked((1.0, tables.first_page(table, "条未在此列出")[0])))


def method(measures: Measures) -> Slide:
    """The rules in brief."""
    return Slide(
        "method", "数字是怎么来的", "全部规则和算例见看板“口径”页", stacked((1.0, Text(tables.rules(measures.plan))))
    )


def _items(measures: Measures, concern: Concern) -> list[Item]:
    return [item for item in needs_attention(measures) if concern(item)]


def _to_decide(measures: Measures, past: steps.History, items: Sequence[Item]) -> Table:
    return tables.attention(measures, items, [steps.since(measures, past, item) for item in items])


def rest_of_attention(measures: Measures, past: steps.History, concern: Concern = everything) -> Iterator[Slide]:
    """What needs attention and does not stand on the slide of what is to be decided."""
    items = _items(measures, concern)
    decided = steps.to_decide(items)
    shown = tables.first_page(_to_decide(measures, past, decided), "")[1] if decided else 0
    if rest := [item for item in items if item not in decided[:shown]]:
        table = tables.attention(measures, rest)
        reported = findings.comments_named(table.columns)
        meta = f"从重到轻；{reported}为单位所报" if reported else "从重到轻"
        yield from annex("attention-rest", f"另有 {len(rest)} 项任务需要关注", meta, table)


def owing_annex(measures: Measures) -> Iterator[Slide]:
    """Who owes what."""
    owed, current = owing(measures), measures.current
    if current is None or not owed:
        return
    owing_bodies = naming.counted(measures.plan, [one.body for one in owed])
    due = f"应于{formats.day(due_day(measures.plan, current))}前报送"
    table = tables.owing(measures, owed)
    yield from annex("owing", f"{formats.period(current)}：{owing_bodies}还有欠报", due, table)


def annex(key: str, title: str, meta: str, table: Table) -> Iterator[Slide]:
    """A full table, which can be left out; of one that nobody would leaf through the first rows, and how many others there are."""
    if rest := len(table.rows[MOST_ROWS:]):
        table, meta = (
            replace(table, rows=table.rows[:MOST_ROWS]),
            f"{meta} · 先列 {MOST_ROWS} 行，其余 {rest} 行在看板上查",
        )
    return map(as_annex, _paged(key, title, meta, table))


def as_annex(slide: Slide) -> Slide:
    """A slide as one of the annex."""
    return replace(slide, title=f"附：{slide.title}", is_annex=True)


def done(rates: Rates) -> str:
    """28 项完成 10 项（35.7%）"""
    return f"{rates.total} 项完成 {rates.completed} 项（{findings.completion(rates)}）"


def by_status(named: Sequence[tuple[str, Counts]]) -> StackedBars:
    """A bar for each name, of how many there are of each status."""
    looks = [look for look in TASK_STATUSES.values() if any(count(look.key) for _, count in named)]
    return StackedBars(
        categories=tuple(name for name, _ in named),
        series=tuple(Series(look.word, tuple(count(look.key) for _, count in named), look) for look in looks),
        unit="项",
    )


def _paged(key: str, title: str, meta: str, table: Table) -> Iterator[Slide]:
    """A table over as many slides as it takes."""
    pages = tables.pages(table)
    for n, one in enumerate(pages, 1):
        of = f"（{n}/{len(pages)}）" if len(pages) > 1 else ""
        yield Slide(key if n == 1 else f"{key}-{n}", title + of, meta, stacked((1.0, one)))
