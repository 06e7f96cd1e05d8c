"""How a quantity that no metric claims might be taught: wordings out of the words around it, and the metrics it may be of.

The words are cut by those the catalogue knows: what no known word covers is most likely the name of what is counted. Known words
that belong to a group are offered as the {group}, so that the wording serves for what other reports write as well.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Literal, NamedTuple

from yearbook.catalogue.catalogue import Catalogue, Metric
from yearbook.catalogue.files import catalogue_folder, read_yaml
from yearbook.extraction.context_preview import ContextPreview
from yearbook.extraction.linking.lexicon import Lexicon, compile_lexicon, load_groups
from yearbook.extraction.linking.scope import load_scopes

NEAR = 0.4  # words that stand less near are left aside
MOST = 6  # wordings that are offered
LONGEST = 8  # code points of a name; of a longer run of words the end is offered
TAIL = 4  # code points of that end
_WORDS = re.compile(r"[\u3400-\u9fffA-Za-z]+")
_EDGES = re.compile(r"^[的了和与及或为有约共计达已在于由对将把被各均等]+|[的了和与及或为有约共计达已在于由对将把被各均等]+$")
_TIMES = ("this_year", "last_year", "before_last", "year_end")


class Piece(NamedTuple):
    """A piece of the words around a figure: known to a metric, without a subject of its own, or neither."""

    word: str
    kind: Literal["known", "filler", "new"]


def suggest_wordings(vicinity: ContextPreview, catalogue: Catalogue) -> tuple[str, ...]:
    """Wordings that may claim the quantity, the plainest first; none where there are no words to take."""
    lexicon = compile_lexicon(catalogue)
    found: list[str] = []
    for nearness, words in vicinity.words:
        if nearness >= NEAR:
            pieces = list(cut_words(words, lexicon))
            found += _around_new(pieces) or _of_known(pieces)
    return tuple(dict.fromkeys(found))[:MOST]


def rank_metrics(vicinity: ContextPreview, catalogue: Catalogue) -> list[tuple[Metric, float]]:
    """The metrics in a unit that the quantity may be in, with how much of what they are called stands around it; best first."""
    groups = load_groups()
    near = [(nearness, words) for nearness, words in vicinity.words if nearness >= NEAR]
    ranked = []
    for metric in catalogue.metrics.values():
        if metric.unit not in vicinity.units or (metric.kind == "change") != vicinity.change:
            continue
        terms = _terms_of(metric, groups)
        ranked.append((metric, sum(nearness * len(term) for term in terms for nearness, words in near if term in words)))
    return sorted(ranked, key=lambda entry: -entry[1])


def cut_words(words: str, lexicon: Lexicon) -> Iterator[Piece]:
    """The words in pieces, known ones as long as they come. Marks and numerals end a piece."""
    fillers = _fillers()
    longest = max(lexicon.longest, max(map(len, fillers)))
    for run in _WORDS.findall(words):
        at = begun = 0
        while at < len(run):
            word = next(
                (word for end in range(min(len(run), at + longest), at + 1, -1) if _kind_of(word := run[at:end], lexicon)), ""
            )
            if not word:
                at += 1
                continue
            yield from _new(run[begun:at])
            yield Piece(word, _kind_of(word, lexicon) or "filler")
            at += len(word)
            begun = at
        yield from _new(run[begun:])
        yield Piece("", "filler")  # where a run of words ends


def _kind_of(word: str, lexicon: Lexicon) -> Literal["known", "filler"] | None:
    if word in _fillers():
        return "filler"
    return "known" if lexicon.uses.get(word) else None


def _new(run: str) -> Iterator[Piece]:
    word = _EDGES.sub("", run)
    if len(word) >= 2:
        yield Piece(word, "new")
    elif run:
        yield Piece(run, "filler")


def _around_new(pieces: list[Piece]) -> list[str]:
    """Of the new words nearest the figure: they alone, with a known word beside them, and as one with what they touch."""
    place = next((number for number in range(len(pieces) - 1, -1, -1) if pieces[number].kind == "new"), None)
    if place is None:
        return []
    whole = pieces[place].word
    name = whole if whole.isascii() else whole[-LONGEST:]
    beside = [piece.word for piece in pieces if piece.kind == "known"]
    found = [name, *(f"{_as_group(word)}…{name}" for word in beside[-2:])]
    for touching in (pieces[place - 1 : place + 1], pieces[place : place + 2]):
        if len(touching) == 2 and all(piece.kind != "filler" for piece in touching):
            found.append("".join(piece.word for piece in touching))
    if len(whole) > TAIL + 2 and not whole[-TAIL:].isascii():
        found.append(whole[-TAIL:])
    return found


def _of_known(pieces: list[Piece]) -> list[str]:
    """Known words, which no metric of the quantity's unit had together as yet."""
    words = [piece.word for piece in pieces if piece.kind == "known"][-3:]
    pairs = [f"{_as_group(words[-2])}…{words[-1]}"] if len(words) >= 2 else []
    return [*pairs, *("…".join(words) for _ in words[2:]), *words[-1:]]


def _as_group(word: str) -> str:
    """The group that a word belongs to, where it is one only."""
    named = [name for name, words in load_groups().items() if word in words]
    return f"{{{named[0]}}}" if len(named) == 1 else word


def _terms_of(metric: Metric, groups: dict[str, tuple[str, ...]]) -> set[str]:
    """The words of a metric's wordings, and the pairs of characters of its name."""
    spelled = "…".join(metric.wordings)
    for name, words in groups.items():
        spelled = spelled.replace(f"{{{name}}}", "|".join(words))
    pairs = {metric.name.zh[at : at + 2] for at in range(len(metric.name.zh) - 1)}
    return {term.removesuffix("!") for term in re.split(r"[…|]", spelled) if len(term) >= 2} | pairs


@cache
def _fillers() -> frozenset[str]:
    """Words of at least two characters that name nothing that is counted: fillers, scopes and times."""
    folder = catalogue_folder()
    times, cues = read_yaml(folder / "times.yaml"), read_yaml(folder / "cues.yaml")
    words = {*load_scopes()[1], *cues["fillers"], *cues["stock"], *(word for name in _TIMES for word in times[name])}
    return frozenset(word for word in map(str, words) if len(word) >= 2)
