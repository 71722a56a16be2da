"""The files of a briefing: what there is, how each is made, what each is called.

What writes them is loaded by whoever asks for a file: a third of a second that nobody waits for who only looks.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import subprocess
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal, NamedTuple

from lib.briefing.content import Briefing
from lib.briefing.docx import TEMPLATE
from lib.briefing.figures import PICTURES, charts_of, picture
from lib.briefing.long_picture import long_picture
from lib.briefing.notice.bulletin import bulletin
from lib.briefing.notice.notice import drafted, notice
from lib.briefing.notice.paragraphs import Notice
from lib.briefing.notice.requirements import as_text, from_text
from lib.briefing.notice.sheet import agency_notice
from lib.briefing.slides import Slide
from lib.briefing.turns import Turns
from lib.draw import file_name
from lib.errors import BriefingError
from lib.rules import Measures
from lib.say import naming

FileFormat = Literal["pptx", "docx", "png", "pdf"]

FILE_FORMATS: dict[FileFormat, str] = {
    "pptx": "幻灯片（PPTX）",
    "docx": "督查通报（Word）",
    "png": "图片（PNG 和 SVG）",
    "pdf": "幻灯片的 PDF",
}

Paper = Literal["notice", "bulletin"]
"""What the Word file of the whole plan may be, 督查通报 or 快报; that of one agency is always its 督办单."""

PDF_SECONDS = 120

Progress = Callable[[float, str], object]
"""Told how much is done, as a fraction, and what is under way."""


_turns = Turns()
"""Pictures and PDF are made one after another, whoever asks: there is one browser, and LibreOffice fills the machine."""


class File(NamedTuple):
    """A file by its name."""

    name: str
    data: bytes


def file_formats(briefing: Briefing) -> dict[FileFormat, str]:
    """What a briefing can be saved as: without charts there are no pictures."""
    has_charts = any(map(charts_of, briefing.slides))
    return {format: word for format, word in FILE_FORMATS.items() if format != "png" or has_charts}


def make(
    measures: Measures,
    briefing: Briefing,
    format: FileFormat,
    *,
    agency: str | None = None,
    paper: Paper = "notice",
    asked: str | None = None,
    template: bytes | None = None,
    progress: Progress = lambda share, what: None,
) -> list[File]:
    """The files of one format. Raises BriefingError where this machine cannot make them, the template does not fit, or nothing
    is there to draw.

    `paper` is what the Word file of the whole plan is; `asked` the 工作要求 of a notice that a person
    wrote, one a line; `template` an office's own file of the format, of PowerPoint for a PDF.
    """
    progress(0.1, f"正在生成{FILE_FORMATS[format]}……")
    if format == "pptx":
        return [File(f"{briefing.file_name}.pptx", _deck(briefing, template))]
    if format == "docx":
        from lib.briefing.docx import word

        said = _paper(measures, agency, paper, asked)
        return [File(f"{said.file_name}.docx", word.render(said, None if said.is_sheet else template))]
    with _turns.mine(lambda ahead: progress(0.0, f"前面还有 {ahead} 份正在生成，请稍候……")):
        if format == "pdf":
            progress(0.2, f"正在生成{FILE_FORMATS[format]}……")
            return [File(f"{briefing.file_name}.pdf", _as_pdf(_deck(briefing, template)))]
        return list(_drawn(measures, briefing, progress))


def requirements(measures: Measures) -> str:
    """The 工作要求 that a notice would have, one a line, for a person to edit."""
    return as_text(drafted(measures))


def own_template() -> File:
    """The Word file that a notice is written into, for an office to make its own of."""
    return File("通报模板.docx", TEMPLATE.read_bytes())


def said_of(template: bytes) -> str:
    """What a template of a notice lacks, for the person who chose it; blank where it lacks nothing. Raises BriefingError."""
    from lib.briefing.docx.template import gaps

    lacking = gaps(template)
    return (
        f"模板里没有这些样式，用了自带的：{'、'.join(lacking)}。要用自己的，请在 Word 里新建同名样式。"
        if lacking
        else ""
    )


def _paper(measures: Measures, agency: str | None, paper: Paper, asked: str | None) -> Notice:
    if agency:
        return agency_notice(measures, agency)
    return bulletin(measures) if paper == "bulletin" else notice(measures, None if asked is None else from_text(asked))


def check_template(data: bytes) -> None:
    """Insist on a template that slides can be made on. Raises BriefingError, which says what is missing."""
    from lib.briefing.pptx.template import read

    read(data)


def _deck(briefing: Briefing, template: bytes | None) -> bytes:
    from lib.briefing.pptx import deck

    return deck.render(briefing, template)


def as_one(files: list[File], stem: str) -> File:
    """The file, or several as one .zip, always the same bytes."""
    if len(files) == 1:
        return files[0]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for file in files:
            entry = zipfile.ZipInfo(file.name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, file.data)
    return File(f"{stem}_图片.zip", out.getvalue())


def _drawn(measures: Measures, briefing: Briefing, progress: Progress) -> Iterable[File]:
    """Every chart as PNG and as SVG in each of the proportions, and of the whole plan the long picture; by names that stay
    the same but for the day."""
    from lib.briefing import pictures

    charts = [(slide, chart) for slide in briefing.slides for chart in charts_of(slide)]
    if not charts:
        raise BriefingError("这份简报里没有图，只有表，所以没有图片。请用 PPTX、Word 或 PDF。")
    figures = [
        (file_name(measures, f"{picture_name(measures, slide)}_{proportions}"), picture(briefing, slide, chart, size))
        for slide, chart in charts
        for proportions, size in PICTURES.items()
    ]
    if any(slide.key == "overview" for slide in briefing.slides):
        figures.append((file_name(measures, "总体_长图"), long_picture(measures, briefing)))
    for n, (name, figure) in enumerate(figures):
        progress(n / len(figures), f"正在画第 {n + 1} 幅，共 {len(figures)} 幅……")
        yield File(f"{name}.png", pictures.paint(figure, "png"))
        yield File(f"{name}.svg", pictures.paint(figure, "svg"))


def picture_name(measures: Measures, slide: Slide) -> str:
    """What the picture of a slide is called, in Chinese, whatever its figures are."""
    kind, _, id = slide.key.partition("-")
    if kind == "indicator" and id in measures.indicators:
        return f"指标_{measures.indicators[id].indicator.name}"
    if kind == "part" and id in measures.plan.parts_by_id:
        return f"第{naming.numeral(id)}部分"
    if kind == "agency" and id in measures.bodies:
        return measures.plan.name_of(id)
    return _PICTURE_NAMES.get(slide.key, slide.title)


_PICTURE_NAMES = {"overview": "总体", "trend": "趋势", "bodies": "各单位"}


def _as_pdf(presentation: bytes) -> bytes:
    """The deck as LibreOffice prints it."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise BriefingError(
            "没有找到 LibreOffice，不能生成 PDF。请用 PPTX 另存为 PDF，或请管理员安装（Debian：apt-get install libreoffice-impress）。"
        )
    with TemporaryDirectory() as folder:
        source = Path(folder) / "deck.pptx"
        source.write_bytes(presentation)
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, "--headless", profile, "--convert-to", "pdf", "--outdir", folder, str(source)]
        try:
            _run(command)
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.SubprocessError) as error:
            raise BriefingError("LibreOffice 没有生成 PDF。请重试，或者用 PPTX 另存为 PDF。") from error


def _run(command: list[str]) -> None:
    """Run a program to its end, and end with it whatever it has started: soffice is a script around the office itself."""
    # Its output is not waited for: a program that it has started may hold it open.
    nowhere = subprocess.DEVNULL
    started = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, start_new_session=True)  # noqa: S603
    try:
        if code := started.wait(PDF_SECONDS):
            raise subprocess.CalledProcessError(code, command)
    finally:
        if hasattr(os, "killpg"):
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(started.pid, signal.SIGKILL)
        else:
            started.kill()
        started.wait()
