"""Events folded into submissions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from lib.store.events import (
    CodeMade,
    CodeRefused,
    CodeRevoked,
    Event,
    PlanKept,
    PutBack,
    Received,
    Removed,
    Renamed,
    Repeated,
    Restored,
    Withdrawn,
)
from lib.store.history import History, Submission, Withdrawal, after, received, standing

MORNING = datetime(2019, 10, 8, 9, tzinfo=UTC)


def receipt(id: int = 1, *, file: str = "a.csv", sha256: str = "00") -> Received:
    return Received(
        at=MORNING, id=id, batch=id, file=file, body="ipo", by="甲", original="x.csv",
        sha256=sha256, confirmed=("value_tenfold",), rows=2,
    )  # fmt: skip


def withdrawn(id: int = 1) -> Withdrawn:
    return Withdrawn(at=MORNING + timedelta(hours=1), id=id, by="乙", why="重报")


def restored(id: int = 1) -> Restored:
    return Restored(at=MORNING + timedelta(hours=2), id=id, by="丙")


def removed(file: str = "a.csv") -> Removed:
    return Removed(at=MORNING + timedelta(hours=3), file=file)


def submissions(*events: Event) -> list[Submission]:
    return list(after(History(), events).submissions)


def still_there(*events: Event) -> list[int]:
    return [s.id for s in submissions(*events) if s.withdrawal is None]


def test_a_submission_says_all_that_its_event_does() -> None:
    (submission,) = submissions(receipt())
    assert submission[:10] == (1, 1, "a.csv", "ipo", "甲", "x.csv", MORNING, "00", ("value_tenfold",), 2)
    assert submission == received(receipt())
    assert submission.received == MORNING.astimezone().date()


def test_submissions_stand_in_the_order_of_their_receipt() -> None:
    assert [s.id for s in submissions(receipt(1), receipt(2), withdrawn(1), receipt(3), restored(1))] == [1, 2, 3]


def test_the_last_of_withdrawn_and_restored_stands() -> None:
    assert still_there(receipt(), withdrawn()) == []
    assert still_there(receipt(), withdrawn(), restored()) == [1]
    assert still_there(receipt(), withdrawn(), restored(), withdrawn()) == []
    assert still_there(receipt(), receipt(2), withdrawn(2)) == [1]


def test_a_withdrawal_knows_when_by_whom_and_why() -> None:
    (submission,) = submissions(receipt(), withdrawn())
    assert submission.withdrawal == Withdrawal(MORNING + timedelta(hours=1), "乙", "重报")


def test_a_removed_file_takes_all_its_contents_and_no_other_file() -> None:
    events = [receipt(1), receipt(2, sha256="01"), receipt(3, file="b.csv"), removed()]
    assert still_there(*events) == [3]
    first, second, third = submissions(*events)
    assert first.withdrawal == second.withdrawal == Withdrawal(removed().at, None, "文件已从文件夹中移走")
    assert third.withdrawal is None


def test_a_removed_file_leaves_an_earlier_withdrawal_as_it_was() -> None:
    (submission,) = submissions(receipt(), withdrawn(), removed())
    assert submission.withdrawal == Withdrawal(withdrawn().at, "乙", "重报")


def test_what_was_removed_can_be_restored_and_what_comes_again_is_a_new_one() -> None:
    assert still_there(receipt(), removed(), restored()) == [1]
    assert still_there(receipt(), removed(), receipt(2)) == [2]


def test_events_about_nothing_that_is_known_change_nothing() -> None:
    codes: list[Event] = [
        CodeMade(at=MORNING, body="ipo"), CodeRefused(at=MORNING, body="ipo"), CodeRevoked(at=MORNING, body="ipo"),
    ]  # fmt: skip
    found = after(History(), [withdrawn(7), restored(7), removed("z.csv"), *codes])
    assert found == History([], {}, set(), [], codes=tuple(codes))  # type: ignore[arg-type]


def test_events_may_be_added_to_what_is_known() -> None:
    events = [receipt(1), receipt(2), withdrawn(1), removed(), restored(2)]
    for n in range(len(events) + 1):
        assert after(after(History(), events[:n]), events[n:]) == after(History(), events)


def test_of_each_file_the_last_submission_that_is_not_withdrawn_stands() -> None:
    events: list[Event] = [receipt(1), receipt(2), receipt(3, file="b.csv"), receipt(4)]
    assert {file: s.id for file, s in standing(submissions(*events)).items()} == {"a.csv": 4, "b.csv": 3}
    events += [withdrawn(4), withdrawn(3)]
    assert {file: s.id for file, s in standing(submissions(*events)).items()} == {"a.csv": 2}


# what people do by hand


def test_a_file_that_is_put_back_counts_as_before_with_what_came_under_its_name_before_it() -> None:
    back = PutBack(at=MORNING + timedelta(hours=4), file="a.csv", id=2)
    events = [receipt(1), receipt(2, sha256="01"), receipt(3, sha256="02"), removed()]
    assert still_there(*events, back) == [1, 2]
    (restoration,) = submissions(*events, back)[1].restorations
    assert (restoration.by, restoration.withdrawal.why) == (None, "文件已从文件夹中移走")
    # What somebody withdrew stays withdrawn, and what was removed before that stays removed.
    assert still_there(receipt(1), withdrawn(1), receipt(2), removed(), back) == [2]
    earlier = [receipt(1), Removed(at=MORNING, file="a.csv"), receipt(2), removed()]
    assert still_there(*earlier, back) == [2]


def test_a_renamed_file_keeps_its_receipt() -> None:
    renamed = Renamed(at=MORNING + timedelta(hours=4), file="a.csv", to="b.csv")
    history = after(History(), [receipt(1), receipt(2, sha256="01"), receipt(3, file="c.csv"), renamed])
    assert [(s.file, s.received_at) for s in history.submissions] == [
        ("b.csv", MORNING),
        ("b.csv", MORNING),
        ("c.csv", MORNING),
    ]
    assert history.settled == {"b.csv": 2, "c.csv": 3}
    assert still_there(receipt(1), renamed, removed("a.csv")) == [1]
    assert still_there(receipt(1), renamed, removed("b.csv")) == []


def test_of_a_file_with_several_contents_one_may_lie_under_another_name() -> None:
    renamed = Renamed(at=MORNING + timedelta(hours=4), file="a.csv", to="b.csv", id=1)
    history = after(History(), [receipt(1), receipt(2, sha256="01"), renamed])
    assert [s.file for s in history.submissions] == ["b.csv", "a.csv"]
    assert history.settled == {"a.csv": 2, "b.csv": 1}
    assert still_there(receipt(1), receipt(2, sha256="01"), renamed, removed("a.csv")) == [1]


def test_what_a_file_holds_is_settled_once_it_was_received_or_found_to_repeat_something() -> None:
    copy = Repeated(at=MORNING, file="copy.csv", id=1)
    assert after(History(), [receipt(1), copy]).settled == {"a.csv": 1, "copy.csv": 1}
    assert after(History(), [receipt(1), copy, receipt(2, file="copy.csv"), withdrawn(1)]).settled == {
        "a.csv": 1,
        "copy.csv": 2,
    }


def test_a_submission_knows_its_plan_and_the_content_under_which_it_was_received() -> None:
    kept = [PlanKept(at=MORNING, plan="small", year=2019, sha256=digit * 64) for digit in "ab"]
    history = after(
        History(), [kept[0], receipt(1).model_copy(update={"plan": "small", "plan_sha256": "a" * 64}), kept[1]]
    )
    assert [(s.plan, s.plan_sha256) for s in history.submissions] == [("small", "a" * 64)]
    assert list(history.plans) == kept
