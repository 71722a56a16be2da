"""How well `import-plan` reads a folder of documents, each with its truth by hand in the .json beside it.

    python tools/measure_import.py FOLDER [--verbose]

A truth holds `tasks` (path, no, text, agencies, lead, support, due; `lead_doubt` where the lead cannot be told), `targets` (task from
1, value, unit) and `targets_complete`. Printed are the sums over all documents: what was found of what is there (recall), what is
right of what was found (precision).
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from lib.drafts import Draft, read_draft
from lib.text import folded

LEAST = {
    "task recall": ("tasks found", "tasks", 0.95),
    "bodies precision": ("bodies right", "bodies read", 0.98),
    "bodies recall": ("bodies right", "bodies", 0.95),
    "tasks with exactly the printed bodies": ("tasks with exactly the printed bodies", "tasks", 0.90),
    "lead recall": ("leads right", "leads", 0.90),
    "lead precision": ("leads right", "leads read", 0.99),
    "printed deadlines": ("deadlines right", "deadlines", 0.90),
    "target recall": ("targets right", "targets", 0.70),
    "target precision": ("targets right", "targets read", 0.80),
}
"""What each measure is a ratio of, and what it must reach. Nothing may be invented: leads and deadlines."""


class Measured(NamedTuple):
    """Counts for one document, and what was wrong."""

    counts: Counter[str]
    faults: list[str]


def pairs(folder: Path) -> list[tuple[Path, Path]]:
    """Documents with their truths."""
    truths = sorted(path for path in folder.glob("*.json"))
    beside = [
        (document, truth)
        for truth in truths
        for document in sorted(folder.glob(f"{truth.stem}.*"))
        if document.suffix != ".json"
    ]
    assert beside, f"no document with a truth in {folder}"
    return beside


def measure(draft: Draft, truth: dict[str, Any]) -> Measured:
    """A draft beside what a person read."""
    counts: Counter[str] = Counter()
    faults: list[str] = []
    found = _matched(draft, truth["tasks"])
    counts["tasks"], counts["tasks found"], counts["tasks read"] = len(truth["tasks"]), len(found), len(draft.tasks)
    for n, task in enumerate(truth["tasks"]):
        at = found.get(n)
        said = Counter(folded(name) for name in task["agencies"])
        counts["bodies"] += said.total()
        counts["leads"] += 0 if task.get("lead_doubt") else len(task["lead"])
        counts["supports"] += len(task["support"])
        counts["deadlines"] += bool(task.get("due"))
        if at is None:
            faults.append(f"not found: {task['no']} {task['text']}")
            continue
        read = draft.tasks[at]
        names = Counter(folded(name) for name in read.agencies)
        counts["bodies right"] += (names & said).total()
        counts["tasks with exactly the printed bodies"] += names == said
        if names != said:
            faults.append(f"{task['text']}: bodies {list(read.agencies)} instead of {task['agencies']}")
        if not task.get("lead_doubt"):
            _compare(counts, faults, "leads", read.lead, task["lead"], task["text"])
            counts["leads invented"] += len(set(map(folded, read.lead)) - set(map(folded, task["lead"])))
        _compare(counts, faults, "supports", read.support, task["support"], task["text"])
        if task.get("due"):
            counts["deadlines right"] += read.due == task["due"]
        if read.due and read.due != task.get("due"):
            counts["deadlines invented"] += 1
        if read.due != task.get("due"):
            faults.append(f"{task['text']}: due {read.due} instead of {task.get('due')}")
        counts["paths right"] += list(read.path) == task["path"]
        if list(read.path) != task["path"]:
            faults.append(f"{task['text']}: path {list(read.path)} instead of {task['path']}")
        counts["numbers right"] += read.no == task["no"]
        counts["open right"] += read.is_open == task.get("open", False)
    for n, read in enumerate(draft.tasks):
        counts["bodies read"] += len(read.agencies)
        if n not in found.values():
            faults.append(f"no task of the document: {read.no} {read.text[:30]} {list(read.agencies)}")
            counts["leads read"] += len(read.lead)
            counts["leads invented"] += len(read.lead)
            counts["deadlines invented"] += bool(read.due)
    if truth.get("targets_complete"):
        _targets(counts, faults, draft, truth, {at: n for n, at in found.items()})
    return Measured(counts, faults)


def _matched(draft: Draft, tasks: list[dict[str, Any]]) -> dict[int, int]:
    """The place of each task of the truth in the draft: the first free one that begins with its words."""
    free = list(range(len(draft.tasks)))
    found: dict[int, int] = {}
    for n, task in enumerate(tasks):
        words = folded(task["text"])[:20]
        begins = [folded(draft.tasks[i].text)[: len(words)] for i in free]
        at = next((i for i, begin in zip(free, begins, strict=True) if begin == words), None)
        if at is None:
            at = next((i for i, begin in zip(free, begins, strict=True) if fuzz.ratio(begin, words) >= 85), None)
        if at is not None:
            found[n] = at
            free.remove(at)
    return found


def _compare(
    counts: Counter[str], faults: list[str], what: str, read: Iterable[str], said: list[str], text: str
) -> None:
    names, right = {folded(name) for name in read}, {folded(name) for name in said}
    counts[f"{what} read"] += len(names)
    counts[f"{what} right"] += len(names & right)
    if names != right:
        faults.append(f"{text}: {what} {sorted(names)} instead of {said}")


def _targets(
    counts: Counter[str], faults: list[str], draft: Draft, truth: dict[str, Any], place: dict[int, int]
) -> None:
    said = Counter((t["task"] - 1, float(t["value"]), t["unit"], t["op"]) for t in truth["targets"])
    read = Counter(
        (place.get(t.task - 1, -1), float(t.target.value), t.target.unit, t.target.op) for t in draft.targets
    )
    right = _without_op(said) & _without_op(read)
    counts["targets"] += said.total()
    counts["targets read"] += read.total()
    counts["targets right"] += right.total()
    faults += [f"target missed: {truth['tasks'][t[0]]['text']} {t[1:]}" for t in (said - read).elements()]
    faults += [f"no target: {t}" for t in (read - said).elements()]


def _without_op(targets: Counter[Any]) -> Counter[Any]:
    # Who compares otherwise has still found the number that is promised.
    sums: Counter[Any] = Counter()
    for (task, value, unit, _), count in targets.items():
        sums[task, value, unit] += count
    return sums


def table(counts: Counter[str]) -> list[str]:
    """The measures with what they must reach."""
    lines = []
    for name, (right, of, least) in LEAST.items():
        ratio = counts[right] / counts[of] if counts[of] else 1.0
        lines.append(
            f"{name:40} {ratio:7.1%}  (at least {least:.0%})  {counts[right]} of {counts[of]}{'' if ratio >= least else '  !'}"
        )
    lines += [
        f"{name:40} {counts[name]:6}   (none){'  !' if counts[name] else ''}"
        for name in ("leads invented", "deadlines invented")
    ]
    extra = counts["tasks read"] - counts["tasks found"]
    lines.append(f"{'tasks that the document has not':40} {extra:6}")
    lines += [
        f"{name:40} {counts[name]:6}   of {counts['tasks found']}"
        for name in ("paths right", "numbers right", "open right")
    ]
    return lines


def main(folder: Path, *, verbose: bool) -> None:
    total: Counter[str] = Counter()
    for document, truth in pairs(folder):
        began = time.perf_counter()
        draft = read_draft(document.name, document.read_bytes())
        seconds = time.perf_counter() - began
        measured = measure(draft, json.loads(truth.read_text(encoding="utf-8")))
        total.update(measured.counts)
        found = measured.counts
        print(
            f"{document.name}: {found['tasks found']} of {found['tasks']} tasks, {len(measured.faults)} differences, {seconds:.1f} s"
        )
        if verbose:
            print("\n".join(f"    {fault}" for fault in measured.faults))
    print("\n".join(table(total)))


if __name__ == "__main__":
    main(Path(sys.argv[1]), verbose="--verbose" in sys.argv)
