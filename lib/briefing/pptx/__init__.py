"""A briefing as an editable PowerPoint file."""
