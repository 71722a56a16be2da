"""A year's end on the pages: the next plan is laid beside, begins, gets its first report, and the old one a correction."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from year_end import CORRECTION_OF_2019, FIRST_OF_2020, IN_2019, YearEnd

from lib.ui import frame

if TYPE_CHECKING:
    from playwright.sync_api import Page

SOME = ("", "upload", "method")
PAGES = ("", *list(frame.PAGES)[1:])


class Walk(YearEnd):
    """The board of a folder with two plans, as a reader sees it."""

    site: str
    open_page: Any

    def said(self, address: str = "") -> str:
        """All that a page says, in one line."""
        page: Page = self.open_page(address, at=self.site, anew=False)
        text = re.sub(r"\s+", " ", page.locator(".stMain").inner_text())
        assert "这一页出错了" not in text
        return text

    def everywhere(self, plan: str = "", pages: Sequence[str] = PAGES) -> dict[str, str]:
        """What the pages of a plan say, of the default one where none is named."""
        choice = f"?plan={plan}" if plan else ""
        return {page: self.said(f"{page}{choice}") for page in pages}


@pytest.fixture
def walk(tmp_path: Path, serve: Callable[..., str], open_page: Any) -> Walk:
    walk = Walk(tmp_path)
    walk.open_page = open_page
    walk.turn_to(date(2019, 10, 12))
    walk.drop(IN_2019)
    walk.site = walk.begin(serve)
    return walk


def test_a_year_ends_and_the_next_begins(walk: Walk) -> None:
    autumn = walk.everywhere(pages=("", "upload"))
    assert "352 件，为目标的 88.0%" in autumn[""]
    assert "省版权局_9月.csv" in autumn["upload"]

    # A valid plan with other bodies lies beside the old one, and nobody's default is the year that lies ahead.
    walk.turn_to(date(2019, 11, 20))
    walk.put_plan_of_2020_beside()
    for page, said in walk.everywhere(pages=SOME).items():
        assert "2020年小计划" not in said, page
    ahead = walk.everywhere("plan_2020")
    assert "尚未到第一个报告期" in ahead[""]
    for page, said in ahead.items():
        assert not re.search(r"[1-9]\d* 项逾期|序时进度 100", said), page
    assert "省版权局" not in ahead["upload"]

    # It begins: it is the default, still without an alarm, and the old one is as it was.
    walk.turn_to(date(2020, 1, 2))
    assert "尚未到第一个报告期" in walk.said()
    assert "352 件，为目标的 88.0%" in walk.said("?plan=plan_2019")

    # Its first report and a correction for the year before, by a body that the new plan does not know.
    walk.turn_to(date(2020, 2, 12))
    walk.drop(FIRST_OF_2020 | {"省版权局_更正": CORRECTION_OF_2019})
    for plan, shown in (("plan_2020", "35.0%"), ("plan_2019", "88.8%")):
        open_page: Page = walk.open_page(f"?plan={plan}", at=walk.site)
        open_page.get_by_text(shown).first.wait_for(state="attached")
    new, old = walk.everywhere(pages=SOME), walk.everywhere("plan_2019", SOME)
    assert "地理标志产品 7 个，为目标的 35.0%" in new[""]
    assert "省市场监管局_1月.csv" in new["upload"]
    assert "省版权局" not in new["upload"]
    assert "355 件，为目标的 88.8%" in old[""]
    assert "省版权局_更正.csv" in old["upload"]
    assert "省市场监管局" not in old["upload"]
    for said in (new["method"], old["method"]):
        assert "数据问题 0" in said

    # A copied link says which plan it means, and back, by the choice of plans on the page.
    page: Page = walk.open_page("", at=walk.site)
    page.get_by_role("button", name="复制链接").click()
    assert "plan=plan_2020" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("combobox", name="计划").click()
    page.get_by_role("option", name="2019年").click()
    page.wait_for_url("**plan=plan_2019**")
    page.get_by_role("heading", name="2019年小计划").wait_for()
