"""A provider of sign-in for tests: whoever comes is whoever the test says, without a question."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from tests.web.client import running

KEY = b"a key that only the tests' provider and its tokens know"


@dataclass
class Provider:
    """`person` is who signs in next: the claims of the token."""

    address: str = ""
    person: dict[str, Any] = field(default_factory=dict)
    _nonces: dict[str, str] = field(default_factory=dict)

    def describe(self, _: Request) -> JSONResponse:
        own = {name: f"{self.address}/{name}" for name in ("authorize", "token", "jwks")}
        return JSONResponse(
            {
                "issuer": self.address,
                "authorization_endpoint": own["authorize"],
                "token_endpoint": own["token"],
                "jwks_uri": own["jwks"],
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
                "id_token_signing_alg_values_supported": ["HS256"],
            }
        )

    def authorize(self, request: Request) -> RedirectResponse:
        asked = request.query_params
        code = f"code{len(self._nonces)}"
        self._nonces[code] = asked.get("nonce", "")
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}", 302)

    async def give_token(self, request: Request) -> JSONResponse:
        code = (await request.body()).decode().partition("code=")[2].partition("&")[0]
        now = int(time.time())
        claims = {"iss": self.address, "aud": "yearbook", "iat": now, "exp": now + 600, "nonce": self._nonces[code]} | self.person
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "expires_in": 600, "id_token": _sign(claims)})

    def list_keys(self, _: Request) -> JSONResponse:
        return JSONResponse({"keys": [{"kty": "oct", "kid": "1", "alg": "HS256", "k": _encode(KEY)}]})


@contextmanager
def provide() -> Iterator[Provider]:
    provider = Provider()
    routes = [
        Route("/.well-known/openid-configuration", provider.describe),
        Route("/authorize", provider.authorize),
        Route("/token", provider.give_token, methods=["POST"]),
        Route("/jwks", provider.list_keys),
    ]
    with running(Starlette(routes=routes)) as client:
        provider.address = f"http://127.0.0.1:{client.port}"
        yield provider


def _sign(claims: dict[str, Any]) -> str:
    parts = [_encode(json.dumps(part).encode()) for part in ({"alg": "HS256", "typ": "JWT", "kid": "1"}, claims)]
    signature = hmac.new(KEY, ".".join(parts).encode(), hashlib.sha256).digest()
    return ".".join([*parts, _encode(signature)])


def _encode(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
