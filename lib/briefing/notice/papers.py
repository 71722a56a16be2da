"""What an official paper holds, apart from how it is set: headings, paragraphs, tables, blanks for a person to fill."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from lib.briefing.slides import Table

Kind = Literal["body", "heading", "blank", "caption", "note"]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `heading` is one of the second level （一）; `blank` waits for a person; `note` is small."""

    text: str
    kind: Kind = "body"
    lead: str = ""
    """A heading of the second level that runs into the text."""


Block = Paragraph | Table


@dataclass(frozen=True)
class Section:
    """A heading of the first level, or the name of an annex, with what stands below it."""

    key: str
    title: str
    blocks: tuple[Block, ...]
    annex: str = ""
    """附表1, of an annex."""

    @property
    def heading(self) -> str:
        """The title, behind the annex's number."""
        return f"{self.annex}\u3000{self.title}" if self.annex else self.title

    @property
    def text(self) -> str:
        """The paragraphs as plain text, one a line."""
        return "\n".join(block.lead + block.text for block in self.blocks if isinstance(block, Paragraph))

    @property
    def tables(self) -> tuple[Table, ...]:
        """The tables."""
        return tuple(block for block in self.blocks if isinstance(block, Table))


@dataclass(frozen=True)
class Notice:
    """A 督查通报, or the sheet of one agency where `is_sheet`."""

    title: str
    number: str
    """文号 with blanks for a person to fill; empty on a sheet."""
    dates: str
    """数据截至 and 知悉截至, in words."""
    as_of: date
    addressee: str
    sections: tuple[Section, ...]
    annexes: tuple[Section, ...]
    office: str
    signed: str
    """The day of signing, blank but for its year; empty on a sheet."""
    last_line: str
    """Where the figures come from, their rule, the check code."""
    check_code: str
    sample: bool
    file_name: str
    """What its files are called, without their ending."""
    is_sheet: bool = False

    @property
    def all_sections(self) -> tuple[Section, ...]:
        """Sections, then annexes."""
        return self.sections + self.annexes


SAMPLE_MARK = "示例数据，非真实进展"
"""Stands at the top of a paper and on each of its pages while invented data count."""
