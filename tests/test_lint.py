"""What a plan leaves open, and what changed since the year before."""

from __future__ import annotations

from typing import Any

from factories import agency_data, level_data, make_plan

from lib.drafts.lint import LINT, Finding, lint

CLEAR = {"agencies": ["ipo"], "lead": ["ipo"], "text": "出台办法。", "due_text": "年底前"}


def found(code: str, **changes: Any) -> list[Finding]:
    """The findings of one kind about a small plan."""
    changes = {"lead_rule": "printed", "indicators": []} | changes
    return [finding for finding in lint(make_plan(**changes)) if finding.code == code]


def ids(findings: list[Finding]) -> list[str]:
    return [finding.id for finding in findings]


def test_a_task_without_a_number_a_deadline_or_a_lead_is_said() -> None:
    tasks = {"1.1.1": CLEAR, "1.1.2": {"agencies": ["ipo"], "text": "建设平台3个。"}}
    assert ids(found("task_without_number", tasks=tasks)) == ["1.1.1"]
    assert ids(found("task_without_deadline", tasks=tasks)) == ["1.1.2"]
    assert ids(found("task_without_lead", tasks=tasks)) == ["1.1.2"]
    (number,) = found("number_without_indicator", tasks=tasks)
    assert (number.id, number.message) == ("1.1.2", "条文里有“建设平台3个”，没有设为指标。")


def test_several_bodies_need_a_lead_more_than_one_does() -> None:
    tasks = {"1.1.1": ["ipo", "science"], "1.1.2": CLEAR | {"agencies": ["ipo", "science"]}}
    (finding,) = found("bodies_without_lead", tasks=tasks)
    assert (finding.id, finding.message) == ("1.1.1", "有 2 个责任单位，没有写明谁牵头。")
    assert found("bodies_without_lead", tasks=tasks, lead_rule="first_listed") == []


def test_a_verb_that_nothing_can_verify_is_said_unless_something_to_show_is_named() -> None:
    tasks = {
        "1.1.1": {"agencies": ["ipo"], "text": "推进地理标志工作。"},
        "1.1.2": {"agencies": ["ipo"], "text": "加强监管，出台管理办法。"},
        "1.1.3": {"agencies": ["ipo"], "text": "推进平台建设，接入单位达到20家。"},
    }
    (finding,) = found("verb_without_evidence", tasks=tasks)
    assert (finding.id, finding.message[:6]) == ("1.1.1", "只写“推进”")


def test_a_body_with_far_more_than_its_share_is_said() -> None:
    bodies = ["copyright", "science", "education"]
    tasks = {f"1.1.{n}": ["ipo"] for n in range(1, 19)} | {f"1.1.{19 + n}": [body] for n, body in enumerate(bodies)}
    (finding,) = found("body_overloaded", tasks=tasks)
    assert (finding.id, finding.message) == ("ipo", "列入 18 项任务，是平均数 5.3 的 3.4 倍。")


def test_an_indicator_without_baseline_or_with_a_stranger_as_owner_is_said() -> None:
    level = level_data(baseline=None, owner="education")
    level = {key: value for key, value in level.items() if value is not None}
    tasks = {level["task"]: ["ipo"], "1.1.2": ["ipo"]} if level["task"] == "1.1.1" else None
    changes = {"indicators": [level]} | ({"tasks": tasks} if tasks else {})
    assert ids(found("indicator_without_baseline", **changes)) == [level["id"]]
    assert ids(found("indicator_owner", **changes)) == [level["id"]]


def test_what_is_new_gone_reworded_or_taken_over_since_the_year_before_is_said() -> None:
    before = make_plan(
        id="before",
        year=2018,
        indicators=[],
        tasks={
            "1.1.1": {"agencies": ["ipo"], "text": "发布2018年知识产权保护白皮书。"},
            "1.1.2": {"agencies": ["ipo"], "text": "开展专利奖的表彰奖励工作，评选一批获奖项目。"},
            "1.1.3": {"agencies": ["science"], "text": "组织科技成果展览。"},
            "1.1.4": {"agencies": ["ipo"], "text": "召开年度会议。"},
        },
    )
    now = make_plan(
        indicators=[],
        tasks={
            "1.1.1": {"agencies": ["science"], "text": "召开年度会议。"},
            "1.1.2": {"agencies": ["ipo"], "text": "发布2019年知识产权保护白皮书。"},
            "1.1.3": {"agencies": ["ipo"], "text": "开展专利奖的表彰和奖励工作，评选一批项目。"},
            "1.1.4": {"agencies": ["education"], "text": "编写中小学教材。"},
        },
    )
    since = [f for f in lint(now, before) if f.code in ("task_new", "task_gone", "task_reworded", "task_taken_over")]
    assert sorted((f.code, f.id) for f in since) == [
        ("task_gone", "1.1.3"),
        ("task_new", "1.1.4"),
        ("task_reworded", "1.1.2"),
        ("task_reworded", "1.1.3"),
        ("task_taken_over", "1.1.1"),
    ]
    (taken,) = [f for f in since if f.code == "task_taken_over"]
    assert taken.message == "责任单位由“省知识产权局”改为“省科技厅”。"


def test_a_body_that_only_changed_its_id_took_nothing_over() -> None:
    renamed = [agency_data(id="ip-office"), *(agency_data(id=i, name=n) for i, n in (("science", "省科技厅"),))]
    before = make_plan(indicators=[], tasks={"1.1.1": ["ipo"]})
    now = make_plan(indicators=[], agencies=renamed, groups=[], tasks={"1.1.1": ["ip-office"]})
    assert not [f for f in lint(now, before) if f.code.startswith("task_") and "without" not in f.code]


def test_every_finding_has_its_sentence() -> None:
    assert all(text.endswith("。") for text in LINT.values())
