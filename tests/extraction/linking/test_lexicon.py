"""How wordings are written."""

from __future__ import annotations

import pytest

from yearbook.catalogue.files import DataError
from yearbook.extraction.linking.lexicon import compile_lexicon, load_groups


def with_wordings(catalogue, *wordings):
    metric = catalogue.metrics["energy.boilers_phased_out"].model_copy(update={"wordings": wordings})
    return type(catalogue)(catalogue.topics, {metric.id: metric}, catalogue.units, {}, {}, "test")


def test_a_part_is_alternatives_and_a_group_is_its_words(catalogue):
    lexicon = compile_lexicon(with_wordings(catalogue, "淘汰|拆除…{锅炉}"), {"锅炉": ("燃煤锅炉", "锅炉")})
    assert lexicon.wordings[0].parts == (frozenset({"淘汰", "拆除"}), frozenset({"燃煤锅炉", "锅炉"}))


def test_the_part_with_a_mark_is_what_is_counted(catalogue):
    lexicon = compile_lexicon(with_wordings(catalogue, "锅炉…单位!"), {})
    assert lexicon.wordings[0].counted == 1
    assert lexicon.wordings[0].parts[1] == frozenset({"单位"})


def test_a_group_that_is_not_there_is_named(catalogue):
    with pytest.raises(DataError, match="no such group"):
        compile_lexicon(with_wordings(catalogue, "{没有的组}"), {})


def test_every_group_is_used(catalogue):
    wordings = "".join(wording for metric in catalogue.metrics.values() for wording in metric.wordings)
    assert [name for name in load_groups() if f"{{{name}}}" not in wordings] == []


@pytest.mark.parametrize("wording", ["锅炉…", "…锅炉", "拆除||淘汰…锅炉", "{锅炉}…{锅炉", "{锅炉}{锅炉}", "拆除!炉…锅炉"])
def test_a_wording_that_is_not_well_written_is_refused_with_the_mend(catalogue, wording):
    with pytest.raises(DataError, match=r"energy\.boilers_phased_out") as error:
        compile_lexicon(with_wordings(catalogue, wording), {"锅炉": ("燃煤锅炉", "锅炉")})
    assert any(mend in error.value.hint for mend in ("write", "put"))


def test_all_terms_of_the_units_metrics_are_found_those_within_others_too(catalogue):
    lexicon = compile_lexicon(with_wordings(catalogue, "锅炉…{锅炉}"), {"锅炉": ("燃煤锅炉",)})
    text = "淘汰燃煤锅炉三台"
    vocabulary = lexicon.vocabulary_of(frozenset({lexicon.wordings[0].metric.unit}))
    assert [text[start:end] for start, end, _ in vocabulary.find_terms(text, 0, len(text))] == ["燃煤锅炉", "锅炉"]
    assert [start for start, _, _ in vocabulary.find_terms(text, 2, 3)] == [2]  # it begins there, and ends further on
    assert vocabulary.find_terms(text, 5, 8) == []
    assert lexicon.vocabulary_of(frozenset({"yuan"})).find_terms(text, 0, len(text)) == []
