"""For whom a figure speaks: the nation, the whole region, the organs directly under it, the agency, or a sample."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import cast, get_args

from yearbook.catalogue.catalogue import Scope
from yearbook.catalogue.files import DataError, catalogue_folder, read_yaml
from yearbook.catalogue.vocabulary import trie_pattern
from yearbook.extraction.linking.context import Context


@cache
def load_scopes() -> tuple[re.Pattern[str], dict[str, Scope]]:
    """The pattern of all scope words, and the scope each says. Raises DataError for a scope that does not exist."""
    file = catalogue_folder() / "scopes.yaml"
    scopes: dict[str, Scope] = {}
    for scope, words in read_yaml(file).items():
        if scope not in get_args(Scope):
            raise DataError(file, scope, f"is no scope; use one of {', '.join(get_args(Scope))}")
        scopes |= {word: cast(Scope, scope) for word in words}
    return re.compile(trie_pattern(scopes)), scopes


def find_scope(text: str, here: Context, headings: Sequence[tuple[int, int]] = ()) -> Scope | None:
    """The scope that the words around a figure state; None where they do not say.

    Right behind the figure (9个市直单位) comes first, then the nearest word before it in the sentence, then the headings of its
    column, then the rest of the words that follow it.
    """
    pattern, scopes = load_scopes()
    mention = here.mention
    behind = pattern.match(text, mention.until)
    if behind:
        return scopes[behind.group()]
    before = None
    for match in pattern.finditer(text, here.sentence[0], mention.at):
        before = match
    if before:
        return scopes[before.group()]
    for start, end in reversed(headings):
        heading = pattern.search(text, start, end)
        if heading:
            return scopes[heading.group()]
    after = pattern.search(text, mention.until, here.tail_end)
    return scopes[after.group()] if after else None
