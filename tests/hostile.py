"""Files that nobody should send: huge ones that strain time or memory, and strategies for odd ones of any kind."""

from __future__ import annotations

import random
from collections.abc import Callable
from itertools import count

from factories import FIGURES_HEADER, PROGRESS_HEADER
from hypothesis import strategies as st

from lib.settings import MAX_FILE_BYTES, MAX_ROWS

NAME = "作品著作权登记量"
FIGURES = ",".join(FIGURES_HEADER) + "\n"
PROGRESS = ",".join(PROGRESS_HEADER) + "\n"


def lines(line: Callable[[int], str], header: str = FIGURES, encoding: str = "utf-8") -> bytes:
    """A header and as many lines as may be."""
    parts, size = [header.encode(encoding)], len(header.encode(encoding))
    for n in range(MAX_ROWS):
        part = line(n).encode(encoding)
        size += len(part)
        if size > MAX_FILE_BYTES:
            break
        parts.append(part)
    return b"".join(parts)


def full(piece: bytes, header: str = "") -> bytes:
    """The same again and again, up to the limit of a file."""
    start = header.encode()
    return start + piece * ((MAX_FILE_BYTES - len(start)) // len(piece))


def mixed(n: int) -> str:
    """A cell of two letters of other scripts; there are many of them, and each takes more memory than its bytes."""
    return chr(0x3B1 + n % 24) + chr(0x410 + n // 24 % 64)


HUGE: dict[str, Callable[[], bytes]] = {
    "line ends": lambda: full(b"\n"),
    "lines of one letter": lambda: full(b"a\n"),
    "lines of one letter below a header": lambda: full(b"a\n", FIGURES),
    "commas": lambda: full(b","),
    "commas below a header": lambda: full(b",", FIGURES),
    "lines of one comma": lambda: full(b",\n"),
    "one line": lambda: full(b"x"),
    "one line below a header": lambda: full(b"x", FIGURES),
    "short lines below a header": lambda: full(b"x,y,z\n", FIGURES),
    "unknown indicators": lambda: lines(lambda n: f"指标{n},2019-09,1\n"),
    "unknown tasks": lambda: lines(lambda n: f"9.{n},,2019-09,推进中\n", PROGRESS),
    "unknown tasks and bodies": lambda: lines(lambda n: f"9.{n},局{n},{n},做{n}\n", PROGRESS),
    "unknown bodies of known tasks": lambda: lines(lambda n: f"1.1.1,局{n},{n},做{n}\n", PROGRESS),
    "a quote at the beginning": lambda: b'"' + full(b"x,y,z\n")[1:],
    "a quote below a header": lambda: (FIGURES + '"').encode() + full(b"x,y,z\n")[: -len(FIGURES) * 4],
    "quotes": lambda: full(b'"'),
    "quotes below a header": lambda: full(b'"', FIGURES),
    "quoted cells": lambda: lines(lambda n: f'"{n}","2019-09","{n}"\n'),
    "zero bytes": lambda: full(b"\0"),
    "bytes of no encoding": lambda: full(b"\xff"),
    "lines of no encoding": lambda: full(b"\xff\n", FIGURES),
    "gbk": lambda: lines(lambda n: f"{NAME},2019-09,{n}\n", encoding="gbk"),
    "gbk lines of one character": lambda: FIGURES.encode("gbk") + full("中\n".encode("gbk"))[:-100],
    "gbk with utf-8 in each line of a cell": lambda: (
        FIGURES.encode("gbk") + full(b'"' + ("中".encode() + "中".encode("gbk") + b"\n") * 5000 + b'"\n')[:-40_000]
    ),
    "utf-16": lambda: b"\xff\xfe" + (FIGURES + f"{NAME},2019-09,1\n" * (MAX_ROWS + 1)).encode("utf-16-le"),
    "every cell unclean": lambda: lines(lambda n: f' {NAME},2019年{n % 12 + 1}月,"{n},000件",2019/10/{n % 28 + 1},\n'),
    "every cell unclean, without quotes": lambda: lines(lambda n: f" {NAME},2019年{n % 12 + 1}月,{n}件,2019/10/8\n"),
    "identical rows": lambda: lines(lambda n: f"{NAME},2019-09,352\n"),
    "contradictions": lambda: lines(lambda n: f"{NAME},2019-09,{n}\n"),
    "four faults in each row": lambda: lines(lambda n: f"x{n},p{n},v{n},d{n}\n"),
    "the same faults in each row": lambda: lines(lambda n: "x,p,v\n"),
    "digits": lambda: lines(lambda n: f"{NAME},2019-09,{'1' * 32_000}\n"),
    "digits everywhere": lambda: lines(lambda n: f"{NAME},{'1' * 32_000},{'1' * 32_000}x,{'2' * 32_000}\n"),
    "long texts": lambda: lines(lambda n: f"{'约' * 30_000}{n},{'月' * 30_000},{'、' * 30_000},{'日' * 2_000}\n"),
    "spaces": lambda: lines(lambda n: f"{NAME},2019{' ' * 30_000}9,1{' ' * 30_000}x,{' ' * 30_000}x\n"),
    "brackets": lambda: lines(lambda n: f"{'（' * 30_000},{'(' * 30_000}\n", "(" * 30_000 + "," + FIGURES),
    "rows too long": lambda: lines(lambda n: "x,2019-09,1,,,y\n"),
    "256 columns": lambda: lines(
        lambda n: ",".join(mixed(n * 256 + k) for k in range(256)) + "\n", FIGURES.strip() + ",c" * 251 + "\n"
    ),
    "short cells": lambda: lines(lambda n: ",".join(f"{n * 9 + k:04x}"[-4:] for k in range(9)) + "\n", PROGRESS),
    "short cells in quotes": lambda: lines(
        lambda n: '"x",' + ",".join(f"{n * 9 + k:04x}"[-4:] for k in range(8)) + "\n", PROGRESS
    ),
    "notes": lambda: lines(lambda n: f"注：{n},,审核：{n}\n"),
    "totals": lambda: lines(lambda n: f"合计{n},2019-09,{n}\n"),
    "headers": lambda: lines(lambda n: FIGURES),
    "units": lambda: lines(lambda n: f"{NAME},2019-09,1,u{n}\n", "指标,报告期,实际值,单位\n"),
    "numbers beside names": lambda: lines(lambda n: f"a{n},b{n},2019-09,1\n", "指标编号,指标名称,报告期,实际值\n"),
    "quarters": lambda: lines(lambda n: f"{NAME},三季度,{n}\n"),
    "titles": lambda: ("题," * 200 + "\n").encode() * 12 + full(b"x,y,z\n")[:-20_000],
}
"""Files up to the limit, each of them meant against one way of reading."""


# odd files

ODD_CELLS = st.sampled_from(
    [
        "", " ", "　", "\u200b", "\ufeff", NAME, "copyright-registrations", "每万人口发明专利拥有量", "1.1.1", "1.1.4", "2.1.1",
        "省版权局", "省科技厅", "各成员单位", "统筹办", "2019-09", "2019Q3", "三季度", "2019.1", "43525", "Mar-19", "九月", "2020-01",
        "352", "1,200", "2.9件", "1.01万", "—", "约400", "#DIV/0!", "-1", "0.605", "9" * 400, "1e400", "٣", "²", "推进中", "已完成",
        "已销号", "完成", "2019-10-08", "昨天", "合计", "注：", "制表人：张三", "=1+1", "<b>", '"', '"a', 'a"', "a\nb", "\r", "\x00", "\x1a",
        "\x85", "\u2028", "\ud7ff", "\U0001f600", "件", "万件", "{0}", "%s", "../x",
    ]
)  # fmt: skip

HEADERS = st.sampled_from(
    [
        FIGURES_HEADER, PROGRESS_HEADER, ("indicator", "period", "value"), ("指标编号", "指标名称", "报告期", "实际值（件）", "单位"),
        ("序号", "任务编号", "任务", "任务内容", "上期", "报告期", "状态"), ("指标", "指标", "报告期", "实际值"), ("指标", "1月", "2月"), (),
    ]
)  # fmt: skip

GOOD = "".join([FIGURES, *(f"{NAME},2019-{month:02},{month * 31},2019-12-08,按月统计\n" for month in range(1, 12))])
GOOD_PROGRESS = PROGRESS + "".join(f"1.1.4,,2019-{month:02},推进中,,,,,已部署\n" for month in range(1, 12))


@st.composite
def grids(draw: st.DrawFn) -> bytes:
    """A table of odd cells, with its own delimiter, line end and encoding."""
    delimiter, line_end = draw(st.sampled_from(",;\t")), draw(st.sampled_from(["\n", "\r\n", "\r", "\n\n"]))
    rows = draw(st.lists(st.lists(ODD_CELLS, max_size=12), max_size=12))
    title = draw(st.sampled_from(["", "2019年报表\n", "sep=;\n", "\ufeff", "题,,,\n\n"]))
    text = title + line_end.join(delimiter.join(cells) for cells in [draw(HEADERS), *rows])
    return text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-be"])), "replace")


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A good file to which something has happened, several times."""
    text = draw(st.sampled_from([GOOD, GOOD_PROGRESS]))
    data = text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig", "gbk", "utf-16"])))
    chance = random.Random(draw(st.integers(0, 2**32)))  # noqa: S311
    for _ in range(draw(st.integers(1, 5))):
        data = draw(st.sampled_from(SPOILING))(data, chance)
    return data


def _flipped(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(max(1, len(data)))
    return data[:at] + bytes([chance.randrange(256)]) + data[at + 1 :]


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
    return data[:start] + data[end:]


def _shuffled(data: bytes, chance: random.Random) -> bytes:
    parts = data.split(b"\n")
    chance.shuffle(parts)
    return b"\n".join(parts)


def _merged(data: bytes, chance: random.Random) -> bytes:
    """The first cell of some lines is blank, as merged cells leave it."""
    parts = data.split(b"\n")
    return b"\n".join(part[part.find(b",") :] if chance.random() < 0.3 and b"," in part else part for part in parts)


def _with_line_of(encoding: str) -> Callable[[bytes, random.Random], bytes]:
    def add(data: bytes, chance: random.Random) -> bytes:
        parts = data.split(b"\n")
        parts.insert(chance.randrange(len(parts) + 1), f"{NAME},2019-09,352".encode(encoding))
        return b"\n".join(parts)

    return add


SPOILING: list[Callable[[bytes, random.Random], bytes]] = [
    _flipped,
    _cut,
    _shuffled,
    _merged,
    _with_line_of("gbk"),
    _with_line_of("utf-8"),
    _with_line_of("utf-16"),
    lambda data, _: data + data,
    lambda data, _: b"\xef\xbb\xbf" + data,
    lambda data, _: data.replace(b",", b";"),
    lambda data, _: data.replace(b",", b"\t"),
    lambda data, _: data.replace(b",", b'","'),
    lambda data, chance: data + bytes(chance.randrange(256) for _ in range(50)),
]


@st.composite
def repeated(draw: st.DrawFn, most: int = MAX_FILE_BYTES) -> bytes:
    """A header, perhaps, and one piece again and again."""
    header = draw(st.sampled_from(["", FIGURES, PROGRESS]))
    cells = draw(st.lists(ODD_CELLS, min_size=1, max_size=9))
    counted = draw(st.booleans())
    piece = ",".join(cells) + draw(st.sampled_from(["\n", "", "\r\n"]))
    size = draw(st.integers(1, most))
    if not counted:
        data = header.encode() + piece.encode("utf-8", "replace") * (
            size // len(piece.encode("utf-8", "replace") or b"x")
        )
        return data[:most]
    parts, length = [header], 0
    for n in count():
        parts.append(f"{n}{piece}")
        length += len(parts[-1].encode("utf-8", "replace"))
        if length > size:
            break
    return "".join(parts).encode("utf-8", "replace")[:most]


def odd_files(most: int) -> st.SearchStrategy[bytes]:
    """Any file at all, up to so many bytes."""
    return st.one_of(st.binary(max_size=2_000), grids(), spoiled(), repeated(most))
