"""Printed deadlines, and words that set no day."""

from __future__ import annotations

from tables import of_every

from lib.drafts.deadlines import as_day, is_deadline, read_deadline


@of_every(
    [
        ("2022年2月底前", "2022-02"),
        ("2022年12月底前完成", "2022-12"),
        ("2022年底前", "2022-12-31"),
        ("2022年年底", "2022-12-31"),
        ("2022年6月30日前", "2022-06-30"),
        ("2022-6-30", "2022-06-30"),
        ("2022.6", "2022-06"),
        ("6月底前", "2031-06"),
        ("年底前", "2031-12-31"),
        ("四季度", "2031-12-31"),
        ("2022年第三季度末", "2022-09-30"),
        ("上半年", "2031-06-30"),
        ("二〇二二年十二月底前", "2022-12"),
        ("到2025年", "2025-12-31"),
        ("2022年3月—11月", "2022-11"),
        ("2022年1—11月", "2022-11"),
        ("2022—2025年", "2025-12-31"),
        # of stages the one that closes the task
        ("6月底前启动，12月底前完成", "2031-12"),
        ("5月底前完成方案，全年持续推进", "2031-05"),
        # words that set no day
        ("持续推进", None),
        ("长期坚持", None),
        ("全年", None),
        ("按照国省安排部署", None),
        ("每年12月底前", None),
        ("2022年2月30日前", None),
    ]
)
def test_a_deadline_is_the_last_day_or_month_that_its_words_name(text: str, expected: str | None) -> None:
    assert read_deadline(text, 2031) == expected


def test_without_a_year_words_without_one_name_no_day() -> None:
    assert read_deadline("6月底前", None) is None
    assert read_deadline("2022年6月底前", None) == "2022-06"


def test_a_month_ends_with_its_last_day() -> None:
    assert as_day("2024-02").isoformat() == "2024-02-29"
    assert as_day("2024-12-31").isoformat() == "2024-12-31"


@of_every(["2025年底前", "2023年6月底前出台", "持续推进", "长期坚持", "12月底前完成"])
def test_words_among_names_may_be_a_deadline(text: str) -> None:
    assert is_deadline(text)


@of_every(["市教育局", "各区政府", "市发展改革委2023年新设机构"])
def test_names_are_no_deadline(text: str) -> None:
    assert not is_deadline(text)
