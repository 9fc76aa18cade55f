"""Reads what a web page says of itself: title, date, language, whether it may be mined, whether one has to pay."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from lxml.html import HtmlElement

AGENT = "tensiometer"
"""The name by which pages and robots.txt may speak of us alone."""

REFUSALS = frozenset({"noai", "noindex", "none"})
# Directives whose colon parts a value off, and not the name of a program.
VALUED = frozenset({"unavailable_after", "max-snippet", "max-image-preview", "max-video-preview"})
JSON_BYTES_MAX = 300_000
JSON_SCRIPTS_MAX = 20
JSON_NODES_MAX = 2_000
ARTICLE_TYPE = re.compile(r"Article|NewsArticle|BlogPosting|Report", re.IGNORECASE)
DATE_PROPERTIES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "date",
    "cxenseparse:recs:publishtime",
)
# What stands between the headline and the name of the site in a title.
SITE_PART = re.compile(r"\s+[|–—·•»-]\s+[^|–—·•»]{2,40}$")
WALL_LINE = re.compile(
    r"\b(?:(?:subscribe|sign in|log ?in|register|create (?:an|a free) account|become a (?:member|subscriber))"
    r"[^.\n]{0,40}"
    r"(?:to (?:continue|keep|read|unlock|access|view)|for (?:full|unlimited) access)|"
    r"to (?:continue|keep) reading|already (?:a|have an?) (?:subscri\w+|member|account)|"
    r"this (?:article|story|content) is (?:only |exclusively )?(?:for|available to|reserved for) "
    r"(?:\w+ )?(?:subscribers|members)|(?:subscriber|member|premium)[- ](?:only|exclusive) (?:article|content|story)|"
    r"you.ve (?:reached|read) your|unlock this article|start your (?:free )?trial)\b",
    re.IGNORECASE,
)
WALL_WORDS_MAX = 200
TEXT_CHARS_MAX = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What a page says of itself; empty strings where it says nothing. `opt_out` and `paywall` quote what says so."""

    title: str = ""
    published_text: str = ""
    language: str = ""
    url: str = ""
    site: str = ""
    opt_out: str = ""
    paywall: str = ""


def marks_of(tree: HtmlElement) -> Marks:
    """The marks of a page."""
    metas = dict(reversed(list(meta_pairs(tree))))
    data = list(linked_data(tree))
    return Marks(
        title=title_of(tree, metas),
        published_text=published_of(tree, metas, data),
        language=(tree.get("lang") or metas.get("og:locale", "")).replace("_", "-").split("-")[0].lower()[:3],
        url=canonical_of(tree, metas),
        site=clipped(metas.get("og:site_name", "")),
        opt_out=opt_out_of_metas(meta_pairs(tree)),
        paywall=declared_paywall(metas, data),
    )


def meta_pairs(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Name and content of each meta element, names in lower case."""
    for element in tree.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        content = element.get("content")
        if name and content is not None:
            yield name.strip().lower(), content.strip()


def linked_data(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The objects of a page's JSON-LD, nested ones too, so many at most."""
    scripts = [one for one in tree.iter("script") if "ld+json" in (one.get("type") or "").lower()]
    count = 0
    for script in scripts[:JSON_SCRIPTS_MAX]:
        text = script.text or ""
        if len(text) > JSON_BYTES_MAX:
            continue
        try:
            waiting: list[Any] = [json.loads(text, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and count < JSON_NODES_MAX:
            node = waiting.pop(0)
            count += 1
            if isinstance(node, dict):
                yield node
                waiting += [value for value in node.values() if isinstance(value, dict | list)]
            elif isinstance(node, list):
                waiting += [value for value in node if isinstance(value, dict | list)]


def is_article(node: Mapping[str, Any]) -> bool:
    """Whether an object of JSON-LD describes an article."""
    kinds = node.get("@type")
    return any(ARTICLE_TYPE.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def clipped(text: str) -> str:
    """One line, and not too long."""
    return " ".join(text.split())[:TEXT_CHARS_MAX]


def title_of(tree: HtmlElement, metas: Mapping[str, str]) -> str:
    """The title of the article, without the name of the site."""
    title = next((" ".join(one.text_content().split()) for one in tree.iter("title")), "")
    given = metas.get("og:title") or metas.get("twitter:title") or title
    return SITE_PART.sub("", clipped(given)) or clipped(given)


def published_of(tree: HtmlElement, metas: Mapping[str, str], data: Iterable[Mapping[str, Any]]) -> str:
    """The date of publication as the page declares it: JSON-LD of an article, then meta elements, then `time`."""
    for node in data:
        if is_article(node) and isinstance(value := node.get("datePublished"), str) and value.strip():
            return clipped(value)
    for name in DATE_PROPERTIES:
        if metas.get(name):
            return clipped(metas[name])
    for element in tree.iter("time"):
        said = f"{element.get('itemprop', '')} {element.get('class', '')} {element.get('pubdate', '')}".lower()
        if element.get("datetime") and ("publish" in said or "pubdate" in said or element.get("pubdate") is not None):
            return clipped(element.get("datetime"))
    return ""


def canonical_of(tree: HtmlElement, metas: Mapping[str, str]) -> str:
    """The address that the page calls its own."""
    for element in tree.iter("link"):
        if "canonical" in (element.get("rel") or "").lower().split() and element.get("href"):
            return str(element.get("href")).strip()
    return metas.get("og:url", "")


def declared_paywall(metas: Mapping[str, str], data: Iterable[Mapping[str, Any]]) -> str:
    """How a page declares that it is not free to read, or an empty string."""
    for node in data:
        if str(node.get("isAccessibleForFree", "")).strip().lower() in {"false", "no", "0"}:
            return "isAccessibleForFree: false"
    tier = metas.get("article:content_tier", "").lower()
    return f"article:content_tier: {tier}" if tier == "locked" else ""


def told_paywall(lines: Iterable[str], body: str) -> str:
    """The line by which a page with little text asks readers to pay or to log in, or an empty string."""
    if len(body.split()) > WALL_WORDS_MAX:
        return ""
    return next((clipped(found.group()) for line in lines if (found := WALL_LINE.search(line))), "")


def opt_out_of_metas(pairs: Iterable[tuple[str, str]]) -> str:
    """How a page's meta elements reserve it from text mining, or an empty string."""
    for name, content in pairs:
        if name == "tdm-reservation" and content == "1":
            return "meta tdm-reservation: 1"
        if name in {"robots", AGENT}:
            for directive in content.lower().split(","):
                if directive.strip() in REFUSALS:
                    return f"meta {name}: {directive.strip()}"
    return ""


def opt_out_of_headers(headers: Iterable[tuple[str, str]]) -> str:
    """How the headers of an answer reserve it from text mining, or an empty string."""
    for name, value in headers:
        if name.lower() == "tdm-reservation" and value.strip() == "1":
            return "tdm-reservation: 1"
        if name.lower() == "x-robots-tag" and (directive := robots_tag_refusal(value)):
            return f"X-Robots-Tag: {directive}"
    return ""


def robots_tag_refusal(value: str) -> str:
    """The directive of an X-Robots-Tag that turns us away; those for other programs are not ours."""
    is_ours = True
    for part in value.lower().split(","):
        agent, colon, rest = part.partition(":")
        directive = part.strip()
        if colon and agent.strip() not in VALUED:
            is_ours, directive = agent.strip() in {"*", AGENT}, rest.strip()
        if is_ours and directive in REFUSALS:
            return directive
    return ""
