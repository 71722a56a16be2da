"""What the first view of a page loads: what draws it, and nothing that only a file, a store or a sign-in needs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from serving import ROOT


def test_no_page_loads_what_writes_files_or_opens_databases(tmp_path: Path) -> None:
    actuals = shutil.copytree(ROOT / "data" / "actuals", tmp_path / "actuals")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PLANBOARD_")}
    command = [sys.executable, str(ROOT / "tools" / "first_view.py")]
    said = subprocess.run(
        command,
        env=environment | {"PLANBOARD_ACTUALS": str(actuals)},
        check=True,
        capture_output=True,
        encoding="utf-8",
    ).stdout
    found = json.loads(said)
    assert found.keys() == {page.stem for page in (ROOT / "pages").glob("*.py")}
    for page, loaded in found.items():
        # pandas brings numpy and pyarrow; plans are checked by pydantic, charts drawn by plotly.
        assert loaded["packages"] == ["numpy", "pandas", "plotly", "pyarrow", "pydantic"], page
