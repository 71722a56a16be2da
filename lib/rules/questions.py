"""报送质量: what the office might ask a body about its reports. Each is a question and no finding of a fault."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

from lib import formats
from lib.periods import Period
from lib.plan import Plan
from lib.rows import FigureRow, ProgressRow, Row, in_force, title
from lib.rules.assignments import AssignmentStanding
from lib.rules.indicators import IndicatorStanding
from lib.rules.measures import Measures
from lib.statuses import DONE, REPORTED
from lib.text import folded

QuestionKind = Literal["falls", "unchanged", "on_target", "contradicts", "taken_back", "same_words", "received_late"]

QUESTION_WORDS: dict[QuestionKind, str] = {
    "falls": "累计数下降",
    "unchanged": "与上次相同",
    "on_target": "恰为目标值",
    "contradicts": "状态与指标数不一致",
    "taken_back": "完成后状态改变",
    "same_words": "几个单位文字相同",
    "received_late": "填报很久后才收到",
}
"""The kinds of questions in the order in which they are listed."""

LONGEST_WAY_DAYS = 60
"""From 填报日期 to receipt. A report may wait for the next period's; after two months the day is more likely mistyped."""

_MOST_OF_A_TEXT = 40

_MOST_NAMED = 12
"""Bodies that a question names; of more it says how many there are."""

FEW = 3
"""Questions of one kind that are read one by one; more of them, from one day's files, are one matter."""

SHORTEST_TEXT = 8
"""Characters. Shorter texts (正常推进, 按计划进行) are alike by chance."""


class Question(NamedTuple):
    """Something to ask a body. `about` is the id of an indicator or a task; `rows` are what it rests on."""

    kind: QuestionKind
    body: str
    about: str
    period: Period
    text: str
    rows: tuple[Row, ...]

    @property
    def received(self) -> date:
        """The day on which it arose: when the last of its rows came."""
        return max(row.received for row in self.rows)


class Fold(NamedTuple):
    """Questions of one kind that stand together."""

    kind: QuestionKind
    received: date | None
    """The day on which all of them arose; None where there are several."""
    questions: tuple[Question, ...]

    @property
    def is_open(self) -> bool:
        """Whether they are so few that each is shown."""
        return len(self.questions) <= FEW


def questions(measures: Measures) -> list[Question]:
    """Every question that the rows that count give rise to: by kind, then in the plan's order, then by period."""
    found = [*_of_figures(measures), *_of_tasks(measures), *_of_texts(measures), *_of_receipt(measures)]
    kinds, bodies = list(QUESTION_WORDS), _order(measures.plan)
    tasks = {task: n for n, task in enumerate(measures.plan.tasks)}

    def place(question: Question) -> tuple[int, int, int, date]:
        indicator = measures.plan.indicators_by_id.get(question.about)
        task = indicator.task if indicator else question.about
        return kinds.index(question.kind), tasks[task], bodies.get(question.body, len(bodies)), question.period.end

    return sorted(found, key=place)


def folds(found: Sequence[Question]) -> list[Fold]:
    """Each question once, by kind, and of a kind by the day on which the files came where that day brought more than FEW.

    Old files that come together so give one fold a kind and not a page of questions.
    """
    made = []
    for kind in QUESTION_WORDS:
        by_day: dict[date, list[Question]] = {}
        for question in (q for q in found if q.kind == kind):
            by_day.setdefault(question.received, []).append(question)
        made += [Fold(kind, day, tuple(asked)) for day, asked in sorted(by_day.items()) if len(asked) > FEW]
        rest = {day: asked for day, asked in by_day.items() if len(asked) <= FEW}
        if rest:
            day = next(iter(rest)) if len(rest) == 1 else None
            made.append(Fold(kind, day, tuple(q for asked in rest.values() for q in asked)))
    return made


def files_of_day(found: Iterable[Question], day: date) -> int:
    """How many files of those that came on a day the questions rest on."""
    return len({(row.sender, row.file) for question in found for row in question.rows if row.received == day})


def _of_figures(measures: Measures) -> Iterator[Question]:
    for standing in measures.indicators.values():
        for before, after in pairwise(standing.series):
            if standing.indicator.kind == "cumulative" and after.value < before.value:
                text = f"{_figure(standing, after)}，少于{_figure(standing, before)}。是更正了以前的数吗？"
                yield _ask_of_figures("falls", standing, (before, after), text)
        for value, run in groupby(standing.series, key=lambda row: row.value):
            rows = tuple(run)
            if len(rows) > 1:
                when = "、".join(formats.period(row.period) for row in rows)
                text = f"{when}所报均为 {standing.indicator.quantity(value)}。是没有变化吗？"
                yield _ask_of_figures("unchanged", standing, rows, text)
            if value == standing.indicator.target:
                text = f"{_figure(standing, rows[0])}，与目标值正好相等。是当期的统计数吗？"
                yield _ask_of_figures("on_target", standing, rows, text)


def _ask_of_figures(
    kind: QuestionKind, standing: IndicatorStanding, rows: tuple[FigureRow, ...], text: str
) -> Question:
    indicator = standing.indicator
    return _ask(kind, indicator.owner, rows[-1], f"{indicator.name} {text}", rows)


def _figure(standing: IndicatorStanding, row: FigureRow) -> str:
    cumulative = standing.indicator.kind == "cumulative"
    return f"{formats.period(row.period, cumulative)}为 {standing.indicator.quantity(row.value)}"


def _of_tasks(measures: Measures) -> Iterator[Question]:
    against = set()
    for task in measures.tasks.values():
        for assignment in task.assignments:
            yield from _against_figures(measures, assignment)
            if row := assignment.against_verified:
                against.add(row)
                text = f"{_reported(measures.plan, row)}，而统筹办此前已予销号，与销号不符。情况有变化吗？"
                yield _ask_of("taken_back", row, text)
    series: dict[tuple[str, str], list[ProgressRow]] = {}
    for row in sorted(in_force(measures.progress), key=lambda row: row.period.end):
        series.setdefault((row.task, row.agency), []).append(row)
    for before, after in (pair for rows in series.values() for pair in pairwise(rows)):
        if before.status == "completed" and after.status not in (*DONE, "returned") and after not in against:
            text = f"{_reported(measures.plan, after)}，{formats.period(before.period)}曾报“已完成”。情况有变化吗？"
            yield _ask_of("taken_back", after, text, before)


def _against_figures(measures: Measures, assignment: AssignmentStanding) -> Iterator[Question]:
    """A status reported on a task that carries indicators, where the figures say otherwise."""
    carried = [measures.indicators[i.id] for i in measures.plan.indicators_of.get(assignment.task, ())]
    row = assignment.row
    if not carried or row is None:
        return
    missing = [i for i in carried if "achieved" not in (i.status, i.said_then)]
    kind: QuestionKind = "contradicts"
    asked = "以哪一个为准？"
    if assignment.figures_against:
        kind, asked, shown = "taken_back", "与销号不符。情况有变化吗？", missing or carried
    elif row.status in DONE and missing:
        shown = missing
    elif not missing and row.status not in DONE and _contradicts_achievement(measures, carried, row):
        shown = carried
    else:
        return
    figures = "；".join(
        f"{i.indicator.name}（目标 {i.indicator.target_quantity}）" + (f"{_figure(i, i.row)}" if i.row else "尚无报送")
        for i in shown
    )
    text = f"{_reported(measures.plan, row)}，而{figures}。{asked}"
    yield _ask_of(kind, row, text, *(i.row for i in shown if i.row))


def _contradicts_achievement(measures: Measures, carried: list[IndicatorStanding], row: ProgressRow) -> bool:
    """Whether a status short of completion was reported when the figures that meet the targets were there already.

    推进中 contradicts them only where the figures complete the task: a level may still fall until the year is over.
    """
    were_there = all(i.period is not None and i.period.end <= row.period.end for i in carried)
    return were_there and (row.status != "in_progress" or measures.tasks[row.task].status in DONE)


def _of_texts(measures: Measures) -> Iterator[Question]:
    """The same text in one column from several bodies, spaces and widths aside."""
    plan, order = measures.plan, _order(measures.plan)
    same: dict[tuple[str, str], list[Row]] = {}
    for row in _rows_in_force(measures):
        for column, said in row.texts.items():
            text = folded(said or "")
            if len(text) >= SHORTEST_TEXT:
                same.setdefault((column, text), []).append(row)
    for (column, _), rows in same.items():
        bodies = sorted({row.sender for row in rows}, key=lambda body: order.get(body, len(order)))
        if len(bodies) > 1:
            rows.sort(key=lambda row: row.period.end)
            first = next(row for row in rows if row.sender == bodies[0])
            others = f"等 {len(bodies)} 个单位" if len(bodies) > _MOST_NAMED else ""
            names = "、".join(map(plan.short_name_of, bodies[:_MOST_NAMED])) + others
            said = formats.cut("".join((first.texts[column] or "").split()), _MOST_OF_A_TEXT)
            what = title("progress" if isinstance(first, ProgressRow) else "figures", column)
            text = f"{names}所报的{what}相同：“{said}”。说的是同一件事吗？"
            yield _ask("same_words", first.sender, first, text, rows)


def _rows_in_force(measures: Measures) -> list[Row]:
    return [*in_force(measures.figures), *in_force(measures.progress)]


def _of_receipt(measures: Measures) -> Iterator[Question]:
    """Files whose rows say an early 填报日期; none of sample files, which come with the board."""
    if measures.sample:
        return
    files: dict[tuple[str, str], list[Row]] = {}
    for row in _rows_in_force(measures):
        if (row.received - row.reported_on).days > LONGEST_WAY_DAYS:
            files.setdefault((row.sender, row.file), []).append(row)
    for (sender, file), rows in files.items():
        rows.sort(key=lambda row: (row.period.end, row.row))
        first = min(rows, key=lambda row: row.reported_on)
        text = (
            f"{measures.plan.short_name_of(sender)}的文件“{file}”有 {len(rows)} 行填报日期早至{formats.day(first.reported_on)}，"
            f"{formats.day(first.received)}才收到，相隔 {(first.received - first.reported_on).days} 天。填报日期是这一天吗？"
        )
        yield _ask("received_late", sender, first, text, rows)


def _ask_of(kind: QuestionKind, row: ProgressRow, text: str, *before: Row) -> Question:
    return _ask(kind, row.agency, row, text, (*before, row))


def _ask(kind: QuestionKind, body: str, row: Row, text: str, rows: Sequence[Row]) -> Question:
    """About what one row reports on, for the period of the last of all."""
    about = row.task if isinstance(row, ProgressRow) else row.indicator
    return Question(kind=kind, body=body, about=about, period=rows[-1].period, text=text, rows=tuple(rows))


def _reported(plan: Plan, row: ProgressRow) -> str:
    status = REPORTED[row.status].short
    return f"任务 {row.task} {plan.short_name_of(row.agency)}{formats.period(row.period)}报“{status}”"


def _order(plan: Plan) -> dict[str, int]:
    return {body: n for n, body in enumerate(plan.bodies)}
