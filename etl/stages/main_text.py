"""Finds the article in a page that was saved as plain text: menus, related links and author boxes are not it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.stages.page_lines import (
    SENTENCE_END,
    article_lines,
    is_about_author,
    is_last_heading,
    is_list_heading,
    is_stray,
)
from etl.stages.page_names import all_names, names_in, strangers

if TYPE_CHECKING:
    from collections.abc import Sequence

# Prose is a line of some length that ends like a sentence; what links and menus are made of is not.
PROSE_WORDS_MIN = 18
# Beside prose, less is a sentence too.
SENTENCE_WORDS_MIN = 6
# More short lines than this between two paragraphs end the article.
SHORT_LINES_MAX = 3
# What follows a list within the article is the article again if it names whom the article names, and is not far.
GAP_LINES_MAX = 12
# The first run of paragraphs is the article, even if the page goes on with a longer one.
FIRST_SHARE = 0.4
LEAD_LINES = 4
TITLE_WORDS = range(4, 31)
TEASER_ENDS = (".", ".”", '."')
HEADER_LINES_MAX = 40
BYLINE = re.compile(
    r"[Bb][Yy] [A-Z][\w.'’-]+(?: [A-Z][\w.'’-]+){1,3}(?:,? (?:and|&|[A-Z]).{0,60})?|"
    r"(?:Share|Tweet|Email|Print|Facebook)(?: .{0,40})?"
)
DATE_LINE = re.compile(
    r"^\s*(?:(?:first |last )?(?:published|updated|posted)(?: on| at)?|date)\s*[: ]\s*(.{8,60}?)\s*$", re.IGNORECASE
)
DATE_WORDS = re.compile(
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?)?"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2},? \d{4}(?: at \d{1,2}:\d{2} ?[ap]m(?: [A-Z]{2,4})?)?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What a saved page holds; no title where the page names none. `dropped_text` is all that is not the article."""

    title: str
    body: str
    published_text: str
    dropped_text: str


def read_page(text: str) -> Page | None:
    """The article of a page saved as text, or None if it holds no prose."""
    lines = [" ".join(line.split()) for line in text.replace("\r\n", "\n").split("\n")]
    usable = ["" if is_stray(line) or is_about_author(line) else line for line in lines]
    runs = runs_of(usable)
    if not runs:
        return None
    first = first_run(usable, runs)
    low = runs[first][0]
    title = choose_title(usable[:low], sentences_of(usable, runs[first])[:LEAD_LINES])
    numbers = [
        number for number in extended(usable, joined(usable, runs[first:], title), title) if lines[number] != title
    ]
    numbers = [numbers[place] for place in article_lines([lines[number] for number in numbers], title)]
    strange = strangers([lines[number] for number in numbers], title)
    body = [number for place, number in enumerate(numbers) if place not in strange]
    if not body:
        return None
    kept = set(body)
    known = {lines[number] for number in body} | {title}
    return Page(
        title=title,
        body="\n\n".join(lines[number] for number in body),
        published_text=choose_date(lines[:low]),
        dropped_text="\n".join(
            line
            for number, line in enumerate(lines)
            if line and number not in kept and not (body[0] < number < body[-1] and line in known)
        ),
    )


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph."""
    return len(line.split()) >= PROSE_WORDS_MIN and line.endswith(SENTENCE_END)


def is_sentence(line: str) -> bool:
    """Whether a line is a sentence, if a short one perhaps."""
    return len(line.split()) >= SENTENCE_WORDS_MIN and line.endswith(SENTENCE_END)


def sentences_of(lines: Sequence[str], run: tuple[int, int]) -> list[str]:
    """The sentences of a run, headings and links within it left out."""
    return [line for line in lines[run[0] : run[1] + 1] if is_sentence(line)]


def runs_of(lines: Sequence[str]) -> list[tuple[int, int]]:
    """First and last line of each run of paragraphs; a heading such as "Related" or many short lines end a run."""
    runs: list[tuple[int, int]] = []
    for number, line in enumerate(lines):
        if not is_prose(line):
            continue
        between = [one for one in lines[runs[-1][1] + 1 : number] if one] if runs else []
        shorts = [one for one in between if not is_sentence(one)]
        if not runs or len(shorts) > SHORT_LINES_MAX or any(is_end(one) for one in between):
            runs.append((number, number))
        else:
            runs[-1] = (runs[-1][0], number)
    return runs


def is_end(line: str) -> bool:
    """Whether a line is a heading under which other articles or comments stand, or tells who wrote what follows."""
    return is_list_heading(line) or is_last_heading(line) or BYLINE.fullmatch(line) is not None


def first_run(lines: Sequence[str], runs: Sequence[tuple[int, int]]) -> int:
    """The number of the run with which the article begins.

    That is the first about as long as the longest; before it, what names whom it names, and is not far.
    """
    sizes = [sum(len(line.split()) for line in lines[low : high + 1]) for low, high in runs]
    first = next(number for number, size in enumerate(sizes) if size >= FIRST_SHARE * max(sizes))
    while first and is_near(lines, runs[first - 1], runs[first]):
        before, after = (all_names(sentences_of(lines, run)[:2]) for run in runs[first - 1 : first + 1])
        if not before & after:
            break
        first -= 1
    return first


def is_near(lines: Sequence[str], before: tuple[int, int], after: tuple[int, int]) -> bool:
    """Whether little stands between two runs, and nothing that ends or begins an article."""
    between = [line for line in lines[before[1] + 1 : after[0]] if line]
    return len(between) <= GAP_LINES_MAX and not any(
        is_last_heading(line) or BYLINE.fullmatch(line) for line in between
    )


def joined(lines: Sequence[str], runs: Sequence[tuple[int, int]], title: str) -> list[tuple[int, int]]:
    """The first run with those after it that go on with the same article, a list of links between them left out."""
    found = [runs[0]]
    first = sentences_of(lines, runs[0])
    known = all_names([title, *first[:1]])
    learn(known, first)
    for low, high in runs[1:]:
        between = [line for line in lines[found[-1][1] + 1 : low] if line]
        if len(between) > GAP_LINES_MAX or any(is_last_heading(line) for line in between):
            break
        sentences = sentences_of(lines, (low, high))
        opening = sentences[:LEAD_LINES]
        strange = set().union(*(names_in(line, is_headline=False)[0] for line in opening))
        if strange and not known & all_names(opening):
            break
        found.append((low, high))
        learn(known, sentences)
    return found


def learn(known: set[str], sentences: Sequence[str]) -> None:
    """Add to the names of an article those of sentences that share one with it: teasers may stand within a run."""
    for sentence in sentences:
        names = all_names([sentence])
        if known & names:
            known |= names


def goes_on(line: str) -> bool:
    """Whether a line beside a run may be of it: nothing, or a sentence too short to be a run of its own."""
    return not line or (is_sentence(line) and not is_prose(line))


def extended(lines: Sequence[str], runs: Sequence[tuple[int, int]], title: str) -> list[int]:
    """The numbers of the lines of some runs, with the short sentences right before and after each."""
    numbers: list[int] = []
    for low, high in runs:
        start, end = low, high
        while start > 0 and goes_on(lines[start - 1]) and lines[start - 1] != title:
            start -= 1
        while end + 1 < len(lines) and goes_on(lines[end + 1]):
            end += 1
        numbers += [number for number in range(start, end + 1) if lines[number] and number not in numbers]
    return numbers


def choose_title(header: Sequence[str], lead: Sequence[str]) -> str:
    """The header line that is the title, none if none could be.

    It shares the most names with the lead; of several, the one that stands twice or within another line. Where none
    shares any, the longest. Lines that end like sentences are teasers.
    """
    near = [
        line
        for line in header[-HEADER_LINES_MAX:]
        if len(line.split()) in TITLE_WORDS and not DATE_LINE.match(line) and not line.endswith(TEASER_ENDS)
    ]
    named = all_names(lead)
    shared = {line: len(named & all_names([line])) for line in near}
    twice = [line for line in near if sum(line in other for other in header) > 1]
    if best := max(shared.values(), default=0):
        alike = [line for line in near if shared[line] == best]
        # The nearest of those that are alike.
        return next((line for line in reversed(alike) if line in twice), alike[-1])
    return twice[0] if twice else max(near, key=len, default="")


def choose_date(header: Sequence[str]) -> str:
    """The date the header tells: a line that says it is one, the one with a time first; empty if there is none."""
    told = [match.group(1) for line in header if (match := DATE_LINE.match(line))]
    dates = [match.group() for text in told if (match := DATE_WORDS.search(text))]
    return max(dates, key=len, default="")
