"""推进计划看板. Start it with `make run`: Streamlit, behind the door of `lib/ui/door.py`; `main.py` draws the pages."""

import streamlit as st

from lib import ui

app = st.App("main.py", middleware=ui.middleware(), lifespan=ui.say_who_writes)
