"""What a person changes of a briefing before its files are made: which slides, in which order, their titles. Never a number."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from lib.briefing.content import Briefing
from lib.briefing.slides import Slide
from lib.errors import BriefingError
from lib.text import tidy

LONGEST_TITLE = 60
"""Characters of a title."""

_NUMBER = re.compile(
    r"-?\d+(?:[.,]\d+)*(?:%|个百分点|[\u4e00-\u9fff])?"
    r"|[零〇一二两三四五六七八九十百千万亿半]+(?=[项家件个成倍年月日])|百分之[零〇一二两三四五六七八九十百点]+"
)
"""A number with its sign and what it counts, in figures or in characters."""


def edited(briefing: Briefing, keys: Sequence[str], titles: Mapping[str, str] | None = None) -> Briefing:
    """The briefing with the slides of these keys in this order, some with other titles; `edits` says what was changed.

    Raises BriefingError where nothing is left, or a title is blank, too long, or has other numbers than before.
    """
    held = {slide.key: slide for slide in briefing.slides}
    chosen = [held[key] for key in dict.fromkeys(keys) if key in held]
    if not chosen:
        raise BriefingError("一页也没有选。请至少勾选一页。")
    slides, retitled = [], []
    for number, slide in enumerate(chosen, 1):
        title = " ".join((titles or {}).get(slide.key, slide.title).split())
        if title != " ".join(slide.title.split()):
            _check(slide, title)
            retitled.append(f"第{number}页“{title}”")
            slide = replace(slide, title=title, notes=(*slide.notes, f"标题经人工改写，原标题：{slide.title}"))
        slides.append(slide)
    edits = [f"标题经人工改写：{'、'.join(retitled)}"] if retitled else []
    left = [slide for slide in briefing.slides if slide.key not in keys and not slide.is_annex]
    if left:
        edits.append(f"人工略去 {len(left)} 页")
    if [slide.key for slide in chosen] != [key for key in held if key in keys]:
        edits.append("页序经人工调整")
    return replace(briefing, slides=tuple(slides), edits=(*briefing.edits, *edits))


def without_annex(briefing: Briefing) -> Briefing:
    """The briefing without its full tables."""
    return replace(briefing, slides=tuple(slide for slide in briefing.slides if not slide.is_annex))


def _check(slide: Slide, title: str) -> None:
    if not title:
        raise BriefingError(f"“{slide.title}”的标题是空的。请写上，或者不改。")
    if len(title) > max(LONGEST_TITLE, len(slide.title)):
        raise BriefingError(f"标题“{title[:20]}……”有 {len(title)} 个字，最多 {LONGEST_TITLE} 个。请写短些。")
    before, after = _numbers(slide.title), _numbers(title)
    if before != after:
        raise BriefingError(
            f"标题里的数不能改：原来是 {'、'.join(before) or '没有数'}，改后是 {'、'.join(after) or '没有数'}。"
            f"请保留原来的数和单位，只改文字。原标题：{slide.title}"
        )


def _numbers(title: str) -> list[str]:
    return sorted(_NUMBER.findall(re.sub(r"\s+", "", tidy(title))))
