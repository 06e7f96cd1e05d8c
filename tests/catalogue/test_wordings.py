"""The grammar of wordings."""

from __future__ import annotations

import pytest

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.wordings import WordingError, load_groups, parse_wording

GROUPS = {"锅炉": ("燃煤锅炉", "锅炉")}


def test_a_part_is_alternatives_and_a_group_is_its_words() -> None:
    assert parse_wording("淘汰|拆除…{锅炉}房", GROUPS).parts == (
        frozenset({"淘汰", "拆除"}),
        frozenset({"燃煤锅炉房", "锅炉房"}),
    )


def test_the_part_with_a_mark_is_what_is_counted() -> None:
    assert parse_wording("锅炉…单位!", GROUPS) == ((frozenset({"锅炉"}), frozenset({"单位"})), 1)


@pytest.mark.parametrize(
    ("wording", "kind"),
    [
        ("锅炉…", "gap"),
        ("…锅炉", "gap"),
        ("拆除||淘汰…锅炉", "gap"),
        ("{锅炉}…{锅炉", "brace"),
        ("{锅炉}{锅炉}", "brace"),
        ("拆除!炉…锅炉", "mark"),
        ("{没有的组}", "group"),
    ],
)
def test_a_wording_that_is_not_well_written_is_refused_with_a_hint(wording: str, kind: str) -> None:
    with pytest.raises(WordingError) as error:
        parse_wording(wording, GROUPS)
    assert error.value.kind == kind
    assert any(verb in error.value.hint for verb in ("write", "put", "correct"))


def test_every_shipped_group_is_used(catalogue: Catalogue) -> None:
    wordings = "".join(wording for metric in catalogue.metrics.values() for wording in metric.wordings)
    assert [name for name in load_groups() if f"{{{name}}}" not in wordings] == []
