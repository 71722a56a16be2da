"""Upload codes: how a body proves itself, what limits guessing, and who may write while there are none."""

from __future__ import annotations

import json
import re
import stat
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher, Type, extract_parameters
from tables import of_every

from lib.board.access import Access, is_from_this_machine
from lib.board.tries import TRIES
from lib.errors import AccessError, StoreError
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
    beside = {"before", "hash", "by", "who", "proved"}
    assert all(set(event) - beside == {"at", "event", "body"} for event in journal(folder))


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


# proofs


def test_a_proof_fails_once_the_code_is_replaced(access: Access, started: Callable[[], Access]) -> None:
    _, proof = access.prove("ipo", access.add("ipo"))
    assert is_proof(access, "ipo", proof)
    started().add("ipo")
    assert not is_proof(access, "ipo", proof)


def test_a_proof_fails_once_the_code_is_revoked(access: Access, started: Callable[[], Access]) -> None:
    _, proof = access.prove("ipo", access.add("ipo"))
    started().revoke("ipo")
    assert not is_proof(access, "ipo", proof)


@pytest.mark.parametrize("proof", [None, "", "x"])
def test_what_is_no_proof_proves_nothing(access: Access, proof: str | None) -> None:
    access.add("ipo")
    assert not is_proof(access, "ipo", proof)
    assert not is_proof(access, "science", proof)


def test_a_proof_is_of_one_body(access: Access) -> None:
    _, proof = access.prove("ipo", access.add("ipo"))
    access.add("science")
    assert not is_proof(access, "science", proof)


# who may write


def may(access: Access, body: str, proofs: Mapping[str, str], *, here: bool = False) -> str | None:
    try:
        access.writer("甲", proofs, from_this_machine=here).check_may("report", body, "office")
    except AccessError as error:
        return str(error)
    return None


def test_without_any_code_only_this_machine_may_write(access: Access) -> None:
    assert may(access, "ipo", {}, here=True) is None
    assert may(access, "ipo", {}) == (
        "还没有设置报送码，只有看板所在的那台机器可以报送。请管理员先为各单位制作报送码。"
    )


def test_with_one_code_for_anybody_this_machine_has_to_prove_itself_too(access: Access) -> None:
    access.add("science")
    assert may(access, "ipo", {}, here=True) == "请先输入报送码。"
    assert may(access, "ipo", {}) == "请先输入报送码。"


def test_the_code_of_a_body_lets_it_write_for_itself_alone(access: Access) -> None:
    proofs = dict([access.prove("ipo", access.add("ipo"))])
    assert may(access, "ipo", proofs) is None
    assert may(access, "science", proofs) == "请先输入报送码。"
    # Under another body's name it proves nothing.
    assert may(access, "science", {"science": proofs["ipo"]}) == "请先输入报送码。"
    assert may(access, "ipo", {"office": proofs["ipo"]}) == "请先输入报送码。"


def test_the_code_of_the_office_proves_every_body(access: Access) -> None:
    proofs = dict([access.prove("office", access.add("office"))])
    for body in ("office", "ipo", "science"):
        assert may(access, body, proofs) is None
    access.revoke("office")
    access.add("ipo")
    assert may(access, "ipo", proofs) == "请先输入报送码。"


def test_whoever_was_proved_may_write_no_longer_once_the_code_is_revoked(access: Access) -> None:
    proofs = dict([access.prove("ipo", access.add("ipo"))])
    access.add("science")
    access.revoke("ipo")
    assert may(access, "ipo", proofs, here=True) == "请先输入报送码。"


# a file that cannot be read

DAMAGED = {
    "empty": b"",
    "cut off": b'{"ipo": {"hash": "$argon2id$v=1',
    "no text": b"\xff\xfe\x00\x80",
    "a list": b"[]",
    "a number": b"7",
    "entries that are none": b'{"ipo": "$argon2id$"}',
    "an entry without a hash": b'{"ipo": {"made_at": "2019-10-08T12:00:00+00:00"}}',
    "too deep": b"[" * 100_000,
}


@pytest.fixture(params=[*DAMAGED, "a folder"])
def damaged(request: pytest.FixtureRequest, access: Access, folder: Path) -> Path:
    """A file of codes that cannot be read; there had been a code in it."""
    access.add("ipo")
    path = folder / ".planboard" / "access.json"
    if request.param == "a folder":
        # Whoever runs the tests may be allowed to read everything; a folder is no file for anybody.
        path.unlink()
        path.mkdir()
    else:
        path.write_bytes(DAMAGED[request.param])
    return path


def test_while_the_codes_cannot_be_read_nobody_may_write(damaged: Path, access: Access) -> None:
    said = "报送码文件无法读取，暂时不能报送。请告知管理员检查 .planboard/access.json。"
    for here in (True, False):
        assert may(access, "ipo", {}, here=here) == said
        assert may(access, "ipo", {"ipo": "", "office": "x"}, here=here) == said
    for ask in (access.bodies, lambda: access.prove("ipo", WRONG), lambda: is_proof(access, "ipo", "x")):
        with pytest.raises(AccessError, match="报送码文件无法读取"):
            ask()


def test_codes_that_cannot_be_read_are_not_written_over(damaged: Path, access: Access, folder: Path) -> None:
    before, content = journal(folder), None if damaged.is_dir() else damaged.read_bytes()
    for act in (access.add, access.revoke):
        with pytest.raises(AccessError, match="报送码文件无法读取"):
            act("science")
    assert (None if damaged.is_dir() else damaged.read_bytes()) == content
    # Nothing was made, and nothing is said to have been.
    assert journal(folder) == before


def test_a_hash_that_is_none_lets_nobody_in(access: Access, folder: Path) -> None:
    code = access.add("ipo")
    path = folder / ".planboard" / "access.json"
    path.write_text('{"ipo": {"hash": "$argon2id$", "made_at": ""}}', encoding="utf-8")
    with pytest.raises(AccessError, match="报送码不对"):
        access.prove("ipo", code)
    assert may(access, "ipo", {}, here=True) == "请先输入报送码。"


def test_where_the_journal_cannot_be_written_no_code_is_made(access: Access, folder: Path) -> None:
    (folder / ".planboard" / "journal.jsonl").mkdir(parents=True)
    with pytest.raises(StoreError, match="没有保存"):
        access.add("ipo")
    assert access.bodies() == {}
    assert not (folder / ".planboard" / "access.json").exists()


# where a request comes from

BROWSER = {"Host": "localhost:8501", "Origin": "http://localhost:8501", "User-Agent": "x"}


@pytest.mark.parametrize("peer", ["127.0.0.1", "127.0.0.2", "::1", None])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        BROWSER,
        {"host": "127.0.0.1:8501", "origin": "http://127.0.0.1:8501"},
        {"Host": "[::1]:8501", "Origin": "http://[::1]:8501"},
        {"HOST": "LOCALHOST"},
        {"Host": "127.0.0.2"},
        {"Host": "localhost:8501", "Origin": ""},
    ],
    ids=str,
)
def test_a_browser_on_this_machine_is_on_this_machine(peer: str | None, headers: dict[str, str]) -> None:
    assert is_from_this_machine(peer, headers)


@pytest.mark.parametrize("peer", ["10.0.0.7", "192.168.1.1", "0.0.0.0", "::", "fe80::1", "::ffff:10.0.0.7", "x", ""])  # noqa: S104
def test_another_peer_is_not_this_machine(peer: str) -> None:
    assert not is_from_this_machine(peer, BROWSER)


FORWARDING = [
    "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Forwarded-Port", "X-Forwarded",
    "X-Forwarded-By", "Forwarded", "Forwarded-For", "Via", "X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP",
    "True-Client-IP", "X-Original-Forwarded-For", "X-ProxyUser-IP",
]  # fmt: skip


@of_every([(header, write) for header in FORWARDING for write in (str, str.lower, str.upper, str.swapcase)])
def test_a_forwarding_header_in_any_case_means_another_machine(header: str, write: Callable[[str], str]) -> None:
    # Whatever it says: a header that is empty or says 127.0.0.1 was still put there by something in between.
    for value in ("10.0.0.7", "127.0.0.1", ""):
        assert not is_from_this_machine("127.0.0.1", {**BROWSER, write(header): value})
        assert not is_from_this_machine(None, {write(header): value})


@pytest.mark.parametrize("name", ["Origin", "origin", "ORIGIN"])
@pytest.mark.parametrize(
    "origin",
    [
        "http://board.example.lan", "https://board.example.lan:8501", "http://10.0.0.7:8501", "null", "file://",
        "http://localhost.example.lan", "http://127.0.0.1.example.lan", "http://[::2]", "http://[::1", "localhost",
        "chrome-extension://abc",
    ],
)  # fmt: skip
def test_a_browser_on_another_site_is_not_on_this_machine(origin: str, name: str) -> None:
    headers = {"Host": "127.0.0.1:8501", name: origin}
    assert not is_from_this_machine("127.0.0.1", headers)
    assert not is_from_this_machine(None, headers)


@pytest.mark.parametrize("name", ["Host", "host", "HOST"])
@pytest.mark.parametrize(
    "host",
    ["board.example.lan", "board.example.lan:8501", "10.0.0.7:8501", "localhost.example.lan", "127.0.0.1.nip.io", "[::2]:80", "[::1"],
)  # fmt: skip
def test_a_request_for_another_name_is_not_from_this_machine(host: str, name: str) -> None:
    assert not is_from_this_machine("127.0.0.1", {name: host})
    assert not is_from_this_machine(None, {name: host, "Origin": "http://127.0.0.1:8501"})


# the office where a body is chosen


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
