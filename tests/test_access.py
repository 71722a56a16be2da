"""Upload codes: how a body proves itself, what limits guessing, and who may write while there are none."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher, Type, extract_parameters

from lib.board.access import Access
from lib.board.tries import TRIES
from lib.errors import AccessError
from lib.store.folder.store import FolderStore

NOON = datetime(2019, 10, 8, 12, tzinfo=UTC)
WRONG = "2222-2222-2222"


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def is_proof(access: Access, body: str, proof: str | None) -> bool:
    """Whether a proof lets its holder write for a body by that body's own code."""
    try:
        return body in (access.writer("甲", {body: proof or ""}, from_this_machine=False).bodies or ())
    except AccessError as error:
        if "无法读取" in str(error):
            raise
        return False


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hashes that take no time; how slow they are is one test's business."""
    monkeypatch.setattr(
        "lib.board.access.PasswordHasher", partial(PasswordHasher, time_cost=1, memory_cost=8, parallelism=1)
    )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "actuals"
    path.mkdir()
    return path


@pytest.fixture
def pauses() -> list[float]:
    """How long wrong codes had to wait for their answers."""
    return []


@pytest.fixture
def started(folder: Path, clock: Clock, pauses: list[float]) -> Callable[[], Access]:
    """The codes as a process has them that has just started."""
    return lambda: Access(FolderStore(folder, clock=clock), pauses.append)


@pytest.fixture
def access(started: Callable[[], Access]) -> Access:
    return started()


def journal(folder: Path) -> list[dict[str, Any]]:
    """The events in the journal, each as what it says."""
    path = folder / ".planboard" / "journal.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    found = [json.loads(line) for line in lines]
    return [event for line in found for event in (line if isinstance(line, list) else [line])]


def tell(folder: Path) -> list[tuple[str, str]]:
    return [(event["event"], event["body"]) for event in journal(folder)]


def wrong(access: Access, body: str, times: int) -> None:
    """Try wrong codes, each of which is refused as wrong."""
    for _ in range(times):
        with pytest.raises(AccessError, match="报送码不对"):
            access.prove(body, WRONG)


# codes


def test_a_code_is_twelve_characters_that_nobody_misreads_and_never_the_same(access: Access) -> None:
    codes = [access.add(body) for body in ("ipo", "science", "ipo")]
    assert len(set(codes)) == 3
    for code in codes:
        assert re.fullmatch(r"[2-9A-HJ-NP-Z]{4}(-[2-9A-HJ-NP-Z]{4}){2}", code)


def test_a_code_lies_nowhere_in_the_folder_as_it_is(access: Access, folder: Path) -> None:
    codes = [access.add(body) for body in ("ipo", "science")]
    for code in codes:
        access.prove("ipo" if code == codes[0] else "science", code)
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert {"access.json", "journal.jsonl"} <= {path.name for path in files}
    for path in files:
        for code in codes:
            assert code.encode() not in path.read_bytes()
            assert code.replace("-", "").encode() not in path.read_bytes()


def test_what_is_kept_is_a_salted_slow_hash(
    started: Callable[[], Access], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lib.board.access.PasswordHasher", PasswordHasher)
    access = started()
    code = access.add("ipo")
    access.add("science")
    kept = json.loads((folder / ".planboard" / "access.json").read_text(encoding="utf-8"))
    assert {body: set(entry) for body, entry in kept.items()} == {body: {"hash", "made_at"} for body in kept}
    hashes = [entry["hash"] for entry in kept.values()]
    for one in hashes:
        how = extract_parameters(one)
        assert (how.type, how.salt_len, how.hash_len) == (Type.ID, 16, 32)
        # RFC 9106, second recommended option
        assert how.memory_cost >= 64 * 1024 and how.time_cost >= 3
    assert hashes[0].split("$")[4] != hashes[1].split("$")[4]
    assert PasswordHasher().verify(hashes[0], code)


def test_only_the_owner_can_read_the_hashes(access: Access, folder: Path) -> None:
    access.add("ipo")
    path = folder / ".planboard" / "access.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    access.add("science")
    access.revoke("ipo")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert sorted(p.name for p in path.parent.iterdir()) == ["access.json", "journal.jsonl", "lock"]


@pytest.mark.parametrize("typed", [str, str.lower, lambda code: f"  {code}\t"])
def test_a_code_is_right_in_small_letters_and_with_blanks_around_it(
    access: Access, typed: Callable[[str], str]
) -> None:
    code = access.add("ipo")
    assert is_proof(access, "ipo", access.prove("ipo", typed(code))[1])


def test_the_bodies_that_have_a_code_are_listed_with_the_moment_it_was_made(access: Access, clock: Clock) -> None:
    assert access.bodies() == {}
    access.add("ipo")
    clock.now += timedelta(hours=1)
    access.add("office")
    assert access.bodies() == {"ipo": "2019-10-08T12:00:00+00:00", "office": "2019-10-08T13:00:00+00:00"}


def test_a_new_code_takes_the_place_of_the_old_one(access: Access, clock: Clock) -> None:
    first = access.add("ipo")
    clock.now += timedelta(hours=1)
    second = access.add("ipo")
    with pytest.raises(AccessError, match="报送码不对"):
        access.prove("ipo", first)
    assert access.prove("ipo", second)
    assert access.bodies() == {"ipo": "2019-10-08T13:00:00+00:00"}


def test_a_revoked_code_works_no_longer_and_the_others_do(access: Access) -> None:
    code, other = access.add("ipo"), access.add("science")
    assert access.revoke("ipo") is True
    with pytest.raises(AccessError, match="这个单位还没有报送码。请联系统筹办。"):
        access.prove("ipo", code)
    assert access.prove("science", other)
    assert list(access.bodies()) == ["science"]


def test_revoking_where_there_is_no_code_is_said_and_writes_nothing(access: Access, folder: Path) -> None:
    access.add("science")
    before = journal(folder)
    assert access.revoke("ipo") is False
    assert journal(folder) == before


def test_what_happens_with_codes_is_in_the_journal(access: Access, folder: Path) -> None:
    access.add("ipo")
    wrong(access, "ipo", 1)
    access.revoke("ipo")
    assert tell(folder) == [("code_made", "ipo"), ("code_refused", "ipo"), ("code_revoked", "ipo")]
    assert all(set(event) == {"at", "event", "body"} for event in journal(folder))


def test_a_right_code_is_no_event(access: Access, folder: Path) -> None:
    code = access.add("ipo")
    access.prove("ipo", code)
    assert tell(folder) == [("code_made", "ipo")]


# tries


def test_the_right_code_works_at_once_whatever_was_tried_before(access: Access, pauses: list[float]) -> None:
    code = access.add("ipo")
    for places in (["address a", "browser x"], ["address a", "browser y"], []):
        for _ in range(TRIES + 3):
            with pytest.raises(AccessError, match="报送码不对"):
                access.prove("ipo", WRONG, places=places)
        pauses.clear()
        assert is_proof(access, "ipo", access.prove("ipo", code, places=places)[1])
        assert pauses == []


def test_wrong_codes_from_one_place_are_answered_ever_later(access: Access, pauses: list[float]) -> None:
    assert TRIES == 5
    access.add("ipo")
    for n in range(12):
        # Another browser each time and another body, the same address.
        with pytest.raises(AccessError, match="所以答得慢了" if n >= TRIES else "报送码不对。请核对"):
            access.prove("ipo", WRONG, places=["address a", f"browser {n}"])
    assert pauses == [0] * 5 + [1, 2, 4, 8, 10, 10, 10]


def test_another_place_is_not_slowed_down_and_a_minute_later_none_is(
    access: Access, clock: Clock, pauses: list[float]
) -> None:
    access.add("ipo")
    for place, seconds in (("a", 0), ("b", 59), ("a", 60)):
        clock.now = NOON + timedelta(seconds=seconds)
        pauses.clear()
        for _ in range(TRIES + 1):
            with pytest.raises(AccessError):
                access.prove("ipo", WRONG, places=[place])
        assert pauses == [0] * TRIES + [1]


def test_of_many_tries_from_one_place_the_first_are_written_down(access: Access, folder: Path) -> None:
    access.add("ipo")
    for _ in range(20):
        with pytest.raises(AccessError):
            access.prove("ipo", WRONG, places=["a"])
    assert tell(folder).count(("code_refused", "ipo")) == TRIES


def test_bodies_without_a_code_are_slow_too(access: Access, pauses: list[float]) -> None:
    access.add("science")
    for _ in range(TRIES + 1):
        with pytest.raises(AccessError, match="还没有报送码"):
            access.prove("ipo", WRONG, places=["a"])
    assert pauses[-1] == 1


def test_the_offices_code_proves_the_office_where_a_body_is_chosen(access: Access) -> None:
    own, offices = access.add("ipo"), access.add("office")
    assert access.prove("ipo", own, "office")[0] == "ipo"
    assert access.prove("ipo", offices, "office")[0] == "office"
    body, proof = access.prove("science", offices, "office")
    assert body == "office"
    assert is_proof(access, "office", proof)
    assert not is_proof(access, "science", proof)


def test_hyphens_may_be_left_out(access: Access) -> None:
    code = access.add("ipo")
    assert is_proof(access, "ipo", access.prove("ipo", code.replace("-", ""))[1])
    assert is_proof(access, "ipo", access.prove("ipo", code.replace("-", " ").lower())[1])
