"""What every page is made of. The only package that imports Streamlit; pages call it as `ui`.

frame       navigation, title and foot; one slide at a time
writing     who writes: upload codes, the file that waits to be sent, its receipt
moment      as of, known by, plan, and the link that pins them
pieces      HTML, charts, files to save, buttons that copy
view        the data that a page shows
try_out     an indicator of one's own, and what the rules say of it
choices     what the reader chose, which lives in the address
"""

from lib.ui.choices import choose, chosen, pick, typed
from lib.ui.frame import foot, insist_on, is_presenting, open_view, present, run, screen, title
from lib.ui.moment import day_chosen
from lib.ui.pieces import (
    chart,
    copy_text,
    dialog,
    download,
    html,
    is_sure,
    keep,
    kept,
    say_next,
    say_now,
    scroll_to,
    slide_chart,
    table_download,
    text,
)
from lib.ui.receipt import confirm, show_receipt
from lib.ui.sign_in import may_write, prove, writer
from lib.ui.try_out import try_out
from lib.ui.upload import examined, finished_upload, forget_upload, say_what_changed_meanwhile, step, uploader
from lib.ui.view import once, published

__all__ = [
    "chart", "choose", "chosen", "confirm", "copy_text", "day_chosen", "dialog", "download", "examined",
    "finished_upload", "foot", "forget_upload", "html", "insist_on", "is_presenting", "is_sure", "keep", "kept", "may_write",
    "once", "open_view", "pick", "present", "prove", "published", "run", "say_next", "say_now",
    "say_what_changed_meanwhile", "screen", "scroll_to", "show_receipt", "slide_chart", "step",
    "table_download", "text", "title", "try_out", "typed", "uploader", "writer",
]  # fmt: skip
