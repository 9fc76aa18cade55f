"""Settings in one place: built-in values, then tension.toml, then TENSION_* variables, then flags; the later wins."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from warehouse.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Mapping

FILE_NAME = "tension.toml"
PREFIX = "TENSION_"


class Settings(BaseModel):
    """What can be set. The name of a field in capitals after TENSION_ is its environment variable."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    home: Path = Field(default=Path("var"), description="Folder that holds everything that is written.")
    feeds: Path | None = Field(
        default=None, description="Catalogue of feeds; empty for the one that ships with one's own laid over it."
    )
    lexicon: Path | None = Field(
        default=None, description="Folder of cues and names of one's own; empty for `lexicon` in the home."
    )
    port: int = Field(default=8501, ge=1, le=65535, description="Port of the dashboard.")
    address: str = Field(default="localhost", min_length=1, description="Address the dashboard listens on.")
    worker_count: int = Field(default=0, ge=0, le=64, description="Processes that score; 0 for one per core.")
    batch_articles: int = Field(default=6000, ge=1, le=50_000, description="Articles scored and written at a time.")
    publish_seconds: int = Field(default=20, ge=1, description="Seconds between publishes while a load runs.")
    feed_minutes: int = Field(
        default=60, ge=10, le=43_200, description="Minutes between fetches of a feed until its own pace is known."
    )
    fetch_seconds: float = Field(default=30.0, gt=0, le=300, description="Seconds one fetch may take in all.")
    fetch_bytes: int = Field(default=15_000_000, ge=1000, description="Bytes of a feed after decompression, at most.")
    feed_entries: int = Field(default=2000, ge=1, description="Entries read from one feed file, at most; the newest.")
    parse_seconds: float = Field(default=10.0, gt=0, le=300, description="Seconds that parsing one feed may take.")
    parse_bytes: int = Field(
        default=500_000_000, ge=200_000_000, description="Bytes of memory that a process which parses feeds may have."
    )
    page_count: int = Field(
        default=200, ge=0, le=10_000, description="Article pages a run asks for at most, of feeds with full_text."
    )
    page_seconds: float = Field(
        default=300.0,
        ge=0,
        le=7200,
        description="Seconds a run may spend on article pages; the rest waits for the next.",
    )
    page_bytes: int = Field(
        default=5_000_000,
        ge=10_000,
        le=15_000_000,
        description="Bytes of an article page after decompression, at most.",
    )
    page_days: int = Field(
        default=3, ge=1, le=30, description="Days after which the page of an article is no longer asked for."
    )
    host_seconds: float = Field(default=2.0, ge=0, le=60, description="Seconds between two requests to one host.")
    allow_loopback: bool = Field(default=False, description="Whether feeds on this machine may be fetched.")
    contact: str = Field(
        default="", max_length=200, description="Contact that feeds' servers are told, such as an address of yours."
    )
    counted_chars: int = Field(default=1000, ge=100, description="Characters of a body that count for the signal.")
    window_days: int = Field(default=7, ge=1, le=90, description="Days pooled for one value of the signal.")
    outlet_stories_min: int = Field(
        default=30, ge=1, description="Stories in the window by which an outlet takes part."
    )
    day_stories_min: int = Field(default=30, ge=1, description="Stories in the window below which a day is thin.")
    panel_outlets_min: int = Field(default=4, ge=1, description="Outlets below which a day is narrow.")
    silent_usual_min: int = Field(
        default=3, ge=1, description="Articles an outlet usually has on a weekday, from which on none is a silence."
    )
    outage_share: float = Field(
        default=0.5, gt=0, lt=1, description="Share of the expected outlets above which their silence is an outage."
    )
    observed_days_min: float = Field(
        default=0.57, gt=0, le=1, description="Share of a window's days that are no outage, below which it is a gap."
    )
    band_intensity: float = Field(
        default=0.5, gt=0, le=1, description="Usual intensity of one story, from which the band is made where few are."
    )
    baseline_days: int = Field(default=365, ge=30, le=3650, description="Days a surprise is measured against.")
    baseline_days_min: int = Field(default=60, ge=10, description="Complete days of them, below which there is none.")
    surprise_floor: float = Field(
        default=1.0, gt=0, description="Least spread of a surprise, in intensity per 1,000 stories."
    )
    surprise_stories_min: int = Field(default=3, ge=1, description="Stories below which a surprise is not told.")
    surprise_outlets_min: int = Field(default=2, ge=1, description="Outlets below which a surprise is not told.")
    index_days_min: int = Field(default=180, ge=30, description="Complete days that an index of 100 is the mean of.")
    look_seconds: float = Field(
        default=60.0,
        ge=1,
        le=3600,
        description="Seconds between looks for feeds that are due, while it serves or runs on a schedule.",
    )
    payload_days: int = Field(
        default=0, ge=0, le=36_500, description="Days for which entries are kept as received; 0 for ever."
    )
    stale_after_minutes: int = Field(
        default=120, ge=1, le=525_600, description="Minutes after which the dashboard says stale."
    )
    public_extract_chars: int = Field(
        default=0, ge=0, description="Characters of a text that the dashboard shows; 0 for all of it."
    )
    notes_are_open: bool = Field(
        default=True, description="Whether whoever opens the dashboard may write notes on an actor's days."
    )

    @field_validator("home", "feeds", "lexicon", mode="before")
    @classmethod
    def _read_path(cls, value: object) -> object:
        """No text is no path, and not the folder one stands in; `~` is one's own folder."""
        if not isinstance(value, str | Path):
            return value
        try:
            return Path(value).expanduser() if str(value).strip() else None
        except RuntimeError as error:
            raise ValueError(f"{value} has no such user") from error

    @property
    def lexicon_folder(self) -> Path:
        """Where cues and names of one's own are looked for; it need not be there."""
        return self.lexicon or self.home / "lexicon"

    def as_environment(self) -> dict[str, str]:
        """The variables by which a child process gets the same settings, wherever it is started."""
        values = {name: getattr(self, name) for name in type(self).model_fields}
        return {
            f"{PREFIX}{name.upper()}": str(value.resolve() if isinstance(value, Path) else value)
            for name, value in values.items()
            if value is not None
        }


@dataclass(frozen=True, slots=True)
class LoadedSettings:
    """Settings, and for each the place it comes from."""

    settings: Settings
    origins: Mapping[str, str]


def load_settings(
    *, flags: Mapping[str, Any] | None = None, environment: Mapping[str, str] | None = None, folder: Path | None = None
) -> LoadedSettings:
    """Merge all places. Raises SettingsError naming the setting, its place and what is wrong."""
    values: dict[str, Any] = {}
    origins = dict.fromkeys(Settings.model_fields, "default")
    file = (folder or Path.cwd()) / FILE_NAME
    for origin, given in (
        (str(file.name), from_file(file)),
        ("environment", from_environment(os.environ if environment is None else environment)),
        ("flag", {name: value for name, value in (flags or {}).items() if value is not None}),
    ):
        values |= given
        origins |= dict.fromkeys(given, origin)
    try:
        return LoadedSettings(Settings.model_validate(values), origins)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0])
        raise SettingsError(
            f"Setting {name} (from {origins.get(name, 'default')}): {first['msg']}.",
            hint="`tension settings` lists all of them.",
        ) from error


def from_file(path: Path) -> dict[str, Any]:
    """The settings of a file; none if it is not there. Raises SettingsError if it is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path} cannot be read as TOML: {error}.") from error


def from_environment(environment: Mapping[str, str]) -> dict[str, str]:
    """The TENSION_* variables that name a setting. Raises SettingsError for one that names none."""
    given: dict[str, str] = {}
    for variable, value in environment.items():
        if not variable.startswith(PREFIX):
            continue
        name = variable.removeprefix(PREFIX).lower()
        if name not in Settings.model_fields:
            raise SettingsError(
                f"{variable} is no setting of Tensiometer.", hint="`tension settings` lists all of them."
            )
        given[name] = value
    return given
