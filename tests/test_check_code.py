"""校验码: which facts it stands for, and which leave it as it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from factories import agency_data, figure, plan_data, progress

from lib.plan import Plan
from lib.rows import FigureRow, ProgressRow, Rows
from lib.rules import Measures, measure

Change = Callable[[dict[str, Any]], object]

FIGURES = [figure(), figure(period="2019-08", value=311)]
REPORTS = [progress(evidence="证书"), progress(task="1.1.2", agency="science", status="delayed", obstacle="缺人")]


def code_of(
    change: Change = lambda data: None, figures: list[FigureRow] = FIGURES, reports: list[ProgressRow] = REPORTS
) -> str:
    data = plan_data()
    change(data)
    return measure(Plan.model_validate(data), Rows(figures, reports), date(2019, 9, 30)).check_code


def task(data: dict[str, Any], at: int = 0) -> dict[str, Any]:
    found: dict[str, Any] = data["parts"][0]["sections"][0]["tasks"][at]
    return found


def indicator(data: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = data["indicators"][1]
    return found


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data["agencies"][0].update(aliases=["知产局"]),
        lambda data: data["agencies"][0].update(contact="张三 0851-0000000"),
        lambda data: data["agencies"][0].update(name="省知识产权厅"),
        lambda data: data["office"].update(aliases=["统筹办", "办公室"]),
        lambda data: data.update(title="改过的标题", basis="黔府发〔2017〕31号", preamble=["各单位："]),
        lambda data: task(data).update(text="改过几个字的条文。"),
        lambda data: task(data).update(due=date(2019, 12, 31)),
        lambda data: indicator(data).update(name="作品登记量", target_text="登记 400 件", signed=False),
        lambda data: data["indicators"][0]["baseline"].update(source="年鉴", url="https://example.org/"),
        lambda data: data["agencies"].append(agency_data(id="new", name="新局")),
    ],
)  # fmt: skip
def test_words_contacts_and_keys_at_their_default_leave_the_code_as_it_is(change: Change) -> None:
    assert code_of(change) == code_of()


@pytest.mark.parametrize(
    "change",
    [
        lambda data: data.update(id="other"),
        lambda data: data["status_rule"].update(tolerance_points=5),
        lambda data: data["reporting"].update(due_day=15),
        lambda data: task(data).update(due=date(2019, 10, 31)),
        lambda data: task(data, 1).update(agencies=["science", "ipo"]),
        lambda data: indicator(data).update(target=401),
        lambda data: indicator(data).update(owner="ipo"),
        lambda data: indicator(data).update(direction="lower"),
        lambda data: data["indicators"][0]["baseline"].update(value=2.81),
        lambda data: data["indicators"][0].pop("baseline"),
        lambda data: data["groups"][0].update(members=["ipo"]),
    ],
)  # fmt: skip
def test_what_a_figure_follows_from_gives_another_code(change: Change) -> None:
    assert code_of(change) != code_of()


def test_files_places_receipts_and_order_leave_the_code_as_it_is() -> None:
    elsewhere = [row._replace(file="另一份.csv", row=9, received=date(2019, 12, 1)) for row in reversed(FIGURES)]
    assert code_of(figures=elsewhere, reports=list(reversed(REPORTS))) == code_of()


def test_a_row_that_was_replaced_is_no_fact_any_more() -> None:
    assert code_of(figures=[figure(value=1), *FIGURES]) == code_of()


def test_what_the_office_said_stands_beside_what_the_body_says() -> None:
    verified = progress(sender="office", status="verified")
    assert code_of(reports=[verified, *REPORTS]) != code_of()


@pytest.mark.parametrize(
    "rows",
    [
        [figure(value=353), FIGURES[1]],
        [figure(reported_on=date(2019, 10, 11)), FIGURES[1]],
        [figure(note="含补登"), FIGURES[1]],
        FIGURES[:1],
    ],
)  # fmt: skip
def test_what_was_said_and_when_are_facts(rows: list[FigureRow]) -> None:
    assert code_of(figures=rows) != code_of()


def test_the_shipped_board_has_the_code_that_is_printed(samples: Measures) -> None:
    assert samples.check_code == "FCB2-C80A"
