"""From a text to its facts: numerals become mentions, figures are linked to a metric, scope, period and baseline.

text → read_passage (mentions/) → mentions → contexts, cells, lists → Figure → Linker.link → linked mention → make_facts.
Nothing that is handed on is changed afterwards: linking returns new mentions.
"""

from __future__ import annotations

import gc
from operator import attrgetter

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.files import Faults
from yearbook.catalogue.weights import Weights, load_weights
from yearbook.catalogue.wordings import load_groups
from yearbook.documents.document import Document
from yearbook.extraction.checking.check import note_findings, note_open_tables
from yearbook.extraction.checking.refused import refuse_claims
from yearbook.extraction.linker import Linker
from yearbook.extraction.linking.context import read_contexts
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.linking.facts import Reading, make_facts
from yearbook.extraction.linking.letterhead import load_letterhead
from yearbook.extraction.linking.lexicon import Lexicon, compile_lexicon
from yearbook.extraction.linking.report_metadata import ReportMetadata, read_metadata
from yearbook.extraction.linking.scope import ScopeReader, load_scopes
from yearbook.extraction.linking.stated_zeros import add_stated_zeros
from yearbook.extraction.linking.target import find_reviews
from yearbook.extraction.mentions.mention import FIGURE_ROLES, Mention
from yearbook.extraction.mentions.passage import Passage, read_passage
from yearbook.extraction.periods.binding import PeriodReader
from yearbook.extraction.periods.headings import Span
from yearbook.extraction.periods.paragraph import Sentences
from yearbook.extraction.periods.time_words import load_time_words
from yearbook.extraction.tables.cells import link_tables
from yearbook.extraction.tables.entries import Table
from yearbook.extraction.tables.passage_tables import read_tables


def understand(document: Document, catalogue: Catalogue, publisher: str | None = None, year: int | None = None) -> Reading:
    """A report's metadata, mentions and facts. `publisher` and `year` outrank what the text states of itself."""
    report, mentions, tables = _understand(document.text, catalogue, publisher, year)
    return Reading(report, mentions, make_facts(document, report, mentions, catalogue), tuple(note_open_tables(document, tables)))


def understand_text(
    source: str, catalogue: Catalogue, publisher: str | None = None, year: int | None = None
) -> tuple[ReportMetadata, list[Mention]]:
    """The metadata and the mentions of a text; every numeral stands in exactly one mention."""
    return _understand(source, catalogue, publisher, year)[:2]


def _understand(source: str, catalogue: Catalogue, publisher: str | None, year: int | None) -> Linked:
    collecting = gc.isenabled()
    gc.disable()  # what is made here holds no cycles: collecting would cost more the longer the text
    try:
        return link_passage(read_passage(source), catalogue, load_weights(), publisher, year)
    finally:
        if collecting:
            gc.enable()


def link_passage(
    passage: Passage, catalogue: Catalogue, weights: Weights, publisher: str | None = None, year: int | None = None
) -> Linked:
    """The metadata of a text, its mentions and its tables. Prose and tables do not reach into each other."""
    text, lexicon, cues = passage.normalized.text, _lexicon_of(catalogue), load_cues()
    report = read_metadata(passage.source, text, passage.mentions, catalogue, publisher, year)
    mentions = add_stated_zeros(passage, lexicon, cues, weights.confidence_stated_zero)
    tables, sentences = read_tables(passage), Sentences(text)
    scopes = ScopeReader(text, sentences, report.publisher)
    reviews = find_reviews(text, cues) if report.kind == "plan" else []
    periods = _make_period_reader(text, sentences, mentions, tables, reviews, report.report_year)
    cells = link_tables(passage, tables, report, catalogue, lexicon, weights, periods, scopes)
    prose = cells.leave_out(mentions)
    in_field = report.publisher is None or bool(cues.heads_of_field.search(report.publisher + text[:HEAD_OF_FIELD]))
    contexts = read_contexts(text, prose, cues, weights)
    terms = lexicon.find_terms(text, (here.surroundings for here in contexts))
    linker = Linker(text, report, catalogue, lexicon, terms, cues, weights, in_field, periods, scopes)
    told = refuse_claims(text, linker.link_all(prose, contexts), report, catalogue.metrics)
    every = sorted([*told, *cells.mentions.values()], key=attrgetter("at"))
    return report, note_findings(text, every, tables), tables


def _make_period_reader(
    text: str, sentences: Sentences, mentions: list[Mention], tables: list[Table], reviews: list[Span], year: int | None
) -> PeriodReader:
    dates = (mention for mention in mentions if mention.role == "date")
    figures = (mention for mention in mentions if mention.role in FIGURE_ROLES)
    return PeriodReader(text, sentences, dates, figures, year, [(table.start, table.end) for table in tables], reviews)


Linked = tuple[ReportMetadata, list[Mention], list[Table]]
HEAD_OF_FIELD = 400  # code points at the head of a report that may tell that it is of this field
MOST_LEXICONS = 8  # kept at once: of the catalogue in use, the same with the samples, and of changes proposed to them
_lexicons: dict[str, Lexicon] = {}


def load_language(faults: Faults) -> None:
    """Load the word lists of linking and of report metadata; collects the faults of all of them."""
    for load in (load_cues, load_time_words, load_scopes, load_letterhead, load_groups):
        with faults.catch():
            load()


def warm_up(catalogue: Catalogue) -> None:
    """Load all that extraction needs, and freeze it for the garbage collector: walking it costs a fifth of the time."""
    _lexicon_of(catalogue)
    load_cues()
    load_weights()
    gc.collect()
    gc.freeze()


def _lexicon_of(catalogue: Catalogue) -> Lexicon:
    lexicon = _lexicons.pop(catalogue.hash, None) or compile_lexicon(catalogue)
    _lexicons[catalogue.hash] = lexicon  # the last one used stands last
    for oldest in list(_lexicons)[:-MOST_LEXICONS]:
        _lexicons.pop(oldest, None)
    return lexicon
