"""What is exported is imported as it was, and no bytes make the import fail in another way than its own."""

from __future__ import annotations

from contextlib import suppress

import listparser
from hypothesis import given
from hypothesis import strategies as st

from etl.feeds import Feed, FeedKind
from etl.opml import OpmlError, read_opml, write_opml

DEFAULTS = {"country": "", "language": "", "kind": FeedKind.WIRE}
OUTLETS = st.text(min_size=1, max_size=60).map(lambda text: " ".join(text.split())).filter(
    lambda text: bool(text) and text.isprintable()
)  # fmt: skip
PATHS = st.text("abc/?&=;%'\"<>äß日#+-_.~", max_size=30)
URLS = st.builds(
    "{}://{}.example/{}".format,
    st.sampled_from(["http", "https"]),
    st.from_regex(r"[a-z0-9]{1,12}", fullmatch=True),
    PATHS,
)
FEEDS = st.lists(
    st.builds(
        Feed,
        id=st.from_regex(r"[a-z0-9]{1,9}(-[a-z0-9]{1,9}){0,4}", fullmatch=True),
        outlet=OUTLETS,
        url=URLS,
        country=st.sampled_from(["", "KEN", "XKX"]),
        language=st.sampled_from(["", "en", "swa"]),
        kind=st.sampled_from(FeedKind),
    ),
    min_size=1,
    max_size=8,
    unique_by=(lambda feed: feed.id, lambda feed: feed.url),
)


@given(FEEDS)
def test_opml_comes_back_as_it_went(feeds: list[Feed]) -> None:
    data = write_opml(feeds, title="Feeds").encode()
    reading = read_opml(data, defaults=DEFAULTS, taken_ids=(), known={})
    assert reading.left_out == []
    assert reading.feeds == [feed.model_copy(update={"kind": feed.kind}) for feed in feeds]
    assert [one["url"] for one in listparser.parse(data.decode().encode("ascii", "xmlcharrefreplace"))["feeds"]] == [
        feed.url for feed in feeds
    ]


@given(FEEDS, st.lists(st.tuples(st.integers(0, 4000), st.binary(max_size=6)), max_size=6))
def test_opml_mutated_is_read_or_refused(feeds: list[Feed], changes: list[tuple[int, bytes]]) -> None:
    data = bytearray(write_opml(feeds, title="Feeds").encode())
    for position, piece in changes:
        at = position % len(data)
        data[at : at + len(piece)] = piece
    with suppress(OpmlError):
        reading = read_opml(bytes(data), defaults=DEFAULTS, taken_ids=(), known={})
        assert len({feed.id for feed in reading.feeds}) == len(reading.feeds)
        assert len({feed.url for feed in reading.feeds}) == len(reading.feeds)
