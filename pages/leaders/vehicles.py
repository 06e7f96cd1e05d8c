"""公务用车: vehicles withdrawn, money saved, new-energy shares, auctions, bodies and years side by side."""

from yearbook.ui.heading import show_heading
from yearbook.ui.sections.topic_page import choose_section, show_section
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "vehicles")
show_section(view, choose_section(view, "vehicles"))
