"""Every address for programs, in one list."""

from __future__ import annotations

from functools import partial

from starlette.routing import Route

from yearbook.interface.addresses.answers import answer_unknown_format, refusing
from yearbook.interface.addresses.documentation import answer_documentation
from yearbook.interface.addresses.figures import answer_snapshot
from yearbook.interface.addresses.lists import answer_list
from yearbook.interface.addresses.openapi import answer_openapi
from yearbook.warehouse.snapshots.lists import LIST_FORMATS, LISTS
from yearbook.warehouse.snapshots.snapshot import FORMATS

DOCUMENTATION = "/api"

ROUTES = [
    *(
        Route(f"/snapshot.{format}", refusing(partial(answer_snapshot, format=format)))
        for format in FORMATS
        if format != "manifest"
    ),
    Route("/manifest.json", refusing(partial(answer_snapshot, format="manifest"))),
    *(
        Route(f"/{name}.{format}", refusing(partial(answer_list, name=name, format=format)))
        for name in LISTS
        for format in LIST_FORMATS
    ),
    Route("/snapshot.{format}", answer_unknown_format),
    Route("/openapi.json", answer_openapi),
    Route(DOCUMENTATION, answer_documentation),
]
