"""The words of one group of bodies → who is named, who leads, who supports, by when.

A group is what stands in the brackets at the end of a clause, behind 责任单位： or in the cell of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lib.drafts.deadlines import is_deadline
from lib.drafts.document import squeezed
from lib.drafts.labels import (
    FROM_HERE_ON,
    LABEL,
    LABELLED,
    LEAD_RULE,
    MARK_RULE,
    NOTHING,
    OTHER_LEAD_RULE,
    STANDING_ORDER,
    VERB,
    Role,
    role_of,
)

OPENING, CLOSING = "（(〔[【［{", "）)〕]】］}"
_WITHIN, _WITHOUT = OPENING + "<〈＜", CLOSING + ">〉＞"
"""Brackets within a group, also those that stand there because the round ones are taken: 各县<市、区>人民政府."""

_STRONG = re.compile(
    r"(?:厅|局|委|办|部|署|院|法院|检察院|委员会|办公室|政府|党委|党组|管委会|海关|人行|银行|支行|分行|银保监局|公安|军区|武警|总队|支队|大队|团委|妇联|工会|残联|科协|工商联|文联|社科联|侨联|台联"
    r"|红十字会|贸促会|供销社|联社|指挥部|工作组|领导小组|小组|专班|办事处|各区|各县|各市|各地|成员单位|纪委监委机关|监委|政法委|编办|气象台|邮政|税务|消防|供电公司|电力公司|党校)$"
)
_WEAK = re.compile(
    r"(?:中心|公司|集团|企业|银行|协会|学会|联合会|联盟|商会|大学|学院|学校|高校|医院|院校|研究院|研究所|院|所|社|台|站|馆|园区|园|区|县|市|州|盟|旗|镇|乡|街道|单位|部门|机构|基金会|行|移动|电信|联通|铁塔|烟草|石油|石化|国网|电网|队|科|处|镇街|街镇|督查室|研究室|会|党组织|社区|村)$"
)
_LEVEL = re.compile(
    r"(?:省|市|区|县|州|旗|盟|自治区|全省|全市|全区|全县|各|国家|中央|中国|人民银行|人行|国网|国家电网|中铁|驻|属地|相关|有关)"
)
_WORDS_OF_TEXT = re.compile(
    r"[“”《》？！：:%％]|\d{3,}|(?:含|包括|例如|比如|如|详见|见|参见|简称|以下|下同|不含|除|即)[^、]*$|[的了]$"
)

_GENERIC = (
    r"(?:(?:\d+|[一二三四五六七八九十]+|各|多)?(?:个|家)?(?:省|市|区|县|州|国家|中央|自治区)?(?:级|直|直属|属)?(?:各|机关)?(?:有关|相关|其他|其它|责任|成员)?"
    r"(?:部门|单位|成员单位|委办局|机构|地区|地方|企业|方面|职能部门|责任单位|政府部门|主管部门|行业主管部门))"
)
_OTHERS = re.compile(rf"{_GENERIC}?(?:[和及、与或]{_GENERIC})*")
"""等省有关部门, 等部门和单位: others that the text does not name."""

_LEVELS_ONLY = r"(?:各|全省|全市|省|市|区|县|州|盟|旗|镇|乡|乡镇|街道|地|地级|地级以上|设区|设区的|级|两级|三级|各级|自治州|自治县|自治|省直管|省直辖|直管|直辖|试点|县级|省管|新区|功能区|开发区|园区|（[^）]*）|〔[^〕]*〕|\([^)]*\)|<[^>]*>|〈[^〉]*〉|＜[^＞]*＞|和|及|、)"
_LEVELS_LISTED = re.compile("[省市区县州乡镇村旗盟、]+")
_BARE_LEVEL = re.compile(
    rf"(?:各|全市各|全省各)?{_LEVELS_ONLY}{{0,6}}(?:市|州|县|区|盟|旗|镇|乡|街道|地)(?:（[^）]*）|〔[^〕]*〕|\([^)]*\)|<[^>]*>|〈[^〉]*〉|＜[^＞]*＞)?"
)
_GOVERNMENTS = re.compile(rf"{_LEVELS_ONLY}{{1,8}}(?:党委(?:和|、)?)?(?:人民)?政府")

_JOINED = re.compile(r"(?:以及|会同|联合|和|及|与|商)")
_ROLE_IN_BRACKETS = re.compile(
    r"(?:总|双|共同)?(?P<lead>牵头)(?:单位|部门|负责)?|(?P<support>配合|协办|参与)(?:单位|部门)?|(?P<plain>责任|主办|主责|承办)(?:单位|部门)?"
)
_MARKED = "*＊★☆▲△"
_LONGEST_NAME = 45

_RUN_TOGETHER = re.compile(r"(?<=[局厅部会室心])(?=[省市区县州](?!直|属|级|场监))(?![^（]*）)")
"""Where a space stood between two names: 市教育局 市财政局."""

_NO_NAME = frozenset(["办公室", "办公厅", "委员会", "领导小组", "机关", "政府", "人民政府", "本级", "以上", "以下"])
"""What brackets behind a name add to it: no body by itself."""

_PARTY = re.compile(r".{0,3}(?:省|市|区|县|州)(?:委|政府)")
"""What the names of its own departments begin with: 市委, 宣传部 in the next line."""


class Group(NamedTuple):
    """Who a group names, in the printed order, and what it says of them."""

    agencies: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    is_open: bool = False
    due_text: str = ""
    lead_rule: str = ""
    """The words of a rule that this group states."""
    is_from_here_on: bool = False
    standing_order: str = ""
    not_understood: tuple[str, ...] = ()
    """Words that are no name, no role and no order."""
    starred: tuple[str, ...] = ()
    """Names with a mark, such as *, that a rule may explain."""
    has_chief: bool = False
    """Whether 主办 or 主责 stands there, which is not 牵头."""


def read_group(text: str, role: Role = "plain") -> Group:
    """What a group says; `role` is that of its column, where it stands in a table."""
    return _Reading(role).read(text)


def names_bodies(text: str) -> bool:
    """Whether words in brackets, without a label, are nothing but bodies and what they do."""
    content = squeezed(text)
    said = "，".join(piece for piece in _pieces(_without_nameplates(content)) if not _is_rule_or_order(piece))
    if not said or _WORDS_OF_TEXT.search(re.sub(r"\d{4}年", "", said)):
        return False
    group = read_group(content)
    if _NO_NAME & set(group.agencies):
        return False
    if not group.agencies or group.not_understood:
        return False
    sure = [name for name in group.agencies if is_surely_body(name)]
    odd = [name for name in group.agencies if not is_body(name)]
    if VERB.search(content):
        return bool(sure) and 3 * len(odd) <= len(group.agencies)
    # A list without a word of what they do: more than half can be nothing else.
    return (2 * len(sure) > len(group.agencies) and 3 * len(odd) <= len(group.agencies)) or (
        len(sure) * 2 == len(group.agencies) and not odd
    )


def _is_rule_or_order(text: str) -> bool:
    return any(said.search(text) for said in (LEAD_RULE, MARK_RULE, OTHER_LEAD_RULE, STANDING_ORDER, FROM_HERE_ON))


def is_body(name: str) -> bool:
    """Whether a name ends as those of bodies do."""
    core = _without_nameplates(name)
    return 2 <= len(core) <= _LONGEST_NAME and bool(_STRONG.search(core) or _WEAK.search(core))


def is_surely_body(name: str) -> bool:
    """Whether it can hardly be anything else."""
    core = _without_nameplates(name)
    if _LEVELS_LISTED.fullmatch(core):
        return False  # 市、区 of 县（市、区）
    return bool(_STRONG.search(core)) or bool(_LEVEL.match(core) and len(core) > 2 and is_body(core))


def _without_nameplates(name: str) -> str:
    return re.sub(r"[（(〔\[【<〈＜][^）)〕\]】>〉＞]*[）)〕\]】>〉＞]", "", name)


class _Reading:
    def __init__(self, role: Role) -> None:
        self.role: Role = role
        self.names: dict[str, Role] = {}
        self.is_open = False
        self.due: list[str] = []
        self.rule = self.order = ""
        self.is_from_here_on = self.has_chief = self.is_labelled = False
        self.left: list[str] = []
        self.starred: list[str] = []
        self.waiting: list[str] = []
        """Names before a comma, which the verb behind the next names may be about, too."""

    def read(self, text: str) -> Group:
        for piece in _pieces(self._without_orders(_one_line(text))):
            self._piece(piece)
        return Group(
            tuple(self.names),
            tuple(name for name, role in self.names.items() if role == "lead"),
            tuple(name for name, role in self.names.items() if role == "support"),
            self.is_open,
            "，".join(self.due),
            self.rule,
            self.is_from_here_on,
            self.order,
            tuple(self.left),
            tuple(self.starred),
            self.has_chief,
        )

    def _without_orders(self, text: str) -> str:
        """The text without brackets inside it that hold a rule or an order; those that hold a role as its sign."""
        for found in reversed(list(re.finditer(r"[（(〔【]([^（(〔【）)〕】]*)[）)〕】]", text))):
            role = _ROLE_IN_BRACKETS.fullmatch(found[1])
            if (role and not re.match("单位|部门", text[found.end() :])) or self._is_order(found[1]):
                sign = "" if role is None else _LEADS if role["lead"] else _SUPPORTS if role["support"] else ""
                text = text[: found.start()] + sign + text[found.end() :]
        return text

    def _is_order(self, text: str) -> bool:
        is_order = False
        if any(rule.search(text) for rule in (LEAD_RULE, MARK_RULE, OTHER_LEAD_RULE)):
            self.rule, is_order = text, True
            self.is_from_here_on |= "以下" in text or "各项" in text
        if STANDING_ORDER.search(text):
            self.order, is_order = (f"{self.order}，{text}" if self.order else text), True
        if FROM_HERE_ON.search(text):
            self.is_from_here_on, is_order = True, True
        return is_order

    def _piece(self, piece: str) -> None:
        if found := LABEL.match(piece):
            self.is_labelled, self.waiting = True, []
            label, piece = found[0].rstrip("：:"), piece[found.end() :]
            self.role = role_of(label)
            self.has_chief |= "主办" in label or "主责" in label
        if not piece or NOTHING.fullmatch(piece) or self._is_order(piece):
            return
        if self.role == "due":
            self.due.append(piece)
        elif self.role == "person":
            return
        elif is_deadline(piece) and not is_surely_body(piece):
            self.due.append(piece)
        else:
            self._said(piece)

    def _said(self, piece: str) -> None:
        """Names, each run of them with what is said behind it."""
        at = 0
        for verb in VERB.finditer(piece):
            before = piece[at : verb.start()]
            if _is_part_of_name(piece, verb):
                continue
            role: Role = "lead" if verb["lead"] else "support" if verb["support"] else self.role
            if not before and at == 0 and verb["lead"] and piece[verb.end() :]:
                # 牵头 before the names, without a colon.
                self.role = "lead"
            if role == "support" and not at and "lead" in self.names.values() and self.role == "plain":
                # A牵头，B，C配合: both B and C do. B，C配合 alone says it of C.
                self.names |= {name: role for name in self.waiting if self.names[name] == "plain"}
            self.waiting = []
            self._names(before, role)
            at = verb.end()
        named = self._names(piece[at:], self.role)
        self.waiting = [] if at or self.is_labelled else [*self.waiting, *named]

    def _names(self, text: str, role: Role) -> list[str]:
        named = []
        text = re.sub(r"^(?:由|，|和|及|并|并由|同时|以及|请|其中)+", "", text.strip("、，,；;。. "))
        text = re.sub(r"(?:为|是|作为|来|的)$", "", text)
        for name in _names_in(text):
            if name == _OPEN:
                self.is_open = True
                continue
            role_here: Role = "lead" if _LEADS in name else "support" if _SUPPORTS in name else role
            name = name.replace(_LEADS, "").replace(_SUPPORTS, "")
            bare = name.strip(_MARKED)
            if bare != name:
                self.starred.append(bare)
            if not bare or NOTHING.fullmatch(bare):
                continue
            if not is_body(bare) and (
                _WORDS_OF_TEXT.search(_without_nameplates(bare)) or len(bare) > _LONGEST_NAME or len(bare) < 2
            ):
                self.left.append(bare)
                continue
            # Who is named twice keeps the stronger word.
            strength = ("plain", "support", "lead")
            named.append(bare)
            if bare not in self.names or strength.index(role_here) > strength.index(self.names[bare]):
                self.names[bare] = role_here
        return named


def _is_part_of_name(piece: str, verb: re.Match[str]) -> bool:
    # 责任落实 and the like say something only behind a name; 组织部 and 组织实施 begin alike.
    return (
        verb["plain"] is not None
        and verb.start() == 0
        and verb.end() < len(piece)
        and not verb[0].startswith(("按", "依", "各自", "分别", "共同"))
    )


_OPEN = "…"
_LEADS, _SUPPORTS = "\ue000", "\ue001"
"""What stands for （牵头） and （配合） behind a name, while its group is read: characters that no text holds."""


def _one_line(text: str) -> str:
    """Lines of a label or cell as one: a break between two names separates them, one within a name does not."""
    lines = [squeezed(line) for line in text.split("\n")]
    joined = ""
    for line in filter(None, lines):
        if not joined:
            joined = line
        elif LABELLED.match(line):
            joined += "；" + line
        elif joined[-1] not in _WITHIN + "、，,；;：:" and _parts_names(_last_name(joined), line):
            joined += "、" + line
        else:
            joined += line
    # Where labels follow each other without a stop, each begins a piece of its own.
    return LABELLED.sub(
        lambda found: found[0] if joined[: found.start()][-1:] in "；，。（(及和、/与" else "；" + found[0], joined
    )


def _last_name(text: str) -> str:
    return re.split(r"[、，,；;：:]", text)[-1]


def _parts_names(left: str, line: str) -> bool:
    """Whether a break of the line stands between two names: 市财政局, 市税务局, and not 市委, 宣传部."""
    right = re.split(r"[、，,；;：:]|等|牵头|负责|配合|按", line)[0]
    if _PARTY.fullmatch(left) or not is_body(left) or not is_body(right):
        return False
    return bool(_LEVEL.match(right)) or is_surely_body(right) or (is_surely_body(left) and len(right) > 3)


def _pieces(text: str, stops: str = "，,；;。") -> Iterator[str]:
    """Parts between commas and stops that stand outside brackets."""
    start = depth = 0
    for i, c in enumerate(text):
        depth = depth + (c in _WITHIN) - (c in _WITHOUT)
        if c in stops and depth <= 0:
            yield text[start:i]
            start = i + 1
    yield text[start:]


def _names_in(text: str) -> Iterator[str]:
    """The names of a list, and `_OPEN` where it says 等."""
    found: list[str] = []
    for token in filter(None, _pieces(text, "、,，;；/／\n")):
        if found and _BARE_LEVEL.fullmatch(found[-1]) and _GOVERNMENTS.fullmatch(token):
            found[-1] += "、" + token  # 各市、州、县人民政府 is one name
        elif found and _BARE_LEVEL.fullmatch(found[-1]) and _BARE_LEVEL.fullmatch(token) and not token.startswith("各"):
            found[-1] += "、" + token
        elif found and found[-1] == _OPEN and _OTHERS.fullmatch(token):
            continue
        else:
            found += _with_others(token)
    for name in found:
        yield name if name == _OPEN else name.strip("、 ")


def _with_others(token: str) -> list[str]:
    """A name, and what 等 behind it stands for: others not named, and perhaps a name after them."""
    for at in (m.start() for m in re.finditer("等", token)):
        left, right = token[:at], token[at + 1 :]
        if left and not is_body(left):
            continue  # the 等 of 省高等法院
        others = _OTHERS.match(right)
        rest = right[others.end() :].lstrip("和及与、以") if others else right
        if rest and not is_body(rest):
            continue
        return [*_split_joined(left), _OPEN, *(_split_joined(rest) if rest else [])]
    return _split_joined(token)


def _split_joined(token: str) -> list[str]:
    """省发展改革委和省财政厅 are two; 省工业和信息化厅 is one: what stands before 和 is no body."""
    for found in _JOINED.finditer(token):
        left, right = token[: found.start()], token[found.end() :]
        inside = sum(c in _WITHIN for c in left) - sum(c in _WITHOUT for c in left)
        if (
            inside == 0
            and len(left) > 2
            and is_surely_body(left)
            and is_body(right)
            and (_LEVEL.match(right) or len(right) > 3)
        ):
            return [left, *_split_joined(right)]
    for found in _RUN_TOGETHER.finditer(token):
        left, right = token[: found.start()], token[found.start() :]
        if found.start() > 2 and is_surely_body(left) and is_surely_body(right) and not _PARTY.fullmatch(left):
            return [left, *_split_joined(right)]
    return [token] if token else []
