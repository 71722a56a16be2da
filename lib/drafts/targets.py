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
    "间|门|村|镇|乡|县|市|片|幅|篇|部|册|头|只|羽|株|棵|艘|架|列|班|宗|笔|起|单|节|公斤|斤|升|微克|毫克|课|位|例|份|款|床|口|眼|盏|根|组|栋|幢|街区|标准箱|箱|TEU|EFLOPS|T|P|MW|GW|kW|PFLOPS)"
)
_RATE = "(?:/(?:日|年|月|人|小时|平方米|立方米|万人|百人|千人|千瓦时|万元))?"
_QUANTITY = re.compile(
    rf"(?<![\d.第〔\[A-Za-z－-])(?P<number>{_NUMBER})(?P<unit>[%％‰]|{_SCALE}?{_COUNTED}{_RATE}|{_SCALE}(?=以上|左右|以内|，|。|；|、|$))?"
)

_BOUND = re.compile(r"(?:及?以[上内下]|左右)?")
_COMPARED = re.compile(
    r"(?:(?P<down>不超过|不高于|不大于|低于|少于|小于)|(?P<up>不低于|不少于|不小于|超过|突破|高于|大于|逾|超|至少[^，。；]{0,4}))(?:至|到|为|了)?$"
)
_LONGEST_PHRASE = 500
"""Characters between two commas: more is no sentence that anybody promises something in."""

_NEAR = 22
"""Characters before a figure in which its verb stands."""

_FEW = 6
"""Characters that may stand before a figure that begins its phrase: 全年, 全省."""

_RESULT = re.compile(
    r"(?:达到?|实现|完成|新增|新建|新改建|改建|加装|募集|惠及|带动|服务|参与|整治|排查|清理|补充|恢复|解决|归集|新开工|建成|建设|打造|创建|培育|遴选|选树|引进|引育|集聚|组织|举办|开展|实施|启动|推动|推进|争取|力争|确保|保持|稳定在|控制在|提升|提高|增长|增加|下降|降低|减少|压减|压缩|缩短|提升至|突破|超过|不低于|不少于|不高于|不超过"
    r"|改造|整合|关停|退出|淘汰|更新|造林|修复|治理|发展|接纳|培训|培养|发放|新认定|认定|覆盖|占比|比例|比重|面积|总量|规模|投资|产值|率|量|数|新设|设立|制定|修订|出台|发布|征集|推广|扶持|形成|落地|签约|布局|布设|建立|安装|开通|储备|消纳|投放|供应|筹集|吸引|孵化|评选|完善|推出|购置|配置|配备|发行|上线|提供|转化|办理|申报|获批|登记|开工|投产|竣工|拓展|新改扩建|扩建|铺设|帮扶|招聘|招引|选派|挖掘|打通|约|累计|全年|年内)"
)
_STATE = re.compile(
    r"(?:率|量|数|比例|比重|占比|面积|总量|规模|投资|产值|增速|能耗|强度|总额|额|收入|里程|能力|水平|覆盖面|时间|均)(?:[^\d，。；]{0,12})$"
)

_MONEY = re.compile(r"[万亿千百]*(?:元|美元)$")
_SUBSIDY = re.compile(
    r"补助|奖励|补贴|资助|奖补|给予|扶持|最高|罚|奖金|资金支持|购房|薪酬|工资|按(?:照)?(?:不超过|不高于|每|实际|合同|其|年)?.{0,12}$"
)
_PRICE = re.compile(r"(?:标准|费用|费|额度|单价|价格)(?:为|不超过|不高于|不低于)?$")
_CONDITION_AFTER = re.compile(
    r"(?:[及和]?以上|及以下|以下|以内|左右)?(?:的(?!省级|市级|县级|县|市|区|乡|村|社区|医疗|卫生|学校|公共|行政|重点|规上|规模|国家|镇|街道|党政)|标准煤?以上|(?:[^，。；、]{0,4})?的(?:重点|企业|单位|项目|用能|地区|城市|建筑))"
)
_SIZE = re.compile(r"[及和]?以上的?[\u4e00-\u9fff]")
"""投资500万元以上技改项目: what must be so large, not what is promised."""

_IS_NO_TARGET = re.compile(
    r"(?:以上|左右|以内)?(?:标准|倍|减量|期|月内|观察)|(?:以上|以下|左右|以内)?(?:的)?(?:用于|给予|予以|奖励|补助|补贴|资助|比例给|标准给)"
)
_BY_MEANS_OF = re.compile("依托|围绕|聚焦|利用|发挥|根据|按照|对")
_PAID = re.compile(r"补助|补贴|奖|资助|给予|扶持|财政安排|安排资金")
_NOT_PROMISED_BEFORE = re.compile(
    r"(?:由|从|原来的|每(?:年|月|季度|次)?(?:最高|补)|满|第|近|(?<![底月日末])前|共同|等|这|上述|超出|达不到|未达|低于[^，]{0,6}的|对[^，。；]{0,30}(?:达|超过|满|高于|低于|不低于|不少于)|执行|单体|注册资本|年产|建筑面积|人口|年龄|年综合|用好|有效期|期限|时长|保障期|比上年|较上年|截至|目前|现有|已有|已|去年|上年|印发后|之日起|工作日|比20\d\d年)$"
)
_PERIODS = {"天", "小时", "分钟", "个工作日"}
_TIMES = {"次", "期"}
_SHORTENED = re.compile(r"压减|压缩|缩短|控制|降至|减至|减到|降到|不超过")
_DONE_SO_OFTEN = re.compile(r"不少于|不低于|至少|举办|召开|组织|开展")
_VERB_BEFORE = re.compile(
    r"(?:完成|新建|新增|新开工|建设|建成|培育|打造|实施|引进|创建|改造|推广|培训|开展|组织|举办|遴选|认定|达到?|实现|争取|力争|选树|启动|制定|修订|发展|设立|不低于|不少于|超过|突破|至少|布局|建立|形成|累计|发布|推出|支持|扶持)[^，。；、]{0,3}$"
)
_DONE_BEHIND = re.compile(
    r"完成|建成|达到|创建|实现|通过|启动|开展|覆盖|满足|设置|应用|使用|接入|成为|建立|配备|纳入|达标|落地|开工|投产|采用|执行"
)
_ORDINAL_WORDS = re.compile(
    r"《[^》]*》|〔\d{4}〕\d*号?|“[^”]{0,20}”|（[^）]{0,12}号）|\d{4}[—–~～-]\d{4}年?|\d{4}年(?:\d{1,2}月)?(?:\d{1,2}日)?|\d{1,2}月(?:\d{1,2}日)?|\d+[—–~～-]\d+(?:个|年|月|天)?|\d+\+\d*|PM\d[\d.]*|[A-Z]+\d+\S?|\d+G"
)
_BRACKETS = re.compile(r"（[^（）]*）|\([^()]*\)")
"""What stands in brackets explains: a size, a condition."""

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
    masked = _BRACKETS.sub(_blank, _ORDINAL_WORDS.sub(_blank, text))
    last = -1
    for start, end in _phrases(masked):
        sentence = _sentence_start(masked, start)
        # 引进项目20个，其中亿元以上项目5个: what a sentence promises first it goes on promising.
        of_phrase = list(_of_phrase(text[start:end], masked[start:end], masked[sentence:start], last == sentence))
        last = sentence if of_phrase else last
        found += of_phrase
    return found


def _blank(found: re.Match[str]) -> str:
    return "■" * len(found[0]) if re.search(r"\d", found[0]) else found[0]


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


def _of_phrase(phrase: str, masked: str, before: str, goes_on: bool) -> Iterator[Target]:
    if len(phrase) > _LONGEST_PHRASE:
        return
    quantities = [q for q in _QUANTITY.finditer(masked) if q["unit"] or _SEPARATE.search(masked[: q.start()])]
    promised: re.Match[str] | None = None
    for n, q in enumerate(quantities):
        head, tail = masked[: q.start()], masked[q.end() :]
        is_separate = bool(_SEPARATE.search(head))
        is_listed = promised is not None and _is_list(masked, promised, q)
        unit = _unit(quantities, n)
        place = _Place(head, tail, unit, before, is_listed or is_separate or (goes_on and not _BOUND.sub("", tail)))
        if unit and _is_promised(place):
            last = _last_of_list(masked, quantities, n)
            op = _op(head, tail)
            if op == "=" and is_listed:
                op = _op(masked[: quantities[0].start()], tail)
            if op == "=" and is_separate:
                op = _op("", masked[last.end() :])
            yield Target(_quote(phrase, q, last if is_separate else q), _value(q["number"]), unit, op)
            promised = q
        elif not is_listed:
            promised = None


class _Place(NamedTuple):
    """Where a figure stands: the words of its phrase before and behind it, those of the sentence before the phrase."""

    head: str
    tail: str
    unit: str
    before: str
    goes_on: bool
    """Whether a figure before it is promised, and this one is said in the same breath."""


def _is_list(masked: str, one: re.Match[str], other: re.Match[str]) -> bool:
    return re.fullmatch(rf"{_BOUND.pattern}[、和及与或]", masked[one.end() : other.start()]) is not None


def _last_of_list(masked: str, quantities: list[re.Match[str]], n: int) -> re.Match[str]:
    last = quantities[n]
    for q in quantities[n + 1 :]:
        if not _is_list(masked, last, q):
            break
        last = q
    return last


def _unit(quantities: list[re.Match[str]], n: int) -> str:
    """分别降低20个、10个百分点: the unit of the last is that of all."""
    unit = quantities[n]["unit"] or ""
    following = next((q["unit"] for q in quantities[n + 1 :] if q["unit"]), unit)
    whole = following if following.startswith(unit) and len(following) > len(unit) else unit
    return str(whole).replace("％", "%")


def _is_promised(place: _Place) -> bool:
    head, tail, unit = place.head, place.tail, place.unit
    if _NOT_PROMISED_BEFORE.search(head) or _is_subsidy(place):
        return False
    if unit in _PERIODS:
        return bool(_SHORTENED.search(head))
    if unit in _TIMES:
        return bool(_DONE_SO_OFTEN.search(head))
    if _IS_NO_TARGET.match(tail):
        return False
    if unit == "%":
        behind = tail[len(found[0]) :] if (found := _BOUND.match(tail)) else tail
        if re.match(r"的?(?![和及与])[\u4e00-\u9fff]", behind):
            # 70%以上县级党政机关建成…, 95%的省级…: a share of those who are to do it; not 15%企业所得税优惠.
            return bool(_DONE_BEHIND.search(tail) or _VERB_BEFORE.search(head))
    elif _CONDITION_AFTER.match(tail) or (_SIZE.match(tail) and (_MONEY.search(unit) or not _VERB_BEFORE.search(head))):
        return False
    if place.goes_on or _RESULT.search(head[-_NEAR:]) or _STATE.search(head):
        return True
    # 30个行政村完成整治
    return (
        len(head) < _FEW
        and not _BY_MEANS_OF.match(head)
        and bool(_DONE_BEHIND.search(tail) or re.match("以上|左右", tail))
    )


def _is_subsidy(place: _Place) -> bool:
    said = place.head + place.tail
    if _SUBSIDY.search(place.head) or _SUBSIDY.search(place.tail.split("的")[0][:12]):
        return True
    if _MONEY.search(place.unit):
        return bool(_PRICE.search(place.head)) or bool(_PAID.search(said + place.before))
    is_rate = place.unit == "%" and bool(re.search(r"按(?:照)?|给予|补助|奖励", place.before + place.head))
    return is_rate and not _RESULT.search(place.head[-8:])


def _op(head: str, tail: str) -> Op:
    if re.match(r"(?:[\u4e00-\u9fff/]{0,3})?左右|上下", tail) or re.search(r"(?:约|大约|约为)$", head):
        return "~"
    if re.match(r"及?以上", tail):
        return ">="
    if re.match(r"(?:及?以)?[内下]", tail):
        return "<="
    if found := _COMPARED.search(head):
        return "<=" if found["down"] else ">="
    return "="


def _quote(phrase: str, q: re.Match[str], last: re.Match[str]) -> str:
    """The words around a figure: from the last mark before it to the measure word behind it."""
    start = max((phrase.rfind(mark, 0, q.start()) + 1 for mark in "、（("), default=0)
    start = max(start, q.start() - 30)
    behind = re.match(r"(?:及?以[上内下]|左右)?[^，。；、（(]{0,12}", phrase[last.end() :])
    return phrase[start : last.end() + (len(behind[0]) if behind else 0)]


def _value(text: str) -> float:
    value = float(re.sub("[,，]", "", text))
    return int(value) if value.is_integer() else value
