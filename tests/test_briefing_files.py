from __future__ import annotations

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import docx
import psutil
import pytest
from calls import ROOT
from factories import make_plan, progress
from pptx import Presentation

from lib.briefing import files as briefing_files
from lib.briefing import pictures
from lib.briefing.content import Briefing, brief
from lib.briefing.edits import edited
from lib.briefing.files import File, as_one, file_formats, make
from lib.briefing.turns import Turns
from lib.errors import BriefingError
from lib.rows import Rows
from lib.rules.measures import Measures, measure


def test_the_slides_and_the_notice_open_and_are_called_by_what_they_are(samples: Measures, briefing: Briefing) -> None:
    (slides,) = make(samples, briefing, "pptx")
    assert slides.name == "示例_简报_截至2019-09-30.pptx"
    assert len(Presentation(io.BytesIO(slides.data)).slides) == len(briefing.slides)
    (notice,) = make(samples, briefing, "docx")
    assert notice.name == "示例_通报_截至2019-09-30.docx"
    assert docx.Document(io.BytesIO(notice.data)).paragraphs


def test_of_one_agency_there_is_its_slide_and_its_sheet(samples: Measures) -> None:
    one = brief(samples, agency="science")
    assert make(samples, one, "pptx", agency="science")[0].name == "示例_简报_省科技厅_截至2019-09-30.pptx"
    assert make(samples, one, "docx", agency="science")[0].name == "示例_督办单_省科技厅_截至2019-09-30.docx"


def test_the_paper_of_the_whole_plan_may_be_the_bulletin(samples: Measures, briefing: Briefing) -> None:
    (bulletin,) = make(samples, briefing, "docx", paper="bulletin")
    assert bulletin.name == "示例_月度快报_截至2019-09-30.docx"


def test_where_there_are_no_charts_pictures_are_not_offered_and_asking_says_why(
    samples: Measures, briefing: Briefing
) -> None:
    one = edited(brief(samples, agency="science"), ["next"])
    assert list(file_formats(briefing)) == ["pptx", "docx", "png", "pdf"]
    assert list(file_formats(one)) == ["pptx", "docx", "pdf"]
    with pytest.raises(BriefingError, match="没有图"):
        make(samples, one, "png", agency="science")


def test_every_chart_is_a_picture_of_each_kind_by_a_name_of_its_own_and_progress_is_told(
    samples: Measures, briefing: Briefing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "paint", lambda figure, format: f"{format} {figure.layout.width}".encode())
    told: list[tuple[float, str]] = []
    files = make(samples, briefing, "png", progress=lambda share, what: told.append((share, what)))
    names = [file.name for file in files]
    assert len(set(names)) == len(names) == 2 * (6 * 3 + 1)
    assert {
        "示例_总体_16比9_截至2019-09-30.png",
        "示例_总体_长图_截至2019-09-30.png",
        "示例_指标_作品著作权登记量_4比3_截至2019-09-30.svg",
        "示例_各单位_1比1_截至2019-09-30.svg",
    } <= set(names)
    assert {file.data for file in files} >= {b"png 1920", b"svg 1920", b"png 1600", b"png 1200", b"png 1080"}
    shares = [share for share, _ in told[1:]]
    assert shares == sorted(shares)
    assert all(0 <= share <= 1 for share, _ in told)
    assert told[-1][1] == "正在画第 19 幅，共 19 幅……"


def test_names_of_pictures_are_the_same_whatever_the_figures_are(
    samples: Measures, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "paint", lambda figure, format: b"")
    empty = measure(samples.plan, Rows())
    names = [
        [f.name.split("_截至")[0].removeprefix("示例_") for f in make(m, brief(m), "png")] for m in (samples, empty)
    ]
    # Before anything is reported there is no trend.
    assert [name for name in names[0] if not name.startswith("趋势_")] == names[1]
    assert len(names[0]) == len(names[1]) + 6


def test_a_plan_without_indicators_has_its_files() -> None:
    m = measure(make_plan(tasks={"1.1.1": ["ipo"]}, indicators=[]), Rows(progress=[progress(task="1.1.1")]))
    for kind in ("pptx", "docx"):
        (file,) = make(m, brief(m), kind)  # type: ignore[arg-type]
        assert file.name.endswith(f"_截至2019-09-30.{kind}")
        assert zipfile.is_zipfile(io.BytesIO(file.data))


# as one


def test_one_file_is_itself_and_several_are_a_zip_of_the_same_bytes_each_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one, two = File("a.png", b"1"), File("b.svg", b"2")
    assert as_one([one], "简报") is one
    packed = as_one([one, two], "简报")
    assert packed.name == "简报_图片.zip"
    with zipfile.ZipFile(io.BytesIO(packed.data)) as archive:
        assert {e.filename: archive.read(e) for e in archive.infolist()} == {"a.png": b"1", "b.svg": b"2"}
    # The clock of a .zip counts in steps of two seconds.
    later = time.time() + 3
    monkeypatch.setattr(time, "time", lambda: later)
    assert as_one([one, two], "简报") == packed


# PDF


def office(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> None:
    """Another program in the place of LibreOffice."""
    program = folder / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}:/bin:/usr/bin")


def test_without_libreoffice_it_says_what_to_do(
    samples: Measures, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(
        BriefingError, match=r"没有找到 LibreOffice.*PPTX 另存为 PDF.*apt-get install libreoffice-impress"
    ):
        make(samples, briefing, "pdf")


@pytest.mark.parametrize("script", ["exit 1", "exit 0", "sleep 30"], ids=["fails", "makes-nothing", "never-ends"])
def test_a_libreoffice_that_makes_no_pdf_is_said_and_soon(
    script: str, samples: Measures, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(tmp_path, monkeypatch, script)
    monkeypatch.setattr(briefing_files, "PDF_SECONDS", 0.5)
    start = time.monotonic()
    with pytest.raises(BriefingError, match="LibreOffice 没有生成 PDF"):
        make(samples, briefing, "pdf")
    assert time.monotonic() - start < 10


def test_libreoffice_is_given_a_folder_of_its_own_which_is_gone_afterwards(
    samples: Measures, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f'echo "$@" > {tmp_path}/said; while [ $# -gt 0 ]; do [ "$1" = --outdir ] && printf "%%PDF-1.7" > "$2/deck.pdf"; shift; done'
    office(tmp_path, monkeypatch, script)
    (made,) = make(samples, briefing, "pdf")
    assert made == File("示例_简报_截至2019-09-30.pdf", b"%PDF-1.7")
    said = (tmp_path / "said").read_text(encoding="utf-8").split()
    profile = next(word for word in said if "UserInstallation" in word)
    folder = Path(said[said.index("--outdir") + 1])
    assert profile == f"-env:UserInstallation=file://{folder}/profile"
    assert not folder.exists()


def test_a_program_that_an_ended_libreoffice_has_started_is_ended_with_it(
    samples: Measures, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office(tmp_path, monkeypatch, f"sleep 300 & echo $! > {tmp_path}/child; wait")
    monkeypatch.setattr(briefing_files, "PDF_SECONDS", 1.0)
    with pytest.raises(BriefingError):
        make(samples, briefing, "pdf")
    child = int((tmp_path / "child").read_text(encoding="utf-8"))
    assert not psutil.pid_exists(child) or psutil.Process(child).status() == psutil.STATUS_ZOMBIE


# several at once


def test_ten_at_once_are_made_one_after_another_and_told_how_many_are_before_them(
    samples: Measures, briefing: Briefing, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = f"""
        mkdir {tmp_path}/running || echo overlap >> {tmp_path}/overlaps
        sleep 0.1; rmdir {tmp_path}/running
        while [ $# -gt 0 ]; do [ "$1" = --outdir ] && printf "%PDF-1.7" > "$2/deck.pdf"; shift; done"""
    office(tmp_path, monkeypatch, script)
    told: list[str] = []
    made: list[File] = []

    def one() -> None:
        made.extend(make(samples, briefing, "pdf", progress=lambda share, what: told.append(what)))

    threads = [threading.Thread(target=one) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(made) == 10
    assert not (tmp_path / "overlaps").exists()
    assert "前面还有 9 份正在生成，请稍候……" in told
    assert "前面还有 1 份正在生成，请稍候……" in told


def test_whoever_leaves_while_waiting_holds_up_nobody() -> None:
    turns, order = Turns(), []

    def leave(ahead: int) -> None:
        raise KeyboardInterrupt

    with turns.mine(order.append):
        with pytest.raises(KeyboardInterrupt), turns.mine(leave):
            pytest.fail("it was not its turn")
        waiting = threading.Thread(target=lambda: _take(turns, order))
        waiting.start()
        while not order:
            time.sleep(0.01)
    waiting.join(10)
    assert order == [1, 0]


def _take(turns: Turns, order: list[int]) -> None:
    with turns.mine(order.append):
        order.append(0)


TEN_AT_ONCE = """
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from lib.board import Board
from lib.briefing import brief, files
from lib.store import open_store

plan, actuals = map(Path, sys.argv[1:])
measures = Board(plan, open_store(actuals, record=False)).measures()
one = brief(measures, agency="science")
with ThreadPoolExecutor(10) as all:
    kinds = ["pdf", "png", "pptx", "docx", "png"] * 2
    made = [all.submit(files.make, measures, one, kind, agency="science") for kind in kinds]
    print(*(len(each.result()) for each in made))
"""


def test_ten_briefings_at_once_are_all_made_and_leave_no_browser_and_no_office_behind() -> None:
    name, value = "OF_TEN_BRIEFINGS", str(uuid4())
    command = [sys.executable, "-c", TEN_AT_ONCE, ROOT / "data" / "plan_2019.yaml", ROOT / "data" / "actuals"]
    env = os.environ | {name: value, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=200, env=env, cwd=ROOT)
    assert (done.returncode, done.stdout.split()) == (0, ["1", "6", "1", "1", "6"] * 2), done.stderr
    # Whatever was started has the mark in its environment, whosever child it is by now.
    left = []
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if process.environ().get(name) == value:
                left.append(process.cmdline())
    assert not left
