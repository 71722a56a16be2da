"""The form on 报送, run without a browser: what it asks, what it becomes, and what stays where something comes between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from factories import csv_bytes, progress_bytes
from sending import writer
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash
from test_pages import ROOT, faults_of, html_of

from lib import settings
from lib.board import submissions
from lib.board.board import Board
from lib.store.folder.store import FolderStore
from lib.ui import sign_in
from lib.ui.fill_in import _field

PLAN = ROOT / "data" / "plan_2019.yaml"


def board_of(folder: Path) -> Board:
    return Board(PLAN, FolderStore(folder, record=False))


def opened(body: str, how: str, by: str = "张三") -> AppTest:
    """The page 报送 with the form of a body."""
    # Beside a folder of pages every run of a test begins at the page itself, begins anew, and forgets what was pressed.
    app = AppTest.from_string("from lib import ui\nui.run()", default_timeout=60)
    app.query_params.update({"agency": body, "how": how, "period": "2019-09"})
    app._page_hash = calc_hash("upload")
    app.run()
    assert faults_of(app) == []
    app.text_input(key="sender").set_value(by)
    return app


def boxes(app: AppTest, label: str) -> list[Any]:
    return [box for box in [*app.text_input, *app.selectbox] if box.label == label]


def press(app: AppTest, *begin: str) -> AppTest:
    """Press buttons by how their words begin; that of a dialog together with the one that opened it."""
    for words in begin:
        (button,) = [one for one in app.button if one.label.startswith(words)]
        assert not button.disabled
        button.click()
    app.run()
    assert not app.exception
    return app


def send(app: AppTest) -> AppTest:
    """Check, look, confirm."""
    press(press(app, "检查"), "提交")
    return press(app, "提交", "确认报送")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a figure and a status that count; the reader is on the board's own machine."""
    (tmp_path / "省版权局_8月.csv").write_bytes(csv_bytes(["作品著作权登记量", "2019-08", "311", "2019-09-05", ""]))
    data = progress_bytes(["1.2.3", "", "2019-09", "推进中", "", "场地没有落实", "", "2019-10-08", ""])
    (tmp_path / "省科技厅_9月.csv").write_bytes(data)
    monkeypatch.setenv("PLANBOARD_ACTUALS", str(tmp_path))
    monkeypatch.setenv("PLANBOARD_PLAN", str(PLAN))
    monkeypatch.setattr(settings, "RESCAN_SECONDS", 0.0)
    monkeypatch.setattr(sign_in, "is_local", lambda: True)
    return tmp_path


def test_a_figure_is_filled_in_checked_confirmed_and_sent_as_a_file_would_be(desk: Path) -> None:
    app = opened("copyright", "figures")
    assert "上期：311（2019年8月）" in html_of(app)
    (value,) = boxes(app, "实际值")
    value.set_value("377").run()
    press(app, "检查（1 项）")
    assert "可以收：1 行，没有问题" in html_of(app)
    press(app, "提交")
    assert board_of(desk).actuals.submissions[-1].by is None
    press(app, "提交", "确认报送")
    assert "已收下" in html_of(app)
    sent = board_of(desk).actuals.submissions[-1]
    assert (sent.body, sent.by, sent.rows) == ("copyright", "张三", 1)
    assert sent.original == "省新闻出版局〔省版权局〕_指标实绩_2019-09_页面填写.csv"
    press(app, "接着填写")
    assert boxes(app, "实际值")[0].value == "377"
    assert "还没有填" in html_of(app)


def test_a_task_asks_for_its_texts_once_it_has_a_status_and_begins_with_what_was_said(desk: Path) -> None:
    app = opened("science", "progress")
    (said_before,) = (box for box in boxes(app, "状态") if box.value)
    others = [box for box in boxes(app, "状态") if not box.value]
    assert said_before.value == "推进中"
    assert [box.value for box in boxes(app, "存在问题")] == ["场地没有落实"]
    said_before.set_value("已完成").run()
    boxes(app, "佐证材料")[0].set_value("-验收报告").run()
    others[0].set_value("推进中").run()
    assert len(boxes(app, "存在问题")) == 2
    send(app)
    rows = board_of(desk).reading_of(board_of(desk).actuals.submissions[-1]).rows
    assert [(row.said, row.texts["evidence"], row.texts["obstacle"]) for row in rows if row.key[0] == "1.2.3"] == [
        ("completed", "-验收报告", "场地没有落实")
    ]
    assert len(rows) == 2


def test_every_run_says_what_was_reported_since_the_one_before_may_be_cut_off(desk: Path) -> None:
    app = opened("science", "progress")
    for _ in range(2):
        app.run()
        said = [box.proto.options[box.proto.default] for box in boxes(app, "状态")]
        assert [word for word in said if word != "没有新情况"] == ["推进中"]
        assert [box.proto.default for box in boxes(app, "存在问题")] == ["场地没有落实"]


def test_what_is_wrong_is_said_beside_its_field_and_nothing_can_be_sent(desk: Path) -> None:
    app = opened("ipo", "figures")
    boxes(app, "实际值")[1].set_value("六十").run()
    press(app, "检查（1 项）")
    words = html_of(app)
    assert "不能收：有 1 处须改正" in words
    assert words.index("企业发明专利拥有量占比（%）") < words.index("<li>“实际值”：“六十”不是数字")
    assert "<li>企业发明专利拥有量占比“实际值”：“六十”不是数字" in words and "第2行" not in words
    assert not [one for one in app.button if one.label.startswith("提交")]
    boxes(app, "实际值")[1].set_value("60.2").run()
    assert "不能收" not in html_of(app)


def test_a_button_that_is_grey_says_what_is_missing(desk: Path) -> None:
    app = opened("copyright", "figures", by="")
    boxes(app, "实际值")[0].set_value("377").run()
    press(app, "检查")
    assert [one.disabled for one in app.button if one.label.startswith("提交")] == [True]
    assert "填写报送人后才能提交。" in html_of(app)


def test_a_colleague_who_sent_meanwhile_is_named_and_the_answers_stay(desk: Path) -> None:
    app = opened("copyright", "figures")
    boxes(app, "实际值")[0].set_value("377").run()
    other = Board(PLAN, FolderStore(desk))
    data = csv_bytes(["作品著作权登记量", "2019-09", "370", "2019-10-08", "李四报的"])
    submissions.submit(other, "九月.csv", data, "copyright", writer("李四"))
    app.run()
    assert "李四也替本单位报了" in html_of(app)
    press(app, "换成最新的数")
    assert (boxes(app, "实际值")[0].value, boxes(app, "说明")[0].value) == ("377", "李四报的")
    assert "也替本单位报了" not in html_of(app)


def test_what_the_browser_kept_is_taken_where_it_fits_and_nothing_else(desk: Path) -> None:
    app = opened("science", "progress")
    (sheet,) = app.session_state["sheets"].values()
    fields = {_field(entry, "status"): entry for entry in sheet.entries}
    first, second, *_ = fields
    sheet.take({first: "已完成", second: "已销号", "another-status": "已完成", first.replace("status", "value"): "3"})
    assert sheet.answers == {first: "已完成"}
