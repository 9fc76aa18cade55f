"""Scores one article: who is named, what is said, whether it is so, who does it to whom, in what tone."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from etl.stages.attribution import NOBODY, charges_of, dyads_of
from etl.stages.clauses import named_in
from etl.stages.cues import find_cues, subject_reason
from etl.stages.possible import order_of, possible_pair
from etl.stages.scene import (
    Paragraph,
    Spoken,
    mentions_by_sentence,
    scene_of,
    topics_named,
    topics_of,
    with_names_apart,
)
from etl.stages.tone import tone_of
from etl.stages.values import value
from etl.stages.words import split_words
from warehouse.terms import ActorKind, ActorTone, CodedArticle, CueHit, EventClass, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.load import Lexicon
    from etl.lexicon.rows import AccountingRow
    from etl.stages.attribution import Dyad
    from etl.stages.cues import FoundCue
    from etl.stages.scene import Scene
    from warehouse.terms import Article, Mention

HITS_MAX = 400
BACKGROUND = "background"
PARAGRAPH = "\n\n"
CHARGEABLE = frozenset({EventClass.ASSAULT, EventClass.COERCE, EventClass.MOBILIZE})


@value
class AttributedCue:
    """A cue of a sentence with its dyads; `is_accused` where it is told as an accusation."""

    found: FoundCue
    dyads: Sequence[Dyad]
    is_accused: bool


def score(article: Article, lexicon: Lexicon) -> CodedArticle:
    """The coded rows of an article; articles in an unsupported language have none."""
    if not article.language_is_supported:
        return CodedArticle(article=article)
    text, published_on = article.text, article.published_on
    mentions = lexicon.gazetteer.find(text, published_on)
    words = split_words(text)
    hits: list[CueHit] = []
    tones: dict[str, list[float]] = {}
    known: set[str] = set()
    read = Spoken(
        text=text,
        words=with_names_apart(words, mentions),
        verb_forms=lexicon.verb_forms,
        noun_forms=lexicon.noun_forms,
        rules=lexicon.attribution,
    )
    paragraph, read_to = Paragraph(), 0
    for sentence, inside in zip(words.sentences, mentions_by_sentence(mentions, words.sentences), strict=True):
        if PARAGRAPH in text[read_to : sentence.start]:
            paragraph = Paragraph()
        read_to = sentence.end
        named = named_in(inside, words, sentence, lexicon.adjectives, lexicon.seats) if inside else []
        found = find_cues(words, sentence, text, lexicon, published_on) if len(hits) < HITS_MAX else []
        if found:
            theatres = [one for one in inside if one.kind is ActorKind.THEATRE]
            scene = scene_of(read, sentence, named, found, paragraph, known, is_theatre_named=bool(theatres))
            told = sentence_hits(article, scene, found, lexicon)
            hits += [replace(one, theatre_id=nearest(theatres, one)) for one in told] if theatres else told
        if named:
            tone = tone_of(text[sentence.start : sentence.end])
            for actor_id in {one.actor_id for one in named if not one.is_local}:
                tones.setdefault(actor_id, []).append(tone)
            known.update(one.actor_id for one in named)
            paragraph.add(partial(topics_of, scene) if found else partial(topics_named, read, sentence, named))
    subject = subject_reason(words, lexicon) if hits else ""
    return CodedArticle(
        article=article,
        mentions=tuple(mentions),
        hits=tuple(
            hit if hit.suppressed_reason or not subject else replace(hit, suppressed_reason=subject) for hit in hits
        ),
        tones=tuple(
            ActorTone(actor_id=actor_id, tone=sum(values) / len(values), sentence_count=len(values))
            for actor_id, values in sorted(tones.items())
        ),
    )


def nearest(theatres: Sequence[Mention], hit: CueHit) -> str:
    """The theatre that a sentence names nearest to a hit: where it is told to be."""
    return min(theatres, key=lambda one: max(one.start - hit.end, hit.start - one.end)).actor_id


def sentence_hits(article: Article, scene: Scene, found: Sequence[FoundCue], lexicon: Lexicon) -> list[CueHit]:
    """The hits of one sentence: one for each cue and dyad."""
    accusations = (one for one in found if one.cue.event_class is EventClass.ACCUSE and not one.suppressed_reason)
    accusation = next(accusations, None)
    attributed_cues: list[AttributedCue] = []
    for one in found:
        is_accused = accusation is not None and one is not accusation and one.first > accusation.last
        governed = governed_by(one, found, scene, lexicon.accounting)
        dyads = dyads_of(one, scene) if scene.phrases else [NOBODY]
        reason = one.suppressed_reason or governed or (BACKGROUND if is_background(one, found, scene) else "")
        judged = replace(one, suppressed_reason=reason) if reason else one
        may_charge = scene.phrases and accusation is None and is_open_plan(judged, lexicon)
        charges = charges_of(judged, scene, dyads) if may_charge else []
        attributed_cues.append(AttributedCue(judged, dyads, is_accused or bool(charges)))
        if charges and lexicon.plan_accusation:
            charge = replace(judged, cue=lexicon.plan_accusation, flags=(Modality.ASSERTED,))
            attributed_cues.append(AttributedCue(charge, charges, is_accused=False))
    order = order_of(scene)
    return [
        hit_of(article, scene, one.found, dyad, lexicon, order, is_accused=one.is_accused)
        for one in attributed_cues
        for dyad in one.dyads
    ]


def is_open_plan(found: FoundCue, lexicon: Lexicon) -> bool:
    """Whether a cue tells an act of violence or arms that is only planned: told by another side, it is a charge."""
    is_planned = found.is_planned and not found.suppressed_reason and found.cue.event_class in CHARGEABLE
    return is_planned and lexicon.plan_accusation is not None


def certainty_of(found: FoundCue, rules: AccountingRow, *, is_accused: bool) -> float:
    """The share of the weight that counts: less for a deed that one side charges, and for a bare mention."""
    share = rules.mention_certainty if found.cue.needs == "actor" else 1.0
    return share * rules.accused_certainty if is_accused else share


def governed_by(found: FoundCue, others: Sequence[FoundCue], scene: Scene, rules: AccountingRow) -> str:
    """Why a hit is not so where a demand or a refusal before it in its clause governs it; empty if none does."""
    if found.cue.goes_on:
        return ""
    for other in others:
        reason = rules.governing.get(other.cue.event_class)
        is_own_call = found.cue.event_class is EventClass.MOBILIZE and other.cue.event_class is EventClass.REQUEST
        is_breach = found.cue.weight < 0 and other.cue.event_class is EventClass.REJECT
        if is_own_call or is_breach:
            # A leader who calls for war preparations makes them; a launch in breach of a ban is a launch.
            continue
        if reason and other.last < found.first <= other.last + rules.governed_reach and not other.suppressed_reason:
            between = scene.words.plain[other.last + 1 : found.first]
            if scene.rules.clause_stops.isdisjoint(between):
                return reason
    return ""


def is_background(found: FoundCue, others: Sequence[FoundCue], scene: Scene) -> bool:
    """Whether a fight is only named behind a deed of cooperation that the clause tells: "they met to discuss the war".

    What is told in a clause of its own is told: "they met while fighting raged".
    """
    if found.cue.weight > 0 or not (found.cue.goes_on or found.cue.needs == "actor"):
        return False
    return any(
        other.cue.weight > 0
        and other.cue.needs != "actor"
        and not other.suppressed_reason
        and other.last < found.first
        and scene.rules.clause_stops.isdisjoint(scene.words.plain[other.last + 1 : found.first])
        for other in others
    )


def hit_of(
    article: Article,
    scene: Scene,
    found: FoundCue,
    dyad: Dyad,
    lexicon: Lexicon,
    order: Sequence[str],
    *,
    is_accused: bool,
) -> CueHit:
    """A cue and a dyad as a row; `order` are the actors that the sentence names."""
    cue, sentence, possible = found.cue, scene.sentence, possible_pair(dyad, order)
    start, end = scene.words.starts[found.first], scene.words.ends[found.last]
    reason = found.suppressed_reason
    if not reason and not has_needed(cue.needs, scene):
        reason = "no political actor"
    elif not reason and is_accused and found.is_planned:
        reason = "accusation of a plan"
    return CueHit(
        cue_id=cue.id,
        event_class=cue.event_class,
        mode=cue.mode,
        weight=cue.weight,
        kind=lexicon.kinds.kind(cue.event_class, cue.mode, is_planned=found.is_planned),
        modality=attributed(found.flags) if is_accused else found.flags,
        certainty=certainty_of(found, lexicon.accounting, is_accused=is_accused),
        suppressed_reason=reason,
        is_below_fold=start >= article.fold_at,
        scope=dyad.scope(cue.event_class),
        actor_id=dyad.actor_id,
        actor_rule=dyad.actor_rule,
        recipient_id=dyad.recipient_id,
        recipient_rule=dyad.recipient_rule,
        start=start,
        end=end,
        matched_text=article.text[start:end],
        sentence_start=sentence.start,
        sentence=article.text[sentence.start : sentence.end],
        possible_actor_id=possible.actor_id,
        possible_recipient_id=possible.recipient_id,
        possible_rule=possible.rule,
    )


def has_needed(needs: str, scene: Scene) -> bool:
    """Whether a sentence has what a cue needs: an actor or theatre in it or shortly before, or a political word."""
    if not needs or scene.is_actor_named or scene.is_theatre_named:
        return True
    if needs == "actor" or scene.is_late:
        return needs != "actor"
    words = scene.words.plain[scene.sentence.first : scene.sentence.last]
    return not scene.rules.political_words.isdisjoint(words)


def attributed(flags: tuple[Modality, ...]) -> tuple[Modality, ...]:
    """The flags of a hit that is told as an accusation."""
    kept = {flag for flag in flags if flag is not Modality.ASSERTED} | {Modality.ATTRIBUTED}
    return tuple(flag for flag in Modality if flag in kept)
