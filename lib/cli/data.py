"""What all commands share: the chosen data, how they print, how they stop."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any, NoReturn

import click

from lib import settings
from lib.board import Board, plan_files
from lib.intake import Reading
from lib.plan import Plan
from lib.problems import Problem, nearest
from lib.say import json_text, problem_record
from lib.store import Store, open_store, printable, reason


class Data:
    """The plan file and the folder that a call is about."""

    plan: Path | None = None
    actuals: Path | None = None

    def plan_path(self, today: date | None = None) -> Path:
        """--plan, else PLANBOARD_PLAN, else the plan of the latest year that has begun."""
        return plan_files(self.plan or settings.plan_path(), today)[0]

    def board(self, *, record: bool = True, today: date | None = None) -> Board:
        """The chosen plan with the chosen folder."""
        return Board(self.plan_path(today), self.store(record=record), today=today)

    def store(self, *, record: bool = True) -> Store:
        """The store of the settings, of which the chosen folder takes the place of the folder, or of the database's inlet;
        with `record` what is seen for the first time is written down."""
        address = settings.store_address()
        return open_store(
            address if "://" in str(address) else self.actuals or address, record=record, inlet=self.actuals
        )


def data_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--plan and --actuals, before or after the command's name."""

    def keep(ctx: click.Context, param: click.Parameter, value: Path | None) -> None:
        if value is not None and param.name:
            setattr(ctx.ensure_object(Data), param.name, value)

    plan_help = "计划文件（默认 PLANBOARD_PLAN，否则 data/plan_*.yaml 中最新的）"
    actuals_help = "实绩文件夹（默认 PLANBOARD_ACTUALS，否则 data/actuals）"
    path = click.Path(path_type=Path, readable=False)  # what cannot be read is said in our own words
    command = click.option("--actuals", type=path, callback=keep, expose_value=False, help=actuals_help)(command)
    return click.option("--plan", type=path, callback=keep, expose_value=False, help=plan_help)(command)


DAY = click.DateTime(formats=["%Y-%m-%d"])

json_option = click.option("--json", "as_json", is_flag=True, help="只输出一个 JSON 文档")


def moment_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """--as-of and --known-by."""
    command = click.option("--known-by", type=DAY, help="知悉截至，例如 2021-10-15")(command)
    return click.option("--as-of", type=DAY, help="数据截至，例如 2021-09-30")(command)


def day_of(value: datetime | None) -> date | None:
    """An option's day."""
    return value.date() if value else None


def body_named(plan: Plan, text: str, *, groups: bool = False) -> str:
    """The agency or office that an argument names; with `groups` a group, too. Raises click.BadParameter."""
    body = plan.find_body(text)
    if body is None or (groups and body == plan.office.id):
        ids = "、".join([*([] if groups else [plan.office.id]), *(agency.id for agency in plan.agencies[:3])])
        raise click.BadParameter(f"计划里没有单位“{text}”。请写编号（例如 {ids} ……）、名称或别名。")
    if body in plan.groups_by_id and not groups:
        raise click.BadParameter(f"“{plan.name_of(body)}”不单独报送。它的任务由统筹办报送，请写 {plan.office.id}。")
    return body


def insist_on_files(*paths: Path) -> None:
    """Stop with 2 where a named file is not there: where it was looked for, and what there is of a like name."""
    gone = [path for path in paths if not _is_there(path)]
    for path in gone:
        name, folder = printable(path.name), path.absolute().parent
        said = f"文件夹“{printable(str(folder))}”"
        if _is_there(folder):
            alike = nearest(name, _files_in(folder))
            said += f"里没有“{name}”。{alike}请核对文件名；在别的文件夹里的，连文件夹一起写。"
        else:
            said += f"不存在，找不到其中的“{name}”。请核对路径。"
        click.echo(said, err=True)
    if gone:
        sys.exit(2)


def _files_in(folder: Path) -> list[str]:
    try:
        return [printable(path.name) for path in folder.iterdir() if path.is_file()]
    except OSError:
        return []


def _is_there(path: Path) -> bool:
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True  # why it cannot be read is said when it is
    return True


def print_json(document: dict[str, Any]) -> None:
    """One JSON document."""
    click.echo(json_text(document))


def say_how_to_name_a_body(readings: Iterable[Reading]) -> None:
    """Where a file name does not say whose a file is, that an option does."""
    if any(p.code == "body_unknown" for reading in readings for p in reading.problems):
        click.echo("\n也可以用 --agency 写明单位。")


def answer(as_json: bool, document: dict[str, Any], *lines: str) -> None:
    """What a command says: one JSON document, or lines."""
    if as_json:
        print_json(document)
    else:
        click.echo("\n".join(lines))


def cannot_write(out: Path, error: OSError, named: str = "--out") -> click.BadParameter:
    """That what was `named` cannot be written, and why."""
    why = "文件夹不存在" if error.errno == errno.ENOENT else reason(error)
    return click.BadParameter(f"不能写入“{printable(str(out))}”：{why}", param_hint=named)


def refuse_plan(problems: list[Problem], as_json: bool) -> NoReturn:
    """Say what is wrong with the plan file and stop: 2 where there is none, 1 where it has faults."""
    if as_json:
        print_json({"plan": {"problems": [problem_record(p) for p in problems]}, "files": []})
    else:
        for found in problems:
            click.echo(f"{found.file} {found.message}".strip(), err=True)
    sys.exit(2 if any(p.code == "plan_missing" for p in problems) else 1)
