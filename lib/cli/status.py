"""The command line: python -m lib status | check | clear-sample, and the commands of the modules beside this one.

Exit codes: 0 good, 1 problems found, 2 wrong use. With --json one JSON document is printed and nothing else.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from lib import formats
from lib.board import Board, doubts, real_counting, submissions
from lib.board import clear_sample as clear_sample_files
from lib.cli import backup as backup_commands
from lib.cli import brief as briefing_commands
from lib.cli import drafting as drafting_commands
from lib.cli import people as people_commands
from lib.cli import reporting as reporting_commands
from lib.cli import storing as storing_commands
from lib.cli.data import (
    DAY,
    Data,
    answer,
    body_named,
    data_options,
    day_of,
    insist_on_files,
    json_option,
    moment_options,
    print_json,
    refuse_plan,
    say_how_to_name_a_body,
)
from lib.errors import BoardError, PlanError
from lib.intake import Reading, read_file
from lib.plan import Plan, check_plan
from lib.problems import SEVERITY_WORDS, Problem
from lib.rows import KIND_WORDS
from lib.rules import Measures
from lib.say import check_entry, findings, indicator_findings, problem_record, status_document
from lib.statuses import TASK_STATUSES
from lib.store import printable, read_bytes


@click.group()
@data_options
@click.pass_context
def main(ctx: click.Context) -> None:
    """推进计划看板：从命令行查看进展、检查和报送文件。"""
    ctx.ensure_object(Data)


@main.command()
@moment_options
@click.option("--today", type=DAY, help="查看日期，默认今天：没有选“数据截至”时由它决定截至哪一天")
@json_option
@data_options
@click.pass_obj
def status(
    data: Data, as_of: datetime | None, known_by: datetime | None, today: datetime | None, as_json: bool
) -> None:
    """计划进展如何。"""
    board = data.board(today=day_of(today))
    try:
        measures = board.measures(day_of(as_of), day_of(known_by))
    except PlanError as error:
        refuse_plan(error.problems, as_json)
    if as_json:
        print_json(status_document(measures, board.actuals.problems))
    else:
        _print_status(measures, board.actuals.problems)


@main.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path, readable=False))
@click.option("--agency", help="写明的文件是哪个单位的：编号、名称或别名（默认看文件名）")
@json_option
@data_options
@click.pass_obj
def check(data: Data, files: tuple[Path, ...], agency: str | None, as_json: bool) -> None:
    """检查计划和文件（默认：文件夹中的全部文件），列出所有问题。有须改正的问题时退出码为 1。"""
    insist_on_files(*files)
    if agency and not files:
        raise click.UsageError("--agency 说的是写明的文件：请一并写出文件名。")
    plan, problems = check_plan(data.plan_path())
    if plan is None or any(p.blocking for p in problems):
        refuse_plan(problems, as_json)
    board = data.board(record=False)
    body = body_named(board.plan, agency) if agency else None
    readings = _check_files(board, files, body) if files else board.actuals.readings
    if as_json:
        plan_said = {"problems": list(map(problem_record, problems))}
        print_json({"plan": plan_said, "files": list(map(check_entry, readings))})
    else:
        for doubt in problems:
            click.echo(f"{doubt.file}　{SEVERITY_WORDS[doubt.severity]}　{doubt.message}")
        for reading in readings:
            _print_reading(reading, plan)
        first = f"计划文件有 {len(problems)} 处须确认" if problems else "计划文件没有问题"
        refused = sum(not reading.accepted for reading in readings)
        click.echo(f"{first}；共检查 {len(readings)} 个文件，{refused} 个{SEVERITY_WORDS['refuse']}。")
        if files:
            say_how_to_name_a_body(readings)
    sys.exit(0 if all(reading.accepted for reading in readings) else 1)


@main.command("clear-sample")
@json_option
@data_options
@click.pass_obj
def clear_sample(data: Data, as_json: bool) -> None:
    """删除示例数据文件（文件名以“示例_”开头）。"""
    removed = clear_sample_files(data.store())
    answer(as_json, {"removed": removed}, f"已删除 {len(removed)} 个示例文件。" if removed else "没有示例文件。")


def _check_files(board: Board, files: tuple[Path, ...], body: str | None) -> list[Reading]:
    """The named files, each as it would stand beside the figures that count; without `body` its name says whose it is."""
    counting = real_counting(board.actuals)
    readings = []
    for path in files:
        name, data = printable(path.name), read_bytes(path)
        if isinstance(data, Problem):
            readings.append(Reading(name, body, None, [], [data]))
            continue
        reading = read_file(name, data, board.plan, board.store.clock().date(), body)
        wrong = submissions.named_wrongly(name, data, board.plan, body) if body else []
        found = [*wrong, *doubts(reading, board.plan, counting)]
        readings.append(reading._replace(problems=reading.problems + found))
    return readings


def _print_status(measures: Measures, problems: Sequence[Problem]) -> None:
    plan = measures.plan
    sample = "（示例数据，非真实进展）" if measures.sample else ""
    known_by = f"，知悉截至 {measures.known_by}" if measures.known_by else ""
    click.echo(f"{plan.title}　{plan.document}{sample}")
    click.echo(
        f"数据截至 {measures.as_of}{known_by}，序时进度 {formats.percent(measures.elapsed)}，校验码 {measures.check_code}"
    )
    click.echo(findings.summary(measures))
    click.echo(findings.coverage(measures, measures.summary))
    click.echo("\n指标")
    for indicator in measures.indicators.values():
        lamp = indicator_findings.lamp(indicator)
        # Without a figure the headline says so already.
        period = f"　{indicator_findings.period_and_age(indicator)}" if indicator.period else ""
        click.echo(f"  {lamp.glyph} {lamp.word}　{indicator_findings.headline(indicator)}{period}")
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
    body = plan.name_of(reading.sender) if reading.sender else "未识别单位"
    held = SEVERITY_WORDS["confirm"] if reading.needs_confirmation else "可以接受"
    verdict = held if reading.accepted else SEVERITY_WORDS["refuse"]
    # Of a refused file no row counts, however many it has.
    count = f"　{len(reading.rows)} 行" if reading.accepted else ""
    click.echo(f"{reading.file}　{body}　{kind}{count}　{verdict}")
    for found in reading.problems:
        click.echo(f"  {SEVERITY_WORDS[found.severity]}　{found.message}")


def run() -> None:
    """Run the command line; known errors are shown as their text, output is UTF-8 everywhere."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")
    try:
        main(prog_name="python -m lib")
    except PlanError as error:
        refuse_plan(error.problems, "--json" in sys.argv)
    except BoardError as error:
        if "--json" in sys.argv:
            print_json({"error": str(error)})
        else:
            click.echo(str(error), err=True)
        sys.exit(1)


for command in (
    *reporting_commands.COMMANDS,
    *drafting_commands.COMMANDS,
    briefing_commands.brief,
    *storing_commands.COMMANDS,
    people_commands.people,
    backup_commands.backup,
):
    main.add_command(command)
