"""At which moment a board stands for which nobody chose one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lib.rules.examples.kinds import MomentExample
from lib.rules.examples.small_plan import YEAR, Report

AUGUST = (Report("推进中", "8月"), date(YEAR, 9, 5)), (Report("推进中", "8月", "乙局"), date(YEAR, 9, 6))

MOMENT_EXAMPLES: Sequence[MomentExample] = (
    MomentExample("月初只有一家报了上月：还没有到应报日期，看板不动，别家不欠报",
        reports=[*AUGUST, (Report("推进中", "9月"), date(YEAR, 10, 2))], today=date(YEAR, 10, 3),
        as_of=date(YEAR, 8, 31)),
    MomentExample("到了应报日期，看板就到这一期，没报的欠报",
        reports=[*AUGUST, (Report("推进中", "9月"), date(YEAR, 10, 2))], today=date(YEAR, 10, 10),
        as_of=date(YEAR, 9, 30), owes="乙局"),
    MomentExample("各家都报齐了，不等应报日期",
        reports=[*AUGUST, (Report("推进中", "9月"), date(YEAR, 10, 2)), (Report("推进中", "9月", "乙局"), date(YEAR, 10, 3))],
        today=date(YEAR, 10, 3),
        as_of=date(YEAR, 9, 30)),
    MomentExample("12月28日有人提前报了全年：期末之前填报的行不算，看板不动",
        reports=[(Report("推进中", "11月"), date(YEAR, 12, 5)), (Report("推进中", "全年", "乙局"), date(YEAR, 12, 28))],
        today=date(YEAR, 12, 29),
        as_of=date(YEAR, 11, 30), owes="乙局"),
    MomentExample("还没有一个报告期到期：年度第一天",
        reports=[], today=date(YEAR, 2, 3),
        as_of=date(YEAR, 1, 1)),
)  # fmt: skip
