"""Bytes → text cells: encodings, delimiters, and what is no CSV at all."""

from __future__ import annotations

import csv
import time

import pytest
from factories import csv_bytes
from workbooks import zipped

from lib import settings
from lib.intake.decoding import Sheet, decode
from lib.intake.headers import is_header
from lib.problems.catalogue import Problem

HEADER = ["指标", "报告期", "实际值", "填报日期", "说明"]
ROW = ["作品著作权登记量", "2019-09", "352", "2019-10-08", "季末核对"]


def sheet_of(data: bytes) -> tuple[Sheet, list[str]]:
    """The sheet of bytes that can be read, with the codes of the notes."""
    sheet, found = decode(data, is_header)
    assert sheet is not None, found
    return sheet, [p.code for p in found]


def refusal_of(data: bytes) -> Problem:
    """Why bytes cannot be read."""
    sheet, found = decode(data, is_header)
    assert sheet is None
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("gbk", ["encoding_noted"]),
        ("gb18030", ["encoding_noted"]),
        ("utf-16", ["encoding_noted"]),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("delimiter", "noted"), [(",", []), (";", ["delimiter_noted"]), ("\t", ["delimiter_noted"])])
def test_every_encoding_delimiter_and_line_end_gives_the_same_cells(
    encoding: str, codes: list[str], line_end: str, delimiter: str, noted: list[str]
) -> None:
    data = csv_bytes(ROW, encoding=encoding, line_end=line_end, delimiter=delimiter)
    sheet, found = sheet_of(data)
    assert (sheet.header.row, sheet.header.cells) == (1, HEADER)
    assert [(line.row, line.cells) for line in sheet.lines] == [(2, ROW)]
    assert found == codes + noted


def test_utf_16_of_either_byte_order_is_read() -> None:
    text = "\t".join(HEADER) + "\r\n" + "\t".join(ROW) + "\r\n"
    for bom, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        sheet, codes = sheet_of(bom + text.encode(encoding))
        assert sheet.lines[0].cells == ROW
        assert codes == ["encoding_noted", "delimiter_noted"]


def test_utf_8_is_never_taken_for_gbk() -> None:
    # These bytes are GB18030 as well, of other characters.
    data = csv_bytes(["涓枃", "2019-09", "1"], encoding="utf-8")
    assert data.decode("gb18030", "ignore")
    sheet, codes = sheet_of(data)
    assert sheet.lines[0].cells[0] == "涓枃"
    assert codes == []


def test_gbk_is_believed_only_where_it_holds_a_known_header() -> None:
    big5 = "指標,報告期,實際值\n".encode("big5")
    assert refusal_of(big5).code == "encoding_broken"


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("row", [2, 3, 4])
def test_a_line_in_gbk_within_utf_8_is_refused_with_its_row(bom: bytes, row: int) -> None:
    lines = [csv_bytes(ROW, header=None, encoding="utf-8", line_end="\n")] * 3
    lines[row - 2] = csv_bytes(ROW, header=None, encoding="gbk", line_end="\n")
    data = bom + csv_bytes(encoding="utf-8", line_end="\n") + b"".join(lines)
    found = refusal_of(data)
    assert (found.code, found.row) == ("encoding_broken", row)


@pytest.mark.parametrize("row", [2, 3, 4])
def test_a_line_in_utf_8_within_gbk_is_refused_with_its_row(row: int) -> None:
    # GB18030 reads it without an error: 季末核对 would become 瀛ｆ湯鏍稿.
    lines = [csv_bytes(ROW, header=None, encoding="gbk")] * 3
    lines[row - 2] = csv_bytes(ROW, header=None, encoding="utf-8")
    found = refusal_of(csv_bytes(encoding="gbk") + b"".join(lines))
    assert (found.code, found.row) == ("encoding_broken", row)


def test_a_short_gbk_word_that_happens_to_be_utf_8_is_gbk() -> None:
    # 联通 in GBK is the famous case: its bytes are UTF-8, though not of Chinese characters.
    row = ["作品著作权登记量", "2019-09", "352", "", "联通"]
    sheet, _ = sheet_of(csv_bytes(row, ["", "", "", "", "联通"], encoding="gbk"))
    assert sheet.lines[1].cells[4] == "联通"


@pytest.mark.parametrize(
    ("broken", "row"),
    [
        (b"\xff,2019-08,1\n", 3),  # an invalid byte at the very beginning of a row
        (b"a,b\xc0\xaf,1\n", 3),
        (b"a,b,c\n\n\xfe,1\n", 5),
        (b'"a\nb",c\n\xfe,1\n', 4),  # a quoted line break is no row
        ("作品".encode()[:-1], 3),  # the last character is cut
    ],
)
@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
def test_an_invalid_byte_is_refused_with_its_row(bom: bytes, broken: bytes, row: int) -> None:
    found = refusal_of(bom + csv_bytes(ROW, encoding="utf-8", line_end="\n") + broken)
    assert (found.code, found.row) == ("encoding_broken", row)


def test_a_cut_utf_16_file_is_refused_with_its_row() -> None:
    whole = csv_bytes(ROW, encoding="utf-16")
    line_end = len("\r\n".encode("utf-16-le"))
    found = refusal_of(whole[: -line_end - 1])
    assert (found.code, found.row) == ("encoding_broken", 2)


def test_a_broken_file_with_a_huge_quoted_cell_is_refused_in_any_process() -> None:
    # The csv module's own limit for a cell is lower than ours until it is raised.
    csv.field_size_limit(131_072)
    assert refusal_of(b'"' + b"a" * 200_000 + b"\xff").code == "encoding_broken"


def archive(*names: str) -> bytes:
    """A zip archive with these members."""
    return zipped(dict.fromkeys(names, "x"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (archive("word/document.xml"), "Word"),
        (archive("ppt/presentation.xml"), "演示文稿"),
        (archive("mimetype", "META-INF/opendocument"), "OpenDocument"),
        (archive("a.csv"), "压缩包"),
        (b"%PDF-1.7\n%\xe2\xe3", "PDF"),
        (b"Rar!\x1a\x07\x01\x00", "压缩包"),
        (b"7z\xbc\xaf\x27\x1c", "压缩包"),
        (b"\x1f\x8b\x08\x00", "压缩包"),
        (b"\x89PNG\r\n\x1a\n", "图片"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "图片"),
        (b"<!DOCTYPE html><html>", "网页"),
        (b"\xef\xbb\xbf\r\n  <HTML><body>", "网页"),
        (b"<table><tr><td>1</td></tr></table>", "网页"),
        (b'<?xml version="1.0"?>', "网页"),
        (b"\x00\x01\x02\x03", "二进制"),
        (csv_bytes(ROW, encoding="utf-8") + b"\0", "二进制"),
        (csv_bytes(ROW, encoding="utf-16-le"), "二进制"),  # without its mark
    ],
)
def test_another_format_is_named_and_how_to_save_it(data: bytes, kind: str) -> None:
    found = refusal_of(data)
    assert found.code == "file_other_format"
    assert kind in found.message
    assert "另存为“CSV UTF-8（逗号分隔）”" in found.message


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"\r\n\r\n",
        b"   \t\n",
        b",,,\r\n,,,\r\n",
        "　\n".encode(),
        b"\xef\xbb\xbf\r\n",
    ],
)
def test_nothing_but_blanks_is_an_empty_file(data: bytes) -> None:
    assert refusal_of(data).code == "file_empty"


@pytest.mark.parametrize(
    ("first", "delimiter"),
    [
        ("sep=;", ";"),
        ("sep=,", ","),
        ("sep=\t", "\t"),
        ("SEP=;", ";"),
        (" sep=;", ";"),
        ("sep=; ", ";"),
        ("sep=", "\t"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_first_line_that_names_the_delimiter_is_followed(first: str, delimiter: str, line_end: str) -> None:
    data = (first + line_end).encode() + csv_bytes(ROW, encoding="utf-8", delimiter=delimiter, line_end=line_end)
    sheet, codes = sheet_of(data)
    assert (sheet.header.row, sheet.header.cells) == (2, HEADER)
    assert [(line.row, line.cells) for line in sheet.lines] == [(3, ROW)]
    assert codes == ["delimiter_noted"]


@pytest.mark.parametrize(
    "titles",
    [
        [["2019年9月报表"]],
        [["2019年9月报表", "", "", "", ""], ["填报单位：省科技厅", "", "填报日期：2019-10-08", "", ""]],
        [["报表"], [], ["单位：件"]],
    ],
)
def test_title_lines_above_the_header_are_left_out_with_a_note(titles: list[list[str]]) -> None:
    sheet, codes = sheet_of(csv_bytes(*titles, HEADER, ROW, header=None))
    assert sheet.header.cells == HEADER
    assert sheet.header.row == len(titles) + 1
    assert sheet.lines[0].row == len(titles) + 2
    assert codes == ["lines_above_header"]


def test_a_sheet_without_a_header_is_returned_with_its_first_line() -> None:
    sheet, codes = sheet_of(csv_bytes(ROW, header=None))
    assert sheet.header.cells == ROW
    assert codes == []


def test_rows_count_as_in_a_spreadsheet() -> None:
    # Blank lines count, a quoted line break does not.
    data = csv_bytes(encoding="utf-8") + '\r\na,b,"一\r\n二"\r\n,,\r\n\r\nc,d,e\r\n'.encode()
    sheet, _ = sheet_of(data)
    assert [(line.row, line.cells[0]) for line in sheet.lines] == [(3, "a"), (6, "c")]


def test_a_separator_of_another_script_ends_no_line() -> None:
    odd = "一\u2028二\x0b三\x85四"
    sheet, _ = sheet_of(csv_bytes([*ROW[:4], odd], ROW))
    assert sheet.lines[0].cells[4] == odd
    assert sheet.lines[1].row == 3


@pytest.mark.parametrize(
    ("body", "row"),
    [
        ('a,b,"c\n', 2),
        ('a,b,c\na,"b,c\nd,e,f\n', 3),
        ('a,b,c\n\na,b,"c\nd,e,f\ng,"h",i\n', 4),
        ('"a\nb",c,d\na,"b\n', 3),
        ('"a\n"b,c\n', 2),
    ],
)
def test_an_unclosed_quote_is_refused_at_the_row_where_it_opened(body: str, row: int) -> None:
    found = refusal_of(csv_bytes(encoding="utf-8", line_end="\n") + body.encode())
    assert (found.code, found.row) == ("quote_unclosed", row)


def test_a_quote_in_the_middle_of_a_cell_is_text() -> None:
    sheet, _ = sheet_of(csv_bytes(encoding="utf-8") + '作品,2019-09,1,,所谓"高质量"\r\n'.encode())
    assert sheet.lines[0].cells[4] == '所谓"高质量"'


def test_a_second_byte_order_mark_from_joined_files_stays_in_its_cell() -> None:
    sheet, _ = sheet_of(csv_bytes(ROW) + csv_bytes(ROW))
    assert sheet.lines[1].cells[0] == "\ufeff指标"


def test_256_columns_are_read_and_one_more_is_refused() -> None:
    limit = settings.MAX_COLUMNS
    assert limit == 256
    sheet, _ = sheet_of(csv_bytes(["1"] * limit))
    width = len(sheet.columns)
    assert {place: width + len(beyond) for place, beyond in sheet.longer.items()} == {0: limit}
    found = refusal_of(csv_bytes(ROW, ["1"] * (limit + 1)))
    assert (found.code, found.row) == ("too_many_columns", 3)
    assert "257" in found.message


def test_a_cell_of_32767_characters_is_read_and_one_more_is_refused() -> None:
    limit = settings.MAX_CELL_CHARS
    assert limit == 32_767
    sheet, _ = sheet_of(csv_bytes([*ROW[:4], "字" * limit]))
    assert len(sheet.lines[0].cells[4]) == limit
    found = refusal_of(csv_bytes(ROW, [*ROW[:4], "字" * (limit + 1)]))
    assert (found.code, found.row) == ("cell_too_long", 3)
    assert "32,767" in found.message


def test_a_file_over_the_limit_is_refused_before_it_is_read() -> None:
    limit = settings.MAX_FILE_BYTES
    start = time.perf_counter()
    found = refusal_of(b"\xff" * (limit + 1))
    assert found.code == "file_too_large"
    assert f"{limit // 2**20} MB" in found.message
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "line", ["(" * 3_000_000, "((" * 10_000 + ")", "，" * 1_000_000, "指标(" * 100_000, '"' * 500_000]
)
def test_a_hostile_line_is_answered_quickly(line: str) -> None:
    start = time.perf_counter()
    decode(f"{line},指标,报告期,实际值\n{line}\n".encode(), is_header)
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00\xd8", b"\xff\xfe\x00\x00", b"\xef\xbb\xbf\xef\xbb\xbf", b"sep=;", b"sep=|\n"]
)
def test_odd_beginnings_give_a_sheet_or_a_reason(data: bytes) -> None:
    sheet, found = decode(data, is_header)
    assert sheet is not None or found


@pytest.mark.parametrize("bad", [1, 3])
def test_lines_in_gbk_below_a_header_in_utf_8_are_refused_at_the_first_of_them(bad: int) -> None:
    header = csv_bytes(encoding="utf-8", line_end="\n")
    found = refusal_of(header + csv_bytes(ROW, header=None, encoding="gbk", line_end="\n") * bad)
    assert (found.code, found.row) == ("encoding_broken", 2)


def test_a_broken_byte_in_gbk_is_refused_with_its_row() -> None:
    found = refusal_of(csv_bytes(ROW, encoding="gbk") + b"\xff\xff,2019-09,1\r\n")
    assert (found.code, found.row) == ("encoding_broken", 3)


def test_one_line_more_than_the_limit_is_refused_and_blank_ones_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "MAX_ROWS", 3)
    sheet, _ = sheet_of(csv_bytes(*[ROW] * 3, [], ["", ""]))
    assert len(sheet.rows) == 3
    found = refusal_of(csv_bytes(*[ROW] * 3, [], ROW))
    assert (found.code, found.row) == ("too_many_rows", 6)
    assert "4 行" in found.message and "3 行" in found.message
