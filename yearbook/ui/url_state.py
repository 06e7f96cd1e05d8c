"""URL state: choices kept in the page's query parameters as codes, so that a link opens the same view in either language.

Streamlit's own `bind="query-params"` writes a widget's labels, which change with the language; it is used where there are
none (switches, numbers, free text), and this module where an option has a code and a name.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import streamlit as st

Name = Callable[[str], str]
EDITION = "edition"  # the parameter, and the state, that pins the pages to an edition
RENAMED = {  # parameters of old links, and what they are called today
    "topics": "topic",
    "coverage_topic": "topic",
    "levels": "level",
    "metrics": "metric",
    "agencies": "agency",
    "statuses": "status",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen in a page run: the codes as an address says them, and their words; none for what goes without saying."""

    codes: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A code in the address that the page does not offer, the options with their names, and the code taken in its place."""

    parameter: str
    code: str
    options: Mapping[str, str]
    taken: str | None


@dataclass(slots=True)
class PageRun:
    """One run of a page: what it has chosen so far, by parameter, the codes of the address that it could not take, and the charts
    that it drew: their keys, and what each says.

    `history`: the reader went back or forward, so that the address decides everything. `page`: its name, once its heading stands.
    """

    history: bool = False
    page: str = ""
    choices: dict[str, Choice] = field(default_factory=dict)
    unknown: dict[str, UnknownValue] = field(default_factory=dict)
    charts: dict[str, str] = field(default_factory=dict)


_run: ContextVar[PageRun] = ContextVar("run of a page")


@contextmanager
def page_run(history: bool) -> Iterator[None]:
    """A run of app.py; `history` where the browser's Back or Forward asked for it."""
    token = _run.set(PageRun(history))
    try:
        _rename_parameters()
        yield
    finally:
        if history:  # the run before may have written its parameters behind the path that the reader went back to
            st.query_params.update({})  # sends the whole address again
        _run.reset(token)


def current_run() -> PageRun:
    """The run under way; one of its own where a dialog runs alone."""
    try:
        return _run.get()
    except LookupError:
        _run.set(run := PageRun())
        return run


def pick_preferred(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str,
    name: Name,
    parameter: str = "",
    widget: Callable[..., Any] = st.selectbox,
    spelled_out: bool = False,
    cited: Name | None = None,
    **look: Any,
) -> str:
    """One code out of `options`, kept in the address as `?parameter=code` and through page changes.

    The parameter is called as `key`, the widget's, unless it is named. A default is left out of the address, unless it may be
    another one next year: `spelled_out`. In a citation a code is called as `cited` says, else by its name.
    """
    parameter = parameter or key
    linked = _read_link(key, parameter) is not None
    settle_one(key, options, default, parameter=parameter, name=name)
    chosen = widget(label, options, key=key, format_func=name, persist_state="session", **look)
    if chosen is None:  # a segmented control can be emptied
        chosen = default
    usual = chosen == default and not spelled_out
    if default:
        st.session_state[_unchosen(key)] = chosen if chosen == default and not linked else None
    _write(key, parameter, [] if usual else [chosen])
    current_run().choices[parameter] = Choice((str(chosen),), () if usual else ((cited or name)(chosen).strip(),))
    return str(chosen)


def choose_many(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: Sequence[str] = (),
    name: Name,
    parameter: str = "",
    widget: Callable[..., Any] = st.multiselect,
    **look: Any,
) -> tuple[str, ...]:
    """Several codes out of `options`, kept in the address as `?parameter=a&parameter=b` and through page changes."""
    parameter = parameter or key
    linked, kept = _read_link(key, parameter), st.session_state.get(key)
    for code in linked or ():
        if code and code not in options:
            _note_unknown(parameter, code, options, name, None)
    codes = linked or (None if linked is not None else kept)
    st.session_state[key] = [code for code in (default if codes is None else codes) if code in options]
    chosen = list(widget(label, options, key=key, format_func=name, persist_state="session", **look))
    emptied = [""] if default and not chosen else chosen  # an address that says nothing means the default
    _write(key, parameter, [] if chosen == list(default) else emptied)
    current_run().choices[parameter] = Choice(tuple(emptied), () if chosen == list(default) else tuple(map(name, chosen)))
    return tuple(chosen)


def settle_one(key: str, options: Container[str], default: str, *, parameter: str = "", name: Name = str) -> str:
    """The code that `pick_preferred` will show: the address where it says something new, else what was chosen, else `default`."""
    parameter = parameter or key
    linked = _read_link(key, parameter)
    settled = _find_chosen(key, options, linked, default)
    if linked and linked[-1] and linked[-1] not in options:
        _note_unknown(parameter, linked[-1], options, name, settled)
    st.session_state[key] = settled
    return settled


def is_chosen(key: str, options: Container[str]) -> bool:
    """Whether `settle_one` finds a code without its default, which may be costly to find."""
    return bool(_find_chosen(key, options, _read_link(key, key), ""))


def _find_chosen(key: str, options: Container[str], linked: list[str] | None, default: str) -> str:
    if linked is not None and current_run().history:
        offers: tuple[Any, ...] = (linked,)
    else:
        # The browser sends labels back, and one that reads otherwise since (another language, another count of bodies) is taken
        # for no choice at all: a reader who is quicker than the page run would lose it. So what was written last is asked too.
        offers = (linked, [st.session_state.get(key)], st.session_state.get(_mark(key)))
    return str(next((codes[-1] for codes in offers if codes and codes[-1] in options), default))


def forget(key: str) -> None:
    """Forget what was chosen, in the address too, unless a link has just named it: the next choice begins at its default."""
    if _read_link(key, key) is None:
        st.session_state.pop(key, None)
        _write(key, key, [])


def follow(keys: Sequence[str], cause: str) -> None:
    """Where `cause` (the region) is another than before, begin those choices at their defaults again that nobody has made: what a
    reader or a link has chosen stays."""
    changed = st.session_state.get(_CAUSE, cause) != cause
    st.session_state[_CAUSE] = cause
    for key in keys if changed else ():
        unchosen = st.session_state.get(_unchosen(key))
        if unchosen is not None and unchosen == st.session_state.get(key):
            forget(key)


def keep(key: str, code: str) -> None:
    """Keep a code in the address, and through page changes, that no widget shows."""
    st.session_state[key] = code
    _write(key, key, [code])


def link_to(view_language: str, **parameters: str | int) -> dict[str, str]:
    """Query parameters for a link inside the product: the codes given; besides, the edition where it is pinned, and the language
    where it is not the default.
    """
    kept = {} if view_language == "zh" else {"lang": view_language}
    pinned = {EDITION: str(st.session_state[EDITION])} if st.session_state.get(EDITION) else {}
    named = {name: str(value) for name, value in parameters.items()}
    return named | pinned | kept | named


def _rename_parameters() -> None:
    for old, new in RENAMED.items():
        if old in st.query_params:
            codes = [*st.query_params.get_all(new), *st.query_params.get_all(old)]
            del st.query_params[old]
            st.query_params[new] = codes


def _read_link(key: str, parameter: str) -> list[str] | None:
    """What the address says of a parameter where that is not what this module wrote there: a link was followed, or the reader
    went back, where nothing ([]) means the default. None where the address has nothing new."""
    given_values: list[str] = st.query_params.get_all(parameter)
    if current_run().history:
        return given_values
    return given_values if given_values and given_values != st.session_state.get(_mark(key)) else None


def _note_unknown(parameter: str, code: str, options: Container[str], name: Name, taken: str | None) -> None:
    named = {str(one): name(one) for one in options} if isinstance(options, Sequence) else {}
    current_run().unknown.setdefault(f"{parameter}={code}", UnknownValue(parameter, code, named, taken))


def _write(key: str, parameter: str, codes: list[str]) -> None:
    if codes and st.query_params.get_all(parameter) != codes:
        st.query_params[parameter] = codes
    elif not codes and parameter in st.query_params:
        del st.query_params[parameter]
    st.session_state[_mark(key)] = codes


def _mark(key: str) -> str:
    return f"address of {key}"


_CAUSE = "cause of the defaults"


def _unchosen(key: str) -> str:
    return f"default of {key}"
