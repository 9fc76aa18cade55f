"""Who acts: for each cue the phrases that name its actor, and the rule that says so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.charges import CHARGED_RULE, charged_act_of, head_of_relative, seen_act_of, source_of
from etl.stages.clauses import Break, Part
from etl.stages.compounds import members
from etl.stages.deeds import VIOLENT_CLASSES
from etl.stages.doers import AGENT_REACH_WORDS, by_agent, by_deed, by_place, giver_of
from warehouse.terms import ActorKind, EventClass

if TYPE_CHECKING:
    from etl.stages.clauses import Phrase
    from etl.stages.deeds import Deed
    from etl.stages.doers import Chosen
    from etl.stages.scene import Scene

UNNAMED_REACH_WORDS = 6
SPEECH_REACH_WORDS = 5
PAIR_WORDS = 2
DATELINE_WORDS_MAX = 8
GOVERNED_WORDS_MAX = 8
BETWEEN_RULE = "named after between"
NOBODY_RULE = "nobody is named"
LOCAL_RULE = "a place or a people, not who acts for the state"
OUTLAW_RULE = "people of a country who do not act for it"
UNNAMED_RULE = "the subject is not named, and not guessed"
PASSIVE_RULE = "passive without an agent"
SUBJECT_RULE = "subject before the cue"
TELLER_RULE = "says it of another"
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
# What comes from somebody is done by him: "threats from X"; what is asked from somebody is not.
SENT_CLASSES = frozenset({EventClass.ACCUSE, EventClass.ASSAULT, EventClass.COERCE, EventClass.MOBILIZE})
THREAT_WORDS = frozenset({"threat", "threats", "warning", "warnings"})
THREAT_REACH_WORDS = 3
OF_THREAT_WORDS = 3
ACT_NOUNS = frozenset(
    "action aggression attack attacks invasion strike strikes offensive retaliation assault raid".split()
)
CONTROL_WORDS = frozenset({"to", "of", "from", "for", "not", "into"})
CHARGE_WORDS = frozenset({"for", "over"})
CHARGED_WORDS_MAX = 4


def agents_of(deed: Deed, scene: Scene) -> Chosen:
    """Who acts, and the rule that says so; nobody where people of a country act who are not its state."""
    chosen, rule = chosen_by_grammar(deed, scene)
    acting = [one for one in chosen if not (one.is_outlaw or one.is_local) and one.part is not Part.SPONSOR]
    if acting or not chosen:
        return acting, rule
    return [], LOCAL_RULE if any(one.is_local for one in chosen) else OUTLAW_RULE


def chosen_by_grammar(deed: Deed, scene: Scene) -> Chosen:
    """The phrases that stand where the actor stands, and the rule."""
    told = charged_act_of(deed, scene) or seen_act_of(deed, scene) or head_of_relative(deed, scene)
    if told:
        return told
    passive = deed.is_passive
    if passive or deed.is_suffered:
        return doer_of_passive(deed, scene) or teller_of(deed, scene) or ([], PASSIVE_RULE)
    nominal = deed.is_noun
    if nominal:
        owner = (
            parties_of(deed, scene)
            or threatener_of(deed, scene)
            or owner_of(deed, scene)
            or doer_after_noun(deed, scene)
            or charged_with(deed, scene)
        )
        if owner:
            return owner
    subject = subject_of(deed, scene, is_noun=nominal)
    if subject:
        return subject
    by = None if charges_owner(deed, scene) else by_agent(deed, scene)
    named = inside(deed, scene) or by or quoted_speaker(deed, scene)
    return named or source_of(deed, scene) or ([], NOBODY_RULE)


def doer_of_passive(deed: Deed, scene: Scene) -> Chosen | None:
    """The agent after "by", or the one whose deed it happens in: "killed in a Russian strike"."""
    owner = owner_of(deed, scene) if deed.is_noun and not deed.is_passive else None
    given = giver_of(deed, scene) if deed.event_class is EventClass.AID else None
    return owner or given or by_agent(deed, scene) or by_deed(deed, scene) or by_place(deed, scene)


def teller_of(deed: Deed, scene: Scene) -> Chosen | None:
    """The speaker who threatens, charges or demands: "X said Y would face consequences", "Y must withdraw, X said"."""
    if deed.event_class not in SPEECH_CLASSES:
        return None
    speech = scene.rules.speech_words
    for number, one in enumerate(scene.phrases):
        following = {scene.word(one.end + 1), scene.word(one.end + 2)}
        is_inverted = one.lead in speech and one.start > scene.sentence.first + 1
        is_saying = not speech.isdisjoint(following) or (is_inverted and scene.line.breaks_at(one.start - 1))
        if one.part in {Part.SUBJECT, Part.ASIDE} and is_saying:
            return members(number, scene), TELLER_RULE
    return None


def tellers_before(deed: Deed, scene: Scene) -> list[Phrase]:
    """Who tells what is done later in the sentence by somebody with a name of his own: "X said Y will attack"."""
    for number, one in enumerate(scene.phrases):
        following = {scene.word(one.end + 1), scene.word(one.end + 2)}
        if one.end < deed.first and one.part is Part.SUBJECT and not scene.rules.speech_words.isdisjoint(following):
            return members(number, scene, before=deed.first)
    return []


def quoted_speaker(deed: Deed, scene: Scene) -> Chosen | None:
    """The speaker of what is said in the first person: "we will answer," said X."""
    words = scene.between(scene.sentence.first, scene.sentence.last)
    if scene.rules.first_person.isdisjoint(words):
        return None
    told = teller_of(deed, scene)
    return (told[0], "speaks of itself") if told else None


def parties_of(deed: Deed, scene: Scene) -> Chosen | None:
    """The two between whom something is: "talks between X and Y"."""
    for number, one in enumerate(scene.phrases):
        is_between = one.lead == "between" and deed.first < one.first <= deed.last + AGENT_REACH_WORDS // 2
        is_between = is_between and not is_between_others(one, deed, scene)
        if is_between or (one.is_paired and deed.begin <= one.first <= deed.last):
            found = members(number, scene)
            return (found, BETWEEN_RULE) if len(found) > 1 else None
    return None


def is_between_others(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether what is between them is another thing than the cue: "the war in X fuels tensions between Y and Z"."""
    noun = one.start - 2
    if one.lead != "between" or noun <= deed.last or scene.word(noun) not in scene.rules.between_words:
        return False
    return any(scene.line.is_verb(at) or scene.word(at) in scene.rules.auxiliaries for at in range(deed.last + 1, noun))


def owner_of(deed: Deed, scene: Scene) -> Chosen | None:
    """Whose deed a noun tells of: "Russia's attack", "the Ukrainian attack"."""
    for number, one in enumerate(scene.phrases):
        if one.first < deed.first <= one.end + 1 and is_attribute(one):
            if charges_owner(deed, scene):
                return None
            return members(number, scene), "stands directly before the cue"
    return None


def threatener_of(deed: Deed, scene: Scene) -> Chosen | None:
    """Whose threat it is that names an act of his: "citing the threat of a Ruritanian attack"."""
    is_threat = deed.event_class is EventClass.THREATEN and scene.word(deed.first) in THREAT_WORDS
    if not is_threat or scene.word(deed.first + 1) != "of":
        return None
    for number, one in enumerate(scene.phrases):
        is_whose = one.is_owner or one.is_adjective or one.last < deed.last
        following = scene.between(one.last + 1, one.last + 1 + PAIR_WORDS + 1)
        if is_whose and deed.first < one.first <= deed.first + OF_THREAT_WORDS and not ACT_NOUNS.isdisjoint(following):
            return members(number, scene), "named within the cue"
    return None


def charged_with(deed: Deed, scene: Scene) -> Chosen | None:
    """Whom something is said or done for a deed of his: "condemned X for the attack", "sanctions on X over the war"."""
    if deed.event_class not in VIOLENT_CLASSES | {EventClass.MOBILIZE}:
        return None
    noun = next((at for at in reversed(deed.positions) if scene.word(at) in scene.rules.charged_nouns), 0)
    for number, one in enumerate(scene.phrases):
        if one.part is not Part.OBJECT or one.lead in {"to", "with"} or one.end >= noun:
            continue
        between = scene.between(one.end + 1, noun)
        is_for = bool(between) and between[0] in CHARGE_WORDS and len(between) <= CHARGED_WORDS_MAX
        rest = range(one.end + 2, noun)
        if is_for and not any(scene.line.is_verb(at) or scene.is_name(at) for at in rest):
            return members(number, scene), CHARGED_RULE
    return None


def is_attribute(one: Phrase) -> bool:
    """Whether a name stands before a noun as its owner does: a possessive, a demonym, a pair, an organisation."""
    return one.is_owner or one.is_adjective or one.is_paired or one.kind is ActorKind.ORGANISATION


def charges_owner(deed: Deed, scene: Scene) -> bool:
    """Whether a noun charges its owner with something: "Russia's provocations" are called so by somebody else."""
    words = {scene.words.plain[at] for at in deed.positions}
    return deed.event_class is EventClass.ACCUSE and scene.rules.own_charges.isdisjoint(words)


def doer_after_noun(deed: Deed, scene: Scene) -> Chosen | None:
    """The one after a noun and "by" or "from": "the attack by", "threats from"."""
    if charges_owner(deed, scene):
        return None
    chosen = by_agent(deed, scene)
    if chosen:
        return chosen
    for number, one in enumerate(scene.phrases):
        is_after = deed.first < one.start <= deed.last + 3
        if is_after and one.lead == "of" and deed.event_class is EventClass.MOBILIZE:
            return members(number, scene), "whose it is"
        if is_sent(deed, scene) and deed.first < one.start <= deed.last + 3 and one.lead == "from":
            return members(number, scene), "it comes from them"
    return None


def is_sent(deed: Deed, scene: Scene) -> bool:
    """Whether what comes from somebody is done by him: a strike, a threat; "any attack from X would" warns X."""
    words = {scene.words.plain[at] for at in deed.positions} | {*scene.before(deed.begin, THREAT_REACH_WORDS)}
    return deed.event_class in SENT_CLASSES or not words.isdisjoint(THREAT_WORDS)


def subject_of(deed: Deed, scene: Scene, *, is_noun: bool) -> Chosen | None:
    """The subject of the clause; an empty choice where the subject is not named."""
    if not is_noun and is_unnamed(deed, scene):
        return [], UNNAMED_RULE
    before = [number for number, one in enumerate(scene.phrases) if one.first < deed.first]
    for number in reversed(before):
        one = scene.phrases[number]
        if one.part is not Part.SUBJECT:
            if controls(one, deed, scene):
                return members(number, scene), CONTROLLED_RULE
            continue
        if is_aside(number, deed, scene) or is_speaker(one, deed, scene) or is_dateline(one, scene):
            continue
        if opens_another_clause(one, deed, scene, is_noun=is_noun):
            return [], UNNAMED_RULE
        if deed.is_mention and not governs(one, deed, scene):
            return None
        return members(number, scene, before=deed.first), SUBJECT_RULE
    return None


def is_unnamed(deed: Deed, scene: Scene) -> bool:
    """Whether the subject right before the cue is somebody without a country: "militants attacked"."""
    low = max(scene.sentence.first, deed.first - UNNAMED_REACH_WORDS)
    for at in range(deed.first - 1, low - 1, -1):
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
            return lead not in scene.rules.leading_words
        if word not in scene.rules.auxiliaries and not word.endswith("ly"):
            return False
    return False


def controls(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether an object is to do what follows: "urged X to withdraw", "accused X of shelling"."""
    if one.part is not Part.OBJECT or one.lead in scene.rules.object_prepositions - {"on", "for", "with"}:
        return False
    between = scene.between(one.end + 1, deed.first)
    if not between or between[0] not in CONTROL_WORDS:
        return False
    rest = [word for word in between[1:] if word not in scene.rules.auxiliaries and not word.endswith("ly")]
    return not rest


def is_aside(number: int, deed: Deed, scene: Scene) -> bool:
    """Whether a name stands in a relative clause between commas: "X, which borders Y, attacked"."""
    one = scene.phrases[number]
    line = scene.line
    opening = next((at for at in range(one.first, scene.sentence.first, -1) if line.break_before(at) is Break.COMMA), 0)
    if not opening or scene.word(opening) not in scene.rules.relatives:
        return False
    return scene.is_broken(one.end + 1, deed.first)


def is_dateline(one: Phrase, scene: Scene) -> bool:
    """Whether a name only says where a report was written: "KYIV, 24 Feb (Agency) - Explosions shook"."""
    first = scene.sentence.first
    if one.start != first or one.is_owner or not (one.is_local or one.is_seat or one.first == one.last):
        return False
    for at in range(one.end + 1, min(one.end + 1 + DATELINE_WORDS_MAX, scene.sentence.last)):
        if scene.line.break_before(at) is Break.STRONG:
            return scene.is_broken(one.end + 1, one.end + 1) and at > one.end + 1
        if scene.line.is_verb(at):
            return False
    return False


def is_speaker(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a subject only tells what another does; what follows has a subject of its own."""
    if deed.event_class in SPEECH_CLASSES:
        return False
    between = scene.between(one.end + 1, deed.first)
    spoken = next(
        (at for at, word in enumerate(between[:SPEECH_REACH_WORDS]) if word in scene.rules.speech_words), None
    )
    if spoken is None or spoken + 1 == len(between):
        return False
    is_said_of = spoken > 0 and between[spoken - 1] in scene.rules.passive_auxiliaries
    # "X claims to have downed a drone": it tells of itself.
    is_own = between[spoken + 1] == "to" and scene.rules.auxiliaries.issuperset(between[spoken + 1 :])
    return not (is_said_of or is_own)


def opens_another_clause(one: Phrase, deed: Deed, scene: Scene, *, is_noun: bool) -> bool:
    """Whether a clause with an unnamed subject opens between a subject and the cue: "vowed revenge after militants"."""
    low = one.end + 1
    openers = scene.rules.opening_words
    opener = next(
        (at for at in range(deed.first - 1, low - 1, -1) if scene.word(at) in openers and not is_manner(at, scene)),
        None,
    )
    if opener is None or (opener == low and scene.word(opener) in scene.rules.relatives):
        return False
    if deed.event_class in SPEECH_CLASSES and scene.word(opener) == "that":
        return False
    start = max(
        (at for at in range(opener + 1, deed.first + 1) if scene.line.break_before(at) is not Break.NONE),
        default=opener + 1,
    )
    rest = [
        word
        for word in scene.between(start, deed.first)
        if word not in scene.rules.auxiliaries and not word.endswith("ly")
    ]
    is_of_people = scene.word(opener) == "who" and deed.event_class in VIOLENT_CLASSES | {EventClass.MOBILIZE}
    if not rest and not is_noun and is_of_people:
        # "named two men who bought missiles": whoever stands before the relative.
        return True
    is_elliptic = is_noun and len(rest) < PAIR_WORDS and scene.rules.determiners.isdisjoint(rest)
    if not rest or rest[0].endswith("ing") or is_elliptic:
        # "after shelling a town", "after fierce fighting": the subject goes on.
        return False
    return not is_noun or start == opener + 1


def is_manner(at: int, scene: Scene) -> bool:
    """Whether "as" belongs to the verb before it: "what he labels as", "described as"."""
    before = scene.word(at - 1)
    is_verb = before in scene.line.verb_forms or before.endswith(("s", "ed", "ing"))
    return scene.word(at) == "as" and is_verb and not scene.line.breaks_at(at)


def governs(one: Phrase, deed: Deed, scene: Scene) -> bool:
    """Whether a bare mention is the object of a subject's verb: no preposition stands between."""
    between = scene.between(one.end + 1, deed.first)
    return (scene.rules.object_prepositions - {"to", "of"}).isdisjoint(between) and len(between) <= GOVERNED_WORDS_MAX


def inside(deed: Deed, scene: Scene) -> Chosen | None:
    """The one that the cue itself names as an owner or subject: "test of Ruritania's missiles"."""
    for number, one in enumerate(scene.phrases):
        is_own = one.is_owner and (deed.event_class is EventClass.MOBILIZE or deed.is_noun)
        # "a wave of Russian strikes"
        is_own = is_own or (deed.is_noun and one.is_adjective and scene.word(one.last + 1) in scene.rules.deed_nouns)
        if deed.first <= one.first <= deed.last and (is_own or (one.part is Part.SUBJECT and not one.is_owner)):
            return members(number, scene), "named within the cue"
    before = [one for one in scene.phrases if one.first < deed.first]
    if not before or charges_owner(deed, scene) or scene.line.breaks_at(deed.first):
        return None
    one = before[-1]
    is_led = one.lead in scene.rules.leading_words
    return ([one], "stands directly before the cue") if one.end >= deed.first - 1 and not is_led else None
