"""The drawing of an indicator's year in a table: what is reported is in it, a gap stays a gap, and it is said in words."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import unquote

from factories import figure, measures_of
from lxml import etree

from lib.draw.sparkline import sparkline


def drawn(*rows):
    """The lines, as lists of points, and the dots of the drawing; and what it says in words."""
    html = sparkline(measures_of(*rows).indicators["copyright-registrations"])
    source, words = re.search(r'src="([^"]*)"', html), re.search(r'alt="([^"]*)"', html)
    assert source and words
    svg = etree.fromstring(unquote(unescape(source[1]).removeprefix("data:image/svg+xml,")))
    tag = "{http://www.w3.org/2000/svg}"
    lines = [
        [tuple(map(float, p.split(","))) for p in line.attrib["points"].split()] for line in svg.iter(f"{tag}polyline")
    ]
    dots = [(float(dot.attrib["cx"]), float(dot.attrib["cy"])) for dot in svg.iter(f"{tag}circle")]
    return lines, dots, unescape(words[1])


def test_each_period_is_a_point_and_the_target_a_line_over_the_whole_year():
    (target, line), dots, words = drawn(figure(period="2019-08", value=311), figure(period="2019-09", value=352))
    assert [y for _, y in target] == [4.0, 4.0] and target[0][0] < line[0][0] < line[1][0] < target[1][0]
    assert line[0][1] > line[1][1] > 4.0
    assert dots == [line[1]]
    assert words == "8月 311 件 → 9月 352 件，目标 400 件"


def test_a_month_without_a_figure_is_a_gap():
    (_, one, two), dots, _ = drawn(*(figure(period=f"2019-{n:02}", value=10 * n) for n in (1, 2, 4, 5)))
    assert len(one) == len(two) == 2 and dots == [two[-1]]


def test_a_month_by_itself_is_a_dot_and_none_is_nothing():
    (_, line), dots, words = drawn(figure(period="2019-03", value=90))
    assert dots == line and words == "3月 90 件，目标 400 件"
    assert sparkline(measures_of().indicators["copyright-registrations"]) == ""
