"""Which metric claims a figure: every wording near it is weighed, and where none is clear enough none is chosen.

A wording counts where all its parts stand around the figure and at least one stands close to it. A part weighs by its
length (a long term says more) times its nearness. A metric falls out where its unit cannot be what is written, where an
exclusion stands in the figure's own clause, or where its kind does not fit: an amount of change is no level.
"""

from __future__ import annotations

from dataclasses import dataclass

from yearbook.language.mention import Mention
from yearbook.meaning.catalogue import Metric
from yearbook.meaning.comparison import Comparison
from yearbook.meaning.cues import Cues
from yearbook.meaning.lexicon import Lexicon, Occurrence, Uses, Wording
from yearbook.meaning.surroundings import Surroundings, Zone

ANCHOR = 0.6  # a wording needs one part at least so near
OWN = 0.75  # so near an exclusion rules a metric out
LEAN = 1.5  # what the words flow and stock weigh
FAR = 0.75  # what is no nearer stands in an earlier clause
BARE_ANCHOR = 0.4  # … or, where nothing of its own leads to the figure, anywhere in its sentence
THRESHOLD = 1.6  # below it no metric is chosen
RELATIVE = frozenset({"个百分点", "百分点", "倍", "番"})  # units that no metric is in
UNITLESS = frozenset({"item"})  # what may be counted without any measure word (主动公开政府信息97)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A metric that might claim a figure, with the weight of what speaks for it."""

    metric: Metric
    weight: float  # what the words weigh
    score: float  # the same, more or less by what is said of flow and stock: it only ranks
    wording: str
    terms: tuple[Occurrence, ...]
    anchor: float


def weigh_metrics(
    here: Surroundings,
    zones: list[Zone],
    handed_on: list[Zone],
    terms: list[Occurrence],
    uses: Uses,
    text: str,
    comparison: Comparison | None,
    lexicon: Lexicon,
    cues: Cues,
) -> list[Candidate]:
    """The metrics that might claim the figure, best first.

    `terms` are those of `uses` that stand in the zones. `zones` are the figure's own, `handed_on` those it takes over from
    the figure before; exclusions hold in its own only.
    """
    mention = here.mention
    own: set[str] = set()
    around: set[str] = set()
    best: dict[tuple[int, int], tuple[float, Occurrence, float]] = {}
    matched: dict[int, int] = {}
    for occurrence in terms:
        mine = _nearness(occurrence.start, zones)
        nearness = max(mine, _nearness(occurrence.start, handed_on)) if handed_on else mine
        if nearness == 0:
            continue
        around.add(occurrence.term)
        if mine >= OWN:
            own.add(occurrence.term)
        weight = len(occurrence.term) * nearness
        for place in uses[occurrence.term]:
            held = best.get(place)
            if held is None:
                matched[place[0]] = matched.get(place[0], 0) + 1
            if held is None or weight > held[0]:
                best[place] = (weight, occurrence, nearness)
    candidates: dict[str, Candidate] = {}
    for number, count in matched.items():
        wording = lexicon.wordings[number]
        if count < len(wording.parts):
            continue
        held_parts = [best[number, part] for part in range(len(wording.parts))]
        candidate = _weigh(wording, held_parts, here, text, cues)
        if candidate is None or not _fits(candidate, comparison, own, around) or _is_part_of_exclusion(candidate, terms):
            continue
        rival = candidates.get(wording.metric.id)
        if rival is None or candidate.score > rival.score:
            candidates[wording.metric.id] = candidate
    found = sorted(candidates.values(), key=lambda candidate: -candidate.score)
    if cues.place.match(text, mention.until):  # 11个市全部建成公物仓 counts the 市
        found = [candidate for candidate in found if any(0 <= term.start - mention.until < 3 for term in candidate.terms)]
    return found


def _nearness(start: int, zones: list[Zone]) -> float:
    nearness = 0.0
    for zone in zones:
        if zone.start <= start < zone.end and zone.nearness > nearness:
            nearness = zone.nearness
    return nearness


def find_uses(mention: Mention, lexicon: Lexicon) -> Uses:
    """The terms that could speak for or against a metric of the figure's unit; none for what no metric counts."""
    if mention.unit_as_written in RELATIVE:
        return {}
    if not mention.readings and not mention.unit_as_written:
        return lexicon.uses_for(UNITLESS)
    return lexicon.uses_for(frozenset(reading.unit for reading in mention.readings))


def _weigh(
    wording: Wording, held: list[tuple[float, Occurrence, float]], here: Surroundings, text: str, cues: Cues
) -> Candidate | None:
    anchor = max(nearness for _, _, nearness in held) if wording.counted is None else held[wording.counted][2]
    if anchor < (BARE_ANCHOR if here.bare and not here.tailed else ANCHOR) or _is_added_to_stock(
        wording.metric, here, text, cues
    ):
        return None
    terms = {occurrence for _, occurrence, _ in held}
    # one term may fill two parts of a wording (新增 is both "new" and "built"); it weighs once
    score = sum({occurrence: weight for weight, occurrence, _ in held}.values())
    if len(terms) < len(held):
        return None
    last = max(occurrence.end for occurrence in terms)
    if last <= here.mention.at and not cues.filler.sub("", text[last : here.mention.at]):
        score += 1.0
    if anchor <= FAR and not here.bare:
        score -= _unexplained(terms, here, text, cues)
    ranked = score + _leaning(wording.metric, here, text, cues)
    return Candidate(wording.metric, score, ranked, wording.text, tuple(sorted(terms, key=lambda term: term.start)), anchor)


def _unexplained(terms: set[Occurrence], here: Surroundings, text: str, cues: Cues) -> float:
    """What speaks against a metric named only further off: the words that lead to the figure and say something else."""
    own, at = [], here.clause_start
    for term in sorted(terms, key=lambda term: term.start):
        if here.clause_start <= term.start < here.mention.at:
            own.append(text[at : term.start])
            at = max(at, term.end)
    own.append(text[at : here.mention.at])
    left = sum(len(cues.filler.sub("", words)) for words in own)
    return 0.5 * min(left, 5) if left >= 2 else 0.0


def _is_added_to_stock(metric: Metric, here: Surroundings, text: str, cues: Cues) -> bool:
    """新增节水型机关35家 is not the stock of them."""
    own = text[here.clause_start : here.mention.at]
    return metric.kind == "stock" and bool(cues.added.search(own)) and not cues.stock.search(own)


def _leaning(metric: Metric, here: Surroundings, text: str, cues: Cues) -> float:
    """More where the words say what the metric is (a flow or a stock), less where they say the other."""
    if metric.kind not in ("flow", "stock"):
        return 0
    end = here.mention.at
    while end > here.sentence[0]:  # clause by clause away from the figure: the nearest that says it decides
        start = here.sentence[0] + _last_pause(text[here.sentence[0] : end - 1])
        says = _kind_said(text[start:end], cues)
        if says is not None:
            return LEAN if says == metric.kind else -LEAN
        end = start
    says = _kind_said(text[here.mention.until : here.tail_end], cues)
    return 0 if says is None else LEAN if says == metric.kind else -LEAN


def _last_pause(words: str) -> int:
    return max(words.rfind(mark) for mark in ",，(:") + 1


def _kind_said(words: str, cues: Cues) -> str | None:
    """Whether words speak of a flow or of a stock; None where they say neither, or both."""
    if cues.total.search(words) and not cues.span.search(words):
        return "stock"
    stock, flow = bool(cues.stock.search(words)), bool(cues.flow.search(words))
    return None if stock == flow else "stock" if stock else "flow"


def _is_part_of_exclusion(candidate: Candidate, terms: list[Occurrence]) -> bool:
    """规章 within 规章制度 does not speak of 规章."""
    excluded = [term for term in terms if term.term in candidate.metric.exclusions]
    return any(
        outer.start <= inner.start and inner.end <= outer.end and len(outer.term) > len(inner.term)
        for outer in excluded
        for inner in candidate.terms
    )


def _fits(candidate: Candidate, comparison: Comparison | None, own: set[str], around: set[str]) -> bool:
    metric = candidate.metric
    if any(term in own for term in metric.exclusions):
        return False
    if metric.context and not any(term in around for term in metric.context):
        return False
    if comparison is None:
        return metric.kind != "change"
    if metric.kind == "change":
        return True
    # 公务用车减少1386辆: the verb itself is what the metric counts
    return any(term.start <= comparison.verb_start < term.end for term in candidate.terms)
