"""A briefing 简报: what its slides and papers say, and the files they become."""

from lib.briefing import blocks, files
from lib.briefing.content import Briefing, brief
from lib.briefing.edits import edited, without_annex
from lib.briefing.figures import figure
from lib.briefing.slides import Slide, Table, Text

__all__ = ["Briefing", "Slide", "Table", "Text", "blocks", "brief", "edited", "figure", "files", "without_annex"]
