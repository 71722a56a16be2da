"""Numbers that a clause promises, as proposals for indicators.

A figure is a target where a verb of result leads to it, or where it is a share of what is to be done. A subsidy, a size that
something must have, a baseline, a law or a day is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

Op = Literal[">=", "<=", "~", "="]

_NUMBER = r"\d+(?:[,，]\d{3})*(?:\.\d+)?"
_SCALE = r"(?:[万亿千百]+)"
_COUNTED = (
    "(?:个百分点|个工作日|个|家|项|人次|人|户|件|座|条|公里|千米|平方米|平方公里|立方米|米|亩|公顷|吨标准煤|吨标煤|吨|千瓦时|千瓦|兆瓦|度|元|美元|辆|台|套|所|名|对|批次|批|次|场次|场|期|种|类|处|张|支|颗|天|小时|分钟|"
    "间|门|村|镇|乡|县|市|片|幅|篇|部|册|头|只|羽|株|棵|艘|架|列|班|宗|笔|起|单|节|课|位|例|份|款|床|口|眼|盏|根|组|栋|幢|街区|标准箱|箱|TEU|EFLOPS|T|P|MW|GW|kW|PFLOPS)"
)
_RATE = "(?:/[日年月人小时万百千]+)?"
_QUANTITY = re.compile(
    rf"(?<![\d.第〔\[A-Za-z－-])(?P<number>{_NUMBER})(?P<unit>[%％‰]|{_SCALE}?{_COUNTED}{_RATE}|{_SCALE}(?=以上|左右|以内|，|。|；|、|$))?"
)

_UP = r"以上|及以上|不低于|不少于|不小于|超过|突破|至少|高于|大于|逾|超"
_DOWN = r"以内|以下|不超过|不高于|不大于|低于|少于|小于|控制在|压减到"
_RESULT = re.compile(
    r"(?:达到?|实现|完成|新增|新建|新开工|建成|建设|打造|创建|培育|遴选|选树|引进|引育|集聚|组织|举办|开展|实施|启动|推动|推进|争取|力争|确保|保持|稳定在|控制在|提升|提高|增长|增加|下降|降低|减少|压减|压缩|缩短|提升至|突破|超过|不低于|不少于|不高于|不超过"
    r"|改造|整合|关停|退出|淘汰|更新|造林|修复|治理|发展|接纳|培训|培养|发放|新认定|认定|覆盖|占比|比例|比重|面积|总量|规模|投资|产值|率|量|数|新设|设立|制定|修订|出台|发布|征集|推广|扶持|形成|落地|签约|布局|布设|建立|安装|开通|储备|消纳|投放|供应|筹集|吸引|孵化|评选|完善|推出|购置|配置|配备|转化|办理|申报|获批|登记|开工|投产|竣工|拓展|新改扩建|扩建|铺设|帮扶|招聘|招引|选派|挖掘|打通|约|累计)"
)
_STATE = re.compile(
    r"(?:率|量|数|比例|比重|占比|面积|总量|规模|投资|产值|增速|能耗|强度|总额|额|收入|里程|能力|水平|覆盖面|时间|均)(?:[^\d，。；]{0,12})$"
)

_MONEY = re.compile(r"[万亿千百]*(?:元|美元)$")
_SUBSIDY = re.compile(
    r"补助|奖励|补贴|资助|奖补|给予|扶持|最高|罚|奖金|资金支持|购房|薪酬|工资|按(?:照)?(?:不超过|不高于|每|实际|合同|其|年)?.{0,12}$|(?:标准|费用|费|额度|贷款|单价|价格)(?:为|不超过|不高于|不低于)?$"
)
_CONDITION_AFTER = re.compile(
    r"(?:[及和]?以上|及以下|以下|以内|左右)?(?:的(?!省级|市级|县级|县|市|区|乡|村|社区|医疗|卫生|学校|公共|行政|重点|规上|规模|国家|镇|街道|党政)|标准煤?以上|(?:[^，。；、]{0,4})?的(?:重点|企业|单位|项目|用能|地区|城市|建筑))"
)
_ATTRIBUTE_AFTER = re.compile(
    r"(?:及|[及和]?)?以上(?:的)?(?:技改|项目|企业|城市|人口|大型|规模|用能|单位|建筑|园区|景区|医院|学校|老年|失能|公共建筑|锅炉|机组|农户|合作社|投资|比赛|产品|科技|工业|服务业|汽车|船舶|乡镇|村|职称|学历|党员|干部|河流|水库|灌区|的)"
)
_NOT_PROMISED_BEFORE = re.compile(
    r"(?:由|从|原来的|每(?:年|月|季度|次)?(?:最高|补)|满|第|近|前|共同|等|这|上述|超出|达不到|未达|低于[^，]{0,6}的|对[^，。；]{0,30}(?:达|超过|满|高于|低于|不低于|不少于)|执行|投资|总投资|单体|注册资本|年产|建筑面积|人口|年龄|年综合|用好|有效期|期限|时长|保障期|比上年|较上年|截至|目前|现有|已有|已|去年|上年|印发后|之日起|工作日|比20\d\d年)$"
)
_PERIOD_UNITS = {"年", "月", "日", "天", "小时", "分钟", "期", "次"}
_ORDINAL_WORDS = re.compile(
    r"《[^》]*》|〔\d{4}〕\d*号?|“[^”]{0,20}”|（[^）]{0,12}号）|\d{4}[—–~～-]\d{4}年?|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|\d+[—–~～-]\d+(?:个|年|月|天)?|\d+\+\d*|PM\d\S*|[A-Z]+\d+\S?|\d+G"
)
_SEPARATE = re.compile(r"(?:分别|依次)")


class Target(NamedTuple):
    """A number that a clause promises. `quote` are its printed words."""

    quote: str
    value: float
    unit: str
    op: Op


def targets_in(text: str) -> list[Target]:
    """The targets of a clause, in order."""
    found: list[Target] = []
    masked = _ORDINAL_WORDS.sub(lambda m: m[0] if "“" in m[0] and not re.search(r"\d", m[0]) else "■" * len(m[0]), text)
    for start, end in _phrases(masked):
        found += _of_phrase(text[start:end], masked[start:end], masked[_sentence_start(masked, start) : start])
    return found


def _phrases(text: str) -> Iterator[tuple[int, int]]:
    """What stands between two stops or commas; figures listed after 分别 stay together."""
    start = depth = 0
    for i, c in enumerate(text):
        depth = max(depth + (c in "（(") - (c in "）)"), 0)
        is_thousand = c == "," and text[i - 1 : i].isdigit() and re.match(r"\d{3}(?!\d)", text[i + 1 :])
        if c in "，,；;。！？" and depth == 0 and not is_thousand:
            yield start, i
            start = i + 1
    if start < len(text):
        yield start, len(text)


def _sentence_start(text: str, at: int) -> int:
    return max(text.rfind(stop, 0, at) for stop in "。；！？\n") + 1


def _of_phrase(phrase: str, masked: str, before: str) -> Iterator[Target]:
    quantities = [q for q in _QUANTITY.finditer(masked) if q["unit"] or _SEPARATE.search(masked[: q.start()])]
    previous: re.Match[str] | None = None
    for n, q in enumerate(quantities):
        head, tail = masked[: q.start()], masked[q.end() :]
        is_listed = (
            previous is not None
            and re.fullmatch(r"(?:以上|左右|以内|以下)?[、和及与或]", masked[previous.end() : q.start()]) is not None
        )
        unit = q["unit"] or next((later["unit"] for later in quantities[n:] if later["unit"]), "")
        if not unit or not _is_promised(head, tail, unit, before, is_listed, bool(_SEPARATE.search(head))):
            if not is_listed:
                previous = None
            continue
        last = _last_of_list(masked, quantities, n)
        op = _op(head, tail) if not is_listed or _op("", tail) != "=" else _op(masked[: quantities[0].start()], tail)
        if op == "=" and last is not q and _SEPARATE.search(head):
            op = _op("", masked[last.end() :])
        unit = _full_unit(unit, quantities, n)
        yield Target(
            _quote(phrase, q, last if _SEPARATE.search(head) else q), _value(q["number"]), unit.replace("％", "%"), op
        )
        previous = q


def _last_of_list(masked: str, quantities: list[re.Match[str]], n: int) -> re.Match[str]:
    last = quantities[n]
    for q in quantities[n + 1 :]:
        if not re.fullmatch(r"(?:以上|左右|以内|以下)?[、和及与或]", masked[last.end() : q.start()]):
            break
        last = q
    return last


def _full_unit(unit: str, quantities: list[re.Match[str]], n: int) -> str:
    """分别降低20个、10个百分点: the unit of the last is that of all."""
    following = next((q["unit"] for q in quantities[n + 1 :] if q["unit"]), unit)
    return following if following.startswith(unit) and len(following) > len(unit) else unit


def _is_promised(head: str, tail: str, unit: str, before: str, is_listed: bool, is_separate: bool) -> bool:
    if _NOT_PROMISED_BEFORE.search(head) or unit in _PERIOD_UNITS:
        return False
    if (
        re.match(r"(?:以上|左右|以内)?(?:标准|倍|减量|期|月内|观察)", tail)
        or _ATTRIBUTE_AFTER.match(tail)
        or _CONDITION_AFTER.match(tail)
    ):
        return False
    if re.match(r"(?:以上|以下|左右|以内)?(?:的)?(?:用于|给予|予以|奖励|补助|补贴|资助|比例给|标准给)", tail):
        return False
    if _SUBSIDY.search(head) or _SUBSIDY.search(tail.split("的")[0][:12]):
        return False
    if _MONEY.search(unit) and re.search(r"补助|补贴|奖|资助|给予|扶持|财政安排|安排资金", head + tail + before):
        return False
    if unit in ("%", "％") and re.search(r"按(?:照)?|给予|补助|奖励", before + head) and not _RESULT.search(head[-8:]):
        return False
    if unit == "个工作日":
        return bool(re.search(r"压减|压缩|缩短|控制|降至|减至|减到", head))
    if is_listed or is_separate:
        return True
    if unit in ("%", "％") and re.match(r"(?:以上|左右)?(?:的)?[\u4e00-\u9fff]", tail):
        # 70%以上县级党政机关建成…, 95%的省级…: a share of those who are to do it.
        return True
    near = head[-22:]
    return bool(_RESULT.search(near) or _STATE.search(head)) or (not head and bool(re.search(_UP + "|左右", tail[:4])))


def _op(head: str, tail: str) -> Op:
    if re.match(r"(?:[\u4e00-\u9fff/]{0,3})?左右|上下", tail) or re.search(r"(?:约|大约|约为)$", head):
        return "~"
    if re.match(r"(?:及)?以上", tail):
        return ">="
    if re.match(r"(?:及)?以[内下]", tail):
        return "<="
    if found := re.search(
        r"(?:(?P<down>不超过|不高于|不大于|低于|少于|小于)|(?P<up>不低于|不少于|不小于|超过|突破|至少|高于|大于|逾|超))(?:至|到|为|了)?$",
        head,
    ):
        return "<=" if found["down"] else ">="
    return "="


def _quote(phrase: str, q: re.Match[str], last: re.Match[str]) -> str:
    """The words around a figure: from the last verb or mark before it to the measure word behind it."""
    start = max((phrase.rfind(mark, 0, q.start()) + 1 for mark in "、（("), default=0)
    start = max(start, q.start() - 30)
    end = last.end()
    behind = re.match(r"(?:及?以[上内下]|左右)?[^，。；、（(]{0,12}", phrase[end:])
    return phrase[start : end + (len(behind[0]) if behind else 0)]


def _value(text: str) -> float:
    value = float(re.sub("[,，]", "", text))
    return int(value) if value.is_integer() else value
