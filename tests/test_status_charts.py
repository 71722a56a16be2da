"""Charts of statuses and of bodies: what is drawn leads somewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from lib.draw import agency_charts, status_charts

if TYPE_CHECKING:
    from lib.rules.measures import Measures


@pytest.mark.parametrize(
    "draw",
    [
        status_charts.task_bar,
        status_charts.parts,
        agency_charts.agency_strip,
        agency_charts.agencies_by_completion,
    ],
)
def test_every_bar_leads_to_a_page_and_says_what_it_is(draw, samples: Measures) -> None:
    bars = [trace for trace in draw(samples).data if trace.type == "bar"]
    assert bars
    for bar in bars:
        assert len(bar.customdata) == len(bar.x)
        assert all(address.startswith("./") and "?" in address for address in bar.customdata)
        assert bar.hovertemplate or all(bar.hovertext)
