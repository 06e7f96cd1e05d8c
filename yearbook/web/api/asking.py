"""What a request asks for: its parameters, and the edition that answers it."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.requests import Request

from yearbook.catalogue.files import home
from yearbook.exports.parameters import Given
from yearbook.exports.request import BadParameter, read_edition, require_known_names
from yearbook.warehouse.registry import NoEdition, list_numbers, next_number, require_edition
from yearbook.warehouse.warehouse import Warehouse


class GoneEdition(BadParameter):
    """An edition that once was and is not kept any more."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A request whose parameters are known by name: the warehouse that answers, and whether the edition was named."""

    given: Given
    warehouse: Warehouse
    pinned: bool


def read_asked(request: Request, names: tuple[str, ...]) -> Asked:
    """Open the edition asked for. Raises BadParameter, GoneEdition, and NoEdition where none is built yet."""
    from yearbook.ui import edition_access as store

    given = request.query_params.multi_items()
    require_known_names(given, names)
    wanted = read_edition(given)
    current = require_edition(home())
    if wanted is not None:
        _require_kept(wanted)
    return Asked(given, store.warehouse(current if wanted is None else wanted), wanted is not None)


def _require_kept(number: int) -> None:
    try:
        require_edition(home(), number)
    except NoEdition:
        kept = tuple(list_numbers(home()))
        if number < next_number(home()):
            raise GoneEdition("edition", "edition_gone", number=number, allowed=kept) from None
        raise BadParameter("edition", "edition_unknown", number=number, allowed=kept) from None
