"""What a screen reader is told of a page: Chromium's own accessibility tree, and what is wrong with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from lib.statuses import LOOKS

if TYPE_CHECKING:
    from playwright.sync_api import Page

CONTROLS = {
    "button", "checkbox", "combobox", "DisclosureTriangle", "link", "listbox", "menuitem", "option", "radio", "searchbox",
    "slider", "spinbutton", "switch", "tab", "textbox",
}  # fmt: skip

PICTURES = {"figure", "image"}
"""What is named as a whole."""

GLYPHS = {look.glyph for look in LOOKS.values()}


class Node(NamedTuple):
    """Something that is read out. `within` are roles and names of what it stands in, from the outside in."""

    role: str
    name: str
    properties: dict[str, Any]
    within: tuple[tuple[str, str], ...]

    @property
    def control(self) -> tuple[object, ...]:
        """What tells a control from others: its role and name, and those of the named groups that it stands in."""
        return (*(one for one in self.within if one[0] in ("group", "radiogroup") and one[1]), (self.role, self.name))


def heard(page: Page) -> list[Node]:
    """All that is read out, in its order."""
    session = page.context.new_cdp_session(page)
    nodes = {node["nodeId"]: node for node in session.send("Accessibility.getFullAXTree")["nodes"]}
    session.detach()

    def read(id: str, within: tuple[tuple[str, str], ...]) -> Iterator[Node]:
        node = nodes[id]
        if not node["ignored"]:
            properties = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
            said = Node(node["role"]["value"], node.get("name", {}).get("value", "").strip(), properties, within)
            yield said
            within = (*within, (said.role, said.name))
        for child in node["childIds"]:
            if child in nodes:
                yield from read(child, within)

    return list(read(next(iter(nodes)), ()))


def misheard(page: Page, is_foreign: Callable[[str], object], *, navigations: int = 1) -> list[str]:
    """What somebody who hears a page would miss or mistake. `is_foreign` says of a name whether it is in another language;
    a page has so many `navigations`."""
    nodes = heard(page)
    expected = {"main": 1, "navigation": navigations}
    landmarks = {role: sum(node.role == role for node in nodes) for role in expected}
    found = [f"landmarks: {landmarks}"] * (landmarks != expected)
    levels = [node.properties["level"] for node in nodes if node.role == "heading"]
    if levels.count(1) != 1 or any(below > above + 1 for above, below in pairwise([0, *levels])):
        found.append(f"headings: {levels}")
    deeds: defaultdict[tuple[object, ...], set[object]] = defaultdict(set)
    for at, node in enumerate(nodes):
        if node.role in CONTROLS:
            # Two links of one name that lead to one place are one deed.
            deeds[node.control].add(node.properties.get("url") or at)
            if not node.name or is_foreign(node.name):
                found.append(f"{node.role}: {node.name or 'no name'} in {node.within[-3:]}")
        elif node.role == "StaticText" and node.name in GLYPHS and not PICTURES & set(dict(node.within)):
            found.append(f"a status without a word: {node.name} in {node.within[-3:]}")
    return found + [f"{len(of)} alike: {control}" for control, of in deeds.items() if len(of) > 1]
