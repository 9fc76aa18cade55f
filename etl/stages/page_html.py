"""Finds the article of a web page: bytes in; title, text, date and all that was left out, out. Pure, no clock.

trafilatura does it, leaning to precision, after `page_tree` has taken out what is no part of the article, and before
`page_lines` looks at the lines that are left. A page beyond PAGE_BYTES_MAX or TAGS_MAX is none: libxml2 and what works
on its tree take linear time and memory, but a page of a million tags still takes half a minute (measured).
"""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import trafilatura
from lxml import etree, html
from trafilatura.utils import detect_encoding

from etl.stages.page_lines import SENTENCE_END, article_lines, is_stray
from etl.stages.page_marks import Marks, marks_of, told_paywall
from etl.stages.page_names import strangers
from etl.stages.page_tree import prune, visible_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

PAGE_BYTES_MAX = 5_000_000
TAGS_MAX = 30_000
DROPPED_CHARS_MAX = 20_000
# One character in so many of those beyond ASCII may be bad in what is UTF-8 all the same.
BAD_CHARACTERS = 3
DETECTED_BYTES = 100_000
WHOLE_CHARS_MIN = 200
PART_CHARS_MIN = 30
PARAGRAPH_WORDS_MIN = 8
KNOWN_SHARE = 0.3
WORDS = re.compile(r"\w+")
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset=["']?\s*([A-Za-z0-9._:-]{1,40})""", re.IGNORECASE)
HEADER_CHARSET = re.compile(r"charset=[\"']?([A-Za-z0-9._:-]{1,40})", re.IGNORECASE)
HEAD_BYTES = 4096
ENCODING_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
# 100,000 attributes of one tag take libxml2 over a minute.
ATTRIBUTES_MAX = 1_000
ANY_TAG = re.compile(rb"<(?:[A-Za-z]|!doctype)", re.IGNORECASE)
LONG_TAG = re.compile(rb"<[A-Za-z][^<>]{2000,}")
QUOTED = re.compile(rb"\"[^\"]*\"|'[^']*'")
BOMS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
# What calls itself Latin-1 on the web is this.
WEB_LATIN = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252"}


class PageTooLargeError(ValueError):
    """A page with more bytes or tags than are read; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HtmlPage:
    """The article of a page; `body` is empty where none was found. `dropped_text` is all else that the page shows."""

    title: str
    body: str
    dropped_text: str
    marks: Marks


def read_html_page(data: bytes, *, content_type: str = "") -> HtmlPage:
    """The article of a page of HTML.

    Raises PageTooLargeError for one that would take too long, ValueError for what holds no HTML.
    """
    tree = tree_of(data, content_type)
    marks = marks_of(tree)
    shown = visible_lines(tree)
    title, lines = article_of_tree(tree, marks.title)
    body = [lines[number] for number in article_lines(lines, title)]
    strange = strangers(body, title)
    body = [line for number, line in enumerate(body) if number not in strange]
    text = "\n\n".join(body)
    marks = replace(marks, paywall=marks.paywall or told_paywall(shown, text))
    return HtmlPage(
        title=title,
        body=text,
        dropped_text=dropped_lines(shown, [title, *body]),
        marks=marks,
    )


def tree_of(data: bytes, content_type: str) -> HtmlElement:
    """The tree of a page. Raises PageTooLargeError, and ValueError for what holds no HTML."""
    if len(data) > PAGE_BYTES_MAX:
        raise PageTooLargeError(f"{len(data):,} bytes, of which {PAGE_BYTES_MAX:,} are read at most")
    if not ANY_TAG.search(data) and not data.startswith(tuple(bom for bom, _ in BOMS)):
        raise ValueError("it holds no HTML")
    tags = data.count(b"<")
    if tags > TAGS_MAX:
        raise PageTooLargeError(f"{tags:,} tags, of which {TAGS_MAX:,} are read at most")
    if long := next((tag for tag in LONG_TAG.findall(data) if attributes_of(tag) > ATTRIBUTES_MAX), None):
        raise PageTooLargeError(
            f"a tag of {attributes_of(long):,} attributes, of which {ATTRIBUTES_MAX:,} are read at most"
        )
    text = ENCODING_DECLARATION.sub("", decoded(data, content_type)).replace("\x00", "")
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, huge_tree=False)
    try:
        tree = html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError) as error:
        raise ValueError(f"it holds no HTML: {error}") from error
    return tree


def attributes_of(tag: bytes) -> int:
    """About how many attributes a tag has, what is in quotes left out."""
    return len(QUOTED.sub(b"", tag).split())


def decoded(data: bytes, content_type: str) -> str:
    """The text of a page: UTF-8 where it is valid, whatever is declared; else as declared; else as it looks."""
    for bom, encoding in BOMS:
        if data.startswith(bom):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    as_utf8 = data.decode("utf-8", "replace")
    beyond_ascii = len(as_utf8) - len(as_utf8.encode("ascii", "ignore"))
    if as_utf8.count("\ufffd") * BAD_CHARACTERS <= beyond_ascii:
        # One bad byte costs one character, not the whole page.
        return as_utf8
    in_header, in_page = HEADER_CHARSET.search(content_type), CHARSET.search(data[:HEAD_BYTES])
    declared = [in_header.group(1)] if in_header else []
    declared += [in_page.group(1).decode("ascii")] if in_page else []
    for name in (*declared, *detect_encoding(data[:DETECTED_BYTES])):
        encoding = WEB_LATIN.get(str(name).lower(), str(name))
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("cp1252", "replace")


def article_of_tree(tree: HtmlElement, title: str) -> tuple[str, list[str]]:
    """Title and lines of the article of a tree, which is changed."""
    whole = deepcopy(tree)
    prune(tree, title)
    shown = visible_lines(tree)
    lines = extracted(tree)
    if sum(map(len, lines)) < WHOLE_CHARS_MIN:
        # What was taken out may have been the article: then everything is looked at, and the lines are judged alone.
        return title, max(lines, extracted(whole), key=lambda found: sum(map(len, found)))
    return title, with_missing(lines, shown)


def with_missing(lines: Sequence[str], shown: Sequence[str]) -> list[str]:
    """The lines with the paragraphs that the page shows between the first and the last of them."""
    places = {bare(line): number for number, line in enumerate(lines)}
    known = set(quadruples(bare(" ".join(lines))))
    missing: dict[int, list[str]] = {}
    waiting: list[str] = []
    last = -1
    for line in shown:
        words = bare(line)
        if words in places:
            missing.setdefault(last + 1, []).extend(waiting)
            waiting, last = [], places[words]
        elif last >= 0 and is_paragraph(line) and not is_stray(line) and is_new(words, known):
            waiting.append(line)
    made: list[str] = []
    for number, line in enumerate(lines):
        made += [*missing.get(number, ()), line]
    return made


def quadruples(words: str) -> list[tuple[str, ...]]:
    """Each four words in a row."""
    parts = words.split()
    return list(zip(parts, parts[1:], parts[2:], parts[3:], strict=False))


def is_new(words: str, known: set[tuple[str, ...]]) -> bool:
    """Whether a paragraph is not there already, in parts perhaps."""
    runs = quadruples(words)
    return sum(run in known for run in runs) < KNOWN_SHARE * len(runs)


def is_paragraph(line: str) -> bool:
    """Whether a line is long enough and ends like a sentence."""
    return len(line.split()) >= PARAGRAPH_WORDS_MIN and line.endswith(SENTENCE_END)


def extracted(tree: HtmlElement) -> list[str]:
    """The paragraphs of a tree's main text as trafilatura finds it; none where it finds none."""
    found = trafilatura.bare_extraction(
        tree, favor_precision=True, include_comments=False, include_tables=True, with_metadata=False
    )
    text = "" if found is None or isinstance(found, dict) else str(found.text or "")
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def dropped_lines(shown: Iterable[str], kept: Sequence[str]) -> str:
    """All that a page shows and that was not kept, a line a block, each line once."""
    known = {bare(line) for line in kept}
    whole = bare(" ".join(kept))
    dropped: list[str] = []
    room = DROPPED_CHARS_MAX
    for line in dict.fromkeys(shown):
        words = bare(line)
        if not words or words in known or (len(words) >= PART_CHARS_MIN and words in whole):
            continue
        room -= len(line) + 1
        if room < 0:
            break
        dropped.append(line)
    return "\n".join(dropped)


def bare(line: str) -> str:
    """The words of a line alone, by which it is known again."""
    return " ".join(WORDS.findall(line.casefold()))
