"""The commands `tension feeds`: list, add, remove, check, and lists of other readers in and out."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from etl.feeds import FeedKind
from warehouse.errors import TensiometerError
from warehouse.settings import load_settings

if TYPE_CHECKING:
    from etl.catalogue import Catalogue
    from etl.health import Health
    from warehouse.settings import Settings

app = typer.Typer(help="List the feeds, add your own, check them, exchange them as OPML.", no_args_is_help=True)
HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
CountryOption = Annotated[str, typer.Option("--country", help="Where the outlet sits: three letters of ISO 3166.")]
LanguageOption = Annotated[str, typer.Option("--language", help="Code of ISO 639; empty to detect it per article.")]
KindOption = Annotated[FeedKind, typer.Option("--kind", help="Who speaks through it.")]
LEFT_OUT_SHOWN_MAX = 20


@app.command("list")
def list_(*, home: HomeOption = None, as_json: JsonOption = False) -> None:
    """List every feed: where it stands, its pace, when it last answered, what is wrong."""
    from etl.printing_feeds import listed_as_dict, print_listed

    settings = load_settings(flags={"home": home}).settings
    catalogue = open_catalogue(settings)
    healths = healths_of(settings, catalogue)
    if as_json:
        print(json.dumps({"feeds": listed_as_dict(catalogue, healths)}, indent=2, ensure_ascii=False))
    else:
        print_listed(catalogue, healths)


@app.command()
def add(
    url: Annotated[str, typer.Argument(help="Address of the feed: http or https.")],
    *,
    feed_id: Annotated[str, typer.Option("--id", help="Its name in every list; made of the outlet if not given.")] = "",
    outlet: Annotated[str, typer.Option("--outlet", help="Its publisher; its host if not given.")] = "",
    country: CountryOption = "",
    language: LanguageOption = "",
    kind: KindOption = FeedKind.NEWSPAPER,
    interval_minutes: Annotated[
        int | None, typer.Option("--interval-minutes", help="A fixed pace; without it the feed's own is found.")
    ] = None,
    full_text: Annotated[bool, typer.Option("--full-text", help="Pages of its articles may be fetched.")] = False,
    home: HomeOption = None,
) -> None:
    """Add a feed of your own, or switch one that ships on again."""
    from etl.catalogue import add_feeds, switch_on
    from etl.opml import host_of, unique_id

    catalogue = open_catalogue(load_settings(flags={"home": home}).settings)
    same = catalogue.by_url(url)
    if same and same.is_off:
        switch_on(catalogue, same.feed.id)
        print(f"{same.feed.id} is asked again.")
        return
    outlet = outlet or host_of(url) or url[:200]
    taken = {one.feed.id: 1 for one in catalogue.listed}
    feed = checked_feed(
        {
            "id": feed_id or unique_id(outlet, taken),
            "outlet": outlet,
            "url": url,
            "country": country,
            "language": language,
            "kind": kind,
            "interval_minutes": interval_minutes,
            "full_text": full_text,
        }
    )
    add_feeds(catalogue, [feed])
    print(f"Added {feed.id} to {catalogue.own_path}. `tension feeds check {feed.id}` asks it now.")


@app.command()
def remove(
    feed_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the feed.")], *, home: HomeOption = None
) -> None:
    """Remove a feed of your own, or switch one that ships off; what it has brought stays."""
    from etl.catalogue import Origin, remove_feed

    catalogue = open_catalogue(load_settings(flags={"home": home}).settings)
    listed = catalogue.by_id(feed_id)
    if listed.is_off:
        print(f"{feed_id} is switched off already.")
    elif remove_feed(catalogue, feed_id) is Origin.OWN:
        print(f"Removed {feed_id} from {catalogue.own_path}.")
    else:
        print(f"Switched {feed_id} off in {catalogue.own_path}; `tension feeds add {listed.feed.url}` undoes it.")


@app.command()
def check(
    feed_ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Feeds to ask; all of them.")] = None,
    *,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Ask feeds now, load what they bring, and say of each whether it answers, what is wrong and what to do.

    Fails if one of them does not answer.
    """
    from etl.printing_feeds import print_healths
    from etl.report import Reporter
    from etl.run import check as run_check
    from etl.run import open_job

    settings = load_settings(flags={"home": home}).settings
    catalogue = open_catalogue(settings)
    feeds = [catalogue.by_id(one).feed for one in dict.fromkeys(feed_ids)] if feed_ids else list(catalogue.active)
    run_check(open_job(settings, command="feeds check", reporter=Reporter()), feeds)
    healths = healths_of(settings, catalogue)
    found = [healths[feed.id] for feed in feeds]
    if as_json:
        print(json.dumps({"feeds": [one.as_dict() for one in found]}, indent=2, ensure_ascii=False))
    else:
        print_healths(found)
    if not all(one.answers for one in found):
        raise typer.Exit(1)


@app.command("import-opml")
def import_opml(
    file: Annotated[Path, typer.Argument(help="A list of feeds as other readers write it.")],
    *,
    country: CountryOption = "",
    language: LanguageOption = "",
    kind: KindOption = FeedKind.NEWSPAPER,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Add the feeds of an OPML file to your own; the options are for feeds that tell no better."""
    from etl.catalogue import add_feeds
    from etl.opml import OpmlError, read_opml
    from etl.printing import visible

    catalogue = open_catalogue(load_settings(flags={"home": home}).settings)
    defaults = {"country": country, "language": language, "kind": kind}
    # Refused here, and not once for every feed.
    checked_feed(defaults | {"id": "sample", "outlet": "Sample", "url": "https://example.org/"})
    try:
        reading = read_opml(
            file.read_bytes(),
            defaults=defaults,
            taken_ids={one.feed.id for one in catalogue.listed},
            known={one.feed.url: one.feed.id for one in catalogue.listed},
        )
    except OSError as error:
        raise OpmlError(f"{file}: cannot be read: {error.strerror}.") from error
    except OpmlError as error:
        raise OpmlError(f"{file}: {error.message}", hint=error.hint) from error
    if reading.feeds:
        add_feeds(catalogue, reading.feeds)
    if as_json:
        left_out = [{"url": url, "reason": reason} for url, reason in reading.left_out]
        print(json.dumps({"added": [feed.id for feed in reading.feeds], "left_out": left_out}, indent=2))
        return
    for url, reason in reading.left_out[:LEFT_OUT_SHOWN_MAX]:
        print(f"Left out {visible(url[:200])}: {visible(reason)}.")
    print(f"{len(reading.feeds):,} feeds added to {catalogue.own_path}, {len(reading.left_out):,} left out.")


@app.command("export-opml")
def export_opml(
    file: Annotated[Path | None, typer.Argument(help="File to write; standard output if not given.")] = None,
    *,
    home: HomeOption = None,
) -> None:
    """Write the feeds that are asked as OPML 2.0, for other readers and for `import-opml`."""
    from etl.opml import write_opml

    catalogue = open_catalogue(load_settings(flags={"home": home}).settings)
    text = write_opml(catalogue.active, title="Feeds of Tensiometer")
    if file is None:
        sys.stdout.write(text)
    else:
        file.write_text(text, encoding="utf-8")
        print(f"{len(catalogue.active):,} feeds written to {file}.")


def open_catalogue(settings: Settings) -> Catalogue:
    """The feeds as set."""
    from etl.catalogue import load_catalogue

    return load_catalogue(settings)


def healths_of(settings: Settings, catalogue: Catalogue) -> dict[str, Health]:
    """The health of every feed by what was published; never asked, where nothing was."""
    from etl.health import health_of
    from warehouse.clock import utc_now
    from warehouse.errors import WarehouseAbsent
    from warehouse.paths import Home
    from warehouse.reader import Reader

    reader = Reader(Home(settings.home))
    rows: dict[str, dict[str, Any]] = {}
    try:
        rows = {row["feed_id"]: row for row in reader.rows("feeds")}
    except WarehouseAbsent:
        pass
    finally:
        reader.close()
    now = utc_now()
    return {one.feed.id: health_of(one.feed, rows.get(one.feed.id), now) for one in catalogue.listed}


def checked_feed(values: dict[str, Any]) -> Any:
    """A feed of what was typed. Raises TensiometerError naming what cannot stand."""
    from pydantic import ValidationError

    from etl.feeds import Feed

    try:
        return Feed.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise TensiometerError(f"{first['loc'][0]}: {first['msg'].removeprefix('Value error, ')}.") from None
