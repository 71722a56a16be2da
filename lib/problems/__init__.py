"""Faults in somebody's file: the catalogue of what can be wrong, and how it is said."""

from lib.problems.catalogue import SEVERITY_WORDS, Problem, Severity, alike, nearest, place, problem

__all__ = ["Problem", "SEVERITY_WORDS", "Severity", "alike", "nearest", "place", "problem"]
