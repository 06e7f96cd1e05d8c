"""A viewer of pages without a browser: it speaks Streamlit's protocol over a websocket, sends and receives what a browser does,
and draws nothing."""

from __future__ import annotations

import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from benchmarks.serving.servers import Served

PAGE_PATIENCE = 60.0  # seconds for a page run
FAILED = ("exception",)
KEPT_RUNS = (
    2  # page runs that a browser keeps a large message for after it was last drawn: Streamlit's global.maxCachedMessageAge
)


@dataclass(frozen=True, slots=True)
class PageRun:
    """One run of a page's script as a viewer saw it: seconds from asking to its end, bytes received, what stands on the page.

    `content` are the messages as they came, those that the viewer had kept included.
    """

    seconds: float
    size: int
    content: bytes = field(repr=False)
    failures: tuple[str, ...] = ()


class Viewer:
    """One person at the pages. `open` a page, then `choose` in its widgets by their keys; each waits for the script's end."""

    def __init__(self, address: str) -> None:
        stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
        self._open = ExitStack()
        self._socket = self._open.enter_context(
            connect(stream, subprotocols=[Subprotocol("streamlit")], max_size=None, open_timeout=PAGE_PATIENCE)
        )
        self._kept: dict[str, ForwardMsg] = {}  # large messages by their hash, as a browser keeps them
        self._drawn: dict[str, int] = {}  # the run that drew each of them last
        self._runs = 0
        self._scripts: dict[str, str] = {}  # the hash of each page's script by its path
        self._widgets: dict[str, Any] = {}  # what stands on the page by its key
        self._states: dict[str, WidgetState] = {}
        self._page, self._query = "", ""

    def open(self, page: str = "", **query: str) -> PageRun:
        """Go to a page by its path, as a link does."""
        self._page, self._query = page, urlencode(query)
        self._states.clear()
        return self._run()

    def choose(self, key: str, value: str | bool | list[str]) -> PageRun:
        """Set a widget: a switch, one option or several by the words that stand there."""
        widget = self._widgets[key]
        state = WidgetState(id=widget.id)
        if isinstance(value, bool):
            state.bool_value = value
        elif isinstance(value, str) and hasattr(widget, "raw_value"):
            state.string_value = value
        else:
            state.string_array_value.data.extend([value] if isinstance(value, str) else value)
        self._states[widget.id] = state
        return self._run()

    def run_again(self) -> PageRun:
        """Have the page's script run as it stands."""
        return self._run()

    def options(self, key: str) -> list[str]:
        """The words of the options of a widget on the page; none where it is not there."""
        widget = self._widgets.get(key)
        return [str(getattr(option, "content", option)) for option in widget.options] if widget is not None else []

    def close(self) -> None:
        self._open.close()

    def __enter__(self) -> Viewer:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _run(self) -> PageRun:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string, state.page_name = self._query, self._page
        state.page_script_hash = self._scripts.get(self._page, "")
        state.widget_states.widgets.extend(self._states.values())
        state.cached_message_hashes.extend(self._kept)
        state.context_info.timezone, state.context_info.locale = "Asia/Shanghai", "zh-CN"
        start, size = time.perf_counter(), 0
        content, failures = [], []
        self._socket.send(asked.SerializeToString())
        self._widgets.clear()
        while True:
            raw = self._socket.recv(timeout=PAGE_PATIENCE)
            assert isinstance(raw, bytes)
            size += len(raw)
            message = ForwardMsg.FromString(raw)
            kind = message.WhichOneof("type")
            if kind == "script_finished":
                seconds = time.perf_counter() - start
                if message.script_finished == ForwardMsg.FINISHED_WITH_COMPILE_ERROR:
                    failures.append("the script did not compile")
                break
            if kind == "ref_hash":
                self._drawn[message.ref_hash] = self._runs
                message = self._kept[message.ref_hash]
            elif message.metadata.cacheable:
                self._kept[message.hash], self._drawn[message.hash] = message, self._runs
            elif kind == "navigation":
                pages = message.navigation.app_pages
                self._scripts = {"" if page.is_default else page.url_pathname: page.page_script_hash for page in pages}
            failures += self._note_widget(message)
            content.append(message.SerializeToString())
        self._runs += 1
        for one in [one for one, run in self._drawn.items() if self._runs - run > KEPT_RUNS]:
            del self._drawn[one], self._kept[one]
        return PageRun(seconds, size, b"".join(content), tuple(failures))

    def _note_widget(self, message: ForwardMsg) -> list[str]:
        """Note the widget that a message draws; what it says of a failure."""
        if message.WhichOneof("type") == "page_not_found":
            return ["page not found"]
        if message.WhichOneof("type") != "delta" or message.delta.WhichOneof("type") != "new_element":
            return []
        kind = message.delta.new_element.WhichOneof("type")
        element = getattr(message.delta.new_element, kind) if kind else None
        if kind in FAILED or (kind == "alert" and element is not None and element.format == element.ERROR):
            return [str(element)[:500]]
        identity = str(getattr(element, "id", ""))
        if identity.startswith("$$ID-"):
            self._widgets[identity.split("-", 2)[2]] = element
        return []


def wait_for_pages(served: Served) -> None:
    """Have a page run once, so that what a first visitor waits for is done."""
    with Viewer(served.address) as viewer:
        viewer.open()
