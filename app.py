"""推进计划看板. Start it with `make run`; the pages are in `pages/`, the frame around them in `lib/ui/`."""

from lib import ui

ui.run()
