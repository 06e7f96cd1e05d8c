"""版本: the history of the data, and what each edition added or revised."""

import pandas as pd
import streamlit as st

from yearbook.catalogue.files import home
from yearbook.charts.number_format import format_value, read_unit
from yearbook.ui import edition_access as store
from yearbook.ui import url_state as address
from yearbook.ui.auth.visitor import may
from yearbook.ui.downloads import offer_list
from yearbook.ui.edition_choice import offer_rollback
from yearbook.ui.formatting import is_absent
from yearbook.ui.heading import show_heading
from yearbook.ui.navigation import show_link
from yearbook.ui.tables import ROWS_SHOWN, show_table
from yearbook.ui.view import current_view
from yearbook.warehouse.registry import list_editions

view = current_view()
show_heading(view, "editions")
language = view.language

notes = {str(note.number): note for note in reversed(list_editions(home()))}
counts = ("facts", "reports", "agencies", "added", "revised", "removed")
history = pd.DataFrame(
    {
        "edition": [view.translate("interface.edition_name", number=number) for number in notes],
        "built_at": pd.to_datetime([note.built_at for note in notes.values()]).tz_convert(st.context.timezone or "UTC"),
        **{name: [getattr(note, name) for note in notes.values()] for name in counts},
        "in_use": [note.number == store.edition_in_use() for note in notes.values()],
    }
)
if may("publish"):
    history["who"] = [note.who for note in notes.values()]
show_table(view, history, "interface.column", view.translate("pages.editions_alt", count=len(notes)))
st.caption(view.translate("roles.editions_roll_back" if may("roll_back") else "pages.editions_command_line"))

st.subheader(view.translate("pages.editions_changes"), anchor=False)
chosen = address.pick_preferred(
    view.translate("interface.edition"),
    list(notes),
    key="of",
    default=str(view.edition),
    spelled_out=True,
    name=lambda number: view.translate("interface.edition_name", number=number),
    width=240,
)
with st.container(horizontal=True, vertical_alignment="center"):
    offer_rollback(view, int(chosen))
    if int(chosen) != view.edition:
        show_link(view, "overview", view.translate("share.read_edition", number=chosen), "push_pin", edition=chosen)
changes = store.ask(int(chosen), "changes")
if changes.empty:
    st.info(view.translate("pages.editions_no_changes"), icon=":material/check_circle:")
    st.stop()
shown = changes.head(ROWS_SHOWN)


def write(row: dict[str, object], column: str) -> str:
    """The value before or after, as people read it; empty where there was none."""
    value = row[column]
    return "" if is_absent(value) else format_value(float(str(value)), read_unit(row), language)


rows = shown.to_dict("records")
table = pd.DataFrame(
    {
        "kind_of_change": [view.translate(f"interface.change_{row['change']}") for row in rows],
        "agency": shown[view.column("agency")].to_numpy(),
        "metric": shown[view.column("metric")].to_numpy(),
        "year": shown["year"].to_numpy(),
        "before": [write(row, "value_before") for row in rows],
        "after": [write(row, "value_after") for row in rows],
        "reason": [view.translate(f"interface.reason_{row['reason']}") for row in rows],
    }
)
counted = view.translate("pages.editions_change_count", shown=len(shown), all=len(changes))
st.caption(counted)
show_table(view, table, "interface.column", counted)
offer_list(view, "changes", int(chosen))
