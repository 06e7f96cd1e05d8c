"""The product without the preloads of its pages, to measure what these save; takes the command line of `yearbook`."""

from yearbook.__main__ import run_command_line
from yearbook.web import streamlit_internals

streamlit_internals.WARM_UP_SCRIPT = ""
PLAIN = (streamlit_internals.STATIC / "index.html").read_text("utf-8")
LINES = streamlit_internals.render_page().splitlines()
PAGE = "\n".join(line for line in LINES if "modulepreload" not in line or line in PLAIN)
streamlit_internals.render_page = lambda: PAGE  # type: ignore[assignment]
run_command_line()
