"""A draft of a plan as HTML: the printed lines beside what was read of them, its bodies, what a plan leaves open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape

from lib import formats
from lib.drafts import LINT, Decision, Doubt, Draft, DraftBody, DraftTask, Finding, ways
from lib.draw import markup

_MOST_LINES = 12
"""Lines between two tasks that are shown; more are folded."""

_MOST_NAMED = 12


def reading(draft: Draft, first: int, last: int, decisions: Mapping[Doubt, Decision], asked: Sequence[Doubt]) -> str:
    """The tasks from `first` to `last`, counted from 0: left the document line by line, right what was read of each clause."""
    doubts: dict[int, list[Doubt]] = {}
    for doubt in asked:
        doubts.setdefault(doubt.line, []).append(doubt)

    def notes(start: int, end: int) -> str:
        return _asked([doubt for line in range(start, end + 1) for doubt in doubts.get(line, ())], decisions)

    rows: list[markup.Row] = []
    done = draft.tasks[first - 1].lines[1] if first else 0
    for n in range(first, last):
        task = draft.tasks[n]
        if task.lines[0] > done + 1:
            rows += _between(draft, done + 1, task.lines[0] - 1, notes)
        start, end = max(task.lines[0], done + 1), task.lines[1]
        left = _lines(draft, start, end) if start <= end else "（同上）"
        rows.append((None, [markup.HtmlCell(left), markup.HtmlCell(_task(n, task) + notes(start, end))]))
        done = max(done, end)
    last_line = max(draft.lines, default=0)
    if last == len(draft.tasks) and last_line > done:
        rows += _between(draft, done + 1, last_line, notes)
    return markup.table(rows, {"原文": "wrap", "读出": "wrap"}, (50, 50))


def _between(draft: Draft, start: int, end: int, notes: Callable[[int, int], str]) -> Iterator[markup.Row]:
    lines = [n for n in range(start, end + 1) if draft.lines.get(n, "").strip()]
    if not lines:
        return
    said = _lines(draft, lines[0], lines[-1])
    if len(lines) > _MOST_LINES:
        said = markup.fold(f"第{lines[0]}—{lines[-1]}行，不在任何任务里", said)
    yield None, [markup.HtmlCell(said, "quiet"), markup.HtmlCell(notes(start, end))]


def _lines(draft: Draft, start: int, end: int) -> str:
    said = (
        f'<p class="pb-line"><i>{n}</i><span>{escape(text)}</span></p>'
        for n in range(start, end + 1)
        if (text := draft.lines.get(n, "").strip())
    )
    return "".join(said)


def printed(draft: Draft, found: Doubt) -> str:
    """The lines that a doubt is about."""
    if not found.line:
        return ""
    task = draft.tasks[found.task - 1] if found.task else None
    if task and task.lines[0] <= found.line <= task.lines[1]:
        return _lines(draft, *task.lines)
    clause = next((c for c in draft.without_bodies if c.lines[0] == found.line), None)
    return _lines(
        draft, *(clause.lines if clause and found.code == "clause_without_body" else (found.line, found.line))
    )


def _task(n: int, task: DraftTask) -> str:
    path = f'<p class="quiet">{escape(" › ".join(task.path))}</p>' if task.path else ""
    pairs = [("牵头", "、".join(task.lead))] if task.lead else []
    rest = [name for name in task.agencies if name not in task.lead and name not in task.support]
    pairs += [("责任", "、".join(rest))] if rest else []
    pairs += [("配合", "、".join(task.support))] if task.support else []
    if task.is_open:
        pairs[-1] = (pairs[-1][0], pairs[-1][1] + " 等")
    if task.due_text:
        pairs += [("期限", f"{task.due_text}（{task.due or '没有日期'}）")]
    text = f"<p><b>{n + 1}</b>　{escape(task.no + task.text)}</p>"
    return f'<div class="pb-read">{path}{text}{markup.definitions(pairs, strong=False)}</div>'


def _asked(doubts: Sequence[Doubt], decisions: Mapping[Doubt, Decision]) -> str:
    return "".join(
        markup.note(f"✓ {settled(doubt, decisions[doubt])}")
        if doubt in decisions
        else markup.note(f"？ {doubt.message}", "warn")
        for doubt in doubts
    )


def settled(found: Doubt, decision: Decision) -> str:
    """A decision in words."""
    words = next((way.words for way in ways(found) if way.key == decision.way), decision.way)
    return f"{words}：{decision.text}" if decision.text else words


def decisions_made(made: Sequence[tuple[Doubt, Decision]]) -> str:
    """What was decided, doubt by doubt."""
    rows: list[markup.Row] = [
        (None, [f"第{doubt.line}行" if doubt.line else "全文", doubt.text, settled(doubt, decision)])
        for doubt, decision in made
    ]
    return markup.table(rows, {"行": "keep", "原文": "wrap", "决定": "wrap"}, (12, 44, 44))


def bodies(draft: Draft, found: Sequence[DraftBody], before: str) -> str:
    """The bodies with their ids, other names, and where the ids come from."""
    counted = Counter(name for task in draft.tasks for name in task.agencies)
    rows: list[markup.Row] = [
        (
            None,
            [
                body.name,
                body.id,
                "、".join(body.aliases),
                "群体" if body.is_group else "单位",
                before if body.is_known else "新编",
                markup.number(str(counted[body.name])),
            ],
        )
        for body in found
    ]
    columns = {"名称": "wrap", "编号": "keep", "其他名称": "wrap", "": "keep", "编号来自": "keep", "任务": "num"}
    return markup.table(rows, columns)


def open_points(findings: Sequence[Finding]) -> str:
    """What a plan leaves open, by kind."""
    rows: list[markup.Row] = []
    for code in LINT:
        of_code = [found for found in findings if found.code == code]
        if not of_code:
            continue
        is_one = len({found.message for found in of_code}) == 1
        if is_one:
            said = markup.text(of_code[0].message)
        else:
            said = markup.HtmlCell(
                markup.fold(_KINDS[code], markup.first_rows(of_code, _each, "用命令 lint-plan 全部列出"))
            )
        named = [found.text if code in _OF_BODIES else found.id for found in of_code[:_MOST_NAMED]]
        more = f" 等 {len(of_code)} 处" if len(of_code) > _MOST_NAMED else ""
        rows.append((None, ["、".join(named) + more, said, markup.number(str(len(of_code)))]))
    return markup.table(rows, {"任务": "wrap", "没有写定的": "wrap", "处": "num"}, (24, 68, 8), nothing="没有。")


def _each(some: Sequence[Finding]) -> str:
    return markup.table([(None, [one.id, _of_one(one)]) for one in some], {"编号": "keep", "怎样": "wrap"})


def _of_one(found: Finding) -> str:
    # The words of what is gone stand in its sentence.
    return found.message if found.code == "task_gone" else f"{formats.cut(found.text, 40)}：{found.message}"


_OF_BODIES = ("body_overloaded", "indicator_without_baseline", "indicator_without_unit", "indicator_owner")
"""Findings about what has a name; the others are about clauses."""

_KINDS = {
    "bodies_without_lead": "几个责任单位，没有写明谁牵头",
    "verb_without_evidence": "只有动词，没有写拿什么证明做到了",
    "body_overloaded": "任务是平均数的几倍",
    "number_without_indicator": "条文里有数，没有设为指标",
    "indicator_without_baseline": "没有基期值",
    "indicator_owner": "由任务以外的单位填报",
    "task_new": "上年的计划里没有",
    "task_gone": "上年有，今年没有",
    "task_reworded": "改了说法",
    "task_taken_over": "换了责任单位",
}
"""What to call findings whose sentences differ."""
