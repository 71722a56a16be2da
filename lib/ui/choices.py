"""Choices of the reader: each lives in the address, from which its widget is set and to which it writes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, TypeVar

import streamlit as st

from lib import formats
from lib.problems import alike

CARRIED = ("plan", "as_of", "known_by")
"""The choices that go along from page to page."""

PAGE = "page"
"""What the pages of a list are named in the address, those of a second one beside it with more behind."""


Choice = TypeVar("Choice", bound=str)

_GLUED = " \t\r\n　）)】]》>〉」』”’\"'。，,；;、.！!"
"""What chats and papers leave at the end of an address that is copied out of them."""


def chosen(name: str, options: Mapping[Choice, str], *, default: Choice) -> Choice:
    """The choice in the address under `name`, or the default where it is none of the options, which `misfits` says."""
    value = st.query_params.get(name, default)
    bare = value.strip(_GLUED)
    for option in options:
        if option in (value, bare):
            return option
    if bare:
        misfit(bare)
    return default


def misfit(value: str) -> None:
    """Note something that the address asks for and no choice of the page takes."""
    st.session_state.setdefault("unfit", []).append(value)


def misfits() -> list[str]:
    """What no choice of the page took, in sentences, each once; forgotten with that."""
    found = dict.fromkeys(st.session_state.pop("unfit", []))
    return [f"链接里的“{formats.cut(value, 40)}”认不出，没有采用。" for value in found]


class Missing(NamedTuple):
    """Something that the address asks for and that is not there, with what is most like it."""

    asked: str
    alike: list[str]


def missing(name: str, options: Mapping[str, str]) -> Missing | None:
    """What the address asks for under `name`, where it is none of the options, or of their words."""
    value = st.query_params.get(name, "").strip(_GLUED)
    if not value or value in options:
        return None
    by_word = {word: key for key, word in options.items()} | {key: key for key in options if key}
    return Missing(value, list(dict.fromkeys(by_word[word] for word in alike(value, tuple(by_word)))))


def choose(
    label: str,
    name: str,
    options: Mapping[Choice, str],
    *,
    default: Choice,
    width: int | Literal["stretch"] = "stretch",
    clears: Sequence[str] = (),
) -> Choice:
    """A select box whose choice lives in the address under `name`; `options` are values with their words.

    Another choice takes the choices named in `clears` out of the address. The widget is named with its value: a run that
    is cut off by the next click would leave a box of an unchanging name at its first option. It is set to it, too: a run
    that is cut off by the way back would leave what was chosen in it.
    """
    current = chosen(name, options, default=default)
    key = widget(f"{name}-{current}", current if current in options else None)
    st.selectbox(
        label,
        list(options),
        index=list(options).index(current) if current in options else None,
        format_func=lambda value: options.get(value, value),
        key=key,
        on_change=write,
        args=(name, key, default, clears),
        width=width,
        filter_mode=None if len(options) < 9 else "contains",
        placeholder="请选择",
    )
    return current


def pick(label: str, name: str, options: Mapping[Choice, str], *, default: Choice) -> Choice:
    """A row of a few options, one of them chosen; the choice lives in the address under `name`."""
    current = chosen(name, options, default=default)
    key = widget(f"{name}-{current}", current)
    st.segmented_control(
        label,
        list(options),
        default=current,
        format_func=lambda value: options.get(value, value),
        key=key,
        required=True,
        on_change=write,
        args=(name, key, default),
    )
    return current


def typed(label: str, name: str, *, default: str = "", placeholder: str = "", lines: bool = False) -> str:
    """A text that the reader types, of one or more lines, which lives in the address under `name`."""
    current = st.query_params.get(name, default)
    key = widget(name, current)
    box, most = (st.text_area, 1000) if lines else (st.text_input, 100)
    box(label, key=key, placeholder=placeholder, on_change=write, args=(name, key, default), max_chars=most)
    return current.strip()


def widget(name: str, value: str | None, kind: str = "choice") -> str:
    """The key of a widget for a choice, after the widget is set to what the address says."""
    key = f"{kind}-{name}"
    if st.session_state.get(key) != value:
        st.session_state[key] = value
    return key


def write(name: str, key: str, default: str, clears: Sequence[str] = ()) -> None:
    """Put what a widget says into the address; the default leaves it. Another choice begins every list at its first page."""
    value = st.session_state.get(key)
    for other in (*clears, *(one for one in st.query_params if one.startswith(PAGE))):
        st.query_params.pop(other, None)
    if value and value != default:
        st.query_params[name] = value
    else:
        st.query_params.pop(name, None)


def carried() -> dict[str, str]:
    """What links to other pages carry on: choices, and that the board is shown within a page of another site."""
    return {name: st.query_params[name] for name in CARRIED if name in st.query_params} | embedding()


def embedding() -> dict[str, str]:
    """What makes Streamlit show a page for a frame, where it does. It is no choice: Streamlit keeps it to itself."""
    return {"embed": "true"} if st.context.is_embedded else {}
