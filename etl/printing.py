"""What the command line prints: tables of rows, and scored texts for people and for programs."""

from __future__ import annotations

import csv
import json
import math
import sys
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from rich.console import Console
from rich.table import Table
from rich.text import Text

from warehouse.export.cells import harmless

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Mapping, Sequence

    from etl.lexicon.load import Lexicon
    from etl.proof import Proof
    from etl.trial import Trial, TriedHit
    from warehouse.reader import QueryResult
    from warehouse.terms import CodedArticle, CueHit

Format = Literal["table", "json", "csv"]
TABLE_ROWS_MAX = 1000
PIPE_CHARS = 100_000
CELLS_SHOWN_MAX = 10
WEIGHT_MAX = 10


def print_result(result: QueryResult, output: Format) -> None:
    """Print rows as asked; JSON and CSV go to standard output whole."""
    if output == "json":
        names = distinct_names(result.columns)
        rows = [dict(zip(names, map(plain_value, row), strict=True)) for row in result.rows]
        print(json.dumps(rows, indent=2, ensure_ascii=False))
    elif output == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow([neutral_cell(column) for column in result.columns])
        writer.writerows([[neutral_cell(value) for value in row] for row in result.rows])
    else:
        table = Table(header_style="bold")
        for column in result.columns:
            table.add_column(Text(visible(column)))
        for row in result.rows[:TABLE_ROWS_MAX]:
            table.add_row(*(Text("" if value is None else visible(str(value))) for value in row))
        # A pipe has no width: nothing is cut for it.
        Console(width=None if sys.stdout.isatty() else PIPE_CHARS).print(table)
        if len(result.rows) > TABLE_ROWS_MAX:
            print(f"The first {TABLE_ROWS_MAX:,} rows; --format csv prints all.", file=sys.stderr)
    if result.is_cut:
        print(f"Cut after {len(result.rows):,} rows.", file=sys.stderr)


def distinct_names(columns: Sequence[str]) -> list[str]:
    """The names of columns, those that recur numbered: a, a_2. An object of JSON holds a name once."""
    names: list[str] = []
    for column in columns:
        name, number = column, 1
        while name in names:
            number += 1
            name = f"{column}_{number}"
        names.append(name)
    return names


def visible(text: str) -> str:
    """Text for a terminal: what would move the cursor or change colours is shown as its code."""
    return "".join(one if one.isprintable() or one == "\n" else one.encode("unicode_escape").decode() for one in text)


def plain_value(value: Any) -> Any:
    """A value as JSON can hold it; it knows no NaN and no infinity."""
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return [plain_value(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain_value(item) for key, item in value.items()}
    return str(value)


def neutral_cell(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula."""
    return "" if value is None else harmless(value)


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
                "possible_actor_id": one.possible_actor_id,
                "possible_recipient_id": one.possible_recipient_id,
                "possible_rule": one.possible_rule,
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
    actor, recipient = named(hit.possible_actor_id, lexicon), named(hit.possible_recipient_id, lexicon)
    possible = f"possible   {actor} -> {recipient}, in no series: {hit.possible_rule}"
    return [
        f"sentence   {hit.sentence}",
        f"actor      {named(hit.actor_id, lexicon)}: {hit.actor_rule}",
        f"recipient  {named(hit.recipient_id, lexicon)}: {hit.recipient_rule}",
        *([possible] if hit.possible_rule else []),
        f"told       {flags}; {'does not count: ' + reason if reason else 'counts'}",
        f"kind       {hit.kind.value}, {hit.scope.value}",
        f"intensity  {intensity:.2f} = |{hit.weight:+.1f}| / {WEIGHT_MAX} x certainty {hit.certainty:.2f}",
    ]


def named(actor_id: str, lexicon: Lexicon) -> str:
    """An actor with its name, or that it is nobody."""
    return f"{actor_id} ({lexicon.actor_names.get(actor_id, actor_id)})" if actor_id else "nobody"


def proofs_as_dict(proofs: Mapping[str, Proof], lexicon: Lexicon) -> dict[str, Any]:
    """How often rules fired, for programs."""
    return {
        "lexicon_version": lexicon.version,
        "rules": [
            {
                "cue_id": cue.id,
                "event_class": cue.event_class.value,
                "fired": proofs[cue.id].fired,
                "counted": proofs[cue.id].counted,
                "samples": [sentence for _, sentence in proofs[cue.id].samples],
            }
            for cue in lexicon.cues
            if cue.id in proofs
        ],
    }


def print_proofs(proofs: Mapping[str, Proof], lexicon: Lexicon, *, is_whole: bool) -> None:
    """How often rules fired, for people: the least proven first; samples uncut where `is_whole`."""
    table = Table("rule", "class", header_style="bold", box=None)
    table.add_column("fired", justify="right")
    table.add_column("counted", justify="right")
    table.add_column("such as", no_wrap=not is_whole, overflow="fold" if is_whole else "ellipsis")
    classes = {cue.id: cue.event_class.value for cue in lexicon.cues}
    for cue_id, one in sorted(proofs.items(), key=lambda item: (item[1].fired, item[0])):
        sentences = [visible(sentence) for _, sentence in one.samples]
        shown = "\n".join(sentences) if is_whole else (sentences or [""])[0]
        table.add_row(cue_id, classes[cue_id], f"{one.fired:,}", f"{one.counted:,}", Text(shown))
    Console(width=None if sys.stdout.isatty() else PIPE_CHARS).print(table)
    fired = sum(1 for one in proofs.values() if one.fired)
    print(f"{fired:,} of {len(proofs):,} rules fired; unproven: {len(proofs) - fired:,}.")


def trial_as_dict(trial: Trial) -> dict[str, Any]:
    """What rules would change, for programs."""
    return {
        "rules": list(trial.rule_ids),
        "articles": trial.article_count,
        "articles_changed": trial.changed_count,
        "hits_counted": trial.counted,
        "hits_suppressed": dict(trial.suppressed),
        "samples": [
            {
                "outlet": one.outlet,
                "published_on": one.published_on.isoformat() if one.published_on else None,
                "cue_id": one.hit.cue_id,
                "actor_id": one.hit.actor_id,
                "recipient_id": one.hit.recipient_id,
                "suppressed_reason": one.hit.suppressed_reason,
                "matched_text": one.hit.matched_text,
                "sentence": one.hit.sentence,
            }
            for one in trial.samples
        ],
        "hits_lost": dict(trial.lost),
        "hits_gained": dict(trial.gained),
        "moved": [
            {
                "published_on": day.isoformat() if day else None,
                "actor_id": actor_id,
                "kind": kind,
                "change": round(change, 4),
            }
            for (day, actor_id, kind), change in trial.most_moved(len(trial.moved))
        ],
    }


def print_trial(trial: Trial, *, articles_max: int) -> None:
    """What rules would change, for people."""
    console = Console(soft_wrap=True, highlight=False)
    for one in trial.samples:
        console.print(sample_line(one))
    suppressed = sum(trial.suppressed.values())
    why = f" ({', '.join(f'{count:,} {reason}' for reason, count in trial.suppressed.most_common())})"
    print(
        f"{trial.article_count:,} articles read, {trial.changed_count:,} would change; hits of "
        f"{', '.join(trial.rule_ids) or 'no new rule'}: {trial.counted:,} count, {suppressed:,} suppressed"
        f"{why if suppressed else ''}."
    )
    if trial.article_count == articles_max:
        print(f"Only the newest {articles_max:,} articles were read; --articles reads more.")
    for label, counts in (("Hits lost", trial.lost), ("Hits gained", trial.gained)):
        if counts:
            print(f"{label}: {counted(counts)}.")
    if trial.moved:
        print("Intensity (sum over articles, before outlets and days are pooled) that moves most:")
        for (day, actor_id, kind), change in trial.most_moved(CELLS_SHOWN_MAX):
            print(f"  {day or 'undated'!s:<10}  {actor_id:<8} {kind:<12} {change:+.2f}")


def sample_line(one: TriedHit) -> Text:
    """A hit with its sentence, its words marked."""
    hit = one.hit
    who = f"{hit.actor_id or '?'} -> {hit.recipient_id or '?'}"
    line = Text(f"{one.published_on or 'undated'}  {visible(one.outlet)}  {who}  ", style="dim")
    start = hit.start - hit.sentence_start
    line.append(hit.sentence, style="not dim")
    begin = len(line) - len(hit.sentence) + start
    line.stylize(
        "dim strike" if hit.suppressed_reason else KIND_STYLES[hit.kind.value], begin, begin + hit.end - hit.start
    )
    if hit.suppressed_reason:
        line.append(f"  [{hit.suppressed_reason}]")
    return line


def counted(counts: Counter[str]) -> str:
    """Ids with how often each stands, the most frequent first."""
    shown = [f"{cue_id} {count:,}" for cue_id, count in counts.most_common(CELLS_SHOWN_MAX)]
    more = len(counts) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
