"""The tables of a passage: where each stands, and its values with the words that they belong to."""

from __future__ import annotations

from yearbook.extraction.grids.grid import Span, Words
from yearbook.extraction.linking.context import SortedMentions
from yearbook.extraction.mentions.passage import Passage
from yearbook.extraction.tables.entries import Table
from yearbook.extraction.tables.structure import TableReader
from yearbook.extraction.tables.words import UNIT_BELOW, find_stated_units, load_table_words


def read_tables(passage: Passage) -> list[Table]:
    """The tables of a passage, their values with the words that they belong to."""
    text, offsets = passage.normalized.text, passage.normalized.offsets
    mentions, words = SortedMentions(passage.mentions), load_table_words()

    def place(span: Span) -> Span:
        start = offsets.index_of(span[0])
        return start, max(start, offsets.index_of(span[1])) if span[1] > span[0] else start

    tables = []
    for grid in passage.grids:
        captions = [Words(text[slice(*span)].strip(), (span,)) for span in map(place, grid.captions)]
        spans = [[place(cell) for cell in row.cells] for row in grid.rows]
        wrapped = [place(row.wrapped) if row.wrapped else None for row in grid.rows]
        start, end = spans[0][0][0], spans[-1][-1][1]
        if not any(find_stated_units(caption.text) for caption in captions) and (below := UNIT_BELOW.match(text, end)):
            captions.append(Words(below[1], (below.span(1),)))
        table = TableReader(text, spans, wrapped, mentions, words).read(captions)
        table.start, table.end = start, end
        tables.append(table)
    return tables
