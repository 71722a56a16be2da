"""A real server and a real browser for the tests of the pages.

Nothing starts before a test asks for it. Where the browser or a Chinese font is missing, these tests fail and say what
to install: a picture without the font is full of empty boxes and still looks like a success.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest
from postgres import Server, serving
from serving import ROOT, faults, served, started

from lib.board.board import Board
from lib.rules.measures import Measures
from lib.store.folder import entries
from lib.store.folder.store import FolderStore

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Dialog, Page, Request

    from lib.briefing.content import Briefing

LONGEST = (
    "durable",  # forks of its process, which is small at first
    "browser_reporting",
    "browser",
    "bench",
    "replicas",
    "faults",
    "proxy",
    "cli_brief",
    "word",
    "bounds",
    "documents",
    "pages",
)
"""The files that take longest begin first, so that none is left over at the end."""

CASE_BY_CASE = ("durable", "bounds")
"""Files whose tests share little: workers take single ones of them."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file stays with one worker, so that what its tests share is made once; those that share the board of the sample
    figures make one group, those that start boards of their own another."""

    def place(item: pytest.Item) -> int:
        name = item.path.stem.removeprefix("test_")
        return next((n for n, start in enumerate(LONGEST) if name.startswith(start)), len(LONGEST))

    items.sort(key=place)
    for item in items:
        name = item.path.stem.removeprefix("test_")
        if name not in CASE_BY_CASE:
            own = "-own" if "serve" in getattr(item, "fixturenames", ()) else ""
            item.add_marker(pytest.mark.xdist_group(name + own))


@pytest.fixture(scope="session", autouse=True)
def without_waiting() -> Iterator[None]:
    """In this process files that were written just now are looked at again at once."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries, "STEADY_SECONDS", 0.0)
        yield


SAMPLES = ROOT / "data" / "actuals"
SHIPPED_PLAN = ROOT / "data" / "plan_2019.yaml"

CHROMIUM = os.environ.get("CHROMIUM_PATH", "/usr/bin/chromium")
CHROMIUM_ARGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
    # The name of a board in the LAN, in tests/test_proxy.py.
    "--host-resolver-rules=MAP board.example.lan 127.0.0.1",
    # Each page is looked at once: its scripts end before they are worth being optimised.
    "--js-flags=--no-opt --no-maglev",
]  # fmt: skip

WIDE = {"width": 1920, "height": 1080}

IDLE = """() => {
  const talk = window.__talk ??= (() => {
    const talk = {asked: 0, answered: -1}, known = new WeakSet(), send = WebSocket.prototype.send;
    WebSocket.prototype.send = function (...said) {
      if (!known.has(this)) this.addEventListener('message', () => { talk.answered = performance.now(); });
      known.add(this);
      talk.asked = performance.now();
      return send.apply(this, said);
    };
    return talk;
  })();
  const app = document.querySelector('[data-testid=stApp]');
  const idle = app && app.dataset.testScriptState === 'notRunning' && app.dataset.testConnectionState === 'CONNECTED'
    && !document.querySelector(
      '[data-stale=true],[data-testid=stSkeleton],[data-testid=stAppSkeleton],[data-testid=stStatusWidget]')
    && [...document.querySelectorAll('[data-testid=stPlotlyChart]')].every(e => e.querySelector('.main-svg'));
  const layout = [...document.querySelectorAll('.main-svg, .pb-foot')].map(e => {
    const r = e.getBoundingClientRect();
    return `${r.x} ${r.y} ${r.width} ${r.height}`;
  }).join();
  if (!idle || layout !== window.__layout) { window.__idleSince = null; window.__layout = layout; return false; }
  window.__idleSince ??= performance.now();
  const long = window.__opened && talk.answered > talk.asked ? 200 : 250;
  return performance.now() - Math.max(window.__idleSince, talk.asked, talk.answered) > long;
}"""
"""The app stays `notRunning` for a moment after an interaction, so it has to be so for a while, and in its place: for less
where a page was only opened and what it asked for has been answered."""

Serve = Callable[..., str]
OpenPage = Callable[..., "Page"]


class Recorded(NamedTuple):
    """What a page did that it should not do."""

    errors: list[str]
    outside: list[str]
    dialogs: list[str]


@cache
def samples_at(as_of: date | None = None) -> Measures:
    """The shipped plan with the sample figures; without a day at the moment that stands by itself."""
    return Board(SHIPPED_PLAN, FolderStore(SAMPLES, record=False)).measures(as_of)


@pytest.fixture(scope="session")
def samples() -> Measures:
    """The same where no day matters."""
    return samples_at()


@pytest.fixture(scope="session")
def briefing(samples: Measures) -> Briefing:
    """The briefing on it."""
    from lib.briefing import brief

    return brief(samples)


# the servers


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    """A PostgreSQL server, for whoever wants a database of it."""
    with serving() as server:
        yield server


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a board with the shipped plan and a copy of the sample figures, which no test changes."""
    folder = tmp_path_factory.mktemp("site")
    log, actuals = folder / "log.txt", shutil.copytree(SAMPLES, folder / "actuals")
    # As its users start it, once.
    with started(log, is_alone=True, PLANBOARD_ACTUALS=actuals, PLANBOARD_PLAN=SHIPPED_PLAN) as (address, _):
        yield address
    assert not faults(log)


@pytest.fixture(scope="module")
def serve(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serve]:
    """Start a board with other data: `serve(actuals=…, plan=…)` gives its address. It ends with the module.

    `env` is laid over its environment: a `PATH` of its own makes a machine without other programs.
    """
    logs: list[Path] = []
    with ExitStack() as servers:

        def start(
            *,
            actuals: Path,
            plan: Path = SHIPPED_PLAN,
            env: Mapping[str, str] | None = None,
            script: Path = ROOT / "app.py",
        ) -> str:
            logs.append(tmp_path_factory.mktemp("server") / "log.txt")
            settings = {"PLANBOARD_ACTUALS": actuals, "PLANBOARD_PLAN": plan} | dict(env or {})
            return servers.enter_context(served(logs[-1], script, **settings))

        yield start
        for page in TABS:
            page.goto("about:blank")  # another board may come to the same port
    assert not "".join(map(faults, logs))


# the browser


@pytest.fixture(scope="session")
def base_url() -> None:
    """No address of its own: there are several boards, and the plugin's own fixture warns with this pytest."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's Chromium; nothing is downloaded."""
    if not Path(CHROMIUM).is_file():
        pytest.fail(
            f"没有找到浏览器 {CHROMIUM}。请运行 apt-get install chromium，或用 CHROMIUM_PATH 指定。", pytrace=False
        )
    fonts = shutil.which("fc-list")
    if not fonts or not subprocess.run([fonts, ":lang=zh-cn"], capture_output=True, check=False).stdout.strip():
        pytest.fail("没有中文字体。请运行 apt-get install fontconfig fonts-noto-cjk。", pytrace=False)
    return {**browser_type_launch_args, "executable_path": CHROMIUM, "args": CHROMIUM_ARGS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A Chinese reader before a large screen."""
    return {
        **browser_context_args,
        "viewport": WIDE,
        "locale": "zh-CN",
        "timezone_id": "Asia/Shanghai",
        "reduced_motion": "reduce",
    }


@pytest.fixture(scope="session")
def reader(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[BrowserContext]:
    """One reader for all tests: scripts are fetched once, the clipboard is open."""
    from playwright.sync_api import expect

    context = browser.new_context(**browser_context_args, permissions=["clipboard-read", "clipboard-write"])
    context.set_default_timeout(15_000)
    # Beside three other browsers on two cores five seconds are short.
    expect.set_options(timeout=15_000)
    yield context
    context.close()


@pytest.fixture(scope="session")
def wait_idle() -> Callable[[Page], None]:
    """Wait until the app has nothing more to do and every chart is drawn."""
    return until_idle


def until_idle(page: Page, *, is_opened: bool = False) -> None:
    """Wait until the app has nothing more to do; it has less where the page `is_opened` and nothing was done there yet."""
    page.evaluate("(opened) => { window.__idleSince = null; window.__opened = opened; }", is_opened)
    page.wait_for_function(IDLE, polling=50)
    page.evaluate("document.fonts.ready.then(() => true)")


def resize(page: Page, size: tuple[int, int]) -> None:
    """Give a page that is idle another size. Without charts that would be drawn anew it is laid out with the next frame,
    and nothing has to be waited for."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    if page.locator(".js-plotly-plot").count():
        until_idle(page)
    else:
        page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.evaluate("innerWidth") == size[0]


@pytest.fixture(scope="session")
def tab(reader: BrowserContext) -> tuple[Page, Recorded]:
    """One tab for all tests, since a new one compiles all scripts again; and what it does that it should not do."""
    page, recorded = reader.new_page(), Recorded([], [], [])
    TABS.append(page)

    def on_request(request: Request) -> None:
        if not request.url.startswith(("http://127.0.0.1:", "ws://127.0.0.1:", "data:", "blob:")):
            recorded.outside.append(request.url)

    def on_console(message: ConsoleMessage) -> None:
        # Streamlit looks for itself beside each page before it finds itself at the root.
        if message.type == "error" and "/_stcore/" not in message.location.get("url", ""):
            recorded.errors.append(f"{message.text} {message.location.get('url', '')}")

    def on_dialog(dialog: Dialog) -> None:
        recorded.dialogs.append(dialog.message)
        dialog.dismiss()

    page.on("request", on_request)
    page.on("console", on_console)
    page.on("pageerror", lambda error: recorded.errors.append(str(error)))
    page.on("dialog", on_dialog)
    return page, recorded


@pytest.fixture
def app_page(tab: tuple[Page, Recorded]) -> Iterator[Page]:
    """The tab. After the test it must have raised no error, asked nothing of another host, opened no dialog."""
    page, recorded = tab
    for kind in recorded:
        kind.clear()
    yield page
    if page.url.startswith("http:"):
        page.evaluate("localStorage.clear()")
    if not page.locator("[data-test-connection-state=CONNECTED]").count():
        page.goto("about:blank")
    assert recorded == Recorded([], [], [])


@pytest.fixture(scope="session")
def others(browser: Browser, browser_context_args: dict[str, Any]) -> Iterator[Callable[[int], Page]]:
    """The tab of each of some other people, by number: browsers of their own, which keep all scripts."""
    tabs: list[Page] = []

    def tab_of(number: int) -> Page:
        if number == len(tabs):
            tabs.append(browser.new_context(**browser_context_args).new_page())
            tabs[-1].set_default_timeout(15_000)
        return tabs[number]

    yield tab_of
    for page in tabs:
        page.context.close()


@pytest.fixture
def tab_of(others: Callable[[int], Page]) -> Iterator[Callable[[], Page]]:
    """A tab of somebody else, each time: nobody has signed in there, and nothing is kept of a board."""
    from playwright.sync_api import expect

    # Beside other browsers on two cores five seconds are short.
    expect.set_options(timeout=15_000)
    taken: list[Page] = []

    def open_tab(size: tuple[int, int] = (1366, 768)) -> Page:
        taken.append(others(len(taken)))
        taken[-1].set_viewport_size({"width": size[0], "height": size[1]})
        return taken[-1]

    yield open_tab
    for page in taken:
        if page.url.startswith("http"):
            page.evaluate("localStorage.clear()")
        page.context.clear_cookies()
        page.goto("about:blank")


TABS: list[Page] = []
"""The tab, once it is there."""

GO = """(address) => {
  if (document.querySelector('[role=dialog], [data-testid=stPopoverBody], [data-testid=stFileChip]')) return false;
  document.activeElement?.blur();
  history.pushState(history.state, '', address);
  dispatchEvent(new PopStateEvent('popstate', { state: history.state }));
  document.querySelector('[data-testid=stMain]').scrollTo(0, 0);
  return true;
}"""
"""Go on to an address as the button Back does, unless somebody left something open."""


@pytest.fixture
def open_page(app_page: Page, site: str) -> OpenPage:
    """Open an address of the board, by default of the one with sample figures, and wait until it is drawn.

    On a board that is not to be entered `anew`, by default on that one, which no test changes, the tab goes on from where it
    stands: half of what a page takes is Streamlit's own start.
    """

    def open_address(
        address: str = "", *, at: str = site, size: tuple[int, int] = (1920, 1080), anew: bool | None = None
    ) -> Page:
        is_other = app_page.viewport_size != {"width": size[0], "height": size[1]}
        if is_other:
            app_page.set_viewport_size({"width": size[0], "height": size[1]})
        app_page.mouse.move(0, 0)
        anew = at != site if anew is None else anew
        if anew or not app_page.url.startswith(f"{at}/") or not app_page.evaluate(GO, f"{at}/{address}"):
            app_page.goto(f"{at}/{address}")
        until_idle(app_page, is_opened=not is_other)
        return app_page

    return open_address
