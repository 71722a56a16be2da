"""What is inside an Office file: the parts of its zip archive, read within bounds.

A file of two megabytes may unpack to gigabytes, and its XML may name entities without end. Parts are unpacked piece by
piece and never whole; more than `settings.MAX_UNPACKED_BYTES` in all, or `settings.MAX_XML_ELEMENTS`, is refused, and so
is every DOCTYPE, which no Office program writes and without which there are no entities.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn
from xml.parsers import expat

from lib import settings
from lib.intake.sheet import Refused
from lib.problems import problem

_CHUNK_BYTES = 1024 * 1024
"""What is unpacked at once. Small pieces would let expat begin a long tag anew again and again."""

Attributes = Mapping[str, str]
Start = Callable[[str, Attributes], None]
"""Called with the name of an element, its prefix taken off, and its attributes with theirs."""

End = Callable[[str], None]
Text = Callable[[str], None]


def damaged(what: str) -> Refused:
    """The refusal of an archive that is not whole, or not as Excel writes it."""
    return Refused(problem("workbook_damaged", detail=what))


def too_large(what: str) -> Refused:
    """The refusal of a workbook that is small only while it is packed."""
    return Refused(problem("workbook_too_large", detail=what))


class Package:
    """The parts of an archive by name. Raises Refused for one that cannot be opened."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise damaged("压缩结构不完整") from error
        self._parts = {info.filename.lstrip("/").lower(): info for info in self._zip.infolist()}
        self._bytes = self._elements = 0

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._parts

    def starting(self, part: str, most: int) -> bytes:
        """The beginning of a part; blank where there is none."""
        return next(self._chunks(part, most), b"") if part in self else b""

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: the last word of each relation's kind and the part that is meant, by its id."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: Attributes) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/" + folder, attributes.get("Target", ""))).lstrip("/")
                found[attributes.get("Id", "")] = attributes.get("Type", "").rpartition("/")[2], target

        self.read(posixpath.join(folder, "_rels", f"{name}.rels"), start)
        return found

    def read(self, part: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Read a part of XML; one that is not there has no elements."""
        for _ in self.reading(part, start, end, text):
            pass

    def reading(self, part: str, start: Start, end: End | None = None, text: Text | None = None) -> Iterator[None]:
        """Read a part of XML, step by step: whoever has read enough asks for no more."""
        if part not in self:
            return
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype

        def started(name: str, attributes: dict[str, str]) -> None:
            self._elements += 1
            if self._elements > settings.MAX_XML_ELEMENTS:
                raise too_large(f"超过 {settings.MAX_XML_ELEMENTS:,} 个单元格和标记")
            start(_local(name), attributes)

        parser.StartElementHandler = started
        if end:
            ended = end
            parser.EndElementHandler = lambda name: ended(_local(name))
        if text:
            parser.CharacterDataHandler = text
        try:
            for chunk in self._chunks(part, _CHUNK_BYTES):
                parser.Parse(chunk, False)
                yield
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            # The latter of a declared encoding that nobody knows, or that expat cannot read.
            raise damaged(f"“{posixpath.basename(part)}”读不通") from error
        yield

    def _chunks(self, part: str, size: int) -> Iterator[bytes]:
        try:
            with self._zip.open(self._parts[part.lower()]) as file:
                while chunk := file.read(size):
                    self._bytes += len(chunk)
                    if self._bytes > settings.MAX_UNPACKED_BYTES:
                        raise too_large(f"解开后超过 {settings.MAX_UNPACKED_BYTES // 2**20} MB")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
            raise damaged(f"“{posixpath.basename(part)}”解不开") from error
        except RuntimeError as error:
            # What zipfile says of a part with a password.
            raise Refused(problem("workbook_encrypted")) from error


def _local(name: str) -> str:
    """The name of an element without its prefix."""
    return name.rpartition(":")[2] if ":" in name else name


def _refuse_doctype(*_: object) -> NoReturn:
    raise damaged("含有 DOCTYPE 声明")
