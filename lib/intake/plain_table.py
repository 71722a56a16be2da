"""The columns of a large CSV in UTF-8 without quotes, read at once.

Without quotes a CSV is only what stands between delimiters and line ends, which Arrow splits in a fraction of the time
that the csv module takes. It is loaded for large files only; whatever it does not take is left to the csv module.
"""

from __future__ import annotations

from lib import settings
from lib.intake.columns import Column

FROM_BYTES = 256 * 1024
"""Below this, loading Arrow would take longer than reading the file without it."""


def may_be_plain(data: bytes) -> bool:
    """Whether it is worth trying."""
    return len(data) >= FROM_BYTES and b'"' not in data


def plain_columns(body: memoryview, delimiter: str, width: int) -> list[Column] | None:
    """The columns of the lines in `body`; None where these are not all UTF-8 and of `width` cells, none of them blank
    as a whole and none of the cells too long.

    Shapes: `width` columns of as many cells as there are lines.
    """
    if width < 2:
        return None
    import pyarrow as pa
    from pyarrow import csv

    names = [str(n) for n in range(width)]
    try:
        table = csv.read_csv(
            pa.BufferReader(body),
            csv.ReadOptions(column_names=names),
            csv.ParseOptions(delimiter=delimiter, quote_char=False, ignore_empty_lines=False),
            csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), check_utf8=False),
            memory_pool=pa.system_memory_pool(),
        )
    except pa.ArrowInvalid:
        return None
    if not 0 < table.num_rows <= settings.MAX_ROWS:
        return None
    columns = []
    for name in names:
        column = table[name].dictionary_encode().combine_chunks()
        try:
            texts = column.dictionary.to_pylist()
        except UnicodeDecodeError:
            return None
        if len(max(texts, key=len)) > settings.MAX_CELL_CHARS:
            return None
        columns.append(Column(texts, column.indices.to_numpy()))
        table = table.drop_columns([name])
    # A line may be blank as a whole only where its first cell is.
    return None if columns[0].where(lambda text: not text.strip()).size else columns
