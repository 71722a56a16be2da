#!/usr/bin/env python3
"""Write a plan many times the size of the shipped one, with its figures: for measuring, and for trying things out.

Each copy repeats the parts, tasks, bodies and indicators of data/plan_2019.yaml under ids and names of its own, and
sends 27 files with 1,000 rows, or fewer. The same factor gives the same bytes; nothing in them is refused or doubted.
"""

from __future__ import annotations

import argparse
import calendar
import csv
import io
import random
from collections.abc import Callable, Iterator
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


def write_large(folder: Path, factor: int, rows: int = ROWS_OF_COPY) -> tuple[Path, Path]:
    """Write plan.yaml and the folder of figures, of so many rows a copy, into `folder`; returns the two paths."""
    path, actuals = folder / "plan.yaml", folder / "actuals"
    actuals.mkdir(parents=True)
    text = yaml.dump(
        large_plan(factor),
        Dumper=yaml.CSafeDumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=1000,
    )
    path.write_text(text, encoding="utf-8")
    shipped = shipped_plan()
    for number in range(1, factor + 1):
        copy, chance = own_copy(shipped, number), random.Random(f"2019 {number}")
        for name, columns, lines in files_of(copy, chance, rows):
            (actuals / f"{name}.csv").write_bytes(as_csv(columns, lines))
    return path, actuals


def large_plan(factor: int) -> Data:
    """The data of a plan that says everything of the shipped one `factor` times."""
    shipped = shipped_plan()
    copies = [own_copy(shipped, number) for number in range(1, factor + 1)]
    said = {"id": f"large-{factor}", "title": f"大计划（{factor} 倍）", "preamble": []}
    lists = ("agencies", "groups", "parts", "indicators")
    return shipped | said | {name: [one for copy in copies for one in copy[name]] for name in lists}


def shipped_plan() -> Data:
    data: Data = yaml.safe_load(SHIPPED.read_text(encoding="utf-8"))
    return data


def own_copy(shipped: Data, number: int) -> Data:
    """The shipped plan with ids, names and places of its own."""

    def id(old: str) -> str:
        return f"{old}-{number:03}"

    def name(old: str) -> str:
        return f"第{number}片区{old}"

    def place(old: str) -> str:
        part, dot, rest = old.partition(".")
        return f"{int(part) + (number - 1) * len(shipped['parts'])}{dot}{rest}"

    def body(old: Data) -> Data:
        return {"id": id(old["id"]), "name": name(old["name"])}

    def task(old: Data) -> Data:
        return {"id": place(old["id"]), "text": name(old["text"]), "agencies": list(map(id, old["agencies"]))}

    def headed(old: Data, below: str, own: Callable[[Data], Data]) -> Data:
        return {"id": place(old["id"]), "title": name(old["title"]), below: list(map(own, old[below]))}

    def indicator(old: Data) -> Data:
        own = {"id": id(old["id"]), "task": place(old["task"]), "name": name(old["name"]), "owner": id(old["owner"])}
        return old | own

    agencies = list(map(body, shipped["agencies"]))
    members = {"members": [agency["id"] for agency in agencies]}
    return shipped | {
        "agencies": agencies,
        "groups": [body(group) | members for group in shipped["groups"]],
        "parts": [headed(part, "sections", lambda s: headed(s, "tasks", task)) for part in shipped["parts"]],
        "indicators": list(map(indicator, shipped["indicators"])),
    }


def files_of(copy: Data, chance: random.Random, count: int) -> Iterator[tuple[str, list[str], list[list[str]]]]:
    """Name, columns and rows of one copy's files, `count` rows in all: the owners send two files, the last agencies none."""
    figures = figure_rows(copy, chance)
    names = {agency["id"]: agency["name"] for agency in copy["agencies"]}
    senders = set(list(names)[: -len(figures)])
    members = {group["id"]: group["members"] for group in copy["groups"]}
    slots = [
        (body, month, task["id"])
        for task in tasks_of(copy)
        for named in task["agencies"]
        for body in members.get(named, [named])
        if body in senders
        for month in MONTHS
    ]
    wanted = count - sum(map(len, figures.values()))
    for body, rows in progress_rows(sorted(chance.sample(slots, wanted)), copy["year"], chance).items():
        yield names[body], PROGRESS_COLUMNS, rows
    for body, rows in figures.items():
        yield f"{names[body]}_指标", FIGURE_COLUMNS, rows


def tasks_of(plan: Data) -> Iterator[Data]:
    return (task for part in plan["parts"] for section in part["sections"] for task in section["tasks"])


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


def figure_rows(plan: Data, chance: random.Random) -> dict[str, list[list[str]]]:
    """The rows of each owner: every indicator moves a little each month, towards its target or just past it."""
    rows: dict[str, list[list[str]]] = {}
    for indicator in plan["indicators"]:
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
    row = [
        task["id"],
        f"{plan['year']}-{MONTHS.stop:02}",
        "进展滞后",
        "",
        obstacle,
        next_step,
        day.isoformat(),
        f"{note}（第{number}次）",
    ]
    return f"{name}_补报{number}.csv", as_csv(PROGRESS_COLUMNS, [row])


def office_file(plan: Data, rows: int) -> tuple[str, bytes]:
    """Name and content of a file in which the office reports on that many assignments of agencies and months, each once: of
    groups their members report."""
    groups = {group["id"] for group in plan["groups"]}
    slots = [
        [task["id"], body, f"{plan['year']}-{month:02}", "推进中", f"{plan['year'] + 1}-01-{month:02}", "按计划推进"]
        for task in tasks_of(plan)
        for body in task["agencies"]
        if body not in groups
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
    parser.add_argument("--rows", type=int, default=ROWS_OF_COPY, help="of each copy")
    args = parser.parse_args()
    plan, actuals = write_large(args.out, args.factor, rows=args.rows)
    print(f"{plan}\n{actuals}")


if __name__ == "__main__":
    main()
