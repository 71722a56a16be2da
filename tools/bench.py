#!/usr/bin/env python3
"""Ratios, each against something named and measured in the same run.

The overview is asked for over the websocket, as a browser does, from a server of its own; its reruns alternate with
those of a page that does nothing but draw the same figures. The plan 100 times the size is written anew, and loaded in
processes of its own, in turn with pandas.read_csv over the same files. A clean file of a thousand rows for each copy of
the plan, up to the limit of a file, is checked in turn with pandas.read_csv of it and with frictionless, which has the
same columns, words and key to check by. Visitors who come at once see the overview, in turn with an app that shows nothing;
so does the first visitor of a server that is started for that. Medians; nothing here fails for being slow.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import random
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from browserless import PATIENCE_SECONDS, Failed, Session, visited  # noqa: E402
from large_plan import OFFICE_COLUMNS, ROWS_OF_COPY, large_plan, late_file, office_file, shipped_plan, write_large  # noqa: E402
from postgres import serving  # noqa: E402
from serving import started  # noqa: E402
from sessions import Crowd, crowd, memory_bytes, watched  # noqa: E402

SHIPPED_PLAN, SHIPPED_ACTUALS = ROOT / "data" / "plan_2019.yaml", ROOT / "data" / "actuals"

BETWEEN_SECONDS = 1.2
"""From one rerun of a page to its next: longer than a look at the folder is good for, so that each rerun takes one."""

BARE_PAGE = """
import json
from pathlib import Path

import plotly.graph_objects as go
import streamlit as st


@st.cache_resource
def built():
    drawn = json.loads(Path(__file__).with_name("figures.json").read_text(encoding="utf-8"))
    return [(go.Figure(json.loads(figure)), json.loads(config)) for figure, config in drawn]


st.set_page_config(layout="wide")
for figure, config in built():
    st.plotly_chart(figure, theme=None, config=config)
"""


@dataclass
class Ratio:
    """Seconds or megabytes of something, against those of something named. `target` is the most that the ratio is meant to be."""

    what: str
    took: list[float]
    target: float | None = None
    against: str = "1 s"
    other: list[float] = field(default_factory=lambda: [1.0])
    unit: str = "s"

    @property
    def record(self) -> dict[str, Any]:
        """All of it, with the medians and their ratio."""
        value, against_value = statistics.median(self.took), statistics.median(self.other)
        ratio = value / against_value
        return {
            "what": self.what,
            "value": value,
            "against": self.against,
            "against_value": against_value,
            "unit": self.unit,
            "target": self.target,
            "samples": [self.took, self.other],
            "ratio": ratio,
            "met": self.target and ratio <= self.target,
        }


# the overview, warm


def measure_overview(folder: Path, factor: int, reruns: int, repeats: int) -> list[Ratio]:
    """Reruns of the overview with the shipped plan and with the large one, and of the bare page, in turn."""
    shipped = copy_shipped(folder / "shipped")
    plan, actuals = write_large(folder / "large", factor)
    with ExitStack() as stack:

        def opened(name: str, **settings: Path) -> Session:
            address, _ = stack.enter_context(started(folder / f"{name}.log", is_alone=True, **settings))
            return stack.enter_context(visited(address))

        overview = opened("overview", PLANBOARD_PLAN=SHIPPED_PLAN, PLANBOARD_ACTUALS=shipped)
        overview.run()
        bare = opened("bare", script=write_bare_page(folder / "bare", overview))
        large = opened("large", PLANBOARD_PLAN=plan, PLANBOARD_ACTUALS=actuals)
        pages = [session.run for session in (bare, overview, large)]
        in_turn(pages, 1)
        bare_took, overview_took, large_took = in_turn(pages, reruns, every=BETWEEN_SECONDS)
        late = [late_file(large_plan(factor), n) for n in range(2 * repeats)]
        rerun = [time_rerun(large, actuals, *file) for file in late[:repeats]]
        waited = [time_waiting(large, actuals, *file) for file in late[repeats:]]
    return [
        Ratio("warm rerun of the overview", overview_took, 1.3, "a bare page that draws its charts", bare_took),
        Ratio(f"warm rerun of the overview, plan ×{factor}", large_took, 2, "the shipped plan's", overview_took),
        Ratio(f"one new file, shown by the next rerun, plan ×{factor}", rerun, 0.5),
        Ratio(f"one new file, shown by an open page by itself, plan ×{factor}", waited),
    ]


def measure_crowds(folder: Path, crowds: Mapping[int, float], cuts: int, repeats: int) -> list[Ratio]:
    """Visitors who come at once, to the overview and to an app that shows nothing, in turn; by their number the target. The
    fewest come again and are cut off, two times so many times."""
    actuals, empty = copy_shipped(folder / "crowded"), write_empty_page(folder)
    ratios, few = [], min(crowds)
    with (
        started(folder / "empty.log", empty, is_alone=True) as other,
        started(folder / "crowded.log", is_alone=True, PLANBOARD_PLAN=SHIPPED_PLAN, PLANBOARD_ACTUALS=actuals) as board,
    ):

        def come(server: tuple[str, int], visitors: int) -> Crowd:
            came = crowd(*server, visitors)
            if came.failed:
                raise Failed(f"{len(came.failed)} of {visitors}: {came.failed[0]}")
            return came

        def vanish() -> float:
            """Megabytes that the board holds after visitors who are cut off."""
            come(board, few)
            return memory_bytes(board[1]) / 2**20

        come(other, 1), come(board, 1)
        for visitors, target in crowds.items():
            came = in_turn([partial(come, other, visitors), partial(come, board, visitors)], repeats)
            they, we = ([seconds for one in ones for seconds in one.first_views] for ones in came)
            they_95, we_95 = ([quantile(one.first_views, 0.95) for one in ones] for ones in came)
            took = "/".join(f"{sum(one.processor for one in ones) / repeats / visitors:.3f}" for ones in reversed(came))
            memory = max(one.memory for one in came[1]) / visitors / 2**20
            who, empty_app = f"{visitors} at once", "an app that shows nothing"
            ratios += [
                Ratio(f"{who}, first view, half of them by", we, target, empty_app, they),
                Ratio(f"{who}, 95 % by; {took} s processor, {memory:.1f} MB each", we_95, target, empty_app, they_95),
            ]
        # Sessions that are cut off are kept a while, so that a reader who comes back finds his own again.
        first, last = ([vanish() for _ in range(cuts)][-1] for _ in range(2))
        late = [late_file(shipped_plan(), number) for number in range(repeats)]
        drops = [(name, partial(drop, actuals, name, content)) for name, content in late]
        shown = watched(board[0], few, drops, every=2)
    return [
        *ratios,
        Ratio(
            f"memory after {2 * cuts * few:,} readers were cut off",
            [last],
            1.1,
            f"after {cuts * few:,}",
            [first],
            unit="MB",
        ),
        Ratio(f"a file every 2 s, shown last by {len(shown)} open pages", [max(shown)], 5),
    ]


def measure_cold_start(folder: Path, repeats: int) -> list[Ratio]:
    """From the start of a server until its first visitor has the overview, in turn with an app that shows nothing; and what is
    loaded by then."""
    empty = write_empty_page(folder)
    board = {"PLANBOARD_PLAN": SHIPPED_PLAN, "PLANBOARD_ACTUALS": copy_shipped(folder / "cold")}
    they, we = in_turn([partial(time_first_view, folder, empty), partial(time_first_view, folder, **board)], repeats)
    command = [sys.executable, str(ROOT / "tools" / "first_view.py"), "overview"]
    environment = os.environ | {name: str(path) for name, path in board.items()}
    said = subprocess.run(command, env=environment, check=True, capture_output=True, encoding="utf-8").stdout
    loaded = json.loads(said)["overview"]
    what = f"cold start, first view; {loaded['modules']} modules, {', '.join(loaded['packages'])}"
    return [Ratio(what, we, None, "an app that shows nothing", they)]


def time_first_view(folder: Path, script: Path = ROOT / "app.py", **settings: Path) -> float:
    """Seconds from the start of a server to the end of the first view."""
    start = time.perf_counter()
    with (
        started(folder / "cold.log", script, is_alone=True, **settings) as (address, _),
        visited(address) as session,
    ):
        session.run()
        return time.perf_counter() - start


def copy_shipped(folder: Path) -> Path:
    """The shipped figures in a folder of their own, without what was derived from them."""
    return shutil.copytree(SHIPPED_ACTUALS, folder, ignore=shutil.ignore_patterns(".planboard"))


def write_empty_page(folder: Path) -> Path:
    """An app that shows nothing."""
    script = folder / "empty.py"
    script.write_text('import streamlit as st\n\nst.set_page_config(layout="wide")\nst.write("")\n', encoding="utf-8")
    return script


def quantile(values: Sequence[float], share: float) -> float:
    """The value that this share of them does not pass."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def write_bare_page(folder: Path, overview: Session) -> Path:
    """A page that draws what the overview drew, and nothing else."""
    charts = [(chart.spec, chart.config) for chart in overview.elements("plotly_chart")]
    if not charts:
        raise Failed("the overview drew no charts")
    folder.mkdir()
    (folder / "figures.json").write_text(json.dumps(charts), encoding="utf-8")
    script = folder / "bare.py"
    script.write_text(BARE_PAGE, encoding="utf-8")
    return script


def time_rerun(session: Session, actuals: Path, name: str, content: bytes) -> float:
    """Seconds from a new file to the end of the rerun that shows it."""
    session.run()
    time.sleep(BETWEEN_SECONDS)
    start = drop(actuals, name, content)
    session.run()
    took = time.perf_counter() - start
    if not shows(session, name):
        raise Failed(f"the overview does not show {name}")
    return took


def time_waiting(session: Session, actuals: Path, name: str, content: bytes) -> float:
    """Seconds until an open page, which asks for news now and then, shows a file that arrives between two times."""
    session.run()
    [(fragment, interval)] = session.polls.items()
    until_then = random.Random(name).uniform(0, interval)
    time.sleep(until_then)
    start = drop(actuals, name, content)
    time.sleep(interval - until_then)
    session.run(fragment)
    while not shows(session, name):
        if time.perf_counter() - start > PATIENCE_SECONDS:
            raise Failed(f"an open page does not show {name}")
        time.sleep(interval)
        session.run(fragment)
    return time.perf_counter() - start


def shows(session: Session, name: str) -> bool:
    return any(name in html.body for html in session.elements("html"))


# loading


def measure_loading(folder: Path, factor: int, repeats: int) -> list[Ratio]:
    """Cold and warm loads against pandas.read_csv over the same files, each time in a new process; one new file against 1 s:
    of a folder, and of a PostgreSQL database that holds the same."""
    from lib.store import open_store

    plan, actuals = write_large(folder / "loaded", factor)
    files = f"pandas.read_csv, {len(list(actuals.iterdir()))} files"
    late = [late_file(large_plan(factor), n) for n in range(repeats)]
    first = in_new_process(time_board, plan, actuals)
    with serving() as server:
        database, inlet = server.database(), folder / "inlet"
        inlet.mkdir()
        open_store(database, inlet=inlet).take_over(open_store(actuals, record=False).everything())
        loads = [(time_board, actuals, None), (time_warm_board, actuals, None), (time_board, inlet, database)]
        *loaded, pandas = in_turn(
            [
                *(partial(in_new_process, load, plan, place, address) for load, place, address in loads),
                partial(in_new_process, time_read_csv, actuals),
            ],
            repeats,
        )
        new_files = [time_new_files(plan, actuals, late), time_new_files(plan, inlet, late, database)]
    cold, warm, cold_of_database = loaded
    return [
        Ratio(f"cold load, plan ×{factor}", cold, 2, files, pandas),
        Ratio("the same, of files never seen before", [first], None, files, pandas),
        Ratio("cold load of the database", cold_of_database, 2, files, pandas),
        Ratio("warm start", warm, 0.5, files, pandas),
        Ratio(f"one new file, taken in, plan ×{factor}", new_files[0], 0.2),
        Ratio("the same into the database", new_files[1], 0.2),
    ]


def in_new_process(measure: Callable[..., float], *places: Path | str | None) -> float:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(measure, *places).result()


def time_board(plan: Path, actuals: Path, database: str | None = None) -> float:
    """Seconds from nothing to the figures of the plan, imports left out, and without what was derived before."""
    shutil.rmtree(actuals / ".planboard" / "derived", ignore_errors=True)
    return time_warm_board(plan, actuals, database)


def time_warm_board(plan: Path, actuals: Path, database: str | None = None) -> float:
    """The same with what was derived before."""
    board = new_board(plan, actuals, database)
    start = time.perf_counter()
    measures = board.measures()
    assert measures.bodies and measures.check_code
    return time.perf_counter() - start


def time_read_csv(actuals: Path) -> float:
    """Seconds to read all files with pandas as it is, imports left out."""
    import pandas as pd

    start = time.perf_counter()
    for path in sorted(actuals.glob("*.csv")):
        pd.read_csv(path)
    return time.perf_counter() - start


def time_new_files(
    plan: Path, actuals: Path, files: list[tuple[str, bytes]], database: str | None = None
) -> list[float]:
    """Seconds from each new file in the folder to figures that count it."""
    board = new_board(plan, actuals, database)
    board.measures()
    took = []
    for name, content in files:
        start = drop(actuals, name, content)
        board.refresh(at_once=True)
        latest = board.measures().latest_row
        took.append(time.perf_counter() - start)
        assert latest is not None and latest.file == name
    return took


def new_board(plan: Path, actuals: Path, database: str | None = None, *, record: bool = True) -> Any:
    """A board of a folder, or of a database whose inlet the folder is."""
    from lib.board import Board
    from lib.store import open_store

    return Board(plan, open_store(database or actuals, record=record, inlet=actuals))


def drop(actuals: Path, name: str, content: bytes) -> float:
    """Put a file into the folder in one step; returns when."""
    waiting = actuals.parent / name
    waiting.write_bytes(content)
    start = time.perf_counter()
    waiting.replace(actuals / name)
    return start


# checking


def measure_checking(folder: Path, factor: int, repeats: int) -> list[Ratio]:
    """One clean file that uses every key once: checked, read by pandas, and validated by frictionless."""
    import pandas as pd

    from lib.intake import Reading, read_file
    from lib.plan import Plan
    from lib.settings import MAX_ROWS

    data = large_plan(factor)
    plan = Plan.model_validate(data)
    name, content = office_file(data, min(factor * ROWS_OF_COPY, MAX_ROWS))
    rows = content.count(b"\n") - 1
    path = folder / name
    path.write_bytes(content)
    schema = frictionless_schema(plan)

    def check() -> Reading:
        return read_file(name, content, plan, date(plan.year + 1, 1, 31))

    def frictionless() -> None:
        report = schema(path)
        assert report.valid and report.tasks[0].stats["rows"] == rows, report.flatten(["type", "note"])[:3]

    reading = check()
    assert len(reading.rows) == rows and not reading.problems
    checked, pandas = in_turn([timed(check), timed(lambda: pd.read_csv(path))], 2 * repeats + 1)
    [other] = in_turn([timed(frictionless)], 1)
    what = f"checking a clean file of {rows:,} rows"
    return [
        Ratio(what, checked, 16, "pandas.read_csv of it", pandas),
        Ratio(what, checked, 0.2, "frictionless validate, equal schema", other),
    ]


def frictionless_schema(plan: Any) -> Callable[[Path], Any]:
    """A check by frictionless for what the board takes in these columns."""
    from frictionless import Resource, Schema

    words = {
        "任务编号": list(plan.tasks),
        "责任单位": [*plan.bodies, plan.office.id],
        "报告期": [f"{plan.year}-{month:02}" for month in range(1, 13)],
        "状态": ["未启动", "推进中", "进展滞后", "已完成", "已销号"],
    }
    taken = {name: {"constraints": {"required": True, "enum": enum}} for name, enum in words.items()}
    taken["填报日期"] = {"type": "date"}
    fields: list[dict[str, Any]] = [{"name": name, "type": "string"} | taken.get(name, {}) for name in OFFICE_COLUMNS]
    schema = Schema.from_descriptor({"fields": fields, "primaryKey": OFFICE_COLUMNS[:3]})
    return lambda path: Resource(
        path=path.name, basepath=str(path.parent), schema=schema, encoding="utf-8-sig"
    ).validate()


def timed(what: Callable[[], object]) -> Callable[[], float]:
    """The same as something that says how long it took."""

    def seconds() -> float:
        start = time.perf_counter()
        what()
        return time.perf_counter() - start

    return seconds


# a briefing


def measure_briefing(repeats: int) -> list[Ratio]:
    """The deck and the notice of the shipped plan, meant to take half a second; a picture against kaleido drawing the same figure."""
    import kaleido

    from lib.briefing import brief, files, pictures
    from lib.briefing.figures import PICTURE, charts_of, picture

    measures = new_board(SHIPPED_PLAN, SHIPPED_ACTUALS, record=False).measures()
    briefing = brief(measures)
    figure = next(picture(briefing, slide, chart) for slide in briefing.slides for chart in charts_of(slide))
    options = {"format": "png", "width": PICTURE[0], "height": PICTURE[1], "scale": 1}
    # Both with a browser that stays open.
    pictures.paint(figure)
    kaleido.start_sync_server(n=1, mathjax=False, silence_warnings=True)
    made, ours, theirs = in_turn(
        [
            timed(lambda: [files.make(measures, brief(measures), kind) for kind in ("pptx", "docx")]),
            timed(lambda: pictures.paint(figure)),
            timed(lambda: kaleido.calc_fig_sync(figure, opts=options)),
        ],
        2 * repeats + 1,
    )
    kaleido.stop_sync_server(silence_warnings=True)
    return [
        Ratio("deck and notice, shipped plan", made, 0.5),
        Ratio("a further picture", ours, 1.3, "kaleido alone, same figure", theirs),
    ]


# all of it


Said = TypeVar("Said")


def in_turn(measures: Sequence[Callable[[], Said]], repeats: int, *, every: float = 0) -> list[list[Said]]:
    """What each of them says, one after the other, again and again, in each round another of them first.

    A round takes `every` seconds at least.
    """
    took: list[list[Said]] = [[] for _ in measures]
    for first in range(repeats):
        over = time.monotonic() + every
        for place in range(len(measures)):
            turn = (first + place) % len(measures)
            took[turn].append(measures[turn]())
        time.sleep(max(0, over - time.monotonic()))
    return took


def table(ratios: list[dict[str, Any]]) -> str:
    lines = [("", "median", "against", "median", "ratio", "target")]
    for r in ratios:
        target = f"≤ {r['target']:g} {'✓' if r['met'] else '✗'}" if r["target"] else ""
        medians = shown(r["value"], r["unit"]), shown(r["against_value"], r["unit"])
        lines.append((r["what"], medians[0], r["against"], medians[1], f"{r['ratio']:.2f}", target))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip() for line in lines)


def shown(value: float, unit: str) -> str:
    return f"{value * 1000:.1f} ms" if unit == "s" and value < 0.5 else f"{value:.2f} {unit}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", type=Path, default=ROOT / "build" / "bench.json", help="where all times are written")
    parser.add_argument("--factor", type=int, default=100, help="how many times the shipped plan the large one is")
    parser.add_argument("--reruns", type=int, default=30, help="of each page")
    parser.add_argument("--repeats", type=int, default=5, help="of each load")
    parser.add_argument("--crowd", type=int, nargs="*", default=[50, 200], help="visitors who come at once")
    parser.add_argument("--cuts", type=int, default=20, help="how often a crowd is cut off, before and after")
    args = parser.parse_args()
    with TemporaryDirectory(prefix="planboard-bench-") as name:
        ratios = measure_overview(Path(name), args.factor, args.reruns, args.repeats)
        ratios += measure_cold_start(Path(name), args.repeats)
        ratios += measure_crowds(
            Path(name), {visitors: 2 if visitors <= 50 else 3 for visitors in args.crowd}, args.cuts, args.repeats
        )
        ratios += measure_loading(Path(name), args.factor, args.repeats)
        ratios += measure_checking(Path(name), args.factor, args.repeats)
    ratios += measure_briefing(args.repeats)
    records = [ratio.record for ratio in ratios]
    print(table(records))
    machine = {"python": platform.python_version(), "system": platform.platform(), "processors": os.cpu_count()}
    args.json.parent.mkdir(parents=True, exist_ok=True)
    args.json.write_text(
        json.dumps(machine | {"ratios": records}, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


if __name__ == "__main__":
    main()
