"""What a typed question asks for: which metric, of whom, when, and how (a figure, its years, the highest or the lowest).

Years are read by the code that reads reports (extraction/periods); the rest by the words and names of words.py.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from yearbook.analysis.answers.words import Found, Term, Terms, load_question_terms, load_time_patterns
from yearbook.analysis.search import MOST_TYPED
from yearbook.extraction.mentions.date_patterns import value_of
from yearbook.extraction.mentions.passage import read_passage
from yearbook.extraction.periods.expressions import find_expressions

Form = Literal["figure", "trend", "highest", "lowest"]
Years = tuple[int | None, int | None]
FEWEST_OF_NAME = 3  # characters from which a metric's name hides the words within it (省级 in 省级示范单位)
ENDS: tuple[Form, ...] = ("highest", "lowest")
LEVEL_ORDER = ("national", "province", "prefecture", "county")
_MARKS = re.compile(r"[^\w-]+")


@dataclass(frozen=True, slots=True)
class Place:
    """Of whom a figure is asked: a region by its code, or an agency by its id with the code of its region."""

    region: str
    level: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was understood. What was not said is empty.

    metrics  the metrics that the words may mean, the nearest first
    words    the words that were left for the metric
    years    the first and the last year, None for no bound; `recent` how many of the last ones instead
    level    whose bodies are compared, for the highest and the lowest
    change   the figure of the change is asked for rather than the thing itself
    """

    typed: str
    words: str = ""
    metrics: tuple[str, ...] = ()
    places: tuple[Place, ...] = ()
    scope: str = ""
    years: Years | None = None
    recent: int = 0
    form: Form = "figure"
    level: str = ""
    change: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether more was said than a name, which the list of results answers."""
        said = self.places or self.scope or self.years or self.recent or self.form != "figure" or self.change
        return bool(said) and bool(self.words)


NATION = Place("100000", "national")


class Names:
    """The names that a question may hold, of regions, agencies and metrics; made once for an edition."""

    def __init__(self, places: Mapping[str, Place], metrics: Iterable[str]) -> None:
        terms = {word: Term("metric") for word in map(_fold, metrics) if len(word) >= FEWEST_OF_NAME}
        self._places = dict(enumerate(places.values()))
        terms |= {_fold(name): Term("place", str(number)) for number, name in enumerate(places)}
        self._terms = Terms({**terms, **load_question_terms()})

    def find(self, text: str) -> list[Found]:
        return self._terms.find(text)

    def place(self, term: Term) -> Place:
        return self._places[int(term.id)]


def name_places(regions: Sequence[Mapping[str, Any]], agencies: Sequence[Mapping[str, Any]]) -> dict[str, Place]:
    """Name → place, for all names of regions and of agencies. A name of several stands for the one that has figures (`held`),
    then the one of the higher level, then the one that comes first; that of a region before that of an agency."""
    order = sorted(regions, key=lambda row: (not row["held"], LEVEL_ORDER.index(row["level"]), row["region_code"]))
    levels = {row["region_code"]: row["level"] for row in regions}
    names: dict[str, Place] = {}
    for row in order:
        is_known = row["held"] or row["level"] != "county"  # short and English names of other counties are common words too
        for name in (row["name_zh"], *((row["short_zh"], row["name_en"]) if is_known else ())):
            if name and len(name) > 1:
                names.setdefault(str(name), Place(row["region_code"], row["level"]))
    for row in agencies:
        place = Place(row["region_code"], levels.get(row["region_code"], row["admin_level"]), row["agency_id"])
        for name in (row["name_zh"], row["short_zh"], row["name_en"], *row["aliases"]):
            if isinstance(name, str) and len(name) > 1:
                names.setdefault(name, place)
    return names


def read_question(
    typed: str, names: Names, find_metrics: Callable[[str], Sequence[str]], year: int, here: Place | None = None
) -> Question:
    """What was typed as a question. `year` is this year; `here` the place that is meant where none is named."""
    text, years, recent = _read_years(_fold(typed[:MOST_TYPED]), year)
    said = names.find(text)
    left, kinds = list(text), {one.term.kind for one in said}
    for one in said:
        if one.term.kind != "metric":
            left[one.at : one.until] = " " * (one.until - one.at)
    words = " ".join(_MARKS.sub(" ", "".join(left)).split())
    places = tuple(dict.fromkeys(names.place(one.term) for one in said if one.term.kind == "place"))
    scopes = [one.term.id for one in said if one.term.kind == "scope"]
    levels = [one.term.id for one in said if one.term.kind == "level"]
    ends: list[Form] = [kind for kind in ENDS if kind in kinds]
    is_span = years is not None and years[0] != years[1]
    form: Form = ends[0] if ends else "trend" if "trend" in kinds or is_span or recent else "figure"
    question = Question(
        typed,
        words,
        places=places,
        scope=scopes[-1] if scopes else "",
        years=years,
        recent=recent,
        form=form,
        level=levels[-1] if levels else "",
        change="change" in kinds,
    )
    if not question.is_asked:
        return question
    if not places:
        places = (NATION,) if question.scope == "national" or here is None else (here,)
    return replace(question, metrics=tuple(find_metrics(words)), places=places)


def _read_years(text: str, year: int) -> tuple[str, Years | None, int]:
    """The text without its times, in the form of extraction; the years that they span, and how many of the last are meant."""
    patterns = load_time_patterns()
    recent = patterns.recent.search(text)
    count = value_of(recent[1]) if recent else None
    text = patterns.recent.sub(" ", text)
    text = patterns.year.sub(r"\g<0>年", patterns.span.sub(r"\1-\2年", text))
    passage = read_passage(text)
    text = passage.normalized.text
    dates = [mention for mention in passage.mentions if mention.role == "date"]
    dated = [one for one in find_expressions(text, dates, year) if one.first is not None]
    told = [one for one in dated if one.kind in ("period", "since")] or dated  # 占比2022年 reads as if it were compared with 2022
    left = list(text)
    for one in told:
        left[one.at : one.until] = " " * (one.until - one.at)
    firsts = [one.first.year for one in told if one.first]
    lasts = [one.last.year if one.last else None for one in told]
    bounds = (min(firsts), None if None in lasts else max(filter(None, lasts))) if told else None
    return "".join(left), bounds, count or 0


def _fold(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower().strip()
