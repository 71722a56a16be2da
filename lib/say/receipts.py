"""What a receipt says: the verdict, problems by kind, what was normalised, what changes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from lib import formats
from lib.board import PROOF_WORDS, Receipt, Submission
from lib.plan import Plan
from lib.problems import SEVERITY_WORDS, Problem, Severity, place
from lib.rows import KIND_WORDS
from lib.rules import Change, Measures
from lib.say import comparison
from lib.text import stem

FIRST = 20
"""Problems that are shown; the full list is a file."""


class SameCode(NamedTuple):
    """The problems of one code."""

    code: str
    severity: Severity
    problems: list[Problem]


def by_code(problems: Iterable[Problem]) -> list[SameCode]:
    """Problems by their code, what blocks first, then in the order of the file."""
    codes: dict[str, SameCode] = {}
    for found in problems:
        codes.setdefault(found.code, SameCode(found.code, found.severity, [])).problems.append(found)
    return sorted(codes.values(), key=lambda same: list(SEVERITY_WORDS).index(same.severity))


def same_code(same: SameCode) -> str:
    """How many problems of one code there are, in how many files, and the first of them as an example."""
    files = len({found.file for found in same.problems})
    word = SEVERITY_WORDS[same.severity]
    return f"{word} {len(same.problems)} 处，{files} 份文件，例如：{formats.cut(same.problems[0].message, 60)}"


def report_lines(problems: Sequence[Problem]) -> list[str]:
    """Messages, each once: what is the same in several rows is said with all their numbers."""
    rows_of: dict[tuple[str | None, ...], list[Problem]] = {}
    for found in problems:
        rows_of.setdefault((found.code, found.column, found.said), []).append(found)
    return [
        found[0].message
        if len(found) == 1
        else place(row_numbers(p.row for p in found), found[0].column, found[0].worksheet) + found[0].said
        for found in rows_of.values()
    ]


def row_numbers(rows: Iterable[int | None]) -> str:
    """2—5、7"""
    runs: list[list[int]] = []
    for row in sorted({row for row in rows if row is not None}):
        if runs and runs[-1][-1] == row - 1:
            runs[-1].append(row)
        else:
            runs.append([row])
    return "、".join(str(run[0]) if len(run) == 1 else f"{run[0]}—{run[-1]}" for run in runs)


def verdict(receipt: Receipt) -> str:
    """What became of a file, in a sentence."""
    reading = receipt.reading
    if receipt.submission and not receipt.submission.is_approved:
        return f"{'已收下' if receipt.is_new else '这份文件已经报过'}，报送编号 {receipt.submission.id}，待审核：本单位另一个人审核通过以后才计入"
    if receipt.submission and not receipt.is_new:
        return f"这份文件已经报过（报送 {receipt.submission.id}），没有重复计入"
    if receipt.submission:
        return f"已收下，报送编号 {receipt.submission.id}"
    if not reading.accepted:
        count = sum(p.blocking for p in reading.problems)
        return f"不能收：有 {count} 处须改正，整份没有计入，原有数据不变"
    if not reading.rows:
        return "没有填写任何数值或状态，没有可收的内容"
    if reading.warnings:
        return f"可以收，但有 {len(reading.warnings)} 处须确认；还没有保存"
    reminders = sum(p.severity == "remind" for p in reading.problems)
    found = f"有 {reminders} 处须留意" if reminders else "没有问题"
    return f"可以收：{len(reading.rows)} 行，{found}；还没有保存"


def tone(receipt: Receipt) -> str:
    """good, bad, doubt or quiet: how a verdict is to look."""
    if not receipt.reading.accepted:
        return "bad"
    if receipt.submission or not receipt.reading.rows:
        return "good" if receipt.is_new else "quiet"
    return "doubt" if receipt.reading.warnings else "good"


def changed(changes: Sequence[Change], measures: Measures) -> list[tuple[str, str]]:
    """What changes and from → to: figures and lamps, then tasks, bodies and the plan."""
    shared = {change.id for change in changes if change.body}
    said = []
    for change in changes:
        what, how = comparison.change(measures.plan, change, measures)
        is_whole = change.scope == "task" and not change.body and change.id in shared
        said.append((f"{what}（各家合计）" if is_whole else what, how))
    return said


def person(by: str | None, proved: str | None, who: str | None) -> str:
    """Who did something, and how that was proved, where that is known: 张三（报送码）, 张三（登录：zhang.san@…）."""
    if by is None:
        return "放入文件夹"
    return f"{by}（{PROOF_WORDS.get(proved, proved)}{f'：{who}' if who else ''}）" if proved else by


def submission_words(plan: Plan, submission: Submission) -> list[tuple[str, str]]:
    """A submission's particulars, for people."""
    moment = f"{submission.received_at:%Y-%m-%d %H:%M:%S}"
    return [
        ("报送编号", str(submission.id)),
        ("报送单位", plan.name_of(submission.body)),
        ("报送人", person(submission.by, submission.proved, submission.who)),
        ("收到时间", moment),
        ("原文件名", submission.original or submission.file),
        ("存为", submission.file),
        ("行数", str(submission.rows)),
        ("内容指纹（SHA-256）", submission.sha256),
    ]


def file_name(receipt: Receipt, what: str, ending: str) -> str:
    """回执_省科技厅_2021-09.txt: after the file that was sent, of whose name only the last part is used."""
    return f"{what}_{stem(receipt.reading.file) or '文件'}.{ending}"


def marked_name(receipt: Receipt, ending: str) -> str:
    """省科技厅_2021-09_标注.xlsx: still the body's, should it come back through the folder."""
    return f"{stem(receipt.reading.file) or '文件'}_标注{ending}"


def as_text(measures: Measures, receipt: Receipt) -> str:
    """报送回执 as a text to keep."""
    plan, reading = measures.plan, receipt.reading
    result = ["报送回执", f"{plan.title}　{plan.document}", "", verdict(receipt) + "。"]
    if receipt.submission:
        result += ["", *(f"{name}：{said}" for name, said in submission_words(plan, receipt.submission))]
    elif reading.sender:
        result += ["", f"文件：{reading.file}", f"单位：{plan.name_of(reading.sender)}"]
    if reading.kind:
        result.append(f"种类：{KIND_WORDS[reading.kind]}")
    if receipt.changes:
        result += ["", "变化", *(f"　{what}：{how}" for what, how in changed(receipt.changes, measures))]
    for severity, word in SEVERITY_WORDS.items():
        found = [p for p in reading.problems if p.severity == severity]
        said = report_lines(found)
        if found:
            confirmed = severity == "confirm" and receipt.submission is not None
            result += [
                "",
                f"{'已确认' if confirmed else word}（{len(found)} 处）",
                *(f"　{line}" for line in said[:FIRST]),
            ]
        if len(said) > FIRST:
            result.append(f"　……另有 {len(said) - FIRST} 条，见问题清单。")
    return "\r\n".join(result) + "\r\n"


def day_and_time(submission: Submission) -> str:
    """When a submission was received, to the minute."""
    return f"{formats.day(submission.received)} {submission.received_at:%H:%M}"
