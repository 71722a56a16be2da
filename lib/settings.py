"""Everything that can be set from outside, with its default. Documented in docs/operations.md."""

from __future__ import annotations

import os
from pathlib import Path

from lib.errors import BoardError

ROOT = Path(__file__).resolve().parent.parent

MAX_FILE_BYTES = 2 * 1024 * 1024
"""Larger files are refused before they are read."""

MAX_ROWS = 20_000
"""Lines with content. With both limits any file is answered within bounded time and memory."""

MAX_COLUMNS = 256
MAX_CELL_CHARS = 32_767
"""Excel's own limit for one cell."""

MAX_UNPACKED_BYTES = 64 * 1024 * 1024
MAX_XML_ELEMENTS = 1_500_000
"""How much of a workbook is unpacked and looked at: a sheet of a million rows that hold nothing but their format is read."""

MAX_UPLOADS = 4
"""Files that wait in one session; a further one takes the place of the oldest."""

MAX_UPLOAD_BYTES = 64 * 1024 * 1024
"""What waits to be sent, of all sessions together."""

UPLOAD_SECONDS = 1800.0
"""So long a file waits to be sent."""

UPLOAD_WAIT_SECONDS = 120.0
"""So long a file may take to arrive."""

COOKIE_SECRET_CHARS = 32
"""What signs cookies has at least so many characters."""

RESCAN_SECONDS = 0.5
"""The folder is looked at for changes at most this often, however many people watch the board."""

REFRESH_SECONDS = 1.25
"""An open page asks this often whether the data have changed: with the look before and the run after, what one board receives
is shown by the others within 2 s."""


def plan_path() -> Path | None:
    """The plan chosen by PLANBOARD_PLAN, or None to look for `data/plan_*.yaml`."""
    named = os.environ.get("PLANBOARD_PLAN")
    return Path(named) if named else None


def actuals_path() -> Path:
    """The folder of figures: PLANBOARD_ACTUALS, else `data/actuals`."""
    return Path(os.environ.get("PLANBOARD_ACTUALS") or ROOT / "data" / "actuals")


def people_path() -> tuple[Path, bool]:
    """The people file, PLANBOARD_PEOPLE, else `data/people.yaml`; and whether it was named, so that it has to be there."""
    named = os.environ.get("PLANBOARD_PEOPLE")
    return (Path(named), True) if named else (ROOT / "data" / "people.yaml", False)


def open_writing() -> bool:
    """Whether a browser on this machine may write without proof while there are neither codes nor people, as far as nothing
    else says that others reach the board."""
    return os.environ.get("PLANBOARD_OPEN_WRITING", "on").strip().lower() not in ("off", "0", "no", "false")


def _listed(variable: str) -> tuple[str, ...]:
    """What a variable lists, by spaces or commas."""
    return tuple(os.environ.get(variable, "").replace(",", " ").split())


def metrics_from() -> tuple[str, ...]:
    """Networks that may read /metrics besides this machine."""
    return _listed("PLANBOARD_METRICS_FROM")


def frame_ancestors() -> tuple[str, ...]:
    """Sites that may show the board in a frame besides the board's own."""
    return _listed("PLANBOARD_FRAME_ANCESTORS")


def log_level() -> str:
    """How grave what is logged is at least: debug, info, warning, error."""
    return os.environ.get("PLANBOARD_LOG_LEVEL", "info").strip().lower()


def cookie_secret() -> str:
    """What boards that stand behind one address sign their browsers' cookies with, blank for a key of this process alone.
    Raises BoardError where it is too short to be one."""
    secret = os.environ.get("PLANBOARD_COOKIE_SECRET", "").strip()
    if secret and len(secret) < COOKIE_SECRET_CHARS:
        raise BoardError(
            f"PLANBOARD_COOKIE_SECRET 只有 {len(secret)} 个字符，至少要 {COOKIE_SECRET_CHARS} 个，看板没有启动。"
            '请用 python3 -c "import secrets; print(secrets.token_hex(32))" 做一个，几台看板设成同一个。'
        )
    return secret


def store_address() -> str | Path:
    """Where submissions are kept: the database of PLANBOARD_STORE, else the folder of figures itself."""
    return os.environ.get("PLANBOARD_STORE") or actuals_path()


def published_path() -> Path:
    """Published history of the indicators."""
    return ROOT / "data" / "published_figures.csv"
