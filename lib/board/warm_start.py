"""What was made of plan and contents when they were read last, so that a board starts warm. Derived: it may be deleted at
any time.

Each file holds a hash of the program, of what it was made of, and of all that follows; it is put into its place in one step.
Where it does not fit its hash, or another version of the program wrote it, everything is read as ever.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec
from pydantic import ValidationError

from lib.intake import Reading
from lib.plan import Plan, load_plan
from lib.problems import Problem, Worksheet
from lib.rows import FigureRow, Kind, ProgressRow
from lib.settings import ROOT

Key = tuple[str, ...]
"""All on which a reading rests: file, content, plan, day of receipt, body."""

_WORTH_KEEPING = 200
"""Fewer new readings are made again at the next start in no time."""

_LARGE_PLAN = 100_000
"""Bytes of a plan that takes a moment to check."""

_HASH_BYTES = hashlib.sha256().digest_size


class _Kept(NamedTuple):
    """A reading, with rows of one type in each list."""

    file: str
    sender: str | None
    kind: Kind | None
    figures: list[FigureRow]
    progress: list[ProgressRow]
    problems: list[Problem]
    sha256: str
    worksheet: Worksheet | None


def readings(folder: Path | None) -> dict[Key, Reading]:
    """The readings that were kept in a folder; none where they are not there, or not as they were written."""
    try:
        kept = msgspec.msgpack.decode(_content(folder, "readings"), type=dict[Key, _Kept])
    except msgspec.DecodeError:
        return {}
    return {key: Reading(*k[:3], k.figures or k.progress, *k[5:]) for key, k in kept.items()}  # type: ignore[arg-type]


def keep_readings(folder: Path, readings: Mapping[Key, Reading]) -> None:
    """Keep readings in a folder, in place of those that are kept. What cannot be written is not kept."""
    kept = {
        key: _Kept(
            *r[:3],
            r.rows if r.kind == "figures" else [],  # type: ignore[arg-type]
            r.rows if r.kind == "progress" else [],  # type: ignore[arg-type]
            *r[4:],
        )
        for key, r in readings.items()
    }
    _put(folder, "readings", msgspec.msgpack.encode(kept))


def plan(folder: Path | None, path: Path) -> Plan:
    """The plan in a file: as it was found good before with the same content, else checked now. Raises PlanError."""
    try:
        data = path.read_bytes()
    except OSError:
        return load_plan(path)
    if folder is None or len(data) < _LARGE_PLAN:
        return load_plan(path, data)
    if kept := _content(folder, path.name, data):
        with suppress(ValidationError):
            return Plan.model_validate_json(kept)
    plan = load_plan(path, data)
    _put(folder, path.name, plan.content, data)
    return plan


def are_worth_keeping(new: Collection[Key]) -> bool:
    """Whether there are many readings that are not kept yet."""
    return len(new) >= _WORTH_KEEPING


def _content(folder: Path | None, name: str, source: bytes = b"") -> bytes:
    """What was kept under a name and made of a source; nothing where it is not there, or not as it was written."""
    try:
        data = (folder / name).read_bytes() if folder else b""
    except OSError:
        return b""
    content = data[_HASH_BYTES:]
    return content if data[:_HASH_BYTES] == _hash(source, content) else b""


def _put(folder: Path, name: str, content: bytes, source: bytes = b"") -> None:
    # Where two write at once, what comes of it does not fit its hash.
    new = folder / f"{name}.new"
    with suppress(OSError):
        if folder.parents[1].is_dir():
            folder.mkdir(parents=True, exist_ok=True)
        new.write_bytes(_hash(source, content) + content)
        new.replace(folder / name)


def _hash(source: bytes, content: bytes) -> bytes:
    return hashlib.sha256(b"".join([_program(), hashlib.sha256(source).digest(), content])).digest()


@cache
def _program() -> bytes:
    """A hash of the program: another version of it may read otherwise."""
    sources = sorted((ROOT / "lib").rglob("*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in sources)).digest()
