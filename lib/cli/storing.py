"""The commands about the store itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lib.cli.data import Data, answer, data_options, json_option, print_json
from lib.say import problem_record
from lib.store import open_store


@click.group()
def store() -> None:
    """存储：核对记录和内容是否完整；整个复制到另一处。"""


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


@store.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
def copy(source: str, target: str, as_json: bool) -> None:
    """把一处存储整个复制到另一处空的：编号、时间、历史、内容、报送码。FROM、TO 是文件夹或 postgresql+psycopg:// 地址。

    文件夹里还没有收下的文件不复制；FROM 不改动。复制期间不要往 FROM 报送。
    """
    if "://" not in target:
        Path(target).mkdir(parents=True, exist_ok=True)
    everything = open_store(source, record=False).everything()
    copied = open_store(target)
    copied.take_over(everything)
    events, contents = len(everything.events), len(everything.contents) + len(everything.plans)
    answer(as_json, {"events": events, "contents": contents}, f"复制了 {events} 条记录、{contents} 份内容。")


COMMANDS = [store]
