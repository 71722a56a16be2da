"""What was acknowledged stays, and nobody sees a state between: writing while processes are killed and disks fail."""

from __future__ import annotations

import hashlib
import os
import random
import resource
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import children
import pytest
from factories import progress_bytes
from sending import acknowledged, await_another, figures, open_board, progress, writer
from store_faults import DIED, MODES, Mode, faults, without_syncing

from lib import settings
from lib.board import submissions, warm_start
from lib.board.actuals import Actuals
from lib.board.board import Board
from lib.errors import StoreError, UnknownOutcomeError
from lib.plan.file import load_plan
from lib.store.folder import durable

# single operations


def test_a_file_is_written_in_place_of_what_had_its_name(tmp_path: Path) -> None:
    for data in (b"", b"one", b"\0" * 100_000, b"two"):
        durable.write_whole(tmp_path / "a.csv", data)
        assert (tmp_path / "a.csv").read_bytes() == data
    assert [path.name for path in tmp_path.iterdir()] == ["a.csv"]


def test_the_mode_of_a_file_is_what_was_asked_for(tmp_path: Path) -> None:
    durable.write_whole(tmp_path / "a", b"", mode=0o600)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o600


def test_a_folder_is_made_with_those_above_it_and_may_be_there_already(tmp_path: Path) -> None:
    for _ in range(2):
        durable.make_folder(tmp_path / "a" / "b" / "c")
    assert (tmp_path / "a" / "b" / "c").is_dir()


@pytest.mark.parametrize("mode", MODES)
def test_a_file_is_the_old_or_the_new_one_wherever_writing_stops(tmp_path: Path, mode: Mode) -> None:
    path, codes = tmp_path / "a.csv", []

    def write(n: int) -> None:
        with faults(mode, n) as found:
            durable.write_whole(path, b"new" * 1000)
        assert not found.was_reached

    for n in range(1, 100):
        path.write_bytes(b"old")
        codes.append(children.run(lambda n=n: write(n)))
        assert path.read_bytes() in (b"old", b"new" * 1000)
        if codes[-1] == children.GOOD:
            break
    assert codes[-1] == children.GOOD
    assert len(codes) == 6  # open, write, fsync, close, replace; then none was left
    assert path.read_bytes() == b"new" * 1000
    durable.write_whole(path, b"again")
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


# the n-th file operation fails


class View(NamedTuple):
    """All that somebody can see of what is kept."""

    submissions: list[tuple[int, int, str, str, str | None, str]]
    rows: list[Any]
    files: list[tuple[str, int, tuple[str, ...]]]

    @classmethod
    def of(cls, by: Board) -> View:
        by.refresh(at_once=True)
        found: Actuals = by.actuals
        return cls(
            [(s.id, s.batch, s.file, s.body, s.by, state) for s, state in found.states().items()],
            [*found.rows.figures, *found.rows.progress],
            [(r.file, len(r.rows), tuple(p.code for p in r.problems)) for r in found.readings],
        )


OFFICE = figures("333", period="2019-08", reported_on="2019-09-09")
HELD = figures("352", period="三季度", reported_on="2019-10-08")


def send(on: Board) -> None:
    receipt = submissions.submit(
        on, "copyright.csv", figures("400", period="2019-10", reported_on="2019-11-08"), "copyright", writer("甲")
    )
    assert receipt.submission


def withdraw(on: Board) -> None:
    submissions.withdraw(on, 2, writer("甲"), "口径有误")


def restore(on: Board) -> None:
    submissions.restore(on, 1, writer("甲"))


def look(on: Board) -> None:
    on.refresh(at_once=True)


def confirm(on: Board) -> None:
    receipt = submissions.submit(on, "三季度.csv", HELD, "copyright", writer("甲"), confirmed=None)
    assert receipt.submission
    assert receipt.submission.file == "copyright_三季度.csv"


def drop(folder: Path, **files: bytes) -> None:
    """Files that were put into the folder a while ago."""
    for name, data in files.items():
        (folder / f"{name}.csv").write_bytes(data)
        os.utime(folder / f"{name}.csv", (1e9, 1e9))


def prepare(path: Path) -> None:
    """A folder with a history: a file dropped, one sent, one sent and withdrawn, one removed by hand."""
    first = open_board(path)
    folder = path / "actuals"
    drop(folder, ipo=progress())
    first.refresh(at_once=True)
    for data in (figures("311", period="2019-08", reported_on="2019-09-05"), OFFICE):
        assert submissions.submit(first, "office.csv", data, "office", writer("办")).submission
    submissions.withdraw(first, 3, writer("办"), "重报")
    (folder / "ipo.csv").unlink()
    first.refresh(at_once=True)


def drop_some(path: Path) -> None:
    drop(
        path / "actuals",
        copyright_1=figures("352"),
        copyright_2=figures("353"),
        education=progress(task="1.2.1"),
        science=b"\xff",
        office_again=OFFICE,
    )


def drop_held(path: Path) -> None:
    drop(path / "actuals", copyright_三季度=HELD)


class Case(NamedTuple):
    """An operation, and what happens to the folder just before it."""

    operation: Callable[[Board], None]
    before: Callable[[Path], None] = lambda path: None
    already: str = ""
    """What is said where it had been done after all."""


CASES = {
    "send": Case(send),
    "withdraw": Case(withdraw, already="已经撤回"),
    "restore": Case(restore, already="没有撤回"),
    "look": Case(look, drop_some),
    "confirm": Case(confirm, drop_held),
}

ACKNOWLEDGED, REFUSED, UNKNOWN = 11, 12, 13


@pytest.fixture(scope="module", autouse=True)
def quick() -> Iterator[None]:
    """The plan is read once: it is no part of this."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(warm_start, "load_plan", cache(load_plan))
        yield


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("prepared")
    prepare(path)
    return path


def attempt(path: Path, case: Case, mode: Mode, n: int) -> int:
    """Do it in a process of its own with the n-th file operation failing; returns how it ended."""

    def do() -> None:
        opened = open_board(path)
        with faults(mode, n) as found:
            try:
                case.operation(opened)
            except UnknownOutcomeError:
                ended = UNKNOWN
            except StoreError:
                ended = REFUSED
            else:
                ended = ACKNOWLEDGED if found.was_reached else children.GOOD
        # It goes on, and knows as much as somebody who comes anew.
        mine, others = View.of(opened), View.of(open_board(path))
        assert mine == others or ((mine.rows, mine.files) == (others.rows, others.files) and case.operation is look)
        os._exit(ended)

    return children.run(do)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", CASES)
def test_the_state_is_the_old_or_the_new_one_wherever_writing_stops(
    prepared: Path, tmp_path: Path, name: str, mode: Mode
) -> None:
    case = CASES[name]
    path, ended = tmp_path / "now", []

    def begin() -> None:
        shutil.rmtree(path, ignore_errors=True)
        shutil.copytree(prepared, path)
        case.before(path)

    with without_syncing():
        begin()
        old = View.of(open_board(path, record=False))
        case.operation(open_board(path))
        new = View.of(open_board(path))
        for n in range(1, 400):
            begin()
            ended.append(attempt(path, case, mode, n))
            seen = View.of(open_board(path, record=False))
            if name == "look":
                # Whoever looks counts the files that nobody has recorded yet, under no number.
                assert seen.rows == new.rows, n
                assert [s for s in seen.submissions if s[0]] in ([s for s in old.submissions if s[0]], new.submissions)
            else:
                assert seen in (old, new), n
                assert View.of(open_board(path)) == seen, n
                assert ended[-1] != ACKNOWLEDGED or seen == new, n
                assert ended[-1] != REFUSED or seen == old, n
            try:
                case.operation(open_board(path))
            except StoreError as error:
                assert case.already
                assert case.already in str(error)
            assert View.of(open_board(path)) == new, n
            if ended[-1] == children.GOOD:
                break
    assert ended[-1] == children.GOOD
    if mode.startswith("die"):
        assert set(ended[:-1]) == {DIED}
    else:
        assert set(ended[:-1]) <= {ACKNOWLEDGED, REFUSED, UNKNOWN}
    assert len(ended) > 8


# processes are killed


BODIES = {"copyright": "1.1.4", "ipo": "1.1.1", "science": "1.1.2"}
ROUNDS, KILLED_AFTER_SECONDS = int(os.environ.get("FAULT_ROUNDS", "12")), (0.05, 0.25)


def send_on_and_on(path: Path, body: str, seed: int) -> None:
    """Send one report after the other, and write down each number that was acknowledged."""
    mine = open_board(path)
    with (path / f"acknowledged_{body}").open("a", encoding="utf-8") as said:
        for n in count():
            data = progress_bytes([BODIES[body], "", "2019-09", "推进中", "", "", "", "2019-10-08", f"{seed} {n}"])
            receipt = submissions.submit(mine, f"{body}.csv", data, body, writer("甲"), confirmed=None)
            assert receipt.submission
            assert receipt.is_new
            said.write(f"{receipt.submission.id} {receipt.submission.sha256}\n")
            said.flush()


def watch(path: Path, *, record: bool) -> None:
    """Look again and again until told to stop: every row is of a submission that is known, and none goes away."""
    mine, most = open_board(path, record=record), 0
    while not (path / "stop").exists():
        found = View.of(mine)
        assert len(found.submissions) >= most
        most = len(found.submissions)
        assert [s[0] for s in found.submissions] == list(range(1, most + 1))
        counting = {file for _, _, file, _, _, state in found.submissions if state == "applied"}
        assert {row.file for row in found.rows} >= counting
        assert {row.file for row in found.rows} <= {s[2] for s in found.submissions}
        assert {s[5] for s in found.submissions} <= {"applied", "replaced"}
        assert not [codes for _, _, codes in found.files if set(codes) - {"footnote_ignored", "file_same"}]


def test_what_was_acknowledged_survives_being_killed_at_any_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "LONGEST_SECONDS", 90 + 10 * ROUNDS)
    open_board(tmp_path)
    chance = random.Random(20191031)  # noqa: S311
    watchers = [children.start(lambda r=r: watch(tmp_path, record=r)) for r in (True, False)]
    for seed in range(ROUNDS):
        writers = [children.start(partial(send_on_and_on, tmp_path, body, seed)) for body in BODIES]
        await_another(tmp_path)
        for sender in writers:
            time.sleep(chance.uniform(*KILLED_AFTER_SECONDS))
            children.kill(sender)
    (tmp_path / "stop").touch()
    assert [children.end_of(watcher) for watcher in watchers] == [children.GOOD] * 2

    said = acknowledged(tmp_path)
    told = dict(said)
    assert len(told) == len(said) >= ROUNDS
    after = open_board(tmp_path)
    after.refresh(at_once=True)
    kept = {s.id: s for s in after.actuals.submissions}
    assert {id: kept[id].sha256 for id in told} == told
    assert list(kept) == list(range(1, len(kept) + 1))
    assert not any(s.withdrawal for s in kept.values())
    for s in kept.values():
        assert hashlib.sha256((tmp_path / "actuals" / s.file).read_bytes()).hexdigest() == s.sha256
        assert after.store.content(s.sha256) is not None
    assert list((tmp_path / "actuals" / ".planboard" / "waiting").iterdir()) == []
    # At most one of each writer and round was stored and not yet acknowledged when its writer was killed.
    assert len(kept) - len(told) <= ROUNDS * len(BODIES)
    print(f"\n{ROUNDS * len(BODIES)} boards killed: {len(told)} acknowledged, {len(kept)} kept in the folder.")


# many at once


def test_uploads_at_once_from_several_processes_are_all_there(tmp_path: Path) -> None:
    open_board(tmp_path)
    bodies, each = ("copyright", "ipo", "science", "education"), 6

    def upload(body: str) -> None:
        mine = open_board(tmp_path)
        for n in range(each):
            data = progress(task="1.2.1" if body == "education" else BODIES[body]) + f"# {n}\r\n".encode()
            receipt = submissions.submit(mine, f"{body}.csv", data, body, writer("甲"), confirmed=None)
            assert receipt.is_new

    assert children.run_together(*[lambda b=body: upload(b) for body in bodies]) == [children.GOOD] * 4
    after = open_board(tmp_path)
    found = View.of(after)
    assert [s[0] for s in found.submissions] == list(range(1, len(bodies) * each + 1))
    assert sorted(s[3] for s in found.submissions) == sorted(bodies * each)
    assert len({s[2] for s in found.submissions}) == len(bodies) * each


def test_the_same_bytes_from_several_processes_at_once_are_one_submission(tmp_path: Path) -> None:
    open_board(tmp_path)

    def upload() -> None:
        receipt = submissions.submit(open_board(tmp_path), "copyright.csv", figures(), "copyright", writer("甲"))
        assert receipt.submission
        assert receipt.submission.id == 1

    assert children.run_together(*[upload] * 5) == [children.GOOD] * 5
    assert [s[0] for s in View.of(open_board(tmp_path)).submissions] == [1]


def test_files_that_several_processes_see_first_at_once_are_recorded_once(tmp_path: Path) -> None:
    open_board(tmp_path)
    drop_some(tmp_path)
    assert children.run_together(*[lambda: View.of(open_board(tmp_path))] * 6) == [children.GOOD] * 6
    found = View.of(open_board(tmp_path))
    assert [s[:2] for s in found.submissions] == [(1, 1), (2, 1), (3, 1), (4, 1)]
    assert len({s[2] for s in found.submissions}) == 4


def test_threads_that_look_and_threads_that_send_do_not_wait_for_each_other_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One board for all of them, as the server has it."""
    monkeypatch.setattr(settings, "RESCAN_SECONDS", 0.0)
    shared, done, failures = open_board(tmp_path), threading.Event(), []

    def guarded(function: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            try:
                function()
            except BaseException as error:  # told to the test, which runs in another thread
                failures.append(error)

        return run

    def look_on() -> None:
        while not done.is_set():
            shared.measures()
            assert len(shared.actuals.submissions) <= 24

    def upload(body: str) -> None:
        for n in range(8):
            data = progress(task=BODIES[body]) + f"# {n}\r\n".encode()
            assert submissions.submit(shared, f"{body}.csv", data, body, writer("甲"), confirmed=None).is_new

    lookers = [threading.Thread(target=guarded(look_on), daemon=True) for _ in range(4)]
    senders = [threading.Thread(target=guarded(lambda b=body: upload(b)), daemon=True) for body in BODIES]
    for thread in (*lookers, *senders):
        thread.start()
    for thread in senders:
        thread.join(20)
    done.set()
    for thread in lookers:
        thread.join(20)
    assert [thread for thread in (*lookers, *senders) if thread.is_alive()] == []
    assert failures == []
    assert [s[0] for s in View.of(shared).submissions] == list(range(1, 25))


# a disk that is full


def test_a_full_disk_is_said_in_chinese_and_nothing_is_lost(tmp_path: Path) -> None:
    """The system itself refuses to let a file grow beyond what the journal has by now."""
    first = open_board(tmp_path)
    assert submissions.submit(first, "copyright.csv", figures(), "copyright", writer("甲")).submission
    before = View.of(first)
    journal = tmp_path / "actuals" / ".planboard" / "journal.jsonl"
    size = journal.stat().st_size
    wanted = figures("400", period="2019-10", reported_on="2019-11-08")

    def send_to_full_disk() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        # Room for the content and a part of the line.
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 40, size + 40))
        mine = open_board(tmp_path)
        with pytest.raises(StoreError, match="没有保存：文件超过了系统允许的大小。原有数据不受影响。") as caught:
            submissions.submit(mine, "copyright.csv", wanted, "copyright", writer("甲"))
        assert not isinstance(caught.value, UnknownOutcomeError)
        assert View.of(mine) == before

    assert size + 40 > len(wanted)
    assert children.run(send_to_full_disk) == children.GOOD
    assert journal.stat().st_size == size
    again = open_board(tmp_path)
    assert View.of(again) == before
    assert submissions.submit(again, "copyright.csv", wanted, "copyright", writer("甲")).submission.id == 2
