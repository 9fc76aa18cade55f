"""What is seen, to take away: the series as CSV, the chart with its evidence as one HTML file. Pure."""

from __future__ import annotations

import html
import io
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard import highlight, wording
from warehouse.terms import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import plotly.graph_objects as go

MEASURES = (
    "tension", "tension_low", "tension_high", "act", "act_low", "act_high", "threat", "threat_low", "threat_high",
    "deescalation", "deescalation_low", "deescalation_high", "act_day", "threat_day", "deescalation_day",
    "act_stories", "threat_stories", "deescalation_stories", "outlets", "surprise", "surprise_state", "quality",
)  # fmt: skip
STORIES_MAX = 200
# Nothing is fetched by whoever opens the file, and nothing in it can send anything.
POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
STYLE = """\
body { font: 15px/1.5 system-ui, sans-serif; color: #1f2328; background: #fcfcfb; }
body { max-width: 68rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.75rem; }
h2 { font-size: 1.35rem; margin-top: 2rem; }
h3 { font-size: 1rem; margin: 1.2rem 0 .1rem; }
small { color: #60656b; }
p { margin: .2rem 0; overflow-wrap: anywhere; }
mark.tension-act { background: #f3d3cc; }
mark.tension-threat { background: #f8e5c0; }
mark.tension-deescalation { background: #cfe3ed; }
"""


def csv_of(series: Mapping[str, pd.DataFrame]) -> bytes:
    """The shown series, a row per actor and day: `series` has a frame as `data.history` gives it for each actor."""
    parts = []
    for actor_id, days in series.items():
        rows = pd.DataFrame({"published_on": pd.to_datetime(days["published_on"]).dt.date, "actor_id": actor_id})
        for name in MEASURES:
            if name in days:
                rows[name] = days[name].to_numpy()
        if "tension" not in days:
            rows.insert(2, "tension", (days["act"] + days["threat"]).to_numpy())
        parts.append(rows)
    out = io.StringIO()
    pd.concat(parts).to_csv(out, index=False, float_format="%.6g", lineterminator="\n")
    return out.getvalue().encode("utf-8")


def html_of(
    figure: go.Figure,
    *,
    heading: str,
    finding: str,
    citation: str,
    evidence_heading: str,
    hits: Sequence[Mapping[str, Any]],
    extract_chars: int,
) -> bytes:
    """A page that stands alone: chart, what it rests on, and the stories behind the chosen day or span.

    Plotly's own script is in it, some 4.8 MB, so that it opens without a network in twenty years as well. Of each
    sentence `extract_chars` characters are told, all where that is 0.
    """
    chart = figure.to_html(
        full_html=False, include_plotlyjs=True, config={"displaylogo": False}, default_height="430px"
    )
    told = "\n".join(stories(hits, extract_chars))
    page = f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escaped(heading)}</title><style>{STYLE}</style></head><body>
<h1>{escaped(heading)}</h1>
<p>{escaped(finding)}</p>
{chart}
<p><small>{escaped(citation)}</small></p>
<h2>{escaped(evidence_heading)}</h2>
{told or "<p>No story.</p>"}
</body></html>
"""
    return page.encode("utf-8")


def stories(hits: Sequence[Mapping[str, Any]], extract_chars: int) -> list[str]:
    """A block for each story, those that add most first: title, outlet, and each cue with its sentence and share."""
    by_story: dict[str, list[Mapping[str, Any]]] = {}
    for one in hits:
        if one["is_strongest"]:
            by_story.setdefault(str(one["article_id"]), []).append(one)
    cards = sorted(by_story.values(), key=lambda card: -sum(one["share"] for one in card))
    blocks = []
    for card in cards[:STORIES_MAX]:
        first = card[0]
        head = (
            f"<h3>{escaped(wording.title_of(first['title']))}</h3>"
            f"<p><small>{escaped(first['outlet'])} · {escaped(wording.instant(first['published_at']))} · "
            f"{link(str(first['url']))}</small></p>"
        )
        blocks.append(head + "".join(cue(one, extract_chars) for one in card))
    if len(cards) > STORIES_MAX:
        blocks.append(f"<p>{escaped(wording.stories(len(cards) - STORIES_MAX))} more add less each.</p>")
    return blocks


def cue(one: Mapping[str, Any], extract_chars: int) -> str:
    """A sentence with its words set off, its kind, class and share."""
    start = int(one["sentence_start"])
    text = str(one["sentence"])
    cut = text if not extract_chars or len(text) <= extract_chars else text[:extract_chars]
    span = (int(one["span_start"]) - start, min(int(one["span_end"]) - start, len(cut)))
    marked = highlight.sentence(cut, [(*span, str(one["kind"]), "")] if span[0] < span[1] else [])
    kind = wording.KINDS[Kind(one["kind"])]
    words = f"{kind} +{wording.level(one['share'])} · {wording.class_of(str(one['event_class']), str(one['mode']))}"
    more = " · an extract" if cut != text else ""
    return f"{marked}<p><small>{escaped(words + more)}</small></p>"


def link(url: str) -> str:
    """The address of the original: a link only where it is one of the web."""
    safe = escaped(url)
    return f'<a rel="noreferrer" href="{safe}">{safe}</a>' if url.startswith(("https://", "http://")) else safe


def escaped(text: str) -> str:
    """Text as it is, in HTML."""
    return html.escape(text.translate(highlight.UNSEEN), quote=True)
