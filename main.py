"""推进计划看板. What `app.py` runs for every reader; the pages are in `pages/`, the frame around them in `lib/ui/`."""

from lib import ui

ui.run()
