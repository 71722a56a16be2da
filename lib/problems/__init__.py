"""Faults in somebody's file: the catalogue of what can be wrong, and how it is said."""

from lib.problems.catalogue import SEVERITY_WORDS, Problem, Severity, Worksheet, alike, nearest, place, problem, quoted

__all__ = ["Problem", "SEVERITY_WORDS", "Severity", "Worksheet", "alike", "nearest", "place", "problem", "quoted"]
