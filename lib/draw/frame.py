"""What all charts share: paper and type, title and source inside the picture, the sample tag, the camera button.

A chart is a pure function, measures in, figure out. Its title and source are part of the figure, so that the picture
that the camera button saves can go on a slide as it is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import plotly.graph_objects as go

from lib import formats
from lib.rules import Measures
from lib.statuses import ACCENT, HAIRLINE, INK, OCHRE, PAPER, SECONDARY, Look
from lib.text import file_name_safe

FONT = "'Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"

TITLE_SIZE, META_SIZE, LABEL_SIZE = 18, 14, 14

META_CHARACTERS = 76
"""A longer line under the title is broken in two."""

TITLE_HEIGHT, META_HEIGHT = 26, 24
"""Pixels of one line of the title, and of the line under it."""

LAYOUT: dict[str, Any] = {
    "template": "none",
    "paper_bgcolor": PAPER,
    "plot_bgcolor": PAPER,
    "font": {"family": FONT, "size": LABEL_SIZE, "color": INK},
    "dragmode": False,
}
"""The paper and type of a chart."""

_PICTURE_PIXELS = (1920, 1080)

_TAG = re.compile(r"<[^>]*>")

_LOCALE = {
    "dictionary": {
        "Autoscale": "自动缩放",
        "Box Select": "框选",
        "Click to enter Colorscale title": "",
        "Download plot": "下载图片",
        "Download plot as a PNG": "下载图片（PNG）",
        "Download plot as a png": "下载图片（PNG）",
        "Lasso Select": "圈选",
        "Pan": "平移",
        "Reset": "复原",
        "Reset axes": "复原",
        "Image download succeeded": "图片已保存",
        "Preparing image - this may take a few seconds": "正在生成图片",
        "Sorry, there was a problem downloading your image!": "图片没有保存成功",
        "Toggle Spike Lines": "辅助线",
        "Zoom": "缩放",
        "Zoom in": "放大",
        "Zoom out": "缩小",
    },
    "format": {
        "days": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        "shortDays": ["周日", "周一", "周二", "周三", "周四", "周五", "周六"],
        "months": [f"{n}月" for n in range(1, 13)],
        "shortMonths": [f"{n}月" for n in range(1, 13)],
    },
}


def frame(
    figure: go.Figure,
    title: str,
    meta: str,
    *,
    height: int,
    margin: dict[str, int],
    sample: bool,
    line: int = 60,
    least_lines: int = 1,
    href: str = "",
    lamp: Look | None = None,
    least: int = 320,
) -> go.Figure:
    """The figure with paper, type, title, the line under it, and the sample tag.

    `height` and `margin` are pixels, without the title's own, which is added on top; a title longer than `line`
    characters is broken at a comma, since a chart's title does not wrap by itself, and takes the room of at least
    `least_lines` lines, so that charts side by side stay level. The title leads to `href`; `lamp` stands before the line
    under it. In less than `least` pixels its labels would touch.

    These notes are the figure's last ones. What they say is kept in its `meta`: where a chart is too narrow for them,
    `markup.caption` says it above the chart.
    """
    lines = in_lines(title, line)
    lines += [""] * (least_lines - len(lines))
    said = {
        "title": title,
        "line": meta,
        "sample": sample,
        "href": href,
        "lamp": [f"{lamp.glyph} {lamp.word}", lamp.colour] if lamp else [],
    }
    if lamp:
        meta = f"<span style='color:{lamp.colour}'>{lamp.glyph} <b>{lamp.word}</b></span> · {meta}"
    metas = in_lines(meta, META_CHARACTERS, "·") if meta else []
    head = TITLE_HEIGHT * len(lines) + META_HEIGHT * len(metas)
    margin = {"l": 0, "r": 0, "t": 8, "b": 8, "pad": 0} | margin
    margin["t"] += head
    figure.update_layout(
        height=height + head,
        margin=margin,
        showlegend=False,
        hoverlabel={"bgcolor": PAPER, "bordercolor": HAIRLINE, "font": {"family": FONT, "size": 14, "color": INK}},
        modebar={"bgcolor": "rgba(255,255,255,.9)", "color": SECONDARY, "activecolor": ACCENT, "orientation": "h"},
        meta=said | {"notes": 1 + bool(meta) + sample, "pixels": head, "least": least},
        **LAYOUT,
    )
    corner = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "top", "showarrow": False}
    left: dict[str, Any] = corner | {"x": 0, "xanchor": "left", "align": "left", "xshift": -margin["l"]}
    words = "<br>".join(f"<b>{line}</b>" for line in lines)
    if href:
        words = f'<a href="{href}" target="_self" style="color:{INK}">{words}</a>'
    figure.add_annotation(text=words, font={"size": TITLE_SIZE, "color": INK}, yshift=margin["t"] - 2, **left)
    if meta:
        below = margin["t"] - 2 - TITLE_HEIGHT * len(lines)
        figure.add_annotation(
            text="<br>".join(metas), font={"size": META_SIZE, "color": SECONDARY}, yshift=below, **left
        )
    if sample:
        figure.add_annotation(
            text="示例数据", x=1, xanchor="right", xshift=margin["r"] - 2, yshift=margin["t"] - 5,
            font={"size": 12, "color": OCHRE}, bordercolor=OCHRE, borderwidth=1, borderpad=2, bgcolor=PAPER, **corner,
        )  # fmt: skip
    return figure


def in_lines(text: str, most: int, marks: str = "，；") -> list[str]:
    """The text in two lines where it is longer than `most` characters, broken after the mark nearest to its middle."""
    breaks = [i + 1 for i, c in enumerate(text) if c in marks]
    if len(_TAG.sub("", text)) <= most or not breaks:
        return [text]
    at = min(breaks, key=lambda i: abs(len(text) - 2 * i))
    return [text[:at].rstrip(" ·"), text[at:].lstrip()]


def config(file_name: str, zoom: float = 2.0) -> dict[str, Any]:
    """Plotly's settings: Chinese, and a camera button that saves a picture of 1920×1080 under a Chinese name.

    `zoom` is how much larger than on the page everything is in the picture.
    """
    width, height = _PICTURE_PIXELS
    return {
        "locale": "zh-CN",
        "locales": {"zh-CN": _LOCALE},
        "displaylogo": False,
        "displayModeBar": "hover",
        "modeBarButtons": [["toImage"]],
        "scrollZoom": False,
        "doubleClick": False,
        "showAxisDragHandles": False,
        "toImageButtonOptions": {
            "format": "png",
            "width": round(width / zoom),
            "height": round(height / zoom),
            "scale": zoom,
            "filename": file_name,
        },
    }


def file_name(measures: Measures, what: str) -> str:
    """知识产权强省_总体进展_截至2021-09-30: what a saved picture, table or document is called."""
    mark = "示例_" if measures.sample else ""
    return f"{mark}{file_name_safe(what)}_截至{measures.as_of.isoformat()}"


def source(measures: Measures) -> str:
    """数据截至 2021年9月30日 · 各责任单位报送: the source line of a picture."""
    known_by = f" · 知悉截至{formats.day(measures.known_by)}" if measures.known_by else ""
    return f"截至{formats.day(measures.as_of)}{known_by} · 各责任单位报送"


def hidden_axis(**more: Any) -> dict[str, Any]:
    """An axis that only places things."""
    return {"visible": False, "fixedrange": True, "showgrid": False, "zeroline": False} | more


def plain_axis(**more: Any) -> dict[str, Any]:
    """An axis with quiet labels and no lines."""
    return {
        "fixedrange": True,
        "showgrid": False,
        "zeroline": False,
        "showline": False,
        "ticks": "",
        "tickfont": {"size": LABEL_SIZE, "color": INK},
        "automargin": False,
    } | more


def row_axis(count: int, **more: Any) -> dict[str, Any]:
    """The axis of `count` rows, the first one at the top. Left to itself it gives many rows much room at both ends."""
    return plain_axis(range=[count - 0.5, -0.5], **more)


def stacked(count: int, most: float, *, gap: float) -> dict[str, Any]:
    """The layout of `count` stacked bars below one another, their names at the left, `most` from end to end."""
    return {
        "barmode": "stack",
        "bargap": gap,
        "xaxis": hidden_axis(range=[0, most]),
        "yaxis": row_axis(count, tickfont={"size": 15, "color": INK}),
    }


def status_marker(look: Look) -> dict[str, Any]:
    """The fill of a status: its colour; white ones hatched, so that they survive greyscale."""
    marker: dict[str, Any] = {"color": look.colour, "line": {"color": look.edge, "width": 1}}
    if look.is_hatched:
        marker["pattern"] = {"shape": "/", "fgcolor": "#d9dee4", "bgcolor": PAPER, "size": 7, "solidity": 0.28}
    return marker


def side_labels(
    labels: Sequence[tuple[float, str, str]], low: float, high: float, x: float, **more: str
) -> list[dict[str, Any]]:
    """The lines' names at the right end, pushed apart where they would touch; each is given by height, words and colour."""
    step = (high - low) * 0.064
    placed: list[tuple[float, str, str]] = []
    for y, text, colour in sorted(labels, key=lambda label: -label[0]):
        placed.append((min(y, placed[-1][0] - step) if placed else min(y, high - step / 2), text, colour))
    place = {"x": x, "xanchor": "left", "xshift": 6, "showarrow": False} | more
    return [place | {"y": y, "text": text, "font": {"color": colour}} for y, text, colour in placed]
