"""The headline figures of the region in view, from no more figures than they need."""

from __future__ import annotations

import pandas as pd

from yearbook.analysis.headline import Headline, find_headlines
from yearbook.interface.memory import remember
from yearbook.interface.view import NATION, View


def headlines_of(view: View, metrics: tuple[str, ...]) -> list[Headline]:
    """What find_headlines finds in all figures of the region; the peers are asked for only where they stand in for the nation."""
    if view.region != NATION:
        agencies = view.ask("agencies")
        own = tuple(agencies.loc[agencies["region_code"] == view.region, "agency_id"])
        facts = view.facts(metrics=metrics, agencies=own) if own else view.facts(metrics=metrics)
        return remember(find_headlines, facts, metrics, view.region)
    national = view.facts(metrics=metrics, scopes=("national",))
    found = remember(find_headlines, national, metrics, NATION)
    missing = tuple(headline.metric_id for headline in found if headline.state != "figure")
    if not missing:
        return found
    return remember(_add_peers, found, view.facts(metrics=missing), missing)


def _add_peers(found: list[Headline], facts: pd.DataFrame, missing: tuple[str, ...]) -> list[Headline]:
    peers = dict(zip(missing, find_headlines(facts, missing, NATION), strict=True))
    return [peers.get(headline.metric_id, headline) for headline in found]
