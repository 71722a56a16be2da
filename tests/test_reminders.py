"""The letters that ask for what is owed."""

from __future__ import annotations

from datetime import date

import pytest
from factories import make_plan, period_of

from lib.rows import Rows
from lib.rules.measures import measure
from lib.rules.owing import Owed, owing
from lib.say.reminders import letter, letters

SEPTEMBER = period_of("2019-09")
OWED = Owed("copyright", "copyright", ("copyright-registrations",), ("1.1.1",))


def test_a_letter_says_what_is_owed_by_when_and_how_to_report_it() -> None:
    assert letter(make_plan(), OWED, SEPTEMBER, date(2019, 10, 8)) == (
        "省新闻出版局〔省版权局〕：\n"
        "《2019年小计划》（测〔2019〕1号）2019年9月的进展情况，请于2019年10月10日前报送。"
        "截至2019年10月8日，以下内容尚未收到：\n"
        "指标实绩（1 项）\n"
        "　　1.1.4 作品著作权登记量（单位：件）\n"
        "任务进展（1 项）\n"
        "　　1.1.1 任务1.1.1的条文\n"
        "请在推进计划看板“报送”页下载模板，填好后上传。已报送的请忽略本提醒。谢谢支持。\n"
        "省政府知识产权办公会议制度办公室\n"
    )


def test_a_kind_of_which_nothing_is_owed_is_left_out() -> None:
    assert "指标实绩" not in letter(make_plan(), OWED._replace(indicators=()), SEPTEMBER)
    assert "任务进展" not in letter(make_plan(), OWED._replace(tasks=()), SEPTEMBER)


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        (None, "请于2019年10月10日前报送。目前，"),
        (date(2019, 10, 10), "请于2019年10月10日前报送。截至2019年10月10日，"),
        (date(2019, 10, 11), "应于2019年10月10日前报送，现已过时限，请于2019年11月10日前补报。截至2019年10月11日，"),
        (date(2020, 2, 1), "应于2019年10月10日前报送，现已过时限，请尽快补报。截至2020年2月1日，"),
    ],
)
def test_a_letter_says_that_the_due_day_is_past_only_after_it(as_of: date | None, said: str) -> None:
    assert said in letter(make_plan(), OWED, SEPTEMBER, as_of)


def test_while_sample_figures_count_every_letter_says_so_first() -> None:
    said = letters(make_plan(), [OWED, OWED], SEPTEMBER, sample=True)
    assert said.startswith("【示例数据，非真实进展】\n省新闻出版局〔省版权局〕：\n")
    assert said.count("【示例数据，非真实进展】") == 2
    assert "示例" not in letters(make_plan(), [OWED], SEPTEMBER)


def test_a_group_is_asked_to_tell_the_office_which_reports_for_it() -> None:
    text = letter(make_plan(), Owed("members", "office", (), ("2.1.1",)), SEPTEMBER)
    assert text.startswith("各成员单位：\n")
    assert "由我办统一填报" in text
    assert "下载模板" not in text


def test_a_clause_stands_in_full_since_the_letter_is_sent_as_it_is() -> None:
    plan = make_plan(tasks={"1.1.1": {"agencies": ["ipo"], "text": "甲" * 90 + "。"}}, indicators=[])
    assert f"　　1.1.1 {'甲' * 90}\n" in letter(plan, Owed("ipo", "ipo", (), ("1.1.1",)), SEPTEMBER)


def test_the_letters_to_all_are_one_text() -> None:
    plan = make_plan(tasks={"1.1.1": ["ipo", "science"], "1.1.2": ["science"]}, indicators=[])
    measures = measure(plan, Rows(), SEPTEMBER.end)
    text = letters(measures.plan, owing(measures), SEPTEMBER)
    assert [text.count(name) for name in ("省知识产权局：\n", "省科技厅：\n", "─\n\n")] == [1, 1, 1]
    assert letters(measures.plan, [], SEPTEMBER) == ""
