"""Every address for programs, in one list."""

from __future__ import annotations

from functools import partial

from starlette.routing import Route

from yearbook.exports.lists import LIST_FORMATS, LISTS
from yearbook.exports.snapshot import FORMATS
from yearbook.web.api.answers import answer_unknown_format, refusing
from yearbook.web.api.documentation import answer_documentation
from yearbook.web.api.figures import answer_snapshot
from yearbook.web.api.lists import answer_list
from yearbook.web.api.openapi import answer_openapi

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
