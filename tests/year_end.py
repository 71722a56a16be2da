"""A year's end: two plans with other bodies and other tasks, what is reported for both, and the day that it is.

As a script it is the board of such a folder on that day: `YearEnd.begin`.
"""

from __future__ import annotations

import os
import runpy
from collections.abc import Callable
from datetime import date, datetime, tzinfo
from pathlib import Path
from typing import Self

from factories import agency_data, csv_bytes, indicator_data, progress_bytes
from sending import write_plan

from lib import settings
from lib.store import protocol

ROOT = Path(__file__).resolve().parent.parent

IN_2019 = {
    "省知识产权局_9月": progress_bytes(
        ["1.1.1", "", "2019-09", "推进中", "", "", "", "2019-10-08"],
        ["1.2.1", "", "2019-09", "推进中", "", "", "", "2019-10-08"],
    ),
    "省版权局_9月": csv_bytes(["作品著作权登记量", "2019-09", "352", "2019-10-08"]),
}
SENT_IN_2019 = progress_bytes(["1.1.2", "", "2019-09", "推进中", "", "", "", "2019-10-08"])
"""What 省科技厅 sends through the board."""

FIRST_OF_2020 = {
    # It names no year: it means the plan that runs.
    "省知识产权局_1月": progress_bytes(["1.1.1", "", "1月", "推进中", "", "", "", ""]),
    "省市场监管局_1月": csv_bytes(["地理标志产品", "2020-01", "7", "2020-02-05"]),
}
CORRECTION_OF_2019 = csv_bytes(["作品著作权登记量", "2019-09", "355", "2020-02-06"])
"""Of a body that the plan of 2020 does not know."""


class YearEnd:
    """A folder with `data/`, and the day on which it is looked at."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data = path / "data"
        self.actuals = self.data / "actuals"
        self.actuals.mkdir(parents=True)
        (path / "pages").symlink_to(ROOT / "pages")
        self.plan_2019 = write_plan(self.data / "plan_2019.yaml")
        self.plan_2020 = self.data / "plan_2020.yaml"

    def turn_to(self, day: date) -> None:
        """From now on it is noon of that day."""
        written = self.path / "day.new"
        written.write_text(day.isoformat(), encoding="utf-8")
        written.replace(self.path / "day.txt")

    def begin(self, serve: Callable[..., str]) -> str:
        """The address of the board of the folder, for as long as `serve` says."""
        # Plans are looked for in the folder.
        env = {"YEAR_END": str(self.path), "PLANBOARD_PLAN": ""}
        return serve(script=Path(__file__), actuals=self.actuals, env=env)

    def drop(self, files: dict[str, bytes]) -> None:
        """Put files into the folder."""
        for name, data in files.items():
            (self.actuals / f"{name}.csv").write_bytes(data)

    def put_plan_of_2020_beside(self) -> None:
        """The plan of the next year, before it begins."""
        write_plan(
            self.plan_2020,
            id="small-2020",
            title="2020年小计划",
            document="测〔2020〕1号",
            year=2020,
            agencies=[agency_data(), agency_data(id="market", name="省市场监管局"), agency_data(id="court", name="省法院")],
            groups=[],
            tasks={
                "1.1.1": {"agencies": ["ipo", "market"], "text": "制定知识产权保护条例。"},
                "1.1.2": {"agencies": ["market"], "text": "地理标志产品达到20个。"},
                "2.1.1": {"agencies": ["court"], "text": "设立知识产权巡回审判点。"},
            },
            indicators=[
                indicator_data(
                    id="geographical-indications", task="1.1.2", name="地理标志产品", unit="个", target=20,
                    target_text="达到20个", owner="market",
                )
            ],
        )  # fmt: skip


def days_of(path: Path) -> type[datetime]:
    """What stands for `datetime` in `lib.store.protocol`, where every board takes its day from."""

    class OnThatDay(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            day = (path / "day.txt").read_text(encoding="utf-8")
            return cls.fromisoformat(f"{day}T12:00:00").replace(tzinfo=tz)

    return OnThatDay


if __name__ == "__main__":
    settings.ROOT = Path(os.environ["YEAR_END"])
    vars(protocol)["datetime"] = days_of(settings.ROOT)
    runpy.run_path(str(ROOT / "main.py"))
