"""Charts of statuses: what is drawn leads somewhere, and who owes is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lib.draw import status_charts
from lib.statuses import OWING

if TYPE_CHECKING:
    from lib.rules.measures import Measures


@pytest.mark.parametrize("draw", [status_charts.task_bar, status_charts.parts, status_charts.agency_strip])
def test_every_bar_leads_to_a_page_and_says_what_it_is(draw, samples: Measures) -> None:
    bars = [trace for trace in draw(samples).data if trace.type == "bar"]
    assert bars
    for bar in bars:
        assert len(bar.customdata) == len(bar.x)
        assert all(address.startswith("./") and "?" in address for address in bar.customdata)
        assert bar.hovertemplate or all(bar.hovertext)


def test_the_strip_marks_who_owes_and_nobody_else(samples: Measures) -> None:
    marks = [OWING.glyph in name.split("<br>")[0] for name in status_charts.agency_strip(samples).layout.xaxis.ticktext]
    assert marks == [rates.owing > 0 for rates in samples.bodies.values()]
    assert 0 < sum(marks) < len(marks)
