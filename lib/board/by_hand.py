"""What people did with their files by hand: removed, renamed, put back."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from lib.board.ownership import Mine
from lib.store import Holdings, InletEvent, PutBack, Removed, Renamed, Submission, standing


def by_hand(holdings: Holdings, mine: Mine, ours: Container[int], now: datetime) -> list[InletEvent]:
    """What was done since it was last noted, to files of the submissions `ours`; nothing where not all can be seen."""
    if not holdings.whole:
        return []
    events: list[InletEvent] = []
    inlet, known_gone, lying = holdings.inlet, holdings.history.gone, holdings.history.lying()
    own = [s for s in holdings.submissions if s.id in ours]
    counting = standing(own)
    gone = [file for file, s in lying.items() if file not in inlet and file not in known_gone and s.id in ours]
    appeared: dict[str | None, list[str]] = {}

    def place_of(s: Submission) -> str | None:
        """Where the content of a submission lies now whose file is gone; each place is given once."""
        found = next((name for name in appeared.get(s.sha256, ()) if mine.body_of(name) == s.body), None)
        if found:
            appeared[s.sha256].remove(found)
        return found

    for name, found in sorted(inlet.items()) if gone else ():
        # A copy that lay beside the file takes its place as one that appears does: who tidies up loses nothing.
        if name not in lying or lying[name].sha256 != found.sha256 or lying[name].file in gone:
            appeared.setdefault(found.sha256, []).append(name)
    earlier: dict[str, list[Submission]] = {}
    for s in reversed(own) if gone else ():
        if s.withdrawal is None:
            earlier.setdefault(s.file, []).append(s)
    for file in gone:
        if to := place_of(lying[file]):
            events.append(Renamed(at=now, file=file, to=to))
            continue
        # What it held earlier may lie elsewhere: last month's letter under a name of its own.
        events += [Renamed(at=now, file=file, to=to, id=s.id) for s in earlier.get(file, ()) if (to := place_of(s))]
        events.append(Removed(at=now, file=file))
    removed = {(s.file, s.sha256): s for s in own if s.was_removed and s.file not in counting}
    for name, found in inlet.items():
        if back := removed.get((name, str(found.sha256))):
            events.append(PutBack(at=now, file=name, id=back.id))
    return events
