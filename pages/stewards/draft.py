"""报告自查: a draft before it is published, held against itself, last year's report and the edition; nothing of it is stored."""

from yearbook.ui.auth.visitor import require
from yearbook.ui.drafts.findings import show_review
from yearbook.ui.drafts.upload import take_draft
from yearbook.ui.heading import show_heading
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "draft")
require(view, "check")
dropped = take_draft(view)
if dropped is not None:
    show_review(view, dropped)
