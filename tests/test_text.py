"""Texts of people: plain, as long as they are, and fit for where they go."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.text import file_name_safe, is_file_name, stem, text_width, tidy, xml_safe


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("（件）", "(件)"),
        ("ＡＢＣ１", "ABC1"),
        ("　x　", "x"),
        ("'0012", "0012"),
        ("' 12", "12"),
        ("“引号”、。", "“引号”、。"),
        ("", ""),
    ],
)
def test_tidying_makes_widths_plain_and_leaves_chinese_punctuation(text: str, plain: str) -> None:
    assert tidy(text) == plain


@given(st.text())
def test_any_text_is_made_fit_for_xml(text: str) -> None:
    safe = xml_safe(text).replace("&", "").replace("<", "").replace(">", "")
    assert ElementTree.fromstring(f"<a>{safe}</a>") is not None  # noqa: S314
    assert xml_safe(xml_safe(text)) == xml_safe(text)


@pytest.mark.parametrize(
    ("text", "safe"),
    [("一\x00二", "一二"), ("\ud83d好", "好"), ("abc\u202egpj", "abcgpj"), ("一\n二\t三", "一\n二\t三")],
)
def test_what_xml_cannot_hold_and_what_turns_writing_around_is_left_out(text: str, safe: str) -> None:
    assert xml_safe(text) == safe


def test_a_chinese_character_and_a_mark_as_wide_take_more_room_than_a_letter() -> None:
    assert text_width("进展") == text_width("“”") == text_width("● ◆") - text_width(" ") == 2
    assert text_width("ab") == pytest.approx(1.16)
    assert text_width("") == 0


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("单页_省科技厅", "单页_省科技厅"),
        ("a/b\\c:*?", "abc"),
        ("第 1 部分（节选）", "第1部分节选"),
        ("2019-09", "2019-09"),
    ],
)
def test_of_the_signs_of_a_text_only_two_stay_in_a_file_name(text: str, safe: str) -> None:
    assert file_name_safe(text) == safe


@pytest.mark.parametrize("text", ["省科技厅", "省新闻出版局〔省版权局〕_2019-09.csv", "a b"])
def test_a_name_that_every_system_takes(text: str) -> None:
    assert is_file_name(text)


@pytest.mark.parametrize("text", ["", ".csv", "~a", "a/b", "a\\b", "C:a", "a?", "a\x00", 'a"b', "a\nb"])
def test_a_name_that_some_system_refuses_or_hides(text: str) -> None:
    assert not is_file_name(text)


@pytest.mark.parametrize(
    ("file", "last"),
    [
        ("省科技厅_2019-09.csv", "省科技厅_2019-09"),
        ("../../etc/x.csv", "x"),
        ("C:\\报送\\x.v2.csv", "x.v2"),
        ("x", ""),
        ("", ""),
    ],
)
def test_the_stem_of_a_file_is_its_last_part_without_the_ending(file: str, last: str) -> None:
    assert stem(file) == last
