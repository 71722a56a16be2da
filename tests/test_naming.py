"""What stands in a plan is called as the document prints it, and bodies are counted as agencies."""

from __future__ import annotations

import pytest
from factories import agency_data, make_plan

from lib.plan.file import load_plan
from lib.say import naming
from lib.settings import ROOT


@pytest.mark.parametrize(
    ("id", "numeral"),
    [("1", "一"), ("1.2", "（二）"), ("10", "十"), ("2.11", "（十一）"), ("20", "20"), ("3.4", "（四）")],
)
def test_parts_and_sections_are_numbered_as_the_document_prints_them(id: str, numeral: str) -> None:
    assert naming.numeral(id) == numeral


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("完善专利信息公共服务平台，支持利用专利技术情报再创新。", "完善专利信息公共服务平台"),
        ("作品著作权登记量400件。", "作品著作权登记量400件"),
        ("加强能力建设。鼓励所有者采取转让、许可等方式运用。", "加强能力建设"),
        ("企业发明专利拥有量占全省发明专利总量的比重达60%以上。", "企业发明专利拥有量占全省发明专利…"),
    ],
)
def test_a_clause_is_shortened_to_its_first_words(text: str, short: str) -> None:
    assert naming.short(text) == short
    assert len(naming.short(text, 9)) <= 9


def test_a_clause_is_named_by_its_place() -> None:
    assert naming.clause_place(load_plan(ROOT / "data" / "plan_2019.yaml"), "1.3.4") == "一、（三）4."


def test_bodies_are_named_by_the_first_and_their_number() -> None:
    plan = make_plan()
    assert naming.bodies(plan, []) == ""
    assert naming.bodies(plan, ["copyright"]) == "省新闻出版局"
    assert naming.bodies(plan, ["copyright", "ipo"]) == "省新闻出版局等 2 家"
    assert naming.bodies(plan, ["copyright", "ipo", "members"]) == "省新闻出版局等 2 家和各成员单位"
    assert naming.bodies(plan, ["copyright", "members"]) == "省新闻出版局和各成员单位"
    assert naming.bodies(plan, ["members"]) == "各成员单位"


@pytest.mark.parametrize(
    ("bodies", "said"),
    [
        ([], "0 家"),
        (["ipo", "science"], "2 家"),
        (["ipo", "science", "members"], "2 家和各成员单位"),
        (["members"], "各成员单位"),
        (["ipo", "office"], "1 家和统筹办"),
        (["ipo", "members", "others"], "1 家和各成员单位和其他单位"),
        (["ipo", "members", "others", "more"], "1 家和 3 个组"),
    ],
)
def test_agencies_are_counted_groups_and_the_office_are_named(bodies: list[str], said: str) -> None:
    names = {"members": "各成员单位", "others": "其他单位", "more": "更多单位"}
    plan = make_plan(groups=[agency_data(id=id, name=name, members=[]) for id, name in names.items()])
    assert naming.counted(plan, bodies) == said
