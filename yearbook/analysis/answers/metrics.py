"""Which metric some words mean: by its names (analysis/search.py), and by what reports write for it (extraction/linking)."""

from __future__ import annotations

from yearbook.analysis.search import Index, Nearness
from yearbook.extraction.linking.lexicon import Lexicon

LEAST_COVERED = 0.6  # share of the words that a wording's terms must be
NAMED = Nearness.OTHER_HOLDS  # as near as this the words stand in a name


def find_metrics(words: str, index: Index, lexicon: Lexicon) -> list[str]:
    """The metrics that some words may mean, the nearest first: those whose name or wording holds the words, those of whose
    wordings every part is there, then those in whose names the words stand apart or as 拼音."""
    near = index.find_near(words.replace("-", " ")).get("metrics", [])
    named = [entry.id for entry, nearness in near if nearness <= NAMED]
    other = [entry.id for entry, nearness in near if nearness > NAMED]
    return list(dict.fromkeys((*named, *_find_worded(words, lexicon), *other)))


def _find_worded(words: str, lexicon: Lexicon) -> list[str]:
    """The metrics whose wordings are there whole, those that cover most of the words first, then those with fewest parts."""
    text = words.replace(" ", "")
    places: dict[str, set[int]] = {}
    for start, end, term in lexicon.find_terms(text, [(0, len(text))]).between(0, len(text)):
        places.setdefault(term, set()).update(range(start, end))
    ranked: dict[str, tuple[int, int]] = {}
    for wording in lexicon.every.find_worded(places):
        covered = set().union(*(places[term] for part in wording.parts for term in part if term in places))
        if any(term in text for term in wording.exclusions) or len(covered) < LEAST_COVERED * len(text):
            continue
        order = (-len(covered), len(wording.parts))
        ranked[wording.metric.id] = min(order, ranked.get(wording.metric.id, order))
    return sorted(ranked, key=lambda metric: (ranked[metric], metric))
