"""节能降碳: energy and water per person and per area, institutions, charging, retrofits, side by side."""

from yearbook.ui.heading import show_heading
from yearbook.ui.sections.topic_page import choose_section, show_section
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "energy")
show_section(view, choose_section(view, "energy"))
