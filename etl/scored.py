"""What people and programs see of a scored text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from etl.lexicon.load import Lexicon
    from warehouse.terms import CodedArticle, CueHit

WEIGHT_MAX = 10


def coded_as_dict(coded: CodedArticle, lexicon: Lexicon) -> dict[str, Any]:
    """A scored text for programs."""
    article = coded.article
    return {
        "lexicon_version": lexicon.version,
        "title": article.title,
        "text": article.text,
        "language": article.language,
        "language_is_supported": article.language_is_supported,
        "published_on": article.published_on.isoformat() if article.published_on else None,
        "mentions": [
            {
                "actor_id": one.actor_id,
                "entity_id": one.entity_id,
                "kind": one.kind.value,
                "span": [one.start, one.end],
                "surface": one.surface,
            }
            for one in coded.mentions
        ],
        "hits": [
            {
                "cue_id": one.cue_id,
                "event_class": one.event_class.value,
                "mode": one.mode,
                "weight": one.weight,
                "kind": one.kind.value,
                "modality": [flag.value for flag in one.modality],
                "certainty": one.certainty,
                "is_counted": one.is_counted,
                "suppressed_reason": one.suppressed_reason,
                "is_below_fold": one.is_below_fold,
                "scope": one.scope.value,
                "actor_id": one.actor_id,
                "actor_rule": one.actor_rule,
                "recipient_id": one.recipient_id,
                "recipient_rule": one.recipient_rule,
                "span": [one.start, one.end],
                "matched_text": one.matched_text,
                "sentence": one.sentence,
            }
            for one in coded.hits
        ],
        "tones": [{"actor_id": one.actor_id, "tone": one.tone, "sentences": one.sentence_count} for one in coded.tones],
    }


KIND_STYLES = {"act": "bold red", "threat": "bold yellow", "deescalation": "bold green", "none": "cyan"}


def print_coded(coded: CodedArticle, lexicon: Lexicon, *, explain: bool = False) -> None:
    """A scored text for people: the text with its spans, then a line per hit, and how it was read if asked for."""
    console = Console(soft_wrap=True)
    text = Text(coded.article.text)
    for mention in coded.mentions:
        text.stylize("underline", mention.start, mention.end)
    for hit in coded.hits:
        style = KIND_STYLES[hit.kind.value] if not hit.suppressed_reason else "dim strike"
        text.stylize(style, hit.start, hit.end)
    console.print(text)
    console.print()
    if not coded.article.language_is_supported:
        console.print(f"Unsupported language: {coded.article.language}. Nothing was scored.")
    for hit in coded.hits:
        state = hit.suppressed_reason or ("below the fold" if hit.is_below_fold else hit.kind.value)
        who = f"{hit.actor_id or '?'} -> {hit.recipient_id or '?'}"
        flags = ", ".join(flag.value for flag in hit.modality)
        what = f"{state:<14} {hit.event_class.value:<9} {hit.weight:>5.1f}"
        line = f"{what}  {who:<12} {hit.matched_text!r}  [{flags}; {hit.cue_id}]"
        console.print(Text(line, style="dim" if hit.suppressed_reason else ""))
        for explained in explanation_of(hit, lexicon) if explain else ():
            console.print(Text(f"    {explained}", style="dim"))
    names = sorted({lexicon.actor_names.get(mention.actor_id, mention.actor_id) for mention in coded.mentions})
    console.print(f"{len(coded.hits)} cue hits. Named: {', '.join(names) or 'nobody'}.")


def explanation_of(hit: CueHit, lexicon: Lexicon) -> list[str]:
    """How a hit was read: who by which rule, why it counts or not, and how its intensity is reckoned."""
    intensity = abs(hit.weight) / WEIGHT_MAX * hit.certainty
    flags = ", ".join(flag.value for flag in hit.modality)
    reason = hit.suppressed_reason or ("stands below the fold" if hit.is_below_fold else "")
    return [
        f"sentence   {hit.sentence}",
        f"actor      {named(hit.actor_id, lexicon)}: {hit.actor_rule}",
        f"recipient  {named(hit.recipient_id, lexicon)}: {hit.recipient_rule}",
        f"told       {flags}; {'does not count: ' + reason if reason else 'counts'}",
        f"kind       {hit.kind.value}, {hit.scope.value}",
        f"intensity  {intensity:.2f} = |{hit.weight:+.1f}| / {WEIGHT_MAX} x certainty {hit.certainty:.2f}",
    ]


def named(actor_id: str, lexicon: Lexicon) -> str:
    """An actor with its name, or that it is nobody."""
    return f"{actor_id} ({lexicon.actor_names.get(actor_id, actor_id)})" if actor_id else "nobody"
