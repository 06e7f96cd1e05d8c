"""Answers in words: the question that was typed, asked of the edition, and what the card and the API say of the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from yearbook.analysis.admissibility import FLOORS, may_rank, may_say
from yearbook.analysis.answers.answer import Answer
from yearbook.analysis.answers.find import find_answer
from yearbook.analysis.answers.metrics import find_metrics
from yearbook.analysis.answers.question import Place, Question, read_question
from yearbook.analysis.comparability import Across, Group, compare, describe_aspects, find_aspects
from yearbook.analysis.search import Entry
from yearbook.analysis.year_on_year import measure_change
from yearbook.catalogue.files import home
from yearbook.catalogue.samples import catalogue_for
from yearbook.charts.movement import describe_movement
from yearbook.ui.cache import memoize
from yearbook.ui.filters.peers import BELOW
from yearbook.ui.formatting import format_figure, format_period
from yearbook.ui.search.destinations import shared_filters
from yearbook.ui.search.index import load_index, load_lexicon, load_names
from yearbook.ui.view import NATION, View

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as it is said: a sentence, the lines below it, the page that shows it with the parameters of its address.

    `items` are the first few of a ranking as Markdown; `title` and `value` stand large where there is one figure.
    """

    answer: Answer
    sentence: str
    lines: tuple[str, ...] = ()
    title: str = ""
    value: str = ""
    items: tuple[str, ...] = ()
    page: str = ""
    parameters: dict[str, str] = field(default_factory=dict)

    @property
    def row(self) -> Row | None:
        """The one figure that the answer rests on."""
        return self.answer.rows[-1] if self.answer.state == "trend" else next(iter(self.answer.rows), None)


def reply_to(view: View, typed: str) -> Reply | None:
    """The answer to what was typed; None where it is a name only, or names what the search finds anyway."""
    reply = memoize(_reply, view, typed)
    if reply is None:
        return None
    answer = reply.answer
    is_plain = answer.question.years is None and answer.question.form == "figure"
    return None if answer.state == "missing" and is_plain and load_index(view.edition, view.language).find(typed) else reply


def find_entries(view: View, typed: str) -> Mapping[str, tuple[Entry, ...]]:
    """What the search finds by kind; of a question the metrics that its words may mean."""
    index = load_index(view.edition, view.language)
    found = index.find(typed)
    if "metrics" not in found:
        words = read(view, typed)
        if words.is_asked:
            found = {**index.find(words.words.replace("-", " ")), **found}
    return found


def read(view: View, typed: str) -> Question:
    """What was typed, as a question in this view: of the chosen region where none is named."""
    index = load_index(view.edition, view.language)
    find = partial(find_metrics, index=index, lexicon=load_lexicon())
    area = catalogue_for(home(), True).regions.get(view.region)
    here = Place(view.region, area.level) if area and view.region != NATION else None
    return read_question(typed, load_names(view.edition), find, date.today().year, here)


def _reply(view: View, typed: str) -> Reply | None:
    question = read(view, typed)
    if not question.is_asked:
        return None
    answer = find_answer(question, view.ask_cells, view.statuses, view.catalogue.metrics)
    says = {"figures": _say_figures, "trend": _say_trend, "ranking": _say_ranking, "missing": _say_missing}
    return says[answer.state](view, answer)


def _say_figures(view: View, answer: Answer) -> Reply:
    row = answer.rows[0]
    if len(answer.rows) > 1:
        return _say_several(view, answer)
    title = " · ".join((str(row[view.column("subject")]), view.metric_name(answer.metric), _time_of(view, row)))
    lines = [_describe_terms(view, row), _describe_besides(view, answer)]
    page = _page_of(row, _compare(view, row))
    return Reply(answer, _say_figure(view, row), _keep(lines), title, format_figure(row, view.language), (), *page)


def _say_several(view: View, answer: Answer) -> Reply:
    """The figures of several places, each with its time and scope, and whether they may be compared."""
    first, *others = answer.rows
    verdicts = [compare(first, row) for row in others]
    reason = next((one.explain(view.language) for one in verdicts if not one.comparable), "")
    places = view.translate("filters.and").join(_name_place(view, place) for place in answer.lacking)
    lines = [
        view.translate("answers.not_comparable", reason=reason) if reason else "",
        view.translate("answers.lacking", places=places) if places else "",
    ]
    items = tuple(
        view.translate(
            "answers.item_dated",
            subject=str(row[view.column("subject")]),
            value=format_figure(row, view.language),
            time=_time_of(view, row),
            terms=_describe_terms(view, row),
        )
        for row in answer.rows
    )
    page = _page_of(first, _compare(view, first))
    return Reply(answer, view.metric_name(answer.metric), _keep(lines), "", "", items, *page)


def _say_trend(view: View, answer: Answer) -> Reply:
    first, last = answer.rows[0], answer.rows[-1]
    said = view.translate("answers.trend", **_words_of(view, last))
    moved = describe_movement({**last, **measure_change(last, first)}, view.language) if last["kind"] != "change" else ""
    sentence = view.translate("answers.trend_moved", said=said, moved=moved) if moved else said
    span = view.translate("answers.years_span", first=first["year"], last=last["year"])
    title = " · ".join((str(last[view.column("subject")]), view.metric_name(answer.metric), span))
    each = [
        view.translate("answers.each", time=_time_of(view, row), value=format_figure(row, view.language)) for row in answer.rows
    ]
    years = {row["year"] for row in answer.rows}
    gaps = [view.translate("interface.year_name", year=year) for year in range(first["year"], last["year"]) if year not in years]
    lines = [
        _describe_terms(view, last),
        view.translate("answers.separator").join(each),
        view.translate("answers.gaps", years=view.translate("filters.and").join(gaps)) if gaps else "",
    ]
    parameters = shared_filters(view) | {"region": str(last["region_code"]), "metric": answer.metric}
    parameters |= {"series": _code_of(last, "years"), "bodies": str(last["agency_id"])}
    page = ("year_on_year", parameters) if may_rank(answer.metric) else _page_of(last, {})
    return Reply(answer, sentence, _keep(lines), title, format_figure(last, view.language), (), *page)


def _say_ranking(view: View, answer: Answer) -> Reply:
    row, enough = answer.rows[0], may_say("rank", answer.count)
    said: dict[str, object] = {"year": answer.year, "count": answer.count, "least": FLOORS["rank"].least}
    said["level"] = view.translate(f"interface.level_{answer.level}")
    form = answer.question.form if answer.question.form == "lowest" else "highest"
    sentence = view.translate(f"answers.{form if enough else 'few'}", **(_words_of(view, row) | said))
    group = describe_aspects(find_aspects(row), (answer.level,), view.language)
    counted = view.translate("answers.counted", group=group, **said) if enough else group
    values = [float(one["value"]) for one in answer.rows]
    items = tuple(_say_item(view, one, values.index(float(one["value"])) + 1 if enough else None) for one in answer.rows)
    area = answer.question.places[0].region
    parameters = _compare(view, row) | {"region": area, "level": answer.level}
    if area != NATION:
        parameters["peers"] = BELOW
    return Reply(answer, sentence, (counted,), "", "", items, "comparison", parameters)


def _say_missing(view: View, answer: Answer) -> Reply:
    question, row = answer.question, next(iter(answer.rows), None)
    ranked = "_ranking" if answer.lack == "year" and row is None else ""
    said = {
        "words": question.words,
        "metric": _quote(view.metric_name(answer.metric)) if answer.metric else "",
        "place": view.translate("filters.and").join(_name_place(view, place) for place in question.places),
        "count": answer.count,
        "level": view.translate(f"interface.level_{answer.level}") if answer.level else "",
        "years": _name_years(view, question),
        "nearest": _time_of(view, row) if row else answer.year,
    }
    sentence = view.translate(f"answers.missing_{answer.lack}{ranked}", **said)
    nearest = (_say_figure(view, row),) if row else ()
    if answer.lack == "metric_unknown":
        return Reply(answer, sentence)
    if answer.lack == "metric":
        parameters = shared_filters(view) | {"q": view.metric_name(answer.metric)}
        return Reply(answer, sentence, page="dictionary", parameters=parameters)
    if row:
        return Reply(answer, sentence, nearest, "", "", (), *_page_of(row, _compare(view, row)))
    if answer.lack == "sensitive":
        return Reply(answer, sentence)
    parameters = shared_filters(view) | {"region": NATION, "metric": answer.metric}
    return Reply(answer, sentence, page="comparison", parameters=parameters)


def _say_figure(view: View, row: Row) -> str:
    return view.translate("answers.figure", **_words_of(view, row))


def _words_of(view: View, row: Row) -> dict[str, object]:
    return {
        "time": _time_of(view, row),
        "subject": str(row[view.column("subject")]),
        "metric": view.metric_name(str(row["metric_id"])),
        "value": format_figure(row, view.language),
    }


def _say_item(view: View, row: Row, rank: int | None) -> str:
    said = {"subject": str(row[view.column("subject")]), "value": format_figure(row, view.language)}
    return view.translate("answers.item" if rank else "answers.item_unranked", rank=rank, **said)


def _describe_terms(view: View, row: Row) -> str:
    """Who published a figure, and what is doubtful about it."""
    doubts = ["interface.scope_not_stated"] * bool(row["scope_assumed"])
    doubts += ["interface.status_unverified"] * (row["status"] == "unverified")
    return " · ".join((str(row[view.column("agency")]), *map(view.translate, doubts)))


def _describe_besides(view: View, answer: Answer) -> str:
    others = [
        view.translate("answers.besides_one", subject=row[view.column("subject")], value=format_figure(row, view.language))
        for row in answer.besides
    ]
    return view.translate("answers.besides", others=view.translate("answers.separator").join(others)) if others else ""


def _time_of(view: View, row: Row) -> str:
    return format_period(row["period_start"], row["period_end"], view.language)


def _name_years(view: View, question: Question) -> str:
    first, last = question.years or (None, None)
    if first is None:
        return ""
    if last is None:
        return view.translate("answers.years_since", first=first)
    one = "interface.year_name" if first == last else "answers.years_span"
    return view.translate(one, year=first, first=first, last=last)


def _quote(name: str) -> str:
    """A name as it stands within quotation marks."""
    return name.translate({ord("“"): "‘", ord("”"): "’"})


def _name_place(view: View, place: Place) -> str:
    everything = catalogue_for(home(), True)
    agency, region = everything.agencies.get(place.agency), everything.regions.get(place.region)
    if agency:
        return agency.name_zh if view.language == "zh" else agency.name_en
    return place.region if region is None else region.name_zh if view.language == "zh" else region.name_en


def _compare(view: View, row: Row) -> dict[str, str]:
    """The parameters of the comparison in which a figure is highlighted among its peers."""
    named = {"region": str(row["region_code"]), "metric": str(row["metric_id"])}
    return shared_filters(view) | named | {"group": _code_of(row, "bodies"), "year": str(row["year"])}


def _code_of(row: Row, across: Across) -> str:
    return Group(0, across, find_aspects(row, across), (), 0, 0).code


def _page_of(row: Row, parameters: dict[str, str]) -> tuple[str, dict[str, str]]:
    """The comparison; of a metric by which nobody is ranked the profile of the body."""
    return ("comparison", parameters) if may_rank(str(row["metric_id"])) else ("profile", {"agency": str(row["agency_id"])})


def _keep(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in lines if line)
