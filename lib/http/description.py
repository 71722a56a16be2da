"""What describes /api/v1 to programs and to those who write them: an OpenAPI document.

Written by hand and held against the real answers by a test: there are three addresses, and their documents are older
than this description of them.
"""

from __future__ import annotations

from typing import Any, get_args

from lib.plan import Indicator
from lib.statuses import LAMPS, TASK_STATUSES

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER: Schema = {"type": "number"}
_DAY: Schema = {"type": "string", "format": "date"}
_PERIOD: Schema = {"type": ["string", "null"], "description": "规范的报告期，例如 2021-09、2021Q3。"}


def description(base: str) -> Schema:
    """The document for a board below the path `base`."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "推进计划看板",
            "version": "1",
            "description": "只读。与网页同样的数、同样的阅读权限；比率是小数，数不四舍五入，没有的是 null。",
        },
        "servers": [{"url": f"{base}/api/v1"}],
        "paths": {"/plans": {"get": _PLANS}, "/plans/{id}/status": {"get": _STATUS}},
        "components": {
            "schemas": {"Plans": _plans(), "Status": _status(), "Error": _error()},
            "responses": {
                "error": {
                    "description": "为什么没有答复：error.code 给程序，error.message 给人。",
                    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
                }
            },
        },
    }


def _answers(schema: str, words: str, *errors: int, **headers: Schema) -> Schema:
    found: Schema = {"description": words, "content": {"application/json": {"schema": {"$ref": schema}}}}
    if headers:
        found["headers"] = headers
    return {"200": found} | {str(status): {"$ref": "#/components/responses/error"} for status in errors}


def _in_query(name: str, words: str) -> Schema:
    return {"name": name, "in": "query", "required": False, "schema": _DAY, "description": words}


_PLANS: Schema = {
    "operationId": "plans",
    "summary": "有哪些计划，默认的在前",
    "responses": _answers("#/components/schemas/Plans", "全部计划", 400, 401, 503),
}

_ETAG: Schema = {"schema": _TEXT, "description": "校验码，加双引号。放进 If-None-Match，数没有变时答 304。"}

_STATUS: Schema = {
    "operationId": "status",
    "summary": "一份计划进展如何：python -m lib status --json 的同一份文档",
    "parameters": [
        {"name": "id", "in": "path", "required": True, "schema": _TEXT, "description": "计划编号，见 /plans。"},
        _in_query("as_of", "数据截至；不写就是看板默认的那一天。"),
        _in_query("known_by", "知悉截至：之后填报的不计；不写为不限。"),
    ],
    "responses": _answers("#/components/schemas/Status", "进展", 400, 401, 404, 503, ETag=_ETAG)
    | {"304": {"description": "数没有变", "headers": {"ETag": _ETAG}}},
}


def _object(**fields: Schema) -> Schema:
    """An object that has all of these fields and no other."""
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _plans() -> Schema:
    plan = _object(
        id=_TEXT,
        title=_or_null(_TEXT),
        year=_or_null({"type": "integer"}),
        readable={**_FLAG, "description": "false：计划文件有错误，或者存储没有应答，而看板还没有读到过它。"},
        status={**_TEXT, "description": "它的进展在哪个地址。"},
    )
    return _object(plans=_list(plan))


def _error() -> Schema:
    return _object(error=_object(code=_TEXT, message=_TEXT, details=_list(_TEXT)))


def _rates() -> dict[str, Schema]:
    share = _or_null({"type": "number", "minimum": 0, "maximum": 1})
    shares = ("completion_rate", "completion_high", "coverage", "current_coverage")
    return dict.fromkeys([*TASK_STATUSES, "overdue"], _COUNT) | dict.fromkeys(shares, share)


def _status() -> Schema:
    number = _or_null(_NUMBER)
    fields = Indicator.model_fields
    kind, direction = (list(get_args(fields[name].annotation)) for name in ("kind", "direction"))
    task_status: Schema = {"enum": list(TASK_STATUSES)}
    counted = ("parts", "sections", "tasks", "agencies", "groups", "assignments", "indicators")
    indicator = _object(
        id=_TEXT, task=_TEXT, name=_TEXT, unit=_TEXT, kind={"enum": kind}, direction={"enum": direction},
        target=_NUMBER, baseline=number, actual=number, period=_PERIOD, achievement=number, progress=number,
        elapsed=number, gap_points=number, tolerance_points=_NUMBER, status={"enum": list(LAMPS)}, stale=_FLAG,
        projection=number, needed_per_month=number, sample=_FLAG,
    )  # fmt: skip
    assignment = _object(agency=_TEXT, status=task_status, period=_PERIOD, evidence=_or_null(_TEXT))
    task = _object(id=_TEXT, text=_TEXT, status=task_status, overdue=_FLAG, assignments=_list(assignment))
    load = _object(full=_NUMBER, shared=_NUMBER, first_listed=_NUMBER)
    agency = _object(id=_TEXT, name=_TEXT, kind={"enum": ["agency", "group"]}, workload=load, **_rates())
    problem = _object(
        file=_TEXT, row=_or_null(_COUNT), column=_or_null(_TEXT), value=_or_null(_TEXT), code=_TEXT, blocking=_FLAG,
        message=_TEXT,
    )  # fmt: skip
    return _object(
        plan=_object(id=_TEXT, title=_TEXT, year={"type": "integer"}, **dict.fromkeys(counted, _COUNT)),
        as_of=_DAY,
        known_by=_or_null(_DAY),
        elapsed=_NUMBER,
        sample=_FLAG,
        summary=_object(tasks=_COUNT, **_rates()),
        indicators=_list(indicator),
        tasks=_list(task),
        agencies=_list(agency),
        problems=_list(problem),
    )
