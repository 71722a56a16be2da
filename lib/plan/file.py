"""The plan's YAML → Plan. A wrong file is refused with every fault at once, each with its line.

YAML itself is too trusting for a file that people edit: of two equal keys it keeps the last, it reads 1.10 as 1.1 and
no as false. So the file is read as nodes first, which know their lines, and the types are checked strictly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from yaml.reader import Reader

from lib.errors import PlanError
from lib.plan.checks import Fault, KeyPath, meaning_faults
from lib.plan.model import Plan
from lib.plan.spelling import line_faults, scalar_fault
from lib.problems import Problem, nearest, problem

_DEEPEST = 30
"""A plan nests ten deep."""

_MOST_NODES = 500_000
"""A plan of a thousand tasks has some ten thousand; aliases of aliases make billions out of a few lines."""

Model = TypeVar("Model", bound=BaseModel)

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def load_plan(path: Path, content: bytes | None = None) -> Plan:
    """The plan in `path`, whose content may have been read already. Raises PlanError, which carries every fault found."""
    plan, problems = check_plan(path) if content is None else check_plan_content(path.name, content)
    if plan is None or any(p.blocking for p in problems):
        raise PlanError(problems)
    return plan


def check_plan(path: Path) -> tuple[Plan | None, list[Problem]]:
    """The plan, if its shape is right, with all faults and doubts of the file ordered by line."""
    try:
        content = path.read_bytes()
    except OSError:
        return None, [problem("plan_missing", file=path.name, value=str(path))]
    return check_plan_content(path.name, content)


def check_plan_content(file: str, content: bytes) -> tuple[Plan | None, list[Problem]]:
    """The plan in a content that lies in no file yet, as `check_plan` reads one."""
    return check_yaml(file, content, Plan, meaning_faults)


def check_yaml(
    file: str,
    content: bytes,
    model: type[Model],
    meaning: Callable[[Any, dict[KeyPath, int]], Iterable[Fault]],
    words: Mapping[Any, str] | None = None,
) -> tuple[Model | None, list[Problem]]:
    """What a YAML file says, if it has the model's shape, with all its faults ordered by line; `meaning` gives those that
    no shape shows, `words` what the choices of a key mean in Chinese."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        row = error.object[: error.start].count(b"\n") + 1
        return None, [problem("plan_encoding", file=file, row=row)]
    source = _Source(file, model, words or {})
    data = source.parse(text)
    if source.problems and data is None:
        return None, source.problems
    made = None
    try:
        made = model.model_validate(data)
    except ValidationError as error:
        for fault in error.errors():
            source.add_fault(fault, data)
    for code, at, value, context in meaning(data, source.lines):
        source.add(code, at, value, **context)
    if any(p.code == "plan_key_unknown" for p in source.problems):
        source.add_line_faults()
    return made, sorted(set(source.problems), key=lambda p: (p.row or 0, p.message))


def stamp_of(path: Path) -> tuple[int, int, int] | None:
    """What changes when a plan file does; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


class PlanKey(NamedTuple):
    """Which plan a file is: what submissions belong to, and its year."""

    id: str
    year: int


def key_of(path: Path) -> PlanKey:
    """The id and year that a plan file says, also a wrong one; blank and 0 where it says none."""
    try:
        text = path.read_bytes()
    except OSError:
        text = b""
    id = re.search(rb"^id:[ \t]*[\"']?([A-Za-z0-9.\-]+)", text, re.MULTILINE)
    year = re.search(rb"^year:[ \t]*(\d{4})\b", text, re.MULTILINE)
    return PlanKey(id[1].decode() if id else "", int(year[1]) if year else 0)


def plan_schema() -> str:
    """The JSON Schema of a plan file, as published beside it."""
    return json.dumps(Plan.model_json_schema(), ensure_ascii=False, indent=2) + "\n"


class _Source:
    """A YAML text as plain data, with the line of every node and the faults found so far."""

    def __init__(self, file: str, model: type[BaseModel], words: Mapping[Any, str]) -> None:
        self.file = file
        self.model = model
        self.words = words
        self.lines: dict[KeyPath, int] = {}
        self.texts: dict[KeyPath, str] = {}
        """What is written at a place: 1.10 and no, which YAML takes for 1.1 and false."""
        self.problems: list[Problem] = []
        self.rows: list[str] = []

    def parse(self, text: str) -> Any:
        """Plain data, or None where the text is no YAML."""
        self.rows = text.splitlines()
        try:
            _check_depth(text)
            loader = _Loader(text)
            try:
                node = loader.get_single_node()
                return None if node is None else self._data(loader, node, (), ())
            finally:
                loader.dispose()
        except yaml.YAMLError as error:
            self.add_line_faults()
            if not self.problems:
                self.problems.append(problem("plan_yaml", file=self.file, row=_row_of(error, text)))
            return None

    def add_line_faults(self) -> None:
        """Record what is wrong with lines whatever YAML makes of them."""
        for row, code, key in line_faults(self.rows):
            self.problems.append(problem(code, file=self.file, row=row, value=key))

    def add(self, code: str, at: KeyPath, value: Any = None, **context: Any) -> None:
        """Record a fault at the node `at`, or at the nearest node above it."""
        place = at
        while place and place not in self.lines:
            place = place[:-1]
        text = None if value is None else value if isinstance(value, str) else _as_yaml(value)
        self.problems.append(
            problem(code, file=self.file, row=self.lines.get(place, 1), column=_dotted(at), value=text, **context)
        )

    def add_fault(self, fault: ErrorDetails, data: Any) -> None:
        """Record what pydantic found."""
        at: KeyPath = tuple(fault["loc"])
        kind, value = fault["type"], self.texts.get(at, fault["input"])
        context = fault.get("ctx", {})
        if kind == "missing":
            self.add("plan_key_missing", at, key=at[-1])
        elif kind == "extra_forbidden":
            known = _keys_at(self.model, at[:-1])
            self.add(
                "plan_key_unknown",
                at,
                str(at[-1]),
                nearest=nearest(str(at[-1]), known) or f"可写：{'、'.join(known)}。",
            )
        elif kind == "literal_error":
            choices = re.findall("'(.+?)'", context["expected"])
            meant = (f"{one}（{self.words[one]}）" if one in self.words else one for one in choices)
            comma = "里面的逗号是全角的“，”，隔开几项请用半角的“,”。" if "，" in str(value) else ""
            self.add("plan_choice", at, value, comma=comma, expected=", ".join(meant))
        else:
            self.add("plan_type", at, value, expected=_EXPECTED.get(kind, kind).format_map(context))

    def _data(self, loader: Any, node: yaml.Node, at: KeyPath, above: tuple[int, ...]) -> Any:
        self.lines[at] = node.start_mark.line + 1
        if id(node) in above or len(self.lines) > _MOST_NODES:
            raise yaml.MarkedYAMLError("aliases without end", problem_mark=node.start_mark)
        if isinstance(node, yaml.ScalarNode):
            self.texts[at] = node.value
            if fault := scalar_fault(node, self.rows):
                code, text, context = fault
                self.add(code, at, text, **context)
            return _value(loader, node)
        above = (*above, id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self._data(loader, child, (*at, i), above) for i, child in enumerate(node.value)]
        data: dict[Any, Any] = {}
        first: dict[Any, int] = {}
        for key_node, child in node.value:
            key = key_node.value if isinstance(key_node, yaml.ScalarNode) else "?"
            row = key_node.start_mark.line + 1
            if key in data:
                self.problems.append(problem("plan_key_twice", file=self.file, row=row, value=key, first=first[key]))
            first.setdefault(key, row)
            data[key] = self._data(loader, child, (*at, key), above)
            self.lines[*at, key] = row  # not that of the value, which may begin below
        return data


def _check_depth(text: str) -> None:
    """Refuse deep nesting while it is still a stream: the C reader would overrun its stack and take the process along."""
    depth = 0
    events: Iterator[Any] = yaml.parse(text, Loader=_Loader)
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST:
            raise yaml.MarkedYAMLError("nested too deep", problem_mark=event.start_mark)


def _value(loader: Any, node: yaml.Node) -> Any:
    if node.tag == "tag:yaml.org,2002:str":
        return node.value
    try:
        return loader.construct_object(node)
    except (ValueError, LookupError, AttributeError):
        return node.value  # 2021-02-30 looks like a day and is none: its type is refused with its line


def _row_of(error: yaml.YAMLError, text: str) -> int:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark:
        return int(error.problem_mark.line) + 1
    odd = Reader.NON_PRINTABLE.search(text)
    return text.count("\n", 0, odd.start()) + 1 if odd else 1


_EXPECTED = {
    "string_type": "加引号的文字",
    "string_too_short": "不空的文字",
    "string_pattern_mismatch": "由英文字母、数字、点和连字符组成的编号",
    "int_type": "整数",
    "float_type": "数字（不加引号）",
    "finite_number": "有限的数字",
    "bool_type": "true 或 false",
    "date_type": "“年-月-日”形式的日期（不加引号）",
    "list_type": "写在方括号里的列表",
    "model_type": "一组“键: 值”",
    "too_short": "至少有一项的列表",
    "greater_than_equal": "不小于 {ge} 的数",
    "less_than_equal": "不大于 {le} 的数",
}


def _keys_at(model: type[BaseModel], at: KeyPath) -> list[str]:
    """The keys that a file knows at a place."""
    for step in at:
        if isinstance(step, str):
            model = next(_models_in(model.model_fields[step].annotation))
    return list(model.model_fields)


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)


def _dotted(at: KeyPath) -> str | None:
    """parts[0].sections[1]."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in at)
    return text.removeprefix(".") or None


def _as_yaml(value: Any) -> str:
    return yaml.safe_dump(value, allow_unicode=True, default_flow_style=True, width=1000).removesuffix("...\n").strip()
