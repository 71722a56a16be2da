"""A .pptx, .docx or .xlsx that is the same bytes whenever it is made of the same data."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date

_MOMENT = (1980, 1, 1, 0, 0, 0)
_DATES = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def stable_zip(data: bytes, day: date = date(1980, 1, 1)) -> bytes:
    """The archive with its entries in one order, without the time at which they were made; workbooks within it too.

    `day` is what it says of its making: not a clock's, but one of the data.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        names = sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name))
        for name in names:
            content = old.read(name)
            if name.endswith(".xlsx"):
                content = stable_zip(content, day)
            elif name == "docProps/core.xml":
                content = _DATES.sub(rb"\g<1>%sT00:00:00Z" % day.isoformat().encode(), content)
            entry = zipfile.ZipInfo(name, _MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            new.writestr(entry, content)
    return out.getvalue()
