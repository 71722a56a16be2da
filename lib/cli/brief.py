"""The command brief: files for a meeting, and whether today's data still give a check code."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lib.cli.data import Data, body_named, cannot_write, data_options, day_of, insist_on_files, moment_options
from lib.errors import BriefingError
from lib.store import printable

if TYPE_CHECKING:
    from lib.briefing import files

_DEFAULT: tuple[files.FileFormat, ...] = ("pptx", "docx")

_FORMAT = click.Choice(["pptx", "docx", "png", "pdf"])

_SLIDES: tuple[files.FileFormat, ...] = ("pptx", "pdf")

_TEMPLATES: dict[str, tuple[files.FileFormat, ...]] = {".pptx": _SLIDES, ".potx": _SLIDES, ".docx": ("docx",)}
"""What an office's own template is for, by its ending."""


@click.command()
@click.option("--out", type=click.Path(path_type=Path, file_okay=False), help="存到哪个文件夹")
@moment_options
@click.option("--agency", help="只要一个单位的单页：编号、名称或别名")
@click.option(
    "--format",
    "formats",
    multiple=True,
    type=_FORMAT,
    help="要哪几种，可以写几个（默认 pptx 和 docx）",
)
@click.option(
    "--kind",
    "paper",
    type=click.Choice(["notice", "bulletin"]),
    default="notice",
    help="Word 文件：notice 督查通报（默认），bulletin 月度快报；有 --agency 时是该单位的督办单",
)
@click.option("--annex/--no-annex", default=True, help="幻灯片要不要附页（全表），默认要")
@click.option(
    "--template",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="本单位的模板：.pptx 或 .potx 给幻灯片和 PDF，.docx 给通报（督办单和快报用自带的版式）",
)
@click.option(
    "--if-changed", "last_code", metavar="CODE", help="数据仍得出这个校验码时什么也不生成，退出码 0（供定时任务用）"
)
@click.option("--verify", metavar="CODE", help="今天的数据是否还得出这个校验码（要 --as-of）")
@click.argument("more", nargs=-1, type=_FORMAT, metavar="")
@data_options
@click.pass_obj
def brief(
    data: Data,
    out: Path | None,
    as_of: datetime | None,
    known_by: datetime | None,
    agency: str | None,
    formats: tuple[files.FileFormat, ...],
    paper: files.Paper,
    annex: bool,
    template: Path | None,
    last_code: str | None,
    verify: str | None,
    more: tuple[files.FileFormat, ...],
) -> None:
    """简报：幻灯片、督查通报、督办单、快报、图片；或核对校验码。

    每生成一个文件输出一行路径。退出码：0 全部生成、没有变化或相符；1 有文件不能生成、计划有错或不符；2 用法有误。
    """
    board = data.board()
    if verify is not None and as_of is None:
        raise click.UsageError("核对校验码要写明 --as-of，即材料上的“数据截至”。")
    measures = board.measures(day_of(as_of), day_of(known_by))
    if verify is not None:
        code = verify.strip().upper()
        if code.replace("-", "") == measures.check_code.replace("-", ""):
            click.echo(f"相符：校验码 {measures.check_code}，数据截至 {measures.as_of}。")
            sys.exit(0)
        click.echo(
            f"不符：材料上是 {code}，今天的数据得出 {measures.check_code}。计划、数据或日期有了变化；请核对知悉截至。"
        )
        sys.exit(1)
    if out is None:
        raise click.UsageError("要写明 --out 文件夹。")
    if agency and paper == "bulletin":
        raise click.UsageError("快报是全部任务的；一个单位的 Word 文件是督办单，请去掉 --kind。")
    if more and not formats:
        raise click.UsageError(f"“{more[0]}”前面要写 --format。")
    wanted = tuple(dict.fromkeys((*formats, *more) or _DEFAULT))
    fitting = _fitting(template, wanted, is_sheet=bool(agency) or paper == "bulletin")
    own_template = _read(template)
    if last_code is not None and last_code.strip().upper() == measures.check_code:
        click.echo(f"没有变化：校验码仍是 {measures.check_code}，数据截至 {measures.as_of}，没有生成文件。")
        return
    body = body_named(board.plan, agency, groups=True) if agency else None
    # What draws is loaded only here: it takes longer than most other commands do.
    from lib.briefing import brief as make_briefing
    from lib.briefing import files as briefing_files
    from lib.briefing import without_annex

    briefing = make_briefing(measures, agency=body)
    if not annex:
        briefing = without_annex(briefing)
    failed = False
    if template is not None and own_template is not None:
        try:
            if "docx" in fitting:
                if said := briefing_files.said_of(own_template):
                    click.echo(said, err=True)
            else:
                briefing_files.check_template(own_template)
        except BriefingError as error:
            raise click.BadParameter(f"{printable(template.name)}：{error}", param_hint="--template") from error
    try:
        out.mkdir(parents=True, exist_ok=True)
        for format in wanted:
            try:
                own = own_template if format in fitting else None
                made = briefing_files.make(measures, briefing, format, agency=body, paper=paper, template=own)
            except BriefingError as error:
                # The others are made all the same.
                click.echo(str(error), err=True)
                failed = True
                continue
            for file in made:
                (out / file.name).write_bytes(file.data)
                click.echo(printable(str(out / file.name)))
    except OSError as error:
        raise cannot_write(out, error) from error
    if failed:
        sys.exit(1)


def _fitting(
    template: Path | None, wanted: tuple[files.FileFormat, ...], *, is_sheet: bool
) -> tuple[files.FileFormat, ...]:
    """The wanted formats that the template is for, by its ending. Stops with 2 where there are none: `is_sheet`, a Word file
    of a page or two that keeps to its own."""
    if template is None:
        return ()
    name = printable(template.name)
    is_for = _TEMPLATES.get(template.suffix.lower())
    if is_for is None:
        said = f"模板要是 .docx（通报）、.pptx 或 .potx（幻灯片），“{name}”不是。"
        raise click.BadParameter(said, param_hint="--template")
    if is_sheet and is_for == ("docx",):
        said = f"“{name}”是给通报的模板。督办单和快报要在一两页里排下，用看板自带的版式。请去掉 --template。"
        raise click.BadParameter(said, param_hint="--template")
    found = tuple(format for format in wanted if format in is_for)
    if not found:
        said = f"“{name}”是给 --format {' 或 '.join(is_for)} 的模板，这里要的是 {'、'.join(wanted)}。请换模板，或加上 --format {is_for[0]}。"
        raise click.BadParameter(said, param_hint="--template")
    return found


def _read(template: Path | None) -> bytes | None:
    """The template's bytes. Stops with 2 where it is not there."""
    if template is None:
        return None
    insist_on_files(template)
    try:
        return template.read_bytes()
    except OSError as error:
        raise click.BadParameter(f"读不了：{error.strerror}", param_hint="--template") from error
