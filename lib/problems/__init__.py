"""Faults in somebody's file: the catalogue of what can be wrong, and the tally of one file's problems."""

from lib.problems.catalogue import SEVERITY_WORDS, Problem, Severity, alike, nearest, place, problem
from lib.problems.tally import ProblemList, number_of

__all__ = [
    "Problem", "ProblemList", "SEVERITY_WORDS", "Severity", "alike", "nearest", "number_of", "place", "problem",
]  # fmt: skip
