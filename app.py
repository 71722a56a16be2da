"""推进计划看板. Start it with `make run`: Streamlit, behind the door of `lib/ui/door.py`; `main.py` draws the pages."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from lib import ui

app = st.App("main.py", routes=ui.routes(), middleware=ui.middleware(), lifespan=ui.say_who_writes)

if get_script_run_ctx(suppress_warning=True):  # run as a script itself, without a server around it
    ui.run()
