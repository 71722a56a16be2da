"""Charts of the bodies: who owes is seen, each is counted once, and of many the busiest are drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING

from factories import measures_of, progress

from lib.draw import agency_charts
from lib.rules.rates import completion_class
from lib.statuses import OWING

if TYPE_CHECKING:
    from lib.rules.measures import Measures


def test_the_strip_marks_who_owes_and_nobody_else(samples: Measures) -> None:
    marks = [OWING.glyph in name.split("<br>")[0] for name in agency_charts.agency_strip(samples).layout.xaxis.ticktext]
    assert marks == [rates.owing > 0 for rates in samples.bodies.values()]
    assert 0 < sum(marks) < len(marks)


def test_the_distribution_counts_every_agency_once_and_no_group(samples: Measures) -> None:
    owing, others = agency_charts.agencies_by_completion(samples).data
    agencies = [samples.bodies[agency.id] for agency in samples.plan.agencies]
    assert sum(owing.x) == sum(rates.owing > 0 for rates in agencies) > 0
    assert sum(owing.x) + sum(others.x) == len(agencies) == 27
    assert len(owing.y) == len({completion_class(rates) for rates in agencies})


def test_of_many_sections_the_busiest_of_the_bodies_are_drawn_and_bodies_outside_of_them_are_not() -> None:
    tasks = {f"{n}.1.1": ["ipo"] for n in range(1, 31)} | {"7.1.2": ["science"], "30.1.2": ["ipo"]}
    m = measures_of(progress(task="30.1.1", status="completed"), tasks=tasks, indicators=[])
    sections = [section.id for section in agency_charts.sections_drawn(m, ["ipo", "science"])]
    assert len(sections) == agency_charts.FEW_SECTIONS and {"7.1", "30.1"} <= set(sections)
    assert sections == sorted(sections, key=lambda id: int(id.split(".")[0]))
    [cells] = agency_charts.agency_by_section(m, ["ipo", "science", "education"]).data
    assert list(cells.y) == ["省知识产权局", "省科技厅"]
