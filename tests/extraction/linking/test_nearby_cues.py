"""Rules are asked only where a word of their lists stands nearby: that leaves every answer as it is."""

from __future__ import annotations

import json

import pytest

from yearbook.catalogue.catalogue import load_catalogue
from yearbook.catalogue.files import PROJECT, home
from yearbook.documents.reader import read
from yearbook.extraction.extractor import understand_text
from yearbook.extraction.linking import cues
from yearbook.extraction.linking.cues import NearbyCues

GOLD = PROJECT / "tests" / "gold"
EVERY_LIST = frozenset(name for _, names in cues.load_gates().items() for name in names)


def test_lists_without_a_word_nearby_answer_as_if_they_were_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [read(file).text for file in sorted(home().samples.glob("*-*.*"))]
    texts += [json.loads(line)["text"] for file in sorted(GOLD.glob("*.jsonl")) for line in file.read_text("utf-8").splitlines()]
    gated = [understand_text(text, load_catalogue()) for text in texts]
    monkeypatch.setattr(NearbyCues, "at", lambda *_: EVERY_LIST)
    assert gated == [understand_text(text, load_catalogue()) for text in texts]


@pytest.mark.parametrize(
    ("text", "at", "near", "far"),
    [
        ("计划新建3处。已建成4处", 4, {"plans"}, {"budgets"}),
        ("计划新建3处。已建成4处", 10, set(), {"plans"}),
        ("计划新建3处,改造5处;修缮6处", 14, {"plans"}, set()),  # ; and , do not end a stretch
        ("计划如下:\n新建3处", 8, set(), {"plans"}),
        ("", 0, set(), {"plans"}),
    ],
)
def test_a_list_is_near_where_a_word_of_it_stands_in_the_stretch(text: str, at: int, near: set[str], far: set[str]) -> None:
    found = NearbyCues(text).at(at)
    assert near <= found
    assert not far & found


def test_places_may_be_asked_in_any_order() -> None:
    nearby = NearbyCues("计划新建3处。已建成4处。计划改造5处")
    answers = [nearby.at(place) for place in (19, 4, 10, 4)]
    assert [("plans" in found) for found in answers] == [True, True, False, True]
