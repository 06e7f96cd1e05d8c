"""How words become patterns."""

from __future__ import annotations

import re

import pytest

from yearbook.catalogue.vocabulary import trie_pattern


def find(text: str, words: list[str], never_inside: dict[str, list[str]] | None = None) -> list[str]:
    return re.findall(trie_pattern(words, never_inside), text)


def test_the_longest_word_at_a_place_is_found() -> None:
    assert find("全年总量和总数", ["总", "总数", "总量", "年"]) == ["年", "总量", "总数"]


def test_signs_in_words_stand_for_themselves() -> None:
    assert find("县(市和县.市", ["县(市", "县.市"]) == ["县(市", "县.市"]


@pytest.mark.parametrize(
    ("text", "found"),
    [("公共机构", []), ("共同", []), ("建共享", []), ("共12辆", ["共"]), ("一共", ["共"])],
    ids=["at its end", "at its beginning", "in its middle", "alone", "within another"],
)
def test_a_word_is_not_found_within_the_words_it_is_no_part_of(text: str, found: list[str]) -> None:
    assert find(text, ["共"], {"共": ["公共", "共同", "建共享"]}) == found


def test_a_longer_word_is_found_where_the_shorter_one_may_not_stand() -> None:
    assert find("更新增加", ["新", "新增"], {"新": ["更新"]}) == ["新增"]
    assert find("更新", ["新", "新增"], {"新": ["更新"]}) == []
