"""One file: whose it is, what is wrong with it, and whether it counts beside what is already there."""

from __future__ import annotations

from datetime import date
from pathlib import PurePath
from typing import NamedTuple

from lib.collector import uncollected
from lib.intake.decoding import decode
from lib.intake.encodings import is_text, is_workbook
from lib.intake.figures import figures
from lib.intake.footnotes import leave_out
from lib.intake.headers import Header, is_header, read_header
from lib.intake.lines import Lines, Origin
from lib.intake.progress import progress
from lib.intake.sheet import Sheet, letters
from lib.intake.worksheet import say_worksheet
from lib.periods import year_named
from lib.plan import Plan
from lib.problems import Problem, Severity, Worksheet, nearest, problem
from lib.rows import CLAUSE, Kind, Row, title

SAMPLE_PREFIX = "示例_"


class Reading(NamedTuple):
    """What a file says. `rows` is empty where a problem is blocking: a file is taken whole or refused whole."""

    file: str
    sender: str | None
    """The body it speaks for."""
    kind: Kind | None
    rows: list[Row]
    problems: list[Problem]
    sha256: str = ""
    worksheet: Worksheet | None = None
    """Where its rows and problems are, if the file is a workbook."""

    @property
    def accepted(self) -> bool:
        """Nothing in it is blocking."""
        return not any(p.blocking for p in self.problems)

    @property
    def needs_confirmation(self) -> bool:
        """It counts only once its warnings are confirmed."""
        return bool(self.warnings)

    @property
    def counts(self) -> bool:
        """It counts as it is."""
        return all(p.severity in ("note", "remind") for p in self.problems)

    @property
    def faults(self) -> list[Problem]:
        """Problems without the notes."""
        return [p for p in self.problems if p.severity != "note"]

    @property
    def warnings(self) -> list[Problem]:
        """What has to be confirmed."""
        return [p for p in self.problems if p.severity == "confirm"]

    @property
    def notes(self) -> list[Problem]:
        """What was understood or left out; nothing to do."""
        return [p for p in self.problems if p.severity == "note"]

    @property
    def is_sample(self) -> bool:
        """Whether the file is named as invented data."""
        return is_sample(self.file)

    def placed(self, found: Problem) -> Problem:
        """A problem of this file with the worksheet and the column's letter, if the file is a workbook."""
        return found if self.worksheet is None else found.on(self.worksheet)

    def noted(self, note: Problem, rows: list[Row] | None = None) -> Reading:
        """The same with a note; with other rows, where those are given."""
        return self._replace(problems=[*self.problems, note], rows=self.rows if rows is None else rows)


def is_sample(file: str) -> bool:
    """Whether a file name marks invented data."""
    return file.startswith(SAMPLE_PREFIX)


@uncollected()
def read_file(file: str, data: bytes, plan: Plan, received: date, body: str | None = None) -> Reading:
    """Everything that can be said of a file by itself. Without `body` its name says whose it is."""
    said = _said(file, data, plan, received, body)
    return said if said.accepted else said._replace(rows=[])


@uncollected()
def read_accepted(file: str, data: bytes, plan: Plan, received: date, body: str) -> Reading:
    """What a file says that was accepted when it was received: its warnings were confirmed and are notes now. What would be
    refused by a rule that has come since goes on counting as far as it can be read, and is reminded of."""
    said = _said(file, data, plan, received, body)
    lighter: dict[Severity, Severity] = {"confirm": "note", "refuse": "remind" if said.rows else "refuse"}
    problems = [p._replace(severity=lighter.get(p.severity, p.severity)) for p in said.problems]
    if said.rows and not said.accepted:
        count = sum(p.blocking for p in said.problems)
        problems.append(problem("rule_came_later", file=file, count=count))
    return said._replace(problems=problems)


def _said(file: str, data: bytes, plan: Plan, received: date, body: str | None) -> Reading:
    """What a file says, with all rows that can be read, also of one that is refused."""
    sender = body or body_of(file, plan)
    if isinstance(sender, Problem):
        return Reading(file, None, None, [], [sender])
    # What was received is read whatever its file is called now; whoever sends for a body asks by itself.
    if body is None and (wrong := misnamed(file, data)):
        return _reading(file, sender, None, [], [wrong])
    sheet, found = decode(data, is_header)
    if sheet is None:
        return _reading(file, sender, None, [], found)
    header, more = read_header(sheet.header, plan.year, sheet.beside)
    where = _worksheet(sheet, header)
    if header is None:
        return _reading(file, sender, None, [], found + more, where)
    rows, faults = read_rows(sheet, header, plan, Origin(file, sender, received))
    return _reading(file, sender, header.kind, rows, found + more + faults, where)


def misnamed(file: str, data: bytes) -> Problem | None:
    """The problem of a file whose name says workbook and whose content does not, or the other way round."""
    is_named = PurePath(file).suffix.lower() == ".xlsx"
    if is_workbook(data) and not is_named:
        return problem("file_other_format", file=file, kind="Excel 工作簿（xlsx），文件名却不以 .xlsx 结尾")
    if is_named and not is_workbook(data) and is_text(data):
        return problem("file_other_format", file=file, kind="文本，文件名却以 .xlsx 结尾")
    return None


def _worksheet(sheet: Sheet, header: Header | None) -> Worksheet | None:
    """Where problems are, if the sheet is one of a workbook."""
    if sheet.grid is None:
        return None
    columns = (
        [(title(header.kind, name), at) for name, at in (header.columns | header.beside).items()] if header else []
    )
    if header and header.clause is not None:
        columns.append((CLAUSE, header.clause))
    return Worksheet(sheet.grid.name, tuple((column, letters(at)) for column, at in columns))


def read_rows(sheet: Sheet, header: Header, plan: Plan, origin: Origin) -> tuple[list[Row], list[Problem]]:
    """All rows of a sheet with every problem and note. The rows are only of use where no problem is blocking."""
    lines = Lines(sheet, header, plan, origin)
    leave_out(lines)
    say_worksheet(lines)
    lines.say_damage()
    rows = figures(lines) if header.kind == "figures" else progress(lines)
    return rows, lines.problems()


def _reading(
    file: str,
    sender: str,
    kind: Kind | None,
    rows: list[Row],
    problems: list[Problem],
    worksheet: Worksheet | None = None,
) -> Reading:
    reading = Reading(file, sender, kind, rows, [], worksheet=worksheet)
    return reading._replace(problems=[reading.placed(p if p.file else p._replace(file=file)) for p in problems])


def body_of(file: str, plan: Plan) -> str | Problem:
    """The body whose id, name or alias the file name begins with, or why there is none."""
    stem = PurePath(file).stem.replace("＿", "_").removeprefix(SAMPLE_PREFIX)
    words = stem.split("_")
    for n in range(len(words), 0, -1):
        if body := plan.find_body("_".join(words[:n])):
            if body in plan.groups_by_id:
                return problem("body_is_group", file=file, value=file, name=plan.name_of(body))
            return body
    names = [name for agency in plan.agencies for name in (agency.name, *agency.aliases)]
    # 省科技厅2021-09.csv lacks the underscore after the name.
    begins = max((name for name in names if stem.startswith(name)), key=len, default="")
    hint = f"“{begins}”后面缺下划线。" if begins else nearest(words[0], names)
    return problem("body_unknown", file=file, value=file, nearest=hint)


def years_of(data: bytes) -> set[int]:
    """The years that the periods of a file name: whose plan's business it is."""
    sheet, _ = decode(data, is_header)
    header = read_header(sheet.header, date.max.year)[0] if sheet else None
    if sheet is None or header is None or not sheet.columns:
        return set()
    named = map(year_named, sheet.columns[header.columns["period"]].distinct)
    return {year for year in named if year}
