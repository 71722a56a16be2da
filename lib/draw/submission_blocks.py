"""Blocks of submissions as HTML: the receipt, what is in a file, what became of it, what the office makes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from lib import formats
from lib.board import Completion, Receipt, Submission
from lib.draw import markup
from lib.plan import Plan
from lib.problems import SEVERITY_WORDS
from lib.rows import TEXTS, FigureRow, Kind, ProgressRow, Row, title, why_returned
from lib.say import FIRST, Step, naming, receipts
from lib.statuses import NO_EVIDENCE, REPORTED, RETURNED, SUBMISSION_STATES, SubmissionState

_SEVERITY_CLASSES = {"refuse": "bad", "confirm": "doubt", "remind": "doubt", "note": "quiet"}


def receipt(found: Receipt) -> str:
    """The verdict, the problems by severity, and what changes."""
    said = []
    for severity, word in SEVERITY_WORDS.items():
        problems = [p for p in found.reading.problems if p.severity == severity]
        lines = receipts.report_lines(problems)
        if lines:
            more = f"，先列 {FIRST} 条，全部在问题清单里" if len(lines) > FIRST else ""
            confirmed = severity == "confirm" and found.submission is not None
            title = f"{'已确认' if confirmed else word} {len(problems)} 处"
            if severity == "note":
                title = f"看板这样理解（{len(problems)} 处，请看一眼）"
            said.append(markup.listed(title + more, lines[:FIRST], _SEVERITY_CLASSES[severity]))
    return "".join(said)


def history(
    plan: Plan,
    submissions: Iterable[Submission],
    states: Mapping[Submission, SubmissionState],
    link: Callable[[int], str],
) -> str:
    """Submissions with their states, each leading to its page."""
    rows: list[markup.Row] = []
    for s in submissions:
        why = f"{s.withdrawal.by or '文件已移走'}：{s.withdrawal.why}" if s.withdrawal else ""
        sent = [str(s.id), f"{s.received_at:%Y-%m-%d %H:%M}", plan.name_of(s.body), s.by or "放入文件夹"]
        state = markup.status(SUBMISSION_STATES[states[s]])
        rows.append((link(s.id), [*sent, s.original or s.file, str(s.rows), state, why]))
    columns = {
        "编号": "keep", "收到时间": "keep", "单位": "", "报送人": "wrap", "文件": "wrap", "行数": "num", "状态": "",
        "撤回": "quiet wrap",
    }  # fmt: skip
    return markup.table(rows, columns)


def course(steps: Iterable[Step], link: Callable[[int], str]) -> str:
    """What became of a submission; a step leads to the submission that it was taken with."""
    rows: list[markup.Row] = []
    for s in steps:
        number, lead = (str(s.submission), link(s.submission)) if s.submission else ("", None)
        rows.append((lead, [f"{s.at.astimezone():%Y-%m-%d %H:%M}", number, s.what, s.who, s.why]))
    return markup.table(rows, {"时间": "keep", "编号": "keep", "经过": "wrap", "谁": "wrap", "原因": "wrap"})


def rows(plan: Plan, said: Iterable[Row], stands: Callable[[Row], bool]) -> str:
    """What the rows of a file, which are of one kind, report; those that were reported anew since are marked."""
    table: list[markup.Row] = []
    kind: Kind = "progress"
    for row in said:
        if isinstance(row, FigureRow):
            kind = "figures"
            indicator = plan.indicators_by_id[row.indicator]
            about, value = indicator.name, f"{formats.number(row.value, indicator.decimals)} {indicator.unit}"
        else:
            about = f"{row.task} {naming.short(plan.tasks[row.task].text)}"
            value = f"{plan.short_name_of(row.agency)} {REPORTED[row.status].word}"
        texts, standing = "；".join(filter(None, row.texts.values())), "" if stands(row) else "已被更正"
        cells = [str(row.row), about, row.period.text, value, row.reported_on.isoformat(), texts, standing]
        table.append((None, cells))
    words = "、".join(title(kind, column) for column in TEXTS[kind])
    columns = {
        "行": "keep", "指标或任务": "wrap", "报告期": "keep", "内容": "keep", "填报日期": "keep", words: "wrap", "": "keep",
    }  # fmt: skip
    return markup.table(table, columns)


def returned(plan: Plan, found: Iterable[ProgressRow], link: markup.Link) -> str:
    """What the office returned, with its reasons; empty where it returned nothing."""
    table: list[markup.Row] = [
        (
            link("tasks", task=row.task),
            [
                markup.status(RETURNED),
                row.task,
                plan.tasks[row.task].text,
                row.period.text,
                why_returned(row),
            ],
        )
        for row in found
    ]
    columns = {"状态": "", "任务": "keep", "内容": "wrap", "报告期": "keep", "退回原因": "wrap"}
    said = f"统筹办退回 {len(table)} 项"
    return markup.block(said, markup.table(table, columns), "补充后重新报送，退回即告结束") if table else ""


def evidence(completion: Completion) -> str:
    """What a body gave as evidence for a completion, or that it gave none."""
    if completion.evidence:
        return f'<p class="pb-note">{completion.period.text}　佐证：{markup.with_links(completion.evidence)}</p>'
    if completion.evidence_missing:
        return f'<p class="pb-note">{completion.period.text}　{markup.chip(NO_EVIDENCE)}</p>'
    return markup.note(f"{completion.period.text}　由指标的数完成")
