"""新计划 in a browser, as somebody new would go: a document becomes a plan of the running board, with the page alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from conftest import until_idle
from playwright.sync_api import expect
from test_browser import audit, barriers
from year_end import YearEnd

from lib.plan import load_plan

if TYPE_CHECKING:
    from playwright.sync_api import Page

TEXT = """\
某省2020年小计划
一、重点任务
（一）便民服务
1.新建便民驿站20个。（省知识产权局牵头，省法院等配合，6月底前完成）
2.加强宣传。
3.办事时间缩短三成。（知识产权局，完成时限：持续推进）
"""


@pytest.fixture
def board(tmp_path: Path, serve: Callable[..., str]) -> tuple[YearEnd, str]:
    folder = YearEnd(tmp_path)
    folder.turn_to(date(2020, 1, 20))
    return folder, folder.begin(serve)


def upload(page: Page, name: str, data: bytes) -> None:
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "", "buffer": data})


def test_a_document_becomes_a_plan_of_the_board(board: tuple[YearEnd, str], open_page: Any) -> None:
    folder, site = board
    page: Page = open_page("newplan", at=site)
    # What cannot be read is one sentence, and another file can be tried at once.
    for name, data, words in (
        ("a.docx", b"PK\x03\x04 broken", "已损坏"),
        ("a.pdf", b"%PDF-1.4 broken", "已损坏或不完整"),
        ("a.txt", "今天开会。".encode(), "看不出是一份任务计划"),
    ):
        upload(page, name, data)
        expect(page.get_by_text(words)).to_be_visible()
    upload(page, "计划.txt", TEXT.encode())
    page.get_by_role("heading", name="待定还剩 4 处").wait_for()
    until_idle(page)
    row = page.locator("tr", has_text="新建便民驿站20个。").first
    assert re.search(r"4\s*1.新建便民驿站20个。（省知识产权局牵头", row.inner_text())
    assert "牵头\n省知识产权局" in row.inner_text() and "期限\n6月底前完成（2020-06）" in row.inner_text()
    audit(page)
    # What is said of a document is no figure of the board.
    assert not page.get_by_text("示例数据").count() and not page.get_by_text("数据截至").count()

    # Each doubt once; a page that is loaded anew has lost nothing.
    page.get_by_text("待定 4").click()
    page.get_by_text("照原文保留“等”").click()
    page.get_by_role("heading", name="待定还剩 3 处").wait_for()
    page.reload()
    page.get_by_role("heading", name="待定还剩 3 处").wait_for()
    page.get_by_text("列为任务，由").click()
    page.get_by_placeholder("例如 市A局牵头，市B局配合").fill("省法院")
    page.get_by_placeholder("例如 市A局牵头，市B局配合").press("Enter")
    page.get_by_role("heading", name="待定还剩 2 处").wait_for()
    page.get_by_text("是同一个：写作“省知识产权局”").click()
    page.get_by_role("heading", name="待定还剩 1 处").wait_for()
    page.get_by_text("不设期限，只留原话").click()
    page.get_by_text("待定的都定了。").wait_for()
    until_idle(page)
    audit(page)

    page.get_by_text("数字 1").click()
    page.get_by_role("button", name="设为指标").click()
    page.get_by_text("数字 0").wait_for()
    page.get_by_text("责任单位", exact=True).last.click()
    page.locator("tr", has_text="省知识产权局").get_by_text("2019年计划").wait_for()
    until_idle(page)  # until then the steps of the run before may stand there, too

    page.get_by_text("成文", exact=True).click()
    page.get_by_text("请在上面填写文号").wait_for()
    page.get_by_label("文号").fill("某政发〔2020〕1号")
    page.get_by_label("文号").press("Enter")
    page.get_by_text("检查通过").wait_for()
    until_idle(page)
    assert barriers(page) == []
    page.get_by_text("没有写定的", exact=True).click()
    page.get_by_text("与2019年不同的").wait_for()
    until_idle(page)
    page.get_by_text("成文", exact=True).click()
    with page.expect_download() as saved:
        page.get_by_role("button", name="下载计划文件").click()
    assert saved.value.suggested_filename == "plan_2020.yaml"
    page.get_by_label("放置人").fill("王五")
    page.get_by_label("放置人").press("Enter")
    page.get_by_role("button", name="放上看板").click()
    page.get_by_role("dialog").get_by_role("button", name="放上看板").click()
    page.get_by_text("✓ 已放上看板").wait_for()
    placed = folder.data / "plan_2020.yaml"
    assert placed.read_bytes() == saved.value.path().read_bytes()
    plan = load_plan(placed)
    assert [t.agencies for t in plan.tasks.values()] == [["ipo", "body-01"], ["body-01"], ["ipo"]]
    assert plan.indicators[0].owner == "ipo" and plan.previous

    page = open_page("", at=site)
    page.get_by_role("heading", name="某省2020年小计划").wait_for()
