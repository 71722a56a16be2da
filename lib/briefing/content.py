"""What a briefing says, slide by slide, computed from the measures. Renderers only draw it.

Every slide carries the same foot: both dates, the rule in brief, the source, the check code, and the sample mark.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lib import formats
from lib.briefing import tables
from lib.briefing.slides import Block, Series, Slide, StackedBars, Table, TargetBars, Text, beside, stacked
from lib.draw import file_name
from lib.plan import Part
from lib.rules import IndicatorStanding, Measures, Rates, due_day, needs_attention, owing
from lib.say import findings, indicator_findings
from lib.statuses import ACTUAL, TARGET, TASK_STATUSES


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
        rule="任务完成率 = 已完成（含已销号）÷ 全部",
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
    plan = measures.plan
    yield _cover(plan.title, plan.document, findings.summary(measures))
    yield from _overview(measures)
    for standing in measures.indicators.values():
        yield _indicator(measures, standing)
    yield from _parts(measures)
    yield _workload(measures)
    yield from _completion(measures)
    yield from _attention(measures)
    yield from _owing(measures)
    yield _method(measures)


def _part_slides(measures: Measures, part: Part) -> Iterator[Slide]:
    plan = measures.plan
    tasks = [task.id for section in part.sections for task in section.tasks]
    title = f"{findings.numeral(part.id)}、{part.title}"
    rates = measures.parts[part.id]
    owing = f"；本期 {rates.owing} 项任务尚未报全" * bool(measures.current and rates.owing)
    late = f"，{rates.overdue} 项逾期" * bool(rates.overdue)
    yield _cover(
        title,
        f"{plan.title} · {plan.document}",
        f"本部分 {_done(rates)}，其中已销号 {rates.count('verified')} 项{owing}{late}。",
    )
    sections = [(s.title, measures.sections[s.id]) for s in part.sections]
    yield from _with_table(
        f"part-{part.id}",
        f"{title}：{_done(rates)}",
        f"单位：项 · {plan.document}",
        _by_status(sections),
        tables.rates(sections),
    )
    for standing in measures.indicators.values():
        if standing.indicator.task in tasks:
            yield _indicator(measures, standing)
    yield from _paged(
        f"part-{part.id}-tasks",
        f"{title}：{len(tasks)} 项任务",
        "各任务的状态与责任单位",
        tables.tasks(measures, tasks),
    )
    yield from _attention(measures, tasks)
    yield _method(measures)


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


def _cover(title: str, meta: str, sentence: str) -> Slide:
    return Slide("cover", title, meta, stacked((1.0, Text((sentence,), lead=True))), is_cover=True)


def _overview(measures: Measures) -> Iterator[Slide]:
    s = measures.summary
    yield from _with_table(
        "overview",
        findings.tasks_completed(s),
        f"单位：项 · {findings.coverage(measures, s)}",
        _by_status([("全部任务", s)]),
        tables.indicators(measures),
        (findings.summary(measures),),
    )


def _indicator(measures: Measures, standing: IndicatorStanding) -> Slide:
    plan, indicator = measures.plan, standing.indicator
    clause = f"{plan.document} {findings.clause_place(plan, indicator.task)}{plan.tasks[indicator.task].text}"
    notes = [indicator_findings.arithmetic(standing), clause]
    if said := indicator_findings.projection(standing):
        notes.insert(1, said)
    return Slide(
        f"indicator-{indicator.id}",
        indicator_findings.headline(standing),
        f"单位：{indicator.unit} · {indicator_findings.period(standing)} · {plan.name_of(indicator.owner)}",
        beside((0.66, _by_period(standing)), (0.34, tables.judgement(standing))),
        tuple(notes),
    )


def _by_period(standing: IndicatorStanding) -> TargetBars:
    rows = standing.series
    indicator = standing.indicator
    return TargetBars(
        categories=tuple(formats.within_year(row.period) for row in rows),
        actual=Series("实际值", tuple(row.value for row in rows), ACTUAL),
        target=Series("目标值", (indicator.target,) * len(rows), TARGET),
        unit=indicator.unit,
        decimals=indicator.decimals,
    )


def _parts(measures: Measures) -> Iterator[Slide]:
    parts = [
        (f"{findings.numeral(p.id)}、{findings.short(p.title, 14)}", measures.parts[p.id]) for p in measures.plan.parts
    ]
    yield from _with_table("parts", findings.parts(measures), "单位：项", _by_status(parts), tables.rates(parts))


def _workload(measures: Measures) -> Slide:
    bodies = sorted(measures.bodies.items(), key=lambda item: -item[1].total)
    named = [(findings.body_label(measures.plan, body), rates) for body, rates in bodies]
    first, rates = named[0]
    total = sum(r.total for _, r in named)
    return Slide(
        "workload",
        f"{total} 项任务分工落在 {findings.counted(measures.plan, measures.bodies)}，{first}最多，{rates.total} 项",
        "单位：项任务分工 · 每个具名单位各计一次，不等于牵头",
        stacked((1.0, _by_status(named, "columns"))),
    )


def _completion(measures: Measures) -> Iterator[Slide]:
    named = [(findings.body_label(measures.plan, body), rates) for body, rates in measures.bodies.items()]
    done = [body for body, rates in measures.bodies.items() if rates.is_complete]
    everyone = findings.counted(measures.plan, measures.bodies)
    title = f"{everyone}中，{findings.counted(measures.plan, done)}的任务分工全部完成"
    if not done:
        title = f"{everyone}都还没有完成全部任务分工"
    yield from _paged("completion", title, "单位：项任务分工", tables.rates(named))


def _attention(measures: Measures, tasks: Sequence[str] | None = None) -> Iterator[Slide]:
    items = [item for item in needs_attention(measures) if tasks is None or item.task in tasks]
    table = tables.attention(measures, items)
    title = f"{len(items)} 项任务需要关注" if items else "没有需要关注的任务"
    yield from _paged("attention", title, f"从重到轻；{findings.COMMENTS_NAMED}为单位所报", table)


def _owing(measures: Measures) -> Iterator[Slide]:
    owed, current = owing(measures), measures.current
    if current is None:
        return
    owing_bodies = findings.counted(measures.plan, [one.body for one in owed])
    title = f"{formats.period(current)}：{f'{owing_bodies}还有欠报' if owed else '各单位都已报齐'}"
    due = f"应于{formats.day(due_day(measures.plan, current))}前报"
    yield from _paged("owing", title, due, tables.owing(measures, owed))


def _method(measures: Measures) -> Slide:
    return Slide("method", "数字是怎么来的", "全部规则和算例见看板“口径”页", stacked((1.0, Text(tables.RULES))))


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


def _with_table(
    key: str, title: str, meta: str, chart: StackedBars, table: Table, notes: tuple[str, ...] = ()
) -> Iterator[Slide]:
    """A chart with its table below; where the table is long, on slides of its own."""
    lines, most = tables.lines_of_table(table), tables.LINES
    bars = min(4 + 2.5 * len(chart.categories), most - lines)
    if not table.rows:
        yield Slide(key, title, meta, stacked((1.0, chart)), notes)
    elif bars >= 3 + 1.5 * len(chart.categories):
        yield Slide(key, title, meta, stacked((bars, chart), (lines, table)), notes)
    else:
        yield Slide(key, title, meta, stacked((1.0, chart)), notes)
        yield from _paged(f"{key}-table", title, meta, table)
