"""Who acts: for each cue the phrases that name its actor, and the rule that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.clauses import Break, Part, group_of
from etl.stages.scene import is_nominal, is_passive, is_suffered
from warehouse.terms import EventClass

if TYPE_CHECKING:
    from etl.stages.clauses import Phrase
    from etl.stages.cues import FoundCue
    from etl.stages.scene import Scene

AGENT_REACH_WORDS = 12
UNNAMED_REACH_WORDS = 6
SPEECH_REACH_WORDS = 5
DEED_REACH_WORDS = 3
PLACE_REACH_WORDS = 4
PAIR_WORDS = 2
GOVERNED_WORDS_MAX = 8
AFTER_BY = "named after by"
NOBODY_RULE = "nobody is named"
LOCAL_RULE = "a place or a people, not who acts for the state"
OUTLAW_RULE = "people of a country who do not act for it"
UNNAMED_RULE = "the subject is not named, and not guessed"
PASSIVE_RULE = "passive without an agent"
SUBJECT_RULE = "subject before the cue"
CONTROLLED_RULE = "named as the one who is to do it"
# What is done by speaking: whoever says it does it.
SPEECH_CLASSES = frozenset(
    {
        EventClass.ACCUSE,
        EventClass.AGREE,
        EventClass.CONCEDE,
        EventClass.CONSULT,
        EventClass.REJECT,
        EventClass.REQUEST,
        EventClass.SUPPORT,
        EventClass.THREATEN,
    }
)
CONTROL_WORDS = frozenset({"to", "of", "from", "for", "not", "into"})
FROM_WORDS = frozenset({"from", "between"})

Chosen = tuple[list["Phrase"], str]


def agents_of(found: FoundCue, scene: Scene) -> Chosen:
    """Who acts, and the rule that says so; nobody where people of a country act who are not its state."""
    chosen, rule = chosen_by_grammar(found, scene)
    acting = [one for one in chosen if not (one.is_outlaw or one.is_local)]
    if acting or not chosen:
        return acting, rule
    return [], LOCAL_RULE if any(one.is_local for one in chosen) else OUTLAW_RULE


def chosen_by_grammar(found: FoundCue, scene: Scene) -> Chosen:
    """The phrases that stand where the actor stands, and the rule."""
    passive = is_passive(found, scene)
    if passive or is_suffered(found, scene):
        return doer_of_passive(found, scene) or teller_of(found, scene) or ([], PASSIVE_RULE)
    nominal = is_nominal(found, scene)
    if nominal:
        owner = owner_of(found, scene) or doer_after_noun(found, scene)
        if owner:
            return owner
    subject = subject_of(found, scene, is_noun=nominal)
    if subject:
        return subject
    return inside(found, scene) or by_agent(found, scene) or quoted_speaker(found, scene) or ([], NOBODY_RULE)


def doer_of_passive(found: FoundCue, scene: Scene) -> Chosen | None:
    """The agent after "by", or the one whose deed it happens in: "killed in a Russian strike"."""
    owner = owner_of(found, scene) if is_nominal(found, scene) and not is_passive(found, scene) else None
    return owner or by_agent(found, scene) or by_deed(found, scene) or by_place(found, scene)


def by_agent(found: FoundCue, scene: Scene) -> Chosen | None:
    """The actors after "by" that follow the cue or stand in it: "attacked by Russian troops"."""
    for number, one in enumerate(scene.phrases):
        if one.part is not Part.AGENT or not found.first < one.first <= found.last + AGENT_REACH_WORDS:
            continue
        between = scene.between(found.last + 1, one.start)
        if scene.rules.clause_openers.isdisjoint(between):
            return members(number, scene), AFTER_BY
    return None


def by_deed(found: FoundCue, scene: Scene) -> Chosen | None:
    """The one whose deed it happens in: "died in Pakistani shelling"."""
    for number, one in enumerate(scene.phrases):
        if not found.first < one.first <= found.last + AGENT_REACH_WORDS or not (one.is_owner or one.is_adjective):
            continue
        if one.lead in {"in", "by", "during", "after", "from", "to"} and not scene.rules.deed_nouns.isdisjoint(
            scene.between(one.last + 1, min(max(one.end, one.last) + 1 + DEED_REACH_WORDS, scene.sentence.last))
        ):
            return members(number, scene), "the deed it happened in is theirs"
    return None


def by_place(found: FoundCue, scene: Scene) -> Chosen | None:
    """The country where somebody is arrested or charged: its authorities do it."""
    if found.cue.event_class is not EventClass.COERCE:
        return None
    for number, one in enumerate(scene.phrases):
        if one.part is Part.PLACE and found.first < one.first <= found.last + PLACE_REACH_WORDS:
            return members(number, scene), "the authorities of the place do it"
    return None


def teller_of(found: FoundCue, scene: Scene) -> Chosen | None:
    """The speaker who threatens, charges or demands: "X said Y would face consequences", "Y must withdraw, X said"."""
    if found.cue.event_class not in SPEECH_CLASSES:
        return None
    speech = scene.rules.speech_words
    for number, one in enumerate(scene.phrases):
        following = {scene.word(one.end + 1), scene.word(one.end + 2)}
        is_saying = not speech.isdisjoint(following) or (one.lead in speech and one.start > scene.sentence.first + 1)
        if one.part in {Part.SUBJECT, Part.ASIDE} and is_saying:
            return members(number, scene), "says it of another"
    return None


def quoted_speaker(found: FoundCue, scene: Scene) -> Chosen | None:
    """The speaker of what is said in the first person: "we will answer," said X."""
    words = scene.between(scene.sentence.first, scene.sentence.last)
    if scene.rules.first_person.isdisjoint(words):
        return None
    told = teller_of(found, scene)
    return (told[0], "speaks of itself") if told else None


def owner_of(found: FoundCue, scene: Scene) -> Chosen | None:
    """Whose deed a noun tells of: "Russia's attack", "the Ukrainian attack"."""
    for number, one in enumerate(scene.phrases):
        if one.end == found.first - 1 and (one.is_owner or one.is_adjective):
            if charges_owner(found, scene):
                return None
            return members(number, scene), "stands directly before the cue"
    return None


def charges_owner(found: FoundCue, scene: Scene) -> bool:
    """Whether a noun charges its owner with something: "Russia's provocations" are called so by somebody else."""
    words = {scene.words.plain[at] for at in found.positions}
    return found.cue.event_class is EventClass.ACCUSE and scene.rules.own_charges.isdisjoint(words)


def doer_after_noun(found: FoundCue, scene: Scene) -> Chosen | None:
    """The one after a noun and "by" or "from": "the attack by", "threats from"."""
    if charges_owner(found, scene):
        return None
    chosen = by_agent(found, scene)
    if chosen:
        return chosen
    for number, one in enumerate(scene.phrases):
        if one.start in {found.last + 2, found.last + 3} and one.lead == "from":
            return members(number, scene), "it comes from them"
    return None


def subject_of(found: FoundCue, scene: Scene, *, is_noun: bool) -> Chosen | None:
    """The subject of the clause; an empty choice where the subject is not named."""
    if not is_noun and is_unnamed(found, scene):
        return [], UNNAMED_RULE
    before = [number for number, one in enumerate(scene.phrases) if one.first < found.first]
    for number in reversed(before):
        one = scene.phrases[number]
        if one.part is not Part.SUBJECT:
            if controls(one, found, scene):
                return members(number, scene), CONTROLLED_RULE
            continue
        if is_aside(number, found, scene) or is_speaker(one, found, scene):
            continue
        if opens_another_clause(one, found, scene, is_noun=is_noun):
            return [], UNNAMED_RULE
        if found.cue.needs == "actor" and not governs(one, found, scene):
            return None
        return members(number, scene, before=found.first), SUBJECT_RULE
    return None


def members(number: int, scene: Scene, *, before: int = 10**9) -> list[Phrase]:
    """A phrase with those joined to it, in the order of the text, if they begin before a word."""
    return [scene.phrases[at] for at in group_of(number, scene.phrases) if scene.phrases[at].first < before]


def is_unnamed(found: FoundCue, scene: Scene) -> bool:
    """Whether the subject right before the cue is somebody without a country: "militants attacked"."""
    low = max(scene.sentence.first, found.first - UNNAMED_REACH_WORDS)
    for at in range(found.first - 1, low - 1, -1):
        word = scene.word(at)
        if scene.line.break_before(at + 1) is not Break.NONE or scene.phrase_over(at):
            return False
        if word in scene.rules.unnamed_agents:
            start = at
            while start > low and scene.line.break_before(start) is Break.NONE and not scene.line.closes(start - 1):
                start -= 1
            lead = scene.word(start - 1)
            if lead in scene.rules.joins and scene.phrase_over(start - 2):
                return False
            return lead not in scene.rules.object_prepositions | scene.rules.place_prepositions | {"by"}
        if word not in scene.rules.auxiliaries and not word.endswith("ly"):
            return False
    return False


def controls(one: Phrase, found: FoundCue, scene: Scene) -> bool:
    """Whether an object is to do what follows: "urged X to withdraw", "accused X of shelling"."""
    if one.part is not Part.OBJECT or one.lead in scene.rules.object_prepositions - {"on", "for", "with"}:
        return False
    between = scene.between(one.end + 1, found.first)
    if not between or between[0] not in CONTROL_WORDS:
        return False
    rest = [word for word in between[1:] if word not in scene.rules.auxiliaries and not word.endswith("ly")]
    return not rest


def is_aside(number: int, found: FoundCue, scene: Scene) -> bool:
    """Whether a name stands in a relative clause between commas: "X, which borders Y, attacked"."""
    one = scene.phrases[number]
    line = scene.line
    opening = next((at for at in range(one.first, scene.sentence.first, -1) if line.break_before(at) is Break.COMMA), 0)
    if not opening or scene.word(opening) not in scene.rules.relatives:
        return False
    return scene.is_broken(one.end + 1, found.first)


def is_speaker(one: Phrase, found: FoundCue, scene: Scene) -> bool:
    """Whether a subject only tells what another does; what follows has a subject of its own."""
    if found.cue.event_class in SPEECH_CLASSES:
        return False
    between = scene.between(one.end + 1, found.first)
    spoken = next(
        (at for at, word in enumerate(between[:SPEECH_REACH_WORDS]) if word in scene.rules.speech_words), None
    )
    is_said_of = spoken is not None and spoken > 0 and between[spoken - 1] in scene.rules.passive_auxiliaries
    return spoken is not None and spoken + 1 < len(between) and not is_said_of


def opens_another_clause(one: Phrase, found: FoundCue, scene: Scene, *, is_noun: bool) -> bool:
    """Whether between a subject and the cue a clause opens whose subject is somebody unnamed: "vowed revenge after militants"."""
    low = one.end + 1
    opener = next(
        (
            at
            for at in range(found.first - 1, low - 1, -1)
            if scene.word(at) in scene.rules.clause_openers | scene.rules.relatives
        ),
        None,
    )
    if opener is None or (opener == low and scene.word(opener) in scene.rules.relatives):
        return False
    if found.cue.event_class in SPEECH_CLASSES and scene.word(opener) == "that":
        return False
    start = max(
        (at for at in range(opener + 1, found.first + 1) if scene.line.break_before(at) is not Break.NONE),
        default=opener + 1,
    )
    rest = [
        word
        for word in scene.between(start, found.first)
        if word not in scene.rules.auxiliaries and not word.endswith("ly")
    ]
    is_elliptic = is_noun and len(rest) < PAIR_WORDS and scene.rules.determiners.isdisjoint(rest)
    if not rest or rest[0].endswith("ing") or is_elliptic:
        # "after shelling a town", "after fierce fighting": the subject goes on.
        return False
    return not is_noun or start == opener + 1


def governs(one: Phrase, found: FoundCue, scene: Scene) -> bool:
    """Whether a bare mention is the object of a subject's verb: no preposition stands between."""
    between = scene.between(one.end + 1, found.first)
    return (scene.rules.object_prepositions - {"to", "of"}).isdisjoint(between) and len(between) <= GOVERNED_WORDS_MAX


def inside(found: FoundCue, scene: Scene) -> Chosen | None:
    """The one that the cue itself names as an owner or subject: "test of Ruritania's missiles"."""
    for number, one in enumerate(scene.phrases):
        is_own = one.is_owner and (found.cue.event_class is EventClass.MOBILIZE or is_nominal(found, scene))
        if found.first <= one.first <= found.last and (is_own or (one.part is Part.SUBJECT and not one.is_owner)):
            return members(number, scene), "named within the cue"
    before = [number for number, one in enumerate(scene.phrases) if one.first < found.first]
    if before and scene.phrases[before[-1]].end >= found.first - 1 and not charges_owner(found, scene):
        return [scene.phrases[before[-1]]], "stands directly before the cue"
    return None
