"""导入: drop reports or pick samples, look through what was understood, tick, publish as one new edition."""

from yearbook.ui.auth.visitor import require
from yearbook.ui.heading import show_heading
from yearbook.ui.importing.inbox import look_at_waiting, open_inbox, show_doors
from yearbook.ui.importing.listing import show_list
from yearbook.ui.importing.publishing import show_published, show_publishing
from yearbook.ui.importing.report import show_report
from yearbook.ui.view import current_view

view = current_view()
show_heading(view, "import")
who = require(view, "import")
inbox = open_inbox(view)
if inbox.published is not None:
    show_published(view, inbox.published)
show_doors(view, inbox)
look_at_waiting(view, inbox)
item = show_list(view, inbox)
if item is not None:
    show_report(view, inbox, item)
    show_publishing(view, inbox, who)
