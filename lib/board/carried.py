"""What was reported under an earlier content of a plan, as the plan stands now.

A row follows its task by the words of the clause, its indicator by id or name, its body by an id that it has or had. What
the plan no longer holds is left out, row by row, and said.
"""

from __future__ import annotations

from lib import formats
from lib.intake import Reading
from lib.plan import Followed, Plan, follow
from lib.problems import Problem, problem
from lib.rows import FigureRow, ProgressRow, Row, title
from lib.text import folded

_MOST_WORDS = 24
"""Of a clause, where it is named."""


def carried(reading: Reading, old: Plan, new: Plan) -> Reading:
    """A reading under the plan `old`, for the plan `new`."""
    followed = follow(old, new)
    rows: list[Row] = []
    problems = list(reading.problems)
    for row in reading.rows:
        now = _figure(row, followed, old, new) if isinstance(row, FigureRow) else _progress(row, followed, old, new)
        if isinstance(now, Problem):
            problems.append(reading.placed(now._replace(file=reading.file, row=row.row)))
        else:
            rows.append(now)
    sender = followed.bodies.get(reading.sender or "", reading.sender)
    return reading._replace(sender=sender, rows=rows, problems=problems)


def _figure(row: FigureRow, followed: Followed, old: Plan, new: Plan) -> FigureRow | Problem:
    if row.sender not in followed.bodies:
        return _gone_body(row.sender, old, "figures")
    before = old.indicators_by_id[row.indicator]
    column = title("figures", "indicator")
    id = followed.indicators.get(row.indicator)
    if id is None:
        return _changed(
            column, before.name, f"计划里已没有指标“{before.name}”。", "只是改了名称的，请在计划里保留原来的编号。"
        )
    unit = new.indicators_by_id[id].unit
    if folded(unit) != folded(before.unit):
        said = f"指标“{before.name}”的单位已由“{before.unit}”改为“{unit}”。"
        return _changed(column, before.name, said, "请按新单位重新报送。")
    return row._replace(indicator=id, sender=followed.bodies[row.sender])


def _progress(row: ProgressRow, followed: Followed, old: Plan, new: Plan) -> ProgressRow | Problem:
    for body in (row.sender, row.agency):
        if body not in followed.bodies:
            return _gone_body(body, old, "progress")
    task, agency = followed.tasks.get(row.task), followed.bodies[row.agency]
    words = formats.cut(old.tasks[row.task].text, _MOST_WORDS)
    column = title("progress", "task")
    if task is None:
        said = f"计划里已没有任务 {row.task}“{words}”。"
        return _changed(column, row.task, said, "条文改动较大而仍是这项任务的，请按新编号重新报送。")
    if agency not in new.reporters[task]:
        said = f"任务 {task}“{words}”的责任单位里已没有{new.name_of(agency)}。"
        return _changed(column, row.task, said, "仍由它承担的，请在计划里补上。")
    group = new.groups_by_id.get(agency)
    if group and group.members and row.status != "verified":
        said = f"计划列出了“{group.name}”的成员，任务 {task}“{words}”由各成员单位的报送汇总。"
        return _changed(title("progress", "agency"), group.name, said, "请由各成员单位报送。")
    return row._replace(task=task, agency=agency, sender=followed.bodies[row.sender])


def _gone_body(body: str, old: Plan, kind: str) -> Problem:
    said = f"计划里已没有这个单位：{old.name_of(body)}（{body}）。"
    return _changed(None, body, said, f"只是改了编号的，请在计划里给它写上 former: [{body}]。")


def _changed(column: str | None, value: str, said: str, to_do: str) -> Problem:
    return problem("no_longer_in_plan", column=column, value=value, change=said, detail=to_do)
