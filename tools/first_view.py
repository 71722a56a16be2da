#!/usr/bin/env python3
"""What is loaded for the first view of pages, in a process that has done nothing else: by page the number of modules, and
which of the large packages; of several pages what is loaded by then.

`first_view.py [PAGE …]`, all pages without.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT)]

LARGE = {
    "alembic", "authlib", "docx", "kaleido", "lxml", "numpy", "openpyxl", "pandas", "plotly", "pptx", "psycopg", "pyarrow",
    "pydantic", "pypdfium2", "python_calamine", "sqlalchemy", "xlsxwriter",
}  # fmt: skip
"""Packages that take long to load, or much memory."""


def main() -> None:
    """View the pages that are named, and print as JSON what that took."""
    from streamlit.testing.v1 import AppTest

    found = {}
    pages = [ROOT / "pages" / f"{page}.py" for page in sys.argv[1:]] or sorted((ROOT / "pages").glob("*.py"))
    for page in pages:
        app = AppTest.from_file(str(ROOT / "main.py"), default_timeout=120)
        app.switch_page(str(page)).run()
        if app.exception:
            raise SystemExit(f"{page.stem}: {app.exception[0].message}")
        found[page.stem] = {"modules": len(sys.modules), "packages": sorted(LARGE & sys.modules.keys())}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
