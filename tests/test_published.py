"""Published history: each figure with its source, a bound with its sign."""

from __future__ import annotations

from pathlib import Path

from lib.plan.file import load_plan
from lib.plan.published import load_published
from lib.settings import ROOT, published_path


def test_every_published_figure_has_a_source_and_comes_oldest_first() -> None:
    published = load_published(published_path())
    assert published
    for history in published.values():
        assert all(figure.source and figure.measure and figure.confidence for figure in history)
        assert [figure.period for figure in history] == sorted(figure.period for figure in history)


def test_a_bound_is_shown_with_its_sign_and_never_as_a_figure() -> None:
    bound = load_published(published_path())["copyright-registrations"][-1]
    assert (bound.qualifier, bound.figure()) == (">", "超过 1,200 件（只公布了下限）")


def test_the_baseline_of_the_plan_is_a_published_figure() -> None:
    plan = load_plan(ROOT / "data" / "plan_2019.yaml")
    history = load_published(published_path())
    baselines = {indicator.id: indicator.baseline for indicator in plan.indicators if indicator.baseline}
    assert baselines
    for id, baseline in baselines.items():
        found = {figure.period: figure for figure in history[id]}[baseline.period]
        assert (found.value, found.source) == (baseline.value, baseline.source)


def test_without_the_file_there_is_no_history(tmp_path: Path) -> None:
    assert load_published(tmp_path / "none.csv") == {}
