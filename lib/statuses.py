"""The one home of a status: its key, words, glyph, colours, how grave it is, what it counts as, who may report it.

Pages, charts, slides, exports and rules read it from here. To add one: its key and its line below; the README says what
else, and the type checker and the tests ask for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

INK, SECONDARY, HAIRLINE, PAPER = "#1b2430", "#5b6673", "#e3e6ea", "#ffffff"
ACCENT, PALE_ACCENT, OCHRE, BASELINE_GREY = "#1f4e79", "#7fa3c7", "#8a5a12", "#9aa3ad"

Lamp = Literal["no_data", "missed", "achieved", "stale", "not_judged", "on_schedule", "slightly_behind", "behind"]
"""Status of an indicator, in the order in which the rule tries them."""

TaskStatus = Literal["unreported", "verified", "completed", "delayed", "not_started", "in_progress"]
"""Status of a task or an assignment, in the order in which the rule tries them for a whole of several parts."""

ReportedStatus = TaskStatus | Literal["returned"]
"""What a row says; returned 已退回 is the office's word, by which an assignment stands as in_progress again."""

Mark = Literal["overdue", "milestone_overdue", "milestone_due", "returned", "owing", "no_evidence"]
"""What may be said of a task or an assignment beside its status."""

Reason = Lamp | TaskStatus | Mark
"""Why a task needs attention."""

SubmissionState = Literal["applied", "waiting", "sent_back", "replaced", "withdrawn"]
"""State of a submission; waiting: for somebody else of its body to approve it, or sent back by that; replaced: every row of
it was reported anew since, or a later content of its file counts."""

TRIED_LAMPS: tuple[Lamp, ...] = get_args(Lamp)
TRIED_STATUSES: tuple[TaskStatus, ...] = get_args(TaskStatus)


@dataclass(frozen=True, slots=True)
class Look:
    """How something is said and shown; `ink` is the colour of text on top of `colour`."""

    key: str
    short: str
    glyph: str
    colour: str
    ink: str = PAPER
    remark: str = ""
    """What its full word adds to the short one, in brackets."""
    edge: str = PAPER
    """The outline of its fill, darker where the fill is pale."""
    is_hatched: bool = False
    """Whether its fill is hatched, so that white survives greyscale."""
    gravity: int = 0
    """The lower, the worse: the order of what is listed worst first. In tens, so that a new one fits between."""
    needs_attention: bool = False
    to_do: str = ""
    """What is said beside it where it is a reason for attention, unless a figure or a day is."""

    @property
    def word(self) -> str:
        """The full word."""
        return f"{self.short}（{self.remark}）" if self.remark else self.short


@dataclass(frozen=True, slots=True)
class LampLook(Look):
    """A status of an indicator."""

    key: Lamp
    is_of_schedule: bool = False
    """Whether it says how the figure stands beside its schedule."""
    is_good: bool = False
    """Whether it is told among what was achieved."""
    holds_when_old: bool = False
    """Whether it stands for an old total, of which the year has at least as much by now."""


@dataclass(frozen=True, slots=True)
class StatusLook(Look):
    """A status of a task or an assignment."""

    key: TaskStatus
    is_done: bool = False
    reported_by: Literal["body", "office", "nobody"] = "body"
    """Who may report it: every body, the office alone, or nobody, where it is what follows from no report."""


@dataclass(frozen=True, slots=True)
class MarkLook(Look):
    """What stands beside a status."""

    key: Mark


@dataclass(frozen=True, slots=True)
class StateLook(Look):
    """A state of a submission."""

    key: SubmissionState


TASK_STATUSES: dict[TaskStatus, StatusLook] = {
    look.key: look
    for look in [
        StatusLook("verified", "已销号", "◉", "#123a5e", gravity=120, is_done=True, reported_by="office"),
        StatusLook("completed", "已完成", "●", "#2b6ca3", remark="自报", gravity=110, is_done=True),
        StatusLook("in_progress", "推进中", "◐", "#9dbfdc", INK, gravity=100),
        StatusLook("delayed", "进展滞后", "◔", "#d9a08a", INK, gravity=40, needs_attention=True, to_do="需督促"),
        StatusLook("not_started", "未启动", "○", "#e8dcc3", INK, edge="#b8ab8c", gravity=90),
        StatusLook(
            "unreported", "未报送", "…", PAPER, INK, edge="#9aa3ad", is_hatched=True, gravity=80, reported_by="nobody"
        ),
    ]
}
"""Status of a task or an assignment, always shown in this order."""

LAMPS: dict[Lamp, LampLook] = {
    look.key: look
    for look in [
        LampLook("achieved", "已达标", "✓", "#2b6ca3", gravity=120, is_good=True, holds_when_old=True),
        LampLook(
            "on_schedule", "达序时", "▲", "#2e7d5b", gravity=100, is_of_schedule=True, is_good=True, holds_when_old=True
        ),
        LampLook(
            "slightly_behind", "略低于序时", "◆", "#8a5a12", gravity=50, needs_attention=True, is_of_schedule=True
        ),
        LampLook("behind", "低于序时", "▼", "#b3382c", gravity=30, needs_attention=True, is_of_schedule=True),
        LampLook("missed", "未达标", "×", "#b3382c", gravity=20, needs_attention=True, holds_when_old=True),
        LampLook("stale", "数据滞后", "◌", SECONDARY, gravity=85),
        LampLook("not_judged", "尚未达标", "◇", SECONDARY, remark="暂不判序时", gravity=90),
        LampLook("no_data", "未报送", "…", SECONDARY, gravity=80),
    ]
}
"""Status of an indicator."""

OVERDUE = MarkLook("overdue", "逾期", "!", "#b3382c", gravity=10, needs_attention=True)
MILESTONE_OVERDUE = MarkLook("milestone_overdue", "节点逾期", "‼", "#b3382c", gravity=15, needs_attention=True)
MILESTONE_DUE = MarkLook("milestone_due", "节点临期", "◷", "#8a5a12", gravity=65, needs_attention=True)
RETURNED = MarkLook("returned", "已退回", "◁", "#8a4b2a", gravity=35, needs_attention=True, to_do="待补充")
OWING = MarkLook("owing", "本期未报", "…", SECONDARY, gravity=60, needs_attention=True, to_do="本期未报")
NO_EVIDENCE = MarkLook("no_evidence", "无佐证", "□", "#8a6d3b", gravity=70, needs_attention=True, to_do="待补佐证")

ACTUAL = Look("actual", "实际值", "■", ACCENT)
TARGET = Look("target", "目标值", "—", INK)
ELAPSED = Look("elapsed", "序时进度", "┄", OCHRE)
BASELINE = Look("baseline", "基期值", "—", BASELINE_GREY)
PROJECTION = Look("projection", "推算", "┄", PALE_ACCENT)

SUBMISSION_STATES: dict[SubmissionState, StateLook] = {
    look.key: look
    for look in [
        StateLook("applied", "计入", "●", "#2b6ca3"),
        StateLook("waiting", "待审核", "◔", "#b7791f"),
        StateLook("sent_back", "审核未通过", "◁", "#8a4b2a"),
        StateLook("replaced", "已被替换", "◌", SECONDARY),
        StateLook("withdrawn", "已撤回", "⊘", "#8a6d3b"),
    ]
}
"""State of a submission."""

_JUDGED: list[LampLook | StatusLook | MarkLook] = [
    OVERDUE, MILESTONE_OVERDUE, MILESTONE_DUE, RETURNED, OWING, NO_EVIDENCE, *LAMPS.values(), *TASK_STATUSES.values(),
]  # fmt: skip

LOOKS: dict[Reason, Look] = {look.key: look for look in sorted(_JUDGED, key=lambda look: look.gravity)}
"""Lamps, statuses and marks, worst first."""

REASONS: dict[Reason, Look] = {key: look for key, look in LOOKS.items() if look.needs_attention}
"""Reasons for attention, worst first."""

DONE: frozenset[TaskStatus] = frozenset(key for key, look in TASK_STATUSES.items() if look.is_done)

REPORTED: dict[ReportedStatus, Look] = {
    **{key: look for key, look in TASK_STATUSES.items() if look.reported_by != "nobody"},
    "returned": RETURNED,
}
"""What a row may say, with how it is shown."""

REPORTED_WORDS: dict[str, ReportedStatus] = {
    word: key for key, look in REPORTED.items() for word in (key, look.short, look.word)
} | {"退回": "returned"}
"""What a file may say in 状态, and what it means."""

AGENCY_WORDS = tuple(
    look.short
    for look in sorted(TASK_STATUSES.values(), key=lambda look: (look.is_done, look.needs_attention, look.gravity))
    if look.reported_by == "body"
)
"""What an agency may write; other spellings of the same are read and not offered."""

OFFICE_STATUSES: frozenset[ReportedStatus] = frozenset(
    ["returned", *(key for key, look in TASK_STATUSES.items() if look.reported_by == "office")]
)
OFFICE_WORDS = (*AGENCY_WORDS, *(TASK_STATUSES[key].short for key in TASK_STATUSES if key in OFFICE_STATUSES))
"""What the office may write."""
