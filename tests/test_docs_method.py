"""docs/method.md says every word that the rules use, and quotes only examples that exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from lib.rules.examples import INDICATOR_EXAMPLES, INDICATOR_KIND_WORDS, MOMENT_EXAMPLES, RATE_EXAMPLES, TASK_EXAMPLES
from lib.rules.rates import COUNTING_WORDS, RATE_WORDS
from lib.statuses import LAMPS, OVERDUE, REASONS, TASK_STATUSES, TRIED_LAMPS

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
TITLES = {example.title for example in (*INDICATOR_EXAMPLES, *TASK_EXAMPLES, *RATE_EXAMPLES, *MOMENT_EXAMPLES)}


def chapter(title: str) -> str:
    """The text below one heading of the second level."""
    (found,) = re.findall(rf"^## .、{title}\n(.*?)(?=^## |\Z)", TEXT, re.MULTILINE | re.DOTALL)
    return str(found)


@pytest.mark.parametrize("lamp", [look.word for look in LAMPS.values()])
def test_every_lamp_is_explained_under_indicators(lamp: str) -> None:
    assert f"\n| {lamp} |" in chapter("指标")


def test_the_lamps_are_explained_in_the_order_in_which_they_are_tried() -> None:
    words = [LAMPS[key].word for key in TRIED_LAMPS]
    rows = re.findall(r"^\| (.+?) \|", chapter("指标"), re.MULTILINE)
    assert [row for row in rows if row in words] == words


@pytest.mark.parametrize("status", [look.word for look in TASK_STATUSES.values()])
def test_every_status_is_explained_under_tasks(status: str) -> None:
    assert f"\n| {status} |" in chapter("任务")


def test_overdue_is_explained_under_tasks() -> None:
    assert f"**{OVERDUE.word}**" in chapter("任务")


@pytest.mark.parametrize("rate", RATE_WORDS.values())
def test_every_rate_is_explained(rate: str) -> None:
    assert f"- **{rate}** =" in chapter("比率")


@pytest.mark.parametrize("way", COUNTING_WORDS.values())
def test_every_way_of_counting_is_explained(way: str) -> None:
    assert f"\n| {way} |" in chapter("工作量")


def test_every_reason_for_attention_is_explained_worst_first() -> None:
    listed = re.findall(r"^\d+\. \*\*(.+?)\*\*", chapter("需要关注"), re.MULTILINE)
    assert listed == [look.word for look in REASONS.values()]


@pytest.mark.parametrize("kind", INDICATOR_KIND_WORDS.values())
def test_every_kind_of_indicator_is_named(kind: str) -> None:
    assert kind in chapter("指标")


def test_only_examples_that_exist_are_quoted() -> None:
    quoted = set(re.findall(r"「(.+?)」", TEXT))
    assert quoted
    assert quoted <= TITLES


def test_it_is_written_for_readers_of_the_page_and_names_no_module() -> None:
    assert not re.findall(r"\w+\.py", TEXT)
