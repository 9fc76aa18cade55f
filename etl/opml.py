"""Lists of feeds as other readers keep them: OPML in, through listparser, and OPML 2.0 out.

What OPML has no place for - id, country, language, kind - travels as categories (`/country/KEN`), which any reader may
ignore and ours reads back.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

import listparser
from pydantic import ValidationError

from etl.feeds import Feed, FeedKind
from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

OPML_BYTES_MAX = 2_000_000
OUTLINE_COUNT_MAX = 5_000
"""Each feed is given the names of all outlines around it: nested without end, that takes memory in the square."""

ID_CHARS_MAX = 64
OUTLET_CHARS_MAX = 200
TOLD = {
    "id": re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII),
    "country": re.compile(r"[A-Z]{3}", re.ASCII),
    "language": re.compile(r"[a-z]{2,3}", re.ASCII),
    "kind": re.compile("|".join(FeedKind)),
}
"""What categories may tell of a feed; `/language/English` of another reader is a subject and no code."""
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# Those that lists of feeds come in. Python has others, of which some unpack and some take time in the square.
ENCODINGS = re.compile(
    r"utf-?8|us-ascii|iso-8859-\d{1,2}|windows-125\d|koi8-[ru]|gbk?|gb2312|gb18030|big5|euc-(?:jp|kr)|shift_jis",
    re.ASCII,
)
DECLARED_ENCODING = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"']([A-Za-z0-9._-]{1,40})[\"']")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


class OpmlError(TensiometerError):
    """A file that is no list of feeds that can be read."""


@dataclass(slots=True)
class OpmlReading:
    """The feeds of a list, and for each address that was left out the reason."""

    feeds: list[Feed] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def read_opml(data: bytes, *, defaults: dict[str, Any], taken_ids: Iterable[str], known: dict[str, str]) -> OpmlReading:
    """The feeds of an OPML file that are not `known` (address to id), each with an id that is not taken.

    `defaults` are country, language and kind of feeds that tell none. Raises OpmlError for what is no OPML, declares
    entities, or is too large.
    """
    parsed = parse(decoded(data))
    reading, ids, seen = OpmlReading(), dict.fromkeys(taken_ids, 1), dict(known)
    for found in parsed["feeds"]:
        url = str(found["url"])
        if url in seen:
            reading.left_out.append((url, f"known already, as {seen[url]!r}"))
            continue
        try:
            feed = feed_of(found, url, defaults=defaults, taken=ids)
        except ValidationError as error:
            reason = error.errors(include_url=False, include_input=False)[0]
            reading.left_out.append((url, f"{reason['loc'][0]}: {reason['msg'].removeprefix('Value error, ')}"))
            continue
        ids.setdefault(feed.id, 1)
        seen[url] = feed.id
        reading.feeds.append(feed)
    if not parsed["feeds"]:
        raise OpmlError("It lists no feed.", hint="A feed is an <outline> with an xmlUrl.")
    return reading


def decoded(data: bytes) -> str:
    """The text of a file in the encoding it says it is in. Raises OpmlError for what cannot be one."""
    if len(data) > OPML_BYTES_MAX:
        raise OpmlError(f"It is larger than {OPML_BYTES_MAX:,} bytes.")
    encoding = next((name for bom, name in BOMS if data.startswith(bom)), "")
    if not encoding:
        declared = DECLARED_ENCODING.search(data[:1_000])
        encoding = declared.group(1).decode("ascii").lower() if declared else "utf-8"
        if not ENCODINGS.fullmatch(encoding):
            raise OpmlError(f"It is in an encoding that is not read: {encoding}.")
    return CONTROLS.sub("", data.decode(encoding, "replace"))


def parse(text: str) -> dict[str, Any]:
    """What listparser finds in a text that it may be given. Raises OpmlError otherwise."""
    lowered = text.lower()
    if "<!entity" in lowered:
        raise OpmlError("It declares entities, which are not read.")
    if "<opml" not in lowered:
        raise OpmlError("It is no OPML.")
    if lowered.count("<outline") > OUTLINE_COUNT_MAX:
        raise OpmlError(f"It has more than {OUTLINE_COUNT_MAX:,} outlines.", hint="Split it.")
    # As bytes, since a text that begins like an address would be fetched; in ASCII, since its parser guesses encodings.
    parsed: dict[str, Any] = listparser.parse(text.encode("ascii", "xmlcharrefreplace"))
    return parsed


def feed_of(found: dict[str, Any], url: str, *, defaults: dict[str, Any], taken: dict[str, int]) -> Feed:
    """A feed of the list. Raises ValidationError where it cannot be one of ours."""
    paths = [path for path in found.get("categories", ()) if len(path) == 2 and path[0] in TOLD]
    told = {name: value for name, value in paths if TOLD[name].fullmatch(value)}
    title = printable(str(found.get("title", "")))[:OUTLET_CHARS_MAX].strip()
    values = {
        "id": unique_id(told.get("id", "") or title or host_of(url), taken),
        "outlet": title or host_of(url) or "unknown",
        "url": url,
    }
    return Feed.model_validate(defaults | told | values)


def host_of(url: str) -> str:
    """The name of an address's host, without www; of whatever else, what stands in its place."""
    bare = url.split("//", 1)[-1].split("/", 1)[0].rsplit("@", 1)[-1].removeprefix("www.")
    return printable(re.split(r"[:?#]", bare, maxsplit=1)[0])[:OUTLET_CHARS_MAX].strip()


def printable(text: str) -> str:
    """A text in one line, without what moves a cursor."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())


def unique_id(text: str, taken: dict[str, int]) -> str:
    """An id made of a name: lower case, digits and hyphens, numbered if it is taken.

    `taken` holds for each id the last number that was tried for it, so that a thousand feeds of one name cost no more
    than a thousand looks.
    """
    plain = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:ID_CHARS_MAX].rstrip("-") or "feed"
    number, name = taken.get(base, 1), base
    while name in taken:
        number += 1
        name = f"{base[: ID_CHARS_MAX - 6].rstrip('-')}-{number}"
    if base in taken:
        taken[base] = number
    return name


def write_opml(feeds: Sequence[Feed], *, title: str) -> str:
    """Feeds as OPML 2.0."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"  <head><title>{escape(title)}</title></head>",
        "  <body>",
        *(outline(feed) for feed in feeds),
        "  </body>",
        "</opml>",
    ]
    return "\n".join(lines) + "\n"


def outline(feed: Feed) -> str:
    """A feed as a line of OPML."""
    values = {"id": feed.id, "country": feed.country, "language": feed.language, "kind": feed.kind.value}
    category = ",".join(f"/{name}/{values[name]}" for name in TOLD if values[name])
    attributes = {"type": "rss", "text": feed.outlet, "title": feed.outlet, "xmlUrl": feed.url, "category": category}
    return f"    <outline {' '.join(f'{name}={quoteattr(value)}' for name, value in attributes.items())}/>"
