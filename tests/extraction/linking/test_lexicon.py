"""The terms that are searched for a figure's unit."""

from __future__ import annotations

from yearbook.catalogue.catalogue import Catalogue
from yearbook.extraction.linking.lexicon import compile_lexicon


def test_all_terms_of_the_units_metrics_are_found_those_within_others_too(catalogue: Catalogue) -> None:
    metric = catalogue.metrics["energy.boilers_phased_out"].model_copy(update={"wordings": ("锅炉…{锅炉}",), "context": ()})
    alone = type(catalogue)(catalogue.topics, {metric.id: metric}, catalogue.units, {}, {}, "test")
    lexicon = compile_lexicon(alone, {"锅炉": ("燃煤锅炉",)})
    text = "淘汰燃煤锅炉三台"
    terms = lexicon.find_terms(text, [(0, len(text))])
    assert [text[start:end] for start, end, _ in terms.between(0, len(text))] == ["燃煤锅炉", "锅炉"]
    assert [start for start, _, _ in terms.between(2, 3)] == [2]  # it begins there, and ends further on
    assert terms.between(5, 8) == []
    assert lexicon.find_terms(text, [(4, 5), (3, 5)]).between(0, len(text)) == terms.between(3, 5)  # 燃煤锅炉 begins before
    assert lexicon.wordings_in(frozenset({metric.unit})).uses.keys() == {"燃煤锅炉", "锅炉"}
    assert lexicon.wordings_in(frozenset({"yuan"})).uses == {}


def test_a_wording_is_there_where_all_its_parts_are(catalogue: Catalogue) -> None:
    wordings = compile_lexicon(catalogue).every
    for wording in wordings.wordings:
        terms = [max(part) for part in wording.parts]
        assert wording in wordings.find_worded(terms)
        if not any(term in wording.parts[0] for term in terms[1:]):
            assert wording not in wordings.find_worded(terms[1:])
