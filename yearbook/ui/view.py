"""The shared choices of one page run: language, region, unverified figures or not, edition; and queries within them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from yearbook.catalogue.catalogue import Catalogue, load_catalogue
from yearbook.catalogue.files import home
from yearbook.catalogue.messages import Language, translate
from yearbook.catalogue.samples import catalogue_for
from yearbook.ui import edition_access as store
from yearbook.warehouse.filters import Filters

SETTLED = ("verified", "extracted", "confirmed", "corrected")  # every status but `unverified`
NATION = "100000"  # GB/T 2260: the whole country
_KEY = "view"


@dataclass(frozen=True, slots=True)
class View:
    """The choices that all pages share. The region NATION means everything below it too.

    `peers` names with whom the region is compared (ui/filters/peers.py); `benchmarks` are the agency_ids of a reader's own group.
    """

    language: Language
    region: str
    region_name: str
    verified_only: bool
    edition: int
    build: str = ""  # tells builds of one number apart
    peers: str = "level"
    benchmarks: tuple[str, ...] = ()

    @property
    def catalogue(self) -> Catalogue:
        return load_catalogue()

    @property
    def regions(self) -> tuple[str, ...]:
        """The region as a filter: nothing for the nation, which is no restriction."""
        return () if self.region == NATION else (self.region,)

    @property
    def statuses(self) -> tuple[str, ...]:
        """The statuses as a filter: nothing where figures to be verified show too."""
        return SETTLED if self.verified_only else ()

    def translate(self, key: str, **values: object) -> str:
        return translate(key, self.language, **values)

    def ask(self, query: str, **parameters: Any) -> pd.DataFrame:
        return store.ask(self.edition, query, **parameters)

    def ask_cells(self, query: str, **parameters: Any) -> dict[str, list[Any]]:
        return store.ask_cells(self.edition, query, **parameters)

    def filters(self, **restrictions: Any) -> Filters:
        """Filters of the page within the shared ones; a page may widen `regions` or `statuses` by naming them."""
        shared: dict[str, Any] = {"regions": self.regions, "statuses": self.statuses}
        return Filters(**(shared | restrictions))

    def describe(self, filters: Filters) -> str:
        """The filters as a sentence; demonstration bodies and regions by their names too."""
        return filters.sentence(catalogue_for(home(), True), self.language)

    def facts(self, **restrictions: Any) -> pd.DataFrame:
        """The facts that the shared filters and `restrictions` leave, with the columns and in the order of figures.sql."""
        return self.facts_of(self.filters(**restrictions))

    def facts_of(self, filters: Filters, most: int | None = None) -> pd.DataFrame:
        """The facts of some filters, whatever the shared ones are; where a limit is given the first, with what a table shows."""
        if most is not None:
            return self.ask("facts_first", **filters.parameters(), most=most)
        return self.ask("figures", **filters.parameters())

    def metric_name(self, metric_id: str) -> str:
        """The metric's name; its id where an edition holds one that was taken out of the catalogue since."""
        metric = self.catalogue.metrics.get(metric_id)
        return metric_id if metric is None else metric.name[self.language]

    def column(self, stem: str) -> str:
        """The column of `stem` in the reader's language: metric → metric_zh."""
        return f"{stem}_{self.language}"


def set_view(view: View) -> None:
    """Store the view for this page run; app.py calls it before the page runs."""
    st.session_state[_KEY] = view


def current_view() -> View:
    """The view of this page run."""
    view = st.session_state[_KEY]
    assert isinstance(view, View)
    return view
