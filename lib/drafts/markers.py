"""Printed numbers at the beginning of a paragraph: 一、 （一） 1. 第一条 ① 1.1."""

from __future__ import annotations

import re
from typing import NamedTuple

_CN = "〇零一二三四五六七八九十百"
_UNITS = "个万亿千百倍元年月日％%‰度米吨"

_KINDS: list[tuple[str, re.Pattern[str]]] = [
    ("chapter", re.compile(rf"第([{_CN}]+|\d+)(?:章|编|篇|部分)[、：:\s]*")),
    ("joint", re.compile(rf"第([{_CN}]+|\d+)节[、：:\s]*")),
    ("article", re.compile(rf"第([{_CN}]+|\d+)条[、：:\s]*")),
    # 一、二、三产业 is a list of words.
    ("一、", re.compile(rf"([{_CN}]+)[、.．](?![{_CN}]+[、.．])")),
    ("（一）", re.compile(rf"[（(〔]([{_CN}]+)[）)〕][、.．]?")),
    ("（一）", re.compile(r"([㈠-㈩])")),
    ("1.1", re.compile(rf"(\d{{1,2}}(?:[.．]\d{{1,2}}){{1,3}})[、.．]?(?=[^\d{_UNITS}.．、，,；;—~～-])")),
    ("1.", re.compile(r"(\d{1,3})[.．、](?!\d)")),
    ("（1）", re.compile(r"[（(〔](\d{1,3})[）)〕][、.．]?")),
    ("（1）", re.compile(r"([⑴-⒇])")),
    ("1）", re.compile(r"(\d{1,2})[）)]")),
    ("①", re.compile(r"([①-⑳])")),
]  # fmt: skip
"""The kinds of numbers. Which stands above which is said by the document alone, not by this list."""


class Marker(NamedTuple):
    """A printed number. `number` is its last figure: 3 for 1.3."""

    kind: str
    printed: str
    number: int
    places: tuple[int, ...]


def marker_of(text: str) -> Marker | None:
    """The number that a text begins with."""
    for kind, pattern in _KINDS:
        if found := pattern.match(text):
            places = _places(found[1])
            if places:
                return Marker(kind, found[0].rstrip("：: "), places[-1], places)
    return None


def _places(text: str) -> tuple[int, ...]:
    if len(text) == 1:
        for first in ("㈠", "⑴", "①"):
            if 0 <= ord(text) - ord(first) < 20 and not text.isdecimal():
                return (ord(text) - ord(first) + 1,)
    if text[0].isdecimal():
        return tuple(int(place) for place in re.split(r"[.．]", text))
    number = chinese_number(text)
    return (number,) if number else ()


def chinese_number(text: str) -> int:
    """十二 → 12; 0 for what is no number."""
    total = current = 0
    for c in text:
        if c in "百十":
            total += (current or 1) * (100 if c == "百" else 10)
            current = 0
        else:
            current = "〇一二三四五六七八九".find("〇" if c == "零" else c)
            if current < 0:
                return 0
    return total + current
