"""Files of the index from the network, by the project's one guarded fetcher."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from etl.decoding import AttemptFailedError
from etl.fetch import Question, open_asking
from etl.run import fetch_limits
from etl.validation.gpr import BYTES_MAX, GprError
from warehouse.clock import utc_now

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.validation.gpr import Download
    from warehouse.settings import Settings


@contextmanager
def downloading(settings: Settings) -> Iterator[Download]:
    """Yield what gives the bytes at an address, within the limits of fetching. It raises GprError where none come."""
    limits = replace(fetch_limits(settings), bytes_max=BYTES_MAX)
    with open_asking(limits, now=utc_now) as ask:

        def download(url: str) -> bytes:
            try:
                return ask(Question(url=url), limits).body
            except AttemptFailedError as error:
                raise GprError(f"{url} could not be fetched ({error.kind.value}): {error}.") from error

        yield download
