"""The command backup: everything that cannot be had back otherwise, in one file, while the board goes on running."""

from __future__ import annotations

import os
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import click

from lib import settings
from lib.board import plan_files
from lib.cli.data import Data, cannot_write, data_options
from lib.errors import StoreError
from lib.store import printable


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@data_options
@click.pass_obj
def backup(data: Data, file: Path) -> None:
    """备份：计划、人员名单、实绩文件夹和报送记录，存成一个 .tar.gz；看板不用停。"""
    actuals = data.actuals or settings.actuals_path()
    if not actuals.is_dir():
        raise StoreError(f"没有备份：实绩文件夹“{printable(str(actuals))}”不存在。请核对 --actuals。")
    if file.exists():
        raise StoreError(f"没有备份：已有文件“{printable(str(file))}”。请换一个名字，或者先移走它。")
    part = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        # Whatever is received meanwhile waits until the copy is whole: journal and contents are of one moment.
        with data.store().exclusive(), _only_for_its_owner(part) as out:
            with tarfile.open(fileobj=out, mode="w:gz") as archive:
                names = [_added(archive, path, name) for path, name in _kept(data, actuals) if path != part]
            out.flush()
            os.fsync(out.fileno())
        part.replace(file)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise cannot_write(file, error, "FILE") from error
    size = file.stat().st_size / 2**20
    click.echo(f"已备份 {len(names)} 个文件（{size:.1f} MB）：{printable(str(file))}。")
    if "://" in str(settings.store_address()):
        click.echo("报送记录在数据库里，不在这个文件里，请用 pg_dump 另外备份（docs/operations.md）。")
    click.echo("登录服务的密钥（.streamlit/secrets.toml）和服务器的配置不在里面，请另外保存。")


def _only_for_its_owner(path: Path) -> BinaryIO:
    """A new file that others cannot read: the hashes of the upload codes go into it."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _added(archive: tarfile.TarFile, path: Path, name: str) -> str:
    archive.add(path, name, recursive=False)
    return name


def _kept(data: Data, actuals: Path) -> Iterator[tuple[Path, str]]:
    """Each file with its name in the backup, where everything lies as under `data/`."""
    plans = plan_files(data.plan or settings.plan_path())
    people = settings.people_path()[0]
    for path in [*plans, people]:
        if path.is_file():
            yield path, f"data/{'people.yaml' if path == people else path.name}"
    for path in sorted(actuals.rglob("*")):
        inside = path.relative_to(actuals)
        # What can be made again is not kept, nor is what holds others off.
        if path.is_file() and not path.is_symlink() and inside.parts[1:2] not in (("lock",), ("derived",)):
            yield path, f"data/actuals/{inside}"
