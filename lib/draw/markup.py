"""Blocks of a page as HTML. Every text that comes from a file is escaped here."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from html import escape, unescape
from typing import NamedTuple, TypeVar
from urllib.parse import urlencode

from lib.statuses import PAPER, Look

_NUMBERS = re.compile(r"(?<![\w.])(?:[+−]?\d[\d,]*(?:\.\d+)?%?)")


class HtmlCell(NamedTuple):
    """One cell of a table: HTML, and the classes num (right-aligned), quiet, keep, wrap, cut (to a line)."""

    html: str
    classes: str = ""


Cell = HtmlCell | str | None
"""A cell, or a plain text, which is of the classes of its column."""

Row = tuple[str | None, Sequence[Cell]]
"""The address that a row leads to, and its cells."""

Link = Callable[..., str]
"""`View.link`: the address of a page with a choice."""


def text(value: str | None, classes: str = "") -> HtmlCell:
    """A cell of plain text."""
    return HtmlCell(escape(value or ""), classes)


_ADDRESS = re.compile(r"https?://[^\s<>\"'，。；、：！？（）《》“”]+", re.IGNORECASE)


def with_links(value: str | None) -> str:
    """Plain text whose http and https addresses are links, opened apart; every other scheme stays text."""
    text, html, end = value or "", "", 0
    for found in _ADDRESS.finditer(text):
        address = found[0].rstrip(".,;:!?)")
        html += escape(text[end : found.start()])
        html += f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{escape(address)}</a>'
        end = found.start() + len(address)
    return html + escape(text[end:])


def number(value: str) -> HtmlCell:
    """A cell with a number, already formatted."""
    return HtmlCell(escape(value), "num")


def status(look: Look, note: str = "") -> HtmlCell:
    """A cell with a status by glyph, word and colour."""
    return HtmlCell(chip(look) + (f' <span class="quiet">{escape(note)}</span>' if note else ""), "status")


def chip(look: Look) -> str:
    """A status by glyph, word and colour. Pale fills stand behind the glyph, dark text beside it."""
    pale = look.ink != PAPER
    style = f"color:{look.ink}" if pale else f"color:{look.colour}"
    glyph = f"background:{look.colour}" if pale and look.colour != PAPER else ""
    return f'<span class="chip" style="{style}"><i style="{glyph}" aria-hidden="true">{look.glyph}</i>{escape(look.word)}</span>'


def link(page: str, carried: Mapping[str, str], **choices: str) -> str:
    """The address of a page with what the reader has chosen; relative, so that it works behind any proxy."""
    query = urlencode({**carried, **choices})
    return f"./{'' if page == 'overview' else page}{'?' + query if query else ''}"


def anchor(href: str, label: str) -> str:
    """A link with plain text."""
    return f'<a href="{escape(href)}">{escape(label)}</a>'


def head(title: str, meta: str, *, sample: bool, more: Sequence[str] = (), level: int = 1) -> str:
    """The page's title, which says the finding, and the line under it; `more` is HTML at the line's end. What has a page's
    title above it is of `level` 2."""
    line = " · ".join([escape(meta), *more])
    words = _with_mark(clauses(escape(title)), sample=sample)
    return f'<header class="pb-head"><h{level}>{words}</h{level}><p>{line}</p></header>'


_MARK = '<span class="sample">示例数据</span>'


def _with_mark(words: str, *, sample: bool) -> str:
    """A title with the mark of samples behind it: the space between them stands with the title, so that a mark on a line of its
    own begins where the line does."""
    return f'<span class="marked">{words}</span>{_MARK}' if sample else words


def navigation(page: str, links: Iterable[tuple[str, str]]) -> str:
    """The links to all pages, the shown one marked; on a phone folded behind its name."""
    items = "".join(
        f'<a href="{escape(href)}"{" aria-current=page" if name == page else ""}>{escape(name)}</a>'
        for href, name in links
    )
    folded = f'<details class="pb-menu"><summary>{escape(page)}</summary>{items}</details>'
    return f'<nav class="pb-nav" aria-label="导航">{items}{folded}</nav>'


def sheet(title: str, line: str, *, sample: bool) -> str:
    """What stands in the margins of each printed sheet, where the browser knows such margins."""
    tag = "示例数据" if sample else ""
    return (
        f"<style>@media print {{ @page {{ @top-left {{ content:{_css(title)} }} @top-right {{ content:{_css(tag)} }}"
        f" @bottom-left {{ content:{_css(line)} }} }} }}</style>"
    )


def _css(text: str) -> str:
    """A text as a string of CSS, in which nothing is left that means something."""
    return '"' + "".join(c if c.isalnum() else f"\\{ord(c):x} " for c in text) + '"'


def caption(
    key: str,
    *,
    title: str,
    line: str,
    sample: bool,
    href: str,
    lamp: Sequence[str],
    notes: int,
    pixels: int,
    least: int,
) -> str:
    """The head of a chart as text, for where the chart is too narrow for its own; `lib.draw.frame` says of what.

    It is laid over the `pixels` of the chart's own head, of whose `notes` nothing is seen then. In a frame of less than
    `least` pixels the chart scrolls, which is said.
    """
    words = clauses(escape(title))
    words = f'<a href="{escape(href)}">{words}</a>' if href else words
    look = f'<b style="color:{lamp[1]}">{escape(lamp[0])}</b> · ' if lamp else ""
    under = f"<p>{look}{escape(line)}</p>" if line or lamp else ""
    scrolls = (
        f"<style>@container (max-width:{least - 1}px) {{ .st-key-figure-{key} .pb-caption::after {{ content:'可左右滑动' }}"
        f" .st-key-chart-{key} > * {{ min-width:{least}px }} }}</style>"
    )
    body = f"<h2>{_with_mark(words, sample=sample)}</h2>{under}"
    return f'<div class="pb-caption notes-{notes}" style="margin-bottom:-{pixels}px">{body}</div>{scrolls}'


def cover(title: str, meta: str, sentences: Sequence[str], dates: str, *, sample: bool, level: int = 1) -> str:
    """The first of several screens; `level` as that of `head`."""
    tag = _MARK if sample else ""
    said = "".join(f"<p>{clauses(strong_numbers(sentence))}</p>" for sentence in sentences)
    return (
        f'<section class="pb-cover">{tag}<h{level}>{escape(title)}</h{level}><p class="quiet">{escape(meta)}</p>'
        f'<div>{said}</div><p class="quiet">{escape(dates)}</p></section>'
    )


def paragraph(sentence: str) -> str:
    """A sentence of a slide."""
    return f'<p class="pb-sentence">{escape(sentence)}</p>'


def clauses(html: str) -> str:
    """A sentence that breaks between its clauses only, since Chinese would break anywhere."""
    parts = re.split(r"(?<=[，；：])", html)
    return "".join(f'<span class="clause">{part}</span>' for part in parts if part)


def lead(sentence: str, *, strong: bool = True, links: Mapping[str, str] | None = None) -> str:
    """The one-sentence summary, its numbers `strong`; `links` gives words of it an address."""
    html = strong_numbers(sentence) if strong else escape(sentence)
    for words, href in (links or {}).items():
        said = strong_numbers(words) if strong else escape(words)
        html = html.replace(said, f'<a href="{escape(href)}">{said}</a>')
    return f'<p class="pb-lead">{clauses(html)}</p>'


def strong_numbers(sentence: str) -> str:
    """A sentence with its numbers in bold."""
    return _NUMBERS.sub(lambda match: f"<b>{match[0]}</b>", escape(sentence))


def block(title: str, body: str, remark: str = "", more: str = "") -> str:
    """A titled block under a rule; `body` and `more` are HTML."""
    note = f"<small>{escape(remark)}</small>" if remark else ""
    return f'<section class="pb-block"><h2>{escape(title)}{note}{more}</h2>{body}</section>'


def fold(summary: str, body: str) -> str:
    """What is opened with a click, and by itself on paper; `body` is HTML."""
    return f'<details class="pb-fold"><summary>{escape(summary)}</summary>{body}</details>'


def data(title: str, table: str) -> str:
    """The figures of the chart of this title as a table, opened with a click or a key; `table` is HTML."""
    name = escape(f"表格：{title}")
    region = f'<div tabindex="0" role="region" aria-label="{name}">{table}</div>'
    return f'<details class="pb-data"><summary aria-label="{name}">表格</summary>{region}</details>'


def table(
    rows: Iterable[Row],
    columns: Mapping[str, str] = {},
    widths: Sequence[float] = (),
    chosen: int | None = None,
    nothing: str = "",
) -> str:
    """A table; `columns` are the head's words, each with the classes of its column's plain texts, `widths` per cent.

    The row `chosen` is marked. Where there are no rows and `nothing` is to be said of that, it is said instead. On a phone
    each row is a card, its cells under one another with the head's words; a table of numbers stays one and scrolls.
    """
    rows = list(rows)
    if nothing and not rows:
        return empty(nothing)
    numbers = sum("num" in of for of in columns.values())
    head_cells = "".join(
        f'<th scope="col" class="{"num" if "num" in of else ""}">{escape(name)}</th>' if name else "<td></td>"
        for name, of in columns.items()
    )
    shown = [(href, _cells(cells, [*columns.values()])) for href, cells in rows]
    names = iter(_names([cells for href, cells in shown if href]))
    body = "".join(
        _row(href, cells, [*columns], next(names) if href else "", is_chosen=i == chosen)
        for i, (href, cells) in enumerate(shown)
    )
    sizes = "".join(f'<col style="width:{width}%">' for width in widths)
    top = f"<thead><tr>{head_cells}</tr></thead>" if columns else ""
    kind = " ".join(["pb-table", *["fixed"] * bool(widths), "numbers" if numbers > _MOST_ON_CARDS else "cards"])
    return (
        f'<div class="pb-frame"><table class="{kind}"><colgroup>{sizes}</colgroup>{top}'
        f"<tbody>{body}</tbody></table></div>"
    )


_MOST_ON_CARDS = 3
"""Columns of numbers; more are for comparing rows, which cards do not let one do."""


def _cells(cells: Sequence[Cell], of: Sequence[str]) -> list[HtmlCell]:
    return [c if isinstance(c, HtmlCell) else text(c, of[i] if of else "") for i, c in enumerate(cells)]


def _names(rows: Sequence[Sequence[HtmlCell]]) -> list[str]:
    """What the links of rows are called, blank where their own text does: as many of the first cells as tell each row from
    the others, and more than a status, which other tables have as well."""
    least = 2 if any(cells[0].classes == "status" for cells in rows) else 1
    most, names, used = max(map(len, rows), default=0), [""] * len(rows), 0
    while used < least or (len(set(names)) < len(names) and used < most):
        more = [_plain(cells[used].html) if used < len(cells) else "" for cells in rows]
        names = ["，".join(filter(None, both)) for both in zip(names, more, strict=True)]
        used += 1
    return names if used > 1 else [""] * len(rows)


_GLYPH_OR_TAG = re.compile(r"<i [^>]*>.</i>|<[^>]*>")


def _plain(html: str) -> str:
    """The text of a cell, without the glyph of a status."""
    return unescape(_GLYPH_OR_TAG.sub("", html))


def _row(href: str | None, cells: Sequence[HtmlCell], titles: Sequence[str], name: str, *, is_chosen: bool) -> str:
    inner = []
    for i, cell in enumerate(cells):
        said = f' aria-label="{escape(name)}"' if name else ""
        html = f'<a href="{escape(href)}"{said}>{cell.html}</a>' if href and i == 0 else cell.html
        label = f' data-label="{escape(titles[i])}"' if i < len(titles) else ""
        inner.append(f'<td class="{cell.classes}"{label}>{html}</td>')
    classes = " ".join(["leads"] * bool(href) + ["chosen"] * is_chosen)
    return f'<tr class="{classes}">{"".join(inner)}</tr>'


def pages(said: str, at: int, pages: int, href: Callable[[int], str]) -> str:
    """Where in a long list the reader is, in words, and the links to its other pages."""
    steps = {"首页": 1, "上一页": at - 1, "下一页": at + 1, "末页": pages}
    links = "".join(
        anchor(href(to), word) if 1 <= to <= pages and to != at else f'<span class="quiet">{word}</span>'
        for word, to in steps.items()
    )
    return f'<div class="pb-pages"><span>{escape(said)}</span>{links}</div>'


MOST_ROWS = 50
"""Rows of a table that stands folded, or beside another list."""

Something = TypeVar("Something")


def first_rows(found: Sequence[Something], table: Callable[[Sequence[Something]], str], others: str) -> str:
    """The table of the first MOST_ROWS of what was found; where there are more it is said how many, and where the `others` are."""
    more = note(f"先列 {MOST_ROWS} 条，共 {len(found)} 条，{others}。") if len(found) > MOST_ROWS else ""
    return table(found[:MOST_ROWS]) + more


def definitions(pairs: Iterable[tuple[str, str | Look]], *, strong: bool = True) -> str:
    """Names with their texts, or with a status; the numbers in texts `strong`."""
    said = strong_numbers if strong else escape
    items = "".join(
        f"<dt>{escape(name)}</dt><dd>{chip(about) if isinstance(about, Look) else said(about)}</dd>"
        for name, about in pairs
    )
    return f'<dl class="pb-list">{items}</dl>'


def quote(clause: str, source: str) -> str:
    """A clause of the document, with where it stands."""
    return f'<blockquote class="pb-quote"><p>{escape(clause)}</p><footer>{escape(source)}</footer></blockquote>'


def note(sentence: str, kind: str = "plain") -> str:
    """A line of explanation; `kind` is plain or warn."""
    return f'<p class="pb-note {kind}">{escape(sentence)}</p>'


def listed(title: str, sentences: Iterable[str], kind: str) -> str:
    """Sentences under a title, if there is one; `kind` is bad, doubt or quiet."""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    head = f"<h3>{escape(title)}</h3>" if title else ""
    return f'<section class="pb-said {kind}">{head}<ul>{items}</ul></section>'


def section(title: str) -> str:
    """The head of a part within a block."""
    return f'<h3 class="pb-section">{escape(title)}</h3>'


def verdict(sentence: str, kind: str) -> str:
    """What became of something, in a line that stands out; `kind` is good, bad, doubt or quiet."""
    return f'<p class="pb-verdict {kind}"><i aria-hidden="true">{_GLYPHS[kind]}</i>{escape(sentence)}</p>'


def verdict_again(sentence: str, kind: str) -> str:
    """The same in small, beside what is to be pressed."""
    return note(f"{_GLYPHS[kind]} {sentence}", "warn" if kind in ("bad", "doubt") else "plain")


_GLYPHS = {"good": "✓", "bad": "✗", "doubt": "？", "quiet": "…"}


def empty(sentence: str) -> str:
    """What to do where there is nothing to show."""
    return f'<p class="pb-empty">{escape(sentence)}</p>'


def bare_page(sentence: str, back: str) -> str:
    """A page by itself, for what is answered without the board: a sentence, and the way back."""
    return (
        '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>推进计划看板</title>'
        '<body style="font-family:sans-serif;margin:15vh auto;max-width:36em;padding:0 1em;line-height:1.8">'
        f'<p>{escape(sentence)}</p><p><a href="{escape(back)}">回到看板</a></p></body></html>'
    )


def foot(*sentences: str) -> str:
    """The page's last line: rule, source, check code."""
    said = " ".join(f"<span>{escape(sentence)}</span>" for sentence in sentences if sentence)
    return f'<footer class="pb-foot">{said}</footer>'


def key(looks: Iterable[Look]) -> str:
    """What the colours of the charts below mean."""
    return f'<p class="pb-key">{"".join(map(chip, looks))}</p>'


def counts(counted: Iterable[tuple[Look, int]]) -> str:
    """How many there are of each status, where a bar is too short for its labels."""
    chips = "".join(f"<span>{chip(look)} {count}</span>" for look, count in counted if count)
    return f'<p class="pb-key counts">{chips}</p>'
