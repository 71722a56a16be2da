#!/usr/bin/env python3
"""Write the sample submissions 示例_*.csv for January to September 2019.

EVERYTHING HERE IS INVENTED. No 2019 actual of the three indicators has been found in print, nor what the agencies
reported on the other tasks. Without any data, though, nobody can see what the board does. So the samples tell a
made-up story that shows every status, gap in reporting and kind of restatement at least once. Each file says 示例 in
its name and each text in its words, and no text holds an amount or a count, which would be taken for a fact.

The story is in the tables below, its words in sample_texts.yaml beside this file. Only the days of reporting are
drawn, from a fixed seed: the same input gives the same bytes. Sample files of an earlier story are removed.

    python tools/make_samples.py [--out DIR] [--plan FILE]
"""

from __future__ import annotations

import argparse
import calendar
import csv
import io
import random
from collections import defaultdict
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
SEED = 2028  # with this one both restatements fall on working days
PREFIX = "示例"
MARK = "（示例）"

STATUS = {"0": "未启动", ">": "推进中", "!": "进展滞后", "C": "已完成"}
VERIFIED_WORD = "已销号"

# task > body > one sign a month from January to September; a dot is a month without a row. A body or a task that is
# not here never reports. The three tasks with an indicator (1.1.3, 1.1.4, 1.1.6) take their status from the figures:
# their rows are remarks.
TIMELINES: dict[str, dict[str, str]] = {
    "1.1.1": {"ipo": "0>>>>>C.."},
    "1.1.2": {"ipo": ">>>>C...."},
    "1.1.3": {"ipo": "..>..>..."},
    "1.1.4": {"copyright": "..>..>..."},
    "1.1.5": {"ipo": ">>>>>>C..", "agriculture": ".>>>>>>C."},
    "1.1.6": {"ipo": ".....>..."},
    "1.2.1": {
        "education": "0>>>>>>>>",
        "science": ".>>>>>>>>",
        "academy-of-sciences": "..>>>>>..",
        "academy-of-agriculture": "..>.>.>..",
    },
    "1.2.2": {"human-resources": "00>>>>>C."},
    "1.2.3": {
        "education": ">>>>>C...",
        "science": "0>>>>>>C.",
        "ipo": "0>>>>C...",
        "academy-of-sciences": ".0>>>>C..",  # completed without evidence
        "academy-of-agriculture": "..>>>>C..",
    },
    "1.3.1": {"ipo": ">>>>>C..."},
    "1.3.2": {"ipo": "0>>>>>>C."},  # completed without evidence
    "1.3.3": {"ipo": "00>>>>!!!"},
    "1.3.4": {"copyright": "0>>>>>>>C"},
    "2.1.1": {"ipo": ">>>>>>>>>", "agriculture": "..>.>.>.>", "forestry": ".>.>.>..."},
    "2.1.2": {"ipo": ">>>>>>>>>", "big-data": "0>>>>!!!!"},
    "2.1.3": {"ipo": "00>>>>>>C"},
    "2.2.1": {"ipo": ">>>>>>C.."},
    "2.2.2": {"ipo": "0..0..0.0"},
    "2.2.3": {
        "ipo": "0>>>>>>>>",
        "science": ".>>>>>>>.",
        "academy-of-sciences": "..>>>>>>>",
        "academy-of-agriculture": "..>>>>>..",
    },
    "2.2.4": {
        "local-finance": ".0>>>!!!!",
        "central-bank": ">>>>>>>>>",
        "banking-insurance": "..>>>>>>>",
        "securities": "..>>>>...",
    },
    "2.2.5": {"ipo": "0>>>>>>>>", "central-bank": "..>>>>>>>", "banking-insurance": ".>>>>>>.."},
    "2.3.1": {"ipo": "0>>>>>!!>", "academy-of-sciences": "..>>>>>>>", "academy-of-agriculture": ".>>>>>>.."},
    "2.3.2": {"science": "...0.0.00"},
    "2.3.3": {"ipo": "0>>>>>>>>"},
    "2.3.4": {
        "culture-tourism": ">>>>>>>>>",
        "industry": "0>>>>>>..",
        "ethnic-religious": "00>>>>>>>",
        "copyright": "..>..>..>",
    },
    "2.4.1": {"ipo": "..0..0.0>"},
    "2.4.2": {"ipo": "0>>>>>>C."},  # all that reported are done, one body is silent: only the upper bound rises
    "2.4.3": {"big-data": ">>>>>>>>>", "ipo": "..>>>>>>>"},
    "3.1.1": {
        "market-regulation": ">>>>>>>>>",
        "commerce": "0>>>>>>>>",
        "public-security": ".>>>>>...",
        "copyright": "..>..>..>",
        "customs": "..>>>>>>>",
    },
    "3.1.2": {
        "procuratorate": "0>>>>>>>>",
        "public-security": "..>>>>...",
        "copyright": ".>..>..>.",
        "customs": "...>>>>>>",
    },
    "3.1.3": {"court": ">>>>>>>.."},
    "3.1.4": {"ipo": ">>>C....."},
    "3.2.1": {"market-regulation": "0>>>>>>>>", "development-reform": ".>>>>>>>!"},
    "3.2.4": {"justice": "..0..0..0"},
    "4.1.1": {"taxation": ">>>>>C..."},
    "4.1.2": {"ipo": "00>>>>>>>", "finance": "..0>>>>>>"},
    "4.2.1": {"members": ">>>>>C..."},
    "4.2.2": {"members": ">>>>>>>>>"},
}

# The office verifies in a later month than the body completed, so that its row restates nothing.
VERIFIED: dict[tuple[str, str], int] = {
    ("1.1.2", "ipo"): 6,
    ("1.1.5", "ipo"): 8,
    ("1.1.5", "agriculture"): 9,
    ("1.2.2", "human-resources"): 9,
    ("1.2.3", "education"): 8,
    ("1.3.1", "ipo"): 7,
    ("3.1.4", "ipo"): 5,
}

# indicator > month > value. The first stops in August, so that in September a stale figure can be seen.
FIGURES: dict[str, dict[int, str]] = {
    "invention-patents-per-10k": {
        1: "2.82",
        2: "2.82",
        3: "2.83",
        4: "2.84",
        5: "2.84",
        6: "2.85",
        7: "2.85",
        8: "2.86",
    },
    "copyright-registrations": {1: "31", 2: "55", 3: "87", 4: "118", 5: "146", 6: "173", 7: "222", 8: "298", 9: "352"},
    "enterprise-patent-share": {3: "57.6", 6: "58.9", 8: "59.3", 9: "60.2"},
}

# Restatements: what is restated, month, the new value or status, days after the first report.
CORRECTED_FIGURE = ("copyright-registrations", 8, "311", 12)
CORRECTED_PROGRESS = ("3.1.1", "commerce", 7, "!", 12)

# Days of the following month on which offices work, 3 to 9 days after the month's end where the holidays leave any.
REPORTING_DAYS = {
    1: [2, 3],  # before Spring Festival
    2: [4, 5, 6, 7, 8],
    3: [3, 4, 8, 9],
    4: [5, 6, 7, 8, 9],
    5: [3, 4, 5, 6],
    6: [3, 4, 5, 8, 9],
    7: [5, 6, 7, 8, 9],
    8: [3, 4, 5, 6, 9],
    9: [8, 9],  # after the week of the National Day
}
LATE_BODY = "ethnic-religious"
LATE_DAYS = range(18, 27)

FIGURE_COLUMNS = ["指标", "报告期", "实际值", "填报日期", "说明"]
PROGRESS_COLUMNS = ["任务编号", "报告期", "状态", "佐证材料", "存在问题", "下一步措施", "填报日期", "进展说明"]
OFFICE_COLUMNS = ["任务编号", "责任单位", *PROGRESS_COLUMNS[1:]]

Row = dict[str, str]


def main() -> None:
    """Read the two YAML files and write the samples."""
    parser = argparse.ArgumentParser(description="Write the invented sample submissions.")
    parser.add_argument("--out", type=Path, default=HERE.parent / "data" / "actuals")
    parser.add_argument("--plan", type=Path, default=HERE.parent / "data" / "plan_2019.yaml")
    args = parser.parse_args()
    plan = yaml.safe_load(args.plan.read_text(encoding="utf-8"))
    texts = yaml.safe_load((HERE / "sample_texts.yaml").read_text(encoding="utf-8"))
    if faults := story_faults(plan, texts):
        raise SystemExit("\n".join(faults))
    write_files(args.out, sample_files(plan, texts))


def story_faults(plan: dict[str, Any], texts: dict[str, Any]) -> list[str]:
    """Return where the tables, the texts and the plan disagree: the board would refuse such samples."""
    tasks = [task for part in plan["parts"] for section in part["sections"] for task in section["tasks"]]
    named = {task["id"]: task["agencies"] for task in tasks}
    reported = {(task, body): reported_months(signs) for task, of in TIMELINES.items() for body, signs in of.items()}
    worded = {(task, body): list(rows) for task, of in texts["progress"].items() for body, rows in of.items()}
    faults = [f"{task}: the plan does not name {body}" for task, body in reported if body not in named.get(task, [])]
    faults += [
        f"{key}: months {reported.get(key)} in TIMELINES, {worded.get(key)} in the texts"
        for key in sorted(reported.keys() | worded.keys())
        if reported.get(key) != worded.get(key)
    ]
    faults += [
        f"{indicator}: its months differ from those of its texts"
        for indicator, values in FIGURES.items()
        if list(values) != list(texts["figures"].get(indicator, {}))
    ]
    for (task, body), month in VERIFIED.items():
        signs = TIMELINES[task][body]
        if "C" not in signs or signs.index("C") + 1 >= month or signs[month - 1 :].strip("."):
            faults.append(f"{task} {body}: verified in month {month}, but its months read {signs}")
    return faults


def reported_months(signs: str) -> list[int]:
    """Return the months, counted from 1, that hold a row."""
    return [month for month, sign in enumerate(signs, start=1) if sign != "."]


def sample_files(plan: dict[str, Any], texts: dict[str, Any]) -> dict[str, tuple[list[str], list[Row]]]:
    """Return columns and rows by file name: one file per body and quarter, and the restatements."""
    year = plan["year"]
    names = {body["id"]: body["name"] for body in plan["agencies"] + plan["groups"]}
    senders = names | {"office": plan["office"]["aliases"][0]}
    files: dict[str, tuple[list[str], list[Row]]] = {}
    for (body, quarter), rows in progress_by_quarter(year, names, texts).items():
        columns = OFFICE_COLUMNS if body == "office" else PROGRESS_COLUMNS
        files[file_name(senders[body], f"{year}Q{quarter}")] = (columns, rows)
    indicators = {indicator["id"]: indicator for indicator in plan["indicators"]}
    for (body, quarter), rows in figures_by_quarter(year, indicators, texts["figures"]).items():
        files[file_name(names[body], "指标", f"{year}Q{quarter}")] = (FIGURE_COLUMNS, rows)

    indicator_id, month, value, days = CORRECTED_FIGURE
    indicator = indicators[indicator_id]
    row = figure_row(year, indicator, month, value, texts["corrections"]["figures"], days_later=days)
    name = file_name(names[indicator["owner"]], "指标", f"{period(year, month)}更正")
    files[name] = (FIGURE_COLUMNS, [row])

    task, body, month, sign, days = CORRECTED_PROGRESS
    row = progress_row(year, task, body, month, STATUS[sign], texts["corrections"]["progress"], days_later=days)
    files[file_name(names[body], f"{period(year, month)}更正")] = (PROGRESS_COLUMNS, [row])
    return files


def progress_by_quarter(year: int, names: dict[str, str], texts: dict[str, Any]) -> dict[tuple[str, int], list[Row]]:
    """Return the progress rows by who sends them and quarter, ordered by month and then by task."""
    files: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for month in range(1, 10):
        for task, bodies in TIMELINES.items():
            for body, signs in bodies.items():
                if signs[month - 1] != ".":
                    sender = "office" if body == "members" else body  # a group sends no files
                    status, text = STATUS[signs[month - 1]], texts["progress"][task][body][month]
                elif VERIFIED.get((task, body)) == month:
                    sender, status, text = "office", VERIFIED_WORD, texts["verified"][task][body]
                else:
                    continue
                row = progress_row(year, task, sender, month, status, text) | {"责任单位": names[body]}
                files[sender, quarter_of(month)].append(row)
    return files


def progress_row(
    year: int, task: str, sender: str, month: int, status: str, text: str | dict[str, str], *, days_later: int = 0
) -> Row:
    """Return one row of a progress file; a text without extras is the note alone."""
    words = {"note": text} if isinstance(text, str) else text
    return {
        "任务编号": task,
        "报告期": period(year, month),
        "状态": status,
        "佐证材料": marked(words.get("evidence")),
        "存在问题": marked(words.get("obstacle")),
        "下一步措施": marked(words.get("next")),
        "填报日期": reported_on(year, sender, month, days_later),
        "进展说明": marked(words["note"]),
    }


def figures_by_quarter(
    year: int, indicators: dict[str, Any], texts: dict[str, Any]
) -> dict[tuple[str, int], list[Row]]:
    """Return the figures by owner and quarter, ordered by month."""
    files: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for month in range(1, 10):
        for indicator, values in FIGURES.items():
            if month in values:
                row = figure_row(year, indicators[indicator], month, values[month], texts[indicator][month])
                files[indicators[indicator]["owner"], quarter_of(month)].append(row)
    return files


def figure_row(year: int, indicator: dict[str, Any], month: int, value: str, note: str, *, days_later: int = 0) -> Row:
    """Return one row of a figures file."""
    return {
        "指标": indicator["name"],
        "报告期": period(year, month),
        "实际值": value,
        "填报日期": reported_on(year, indicator["owner"], month, days_later),
        "说明": marked(note),
    }


def reported_on(year: int, sender: str, month: int, days_later: int = 0) -> str:
    """Return the day on which a body reported a month: one day for all its rows, drawn from the seed."""
    period_end = date(year, month, calendar.monthrange(year, month)[1])
    days: list[int] = REPORTING_DAYS[month]
    if sender == LATE_BODY:
        days = [day for day in LATE_DAYS if (period_end + timedelta(days=day)).weekday() < 5]
    day = random.Random(f"{SEED} {sender} {month}").choice(days)
    return (period_end + timedelta(days=day + days_later)).isoformat()


def period(year: int, month: int) -> str:
    """Return the canonical form of a month."""
    return f"{year}-{month:02d}"


def quarter_of(month: int) -> int:
    """Return the quarter of a month."""
    return (month + 2) // 3


def marked(text: str | None) -> str:
    """Return the text with the mark that says it is invented, nothing for nothing."""
    return text + MARK if text else ""


def file_name(*words: str) -> str:
    """Return the name of a sample file."""
    return "_".join((PREFIX, *words)) + ".csv"


def write_files(out: Path, files: dict[str, tuple[list[str], list[Row]]]) -> None:
    """Write the files as Excel reads them (UTF-8 with BOM), and remove the sample files of an earlier story."""
    out.mkdir(parents=True, exist_ok=True)
    for old in out.glob(f"{PREFIX}_*.csv"):
        if old.name not in files:
            old.unlink()
    for name, (columns, rows) in files.items():
        table = io.StringIO()
        # An agency's rows carry no 责任单位: the file's own agency is meant.
        writer = csv.DictWriter(table, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        (out / name).write_bytes(table.getvalue().encode("utf-8-sig"))


if __name__ == "__main__":
    main()
