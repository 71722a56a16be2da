"""Every worked example of the rules comes out as it is written down."""

from __future__ import annotations

from collections import Counter

from tables import of_every

from lib.rules.examples import INDICATOR_EXAMPLES, MOMENT_EXAMPLES, RATE_EXAMPLES, TASK_EXAMPLES, Example
from lib.statuses import LAMPS, TASK_STATUSES

EXAMPLES: list[Example] = [*INDICATOR_EXAMPLES, *TASK_EXAMPLES, *RATE_EXAMPLES, *MOMENT_EXAMPLES]

each_example = of_every(EXAMPLES, least=100)


@each_example
def test_the_rules_give_what_the_example_says(example: Example) -> None:
    assert example.computed() == example.expected


@each_example
def test_an_example_shows_what_is_given_and_what_follows_without_gaps(example: Example) -> None:
    assert example.given
    assert example.expected
    for label, value in example.given + example.expected:
        assert label.strip() and value.strip()
        assert "None" not in label + value


def test_titles_tell_the_examples_apart() -> None:
    assert [title for title, count in Counter(example.title for example in EXAMPLES).items() if count > 1] == []


def test_every_lamp_and_every_status_has_an_example() -> None:
    assert {example.lamp for example in INDICATOR_EXAMPLES} == {look.word for look in LAMPS.values()}
    assert {example.task for example in TASK_EXAMPLES} == {look.word for look in TASK_STATUSES.values()}
