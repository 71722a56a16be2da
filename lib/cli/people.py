"""The command people: whether the people file is in order."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from lib import settings
from lib.board import ROLE_WORDS, check_people
from lib.cli.data import Data, answer, data_options, insist_on_files, json_option
from lib.problems import SEVERITY_WORDS, Problem
from lib.say import problem_record
from lib.store import read_bytes


@click.command()
@click.argument("action", type=click.Choice(["check"]))
@click.argument("file", required=False, type=click.Path(path_type=Path))
@json_option
@data_options
@click.pass_obj
def people(data: Data, action: str, file: Path | None, as_json: bool) -> None:
    """人员名单：check 检查，列出所有问题和行号。有须改正的问题时退出码为 1。"""
    path = file or settings.people_path()[0]
    insist_on_files(path)
    content = read_bytes(path)
    if isinstance(content, Problem):
        found, problems = None, [content]
    else:
        found, problems = check_people(path.name, content, data.board(record=False).plan)
    lines = [f"{p.file}　{SEVERITY_WORDS[p.severity]}　{p.message}" for p in problems]
    is_good = not any(p.blocking for p in problems)
    if found is not None and is_good:
        able = [f"{word} {sum(role in one.roles for one in found.people)} 人" for role, word in ROLE_WORDS.items()]
        lines.append(f"人员名单可以用：{len(found.people)} 人，凭 {found.claim} 认人；能{'，'.join(able)}。")
    else:
        lines.append(f"人员名单有 {len(problems)} 处问题，不能用。")
    answer(as_json, {"accepted": is_good, "problems": list(map(problem_record, problems))}, *lines)
    sys.exit(0 if is_good else 1)
