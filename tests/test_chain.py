"""Every event hangs on the one before: what was changed, taken out or put in is told."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from lib.store.chain import Chain
from lib.store.events import CodeMade, Event, Withdrawn
from lib.store.folder.journal import Journal

NOON = datetime(2019, 10, 8, 12, 30, tzinfo=UTC)
EVENTS: list[Event] = [Withdrawn(at=NOON, id=id, by="乙", why="重报") for id in range(1, 5)]


def sealed(*events: Event) -> list[dict[str, object]]:
    return Chain().sealed(events)


def misfits(records: list[dict[str, object]]) -> list[int]:
    """The places of the records that do not fit."""
    chain = Chain()
    return [place for place, record in enumerate(records) if not chain.takes(record)]


def test_each_record_holds_the_hash_of_the_one_before() -> None:
    records = sealed(*EVENTS)
    assert [r["before"] for r in records] == ["", *(r["hash"] for r in records[:-1])]
    assert misfits(records) == []


@pytest.mark.parametrize("place", range(len(EVENTS)))
def test_a_changed_record_is_told_wherever_it_stands(place: int) -> None:
    records = sealed(*EVENTS)
    records[place]["why"] = "没有"
    assert misfits(records) == [place]


def test_a_changed_record_with_its_hash_made_anew_is_told_by_the_next() -> None:
    records = sealed(*EVENTS)
    forged = Withdrawn(at=NOON, id=2, by="丙", why="重报")
    chain = Chain()
    chain.takes(records[0])
    records[1] = chain.sealed([forged])[0]
    assert misfits(records) == [2]


def test_what_was_taken_out_put_in_or_moved_is_told() -> None:
    one, two, three, four = sealed(*EVENTS)
    assert misfits([one, three, four]) == [1]
    assert misfits([one, two, two, three, four]) == [2]
    assert misfits([two, one, three, four])[0] == 0
    assert misfits([one, {"event": "withdrawn", "id": 9}, two])[0] == 1


def test_records_of_earlier_times_have_no_seal_and_the_first_sealed_one_hangs_on_them() -> None:
    old = [json.loads(event.model_dump_json()) for event in EVENTS[:2]]
    chain = Chain()
    assert all(map(chain.takes, old))
    records = [*old, *chain.sealed(EVENTS[2:])]
    assert misfits(records) == []
    records[1] = records[1] | {"why": "没有"}
    assert misfits(records) == [2]


def test_a_journal_of_earlier_times_goes_on(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    journal.path.write_text("".join(event.model_dump_json() + "\n" for event in EVENTS), encoding="utf-8")
    journal.append([CodeMade(at=NOON, body="ipo"), CodeMade(at=NOON, body="science")])
    assert (len(journal.read().events), journal.read().misfits) == (6, [])


def test_every_changed_character_of_a_journal_is_told(tmp_path: Path) -> None:
    """Whether the line cannot be read any more or does not fit; what says the same in other letters is no change."""
    journal = Journal(tmp_path / "journal.jsonl")
    journal.append(EVENTS[:1])
    journal.append(EVENTS[1:3])
    whole = journal.path.read_bytes()
    events = Journal(journal.path).read().events
    silent = []
    for place in range(len(whole) - 1):
        changed = whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :]
        journal.path.write_bytes(changed)
        read = Journal(journal.path)
        found = read.read()
        if not (found.unreadable or found.misfits or found.events == events):
            silent.append(place)
    assert silent == []


def test_two_who_write_in_turns_make_one_chain(tmp_path: Path) -> None:
    one, other = Journal(tmp_path / "journal.jsonl"), Journal(tmp_path / "journal.jsonl")
    for writer, event in zip([one, other, one, other], EVENTS, strict=True):
        writer.append([event])
    fresh = Journal(one.path)
    assert (fresh.read().events, fresh.read().misfits) == (EVENTS, [])
