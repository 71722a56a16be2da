#!/usr/bin/env python3
"""Write a plan many times the size of the shipped one, with its figures: for measuring, and for trying things out.

Each copy repeats the parts, tasks, bodies and indicators of data/plan_2019.yaml under ids and names of its own, and
sends 27 files with 1,000 rows. The same factor and seed give the same bytes; nothing in them is refused or doubted.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import io
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

SHIPPED = Path(__file__).resolve().parent.parent / "data" / "plan_2019.yaml"

MONTHS = range(1, 10)
ROWS_OF_COPY = 1_000

PROGRESS_COLUMNS = ["任务编号", "报告期", "状态", "佐证材料", "存在问题", "下一步措施", "填报日期", "进展说明"]
OFFICE_COLUMNS = ["任务编号", "责任单位", "报告期", "状态", "填报日期", "进展说明"]
FIGURE_COLUMNS = ["指标", "报告期", "实际值", "填报日期", "说明"]

TEXTS = {
    "未启动": ("", "", "", "已列入下半年工作安排，正在起草实施方案"),
    "推进中": ("", "", "", "召开专题会议部署，完成阶段性工作，正在汇总各市州情况"),
    "进展滞后": ("", "经费和人员尚未到位", "下月底前明确经费渠道并调配人员", "进度慢于年初安排"),
    "已完成": ("工作总结已报统筹办备案", "", "", "全部内容已经办结"),
}
"""佐证材料, 存在问题, 下一步措施 and 进展说明 by status."""

Data = dict[str, Any]


def write_large(folder: Path, factor: int, seed: int = 2019) -> tuple[Path, Path]:
    """Write plan.yaml and the folder of figures into `folder`; returns the two paths."""
    plan = large_plan(factor)
    path, actuals = folder / "plan.yaml", folder / "actuals"
    actuals.mkdir(parents=True)
    text = yaml.dump(
        plan, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, default_flow_style=None, width=1000
    )
    path.write_text(text, encoding="utf-8")
    for copy in range(1, factor + 1):
        for name, columns, rows in copy_files(plan, copy, random.Random(f"{seed} {copy}")):
            (actuals / f"{name}.csv").write_bytes(as_csv(columns, rows))
    return path, actuals


def large_plan(factor: int) -> Data:
    """The data of a plan that says everything of the shipped one `factor` times."""
    shipped: Data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    plan = shipped | {"id": f"large-{factor}", "title": f"大计划（{factor} 倍）", "preamble": []}
    plan |= {"agencies": [], "groups": [], "parts": [], "indicators": []}
    for copy in range(1, factor + 1):
        first_part = (copy - 1) * len(shipped["parts"])
        own = [own_body(body, copy) for body in shipped["agencies"]]
        plan["agencies"] += own
        plan["groups"] += [own_body(g, copy) | {"members": [a["id"] for a in own]} for g in shipped["groups"]]
        plan["parts"] += [own_part(part, copy, first_part + n) for n, part in enumerate(shipped["parts"], 1)]
        plan["indicators"] += [own_indicator(i, copy, first_part) for i in shipped["indicators"]]
    return plan


def own_id(id: str, copy: int) -> str:
    return f"{id}-{copy:03}"


def own_name(name: str, copy: int) -> str:
    return f"第{copy}片区{name}"


def own_body(body: Data, copy: int) -> Data:
    return {"id": own_id(body["id"], copy), "name": own_name(body["name"], copy)}


def own_part(part: Data, copy: int, number: int) -> Data:
    sections = []
    for s, section in enumerate(part["sections"], 1):
        tasks = [
            {
                "id": f"{number}.{s}.{t}",
                "text": own_name(task["text"], copy),
                "agencies": [own_id(body, copy) for body in task["agencies"]],
            }
            for t, task in enumerate(section["tasks"], 1)
        ]
        sections.append({"id": f"{number}.{s}", "title": own_name(section["title"], copy), "tasks": tasks})
    return {"id": str(number), "title": own_name(part["title"], copy), "sections": sections}


def own_indicator(indicator: Data, copy: int, first_part: int) -> Data:
    part, place = indicator["task"].split(".", 1)
    own = {name: own_id(indicator[name], copy) for name in ("id", "owner")}
    return indicator | own | {"task": f"{first_part + int(part)}.{place}", "name": own_name(indicator["name"], copy)}


def copy_files(plan: Data, copy: int, chance: random.Random) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Name, columns and rows of one copy's files, as many as agencies: the owners send two, the last ones nothing."""
    mark = own_id("", copy)
    agencies = [agency for agency in plan["agencies"] if agency["id"].endswith(mark)]
    figures = figure_rows(plan, mark, chance)
    silent = {agency["id"] for agency in agencies[-len(figures) :]}
    slots = [
        (body, month, task["id"])
        for task in tasks_of(plan, mark)
        for named in task["agencies"]
        for body in members_of(plan, named)
        if body not in silent
        for month in MONTHS
    ]
    wanted = ROWS_OF_COPY - sum(map(len, figures.values()))
    progress = progress_rows(sorted(chance.sample(slots, wanted)), plan["year"], chance)
    names = {agency["id"]: agency["name"] for agency in agencies}
    for body, rows in progress.items():
        yield names[body], PROGRESS_COLUMNS, rows
    for body, rows in figures.items():
        yield f"{names[body]}_指标", FIGURE_COLUMNS, rows


def tasks_of(plan: Data, mark: str) -> Iterator[Data]:
    for part in plan["parts"]:
        for section in part["sections"]:
            yield from (task for task in section["tasks"] if task["agencies"][0].endswith(mark))


def members_of(plan: Data, body: str) -> list[str]:
    return next((group["members"] for group in plan["groups"] if group["id"] == body), [body])


def progress_rows(slots: list[tuple[str, int, str]], year: int, chance: random.Random) -> dict[str, list[list[str]]]:
    """The rows of each body: an assignment starts, may fall behind, and may be completed, which it then remains."""
    completed_in: dict[tuple[str, str], int] = {}
    rows: dict[str, list[list[str]]] = {}
    for body, month, task in slots:
        end = completed_in.setdefault((body, task), chance.randint(4, 15))
        word = (
            "已完成" if month >= end else "未启动" if month < 3 else "进展滞后" if chance.random() < 0.1 else "推进中"
        )
        evidence, obstacle, next_step, note = TEXTS[word]
        row = [task, f"{year}-{month:02}", word, evidence, obstacle, next_step, reported_on(year, month, chance), note]
        rows.setdefault(body, []).append(row)
    return rows


def figure_rows(plan: Data, mark: str, chance: random.Random) -> dict[str, list[list[str]]]:
    """The rows of each owner: every indicator moves a little each month, towards its target or just past it."""
    rows: dict[str, list[list[str]]] = {}
    for indicator in plan["indicators"]:
        if not indicator["id"].endswith(mark):
            continue
        value = indicator.get("baseline", {}).get("value", 0.0)
        step = (indicator["target"] - value) / 12
        for month in MONTHS:
            value += step * chance.uniform(0.5, 1.5)
            shown = f"{value:.{indicator['decimals']}f}"
            period, day = f"{plan['year']}-{month:02}", reported_on(plan["year"], month, chance)
            rows.setdefault(indicator["owner"], []).append([indicator["name"], period, shown, day, "按月统计"])
    return rows


def late_file(plan: Data, number: int) -> tuple[str, bytes]:
    """Name and content of a file of one row for the month after; of two, that with the larger number is the later."""
    task = plan["parts"][0]["sections"][0]["tasks"][number % 6]
    name = next(agency["name"] for agency in plan["agencies"] if agency["id"] == task["agencies"][0])
    _, obstacle, next_step, note = TEXTS["进展滞后"]
    day = date(plan["year"], MONTHS.stop + 1, 1) + timedelta(days=number)
    row = [task["id"], f"{plan['year']}-{MONTHS.stop:02}", "进展滞后", "", obstacle, next_step, day.isoformat(), note]
    return f"{name}_补报{number}.csv", as_csv(PROGRESS_COLUMNS, [row])


def office_file(plan: Data, rows: int) -> tuple[str, bytes]:
    """Name and content of a file in which the office reports on that many assignments and months, each once."""
    slots = [
        [task, body, f"{plan['year']}-{month:02}", "推进中", f"{plan['year'] + 1}-01-{month:02}", "按计划推进"]
        for part in plan["parts"]
        for section in part["sections"]
        for task, bodies in ((task["id"], task["agencies"]) for task in section["tasks"])
        for body in bodies
        for month in range(1, 13)
    ]
    return f"{plan['office']['id']}_{rows}.csv", as_csv(OFFICE_COLUMNS, slots[:rows])


def reported_on(year: int, month: int, chance: random.Random) -> str:
    end = date(year, month, calendar.monthrange(year, month)[1])
    return (end + timedelta(days=chance.randint(2, 9))).isoformat()


def as_csv(columns: list[str], rows: list[list[str]]) -> bytes:
    """A file as Excel saves it."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([columns, *rows])
    return text.getvalue().encode("utf-8-sig")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="a folder that does not exist yet")
    parser.add_argument("--factor", type=int, default=100)
    args = parser.parse_args()
    plan, actuals = write_large(args.out, args.factor)
    print(f"{plan}\n{actuals}")


if __name__ == "__main__":
    main()
