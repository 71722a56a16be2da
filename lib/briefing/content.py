"""What a briefing says: which slides, in which order, computed from the measures. Renderers only draw it.

Every slide carries the same foot: both dates, the rule in brief, the source, the check code, and the sample mark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from lib import formats
from lib.briefing import slide_of, steps, tables
from lib.briefing.slides import Slide
from lib.draw import file_name
from lib.plan import Part
from lib.rules import IndicatorStanding, Item, Measures
from lib.say import findings, naming
from lib.statuses import LAMPS

MOST_INDICATORS = 3
"""Indicators that have slides of their own, worst lamp first where there are more; the others stand in the annex."""

MOST_IN_ANNEX = 12
"""Indicators that have a slide each in the annex; more are a table there."""


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


def brief(
    measures: Measures, *, part: str | None = None, agency: str | None = None, day: date | None = None
) -> Briefing:
    """The briefing on the whole plan, on one part, or on one agency (or group).

    `day` is that of the meeting, which no data know: on the cover stands else the last day that anything is known of.
    """
    if agency is not None:
        slides, about = _agency_slides(measures, agency, day), measures.plan.name_of(agency)
    elif part is not None:
        slides, about = _part_slides(measures, measures.plan.parts_by_id[part], day), f"第{naming.numeral(part)}部分"
    else:
        slides, about = _plan_slides(measures, day), ""
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
        edits=(f"汇报日期由人工填写：{formats.day(day)}",) if day else (),
    )


def dates(measures: Measures) -> str:
    """数据截至2021年9月30日，知悉截至2021年10月15日"""
    known_by = measures.known_by or measures.reported_on
    known = f"，知悉截至{formats.day(known_by)}" if known_by else ""
    return f"数据截至{formats.day(measures.as_of)}{known}"


def _plan_slides(measures: Measures, day: date | None) -> Iterator[Slide]:
    """At most ten slides, then the annex: full tables, and indicators beyond the third."""
    plan, past = measures.plan, steps.history(measures)
    yield slide_of.cover(measures, plan.title, plan.document, day=day)
    yield slide_of.overview(measures, past)
    first, others = _worst_first(measures.indicators.values())
    for standing in first:
        yield slide_of.indicator(measures, standing)
    yield slide_of.bodies(measures)
    yield slide_of.attention(measures, past)
    if len(past) > 1 and measures.summary.coverage:
        yield slide_of.trend(measures, past)
    yield slide_of.next_steps(measures)
    yield slide_of.method(measures)
    yield from _other_indicators(measures, others)
    parts = slide_of.rated_parts(measures)
    yield from slide_of.annex("parts-table", "各部分进展", "单位：项", tables.rates(parts))
    # Of many only the first are printed: those with most work left.
    rated = measures.bodies.items() if len(measures.bodies) <= slide_of.MOST_ROWS else slide_of.by_open_work(measures)
    named = [(naming.body_label(plan, body), rates) for body, rates in rated]
    everyone = naming.counted(plan, measures.bodies)
    title = f"{everyone}任务分工完成情况"
    yield from slide_of.annex("completion", title, "单位：项任务分工", tables.rates(named))
    yield from slide_of.rest_of_attention(measures, past)
    yield from slide_of.owing_annex(measures)


def _worst_first(found: Iterable[IndicatorStanding]) -> tuple[list[IndicatorStanding], list[IndicatorStanding]]:
    """The indicators that have slides of their own, and the others, in the plan's order."""
    held = list(found)
    grave = sorted(held, key=lambda s: (LAMPS[s.status].gravity, s.judged_gap or 0.0))[:MOST_INDICATORS]
    return [s for s in held if s in grave], [s for s in held if s not in grave]


def _other_indicators(measures: Measures, others: Sequence[IndicatorStanding]) -> Iterator[Slide]:
    """The indicators that have no slide of their own: a slide each in the annex, of many a table, worst lamp first."""
    if len(others) <= MOST_IN_ANNEX:
        yield from (slide_of.as_annex(slide_of.indicator(measures, standing)) for standing in others)
        return
    grave = sorted(others, key=lambda s: LAMPS[s.status].gravity)
    yield from slide_of.annex("indicators", f"其余 {len(others)} 项指标", "从重到轻", tables.indicators(grave))


def _part_slides(measures: Measures, part: Part, day: date | None) -> Iterator[Slide]:
    plan, past, rates = measures.plan, steps.history(measures), measures.parts[part.id]
    tasks = [task.id for section in part.sections for task in section.tasks]
    title = f"{naming.numeral(part.id)}、{part.title}"
    owing = f"；本期 {rates.owing} 项任务尚未报全" * bool(measures.current and rates.owing)
    late = f"，{rates.overdue} 项逾期" * bool(rates.overdue)
    said = f"本部分 {slide_of.done(rates)}{findings.of_which_verified(rates)}{owing}{late}。"

    def concern(item: Item) -> bool:
        return item.task in tasks

    yield slide_of.cover(measures, title, f"{plan.title} · {plan.document}", said, day)
    yield slide_of.part(measures, part)
    for standing in measures.indicators.values():
        if standing.indicator.task in tasks:
            yield slide_of.indicator(measures, standing)
    yield slide_of.attention(measures, past, concern)
    yield slide_of.method(measures)
    sections = [(naming.section_name(plan, s), measures.sections[s.id]) for s in part.sections]
    yield from slide_of.annex(f"part-{part.id}-table", f"{title}：各节进展", "单位：项", tables.rates(sections))
    table = tables.tasks(measures, tasks)
    yield from slide_of.annex(f"part-{part.id}-tasks", f"{title}：{len(tasks)} 项任务", "各任务的状态与责任单位", table)
    yield from slide_of.rest_of_attention(measures, past, concern)


def _agency_slides(measures: Measures, body: str, day: date | None) -> Iterator[Slide]:
    plan, past = measures.plan, steps.history(measures)
    owed = slide_of.owed_by(measures, body)

    def concern(item: Item) -> bool:
        return body in item.bodies

    meta, said = f"{plan.title} · {plan.document}", slide_of.body_sentence(measures, body)
    yield slide_of.cover(measures, plan.name_of(body), meta, said, day)
    yield slide_of.body(measures, body)
    first, others = _worst_first(s for s in measures.indicators.values() if s.indicator.owner == body)
    for standing in first:
        yield slide_of.indicator(measures, standing)
    if owed:
        yield slide_of.owed(measures, owed)
    yield slide_of.attention(measures, past, concern)
    yield slide_of.next_steps(measures, body)
    yield slide_of.method(measures)
    yield from _other_indicators(measures, others)
    table = tables.assignments(measures, body, owed)
    title = f"{measures.bodies[body].total} 项任务分工"
    yield from slide_of.annex(f"agency-{body}-tasks", title, "各任务的状态和最近所报", table)
