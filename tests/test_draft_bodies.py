"""Words of a group of bodies → who is named, who leads, who supports, by when."""

from __future__ import annotations

from tables import of_every

from lib.drafts.bodies import Group, names_bodies, read_group


def group(*names: str, lead: str = "", support: str = "", is_open: bool = False, due: str = "") -> Group:
    """What a group says; names of a role are listed with blanks."""
    return Group(names, tuple(lead.split()), tuple(support.split()), is_open, due)


@of_every(
    [
        # labels
        ("责任单位：省科技厅、省教育厅", group("省科技厅", "省教育厅")),
        ("牵头单位：省科技厅；配合单位：省教育厅", group("省科技厅", "省教育厅", lead="省科技厅", support="省教育厅")),
        ("牵头单位:市教育局 责任单位:市财政局", group("市教育局", "市财政局", lead="市教育局")),
        ("牵头单位 市教育局，责任单位 市财政局", group("市教育局", "市财政局", lead="市教育局")),
        ("牵头领导：张三，责任单位：市财政局，责任人：李四", group("市财政局")),
        ("牵头单位：市生态环境局，配合单位：/", group("市生态环境局", lead="市生态环境局")),
        ("责任单位：市教育局；完成时限：长期坚持", group("市教育局", due="长期坚持")),
        ("牵头：市A局；配合：市B局、市C局", group("市A局", "市B局", "市C局", lead="市A局", support="市B局 市C局")),
        ("主责：市A局；协同：市B局", group("市A局", "市B局", support="市B局")._replace(has_chief=True)),
        ("部门分工：省A厅牵头，各地、各部门配合", group("省A厅", "各地", "各部门", lead="省A厅", support="各地 各部门")),
        ("分管省领导：林某某；部门分工：省A厅", group("省A厅")),
        ("市A局为牵头单位，市B局、市C局为责任单位", group("市A局", "市B局", "市C局", lead="市A局")),
        ("区A局牵头，各镇街配合", group("区A局", "各镇街", lead="区A局", support="各镇街")),
        # who leads is said by a word, and by no other: 主办, 主责, 会同 are not 牵头
        ("牵头及配合单位：市教育局、市财政局", group("市教育局", "市财政局")),
        ("牵头（责任）单位：市教育局、市财政局", group("市教育局", "市财政局")),
        ("省科技厅会同省教育厅负责", group("省科技厅", "省教育厅")),
        # verbs
        ("省A厅牵头，省B厅、省C厅等按职责分工负责", group("省A厅", "省B厅", "省C厅", lead="省A厅", is_open=True)),
        ("市A局、市B局分别牵头，市C局参与", group("市A局", "市B局", "市C局", lead="市A局 市B局", support="市C局")),
        ("市A局负责牵头，市B局协助", group("市A局", "市B局", lead="市A局", support="市B局")),
        ("市A局牵头，市B局，市C局配合", group("市A局", "市B局", "市C局", lead="市A局", support="市B局 市C局")),
        ("市A局，市B局配合", group("市A局", "市B局", support="市B局")),
        ("市A局、市B局（牵头）、市C局（配合）", group("市A局", "市B局", "市C局", lead="市B局", support="市C局")),
        ("市A局牵头，2024年12月底前完成", group("市A局", lead="市A局", due="2024年12月底前完成")),
        ("配合单位：省A厅等，各市人民政府负责落实", group("省A厅", "各市人民政府", support="省A厅 各市人民政府", is_open=True)),
        ("市A局为牵头单位，市B局为配合单位", group("市A局", "市B局", lead="市A局", support="市B局")),
        ("省政协办公厅、市科协办公室", group("省政协办公厅", "市科协办公室")),
        # the 、 that separates nothing
        ("各市、州、县人民政府，省A厅", group("各市、州、县人民政府", "省A厅")),
        ("各市（州）、县（市、区）人民政府", group("各市（州）、县（市、区）人民政府")),
        ("市教育局,各县<市、区>人民政府", group("市教育局", "各县<市、区>人民政府")),
        ("市、县两级人民政府", group("市、县两级人民政府")),
        ("各区、市卫生健康委", group("各区", "市卫生健康委")),
        ("各区县、开发区管委会", group("各区县", "开发区管委会")),
        # 和 within a name and between two
        ("省工业和信息化厅、省文化和旅游厅", group("省工业和信息化厅", "省文化和旅游厅")),
        ("省发展改革委和省财政厅", group("省发展改革委", "省财政厅")),
        # one body with two nameplates
        ("省新闻出版局〔省版权局〕、省发展改革委（能源局）", group("省新闻出版局〔省版权局〕", "省发展改革委（能源局）")),
        # 等 and what it stands for; the 等 of a name
        ("市A局等相关部门", group("市A局", is_open=True)),
        ("省A厅等省有关部门、单位", group("省A厅", is_open=True)),
        ("省A厅等省有关部门、国家开发银行山东省分行", group("省A厅", "国家开发银行山东省分行", is_open=True)),
        ("省A厅等部门和各市人民政府", group("省A厅", "各市人民政府", is_open=True)),
        ("省高等法院、省司法厅", group("省高等法院", "省司法厅")),
        # breaks of lines between names and within them, lost spaces
        ("市教育局\n市财政局", group("市教育局", "市财政局")),
        ("市发展改\n革委、市财政局", group("市发展改革委", "市财政局")),
        ("市委\n宣传部", group("市委宣传部")),
        ("市教育局市财政局", group("市教育局", "市财政局")),
    ]
)  # fmt: skip
def test_a_group_names_bodies_with_what_it_says_of_them(text: str, expected: Group) -> None:
    assert read_group(text) == expected


def test_rules_and_orders_are_no_bodies() -> None:
    said = read_group("责任单位：市A局、市B局。列第一位的为牵头单位，下同。以下均需各区政府落实，不再列出")
    assert said.agencies == ("市A局", "市B局")
    assert said.lead == ()
    assert (said.lead_rule, said.is_from_here_on) == ("列第一位的为牵头单位", True)
    assert said.standing_order == "以下均需各区政府落实，不再列出"
    assert read_group("市A局、市B局（排在第一为牵头单位，下同）").lead_rule == "排在第一为牵头单位，下同"


def test_a_chief_is_noted_and_is_no_lead() -> None:
    said = read_group("主办单位：市科协；协办单位：市教育局")
    assert (said.lead, said.support, said.has_chief) == ((), ("市教育局",), True)


@of_every(
    [
        "省知识产权局、省新闻出版局〔省版权局〕",
        "公安部、应急管理部按职责分工负责",
        "市住建局、市城投、市水务集团",
        "各有关部门",
    ]
)
def test_brackets_without_a_label_may_hold_nothing_but_bodies(text: str) -> None:
    assert names_bodies(text)


@of_every(
    ["市、区", "试行", "含民办学校", "办公室", "省级重点实验室、省技术创新中心", "高校、科研院所", "党政机关、事业单位",
     "建筑面积达到10万平方米及以上", "社区卫生服务中心"]
)  # fmt: skip
def test_other_words_in_brackets_are_no_group(text: str) -> None:
    assert not names_bodies(text)
