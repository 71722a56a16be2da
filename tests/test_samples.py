"""The sample submissions in data/actuals: they tell of all bodies, and nothing that the plan does not allow.

Read here with csv and yaml alone, so that a fault of the product's own reader cannot hide one of the samples.
"""

from __future__ import annotations

import calendar
import csv
import re
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from tables import of_every

ROOT = Path(__file__).resolve().parent.parent
PLAN: dict[str, Any] = yaml.safe_load((ROOT / "data" / "plan_2019.yaml").read_text(encoding="utf-8"))
SAMPLES = sorted((ROOT / "data" / "actuals").glob("示例_*.csv"))

AGENCIES_OF_TASK = {
    task["id"]: task["agencies"] for part in PLAN["parts"] for section in part["sections"] for task in section["tasks"]
}
INDICATORS = {indicator["name"]: indicator for indicator in PLAN["indicators"]}
BODIES = [*PLAN["agencies"], *PLAN["groups"], PLAN["office"]]
BODY_ID: dict[str, str] = {name: body["id"] for body in BODIES for name in (body["name"], *body.get("aliases", []))}
SENDERS = [body["id"] for body in BODIES if body not in PLAN["groups"]]

FIGURE_COLUMNS = ["指标", "报告期", "实际值", "填报日期", "说明"]
PROGRESS_COLUMNS = ["任务编号", "报告期", "状态", "佐证材料", "存在问题", "下一步措施", "填报日期", "进展说明"]
OFFICE_COLUMNS = ["任务编号", "责任单位", *PROGRESS_COLUMNS[1:]]
TEXT_COLUMNS = ["佐证材料", "存在问题", "下一步措施", "进展说明", "说明"]

each_sample = of_every(SAMPLES, least=80)


def sender_of(path: Path) -> str:
    """Return the id of the body that a sample's file name says."""
    return BODY_ID[path.stem.split("_")[1]]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Return the rows of a sample."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def body_of(path: Path, row: dict[str, str]) -> str:
    """Return the id of the body that a row is about: the one it names, else the file's."""
    return BODY_ID[row["责任单位"]] if "责任单位" in row else sender_of(path)


def period_end(period: str) -> date:
    """Return the last day of a period such as 2019-09."""
    year, month = map(int, period.split("-"))
    return date(year, month, calendar.monthrange(year, month)[1])


@of_every(SENDERS, least=28)
def test_each_agency_and_the_office_has_a_sample(body: str) -> None:
    assert [path.name for path in SAMPLES if sender_of(path) == body]


@each_sample
def test_a_sample_has_a_bom_line_feeds_and_the_printed_columns(path: Path) -> None:
    content = path.read_bytes()
    columns = FIGURE_COLUMNS if "指标" in path.stem.split("_") else PROGRESS_COLUMNS
    if sender_of(path) == "office":
        columns = OFFICE_COLUMNS
    assert content.startswith(b"\xef\xbb\xbf" + ",".join(columns).encode() + b"\n")
    assert content.endswith(b"\n")
    assert b"\r" not in content
    assert rows_of(path)


@each_sample
def test_every_row_is_about_a_task_or_an_indicator_of_its_body(path: Path) -> None:
    for row in rows_of(path):
        if "指标" in row:
            assert INDICATORS[row["指标"]]["owner"] == sender_of(path)
        else:
            assert body_of(path, row) in AGENCIES_OF_TASK[row["任务编号"]], row


@each_sample
def test_only_the_office_verifies(path: Path) -> None:
    statuses = {row["状态"] for row in rows_of(path) if "状态" in row}
    allowed = {"未启动", "推进中", "进展滞后", "已完成"} | ({"已销号"} if sender_of(path) == "office" else set())
    assert statuses <= allowed


@each_sample
def test_every_row_was_reported_after_its_period_and_by_the_end_of_october(path: Path) -> None:
    if "预报" in path.stem:  # of the whole year, for a view of December; reported early, it does not move the board
        (row,) = rows_of(path)
        assert (row["报告期"], row["填报日期"]) == ("2019-12", "2019-12-28")
        return
    for row in rows_of(path):
        assert re.fullmatch(r"2019-0[1-9]", row["报告期"])
        assert period_end(row["报告期"]) < date.fromisoformat(row["填报日期"]) <= date(2019, 10, 31), row


@each_sample
def test_a_sample_says_each_thing_once(path: Path) -> None:
    keys = Counter((row.get("指标") or (row["任务编号"], body_of(path, row)), row["报告期"]) for row in rows_of(path))
    assert set(keys.values()) == {1}, keys


@each_sample
def test_every_text_says_that_it_is_invented_and_holds_no_number(path: Path) -> None:
    texts = [row[column] for row in rows_of(path) for column in TEXT_COLUMNS if row.get(column)]
    assert texts
    assert [text for text in texts if not text.endswith("（示例）") or re.search(r"\d", text)] == []


@each_sample
def test_every_row_has_a_note_and_a_delayed_one_also_an_obstacle_and_a_next_step(path: Path) -> None:
    for row in rows_of(path):
        assert row.get("进展说明") or row.get("说明")
        if row.get("状态") == "进展滞后":
            assert row["存在问题"]
            assert row["下一步措施"]


def test_one_figure_and_one_status_are_restated_later_by_a_file_of_their_own() -> None:
    reports: dict[tuple[str, ...], dict[str, str]] = {}
    for path in SAMPLES:
        for row in rows_of(path):
            key = (row.get("指标") or row["任务编号"], body_of(path, row), row["报告期"])
            reports.setdefault(key, {})[row["填报日期"]] = row.get("实际值") or row["状态"]
    restated = {key: [values[day] for day in sorted(values)] for key, values in reports.items() if len(values) > 1}
    assert restated == {
        ("作品著作权登记量", "copyright", "2019-08"): ["298", "311"],
        ("3.1.1", "commerce", "2019-07"): ["推进中", "进展滞后"],
    }


def test_cumulative_figures_never_fall() -> None:
    rows = [row for path in SAMPLES for row in rows_of(path) if "指标" in row]
    names = [name for name, indicator in INDICATORS.items() if indicator["kind"] == "cumulative"]
    assert names
    for name in names:
        of_name = sorted((row["报告期"], row["填报日期"], float(row["实际值"])) for row in rows if row["指标"] == name)
        values = [value for _, _, value in of_name]
        assert len(values) >= 9
        assert values == sorted(values)


def test_only_one_note_is_shared_and_only_by_two_bodies() -> None:
    senders: dict[str, list[str]] = {}
    for path in SAMPLES:
        for row in rows_of(path):
            senders.setdefault(row.get("进展说明") or row["说明"], []).append(sender_of(path))
    shared = [bodies for bodies in senders.values() if len(bodies) > 1]
    assert shared == [["academy-of-agriculture", "academy-of-sciences"]]
