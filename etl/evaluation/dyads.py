"""Who does what to whom, measured: directed pairs of states per sentence, beside the pair of the first two named."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from etl.evaluation import metrics, sets
from etl.evaluation.figures import Evaluated, figure
from etl.evaluation.petrarch import STATE_LETTERS, with_petrarch_actors
from etl.stages.main_event import main_hit
from warehouse.terms import ActorKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from etl.lexicon.load import Lexicon
    from warehouse.terms import CodedArticle, CueHit

Pairs = frozenset[tuple[str, str]]
PAIR = 2
PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)\b(?: \w+ly)? \w+(?:ed|en|wn|ght|hit|shot|struck|led|lt)\b")
# What the set spells otherwise than ISO 3166 does.
ISO_OF = {"JAP": "JPN", "ITL": "ITA", "VTN": "VNM"}
# The set folds an armed group into the state it comes from, ours are actors of their own.
STATE_OF_GROUP = {
    "HAMAS": "PSE",
    "PIJ": "PSE",
    "HEZBOLLAH": "LBN",
    "TALIBAN": "AFG",
    "HOUTHIS": "YEM",
    "PKK": "TUR",
    "LTTE": "LKA",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A sentence with the pairs that are true, those we say, and the pair of the first two named.

    `sure` are those that grammar finds; `said` are these, or where there are none the possible pair of the main event.
    """

    text: str
    true: Pairs
    sure: Pairs
    said: Pairs
    first_two: Pairs
    has_hit: bool


def dyad_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """The measures of directed pairs, in the order of the report."""
    return [
        *yardstick_measures(data, lexicon),
        *petrarch_measures(data, lexicon),
        *plover_measures(data, lexicon),
        *direction_measures(data, lexicon),
    ]


def yardstick_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """Directed pairs in news as it comes: F1 and precision. What is negated or supposed has no pair there, nor here.

    Most sentences that name two actors tell of no event between them: only sure pairs are said.
    """
    judged = []
    for row in sets.yardstick_dyads(data):
        coded = sets.code_sentence(row.text, row.published_on, lexicon)
        told = replace(coded, hits=tuple(hit for hit in coded.hits if not hit.suppressed_reason))
        sure = across(sure_pairs(told, None))
        judged.append(
            Judged(
                text=row.text,
                true=row.dyads,
                sure=sure,
                said=sure,
                first_two=first_pair(coded, None),
                has_hit=bool(coded.hits),
            )
        )
    said = [(one.true, one.said) for one in judged]
    first = pair_precision([(one.true, one.first_two) for one in judged])
    return [
        pair_figure("directed dyad F1, yardstick", judged),
        figure("directed dyad precision, yardstick", said, pair_precision, peer=first, confusion={}),
    ]


def petrarch_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """Directed pairs of invented states on the validation records of PETRARCH; a sentence without events has none."""
    own = with_petrarch_actors(data, lexicon)
    states = {bearer.actor_id for whose in own.gazetteer.bearers.values() for bearer in whose}
    judged = []
    for row in sets.read_jsonl(data / "gold" / "petrarch_unit_cameo.jsonl"):
        text, digits = str(row["text"]), str(row["date"])
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
        judged.append(judge(text, pairs_of(row, state_of_code), states, own, day))
    return pair_figures("petrarch_unit_cameo", judged)


def plover_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """Directed pairs of different states on the PLOVER records; passives, compounds and several events apart.

    The records write down one event a sentence, so ours are the pairs of the main one.
    """
    states = {actor.id for actor in lexicon.actors if actor.kind is ActorKind.STATE}
    judged = []
    for row in sets.read_jsonl(data / "gold" / "plover_gsr.jsonl"):
        true = frozenset(
            (one, other) for one, other in pairs_of(row, iso_of_code) if one != other and {one, other} <= states
        )
        coded_pair = judge(str(row["text"]), true, states, lexicon, None, of_main=True)
        judged.append(coded_pair)
    parts: tuple[tuple[str, Callable[[Judged], bool]], ...] = (
        ("passive", lambda one: PASSIVE.search(one.text) is not None),
        ("compound", is_compound),
        ("several pairs", lambda one: len(one.true) > 1),
    )
    return [
        *pair_figures("plover_gsr cross-country", judged),
        *(
            pair_figure(f"directed dyad F1, plover_gsr cross-country, {name}", [one for one in judged if true_of(one)])
            for name, true_of in parts
        ),
    ]


def direction_measures(data: Path, lexicon: Lexicon) -> list[Evaluated]:
    """The share of sentences whose marked source and target, both known to the gazetteer, are a pair we say."""
    judged = []
    for row in sets.read_jsonl(data / "gold" / "plv_train.jsonl"):
        source, target = first_actor(row["source_text"], lexicon), first_actor(row["target_text"], lexicon)
        if source and target and source != target:
            judged.append(judge(str(row["text"]), frozenset({(source, target)}), None, lexicon, None))
    right = [(True, one.true <= one.said) for one in judged]
    sure = [(True, one.true <= one.sure) for one in judged]
    found = [(True, one.true <= one.said) for one in judged if one.has_hit]
    first = [(True, one.true == one.first_two) for one in judged]
    confusion = counted(judged)
    name = "pair and direction, plv_train"
    return [
        figure(name, right, metrics.accuracy, peer=metrics.accuracy(first), confusion=confusion),
        figure(f"{name}, sure pairs alone", sure, metrics.accuracy, confusion={}),
        figure(f"{name}, given a hit", found, metrics.accuracy, confusion={}),
    ]


def judge(
    text: str, true: Pairs, states: set[str] | None, lexicon: Lexicon, day: date | None, *, of_main: bool = False
) -> Judged:
    """A sentence scored, or its main event only; `states` are the actors that the set knows, None for all."""
    coded = sets.code_sentence(text, day, lexicon)
    told = replace(coded, hits=hits_of_main(coded, lexicon)) if of_main else coded
    kept = across if of_main else frozenset[tuple[str, str]]
    sure = kept(sure_pairs(told, states))
    return Judged(
        text=text,
        true=true,
        sure=sure,
        said=sure or kept(possible_pairs(coded, states, lexicon)),
        first_two=kept(first_pair(coded, states)),
        has_hit=bool(coded.hits),
    )


def hits_of_main(coded: CodedArticle, lexicon: Lexicon) -> tuple[CueHit, ...]:
    """The hits of a sentence's main event: one for each of its pairs."""
    main = main_hit(coded.hits, lexicon)
    return tuple(hit for hit in coded.hits if main and (hit.cue_id, hit.start) == (main.cue_id, main.start))


def sure_pairs(coded: CodedArticle, states: set[str] | None) -> Pairs:
    """The pairs of a sentence's hits, whether they count or not: who meets whom is measured here, and nothing else."""
    return known_pairs(((hit.actor_id, hit.recipient_id) for hit in coded.hits), states)


def possible_pairs(coded: CodedArticle, states: set[str] | None, lexicon: Lexicon) -> Pairs:
    """The possible pairs of a sentence's main event."""
    main = hits_of_main(coded, lexicon)
    return known_pairs(((hit.possible_actor_id, hit.possible_recipient_id) for hit in main), states)


def known_pairs(pairs: Iterable[tuple[str, str]], states: set[str] | None) -> Pairs:
    """Those pairs whose sides are both named, and known to the set, as it counts them."""
    found = {(folded(actor, states), folded(recipient, states)) for actor, recipient in pairs}
    return frozenset(pair for pair in found if all(one and (states is None or one in states) for one in pair))


def first_pair(coded: CodedArticle, states: set[str] | None) -> Pairs:
    """The first two different actors named, in their order: what a reader without grammar would say."""
    names = [folded(one.actor_id, states) for one in coded.mentions if one.kind is not ActorKind.THEATRE]
    named = list(dict.fromkeys(one for one in names if states is None or one in states))
    return frozenset({(named[0], named[1])}) if len(named) >= PAIR else frozenset()


def folded(actor_id: str, states: set[str] | None) -> str:
    """An actor as the sets count it."""
    return actor_id if states is None else STATE_OF_GROUP.get(actor_id, actor_id)


def across(pairs: Pairs) -> Pairs:
    """The pairs of two different actors."""
    return frozenset(pair for pair in pairs if pair[0] != pair[1])


def pairs_of(row: dict[str, Any], state_of: Callable[[object], str]) -> Pairs:
    """The pairs of a row's events that have both sides."""
    found = ((state_of(event["source"]), state_of(event["target"])) for event in row["events"])
    return frozenset(pair for pair in found if all(pair))


def state_of_code(code: object) -> str:
    """The state of a code of the records; empty for nobody, or somebody who is in no dictionary."""
    state = str(code or "")[:STATE_LETTERS]
    return state if state.isalpha() else ""


def iso_of_code(code: object) -> str:
    """The state of a code as ISO 3166 spells it."""
    state = state_of_code(code)
    return ISO_OF.get(state, state)


def first_actor(span: object, lexicon: Lexicon) -> str:
    """The actor that a marked span names first; empty if it names none."""
    named = lexicon.gazetteer.find(str(span or ""), None)
    return next((one.actor_id for one in named if one.kind is not ActorKind.THEATRE), "")


def is_compound(judged: Judged) -> bool:
    """Whether several act on one, or one on several."""
    sources, targets = {one for one, _ in judged.true}, {other for _, other in judged.true}
    return len(judged.true) > 1 and (len(sources) > 1 or len(targets) > 1)


def pair_figures(name: str, judged: Sequence[Judged]) -> list[Evaluated]:
    """F1 of directed pairs: over all sentences, of sure pairs alone, and over the sentences where a cue was found."""
    return [
        pair_figure(f"directed dyad F1, {name}", judged),
        pair_figure(f"directed dyad F1, {name}, sure pairs alone", [replace(one, said=one.sure) for one in judged]),
        pair_figure(f"directed dyad F1, {name}, given a hit", [one for one in judged if one.has_hit]),
    ]


def pair_figure(name: str, judged: Sequence[Judged]) -> Evaluated:
    """F1 of directed pairs with that of the first two named beside it."""
    said = [(one.true, one.said) for one in judged]
    first = [(one.true, one.first_two) for one in judged]
    return figure(name, said, pair_f1, peer=pair_f1(first), confusion=counted(judged))


def pair_f1(pairs: Iterable[tuple[Pairs, Pairs]]) -> float:
    """F1 over all pairs of all sentences; 0 where nothing is right."""
    right = wanted = given = 0
    for true, said in pairs:
        right, wanted, given = right + len(true & said), wanted + len(true), given + len(said)
    return 2 * right / (wanted + given) if right else 0.0


def pair_precision(pairs: Iterable[tuple[Pairs, Pairs]]) -> float:
    """The share of the pairs said that are true; 0 where none is said."""
    right = given = 0
    for true, said in pairs:
        right, given = right + len(true & said), given + len(said)
    return right / given if given else 0.0


def counted(judged: Sequence[Judged]) -> dict[tuple[str, str], int]:
    """What became of true pairs and of those we say."""
    found: dict[tuple[str, str], int] = {}
    for one in judged:
        for pair in one.true:
            if pair in one.said:
                key = ("pair", "pair")
            elif not one.has_hit:
                key = ("pair", "no cue")
            elif pair[::-1] in one.said:
                key = ("pair", "reversed")
            else:
                key = ("pair", "missed")
            found[key] = found.get(key, 0) + 1
        spurious = len(one.said - one.true)
        if spurious:
            found["none", "pair"] = found.get(("none", "pair"), 0) + spurious
    return found
