"""The context of a figure is bounded, so that a file without sentences takes no more time a figure than any other."""

from __future__ import annotations

from yearbook.catalogue.weights import load_weights
from yearbook.extraction.linking.context import REACH, read_contexts
from yearbook.extraction.linking.cues import load_cues
from yearbook.extraction.mentions.passage import read_passage


def test_a_sentence_without_end_is_looked_at_only_so_far() -> None:
    passage = read_passage("用电量12千瓦时" * 1500)
    found = read_contexts(passage.normalized.text, passage.mentions, load_cues(), load_weights())
    assert len(found) == 1500
    assert max(here.sentence[1] - here.sentence[0] for here in found) <= 2 * REACH + 2
    assert all(here.sentence[0] <= here.mention.at < here.sentence[1] for here in found)
