"""Paragraphs → the outline: which printed number stands under which, whatever their kinds.

The first number of a kind that is met stands under what is open; the next of its kind closes all that was opened since.
So 一、（一）1. and 第一章 第一条 and 1. （1） ① are read alike, numbering that restarts and that runs on alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from lib.drafts.bodies import names_bodies
from lib.drafts.document import Table
from lib.drafts.labels import LABELLED, starts_with_label
from lib.drafts.markers import Marker
from lib.drafts.paragraphs import Paragraph

_APPENDIX = re.compile(r"附(?:件|表|录)?(?:\d+|[一二三四五六七八九十]+)?[：:]?$")
_SENTENCE = re.compile(r"[。；！？!?]")
_CLAUSE = re.compile(rf"{LABELLED.pattern}|[）)〕】\]]。?$")
"""What ends as clauses with bodies do."""

_LONGEST_HEADING = 45
_LONGEST_UNNUMBERED = 30
_SIGNED = re.compile(
    r"(?:\d{4}|[二〇零一三四五六七八九]{4})年\d{0,2}.{0,3}月.{1,3}日|(?:办公厅|办公室|委员会|人民政府|党委|局|厅|委|部)$"
)
_NOTE = re.compile(
    r"[（(].*[）)]$|.*[〔\[【]20\d\d[〕\]】].*号$|(?:抄送|主送|联系人|联系电话|来源|发布|索引号|信息公开|打印|返回|上一篇|下一篇|分享|注|备注|说明)"
)


@dataclass(eq=False)
class Node:
    """A heading or a clause: a printed number with what stands under it, up to the next number."""

    marker: Marker | None
    kind: str
    parent: Node | None
    paragraphs: list[Paragraph] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def heading(self) -> str:
        """The printed heading with its number, without a closing stop: the first sentence."""
        first = self.paragraphs[0]
        words = _SENTENCE.split(re.split(r"[（(〔【](?=[^）)〕】]*(?:牵头|责任|单位|负责))", first.words)[0])[0]
        return ((first.marker.printed if first.marker else "") + words).rstrip("：:")

    @property
    def has_heading_only(self) -> bool:
        """Whether the first paragraph is a heading in a line of its own: what follows is another paragraph."""
        words = self.paragraphs[0].words
        stops = _SENTENCE.findall(words)
        return (
            len(words) <= _LONGEST_HEADING
            and (not stops or (len(stops) == 1 and words[-1] in "。；"))
            and not starts_with_label(words)
            and not words.endswith(("，", "、"))
        )

    @property
    def path(self) -> list[str]:
        """The headings above, from the part down."""
        above: list[str] = []
        node = self.parent
        while node is not None and node.parent is not None:
            above.append(node.heading)
            node = node.parent
        return above[::-1]

    def walk(self) -> Iterator[Node]:
        """This node and all below, in printed order."""
        yield self
        for child in self.children:
            yield from child.walk()


def outline(blocks: Iterable[Paragraph | Table], title: str) -> Node:
    """The root, whose own paragraphs are what stands before the first heading. `title` is no heading."""
    blocks = list(blocks)
    root = Node(None, "root", None)
    open_nodes = [root]
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            open_nodes[-1].tables.append(block)
            continue
        if _APPENDIX.match(block.text) or (block.is_title and len(open_nodes) > 1):
            # An appendix is a document of its own: its numbers begin anew under nothing.
            del open_nodes[1:]
        kind = block.marker.kind if block.marker else _unnumbered(block, blocks[i + 1 :], title, open_nodes)
        if not kind:
            open_nodes[-1].paragraphs.append(block)
            continue
        while len(open_nodes) > 1 and _closes(kind, [node.kind for node in open_nodes]):
            open_nodes.pop()
        node = Node(block.marker, kind, open_nodes[-1], [block])
        open_nodes[-1].children.append(node)
        open_nodes.append(node)
    return root


def _closes(kind: str, opened: list[str]) -> bool:
    """Whether the innermost open node ends before a new one of this kind."""
    if kind in opened:
        return True
    if kind.startswith("h"):
        # A heading that the file calls one stands above all numbers opened under its equals, and under larger headings.
        return not opened[-1].startswith("h") or opened[-1] > kind
    return False


def _unnumbered(block: Paragraph, following: list[Paragraph | Table], title: str, opened: list[Node]) -> str:
    """The kind of a heading without a number; blank for what is none."""
    text = block.text
    is_short = len(text) <= (_LONGEST_HEADING if block.level else _LONGEST_UNNUMBERED)
    if (
        block.is_title
        or not is_short
        or text in title
        or re.search(r"[。；，！？：:;、]$", text)
        or _APPENDIX.match(text)
    ):
        return ""
    if block.level:
        return f"h{block.level}"
    if names_bodies(text):
        return ""  # the names of a label go on in a line of their own
    if _SENTENCE.search(text) or "，" in text or _is_signature(text) or _NOTE.match(text) or starts_with_label(text):
        return ""
    coming = list(islice((b for b in following if isinstance(b, Paragraph)), 2))
    if not coming:
        return ""
    after = coming[0]
    if len(opened) == 1:
        # Before the first number such lines are the title, whom it is sent to, who signed: unless a clause follows.
        is_clause = bool(_CLAUSE.search(after.text)) or any(starts_with_label(b.text) for b in coming[1:])
        begins = after.marker.number == 1 if after.marker else is_clause
        return "u" if begins and _is_plain_heading(text) else ""
    if after.marker is None:
        return (
            "u"
            if len(after.text) > len(text) and not _is_signature(after.text) and opened[-1].kind in ("u", "root")
            else ""
        )
    return "u" if after.marker.number == 1 or any(node.kind == "u" for node in opened) else ""


def _is_signature(text: str) -> bool:
    return len(text) <= _LONGEST_UNNUMBERED and "。" not in text and bool(_SIGNED.search(text))


def _is_plain_heading(text: str) -> bool:
    return not re.search(
        r"(?:方案|计划|意见|通知|要点|规划|办法|措施|清单|分工|表|政策|决定|规定|细则|条例|目录|批复)$", text
    )
