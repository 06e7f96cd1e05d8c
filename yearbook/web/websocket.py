"""The websocket of a page: uvicorn's, which compresses each message, with settings for messages of this size."""

from __future__ import annotations

import logging
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.extensions.permessage_deflate import ServerPerMessageDeflateFactory
from websockets.server import ServerProtocol

# RFC 7692 (permessage-deflate), zlib: a page run sends 160 KB in 70 messages that repeat each other. With a window of 32 KB in
# place of uvicorn's 4 KB, level 3 leaves less of them than level 6 did, in three fifths of the time. It takes 300 KB a visitor.
WINDOW, SETTINGS = 15, {"level": 3, "memLevel": 8}


class PageSocket(WebSocketsSansIOProtocol):
    """A websocket that compresses as WINDOW and SETTINGS say."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        deflate = ServerPerMessageDeflateFactory(server_max_window_bits=WINDOW, compress_settings=SETTINGS)
        self.conn = ServerProtocol(
            extensions=[deflate], max_size=self.config.ws_max_size, logger=logging.getLogger("uvicorn.error")
        )
