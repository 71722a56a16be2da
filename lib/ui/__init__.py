"""What every page is made of. The only package that imports Streamlit; pages call it as `ui`.

frame       navigation, title and foot; one slide at a time
writing     who writes: upload codes, the file that waits to be sent
moment      as of, known by, plan, and the link that pins them
pieces      HTML, charts, files to save, buttons that copy
view        the data that a page shows
try_out     an indicator of one's own, and what the rules say of it
choices     what the reader chose, which lives in the address
"""

from lib.ui.choices import choose, chosen, pick, set_choice, typed
from lib.ui.frame import foot, insist_on, is_presenting, open_view, present, run, screen, title
from lib.ui.moment import day_chosen
from lib.ui.pieces import (
    chart,
    copy_text,
    dialog,
    download,
    html,
    keep,
    kept,
    say_next,
    say_now,
    scroll_to,
    slide_chart,
    table_download,
    text,
)
from lib.ui.sign_in import may_write, prove, writer
from lib.ui.try_out import try_out
from lib.ui.upload import (
    examined,
    finish_upload,
    finished_upload,
    forget_upload,
    say_what_changed_meanwhile,
    step,
    template_uploader,
    uploader,
)
from lib.ui.view import once, published

__all__ = [
    "chart", "choose", "chosen", "copy_text", "day_chosen", "dialog", "download", "examined", "finish_upload",
    "finished_upload", "foot", "forget_upload", "html", "insist_on", "is_presenting", "keep", "kept", "may_write",
    "once", "open_view", "pick", "present", "prove", "published", "run", "say_next", "say_now",
    "say_what_changed_meanwhile", "screen", "scroll_to", "set_choice", "slide_chart", "step",
    "table_download", "template_uploader", "text", "title", "try_out", "typed", "uploader", "writer",
]  # fmt: skip
