"""What the words beside a name say of it: a title, a first name, a street, a newspaper, a matter of state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# "Deputy Prime Minister", "Democratic People's Republic": nothing that is read before a name is longer.
REACH_CHARS = 48
# A line is set as a headline ("Trump Warns Iran Over Missiles") where so many of its longer words begin with a capital.
HEADLINE_SHARE = 0.7
HEADLINE_WORDS_MIN = 3
LONGER_WORD_LETTERS_MIN = 4
ENDS = ".,;:!?'\"()[]“”‘’"
HALF = re.compile(r"(\w+)-$")
# "N. Ireland", "E. Congo".
DIRECTIONS = frozenset({"N.", "S.", "E.", "W."})
INITIAL = re.compile(r"[A-Z]\.")
LONGER_WORD = re.compile(rf"[A-Za-z][\w'-]{{{LONGER_WORD_LETTERS_MIN - 1},}}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Words by which a name is told apart, each as written in a text."""

    titles: frozenset[str] = frozenset()
    leader_offices: frozenset[str] = frozenset()
    leader_states: frozenset[str] = frozenset()
    first_names: frozenset[str] = frozenset()
    places_as_first_names: frozenset[str] = frozenset()
    offices_after: frozenset[str] = frozenset()
    not_names: frozenset[str] = frozenset()
    name_particles: frozenset[str] = frozenset()
    next_words: frozenset[str] = frozenset()
    previous_words: frozenset[str] = frozenset()
    provinces: tuple[str, ...] = ()
    rule_words: frozenset[str] = frozenset()
    statecraft: frozenset[str] = frozenset()
    leader_verbs: frozenset[str] = frozenset()
    _titles_by_length: tuple[str, ...] = field(default=(), init=False)
    _titles_in_capitals: tuple[str, ...] = field(default=(), init=False)

    def __post_init__(self) -> None:
        """Titles, the longest first: "Prime Minister" before "Minister"."""
        by_length = sorted(self.titles, key=lambda title: (-len(title), title))
        object.__setattr__(self, "_titles_by_length", tuple(by_length))
        object.__setattr__(self, "_titles_in_capitals", (*(one.upper() for one in by_length), "PM"))

    def title_before(self, text: str, start: int) -> str:
        """The title just before a name, or nothing; in capitals too, where the name is in capitals."""
        before = text[max(0, start - REACH_CHARS) : start]
        if not before.endswith(" "):
            return ""
        before = before.rstrip()
        titles = self._titles_in_capitals if before[-2:].isupper() else self._titles_by_length
        return next(
            (one for one in titles if before.endswith(one) and not before[: -len(one)][-1:].isalnum()),
            "",
        )

    def is_other_person(
        self, text: str, start: int, end: int, own_words: frozenset[str], *, is_rare: bool, is_told: bool = False
    ) -> bool:
        """Whether the words beside a surname make it the name of somebody other than its holder.

        A rare surname is another's only after a first name; a common one beside any word in capitals that is no title.
        Where it `is_told` otherwise whose it is, capitals in a headline say nothing.
        """
        before, after = word_before(text, start), word_after(text, end)
        if before in own_words or self.title_before(text, start):
            before = ""
        if before in self.first_names:
            return True
        if is_rare:
            return False
        is_named = self.is_part_of_a_name(before) or (after[:1].isupper() and after not in own_words)
        return is_named and not (is_told and is_headline(line_around(text, start, end)))

    def is_part_of_a_name(self, before: str) -> bool:
        """Whether the word before a surname may be a first name, an initial or a particle."""
        if before in self.not_names or before.endswith("ly"):
            return False
        return before in self.name_particles or before[:1].isupper() or before.startswith(("al-", "el-"))

    def is_other_name(self, text: str, start: int, end: int, *, is_known_after: bool) -> bool:
        """Whether the words beside the name of a state make another name: a street, a newspaper, a person.

        `is_known_after`: the next word begins a name of the gazetteer ("Jordan Syria talks").
        """
        before, after = word_before(text, start), word_after(text, end)
        if after in self.next_words or before in self.previous_words:
            return True
        if INITIAL.fullmatch(before) and before not in DIRECTIONS:
            return True
        if before == "of" and two_words_before(text, start) in self.previous_words:
            return True
        if text.startswith(", ", end) and text.startswith(self.provinces, end + 2):
            return True
        if before in self.first_names and before not in self.places_as_first_names:
            return True
        if text[start:end] not in self.places_as_first_names or not after or is_known_after:
            return False
        if not after[0].isupper() or after.isupper() or after in self.offices_after or after in self.not_names:
            return False
        return text[end : end + 1] == " " and not is_headline(line_around(text, start, end))

    def is_matter_of_state(self, line: str) -> bool:
        """Whether a sentence holds a word of war or diplomacy."""
        return not self.statecraft.isdisjoint(word.strip(ENDS).lower() for word in line.split())

    def is_after(self, words: frozenset[str], text: str, start: int) -> bool:
        """Whether one of the words, in lower case, stands just before a name."""
        return word_before(text, start) in words

    def is_followed_by(self, words: frozenset[str], text: str, end: int) -> bool:
        """Whether one of the words, in lower case, stands just after a name, or after its "'s"."""
        return word_after(text, end + 2 * text.startswith("'s", end)).lower() in words


def two_words_before(text: str, start: int) -> str:
    """The two words before a span: "Bank of" America."""
    return " ".join(text[max(0, start - REACH_CHARS) : start].split()[-2:])


def word_before(text: str, start: int) -> str:
    """The word before a span, if only a space stands between, it ends no clause and owns nothing ("EU's")."""
    if start < 2 or text[start - 1] != " ":
        return ""
    words = text[max(0, start - REACH_CHARS) : start - 1].rsplit(maxsplit=1)
    word = words[-1] if words and not text[start - 2].isspace() else ""
    if word.endswith((*',;:!?)”"', "'s", "s'")) or (word.endswith(".") and not INITIAL.fullmatch(word)):
        return ""
    return word.lstrip(ENDS)


def word_after(text: str, end: int) -> str:
    """The word after a span, if only a space or a hyphen stands between."""
    if text[end : end + 1] not in {" ", "-"} or text[end + 1 : end + 2].isspace():
        return ""
    words = text[end + 1 : end + REACH_CHARS].split(maxsplit=1)
    return words[0].removesuffix("'s").rstrip(ENDS) if words else ""


def first_half_before(text: str, start: int) -> str:
    """The word before a span that only a hyphen parts from it."""
    found = HALF.search(text, max(0, start - REACH_CHARS), start)
    return found.group(1) if found else ""


def line_around(text: str, start: int, end: int, reach_chars: int = 300) -> str:
    """The text around a span up to the nearest full stop or line end, roughly."""
    floor = max(0, start - reach_chars)
    low = max(text.rfind(". ", floor, start), text.rfind("\n", floor, start))
    stops = [at for at in (text.find(". ", end, end + reach_chars), text.find("\n", end, end + reach_chars)) if at >= 0]
    return text[low + 1 if low >= 0 else floor : min(stops, default=end + reach_chars)]


def is_headline(line: str) -> bool:
    """Whether a line is set as a headline, where a capital says nothing."""
    words = LONGER_WORD.findall(line)
    capitals = sum(word[0].isupper() for word in words)
    return len(words) >= HEADLINE_WORDS_MIN and capitals / len(words) >= HEADLINE_SHARE
