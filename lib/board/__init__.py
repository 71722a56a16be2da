"""One plan with its store: what counts, and the one door for writes."""

from lib.board import form, inquiries, locks, new_plans, submissions, templates
from lib.board.access import Access, is_from_this_machine, is_loopback
from lib.board.actuals import Actuals
from lib.board.board import Board, PlanEdit, Silence, plan_files
from lib.board.doubts import doubts
from lib.board.marked import marked, marked_csv
from lib.board.people import PeopleFile, Person, Standing, check_people, writer_of
from lib.board.refused_sign_ins import note_refused
from lib.board.submissions import Receipt, clear_sample, examine, real_counting
from lib.board.trial import TRIAL, trial
from lib.board.verification import (
    Completion,
    return_csv,
    return_name,
    returning,
    to_verify,
    verification_csv,
    verification_name,
)
from lib.board.writer import ALL_ROLES, PROOF_WORDS, ROLE_WORDS, Role, Writer
from lib.intake import Reading
from lib.store import Submission

__all__ = [
    "ALL_ROLES", "Access", "Actuals", "Board", "Completion", "PROOF_WORDS", "PeopleFile", "Person", "PlanEdit", "ROLE_WORDS",
    "Reading", "Receipt", "Role", "Silence", "Standing", "Submission", "TRIAL", "Writer", "check_people",
    "clear_sample", "doubts", "examine", "form", "inquiries", "is_from_this_machine", "is_loopback", "locks",
    "marked", "marked_csv", "new_plans", "note_refused", "plan_files", "real_counting", "return_csv", "return_name", "returning", "submissions", "templates",
    "to_verify", "trial", "verification_csv", "verification_name", "writer_of",
]  # fmt: skip
