"""Blocks of pages as HTML: indicators, submissions and what is in them, what is owed, restated and asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from lib import formats
from lib.board import Completion, Receipt, Submission
from lib.draw import markup
from lib.draw.sparkline import sparkline
from lib.periods import Period
from lib.plan import Plan, Section
from lib.problems import SEVERITY_WORDS, Problem
from lib.rows import TEXTS, FigureRow, Kind, ProgressRow, Row, title, why_returned
from lib.rules import (
    COMPLETION_CLASS_WORDS,
    COUNTING_WORDS,
    FEW,
    QUESTION_WORDS,
    Change,
    Counting,
    IndicatorStanding,
    Measures,
    Owed,
    Question,
    Rates,
    Restatement,
    due_day,
    folds,
    workload,
)
from lib.say import FIRST, Step, findings, indicator_findings, naming, receipts
from lib.statuses import (
    NO_EVIDENCE,
    OWING,
    REPORTED,
    RETURNED,
    SUBMISSION_STATES,
    TASK_STATUSES,
    ReportedStatus,
    SubmissionState,
)

Link = Callable[..., str]
"""`View.link`: the address of a page with a choice."""


def indicator_table(standings: Iterable[IndicatorStanding], link: Link) -> str:
    """Indicators by lamp, finding and period, each leading to its page; empty where there are none."""
    rows: list[markup.Row] = []
    for standing in standings:
        said = indicator_findings.headline(standing), markup.text(indicator_findings.period(standing), "quiet")
        href = link("indicators", indicator=standing.indicator.id)
        rows.append((href, [markup.status(indicator_findings.lamp(standing)), *said]))
    return markup.table(rows, widths=[16, 64, 20]) if rows else ""


def indicator_list(measures: Measures, standings: Iterable[IndicatorStanding], link: Link) -> str:
    """Many indicators, a row each: what was reported last beside the target, and the year as a drawing."""
    rows: list[markup.Row] = []
    for standing in standings:
        one = standing.indicator
        lamp = markup.status(indicator_findings.lamp(standing))
        drawn, owner = markup.HtmlCell(sparkline(standing)), measures.plan.short_name_of(one.owner)
        latest: list[markup.Cell] = [one.quantity(standing.actual), indicator_findings.period(standing), drawn]
        rows.append((link("indicators", indicator=one.id), [one.name, lamp, one.target_quantity, *latest, owner]))
    columns = {
        "指标": "wrap",
        "状态": "",
        "目标": "num",
        "最近一期": "num",
        "报告期": "keep",
        "全年": "",
        "责任单位": "quiet wrap",
    }
    return markup.table(rows, columns)


def evidence(completion: Completion) -> str:
    """What a body gave as evidence for a completion, or that it gave none."""
    if completion.evidence:
        return f'<p class="pb-note">{completion.period.text}　佐证：{markup.with_links(completion.evidence)}</p>'
    if completion.evidence_missing:
        return f'<p class="pb-note">{completion.period.text}　{markup.chip(NO_EVIDENCE)}</p>'
    return markup.note(f"{completion.period.text}　由指标的数完成")


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
                title = f"看板这样理解（{len(problems)} 处，不用处理）"
            said.append(markup.listed(title + more, lines[:FIRST], _SEVERITY_CLASSES[severity]))
    return "".join(said)


def changes(title: str, measures: Measures, found: Sequence[Change], most: int = 24) -> str:
    """Figures, lamps and rates that change, old → new."""
    said = receipts.changed(found, measures)
    rows: list[markup.Row] = [(None, [what, markup.text(how, "keep")]) for what, how in said[:most]]
    more = markup.note(f"另有 {len(said) - most} 处变化。") if len(said) > most else ""
    table = markup.table(rows, widths=[62, 38]) + more if said else markup.empty("图上的数和灯没有变化。")
    return markup.block(title, table)


def rates(named: Iterable[tuple[str | None, str, Rates]]) -> str:
    """What the charts of statuses draw, as a table: an address, a name and its rates each."""
    columns = {
        "名称": "keep",
        **{look.word: "num" for look in TASK_STATUSES.values()},
        OWING.word: "num",
        "完成率": "num",
    }
    rows: list[markup.Row] = []
    for href, name, r in named:
        counts = [r.count(key) for key in TASK_STATUSES] + [r.owing]
        rows.append((href, [name, *map(str, counts), formats.percent(r.completion_rate)]))
    return markup.table(rows, columns)


def workloads(measures: Measures, counting: Counting, link: Link, bodies: Iterable[str]) -> str:
    """What the chart of workloads draws of some bodies, as a table."""
    plan, load = measures.plan, workload(measures.plan)
    columns = {"单位": "keep", COUNTING_WORDS[counting]: "num", "完成率": "num", "最高可能": "num", "报送率": "num"}
    rows: list[markup.Row] = []
    for body in bodies:
        r = measures.bodies[body]
        shares = [formats.percent(share) for share in (r.completion_rate, r.completion_high, r.coverage)]
        size = formats.number(round(float(load[body][counting]), 1))
        rows.append((link("agencies", agency=body), [naming.body_label(plan, body), size, *shares]))
    return markup.table(rows, columns)


def series(standing: IndicatorStanding) -> str:
    """What the chart of an indicator draws, as a table: its figures by period."""
    one = standing.indicator
    columns = {"报告期": "keep", f"实际值（{one.unit}）": "num", "填报日期": "keep"}
    rows: list[markup.Row] = [
        (None, [row.period.text, formats.number(row.value), row.reported_on.isoformat()]) for row in standing.series
    ]
    return markup.table(rows, columns, nothing="还没有填报数。")


def by_section(measures: Measures, link: Link, bodies: Iterable[str], sections: Sequence[Section]) -> str:
    """Completed and all assignments of bodies in sections."""
    plan = measures.plan
    done = measures.completed_by_section
    columns = {"单位": "keep"} | {_column(plan, s): "num" for s in sections}
    rows: list[markup.Row] = []
    for body in bodies:
        cells = [done.get((body, section.id)) for section in sections]
        said = [f"{cell[0]}/{cell[1]}" if cell else "" for cell in cells]
        rows.append((link("agencies", agency=body), [naming.body_label(plan, body), *said]))
    return markup.table(rows, columns)


def completion_classes(measures: Measures, link: Link) -> str:
    """What the chart of completion classes draws, as a table."""
    rows: list[markup.Row] = []
    for one, (owing, others) in measures.agencies_by_completion.items():
        href = link("agencies", completion=one)
        rows.append((href, [COMPLETION_CLASS_WORDS[one], *(str(n) for n in (owing + others, owing))]))
    return markup.table(rows, {"完成情况": "keep", "责任单位（家）": "num", "其中本期欠报": "num"})


def _column(plan: Plan, section: Section) -> str:
    """A section as a heading of its own; parts may have sections of the same name."""
    return (
        naming.section_title(section)
        or f"{naming.numeral(section.id.split('.')[0])}、{naming.section_name(plan, section)}"
    )


def notable(found: Iterable[tuple[Change, str, str]], link: Link) -> str:
    """What changed, each leading to its page; `findings.notable` puts it in order."""
    rows: list[markup.Row] = []
    for change, what, how in found:
        page = "indicators" if change.scope == "indicator" else "tasks"
        chosen = {change.scope: change.id} if change.scope in ("indicator", "task") else {}
        rows.append((link(page, **chosen), [what, markup.number(how)]))
    return markup.table(rows, nothing="与上期末相比没有变化。")


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


def returned(plan: Plan, found: Iterable[ProgressRow], link: Link) -> str:
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


def owing(plan: Plan, owed: Sequence[Owed], period: Period, today: date, link: Link, links: str = "") -> str:
    """Who owes which figures and tasks, and by when; between `links`, where these are a page of them."""
    rows = []
    for one in owed:
        indicators = "、".join(plan.indicators_by_id[i].name for i in one.indicators)
        tasks = f"{len(one.tasks)} 项：{'、'.join(one.tasks)}" if one.tasks else ""
        waiting = f"已报待审核 {len(one.waiting)} 项" if one.waiting else ""
        rows.append((link(one.body), [plan.name_of(one.body), indicators, tasks, waiting]))
    who, owes = ("谁还没报", "欠报") if today > period.end else ("谁要报", "要报")
    columns = {"单位": "", f"{owes}的指标": "wrap", f"{owes}的任务": "wrap", "": "keep"}
    table = markup.table(rows, columns, widths=[28, 28, 32, 12], nothing="都报齐了。")
    return markup.block(
        f"{who}：{formats.period(period)}", f"{links}{table}{links}", f"应于{formats.day(due_day(plan, period))}前报"
    )


def restatements(plan: Plan, found: Iterable[Restatement], link: Link) -> str:
    """What was reported anew: old → new, how many days later."""
    rows = []
    for one in found:
        name, href = _about(plan, one.about, link)
        old, new = restated_values(plan, one)
        days = f"{'晚' if one.days_later >= 0 else '早'} {abs(one.days_later)} 天"
        source = f"{one.new_row.file} 第{one.new_row.row}行"
        rows.append((href, [name, plan.short_name_of(one.body), one.period.text, f"{old} → {new}", days, source]))
    columns = {
        "指标或任务": "", "单位": "keep", "报告期": "keep", "旧 → 新": "keep", "填报日期": "num", "来源文件": "quiet wrap",
    }  # fmt: skip
    return markup.table(rows, columns)


def questions(plan: Plan, found: Sequence[Question], link: Link) -> str:
    """What to ask: kinds of few questions one by one, then folds with the first of theirs."""

    def table(some: Sequence[Question]) -> str:
        return _questions(plan, some, link)

    made = folds(found)
    few = table([question for fold in made if fold.is_open for question in fold.questions])
    closed = [fold for fold in made if not fold.is_open]
    return few + "".join(
        markup.fold(findings.fold(fold), markup.first_rows(fold.questions, table, IN_CSV)) for fold in closed
    )


IN_CSV = "全部在下面的表格（CSV）里"
"""Where the rest of a list is that is not shown whole."""


def _questions(plan: Plan, found: Sequence[Question], link: Link) -> str:
    if not found:
        return ""
    rows = []
    for one in found:
        name, href = _about(plan, one.about, link)
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


def restated_values(plan: Plan, one: Restatement) -> tuple[str, str]:
    """The old and the new value, or status, in words."""

    def words(said: float | ReportedStatus) -> str:
        if isinstance(said, str):
            return REPORTED[said].short
        indicator = plan.indicators_by_id[one.about]
        return formats.quantity(said, indicator.unit, indicator.decimals)

    return words(one.old), words(one.new)


def _about(plan: Plan, about: str, link: Link) -> tuple[str, str]:
    if about in plan.indicators_by_id:
        return plan.indicators_by_id[about].name, link("indicators", indicator=about)
    return f"{about} {naming.short(plan.tasks[about].text)}", link("tasks", task=about)
