"""The commands about the store itself."""

from __future__ import annotations

import sys

import click

from lib.cli.data import Data, data_options, json_option, print_json
from lib.say import problem_record


@click.group()
def store() -> None:
    """存储：核对记录和内容是否完整。"""


@store.command()
@json_option
@data_options
@click.pass_obj
def check(data: Data, as_json: bool) -> None:
    """核对报送记录（每条都记着前一条的指纹）和收下的全部内容；写明第一处对不上的。什么也不改动。"""
    found = data.store(record=False).check()
    if as_json:
        problems = [problem_record(p) for p in found.problems]
        print_json({"events": found.events, "contents": found.contents, "problems": problems})
    elif found.problems:
        click.echo(f"有 {len(found.problems)} 处对不上，第一处：")
        for problem in found.problems:
            click.echo(f"  {problem.file}：{problem.message}")
    else:
        click.echo(f"完整：{found.events} 条记录前后相接，{found.contents} 份内容都在，没有改动。")
    sys.exit(1 if found.problems else 0)


COMMANDS = [store]
