"""What every store promises, tried with each of them."""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from children import GOOD, run_together
from memory_store import Memory, MemoryStore

from lib.errors import StoreError
from lib.store.events import (
    Approved,
    CodeRefused,
    Locked,
    PutBack,
    Removed,
    Renamed,
    Repeated,
    SentBack,
    SignInRefused,
    Unlocked,
)
from lib.store.folder.store import FolderStore
from lib.store.history import History, Restoration, Review, Withdrawal
from lib.store.protocol import Arrival, Check, Clock, Holdings, Store
from lib.store.sql.store import SqlStore

STORES: dict[str, Callable[[Path, Clock], Store]] = {
    "folder": lambda path, clock: FolderStore(path / "actuals", clock=clock),
    "memory": lambda path, clock: MemoryStore(memories.setdefault(path, Memory()), clock),
    "sql": lambda path, clock: SqlStore(databases[path], path / "actuals", clock=clock),
}
BETWEEN_PROCESSES = ["folder", "sql"]
"""Stores that several processes share."""

memories: dict[Path, Memory] = {}
databases: dict[Path, str] = {}

ONE, TWO, THREE = b"one\n", b"two\n", b"three\n"
MORNING = datetime(2019, 10, 8, 9, 30, tzinfo=UTC)


class Opened:
    """A store of a kind, and the same opened anew, as another process has it."""

    def __init__(self, kind: str, path: Path) -> None:
        self._open, self._path = STORES[kind], path
        self.now = MORNING
        self.store = self.anew()

    def anew(self) -> Store:
        return self._open(self._path, lambda: self.now)


def opened_as(kind: str, path: Path, request: pytest.FixtureRequest) -> Opened:
    (path / "actuals").mkdir(parents=True)
    if kind == "sql":
        databases[path] = request.getfixturevalue("postgres").database()
    return Opened(kind, path)


@pytest.fixture(params=sorted(STORES))
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    return opened_as(request.param, tmp_path, request)


@pytest.fixture(params=BETWEEN_PROCESSES)
def shared(request: pytest.FixtureRequest, tmp_path: Path) -> Opened:
    return opened_as(request.param, tmp_path, request)


@pytest.fixture
def store(opened: Opened) -> Store:
    return opened.store


def upload(data: bytes = ONE, *, body: str = "ipo", by: str = "甲", title: str = "") -> Arrival:
    return Arrival(body, data, rows=1, by=by, original="我的文件.csv", confirmed=("value_tenfold",), title=title)


def hash_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# receiving


def test_an_empty_store_holds_nothing(store: Store) -> None:
    assert store.look() == Holdings(History([], {}, set(), []), {}, store.look().faults)
    assert list(store.look().faults) == []
    assert store.content(hash_of(ONE)) is None


def test_what_is_received_is_held_with_all_that_was_said_of_it(opened: Opened) -> None:
    (submission,) = opened.store.receive([upload()])
    assert (submission.id, submission.batch, submission.body, submission.by) == (1, 1, "ipo", "甲")
    assert (submission.original, submission.sha256, submission.rows) == ("我的文件.csv", hash_of(ONE), 1)
    assert (submission.confirmed, submission.withdrawal) == (("value_tenfold",), None)
    assert submission.received_at == MORNING
    assert opened.store.look().submissions == opened.anew().look().submissions == [submission]


def test_nothing_that_is_said_of_a_file_is_lost(opened: Opened) -> None:
    said = upload()._replace(proved="sign_in", who="id", plan="small", waits=True)
    opened.store.receive([said])
    (held,) = opened.anew().look().submissions
    common = set(Arrival._fields) & set(held._fields)
    assert len(common) > 8
    assert {name: getattr(held, name) for name in common} == {name: getattr(said, name) for name in common}


def test_an_upload_gets_a_file_of_its_own_that_is_found_with_its_content(store: Store) -> None:
    submissions = [store.receive([upload(data, title="省知识产权局_2019-09")])[0] for data in (ONE, TWO, ONE)]
    assert len({s.file for s in submissions}) == 3
    assert all(s.file.startswith("省知识产权局_2019-09") for s in submissions)
    assert {file: found.sha256 for file, found in store.look().inlet.items()} == {s.file: s.sha256 for s in submissions}


def test_numbers_grow_by_one_and_what_is_received_together_shares_the_first(store: Store) -> None:
    store.receive([upload()])
    together = store.receive([upload(TWO), upload(THREE)])
    store.receive([upload()])
    assert [(s.id, s.batch) for s in together] == [(2, 2), (3, 2)]
    assert [(s.id, s.batch) for s in store.look().submissions] == [(1, 1), (2, 2), (3, 2), (4, 4)]


def test_to_receive_nothing_is_nothing(store: Store) -> None:
    before = store.stamp()
    assert store.receive([]) == []
    assert (store.stamp(), store.look().submissions) == (before, [])


def test_a_store_does_not_judge_so_the_same_bytes_are_kept_again(store: Store) -> None:
    store.receive([upload()])
    store.receive([upload()])
    assert [s.sha256 for s in store.look().submissions] == [hash_of(ONE)] * 2


def test_a_content_can_be_had_whenever_it_was_received(opened: Opened) -> None:
    opened.store.receive([upload(), upload(TWO)])
    opened.store.withdraw(1, "甲", "报错了")
    for store in (opened.store, opened.anew()):
        assert [store.content(hash_of(data)) for data in (ONE, TWO, THREE)] == [ONE, TWO, None]


def test_a_content_may_be_any_bytes(store: Store) -> None:
    for data in (b"", bytes(range(256)), b"\r\n\x1a\0", b"x" * 3_000_000):
        store.receive([upload(data)])
        assert store.content(hash_of(data)) == data


# withdrawing and restoring


def test_a_withdrawal_says_when_by_whom_and_why_and_stays_on_record_when_it_is_taken_back(opened: Opened) -> None:
    (sent,) = opened.store.receive([upload()])
    opened.now += timedelta(hours=1)
    opened.store.withdraw(1, "乙", "数据口径有误")
    withdrawn = sent._replace(withdrawal=Withdrawal(opened.now, "乙", "数据口径有误"))
    assert opened.store.look().submissions == opened.anew().look().submissions == [withdrawn]
    opened.now += timedelta(hours=1)
    opened.store.restore(1, "丙")
    assert withdrawn.withdrawal is not None
    restored = sent._replace(restorations=(Restoration(withdrawn.withdrawal, opened.now, "丙"),))
    assert opened.store.look().submissions == opened.anew().look().submissions == [restored]


def test_withdrawing_and_restoring_can_go_on_for_ever(store: Store) -> None:
    store.receive([upload(), upload(TWO)])
    for _ in range(3):
        store.withdraw(2, "甲", "看看")
        assert [s.withdrawal is None for s in store.look().submissions] == [True, False]
        store.restore(2, "甲")
        assert [s.withdrawal is None for s in store.look().submissions] == [True, True]


def test_what_cannot_be_done_is_said_and_changes_nothing(store: Store) -> None:
    store.receive([upload(), upload(TWO)])
    store.withdraw(1, "甲", "报错了")
    before, holdings = store.stamp(), store.look()
    with pytest.raises(StoreError, match="报送 1 已经撤回"):
        store.withdraw(1, "甲", "再撤")
    with pytest.raises(StoreError, match="报送 2 没有撤回"):
        store.restore(2, "甲")
    with pytest.raises(StoreError, match="没有编号为 9 的报送"):
        store.withdraw(9, "甲", "没有")
    with pytest.raises(StoreError, match="没有编号为 9 的报送"):
        store.restore(9, "甲")
    assert (store.stamp(), store.look()) == (before, holdings)


def test_nothing_is_ever_deleted(opened: Opened) -> None:
    sent = [opened.store.receive([upload(data)])[0] for data in (ONE, TWO, THREE)]
    for submission in sent:
        opened.store.withdraw(submission.id, "甲", "全部撤回")
    after = opened.anew()
    assert [s._replace(withdrawal=None) for s in after.look().submissions] == sent
    assert [after.content(s.sha256) for s in sent] == [ONE, TWO, THREE]


# the stamp


def test_the_stamp_changes_with_each_event_and_with_nothing_else(opened: Opened) -> None:
    store, watcher = opened.store, opened.anew()
    stamps = [watcher.stamp()]

    def has_changed() -> bool:
        stamps.append(watcher.stamp())
        return stamps[-1] != stamps[-2]

    store.receive([upload()])
    assert has_changed()
    store.look()
    store.content(hash_of(ONE))
    watcher.look()
    assert not has_changed()
    store.withdraw(1, "甲", "报错了")
    assert has_changed()
    store.restore(1, "甲")
    assert has_changed()
    store.set_code("ipo", "hash")
    assert has_changed()
    assert len(set(stamps)) == 5


# upload codes


def test_what_happened_to_codes_is_told_in_its_order(opened: Opened) -> None:
    for minutes, body in ((0, "ipo"), (5, "ipo"), (6, "ipo"), (6, "science")):
        opened.store.note([CodeRefused(at=MORNING + timedelta(minutes=minutes), body=body)])
    opened.store.set_code("ipo", "hash")
    opened.store.set_code("ipo", None)
    for store in (opened.store, opened.anew()):
        assert [(e.event, e.body) for e in store.look().history.codes] == [
            ("code_refused", "ipo"),
            ("code_refused", "ipo"),
            ("code_refused", "ipo"),
            ("code_refused", "science"),
            ("code_made", "ipo"),
            ("code_revoked", "ipo"),
        ]
    assert opened.store.look().submissions == []


def test_sign_ins_that_were_refused_are_told_in_their_order(opened: Opened) -> None:
    refused = [
        SignInRefused(at=MORNING, who="zhao.liu@example.cn", why="unlisted"),
        SignInRefused(at=MORNING + timedelta(hours=1), who="张三", why="unverified"),
        SignInRefused(at=MORNING + timedelta(hours=2), who="", why="nameless"),
    ]
    for event in refused:
        opened.store.note([event])
    for store in (opened.store, opened.anew()):
        assert list(store.look().history.sign_ins) == refused
        assert store.look().submissions == []


def test_a_code_stands_until_it_is_replaced_or_taken_away(opened: Opened) -> None:
    assert opened.store.codes() == {}
    opened.store.set_code("ipo", "one")
    opened.now += timedelta(hours=1)
    opened.store.set_code("ipo", "two")
    opened.store.set_code("science", "three")
    for store in (opened.store, opened.anew()):
        assert {body: code.hash for body, code in store.codes().items()} == {"ipo": "two", "science": "three"}
        assert store.codes()["ipo"].made_at == opened.now.isoformat()
    opened.store.set_code("ipo", None)
    opened.store.set_code("nobody", None)
    assert list(opened.anew().codes()) == ["science"]


# the inlet


def test_what_is_taken_out_of_the_inlet_is_withdrawn_and_its_content_stays(opened: Opened) -> None:
    (sent,) = opened.store.receive([upload()])
    assert opened.store.remove([sent.file, "nobody.csv"]) == [sent.file]
    holdings = opened.anew().look()
    assert (list(holdings.inlet), holdings.submissions[0].withdrawal is None) == ([], False)
    assert opened.store.content(sent.sha256) == ONE
    assert opened.store.remove([sent.file]) == []


def test_what_people_did_in_the_inlet_is_remembered(opened: Opened) -> None:
    (sent,) = opened.store.receive([upload()])
    opened.store.note([Renamed(at=MORNING, file=sent.file, to="b.csv"), Repeated(at=MORNING, file="c.csv", id=sent.id)])
    for store in (opened.store, opened.anew()):
        assert [s.file for s in store.look().submissions] == ["b.csv"]
        assert store.look().history.settled == {"b.csv": 1, "c.csv": 1}
    opened.store.note([Removed(at=MORNING, file="b.csv")])
    assert opened.anew().look().submissions[0].was_removed
    opened.store.note([PutBack(at=MORNING, file="b.csv", id=1)])
    assert opened.anew().look().submissions[0].withdrawal is None
    opened.store.note([])


# contents of plans


def test_a_content_of_a_plan_is_kept_while_it_is_another_than_the_last(opened: Opened) -> None:
    for data in (ONE, ONE, TWO, ONE):
        opened.store.keep_plan("small", 2019, data)
    opened.store.keep_plan("next", 2020, TWO)
    assert opened.anew().content(hash_of(TWO)) == TWO
    kept = [(plan.plan, plan.year, plan.sha256) for plan in opened.anew().look().history.plans]
    one, two = ("small", 2019, hash_of(ONE)), ("small", 2019, hash_of(TWO))
    assert kept == [one, two, one, ("next", 2020, hash_of(TWO))]


def test_what_is_received_knows_the_content_of_its_plan_that_was_kept_last(opened: Opened) -> None:
    opened.store.keep_plan("small", 2019, ONE)
    opened.store.keep_plan("next", 2020, TWO)
    arrivals = [upload()._replace(plan=plan) for plan in ("small", "next", "none", None)]
    opened.store.receive(arrivals)
    said = [(s.plan, s.plan_sha256) for s in opened.anew().look().submissions]
    assert said == [("small", hash_of(ONE)), ("next", hash_of(TWO)), ("none", None), (None, None)]


def test_an_entry_that_is_received_keeps_its_name(store: Store) -> None:
    (first,) = store.receive([upload()])
    (again,) = store.receive([upload(TWO)._replace(entry=first.file)])
    assert again.file == first.file


# approval and locks


def test_what_waits_counts_once_it_is_approved_and_every_review_is_remembered(opened: Opened) -> None:
    opened.store.receive([upload()._replace(waits=True), upload(TWO)])
    assert [s.counts for s in opened.anew().look().submissions] == [False, True]
    opened.store.note([SentBack(at=MORNING, id=1, by="乙", why="数不对", proved="sign_in", who="yi@example.cn")])
    assert [s.counts for s in opened.anew().look().submissions] == [False, True]
    opened.store.note([Approved(at=MORNING, id=1, by="丙"), Approved(at=MORNING, id=9, by="丙")])
    for store in (opened.store, opened.anew()):
        (first, _) = store.look().submissions
        assert (first.counts, first.is_approved) == (True, True)
        assert first.reviews == (
            Review(MORNING, "乙", "数不对", "sign_in", "yi@example.cn"), Review(MORNING, "丙", None),
        )  # fmt: skip
    opened.store.withdraw(1, "甲", "报错了")
    assert not opened.anew().look().submissions[0].counts


def test_locks_are_remembered_by_plan_and_the_last_one_holds(opened: Opened) -> None:
    said: dict[str, Any] = {"at": MORNING, "by": "办", "proved": "code", "who": "ban@example.cn"}
    day, before = date(2019, 9, 30), date(2019, 8, 31)
    opened.store.note([Locked(plan="small", period="2019-09", until=day, **said)])
    opened.store.note([Unlocked(plan="next", period="2019-09", until=before, why="补报", **said)])
    for store in (opened.store, opened.anew()):
        history = store.look().history
        assert [history.locked_until(plan) for plan in ("small", "next", "other")] == [day, before, None]
        assert [event.who for event in history.locks] == ["ban@example.cn"] * 2


# evidence


def test_a_store_that_nobody_touched_is_whole(opened: Opened) -> None:
    assert opened.store.check() == Check(0, 0, [])
    opened.store.keep_plan("small", 2019, THREE)
    opened.store.receive([upload(), upload(TWO)])
    opened.store.withdraw(1, "甲", "报错了", "sign_in", "jia@example.cn")
    opened.store.restore(1, "乙", "code")
    opened.store.set_code("ipo", "hash")
    for store in (opened.store, opened.anew()):
        assert store.check() == Check(6, 3, [])
    assert store.check()[-2:] == (0, 0)
    (restoration,) = opened.anew().look().submissions[0].restorations
    assert restoration.withdrawal[-2:] == ("sign_in", "jia@example.cn")
    assert restoration[-2:] == ("code", None)


# one at a time


def test_a_thread_may_enter_again_what_it_holds(store: Store) -> None:
    with store.exclusive(), store.exclusive():
        store.receive([upload()])
        with store.exclusive():
            assert len(store.look().submissions) == 1
    assert len(store.look().submissions) == 1


@pytest.mark.parametrize("of_its_own", [False, True])
def test_threads_keep_each_other_from_writing(opened: Opened, *, of_its_own: bool) -> None:
    """Between reading and writing nobody comes in, whether the threads share a store or each has one."""
    inside, together, failures = [0], [0], []

    def add(store: Store) -> None:
        try:
            for _ in range(3):
                with store.exclusive():
                    inside[0] += 1
                    together[0] = max(together[0], inside[0])
                    number = len(store.look().submissions)
                    time.sleep(0.002)
                    (submission,) = store.receive([upload(f"{number}".encode())])
                    assert submission.id == number + 1
                    inside[0] -= 1
        except BaseException as error:  # told to the test, which runs in another thread
            failures.append(error)

    threads = [threading.Thread(target=add, args=[opened.anew() if of_its_own else opened.store]) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (failures, together) == ([], [1])
    assert [s.id for s in opened.store.look().submissions] == list(range(1, 13))


def test_processes_keep_each_other_from_writing(shared: Opened, tmp_path: Path) -> None:
    tally = tmp_path / "tally"
    tally.write_text("0", encoding="utf-8")

    def add() -> None:
        store = shared.anew()
        for _ in range(5):
            with store.exclusive():
                number = int(tally.read_text(encoding="utf-8"))
                assert len(store.look().submissions) == number
                time.sleep(0.002)
                store.receive([upload(f"{number}".encode())])
                tally.write_text(str(number + 1), encoding="utf-8")

    assert run_together(*[add] * 4) == [GOOD] * 4
    assert tally.read_text(encoding="utf-8") == "20"
    assert [s.id for s in shared.store.look().submissions] == list(range(1, 21))


def test_what_goes_wrong_inside_does_not_keep_others_out(opened: Opened) -> None:
    with pytest.raises(ZeroDivisionError), opened.store.exclusive():
        raise ZeroDivisionError
    opened.anew().receive([upload()])
    opened.store.receive([upload(TWO)])
    assert [s.id for s in opened.store.look().submissions] == [1, 2]


def test_all_hold_the_same_however_many_write(shared: Opened) -> None:
    def send(number: int) -> Callable[[], object]:
        return lambda: [shared.anew().receive([upload(f"{number} {n}".encode())]) for n in range(6)]

    assert run_together(*[send(number) for number in range(4)]) == [GOOD] * 4
    submissions = shared.store.look().submissions
    assert [s.id for s in submissions] == list(range(1, 25))
    assert {shared.store.content(s.sha256) for s in submissions} == {
        f"{number} {n}".encode() for number in range(4) for n in range(6)
    }
    assert len({s.file for s in submissions}) == 24


# all at once


@pytest.mark.parametrize("to", sorted(STORES))
def test_what_was_kept_in_one_store_is_kept_by_another_with_numbers_times_and_history(
    opened: Opened, to: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    store = opened.store
    store.keep_plan("small", 2019, THREE)
    store.receive([upload()._replace(plan="small"), upload(TWO)])
    opened.now += timedelta(hours=1)
    store.withdraw(2, "乙", "报错了")
    store.restore(2, "乙")
    store.withdraw(1, "甲", "重报")
    store.set_code("ipo", "hash")
    store.note([CodeRefused(at=MORNING, body="ipo"), SignInRefused(at=MORNING, who="a@b", why="unlisted")])
    other = opened_as(to, tmp_path / "other", request)
    other.store.take_over(store.everything())
    for copy in (other.store, other.anew()):
        assert copy.look()._replace(faults=[]) == store.look()._replace(faults=[])
        assert [copy.content(hash_of(data)) for data in (ONE, TWO, THREE)] == [ONE, TWO, THREE]
        assert copy.codes() == store.codes()
        assert copy.everything() == store.everything()
    with pytest.raises(StoreError, match="没有复制"):
        other.store.take_over(store.everything())
    assert other.store.receive([upload(b"more")])[0].id == 3
