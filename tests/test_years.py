"""From one year's plan to the next, as the command line and the board have it: neither sees, lists or breaks the other's."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from calls import Run, run
from year_end import CORRECTION_OF_2019, FIRST_OF_2020, IN_2019, SENT_IN_2019, YearEnd, days_of

from lib import settings
from lib.board.board import Board, plan_files
from lib.rules.owing import owing
from lib.store import protocol
from lib.store.folder.store import FolderStore


class Walk(YearEnd):
    """A year's end as commands go through it; where none is named they take the default plan."""

    def run(self, *arguments: str | Path, plan: Path | None = None) -> Run:
        return run(*arguments, "--actuals", self.actuals, *(("--plan", plan) if plan else ()))

    def status(self, plan: Path | None = None) -> Any:
        done = self.run("status", "--json", plan=plan)
        assert done.code == 0
        return done.document

    def history(self, plan: Path | None = None) -> list[tuple[int, str, str]]:
        """Number, body and state, newest first."""
        done = self.run("history", "--json", plan=plan)
        assert done.code == 0
        return [(s["id"], s["agency"], s["state"]) for s in done.document["submissions"]]

    def owed(self, plan: Path) -> list[str]:
        """The bodies that owe something."""
        board = Board(plan, FolderStore(self.actuals))
        return [owed.body for owed in owing(board.measures())]


def seen(status: Any) -> tuple[Any, ...]:
    """What of a plan must not change by what happens to the other."""
    return (
        status["plan"]["id"],
        [(i["id"], i["actual"]) for i in status["indicators"]],
        [(t["id"], t["status"]) for t in status["tasks"]],
        status["problems"],
    )


def actual(status: Any, id: str) -> float | None:
    found: float | None = next(i["actual"] for i in status["indicators"] if i["id"] == id)
    return found


@pytest.fixture
def walk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Walk:
    """Autumn of 2019: two files were put into the folder, one was sent."""
    monkeypatch.setattr(settings, "ROOT", tmp_path)
    monkeypatch.setattr(protocol, "datetime", days_of(tmp_path))
    walk = Walk(tmp_path)
    walk.turn_to(date(2019, 10, 12))
    walk.drop(IN_2019)
    sent = tmp_path / "省科技厅_9月.csv"
    sent.write_bytes(SENT_IN_2019)
    assert walk.run("submit", sent, "--by", "赵六").code == 0
    assert sorted(body for _, body, _ in walk.history()) == ["copyright", "ipo", "science"]
    return walk


def test_a_year_ends_and_the_next_begins(walk: Walk, tmp_path: Path) -> None:
    of_2019 = seen(walk.status())
    history = walk.history()

    walk.turn_to(date(2019, 11, 20))
    walk.put_plan_of_2020_beside()
    assert [path.name for path in plan_files()] == ["plan_2019.yaml", "plan_2020.yaml"]
    assert (seen(walk.status()), walk.history()) == (of_2019, history)
    journal = (walk.actuals / ".planboard" / "journal.jsonl").read_bytes()
    checked = walk.run("check", "--json", plan=walk.plan_2020)
    assert (checked.code, checked.document) == (0, {"plan": {"problems": []}, "files": []})
    ahead = walk.status(walk.plan_2020)
    assert (ahead["as_of"], ahead["problems"], walk.history(walk.plan_2020)) == ("2019-11-20", [], [])
    assert {t["status"] for t in ahead["tasks"]} == {"unreported"}
    assert "尚未到第一个报告期" in walk.run("status", plan=walk.plan_2020).out
    assert walk.run("history", plan=walk.plan_2020).out == "还没有报送。\n"
    assert (walk.actuals / ".planboard" / "journal.jsonl").read_bytes() == journal
    assert walk.owed(walk.plan_2020) == []
    assert walk.owed(walk.plan_2019) != []

    # The year begins: the new plan is the default, and nobody is late.
    walk.turn_to(date(2020, 1, 2))
    assert [path.name for path in plan_files()] == ["plan_2020.yaml", "plan_2019.yaml"]
    assert seen(walk.status())[0] == "small-2020"
    said = walk.run("status").out
    assert "尚未到第一个报告期" in said and "逾期" not in said
    assert walk.owed(walk.plan_2020) == []
    assert (seen(walk.status(walk.plan_2019)), walk.history(walk.plan_2019)) == (of_2019, history)
    empty = tmp_path / "模板.csv"
    assert "2020-01" in walk.run("template", "省市场监管局", "--kind", "figures", "--out", empty).out
    assert "地理标志产品" in empty.read_text(encoding="utf-8-sig")
    assert walk.run("template", "copyright", "--out", tmp_path / "x.csv").code == 2
    of_december = tmp_path / "2019.csv"
    assert "2019-" in walk.run("template", "copyright", "--out", of_december, plan=walk.plan_2019).out

    # The first report, and a correction for the year before by a body that the new plan does not know.
    walk.turn_to(date(2020, 2, 12))
    walk.drop(FIRST_OF_2020)
    first = walk.status()
    assert (first["as_of"], first["problems"]) == ("2020-01-31", [])
    assert actual(first, "geographical-indications") == 7
    assert [t["status"] for t in first["tasks"]] == ["in_progress", "in_progress", "unreported"]
    assert (seen(walk.status(walk.plan_2019)), walk.history(walk.plan_2019)) == (of_2019, history)
    assert [body for _, body, _ in walk.history()] == ["ipo", "market"]
    walk.drop({"省版权局_更正": CORRECTION_OF_2019})
    assert seen(walk.status()) == seen(first)
    corrected = walk.status(walk.plan_2019)
    assert (actual(corrected, "copyright-registrations"), corrected["problems"]) == (355, [])
    of_copyright = [state for _, body, state in walk.history(walk.plan_2019) if body == "copyright"]
    assert of_copyright == ["applied", "replaced"]
    assert seen(walk.status()) == seen(first)
    assert [body for _, body, _ in walk.history()] == ["ipo", "market"]
    assert walk.run("check").code == walk.run("check", plan=walk.plan_2019).code == 0

    # What is the other plan's is withdrawn there.
    id = walk.history(walk.plan_2019)[0][0]
    by = ("--by", "王五", "--why", "报错了")
    refused = walk.run("withdraw", str(id), *by)
    assert (refused.code, refused.err) == (1, f"报送 {id} 属于另一份计划（small），请用 --plan 选那份计划。\n")
    assert walk.run("restore", str(id), "--by", "王五").err == refused.err
    assert walk.run("withdraw", str(id), *by, plan=walk.plan_2019).code == 0
    assert seen(walk.status(walk.plan_2019)) == of_2019
    assert seen(walk.status()) == seen(first)
    assert walk.run("restore", str(id), "--by", "王五", plan=walk.plan_2019).code == 0
    assert actual(walk.status(walk.plan_2019), "copyright-registrations") == 355

    # Whoever has the folder alone reads the same of it.
    (walk.actuals / ".planboard" / "lock").unlink(missing_ok=True)
    for plan, there in ((walk.plan_2019, corrected), (walk.plan_2020, first)):
        assert seen(walk.status(plan)) == seen(there)


def test_a_file_that_names_no_year_is_the_running_plans_also_where_the_other_is_looked_at_first(walk: Walk) -> None:
    walk.put_plan_of_2020_beside()
    of_2019 = seen(walk.status())
    walk.turn_to(date(2020, 2, 12))
    walk.drop(FIRST_OF_2020)
    assert seen(walk.status(walk.plan_2019)) == of_2019
    assert [body for _, body, _ in walk.history()] == ["ipo", "market"]
    assert seen(walk.status(walk.plan_2019)) == of_2019


def test_a_copy_of_the_plan_that_is_made_into_the_next_ones_step_by_step_takes_nothing_over(walk: Walk) -> None:
    """As an office does it: the file is copied, then the year is changed, then the id, then the rest."""
    of_2019, history = seen(walk.status()), walk.history()
    walk.turn_to(date(2019, 12, 20))
    text = walk.plan_2019.read_text(encoding="utf-8")
    for change in (("", ""), ("year: 2019", "year: 2020"), ("id: small", "id: small-2020")):
        text = text.replace(*change, 1) if change[0] else text
        text = text.replace("period: '2018'", "period: '2019'") if "2020" in change[1] else text
        walk.plan_2020.write_text(text, encoding="utf-8")
        assert (seen(walk.status(walk.plan_2019)), walk.history(walk.plan_2019)) == (of_2019, history)
        if change[0]:
            assert walk.history(walk.plan_2020) == []
            assert actual(walk.status(walk.plan_2020), "copyright-registrations") is None
    walk.put_plan_of_2020_beside()
    walk.turn_to(date(2020, 2, 12))
    walk.drop(FIRST_OF_2020)
    assert actual(walk.status(), "geographical-indications") == 7
    assert (seen(walk.status(walk.plan_2019)), walk.history(walk.plan_2019)) == (of_2019, history)
