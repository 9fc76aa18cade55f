"""The list of dated public events that the signal is held against; the README here tells how they were chosen."""

from __future__ import annotations

import json
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

EventKind = Literal["act", "threat", "deescalation"]


class Event(BaseModel):
    """A public event: its day (UTC), the actors whose series should rise, its kind, and where the fact is public."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    happened_on: date
    actors: tuple[str, ...] = Field(min_length=1)
    kind: EventKind
    event_class: str = Field(alias="class")
    what: str
    source: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """The series that should rise."""
        return (self.kind,) if self.kind == "deescalation" else (self.kind, "tension")


def read_events() -> tuple[tuple[Event, ...], str]:
    """All events in the order of their days, and the SHA-256 of the list."""
    raw = files("etl.validation").joinpath("events.jsonl").read_bytes()
    return tuple(Event.model_validate(json.loads(line)) for line in raw.splitlines() if line), sha256(raw).hexdigest()
