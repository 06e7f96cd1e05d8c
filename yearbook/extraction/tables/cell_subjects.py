"""The words that tell a cell's subject: labels and headings without what sums up, dates or measures, and what stands above."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from yearbook.catalogue.catalogue import Catalogue
from yearbook.catalogue.weights import Weights
from yearbook.extraction.grids.grid import Words
from yearbook.extraction.grids.lines import unit_words
from yearbook.extraction.linking.lexicon import Lexicon
from yearbook.extraction.linking.scope import load_scopes
from yearbook.extraction.tables.cell_units import CellUnit
from yearbook.extraction.tables.entries import Entry
from yearbook.extraction.tables.subject import Claim, Phrase, SubjectFinder, left_over
from yearbook.extraction.tables.words import LEVEL, MOST_LABELS, clean_label, load_table_words, name_part

_DATED = re.compile(
    r"(?:截至|截止)?(?:19|20)\d\d年?度?(?:末|底)?|上年度?|上一年度?|[上下]半年|第?[一二三四]季度|\d{1,2}月(?:份|底|末)?|"
    r"[“\"]?十[一二三四五]五[”\"]?(?:规划)?(?:期间|时期|期)?[末底]?|(?:截至|截止)[本上]?[年月期]?[末底]?"
)
_NO_TITLE = re.compile(r"。|^(?:计量)?单位$|(?:单位|部门|来源|机构|时间|日期|编号|名称):(?![^()]*\))")
_MONEY = re.compile(r"[费额款金]|支出|收入|预算")


@lru_cache(maxsize=MOST_LABELS)
def _find_subject(words: str) -> str:
    """A label without what only dates or measures; empty where it only sums up, or says for whom (省直单位) and not what."""
    if words.replace(" ", "") in unit_words():  # a row of units below the headings
        return ""
    known, label = load_table_words(), _DATED.sub("", clean_label(words))
    label = known.short_labels.get(label, label)
    rest = "" if LEVEL.fullmatch(label) else load_scopes().pattern.sub("", label)
    if (rest != label and not left_over(rest)) or known.totals.fullmatch(rest) or known.subtotals.fullmatch(rest):
        return ""
    return "" if known.occasions.fullmatch(rest) else label


def _find_subjects(labels: Iterable[Words]) -> list[str]:
    return [label for words in labels if (label := _find_subject(words.text))]


@lru_cache(maxsize=MOST_LABELS)
def _find_title(words: str) -> str:
    """A caption, or what heads the column of labels, where it may name the table's subject."""
    return "" if _NO_TITLE.search(words) else clean_label(words)


def _is_subject(label: str) -> bool:
    return len(left_over(label)) > 1


class CellSubjects:
    """Finds the metrics of cells."""

    def __init__(self, catalogue: Catalogue, lexicon: Lexicon, weights: Weights) -> None:
        self.weights, self.finder = weights, SubjectFinder(catalogue, lexicon, weights)

    def find_claim(self, entry: Entry, unit: CellUnit) -> Claim | None:
        """The metric that a value's labels and headings name; None where none does."""
        units = frozenset(reading.unit for reading in unit.stated or unit.of_table)
        labels, headings = _find_subjects(entry.labels or entry.whole), _find_subjects(entry.headings)
        if entry.whole and not any(map(_is_subject, [*labels, *headings])):
            labels = _find_subjects(entry.whole)  # 其中：市本级 below 公务用车保有量
        before = _find_subjects(entry.before)
        if unit.measure in ("change", "share") and not any(map(_is_subject, [*labels, *headings[-1:]])):
            last = next((words for words in reversed(before) if _is_subject(words)), None)
            if last is not None:
                # 同比 speaks of the column before, 占比 of all before
                headings = [*(before[:-1] if unit.measure == "share" else []), *headings, last]
        headings = _in_full(headings, entry.headings, before)
        own = [*labels, *headings]
        subject = any(map(_is_subject, own))
        near = self.weights.cell_caption if subject else self.weights.cell_caption_of_total
        above = [title for words in (*entry.captions, *entry.label_headings) if (title := _find_title(words.text))]
        phrases = [
            *[Phrase(title, near, "above") for title in above],
            *([Phrase(clean_label(entry.group.text), self.weights.cell_group, "group")] if entry.group else []),
            *self._levels(labels, "row"),
            *self._levels(headings, "column"),
        ]
        change = unit.measure == "change"
        claim = self.finder.find(tuple(phrases), units, change)
        if claim is not None and not units and not claim.clean:
            return None  # without a unit only a full label tells what is counted
        if claim is None and not unit.stated and unit.of_table and not any(_MONEY.search(words) for words in own):
            counted = self.finder.find(tuple(phrases), frozenset(), change)  # 保有量 under 单位：万元
            claim = counted if counted is not None and counted.clean else None
        return claim

    def _levels(self, words: list[str], side: str) -> Iterable[Phrase]:
        """Labels or headings as phrases; the lowest is the cell's own, those above it name what it is part of."""
        for number, one in enumerate(words, start=1):
            yield Phrase(one, self.weights.cell_label if number == len(words) else self.weights.cell_upper, side)


def _in_full(headings: list[str], places: list[Words], before: list[str]) -> list[str]:
    """Headings, the lowest in full where it is a part (其中) of one before it, or below that one."""
    if not places or not before or not headings or not places[-1].text.startswith("其中"):
        return headings
    named = (name_part(headings[-1], whole) for whole in reversed(before))
    name = next((name for name in named if name != headings[-1]), None)
    return [*headings[:-1], name] if name else [*headings[:-1], _without_total(before[-1]), headings[-1]]


@lru_cache(maxsize=MOST_LABELS)
def _without_total(words: str) -> str:
    """更新总数 is of what was 更新."""
    return next((words[:end] for end in range(1, len(words)) if load_table_words().totals.fullmatch(words, end)), words)
