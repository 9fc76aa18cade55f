"""Scores one article: who is named, what is said, whether it is so, who does it to whom, in what tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from etl.stages.attribution import NOBODY, dyads_of, named_in, topics_of
from etl.stages.cues import find_cues
from etl.stages.tone import tone_of
from etl.stages.words import split_words
from warehouse.terms import ActorTone, CodedArticle, CueHit, EventClass, Modality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from etl.lexicon.load import Lexicon
    from etl.stages.attribution import Dyad, Named
    from etl.stages.cues import FoundCue
    from etl.stages.words import Sentence, Words
    from warehouse.terms import Article

# An accusation of a deed counts the deed at this certainty.
ACCUSED_CERTAINTY = 0.7
HITS_MAX = 400


def score(article: Article, lexicon: Lexicon) -> CodedArticle:
    """The coded rows of an article; articles in an unsupported language have none."""
    if not article.language_is_supported:
        return CodedArticle(article=article)
    text = article.text
    mentions = lexicon.gazetteer.find(text, article.published_on)
    words = split_words(text)
    hits: list[CueHit] = []
    tones: dict[str, list[float]] = {}
    carried: list[str] = []
    for sentence in words.sentences:
        named = named_in(mentions, words, sentence) if mentions else []
        found = find_cues(words, sentence, text, lexicon, article.published_on)
        if found and len(hits) < HITS_MAX:
            hits += sentence_hits(article, words, sentence, found, named, carried, lexicon)
        if named:
            tone = tone_of(text[sentence.start : sentence.end])
            for actor_id in {one.actor_id for one in named}:
                tones.setdefault(actor_id, []).append(tone)
            carried = topics_of(named, words, sentence, lexicon.attribution) or carried
    return CodedArticle(
        article=article,
        mentions=tuple(mentions),
        hits=tuple(hits),
        tones=tuple(
            ActorTone(actor_id=actor_id, tone=sum(values) / len(values), sentence_count=len(values))
            for actor_id, values in sorted(tones.items())
        ),
    )


def sentence_hits(  # noqa: PLR0913 - the facts a hit rests on
    article: Article,
    words: Words,
    sentence: Sentence,
    found: Sequence[FoundCue],
    named: Sequence[Named],
    carried: Sequence[str],
    lexicon: Lexicon,
) -> list[CueHit]:
    """The hits of one sentence: one for each cue and dyad."""
    accusation = next((one for one in found if one.cue.event_class is EventClass.ACCUSE and not one.suppressed_reason), None)
    hits: list[CueHit] = []
    for one in found:
        dyads = dyads_of(one, named, words, sentence, carried, lexicon.attribution) if named or carried else [NOBODY]
        is_accused = accusation is not None and one is not accusation and one.first > accusation.last
        hits += [hit_of(article, words, sentence, one, dyad, lexicon, is_accused=is_accused) for dyad in dyads]
    return hits


def hit_of(  # noqa: PLR0913 - the facts a hit rests on
    article: Article,
    words: Words,
    sentence: Sentence,
    found: FoundCue,
    dyad: Dyad,
    lexicon: Lexicon,
    *,
    is_accused: bool,
) -> CueHit:
    """A cue and a dyad as a row."""
    cue = found.cue
    start, end = words.starts[found.first], words.ends[found.last]
    reason = found.suppressed_reason
    if is_accused and found.is_planned and not reason:
        reason = "accusation of a plan"
    return CueHit(
        cue_id=cue.id,
        event_class=cue.event_class,
        mode=cue.mode,
        weight=cue.weight,
        kind=lexicon.kinds.kind(cue.event_class, cue.mode, is_planned=found.is_planned),
        modality=attributed(found.flags) if is_accused else found.flags,
        certainty=ACCUSED_CERTAINTY if is_accused else 1.0,
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
    )


def attributed(flags: tuple[Modality, ...]) -> tuple[Modality, ...]:
    """The flags of a hit that is told as an accusation."""
    kept = {flag for flag in flags if flag is not Modality.ASSERTED} | {Modality.ATTRIBUTED}
    return tuple(flag for flag in Modality if flag in kept)
