"""Faults in somebody's file, and how they are said.

A message says where, what was found, what is expected and what to do. Every code is described in
docs/problems.md, which a test compares with this catalogue.
"""

from __future__ import annotations

from collections.abc import Container, Iterable
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from rapidfuzz import fuzz, process

Severity = Literal["refuse", "confirm", "remind", "note"]
"""refuse: the whole file is refused; confirm: it counts once confirmed; remind: it counts, but for what is said, and
somebody is to see to that; note: it counts, and this is said."""

SEVERITY_WORDS: dict[Severity, str] = {"refuse": "须改正", "confirm": "须确认", "remind": "须留意", "note": "说明"}


class Worksheet(NamedTuple):
    """Where problems are in a workbook: the name of the sheet, and the letter of each column by its title."""

    name: str
    letters: tuple[tuple[str, str], ...]


class Problem(NamedTuple):
    """One fault or note. `row` counts as in a spreadsheet: the file's first line is 1."""

    file: str
    row: int | None
    column: str | None
    value: str | None
    code: str
    severity: Severity
    said: str
    """What is wrong and what to do, without its place."""
    worksheet: Worksheet | None = None
    """The sheet of a workbook in which it is."""

    @property
    def message(self) -> str:
        """The whole sentence, which begins with the place."""
        return place(self.row, self.column, self.worksheet) + self.said

    def on(self, worksheet: Worksheet) -> Problem:
        """The same in a workbook; what has no place in its file has none in a sheet."""
        return self if self.row is None and self.column is None else self._replace(worksheet=worksheet)

    @property
    def blocking(self) -> bool:
        """Whether the file is refused for it."""
        return self.severity == "refuse"


CATALOGUE: dict[str, tuple[Severity, str]] = {
    # the plan file
    "plan_missing": ("refuse", "找不到计划文件“{whole}”。请检查路径。"),
    "plan_encoding": ("refuse", "此行不是 UTF-8 编码。请把文件另存为 UTF-8。"),
    "plan_yaml": ("refuse", "从这里起不是有效的 YAML。请检查上下几行的缩进、冒号后的空格、括号和引号。"),
    "plan_full_width_colon": ("refuse", "{value}后面是全角冒号“：”。请改成半角冒号加一个空格，例如“{whole}: …”。"),
    "plan_tab": ("refuse", "此行用制表符缩进。请改用空格。"),
    "plan_number": (
        "refuse",
        "{value}不会照字面读成这个数（0 开头、冒号、下划线在 YAML 里另有含义）。数字请只写数字，文字和编号请加引号。",
    ),
    "plan_text_cut": (
        "refuse",
        "{value}后面的“{cut}”会被当作注释丢掉。请给整段文字加引号；确是注释的，在 # 后面空一格。",
    ),
    "plan_target_text": ("confirm", "目标值{value}与{where}“{text}”里的数对不上。请核对；确实没有写错的，可以不改。"),
    "plan_key_twice": ("refuse", "{value}在同一层写了两次（上一次在第{first}行）。请删去一处。"),
    "plan_key_unknown": ("refuse", "没有{value}这一项。{nearest}"),
    "plan_key_missing": ("refuse", "缺少“{key}”。请补上一行“{key}: …”。"),
    "plan_type": ("refuse", "{value}应为{expected}。请改写。"),
    "plan_choice": ("refuse", "{value}不在可选值之内。{comma}请写 {expected} 之一。"),
    "plan_reference": ("refuse", "没有编号为{value}的{what}。{nearest}"),
    "plan_id_twice": ("refuse", "编号{value}用了两次（上一次在第{first}行）。编号须各不相同。"),
    "plan_name_twice": ("refuse", "名称{value}用了两次（上一次在第{first}行）。名称、编号和别名须各不相同。"),
    "plan_id_place": ("refuse", "编号{value}与所在位置不符。此处应为“{expected}”。"),
    "plan_value": ("refuse", "{value}{detail}"),
    # the people file
    "people_body": ("remind", "计划里没有编号为{value}的单位，这个人登录后什么也不能写。{nearest}"),
    # the file as a whole
    "file_not_csv": (
        "refuse",
        "不是 .csv 或 .xlsx 文件，没有读取。请在 Excel 或 WPS 中另存为“CSV UTF-8（逗号分隔）”或“Excel 工作簿（*.xlsx）”再放入。",
    ),
    "file_is_folder": ("refuse", "是文件夹，没有读取。请把文件直接放在实绩文件夹中。"),
    "file_is_link": ("refuse", "是链接，没有读取。请放入文件本身。"),
    "file_unreadable": ("refuse", "无法打开（{detail}）。请检查文件权限后重新放入。"),
    "file_growing": ("refuse", "正在写入，尚未读取。写完后会自动读取。"),
    "file_too_large": ("refuse", "文件有 {size} MB，超过上限 {limit} MB。请拆成几份报送。"),
    "content_lost": (
        "refuse",
        "计入过的内容已经不在，不能读取。请从备份中找回 .planboard 文件夹（用数据库的，找回数据库），或重新报送。",
    ),
    "journal_line": (
        "refuse",
        "报送记录的这一行已损坏，没有读取。请从备份中找回 .planboard 文件夹（用数据库的，找回数据库）。",
    ),
    "journal_chain": (
        "remind",
        "报送记录的这一行（{event}，{at}）和前一行接不上，或者被改过。请从备份中找回 .planboard 文件夹（用数据库的，找回数据库），再运行 store check 核对。",
    ),
    "content_changed": (
        "remind",
        "收下时存的内容（{sha256}）被改过或已丢失，不再采用。请从备份中找回 .planboard 文件夹（用数据库的，找回数据库），再运行 store check 核对。",
    ),
    "journal_unreadable": ("refuse", "报送记录无法打开（{detail}）。请检查 .planboard 文件夹的权限。"),
    "sample_uploaded": ("refuse", "文件名以“示例_”开头，是编造的示例数据，不能报送。确是真实数据的，请改文件名。"),
    "file_empty": ("refuse", "文件是空的。请填好表头和数据行后再报送。"),
    "file_other_format": (
        "refuse",
        "内容是{kind}，没有读取。请用 Excel 或 WPS 打开，另存为“CSV UTF-8（逗号分隔）”或“Excel 工作簿（*.xlsx）”。",
    ),
    "workbook_old": (
        "refuse",
        "是旧版 Excel 工作簿（.xls）或 WPS 表格（.et），没有读取。请打开后另存为“Excel 工作簿（*.xlsx）”。",
    ),
    "workbook_macros": (
        "refuse",
        "是带宏的工作簿（.xlsm），没有读取；看板从不运行宏。请打开后另存为不带宏的“Excel 工作簿（*.xlsx）”。",
    ),
    "workbook_encrypted": ("refuse", "有打开密码，读不了。请打开后在“文件—信息—保护工作簿”里取消密码，再保存。"),
    "workbook_damaged": (
        "refuse",
        "工作簿不完整或不是 Excel 的写法（{detail}），没有读取。请用 Excel 或 WPS 打开，另存为“Excel 工作簿（*.xlsx）”。",
    ),
    "workbook_too_large": (
        "refuse",
        "工作簿{detail}，没有读取。请只把要报的几列复制到新的工作簿里，再保存。",
    ),
    "workbook_without_header": (
        "refuse",
        "几个工作表里都没有找到表头：{sheets}。请按模板填写，表头是“指标、报告期、实际值”或“任务编号、报告期、状态”。",
    ),
    "file_without_rows": ("refuse", "只有表头，没有数据行。请填写后再报送。"),
    "encoding_broken": (
        "refuse",
        "此行有无法识别的字节，文件可能混用了编码或不完整。请另存为“CSV UTF-8（逗号分隔）”。",
    ),
    "quote_unclosed": ("refuse", "此行有不成对的英文双引号。请补齐引号，或删去它。"),
    "quote_inside": (
        "refuse",
        "{value}以英文双引号括起的词开头，后面还有字。请把这一格里的英文双引号改成中文引号；或给整格加英文双引号，格内的引号各写两遍。",
    ),
    "delimiter_full_width": ("refuse", "此行用{delimiter}分列。分列请一律用英文逗号“,”；正文里的标点不用改。"),
    "too_many_rows": ("refuse", "文件有 {count} 行，超过上限 {limit} 行（从此行起）。请拆成几份报送。"),
    "too_many_columns": ("refuse", "此行有 {count} 列，超过上限 {limit} 列。请删去多余的列。"),
    "cell_too_long": ("refuse", "此行有超过 {limit} 字的单元格。请缩短，详细材料另附。"),
    "body_unknown": (
        "refuse",
        "从文件名{value}看不出是哪个单位的报送。文件名应写成“单位_说明.csv”，以单位的编号、名称或别名开头，后接下划线。{nearest}",
    ),
    "body_is_group": ("refuse", "“{name}”不单独报送文件。它的任务由统筹办报送，请改用统筹办的文件。"),
    # the header
    "header_missing": ("refuse", "没有找到表头。第一行应为：{expected}。请改写表头。"),
    "header_incomplete": ("refuse", "表头缺少“{column_name}”一列。{nearest}请补上这一列。"),
    "header_two_lines": (
        "refuse",
        "表头占了两行（第{first}、{second}行），像是合并过的单元格。请并成一行，列为：{expected}。",
    ),
    "header_twice": ("refuse", "表头中“{column_name}”出现了两次（{value}）。请只留一列。"),
    "header_mixed": ("refuse", "一个表里既有指标实绩的列，又有任务进展的列。请分成两个文件报送。"),
    "header_periods": ("refuse", "报告期写成了列（{value}）。请改为每个指标、每个报告期一行，列为：{expected}。"),
    "header_unit": ("refuse", "表头写的单位是{value}，而“{name}”的单位是“{unit}”。请换算后改正表头。"),
    # rows and cells
    "row_too_long": (
        "refuse",
        "此行有 {count} 格，表头只有 {expected} 格。{detail}",
    ),
    "row_too_short": (
        "refuse",
        "此行只有 {count} 格，没有写到这一列。请补齐；若本期未报，请在“{expected}”填“—”，或删去此行。",
    ),
    "row_outside_table": (
        "refuse",
        "{value}像是一行数据，却没有在表头下面按列填写，没有读取。请移到表头下面、按列填写；只是说明的，请改写或删去。",
    ),
    "text_garbled": (
        "refuse",
        "{value}是乱码{meant}：文件用别的编码打开以后又保存过。请用原来的文件重新另存为“CSV UTF-8（逗号分隔）”。",
    ),
    "key_lost": (
        "refuse",
        "{value}里有丢失的字，看不出原来是什么。请用原来的文件补上，另存为“CSV UTF-8（逗号分隔）”。",
    ),
    "cell_missing": ("refuse", "是空的。请填写{expected}。"),
    "cell_in_merge": (
        "refuse",
        "在合并单元格 {range} 里，除第一行外都是空的。请取消合并单元格，每一行都填上；看板不会替您向下填充。",
    ),
    "formula_without_result": (
        "refuse",
        "是公式，文件里没有算好的结果。请用 Excel 或 WPS 打开、保存一次，或只粘贴数值。",
    ),
    "cell_merged": ("refuse", "是空的，像是合并过的单元格。请取消合并单元格并向下填充。"),
    "total_row": ("refuse", "{value}像是合计行。请删去，只报各指标、各任务本身的行。"),
    "indicator_unknown": ("refuse", "计划里没有指标{value}。请填指标的全名或编号。{nearest}"),
    "task_unknown": ("refuse", "计划里没有任务{value}。请填任务编号，例如 1.1.1。{nearest}"),
    "agency_unknown": ("refuse", "计划里没有单位{value}。请填计划里的单位名称或别名。{nearest}"),
    "indicator_of_other": ("refuse", "指标{value}由{owner}填报，{body}不能填报。请删去此行。"),
    "task_of_other": ("refuse", "任务{value}的责任单位是{owner}，没有{body}。请检查任务编号。"),
    "agency_of_other": ("refuse", "这份文件是{body}的，不能替{value}填报。请删去此行。"),
    "agency_needed": ("refuse", "此任务有几个责任单位（{owner}）。请在“责任单位”一列写明是哪一个。"),
    "group_rolled_up": (
        "refuse",
        "{value}的状态由各成员单位的报送汇总，统筹办不能代报。请由成员单位填报；统筹办核实完成的，填“已销号”。",
    ),
    "verified_too_early": (
        "refuse",
        "任务{value}看指标：到{period}，{figures}，还没有完成，不能销号。请等指标完成以后再报“已销号”。",
    ),
    "period_unreadable": ("refuse", "{value}不是报告期。请写成 {example} 或 {example_words}。"),
    "period_no_such_month": ("refuse", "{value}中的月份不存在。月份应为 1 至 12，例如 {example}。"),
    "period_no_such_day": ("refuse", "{value}这一天不存在。请写成 {example} 或 {example_words}。"),
    "period_is_a_day": ("refuse", "{value}是某一天，不是报告期。请写成 {example} 或 {example_words}。"),
    "period_shown_in_part": (
        "refuse",
        "格子里显示的是{value}，存的是 {stored}，看不出是哪个报告期。请写成 {example} 或 {example_words}。",
    ),
    "period_not_from_january": (
        "refuse",
        "{value}不是从 1 月起算的。累计数从 1 月 1 日起，请写成“1-9月”或 {example}。",
    ),
    "period_other_year": ("refuse", "{value}不在计划年度 {year} 年内。请改为 {year} 年的报告期。"),
    "period_locked": (
        "refuse",
        "报告期{value}已经锁期（{day}及以前）。请联系统筹办更正；别的报告期的行可以另存一份报送。",
    ),
    "period_not_ended": ("refuse", "报告期{value}还没有结束（{end}）。请在结束后报送。"),
    "value_not_a_number": ("refuse", "{value}不是数字。请只填数字，例如 1250.5。"),
    "value_not_exact": ("refuse", "{value}不是一个确定的数。请填准确的数字，例如 1250.5；没有数就留空。"),
    "value_too_long": ("refuse", "{value}位数过多。请检查，最多 15 位数字。"),
    "value_split": ("refuse", "{value}像是千分位的逗号把一个数分成了两格。请只写数字，例如 {joined}。"),
    "value_excel_error": ("refuse", "{value}是 Excel 公式错误或列宽不够。请在表格里改正后重新保存。"),
    "value_negative": ("refuse", "{value}是负数，而“{name}”不应为负。请检查。"),
    "value_sign": (
        "refuse",
        "格子里显示的是{value}，存的是 {stored}，正负不同。请写成 {stored}，或把单元格格式改为“常规”。",
    ),
    "share_over_100": ("refuse", "{value}超出 0 至 100，而“{name}”是占比。{meant}请填百分数，例如 60.2。"),
    "value_unit": ("refuse", "{value}的单位与“{name}”的单位“{unit}”不符。请换算后只填数字。"),
    "status_unknown": ("refuse", "没有{value}这种状态。请填 {known} 之一。{nearest}"),
    "status_only_office": ("refuse", "{value}只能由统筹办填报。请填 {known} 之一；完成的填“已完成”并附佐证材料。"),
    "returned_without_reason": (
        "refuse",
        "退回没有写原因。请在“存在问题”里写明为什么退回；要求的补充日期可以写在“下一步措施”里。",
    ),
    "returned_by_figures": (
        "refuse",
        "任务{value}的状态由指标的数决定，不能退回。数有误的，请单位改报，或由统筹办报更正的数。",
    ),
    "date_unreadable": ("refuse", "{value}不是日期。请写成“年-月-日”，例如 {example_day}。"),
    "key_conflict": ("refuse", "与第{first}行说的是同一项、同一报告期，内容却不同。请只留一行。"),
    "unit_differs": ("refuse", "单位写的是{value}，而“{name}”的单位是“{unit}”。请换算后改正单位。"),
    "names_disagree": ("refuse", "{value}和同一行的“{other}”说的不是同一项。请改成一致，或只留一列。"),
    "clause_of_other": (
        "refuse",
        "{value}在计划里是任务 {other}，这一行的任务编号却是 {task}，像是计划改动以前的模板。请改任务编号，或重新下载模板。",
    ),
    # accepted once confirmed
    "period_ambiguous": (
        "confirm",
        "{value}可能是 1 月，也可能是 Excel 里的 10 月；现按 {understood} 理解。是 1 月请确认，是 10 月请改写为 {october}。",
    ),
    "period_shown_otherwise": (
        "confirm",
        "格子里显示的是{value}，存的是 {stored}；现按显示的理解为 {understood}。是这个报告期请确认；不是的请写成年和月，例如 {example}。",
    ),
    "cumulative_quarter": (
        "confirm",
        "“{name}”是从 1 月起的累计数，报告期{value}按 1—{last} 月累计理解。请确认不是单季数。",
    ),
    "cumulative_falls": (
        "confirm",
        "“{name}”{period}累计 {new}，低于{before_period}的 {before}。累计数一般不会下降，请核对。",
    ),
    "value_tenfold": (
        "confirm",
        "“{name}”{period}为 {new}，是{before_period} {before} 的 10 倍以上。请核对小数点和单位。",
    ),
    "value_tenth": (
        "confirm",
        "“{name}”{period}为 {new}，{about}{before_period} {before} 的十分之一。请核对小数点、单位和百分号。",
    ),
    "share_as_fraction": ("confirm", "{value}用于百分比指标“{name}”。{meant}没有自动换算，请核对。"),
    "text_lost": ("confirm", "{value}里有丢失的字。请对照原来的文件补上；确认后就照这样收下，也照这样印出来。"),
    "clause_differs": (
        "confirm",
        "{value}不是任务 {task} 的条文，任务 {task} 是{clause}。请核对任务编号；是计划改动以前的模板的，请重新下载模板。",
    ),
    "value_fraction": ("confirm", "{value}不是整数，而“{name}”按“{unit}”计，不设小数。请核对。"),
    "value_rounded": (
        "confirm",
        "格子里显示的是{value}，存的是 {stored}，而{reason}；现按显示的理解。要按存的报，请{remedy}。",
    ),
    "reported_before_replaced": (
        "confirm",
        "填报日期{value}早于现有数据的填报日期 {before}，收下后会替换较晚填报的内容。请核对是不是旧文件。",
    ),
    "body_differs": ("confirm", "文件名像是{name}的，而这是替{body}报送。请核对有没有选错文件或单位。"),
    "reported_after_receipt": ("confirm", "填报日期{value}晚于收到日期 {received}。请核对。"),
    "reported_before_period": ("confirm", "填报日期{value}早于报告期 {period} 的开始。请核对年份和月份。"),
    "sheet_not_read": (
        "confirm",
        "工作表{value}也有认得的表头和数据，没有读取；一份文件只读一个工作表，读的是“{read}”。它也要报的，请另存为一份文件。",
    ),
    "row_hidden": ("confirm", "这一行没有显示出来（隐藏了，或被筛选掉），照样读取。请取消隐藏和筛选，核对要不要报。"),
    "column_hidden": ("confirm", "这一列没有显示出来，照样读取。请取消隐藏，核对要不要报。"),
    "cell_struck": ("confirm", "{value}划了删除线，照样读取。作废的请删去此行；要报的请取消删除线，或确认。"),
    # what counts but for a part of it
    "no_longer_in_plan": ("remind", "计划已改动：{change}这一行留在报送记录里，不再计入。{detail}"),
    "text_left_out": ("remind", "上次报的{texts}这次空着，收下后不再显示；还要的请照抄。"),
    # said, and nothing to do
    "sheet_read": ("note", "读的是工作表{value}。{detail}"),
    "value_shown": ("note", "格子里显示的是{value}，存的是 {stored}；按显示的读取。要按存的报，请{remedy}。"),
    "encoding_noted": ("note", "按{encoding}编码读取。"),
    "delimiter_noted": ("note", "按{delimiter}分列读取。"),
    "lines_above_header": ("note", "表头上面的 {count} 行没有读取。"),
    "column_ignored": ("note", "不认识{value}这一列，没有读取。"),
    "footnote_ignored": ("note", "表尾的说明{value}没有读取。"),
    "cell_not_reported": ("note", "{value}按没有填报处理{never}。"),
    "cell_understood": ("note", "{value}按 {understood} 理解。"),
    "period_soon_over": ("note", "报告期{value}到 {end} 才结束，已提前收下。"),
    "file_withdrawn": ("note", "这份内容已撤回（报送 {id}），不计入。要重新计入请恢复它。"),
    "file_waiting": ("note", "这份内容待本单位审核（报送 {id}），审核通过以后才计入。"),
    "earlier_rows": ("note", "同名文件以前的内容里，还有 {count} 行没有再报，照旧计入（{ids}）。不该计入的请撤回。"),
    "rule_came_later": (
        "note",
        "收下以后规则变了：有 {count} 处按现在的规则须改正，这里只作提醒，各行照旧计入。确有错的，请改正后重新报送。",
    ),
    "other_year": ("note", "报告期在{years}，不是{year}年计划的报送，没有读取。"),
    "file_same": ("note", "与已计入的“{same}”内容相同，不重复计入。"),
    "nothing_reported": ("note", "没有填写任何数值或状态，没有可收的内容。"),
    "evidence_missing": ("note", "报“已完成”而没有写佐证材料，会列为“无佐证”。有材料的请补上。"),
    "row_repeated": ("note", "与第{first}行相同，只计一次。"),
    "names_agree": ("note", "{value}两列说的一致，都已核对。"),
}


def problem(
    code: str,
    *,
    file: str = "",
    row: int | None = None,
    column: str | None = None,
    value: str | None = None,
    **context: Any,
) -> Problem:
    """The problem `code` at its place, with its sentence filled in."""
    severity, sentence = CATALOGUE[code]
    said = sentence.format(value=quoted(value), whole=value, **context)
    return Problem(file=file, row=row, column=column, value=value, code=code, severity=severity, said=said)


def quoted(value: str | None) -> str:
    """A value in Chinese quotation marks, long ones shortened, line breaks shown; a blank one by its name."""
    if value == "":
        return "空白"
    text = (value or "").replace("\r", "").replace("\n", "⏎")
    return f"“{text if len(text) <= 40 else text[:39] + '…'}”"


def nearest(text: str, known: Iterable[str], count: int = 3, own: Container[str] = ()) -> str:
    """“是不是：…？” with the names that are `alike`, or nothing where none is."""
    names = alike(text, known, count, own)
    return f"是不是：{'、'.join(names)}？" if names else ""


def alike(text: str, known: Iterable[str], count: int = 3, own: Container[str] = ()) -> list[str]:
    """The most similar known names. `own` are those that are more likely meant: of two that are about as similar, they
    come first."""
    # Cut, because comparing takes time in proportion and a cell may hold a whole report.
    found = [(similar + (name in own and _OWN_POINTS), name) for name, similar in _similar(text[:60], tuple(known))]
    found.sort(key=lambda pair: -pair[0])
    return [name for _, name in found[:count]]


_LEAST_ALIKE = 34
"""Of 100, which two equal names have."""

_OWN_POINTS = 15


@lru_cache(maxsize=1024)
def _similar(text: str, known: tuple[str, ...]) -> list[tuple[str, float]]:
    found = process.extract(text, known, scorer=fuzz.ratio, score_cutoff=_LEAST_ALIKE, limit=50)
    return [(name, similar) for name, similar, _ in found]


def place(row: int | str | None, column: str | None, worksheet: Worksheet | None = None) -> str:
    """Where in a file something is: 第7行“实际值”：, and in a workbook 工作表“9月”C7（实际值）："""
    if worksheet:
        letter = dict(worksheet.letters).get(column or "", "")
        if isinstance(row, int) and letter:
            cell = f"{letter}{row}"
        else:
            cell = f"{letter}列" * bool(letter) + (f"第{row}行" if row is not None else "")
        return f"工作表“{worksheet.name}”{cell}" + (f"（{column}）：" if column else "：")
    if row is None:
        return f"“{column}”：" if column else ""
    return f"第{row}行“{column}”：" if column else f"第{row}行："
