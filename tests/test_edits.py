from __future__ import annotations

import io

import pytest
from pptx import Presentation

from lib.briefing.content import Briefing
from lib.briefing.edits import LONGEST_TITLE, edited, without_annex
from lib.briefing.pptx import deck
from lib.errors import BriefingError

PATENTS = "indicator-invention-patents-per-10k"


def keys_of(briefing: Briefing) -> list[str]:
    return [slide.key for slide in briefing.slides]


def test_slides_are_chosen_and_ordered(briefing: Briefing) -> None:
    keys = ["cover", "attention", "overview"]
    made = edited(briefing, keys)
    assert keys_of(made) == keys
    assert made.edits == ("人工略去 7 页", "页序经人工调整")
    assert made.check_code == briefing.check_code


def test_without_the_annex_ten_are_left_and_nothing_counts_as_edited(briefing: Briefing) -> None:
    assert len(without_annex(briefing).slides) == 10
    assert edited(briefing, keys_of(without_annex(briefing))).edits == ()
    assert edited(briefing, keys_of(briefing)) == briefing


def test_another_title_is_marked_in_the_properties_and_the_notes_of_the_file(briefing: Briefing) -> None:
    title = "发明专利拥有量 2.86 件，距目标差 0.04 件，比序时进度低 16.6 个百分点"
    made = edited(briefing, keys_of(briefing), {PATENTS: title})
    file = Presentation(io.BytesIO(deck.render(made)))
    assert file.core_properties.comments == f"标题经人工改写：第3页“{title}”"
    assert file.slides[2].shapes.title.text_frame.text.replace("\v", "") == title
    assert "原标题：每万人口发明专利拥有量" in file.slides[2].notes_slide.notes_text_frame.text
    assert not Presentation(io.BytesIO(deck.render(briefing))).core_properties.comments


@pytest.mark.parametrize(
    "title",
    [
        "每万人口发明专利拥有量 2.89 件，距目标差 0.04 件，低于序时进度 16.6 个百分点",
        "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件",
        "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件，低于序时进度 16.6%",
        "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件，低于序时进度 16.6 个百分点，3 项滞后",
        "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件，低于序时进度 16.6 个百分点，三项滞后",
        "每万人口发明专利拥有量 -2.86 件，距目标差 0.04 件，低于序时进度 16.6 个百分点",
    ],
)
def test_a_number_of_a_title_cannot_be_changed_left_out_or_added(title: str, briefing: Briefing) -> None:
    with pytest.raises(BriefingError, match="标题里的数不能改"):
        edited(briefing, keys_of(briefing), {PATENTS: title})


def test_words_around_numbers_and_full_width_figures_may_change(briefing: Briefing) -> None:
    title = "每万人口发明专利拥有量进一步增加到２.86件，比序时进度低16.6个百分点，距目标还差 0.04 件"
    assert edited(briefing, keys_of(briefing), {PATENTS: title}).slides[2].title == title


@pytest.mark.parametrize(
    ("title", "said"), [("  ", "是空的"), ("长" * (LONGEST_TITLE + 1), "最多 60 个")], ids=["blank", "long"]
)
def test_a_blank_or_long_title_and_no_slides_are_refused(title: str, said: str, briefing: Briefing) -> None:
    with pytest.raises(BriefingError, match=said):
        edited(briefing, keys_of(briefing), {"method": title})
    with pytest.raises(BriefingError, match="一页也没有选"):
        edited(briefing, [])


def test_many_long_titles_fit_the_properties_of_the_file(briefing: Briefing) -> None:
    titles = {slide.key: slide.title + "，请审阅" for slide in briefing.slides if not slide.is_cover}
    made = edited(briefing, keys_of(briefing), titles)
    comments = Presentation(io.BytesIO(deck.render(made))).core_properties.comments
    assert comments.startswith("标题经人工改写：第2页")
    assert len(comments) <= 255
