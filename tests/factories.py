"""Small plans, rows and files for tests: every argument has a default, so that a test names only what it is about.

`from factories import make_plan` (pytest puts this folder on the path).
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from lib.periods import Period, read_period
from lib.plan.model import Plan
from lib.rows import FigureRow, ProgressRow, Rows
from lib.rules.measures import Measures, measure

SEPTEMBER_30 = date(2019, 9, 30)

FIGURES_HEADER = ("指标", "报告期", "实际值", "填报日期", "说明")
PROGRESS_HEADER = (
    "任务编号", "责任单位", "报告期", "状态", "佐证材料", "存在问题", "下一步措施", "填报日期", "进展说明",
)  # fmt: skip

TASKS: dict[str, Any] = {
    "1.1.1": ["ipo"],
    "1.1.2": ["ipo", "science"],
    "1.1.3": {"agencies": ["ipo"], "text": "全省每万人口发明专利拥有量达到2.9件。"},
    "1.1.4": {"agencies": ["copyright"], "text": "作品著作权登记量400件。"},
    "1.1.5": {"agencies": ["ipo"], "text": "企业发明专利拥有量占全省发明专利总量的比重达60%以上。"},
    "1.2.1": ["education", "science", "ipo"],
    "2.1.1": ["members"],
}
"""Seven tasks, ten assignments; 1.1.3, 1.1.4 and 1.1.5 carry the three indicators."""


def agency_data(*, id: str = "ipo", name: str = "省知识产权局", **more: Any) -> dict[str, Any]:
    """One entry of `agencies` or `groups`."""
    return {"id": id, "name": name, **more}


def indicator_data(*, id: str = "copyright-registrations", **changes: Any) -> dict[str, Any]:
    """One entry of `indicators`: the cumulative one of the sample plan, with changes; None leaves a key out."""
    entry = {
        "id": id,
        "task": "1.1.4",
        "name": "作品著作权登记量",
        "unit": "件",
        "decimals": 0,
        "kind": "cumulative",
        "direction": "higher",
        "target": 400,
        "target_text": "作品著作权登记量400件",
        "owner": "copyright",
    } | changes
    return {key: value for key, value in entry.items() if value is not None}


def level_data(**changes: Any) -> dict[str, Any]:
    """A level indicator with a baseline: 每万人口发明专利拥有量, from 2.82 to 2.9."""
    level = {
        "id": "invention-patents-per-10k",
        "task": "1.1.3",
        "name": "每万人口发明专利拥有量",
        "decimals": 2,
        "kind": "level",
        "target": 2.9,
        "target_text": "达到2.9件",
        "owner": "ipo",
        "baseline": {"period": "2018", "value": 2.82, "source": "白皮书"},
    }
    return indicator_data(**(level | changes))


def share_data(**changes: Any) -> dict[str, Any]:
    """A share without a baseline: 企业发明专利拥有量占比, at least 60 %."""
    share = {
        "id": "enterprise-patent-share",
        "task": "1.1.5",
        "name": "企业发明专利拥有量占比",
        "unit": "%",
        "decimals": 1,
        "kind": "share",
        "target": 60,
        "target_text": "达60%以上",
        "owner": "ipo",
    }
    return indicator_data(**(share | changes))


def parts_data(tasks: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Parts and sections around tasks. A task is its list of bodies, or a mapping with other keys as well."""
    parts: dict[str, dict[str, Any]] = {}
    sections: dict[str, dict[str, Any]] = {}
    for number, task in tasks.items():
        part, section = number.split(".")[0], number.rpartition(".")[0]
        if part not in parts:
            parts[part] = {"id": part, "title": f"部分{part}", "sections": []}
        if section not in sections:
            sections[section] = {"id": section, "title": f"章节{section}", "tasks": []}
            parts[part]["sections"].append(sections[section])
        keys = dict(task) if isinstance(task, Mapping) else {"agencies": list(task)}
        sections[section]["tasks"].append({"id": number, "text": f"任务{number}的条文。"} | keys)
    return list(parts.values())


def plan_data(*, tasks: Mapping[str, Any] = TASKS, **changes: Any) -> dict[str, Any]:
    """The plain data of a small plan file; `changes` replace top-level keys, None leaves one out."""
    plan = {
        "id": "small",
        "title": "2019年小计划",
        "document": "测〔2019〕1号",
        "year": 2019,
        "lead_rule": "none",
        "status_rule": {"name": "schedule_gap", "tolerance_points": 10},
        "reporting": {"frequency": "monthly", "due_day": 10},
        "office": {"id": "office", "name": "省政府知识产权办公会议制度办公室", "aliases": ["统筹办"]},
        "agencies": [
            agency_data(),
            agency_data(id="copyright", name="省新闻出版局〔省版权局〕", aliases=["省新闻出版局", "省版权局"]),
            agency_data(id="science", name="省科技厅"),
            agency_data(id="education", name="省教育厅"),
        ],
        "groups": [agency_data(id="members", name="各成员单位", members=[])],
        "parts": parts_data(tasks),
        "indicators": [level_data(), indicator_data(), share_data()],
    } | changes
    return {key: value for key, value in plan.items() if value is not None}


def make_plan(**changes: Any) -> Plan:
    """A small plan; arguments as for `plan_data`."""
    return Plan.model_validate(plan_data(**changes))


def period_of(text: str) -> Period:
    """The period of a canonical text: 2019-09, 2019Q3, 2019H1 or 2019."""
    return read_period(text, int(text[:4])).period


def figure(
    *,
    indicator: str = "copyright-registrations",
    period: str | Period = "2019-09",
    value: float = 352,
    sender: str = "copyright",
    reported_on: date | None = None,
    received: date | None = None,
    file: str = "copyright_figures.csv",
    row: int = 2,
    note: str | None = None,
) -> FigureRow:
    """A figure, reported on the tenth day after its period's end and received on that day unless said otherwise."""
    at = period_of(period) if isinstance(period, str) else period
    day = reported_on or received or at.end + timedelta(days=10)
    return FigureRow(
        received=received or day,
        reported_on=day,
        file=file,
        row=row,
        sender=sender,
        indicator=indicator,
        period=at,
        value=float(value),
        note=note,
    )


def progress(
    *,
    task: str = "1.1.1",
    agency: str = "ipo",
    period: str | Period = "2019-09",
    status: str = "in_progress",
    sender: str | None = None,
    reported_on: date | None = None,
    received: date | None = None,
    file: str = "ipo_progress.csv",
    row: int = 2,
    **texts: str | None,
) -> ProgressRow:
    """A status, reported by its own agency on the tenth day after its period's end unless said otherwise.

    `texts` are evidence, obstacle, next_step, note.
    """
    at = period_of(period) if isinstance(period, str) else period
    day = reported_on or received or at.end + timedelta(days=10)
    return ProgressRow(
        received=received or day,
        reported_on=day,
        file=file,
        row=row,
        sender=sender or agency,
        task=task,
        agency=agency,
        period=at,
        status=status,
        **texts,
    )


def measures_of(
    *rows: FigureRow | ProgressRow,
    as_of: date | None = SEPTEMBER_30,
    known_by: date | None = None,
    today: date = date.max,
    sample: bool = False,
    **plan: Any,
) -> Measures:
    """The measures of a small plan by rows in the order in which they count."""
    figures = [row for row in rows if isinstance(row, FigureRow)]
    reports = [row for row in rows if isinstance(row, ProgressRow)]
    return measure(make_plan(**plan), Rows(figures, reports, sample=sample), as_of, known_by, today)


def csv_bytes(
    *lines: Sequence[str],
    header: Iterable[str] | None = FIGURES_HEADER,
    encoding: str = "utf-8-sig",
    delimiter: str = ",",
    line_end: str = "\r\n",
) -> bytes:
    """A CSV as a spreadsheet saves it; `header` None leaves the header line out."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerows([list(header), *lines] if header is not None else lines)
    return text.getvalue().encode(encoding)


def csv_lines(data: bytes) -> list[list[str]]:
    """The cells of a CSV that the board wrote, or that is as good."""
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True))


def progress_bytes(*lines: Sequence[str], header: Iterable[str] = PROGRESS_HEADER, **how: Any) -> bytes:
    """A CSV of 任务进展; the cells follow PROGRESS_HEADER."""
    return csv_bytes(*lines, header=header, **how)
