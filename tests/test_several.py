"""Several files at once on 报送, run without a browser: whose each is, what is found in it, and what is sent."""

from __future__ import annotations

import re
from pathlib import Path

from factories import csv_bytes, progress_bytes
from streamlit.testing.v1 import AppTest
from test_fill_in import board_of, desk, opened, press
from test_pages import html_of

__all__ = ["desk"]

FILES = {
    "省新闻出版局_9月.csv": csv_bytes(["作品著作权登记量", "2019-09", "377", "2019-10-08", ""]),
    "省科技厅_9月.csv": progress_bytes(["1.2.1", "", "2019-09", "已完成", "验收报告", "", "", "2019-10-08", ""]),
    "省司法厅_9月.csv": progress_bytes(["3.2.4", "", "2019-09", "快了", "", "", "", "2019-10-08", ""]),
    "不知道谁的.csv": progress_bytes(["1.2.1", "", "2019-09", "已完成", "", "", "", "2019-10-08", ""]),
}


def attached(by: str = "统筹办的人") -> AppTest:
    app = opened("office", "file", by)
    app.file_uploader[0].set_value([(name, data, "text/csv") for name, data in FILES.items()])
    app.run()
    assert not app.exception
    return app


def test_each_file_has_its_receipt_and_those_that_can_be_taken_are_sent_together(desk: Path) -> None:
    app = attached()
    assert "4 份文件：可以收 2 份，须改正 2 份" in re.sub("<[^>]*>", "", html_of(app))
    labels = [one.label for one in app.expander]
    assert labels[0].startswith("省新闻出版局_9月.csv（省新闻出版局〔省版权局〕）：可以收：1 行")
    assert labels[3].startswith("不知道谁的.csv（看不出单位）：不能收")
    press(app, "一起提交（2 份）")
    before = len(board_of(desk).actuals.submissions)
    press(app, "一起提交（2 份）", "确认报送")
    sent = board_of(desk).actuals.submissions[before:]
    assert [(s.body, s.by, s.original) for s in sent] == [
        ("copyright", "统筹办的人", "省新闻出版局_9月.csv"),
        ("science", "统筹办的人", "省科技厅_9月.csv"),
    ]
    words = re.sub("<[^>]*>", "", html_of(app))
    assert "✓已收下 2 份：报送 3、4" in words and "其余 2 份没有收：须改正 2 份" in words
    assert "已经报过" not in words and "没有可以提交的" not in words
    assert [one.label.split("：")[1] for one in app.expander][:2] == ["已收下，报送编号 3", "已收下，报送编号 4"]
    assert not [one for one in app.button if one.label.startswith("一起提交")]


def test_files_that_are_chosen_another_time_were_reported_before(desk: Path) -> None:
    app = attached()
    press(app, "一起提交（2 份）")
    press(app, "一起提交（2 份）", "确认报送")
    app.file_uploader[0].set_value([(name, data, "text/csv") for name, data in FILES.items()])
    app.run()
    assert "4 份文件：须改正 2 份，已经报过，或者没有填写 2 份" in re.sub("<[^>]*>", "", html_of(app))
    assert [one.label.split("：")[1] for one in app.expander][:2] == [
        "这份文件已经报过（报送 3），没有重复计入",
        "这份文件已经报过（报送 4），没有重复计入",
    ]
    assert "没有可以提交的：已经收下，或者要先改正。" in html_of(app)


def test_one_of_several_is_sent_by_itself_and_the_others_wait(desk: Path) -> None:
    app = attached()
    app.button(key="send-1").click().run()
    app.button(key="send-1").click()
    press(app, "确认报送")
    assert board_of(desk).actuals.submissions[-1].body == "science"
    assert [one.label for one in app.button if one.label.startswith("一起提交")] == ["一起提交（1 份）"]
    words = re.sub("<[^>]*>", "", html_of(app))
    assert "✓已收下 1 份：报送 3" in words and "其余 3 份没有收：可以收 1 份，须改正 2 份" in words


def test_without_a_name_nothing_can_be_sent_and_the_page_says_so(desk: Path) -> None:
    app = attached(by="")
    assert [one.disabled for one in app.button if one.label.startswith("一起提交")] == [True]
    assert "填写报送人后才能提交。" in html_of(app)
