"""Write the deck of the shipped plan, and how each slide looks in print, into build/slides/."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from lib.board import Board
from lib.briefing import brief
from lib.briefing import files as briefing_files
from lib.store import open_store

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "build" / "slides"


def main() -> None:
    """The whole plan, each part, and the agency with the most tasks; one .pptx, one .pdf and its pages as .png each."""
    measures = Board(ROOT / "data" / "plan_2019.yaml", open_store(ROOT / "data" / "actuals", record=False)).measures()
    busiest = max(measures.bodies, key=lambda body: measures.bodies[body].total)
    contents = {"all": brief(measures), f"agency-{busiest}": brief(measures, agency=busiest)}
    contents |= {f"part-{part.id}": brief(measures, part=part.id) for part in measures.plan.parts}
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)
    for name, briefing in contents.items():
        for kind in ("pptx", "pdf"):
            (file,) = briefing_files.make(measures, briefing, kind)  # type: ignore[arg-type]
            (OUT / f"{name}.{kind}").write_bytes(file.data)
        subprocess.run(["pdftoppm", "-r", "72", "-png", OUT / f"{name}.pdf", OUT / name], check=True)
        print(f"build/slides/{name}.pptx  {len(briefing.slides)} slides")


if __name__ == "__main__":
    main()
