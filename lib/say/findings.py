"""Sentences in Chinese about the plan, its parts, tasks and bodies. Plain text, made from measures only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from lib import formats
from lib.periods import Period
from lib.plan import Plan
from lib.rows import COMMENTS, FigureRow
from lib.rules import (
    QUESTION_WORDS,
    Fold,
    Item,
    Measures,
    Owed,
    Question,
    Rates,
    TaskStanding,
    due_day,
    files_of_day,
    folds,
)
from lib.say import naming
from lib.say.indicator_findings import headline, shortfall
from lib.statuses import DONE, LAMPS, REASONS, TASK_STATUSES


def elapsed_rule(plan: Plan) -> str:
    """序时进度 = 已过天数 ÷ 全年天数, or by whole months, as the plan counts it."""
    unit = "天数" if plan.status_rule.elapsed_by == "days" else "整月数"
    return f"序时进度 = 到报告期末已过{unit} ÷ 全年{unit if unit == '天数' else '月数'}"


def rule_in_brief(plan: Plan) -> str:
    """The rules of the rates, in one line."""
    rates = "任务完成率 = 已完成（含已销号）÷ 全部；若未报送的都已完成，指尚无反面报送的全部算完成"
    return f"口径：{rates}；{elapsed_rule(plan)}。"


def comments_named(columns: Collection[str]) -> str:
    """Those of COMMENTS that are among some columns, as a title names them: 存在问题和下一步措施."""
    *first, last = [name for name in COMMENTS.values() if name in columns] or [""]
    return f"{'、'.join(first)}和{last}" if first else last


COMMENTS_NAMED = comments_named(COMMENTS.values())
"""存在问题和下一步措施, as a title names them."""


def summary(measures: Measures) -> str:
    """Where the plan stands, in one sentence."""
    s = measures.summary
    said = [tasks_completed(s)]
    if measures.indicators:
        said.append(f"{len(measures.indicators)} 项指标 {'、'.join(_lamps(measures))}")
    said.append(owing(measures) + (f"，{s.overdue} 项逾期" if s.overdue else ""))
    return "；".join(said) + "。"


def indicators(measures: Measures) -> str:
    """How many indicators there are, and how many have which lamp."""
    return f"{len(measures.indicators)} 项指标：{'，'.join(_lamps(measures))}"


NO_PERIOD_YET = "尚未到第一个报告期"


def tasks_completed(rates: Rates) -> str:
    """How many tasks are completed and, if any, verified."""
    return f"{rates.total} 项任务完成 {rates.completed} 项（{completion(rates)}）{of_which_verified(rates)}"


def of_which_verified(rates: Rates) -> str:
    """，其中已销号 5 项; blank where none is."""
    verified = rates.count("verified")
    return f"，其中已销号 {verified} 项" if verified else ""


def owing(measures: Measures) -> str:
    """Of how many tasks the current period is not reported in full."""
    if measures.current is None:
        return NO_PERIOD_YET
    count = measures.summary.owing
    return f"本期 {count} 项任务尚未报全" if count else "本期各项任务均已报送"


def coverage(measures: Measures, rates: Rates) -> str:
    """报送率, and that of the current period once one has ended."""
    current = measures.current
    said = f"本期（{formats.period(current)}）{formats.percent(rates.current_coverage)}" if current else NO_PERIOD_YET
    return f"报送率 {formats.percent(rates.coverage)}，{said}"


def reporting(measures: Measures, period: Period, owed: Sequence[Owed], today: date) -> str:
    """How many bodies have reported for a period; for a group those of its members that are listed. Nobody owes anything
    before it has ended."""
    plan, groups = measures.plan, measures.plan.groups_by_id
    if today <= period.end:
        return f"{formats.period(period)}还没有结束，应于{formats.day(due_day(plan, period))}前报送"
    owing = {one.body for one in owed}
    named = [body for body, rates in measures.bodies.items() if rates.total]
    asked = {by for body in named for by in ((body in groups and groups[body].members) or [body])} | owing
    if not owed:
        return f"{formats.period(period)}：{naming.counted(plan, asked)}全部报齐"
    others = {body for body in asked if body in groups or body == plan.office.id}
    agencies, said = asked - others, []
    if agencies:
        done = len(agencies - owing)
        said.append(f"{len(agencies)} 家中 {done} 家已报齐、{len(agencies) - done} 家欠报")
    said += [
        f"{naming.counted(plan, found)}{word}"
        for found, word in ((others - owing, "已报齐"), (others & owing, "欠报"))
        if found
    ]
    return f"{formats.period(period)}：{'；'.join(said)}"


def moment(measures: Measures, today: date, *, is_chosen: bool) -> str:
    """Why the board stands at its moment: the reader chose it, a row set it, or it is what is left without one."""
    plan, at = measures.plan, f"数据截至{formats.day(measures.as_of)}"
    if is_chosen:
        return f"{at}：由右上角或链接选定，不随新的报送改变。"
    row, period = measures.row_of_moment, measures.current
    if period is None:
        first = "取年度第一天" if today.year >= plan.year else "年度还没有开始，取今天"
        return f"{at}：没有选日期，也还没有到期的报告期，{first}。"
    due = due_day(plan, period)
    if row is None:
        last = f"取最近一个到期的报告期（{formats.period(period)}，应于{formats.day(due)}前报送）"
        return f"{at}：没有选日期，也没有一行够得上定它，{last}。"
    if isinstance(row, FigureRow):
        about = plan.indicators_by_id[row.indicator].name
    else:
        about = f"任务 {row.task} {plan.short_name_of(row.agency)}"
    why = f"已于{formats.day(due)}到期" if due <= today else "还没有到期，但已全部报齐"
    return (
        f"{at}：没有选日期，由{formats.period(period)}结束后最早填报的一行定下，"
        f"即“{row.file}”第{row.row}行（{about}，{formats.day(row.reported_on)}填报）；这一期{why}。"
    )


def office(waiting: int, without_evidence: int, restated: int, found: Sequence[Question]) -> str:
    """What waits for the office."""
    first = f"{waiting} 项分工自报完成待核实" if waiting else "没有待核实的任务"
    if without_evidence:
        first += f"，其中 {without_evidence} 项没有佐证"
    return f"{first}；更正 {restated} 处，{asked(found)}"


def asked(found: Sequence[Question]) -> str:
    """How many questions there are, and how many of them one day's files brought where these are folded."""
    days = [fold.received for fold in folds(found) if fold.received and not fold.is_open for _ in fold.questions]
    if not days:
        return f"疑问 {len(found)} 条"
    day = max(days, key=days.count)
    of_day = [question for question in found if question.received == day]
    share = "都" if len(of_day) == len(found) else f"其中 {len(of_day)} 条"
    return f"疑问 {len(found)} 条，{share}来自{_files_of(of_day, day)}"


def fold(one: Fold) -> str:
    """What is folded: its kind, how many there are, the files that brought them."""
    origin = _files_of(one.questions, one.received) if one.received else "不同日期收到的文件"
    return f"{QUESTION_WORDS[one.kind]} {len(one.questions)} 条：{origin}"


def _files_of(found: Sequence[Question], day: date) -> str:
    return f"{formats.day(day)}收到的 {files_of_day(found, day)} 份文件"


def completion(rates: Rates) -> str:
    """33.3%，若未报送的都已完成则为 45.2%: a rate never comes without its bound."""
    if rates.completion_rate is None:
        return formats.MISSING
    word = "则为" if rates.completion_high != rates.completion_rate else "仍为"
    return (
        f"{formats.percent(rates.completion_rate)}，若未报送的都已完成{word} {formats.percent(rates.completion_high)}"
    )


def _lamps(measures: Measures) -> list[str]:
    counts = {key: sum(1 for i in measures.indicators.values() if i.status == key) for key in LAMPS}
    return [f"{count} 项{LAMPS[key].short}" for key, count in counts.items() if count]


def parts(measures: Measures) -> str:
    """Which part is furthest and which has most that is unreported."""
    rated = [(part, measures.parts[part.id]) for part in measures.plan.parts if measures.parts[part.id].total]
    if not any(r.total - r.count("unreported") for _, r in rated):
        return "各部分均尚无报送"
    best_part, best = max(rated, key=lambda pair: pair[1].completion_rate or 0)
    said = f"第{naming.numeral(best_part.id)}部分完成率最高（{formats.percent(best.completion_rate)}）"
    if not best.completed:
        said = "各部分均尚无完成的任务"
    worst_part, worst = max(rated, key=lambda pair: pair[1].count("unreported"))
    if silent := worst.count("unreported"):
        said += f"，第{naming.numeral(worst_part.id)}部分未报送最多（{silent} 项）"
    return said


def task(measures: Measures, standing: TaskStanding) -> str:
    """The finding of a task: its status, and what keeps it from more, or the figure it carries."""
    late = "，已逾期" if standing.overdue else ""
    opening = f"任务 {standing.task} {TASK_STATUSES[standing.status].word}{late}"
    carried = measures.plan.indicators_of.get(standing.task, ())
    if carried:
        waits = f"（{UNTIL_YEAR_END}）" if awaits_year_end(measures, standing) else ""
        return f"{opening}{waits}：{headline(measures.indicators[carried[0].id])}"
    bodies = {
        "已完成": [a.body for a in standing.assignments if a.status in DONE],
        **{
            look.word: [a.body for a in standing.assignments if a.status == look.key]
            for look in TASK_STATUSES.values()
            if look.needs_attention
        },
        "本期欠报": [a.body for a in standing.assignments if a.owes],
    }
    plan = measures.plan
    said = [f"{naming.counted(plan, those)}{word}" for word, those in bodies.items() if those]
    return f"{opening}：{'，'.join([naming.counted(plan, plan.tasks[standing.task].agencies, '家责任单位'), *said])}"


UNTIL_YEAR_END = "年末才算"


def awaits_year_end(measures: Measures, standing: TaskStanding) -> bool:
    """Whether the figures of a task meet their targets, and it is not done since only those of the year's end decide."""
    carried = [measures.indicators[i.id] for i in measures.plan.indicators_of.get(standing.task, ())]
    return bool(carried) and standing.status not in DONE and all(i.status == "achieved" for i in carried)


def attention_detail(item: Item) -> str:
    """What is to be said of an item beside its reason."""
    if item.indicator is not None:
        return shortfall(item.indicator)
    if item.milestone is not None and item.milestone.days_left > 0:
        return f"还有 {item.milestone.days_left} 天"
    return f"应于 {item.due:%m-%d} 完成" if item.reason == "overdue" or item.milestone else REASONS[item.reason].to_do


def completion_trend(measures: Measures) -> str:
    """任务完成率9月底 33.3%，比8月底提高 2.4 个百分点."""
    past = measures.by_period
    if not past:
        return NO_PERIOD_YET
    period, now = past[-1]
    said = f"任务完成率{period.end.month}月底 {formats.percent(now.completion_rate)}"
    if len(past) < 2:
        return said
    earlier, then = past[-2]
    moved = 100 * ((now.completion_rate or 0.0) - (then.completion_rate or 0.0))
    since = f"{earlier.end.month}月底"
    if not moved:
        return f"{said}，与{since}持平"
    return f"{said}，比{since}{'提高' if moved > 0 else '降低'} {formats.points(moved, 1)} 个百分点"
