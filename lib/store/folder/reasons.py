"""Why the system refused, in Chinese."""

from __future__ import annotations

import errno

_WORDS = {
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已用完",
    errno.EFBIG: "文件超过了系统允许的大小",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "文件夹是只读的",
    errno.EIO: "磁盘读写出错",
    errno.ENOENT: "文件已不在",
    errno.EMFILE: "打开的文件太多",
    errno.ENFILE: "打开的文件太多",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹",
    errno.ELOOP: "是链接",
}

_OF_WRITING = {
    errno.EACCES: "没有写入权限",
    errno.EPERM: "没有写入权限",
    errno.ENOENT: "文件夹不存在",
    **dict.fromkeys(
        (errno.EEXIST, errno.ENOTDIR, errno.EISDIR, errno.ELOOP), ".planboard 不是文件夹，或其中的文件不是文件"
    ),
}
"""The same, where it means something else to whoever writes into the store."""


def reason(error: OSError, *, writing: bool = False) -> str:
    """Why a file cannot be read, or nothing be written."""
    words = _WORDS | _OF_WRITING if writing else _WORDS
    return words.get(error.errno or 0, f"系统错误 {error.errno or 0}")
