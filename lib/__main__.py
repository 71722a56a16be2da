"""The command line: python -m lib status | check | clear-sample.

Exit codes: 0 good, 1 problems found, 2 wrong use. With --json one JSON document is printed and nothing else.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from lib import findings, formats, indicator_findings, settings
from lib.board import Board, plan_files
from lib.counting import Counting, doubts
from lib.entries import printable, read_bytes
from lib.errors import PlanError
from lib.folder_store import FolderStore
from lib.headers import KIND_WORDS
from lib.intake import Reading, read_file
from lib.measures import Measures
from lib.plan import Plan
from lib.plan_file import check_plan
from lib.problems import Problem
from lib.status import check_entry, problem_record, status_document
from lib.statuses import LAMPS, TASK_STATUSES
from lib.submissions import clear_sample as clear_sample_files

DAY = click.DateTime(formats=["%Y-%m-%d"])


class Data:
    """The plan file and the folder that a call is about."""

    plan: Path | None = None
    actuals: Path | None = None

    def plan_path(self) -> Path:
        """--plan, else PLANBOARD_PLAN, else the newest plan."""
        return plan_files(self.plan or settings.plan_path())[0]

    def board(self, *, record: bool = True) -> Board:
        """The chosen plan with the chosen folder; other plans are looked at only where none was named."""
        named = self.plan or settings.plan_path()
        path = self.plan_path()
        return Board(path, self.store(record=record), siblings=() if named else plan_files())

    def store(self, *, record: bool = True) -> FolderStore:
        """The chosen folder."""
        return FolderStore(self.actuals or settings.actuals_path(), record=record)


def data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--plan and --actuals, before or after the command's name."""

    def keep(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
        if value is not None and param.name:
            setattr(ctx.ensure_object(Data), param.name, value)

    plan_help = "计划文件（默认 PLANBOARD_PLAN，否则 data/plan_*.yaml 中最新的）"
    actuals_help = "实绩文件夹（默认 PLANBOARD_ACTUALS，否则 data/actuals）"
    path = click.Path(path_type=Path)
    command = click.option("--actuals", type=path, callback=keep, expose_value=False, help=actuals_help)(command)
    return click.option("--plan", type=path, callback=keep, expose_value=False, help=plan_help)(command)


@click.group()
@data_options
@click.pass_context
def main(ctx: click.Context) -> None:
    """推进计划看板：从命令行查看进展、检查文件。"""
    ctx.ensure_object(Data)


@main.command()
@click.option("--as-of", type=DAY, help="数据截至，例如 2021-09-30")
@click.option("--known-by", type=DAY, help="知悉截至，例如 2021-10-15")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")
@data_options
@click.pass_obj
def status(data: Data, as_of: datetime | None, known_by: datetime | None, as_json: bool) -> None:
    """计划进展如何。"""
    board = data.board()
    try:
        measures = board.measures(_day(as_of), _day(known_by))
    except PlanError as error:
        _refuse_plan(error.problems, as_json)
    if as_json:
        _print_json(status_document(measures))
    else:
        _print_status(measures)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")
@data_options
@click.pass_obj
def check(data: Data, files: tuple[Path, ...], as_json: bool) -> None:
    """检查计划和文件（默认：文件夹中的全部文件），列出所有问题。有须改正的问题时退出码为 1。"""
    plan, problems = check_plan(data.plan_path())
    if plan is None or problems:
        _refuse_plan(problems, as_json)
    board = data.board(record=False)
    readings = _check_files(board, files) if files else board.actuals.readings
    if as_json:
        _print_json({"plan": {"problems": []}, "files": [check_entry(reading) for reading in readings]})
    else:
        for reading in readings:
            _print_reading(reading, plan)
        refused = sum(not reading.accepted for reading in readings)
        click.echo(f"计划文件没有问题；共检查 {len(readings)} 个文件，{refused} 个不能接受。")
    sys.exit(0 if all(reading.accepted for reading in readings) else 1)


@main.command("clear-sample")
@click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")
@data_options
@click.pass_obj
def clear_sample(data: Data, as_json: bool) -> None:
    """删除示例数据文件（文件名以“示例_”开头）。"""
    removed = clear_sample_files(data.store())
    if as_json:
        _print_json({"removed": removed})
    else:
        click.echo(f"已删除 {len(removed)} 个示例文件。" if removed else "没有示例文件。")


def _day(value: datetime | None) -> date | None:
    return value.date() if value else None


def _check_files(board: Board, files: tuple[Path, ...]) -> list[Reading]:
    """The named files, each as it would stand beside the figures that count."""
    counting = Counting()
    for counted in board.actuals.counted:
        if not counted.reading.is_sample:
            counting.add(counted.reading)
    readings = []
    for path in files:
        data = read_bytes(path)
        if isinstance(data, Problem):
            readings.append(Reading(printable(path.name), None, None, [], [data]))
            continue
        reading = read_file(printable(path.name), data, board.plan, board.store.clock().date())
        readings.append(reading._replace(problems=reading.problems + doubts(reading, board.plan, counting)))
    return readings


def _refuse_plan(problems: list[Problem], as_json: bool) -> NoReturn:
    """Say what is wrong with the plan file and stop: 2 where there is none, 1 where it has faults."""
    if as_json:
        _print_json({"plan": {"problems": [problem_record(p) for p in problems]}, "files": []})
    else:
        for found in problems:
            click.echo(f"{found.file} {found.message}".strip(), err=True)
    sys.exit(2 if any(p.code == "plan_missing" for p in problems) else 1)


def _print_json(document: dict[str, Any]) -> None:
    click.echo(json.dumps(document, ensure_ascii=False, indent=2))


def _print_status(measures: Measures) -> None:
    plan, problems = measures.plan, measures.actuals.problems
    sample = "（示例数据，非真实进展）" if measures.sample else ""
    known_by = f"，知悉截至 {measures.known_by}" if measures.known_by else ""
    click.echo(f"{plan.title}　{plan.document}{sample}")
    click.echo(
        f"数据截至 {measures.as_of}{known_by}，序时进度 {formats.percent(measures.elapsed)}，校验码 {measures.check_code}"
    )
    click.echo(findings.summary(measures))
    click.echo(
        f"报送率 {formats.percent(measures.summary.coverage)}，本期报送率 {formats.percent(measures.summary.current_coverage)}"
    )
    click.echo("\n指标")
    for indicator in measures.indicators.values():
        lamp = LAMPS[indicator.status]
        stale = "（数据滞后）" if indicator.stale else ""
        click.echo(
            f"  {lamp.glyph} {lamp.word}　{indicator_findings.headline(indicator)}　{indicator_findings.period(indicator)}{stale}"
        )
    click.echo("\n任务")
    for key, look in TASK_STATUSES.items():
        click.echo(f"  {look.glyph} {look.word} {measures.summary.count(key)}")
    click.echo("\n责任单位")
    for body, rates in measures.bodies.items():
        click.echo(
            f"  {plan.name_of(body)}：{rates.total} 项，完成 {rates.completed} 项（{findings.completion(rates)}），本期欠报 {rates.owing} 项"
        )
    if problems:
        click.echo(f"\n数据问题 {len(problems)} 处")
        for found in problems:
            click.echo(f"  {found.file}：{found.message}")


def _print_reading(reading: Reading, plan: Plan) -> None:
    kind = KIND_WORDS[reading.kind] if reading.kind else "未识别"
    body = plan.name_of(reading.by) if reading.by else "未识别单位"
    verdict = "不能接受" if not reading.accepted else "须确认" if reading.needs_confirmation else "可以接受"
    click.echo(f"{reading.file}　{body}　{kind}　{len(reading.rows)} 行　{verdict}")
    for found in reading.problems:
        click.echo(
            f"  {'须改正' if found.blocking else '须确认' if found.severity == 'confirm' else '说明'}　{found.message}"
        )


def run() -> None:
    """Run the command line; known errors are shown as their text, output is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        main(prog_name="python -m lib")
    except PlanError as error:
        _refuse_plan(error.problems, "--json" in sys.argv)


if __name__ == "__main__":
    run()
