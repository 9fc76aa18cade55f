"""Reads what class of event a passage tells of, from its hits and its words: a second opinion beside the rules.

A multinomial logistic regression over features that never name a rule or a country: which classes were hit, where and
how the hits stand, and the words themselves by hash, names masked. The rules keep the evidence, and the last word where
all that counts is of one quad class; where hits of several stand in a sentence, the model says what it is about.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from math import exp
from statistics import median
from typing import TYPE_CHECKING
from zlib import crc32

from etl.stages.main_event import is_mention, is_subordinate, main_hit, place_of, tells
from etl.stages.words import split_words
from warehouse.terms import QUAD_CLASSES, ActorKind, EventClass

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from etl.lexicon.load import Lexicon
    from etl.stages.words import Words
    from warehouse.terms import CodedArticle, CueHit, Mention, QuadClass

NO_EVENT = "NONE"
NO_HIT = "no hit"
CLASSES = (*(one.value for one in EventClass), NO_EVENT)
COLUMNS = {name: column for column, name in enumerate(CLASSES)}
# Features are told apart by a checksum; two that share a slot share their weight.
WORD_SLOTS = 8192
SIGN_SLOTS = 1024
HIT_SLOTS = 1024
# How much a feature of each kind moves the regression before it is held back, chosen by cross-validation.
WORD_VALUE = 0.4
PAIR_VALUE = 0.25
SIGN_VALUE = 0.5
# Below this probability of their quad class the rules are overruled. By cross-validation .4 mends as much as .5 on
# balance, and breaks less.
OVERRULED_BELOW = 0.4
# A masked name, a number, and a capital within a sentence: whom a sentence is about must not tell its class.
NAME, NUMBER, CAPITAL = "@", "0", "^"
TITLE_SHARE = 0.6
ENDINGS = ("ations", "ation", "ings", "ing", "ied", "ies", "edly", "ed", "es", "s", "ly", "e")
STEM_CHARS_MIN = 3
# Words next to a hit that say how it stands in its clause; all others would name whom it is about.
HINGES = frozenset(
    """to of over after for by with from against in on that which who and has have had was were is are be been will
    would not a an the its their his her it he they could may might should must if""".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text with what was found in it; spans count from `offset`."""

    text: str
    offset: int
    hits: Sequence[CueHit]
    mentions: Sequence[Mention]


@dataclass(frozen=True, slots=True)
class Features:
    """What the regression sees: slots with values for all classes, and for each class hit, slots that classes share."""

    plain: Mapping[int, float]
    by_class: Mapping[str, Mapping[int, float]]


@dataclass(frozen=True, slots=True, eq=False)
class ClassModel:
    """The weights: a row for each plain slot with a column for each class, and one for each slot that classes share."""

    plain: NDArray[np.float64]
    shared: NDArray[np.float64]

    def read(self, features: Features) -> Reading:
        """The probability of each class."""
        scores = [0.0] * len(CLASSES)
        for slot, value in features.plain.items():
            for column, weight in enumerate(self.plain[slot].tolist()):
                scores[column] += value * weight
        for name, slots in features.by_class.items():
            scores[COLUMNS[name]] += sum(value * float(self.shared[slot]) for slot, value in slots.items())
        top = max(scores)
        shares = [exp(score - top) for score in scores]
        whole = sum(shares)
        return Reading({name: share / whole for name, share in zip(CLASSES, shares, strict=True)})


@dataclass(frozen=True, slots=True)
class Reading:
    """The probability that a passage tells of an event of each class, or of none; they sum to 1."""

    of: Mapping[str, float]

    def quads(self) -> dict[QuadClass | None, float]:
        """The probability of each quad class, and of none."""
        found: dict[QuadClass | None, float] = {}
        for name, share in self.of.items():
            quad = None if name == NO_EVENT else QUAD_CLASSES[EventClass(name)]
            found[quad] = found.get(quad, 0.0) + share
        return found

    def share_of(self, quad: QuadClass, allowed: Collection[str]) -> float:
        """The probability of a quad class, given that it is one of the classes allowed."""
        shares = Reading({name: self.of[name] for name in allowed}).quads()
        return shares.get(quad, 0.0) / sum(shares.values())

    def best_of(self, allowed: Collection[str]) -> str:
        """The most probable class of the most probable quad class of those allowed."""
        shares = Reading({name: self.of[name] for name in allowed})
        quads = shares.quads()
        quad = max(quads, key=lambda one: (quads[one], str(one)))
        inside = [name for name in shares.of if (None if name == NO_EVENT else QUAD_CLASSES[EventClass(name)]) is quad]
        return max(inside, key=lambda name: (shares.of[name], name))

    def weight(self, weights: Mapping[str, float]) -> float:
        """The weight to expect, given that of an event of each class."""
        return sum(share * weights.get(name, 0.0) for name, share in self.of.items())


def event_class_of(passage: Passage, reading: Reading, lexicon: Lexicon) -> str:
    """The class of what a passage tells.

    The rules' where all that counts is of one quad class: evidence of one mind stands. (To overrule it there would mend
    more than it breaks on our own sentences, and break more on those of the field.) Elsewhere the model's, if it gives
    the rules' quad class too little: one of the classes that count, or any (NONE too) where none does.
    """
    counted = {hit.event_class: hit.quad_class for hit in passage.hits if not hit.suppressed_reason}
    main = main_hit(passage.hits, lexicon)
    if main is None:
        return reading.best_of(CLASSES)
    allowed = [one.value for one in counted] or list(CLASSES)
    if len(set(counted.values())) == 1 or reading.share_of(main.quad_class, allowed) >= OVERRULED_BELOW:
        return main.event_class.value
    return reading.best_of(allowed)


def class_weights(lexicon: Lexicon) -> dict[str, float]:
    """The usual weight of each class: the median over its rules."""
    return {
        one.value: median(weights)
        for one in EventClass
        if (weights := [cue.weight for cue in lexicon.cues if cue.event_class is one])
    }


def sentence_passages(coded: CodedArticle) -> list[Passage]:
    """A passage for each sentence that holds a hit, in the order of the text."""
    starts = dict.fromkeys(hit.sentence_start for hit in coded.hits)
    found = []
    for start in starts:
        hits = [hit for hit in coded.hits if hit.sentence_start == start]
        end = start + len(hits[0].sentence)
        named = [one for one in coded.mentions if start <= one.start < end]
        found.append(Passage(text=hits[0].sentence, offset=start, hits=hits, mentions=named))
    return found


def whole_passage(coded: CodedArticle) -> Passage:
    """All of a text as one passage, as labelled sentences are, some of which are cut in two."""
    return Passage(text=coded.article.text, offset=0, hits=coded.hits, mentions=coded.mentions)


def features_of(passage: Passage, lexicon: Lexicon, *, is_bare: bool = False) -> Features:
    """The features of a passage; a cue that has several dyads is one hit.

    One `is_bare` from which hits were taken away says nothing of there being none: that tells of no event.
    """
    words = split_words(passage.text)
    hits = list({(hit.start, hit.cue_id): hit for hit in passage.hits}.values())
    main = main_hit(hits, lexicon)
    plain: dict[int, float] = {}
    for name in signs_of(hits, main, passage.mentions):
        if not (is_bare and name == NO_HIT):
            plain[WORD_SLOTS + crc32(name.encode()) % SIGN_SLOTS] = SIGN_VALUE
    stems = stems_of(passage, words)
    edged = ["<", *stems, ">"]
    for stem in dict.fromkeys(stems):
        add(plain, crc32(stem.encode()) % WORD_SLOTS, WORD_VALUE)
    for pair in dict.fromkeys(pairwise(edged)):
        add(plain, crc32(" ".join(pair).encode()) % WORD_SLOTS, PAIR_VALUE)
    return Features(plain, class_features(passage, words, hits, main, lexicon))


def add(slots: dict[int, float], slot: int, value: float) -> None:
    """Add a value to a slot."""
    slots[slot] = slots.get(slot, 0.0) + value


def signs_of(hits: Sequence[CueHit], main: CueHit | None, mentions: Sequence[Mention]) -> dict[str, None]:
    """Names of what the rules found: the classes of the main hit and of all, their order, how many actors are named."""
    signs = dict.fromkeys(["bias"])
    if main is None:
        signs[NO_HIT] = None
    else:
        state = "suppressed" if main.suppressed_reason else "counted"
        signs |= dict.fromkeys([f"main {main.event_class}", f"main {main.quad_class}", f"main {state}"])
        if main.suppressed_reason:
            signs[f"main suppressed {main.event_class}"] = None
    counted = sorted((hit for hit in hits if not hit.suppressed_reason), key=lambda hit: hit.start)
    for hit in hits:
        state = "suppressed" if hit.suppressed_reason else "counted"
        signs[f"{state} {hit.event_class}"] = None
        if not hit.suppressed_reason:
            signs[f"counted {hit.quad_class}"] = None
    order = list(dict.fromkeys(hit.event_class for hit in counted))
    if len(order) > 1:
        signs[f"first {order[0]} then {order[1]}"] = None
    named = {one.actor_id for one in mentions if one.kind is not ActorKind.THEATRE}
    signs[f"named {min(len(named), 3)}"] = None
    return signs


def stems_of(passage: Passage, words: Words) -> list[str]:
    """The words without their endings; names, numbers and other capitals within a sentence are masked."""
    masked = {at for one in passage.mentions for at in range(one.start - passage.offset, one.end - passage.offset)}
    capitals = sum(passage.text[start].isupper() for start in words.starts)
    is_title = capitals > TITLE_SHARE * len(words.starts)
    found: list[str] = []
    for number, (word, start) in enumerate(zip(words.plain, words.starts, strict=True)):
        if start in masked:
            stem = NAME
        elif word[0].isdigit():
            stem = NUMBER
        elif number and not is_title and passage.text[start].isupper():
            stem = CAPITAL
        else:
            stem = stem_of(word)
        if stem not in {NAME, CAPITAL} or not found or found[-1] != stem:
            found.append(stem)
    return found


def stem_of(word: str) -> str:
    """A word without its ending, roughly: "condemned" and "condemns" are one."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_CHARS_MIN:
            return word.removesuffix(ending)
    return word


def class_features(
    passage: Passage, words: Words, hits: Sequence[CueHit], main: CueHit | None, lexicon: Lexicon
) -> dict[str, dict[int, float]]:
    """For each class that was hit, how its best hit stands: in the same words for all, so that few sentences do."""
    ranked = sorted(
        hits,
        key=lambda hit: (bool(hit.suppressed_reason), is_mention(hit, lexicon), hit.start, -abs(hit.weight)),
    )
    counted = [hit for hit in ranked if not hit.suppressed_reason]
    order = list(dict.fromkeys(hit.event_class for hit in sorted(counted, key=lambda hit: hit.start)))
    heaviest = max((abs(hit.weight) for hit in counted), default=0.0)
    quads = Counter(hit.quad_class for hit in counted)
    found: dict[str, dict[int, float]] = {}
    for hit in ranked:
        name = hit.event_class.value
        if name in found:
            add(found[name], crc32(b"several") % HIT_SLOTS, 1.0)
            continue
        names = [*standing(hit, order, lexicon), *surroundings(hit, passage, words, lexicon)]
        names += ["main"] if hit is main else []
        names += ["heaviest"] if abs(hit.weight) == heaviest and len(order) > 1 else []
        names += ["quad agrees"] if quads[hit.quad_class] > 1 else []
        found[name] = {crc32(one.encode()) % HIT_SLOTS: 1.0 for one in names}
        add(found[name], crc32(b"weight") % HIT_SLOTS, abs(hit.weight) / 10)
    return found


def standing(hit: CueHit, order: Sequence[EventClass], lexicon: Lexicon) -> list[str]:
    """Whether a hit counts, as which of how many classes, and whether it is told as fact."""
    if hit.suppressed_reason:
        return ["suppressed", "suppressed beside others"] if order else ["suppressed"]
    rank = order.index(hit.event_class)
    names = ["counted", f"rank {min(rank, 3)}", f"rank {min(rank, 2)} of {min(len(order), 3)}"]
    if is_mention(hit, lexicon):
        names.append("mention")
    elif hit.certainty < 1:
        names.append("accused")
    return names


def surroundings(hit: CueHit, passage: Passage, words: Words, lexicon: Lexicon) -> list[str]:
    """Where a hit stands, by which words, in which clause, and whether somebody is found to do it to somebody."""
    start, end = hit.start - passage.offset, hit.end - passage.offset
    first = next(at for at, begin in enumerate(words.starts) if begin >= start)
    last = max(at for at, begin in enumerate(words.starts) if begin < end)
    before = words.plain[first - 1] if first else "<"
    after = words.plain[last + 1] if last + 1 < len(words.plain) else ">"
    place = place_of(hit)
    return [
        *(f"after {one}" for one in [before] if one in HINGES or one == "<"),
        *(f"before {one}" for one in [after] if one in HINGES or one == ">"),
        f"place {min(first // 4, 6)}",
        f"third {3 * first // len(words.plain)}",
        "tells" if tells(place, lexicon.verbs) else "names",
        "subordinate" if is_subordinate(place) else "main clause",
        f"ending {next((one for one in ('ed', 'ing', 's') if words.plain[first].endswith(one)), 'none')}",
        "has actor" if hit.actor_id else "no actor",
        "has recipient" if hit.recipient_id else "no recipient",
    ]
