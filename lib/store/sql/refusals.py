"""Why a database refused, in Chinese; and whether it can be said that nothing was stored."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from lib.errors import StoreError, UnknownOutcomeError

_WORDS = {
    "53100": "数据库的磁盘已满",
    "53200": "数据库的内存不足",
    "53300": "数据库的连接已用完",
    "25006": "数据库现在只能读",
    "42501": "没有数据库的写入权限",
    "28P01": "数据库的密码不对",
    "28000": "数据库不让登录",
    "3D000": "没有这个数据库",
    "42P01": "数据库里还没有表，先用 python -m lib store check 建表",
    "40P01": "数据库里有两个程序互相等待",
    "55P03": "另一个程序一直在写入",
}
"""By SQLSTATE: https://www.postgresql.org/docs/15/errcodes-appendix.html."""


def reason(error: SQLAlchemyError) -> str:
    """Why it did not work. Nothing of the error's own text is said: it may hold the address with its password."""
    state = _state(error)
    if state is None or state[:2] in ("08", "57"):
        return "数据库连不上"
    return _WORDS.get(state, f"数据库错误 {state}")


def not_stored(error: SQLAlchemyError) -> StoreError:
    """The error for a failure before anything counted."""
    return StoreError(f"没有保存：{reason(error)}。原有数据不受影响。请稍后再报一次；一直这样时请告知管理员。")


@contextmanager
def said_of_reading() -> Iterator[None]:
    """Turn what the database says into the StoreError of somebody who only looks."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StoreError(
            f"{reason(error)}，现在看不到最新的数据。恢复后会自动显示；一直这样时请告知管理员。"
        ) from error


@contextmanager
def said_of_writing() -> Iterator[None]:
    """Turn what the database says before the end of a transaction into a StoreError: nothing was stored."""
    try:
        yield
    except SQLAlchemyError as error:
        raise not_stored(error) from error


@contextmanager
def said_of_commit() -> Iterator[None]:
    """The same of its end: where the connection is lost with the answer, nobody can say whether it was stored."""
    try:
        yield
    except SQLAlchemyError as error:
        state = _state(error)
        if state is not None and state[:2] not in ("08", "57"):
            raise not_stored(error) from error
        raise UnknownOutcomeError(
            "数据库在写入时断开，不能确定是否已经保存。请刷新后查看报送记录；没有的话再报一次，同样的文件不会重复计入。"
        ) from error


def _state(error: SQLAlchemyError) -> str | None:
    state = getattr(error.orig, "sqlstate", None) if isinstance(error, DBAPIError) else None
    return str(state) if state else None
