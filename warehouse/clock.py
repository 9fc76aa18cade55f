"""The one clock: instants are naive datetimes in UTC."""

from __future__ import annotations

from datetime import UTC, datetime


def utc_now() -> datetime:
    """The instant, as a naive datetime in UTC."""
    return datetime.now(UTC).replace(tzinfo=None)
