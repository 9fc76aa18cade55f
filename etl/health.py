"""What is to be said of a feed: whether it answers, since when it is silent, what is wrong, and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from etl.decoding import ErrorKind

if TYPE_CHECKING:
    from collections.abc import Mapping

    from etl.feeds import Feed

SILENT_AFTER = timedelta(days=7)
"""News feeds that are alive bring something weekly; a think tank's may pause longer, and is said to."""

ADVICE: dict[str, str] = {
    ErrorKind.DNS: "The host's name is not known: see whether the outlet has moved, and correct the address.",
    ErrorKind.CONNECT: "The host does not take connections: try later, then look for its new address.",
    ErrorKind.NETWORK_DOWN: "No feed could be reached: see to this machine's network.",
    ErrorKind.TLS: "Its certificate is bad: where you trust it all the same, set tls_insecure on the feed.",
    ErrorKind.TIMEOUT: "It is too slow: try later, or raise TENSION_FETCH_SECONDS.",
    ErrorKind.BROKEN_ANSWER: "Its server breaks off: try later.",
    ErrorKind.TOO_LARGE: "Its feed is too large: look for a smaller one of the outlet, or raise TENSION_FETCH_BYTES.",
    ErrorKind.BAD_ENCODING: "Its server compresses badly: try later, or look for another feed of the outlet.",
    ErrorKind.REDIRECT_LOOP: "It redirects in a circle: look for its new address.",
    ErrorKind.BAD_URL: "It leads to an address that is none: correct it.",
    ErrorKind.REFUSED_ADDRESS: "It leads into a private network, which is never asked: correct the address.",
    ErrorKind.REFUSED_SCHEME: "It leads to something other than http and https: correct the address.",
    ErrorKind.BLOCKED: "It turns programs away: set TENSION_CONTACT, ask the outlet, or remove the feed.",
    ErrorKind.HOST_WAITS: "Its host asks to be left alone for now: nothing is to be done.",
    ErrorKind.HTTP_404: "Nothing is at that address: look for the outlet's new one.",
    ErrorKind.HTTP_410: "The outlet has ended this feed: remove it, or look for another.",
    ErrorKind.HTTP_429: "It was asked too often: nothing is to be done but wait.",
    ErrorKind.HTTP_4XX: "It refuses the request: look for the outlet's new address.",
    ErrorKind.HTTP_5XX: "Its server is in trouble: try later.",
    ErrorKind.HTTP_OTHER: "It answers in a way that is no feed's: look for the outlet's new address.",
    ErrorKind.NOT_A_FEED: "What is there is no feed: open the address in a browser, and look for the outlet's new one.",
    ErrorKind.PARSE_TIMEOUT: "Reading it takes too long: look for a smaller feed, or raise TENSION_PARSE_SECONDS.",
    ErrorKind.PARSE_MEMORY: "Reading it takes too much memory: look for a smaller feed, or raise TENSION_PARSE_BYTES.",
    ErrorKind.PARSE_CRASHED: "Reading it failed, which the log tells of: try later, and report it if it recurs.",
}
SILENT_ADVICE = "See whether the outlet has another feed by now."
MOVED_ADVICE = "Correct the address."


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """A feed as the warehouse knows it; instants are naive UTC, None where there was none at this address.

    `answers` is None for a feed that was never asked. `silent_since` is set where its newest article is long ago.
    """

    feed_id: str
    answers: bool | None
    last_asked_at: datetime | None = None
    last_answered_at: datetime | None = None
    newest_at: datetime | None = None
    silent_since: datetime | None = None
    article_count: int = 0
    next_due_at: datetime | None = None
    interval_minutes: int | None = None
    error_kind: str = ""
    problem: str = ""
    advice: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The same for programs."""
        values = {name: getattr(self, name) for name in type(self).__dataclass_fields__}
        return {
            name: value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
            for name, value in values.items()
        }


def health_of(feed: Feed, row: Mapping[str, Any] | None, at: datetime) -> Health:
    """The health of a feed by its row of `queries/feeds.sql`, as of an instant (naive UTC)."""
    if row is None or row["location"] != feed.url:
        return Health(feed_id=feed.id, answers=None, advice="`tension feeds check` asks it.")
    has_failed = row["status"] == "failed"
    newest = row["newest_at"] or row["last_new_at"]
    since = newest or row["last_answered_at"]
    is_silent = not has_failed and since is not None and at - since >= SILENT_AFTER
    problem, advice = "", ""
    if has_failed:
        problem = row["error_detail"] or row["error_kind"]
        advice = ADVICE.get(row["error_kind"], "Try later.")
    elif row["permanent_redirect_url"]:
        problem, advice = f"it has moved to {row['permanent_redirect_url']}", MOVED_ADVICE
    elif is_silent:
        problem, advice = f"nothing new since {since:%Y-%m-%d}", SILENT_ADVICE
    elif since is None or row["last_new_at"] is None:
        problem = "it has held no article yet"
    return Health(
        feed_id=feed.id,
        answers=not has_failed,
        last_asked_at=row["finished_at"],
        last_answered_at=row["last_answered_at"],
        newest_at=row["newest_at"],
        silent_since=since if is_silent else None,
        article_count=row["article_count"],
        next_due_at=row["next_due_at"],
        interval_minutes=row["interval_minutes"],
        error_kind=row["error_kind"],
        problem=problem,
        advice=advice,
    )
