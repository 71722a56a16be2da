"""What the document leaves open: each doubt with its line and what somebody is to decide."""

from __future__ import annotations

from typing import NamedTuple

DOUBTS: dict[str, str] = {
    "clause_without_body": "条文没有写责任单位，没有列为任务。请看是否属于上一条或上级标题，或者补上责任单位。",
    "list_open": "责任单位以“等”结尾：还有没写明的单位。请问清是哪些，或者照原文保留。",
    "name_level": "“{name}”可能就是“{other}”，少写了层级。两处是同一个单位的，请并为一个。",
    "name_before": "“{name}”可能就是上年计划里的“{other}”。是同一个单位的，沿用它的编号。",
    "name_odd": "“{name}”不像单位名称，没有列入责任单位。请核对原文。",
    "standing_order": "原文对其他条文也有要求：“{order}”。这里只照各条印出的单位列出，请决定其他条文要不要加上。",
    "lead_rule": "原文写明“{rule}”，从这一条起按首位列名的单位为牵头单位。请核对适用范围。",
    "lead_rule_once": "原文在这一条写明“{rule}”，没有写“下同”，所以只用于这一条。其他条文要不要照此，请决定。",
    "lead_rule_before": "牵头规则在后面的条文才写明，这一条不按它认定牵头单位。请决定。",
    "lead_rule_unclear": "原文的牵头规则“{rule}”要看版式（加粗、标记），这里看不出是谁。请补上牵头单位。",
    "chief_word": "原文写的是主办或主责，不是牵头，所以没有列为牵头单位。请决定。",
    "due_unread": "“{due}”没有说出具体日期，没有设完成期限。请决定。",
    "due_other_year": "完成期限“{due}”不在计划年度内，计划文件里只保留原话。请决定这一年的期限。",
    "heading_with_bodies": "标题写明了单位，没有列为任务，也没有加到下面各条。请决定。",
    "number_jumps": "序号从“{before}”跳到“{after}”。请看原文是否缺了一条，或序号有误。",
    "text_left_over": "责任单位后面还有文字，没有归到任何任务。请看它属于哪一条。",
    "part_without_tasks": "“{heading}”之下没有写明责任单位的条文，没有列为任务。",
    "group_without_text": "责任单位前面没有条文。请看它属于哪一条。",
    "year_missing": "看不出计划年度。请用 --year 写明，或在计划文件里补上 year。",
    "title_missing": "看不出计划名称。请用 --title 写明，或在计划文件里补上 title。",
    "document_missing": "看不出文号。请在计划文件里补上 document。",
}
"""Every doubt, with its sentence. docs/import.md describes each."""


class Doubt(NamedTuple):
    """One thing that cannot be decided from the text. `line` is a printed line, 0 for the whole document."""

    line: int
    code: str
    text: str
    message: str
    task: int = 0
    """The task that it is about, counted from 1; where words belong to none, the one before them. 0 for none."""
    proposal: str = ""
    """What the text offers: the name that is meant, the words that are left over."""


def doubt(line: int, code: str, text: str = "", *, task: int = 0, proposal: str = "", **said: str) -> Doubt:
    """A doubt about the words `text`, with its sentence."""
    return Doubt(line, code, text[:60], DOUBTS[code].format_map(said), task, proposal)
