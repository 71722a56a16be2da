"""One plan with its store: what counts, and the one door for writes."""

from lib.board import locks, submissions, templates
from lib.board.access import Access, is_from_this_machine
from lib.board.actuals import Actuals
from lib.board.board import Board, Silence, plan_files
from lib.board.doubts import doubts
from lib.board.submissions import Receipt, clear_sample, examine, real_counting
from lib.board.trial import TRIAL, trial
from lib.board.verification import Completion, to_verify, verification_csv, verification_name
from lib.board.writer import ALL_ROLES, PROOF_WORDS, Role, Writer
from lib.intake import Reading
from lib.store import Submission

__all__ = [
    "ALL_ROLES", "Access", "Actuals", "Board", "Completion", "PROOF_WORDS", "Reading", "Receipt", "Role", "Silence", "Submission", "TRIAL", "clear_sample", "doubts",
    "examine", "is_from_this_machine", "locks", "plan_files", "real_counting", "submissions", "templates", "to_verify", "trial",
    "Writer", "verification_csv", "verification_name",
]  # fmt: skip
