"""Choices that stand in the page's address as codes, so that a link opens the same view in either language.

Streamlit's own `bind="query-params"` writes a widget's labels, which change with the language; it is used where there are
none (switches, numbers, free text), and this module where an option has a code and a name.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

Name = Callable[[str], str]
EDITION = "edition"  # the parameter, and the state, that pins the pages to an edition
_CHOICES = "choices of this run"


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen in a page run: the codes as an address says them, and their words; none for what goes without saying."""

    codes: tuple[str, ...]
    words: tuple[str, ...]


def begin_run() -> None:
    """Forget what the page run before has chosen; app.py calls this first."""
    st.session_state[_CHOICES] = {}


def choices() -> dict[str, Choice]:
    """What this page run has chosen so far, by the keys of the address."""
    found: dict[str, Choice] = st.session_state.setdefault(_CHOICES, {})
    return found


def pick_preferred(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: str,
    name: Name,
    widget: Callable[..., Any] = st.selectbox,
    spelled_out: bool = False,
    cited: Name | None = None,
    **look: Any,
) -> str:
    """One code out of `options`, kept in the address as `?key=code` and through page changes.

    A default is left out of the address, unless it may be another one next year: `spelled_out`. In a citation a code is called
    as `cited` says, else by its name.
    """
    settle_one(key, options, default)
    chosen = widget(label, options, key=key, format_func=name, persist_state="session", **look)
    if chosen is None:  # a segmented control can be emptied
        chosen = default
    usual = chosen == default and not spelled_out
    _write(key, [] if usual else [chosen])
    choices()[key] = Choice((str(chosen),), () if usual else ((cited or name)(chosen).strip(),))
    return str(chosen)


def choose_many(
    label: str,
    options: Sequence[str],
    *,
    key: str,
    default: Sequence[str] = (),
    name: Name,
    widget: Callable[..., Any] = st.multiselect,
    **look: Any,
) -> tuple[str, ...]:
    """Several codes out of `options`, kept in the address as `?key=a&key=b` and through page changes."""
    said = _said_from_outside(key)
    if said is not None:
        st.session_state[key] = [code for code in said if code in options]
    else:
        kept = st.session_state.get(key)
        st.session_state[key] = list(default) if kept is None else [code for code in kept if code in options]
    chosen = list(widget(label, options, key=key, format_func=name, persist_state="session", **look))
    emptied = [""] if default and not chosen else chosen  # an address that says nothing means the default
    _write(key, [] if chosen == list(default) else emptied)
    choices()[key] = Choice(tuple(emptied), () if chosen == list(default) else tuple(map(name, chosen)))
    return tuple(chosen)


def settle_one(key: str, options: Container[str], default: str) -> str:
    """The code that `pick_preferred` will show: the address where it says something new, else what was chosen, else `default`."""
    # The browser sends labels back, and one that reads otherwise since (another language, another count of bodies) is taken for
    # no choice at all: a reader who is quicker than the page run would lose it. So what was written last is asked besides.
    said, written = _said_from_outside(key), st.session_state.get(_mark(key))
    offers = (said, [st.session_state.get(key)], written)
    settled = next((codes[-1] for codes in offers if codes and codes[-1] in options), default)
    st.session_state[key] = settled
    return str(settled)


def forget(key: str) -> None:
    """Forget what was chosen, in the address too, unless a link has just said it anew: the next choice begins at its default."""
    if _said_from_outside(key) is None:
        st.session_state.pop(key, None)
        _write(key, [])


def keep(key: str, code: str) -> None:
    """Keep a code in the address, and through page changes, that no widget shows."""
    st.session_state[key] = code
    _write(key, [code])


def _said_from_outside(key: str) -> list[str] | None:
    """What the address says of `key` where that is not what this module wrote there: a link was followed."""
    said = st.query_params.get_all(key)
    return said if said and said != st.session_state.get(_mark(key)) else None


def _write(key: str, codes: list[str]) -> None:
    if codes and st.query_params.get_all(key) != codes:
        st.query_params[key] = codes
    elif not codes and key in st.query_params:
        del st.query_params[key]
    st.session_state[_mark(key)] = codes


def _mark(key: str) -> str:
    return f"address of {key}"


def link_to(view_language: str, **parameters: str | int) -> dict[str, str]:
    """Query parameters for a link inside the product: the codes given, the edition where it is pinned, and the language where it
    is not the default.
    """
    kept = {} if view_language == "zh" else {"lang": view_language}
    pinned = {EDITION: str(st.session_state[EDITION])} if st.session_state.get(EDITION) else {}
    return {name: str(value) for name, value in parameters.items()} | pinned | kept
