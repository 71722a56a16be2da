"""Sign-ins that the people file does not take, written down for whoever administers: a slip in the file shows as one."""

from __future__ import annotations

import logging
from datetime import date
from weakref import WeakKeyDictionary

from lib.errors import StoreError, UnknownPersonError
from lib.store import SignInRefused, Store
from lib.text import xml_safe

MOST_A_DAY = 50
"""People of one day that are written down. Whoever signs in anew for each page fills no journal."""

_LONGEST = 120
"""Characters of what a provider calls somebody."""

_log = logging.getLogger("planboard")

_seen: WeakKeyDictionary[Store, tuple[date, set[tuple[str, str]]]] = WeakKeyDictionary()
"""By store the day, and who was seen on it in this process: nobody is looked up again with each page."""


def note_refused(store: Store, error: UnknownPersonError) -> None:
    """Write down whom the people file does not take, and why: once for each person and day. A store that cannot keep it
    keeps nobody from reading."""
    now = store.clock()
    key = xml_safe(error.who).strip()[:_LONGEST], error.why
    day, seen = _seen.get(store, (now.date(), set()))
    if day != now.date():
        day, seen = now.date(), set()
    if key in seen or len(seen) >= MOST_A_DAY:
        return
    _seen[store] = day, {*seen, key}
    _log.info("refused", extra={"what": "sign_in"})
    try:
        with store.exclusive():
            refused = store.look().history.sign_ins
            known = {(e.who, e.why) for e in refused if e.at.astimezone(now.tzinfo).date() == day}
            if key not in known and len(known) < MOST_A_DAY:
                store.note([SignInRefused(at=now, who=key[0], why=key[1])])
    except StoreError as fault:
        _log.warning("%s", fault)
