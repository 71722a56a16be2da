"""Typed rows: what one line of a file reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple, TypeVar

from lib.periods import Period
from lib.statuses import ReportedStatus

Kind = Literal["figures", "progress"]

COLUMNS: dict[Kind, dict[str, tuple[str, ...]]] = {
    "figures": {
        "indicator": ("指标", "指标编号", "指标名称"),
        "period": ("报告期", "期间"),
        "value": ("实际值", "实绩值", "完成值"),
        "reported_on": ("填报日期",),
        "note": ("说明",),
    },
    "progress": {
        "task": ("任务编号", "任务"),
        "agency": ("责任单位",),
        "period": ("报告期", "期间"),
        "status": ("状态",),
        "evidence": ("佐证材料",),
        "obstacle": ("存在问题",),
        "next_step": ("下一步措施",),
        "reported_on": ("填报日期",),
        "note": ("进展说明",),
    },
}
"""Canonical names with what a header may say, the Chinese name that is shown first."""

REQUIRED: dict[Kind, tuple[str, ...]] = {
    "figures": ("indicator", "period", "value"),
    "progress": ("task", "period", "status"),
}

KIND_WORDS: dict[Kind, str] = {"figures": "指标实绩", "progress": "任务进展"}

BESIDE: dict[Kind, dict[str, tuple[str, ...]]] = {
    "figures": {"unit": ("单位", "计量单位")},
    # Here 单位 would be a body, which must not go unread without a word.
    "progress": {},
}
"""Columns that are no part of a row, but must not say anything else than the plan."""


CLAUSE = "任务内容"
"""The column of the words of a task, which a template shows beside its number: they tell whether the plan was edited since."""

REMARKS = "看板的意见"
"""The column of a CSV handed back in which the board says what it makes of each line; not read when it comes again."""


def title(kind: Kind, column: str) -> str:
    """The Chinese name of a column."""
    return (COLUMNS[kind].get(column) or BESIDE[kind][column])[0]


class FigureRow(NamedTuple):
    """指标实绩: the actual of one indicator for one period. `sender` is the body whose file it stands in."""

    received: date
    reported_on: date
    file: str
    row: int
    sender: str
    indicator: str
    period: Period
    value: float
    note: str | None = None

    @property
    def texts(self) -> dict[str, str | None]:
        """Its free texts by column."""
        return {column: getattr(self, column) for column in TEXTS["figures"]}

    @property
    def key(self) -> tuple[str, date]:
        """What the row reports on; of two rows with one key the later receipt counts."""
        return self.indicator, self.period.end

    @property
    def said(self) -> float:
        """What the row says of its key."""
        return self.value


class ProgressRow(NamedTuple):
    """任务进展: the status of one assignment for one period."""

    received: date
    reported_on: date
    file: str
    row: int
    sender: str
    task: str
    agency: str
    period: Period
    status: ReportedStatus
    evidence: str | None = None
    obstacle: str | None = None
    next_step: str | None = None
    note: str | None = None

    @property
    def texts(self) -> dict[str, str | None]:
        """Its free texts by column."""
        return {column: getattr(self, column) for column in TEXTS["progress"]}

    @property
    def comments(self) -> list[str]:
        """Its texts in the order of COMMENTS, blank where nothing is said."""
        return [getattr(self, column) or "" for column in COMMENTS]

    @property
    def key(self) -> tuple[str, str, date]:
        """What the row reports on; of two rows with one key the later receipt counts."""
        return self.task, self.agency, self.period.end

    @property
    def said(self) -> ReportedStatus:
        """What the row says of its key."""
        return self.status


TEXTS: dict[Kind, tuple[str, ...]] = {
    "figures": tuple(FigureRow._field_defaults),
    "progress": tuple(ProgressRow._field_defaults),
}
"""The columns of free text, which alone may be left blank: a further one is a field of its row and a line in COLUMNS."""

COMMENTS: dict[str, str] = {
    column: title("progress", column) for column in TEXTS["progress"] if column not in ("evidence", "note")
}
"""What a body says of a task beside evidence and note, with the Chinese names: obstacle, next step, and every text that
is new. Pages, slides and notices show all of them side by side."""

Row = FigureRow | ProgressRow
AnyRow = TypeVar("AnyRow", FigureRow, ProgressRow)


def why_returned(row: ProgressRow) -> str:
    """Why the office returned 退回 a report, and by when or how it is to be supplemented."""
    return "；".join(filter(None, [row.obstacle, row.next_step and f"补充：{row.next_step}"]))


class Rows(NamedTuple):
    """Rows that count, in the order in which they count: of two rows with one key the later one."""

    figures: Sequence[FigureRow] = ()
    progress: Sequence[ProgressRow] = ()
    sample: bool = False
    """Whether they are invented."""

    def __bool__(self) -> bool:
        return bool(self.figures or self.progress)


def says_the_same(row: Row, other: Row) -> bool:
    """Whether two rows of one key report the same: value or status, and texts. Such a row is no new report."""
    return row.said == other.said and row.texts == other.texts


def in_force(rows: Iterable[AnyRow]) -> list[AnyRow]:
    """The row that counts for each key, of rows in the order in which they count."""
    found: dict[object, AnyRow] = {}
    for row in rows:
        key = row.key
        before = found.get(key)
        if before is None or takes_the_place_of(row, before):
            found[key] = row
    return list(found.values())


def takes_the_place_of(row: Row, before: Row | None) -> bool:
    """Whether a row is what counts for its key from now on: but for what a body says after the office verified, it is."""
    return not (isinstance(before, ProgressRow) and before.status == "verified" and row.sender != before.sender)


def restated(rows: Iterable[AnyRow]) -> list[tuple[AnyRow, AnyRow]]:
    """Restatements 更正: a row and the one that took its place, where the value or status differs."""
    latest: dict[object, AnyRow] = {}
    found = []
    for row in rows:
        before = latest.get(row.key)
        if before is not None and before.said != row.said:
            found.append((before, row))
        latest[row.key] = row
    return found


def as_record(row: Row) -> dict[str, Any]:
    """The row under its canonical column names, as `check --json` prints it."""
    columns = (name for name in row._fields if name not in {"received", "file", "row", "sender"})
    record: dict[str, Any] = {"row": row.row}
    for name in columns:
        value = getattr(row, name)
        record[name] = (
            value.text if isinstance(value, Period) else value.isoformat() if isinstance(value, date) else value
        )
    return record
