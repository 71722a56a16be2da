"""Take the README's picture: the overview with the sample data, 1920×1080, into docs/overview.png."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = {"overview": "", "indicators": "indicators?indicator=copyright-registrations"}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Start the board on a free port, save a picture of each page, end the board."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    server = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        with sync_playwright() as playwright:
            path = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
            for name, address in PAGES.items():
                page.goto(f"http://127.0.0.1:{port}/{address}")
                page.wait_for_selector(".pb-foot")
                page.wait_for_timeout(2500)
                page.screenshot(path=str(ROOT / "docs" / f"{name}.png"))
            browser.close()
    finally:
        server.terminate()
        server.wait(10)


def _wait(url: str) -> None:
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=1) as answer:  # noqa: S310 - our own server on loopback
                if answer.read() == b"ok":
                    return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError("the board did not start")


if __name__ == "__main__":
    main()
