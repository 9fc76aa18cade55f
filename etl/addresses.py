"""Decides which addresses a feed may be fetched from, and opens connections to those and no others.

A name is resolved once, its addresses are checked, and the connection goes to a checked address, not to the name:
a second look-up cannot bring another answer (DNS rebinding). Decimal and hexadecimal hosts are resolved by the system
like any name, and their result is checked like any other. No proxy is used, since a proxy would resolve names itself.
"""

from __future__ import annotations

import ipaddress
import queue
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl

Resolve = Callable[[str, int], list[str]]
"""Host and port to numeric addresses, in the order to try them; raises OSError."""

ADDRESS_COUNT_MAX = 3
"""Addresses tried of one host: each gets its share of the 5 s, and a share must outlast one lost SYN (1 s)."""

# IANA's special-purpose registries, written out: `is_global` lets NAT64 and 6to4 pass (measured), and differs between
# the patch releases of one Python version.
_REFUSED_NETWORKS = {
    "unspecified": ("0.0.0.0/8", "::/128"),
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "fec0::/10"),
    "carrier-grade NAT": ("100.64.0.0/10",),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    # Azure answers its machines on a public address; the other clouds use link-local, private and CGNAT ones.
    "cloud metadata": ("168.63.129.16/32",),
    "IPv4-mapped": ("::ffff:0:0/96", "::ffff:0:0:0/96"),
    "NAT64": ("64:ff9b::/96", "64:ff9b:1::/48"),
    "6to4": ("2002::/16", "192.88.99.0/24"),
    "Teredo": ("2001::/32",),
    "reserved": (
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.31.196.0/24",
        "192.52.193.0/24",
        "192.175.48.0/24",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "240.0.0.0/4",
        "2001::/23",
        "2001:db8::/32",
        "3fff::/20",
    ),
}
_REFUSED = tuple(
    (ipaddress.ip_network(network), reason) for reason, networks in _REFUSED_NETWORKS.items() for network in networks
)
_LOOPBACK = {4: ipaddress.ip_network("127.0.0.0/8"), 6: ipaddress.ip_network("::1/128")}
_IPV6_GLOBAL = ipaddress.IPv6Network("2000::/3")


class AddressRefusedError(Exception):
    """The host has no address that may be connected to."""


class NameNotResolvedError(Exception):
    """The host's name has no address, or no name server answered."""


class TlsRefusedError(Exception):
    """The certificate or the handshake is bad."""


def refusal_reason(address: str, *, allow_loopback: bool = False) -> str:
    """Return why a numeric address may not be connected to, or "" where it may."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "not an address"
    if allow_loopback and ip in _LOOPBACK[ip.version]:
        return ""
    for network, reason in _REFUSED:
        if ip.version == network.version and ip in network:
            return reason
    if isinstance(ip, ipaddress.IPv6Address) and ip not in _IPV6_GLOBAL:
        return "reserved"
    return ""


def resolve_host(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a host, one of each family first; raises OSError."""
    answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(sockaddr[0]) for _, _, _, _, sockaddr in answers))
    # Broken IPv6 is common: without this, three IPv6 addresses would use up the time of a good IPv4 one.
    firsts = [next((a for a in addresses if (":" in a) is is_ipv6), "") for is_ipv6 in (True, False)]
    heads = sorted(filter(None, firsts), key=addresses.index)
    return heads + [address for address in addresses if address not in heads]


def checked_addresses(
    host: str, port: int, *, resolve: Resolve, timeout_seconds: float, allow_loopback: bool
) -> list[str]:
    """Return the addresses of `host` that may be connected to.

    Raises AddressRefusedError where it has none, NameNotResolvedError where the name gives no address in time.
    """
    addresses = _resolve_in_time(host, port, resolve, timeout_seconds)
    reasons = {address: refusal_reason(address, allow_loopback=allow_loopback) for address in addresses}
    allowed = [address for address, reason in reasons.items() if not reason]
    if not allowed:
        refused = ", ".join(f"{address} ({reason})" for address, reason in list(reasons.items())[:ADDRESS_COUNT_MAX])
        raise AddressRefusedError(f"{host} is at {refused}, which may not be connected to")
    return allowed[:ADDRESS_COUNT_MAX]


def _resolve_in_time(host: str, port: int, resolve: Resolve, timeout_seconds: float) -> list[str]:
    """Resolve in a thread of its own: getaddrinfo takes no time-out and can hold for a minute."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            answers.put(resolve(host, port))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=ask, name="resolve", daemon=True).start()
    try:
        answer = answers.get(timeout=max(timeout_seconds, 0.001))
    except queue.Empty:
        raise NameNotResolvedError(f"no name server answered for {host} in {timeout_seconds:.1f} s") from None
    if isinstance(answer, Exception):
        reason = getattr(answer, "strerror", None) or answer
        raise NameNotResolvedError(f"{host}: {reason}") from answer
    if not answer:
        raise NameNotResolvedError(f"{host} has no address")
    return answer


class _DeadlineStream(httpcore.NetworkStream):
    """A connection that ends at the deadline.

    A time-out of each read is not enough: `timeout=5` held 60 s against one byte a second (measured), and a header
    can drip like a body.
    """

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._left(timeout, httpcore.WriteTimeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            timeout = self._left(timeout, httpcore.ReadTimeout)
            stream = self._stream.start_tls(ssl_context, server_hostname, timeout)
        except httpcore.ConnectTimeout as error:
            # The host was reached: this must not look like a network that is down.
            raise httpcore.ReadTimeout("no TLS handshake in time") from error
        except httpcore.ConnectError as error:
            cause = error.__cause__
            raise TlsRefusedError(getattr(cause, "verify_message", "") or str(error)) from error
        return _DeadlineStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

    def _left(self, timeout: float | None, error_class: type[httpcore.TimeoutException]) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise error_class("the deadline has passed")
        return left if timeout is None else min(left, timeout)


class _GuardedBackend(httpcore.NetworkBackend):
    """Opens TCP connections to checked addresses only."""

    def __init__(self, *, deadline: float, resolve: Resolve, allow_loopback: bool) -> None:
        self._backend = httpcore.SyncBackend()
        self._deadline = deadline
        self._resolve = resolve
        self._allow_loopback = allow_loopback

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        addresses = checked_addresses(
            host,
            port,
            resolve=self._resolve,
            timeout_seconds=self._left(timeout),
            allow_loopback=self._allow_loopback,
        )
        connect_by = time.monotonic() + self._left(timeout)
        for tried_count, address in enumerate(addresses, start=1):
            share = (connect_by - time.monotonic()) / (len(addresses) - tried_count + 1)
            try:
                stream = self._backend.connect_tcp(address, port, max(share, 0.001), local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if tried_count == len(addresses):
                    raise
            else:
                return _DeadlineStream(stream, self._deadline)
        raise AssertionError("checked_addresses returns at least one address")

    def connect_unix_socket(self, path: str, *_: object, **__: object) -> httpcore.NetworkStream:
        raise AddressRefusedError(f"a socket of this machine may not be connected to: {path}")

    def _left(self, timeout: float | None) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ConnectTimeout("the deadline has passed")
        return left if timeout is None else min(left, timeout)


class _Turns:
    """Lets one request at a time talk to a host, the next one `spacing_seconds` after the last has ended."""

    def __init__(self, spacing_seconds: float) -> None:
        self._spacing_seconds = spacing_seconds
        self._lock = threading.Lock()
        self._host_locks: dict[str, threading.Lock] = {}
        self._free_at: dict[str, float] = {}

    def take(self, host: str, deadline: float) -> None:
        """Wait for the host's turn; raises httpcore.PoolTimeout where it does not come before the deadline."""
        with self._lock:
            host_lock = self._host_locks.setdefault(host, threading.Lock())
        if not host_lock.acquire(timeout=max(deadline - time.monotonic(), 0)):
            raise httpcore.PoolTimeout(f"{host} was busy with other feeds until the deadline")
        time.sleep(max(min(self._free_at.get(host, 0.0), deadline) - time.monotonic(), 0))

    def end(self, host: str) -> None:
        """Let the next one have the host."""
        self._free_at[host] = time.monotonic() + self._spacing_seconds
        self._host_locks[host].release()


class _ResponseStream(httpx.SyncByteStream):
    """Hands httpcore's chunks on; closes the one connection behind them, then calls `ended`."""

    def __init__(
        self, response: httpcore.Response, connection: httpcore.HTTPConnection, ended: Callable[[], None]
    ) -> None:
        self._response = response
        self._connection = connection
        self._ended = ended

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        # Closing an answer that is not read to its end may fail on a broken connection; it is closed all the same.
        with suppress(httpcore.NetworkError, httpcore.ProtocolError):
            self._response.close()
        self._connection.close()
        self._ended()


class GuardedTransport(httpx.BaseTransport):
    """An httpx transport that opens one guarded connection a request and keeps none.

    Feeds are hours apart, so a kept connection would save nothing and could be found dead. The request's extensions
    `deadline` (monotonic seconds) and `tls_insecure` apply. Errors are httpcore's and those of this module.
    """

    def __init__(
        self, *, allow_loopback: bool = False, host_spacing_seconds: float = 2.0, resolve: Resolve = resolve_host
    ) -> None:
        """Load the certificates once (SSL_CERT_FILE is honoured): it takes longer than a request."""
        self._allow_loopback = allow_loopback
        self._resolve = resolve
        self._turns = _Turns(host_spacing_seconds)
        self._verified = httpx.create_ssl_context()
        self._unverified = httpx.create_ssl_context(verify=False)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request in its host's turn; raises httpcore's errors and those of this module."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        host, deadline = url.host.decode("ascii"), request.extensions["deadline"]
        connection = httpcore.HTTPConnection(
            url.origin,
            ssl_context=self._unverified if request.extensions.get("tls_insecure") else self._verified,
            network_backend=_GuardedBackend(
                deadline=deadline, resolve=self._resolve, allow_loopback=self._allow_loopback
            ),
        )
        message = httpcore.Request(request.method, url, headers=request.headers.raw, extensions=request.extensions)
        self._turns.take(host, deadline)
        try:
            response = connection.handle_request(message)
        except BaseException:
            connection.close()
            self._turns.end(host)
            raise
        stream = _ResponseStream(response, connection, partial(self._turns.end, host))
        return httpx.Response(response.status, headers=response.headers, stream=stream)
