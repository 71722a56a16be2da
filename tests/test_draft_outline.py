"""Lines → paragraphs → outline → clauses, whatever their numbers and breaks."""

from __future__ import annotations

from tables import of_every

from lib.drafts.draft import Draft, read_draft
from lib.drafts.markers import marker_of


def draft(text: str, name: str = "a.txt") -> Draft:
    """The draft of a text."""
    return read_draft(name, text.encode())


def places(text: str, name: str = "a.txt") -> list[tuple[list[str], str, str]]:
    """Path, number and words of each task."""
    return [(list(task.path), task.no, task.text) for task in draft(text, name).tasks]


@of_every(
    [
        ("一、总体", ("一、", "一、", 1)),
        ("（十二）制定", ("（一）", "（十二）", 12)),
        ("㈡制定", ("（一）", "㈡", 2)),
        ("第二十一条 甲", ("article", "第二十一条", 21)),
        ("第三章总则", ("chapter", "第三章", 3)),
        ("10．制定", ("1.", "10．", 10)),
        ("1、制定", ("1.", "1、", 1)),
        ("（3）制定", ("（1）", "（3）", 3)),
        ("1.2加强", ("1.1", "1.2", 2)),
        ("③制定", ("①", "③", 3)),
    ]
)
def test_a_printed_number_is_known_whatever_its_marks(text: str, expected: tuple[str, str, int]) -> None:
    marker = marker_of(text.replace(" ", ""))
    assert marker is not None
    assert (marker.kind, marker.printed, marker.number) == expected


@of_every(["2022年底前", "1.2倍减量", "0.69万吨", "15.5%以上", "一二三产业", "一、二、三产业融合", "3%、2%"])
def test_a_figure_is_no_printed_number(text: str) -> None:
    found = marker_of(text)
    assert found is None or found.kind == "1.1"  # such a one counts only where it goes on from the one before


def test_levels_are_what_the_document_makes_them() -> None:
    text = "第一章甲\n第一条乙。（市A局）\n第二章丙\n第二条丁\n（一）戊。（市B局）\n（二）己。（市C局）\n"
    assert places(text) == [
        (["第一章甲"], "第一条", "乙。"),
        (["第二章丙", "第二条丁"], "（一）", "戊。"),
        (["第二章丙", "第二条丁"], "（二）", "己。"),
    ]


def test_numbers_may_restart_or_run_on_and_two_levels_are_enough() -> None:
    text = "一、甲\n1.乙。（市A局）\n2.丙。（市A局）\n二、丁\n3.戊。（市A局）\n三、己\n1.庚。（市A局）\n"
    found = draft(text)
    assert [task.no for task in found.tasks] == ["1.", "2.", "3.", "1."]
    assert not any(doubt.code == "number_jumps" for doubt in found.doubts)


def test_a_number_that_is_missing_is_asked_about() -> None:
    (doubt,) = [d for d in draft("一、甲\n1.乙。（市A局）\n3.丙。（市A局）\n").doubts if d.code == "number_jumps"]
    assert (doubt.line, doubt.message) == (3, "序号从“1.”跳到“3.”。请看原文是否缺了一条，或序号有误。")


def test_headings_may_have_no_number() -> None:
    text = "某市方案\n\n加强保护\n1.甲。（市A局）\n2.乙。（市A局）\n促进运用\n1.丙。（市B局）\n"
    assert [path for path, _, _ in places(text)] == [["加强保护"], ["加强保护"], ["促进运用"]]
    markdown = (
        "# 某市方案\n\n## 加强保护\n\n甲。（市A局）\n\n### 执法\n\n乙。（市A局）\n\n## 促进运用\n\n丙。（市B局）\n"
    )
    assert [path for path, _, _ in places(markdown, "a.md")] == [["加强保护"], ["加强保护", "执法"], ["促进运用"]]


def test_a_heading_in_a_line_of_its_own_stands_above_the_words_below_it() -> None:
    text = "一、任务\n（一）制定意见\n研究制定意见，明确目标。\n责任单位：市A局\n完成时限：2031年2月底前\n"
    assert places(text) == [(["一、任务", "（一）制定意见"], "", "研究制定意见，明确目标。")]


def test_a_clause_with_several_groups_is_several_tasks() -> None:
    text = "一、甲\n（一）建设平台。（责任单位：市A局）推广应用。加强管理。（责任单位：市B局，配合单位：市C局等）\n"
    found = draft(text).tasks
    assert [(task.text, task.agencies) for task in found] == [
        ("建设平台。", ("市A局",)),
        ("推广应用。加强管理。", ("市B局", "市C局")),
    ]
    assert found[0].item == found[1].item


def test_points_that_run_on_in_one_paragraph_keep_their_numbers() -> None:
    found = places("一、甲\n（一）1.建设平台。（市A局）2.推广应用。（市B局）\n")
    assert [(no, text) for _, no, text in found][1] == ("2.", "推广应用。")


def test_lines_broken_by_typesetting_are_joined_over_pages_within_a_name() -> None:
    lines = [
        "一、任务",
        "（一）建设覆盖全市的公共服务平台，推动数据资源在部门之间开放共享和应用，完善",
        "平台管理制度，加强平台运行维护，提升服务能力和水平。（责任单位：市工业和信",
        "",
        "— 12 —",
        "",
        "息化局、市数据局、市自然资源和规划局、市住房和城乡建设局、市交通运输局等按",
        "职责分工负责）",
        "（二）开展宣传。（责任单位：市A局）",
    ]
    found = draft("\n".join(lines)).tasks
    assert found[0].agencies[:2] == ("市工业和信息化局", "市数据局")
    assert (found[0].is_open, found[0].lines) == (True, (2, 8))
    assert len(found) == 2


def test_a_figure_at_the_beginning_of_a_broken_line_is_no_number() -> None:
    lines = [
        "一、任务",
        "（一）推动全市重点行业单位产品能耗持续下降，新上项目落实能耗减量替代不少于",
        "1.2倍的要求，建立台账并按月调度通报，加强重点企业用能监测和分析预警，到年底",
        "能耗总量控制在合理区间，按照各县区分解的指标逐项抓好落实，全年能耗强度下降",
        "3.5个百分点。（责任单位：市A局）",
    ]
    (task,) = draft("\n".join(lines)).tasks
    assert "不少于1.2倍的要求" in task.text
    assert "下降3.5个百分点" in task.text


def test_a_group_that_closes_several_points_is_that_of_their_clause() -> None:
    text = "一、甲\n（一）推行一件事\n1.梳理清单。\n2.上线平台。\n责任单位：市A局\n（二）乙\n1.丙。\n责任单位：市B局\n2.丁。\n责任单位：市C局\n"
    found = draft(text).tasks
    assert [(task.no, task.agencies) for task in found] == [
        ("（一）", ("市A局",)),
        ("1.", ("市B局",)),
        ("2.", ("市C局",)),
    ]
    assert found[0].text == "推行一件事1.梳理清单。2.上线平台。"


def test_a_deadline_in_brackets_counts_beside_the_bodies_and_not_within_the_clause() -> None:
    (beside,) = draft("一、甲\n1.建设平台。（2031年6月底前完成）（市A局）\n").tasks
    assert (beside.due, beside.text) == ("2031-06", "建设平台。")
    (within,) = draft("一、甲\n1.出台办法（2031年6月底前），建设平台。（市A局）\n").tasks
    assert within.due is None


def test_brackets_behind_a_name_or_within_a_clause_are_no_group() -> None:
    text = "一、甲\n1.组建市数据局（市大数据中心）。覆盖所有县（市、区）。报市政府（办公室）。（市A局）\n"
    (task,) = draft(text).tasks
    assert task.agencies == ("市A局",)


def test_what_is_left_over_is_asked_about() -> None:
    found = draft("一、甲\n1.乙。（市A局）另行通知。\n2.丙。\n二、丁\n1.戊。\n三、己\n1.庚。（市A局）\n")
    codes = [(d.line, d.code) for d in found.doubts if d.line]
    assert codes == [(2, "text_left_over"), (3, "clause_without_body"), (4, "part_without_tasks")]


def test_a_table_of_contents_is_passed_over() -> None:
    text = "目录\n一、甲......1\n二、乙…………12\n一、甲\n1.丙。（市A局）\n二、乙\n1.丁。（市B局）\n"
    assert [path for path, _, _ in places(text)] == [["一、甲"], ["二、乙"]]
    assert not [d for d in draft(text).doubts if d.line]


def test_a_closing_sentence_may_be_the_group_and_prose_about_bodies_is_none() -> None:
    (task,) = draft("一、甲\n1.建设平台。由市A局牵头，市B局、各县（市、区）政府配合。\n").tasks
    assert (task.text, task.lead, task.support) == ("建设平台。", ("市A局",), ("市B局", "各县（市、区）政府"))
    prose = [
        "具体工作由市A局负责。",
        "省政府要求各地负责落实。",
        "各级各部门要认真负责。",
        "领导小组办公室设在市A局，由市A局负责日常工作。",
    ]
    found = draft(
        "一、甲\n" + "".join(f"{n}.乙。{words}\n" for n, words in enumerate(prose, 1)) + "5.丙。（市C局）\n"
    ).tasks
    assert [task.agencies for task in found] == [("市C局",)]


def test_a_heading_that_names_its_owner_is_no_task_above_clauses_with_bodies_of_their_own() -> None:
    text = "一、甲（由市A局牵头）\n（一）乙。（市B局）\n二、丙（由市C局牵头）\n（二）丁。（市D局）\n"
    assert places(text) == [(["一、甲"], "（一）", "乙。"), (["二、丙"], "（二）", "丁。")]
    assert [d.line for d in draft(text).doubts if d.code == "heading_with_bodies"] == [1, 3]


def test_headings_without_numbers_stand_above_clauses_whose_labels_follow() -> None:
    text = (
        "稳定消费\n支持以旧换新。\n责任单位：市A局\n扩大文旅\n举办消费活动100场以上，接待游客增长。\n责任单位：市B局\n"
    )
    assert places(text) == [
        (["稳定消费"], "", "支持以旧换新。"),
        (["扩大文旅"], "", "举办消费活动100场以上，接待游客增长。"),
    ]


def test_the_names_of_a_label_go_on_in_a_line_of_their_own() -> None:
    text = "一、甲\n1、乙。\n责任单位：市A局、市教育局\n　　　　　市总工会\n（一）丙\n1、丁。\n责任单位：\n市B局\n"
    assert [task.agencies for task in draft(text).tasks] == [("市A局", "市教育局", "市总工会"), ("市B局",)]


def test_an_order_for_all_tasks_names_no_body() -> None:
    text = (
        "一、甲\n1.乙。〔责任单位：省A厅、B厅按职责分工负责。具体任务均涉及相关市（州）人民政府，不再做分工，下同。〕\n"
    )
    (task,) = draft(text).tasks
    assert task.agencies == ("省A厅", "B厅")
    assert "standing_order" in [d.code for d in draft(text).doubts]
