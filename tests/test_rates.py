"""Completion, coverage and workload. The ordinary cases are in lib/rules/examples/."""

from __future__ import annotations

from typing import NamedTuple

from factories import make_plan
from hypothesis import given, settings
from hypothesis import strategies as st

from lib.plan.file import load_plan
from lib.rules.rates import COUNTING_WORDS, completion_class, countings, group_workload, order_changes, rates, workload
from lib.settings import ROOT
from lib.statuses import TASK_STATUSES

PLAN_2019 = load_plan(ROOT / "data" / "plan_2019.yaml")


class Part(NamedTuple):
    status: str
    owes: bool = False
    may_be_done: bool = False
    overdue: bool = False


def test_counts_by_status_add_up_and_completed_includes_verified() -> None:
    found = rates([Part(status) for status in [*TASK_STATUSES, "verified", "completed", "delayed"]])
    assert (found.total, found.completed, found.count("verified")) == (9, 4, 2)
    assert tuple(map(found.count, ("in_progress", "delayed", "not_started", "unreported"))) == (1, 2, 1, 1)
    assert found.completion_rate == 4 / 9
    assert found.coverage == 8 / 9


def test_owing_overdue_and_possible_completions_are_counted_as_they_are_flagged() -> None:
    found = rates(
        [
            Part("completed", may_be_done=True),
            Part("unreported", owes=True, may_be_done=True, overdue=True),
            Part("in_progress", owes=True, overdue=True),
            Part("delayed"),
        ]
    )
    assert (found.overdue, found.owing) == (2, 2)
    assert (found.completion_rate, found.completion_high, found.coverage, found.current_coverage) == (
        0.25, 0.5, 0.75, 0.5,
    )  # fmt: skip


def test_a_half_counts_as_most_and_nothing_to_do_is_a_class_of_its_own() -> None:
    def of(completed: int, total: int) -> str:
        return completion_class(rates([Part("completed")] * completed + [Part("delayed")] * (total - completed)))

    assert [of(2, 2), of(1, 2), of(3, 4), of(1, 3), of(0, 3), of(0, 0)] == [
        "all", "most", "most", "some", "none", "idle",
    ]  # fmt: skip


def test_rates_of_nothing_are_absent_not_zero() -> None:
    found = rates([])
    assert found.total == found.owing == 0
    assert (found.completion_rate, found.completion_high, found.coverage, found.current_coverage) == (None,) * 4


parts = st.builds(Part, st.sampled_from(list(TASK_STATUSES)), st.booleans(), st.booleans(), st.booleans())


@given(st.lists(parts, min_size=1))
def test_the_shown_counts_add_up_to_the_total(counted: list[Part]) -> None:
    found = rates(counted)
    assert sum(found.count(status) for status in TASK_STATUSES) == found.total == len(counted)


# workload


def test_the_document_has_85_assignments_of_42_tasks() -> None:
    load = workload(PLAN_2019)
    totals = {way: sum(ways[way] for ways in load.values()) for way in countings(PLAN_2019)}
    assert totals == {"full": 85, "shared": 42, "first_listed": 42}


def test_the_group_has_a_line_of_its_own() -> None:
    assert workload(PLAN_2019)["members"] == {"full": 2, "shared": 2, "first_listed": 2}
    assert group_workload(PLAN_2019) == {}


def test_a_body_without_tasks_has_a_workload_of_nothing() -> None:
    load = workload(make_plan(tasks={"1.1.1": ["ipo"]}, indicators=[]))
    assert load["education"] == {"full": 0, "shared": 0, "first_listed": 0}


def test_members_carry_the_groups_tasks_apart_from_their_own() -> None:
    groups = [{"id": "members", "name": "各成员单位", "members": ["ipo", "education"]}]
    plan = make_plan(tasks={"1.1.1": ["ipo"], "1.1.2": ["members"], "1.1.3": ["members"]}, groups=groups, indicators=[])
    assert group_workload(plan) == {"ipo": 2, "education": 2}
    assert workload(plan)["education"]["full"] == 0
    assert sum(ways["full"] for ways in workload(plan).values()) == 3


bodies = ["ipo", "copyright", "science", "education", "members"]
task_lists = st.lists(st.lists(st.sampled_from(bodies), min_size=1, unique=True), min_size=1, max_size=12)


@settings(deadline=None)
@given(task_lists)
def test_each_way_of_counting_adds_up_over_all_bodies(tasks: list[list[str]]) -> None:
    plan = make_plan(tasks={f"1.1.{n}": named for n, named in enumerate(tasks, 1)}, indicators=[])
    load = workload(plan)
    assert sum(ways["full"] for ways in load.values()) == len(plan.assignments)
    assert sum(ways["shared"] for ways in load.values()) == len(tasks)
    assert sum(ways["first_listed"] for ways in load.values()) == len(tasks)
    assert all(ways["full"] >= ways["shared"] for ways in load.values())
    assert all(ways["full"] >= ways["first_listed"] for ways in load.values())


@settings(deadline=None)
@given(task_lists)
def test_a_change_of_order_is_named_exactly_where_two_agencies_change_places(tasks: list[list[str]]) -> None:
    plan = make_plan(tasks={f"1.1.{n}": named for n, named in enumerate(tasks, 1)}, indicators=[])
    load = workload(plan)
    agencies = [agency.id for agency in plan.agencies]
    ways = list(countings(plan))
    expected = {
        (one, other)
        for i, one in enumerate(ways)
        for other in ways[i + 1 :]
        for a in agencies
        for b in agencies
        if load[a][one] > load[b][one] and load[a][other] < load[b][other]
    }
    found = order_changes(plan)
    assert {(one, other) for one, other, _, _ in found} == expected
    for one, other, first, second in found:
        assert load[first][one] > load[second][one]
        assert load[first][other] < load[second][other]


def test_the_ways_of_counting_have_their_printed_names() -> None:
    assert COUNTING_WORDS == {"full": "各计一次", "shared": "均摊", "first_listed": "首位列名", "lead": "牵头"}
    assert "lead" not in countings(PLAN_2019)
