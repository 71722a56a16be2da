from __future__ import annotations

import io
import time
import zipfile
from datetime import date

import pytest

from lib.briefing.same_bytes import stable_zip

CORE = (
    '<cp:coreProperties><dcterms:created xsi:type="W3CDTF">{day}T08:00:00Z</dcterms:created>'
    '<dcterms:modified xsi:type="W3CDTF">{day}T09:00:00Z</dcterms:modified></cp:coreProperties>'
)


def archive(
    entries: dict[str, bytes], *, moment: tuple[int, int, int, int, int, int] = (2021, 5, 6, 7, 8, 10)
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name, content in entries.items():
            made.writestr(zipfile.ZipInfo(name, moment), content)
    return out.getvalue()


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_the_order_and_the_time_of_making_leave_no_trace() -> None:
    entries = {
        "word/document.xml": b"<a/>",
        "[Content_Types].xml": b"<t/>",
        "docProps/core.xml": CORE.format(day="2021-05-06").encode(),
    }
    later = dict(reversed(entries.items())) | {"docProps/core.xml": CORE.format(day="2022-01-01").encode()}
    first = stable_zip(archive(entries))
    assert first == stable_zip(archive(later, moment=(2022, 1, 1, 0, 0, 0)))
    assert first == stable_zip(first)


def test_what_it_is_made_of_stays_the_same_and_a_change_shows() -> None:
    entries = {"[Content_Types].xml": b"<t/>", "a/b.bin": bytes(range(256)), "a/空.txt": "字".encode()}
    with opened(stable_zip(archive(entries))) as made:
        assert made.testzip() is None
        assert {name: made.read(name) for name in made.namelist()} == entries
    assert stable_zip(archive(entries)) != stable_zip(archive(entries | {"a/b.bin": b""}))


def test_the_types_come_first_as_office_programs_expect() -> None:
    with opened(stable_zip(archive({"!before": b"", "[Content_Types].xml": b"", "_rels/.rels": b""}))) as made:
        assert made.namelist()[0] == "[Content_Types].xml"


def test_the_days_of_its_making_are_the_given_one() -> None:
    core = CORE.format(day="2021-05-06").encode()
    with opened(stable_zip(archive({"docProps/core.xml": core}), date(2021, 9, 30))) as made:
        said = made.read("docProps/core.xml")
        assert said.count(b"2021-09-30T00:00:00Z") == 2
        assert b"2021-05-06" not in said
        assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_workbook_within_it_is_made_stable_too() -> None:
    books = [archive({"xl/workbook.xml": b"<w/>"}, moment=(year, 1, 1, 0, 0, 0)) for year in (2020, 2021)]
    assert books[0] != books[1]
    outer = [stable_zip(archive({"ppt/embeddings/book.xlsx": book})) for book in books]
    assert outer[0] == outer[1]
    with opened(outer[0]) as made, opened(made.read("ppt/embeddings/book.xlsx")) as book:
        assert book.read("xl/workbook.xml") == b"<w/>"


def test_no_clock_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    data = archive({"a": b"1"})
    first, asking = stable_zip(data), asking_the_clock()
    # The clock of a .zip counts in steps of two seconds.
    later = time.time() + 3
    monkeypatch.setattr(time, "time", lambda: later)
    assert asking_the_clock() != asking
    assert stable_zip(data) == first


def asking_the_clock() -> bytes:
    """A .zip as it is made by default."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("a", b"1")
    return out.getvalue()
