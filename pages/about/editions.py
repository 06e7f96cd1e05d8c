"""版本: the history of the data, and what each edition added or revised."""

import pandas as pd
import streamlit as st

from yearbook.charts.numbers import write_value
from yearbook.data import home
from yearbook.interface import address, store
from yearbook.interface.downloads import offer_list
from yearbook.interface.heading import show_heading
from yearbook.interface.rolling_back import offer_rollback
from yearbook.interface.view import current_view
from yearbook.interface.visitors.visitor import may
from yearbook.interface.wording import is_absent
from yearbook.warehouse.editions.numbered import list_editions

view = current_view()
show_heading(view, "editions")
language = view.language

notes = {str(note.number): note for note in reversed(list_editions(home()))}
counts = ("facts", "reports", "agencies", "added", "revised", "removed")
history = pd.DataFrame(
    {
        "edition": [view.say("interface.edition_name", number=number) for number in notes],
        "built_at": pd.to_datetime([note.built_at for note in notes.values()]).tz_convert(st.context.timezone or "UTC"),
        **{name: [getattr(note, name) for note in notes.values()] for name in counts},
        "in_use": [note.number == store.edition_in_use() for note in notes.values()],
    }
)
if may("publish"):
    history["who"] = [note.who for note in notes.values()]
columns = {name: st.column_config.NumberColumn(view.say(f"interface.column_{name}"), format="localized") for name in counts}
columns["edition"] = st.column_config.TextColumn(view.say("interface.column_edition"))
columns["built_at"] = st.column_config.DatetimeColumn(view.say("interface.column_built_at"), format="YYYY-MM-DD HH:mm")
columns["who"] = st.column_config.TextColumn(view.say("roles.column_who"))
columns["in_use"] = st.column_config.CheckboxColumn(view.say("interface.column_in_use"))
st.dataframe(history, column_config=columns, hide_index=True, alt=view.say("pages.editions_alt", count=len(notes)))
st.caption(view.say("roles.editions_roll_back" if may("roll_back") else "pages.editions_command_line"))

st.subheader(view.say("pages.editions_changes"), anchor=False)
chosen = address.choose_one(
    view.say("interface.edition"),
    list(notes),
    key="of",
    default=str(view.edition),
    spelled_out=True,
    name=lambda number: view.say("interface.edition_name", number=number),
    width=240,
)
with st.container(horizontal=True, vertical_alignment="center"):
    offer_rollback(view, int(chosen))
    if int(chosen) != view.edition:
        target = address.link_to(language) | {address.EDITION: chosen}
        label = view.say("share.read_edition", number=chosen)
        st.page_link("pages/leaders/overview.py", label=label, icon=":material/push_pin:", query_params=target, help="")
changes = store.ask(int(chosen), "changes")
if changes.empty:
    st.info(view.say("pages.editions_no_changes"), icon=":material/check_circle:")
    st.stop()
shown = changes.head(2000)


def write(row: dict[str, object], column: str) -> str:
    """The value before or after, as people read it; empty where there was none."""
    value = row[column]
    return "" if is_absent(value) else write_value(float(str(value)), str(row["unit"]), language)


rows = shown.to_dict("records")
table = pd.DataFrame(
    {
        "kind_of_change": [view.say(f"interface.change_{row['change']}") for row in rows],
        "agency": shown[view.column("agency")].to_numpy(),
        "metric": shown[view.column("metric")].to_numpy(),
        "year": shown["year"].to_numpy(),
        "before": [write(row, "value_before") for row in rows],
        "after": [write(row, "value_after") for row in rows],
        "reason": [view.say(f"interface.reason_{row['reason']}") for row in rows],
    }
)
settings = {name: st.column_config.Column(view.say(f"interface.column_{name}")) for name in table}
settings["year"] = st.column_config.NumberColumn(view.say("interface.column_year"), format="%d")
counted = view.say("pages.editions_change_count", shown=len(shown), all=len(changes))
st.caption(counted)
st.dataframe(table, column_config=settings, hide_index=True, alt=counted)
offer_list(view, "changes", int(chosen))
