"""How an indicator comes to its lamp."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from lib.rules.examples.kinds import IndicatorExample
from lib.rules.examples.small_plan import LEAP_YEAR, YEAR

total = partial(IndicatorExample, kind="cumulative", target=400)
ceiling = partial(IndicatorExample, kind="cumulative", direction="lower", target=100)
patents = partial(IndicatorExample, kind="level", baseline=2.82, target=2.9, decimals=2, tolerance="12.5")
level = partial(IndicatorExample, kind="level")
share = partial(IndicatorExample, kind="share", target=60, decimals=1, unit="%")

INDICATOR_EXAMPLES: Sequence[IndicatorExample] = (
    # 累计值
    total("累计值：进度就是目标完成率，与序时进度相比", {"1—9月": 352},
        lamp="达序时", achievement="88.0%", gap="+13.2", projection="470.62", needed="16"),
    total("低于序时进度，但不超过容差", {"1—9月": 280},
        lamp="略低于序时", achievement="70.0%", gap="−4.8", projection="374.36", needed="40"),
    total("低于序时进度，超过容差", {"1—9月": 200},
        lamp="低于序时", achievement="50.0%", gap="−24.8", projection="267.4", needed="66.67"),
    total("恰好与序时进度持平，算达序时；3月末起推算全年", {"1—3月": 90}, target=365,
        lamp="达序时", achievement="24.7%", gap="0.0", projection="365", needed="30.56"),
    total("差距恰好等于容差，算略低于序时；12月没有余下的月份", {"1—12月": 360},
        lamp="略低于序时", achievement="90.0%", gap="−10.0", projection="360"),
    total("容差由计划规定", {"1—9月": 272}, allowed=5,
        lamp="低于序时", achievement="68.0%", gap="−6.8", tolerance="5", projection="363.66", needed="42.67"),
    total("累计值提前达到目标，当即达标，不再有月均还需", {"1—8月": 400},
        lamp="已达标", achievement="100.0%", gap="+33.4", projection="600.82", needed="0"),
    total("完成目标的三倍就是 300%，不封顶", {"1—6月": 300}, target=100,
        lamp="已达标", achievement="300.0%", gap="+250.4", projection="604.97", needed="0"),
    total("12月达到目标，月均还需为 0", {"1—12月": 430},
        lamp="已达标", achievement="107.5%", gap="+7.5", projection="430", needed="0"),
    total("3月末之前不推算全年", {"1—2月": 80},
        lamp="达序时", achievement="20.0%", gap="+3.8", needed="32"),
    total("闰年按 366 天计", {"1—2月": 60}, target=366, year=LEAP_YEAR,
        lamp="达序时", achievement="16.4%", elapsed="16.4%", gap="0.0", needed="30.6"),
    total("累计值从零起算，不用基期值", {"1—9月": 352}, baseline=435,
        lamp="达序时", achievement="88.0%", gap="+13.2", projection="470.62", needed="16"),
    # 上限
    ceiling("上限：用去的比例低于序时进度，算达序时，年末之前不算达标", {"1—6月": 40},
        lamp="达序时", achievement="250.0%", progress="40.0%", gap="+9.6", projection="80.66"),
    ceiling("上限：用去的比例略高于序时进度", {"1—6月": 55},
        lamp="略低于序时", achievement="181.8%", progress="55.0%", gap="−5.4", projection="110.91"),
    ceiling("上限：用去的比例高于序时进度，超过容差", {"1—6月": 60},
        lamp="低于序时", achievement="166.7%", progress="60.0%", gap="−10.4", projection="120.99"),
    ceiling("上限：全年结束时没有超过，才算达标", {"全年": 100},
        lamp="已达标", achievement="100.0%", gap="0.0", projection="100"),
    ceiling("上限：全年结束时超过", {"全年": 105},
        lamp="未达标", achievement="95.2%", progress="105.0%", gap="−5.0", projection="105"),
    ceiling("上限：年内超过，当即未达标", {"1—11月": 101},
        lamp="未达标", achievement="99.0%", progress="101.0%", elapsed="91.5%", gap="−9.5", projection="110.37"),
    ceiling("上限为 0：发生一起，当即未达标", {"1—6月": 1}, target=0,
        lamp="未达标", achievement="0.0%", progress="—", projection="2.02"),
    ceiling("上限为 0：没有可除的数，年末之前不判序时", {"1—6月": 0}, target=0,
        lamp="尚未达标（暂不判序时）", projection="0"),
    ceiling("上限为 0：全年没有发生，算达标", {"全年": 0}, target=0,
        lamp="已达标", projection="0"),
    # 水平值和占比
    patents("水平值：进度从基期值量到目标值；容差不小于末位一个单位", {"8月": 2.86},
        lamp="低于序时", achievement="98.6%", progress="50.0%", gap="−16.6", projection="2.88"),
    patents("差距恰好是末位一个单位，算略低于序时", {"12月": 2.89},
        lamp="略低于序时", achievement="99.7%", progress="87.5%", gap="−12.5", projection="2.89"),
    patents("差距是末位两个单位", {"12月": 2.88},
        lamp="低于序时", achievement="99.3%", progress="75.0%", gap="−25.0", projection="2.88"),
    patents("水平值年内达到目标，指标已达标（任务要到年末才算完成）", {"9月": 2.93},
        lamp="已达标", achievement="101.0%", progress="137.5%", gap="+62.7", projection="2.97"),
    patents("水平值低于基期值，进度为负", {"6月": 2.8},
        lamp="低于序时", achievement="96.6%", progress="−25.0%", gap="−74.6", projection="2.78"),
    patents("基期值已等于目标值：无从计算进度，未达标时不判序时", {"9月": 2.85}, baseline=2.9,
        lamp="尚未达标（暂不判序时）", achievement="98.3%", tolerance="10", projection="2.83"),
    level("越低越好：目标完成率是目标值除以实际值", {"6月": 23}, direction="lower", baseline=26, target=20, unit="天",
        lamp="达序时", achievement="87.0%", progress="50.0%", gap="+0.4", tolerance="16.67", projection="19.95"),
    share("占比没有基期值：未达标时不判序时", {"9月": 58.5},
        lamp="尚未达标（暂不判序时）", achievement="97.5%"),
    share("占比没有基期值：达到目标即达标", {"9月": 60.2},
        lamp="已达标", achievement="100.3%"),
    level("目标值为 0 的水平值：目标完成率无从计算，进度仍从基期值量起",
        {"6月": 4.8}, direction="lower", baseline=8, target=0, decimals=1, unit="%",
        lamp="略低于序时", achievement="0.0%", progress="40.0%", gap="−9.6", projection="1.55"),
    # 日期
    total("数据截至早于第一个报数：未报送", {"1—4月": 120}, as_of=date(YEAR, 3, 31),
        lamp="未报送", elapsed="—"),
    total("报告期在数据截至当日或之前结束才算：9月29日只看到 8 月",
        {"1—8月": 300, "1—9月": 352}, as_of=date(YEAR, 9, 29),
        lamp="达序时", achievement="75.0%", elapsed="66.6%", gap="+8.4", projection="450.62", needed="25"),
    total("最新数早于本期：数据滞后，序时进度按这个数的报告期计", {"1—8月": 300}, as_of=date(YEAR, 9, 30),
        lamp="达序时", achievement="75.0%", gap="+8.4", projection="450.62", needed="25", stale="是"),
    total("计划年度结束以后：序时进度最多 100%", {"1—12月": 380}, as_of=date(YEAR + 1, 2, 28),
        lamp="略低于序时", achievement="95.0%", gap="−5.0", projection="380"),
)  # fmt: skip
