"""What every page is made of. The only package that imports Streamlit; pages call it as `ui`.

serving, door, housekeeping   what stands around Streamlit and beside it
frame                         navigation, title and foot; one slide at a time
sign_in, rights               who reads and writes: people who signed in, upload codes
desk                          the office's own acts
upload, receipt, several      the file that waits to be sent, what is found in it, many at once
fill_in, draft                a body's own indicators and tasks as a form; drafts that the reader's browser keeps
view, moment, choices, paging the data of a page: at which moment, narrowed how, which rows of many; all in the address
pieces                        HTML, charts, files to save, buttons that copy
arrangement, briefing_files   a briefing as its reader arranged it, and its files
new_plan, works, decide       an official document, doubt by doubt, into a plan of the board
try_out                       an indicator of one's own, and what the rules say of it
"""

from lib.ui.arrangement import arranged
from lib.ui.briefing_files import briefing_files
from lib.ui.choices import choose, chosen, pick, typed
from lib.ui.decide import decide_doubts, decide_targets
from lib.ui.desk import answer, codes, give_back, lock
from lib.ui.draft import keep_sender
from lib.ui.fill_in import fill_in
from lib.ui.frame import foot, insist_on, is_presenting, open_view, present, run, screen, title
from lib.ui.moment import day_chosen
from lib.ui.new_plan import (
    choose_before,
    finish_plan,
    forget_document,
    show_bodies,
    show_open_points,
    show_reading,
    take_document,
)
from lib.ui.paging import has_words, page_of, searched
from lib.ui.pieces import (
    attempt,
    chart,
    copy_text,
    dialog,
    download,
    html,
    is_sure,
    note,
    say_next,
    say_now,
    scroll_to,
    slide_chart,
    table_download,
    text,
)
from lib.ui.receipt import confirm, show_receipt
from lib.ui.rights import people
from lib.ui.serving import middleware, routes, say_who_writes
from lib.ui.several import send_several
from lib.ui.sign_in import may, may_leave_files, prove, sender, why_not_sent, writer
from lib.ui.try_out import try_out
from lib.ui.upload import examined, finished_upload, forget_upload, say_what_changed_meanwhile, step, uploader
from lib.ui.view import once, published, year_before_of
from lib.ui.works import opened_document, plans_of_board

__all__ = [
    "answer", "arranged", "attempt", "briefing_files", "chart", "choose", "choose_before", "chosen", "codes", "confirm", "copy_text", "day_chosen",
    "decide_doubts", "decide_targets", "dialog", "download", "examined", "fill_in", "finish_plan", "finished_upload",
    "foot", "forget_document", "forget_upload", "give_back", "has_words", "html", "insist_on", "is_presenting", "is_sure", "keep_sender", "lock", "may", "may_leave_files", "middleware", "note", "once", "open_view", "opened_document",
    "page_of", "people", "pick", "plans_of_board", "present", "prove", "published", "routes", "run", "say_next",
    "say_now", "say_what_changed_meanwhile", "say_who_writes", "screen", "scroll_to", "searched", "send_several", "sender",
    "show_bodies", "show_open_points", "show_reading", "show_receipt", "slide_chart", "step", "table_download",
    "take_document", "text", "title", "try_out", "typed", "uploader", "why_not_sent", "writer", "year_before_of",
]  # fmt: skip
