"""All who have to do with a report act at once on one board that dies in between: what each may do, what each is refused."""

from __future__ import annotations

import os
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml
from conftest import SHIPPED_PLAN
from factories import progress_bytes
from playwright.sync_api import expect
from serving import faults, free_ports, started
from test_browser import box, text_of
from test_browser_people import goto, provider, settings_of
from test_browser_reporting import attach, confirm, dialog, dropped, fill, press, verdict

from lib.store.folder.store import FolderStore

if TYPE_CHECKING:
    from playwright.sync_api import Page

PEOPLE = """\
people:
  - {who: zhang.san@example.cn, name: 张三, body: court, roles: [report, approve]}
  - {who: li.si@example.cn, name: 李四, body: court, roles: [approve]}
  - {who: zhao.liu@example.cn, name: 赵六, body: science, roles: [report, approve]}
  - {who: wang.wu@example.cn, name: 王五, body: office, roles: [report, verify, administer]}
"""

OF_COURT = "由省法院有“审核”权限的人登录后审核。"


class Mortal:
    """A board whose server can be killed and started anew where it was."""

    def __init__(self, place: Path, env: dict[str, str]) -> None:
        self.folder, self.log = place / "actuals", place / "log.txt"
        self._env = env
        self._servers = ExitStack()
        (self._port,) = free_ports(1)

    def start(self) -> None:
        settings = {"PLANBOARD_ACTUALS": str(self.folder), **self._env}
        self.site, self._pid = self._servers.enter_context(started(self.log, port=self._port, **settings))

    def kill(self) -> None:
        os.kill(self._pid, signal.SIGKILL)
        self._servers.close()
        assert not faults(self.log)

    def close(self) -> None:
        self._servers.close()
        assert not faults(self.log)

    def journal(self) -> list[str]:
        """The events so far, by name."""
        return [event.event for event in FolderStore(self.folder, record=False).everything().events]


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Mortal]:
    """Its plan has reports approved; a provider signs people in."""
    plan = yaml.safe_load(SHIPPED_PLAN.read_text(encoding="utf-8"))
    plan["reporting"]["approval"] = "body"
    (tmp_path / "plan_2019.yaml").write_text(yaml.safe_dump(plan, allow_unicode=True), encoding="utf-8")
    (tmp_path / "actuals").mkdir()
    (tmp_path / "actuals" / "省知识产权局_9月.csv").write_bytes(dropped()["省知识产权局_9月.csv"])
    (port,) = free_ports(1)
    env = settings_of(tmp_path, port, PEOPLE) | {"PLANBOARD_PLAN": str(tmp_path / "plan_2019.yaml")}
    mortal = Mortal(tmp_path, env)
    mortal.start()
    with provider(port):
        yield mortal
    mortal.close()


def report(period: str, status: str, evidence: str = "") -> bytes:
    return progress_bytes(["3.1.3", "", period, status, evidence])


def sent(page: Page, data: bytes) -> str:
    """Send a file from 报送, where it is to be approved; the number of the submission."""
    attach(page, "省法院.csv", data)
    confirm(page)
    found = re.search(r"已收下，报送编号 (\d+)，待审核", verdict(page).inner_text().replace("\n", ""))
    assert found, verdict(page).inner_text()
    return found[1]


def enter(page: Page, site: str, who: str) -> None:
    """Sign in, without a look at the first page."""
    page.goto(f"{site}/upload")
    page.locator(".st-key-nav").get_by_role("button", name="登录").click()
    page.get_by_role("button", name=who, exact=True).click()
    page.locator(".st-key-account").get_by_role("button").wait_for()


def said(page: Page, text: str) -> None:
    """Wait until a page says so."""
    expect(page.get_by_text(text).first).to_be_visible()


def test_all_act_at_once_and_the_history_tells_what_happened(board: Mortal, tab_of: Callable[[], Page]) -> None:
    zhang, li, zhao, wang, stranger, nobody = (tab_of() for _ in range(6))
    for page, who in ((zhang, "zhang"), (li, "li"), (zhao, "zhao"), (wang, "wang"), (stranger, "stranger")):
        enter(page, board.site, who)
    upload, desk = f"{board.site}/upload?agency=court", f"{board.site}/office"

    # Sent. Nobody else sends for this body, and neither he nor anybody elsewhere lets it count.
    goto(zhang, upload)
    first = sent(zhang, report("2019-09", "已完成", "结案报告"))
    one = f"{board.site}/submission?id={first}"
    for page, why in (
        (nobody, "请先登录，再报送。"),
        (stranger, "“stranger@example.cn”不在人员名单里，只能查看。"),
        (li, "已登录：李四，省法院，可以审核；要有“填报”权限。"),
    ):
        goto(page, upload)
        said(page, why)
        assert not page.locator(".st-key-uploader").count()
    for page, who in ((zhao, "赵六，省科技厅，可以填报、审核；不能替省法院办理。"), (wang, "✓ 已登录：王五")):
        goto(page, one)
        said(page, who)
        said(page, OF_COURT)
        assert not page.get_by_role("button", name="通过").count()
    goto(zhang, one)
    press(zhang, "通过")
    said(zhang, "自己报送的要由本单位的另一个人审核。")
    said(li, "待审核 1 份")
    li.locator("tr.leads", has_text="待审核").first.click()
    li.wait_for_url("**/submission?id=*")
    press(li, "通过")
    li.locator(".pb-head").get_by_text("计入").wait_for()

    # Returned by the office, and seen first by the agency.
    goto(wang, f"{desk}?part=return")
    box(wang, "退回哪一项").click()
    wang.get_by_role("option", name=re.compile("3.1.3")).click()
    fill(wang, "退回原因", "结案报告没有盖章")
    fill(wang, "补充期限（可以不填）", "2019-11-15")
    press(wang, "退回")
    dialog(wang).get_by_role("button", name="确认退回").click()
    said(wang, "✓ 已退回，单位在“报送”页最先看到。")
    goto(zhang, upload)
    words = text_of(zhang)
    assert "结案报告没有盖章；补充：2019-11-15" in words
    assert words.index("统筹办退回 1 项") < words.index("选择单位")

    # Supplemented; with that waiting the server dies. Nothing is lost, and everybody is still signed in.
    supplement = sent(zhang, report("2019-09", "已完成", "结案报告（盖章）"))
    goto(li, f"{board.site}/submission?id={supplement}")
    before = board.journal()
    board.kill()
    board.start()
    assert board.journal() == before
    li.reload()
    press(li, "通过")
    li.locator(".pb-head").get_by_text("计入").wait_for()

    # Verified by the office, and not by whoever reported it; the period locked.
    goto(zhang, desk)
    said(zhang, "张三，省法院，可以填报、审核；不能替省政府知识产权办公会议制度办公室办理。")
    zhang.locator("[data-testid=stCheckbox] label").filter(has_text="3.1.3 ").click()
    said(zhang, "要销号，先证明是统筹办。")
    expect(zhang.get_by_role("button", name="销号 1 项")).to_be_disabled()
    goto(wang, desk)
    wang.locator("[data-testid=stCheckbox] label").filter(has_text="3.1.3 ").click()
    press(wang, "销号 1 项")
    dialog(wang).get_by_role("button", name="确认销号").click()
    said(wang, "✓ 已销号 1 项")
    goto(wang, f"{desk}?part=lock")
    box(wang, "报告期").click()
    wang.get_by_role("option", name="2019年9月", exact=True).click()
    press(wang, "锁期")
    dialog(wang).get_by_role("button", name="确认锁期").click()
    said(wang, "✓ 2019年9月及以前已锁期。")

    # Too late, until the office opens it again.
    late = report("2019-08", "推进中", "八月小结")
    goto(zhang, upload)
    attach(zhang, "省法院_8月.csv", late)
    assert "不能收" in verdict(zhang).inner_text()
    said(zhang, "已经锁期")
    expect(zhang.get_by_role("button", name="提交")).to_have_count(0)
    box(wang, "报告期").click()
    wang.get_by_role("option", name="2019年8月", exact=True).click()
    fill(wang, "解锁原因", "省法院补报八月")
    press(wang, "解锁")
    said(wang, "✓ 2019年8月及以后已解锁。")
    press(zhang, "换一个文件")
    attach(zhang, "省法院_8月.csv", late)
    confirm(zhang)
    assert "待审核" in verdict(zhang).inner_text()

    # The history of the first report tells it all, to everybody.
    goto(nobody, one)
    course = nobody.locator(".pb-block").filter(has=nobody.get_by_role("heading", name="经过"))
    told = [row.locator("td").all_inner_texts()[1:] for row in course.locator("tbody tr").all()]
    by_zhang, by_li = "张三（登录：email:zhang.san@example.cn）", "李四（登录：email:li.si@example.cn）"
    by_wang = "王五（登录：email:wang.wu@example.cn）"
    assert told == [
        ["2", "报送，待审核", by_zhang, ""],
        ["2", "审核通过", by_li, ""],
        ["3", "已退回", by_wang, "结案报告没有盖章；补充：2019-11-15"],
        ["4", "报送，待审核", by_zhang, ""],
        ["4", "审核通过", by_li, ""],
        ["5", "已销号", by_wang, ""],
        ["", "锁期 2019-09", by_wang, ""],
        ["", "解锁 2019-08", by_wang, "省法院补报八月"],
        ["6", "报送，待审核", by_zhang, ""],
    ]
