"""Links and citations that lead to the same view next year: every parameter and the edition are in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode

from yearbook.catalogue.messages import Language, translate

MOST_NAMED = 3  # values that a title names; of more it says how many


@dataclass(frozen=True, slots=True)
class Cited:
    """A view as it is cited: what it shows, of which edition, where it stands, and when somebody looked at it."""

    title: str
    edition: int
    built_on: date
    read_on: date
    link: str


def make_link(page: str, parameters: Mapping[str, Sequence[str]]) -> str:
    """The address of a page with all its parameters, repeated where there are several values; Chinese is percent-encoded."""
    query = urlencode([(name, value) for name, values in parameters.items() for value in values], quote_via=quote)
    return f"{page}?{query}" if query else page


def make_title(page: str, parts: Sequence[Sequence[str]], language: Language) -> str:
    """What a view shows: the page, and what was chosen on it."""
    told = [_join(words, language) for words in parts if words]
    if not told:
        return page
    return translate("share.title", language, page=page, parts=translate("share.comma", language).join(told))


def cite_standard(cited: Cited, language: Language) -> str:
    """As GB/T 7714—2025 wants a data set: title[DS/OL]. version. platform（built）[read]. address."""
    return _cite("share.standard", cited, language)


def cite_plainly(cited: Cited, language: Language) -> str:
    """For a slide or a footnote."""
    return _cite("share.plain", cited, language)


def _cite(words: str, cited: Cited, language: Language) -> str:
    return translate(
        words,
        language,
        title=cited.title,
        number=cited.edition,
        built_on=cited.built_on.isoformat(),
        read_on=cited.read_on.isoformat(),
        link=cited.link,
    )


def _join(words: Sequence[str], language: Language) -> str:
    if len(words) > MOST_NAMED:
        return translate("share.several", language, first=words[0], count=len(words), more=len(words) - 1)
    return translate("filters.and", language).join(words)
