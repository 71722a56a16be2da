"""What is said above every page, and where nobody can write yet. Plain text."""

from __future__ import annotations

from collections.abc import Sequence

from lib.board import Silence
from lib.problems import Problem

NO_CODES_HERE = (
    "还没有设置报送码：现在只有在看板所在的这台机器上才能报送。要让各单位报送，请管理员运行 "
    "python -m lib access add 单位，为每个单位制作报送码。"
)

NO_CODES = "还没有设置报送码，从这里不能报送。请管理员在看板所在的机器上运行 python -m lib access add 单位，为每个单位制作报送码。"


def people_are_wrong(faults: Sequence[Problem]) -> str:
    """That the people file is older than it looks; names stay in the file, which the public does not see."""
    lines = "、".join(dict.fromkeys(str(fault.row) for fault in faults if fault.row))
    where = f"（第 {lines} 行）" if lines else ""
    return f"人员名单有 {len(faults)} 处错误{where}：改正之前，照上一次正确的名单办理。请管理员运行 python -m lib people check。"


def plan_is_wrong(faults: Sequence[Problem]) -> str:
    """Why the pages show an older content of the plan."""
    return f"计划文件有 {len(faults)} 处错误：改正之前，各页按上一次正确的内容显示"


def store_is_silent(silence: Silence) -> str:
    """Why the pages show an older state of the store, and of when it is."""
    return f"存储没有应答：各页显示 {silence.since:%Y-%m-%d %H:%M:%S} 看到的数据，恢复后自动更新；现在不能报送"
