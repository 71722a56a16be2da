"""What somebody decides on the desk 新计划: doubts, each once, and which numbers become indicators."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from lib import formats
from lib.drafts import (
    DOUBT_WORDS,
    Chosen,
    Decision,
    Doubt,
    DraftTarget,
    Kind,
    proposed_kind,
    proposed_name,
    target_key,
    ways,
    why_not,
)
from lib.draw import draft_blocks, markup
from lib.ui.choices import choose
from lib.ui.pieces import html, note
from lib.ui.works import Result

_QUESTIONS_AT_ONCE = 6

_KINDS: dict[Kind, str] = {"level": "存量", "share": "占比", "cumulative": "年内累计", "rate": "增长率"}


def decide_doubts(result: Result) -> None:
    """Doubts in the order of the document, or of one kind; each is decided once and can be decided anew."""
    left, made = result.left, [d for d in result.asked if d in result.work.decisions]
    if not result.asked:
        html(markup.empty("没有待定的地方。"))
        return
    counts = Counter(found.code for found in left)
    if counts:
        options = {"": f"全部 {len(left)}"} | {code: f"{DOUBT_WORDS[code]} {count}" for code, count in counts.items()}
        kind = choose("哪一类", "kind", options, default="", width=360)
        of_kind = [found for found in left if kind in ("", found.code)]
        first = "写作建议的名称" if kind in ("name_level", "name_before") else ways(of_kind[0])[0].words
        if kind and len(of_kind) > 1 and st.button(f"这 {len(of_kind)} 处都定为：{first}"):
            for found in of_kind:
                result.work.decisions[found] = Decision(ways(found)[0].key)
            st.query_params.pop("kind", None)
            st.rerun()
        for found in of_kind[:_QUESTIONS_AT_ONCE]:
            _decide(result, found)
        if len(of_kind) > _QUESTIONS_AT_ONCE:
            note(f"后面还有 {len(of_kind) - _QUESTIONS_AT_ONCE} 处，定一处补一处。同一类的可以选出来一起定。")
    else:
        html(markup.verdict("待定的都定了。", "good"))
    if made:
        pairs = [(found, result.work.decisions[found]) for found in made]
        html(markup.fold(f"已定 {len(made)} 处", draft_blocks.decisions_made(pairs)))
        words = {f"第{f.line}行 {DOUBT_WORDS[f.code]}：{formats.cut(f.text, 20)}": f for f in made}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            again = st.selectbox(
                "重新决定", list(words), index=None, placeholder="选一处", key=f"again-{len(made)}", width=420
            )
            if st.button("重新决定", disabled=again is None) and again:
                del result.work.decisions[words[again]]
                st.rerun()


def _decide(result: Result, found: Doubt) -> None:
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        where = f"第{found.line}行" if found.line else "全文"
        html(markup.block(where, draft_blocks.printed(result.read, found)))
    with right:
        options = {way.key: way for way in ways(found)}
        name = f"{result.work.key}-{hash(found)}"
        way = st.radio(
            found.message, list(options), index=None, format_func=lambda key: options[key].words, key=f"way-{name}"
        )
        if way is None:
            return
        text = ""
        if options[way].asks:
            text = st.text_input(
                options[way].words, key=f"text-{name}-{way}", placeholder=options[way].asks, max_chars=300
            )
            if not text.strip():
                return
        decision = Decision(way, text.strip())
        if fault := why_not(found, decision, result.read):
            note(fault, "warn")
            return
        result.work.decisions[found] = decision
        st.rerun()


def decide_targets(result: Result) -> None:
    """Which numbers become indicators, of which name and kind, reported by whom."""
    draft, work = result.draft, result.work
    if not draft.targets:
        html(markup.empty("条文里没有读出数字目标。"))
        return
    left = result.targets_left
    taken = [t for t in draft.targets if work.targets.get(target_key(draft, t))]
    note(
        f"读出 {len(draft.targets)} 个数字，已设 {len(taken)} 个指标，还有 {len(left)} 个没有定。要每期报数的才设为指标。"
    )
    if left and st.button(f"其余 {len(left)} 个都不设"):
        work.targets |= dict.fromkeys((target_key(draft, t) for t in left), None)
        st.rerun()
    for proposed in left[:_QUESTIONS_AT_ONCE]:
        _decide_target(result, proposed)
    if taken:
        rows: list[markup.Row] = [
            (
                None,
                [
                    choice.name,
                    f"{t.target.op} {t.target.value:.15g} {t.target.unit}",
                    _KINDS[choice.kind],
                    choice.owner,
                ],
            )
            for t in taken
            if (choice := work.targets[target_key(draft, t)])
        ]
        columns = {"名称": "wrap", "目标": "keep", "种类": "keep", "填报单位": "wrap"}
        html(markup.block(f"指标 {len(taken)} 个", markup.table(rows, columns)))
        names = {choice.name: target_key(draft, t) for t in taken if (choice := work.targets[target_key(draft, t)])}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            again = st.selectbox(
                "重新定", list(names), index=None, placeholder="选一个指标", key=f"target-again-{len(taken)}", width=420
            )
            if st.button("重新定", disabled=again is None) and again:
                del work.targets[names[again]]
                st.rerun()


def _decide_target(result: Result, proposed: DraftTarget) -> None:
    draft, key = result.draft, target_key(result.draft, proposed)
    task, target = draft.tasks[proposed.task - 1], proposed.target
    name = f"{result.work.key}-{hash(key)}"
    left, right = st.columns([0.5, 0.5], gap="medium")
    with left:
        sign = {">=": "不低于 ", "<=": "不超过 ", "~": "约 ", "=": ""}[target.op]
        title = f"第{proposed.task}项　{sign}{formats.quantity(target.value, target.unit)}"
        html(
            markup.block(
                title, markup.quote(target.quote, f"第{task.lines[0]}行　{formats.cut(task.no + task.text, 60)}")
            )
        )
    with right:
        called = st.text_input("指标名称", proposed_name(proposed), key=f"name-{name}", max_chars=60)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            kinds = list(_KINDS)
            kind = st.selectbox(
                "种类", kinds, index=kinds.index(proposed_kind(target.unit)), format_func=lambda k: _KINDS[k],
                key=f"kind-{name}", width=140,
            )  # fmt: skip
            owners = list(dict.fromkeys([*task.lead, *task.agencies]))
            owner = st.selectbox("填报单位", owners, key=f"owner-{name}", width=260)
        with st.container(horizontal=True):
            if st.button("设为指标", type="primary", key=f"take-{name}", disabled=not called.strip()):
                result.work.targets[key] = Chosen(called.strip(), kind, owner)
                st.rerun()
            if st.button("不设", key=f"leave-{name}"):
                result.work.targets[key] = None
                st.rerun()
