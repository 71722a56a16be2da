"""The words by which official texts say who does what by when: 牵头单位：, 责任单位：, 完成时限：, …牵头, …按职责分工负责.

A role is what a word of the text says and nothing more: 责任, 主办, 主责 are not 牵头.
"""

from __future__ import annotations

import re
from typing import Literal

Role = Literal["lead", "support", "plain", "due", "person"]
"""plain: a body, nothing said of its role. person: somebody's name or an office within a body, which is no body."""

_UNIT = "(?:单位|部门|处室|科室|机关|主体|地区|部委|司局|委办局|(?<=[头任合施办])(?:机构|方)|(?<=[头任责])(?:市?领导|人员?))"
"""组织机构：, 组织领导： are headings of other things."""

_WHO = "(?:牵头|主办|主责|主管|主抓|主体|责任|负责|承办|配合|协办|协同|协作|协助|参与|参加|参建|支持|实施|落实|执行|完成|督办|督导|指导|监督|包保|包抓)"
_SHARED = (
    "(?:部门|责任|任务|工作|职责|单位)分工|(?:分管|主管|牵头|责任|联系|包联|挂钩|包抓)(?:省|市|州|县|区)?(?:级)?领导"
)
"""部门分工：A牵头，B配合; and 分管省领导：, which names nobody of a body."""

_NAME = rf"(?:{_SHARED}|(?:主要|第一|共同|具体|市级|省级|区级|县级|市|省|区|县)?{_WHO}(?:[及和、/与]?{_WHO}|[（(]{_WHO}[）)])*(?:的)?{_UNIT}(?:[及和]{_UNIT})?)"
_DUE_NAME = (
    "(?:(?:计划|预计|目标|要求|工作|任务)?(?:完成|办结|落实|推进|进度)(?:的)?(?:时限|时间|期限|日期|时间节点|节点|要求)(?:要求)?"
    "|时间(?:节点|进度|安排|要求|期限)|时限(?:要求)?|进度(?:安排|要求)|工作时限|期限)"
)
_COLON = "[：:]"
_SHORT = rf"(?<![^\n（(〔【；;，,。 ]){_WHO}(?={_COLON})"
"""牵头：, 配合：, without 单位: only where something begins."""

LABEL = re.compile(
    rf"(?P<who>{_NAME}|{_SHORT})(?:{_COLON}|[为是](?=[省市区县州各国])|(?=[^：:]{{2,}}$)(?<=单位|部门)(?=[省市区县州各]))|(?P<due>{_DUE_NAME}){_COLON}"
)
"""牵头单位：, 牵头及责任单位：, 完成时限：. A colon may be missing before a name that says its level."""

LABELLED = re.compile(rf"(?:{_NAME}|{_SHORT}|{_DUE_NAME}){_COLON}|(?<![^\n（(]){_NAME}(?<=单位|部门)(?=[省市区县州各])")
"""A label wherever it stands with its colon; at the beginning of a line or bracket also before a name that says its level."""

VERB = re.compile(
    r"(?P<lead>(?:按(?:照)?(?:各自)?职责(?:分工)?)?(?:分别|共同|联合|具体|统筹|负责|总|双)*牵头(?:单位|部门|负责|落实|抓总|抓落实|组织实施|组织|实施|推进|办理|协调|完成|做好|，?会同)*)"
    r"|(?P<support>(?:积极|协同|分工|分别|共同)?(?:按照?(?:各自)?职责(?:分工)?)?(?:配合|协助|(?<!政)协办(?!公)|参与|参加)(?:落实|实施|做好|推进|配合|支持|完成|单位|部门)*)"
    r"|(?P<plain>(?:为|是|作为)(?:责任|主办|承办|主责|实施|落实)(?:单位|部门|主体)|(?:(?:按照?|依据?|根据|结合)(?:照)?(?:各自|自身|部门|工作|的)*|各自)(?:职责|职能|分工|任务)+(?:分工|范围)?(?:内)?(?:分别|共同|具体|抓好|做好|组织)*(?:负责|落实|推进|实施|组织实施|承担|完成)*"
    r"|(?:分别|共同|具体|分工|分头|组织)?负责(?:落实|实施|组织实施|推进|具体落实|完成)*"
    r"|(?:组织|抓好|贯彻|具体|推动|分别|共同)+(?:落实|实施|推进)$|(?:落实|实施)$)"
)
"""What is said behind the names of bodies."""

LEAD_RULE = re.compile(
    r"(?:(?:列|排|列在|排在|位列|位居|排名|名列|居)(?:在|名)?(?:最前|首位|第一(?:位|名|个)?|前面|第1位?)|首位|首个|第一(?:个|位)?)(?:的|列名)?(?:的)?(?:责任|承办)?(?:单位|部门)?(?:的)?(?:为|是|系|即为|作为|均为)(?:第一)?(?:责任)?牵头"
    r"|牵头(?:单位|部门)(?:列|排|位列|排列|排名)?(?:在|于)?(?:第一|首位|最前|前面|(?<=[在列排])前)"
)
"""列第一位的为牵头单位. Lists are read by it; none is read by another rule, such as 加粗的为牵头单位."""

OTHER_LEAD_RULE = re.compile(r"(?:加粗|黑体|下划线|划线|标红|红色|斜体)[^，。；]{0,12}牵头(?:单位|部门)")

MARK_RULE = re.compile(r"(?:带|标|加|注|有)[“”\"]*[*＊★☆▲△][“”\"]*号?的?[^，。；]{0,8}牵头")
"""带“*”的为牵头单位: a mark that is printed before or behind the name."""

FROM_HERE_ON = re.compile(r"下同|后同|[余下]文?(?:均|类)?同|以下(?:均|各)?[^，。；]{0,6}同")
STANDING_ORDER = re.compile(
    r"(?:具体|各项|有关)?任务[^。；，]{0,6}(?:均|都)涉及[^。；，]*|不再(?:做|作|另行)?分工|(?:以下|以上|其他|各项|上述)[^。；]{0,8}(?:均|都)(?:需|须|要|由|应)[^。；]*|不再(?:逐一|一一|重复|另行)?(?:列出|列示|列明|标注|注明|赘述|写明|单列)"
)
"""An order for other clauses than the one it stands in: 以下均需各市人民政府落实，不再列出."""

NOTHING = re.compile(r"[/／\\—\-–－─无空、，,.。]*|暂无|没有|不涉及")
"""A cell or label that names nobody."""

_SUPPORTING = {"配合", "协办", "协助", "协同", "协作", "参与", "参加"}


def role_of(label: str) -> Role:
    """The role that a label gives to the names behind it."""
    if re.search(r"人$|人员$|领导$|处室$|科室$", label):
        return "person"
    if re.search(r"时限|时间|期限|日期|节点|进度", label):
        return "due"
    words = re.findall(_WHO, label)
    if re.search(r"牵头(?:单位|部门)?[及和、/与（(]", label):
        return "plain"  # 牵头及责任单位 does not say which is which
    if "牵头" in words:
        # 牵头责任单位 leads; 责任、牵头单位 may hold both.
        return "lead" if words[0] == "牵头" and not _SUPPORTING & set(words) else "plain"
    return "support" if words and set(words) <= _SUPPORTING else "plain"


def starts_with_label(text: str) -> bool:
    """Whether a line begins with a label: it begins something of its own."""
    return bool(LABELLED.match(text.lstrip("（(〔[【")))
