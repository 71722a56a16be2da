"""A node's words → its clauses: one for each group of bodies in it.

Words between two groups belong to the group behind them. Groups that stand side by side are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lib.drafts.bodies import CLOSING, OPENING, Group, is_surely_body, names_bodies, read_group
from lib.drafts.deadlines import is_deadline
from lib.drafts.labels import FROM_HERE_ON, LABELLED, LEAD_RULE, OTHER_LEAD_RULE, STANDING_ORDER, VERB
from lib.drafts.outline import Node
from lib.drafts.paragraphs import Paragraph

_STOPS = "。！？；!?;"
_NEAR = 60
"""Characters around brackets that say what they are."""

_BETWEEN = re.compile(r"[\s。，,；;、]*")
_SENTENCE_OF_BODIES = re.compile(
    r"(?:^|(?<=[。；\n]))由?[^。；\n]{2,200}?(?:牵头|负责|配合|落实)[^。；\n]{0,200}(?=[。；]?(?:\n|$))"
)


_PROSE = re.compile(r"[^，。；]由|要求|要[^，、]|将|把|应当|需|通过|做好|认真|切实|进一步|设在|兼任|日常|工作|汇总")
"""Words of a sentence that says more than who does it: 具体工作由市教育局负责."""

_LONGEST_IN_SENTENCE = 18


class Clause(NamedTuple):
    """Words with the group behind them. `text` has neither number nor group; `first` and `last` are lines."""

    text: str
    group: Group | None
    first: int
    last: int
    has_own_lines: bool
    """Whether the group stands in paragraphs of its own."""


class Printed(NamedTuple):
    """The words of a node as one text, one line for each paragraph."""

    text: str
    offsets: list[tuple[int, Paragraph, int]]
    """Where each paragraph begins, and how much of it, its number, stands before."""

    def line_at(self, offset: int) -> int:
        """The line in which a character stands."""
        _, paragraph, _ = place = max(
            (p for p in self.offsets if p[0] <= offset), key=lambda p: p[0], default=self.offsets[0]
        )
        return paragraph.line_at(min(offset - place[0] + place[2], len(paragraph.text) - 1))


class _Span(NamedTuple):
    start: int
    end: int
    content: str


def printed(paragraphs: list[Paragraph]) -> Printed:
    """Paragraphs as one text."""
    text, offsets = "", []
    for n, paragraph in enumerate(paragraphs):
        words = paragraph.words if n == 0 else paragraph.text
        text += "\n" if n else ""
        offsets.append((len(text), paragraph, len(paragraph.text) - len(words)))
        text += words
    return Printed(text, offsets)


def has_heading(node: Node) -> bool:
    """Whether the first paragraph is the heading of clauses that follow it without a number of their own."""
    if len(node.paragraphs) < 2 or not node.has_heading_only:
        return False
    return not _is_all_group(node.paragraphs[1].text)


def clauses(node: Node) -> list[Clause]:
    """The clauses of a node's own words; the last has no group where words are left over."""
    own = node.paragraphs[1:] if has_heading(node) else node.paragraphs
    if not own:
        return []
    return list(_clauses(printed(own)))


def _clauses(said: Printed) -> Iterator[Clause]:
    at = 0
    for span in _joined(said.text, list(_groups(said.text))):
        words = said.text[at : span.start]
        start = at + len(words) - len(words.lstrip("\n。，,；;、 "))
        is_own = span.start == 0 or said.text[span.start - 1] == "\n"
        yield Clause(
            tidy_clause(words),
            read_group(span.content),
            said.line_at(start),
            said.line_at(max(span.end - 1, 0)),
            is_own,
        )
        at = span.end
    rest = tidy_clause(said.text[at:])
    if rest:
        start = at + len(said.text[at:]) - len(said.text[at:].lstrip("\n。，,；;、 "))
        yield Clause(rest, None, said.line_at(start), said.line_at(len(said.text) - 1), False)


def tidy_clause(text: str) -> str:
    """The words of a clause: without what separated it from its group."""
    return re.sub(r"\n+", "", text).lstrip("。，,；;、 ").rstrip(" ")


def group_spans(text: str) -> list[tuple[int, int]]:
    """Where groups stand in a text."""
    return [(span.start, span.end) for span in _joined(text, list(_groups(text)))]


def _is_all_group(text: str) -> bool:
    spans = group_spans(text)
    return bool(spans) and not tidy_clause(text[: spans[0][0]])


def _joined(text: str, spans: list[_Span]) -> list[_Span]:
    """Groups that stand side by side as one. A deadline in brackets by itself is part of the clause."""
    joined = _side_by_side(text, spans)
    return [s for s in joined if not is_deadline(s.content) or read_group(s.content).agencies]


def _side_by_side(text: str, spans: list[_Span]) -> list[_Span]:
    joined: list[_Span] = []
    for span in spans:
        if joined and _BETWEEN.fullmatch(text[joined[-1].end : span.start]):
            before = joined.pop()
            span = _Span(before.start, span.end, f"{before.content}；{span.content}")
        joined.append(span)
    return joined


def _groups(text: str) -> Iterator[_Span]:
    """Bracketed groups, labels with what follows them in their paragraph, closing sentences of bodies; in order."""
    brackets = list(_brackets(text))
    found = [span for span in brackets if _is_group(text, span)]
    inside = bytearray(len(text))
    for span in brackets:
        inside[span.start : span.end] = b"\1" * (span.end - span.start)
    for label in LABELLED.finditer(text):
        if inside[label.start()]:
            continue
        if label.start() and text[label.start() - 1] not in "。；！？\n）)〕】":
            continue
        end = _end_of_paragraph(text, label.end())
        if not text[label.end() : end].strip():
            end = _end_of_paragraph(text, end + 1)  # the names stand in the next paragraph
        while end < len(text) and names_bodies(text[end + 1 : _end_of_paragraph(text, end + 1)]):
            end = _end_of_paragraph(text, end + 1)  # and go on in a line of their own
        if not any(span.start <= label.start() < span.end for span in found):
            found = [span for span in found if not label.start() <= span.start < end]
            found.append(_Span(label.start(), end, text[label.start() : end]))
    for sentence in _SENTENCE_OF_BODIES.finditer(text):
        span = _Span(sentence.start(), sentence.end(), sentence[0])
        if not any(s.start < span.end and span.start < s.end for s in found) and _is_sentence_of_bodies(sentence[0]):
            found.append(span)
    yield from sorted(found)


def _end_of_paragraph(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _brackets(text: str) -> Iterator[_Span]:
    """Outermost brackets, of whatever form they open and close; one never closed ends with its paragraph."""
    depth = start = 0
    for i, c in enumerate(text):
        if c in OPENING:
            if depth == 0:
                start = i
            depth += 1
        elif c in CLOSING and depth:
            depth -= 1
            if depth == 0:
                yield _Span(start, i + 1, text[start + 1 : i])
        elif c == "\n" and depth and LABELLED.match(text[start + 1 :]):
            depth = 0
            yield _Span(start, i, text[start + 1 : i])
    if depth and (LABELLED.match(text[start + 1 :]) or VERB.search(text[start + 1 :])):
        yield _Span(start, len(text), text[start + 1 :])


def _is_group(text: str, span: _Span) -> bool:
    content = span.content
    if LABELLED.match(content) or LABELLED.search(content):
        return True
    before = text[max(span.start - _NEAR, 0) : span.start].rstrip()
    after = text[span.end : span.end + _NEAR]
    stands_last = not after.strip() or after[0] in "。；;\n" or (after[0] in OPENING)
    stands_behind_sentence = not before or before[-1] in _STOPS + "”’」\n" + CLOSING
    if text[span.start - 1 : span.start] == "\n" and (
        LEAD_RULE.search(content)
        or OTHER_LEAD_RULE.search(content)
        or STANDING_ORDER.search(content)
        or FROM_HERE_ON.search(content)
    ):
        return True
    if not stands_behind_sentence and is_surely_body(re.split(r"[^\u4e00-\u9fff]", before)[-1][-8:]):
        return False  # a nameplate behind the name of a body
    return (stands_last or stands_behind_sentence) and (names_bodies(content) or is_deadline(content))


def _is_sentence_of_bodies(text: str) -> bool:
    """由市发展改革委牵头，市财政局配合: nothing but bodies and what they do."""
    group = read_group(text)
    return (
        bool(group.agencies)
        and bool(VERB.search(text))
        and not group.not_understood
        and not _PROSE.search(text)
        and all(is_surely_body(name) and len(name) <= _LONGEST_IN_SENTENCE for name in group.agencies)
    )
