"""What a briefing says, slide by slide, computed from the measures. Renderers only draw it.

Every slide carries the same foot: both dates, the rule in brief, the source, the check code, and the sample mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lib import formats
from lib.briefing import steps, tables
from lib.briefing.months import by_month, cut_axis
from lib.briefing.slides import Block, Series, Slide, StackedBars, Table, Text, beside, stacked
from lib.draw import file_name
from lib.periods import periods_of_year
from lib.plan import Part
from lib.rules import IndicatorStanding, Item, Measures, Rates, changes, due_day, needs_attention, owing
from lib.say import findings, indicator_findings
from lib.statuses import LAMPS, REASONS, TASK_STATUSES

MOST_INDICATORS = 3
"""Indicators that have slides of their own, worst lamp first where there are more; the others stand in the annex."""

MOST_BODIES = 12
"""Bodies that have bars of their own."""

_MOST_CHANGES = 8


@dataclass(frozen=True)
class Briefing:
    """Slides about one moment, with what stands on each of them."""

    title: str
    document: str
    dates: str
    """数据截至 and 知悉截至, in words."""
    rule: str
    source: str
    check_code: str
    sample: bool
    file_name: str
    """What its files are called, without their ending."""
    slides: tuple[Slide, ...]
    edits: tuple[str, ...] = ()
    """What a person changed of it, in words."""

    @property
    def foot(self) -> str:
        """The last line of every slide."""
        return f"{self.dates}　{self.source}　{self.rule}　校验码 {self.check_code}"


def brief(measures: Measures, *, part: str | None = None, agency: str | None = None) -> Briefing:
    """The briefing on the whole plan, on one part, or the one-pager of one agency (or group)."""
    if agency is not None:
        slides, about = _agency_slides(measures, agency), measures.plan.name_of(agency)
    elif part is not None:
        slides, about = _part_slides(measures, measures.plan.parts_by_id[part]), f"第{findings.numeral(part)}部分"
    else:
        slides, about = _plan_slides(measures), ""
    return Briefing(
        title=measures.plan.title,
        document=measures.plan.document,
        dates=dates(measures),
        rule="任务完成率=完成÷全部",
        source="各责任单位报送",
        check_code=measures.check_code,
        sample=measures.sample,
        file_name=file_name(measures, f"简报_{about}".rstrip("_")),
        slides=tuple(slides),
    )


def dates(measures: Measures) -> str:
    """数据截至2021年9月30日，知悉截至2021年10月15日"""
    known_by = measures.known_by or measures.reported_on
    known = f"，知悉截至{formats.day(known_by)}" if known_by else ""
    return f"数据截至{formats.day(measures.as_of)}{known}"


def _plan_slides(measures: Measures) -> Iterator[Slide]:
    """At most ten slides, then the annex: full tables, and indicators beyond the third."""
    plan, past = measures.plan, steps.history(measures)
    yield _cover(measures, plan.title, plan.document)
    yield _overview(measures, past)
    chosen = _worst_first(measures)
    ordered = [i for i in measures.indicators if i in chosen]
    for id in ordered:
        yield _indicator(measures, measures.indicators[id])
    yield _parts(measures)
    yield _bodies(measures)
    yield _attention(measures, past)
    yield _next(measures)
    yield _method(measures)
    for id, standing in measures.indicators.items():
        if id not in ordered:
            yield _as_annex(_indicator(measures, standing))
    parts = [(f"{findings.numeral(p.id)}、{findings.short(p.title, 14)}", measures.parts[p.id]) for p in plan.parts]
    yield from _annex("parts-table", "各部分进展", "单位：项", tables.rates(parts))
    named = [(findings.body_label(plan, body), rates) for body, rates in measures.bodies.items()]
    everyone = findings.counted(plan, measures.bodies)
    yield from _annex("completion", f"{everyone}任务分工完成情况", "单位：项任务分工", tables.rates(named))
    yield from _rest_of_attention(measures, past)
    yield from _owing(measures)


def _worst_first(measures: Measures) -> list[str]:
    """The indicators that have slides of their own."""
    grave = sorted(measures.indicators.values(), key=lambda s: (LAMPS[s.status].gravity, s.judged_gap or 0.0))
    return [standing.indicator.id for standing in grave[:MOST_INDICATORS]]


def _part_slides(measures: Measures, part: Part) -> Iterator[Slide]:
    plan, past = measures.plan, steps.history(measures)
    tasks = [task.id for section in part.sections for task in section.tasks]
    title = f"{findings.numeral(part.id)}、{part.title}"
    rates = measures.parts[part.id]
    owing = f"；本期 {rates.owing} 项任务尚未报全" * bool(measures.current and rates.owing)
    late = f"，{rates.overdue} 项逾期" * bool(rates.overdue)
    said = f"本部分 {_done(rates)}，其中已销号 {rates.count('verified')} 项{owing}{late}。"
    yield _cover(measures, title, f"{plan.title} · {plan.document}", said)
    sections = [(findings.section_name(plan, s), measures.sections[s.id]) for s in part.sections]
    bars = stacked((1.0, _by_status(sections)))
    yield Slide(f"part-{part.id}", f"{title}：{_done(rates)}", f"单位：项 · {plan.document}", bars)
    for standing in measures.indicators.values():
        if standing.indicator.task in tasks:
            yield _indicator(measures, standing)
    yield _attention(measures, past, tasks)
    yield _method(measures)
    yield from _annex(f"part-{part.id}-table", f"{title}：各节进展", "单位：项", tables.rates(sections))
    table = tables.tasks(measures, tasks)
    yield from _annex(f"part-{part.id}-tasks", f"{title}：{len(tasks)} 项任务", "各任务的状态与责任单位", table)
    yield from _rest_of_attention(measures, past, tasks)


def _agency_slides(measures: Measures, body: str) -> Iterator[Slide]:
    rates, name = measures.bodies[body], measures.plan.name_of(body)
    owed = next((one for one in owing(measures) if one.body == body), None)
    owes = (
        f"，本期欠报 {len(owed.indicators) + len(owed.tasks)} 项" if owed else "，本期不欠报" * bool(measures.current)
    )
    own = [s for s in measures.indicators.values() if s.indicator.owner == body]
    table = tables.assignments(measures, body, owed)
    figures = tuple(f"{indicator_findings.lamp(s).glyph} {indicator_findings.headline(s)}" for s in own)
    meta = f"任务分工 {rates.total} 项 · {findings.coverage(measures, rates)}"
    yield from _paged(f"agency-{body}", f"{name}：{_done(rates)}{owes}", meta, table, figures)


def _cover(measures: Measures, title: str, meta: str, sentence: str = "") -> Slide:
    """What it is about, who reports, on which day: the last that is known of."""
    day = measures.known_by or measures.reported_on
    facts = [f"汇报单位：{measures.plan.office.name}", *([f"汇报日期：{formats.day(day)}"] if day else [])]
    said: list[tuple[float, Block]] = [(1.0, Text((sentence,), lead=True))] if sentence else []
    return Slide("cover", title, meta, stacked(*said, (1.0, Text(tuple(facts)))), is_cover=True)


def _overview(measures: Measures, past: steps.History) -> Slide:
    """Where the plan stands and how it came there; beside it what has changed since the period before."""
    s, plan = measures.summary, measures.plan
    if not past:
        blocks: tuple[tuple[float, Block], ...] = ((1.0, _by_status([("全部任务", s)])),)
        return Slide("overview", findings.tasks_completed(s), _unit(measures, s), beside(*blocks))
    rates = [then.summary for _, then in past]
    periods = periods_of_year(plan.year, plan.reporting.frequency)
    looks = [look for look in TASK_STATUSES.values() if any(one.count(look.key) for one in rates)]
    later = (None,) * (len(periods) - len(rates))
    trend = StackedBars(
        categories=tuple(map(formats.within_year, periods)),
        series=tuple(Series(look.word, (*(one.count(look.key) for one in rates), *later), look) for look in looks),
        unit="项",
        direction="columns",
    )
    before = past[-2] if len(past) > 1 else None
    found = findings.notable(changes(before[1], measures), measures) if before else []
    blocks = ((1.0, trend),)
    if before and found:
        rows = [(what, how) for _, what, how in found[:_MOST_CHANGES]]
        if more := len(found) - _MOST_CHANGES:
            rows += [(f"另有 {more} 处变化", "")] if more > 0 else []
        since = formats.within_year(before[0])
        blocks = ((0.58, trend), (0.42, Table.of({f"与{since}相比": 0.5, "变化": 0.5}, rows)))
    return Slide(
        "overview", findings.tasks_completed(s), _unit(measures, s), beside(*blocks), (findings.summary(measures),)
    )


def _unit(measures: Measures, rates: Rates) -> str:
    return f"单位：项 · 各期末任务状态 · {findings.coverage(measures, rates)}"


def _indicator(measures: Measures, standing: IndicatorStanding) -> Slide:
    plan, indicator = measures.plan, standing.indicator
    clause = f"{plan.document} {findings.clause_place(plan, indicator.task)}{plan.tasks[indicator.task].text}"
    notes = [indicator_findings.arithmetic(standing), clause]
    if said := indicator_findings.projection(standing):
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


def _parts(measures: Measures) -> Slide:
    named = [("全部任务", measures.summary)]
    named += [
        (f"{findings.numeral(p.id)}、{findings.short(p.title, 14)}", measures.parts[p.id]) for p in measures.plan.parts
    ]
    rated = [(f"{name}　{formats.percent(rates.completion_rate)}", rates) for name, rates in named]
    return Slide("parts", findings.parts(measures), "单位：项 · 名称后为任务完成率", stacked((1.0, _by_status(rated))))


def _bodies(measures: Measures) -> Slide:
    """Whose work is still open: the first by bars, the others in one line."""
    plan = measures.plan
    held = [(body, rates) for body, rates in measures.bodies.items() if rates.total]
    held.sort(key=lambda pair: (pair[1].completed - pair[1].total, -pair[1].total))
    named = [(findings.body_label(plan, body), rates) for body, rates in held]
    left = sum(rates.total - rates.completed for _, rates in held)
    title = f"{findings.counted(plan, [body for body, _ in held])}的任务分工全部完成"
    if left:
        first, rates = named[0]
        own = rates.total - rates.completed
        title = f"{first} {own} 项任务分工未完成，占全部未完成 {left} 项的 {formats.percent(own / left)}"
    blocks: list[tuple[float, Block]] = [(9.0, _by_status(named[:MOST_BODIES]))]
    if rest := held[MOST_BODIES:]:
        total, done = (sum(getattr(rates, what) for _, rates in rest) for what in ("total", "completed"))
        others = findings.counted(plan, [body for body, _ in rest])
        said = f"其余{others}共 {total} 项任务分工，完成 {done} 项，未完成 {total - done} 项。"
        blocks.append((1.0, Text((said,))))
    meta = "单位：项任务分工 · 按未完成从多到少 · 每个具名单位各计一次，不等于牵头"
    return Slide("bodies", title, meta, stacked(*blocks))


def _attention(measures: Measures, past: steps.History, tasks: Sequence[str] | None = None) -> Slide:
    """What is to be decided, worst first: whose it is, since when, what they say and plan."""
    items = steps.to_decide(_items(measures, tasks))
    if not items:
        said = Text(("没有逾期、进展滞后、低于序时进度或未达标的事项。",))
        return Slide("attention", "没有需要研究决定的事项", "需要关注", stacked((1.0, said)))
    words = [look.word for key, look in REASONS.items() for item in items if item.reason == key]
    counted = "、".join(f"{words.count(word)} 项{word}" for word in dict.fromkeys(words))
    meta = f"需要关注 · 从重到轻 · {findings.COMMENTS_NAMED}为单位所报"
    block, _ = tables.first_page(_to_decide(measures, past, items), "项未在此列出")
    return Slide("attention", f"{len(items)} 项需要研究决定：{counted}", meta, stacked((1.0, block)))


def _next(measures: Measures) -> Slide:
    period, deadline, said = steps.next_period(measures), steps.open_deadline(measures), []
    if period:
        due = due_day(measures.plan, period)
        said.append((due, f"{steps.day(measures, due)}前报送{formats.within_year(period)}进展"))
    if deadline:
        said.append((deadline[0], f"{steps.day(measures, deadline[0])}前还要完成 {deadline[1]} 项任务"))
    table = steps.next_steps(measures)
    if not table.rows:
        return Slide("next", "全部任务已经完成", "下一步", stacked((1.0, Text(("没有待办的事项。",)))))
    title = "，".join(words for _, words in sorted(said)) or "余下事项须尽快办结"
    meta = "下一步建议 · 由时限、欠报、滞后和单位所报下一步措施得出"
    return Slide("next", title, meta, stacked((1.0, tables.first_page(table, "条未在此列出")[0])))


def _method(measures: Measures) -> Slide:
    return Slide("method", "数字是怎么来的", "全部规则和算例见看板“口径”页", stacked((1.0, Text(tables.RULES))))


def _items(measures: Measures, tasks: Sequence[str] | None) -> list[Item]:
    return [item for item in needs_attention(measures) if tasks is None or item.task in tasks]


def _to_decide(measures: Measures, past: steps.History, items: Sequence[Item]) -> Table:
    return tables.attention(measures, items, [steps.since(measures, past, item) for item in items])


def _rest_of_attention(measures: Measures, past: steps.History, tasks: Sequence[str] | None = None) -> Iterator[Slide]:
    """What needs attention and does not stand on the slide of what is to be decided."""
    items = _items(measures, tasks)
    decided = steps.to_decide(items)
    shown = tables.first_page(_to_decide(measures, past, decided), "")[1] if decided else 0
    if rest := [item for item in items if item not in decided[:shown]]:
        meta = f"从重到轻；{findings.COMMENTS_NAMED}为单位所报"
        table = tables.attention(measures, rest)
        yield from _annex("attention-rest", f"另有 {len(rest)} 项任务需要关注", meta, table)


def _owing(measures: Measures) -> Iterator[Slide]:
    owed, current = owing(measures), measures.current
    if current is None or not owed:
        return
    owing_bodies = findings.counted(measures.plan, [one.body for one in owed])
    due = f"应于{formats.day(due_day(measures.plan, current))}前报"
    table = tables.owing(measures, owed)
    yield from _annex("owing", f"{formats.period(current)}：{owing_bodies}还有欠报", due, table)


def _annex(key: str, title: str, meta: str, table: Table) -> Iterator[Slide]:
    return map(_as_annex, _paged(key, title, meta, table))


def _as_annex(slide: Slide) -> Slide:
    return replace(slide, title=f"附：{slide.title}", is_annex=True)


def _done(rates: Rates) -> str:
    return f"{rates.total} 项完成 {rates.completed} 项（{findings.completion(rates)}）"


def _by_status(named: Sequence[tuple[str, Rates]], direction: str = "rows") -> StackedBars:
    looks = [look for look in TASK_STATUSES.values() if any(rates.count(look.key) for _, rates in named)]
    return StackedBars(
        categories=tuple(name for name, _ in named),
        series=tuple(Series(look.word, tuple(rates.count(look.key) for _, rates in named), look) for look in looks),
        unit="项",
        direction="columns" if direction == "columns" else "rows",
    )


def _paged(key: str, title: str, meta: str, table: Table, above: Sequence[str] = ()) -> Iterator[Slide]:
    """A table over as many slides as it takes, on the first of them below sentences."""
    taken = tables.lines_of_text(above)
    pages = tables.pages(table, taken)
    for n, one in enumerate(pages, 1):
        of = f"（{n}/{len(pages)}）" if len(pages) > 1 else ""
        blocks: list[tuple[float, Block]] = [(tables.LINES - taken, one)]
        if above and n == 1:
            blocks.insert(0, (taken, Text(tuple(above))))
        yield Slide(key if n == 1 else f"{key}-{n}", title + of, meta, stacked(*blocks))
