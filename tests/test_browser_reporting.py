"""报送 and 核实 in a real browser: what an analyst and the office see, click, save and send, and what is stored by it."""

from __future__ import annotations

import csv
import io
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from conftest import SAMPLES, SHIPPED_PLAN, resize, until_idle
from factories import csv_bytes, progress_bytes
from openpyxl import load_workbook
from playwright.sync_api import expect
from sending import contents_of
from test_browser import LAPTOP, LARGE, audit, barriers, box, choose, field, saved, tab_to, text_of, unheard
from workbooks import workbook

from lib.board.access import Access
from lib.board.board import Board
from lib.settings import MAX_FILE_BYTES
from lib.store.folder.store import FolderStore

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

NAME = "作品著作权登记量"
HEADER = ["指标", "报告期", "实际值", "填报日期"]


class Desk:
    """A board of its own with real figures; the folder and the address."""

    def __init__(self, folder: Path, site: str) -> None:
        self.folder = folder
        self.site = site

    def contents(self) -> dict[str, bytes]:
        """Every file of the folder, hidden ones too, but the lock, which is empty."""
        return contents_of(self.folder)

    def sent(self) -> list[tuple[str, str | None, str]]:
        """Body, sender and state of every submission, oldest first."""
        actuals = Board(SHIPPED_PLAN, FolderStore(self.folder, record=False)).actuals
        states = actuals.states()
        return [(s.body, s.by, states[s]) for s in actuals.submissions]

    def codes(self) -> Access:
        return Access(FolderStore(self.folder))


def dropped() -> dict[str, bytes]:
    """Real files that were there before: without them the samples would count."""
    return {
        "省知识产权局_9月.csv": progress_bytes(
            ["1.1.1", "", "2019-09", "已完成", "验收报告", "", "", "2019-10-08"],
            ["1.1.2", "", "2019-09", "已完成", "培育合同", "", "", "2019-10-08"],
            ["1.2.3", "", "2019-09", "已完成", "", "", "", "2019-10-08"],
        ),
        "省版权局_指标.csv": csv_bytes([NAME, "2019-08", "311", "2019-09-05"], header=HEADER),
        "省版权局_指标更正.csv": csv_bytes([NAME, "2019-08", "300", "2019-09-09"], header=HEADER),
    }


@pytest.fixture(scope="module")
def desk(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """Nobody has an upload code; the tests are on this machine. They use different bodies or periods."""
    folder = tmp_path_factory.mktemp("desk")
    for name, data in dropped().items():
        (folder / name).write_bytes(data)
    return Desk(folder, serve(actuals=folder))


@pytest.fixture
def open_desk(desk: Desk, open_page: Callable[..., Page]) -> Callable[..., Page]:
    def open_address(address: str, size: tuple[int, int] = LAPTOP) -> Page:
        return open_page(address, at=desk.site, size=size)

    return open_address


# the hands


def attach(page: Page, name: str, data: bytes) -> None:
    """Choose a file once the page is at rest, and wait for what is said of it."""
    until_idle(page)
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    page.locator(".st-key-uploader input[type=file]").set_input_files(file)
    page.locator("[data-testid=stFileChip]").first.wait_for()
    page.locator(".pb-verdict").wait_for()
    until_idle(page)


def fill(page: Page, label: str, text: str) -> None:
    """Write into a field. Nobody waits for the page then: what is clicked next waits until it can be clicked."""
    field(page, label).fill(text)
    field(page, label).press("Enter")


def press(page: Page, name: str | re.Pattern[str]) -> None:
    page.get_by_role("button", name=name, exact=True if isinstance(name, str) else None).click()
    until_idle(page)


def cancel(page: Page) -> None:
    """Close the dialog without having done it."""
    dialog(page).locator("[data-testid=stButton] button", has_text="取消").click()
    expect(dialog(page)).to_have_count(0)
    until_idle(page)


def choose_body(page: Page, name: str) -> None:
    choose(page, "单位", name)
    until_idle(page)


def verdict(page: Page) -> Locator:
    return page.locator(".pb-verdict")


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog")


def confirm(page: Page) -> None:
    """Send the file that is attached, and look at the receipt."""
    press(page, "提交")
    dialog(page).get_by_role("button", name="确认报送").click()
    dialog(page).wait_for(state="detached")
    until_idle(page)


def content_of(page: Page, button: str | re.Pattern[str]) -> tuple[str, str]:
    """A file that a button saves: its name and its text. A run that is under way would take the file away from the click."""
    until_idle(page)
    download = saved(page, page.get_by_role("button", name=button).first.click)
    return download.suggested_filename, Path(download.path()).read_bytes().decode("utf-8-sig")


def number_in(text: str) -> str:
    found = re.search(r"已收下，报送编号 (\d+)", text)
    assert found
    return found[1]


def both_sizes(page: Page) -> None:
    """Nothing in English, cut or covered, on a large screen and on a laptop, where it stays."""
    for size in (LARGE, LAPTOP):
        resize(page, size)
        audit(page)


# one file from the first look to its withdrawal


def test_a_file_as_excel_saves_it_is_checked_sent_kept_withdrawn_and_restored(
    serve, open_page, wait_idle, tmp_path_factory
):
    folder = Path(shutil.copytree(SAMPLES, tmp_path_factory.mktemp("story") / "actuals"))
    story = Desk(folder, serve(actuals=folder))
    data = csv_bytes([NAME, "2019/9/1", "377", "2019/10/8"], header=HEADER, encoding="gbk")

    page = open_page("upload", at=story.site, size=LAPTOP)
    choose_body(page, "省新闻出版局〔省版权局〕")
    page.wait_for_url("**/upload?agency=copyright")
    wait_idle(page)
    attach(page, "省版权局_2019-09.csv", data)
    expect(verdict(page)).to_have_text("✓可以收：1 行，没有问题；还没有保存")
    said = text_of(page)
    assert "按 GBK（GB18030）编码读取。" in said
    assert "第2行“报告期”：“2019/9/1”按 2019-09 理解。" in said
    assert "— → 377 件" in said
    assert page.get_by_role("button", name="提交").is_disabled()
    assert "填写报送人后才能提交。" in said
    fill(page, "报送人", "张三")
    press(page, "提交")
    assert "这是第一份真实数据：收下后，示例数据不再计入。" in text_of(page)
    both_sizes(page)
    assert story.sent() == []
    dialog(page).get_by_role("button", name="确认报送").click()
    page.get_by_text("已收下，报送编号 1").wait_for()
    wait_idle(page)
    both_sizes(page)

    said = text_of(page)
    for words in ("报送编号", "张三", "省版权局_2019-09.csv", "省新闻出版局_指标实绩_2019-09_0001.csv", "已经变化"):
        assert words in said
    moment = re.search(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", said)
    digest = re.search(r"\b[0-9a-f]{64}\b", said)
    assert moment and digest
    name, receipt = content_of(page, "保存回执（文本）")
    assert name == "回执_省版权局_2019-09.txt"
    for words in ("报送回执", "报送编号：1", moment[0], digest[0], "作品著作权登记量：— → 377 件"):
        assert words in receipt
    assert (folder / "省新闻出版局_指标实绩_2019-09_0001.csv").read_bytes() == data
    assert story.sent() == [("copyright", "张三", "applied")]

    def overview() -> str:
        page.goto(story.site)
        wait_idle(page)
        return text_of(page)

    said = overview()
    assert "作品著作权登记量 377 件" in said and "示例数据" not in said

    page.goto(f"{story.site}/submission?id=1")
    wait_idle(page)
    assert unheard(page) == []
    both_sizes(page)
    assert page.get_by_role("button", name="撤回", exact=True).is_disabled()
    fill(page, "姓名", "李四")
    fill(page, "撤回原因", "单位填错")
    press(page, "撤回")
    assert "这是唯一计入的真实数据" in text_of(page)
    assert barriers(page) == []
    assert "377 件 → —" in text_of(page)
    both_sizes(page)
    dialog(page).get_by_role("button", name="确认撤回").click()
    page.locator(".pb-head").get_by_text("已撤回").wait_for()
    wait_idle(page)
    assert "撤回，李四" in text_of(page) and "：单位填错。内容保留，可以恢复。" in text_of(page)
    both_sizes(page)
    assert story.sent() == [("copyright", "张三", "withdrawn")]
    said = overview()
    assert "作品著作权登记量 352 件" in said and "示例数据" in said

    page.goto(f"{story.site}/submission?id=1")
    wait_idle(page)
    fill(page, "姓名", "王五")
    press(page, "恢复")
    page.locator(".pb-head").get_by_text("计入").wait_for()
    assert story.sent() == [("copyright", "张三", "applied")]
    assert "作品著作权登记量 377 件" in overview()
    assert (folder / "省新闻出版局_指标实绩_2019-09_0001.csv").read_bytes() == data


# what is not taken


def test_of_a_bad_file_all_problems_are_told_and_nothing_is_stored(desk, open_desk):
    page = open_desk("upload?agency=copyright")
    before = desk.contents()
    rows = [[NAME, f"2019-{1 + n % 9:02}", f"约{n}", ""] for n in range(45)]
    attach(page, "省版权局_坏.csv", csv_bytes(*rows, header=HEADER, encoding="gbk"))
    expect(verdict(page)).to_have_text("✗不能收：有 45 处须改正，整份没有计入，原有数据不变")
    said = text_of(page)
    assert "须改正 45 处，先列 20 条，全部在问题清单里" in said
    assert [f"“约{n}”" in said for n in range(45)] == [True] * 20 + [False] * 25
    assert not page.get_by_role("button", name="提交").count()
    both_sizes(page)
    name, listed = content_of(page, re.compile("问题清单"))
    assert name == "问题清单_省版权局_坏.csv"
    found = list(csv.DictReader(io.StringIO(listed, newline="")))
    bad = [row for row in found if row["处理"] == "须改正"]
    assert [(row["行"], row["列"], row["内容"]) for row in bad] == [(str(n + 2), "实际值", f"约{n}") for n in range(45)]
    assert all("不是一个确定的数" in row["说明"] for row in bad)
    name, copy = content_of(page, "问题写在行尾（CSV）")
    assert name == "省版权局_坏_标注.csv"
    assert copy.count("须改正：“实际值”：“约") == 45
    assert desk.contents() == before


def two_doubts(value: str = "400") -> bytes:
    """A figure of a quarter, reported on a day that is still to come."""
    return csv_bytes([NAME, "三季度", value, "2099-10-08"], header=HEADER)


def test_each_kind_of_warning_is_confirmed_by_itself_and_cancelling_leaves_nothing(desk, open_desk, wait_idle):
    page = open_desk("upload?agency=copyright")
    before = desk.contents()
    fill(page, "报送人", "张三")
    attach(page, "省版权局_三季度.csv", two_doubts())
    expect(verdict(page)).to_have_text("？可以收，但有 2 处须确认；还没有保存")
    press(page, "提交")
    both_sizes(page)
    assert barriers(page) == []
    send, ticks = dialog(page).get_by_role("button", name="确认报送"), dialog(page).get_by_text("已核对，以上 1 处无误")
    expect(ticks).to_have_count(2)
    expect(send).to_be_disabled()
    ticks.nth(0).click()
    wait_idle(page)
    expect(send).to_be_disabled()
    ticks.nth(1).click()
    wait_idle(page)
    expect(send).to_be_enabled()
    ticks.nth(0).click()
    wait_idle(page)
    expect(send).to_be_disabled()
    cancel(page)
    expect(dialog(page)).to_have_count(0)
    # What was ticked before is not ticked for the next look.
    press(page, "提交")
    assert [tick.is_checked() for tick in dialog(page).get_by_role("checkbox").all()] == [False, False]
    expect(send).to_be_disabled()
    cancel(page)
    press(page, "取消")
    expect(page.locator("[data-testid=stFileChip]")).to_have_count(0)
    expect(verdict(page)).to_have_count(0)
    page.reload()
    wait_idle(page)
    expect(verdict(page)).to_have_count(0)
    assert desk.contents() == before


NOT_OURS = {
    "省版权局_2019-09.xlsx": (workbook([NAME, "2019-10", 400])[:-99], "另存为“Excel 工作簿（*.xlsx）”"),
    "省版权局_改名.csv": (workbook([NAME, "2019-10", 400]), "另存为“CSV UTF-8（逗号分隔）”"),
    "省版权局_空.csv": (b"", "文件是空的"),
    "省版权局_大.csv": (b"x" * (MAX_FILE_BYTES + 1), "超过上限"),
    "省版权局_乱.csv": (b"\x00\xff\xfe\x80" * 40, "请"),
    "示例_省版权局_2019-09.csv": (csv_bytes([NAME, "2019-10", "400", ""], header=HEADER), "是编造的示例数据，不能报送"),
}


def test_what_is_no_csv_of_ours_is_refused_with_what_to_do(desk, open_desk):
    page = open_desk("upload?agency=copyright")
    before = desk.contents()
    for name, (data, said) in NOT_OURS.items():
        attach(page, name, data)
        # Another file takes the place of the one before.
        expect(page.locator("[data-testid=stFileChip]")).to_have_count(1)
        expect(page.locator(".pb-said.bad")).to_contain_text(said)
        assert "不能收" in verdict(page).inner_text()
        assert content_of(page, "保存检查结果（文本）")[0] == f"检查结果_{name.rpartition('.')[0]}.txt"
        audit(page)
    assert desk.contents() == before


def test_a_file_over_8_mb_is_not_sent_up_and_this_is_said(desk, open_desk, wait_idle):
    page = open_desk("upload?agency=copyright")
    before = desk.contents()
    large = {"name": "省版权局.csv", "mimeType": "text/csv", "buffer": b"x" * (8 * 1024 * 1024 + 1)}
    page.locator(".st-key-uploader input[type=file]").set_input_files(large)
    page.locator("[data-testid=stFileChip][aria-invalid=true]").wait_for()
    words = page.evaluate("getComputedStyle(document.querySelector('.st-key-uploader'), '::after').content")
    assert "没有传上来：文件超过 8 MB" in words
    page.locator("[data-testid=stFileChip]").hover()
    wait_idle(page)
    both_sizes(page)
    expect(verdict(page)).to_have_count(0)
    assert desk.contents() == before


@pytest.mark.parametrize(
    ("name", "value"),
    [("../../etc/x.csv", "321"), ("<img src=x onerror=window.taken=1>.csv", "322"), ("a" * 220 + ".csv", "323")],
    ids=["path", "markup", "long"],
)
def test_whatever_a_file_is_called_it_is_stored_under_a_name_of_ours(name, value, desk, open_desk, wait_idle):
    page = open_desk("upload?agency=office")
    outside = set(desk.folder.parent.iterdir())
    fill(page, "报送人", '<b onclick="1">张三</b>')
    attach(page, name, csv_bytes([NAME, "2019-08", value, "2019-10-08"], header=HEADER))
    confirm(page)
    id = number_in(verdict(page).inner_text())
    said = text_of(page)
    assert name in said and '<b onclick="1">张三</b>' in said
    saved_as, _ = content_of(page, "保存回执（文本）")
    assert saved_as.startswith("回执_") and not set('/\\<>:"').intersection(saved_as)
    assert len(list(desk.folder.glob(f"*_指标实绩_2019-08_{id:>04}.csv"))) == 1
    assert set(desk.folder.parent.iterdir()) == outside
    page.goto(f"{desk.site}/submission?id={id}")
    wait_idle(page)
    assert name in text_of(page)
    found = page.evaluate("[window.taken ?? null, document.querySelectorAll('.stHtml img, .stHtml [onclick]').length]")
    assert found == [None, 0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# templates


def test_a_template_is_downloaded_filled_saved_as_excel_does_and_accepted(desk, open_desk):
    page = open_desk("upload?agency=science")
    name, text = content_of(page, "任务进展（CSV）")
    assert name == "省科技厅_任务进展_2019-09.csv"
    rows = list(csv.reader(io.StringIO(text, newline="")))
    status = rows[0].index("状态")
    assert len(rows) == 6
    for number, row in enumerate(rows[1:]):
        row[status] = ["推进中", "未启动", "进展滞后", "", "已完成"][number]
    filled = csv_bytes(*rows, header=None, encoding="gbk")
    attach(page, name, filled)
    expect(verdict(page)).to_have_text("✓可以收：4 行，没有问题；还没有保存")
    fill(page, "报送人", "赵六")
    confirm(page)
    assert "已收下" in verdict(page).inner_text()
    both_sizes(page)
    assert ("science", "赵六", "applied") in desk.sent()


def test_a_template_for_excel_is_downloaded_filled_and_accepted(desk, open_desk, tmp_path):
    page = open_desk("upload?agency=finance")
    download = saved(page, page.get_by_role("button", name="任务进展（2019年", exact=False).first.click)
    assert download.suggested_filename.endswith(".xlsx")
    book = load_workbook(io.BytesIO(Path(download.path()).read_bytes()))
    book.active["C2"] = "推进中"
    book.save(tmp_path / "filled.xlsx")
    attach(page, download.suggested_filename, (tmp_path / "filled.xlsx").read_bytes())
    expect(verdict(page)).to_have_text("✓可以收：1 行，没有问题；还没有保存")
    fill(page, "报送人", "钱七")
    confirm(page)
    assert "已收下" in verdict(page).inner_text()
    both_sizes(page)
    assert ("finance", "钱七", "applied") in desk.sent()


def test_an_empty_template_is_nothing_to_store(desk, open_desk):
    page = open_desk("upload?agency=education")
    fill(page, "报送人", "王五")  # the browser keeps whatever name was typed last
    before = desk.contents()
    name, text = content_of(page, "任务进展（CSV）")
    attach(page, name, text.encode("gbk"))
    expect(verdict(page)).to_have_text("…没有填写任何数值或状态，没有可收的内容")
    assert not page.get_by_role("button", name="提交").count()
    both_sizes(page)
    assert desk.contents() == before


# two at once


@pytest.fixture
def other(tab_of: Callable[[], Page]) -> Page:
    """The browser of somebody else."""
    return tab_of()


def prepare(page: Page, address: str, name: str, data: bytes, by: str) -> None:
    """Up to the dialog."""
    page.goto(address)
    until_idle(page)
    fill(page, "报送人", by)
    attach(page, name, data)
    press(page, "提交")


def status_of(task: str, status: str) -> bytes:
    return progress_bytes([task, "", "2019-09", status, "", "", "", "2019-10-08"])


def test_two_bodies_that_send_at_once_are_both_stored(desk, app_page, other):
    prepare(app_page, f"{desk.site}/upload?agency=forestry", "省林业局.csv", status_of("2.1.1", "推进中"), "林一")
    prepare(other, f"{desk.site}/upload?agency=court", "省法院.csv", status_of("3.1.3", "推进中"), "法一")
    send = [dialog(page).get_by_role("button", name="确认报送") for page in (app_page, other)]
    for button in send:
        button.click(no_wait_after=True)
    for page in (app_page, other):
        page.get_by_text("已收下，报送编号").wait_for()
    assert {("forestry", "林一", "applied"), ("court", "法一", "applied")} <= set(desk.sent())
    assert number_in(verdict(app_page).inner_text()) != number_in(verdict(other).inner_text())


def test_what_others_change_while_a_dialog_is_open_leads_to_another_look_and_no_loss(desk, app_page, other, wait_idle):
    of_june = csv_bytes([NAME, "2019-06", "150", "2019-10-08"], header=HEADER)
    of_may = csv_bytes([NAME, "2019-05", "200", "2019-10-08"], header=HEADER)
    prepare(app_page, f"{desk.site}/upload?agency=copyright", "省版权局_6月.csv", of_june, "张三")
    assert not dialog(app_page).get_by_role("checkbox").count()
    prepare(other, f"{desk.site}/upload?agency=office", "统筹办.csv", of_may, "王五")
    dialog(other).get_by_role("button", name="确认报送").click()
    other.get_by_text("已收下，报送编号").wait_for()
    # 150 up to June are less than 200 up to May: that was not confirmed.
    dialog(app_page).get_by_role("button", name="确认报送").click()
    app_page.get_by_text("确认的时候数据已经有了变化，所以没有保存。").wait_for()
    wait_idle(app_page)
    expect(dialog(app_page)).to_have_count(0)
    expect(verdict(app_page)).to_have_text("？可以收，但有 1 处须确认；还没有保存")
    audit(app_page)
    assert ("office", "王五", "applied") in desk.sent()
    count = len(desk.sent())
    press(app_page, "提交")
    dialog(app_page).get_by_text("已核对，以上 1 处无误").click()
    wait_idle(app_page)
    dialog(app_page).get_by_role("button", name="确认报送").click()
    app_page.get_by_text("已收下，报送编号").wait_for()
    assert len(desk.sent()) == count + 1
    assert desk.sent()[-1] == ("copyright", "张三", "applied")


def test_the_same_file_sent_by_two_is_one_submission(desk, app_page, other):
    data = status_of("3.2.4", "推进中")
    prepare(app_page, f"{desk.site}/upload?agency=justice", "省司法厅.csv", data, "甲")
    prepare(other, f"{desk.site}/upload?agency=justice", "省司法厅.csv", data, "乙")
    for page in (app_page, other):
        dialog(page).get_by_role("button", name="确认报送").click()
        dialog(page).wait_for(state="detached")
        until_idle(page)
    assert [one for one in desk.sent() if one[0] == "justice"] == [("justice", "甲", "applied")]
    id = number_in(verdict(app_page).inner_text())
    assert f"这份文件已经报过（报送 {id}），没有重复计入" in text_of(other)


# the office


def test_the_office_verifies_two_at_once_and_takes_it_back(desk, open_desk, wait_idle):
    page = open_desk("office")
    both_sizes(page)
    expect(page.locator(".pb-head h1")).to_contain_text(re.compile(r"项分工自报完成待核实， ?其中 \d 项没有佐证"))
    for label in ("1.1.1 ", "1.1.2 "):
        page.locator("[data-testid=stCheckbox] label").filter(has_text=label).click()
        wait_idle(page)
    fill(page, "核实人", "王五")
    fill(page, "核对说明", "核对记录第7号")
    press(page, "销号 2 项")
    assert "把 2 项任务分工核实为已销号" in dialog(page).inner_text().replace("\n", "")
    assert dialog(page).get_by_text("已完成 → 已销号").count() == 2
    both_sizes(page)
    dialog(page).get_by_role("button", name="确认销号").click()
    dialog(page).wait_for(state="detached")
    wait_idle(page)
    assert not page.locator("[data-testid=stCheckbox]").filter(has_text="1.1.1 ").count()
    assert desk.sent()[-1] == ("office", "王五", "applied")

    def heading(task: str) -> str:
        page.goto(f"{desk.site}/tasks?task={task}")
        wait_idle(page)
        return page.locator(".pb-head h1").inner_text().replace("\n", "")

    assert [heading(task)[:12] for task in ("1.1.1", "1.1.2")] == ["任务 1.1.1 已销号", "任务 1.1.2 已销号"]
    assert "核对记录第7号" in text_of(page)
    page.goto(f"{desk.site}/upload?agency=office")
    wait_idle(page)
    page.locator("tr.leads").filter(has_text="王五").filter(has_text="已销号").first.click()
    page.wait_for_url("**/submission?id=*")
    expect(page.locator(".pb-head h1")).to_contain_text("省政府知识产权办公会议制度办公室")
    wait_idle(page)
    fill(page, "姓名", "王五")
    fill(page, "撤回原因", "材料不全")
    press(page, "撤回")
    assert dialog(page).get_by_text("已销号 → 已完成").count() == 2
    dialog(page).get_by_role("button", name="确认撤回").click()
    page.locator(".pb-head").get_by_text("已撤回").wait_for()
    assert heading("1.1.1")[:16].startswith("任务 1.1.1 已完成")


def test_all_with_evidence_are_ticked_at_once_and_one_without_is_warned_of(desk, open_desk, wait_idle):
    page = open_desk("office")
    before = desk.contents()
    page.get_by_text("全选有佐证的").click()
    wait_idle(page)
    ticked = {
        label.inner_text()[:5].strip(): label.get_by_role("checkbox").is_checked()
        for label in page.locator("[data-testid=stCheckbox] label").all()[1:]
    }
    assert ticked["1.1.1"] and ticked["1.1.2"] and not ticked["1.2.3"]
    page.locator("[data-testid=stCheckbox] label").filter(has_text="1.2.3 ").click()
    wait_idle(page)
    fill(page, "核实人", "王五")
    press(page, re.compile(r"销号 \d+ 项"))
    assert "其中 1 项没有佐证材料。" in text_of(page)
    assert barriers(page) == []
    cancel(page)
    assert desk.contents() == before


def test_restatements_are_listed_old_and_new_and_saved_as_a_table(open_desk):
    page = open_desk("office?part=restated")
    both_sizes(page)
    assert "311 件 → 300 件" in text_of(page)
    name, table = content_of(page, "下载表格（CSV）")
    assert name.startswith("更正_")
    assert "作品著作权登记量,省新闻出版局〔省版权局〕,2019-08,311.0,300.0,4" in table


def test_who_still_owes_is_listed_and_the_reminder_is_copied(open_desk):
    page = open_desk("upload?agency=taxation")
    both_sizes(page)
    assert "谁还没报：2019年9月" in text_of(page)
    page.get_by_text("催报文字：省税务局").click()
    page.get_by_role("button", name="复制", exact=True).click()
    page.get_by_role("button", name="已复制").wait_for()
    copied = page.evaluate("navigator.clipboard.readText()")
    for words in (
        "省税务局：",
        "《2019年知识产权强省建设推进计划》",
        "任务进展（1 项）",
        "4.1.1 ",
        "省政府知识产权办公会议制度办公室",
    ):
        assert words in copied
    assert copied.strip() in page.locator("[data-testid=stText]").inner_text()
    audit(page)
    page.keyboard.press("Escape")  # the letter lies over the table
    page.locator("tr.leads").filter(has_text="省公安厅").click()
    page.wait_for_url("**/upload?agency=public-security&period=2019-09")


def test_each_row_of_the_history_leads_to_its_submission(desk, open_desk, wait_idle):
    page = open_desk("upload?agency=ipo")
    page.locator("tr.leads").filter(has_text="省知识产权局_9月.csv").last.click()
    page.wait_for_url("**/submission?id=*")
    expect(page.locator(".pb-head h1")).to_contain_text("省知识产权局")
    wait_idle(page)
    said = text_of(page)
    for words in ("放入文件夹", "1.1.1 完善专利信息公共服务平台", "已完成", "验收报告"):
        assert words in said
    both_sizes(page)
    name, _ = content_of(page, "下载内容")
    assert name == "省知识产权局_9月.csv"
    page.get_by_role("link", name="全部报送记录").click()
    page.wait_for_url("**/upload?agency=ipo")


def test_a_submission_that_is_not_there_is_said_to_be_not_there(open_desk):
    page = open_desk("submission?id=4711")
    expect(page.locator(".pb-head h1")).to_have_text("没有这份报送")
    both_sizes(page)


def test_a_plan_that_breaks_while_a_dialog_is_open_takes_nothing_down(serve, open_page, tmp_path):
    folder, plan = tmp_path / "actuals", tmp_path / "plan.yaml"
    folder.mkdir()
    (folder / "省知识产权局_9月.csv").write_bytes(dropped()["省知识产权局_9月.csv"])
    shutil.copy(SHIPPED_PLAN, plan)
    breaking = Desk(folder, serve(actuals=folder, plan=plan))
    page = open_page("office", at=breaking.site, size=LAPTOP)
    page.get_by_text("全选有佐证的").click()
    fill(page, "核实人", "王五")
    press(page, "销号 2 项")
    plan.write_text(plan.read_text(encoding="utf-8").replace("\nyear: 2019\n", "\nyear: 今年\n"), encoding="utf-8")
    dialog(page).get_by_role("button", name="确认销号").click()
    page.get_by_text("✓ 已销号 2 项").wait_for()
    page.get_by_text("第7行“year”：“今年”应为整数").wait_for()
    assert "改正之前，各页按上一次正确的内容显示" in text_of(page)
    assert not page.locator("[data-testid=stException], [data-testid=stAlert]").count()
    shutil.copy(SHIPPED_PLAN, plan)
    assert len(breaking.sent()) == 2


# upload codes


@pytest.fixture(scope="module")
def guarded(serve: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A board of whose bodies some have a code."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "省知识产权局_9月.csv").write_bytes(dropped()["省知识产权局_9月.csv"])
    Access(FolderStore(folder)).add("finance")
    return Desk(folder, serve(actuals=folder))


def prove(page: Page, code: str) -> None:
    field(page, "报送码").fill(code)
    press(page, "验证")


def test_with_a_code_for_anybody_even_this_machine_has_to_show_one(guarded, open_page, wait_idle):
    code = guarded.codes().add("court")
    page = open_page("upload?agency=court", at=guarded.site, size=LAPTOP)
    before = guarded.contents()
    fill(page, "报送人", "法一")
    assert "登录或者输入报送码以后，才能上传文件。" in text_of(page)
    assert not page.locator(".st-key-uploader").count()
    prove(page, "2222-2222-2222")
    assert "报送码不对。请核对后再输入；忘了的请联系统筹办。" in text_of(page)
    assert not page.locator(".st-key-uploader").count()
    both_sizes(page)
    assert {name for name in guarded.contents() if guarded.contents()[name] != before.get(name)} == {
        ".planboard/journal.jsonl"
    }
    # The code is shown as dots, and read in small letters too.
    assert field(page, "报送码").get_attribute("type") == "password"
    prove(page, code.lower())
    page.get_by_text("✓ 已验证，可以替省法院报送。").wait_for()
    attach(page, "省法院.csv", status_of("3.1.3", "推进中"))
    confirm(page)
    assert ("court", "法一", "applied") in guarded.sent()
    # It is good for this body alone.
    choose_body(page, "省司法厅")
    wait_idle(page)
    expect(field(page, "报送码")).to_have_value("")
    prove(page, code)
    assert "这个单位还没有报送码。请联系统筹办。" in text_of(page)
    assert not page.locator(".st-key-uploader").count()


def test_after_wrong_codes_the_right_one_works_at_once(guarded, open_page):
    code = guarded.codes().add("taxation")
    page = open_page("upload?agency=taxation", at=guarded.site, size=LAPTOP)
    for _ in range(6):
        prove(page, "2222-2222-2222")
    page.get_by_text("次，所以答得慢了。").wait_for()
    audit(page)
    prove(page, code)
    page.get_by_text("✓ 已验证，可以替省税务局报送。").wait_for()


def test_a_code_that_is_revoked_meanwhile_sends_nothing(guarded, open_page):
    code = guarded.codes().add("customs")
    page = open_page("upload?agency=customs", at=guarded.site, size=LAPTOP)
    prove(page, code)
    fill(page, "报送人", "海一")
    attach(page, "贵阳海关.csv", status_of("3.1.1", "推进中"))
    press(page, "提交")
    guarded.codes().revoke("customs")
    dialog(page).get_by_role("button", name="确认报送").click()
    dialog(page).get_by_text("请先输入报送码。").wait_for()
    audit(page)
    cancel(page)
    expect(field(page, "报送码")).to_be_visible()
    assert not [one for one in guarded.sent() if one[0] == "customs"]


def test_the_code_of_the_office_withdraws_for_every_body_and_another_ones_does_not(guarded, open_page, wait_idle):
    office, finance = guarded.codes().add("office"), guarded.codes().add("finance")
    page = open_page("submission?id=1", at=guarded.site, size=LAPTOP)
    both_sizes(page)
    assert not page.get_by_role("button", name="撤回", exact=True).count()
    prove(page, finance)
    assert not page.get_by_role("button", name="撤回", exact=True).count()
    page.goto(f"{guarded.site}/office")
    wait_idle(page)
    audit(page)
    prove(page, office)
    page.get_by_text("✓ 已验证").wait_for()
    page.locator(".pb-nav > a").filter(has_text="报送").click()
    page.locator(".pb-head").get_by_text("已报齐").wait_for()
    wait_idle(page)
    choose_body(page, "省知识产权局")
    page.get_by_text("✓ 已验证，可以替省知识产权局报送。").wait_for()


def test_codes_that_cannot_be_read_let_nobody_write_and_this_is_said(guarded, open_page):
    path = guarded.folder / ".planboard" / "access.json"
    kept = path.read_bytes()
    path.write_bytes(b"{")
    try:
        page = open_page("upload?agency=finance", at=guarded.site, size=LAPTOP)
        both_sizes(page)
        assert "报送码文件无法读取，暂时不能报送。" in text_of(page)
        assert not page.locator(".st-key-uploader").count()
    finally:
        path.write_bytes(kept)


# filled in on the page


def test_a_form_keeps_what_is_being_typed_through_a_reload_and_is_sent_as_a_file_is(
    open_desk: Callable[..., Page], desk: Desk
) -> None:
    page = open_desk("upload?agency=securities&how=progress&period=2019-09")
    box(page, "状态").first.click()
    page.get_by_role("option", name="进展滞后").click()
    until_idle(page)
    field(page, "存在问题").first.fill("场地没有落实")  # and does not leave the field
    page.reload()
    page.get_by_text("上次没有报送的草稿还在（1 项），已经填回").wait_for()
    until_idle(page)
    assert field(page, "存在问题").first.input_value() == "场地没有落实"
    fill(page, "报送人", "王五")
    press(page, "检查（1 项）")
    assert "可以收：1 行" in verdict(page).inner_text()
    assert unheard(page) == []
    press(page, "提交（1 项）")
    press(page, "确认报送")
    assert "已收下" in verdict(page).inner_text()
    assert desk.sent()[-1] == ("securities", "王五", "applied")
    press(page, "接着填写")
    page.reload()
    until_idle(page)
    page.get_by_text("还没有填").wait_for()
    assert (field(page, "存在问题").first.input_value(), field(page, "报送人").input_value()) == (
        "场地没有落实",
        "王五",
    )
    audit(page)


# with the keyboard alone


def chosen_by_keyboard(page: Page, label: str, option: str) -> None:
    """Go to a select box, type what is wanted and take it."""
    tab_to(page, label)
    page.keyboard.type(option)
    page.get_by_role("option", name=option, exact=True).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    until_idle(page)


def sent_by_keyboard(page: Page, button: str) -> None:
    """Press the button that sends, confirm in the dialog, and be shown the receipt."""
    tab_to(page, button)
    page.keyboard.press("Enter")
    dialog(page).wait_for()
    until_idle(page)
    tab_to(page, "确认报送")
    page.keyboard.press("Space")
    verdict(page).get_by_text("已收下，报送编号").wait_for()
    until_idle(page)


def test_the_keyboard_alone_reports_a_file_and_a_form(open_desk: Callable[..., Page], desk: Desk) -> None:
    page = open_desk("")
    tab_to(page, "报送")
    page.keyboard.press("Enter")
    page.wait_for_url("**/upload*")
    page.get_by_role("heading", name="选择单位").wait_for()
    until_idle(page)
    chosen_by_keyboard(page, "单位", "省法院")
    tab_to(page, "报送人")
    page.keyboard.type("赵六")
    page.keyboard.press("Enter")
    until_idle(page)
    with page.expect_file_chooser() as chooser:
        tab_to(page, "选择文件")
        page.keyboard.press("Enter")
    data = progress_bytes(["3.1.3", "", "2019-08", "推进中", "", "", "", "2019-09-08"])
    chooser.value.set_files({"name": "省法院_8月.csv", "mimeType": "text/csv", "buffer": data})
    verdict(page).get_by_text("可以收：1 行，没有问题").wait_for()
    until_idle(page)
    sent_by_keyboard(page, "提交")
    assert desk.sent()[-1] == ("court", "赵六", "applied")

    tab_to(page, "上传文件")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.get_by_role("button", name="接着填写").wait_for()
    until_idle(page)
    tab_to(page, "接着填写")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="在页面上填写").wait_for()
    until_idle(page)
    chosen_by_keyboard(page, "状态", "已完成")
    tab_to(page, "检查（1 项）")
    page.keyboard.press("Enter")
    verdict(page).get_by_text("可以收：1 行").wait_for()
    until_idle(page)
    sent_by_keyboard(page, "提交（1 项）")
    assert desk.sent()[-1] == ("court", "赵六", "applied")
    assert desk.sent().count(("court", "赵六", "applied")) == 2
