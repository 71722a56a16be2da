"""Blocks of HTML: whatever a file says comes out as text."""

from __future__ import annotations

import re

import pytest

from lib.draw import markup
from lib.statuses import TASK_STATUSES

EVIL = "<script>alert</script>\"'&"


@pytest.mark.parametrize(
    "html",
    [
        markup.head(EVIL, EVIL, sample=False),
        markup.lead(EVIL),
        markup.block(EVIL, "", EVIL),
        markup.table([(EVIL, [markup.text(EVIL), markup.number(EVIL)])], {EVIL: ""}),
        markup.definitions([(EVIL, EVIL)]),
        markup.quote(EVIL, EVIL),
        markup.note(EVIL),
        markup.empty(EVIL),
        markup.foot(EVIL),
        markup.anchor(EVIL, EVIL),
        markup.pages(EVIL, 1, 2, lambda n: EVIL),
        markup.navigation(EVIL, [(EVIL, EVIL)]),
        markup.sheet(EVIL, EVIL, sample=True),
        markup.caption(
            "key", title=EVIL, line=EVIL, sample=True, href=EVIL, lamp=[EVIL, "#000"], notes=3, pixels=50, least=320
        ),
        markup.text(EVIL).html,
        markup.status(TASK_STATUSES["completed"], EVIL).html,
    ],
)
def test_what_a_file_says_is_shown_as_text(html: str) -> None:
    assert "<script" not in html
    assert "alert" in html


def test_a_link_carries_the_moment_and_is_relative() -> None:
    href = markup.link("tasks", {"as_of": "2019-06-30"}, task="1.1.1")
    assert href == "./tasks?as_of=2019-06-30&task=1.1.1"
    assert markup.link("overview", {}) == "./"


def test_the_numbers_of_a_sentence_are_strong_and_nothing_else() -> None:
    assert markup.strong_numbers("完成 13 项（31.0%）") == "完成 <b>13</b> 项（<b>31.0%</b>）"


def test_a_title_breaks_between_its_clauses_only() -> None:
    assert markup.clauses("甲，乙").count('class="clause"') == 2


def test_the_sample_tag_stands_beside_the_title_of_invented_data_only() -> None:
    assert "示例数据" in markup.head("题", "注", sample=True)
    assert "示例数据" not in markup.head("题", "注", sample=False)


def test_a_status_is_said_by_glyph_and_word() -> None:
    for look in TASK_STATUSES.values():
        assert look.glyph in markup.chip(look)
        assert look.word in markup.chip(look)


def test_links_of_rows_are_called_what_tells_them_apart() -> None:
    late, done = (markup.status(TASK_STATUSES[key]) for key in ("delayed", "completed"))

    def names(*rows: list[markup.Cell]) -> list[str]:
        return re.findall(r'<a href="\./"(?: aria-label="([^"]*)")?>', markup.table([("./", row) for row in rows]))

    assert names(["甲", "1"], ["乙", "1"]) == ["", ""]
    assert names(["甲", "1", "x"], ["甲", "2", "y"]) == ["甲，1", "甲，2"]
    assert names([late, "1.1.1"], [done, "1.1.2"]) == ["进展滞后，1.1.1", "已完成（自报），1.1.2"]
    assert names([late, "1.1.1", "乙 & 丙"], [late, "1.1.1", "<b>"]) == [
        "进展滞后，1.1.1，乙 &amp; 丙",
        "进展滞后，1.1.1，&lt;b&gt;",
    ]
    assert names(["甲"], ["甲"]) == ["", ""]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("黔科通〔2019〕8号", "黔科通〔2019〕8号"),
        (
            "见https://kjt.example.gov.cn/a?b=1&c=2。",
            '见<a href="https://kjt.example.gov.cn/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">'
            "https://kjt.example.gov.cn/a?b=1&amp;c=2</a>。",
        ),
        ("javascript:alert(1)", "javascript:alert(1)"),
        ("data:text/html,<b>x</b>", "data:text/html,&lt;b&gt;x&lt;/b&gt;"),
        ("ftp://example.cn/a", "ftp://example.cn/a"),
        ("JavaScript://x%0ahttp", "JavaScript://x%0ahttp"),
        (None, ""),
    ],
)
def test_only_web_addresses_become_links_that_open_apart(text: str | None, html: str) -> None:
    assert markup.with_links(text) == html


def test_an_address_cannot_end_its_attribute() -> None:
    html = markup.with_links('http://a"onmouseover=alert(1) http://b<script>')
    assert '"onmouseover' not in html.replace('" target', "") and "<script" not in html


def test_the_links_of_a_list_lead_to_its_other_pages_and_to_none_beyond() -> None:
    def hrefs(at: int) -> list[str]:
        return re.findall(r'href="([^"]+)"', markup.pages("", at, 3, lambda n: f"?page={n}"))

    assert hrefs(1) == ["?page=2", "?page=3"]
    assert hrefs(2) == ["?page=1", "?page=1", "?page=3", "?page=3"]
    assert hrefs(3) == ["?page=1", "?page=2"]


def test_of_many_rows_the_first_stand_there_and_it_is_said_how_many_there_are() -> None:
    def shown(count: int) -> str:
        return markup.first_rows(range(count), lambda rows: f"{len(rows)} rows", "余下的在别处")

    assert shown(50) == "50 rows"
    assert shown(51) == '50 rows<p class="pb-note plain">先列 50 条，共 51 条，余下的在别处。</p>'
