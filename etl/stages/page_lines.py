"""Tells by their words the lines of a news page that are no part of its article, whether it came as HTML or as text.

These are lines that lead elsewhere ("Read also: ..."), that ask for something ("Follow us on ..."), headings of lists
("Most read"), tickers, consent to cookies, boxes about authors and credits. They are told by how such lines begin, so
that a sentence of the article that speaks of a newsletter or a cookie stays.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MARKS = r"[\W_]{0,4}"
# A heading that is nothing else: what follows is a list of other articles, or not the article at all.
LIST_HEADING = re.compile(
    MARKS + r"(?:(?:our |the |today.s |this week.s |\d{1,4} )?(?:"
    r"related(?: (?:news|stories|story|articles?|topics|coverage|content|posts|links|reading|video|videos))?|"
    r"rankings?|recommendation(?:s)?|recommended(?: (?:for you|stories|articles|reading))?|"
    r"latest(?: (?:headlines?|news|stories|updates|articles|posts|videos?))?|"
    r"most (?:read|popular|viewed|shared|commented|watched|recent)(?: .{1,30})?|"
    r"more (?:on this(?: (?:story|topic))?|from .{1,40}|news|stories|articles|coverage|in .{1,20}|like this|"
    r"to (?:read|explore))|"
    r"(?:read|see|also|watch|explore|discover) (?:more|next|also|this next|read)|keep reading|continue reading|"
    r"further reading|also (?:on|in) .{1,30}|"
    r"trending(?: (?:now|stories|news|today))?|you (?:may|might)(?: also)? (?:like|be interested in|have missed).*|"
    r"(?:if you )?(?:liked|enjoyed) this.*|"
    r"popular(?: (?:now|stories|posts|articles|in .{1,20}))?|editor.?s.? (?:picks?|choice)|top (?:stories|news|"
    r"headlines|reads|picks)|hot (?:topics|news)|(?:our|staff) (?:picks|favou?rites)|around the (?:region|world|"
    r"country|globe)|(?:readers|people|others) (?:also|are) (?:liked|read|reading|viewed|enjoyed).*|"
    r"what (?:others|people|readers) are reading|"
    r"world news|headlines|featured(?: stories)?|highlights|must[- ]reads?|in case you missed it|now (?:playing|"
    r"watching)|watch now|what to (?:read|watch)(?: next)?|"
    r"don.t miss(?: (?:it|this|these))?|see also|in other news|elsewhere on .{1,30}|(?:from )?around the web|"
    r"from (?:our|the) (?:partners?|archives?|network|web)|promoted(?: (?:stories|content|links))?|"
    r"sponsored(?: (?:content|links|stories))?|paid (?:content|partner content)|"
    r"newsletters?|sign up.*|subscribe(?: .*)?|advertisements?|(?:ad|story continues below)|"
    r"share(?: (?:this|on|with).*)?|follow us.*|stay (?:connected|informed|tuned).{0,30}|tags?|topics|filed under.*|"
    r"next (?:article|story|post|up)|up next|previous (?:article|story|post)|"
    r"(?:about )?(?:the )?authors?|about (?:us|the (?:writer|reporter))|written by|"
    r"(?:reader )?comments?(?: ?\(\d+\))?|(?:join|start) the (?:discussion|conversation|debate)|"
    r"(?:leave|post|write|add) a (?:comment|reply)|(?:view|show|load|all|recent) comments|discussion|responses"
    r"))(?: ?\(\d+\))?" + r"[\W_]{0,3}",
    re.IGNORECASE,
)
# What follows these is no list but the end of the article.
LAST_HEADING = re.compile(
    MARKS + r"(?:next (?:article|story|post|up)|up next|read next|(?:\d{1,4} )?(?:reader )?comments?(?: ?\(\d+\))?|"
    r"(?:join|start) the (?:discussion|conversation|debate)|(?:leave|post|write|add) a (?:comment|reply)|"
    r"(?:view|show|load|all|recent) comments|discussion|about the (?:author|writer|reporter)s?|authors?|"
    r"conversation|(?:readers?.? )?comments|what do you think|reply|report abuse|"
    r"comments? (?:are|is|will be|have been) (?:moderated|closed|reviewed|disabled).{0,60}|"
    r"[\w .-]{2,30} says|\d{1,2} ?(?:h|d|w|m|hours?|days?|weeks?|minutes?)(?: ago)?)" + r"[\W_]{0,3}",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(
    MARKS + r"(?:(?:also read|read also|read|read (?:more|next|this)|see (?:also|more)|more on this(?: story)?|"
    r"more from [\w .]{2,40}|"
    r"more:|related(?: (?:news|stor(?:y|ies)|articles?|coverage|reading|links?|videos?|posts?))?|"
    r"recommended(?: reading)?|"
    r"don.t miss|must[- ]read|you (?:may|might) also like|watch(?: (?:now|more|live|also|video))?|listen(?: now)?|"
    r"video|in (?:pictures|photos|pics)|photos|gallery|quiz|poll|opinion|podcast|live(?: (?:updates?|blog))?|"
    r"further reading|from the archives?|also on [\w. ]{2,30}|(?:up )?next(?: (?:article|story|up))?|trending|"
    r"popular|"
    r"exclusive|click here|latest|in case you missed it|what to know)\s*[:|–—»>›→▶-]+|also on [\w.]{3,30}\.\w{2,3}\b|"
    r"(?-i:READ (?:MORE|ALSO|NEXT)|ALSO READ|SEE (?:ALSO|MORE)|RELATED|DON.T MISS|JUST IN|MUST READ|WATCH)\b)",
    re.IGNORECASE,
)
# These open sentences too: only a line that ends like none leads elsewhere.
ELSEWHERE_PERHAPS = re.compile(
    MARKS + r"(?:analysis|background|explain(?:ed|er)|timeline|fact ?(?:box|check)|profile|interview|comment|"
    r"editorial|feature|"
    r"more|review|report|world|politics|business|recommended stor(?:y|ies))\s*[:|»›→]+\s*\S",
    re.IGNORECASE,
)
ARROW = re.compile(r"(?:[»›→▶►➤•‣]|>>+|-->)\s*\S")
PLEA = re.compile(
    MARKS + r"(?:please |you can (?:also )?|to |like this (?:story|article)|do you have |have (?:a|any) |got a |"
    r"want (?:more|to)|"
    r"never miss|be the first|start your day|tell us|let us know|let me know|let our|help us|this (?:newsletter|"
    r"email|article is part)|"
    r"sign(?:ing)? up|subscribe|follow|click|tap|download|share|like|join|get|listen|watch|stay|register|"
    r"log ?in|sign ?in|"
    r"support|donate|contribute|send|contact|e-?mail|leave|view|show|load|write to|find|read (?:more|all|our|"
    r"the full)|"
    r"check out|visit|browse|explore|discover|become|try|scan|add us|create|enter|thank you for)\b"
    r"(?=.{0,160}?(?:newsletters?|inbox|twitter|facebook|instagram|youtube|telegram|whatsapp|linkedin|tiktok|"
    r"threads|bluesky|"
    r"podcasts?|\bour app\b|\bthe app\b|mobile app|google news|app store|subscri|\bhere\b|comments?\b|@\w|e-?mail|"
    r"\bour (?:channel|website|page|reporting|coverage|journalism|free|daily|weekly|latest|live|letters)|"
    r"letters to the editor|"
    r"\blive at \d|"
    r"(?:news|story) tips?|\ba tip\b|breaking (?:news )?alerts?|notifications?|briefing|"
    r"what you think|with a friend|your (?:account|letterbox|friends|say|thoughts)|full story|more information))",
    re.IGNORECASE,
)
PLEA_WORDS_MAX = 50
COOKIES = re.compile(
    r"(?=.*\bcookies?\b)(?=.*(?:\bwe (?:and|use)\b|\bour partners\b|\bconsent\b|\baccept|\bprivacy\b|"
    r"\b(?:your|this) (?:experience|choices|preferences|browser|site|website)\b))",
    re.IGNORECASE,
)
LEGAL = re.compile(
    MARKS + r"(?:©|\(c\) |copyright\b|all rights reserved|terms (?:of|and) |privacy policy|powered by |skip to |"
    r"advertisement\b|loading|this (?:site|website) (?:uses|is protected)|access to this|"
    r"(?:published|(?:last )?(?:updated|modified)|posted)(?: on| at|:| \d))",
    re.IGNORECASE,
)
LEGAL_WORDS_MAX = 30
CREDIT = re.compile(
    r"[\W_]{0,3}(?:(?:additional |with )?(?:reporting|editing|writing|research|photography|translat\w+|"
    r"compiled) (?:and \w+ )?by\b|"
    r"(?:image|photo|picture|file photo|video)s?(?: credits?| source)? ?[:/]|"
    r"with (?:inputs?|files|agencies|material) from\b|.{3,80}\bcontributed to this (?:report|story|article|piece))",
    re.IGNORECASE,
)
TICKER_LEAD = re.compile(
    MARKS + r"(?:breaking(?: news)?|just in|news ?flash|flash|urgent|alert)(?:\s*[:|–—»]|\s+-\s)", re.IGNORECASE
)
TICKER_PARTS = re.compile(r"\s(?:\+{2,}|\|{1,2}|/{2,3}|•|·|\*{2,}|◆|■|—\s—)\s")
TICKER_PARTS_MIN = 3
# A row of a table has shorter cells than headlines are.
TICKER_WORDS_MIN = 4
QUOTES = re.compile(r"[+−–-]?\d+(?:[.,]\d+)? ?%")
CAPITAL_NAME = r"[A-Z][\w.'’-]+(?: (?:[a-z]{2,3} )?[A-Z][\w.'’-]*){1,3}"
AUTHOR = re.compile(
    MARKS + rf"(?:about the author:? ?)?(?:by )?(?:{CAPITAL_NAME})(?:, [^,.]{{3,60}},)? "
    r"(?:is|was|are|has (?:covered|reported|written|worked|been)|covers?|writes?|reports?|works?|joined|serves?)\b"
    r"(?=.{0,140}?\b(?:reporters?|correspondents?|journalists?|editors?|columnists?|bureau chief|staff writer|"
    r"writers?|freelance\w*|"
    r"contribut\w+|producer|photographer|newsroom|fellow|analyst|lecturer|professor|author of|covers|covering|"
    r"covered|"
    r"writes? about|based in|newspaper|magazine))",
)
OTHER_AUTHOR_LINE = re.compile(
    r"(?:(?:she|he|they|her|his|their)\b.{0,80}\b(?:covers|covered|reporting|reported|writes|work has appeared|"
    r"graduat\w+|degree|twitter|lives in|worked (?:for|at)|joined))",
    re.IGNORECASE,
)
# Sentences about journalists to whom something happened are news.
HAPPENS = re.compile(
    r"\b(?:kill|arrest|detain|shot|jail|charg|convict|abduct|kidnap|wound|injur|sentenc|releas|expel|accus|attack)",
    re.IGNORECASE,
)
TAIL_LINES_MAX = 4
SENTENCE_END = (".", "!", "?", "”", '"', "…", ")")


def is_list_heading(line: str) -> bool:
    """Whether a line is a heading under which other articles stand."""
    return LIST_HEADING.fullmatch(line) is not None


def is_last_heading(line: str) -> bool:
    """Whether a line is a heading under which nothing of the article can stand."""
    return LAST_HEADING.fullmatch(line) is not None


def leads_elsewhere(line: str) -> bool:
    """Whether a line is there to lead to another article."""
    if ELSEWHERE_PERHAPS.match(line) and not line.endswith(SENTENCE_END):
        return True
    return ELSEWHERE.match(line) is not None or ARROW.match(line) is not None


def is_ticker(line: str) -> bool:
    """Whether a line is made of headlines or of prices that run over the page."""
    if TICKER_LEAD.match(line):
        return True
    headlines = [part for part in TICKER_PARTS.split(line) if len(part.split()) >= TICKER_WORDS_MIN]
    if len(headlines) >= TICKER_PARTS_MIN:
        return True
    return len(QUOTES.findall(line)) >= TICKER_PARTS_MIN and "|" not in line and not line.endswith(SENTENCE_END)


def is_boilerplate(line: str) -> bool:
    """Whether a line asks readers for something, or is about the site."""
    words = line.count(" ") + 1
    if words <= LEGAL_WORDS_MAX and LEGAL.match(line):
        return True
    return (words <= PLEA_WORDS_MAX and PLEA.match(line) is not None) or COOKIES.match(line) is not None


def is_stray(line: str) -> bool:
    """Whether a line is no part of an article wherever it stands."""
    return leads_elsewhere(line) or is_ticker(line) or is_boilerplate(line)


def is_about_author(line: str) -> bool:
    """Whether a line tells who a writer is: only before and after an article is such a line none of it."""
    return AUTHOR.match(line) is not None and not HAPPENS.search(line)


def article_lines(lines: Sequence[str], title: str) -> list[int]:
    """The numbers of those lines of an extracted text that are the article's."""
    kept: list[int] = []
    for number, line in enumerate(lines):
        if is_last_heading(line) and kept:
            break
        if line and line != title and not is_list_heading(line) and not is_stray(line):
            kept.append(number)
    return without_tail(lines, kept)


def without_tail(lines: Sequence[str], kept: Sequence[int]) -> list[int]:
    """The lines without credits and what is told of the author, at the end and in the first line."""
    tail = list(kept[-TAIL_LINES_MAX:])
    for place, number in enumerate(tail):
        line = lines[number]
        if len(kept) > 1 and (CREDIT.match(line) or is_about_author(line)):
            rest = [
                later
                for later in tail[place + 1 :]
                if not (
                    CREDIT.match(lines[later]) or is_about_author(lines[later]) or OTHER_AUTHOR_LINE.match(lines[later])
                )
            ]
            kept = [*kept[: len(kept) - len(tail)], *tail[:place], *rest]
            break
    if len(kept) > 1 and is_about_author(lines[kept[0]]):
        kept = kept[1:]
    return list(kept)
