"""What makes two statements the same fact: the body, the metric, the scope, the period, the baseline and the value."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from hashlib import sha1

from yearbook.language.decimals import plain


def identify_fact(
    agency_id: str,
    metric_id: str,
    scope: str,
    period_start: date,
    period_end: date,
    baseline: str | None,
    value: Decimal,
    value_max: Decimal | None = None,
) -> str:
    """A fact's identity: the same figure of the same body gets the same id from any source, in any edition, and in the record."""
    parts = [agency_id, metric_id, scope, period_start.isoformat(), period_end.isoformat(), baseline or "", plain(value)]
    if value_max is not None:
        parts.append(plain(value_max))
    return "f" + sha1("|".join(parts).encode()).hexdigest()[:10]
