"""Which reader takes a file: by its first bytes where they say it, else by its name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from lib.drafts.document import MOST_BYTES, Document, Numbered
from lib.drafts.readers import plain_text
from lib.errors import DraftError

MOST_UNPACKED = 300 * 1024 * 1024
"""Bytes of all parts of a .docx or .xlsx: a small file can unpack into gigabytes."""

_LOCKED = "EncryptedPackage".encode("utf-16-le")
"""In what Office makes of a file with a password."""

Reader = Callable[[bytes, Numbered], None]


# Each library is loaded for the first file that needs it: most commands and pages never read a document.


def _docx(data: bytes, into: Numbered) -> None:
    from lib.drafts.readers import docx

    docx.read(data, into)


def _html(data: bytes, into: Numbered) -> None:
    from lib.drafts.readers import html

    html.read(data, into)


def _pdf(data: bytes, into: Numbered) -> None:
    from lib.drafts.readers import pdf

    pdf.read(data, into)


def _xlsx(data: bytes, into: Numbered) -> None:
    from lib.drafts.readers import sheets

    sheets.read(data, into)


def _csv(data: bytes, into: Numbered) -> None:
    from lib.drafts.readers import sheets

    sheets.read_csv(data, into)


_BY_ENDING: dict[str, Reader] = {
    **dict.fromkeys(("docx", "docm"), _docx),
    **dict.fromkeys(("txt", "text"), plain_text.read),
    **dict.fromkeys(("md", "markdown"), plain_text.read_markdown),
    **dict.fromkeys(("html", "htm"), _html),
    **dict.fromkeys(("xlsx", "xlsm"), _xlsx),
    "pdf": _pdf,
    "csv": _csv,
}

ENDINGS = ".docx、.pdf（有文字的）、.html、.txt、.md、.xlsx 或 .csv"


def read_document(name: str, data: bytes, at: Callable[[float], None] = lambda share: None) -> Document:
    """The document in `data`; `at` is told how far reading has come. Raises DraftError, with one sentence for the person at
    the screen."""
    if len(data) > MOST_BYTES:
        raise DraftError(
            f"文件“{name}”有 {len(data) // 2**20} MB，超过上限 {MOST_BYTES // 2**20} MB，没有读取。请去掉图片后再读。"
        )
    if not data.strip():
        raise DraftError(f"文件“{name}”是空的，没有读到任何文字。")
    found = Numbered(at)
    _reader(name, data)(data, found)
    document = Document(name, tuple(found.blocks))
    if not any(text.strip() for text in document.lines.values()):
        raise DraftError(f"文件“{name}”里没有任何文字。")
    return document


def _reader(name: str, data: bytes) -> Reader:
    ending = name.rpartition(".")[2].lower()
    if data.startswith(b"%PDF-"):
        return _pdf
    if data.startswith(b"PK\x03\x04"):
        return _packed(name, data)
    if data.startswith(b"\xd0\xcf\x11\xe0") and _LOCKED in data:
        raise DraftError(f"“{name}”有密码，不能读取。请用 Word、Excel 或 WPS 打开，去掉密码，另存一份。")
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise DraftError(
            f"“{name}”是旧格式的 Office 文件（.doc、.wps、.xls），不能读取。请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx。"
        )
    reader = _BY_ENDING.get(ending)
    if reader is None:
        raise DraftError(f"不知道怎样读“{name}”。可以读的有 {ENDINGS}。")
    if reader in (_docx, _xlsx, _pdf):
        raise DraftError(f"“{name}”的内容不是 .{ending} 文件，可能已损坏。请重新另存一份。")
    return reader


def _packed(name: str, data: bytes) -> Reader:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            names = set(parts.namelist())
            unpacked = sum(part.file_size for part in parts.infolist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DraftError(f"“{name}”已损坏，打不开。请重新另存一份。") from error
    if unpacked > MOST_UNPACKED:
        raise DraftError(f"“{name}”展开后超过 {MOST_UNPACKED // 2**20} MB，没有读取。")
    if "word/document.xml" in names:
        return _docx
    if "xl/workbook.xml" in names:
        return _xlsx
    raise DraftError(f"“{name}”里没有 Word 或 Excel 的内容，不能读取。可以读的有 {ENDINGS}。")
