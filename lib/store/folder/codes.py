"""Upload codes as a file beside the journal, which nobody else may read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from lib.errors import AccessError
from lib.store.folder import durable
from lib.store.folder.journal import not_stored
from lib.store.protocol import Code


class Codes:
    """The file of codes."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Code]:
        """The codes by body. Raises AccessError where the file cannot be read: nobody may write while it cannot be said who may."""
        try:
            entries = json.loads(self.path.read_bytes())
            return {str(body): Code(str(e["hash"]), str(e["made_at"])) for body, e in entries.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise AccessError("报送码文件无法读取，暂时不能报送。请告知管理员检查 .planboard/access.json。") from error

    def write(self, codes: Mapping[str, Code]) -> None:
        """Put these codes in place of those that were there. Raises StoreError."""
        try:
            data = json.dumps({body: code._asdict() for body, code in codes.items()}, indent=1).encode()
            durable.write_whole(self.path, data, mode=0o600)
            durable.sync_folder(self.path.parent)
        except OSError as error:
            raise not_stored(error) from error
