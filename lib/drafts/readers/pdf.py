"""PDF files with text: the lines of each page, without what stands on every page."""

from __future__ import annotations

import io
import logging
from collections import Counter

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from lib.drafts.document import Numbered, squeezed
from lib.errors import DraftError

_MOST_PAGES = 1000

_FEWEST_CHARS = 20
"""Of the whole file: less is a stamp or a page number on pictures."""

_LEAST_PAGES = 3
"""Of fewer pages nobody can say what stands on every one."""

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity of a file; what matters is raised


def read(data: bytes, into: Numbered) -> None:
    """Lines page by page. Raises DraftError where the pages are pictures, or the file is locked or broken."""
    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DraftError("PDF 有密码，不能读取。请去掉密码后再读。")
        if len(reader.pages) > _MOST_PAGES:
            raise DraftError(f"PDF 有 {len(reader.pages)} 页，超过上限 {_MOST_PAGES} 页，没有读取。")
        pages = [page.extract_text().splitlines() for page in reader.pages]
    except DraftError:
        raise
    except (PyPdfError, ValueError, LookupError, TypeError, AttributeError, ArithmeticError, OSError) as error:
        raise DraftError("PDF 已损坏或不完整，不能读取。请重新另存一份。") from error
    if sum(len(squeezed(line)) for page in pages for line in page) < _FEWEST_CHARS:
        raise DraftError("PDF 里只有图片，没有文字，不能读取。请用 Word 版的原文，或先做文字识别。")
    everywhere = _on_every_page(pages)
    for page in pages:
        for line in page:
            into.line("" if squeezed(line) in everywhere else line, ends=False)


def _on_every_page(pages: list[list[str]]) -> set[str]:
    """Running heads and feet: the first or last line of most pages, word for word."""
    filled = [lines for page in pages if (lines := [squeezed(line) for line in page if line.strip()])]
    if len(filled) < _LEAST_PAGES:
        return set()
    counted = Counter(line for lines in filled for line in {lines[0], lines[-1]})
    return {line for line, count in counted.items() if count > len(filled) / 2}
