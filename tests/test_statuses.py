"""A status has one home: what is added there is asked for by mypy where a rule decides, and shown everywhere else."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import get_args

import pytest
from tables import of_every
from trials import lib_with, printed

from lib import statuses
from lib.statuses import (
    AGENCY_WORDS,
    DONE,
    LAMPS,
    LOOKS,
    REASONS,
    REPORTED_WORDS,
    SUBMISSION_STATES,
    TASK_STATUSES,
    Lamp,
    Look,
    Mark,
    SubmissionState,
    TaskStatus,
)

NEW = {
    # A trial lamp: its key among the others, and its line in the table.
    '"on_schedule", "slightly_behind",': ' "trial_lamp",',
    "LAMPS: dict[Lamp, LampLook] = {\n    look.key: look\n    for look in [\n":
        'LampLook("trial_lamp", "远低于序时", "▽", "#7a1f1a", remark="试", gravity=1, needs_attention=True),\n',
    # A trial status likewise.
    '"delayed", "not_started",': ' "trial_status",',
    "TASK_STATUSES: dict[TaskStatus, StatusLook] = {\n    look.key: look\n    for look in [\n":
        'StatusLook("trial_status", "已中止", "■", "#333333", gravity=1, needs_attention=True, to_do="待研究"),\n',
}  # fmt: skip


@pytest.fixture(scope="module")
def with_trials(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of lib/ in which only lib/statuses.py knows one more lamp and one more status."""
    return lib_with(tmp_path_factory.mktemp("trial"), "statuses.py", NEW)


def test_every_key_has_its_line_and_every_line_its_key() -> None:
    for table, keys in ((LAMPS, Lamp), (TASK_STATUSES, TaskStatus), (SUBMISSION_STATES, SubmissionState)):
        assert sorted(table) == sorted(get_args(keys))
        assert all(look.key == key for key, look in table.items())


def test_no_lamp_and_no_status_share_a_key() -> None:
    assert len(LOOKS) == len(LAMPS) + len(TASK_STATUSES) + len(get_args(Mark))


def test_lamps_and_reasons_have_an_order_of_gravity() -> None:
    for looks in (list(LAMPS.values()), list(TASK_STATUSES.values()), list(REASONS.values())):
        assert all(look.gravity > 0 for look in looks), "a gravity was left out"
        assert len({look.gravity for look in looks}) == len(looks)
    worst_first = sorted(LAMPS, key=lambda key: LAMPS[key].gravity)
    assert worst_first == [
        "missed",
        "behind",
        "slightly_behind",
        "no_data",
        "stale",
        "not_judged",
        "on_schedule",
        "achieved",
    ]


def looks() -> list[Look]:
    """Every look that lib/statuses.py gives a name, by itself or in a table."""
    named = list(vars(statuses).values())
    in_tables = [look for table in named if isinstance(table, dict) for look in table.values()]
    return list(dict.fromkeys(look for look in [*named, *in_tables] if isinstance(look, Look)))


@of_every(looks(), least=21)
def test_a_glyph_is_one_character_that_stands_by_itself_and_is_no_wider_than_others(look: Look) -> None:
    # Charts set it into a bar, tables and commands before a word: an emoji or two characters would push what follows.
    assert len(look.glyph) == 1
    assert unicodedata.category(look.glyph)[0] in "SP", "neither a letter, nor an accent, nor blank"
    assert unicodedata.east_asian_width(look.glyph) not in "WF"


def test_between_two_gravities_a_further_one_fits() -> None:
    gravities = sorted({look.gravity for look in looks() if look.gravity})
    assert all(higher - lower > 1 for lower, higher in zip([0, *gravities], gravities, strict=False))


def test_a_reason_says_what_to_do_unless_its_figure_or_day_does() -> None:
    assert {key for key, look in REASONS.items() if not look.to_do} == {
        "overdue",
        "milestone_overdue",
        "milestone_due",
        "missed",
        "behind",
        "slightly_behind",
    }


def test_what_follows_from_the_tables_is_as_it_was_written_out() -> None:
    assert {"verified", "completed"} == DONE
    assert AGENCY_WORDS == ("未启动", "推进中", "进展滞后", "已完成")
    assert REPORTED_WORDS == {
        "not_started": "not_started", "未启动": "not_started", "in_progress": "in_progress", "推进中": "in_progress",
        "delayed": "delayed", "进展滞后": "delayed", "completed": "completed", "已完成": "completed",
        "已完成（自报）": "completed", "verified": "verified", "已销号": "verified",
        "returned": "returned", "已退回": "returned", "退回": "returned",
    }  # fmt: skip


def test_mypy_asks_the_rules_for_a_lamp_and_a_status_that_only_the_table_knows(with_trials: Path) -> None:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--no-error-summary",
        "lib/rules/indicators.py",
        "lib/rules/assignments.py",
    ]
    run = subprocess.run(command, cwd=with_trials, capture_output=True, text=True, check=False)
    said = [line for line in run.stdout.splitlines() if ": error: " in line]
    assert run.returncode == 1, run.stdout + run.stderr
    assert [line.split(":")[0] for line in sorted(said)] == ["lib/rules/assignments.py", "lib/rules/indicators.py"]
    for key in ("trial_lamp", "trial_status"):
        assert any("assert_never" in line and f"Literal['{key}']" in line for line in said)


SHOWN = """
from dataclasses import replace
from factories import figure, make_plan, progress
from lib.cli.status import _print_status
from lib.draw import indicator_blocks, tables
from lib.rows import Rows
from lib.rules import changes, needs_attention
from lib.rules.measures import measure
from lib.rules.rates import rates
from lib.briefing.notice.problems import problems
from lib.say import findings, status_document
from lib.intake.cells import read_status
import lib.rules.assignments as assignments, lib.rules.indicators as indicators

assert read_status("已中止").value == "trial_status"
assignments._fits = lambda status, parts: status in parts
indicators._fits = lambda lamp, *about: lamp == "trial_lamp"
m = measure(make_plan(), Rows([figure()], [progress(task="1.1.1", status="trial_status")]))
print([(item.task, item.reason, findings.attention_detail(item)) for item in needs_attention(m)][:2])
print(findings.summary(m))
print(findings.task(m, m.tasks["1.1.1"]))
print(indicator_blocks.indicator_table(m.indicators.values(), lambda *page, **choice: ""))
print(tables.tasks_table(m, ["1.1.1"])["任务状态"][0], tables.agencies_table(m).columns.tolist())
print(status_document(m, [])["summary"]["trial_status"])
print([p.lead + p.text for p in problems(m, 3)])
_print_status(m, [])
"""


def test_pages_tables_and_documents_take_a_lamp_and_a_status_from_the_table_alone(with_trials: Path) -> None:
    attention, summary, task, table, frame, count, headings, status = printed(with_trials, SHOWN).split("\n", 7)
    assert attention.startswith("[('1.1.1', 'trial_status', '待研究'), ('1.1.4', 'trial_lamp', '")
    assert "1 项远低于序时、" in summary
    assert "任务 1.1.1 已中止：1 家责任单位，1 家已中止" in task
    assert "▽" in table and "远低于序时（试）" in table
    assert frame.startswith("已中止 ") and "'已中止'" in frame
    assert count == "1"
    assert "已中止1项" in headings and "指标进度落后" in headings
    assert "▽ 远低于序时（试）" in status and "■ 已中止 1" in status
