"""Figures as PNG and SVG, drawn by one browser that stays open."""

from __future__ import annotations

import atexit
import shutil
import subprocess
import sys
import threading
import warnings
from functools import cache
from typing import Literal

import kaleido
import plotly.graph_objects as go
from choreographer.browsers.chromium import Chromium

from lib.errors import BriefingError
from lib.slide_figures import PICTURE

Format = Literal["png", "svg"]

_server = threading.Lock()


def paint(figure: go.Figure, format: Format = "png") -> bytes:
    """A figure as the bytes of a picture of 1920×1080. Raises BriefingError."""
    check_can_paint()
    with _server:
        _start()
        width, height = PICTURE
        try:
            drawn = kaleido.calc_fig_sync(figure, opts={"format": format, "width": width, "height": height, "scale": 1})
        except Exception as error:
            raise BriefingError(f"图片没有画成：{type(error).__name__}。请重试；仍然不行时请告知管理员。") from error
        finally:
            _stop_at_exit()
    return bytes(drawn)


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


@cache
def _start() -> None:
    # Without mathjax=False its page asks an outside host.
    kaleido.start_sync_server(n=1, mathjax=False, silence_warnings=True)


@cache
def _stop_at_exit() -> None:
    # After the first picture: what it began is then still there when the browser is ended.
    atexit.register(_stop)


def _stop() -> None:
    kaleido.stop_sync_server(silence_warnings=True)
    # Its folders go by themselves after this, and would say so.
    warnings.filterwarnings("ignore", "Implicitly cleaning up", ResourceWarning)
