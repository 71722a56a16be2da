"""督办单: what one agency or group is pressed for, why and by when, its assignments, and a line to sign for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lib import formats
from lib.briefing import steps
from lib.briefing.content import dates
from lib.briefing.notice import tables
from lib.briefing.notice.notice import last_line
from lib.briefing.notice.paragraphs import (
    BLANK_DAY,
    Notice,
    NoticeBlock,
    Paragraph,
    Section,
    as_of,
    deadline,
    known_day,
    near,
    owing_in,
    progress_of,
    said,
    signed,
    standing,
)
from lib.briefing.notice.problems import is_bare
from lib.briefing.notice.sections import tasks_by_status
from lib.briefing.slide_of import owed_by
from lib.briefing.slides import Cells, Table
from lib.briefing.tables import returned_first
from lib.draw import file_name
from lib.rows import COMMENTS, why_returned
from lib.rules import AssignmentStanding, IndicatorStanding, Measures, due_day
from lib.say import indicator_findings
from lib.statuses import LAMPS, TASK_STATUSES


class Matter(NamedTuple):
    """What is wrong, what is asked, by when."""

    problem: str
    asked: str
    day: str


def agency_notice(measures: Measures, body: str) -> Notice:
    """The 督办单 of an agency or a group; each of its tasks stands once, first those that it is pressed for."""
    plan, name = measures.plan, measures.plan.name_of(body)
    found = measures.assignments_of[body]
    in_full = len(found) <= tables.MOST_IN_FULL
    pressed = _pressed(measures, body)
    count, named = len(pressed.rows), {row[0].text for row in pressed.rows}
    ask = (
        f"现就{count}项事项予以督办，请于{deadline(measures).day}前书面反馈办理情况。"
        if count
        else "目前没有需要督办的事项。"
    )
    blocks: list[NoticeBlock] = [Paragraph(f"{_situation(measures, body)}{ask}")]
    if count:
        blocks += [Paragraph(f"督办事项（{count}项）", "caption"), pressed]
    rest = [a for a in found if a.task not in named]
    if rest:
        caption = f"{'其他' if count else ''}承担任务（{len(rest)}项）"
        blocks += [Paragraph(caption, "caption"), tables.assignments(measures, rest, in_full=in_full)]
    blocks += [Paragraph("签收", "caption"), _receipt(measures)]
    return Notice(
        title_lines=(f"《{plan.title}》", "督办单"),
        dates=dates(measures),
        as_of=measures.as_of,
        addressee=f"{name}：",
        sections=(Section(f"agency-{body}", "", tuple(blocks)),),
        office=plan.office.name,
        last_line=last_line(measures),
        check_code=measures.check_code,
        sample=measures.sample,
        file_name=file_name(measures, f"督办单_{name}"),
        is_sheet=True,
        is_small=not in_full,
    )


def _situation(measures: Measures, body: str) -> str:
    """Tasks by status, the reports of the current period, its indicators."""
    plan, rates, known = measures.plan, measures.bodies[body], known_day(measures)
    you = "各单位" if body in plan.groups_by_id else "你单位"
    text = f"依据《{plan.title}》（{plan.document}），{you}承担任务{rates.total}项。{as_of(measures)}，{tasks_by_status(rates)}。"
    own = [s for s in measures.indicators.values() if s.indicator.owner == body]
    if own:
        text += f"负责的指标：{'；'.join(standing(measures, s) for s in own)}。"
    owed = owed_by(measures, body)
    if measures.current:
        due = f"{progress_of(measures.current)}应于{near(measures, due_day(plan, measures.current))}前报送"
        until = f"截至{near(measures, known)}" if known else "目前"
        now = f"，{until}尚有{owed.total}项未报送" if owed else "，已报齐"
        text += f"{due}{now}。"
    return text


def _pressed(measures: Measures, body: str) -> Table:
    """What the body is pressed for: its indicators and tasks, each with what is wrong, what is asked and by when."""
    plan = measures.plan
    rows: list[Cells] = []
    owed = owed_by(measures, body)
    figures, tasks = (owed.indicators, owed.tasks) if owed else ((), ())
    for s in measures.indicators.values():
        wrong = list(_of_indicator(measures, s, body, s.indicator.id in figures))
        if wrong:
            problem, asked, day = _joined(wrong)
            rows.append((s.indicator.task, f"{s.indicator.name}（{s.indicator.target_text}）", problem, "", asked, day))
    for a in returned_first(measures.assignments_of[body]):
        wrong = list(_of_task(measures, a, a.task in tasks))
        if wrong:
            problem, asked, day = _joined(wrong)
            # The texts of what was returned are the office's.
            reported = "" if a.returned else "；".join(said(comment) for comment in a.comments if comment)
            rows.append((a.task, plan.tasks[a.task].text, problem, reported, asked, day))
    reported_column = f"所报{'、'.join(COMMENTS.values())}"
    widths = {"任务": 0.09, "内容": 0.25, "存在问题": 0.17, reported_column: 0.19, "办理要求": 0.16, "时限": 0.14}
    return Table.whole(widths, rows)


def _joined(wrong: list[Matter]) -> tuple[str, ...]:
    """Of one task or indicator what is wrong, what is asked and by when."""
    return tuple("；".join(dict.fromkeys(texts)) for texts in zip(*wrong, strict=True))


def _of_indicator(measures: Measures, s: IndicatorStanding, body: str, owes: bool) -> Iterator[Matter]:
    by = f"{deadline(measures).day}前"
    if s.indicator.owner == body and LAMPS[s.status].needs_attention:
        yield Matter(indicator_findings.lamp(s).word.replace("序时", "序时进度"), "查明原因，明确追赶措施", by)
    if owes and measures.current:
        data = f"{formats.within_year(measures.current) or '全年'}数据"
        never = "（年初以来未报送）" if s.status == "no_data" else ""
        yield Matter(f"{owing_in(measures.current)}{never}", f"补报{data}", by)


def _of_task(measures: Measures, a: AssignmentStanding, owes: bool) -> Iterator[Matter]:
    plan, by, look = measures.plan, deadline(measures).day, TASK_STATUSES[a.status]
    due, has_figures = f"{near(measures, plan.due(a.task))}前", a.task in plan.indicators_of
    if a.overdue and not has_figures:
        yield Matter(f"{look.short}，逾期（应于{due}完成）", "说明原因，明确完成时间", f"{by}前")
    elif look.needs_attention and not has_figures:
        asked = steps.next_due(measures)
        is_before = asked is None or asked[0] < plan.due(a.task)
        yield Matter(look.word, "明确整改措施，按期完成", f"{by}前报措施，{due}完成" if is_before else due)
    for row in a.returned:
        yield Matter(f"退回补充：{said(why_returned(row))}", "补充后重新报送", f"{by}前")
    # What was returned is owed again, and has been asked for; of a group other members may owe as well.
    if owes and measures.current and (not a.returned or len(a.members_owing) > len(a.returned)):
        never = "（年初以来未报送）" if a.status == "unreported" else ""
        yield Matter(f"{owing_in(measures.current)}{never}", f"补报{progress_of(measures.current)}", f"{by}前")
    if is_bare(measures, a.body, a.task):
        yield Matter("未附佐证材料", "补充佐证材料", f"{by}前")


def _receipt(measures: Measures) -> Table:
    """The line to sign."""
    day = signed(measures)
    row: Cells = (measures.plan.office.name, day, "", f"\u3000\u3000年{BLANK_DAY}", "")
    return Table.whole({"签发单位": 0.24, "签发日期": 0.26, "签收人": 0.12, "签收日期": 0.24, "联系电话": 0.14}, [row])
