"""A mention as JSON: the keys that scripts rely on, and that labelled texts are compared by."""

from __future__ import annotations

from typing import Any

from yearbook.extraction.mentions.decimals import plain
from yearbook.extraction.mentions.mention import Mention


def spell_mention(mention: Mention) -> dict[str, Any]:
    """Numbers as plain decimal strings in `unit`, dates as ISO 8601, `start` and `end` in code points of the source."""
    return {
        "start": mention.start,
        "end": mention.end,
        "text": mention.text,
        "role": mention.role,
        "value": None if mention.value is None else plain(mention.value),
        "value_max": None if mention.value_max is None else plain(mention.value_max),
        "qualifier": mention.qualifier,
        "unit": mention.unit,
        "value_as_written": mention.value_as_written,
        "unit_as_written": mention.unit_as_written,
        "metric": mention.metric,
        "agency": mention.agency,
        "region": mention.region,
        "scope": mention.scope,
        "period_start": mention.period_start.isoformat() if mention.period_start else None,
        "period_end": mention.period_end.isoformat() if mention.period_end else None,
        "baseline": mention.baseline,
        "confidence": mention.confidence,
        "reason": mention.reason,
        "rule": mention.rule or None,
        "runners_up": mention.runners_up,
        "notes": mention.notes,
    }
