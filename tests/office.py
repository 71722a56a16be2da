"""LibreOffice, which opens files as people do."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path


def converted(data: bytes, to: str, folder: Path, ending: str = "xlsx") -> bytes:
    """A file opened by LibreOffice and saved in another format, or in its own."""
    office = shutil.which("soffice")
    assert office, "LibreOffice is missing: apt-get install libreoffice-calc"
    source = folder / f"source.{ending}"
    source.write_bytes(data)
    out = folder / "converted"
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [office, "--headless", profile, "--convert-to", to, "--outdir", str(out), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    (path,) = out.iterdir()
    saved = path.read_bytes()
    path.unlink()
    return saved
