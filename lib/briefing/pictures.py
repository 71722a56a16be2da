"""Figures as PNG and SVG, drawn by one browser that stays open."""

from __future__ import annotations

import asyncio
import atexit
import re
import shutil
import subprocess
import sys
import threading
import warnings
from collections.abc import Coroutine
from contextlib import suppress
from functools import cache
from typing import Any, Literal

import kaleido
import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium

from lib.briefing.figures import PICTURE
from lib.errors import BriefingError

Format = Literal["png", "svg"]

SECONDS = 60
"""Until a picture is given up, the start of the browser included."""


def paint(figure: go.Figure, format: Format = "png") -> bytes:
    """A figure as the bytes of a picture, of 1920×1080 unless the figure has a size. Raises BriefingError."""
    check_can_paint()
    with _one_at_a_time:
        is_new = not _open
        try:
            return _paint(figure, format)
        except Exception as error:
            # The browser may have been ended meanwhile: once more, with a new one.
            if is_new:
                raise _failure(error) from error
        try:
            return _paint(figure, format)
        except Exception as error:
            raise _failure(error) from error


@cache
def check_can_paint() -> None:
    """Insist on a browser and on a Chinese font, without which every character would be an empty box."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    # Windows keeps programs elsewhere, and has its fonts.
    elsewhere = sys.platform == "win32" and Chromium.find_browser(skip_local=False)
    if not elsewhere and not any(map(shutil.which, names)):
        raise BriefingError("没有找到浏览器，不能画图片。请管理员安装 Chromium（Debian：apt-get install chromium）。")
    fonts = shutil.which("fc-list")
    found = fonts and subprocess.run([fonts, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip()  # noqa: S603
    if not found and sys.platform.startswith("linux"):
        raise BriefingError(
            "没有找到中文字体，图片里的汉字会变成方框。请管理员安装（Debian：apt-get install fonts-noto-cjk fontconfig）。"
        )


class _Browser:
    """A browser, and the loop in which it is spoken to."""

    def __init__(self) -> None:
        ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live(ready)), daemon=True)
        self._thread.start()
        ready.wait()
        try:
            # Without mathjax=False its page asks an outside host.
            self._kaleido = self._wait_for(self._started())
        except BaseException:
            self._end()
            raise

    async def _live(self, ready: threading.Event) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        ready.set()
        await self._over.wait()

    async def _started(self) -> Any:
        return await kaleido.Kaleido(n=1, mathjax=False).__aenter__()

    def paint(self, figure: go.Figure, format: Format) -> bytes:
        width, height = figure.layout.width or PICTURE[0], figure.layout.height or PICTURE[1]
        options = {"format": format, "width": width, "height": height, "scale": 1}
        drawn = bytes(self._wait_for(self._kaleido.calc_fig(figure, opts=options)))
        return _same_names(drawn) if format == "svg" else drawn

    def close(self) -> None:
        with suppress(Exception):
            self._wait_for(self._kaleido.__aexit__(None, None, None), 5)
        self._end()

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(10)

    def _wait_for(self, work: Coroutine[Any, Any, Any], seconds: float | None = None) -> Any:
        answer = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return answer.result(seconds or SECONDS)
        except TimeoutError:
            answer.cancel()
            raise


def _same_names(svg: bytes) -> bytes:
    """A drawing without the names by chance that Plotly gives to what is referred to within it: the same bytes each time."""
    found = _CHANCE.search(svg)
    if not found:
        return svg
    named = re.sub(rb"(?<=[a-z-])" + found[1], b"figure", svg)
    order: dict[bytes, int] = {}
    return _PATTERN.sub(lambda m: m[1] + b"%d" % order.setdefault(m[2], len(order)), named)


_CHANCE, _PATTERN = (
    re.compile(rb'id="defs-([0-9a-f]{6})"'),
    re.compile(rb"(pfigure-(?:legend-)?|scatter trace)([0-9a-f]{6})"),
)

_one_at_a_time = threading.Lock()
_open: list[_Browser] = []
"""The browser, once it is started."""


def _paint(figure: go.Figure, format: Format) -> bytes:
    try:
        if not _open:
            _open.append(_Browser())
        return _open[0].paint(figure, format)
    except BaseException:
        _close()
        raise
    finally:
        _close_at_exit()


def _failure(error: Exception) -> BriefingError:
    return BriefingError(f"图片没有画成：{type(error).__name__}。请重试；仍然不行时请告知管理员。")


@cache
def _close_at_exit() -> None:
    # After the first picture: what it began is then still there when the browser is ended.
    atexit.register(_close)


def _close() -> None:
    while _open:
        _open.pop().close()
    # Its folders go by themselves after this, and would say so.
    warnings.filterwarnings("ignore", "Implicitly cleaning up", ResourceWarning)
