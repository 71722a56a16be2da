from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from lib.briefing import pictures
from lib.briefing.content import Briefing
from lib.briefing.figures import charts_of, figure, picture
from lib.briefing.slides import Series, StackedBars
from lib.errors import BriefingError
from lib.statuses import TASK_STATUSES

LOOK = TASK_STATUSES["in_progress"]
CHART = StackedBars(("全部任务",), (Series("推进中", (3,), LOOK),), "项")


def browsers() -> set[int]:
    """The browsers that this process has started for pictures: neither their own processes nor that of the browser tests,
    which a driver of its own starts."""
    started = [p for p in psutil.Process().children(recursive=True) if "node" not in (p.parent() or p).name()]
    commands = [(p.pid, p.cmdline()) for p in started if p.is_running() and p.status() != psutil.STATUS_ZOMBIE]
    return {
        pid
        for pid, words in commands
        if any("chrom" in w for w in words[:1]) and not any("--type=" in w for w in words)
    }


def test_a_figure_becomes_a_png_of_1920_by_1080_and_an_svg_with_its_words() -> None:
    png = pictures.paint(figure(CHART), "png")
    assert png.startswith(b"\x89PNG")
    assert struct.unpack(">II", png[16:24]) == (1920, 1080)
    # More than white paper.
    assert len(png) > 5_000
    svg = pictures.paint(figure(CHART), "svg").decode()
    assert svg.startswith("<svg")
    assert "全部任务" in svg


def test_the_same_figure_is_the_same_bytes(briefing: Briefing) -> None:
    for slide in briefing.slides[1:4]:
        for chart in charts_of(slide):
            for kind in ("png", "svg"):
                first = pictures.paint(picture(briefing, slide, chart), kind)  # type: ignore[arg-type]
                assert pictures.paint(picture(briefing, slide, chart), kind) == first  # type: ignore[arg-type]


def test_a_figure_is_painted_in_its_own_size() -> None:
    drawn = figure(CHART).update_layout(width=1080, height=640)
    assert struct.unpack(">II", pictures.paint(drawn, "png")[16:24]) == (1080, 640)


def test_one_browser_paints_for_every_thread_and_stays_open() -> None:
    pictures.paint(figure(CHART), "svg")
    before = browsers()
    assert len(before) == 1
    painted: list[bytes] = []
    threads = [threading.Thread(target=lambda: painted.append(pictures.paint(figure(CHART), "svg"))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(painted) == 3
    assert browsers() == before


def test_a_figure_that_cannot_be_drawn_says_so_and_the_next_one_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(BriefingError, match="图片没有画成"):
        pictures.paint(figure(CHART), "bmp")  # type: ignore[arg-type]
    assert pictures.paint(figure(CHART), "svg").startswith(b"<svg")


def test_a_browser_that_was_ended_is_started_anew() -> None:
    pictures.paint(figure(CHART), "svg")
    (before,) = browsers()
    psutil.Process(before).kill()
    assert pictures.paint(figure(CHART), "svg").startswith(b"<svg")
    assert browsers().isdisjoint({before})


# a machine where something is missing


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder that holds all programs of the machine."""
    monkeypatch.setenv("PATH", str(tmp_path))
    pictures.check_can_paint.cache_clear()
    yield tmp_path
    pictures.check_can_paint.cache_clear()


def put(folder: Path, name: str, says: str = "") -> None:
    program = folder / name
    program.write_text(f"#!/bin/sh\necho '{says}'\n", encoding="utf-8")
    program.chmod(0o755)


def test_without_a_browser_it_says_what_to_install(programs: Path) -> None:
    with pytest.raises(BriefingError, match=r"没有找到浏览器.*apt-get install chromium"):
        pictures.paint(figure(CHART))


@pytest.mark.parametrize("fonts", [None, ""], ids=["no-fc-list", "no-font"])
def test_without_a_chinese_font_no_boxes_are_drawn_and_it_says_what_to_install(
    programs: Path, fonts: str | None
) -> None:
    put(programs, "chromium")
    if fonts is not None:
        put(programs, "fc-list", fonts)
    with pytest.raises(BriefingError, match=r"中文字体.*方框.*apt-get install fonts-noto-cjk"):
        pictures.paint(figure(CHART))


def test_a_font_that_is_installed_later_is_found_without_a_new_start(programs: Path) -> None:
    put(programs, "chromium")
    with pytest.raises(BriefingError):
        pictures.check_can_paint()
    put(programs, "fc-list", "Noto Sans CJK SC")
    pictures.check_can_paint()
