"""Take the README's pictures: pages with the sample data, 1920×1080, into docs/."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
PAGES = {
    "overview": "",
    "indicators": "indicators?indicator=copyright-registrations",
    "briefing": "briefing?slide=indicator-copyright-registrations",
    "upload": "upload?agency=copyright&period=2019-09",
}
FILES = {
    "upload": (
        "省新闻出版局_9月.csv",
        "指标,报告期,实际值\n作品著作权登记量,2019年9月,352\n作品著作权登记量,2019年8月,360\n",
    )
}
"""What is sent up before the picture is taken."""

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Start the board on a free port, save a picture of each page, end the board."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    folder = TemporaryDirectory()
    actuals = shutil.copytree(ROOT / "data" / "actuals", Path(folder.name) / "actuals")
    env = os.environ | {"PLANBOARD_ACTUALS": str(actuals)}
    server = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait(f"http://127.0.0.1:{port}/_stcore/health")
        with sync_playwright() as playwright:
            path = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
            browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
            page = browser.new_page(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
            for name, address in PAGES.items():
                page.goto(f"http://127.0.0.1:{port}/{address}")
                page.wait_for_selector(".pb-foot")
                if name in FILES:
                    file, text = FILES[name]
                    page.get_by_label("报送人").fill("张三")
                    page.get_by_label("报送人").press("Enter")
                    content = {"name": file, "mimeType": "text/csv", "buffer": text.encode()}
                    page.locator("input[type=file]").set_input_files(content)
                    page.wait_for_selector(".pb-verdict")
                page.wait_for_timeout(2500)
                page.screenshot(path=str(ROOT / "docs" / f"{name}.png"))
            browser.close()
    finally:
        server.terminate()
        server.wait(10)
        folder.cleanup()


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
