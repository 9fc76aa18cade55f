"""How a cue stands in its sentence: its verb or noun, as a passive, as what is suffered or done to each other."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from etl.stages.values import value
from warehouse.terms import EventClass

if TYPE_CHECKING:
    from etl.lexicon.rows import CueRow
    from etl.stages.cues import FoundCue
    from etl.stages.scene import Scene

AUXILIARY_REACH_WORDS = 3
PASSIVE_REACH_WORDS = 4
# "Got aid to X", "helped X get aid": who does that gives.
GIVING_WORDS = frozenset({"to", "help", "helps", "helped"})
PARTICLES = frozenset({"dead", "down", "up", "off", "out", "back", "away"})
RECIPROCALS = frozenset({("each", "other"), ("one", "another")})
PERFECT_WORDS = frozenset({"has", "have", "had", "having", "who", "that", "which", "and", "then"})
PASSIVE_FOLLOWERS = frozenset("at of from over after during amid as on for so while when to with under since".split())
PARTICIPLE_ENDINGS = ("ed", "en", "wn", "ght", "hit", "shot", "struck", "led", "lt")
NOUN_ENDINGS = ("tion", "tions", "sion", "sions", "ment", "ments", "ance", "ence", "ism", "ship", "ships")
VIOLENT_CLASSES = frozenset({EventClass.ASSAULT, EventClass.COERCE})
JOINT_CLASSES = frozenset({EventClass.AGREE, EventClass.CONSULT, EventClass.COOPERATE})
MUTUAL_CLASSES = JOINT_CLASSES | {EventClass.SUPPORT, EventClass.RETREAT, EventClass.REJECT}


@value
class Deed:
    """What a cue tells, by its verb or noun: the word at `first`. What the cue matched is the words [begin, last].

    A cue may match a subject before its verb ("militants killed"): attribution looks from the verb.
    """

    cue: CueRow
    begin: int
    first: int
    last: int
    positions: tuple[int, ...]
    is_noun: bool
    is_passive: bool
    is_suffered: bool

    @property
    def event_class(self) -> EventClass:
        """The class of the cue."""
        return self.cue.event_class

    @property
    def is_mention(self) -> bool:
        """Whether the cue is a bare mention, that counts only where somebody is named."""
        return self.cue.needs == "actor"


def deed_of(found: FoundCue, scene: Scene) -> Deed:
    """A cue as attribution reads it."""
    verb = next((at for at in found.positions if is_verb(at, found, scene)), None)
    others = [at for at in found.positions if not scene.is_name(at)]
    # "militiamen died in an ambush by X": those it happens to are no deed.
    people = scene.rules.unnamed_people
    noun = next((at for at in others if scene.word(at) not in people), others[0] if others else found.first)
    first = noun if verb is None else verb
    return Deed(
        cue=found.cue,
        begin=found.first,
        first=first,
        last=found.last,
        positions=found.positions,
        is_noun=verb is None,
        is_passive=verb is not None and is_passive(verb, scene),
        is_suffered=is_suffered(found, scene),
    )


def is_verb(at: int, found: FoundCue, scene: Scene) -> bool:
    """Whether a word of a cue is its verb and no noun: by its form, and by the word before it."""
    word, before = scene.word(at), scene.word(at - 1)
    rules, line = scene.rules, scene.line
    is_adverb = word.endswith("ly") and word not in line.verb_forms
    if is_adverb or scene.is_name(at) or word in rules.auxiliaries or word in rules.determiners:
        return False
    is_led = before in rules.modals or not rules.passive_auxiliaries.isdisjoint(scene.before(at, 1))
    is_by = word.endswith(PARTICIPLE_ENDINGS) and leads_to_agent(at, scene) and before not in rules.determiners
    if is_led or is_by or is_bare_passive(at, scene):
        return True
    is_bare = not word.endswith(("ed", "ing"))
    is_body = word in rules.bodies and not (scene.is_name(at - 1) or before in rules.pronouns)
    is_noun = is_body or (
        is_bare and word in rules.also_nouns and before not in rules.auxiliaries and line.is_verb(at - 1)
    )
    if is_noun or word in rules.participle_adjectives:
        # "border forces", and not "it forces".
        return False
    if word not in line.verb_forms and not word.endswith(("ed", "ing")):
        return False
    if before in rules.determiners or before in rules.object_prepositions or before in rules.place_prepositions:
        # "by bombing", "from attacking": still a verb.
        return word.endswith("ing") and before not in rules.determiners
    if word not in line.noun_forms and word not in rules.also_nouns and not word.endswith("ing"):
        return True
    return not is_noun_by_place(at, found, scene)


def is_noun_by_place(at: int, found: FoundCue, scene: Scene) -> bool:
    """Whether a word that may be either is a noun where it stands: after an adjective, an owner or another noun."""
    rules, before = scene.rules, scene.word(at - 1)
    if at == scene.sentence.first or before == "by":
        return True
    over = scene.phrase_over(at - 1)
    if any(one.is_paired and one.last == at - 1 for one in scene.phrases):
        # "the X-Y war": two in one word are no subject.
        return True
    if over is not None and over.last == at - 1:
        # "Russia attacks" and "the US strikes" are verbs unless something is done on or against somebody after it.
        is_done_on = scene.word(found.last + 1) in {"on", "against", "in", "by", "of", "with"}
        return over.is_owner or (over.is_adjective and (is_done_on or not scene.word(at - 1).isupper()))
    if scene.line.breaks_at(at) or before in rules.auxiliaries or before.endswith("ly"):
        return False
    return before not in rules.plurals and before not in rules.person_titles


def is_passive(verb: int, scene: Scene) -> bool:
    """Whether a verb stands in the passive: "was bombed", "a camp attacked by", "soldiers were killed"."""
    word = scene.word(verb)
    if is_bare_passive(verb, scene):
        return True
    if not word.endswith(PARTICIPLE_ENDINGS):
        return False
    if leads_to_agent(verb, scene):
        return True
    if word in scene.rules.states_of_mind:
        return False
    if scene.word(verb + 1) == "on" and word == "blamed":
        # "the strike was blamed on X": X is charged.
        return False
    for before in reversed(scene.before(verb, PASSIVE_REACH_WORDS)):
        if before in scene.rules.passive_auxiliaries:
            return True
        # "is expected to strengthen" is no passive of strengthen.
        if before == "to" or not (before.endswith("ly") or before == "and" or before in scene.rules.auxiliaries):
            return False
    return False


def leads_to_agent(verb: int, scene: Scene) -> bool:
    """Whether "by" follows a verb, or its particle: "hit by", "condemned sharply by", "shot dead by"."""
    after = scene.word(verb + 1)
    is_particle = after in PARTICLES or after.endswith("ly")
    return after == "by" or (is_particle and scene.word(verb + 2) == "by")


def is_bare_passive(at: int, scene: Scene) -> bool:
    """Whether a participle is a passive without its auxiliary, as headlines write: what follows it is no object."""
    rules = scene.rules
    if scene.word(at) not in rules.bare_passives or at == scene.sentence.first:
        return False
    before, after = scene.word(at - 1), scene.word(at + 1)
    if before in PERFECT_WORDS or before in rules.before_nouns:
        return False
    leads_on = after in rules.place_prepositions or after in PASSIVE_FOLLOWERS
    return leads_on or not after or scene.is_broken(at + 1, at + 1)


def is_suffered(found: FoundCue, scene: Scene) -> bool:
    """Whether the subject is whom it happens to: "two soldiers died", "came under attack", "the hostages of"."""
    if scene.word(found.first) in scene.rules.victims and found.cue.event_class in VIOLENT_CLASSES:
        return True
    if suffered_at(found, scene) is not None:
        return True
    before = scene.before(found.first, AUXILIARY_REACH_WORDS)
    low = max(scene.sentence.first, found.first - AUXILIARY_REACH_WORDS)
    places = [*range(low, found.first), *(at for at in found.positions if scene.word(at) == "under")]
    # "in the face of" is no facing.
    is_met = any(
        scene.word(at) in scene.rules.suffering_before and scene.word(at - 1) not in scene.rules.determiners
        for at in places
    )
    if found.cue.event_class is EventClass.AID:
        words = {*before, *scene.between(found.first, min(found.last + 2, scene.sentence.last))}
        return words.isdisjoint(GIVING_WORDS) and not scene.rules.receiving_before.isdisjoint(words)
    return found.cue.weight < 0 and is_met and "to" not in before


def suffered_at(found: FoundCue | Deed, scene: Scene) -> int | None:
    """Where the verb of a cue stands that happens to its subject: "died", or "must" in a demand."""
    rules = scene.rules
    verbs = rules.modal_demands if found.cue.event_class is EventClass.REQUEST else rules.suffering_verbs
    return next((at for at in found.positions if scene.words.plain[at] in verbs), None)


def is_mutual(deed: Deed, scene: Scene) -> bool:
    """Whether an actor and whom it meets do it to each other: they meet, sign, clash."""
    mutual = scene.rules.mutual_words.get(deed.event_class, frozenset())
    return any(scene.words.plain[at] in mutual for at in deed.positions)


def is_joint(deed: Deed, scene: Scene) -> bool:
    """Whether two subjects do it to each other where nobody else is named: "A and B failed to reach agreement"."""
    rules = scene.rules
    words = {scene.words.plain[at] for at in deed.positions}
    if RECIPROCALS.intersection(pairwise(scene.between(deed.first, min(deed.last + 4, scene.sentence.last)))):
        return True
    if deed.is_mention:
        return "between" in {scene.word(deed.last), scene.word(deed.last + 1)}
    if deed.event_class in JOINT_CLASSES or not words.isdisjoint(rules.exchange_words):
        return True
    if deed.event_class not in MUTUAL_CLASSES:
        return is_mutual(deed, scene)
    return not words.isdisjoint(rules.together_words)
