"""The commands import-plan and lint-plan: from a document to a draft, and what a plan leaves open."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import click

from lib.cli.data import Data, cannot_write, data_options, json_option, print_json, refuse_plan
from lib.drafts import LINT, Draft, Finding, lint, plan_text, read_draft
from lib.errors import DraftError
from lib.plan import Plan, check_plan, key_of, load_plan
from lib.say import draft_document, lint_document
from lib.store import printable

_MOST_NAMED = 12
"""Ids listed behind a finding; the rest is counted."""


@click.command("import-plan")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="把草稿存为计划文件")
@click.option("--year", type=click.IntRange(1949, 2100), help="计划年度（默认看文件）")
@click.option("--title", default="", help="计划名称（默认看文件）")
@json_option
@data_options
def import_plan(file: Path, out: Path | None, year: int | None, title: str, as_json: bool) -> None:
    """从正式文件读出计划草稿：任务、责任单位、期限、数字目标，和每一处要人决定的地方。"""
    try:
        data = file.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"打不开“{printable(str(file))}”：{error.strerror}", param_hint="FILE") from error
    draft = read_draft(printable(file.name), data, year=year, title=title)
    if out is not None:
        _write(out, plan_text(draft))
    if as_json:
        print_json(draft_document(draft))
        return
    _print_draft(draft)
    if out is not None:
        click.echo(f"\n草稿已存为 {printable(str(out))}。")
        missing = check_plan(out)[1]
        for found in missing:
            click.echo(f"  还缺　{found.message}")
        if not missing:
            click.echo("  check 已能通过；带“待定”“待确认”的各行请对照原文处理。")


@click.command("lint-plan")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--before", type=click.Path(path_type=Path), help="上年的计划文件（默认：同一文件夹里上一年的 plan_*.yaml）"
)
@click.option("--strict", is_flag=True, help="有任何一处时退出码为 1")
@json_option
@data_options
@click.pass_obj
def lint_plan(data: Data, file: Path | None, before: Path | None, strict: bool, as_json: bool) -> None:
    """计划没有写定的地方：没有数、期限、牵头的任务，空泛的说法，负担过重的单位，与上年的不同。"""
    path = file or data.plan_path()
    plan, problems = check_plan(path)
    if plan is None or any(p.blocking for p in problems):
        refuse_plan(problems, as_json)
    before = before or _year_before(path, plan)
    earlier = load_plan(before) if before else None
    findings = lint(plan, earlier)
    if as_json:
        print_json(lint_document(plan, earlier, findings))
    else:
        _print_findings(plan, earlier, findings)
    sys.exit(1 if strict and findings else 0)


COMMANDS = [import_plan, lint_plan]


def _write(out: Path, text: str) -> None:
    # What somebody has worked on since is not written over; the same draft once more does no harm.
    if out.is_file() and out.read_bytes() != text.encode():
        raise DraftError(f"没有保存：已有文件“{printable(str(out))}”，内容不同。请换一个名字，或者先移走它。")
    try:
        out.write_bytes(text.encode())
    except OSError as error:
        raise cannot_write(out, error) from error


def _print_draft(draft: Draft) -> None:
    bodies = {name for task in draft.tasks for name in task.agencies}
    click.echo(f"{draft.title or '（没有看出名称）'}　{draft.document}　{draft.year or '（没有看出年度）'}")
    click.echo(
        f"{len(draft.tasks)} 项任务，{len(bodies)} 个责任单位，{len(draft.targets)} 个数字目标（待确认），{len(draft.doubts)} 处待定。"
    )
    above: tuple[str, ...] = ()
    for task in draft.tasks:
        if task.path != above:
            click.echo("\n" + " › ".join(task.path))
            above = task.path
        click.echo(f"  第{task.lines[0]}行　{task.no}{task.text[:30]}{'…' if len(task.text) > 30 else ''}")
        roles = {**dict.fromkeys(task.support, "（配合）"), **dict.fromkeys(task.lead, "（牵头）")}
        named = "、".join(name + roles.get(name, "") for name in task.agencies) + ("等" if task.is_open else "")
        click.echo(f"      {named}{f'；{task.due_text}' if task.due_text else ''}")
    if draft.targets:
        click.echo("\n数字目标（待确认）")
        for number, target in draft.targets:
            sign = {">=": "≥", "<=": "≤", "~": "≈", "=": ""}[target.op]
            click.echo(f"  第{number}项　{sign}{target.value:.15g}{target.unit}　“{target.quote}”")
    if draft.doubts:
        click.echo("\n待定")
        for found in draft.doubts:
            click.echo(f"  {f'第{found.line}行' if found.line else '全文'}　{found.message}")


def _print_findings(plan: Plan, earlier: Plan | None, findings: list[Finding]) -> None:
    click.echo(f"{plan.title}：{len(plan.tasks)} 项任务，没有写定的地方 {len(findings)} 处。")
    click.echo(f"与“{earlier.title}”比较。" if earlier else "没有上年的计划可比。")
    counts = Counter(found.code for found in findings)
    for code in (code for code in LINT if counts[code]):
        of_code = [found for found in findings if found.code == code]
        if len({found.message for found in of_code}) == 1:
            ids = "、".join(found.id for found in of_code[:_MOST_NAMED])
            click.echo(f"  {ids}{' 等' if len(of_code) > _MOST_NAMED else ''} {len(of_code)} 项：{of_code[0].message}")
        else:
            for found in of_code:
                click.echo(f"  {found.id}：{found.message}")


def _year_before(path: Path, plan: Plan) -> Path | None:
    beside = [
        other for other in sorted(path.resolve().parent.glob("plan_*.yaml")) if key_of(other).year == plan.year - 1
    ]
    return beside[0] if beside else None
