"""The rates of tasks and bodies, and their workload."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from lib.rules.examples.kinds import RateExample, WorkloadExample
from lib.rules.examples.small_plan import MEMBERS, YEAR

FOUR_TASKS: Sequence[Mapping[str, str]] = (
    {"甲厅": "已完成", "乙局": "已完成"},
    {"甲厅": "已完成", "乙局": "未报送"},
    {"甲厅": "未报送", "乙局": "未报送"},
    {"甲厅": "推进中", "乙局": "未报送"},
)

RATE_EXAMPLES: Sequence[RateExample | WorkloadExample] = (
    RateExample("已销号也算完成；未报送的，可能已经完成",
        tasks=[{"甲厅": "已完成"}, {"甲厅": "推进中"}, {"甲厅": "未报送"}, {"甲厅": "已销号"}],
        rates=["50.0%", "75.0%", "75.0%", "75.0%"]),
    RateExample("按任务统计：有一家报就有报送，有一家本期未报就欠报",
        tasks=FOUR_TASKS,
        rates=["25.0%", "75.0%", "75.0%", "25.0%"]),
    RateExample("按单位统计：只看自己的任务分工",
        tasks=FOUR_TASKS, body="甲厅",
        rates=["50.0%", "75.0%", "75.0%", "75.0%"]),
    RateExample("按单位统计：报了的都完成，其余都没有报",
        tasks=FOUR_TASKS, body="乙局",
        rates=["25.0%", "100.0%", "25.0%", "25.0%"]),
    RateExample("上期报过、本期没有报：有报送，本期欠报；已完成的不欠报",
        tasks=[{"甲厅": "已完成"}, {"甲厅": "推进中"}, {"甲厅": "推进中"}], earlier=[1, 2],
        rates=["33.3%", "33.3%", "100.0%", "66.7%"]),
    RateExample("什么都没有报：完成率为 0，若都已完成则为 100%",
        tasks=[{"甲厅": "未报送"}, {"乙局": "未报送"}],
        rates=["0.0%", "100.0%", "0.0%", "0.0%"]),
    RateExample("还没有一个报告期结束：没有本期报送率",
        tasks=[{"甲厅": "未报送"}], as_of=date(YEAR, 1, 30),
        rates=["0.0%", "100.0%", "0.0%", "—"]),
    RateExample("没有任务的单位，没有比率",
        tasks=[{"甲厅": "已完成"}], body="丙院",
        rates=["—", "—", "—", "—"]),
    WorkloadExample("工作量的三种计法：合计不同，各自守恒",
        tasks=[["甲厅"], ["甲厅", "乙局"], ["乙局", "甲厅", "丙院"]],
        loads={"甲厅": ["3", "1.83", "2"], "乙局": ["2", "0.83", "1"], "丙院": ["1", "0.33", "0"], "合计": ["6", "3", "3"]}),
    WorkloadExample("各成员单位单列一行；没有列明成员的，不摊给任何单位",
        tasks=[["甲厅"], ["甲厅", MEMBERS]],
        loads={"甲厅": ["2", "1.5", "2"], "乙局": ["0", "0", "0"], MEMBERS: ["1", "0.5", "0"], "合计": ["3", "2", "2"]}),
    WorkloadExample("列明成员的，成员另列一栏，不计入合计",
        tasks=[["甲厅"], [MEMBERS]], members=["乙局", "丙院"],
        loads={"甲厅": ["1", "1", "1"], "乙局": ["0", "0", "0"], MEMBERS: ["1", "1", "1"], "合计": ["2", "2", "2"]},
        apart={"乙局": "1", "丙院": "1"}),
)  # fmt: skip
