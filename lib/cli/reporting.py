"""The commands of those who report and of the office: submit, history, withdraw, restore, approve, send-back, lock,
unlock, template, access."""

from __future__ import annotations

import sys
from contextlib import suppress
from pathlib import Path

import click

from lib.board import ALL_ROLES, Access, Board, Receipt, Writer, form, locks, submissions, templates
from lib.cli.data import (
    Data,
    answer,
    body_named,
    cannot_write,
    data_options,
    insist_on_files,
    json_option,
    print_json,
    say_how_to_name_a_body,
)
from lib.errors import PeriodError, StoreError
from lib.intake import Reading
from lib.periods import Period, read_period
from lib.problems import Problem
from lib.rows import KIND_WORDS, Kind
from lib.rules import Change
from lib.say import change_record, check_entry, history_document, naming, receipts
from lib.statuses import SUBMISSION_STATES
from lib.store import printable, read_bytes


@click.command()
@click.argument("file", type=click.Path(path_type=Path, readable=False))
@click.option("--agency", help="替哪个单位报送：编号、名称或别名（默认看文件名）")
@click.option("--by", required=True, help="报送人姓名")
@click.option("--confirm", is_flag=True, help="确认全部“须确认”的提示")
@json_option
@data_options
@click.pass_obj
def submit(data: Data, file: Path, agency: str | None, by: str, confirm: bool, as_json: bool) -> None:
    """报送一份文件：先检查，没有问题才保存；有须确认的提示时要加 --confirm。"""
    insist_on_files(file)
    board = data.board()
    body = body_named(board.plan, agency) if agency else None
    name, content = printable(file.name), read_bytes(file)
    if isinstance(content, Problem):
        receipt = Receipt(Reading(name, body, None, [], [content]), [])
    else:
        receipt = submissions.submit(board, name, content, body, _writer(by), None if confirm else ())
    if as_json:
        id = receipt.submission.id if receipt.submission else None
        # What waits for approval changes nothing yet.
        counts = receipt.submission is None or receipt.submission.is_approved
        changes = list(map(change_record, receipt.changes if counts else ()))
        print_json({**check_entry(receipt.reading), "submission": id, "changes": changes})
    else:
        click.echo(receipts.as_text(board.measures(), receipt), nl=False)
        if receipt.can_be_sent:
            click.echo("\n没有保存。核对无误的，加 --confirm 再报一次。")
        say_how_to_name_a_body([receipt.reading])
    is_done = receipt.submission is not None or (receipt.reading.accepted and not receipt.reading.rows)
    sys.exit(0 if is_done else 1)


@click.command()
@json_option
@data_options
@click.pass_obj
def history(data: Data, as_json: bool) -> None:
    """全部报送，最近的在前。"""
    board = data.board()
    actuals = board.actuals
    if as_json:
        print_json(history_document(actuals))
        return
    states = actuals.states()
    for submission in reversed(actuals.submissions):
        why = f"（{submission.withdrawal.why}）" if submission.withdrawal else ""
        click.echo(
            f"{submission.id:>5}　{submission.received_at:%Y-%m-%d %H:%M}　{SUBMISSION_STATES[states[submission]].word}{why}　"
            f"{board.plan.name_of(submission.body)}　{submission.by or '放入文件夹'}　{submission.rows} 行　{submission.file}"
        )
    if not actuals.submissions:
        click.echo("还没有报送。")


@click.command()
@click.argument("id", type=int)
@click.option("--by", required=True, help="撤回人姓名")
@click.option("--why", required=True, help="撤回原因")
@data_options
@click.pass_obj
def withdraw(data: Data, id: int, by: str, why: str) -> None:
    """撤回一份报送：它的各行不再计入，内容保留，可以恢复。"""
    board = data.board()
    _say_changes(f"报送 {id} 已撤回。", submissions.withdraw(board, id, _writer(by), why), board)
    if board.actuals.rows.sample:
        click.echo("已没有计入的真实数据：看板又显示示例数据。不要示例的，请运行 clear-sample。")


@click.command()
@click.argument("id", type=int)
@click.option("--by", required=True, help="恢复人姓名")
@data_options
@click.pass_obj
def restore(data: Data, id: int, by: str) -> None:
    """恢复一份已撤回的报送。"""
    board = data.board()
    _say_changes(f"报送 {id} 已恢复。", submissions.restore(board, id, _writer(by)), board)


@click.command()
@click.argument("agency")
@click.option(
    "--kind", type=click.Choice(list(KIND_WORDS)), help="figures 指标实绩，progress 任务进展（默认：有任务的报进展）"
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="存为哪个文件")
@data_options
@click.pass_obj
def template(data: Data, agency: str, kind: Kind | None, out: Path) -> None:
    """一份可以填写的表：该单位本期要报的指标或任务，每项一行。文件名以 .xlsx 结尾的是 Excel 工作簿，其余是 CSV。"""
    board = data.board(record=False)
    measures, body = board.measures(), body_named(board.plan, agency)
    kinds = templates.kinds_of(board.plan, body)
    kind = kind or ("progress" if "progress" in kinds or not kinds else kinds[0])
    period = templates.default_period(measures, board.store.clock().date())
    ending: form.Ending = ".xlsx" if out.suffix.lower() == ".xlsx" else ".csv"
    content = templates.template(submissions.real_measures(board, period.end), body, kind, period, ending)
    there = out.read_bytes() if out.is_file() else b""
    if there not in (b"", content) and templates.is_filled_in(there, board.plan):
        raise StoreError(
            f"没有保存：已有文件“{printable(str(out))}”，里面可能是填好的内容。请换一个名字，或者先移走它。"
        )
    try:
        out.write_bytes(content)
    except OSError as error:
        raise cannot_write(out, error) from error
    click.echo(f"已存为 {printable(str(out))}：{board.plan.name_of(body)}，{KIND_WORDS[kind]}，{period.text}。")


@click.command()
@click.argument("action", type=click.Choice(["add", "revoke", "list"]))
@click.argument("agency", required=False)
@click.option("--by", default="管理员", help="制作或作废的人")
@json_option
@data_options
@click.pass_obj
def access(data: Data, action: str, agency: str | None, by: str, as_json: bool) -> None:
    """报送码：add 制作（只显示这一次），revoke 作废，list 列出哪些单位有。"""
    store = data.store()
    plan, codes = data.board(record=False).plan, Access(store)
    if action == "list":
        made = codes.bodies()
        lines = [
            f"{plan.name_of(body) if body in plan.bodies or body == plan.office.id else body}　{at[:16].replace('T', ' ')}"
            for body, at in made.items()
        ]
        lines.append(
            f"{naming.counted(plan, made, '个单位')}有报送码。" if made else "还没有任何报送码：只有本机可以报送。"
        )
        answer(as_json, {"codes": [{"agency": body, "made_at": at} for body, at in made.items()]}, *lines)
        return
    if not agency:
        raise click.UsageError(f"access {action} 要写明单位，例如 access {action} {plan.agencies[0].id}。")
    body = body_named(plan, agency)
    name = plan.name_of(body)
    if action == "add":
        code = codes.make(body, _writer(by), plan.office.id)
        once = "只显示这一次，请交给填报人；以前的报送码随之作废。"
        answer(as_json, {"agency": body, "code": code}, f"{name} 的报送码：{code}", once)
    else:
        done = codes.take_back(body, _writer(by), plan.office.id)
        said = f"{name} 的报送码已作废。" if done else f"{name} 没有报送码。"
        answer(as_json, {"agency": body, "revoked": done}, said)


@click.command()
@click.argument("id", type=int)
@click.option("--by", required=True, help="审核人姓名，不能是报送人")
@data_options
@click.pass_obj
def approve(data: Data, id: int, by: str) -> None:
    """审核通过一份待审核的报送：从此计入。"""
    board = data.board()
    _say_changes(f"报送 {id} 审核通过，已计入。", submissions.approve(board, id, _writer(by)), board)


@click.command("send-back")
@click.argument("id", type=int)
@click.option("--by", required=True, help="审核人姓名，不能是报送人")
@click.option("--why", required=True, help="退回原因")
@data_options
@click.pass_obj
def send_back(data: Data, id: int, by: str, why: str) -> None:
    """审核不通过：退回给报送人，不计入。"""
    submissions.send_back(data.board(), id, _writer(by), why)
    click.echo(f"报送 {id} 已退回，没有计入。")


@click.command()
@click.argument("period")
@click.option("--by", required=True, help="锁期人姓名")
@data_options
@click.pass_obj
def lock(data: Data, period: str, by: str) -> None:
    """锁期：这个报告期和以前的，单位的行不再接受，统筹办的照旧。"""
    board = data.board()
    locks.lock(board, _period(board, period), _writer(by))
    click.echo(locks.said(board.actuals.locked_until))


@click.command()
@click.argument("period")
@click.option("--by", required=True, help="解锁人姓名")
@click.option("--why", required=True, help="解锁原因")
@data_options
@click.pass_obj
def unlock(data: Data, period: str, by: str, why: str) -> None:
    """解锁：这个报告期和以后的重新接受；在它以前结束的仍然锁着。"""
    board = data.board()
    locks.unlock(board, _period(board, period), _writer(by), why)
    click.echo(f"已解锁。{locks.said(board.actuals.locked_until)}")


COMMANDS = [approve, send_back, lock, unlock, submit, history, withdraw, restore, template, access]


def _writer(name: str) -> Writer:
    """Whoever may run commands here writes for every body."""
    return Writer(name, None, "command_line", ALL_ROLES)


def _period(board: Board, text: str) -> Period:
    """A period of the plan's year. Raises click.BadParameter."""
    year = board.plan.year
    with suppress(PeriodError):
        if (found := read_period(text, year).period).end.year == year:
            return found
    raise click.BadParameter(f"“{text}”不是 {year} 年的报告期。请写成 {year}-09 或 {year}Q3。")


def _say_changes(done: str, changes: list[Change], board: Board) -> None:
    click.echo(done)
    for what, how in receipts.changed(changes, board.measures()):
        click.echo(f"  {what}：{how}")
