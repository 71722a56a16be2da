"""`brief` as it is called, at a desk and from cron."""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
from pathlib import Path

import docx
import pytest
from calls import ROOT, Run, run, run_apart
from factories import csv_bytes
from pptx import Presentation
from sending import contents_of, write_plan

from lib.briefing.figures import PICTURES

SAMPLES = ROOT / "data" / "actuals"
PLAN = ROOT / "data" / "plan_2019.yaml"


class Desk:
    """The shipped plan, a copy of the samples, and a folder for what is made."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.actuals = Path(shutil.copytree(SAMPLES, path / "actuals"))
        self.out = path / "out"

    def brief(self, *arguments: str | Path, plan: Path = PLAN) -> Run:
        return run("brief", *arguments, "--plan", plan, "--actuals", self.actuals)

    def brief_apart(self, *arguments: str | Path, **env: str | Path) -> Run:
        return run_apart("brief", *arguments, "--plan", PLAN, "--actuals", self.actuals, **env)

    def made(self) -> dict[str, bytes]:
        return contents_of(self.out)

    def code(self, *arguments: str) -> str:
        """The check code as `status` prints it."""
        said = run("status", *arguments, "--plan", PLAN, "--actuals", self.actuals).out
        found = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", said)
        assert found
        return found[0]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# what is made


def test_slides_and_notice_are_made_and_named_and_nothing_else_is_written(desk: Desk) -> None:
    before = contents_of(desk.path)
    done = desk.brief_apart("--out", desk.out)
    names = ["示例_简报_截至2019-09-30.pptx", "示例_通报_截至2019-09-30.docx"]
    assert (done.code, done.err) == (0, "")
    assert done.out.splitlines() == [str(desk.out / name) for name in names]
    assert len(Presentation(str(desk.out / names[0])).slides) == 16
    assert "推进情况的通报" in "".join(p.text for p in docx.Document(str(desk.out / names[1])).paragraphs)
    after = contents_of(desk.path)
    assert {name for name in after if name not in before and ".planboard" not in name} == {f"out/{n}" for n in names}
    assert all(after[name] == data for name, data in before.items())


def test_the_same_data_give_the_same_bytes_a_second_time(desk: Desk) -> None:
    assert desk.brief_apart("--out", desk.out).code == 0
    first = desk.made()
    assert desk.brief("--out", desk.path / "again").code == 0
    assert contents_of(desk.path / "again") == first
    # Over the old files, as cron does.
    assert desk.brief("--out", desk.out).code == 0
    assert desk.made() == first


def test_an_earlier_date_is_in_the_name_and_on_the_slides(desk: Desk) -> None:
    done = desk.brief("--out", desk.out, "--as-of", "2019-06-30", "--known-by", "2019-07-15", "--format", "pptx")
    assert done.code == 0
    (file,) = desk.out.iterdir()
    assert file.name == "示例_简报_截至2019-06-30.pptx"
    said = "\n".join(x.text_frame.text for s in Presentation(str(file)).slides for x in s.shapes if x.has_text_frame)
    assert said.count("数据截至2019年6月30日，知悉截至2019年7月15日") >= 10


@pytest.mark.parametrize("name", ["science", "省科技厅"])
def test_one_agency_is_named_by_id_or_name_and_has_slide_and_sheet(name: str, desk: Desk) -> None:
    assert desk.brief("--out", desk.out, "--agency", name).code == 0
    assert set(desk.made()) == {"示例_简报_省科技厅_截至2019-09-30.pptx", "示例_督办单_省科技厅_截至2019-09-30.docx"}


def test_the_bulletin_is_asked_for_by_its_kind(desk: Desk) -> None:
    done = desk.brief("--out", desk.out, "--format", "docx", "--kind", "bulletin")
    assert (done.code, list(desk.made())) == (0, ["示例_月度快报_截至2019-09-30.docx"])


def test_a_group_has_its_sheet(desk: Desk) -> None:
    assert desk.brief("--out", desk.out, "--agency", "members", "--format", "docx").code == 0
    assert len(desk.made()) == 1


def test_pictures_and_pdf_are_made_too(desk: Desk) -> None:
    done = desk.brief_apart("--out", desk.out, "--format", "png", "--format", "pdf", "--format", "png")
    assert (done.code, done.err) == (0, "")
    made = desk.made()
    assert len(made) == len(done.out.splitlines()) == 39
    for name, data in made.items():
        if name.endswith(".png"):
            size = struct.unpack(">II", data[16:24])
            assert "长图" in name or size == next(pixels for key, pixels in PICTURES.items() if key in name)
        elif name.endswith(".svg"):
            assert data.startswith(b"<svg")
    pdf = desk.out / "示例_简报_截至2019-09-30.pdf"
    said = subprocess.run(["pdfinfo", pdf], check=True, capture_output=True, text=True).stdout
    assert re.search(r"^Pages: +16$", said, re.MULTILINE)


def test_what_this_machine_cannot_make_is_said_and_the_rest_is_made(desk: Desk) -> None:
    formats = [word for kind in ("png", "pdf", "pptx", "docx") for word in ("--format", kind)]
    (desk.path / "bin").mkdir()
    done = desk.brief_apart("--out", desk.out, *formats, PATH=desk.path / "bin")
    assert done.code == 1
    assert "apt-get install chromium" in done.err
    assert "apt-get install libreoffice-impress" in done.err
    assert sorted(Path(name).suffix for name in desk.made()) == [".docx", ".pptx"]


def test_an_agency_has_pictures_of_its_own_state(desk: Desk) -> None:
    done = desk.brief("--out", desk.out, "--agency", "science", "--format", "png")
    assert done.code == 0
    names = {f"示例_省科技厅_{size}_截至2019-09-30.{kind}" for size in PICTURES for kind in ("png", "svg")}
    assert set(desk.made()) == names


def test_real_figures_bear_no_sample_mark(desk: Desk) -> None:
    figure = csv_bytes(["作品著作权登记量", "2019-09", "377", "2019-10-08", ""])
    (desk.actuals / "省新闻出版局_2019-09.csv").write_bytes(figure)
    assert desk.brief("--out", desk.out, "--format", "pptx").code == 0
    assert list(desk.made()) == ["简报_截至2019-09-30.pptx"]


@pytest.mark.parametrize("indicators", ["with-indicators", "without-indicators"])
def test_an_empty_folder_and_a_plan_without_indicators_give_files_that_open(indicators: str, desk: Desk) -> None:
    changes = {} if indicators == "with-indicators" else {"indicators": []}
    plan = write_plan(desk.path / "small.yaml", **changes)
    desk.actuals = desk.path / "empty"
    desk.actuals.mkdir()
    done = desk.brief("--out", desk.out, plan=plan)
    assert (done.code, done.err) == (0, "")
    slides = Presentation(str(desk.out / "简报_截至2019-12-31.pptx")).slides
    assert len(slides) == (12 if indicators == "with-indicators" else 9)
    assert docx.Document(str(desk.out / "通报_截至2019-12-31.docx")).paragraphs


# whether it still holds


def test_a_code_is_verified_with_its_dates_and_refused_with_others(desk: Desk) -> None:
    code = desk.code("--as-of", "2019-09-30")
    right = desk.brief("--verify", code.lower().replace("-", ""), "--as-of", "2019-09-30")
    assert right.code == 0
    assert f"相符：校验码 {code}，数据截至 2019-09-30。" in right.out
    for wrong, day in [("0000-0000", "2019-09-30"), (code, "2019-06-30")]:
        done = desk.brief("--verify", wrong, "--as-of", day)
        assert done.code == 1
        assert f"不符：材料上是 {wrong}" in done.out
    assert not desk.out.exists()


def test_after_later_reports_a_code_is_verified_by_the_day_on_which_it_was_known(desk: Desk) -> None:
    code = desk.code("--as-of", "2019-09-30")
    corrected = csv_bytes(["作品著作权登记量", "2019-09", "353", "2019-11-20", ""])
    (desk.actuals / "示例_省新闻出版局_更正.csv").write_bytes(corrected)
    today = desk.brief("--verify", code, "--as-of", "2019-09-30")
    assert today.code == 1
    assert "知悉截至" in today.out
    assert desk.brief("--verify", code, "--as-of", "2019-09-30", "--known-by", "2019-10-25").code == 0


def test_the_offices_own_word_file_is_the_template_and_what_it_lacks_is_said(desk: Desk) -> None:
    template = desk.path / "模板.docx"
    docx.Document().save(str(template))
    done = desk.brief("--out", desk.out, "--format", "docx", "--template", template)
    assert done.code == 0
    assert "模板里没有这些样式，用了自带的：通报文号、通报主送、" in done.err
    assert len(desk.made()) == 1


# unattended


def test_nothing_is_made_while_the_code_is_the_same_and_all_again_once_data_change(desk: Desk) -> None:
    code = desk.code()
    same = desk.brief("--out", desk.out, "--if-changed", code.lower())
    assert (same.code, same.err) == (0, "")
    assert same.out == f"没有变化：校验码仍是 {code}，数据截至 2019-09-30，没有生成文件。\n"
    assert not desk.out.exists()
    corrected = csv_bytes(["作品著作权登记量", "2019-09", "353", "2019-11-20", ""])
    (desk.actuals / "示例_省新闻出版局_更正.csv").write_bytes(corrected)
    assert desk.code() != code
    assert desk.brief("--out", desk.out, "--format", "docx", "--if-changed", code).code == 0
    assert len(desk.made()) == 1


# wrong use


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "要写明 --out 文件夹"),
        (["--verify", "0000-0000"], "要写明 --as-of"),
        (["--out", "slides", "pdf"], "“pdf”前面要写 --format"),
        (["--out", "out", "--agency", "省航天局"], "计划里没有单位“省航天局”"),
        (["--out", "out", "--format", "odp"], "odp"),
        (["--out", "out", "--template", "nowhere.docx"], "nowhere.docx"),
        (["--out", "out", "--template", str(PLAN)], "模板要是 .docx"),
        (
            ["--out", "out", "--template", "模板.pptx", "--format", "docx"],
            "“模板.pptx”是给 --format pptx 或 pdf 的模板",
        ),
        (["--out", "out", "--template", "模板.docx", "--format", "pptx"], "“模板.docx”是给 --format docx 的模板"),
        (["--out", "out", "--kind", "bulletin", "--agency", "science"], "督办单"),
        (["--out", "out", "--agency", "science", "--template", "模板.docx"], "用看板自带的版式"),
        (["--out", "out", "--kind", "bulletin", "--template", "模板.docx"], "用看板自带的版式"),
        (["--out", "out", "--as-of", "2019-09-31"], "2019-09-31"),
    ],
)
def test_wrong_use_is_said_ends_with_2_and_writes_nothing(arguments: list[str], said: str, desk: Desk) -> None:
    words = [desk.out if word == "out" else word for word in arguments]
    done = desk.brief(*words)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert not desk.out.exists()


@pytest.mark.parametrize("place", ["file", "file/below"])
def test_a_folder_that_cannot_be_written_ends_with_2(place: str, desk: Desk) -> None:
    (desk.path / "file").write_bytes(b"mine")
    done = desk.brief("--out", desk.path / place)
    assert done.code == 2
    assert "--out" in done.err
    assert (desk.path / "file").read_bytes() == b"mine"


def test_a_plan_with_faults_ends_with_1_and_one_that_is_missing_with_2(desk: Desk) -> None:
    (desk.path / "bad.yaml").write_text("title: [", encoding="utf-8")
    assert desk.brief("--out", desk.out, plan=desk.path / "bad.yaml").code == 1
    assert desk.brief("--out", desk.out, plan=desk.path / "none.yaml").code == 2
    assert not desk.out.exists()
