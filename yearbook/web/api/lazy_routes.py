"""The addresses for programs, loaded once one of them is asked for: what answers them takes as long to load as all the rest."""

from __future__ import annotations

import re
from typing import Any, NoReturn

from starlette.routing import BaseRoute, Match, NoMatchFound
from starlette.types import Receive, Scope, Send

FOR_PROGRAMS = re.compile(r"/(?:api|snapshot\..+|[a-z_]+\.(?:csv|json))")  # holds every path of routes.ROUTES
_FOUND = "yearbook.address"


def path_of(path: str) -> str | None:
    """The path as routes.ROUTES names it, None where it is not for programs."""
    if FOR_PROGRAMS.fullmatch(path) is None:
        return None
    from yearbook.web.api.routes import ROUTES

    return path if any(route.path == path for route in ROUTES) else None


class LazyRoutes(BaseRoute):
    """All of routes.ROUTES as one route."""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        if scope["type"] != "http" or FOR_PROGRAMS.fullmatch(scope["path"]) is None:
            return Match.NONE, {}
        from yearbook.web.api.routes import ROUTES

        found = [(*route.matches(scope), route) for route in ROUTES]
        for kind in (Match.FULL, Match.PARTIAL):  # partial: the path is right, the method is not
            for match, told, route in found:
                if match is kind:
                    return match, {**told, _FOUND: route}
        return Match.NONE, {}

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        await scope[_FOUND].handle(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: Any) -> NoReturn:
        """Nobody asks for an address by the name of its route."""
        raise NoMatchFound(name, path_params)
