"""The commands about the store itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lib.cli.data import Data, answer, cannot_write, data_options, json_option, print_json
from lib.say import problem_record
from lib.store import open_store, printable


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
        counts = {name: getattr(found, name) for name in ("events", "contents", "unsealed", "unnamed")}
        print_json({**counts, "problems": problems})
    elif found.problems:
        click.echo(f"有 {len(found.problems)} 处对不上，第一处：")
        for problem in found.problems:
            click.echo(f"  {problem.file}：{problem.message}")
    else:
        all_here = f"{found.contents} 份内容都在"
        if found.unsealed:
            click.echo(
                f"{found.events} 条记录里有 {found.unsealed} 条没有指纹，改没改过看不出来；其余前后相接，{all_here}。"
            )
        else:
            click.echo(f"完整：{found.events} 条记录前后相接，{all_here}，没有改动。")
        if found.unnamed:
            click.echo(
                f"另有 {found.unnamed} 份内容没有一条记录提到：写到一半停下会留下一次的；多了，就是记录末尾被截去过，请与备份核对。"
            )
    sys.exit(1 if found.problems else 0)


@store.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@json_option
def copy(source: str, target: str, as_json: bool) -> None:
    """把一处存储整个复制到另一处空的：编号、时间、历史、内容、报送码。FROM、TO 是文件夹或 postgresql+psycopg:// 地址。

    文件夹里还没有收下的文件不复制；FROM 不改动。复制期间不要往 FROM 报送。
    """
    if "://" not in source and not Path(source).is_dir():
        raise click.BadParameter(f"没有文件夹“{printable(source)}”。请核对路径。", param_hint="FROM")
    everything = open_store(source, record=False).everything()
    if "://" not in target:
        try:
            Path(target).mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise cannot_write(Path(target), error, "TO") from error
    copied = open_store(target)
    copied.take_over(everything)
    events, contents = len(everything.events), len(everything.contents) + len(everything.plans)
    answer(as_json, {"events": events, "contents": contents}, f"复制了 {events} 条记录、{contents} 份内容。")


COMMANDS = [store]
