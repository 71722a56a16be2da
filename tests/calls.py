"""What a call of the command line gave."""

from __future__ import annotations

import json
from typing import Any, NamedTuple


class Run(NamedTuple):
    """What a call gave."""

    code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document that was printed, and nothing else."""
        assert self.err == ""
        return json.loads(self.out)
