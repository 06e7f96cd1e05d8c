"""Claims that the rest of a report refuses: parts listed after a total, and affairs of a whole region in one body's accounts."""

from __future__ import annotations

import re
from collections.abc import Mapping

from yearbook.catalogue.catalogue import Metric
from yearbook.extraction.linking.report_metadata import ReportMetadata
from yearbook.extraction.mentions.mention import Mention, without_metric

_PARTS = re.compile(r"(?<=[。;\n])\s*其中")
_END = re.compile(r"[。\n]")
NEAR = 400  # code points before the parts in which their total may stand


def refuse_claims(text: str, mentions: list[Mention], report: ReportMetadata, metrics: Mapping[str, Metric]) -> list[Mention]:
    """The mentions of prose in their order, without the claims that the rest of the report refuses."""
    mentions = refuse_parts(text, mentions)
    return refuse_of_regions(mentions, metrics) if report.kind == "accounts" else mentions


def refuse_parts(text: str, mentions: list[Mention]) -> list[Mention]:
    """The mentions in their order; in a sentence that begins with 其中 those that repeat the metric of a total before it lose it.

    采购金额90万元。其中，询价采购金额20万元；…
    """
    refused: dict[int, Mention] = {}
    claims = [mention for mention in mentions if mention.role == "metric"]
    for begun in _PARTS.finditer(text) if claims else ():
        ended = _END.search(text, begun.end())
        end, start = ended.start() if ended else len(text), max(0, begun.start() - NEAR)
        start = max(start, text.rfind("\n", start, begun.start()))
        totals = [claim for claim in claims if start <= claim.at < begun.start()]
        parts = (claim for claim in claims if begun.end() <= claim.at < end)
        refused |= {
            part.at: without_metric(part, "part of a total") for part in parts if any(_is_alike(part, one) for one in totals)
        }
    return [refused.get(mention.at, mention) for mention in mentions] if refused else mentions


def refuse_of_regions(mentions: list[Mention], metrics: Mapping[str, Metric]) -> list[Mention]:
    """Accounts speak of the body itself: a metric of whole regions is claimed only where the words say so."""
    return [
        without_metric(mention, "the body's own")
        if mention.role == "metric" and "scope_assumed" in mention.notes and _is_of_regions(metrics[mention.metric or ""])
        else mention
        for mention in mentions
    ]


def _is_of_regions(metric: Metric) -> bool:
    return metric.usual_scope == "region_wide" and metric.dimension == "money"


def _is_alike(part: Mention, total: Mention) -> bool:
    same = (part.metric, part.scope, part.baseline) == (total.metric, total.scope, total.baseline)
    return same and (part.period_end is None or total.period_end is None or part.period_end == total.period_end)
