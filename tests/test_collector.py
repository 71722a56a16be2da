"""When Python's search for cycles rests, and that it goes on afterwards."""

from __future__ import annotations

import gc
from datetime import date

import pytest
from factories import csv_bytes, make_plan

from lib.collector import uncollected
from lib.intake import read_file


def test_the_search_rests_inside_and_goes_on_behind() -> None:
    with uncollected():
        assert not gc.isenabled()
    assert gc.isenabled()


def test_it_goes_on_after_an_error() -> None:
    with pytest.raises(ValueError, match="odd"), uncollected():
        raise ValueError("odd")
    assert gc.isenabled()


def test_an_inner_rest_does_not_end_the_outer_one() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_whoever_switched_it_off_finds_it_off() -> None:
    gc.disable()
    try:
        with uncollected():
            pass
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_what_is_read_holds_no_cycles() -> None:
    plan, data = make_plan(), csv_bytes(*[["作品著作权登记量", f"2019-{n:02}", f"{n}"] for n in range(1, 9)])

    def read() -> int:
        return len(read_file("copyright.csv", data, plan, date(2019, 10, 10)).rows)

    assert read() == 8
    gc.collect()
    with uncollected():
        assert sum(read() for _ in range(100)) == 800
    assert gc.collect() < 100
