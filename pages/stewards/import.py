"""导入: drop reports or pick samples, look through what was understood, tick, publish as one new edition."""

from yearbook.ui.auth.visitor import require
from yearbook.ui.heading import show_heading
from yearbook.ui.importing.inbox import open_inbox, read_waiting, show_uploader
from yearbook.ui.importing.publishing import show_list, show_published, show_publishing
from yearbook.ui.importing.report import show_report
from yearbook.ui.review.correction import show_corrections
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "import")
require(view, "import")
inbox = open_inbox(view)
if inbox.published is not None:
    show_published(view, inbox.published)
show_uploader(view, inbox)
read_waiting(view, inbox)
report = show_list(view, inbox)
if report is not None:
    show_report(view, inbox, report, show_corrections)
    show_publishing(view, inbox)
