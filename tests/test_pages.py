"""Each page with good, no, bad figures and a bad plan: what it says, never an exception. Run without a browser.

The pages are run as users reach them, through main.py, and read as text: HTML without its tags, charts by their labels.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from factories import csv_bytes, indicator_data, plan_data, progress_bytes
from sending import figures, noon_of, open_board, write_plan, writer
from streamlit.testing.v1 import AppTest

from lib import settings
from lib.board.board import Board
from lib.board.submissions import submit
from lib.briefing.content import brief
from lib.briefing.notice.notice import notice
from lib.store.folder.store import FolderStore
from lib.ui import frame

ROOT = Path(__file__).resolve().parent.parent
PLAN = ROOT / "data" / "plan_2019.yaml"
SAMPLES = ROOT / "data" / "actuals"

PAGES = ("overview", "indicators", "agencies", "tasks", "method")

TITLES = {
    "overview": "2019年知识产权强省建设推进计划",
    "indicators": "每万人口发明专利拥有量 2.86 件，距目标差 0.04 件，低于序时进度 16.6 个百分点",
    "agencies": "27 家责任单位和各成员单位承担 85 项任务分工",
    "tasks": "42 项任务完成 13 项（31.0%，若未报送的都已完成则为 42.9%）",
    "method": "数从哪里来，怎样算出",
}

ALL_TITLES = {
    "upload": "2019年9月：27 家中 14 家已报齐、13 家欠报；各成员单位已报齐",
    "office": "12 项分工自报完成待核实，其中 2 项没有佐证；更正 2 处，疑问 4 条",
    "briefing": "简报：16 页，截至2019年9月30日",
    "submission": "没有这份报送",
    **TITLES,
}

WITHOUT_FIGURES = {
    "overview": TITLES["overview"],
    "indicators": "每万人口发明专利拥有量尚无报送，目标 ≥ 2.9 件",
    "agencies": "27 家责任单位和各成员单位承担 85 项任务分工，0 家全部完成，27 家本期欠报",
    "tasks": "42 项任务完成 0 项（0.0%，若未报送的都已完成则为 100.0%）",
    "upload": "2019年12月：27 家中 0 家已报齐、27 家欠报；各成员单位欠报",
    "office": "没有待核实的任务；更正 0 处，疑问 0 条",
    "briefing": "简报：18 页，截至2019年12月31日",
    "method": TITLES["method"],
    "submission": "没有这份报送",
}
"""Titles without a file that counts. A page that is in neither table has a title all the same."""

FAILED = "这一页出错了"

ALL_PAGES = [*frame.PAGES, *frame.HIDDEN_PAGES]

FIGURES = {
    "overview": "作品著作权登记量 352 件，为目标的 88.0%，快于序时进度 13.2 个百分点",
    "indicators": "（2.86 − 2.82）÷（2.9 − 2.82） = 50.0%",
    "agencies": "全部合计 85（各计一次）",
    "tasks": "13 项完成 8 项（61.5%，若未报送的都已完成仍为 61.5%）",
    "briefing": "打印请用“幻灯片的 PDF”",
    "method": "全省每万人口发明专利拥有量达到2.9件。",
}

BROKEN_FILES = {
    "省知识产权局_2019-09.csv": csv_bytes(["每万人口发明专利拥有量", "2019-09", "不详", "2019-10-08", ""]),
    "某某局_2019-09.csv": csv_bytes(["作品著作权登记量", "2019-09", "352", "2019-10-08", ""]),
    "省教育厅_2019-09.csv": progress_bytes(["1.1.1", "", "2019-09", "推进中", "", "", "", "2019-10-08", ""]),
    "省科技厅_2019-09.csv": b"\xff\xfe\x00 neither text nor a table \x00\x80",
    "读我.txt": "请把文件放在这里".encode(),
}


class Shown(NamedTuple):
    """What a page says: all of it as one text, the charts apart as well."""

    text: str
    charts: list[str]


@pytest.fixture(scope="module")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(SAMPLES, tmp_path_factory.mktemp("sample") / "actuals"))


@pytest.fixture(scope="module")
def empty_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("empty")


@pytest.fixture(scope="module")
def broken_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("broken")
    for name, data in BROKEN_FILES.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def broken_plan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan with two faults: an agency that no one listed, and a key given twice."""
    text = PLAN.read_text(encoding="utf-8").replace("agencies: [court]", "agencies: [count]")
    path = tmp_path_factory.mktemp("plan") / "plan_2019.yaml"
    path.write_text(text.replace("\nyear: 2019\n", "\nyear: 两千零一十九\n"), encoding="utf-8")
    return path


@pytest.fixture
def choose_data(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Choose folder and plan by the environment, as an administrator does."""

    def choose(actuals: Path, plan: Path = PLAN) -> None:
        monkeypatch.setenv("PLANBOARD_ACTUALS", str(actuals))
        monkeypatch.setenv("PLANBOARD_PLAN", str(plan))

    return choose


def run_page(page: str, root: Path = ROOT, **choices: str) -> AppTest:
    """The page with choices in its address, run as users reach it."""
    app = AppTest.from_file(str(root / "main.py"), default_timeout=60)
    app.query_params.update(choices)
    return app.switch_page(f"pages/{page}.py").run()


def titles_of(app: AppTest) -> list[str]:
    """The titles that a page shows."""
    bodies = [element.proto.body for element in leaves(app.main) if element.type == "html"]
    return [
        plain(title).removesuffix("示例数据").strip()
        for body in bodies
        for title in re.findall(r'<header class="pb-head"><h1>(.*?)</h1>', body)
    ]


def faults_of(app: AppTest) -> list[str]:
    """What is wrong with a page that was run: exceptions, the word that it failed, not one title, no foot."""
    titles = titles_of(app)
    found = [f"exception: {e.message}" for e in app.exception]
    found += [title for title in titles if title == FAILED]
    if len(titles) != 1 or not titles[0]:
        found.append(f"titles: {titles}")
    # A slide has a foot of its own, further in.
    last = list(app.main.children.values())[-1:]
    if not any(e.type == "html" and e.proto.body.startswith('<footer class="pb-foot">') for e in last):
        found.append("no foot: a page ends with ui.foot")
    return found


def show(page: str, root: Path = ROOT, **choices: str) -> Shown:
    """Run the page with choices in its address; it must end without an exception."""
    app = run_page(page, root, **choices)
    assert not app.exception
    said, charts = [], []
    for element in leaves(app.main):
        if element.type == "plotly_chart":
            charts.append(" ".join(labels(json.loads(element.proto.spec))))
        elif element.type == "html":
            said.append(plain(element.proto.body))
        elif element.type == "markdown":
            said.append(element.value)
    text = "\n".join(said + charts)
    assert FAILED not in text
    return Shown(text, charts)


def leaves(block: Any) -> Iterator[Any]:
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from leaves(child)
        else:
            yield child


def html_of(app: AppTest) -> str:
    """The HTML of a page, piece by piece."""
    return "\n".join(element.proto.body for element in leaves(app.main) if element.type == "html")


def plain(html: str) -> str:
    """What a reader sees of HTML. Clauses and numbers are marked up inside of a sentence, cells are not."""
    inline = re.sub(r"</?(?:span|b|strong|i)\b[^>]*>", "", html)
    return unescape(re.sub(r"<[^>]+>", " ", inline))


def labels(spec: Any) -> Iterator[str]:
    """The texts of a chart."""
    if isinstance(spec, dict):
        for key, value in spec.items():
            if key in ("text", "ticktext"):
                yield from (plain(str(t).replace("<br>", "")) for t in (value if isinstance(value, list) else [value]))
            else:
                yield from labels(value)
    elif isinstance(spec, list):
        for value in spec:
            yield from labels(value)


# every page of the navigation, and those that others lead to


@pytest.mark.parametrize("page", ALL_PAGES)
@pytest.mark.parametrize(
    ("folder", "titles"),
    [("sample_folder", ALL_TITLES), ("empty_folder", WITHOUT_FIGURES), ("broken_folder", WITHOUT_FIGURES)],
)
def test_every_page_shows_its_title_and_foot_whatever_the_folder_holds(page, folder, titles, choose_data, request):
    choose_data(request.getfixturevalue(folder))
    app = run_page(page)
    assert faults_of(app) == []
    assert titles.get(page, "") in titles_of(app)[0]


def test_the_page_of_what_waits_shows_what_approving_it_would_change(choose_data, tmp_path):
    reporting = {"frequency": "monthly", "due_day": 10, "approval": "body"}
    write_plan(tmp_path / "plan.yaml", reporting=reporting)
    (tmp_path / "actuals").mkdir()
    board = open_board(tmp_path, clock=noon_of(2019, 10, 12))
    submit(board, "上报.csv", figures("352"), "copyright", writer("张三", "copyright"), None)
    choose_data(tmp_path / "actuals", tmp_path / "plan.yaml")
    app = run_page("submission", id="1")
    assert faults_of(app) == []
    assert titles_of(app) == ["报送 1：省新闻出版局〔省版权局〕，待审核"]
    shown = plain(html_of(app))
    assert "通过后的变化" in shown and "352" in shown
    assert "待审核 1 份" in plain(
        " ".join(e.proto.body for e in leaves(run_page("upload", agency="copyright").main) if e.type == "html")
    )


def test_the_page_of_a_submission_shows_what_was_sent(choose_data, tmp_path):
    data = csv_bytes(["作品著作权登记量", "2019-09", "377", "2019-10-08", ""])
    (tmp_path / "省新闻出版局_2019-09.csv").write_bytes(data)
    choose_data(tmp_path)
    assert faults_of(run_page("overview")) == []
    app = run_page("submission", id="1")
    assert faults_of(app) == []
    assert titles_of(app) == ["报送 1：省新闻出版局〔省版权局〕，计入"]


@pytest.mark.parametrize(
    ("page", "key", "chosen", "shown"),
    [
        ("briefing", "choice-content-", "agency-science", ""),
        ("tasks", "choice-status-in_progress", "delayed", "in_progress"),
        ("agencies", "choice-counting-full", "even", "full"),
    ],
)
def test_a_box_shows_the_choice_of_the_address_whatever_a_run_that_was_cut_off_left_in_it(page, key, chosen, shown):
    """Who chose something and went back before its page was there, had it still in the box and could not choose it again."""
    app = run_page(page, **({"status": "in_progress"} if page == "tasks" else {}))
    (box,) = [e for e in leaves(app.main) if getattr(e, "key", None) == key]
    assert box.value == shown
    app.session_state[key] = chosen
    (box,) = [e for e in leaves(app.run().main) if getattr(e, "key", None) == key]
    assert (box.value, faults_of(app)) == (shown, [])


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("raise RuntimeError('boom')", "exception: "),
        ("1 / 0", "exception: "),
        ("import missing_module", "exception: "),
        ("from lib import ui\nview = ui.open_view()\nui.title(view, '题', '')\nraise KeyError('late')", FAILED),
        ("import streamlit as st\nfrom lib import ui\nui.title(ui.open_view(), '题', '')\nst.exception(ValueError('v'))", "exception: v"),
        ("from lib import ui\nui.open_view()", "titles: []"),
        ("from lib import ui\nui.title(ui.open_view(), '题', '')", "no foot"),
    ],
)  # fmt: skip
def test_a_page_that_fails_or_has_no_title_or_foot_does_not_pass(
    script, said, choose_data, empty_folder, tmp_path, monkeypatch
):
    choose_data(empty_folder)
    shutil.copy(ROOT / "main.py", tmp_path)
    shutil.copytree(ROOT / "pages", tmp_path / "pages")
    (tmp_path / "pages" / "method.py").write_text(script, encoding="utf-8")
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    assert any(fault.startswith(said) for fault in faults_of(run_page("method", tmp_path)))


# with sample figures


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_its_title_and_figures_and_says_that_they_are_invented(page, choose_data, sample_folder):
    choose_data(sample_folder)
    shown = show(page)
    assert TITLES[page] in shown.text
    assert FIGURES[page] in shown.text
    assert "示例数据" in shown.text
    assert re.search(r"校验码 [0-9A-F]{4}-[0-9A-F]{4}", shown.text)
    for chart in shown.charts:
        assert "示例数据" in chart


def test_the_same_moment_has_the_same_check_code_on_every_page(choose_data, sample_folder):
    choose_data(sample_folder)
    codes = {re.search(r"校验码 (\S+)", show(page, as_of="2019-06-30").text)[1] for page in PAGES}
    assert len(codes) == 1


@pytest.mark.parametrize(
    ("page", "choices", "said"),
    [
        ("indicators", {"indicator": "copyright-registrations"}, "作品著作权登记量 352 件，为目标的 88.0%"),
        ("indicators", {"indicator": "copyright-registrations"}, "更正：298 → 311，晚 12 天"),
        ("indicators", {"indicator": "enterprise-patent-share"}, "企业发明专利拥有量占比 60.2%，已达 60% 的目标"),
        ("indicators", {"as_of": "2019-06-30"}, "截至2019年6月30日"),
        ("agencies", {"counting": "shared"}, "全部合计 42（均摊）"),
        ("agencies", {"counting": "first_listed"}, "全部合计 42（首位列名）"),
        ("agencies", {"agency": "ipo"}, "省知识产权局：28 项任务分工完成 10 项"),
        ("agencies", {"agency": "members"}, "省人民政府知识产权办公会议制度各成员单位：2 项任务分工"),
        ("tasks", {"q": "地理标志"}, "找到 4 项，共 42 项"),
        ("tasks", {"q": "没有这样的词"}, "没有符合条件的任务。请换一个词"),
        ("tasks", {"task": "2.2.4"}, "二、（二）4.拓展知识产权投融资渠道"),
        ("method", {"part": "rules"}, "若未报送的都已完成"),
        ("method", {"part": "rules", "target": "300"}, "实际值 352 ≥ 目标值 300 → 已达标"),
        ("method", {"part": "rules", "kind": "level", "target": "2.9", "baseline": "2.82", "figures": "9月 2.86"}, "= 50.0%"),
        ("method", {"part": "rules", "figures": "9月 三百"}, "“三百”不是数字"),
        ("method", {"part": "rules", "target": "很多"}, "目标值“很多”不是数。请只填数字"),
        ("method", {"part": "rules", "due": "6月"}, "应完成日期“6月”不是 2019 年里的日期"),
        ("method", {"part": "sources"}, "http://english.sipo.gov.cn/"),
        ("method", {"part": "problems"}, "没有数据问题"),
    ],
)  # fmt: skip
def test_a_choice_in_the_address_is_followed(page, choices, said, choose_data, sample_folder):
    choose_data(sample_folder)
    assert said in show(page, **choices).text


@pytest.mark.parametrize(
    ("page", "choices"),
    [
        ("overview", {"as_of": "2019-13-45", "known_by": "昨天"}),
        ("overview", {"as_of": "0001-01-01"}),
        ("overview", {"as_of": "9999-12-31", "known_by": "0001-01-01"}),
        ("overview", {"plan": "../../etc/passwd"}),
        ("indicators", {"indicator": "'; drop table"}),
        ("agencies", {"agency": "nobody", "counting": "twice"}),
        ("tasks", {"q": "(*[", "status": "?", "show": "!", "agency": "-"}),
        ("tasks", {"task": "9.9.9"}),
        ("method", {"part": "nothing"}),
    ],
)
def test_a_choice_that_does_not_exist_is_passed_over(page, choices, choose_data, sample_folder):
    choose_data(sample_folder)
    assert "校验码" in show(page, **choices).text


@pytest.mark.parametrize(
    ("page", "choices", "said"),
    [
        ("tasks", {"status": "bogus"}, "“bogus”"),
        ("overview", {"as_of": "2019-13-45"}, "“2019-13-45”"),
        ("overview", {"known_by": "昨天"}, "“昨天”"),
        ("agencies", {"counting": "twice"}, "“twice”"),
    ],
)
def test_what_the_address_asks_for_in_vain_is_said_once(page, choices, said, choose_data, sample_folder):
    choose_data(sample_folder)
    assert show(page, **choices).text.count(f"链接里的{said}认不出，没有采用。") == 1


# why this moment


@pytest.mark.parametrize("part", ["document", "rules", "sources", "problems"])
def test_the_page_of_rules_names_the_row_that_set_the_moment(part, choose_data, tmp_path):
    data = csv_bytes(
        ["作品著作权登记量", "2019-08", "300", "2019-09-08", ""],
        ["作品著作权登记量", "2019-09", "377", "2019-10-08", ""],
    )
    (tmp_path / "省新闻出版局_2019-09.csv").write_bytes(data)
    choose_data(tmp_path)
    text = show("method", part=part).text
    assert "数据截至2019年9月30日：没有选日期，由2019年9月结束后最早填报的一行定下" in text
    assert "即“省新闻出版局_2019-09.csv”第3行（作品著作权登记量，2019年10月8日填报）" in text


def test_a_moment_that_the_reader_chose_or_no_row_set_is_said_to_be_so(choose_data, sample_folder, empty_folder):
    choose_data(sample_folder)
    assert "数据截至2019年6月30日：由右上角或链接选定" in show("method", as_of="2019-06-30").text
    assert "由右上角或链接选定" not in show("method", as_of="不是日期").text
    choose_data(empty_folder)
    assert "没有一行够得上定它，取最近一个到期的报告期（2019年12月" in show("method").text


def test_the_box_of_dates_leads_to_why_it_is_this_day(choose_data, sample_folder):
    choose_data(sample_folder)
    assert "为什么截至这一天" in show("overview").text


# one count of bodies


def bodies_counted(text: str) -> list[int]:
    """Every number of bodies that a text says."""
    return [int(n) for n in re.findall(r"(\d+) ?(?:家|个(?:责任)?单位|个部门)(?!企业)", text)]


def owing_counted(text: str) -> set[int]:
    """Every number of bodies of which a text says that they owe."""
    owes = r"(?:还有|本期)?欠报|共\d+项仍未报送|于[^。；]{,12}前补?报送?\d+月进展"
    return {int(n) for n in re.findall(rf"(\d+) ?家(?:单位)?(?:和各成员单位)?(?:{owes})", text)}


@pytest.mark.parametrize("folder", ["sample_folder", "empty_folder"])
def test_every_count_of_bodies_is_one_of_the_plans_agencies(folder, choose_data, request):
    actuals = request.getfixturevalue(folder)
    choose_data(actuals)
    measures = Board(PLAN, FolderStore(actuals, record=False)).measures()
    agencies = [agency.id for agency in measures.plan.agencies]
    owing = {sum(measures.bodies[agency].owing > 0 for agency in agencies)}
    said = {page: show(page).text for page in ALL_PAGES}
    # Who asks all of them for something says that all of them owe it.
    asked = repr(notice(measures)).replace("请各责任单位于", f"请{len(agencies)}家单位于")
    papers = {"deck": repr(brief(measures)), "notice": asked}
    for page, text in (said | papers).items():
        assert max(bodies_counted(text), default=0) <= len(agencies), page
        if page not in ("tasks", "submission"):
            assert owing_counted(text) <= owing, page
    assert [owing_counted((said | papers)[page]) for page in ("overview", "agencies", "upload", *papers)] == [owing] * 5


# with an empty folder


@pytest.mark.parametrize(
    ("page", "said"),
    [
        ("overview", "请把各单位的文件（Excel 或 CSV）放入实绩文件夹"),
        ("indicators", "请责任单位报送"),
        ("agencies", "27 家责任单位和各成员单位承担 85 项任务分工，0 家全部完成"),
        ("tasks", "42 项任务完成 0 项"),
        ("method", "还没有收到文件"),
    ],
)
def test_without_files_a_page_says_so_and_what_to_do(page, said, choose_data, empty_folder):
    choose_data(empty_folder)
    shown = show(page)
    assert said in shown.text
    assert "示例数据" not in shown.text
    assert not re.search(r"\bNone\b|\bnan\b", shown.text)


@pytest.mark.parametrize(
    ("page", "choices"),
    [
        ("indicators", {"indicator": "copyright-registrations"}),
        ("indicators", {"indicator": "enterprise-patent-share"}),
        ("agencies", {"agency": "members"}),
        ("tasks", {"task": "1.1.4"}),
        ("tasks", {"show": "attention"}),
        ("method", {"part": "problems"}),
        ("overview", {"as_of": "2019-01-15"}),
    ],
)
def test_without_files_every_choice_still_works(page, choices, choose_data, empty_folder):
    choose_data(empty_folder)
    assert "校验码" in show(page, **choices).text


def test_a_folder_that_does_not_exist_is_an_empty_one(choose_data, tmp_path):
    choose_data(tmp_path / "nowhere")
    assert "还没有填报数" in show("overview").text


# with nothing but bad files


@pytest.mark.parametrize("page", PAGES)
def test_bad_files_alone_are_as_good_as_none(page, choose_data, broken_folder, empty_folder):
    choose_data(empty_folder)
    code = re.search(r"校验码 \S+", show(page).text)[0]
    choose_data(broken_folder)
    shown = show(page)
    assert code in shown.text
    assert "示例数据" not in shown.text


def test_bad_files_are_counted_on_the_overview(choose_data, broken_folder):
    choose_data(broken_folder)
    assert re.search(r"数据问题 \d+ 处", show("overview").text)


def test_bad_files_are_listed_with_their_reasons(choose_data, broken_folder):
    choose_data(broken_folder)
    shown = show("method", part="problems")
    for name in BROKEN_FILES:
        assert name in shown.text
    assert "5 份文件：5 份须改正，0 份须确认" in shown.text
    assert "第2行“实际值”：“不详”" in shown.text
    assert "看不出是哪个单位的报送" in shown.text
    assert "第2行“任务编号”：任务“1.1.1”的责任单位是" in shown.text
    assert "不是 .csv 或 .xlsx 文件，没有读取" in shown.text


def test_a_bad_file_beside_good_ones_changes_no_figure(choose_data, sample_folder, broken_folder, tmp_path):
    both = Path(shutil.copytree(sample_folder, tmp_path / "both"))
    shutil.copytree(broken_folder, both, dirs_exist_ok=True)
    choose_data(sample_folder)
    code = re.search(r"校验码 \S+", show("overview").text)[0]
    choose_data(both)
    shown = show("overview")
    assert code in shown.text
    assert "示例数据" in shown.text


# with real figures


def test_one_real_file_takes_the_place_of_all_sample_files(choose_data, sample_folder, tmp_path):
    both = Path(shutil.copytree(sample_folder, tmp_path / "both"))
    real = csv_bytes(["作品著作权登记量", "2019-09", "377", "2019-10-08", ""])
    (both / "省新闻出版局_2019-09.csv").write_bytes(real)
    choose_data(both)
    for page in PAGES:
        assert "示例数据" not in show(page).text
    assert "作品著作权登记量 377 件" in show("overview").text


# with a plan that sets no figures


@pytest.mark.parametrize("page", ALL_PAGES)
def test_a_plan_without_indicators_has_every_page_with_its_title_and_foot(page, choose_data, empty_folder, tmp_path):
    plan = tmp_path / "plan_2019.yaml"
    plan.write_text(PLAN.read_text(encoding="utf-8").split("\nindicators:")[0] + "\nindicators: []\n", encoding="utf-8")
    choose_data(empty_folder, plan)
    assert faults_of(run_page(page)) == []


# with a bad plan


@pytest.mark.parametrize("page", PAGES)
def test_a_bad_plan_is_refused_with_all_its_faults(page, choose_data, sample_folder, broken_plan):
    choose_data(sample_folder, broken_plan)
    shown = show(page)
    assert "计划文件有错误，暂时不能显示看板" in shown.text
    assert "共 2 处；改正后页面会自动恢复" in shown.text
    assert "两千零一十九" in shown.text
    assert "“count”" in shown.text
    assert not shown.charts


@pytest.mark.parametrize("page", PAGES)
def test_a_missing_plan_is_said(page, choose_data, sample_folder, tmp_path):
    choose_data(sample_folder, tmp_path / "plan_1999.yaml")
    assert "找不到计划文件" in show(page).text


def test_what_needs_attention_keeps_its_order_and_says_its_own_title(choose_data):
    few, everything = show("overview").text, show("tasks", show="attention").text
    assert "需要关注 23 项" in everything and "按轻重排列" in everything
    at = [everything.index(f"{task} ") for task in re.findall(r"\b\d\.\d\.\d(?= )", few[few.index("需要关注") :])[:6]]
    assert len(at) == 6 and at == sorted(at)


def test_changes_have_their_whole_list(choose_data):
    found = re.search(r"比8月底变化 (\d+) 处", show("overview").text)
    everything = show("tasks", show="changed").text
    assert found[0] in everything and everything.count(" → ") == int(found[1])


def test_tasks_of_one_part(choose_data):
    said = show("tasks", part="4").text
    assert "找到 4 项，共 42 项" in said and "一、" not in said.split("找到")[1]


def test_a_task_that_meets_its_target_before_the_year_ends_says_why_it_is_not_done(choose_data):
    assert "推进中 年末才算" in show("tasks").text
    assert "任务 1.1.6 推进中（年末才算）" in show("tasks", task="1.1.6").text


def test_the_calendar_lists_due_days_by_month_and_counts_them_by_body(choose_data, sample_folder):
    choose_data(sample_folder)
    said = show("tasks", show="calendar").text
    assert "42 项任务都应在年末完成" in said and "12月" in said
    assert "各单位各月到期、尚未完成的" in said


def test_the_completion_rate_has_a_trend_by_reporting_period(choose_data, sample_folder):
    choose_data(sample_folder)
    shown = show("tasks", show="trend")
    assert "任务完成率9月底 31.0%，比8月底提高 4.8 个百分点" in shown.text
    assert shown.charts and "完成率 31.0%" in shown.charts[0] and "最高可能 42.9%" in shown.charts[0]


def test_a_target_far_below_the_year_before_is_said_with_its_source(choose_data, sample_folder):
    choose_data(sample_folder)
    said = show("indicators", indicator="copyright-registrations").text
    assert "目标 400 件，不到上年全年（2018年，超过 1,200 件）的一半。出处：" in said
    assert "https://english.cnipa.gov.cn/transfer/news/localipinformation/1139418.htm" in said
    assert "不到上年全年" not in show("indicators", indicator="invention-patents-per-10k").text


@pytest.mark.parametrize(("page", "choices"), [("indicators", {}), ("method", {"part": "sources"})])
def test_what_was_published_of_later_years_is_shown_only_when_asked_for(page, choices, choose_data, sample_folder):
    choose_data(sample_folder)
    said = show(page, **choices).text
    assert "2016年" in said and "2021年" not in said and "也看数据截至以后的" in said
    assert "2021年" in show(page, later="1", **choices).text


OF_ANOTHER_KIND = {
    "lead_rule": "printed",
    "previous": "before",
    "tasks": {
        "1.1.1": {
            "agencies": ["ipo", "science", "education"],
            "lead": ["ipo"],
            "support": ["education"],
            "open": True,
            "milestones": [{"id": "m1", "text": "印发方案", "due": date(2019, 6, 30)}],
        },
        "1.1.2": {"agencies": ["copyright"], "text": "作品著作权登记量400件。"},
    },
}


@pytest.fixture
def other_plan(choose_data, tmp_path):
    """A plan of two levels with leads, an open list, a milestone, a printed path and the plan before, each with a file."""
    entry = indicator_data(task="1.1.2", targets={"2019-06": 100, "2019-12": 400})
    plan = plan_data(**OF_ANOTHER_KIND, indicators=[entry])
    for part in plan["parts"]:
        part["sections"][0]["title"] = ""
    plan_tasks = {"1.1.1": ["ipo"], "1.1.2": OF_ANOTHER_KIND["tasks"]["1.1.2"]}
    before = plan_data(
        id="before", year=2018, title="2018年计划", tasks=plan_tasks, indicators=[indicator_data(task="1.1.2")]
    )
    path = tmp_path / "plan_2019.yaml"
    path.write_text(yaml.safe_dump(plan, allow_unicode=True, sort_keys=False), encoding="utf-8")
    (tmp_path / "plan_2018.yaml").write_text(yaml.safe_dump(before, allow_unicode=True), encoding="utf-8")
    folder = tmp_path / "actuals"
    folder.mkdir()
    for year, value in (("2018", "320"), ("2019", "260")):
        row = ["作品著作权登记量", f"{year}-09", value, f"{year}-10-08", ""]
        (folder / f"copyright_{year}.csv").write_bytes(csv_bytes(row))
    choose_data(folder, path)


def test_a_plan_of_two_levels_has_no_empty_heading_and_says_who_leads_and_supports(other_plan):
    listed = show("tasks", as_of="2019-09-30").text
    assert "（一）" not in listed
    assert "牵头：省知识产权局；责任：省科技厅；配合：省教育厅等（原文未列全）" in listed
    one = show("tasks", task="1.1.1", as_of="2019-09-30").text
    assert "一、部分1 · 应于" in one and "（一）" not in one and "一、1.任务" in one
    assert "节点逾期" in one and "已到期 92 天，任务未报送 → 节点逾期" in one
    assert "没有列全" in one and "分工" in one
    assert "（一）" not in show("method", as_of="2019-09-30").text
    bodies = show("agencies", as_of="2019-09-30", counting="lead")
    assert "其中牵头" in bodies.text and "其中配合" in bodies.text and "（牵头）" in bodies.text
    assert "‼节点逾期" in show("tasks", show="attention", as_of="2019-09-30").text


def test_a_printed_path_and_the_same_period_of_the_plan_before_stand_on_the_page_of_the_indicator(other_plan):
    shown = show("indicators", as_of="2019-09-30")
    assert "达分期目标" in shown.text and "快于分期进度 2.5 个百分点" in shown.text
    assert "上年同期（2018年1—9月）320 件，同比减少 60 件（−18.8%）。" in shown.text
    assert "分期目标" in shown.charts[0] and "上年同期 320 件" in shown.charts[0]
