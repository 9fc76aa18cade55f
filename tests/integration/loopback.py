"""A real web server on 127.0.0.1 that misbehaves on purpose, so that the fetching stage is tested without mocks."""

from __future__ import annotations

import socketserver
import threading
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    import ssl
    from types import TracebackType

HEAD_LINE_COUNT_MAX = 500
REQUEST_SECONDS_MAX = 10


@dataclass(slots=True, kw_only=True)
class Request:
    """One request as it came; `headers` has lower-case names and latin-1 values, times are monotonic seconds."""

    method: str
    path: str
    headers: dict[str, str]
    started_at: float
    ended_at: float | None = None


@dataclass(slots=True, kw_only=True)
class Wire:
    """What a route is given: the request, and the bare connection to answer on. Leaving the route closes it."""

    request: Request
    stop: threading.Event
    write: Callable[[bytes], object]

    def send(self, data: bytes) -> None:
        """Send bytes as they are, well formed or not."""
        self.write(data)

    def answer(self, status: int = 200, headers: Iterable[tuple[str, str]] = (), body: bytes = b"") -> None:
        """Send a well-formed answer; Content-Length is added where `headers` has none."""
        pairs = list(headers)
        if not any(name.lower() == "content-length" for name, _ in pairs):
            pairs.append(("Content-Length", str(len(body))))
        lines = [f"HTTP/1.1 {status} Reason", *(f"{name}: {value}" for name, value in pairs), "", ""]
        self.send("\r\n".join(lines).encode("latin-1") + body)

    def drip(self, data: bytes, *, pause_seconds: float) -> None:
        """Send one byte at a time until the data or the server ends."""
        for position in range(len(data)):
            if self.stop.wait(pause_seconds):
                return
            self.send(data[position : position + 1])


Route = Callable[[Wire], None]


def _not_found(wire: Wire) -> None:
    wire.answer(404)


@dataclass(slots=True)
class LoopbackServer:
    """`with LoopbackServer() as server:` answers on `server.url(path)` by the routes set; 404 where there is none.

    `requests` is the log, in the order of arrival. With `tls_context` it speaks https.
    """

    tls_context: ssl.SSLContext | None = None
    requests: list[Request] = field(default_factory=list)
    _routes: dict[str, Route] = field(default_factory=dict)
    _stop: threading.Event = field(default_factory=threading.Event)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _server: socketserver.ThreadingTCPServer | None = None

    def __enter__(self) -> Self:
        """Listen on a port of the system's choosing."""
        owner = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = REQUEST_SECONDS_MAX

            def handle(self) -> None:
                # Clients that hang up half-way, or refuse the certificate, are the point of many a test.
                with suppress(OSError):
                    owner._handle(self)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True
            block_on_close = False
            allow_reuse_address = True
            request_queue_size = 64

        self._server = Server(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), name="loopback", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop listening and end what drips."""
        self._stop.set()
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        """The port that the system chose."""
        assert self._server is not None
        return int(self._server.server_address[1])

    def url(self, path: str = "/", *, host: str = "127.0.0.1") -> str:
        """Return the address of `path`; `host` may be another name of this machine."""
        return f"{'https' if self.tls_context else 'http'}://{host}:{self.port}{path}"

    def route(self, path: str, route: Route) -> str:
        """Answer `path` by `route`, instead of what it was answered by, and return its address."""
        self._routes[path] = route
        return self.url(path)

    def serve(self, path: str, status: int = 200, headers: Iterable[tuple[str, str]] = (), body: bytes = b"") -> str:
        """Answer `path` with a status, headers and a body, and return its address."""
        pairs = tuple(headers)
        return self.route(path, lambda wire: wire.answer(status, pairs, body))

    def serve_feed(self, path: str, body: bytes, *, content_type: str = "application/rss+xml") -> str:
        """Answer `path` with a feed, and return its address."""
        return self.serve(path, headers=[("Content-Type", content_type)], body=body)

    def redirect(self, path: str, to: str, *, status: int = 302) -> str:
        """Redirect `path` to an address, relative or not, and return its own."""
        return self.serve(path, status, [("Location", to)])

    def requests_of(self, path: str) -> list[Request]:
        """Return the requests for one path, in the order of arrival."""
        with self._lock:
            return [request for request in self.requests if request.path == path]

    def _handle(self, handler: socketserver.StreamRequestHandler) -> None:
        if self.tls_context is None:
            self._answer(handler.rfile.readline, handler.wfile.write)
            return
        with self.tls_context.wrap_socket(handler.connection, server_side=True) as connection:
            self._answer(connection.makefile("rb").readline, connection.sendall)

    def _answer(self, readline: Callable[[], bytes], write: Callable[[bytes], object]) -> None:
        started_at = time.monotonic()
        lines: list[bytes] = []
        first = readline().decode("latin-1").split()
        if len(first) < 2:
            return
        while len(lines) < HEAD_LINE_COUNT_MAX and (line := readline()).strip():
            lines.append(line)
        pairs = (line.decode("latin-1").rstrip("\r\n").split(": ", 1) for line in lines)
        headers = {pair[0].lower(): pair[-1] for pair in pairs}
        request = Request(method=first[0], path=first[1], headers=headers, started_at=started_at)
        with self._lock:
            self.requests.append(request)
        try:
            route = self._routes.get(request.path, _not_found)
            route(Wire(request=request, stop=self._stop, write=write))
        finally:
            request.ended_at = time.monotonic()
