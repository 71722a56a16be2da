"""Published history of the indicators: figures in print, each with its source. Shown apart from what is reported."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lib import formats
from lib.periods import read_period


class Published(NamedTuple):
    """One published figure. `qualifier` “>” marks a bound: shown with its sign, never used as an actual."""

    indicator: str
    period: str
    value: float
    unit: str
    qualifier: str
    measure: str
    source: str
    confidence: str

    @property
    def end(self) -> date:
        """The last day of what it is about."""
        return read_period(self.period, int(self.period[:4])).period.end

    def figure(self) -> str:
        """435 件; 超过 1,200 件（只公布了下限）."""
        text = formats.quantity(self.value, self.unit)
        return f"超过 {text}（只公布了下限）" if self.qualifier == ">" else text


def load_published(path: Path) -> dict[str, list[Published]]:
    """Published figures by indicator, oldest first; none where the file is absent."""
    if not path.is_file():
        return {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = [_published(row) for row in csv.DictReader(file)]
    found: dict[str, list[Published]] = {}
    for row in sorted(rows, key=lambda r: r.period):
        found.setdefault(row.indicator, []).append(row)
    return found


def _published(row: dict[str, str]) -> Published:
    texts = {name: row[name] for name in Published._fields if name != "value"}
    return Published(value=float(row["value"]), **texts)
