"""A plan that is put beside the others: checked like any plan file, never over one that is there, and recorded with who did it."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from lib import settings
from lib.board.board import PLANS, Board
from lib.board.writer import Writer
from lib.errors import PlanError, StoreError
from lib.plan import Plan, check_plan_content, key_of
from lib.store import PlanPlaced, fingerprint, place_new


def file_name(plan: Plan) -> str:
    """What the file of a new plan is called: its id, which is ASCII; a plan named by its year by the year."""
    return f"plan_{plan.id.removeprefix('plan-')}.yaml"


def why_not_placed(plan: Plan) -> str:
    """Why a plan cannot be put beside the others here; blank where it can."""
    if settings.plan_path() is not None:
        return "看板启动时指定了一份计划文件（PLANBOARD_PLAN），不会显示别的计划。请下载文件，交给管理员放置。"
    folder = settings.ROOT / "data"
    if (folder / file_name(plan)).exists():
        return f"已有文件 {file_name(plan)}，不会覆盖它。请换一个计划编号。"
    same = [path.name for path in sorted(folder.glob(PLANS)) if key_of(path).id == plan.id]
    return f"{same[0]} 的编号也是“{plan.id}”。请换一个计划编号。" if same else ""


def place(board: Board, content: bytes, writer: Writer) -> Path:
    """Put a plan beside the board's own, where the board finds it. Raises PlanError, AccessError, StoreError; then nothing is
    there."""
    signed = writer.signed("请填写放置人。")
    office = board.plan.office.id
    writer.check_may("administer", office, office)
    plan, problems = check_plan_content("plan.yaml", content)
    if plan is None or any(p.blocking for p in problems):
        raise PlanError(problems)
    path = settings.ROOT / "data" / file_name(plan)
    with board.exclusive():
        if why_not := why_not_placed(plan):
            raise StoreError(f"没有放置：{why_not}")
        try:
            place_new(path, content)
        except FileExistsError as error:
            raise StoreError(f"没有放置：已有文件 {path.name}，不会覆盖它。请换一个计划编号。") from error
        except OSError as error:
            raise StoreError(
                f"没有放置：写不了 data 文件夹（{error.strerror}）。请下载文件，交给管理员放置。"
            ) from error
        try:
            now, digest = board.store.clock(), fingerprint(content)
            placed = PlanPlaced(at=now, plan=plan.id, year=plan.year, file=path.name, digest=digest, **signed)
            board.store.note([placed])
        except StoreError:
            with suppress(OSError):
                path.unlink()
            raise
    board.refresh(at_once=True)
    return path
