"""Findings of a draft in words: where, the words themselves, what is wrong, and what stands against them."""

from __future__ import annotations

from collections import Counter

from yearbook.catalogue.messages import Language, translate
from yearbook.documents.document import Document
from yearbook.extraction.mentions.numerals import widen_to_numerals
from yearbook.pipeline.drafts.review import KINDS, DraftReview, Finding, Span

AROUND = 18  # code points on either side of the words


def name_kind(finding: Finding, language: Language) -> str:
    return translate(f"drafts.kind_{finding.kind}", language)


def name_place(review: DraftReview, finding: Finding, language: Language) -> str:
    """第3页; of what is missing, the whole text."""
    if finding.place is None:
        return translate("drafts.whole", language)
    return translate("drafts.page", language, number=review.document.page_of(finding.place[0]))


def quote(document: Document, place: Span, around: int = AROUND) -> tuple[str, str, str]:
    """What stands before some words, the words, and what stands behind them, on one line."""
    start, end = place
    first, last = widen_to_numerals(document.text, max(0, start - around), min(len(document.text), end + around))
    parts = document.text[first:start], document.text[start:end], document.text[end:last]
    before, words, after = (" ".join(part.replace("|", " ").split()) for part in parts)
    return before, words, after


def quote_finding(review: DraftReview, finding: Finding) -> str:
    """The words of a finding in those around them; "" of what is missing."""
    if finding.place is None:
        return ""
    before, words, after = quote(review.document, finding.place)
    return f"…{before}【{words}】{after}…"


def explain(finding: Finding, language: Language) -> str:
    """What is wrong, in a sentence."""
    rule = translate(f"caveats.{finding.rule}", language) if finding.rule else ""
    given = {"rule": rule, "expected": finding.expected}
    if finding.item is not None and finding.source is not None:
        return translate("drafts.says_missing", language, item=finding.item[language], source=finding.source[language])
    if finding.kind == "edition" and finding.source is not None:
        return translate("drafts.says_edition", language, source=finding.source[language], **given)
    if finding.kind in ("placeholder", "unplaced"):
        return translate(f"drafts.says_{finding.kind}", language)
    if not finding.expected:
        return rule
    return translate(f"drafts.says_{'last_year' if finding.kind == 'last_year' else 'expected'}", language, **given)


def quote_against(review: DraftReview, finding: Finding, language: Language, most: int = 6) -> list[str]:
    """The words that a finding cannot be right together with, the first few, with their page."""
    document = review.last if finding.kind == "last_year" and review.last else review.document
    label = translate("drafts.beside_last" if finding.kind == "last_year" else "drafts.beside", language)
    told = []
    for place in finding.against[:most]:
        before, words, after = quote(document, place)
        page = translate("drafts.page", language, number=document.page_of(place[0]))
        told.append(f"{label} {page} …{before}【{words}】{after}…")
    return told


def summarise(review: DraftReview, language: Language) -> str:
    """共7处：前后矛盾3处、未填写的占位符4处; that nothing was found."""
    if not review.findings:
        return translate("drafts.clean", language)
    counts = Counter(finding.kind for finding in review.findings)
    told = [
        translate("drafts.sum_kind", language, kind=translate(f"drafts.kind_{kind}", language), count=counts[kind])
        for kind in KINDS
        if counts[kind]
    ]
    kinds = translate("analysis.reason_separator", language).join(told)
    return translate("drafts.sum", language, count=len(review.findings), kinds=kinds)
