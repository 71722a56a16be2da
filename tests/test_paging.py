"""Lists that fit on a page are left alone; the pages themselves are looked at in test_large_board.py."""

from __future__ import annotations

from lib.ui.paging import ROWS_OF_PAGE, Page, has_words, page_of, searched


def test_a_list_of_one_page_is_shown_whole_without_links_or_a_search():
    rows = range(ROWS_OF_PAGE)
    assert page_of(rows, "项") == Page(rows)
    assert page_of(rows, "项").around("<table>") == "<table>"
    assert searched("搜索", rows, str) is rows


def test_every_word_has_to_stand_in_the_text():
    assert has_words("第1片区省财政厅", ["财政", "第1"]) and has_words("省财政厅", [])
    assert not has_words("第1片区省财政厅", ["财政", "第2"])
