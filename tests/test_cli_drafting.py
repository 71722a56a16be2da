"""import-plan and lint-plan as they are called."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from calls import ROOT, run, run_apart
from documents import pdf, sheet, word
from tables import of_every
from workbooks import zipped

TEXT = """\
某市2031年行动计划
某政发〔2031〕1号
一、重点任务
（一）便民服务
1.新建便民驿站20个。（市A局牵头，市B局等配合，2031年6月底前完成）
2.加强宣传。
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "计划.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_the_json_is_what_was_read_with_every_doubt(document: Path) -> None:
    done = run("import-plan", document, "--json")
    assert done.code == 0
    assert done.document["tasks"] == [
        {
            "path": ["一、重点任务", "（一）便民服务"],
            "no": "1.",
            "text": "新建便民驿站20个。",
            "agencies": ["市A局", "市B局"],
            "lead": ["市A局"],
            "support": ["市B局"],
            "open": True,
            "due": "2031-06",
            "due_text": "2031年6月底前完成",
            "lines": [5, 5],
        }
    ]
    assert done.document["targets"] == [{"task": 1, "quote": "新建便民驿站20个", "value": 20, "unit": "个", "op": "="}]
    assert [(d["line"], d["code"]) for d in done.document["doubts"]] == [(5, "list_open"), (6, "clause_without_body")]
    assert set(done.document) == {"title", "year", "tasks", "targets", "doubts"}
    assert (done.document["title"], done.document["year"]) == ("某市2031年行动计划", 2031)


def test_year_and_title_may_be_given(document: Path) -> None:
    done = run("import-plan", document, "--json", "--year", "2032", "--title", "别的计划")
    assert (done.document["title"], done.document["year"]) == ("别的计划", 2032)


def test_the_draft_is_stored_as_a_plan_file_that_check_accepts(document: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan_2031.yaml"
    done = run_apart("import-plan", document, "--out", out)
    assert (done.code, done.err) == (0, "")
    assert "1 项任务，2 个责任单位，1 个数字目标（待确认），2 处待定。" in done.out
    assert "check 已能通过" in done.out
    assert yaml.safe_load(out.read_text(encoding="utf-8"))["year"] == 2031
    (tmp_path / "actuals").mkdir()
    assert run("check", "--plan", out, "--actuals", tmp_path / "actuals").code == 0


def test_what_the_document_does_not_say_is_named(tmp_path: Path) -> None:
    path, out = tmp_path / "a.txt", tmp_path / "out.yaml"
    path.write_text("一、甲\n1.乙。（市A局）\n", encoding="utf-8")
    done = run("import-plan", path, "--out", out)
    assert done.code == 0
    assert [line for line in done.out.splitlines() if "还缺" in line] != []
    assert "缺少“year”" in done.out


def test_a_file_that_somebody_worked_on_is_not_written_over(document: Path, tmp_path: Path) -> None:
    out = tmp_path / "plan.yaml"
    assert run("import-plan", document, "--out", out).code == 0
    assert run("import-plan", document, "--out", out).code == 0
    out.write_text("改过", encoding="utf-8")
    done = run("import-plan", document, "--out", out)
    assert (done.code, out.read_text(encoding="utf-8")) == (1, "改过")


DOCX = word(lambda document: document.add_paragraph("今天开会。"))
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
BOMB = bytes(310 * 2**20)


@of_every(
    [
        *((f"a.{ending}", b" \n", "空的") for ending in ("txt", "md", "html", "csv", "docx", "xlsx", "pdf")),
        ("a.txt", "今天开会。".encode(), "看不出是一份任务计划"),
        ("a.md", "# 标题".encode(), "看不出是一份任务计划"),
        ("a.csv", "单位,数\n甲,1\n".encode(), "看不出是一份任务计划"),
        ("a.html", b"<html><body></body></html>", "没有任何文字"),
        ("a.docx", DOCX, "看不出是一份任务计划"),
        ("a.xlsx", sheet([["甲", 1]]), "看不出是一份任务计划"),
        ("a.pdf", pdf([([], [])]), "只有图片"),
        ("a.docx", DOCX[: len(DOCX) // 2], "已损坏"),
        ("a.docx", zipped({"word/document.xml": b"<w:document"}), "打不开"),
        ("a.xlsx", sheet([["甲", 1]])[:900], "已损坏"),
        ("a.xlsx", zipped({"xl/workbook.xml": b"<workbook"}), "打不开"),
        ("a.pdf", b"%PDF-1.7\nbroken", "已损坏"),
        ("a.docx", b"\x89PNG\r\n\x1a\n" + bytes(50), "不是 .docx 文件"),
        ("a.txt", bytes(range(128, 256)) * 4 + b"\x00", "编码无法识别"),
        ("a.exe", b"MZ", "不知道怎样读"),
        ("a.docx", LOCKED, "有密码"),
        ("a.xlsx", LOCKED, "有密码"),
        ("a.doc", LOCKED.replace(b"E\0n\0c", b"W\0o\0r"), "旧格式"),
        ("a.docx", zipped({"word/document.xml": BOMB}, level=1), "展开后超过"),
        ("a.xlsx", zipped({"xl/workbook.xml": BOMB}, level=1), "展开后超过"),
    ],
    least=25,
)
def test_what_is_no_plan_is_one_sentence_and_no_draft(name: str, data: bytes, words: str, *, tmp_path: Path) -> None:
    path, out = tmp_path / name, tmp_path / "out.yaml"
    path.write_bytes(data)
    done = run("import-plan", path, "--out", out)
    assert (done.code, done.out) == (1, "")
    assert words in done.err and len(done.err.splitlines()) == 1
    assert not out.exists()


def test_a_file_that_is_not_there_is_wrong_use(tmp_path: Path) -> None:
    assert run("import-plan", tmp_path / "nowhere.txt").code == 2


def test_lint_says_what_is_open_and_is_strict_when_asked() -> None:
    plan = ROOT / "data" / "plan_2019.yaml"
    done = run("lint-plan", plan)
    assert (done.code, "42 项：没有写完成期限" in done.out) == (0, True)
    assert run("lint-plan", plan, "--strict").code == 1
    as_json = run("lint-plan", plan, "--json")
    assert as_json.document["plan"] == {
        "id": "guizhou-ip-2019",
        "title": "2019年知识产权强省建设推进计划",
        "year": 2019,
    }
    assert as_json.document["counts"]["task_without_deadline"] == 42
    assert as_json.document["before"] is None


def test_lint_compares_with_the_plan_of_the_year_before_beside_it(document: Path, tmp_path: Path) -> None:
    assert run("import-plan", document, "--out", tmp_path / "plan_2031.yaml").code == 0
    document.write_text(TEXT.replace("2031", "2032").replace("市B局", "市C局"), encoding="utf-8")
    assert run("import-plan", document, "--out", tmp_path / "plan_2032.yaml").code == 0
    done = run("lint-plan", tmp_path / "plan_2032.yaml", "--json")
    assert done.document["before"] == "plan-2031"
    assert done.document["counts"]["task_taken_over"] == 1
    assert run("lint-plan", tmp_path / "plan_2031.yaml", "--json").document["before"] is None


def test_lint_of_a_wrong_plan_says_its_faults(tmp_path: Path) -> None:
    path = tmp_path / "plan.yaml"
    path.write_text("id: a\n", encoding="utf-8")
    assert run("lint-plan", path).code == 1
    assert run("lint-plan", tmp_path / "nowhere.yaml").code == 2
