"""Figures as data frames, with Chinese column names: what a page offers as a CSV."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from lib.board import Reading
from lib.csv_out import defused
from lib.plan import Plan
from lib.problems import SEVERITY_WORDS, Problem
from lib.rows import TEXTS, title
from lib.rules import (
    QUESTION_WORDS,
    RATE_WORDS,
    IndicatorStanding,
    Measures,
    Question,
    Rates,
    Restatement,
    countings,
    folds,
    group_workload,
    has_schedule,
    workload,
)
from lib.say import arithmetic, findings, indicator_findings
from lib.statuses import REPORTED, TASK_STATUSES, ReportedStatus

_SHOWN_TEXTS = [column for column in TEXTS["progress"] if column != "note"]


def indicators_table(measures: Measures) -> pd.DataFrame:
    """One row an indicator; shares as fractions, gaps in 百分点."""
    return pd.DataFrame([_indicator(measures, i) for i in measures.indicators.values()])


def series_table(standing: IndicatorStanding) -> pd.DataFrame:
    """One row a period that was reported."""
    name, unit = standing.indicator.name, standing.indicator.unit
    rows = [
        (name, row.period.text, row.value, unit, row.reported_on.isoformat(), row.note, row.file, row.row)
        for row in standing.series
    ]
    return pd.DataFrame(rows, columns=["指标", "报告期", "实际值", "单位", "填报日期", "说明", "来源文件", "行"])


def tasks_table(measures: Measures, tasks: Iterable[str] | None = None) -> pd.DataFrame:
    """One row an assignment, in the plan's order."""
    plan = measures.plan
    chosen = list(plan.tasks if tasks is None else tasks)
    return pd.DataFrame(
        [
            {
                "任务编号": id,
                "部分": plan.place[id][0].title,
                "章节": plan.place[id][1].title,
                "任务": plan.tasks[id].text,
                "任务状态": TASK_STATUSES[measures.tasks[id].status].word,
                "逾期": "是" if measures.tasks[id].overdue else "",
                "责任单位": plan.name_of(a.body),
                "任务分工状态": a.look.word,
                "报告期": a.period.text if a.period else None,
                "本期欠报": "是" if a.owes else "",
                **{title("progress", column): a.row.texts[column] if a.row else None for column in _SHOWN_TEXTS},
            }
            for id in chosen
            for a in measures.tasks[id].assignments
        ]
    )


def agencies_table(measures: Measures) -> pd.DataFrame:
    """One row an agency, the groups last; shares as fractions."""
    plan, load, by_group = measures.plan, workload(measures.plan), group_workload(measures.plan)
    return pd.DataFrame(
        [
            {
                "责任单位": plan.name_of(body),
                "类别": "组" if body in plan.groups_by_id else "单位",
                **{word: float(load[body][way]) for way, word in countings(plan).items()},
                "经成员单位承担": by_group.get(body, 0),
                **_rates(rates),
            }
            for body, rates in measures.bodies.items()
        ]
    )


def shared_table(measures: Measures) -> pd.DataFrame:
    """Pairs of bodies that are named for the same tasks, most shared tasks first."""
    plan = measures.plan
    place = {body: n for n, body in enumerate(plan.bodies)}
    pairs: dict[tuple[str, str], list[str]] = {}
    for task in plan.tasks.values():
        for i, one in enumerate(task.agencies):
            for other in task.agencies[i + 1 :]:
                first, second = sorted((one, other), key=place.__getitem__)
                pairs.setdefault((first, second), []).append(task.id)
    ordered = sorted(pairs.items(), key=lambda pair: -len(pair[1]))
    return pd.DataFrame(
        [
            {"单位": plan.name_of(a), "另一单位": plan.name_of(b), "共同任务数": len(ids), "任务编号": "、".join(ids)}
            for (a, b), ids in ordered
        ]
    )


def trend_table(measures: Measures) -> pd.DataFrame:
    """One row a reporting period: the rates at its end; shares as fractions."""
    return pd.DataFrame([{"报告期": period.text, **_rates(then)} for period, then in measures.by_period])


def problems_table(readings: Sequence[Reading]) -> pd.DataFrame:
    """One row a problem in a file, the blocking ones marked."""
    return pd.DataFrame(
        [(p.file, *_problem(p)) for reading in readings for p in reading.faults], columns=["文件", *_PROBLEM]
    ).astype({"行": "Int64"})  # some are of no row, and 2 is not to become 2.0


def restatements_table(plan: Plan, found: Iterable[Restatement]) -> pd.DataFrame:
    """One row a restatement."""
    columns = ["指标或任务", "单位", "报告期", "旧", "新", "晚几天", "旧文件", "新文件"]
    rows = [
        (
            _about(plan, r.about), plan.name_of(r.body), r.period.text, _said(r.old), _said(r.new),
            r.days_later, r.old_row.file, r.new_row.file,
        )
        for r in found
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=columns)


def questions_table(plan: Plan, found: Sequence[Question]) -> pd.DataFrame:
    """One row a question, with what the page folds it under."""
    rows = [
        (
            QUESTION_WORDS[q.kind], plan.name_of(q.body), _about(plan, q.about), q.period.text, q.text,
            "" if fold.is_open else findings.fold(fold),
        )
        for fold in folds(found)
        for q in fold.questions
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=["疑问", "单位", "指标或任务", "报告期", "请核实", "归并"])


def problems_as_csv(reading: Reading) -> bytes:
    """The problems and notes of one file as CSV, one row each."""
    return as_csv(pd.DataFrame(map(_problem, reading.problems), columns=_PROBLEM).astype({"行": "Int64"}))


def as_csv(table: pd.DataFrame) -> bytes:
    """UTF-8 with BOM, which Excel reads as Chinese; a text that a spreadsheet would run as a formula is defused."""
    safe = table.map(defused)
    return safe.to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


_PROBLEM = ["处理", "行", "列", "内容", "说明"]


def _problem(p: Problem) -> tuple[object, ...]:
    return SEVERITY_WORDS[p.severity], p.row, p.column, p.value, p.message


def _about(plan: Plan, about: str) -> str:
    """The name of an indicator, the number of a task."""
    return plan.indicators_by_id[about].name if about in plan.indicators_by_id else about


def _said(value: float | ReportedStatus) -> float | str:
    """A figure, or the word of a status."""
    return REPORTED[value].short if isinstance(value, str) else value


def _indicator(measures: Measures, standing: IndicatorStanding) -> dict[str, object]:
    indicator = standing.indicator
    return {
        "指标": indicator.name,
        "任务编号": indicator.task,
        "责任单位": measures.plan.name_of(indicator.owner),
        "状态": indicator_findings.lamp(standing).word,
        "报告期": standing.period.text if standing.period else None,
        "实际值": standing.actual,
        "目标值": indicator.target,
        "基期值": standing.baseline,
        "单位": indicator.unit,
        "目标完成率": standing.achievement,
        "进度": standing.progress,
        "序时进度": float(standing.judged.share) if standing.judged else None,
        "分期进度": standing.scheduled,
        "与序时进度之差（百分点）": standing.judged_gap if has_schedule(indicator) else None,
        "推算全年": standing.projection,
        "数据滞后": "是" if standing.stale else "",
        "依据": arithmetic(standing),
    }


def _rates(rates: Rates) -> dict[str, object]:
    counts = {look.word: rates.count(key) for key, look in TASK_STATUSES.items()}
    shares = {word: getattr(rates, name) for name, word in RATE_WORDS.items()}
    return {"任务分工": rates.total, **counts, "逾期": rates.overdue, **shares}
