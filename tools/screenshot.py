"""Take the README's pictures: pages with the sample data, 1920×1080, into docs/."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from conftest import CHROMIUM, CHROMIUM_ARGS, SAMPLES, WIDE  # noqa: E402
from serving import served  # noqa: E402

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


def main() -> None:
    """Start the board on a free port, save a picture of each page, end the board."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        actuals = shutil.copytree(SAMPLES, Path(folder) / "actuals")
        with served(Path(folder) / "log.txt", PLANBOARD_ACTUALS=actuals) as board:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_ARGS)
            page = browser.new_page(viewport=WIDE, locale="zh-CN")
            for name, address in PAGES.items():
                page.goto(f"{board}/{address}")
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


if __name__ == "__main__":
    main()
