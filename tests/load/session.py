"""A reader of the dashboard without a browser: one websocket session that speaks Streamlit's protocol.

It sends what the browser sends (the address, the values of all widgets, the theme), takes what the server answers until
the script has ended, and remembers which widgets there are and which address the server put into the bar.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect

if TYPE_CHECKING:
    from types import TracebackType

    from streamlit.proto.WidgetStates_pb2 import WidgetState
    from websockets.asyncio.client import ClientConnection

ANSWER_SECONDS = 60
DONE = {ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY}


@dataclass(slots=True)
class View:
    """What one run of the script sent: how long it took, how much came, and the size of each chart and table."""

    seconds: float
    first_seconds: float
    byte_count: int
    sizes: dict[str, int] = field(default_factory=dict)
    has_failed: bool = False


class Session:
    """One reader, on one page."""

    def __init__(self, address: str, way: str = "") -> None:
        self.socket_address = f"ws://{address.removeprefix('http://')}/_stcore/stream"
        self.query = way.partition("?")[2]
        self.page = way.partition("?")[0]
        self.page_hash = ""
        self.widgets: dict[str, str] = {}
        self.options: dict[str, list[str]] = {}
        self.values: dict[str, WidgetState] = {}
        self._socket: ClientConnection | None = None

    async def __aenter__(self) -> Self:
        self._socket = await connect(self.socket_address, subprotocols=["streamlit"], max_size=None)  # type: ignore[list-item]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._socket:
            await self._socket.close()

    async def open(self) -> View:
        """The first view."""
        return await self._run()

    async def change(self, key: str, **value: Any) -> View:
        """Give a widget, named by its key, another value: `string_array_value=["change"]` and the like."""
        state = self.values.get(key) or BackMsg().rerun_script.widget_states.widgets.add()
        state.id = self.widgets[key]
        for name, given in value.items():
            if isinstance(given, list):
                array = getattr(state, name)
                del array.data[:]
                array.data.extend(given)
            else:
                setattr(state, name, given)
        self.values[key] = state
        return await self._run()

    async def _run(self) -> View:
        assert self._socket
        message = BackMsg()
        client = message.rerun_script
        client.query_string, client.page_script_hash = self.query, self.page_hash
        if not self.page_hash:
            client.page_name = self.page
        client.context_info.url = "http://localhost/"
        client.context_info.color_scheme = "light"
        client.widget_states.widgets.extend(self.values.values())
        started = time.perf_counter()
        await self._socket.send(message.SerializeToString())
        view = View(0.0, 0.0, 0)
        async with asyncio.timeout(ANSWER_SECONDS):
            while True:
                packet = await self._socket.recv()
                assert isinstance(packet, bytes)
                answer = ForwardMsg.FromString(packet)
                view.byte_count += len(packet)
                self._take(answer, len(packet), view)
                if answer.WhichOneof("type") == "delta" and not view.first_seconds:
                    view.first_seconds = time.perf_counter() - started
                if answer.WhichOneof("type") == "script_finished" and answer.script_finished in DONE:
                    view.seconds = time.perf_counter() - started
                    return view

    def _take(self, answer: ForwardMsg, size: int, view: View) -> None:
        kind = answer.WhichOneof("type")
        if kind == "new_session":
            self.page_hash = answer.new_session.page_script_hash
        elif kind == "page_info_changed":
            self.query = answer.page_info_changed.query_string
        elif kind == "delta" and answer.delta.WhichOneof("type") == "new_element":
            name = answer.delta.new_element.WhichOneof("type") or ""
            element = getattr(answer.delta.new_element, name)
            view.has_failed |= name == "exception"
            if name in {"plotly_chart", "arrow_data_frame", "arrow_table"}:
                view.sizes[name] = max(view.sizes.get(name, 0), size)
            marked = getattr(element, "id", "")
            if isinstance(marked, str) and marked.startswith("$$ID-"):
                self.widgets[marked.split("-", 2)[2]] = marked
                if name == "selectbox":
                    self.options[marked.split("-", 2)[2]] = list(element.options)
