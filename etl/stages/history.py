"""Finds the dates of a sentence that lie over a month before publication, and says which hits they date."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import TYPE_CHECKING

from etl.stages.values import value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from etl.lexicon.patterns import Match
    from etl.lexicon.rows import DateRow
    from etl.stages.words import Sentence, Words

YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
# "the mid-1990s", "1980-88".
DECADE = re.compile(r"(?:mid-|early-|late-)?((?:1[6-9]|20)\d0)s")
YEARS = re.compile(r"(?:1[6-9]|20)\d\d-((?:1[6-9]|20)?\d\d)")
DAY = re.compile(r"([12]?\d|3[01])(?:st|nd|rd|th)?")
DECADE_PREFIXES = ("mid-", "early-", "late-")
# "in the 90s": the last century's.
SHORT_DECADE = re.compile(r"[2-9]0s")
CENTURY_YEARS = 100
# Numbers from here on are years but for round ones; news writes 1,950 soldiers with a comma.
MODERN_YEAR = 1900
MONTH_REACH_WORDS = 3
SHORT_YEAR = re.compile(r"\d\d")
APOSTROPHES = frozenset("'‘’")
POSSESSIVES = ("'s", "’s")
BREAK = re.compile(r"[,;:()–—]| - ")
SOFT = frozenset(",(–—")
STRONG_BREAK = re.compile(r"[;:–—]| - ")


@value
class PastDate:
    """A date phrase at words [first, last]: "in the summer of 2006".

    It `is_opening` where it begins a clause but for a few words, and then dates what follows; where it begins one at
    once it `is_own_clause` and dates nothing before it. It `is_of_noun` where it stands before the noun it dates.
    After the word `since` it dates only what stands between: what began then may go on.
    """

    first: int
    last: int
    is_opening: bool
    is_own_clause: bool
    is_of_noun: bool
    is_month: bool
    since: int | None


@value
class History:
    """The past dates of a sentence."""

    words: Words
    sentence: Sentence
    text: str
    rules: DateRow
    dates: tuple[PastDate, ...]

    @classmethod
    def of(cls, words: Words, sentence: Sentence, text: str, rules: DateRow, published_on: date | None) -> History:
        """Look for past dates in a sentence; without a day of publication there are none."""
        reader = DateReader(words, sentence, text, rules, published_on) if published_on else None
        return cls(words, sentence, text, rules, tuple(reader.dates()) if reader else ())

    def holds(self, place: Match) -> bool:
        """Whether words are part of a past date: the Monday of "on a Monday in 2013"."""
        return any(one.first <= place.first and place.last <= one.last for one in self.dates)

    def dates_hit(self, match: Match, *, is_future: bool) -> bool:
        """Whether one of the dates tells when the hit was; a month that is to come is none for what is to come."""
        return any(self.is_dated(match, one) for one in self.dates if not (is_future and one.is_month))

    def is_dated(self, match: Match, one: PastDate) -> bool:
        """Whether a date tells when the hit was."""
        if one.since is not None and not one.since < match.first < one.first:
            return False
        if one.is_of_noun:
            is_near = one.last < match.first <= one.last + self.rules.noun_reach
            return is_near and not self.breaks(one.last + 1, match.first)
        if one.first > match.last:
            if self.is_comment(one):
                return one.first - match.last <= self.rules.reach
            commas = self.rules.commas if self.is_set_off(one) else 0
            return not one.is_own_clause and self.is_joined(match.last + 1, one.first, self.rules.stops, commas=commas)
        if one.last >= match.first:
            return match.first < one.first and one.last < match.last
        if one.is_opening:
            is_heading = one.first == self.sentence.first and self.breaks(one.last + 1, match.first) == [":"]
            return is_heading or self.is_joined(one.last + 1, match.first, self.rules.opening_stops, commas=1)
        # "Ruritania in 2014 annexed the province."
        return match.first - one.last <= self.rules.noun_reach and not self.breaks(one.last + 1, match.first)

    def is_set_off(self, one: PastDate) -> bool:
        """Whether a date stands between commas: "freed a soldier, Shalit, in October 2011, for ..."."""
        after = self.text[self.words.ends[one.last] : self.words.ends[one.last] + 1]
        is_last = one.last + 1 >= self.sentence.last
        gap = self.breaks(one.first, one.first)
        return "(" in gap or (bool(gap) and (after == "," or is_last))

    def is_comment(self, one: PastDate) -> bool:
        """Whether a date is said of the deed before it: "..., but that was in 1973"."""
        return " ".join(self.words.plain[max(self.sentence.first, one.first - 2) : one.first]) in self.rules.comments

    def is_joined(self, low: int, high: int, stops: frozenset[str], *, commas: int = 0) -> bool:
        """Whether words [low, high) are few, hold no stop, and have no more breaks than that many commas."""
        if high - low > self.rules.reach or not stops.isdisjoint(self.words.plain[low:high]):
            return False
        found = self.breaks(low, high)
        return len(found) <= commas and all(one in SOFT for one in found)

    def breaks(self, low: int, high: int) -> list[str]:
        """The commas and the like between the word before `low` and the word at `high`."""
        return BREAK.findall(self.text[self.words.ends[low - 1] : self.words.starts[high]])


@value
class DateReader:
    """Reads the date phrases of one sentence."""

    words: Words
    sentence: Sentence
    text: str
    rules: DateRow
    published_on: date

    def dates(self) -> Iterator[PastDate]:
        """The phrases that tell of a past day, in their order."""
        named = self.rules.named_times
        for at, word in enumerate(self.words.plain[self.sentence.first : self.sentence.last], self.sentence.first):
            if not (word in named or word[0].isdigit() or word.startswith(DECADE_PREFIXES)):
                continue
            if word in self.rules.eras and self.is_era(at):
                yield self.past_date(at, is_month=False)
                continue
            is_month = self.is_month(at) if word in self.rules.months else self.is_season(at)
            if word in named and not is_month:
                continue
            last_day = self.last_day_of_month(at) if is_month else self.last_day_of_year(at)
            if last_day is None or (self.published_on - last_day).days <= self.rules.past_after_days:
                continue
            if not is_month and self.is_ballot(at):
                continue
            found = self.past_date(at, is_month=is_month)
            begin = max(self.sentence.first, found.first - 1)
            if not self.is_compared(found.first) and self.rules.going_on.isdisjoint(
                self.words.plain[begin : found.first + 2]
            ):
                yield found

    def past_date(self, at: int, *, is_month: bool) -> PastDate:
        """The date phrase around a place."""
        first, last = self.phrase(at, is_month=is_month)
        return PastDate(
            first=first,
            last=last,
            is_opening=self.is_opening(first) or self.word(last + 1) in self.rules.followers,
            is_own_clause=self.begins_clause(first),
            is_of_noun=self.is_of_noun(last),
            is_month=is_month,
            since=self.since(first),
        )

    def is_era(self, at: int) -> bool:
        """Whether a time is somebody's, told by a name: "in Nixon's day", not "in a day's time"."""
        name = self.text[self.words.starts[at - 1] :][:1] if at > self.sentence.first else ""
        is_owned = self.text[self.words.starts[at] - 3 : self.words.starts[at] - 1] in POSSESSIVES
        return is_owned and name.isupper() and not self.rules.noun_openers.isdisjoint(self.before(at, 4))

    def is_ballot(self, at: int) -> bool:
        """Whether a year is part of the name of a ballot: "the 2020 election case", not "in the 2020 election"."""
        is_when = self.word(at - 1) in self.rules.determiners and self.word(at - 2) in self.rules.noun_openers
        return self.word(at + 1) in self.rules.ballots and not is_when

    def word(self, at: int) -> str:
        """The word at a place; empty outside the sentence."""
        return self.words.plain[at] if self.sentence.first <= at < self.sentence.last else ""

    def last_day_of_year(self, at: int) -> date | None:
        """The last day of the year or decade at a place; None where it holds none."""
        word = self.words.plain[at]
        if decade := DECADE.fullmatch(word):
            return date(int(decade[1]) + 9, 12, 31)
        if SHORT_DECADE.fullmatch(word) and self.word(at - 1) in self.rules.phrase:
            return date(1900 + int(word[:2]) + 9, 12, 31)
        if SHORT_YEAR.fullmatch(word) and self.text[self.words.starts[at] - 1 : self.words.starts[at]] in APOSTROPHES:
            return date(1900 + int(word) + (CENTURY_YEARS if int(word) <= self.published_on.year % 100 else 0), 12, 31)
        if years := YEARS.fullmatch(word):
            end = years[1]
            return date(int(end if len(end) == len("1988") else word[:2] + end), 12, 31)
        if not YEAR.fullmatch(word) or not self.is_year(at):
            return None
        months = (self.rules.months[one] for one in self.before(at, MONTH_REACH_WORDS) if one in self.rules.months)
        return end_of_month(int(word), next(months, 12))

    def is_year(self, at: int) -> bool:
        """Whether a number is a year by the word before it: "in 1850" is, "sent 2000 soldiers" is not."""
        before = self.word(at - 1)
        if not before or before in self.rules.months or before in self.rules.before_year or DAY.fullmatch(before):
            return True
        year = int(self.words.plain[at])
        return year % CENTURY_YEARS != 0 and year > MODERN_YEAR

    def is_month(self, at: int) -> bool:
        """Whether the word is the name of a month in a date: capital, with a day or a preposition beside it."""
        if not self.text[self.words.starts[at]].isupper() or YEAR.fullmatch(self.word(at + 1)):
            return False
        if DAY.fullmatch(self.word(at + 1)) or DAY.fullmatch(self.word(at - 1)):
            return not YEAR.fullmatch(self.word(at + 2))
        return self.word(at - 1) in self.rules.before_month

    def is_season(self, at: int) -> bool:
        """Whether the word is a season or feast without a year: "in the winter", "at Easter"."""
        if self.words.plain[at] not in self.rules.seasons:
            return False
        near = self.before(at, 2)
        is_told = near[:1] == ["last"] or (near[:1] == ["the"] and near[1:2] and near[1] in self.rules.before_season)
        is_feast = self.words.plain[at] in self.rules.feasts and self.word(at - 1) in self.rules.before_season
        return bool(is_told or is_feast) and not any(YEAR.fullmatch(self.word(here)) for here in (at + 1, at + 2))

    def last_day_of_month(self, at: int) -> date | None:
        """The last day that the month or day at a place can be, counted back; None for one of the months to come."""
        word, now = self.words.plain[at], self.published_on
        month = self.rules.months.get(word) or self.rules.seasons[word]
        is_last = "last" in self.before(at, 2)
        if not is_last and 1 <= (month - now.month) % 12 <= self.rules.months_ahead:
            return None
        is_this_year = month < now.month or (month == now.month and not is_last)
        end = end_of_month(now.year if is_this_year else now.year - 1, month)
        day = DAY.fullmatch(self.word(at + 1)) or DAY.fullmatch(self.word(at - 1))
        return end.replace(day=max(1, min(int(day[1]), end.day))) if day else end

    def before(self, at: int, count: int) -> list[str]:
        """Up to `count` words before a place, the nearest first."""
        return self.words.plain[max(self.sentence.first, at - count) : at][::-1]

    def phrase(self, at: int, *, is_month: bool) -> tuple[int, int]:
        """The first and last word of the date phrase around a place."""
        first, last = at, at
        if is_month and DAY.fullmatch(self.word(at + 1)):
            last += 1
        while first > self.sentence.first and self.is_date_word(first - 1):
            first -= 1
        return first, last

    def is_date_word(self, at: int) -> bool:
        """Whether a word belongs to a date phrase that ends after it."""
        word = self.words.plain[at]
        if STRONG_BREAK.search(self.text[self.words.ends[at] : self.words.starts[at + 1]]):
            return False
        return word in self.rules.phrase or word in self.rules.months or DAY.fullmatch(word) is not None

    def since(self, first: int) -> int | None:
        """Where "since" stands before a phrase in its clause: "since the war in 2006"; None if it does not."""
        for at in range(first - 1, max(self.sentence.first, first - self.rules.going_on_reach) - 1, -1):
            if BREAK.search(self.text[self.words.ends[at] : self.words.starts[at + 1]]):
                return None
            if self.words.plain[at] == "since":
                return at
        return None

    def is_compared(self, first: int) -> bool:
        """Whether the date is that of something compared: "more than in 2006", "as in 1950"."""
        return self.word(first - 1) in self.rules.compared and "as" not in self.before(first - 1, 3)

    def is_opening(self, first: int) -> bool:
        """Whether a phrase begins a clause, but for a few words: "Early on a night in 1986, jets ..."."""
        begin, low = first, max(self.sentence.first, first - self.rules.opening_reach)
        while begin > low and not self.begins_clause(begin):
            begin -= 1
        return self.begins_clause(begin) and (begin == first or self.words.plain[begin] in self.rules.openers)

    def begins_clause(self, at: int) -> bool:
        """Whether a word is the first of the sentence, or of a clause in it."""
        if at == self.sentence.first or self.word(at - 1) in self.rules.clause_openers:
            return True
        return STRONG_BREAK.search(self.text[self.words.ends[at - 1] : self.words.starts[at]]) is not None

    def is_of_noun(self, at: int) -> bool:
        """Whether a date stands before the noun it dates: "the 1986 raid", "its July tests"; not "in the 1986 raid"."""
        first = at
        while self.is_day_or_month(first - 1):
            first -= 1
        before, after = self.word(first - 1), self.word(at + 1)
        if not after or self.word(first - 2) in self.rules.noun_openers:
            return False
        gap = self.text[self.words.ends[first - 1] : self.words.starts[first]] if before else ""
        is_owned = (
            before in self.rules.determiners or before not in self.rules.before_year or gap.startswith(POSSESSIVES)
        )
        following = self.text[self.words.ends[at] : self.words.starts[at + 1]]
        return is_owned and not BREAK.search(following) and after not in self.rules.function_words

    def is_day_or_month(self, at: int) -> bool:
        """Whether a word is the name of a month or the number of a day."""
        word = self.word(at)
        return word in self.rules.months or DAY.fullmatch(word) is not None


def end_of_month(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])
