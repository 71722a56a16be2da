"""What stands before the clauses: title, number and year of the document, its first words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from lib.drafts.document import Table
from lib.drafts.paragraphs import Paragraph

_TITLE = re.compile(
    r"(?:方案|计划|意见|要点|规划|办法|措施|清单|分工|分解表|任务表|分工表|一览表|政策|决定|规定|细则|纲要|行动|安排|通知|报告|任务|事项|举措|分解|台账|指引|工作)(?:[（(][^）)]*[）)])?$"
)
_NOTICE = re.compile(r"(?:通知|函|批复)$")
_HANDED_ON = re.compile(r"印发《?([^》]{4,60}?)》?的通知")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,12}[〔\[【（(]20\d{2}[〕\]】）)](?:第)?\d{1,5}号")
_DATE = re.compile(r"(20\d{2})年\d{1,2}月\d{1,2}日")
_YEAR = re.compile(r"(20\d{2})年(?:度)?")
_MOST = 60
"""Paragraphs in which the title is looked for."""


class Front(NamedTuple):
    """Blank and None where the document does not say it."""

    title: str
    document: str
    year: int | None
    preamble: tuple[str, ...]


def read(blocks: Sequence[Paragraph | Table]) -> Front:
    """What the first words, and the day below the last, say."""
    head: list[Paragraph] = []
    for block in blocks[:_MOST]:
        if isinstance(block, Table) or (block.marker and block.marker.number == 1 and _title(head)):
            break
        head.append(block)
    texts = [block.text for block in blocks if isinstance(block, Paragraph)]
    title = _title(head) or _title_of_table(blocks)
    document = next(
        (found[0] for p in head if len(p.text) < 60 and (found := _NUMBER.search(p.text)) and "《" not in p.text), ""
    )
    return Front(title, document, _year(title, document, texts), _preamble(head, title))


def _title(head: list[Paragraph]) -> str:
    found: list[str] = []
    for i, paragraph in enumerate(head):
        text = paragraph.text
        if paragraph.is_title and not found:
            found.append(text)
        if len(text) > 80 or re.search(r"[。；：:，]$", text) or not _TITLE.search(text) or paragraph.marker:
            continue
        # A long title takes two lines, the first of which ends as no title does.
        for above in reversed(head[max(i - 2, 0) : i]):
            if (
                len(above.text) > 40
                or re.search(r"[。；：:，号日]$", above.text)
                or _TITLE.search(above.text)
                or above.marker
            ):
                break
            if not re.search(r"关于|印发|省|市|区|县|年", above.text):
                break
            text = above.text + text
        found.append(text)
    # A notice that hands on a plan: the plan's own title comes after the notice's.
    own = [text for text in found if not _NOTICE.search(text)]
    if own:
        return own[-1]
    handed_on = _HANDED_ON.search(found[0]) if found else None
    return handed_on[1] if handed_on else next(iter(found), "")


def _title_of_table(blocks: Sequence[Paragraph | Table]) -> str:
    for block in blocks:
        if isinstance(block, Table):
            for row in block.rows[:4]:
                lines = [line for cell in row.cells if cell.first for line in cell.text.split("\n")]
                for line in lines:
                    if 6 < len(line) <= 60 and _TITLE.search("".join(line.split())):
                        return "".join(line.split())
    return ""


def _year(title: str, document: str, texts: list[str]) -> int | None:
    if found := _YEAR.search(title):
        return int(found[1])
    signed = [int(found[1]) for text in texts if len(text) < 40 and (found := _DATE.search(text))]
    if signed:
        return signed[0]
    if document and (found := re.search(r"20\d{2}", document)):
        return int(found[0])
    return None


def _preamble(head: list[Paragraph], title: str) -> tuple[str, ...]:
    return tuple(
        p.text for p in head if p.text[-1:] in "。：:" and p.text not in title and not p.marker and len(p.text) > 8
    )
