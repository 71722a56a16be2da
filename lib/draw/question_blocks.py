"""Blocks of what is open as HTML: what to ask the agencies, the problems of files."""

from __future__ import annotations

from collections.abc import Sequence

from lib.draw import markup
from lib.draw.change_blocks import about
from lib.plan import Plan
from lib.problems import SEVERITY_WORDS, Problem
from lib.rules import FEW, QUESTION_WORDS, Question, folds
from lib.say import findings, receipts


def questions(plan: Plan, found: Sequence[Question], link: markup.Link) -> str:
    """What to ask: kinds of few questions one by one, then folds with the first of theirs."""

    def table(some: Sequence[Question]) -> str:
        return _questions(plan, some, link)

    made = folds(found)
    few = table([question for fold in made if fold.is_open for question in fold.questions])
    closed = [fold for fold in made if not fold.is_open]
    return few + "".join(
        markup.fold(findings.fold(fold), markup.first_rows(fold.questions, table, IN_CSV)) for fold in closed
    )


def _questions(plan: Plan, found: Sequence[Question], link: markup.Link) -> str:
    if not found:
        return ""
    rows = []
    for one in found:
        name, href = about(plan, one.about, link)
        rows.append((href, [QUESTION_WORDS[one.kind], plan.short_name_of(one.body), name, one.period.text, one.text]))
    columns = {"疑问": "keep", "单位": "keep", "指标或任务": "", "报告期": "keep", "请核实": "wrap"}
    return markup.table(rows, columns)


def problems(found: Sequence[Problem]) -> str:
    """Problems of files; of one kind more than a few are folded, the first of them shown."""
    few, closed = [], []
    for same in receipts.by_code(found):
        if len(same.problems) > FEW:
            closed.append(markup.fold(receipts.same_code(same), markup.first_rows(same.problems, _problems, IN_CSV)))
        else:
            few += same.problems
    return (_problems(few) if few or not closed else "") + "".join(closed)


def _problems(found: Sequence[Problem]) -> str:
    rows = [(None, [SEVERITY_WORDS[p.severity], p.file, p.message]) for p in found]
    return markup.table(rows, {"处理": "keep", "文件": "wrap", "问题与改法": "wrap"}, nothing="没有数据问题。")


IN_CSV = "全部在下面的表格（CSV）里"
"""Where the rest of a list is that is not shown whole."""
