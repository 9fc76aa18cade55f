"""What a version of the lexicon moves: days of actors, the hits behind them, and the rules that make the difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import data, selection, wording

if TYPE_CHECKING:
    from dashboard.selection import Selection

DAYS_SHOWN, HITS_SHOWN = 20, 50


def days(version: str, day_count: int) -> None:
    """The days that move most; a choice of the actor shows the hits behind its day."""
    rows = data.frame("version_day_moves", version=version)
    if rows.empty:
        st.caption("No value of the signal moves: what differs does not count.")
        return
    names = names_in(version)
    shown = rows.assign(
        actor=[names.get(str(one), str(one)) for one in rows["actor_id"]],
        day=[wording.day(one) for one in rows["published_on"]],
    )
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    columns = {
        "actor": text("Actor", help="Select one for the hits behind its day"),
        "day": text("Day"),
        "scope": text("Scope"),
        "value_before": number("Before", format="%.2f"),
        "value_after": number("After", format="%.2f"),
        "change": number("Change", format="%+.2f"),
    }
    state = st.dataframe(
        shown,
        column_config=columns,
        column_order=list(columns),
        hide_index=True,
        on_select="rerun",
        selection_mode="single-cell",
        key="version_days",
        alt="Days and actors whose tension moves most.",
        height="content" if len(shown) <= DAYS_SHOWN else 740,
    )
    if len(shown) < day_count:
        st.caption(f"The {len(shown):,} that move most, of {day_count:,}.")
    cells = state["selection"]["cells"] if state else []
    place = next((int(row) for row, column in cells if column == "actor"), None)
    if place is not None:
        chosen = data.records(shown.iloc[[place]])[0]
        address = selection.address_of(actor=chosen["actor_id"], day=chosen["published_on"].date())
        st.switch_page("page/versions.py", query_params=address)


def hits(version: str, hit_count: int, asked: Selection) -> None:
    """The hits that move most: of the day and actor that the address names, or of all."""
    found = data.records(
        data.frame(
            "version_hit_moves",
            version=version,
            actor_id=asked.actor,
            published_on=asked.day,
            window_days=data.window_days(),
            hits_max=HITS_SHOWN,
        )
    )
    names = names_in(version)
    st.subheader(heading(asked, names), anchor=False)
    if asked.actor or asked.day:
        st.page_link("page/versions.py", label="All that moves", query_params={})
    if not found:
        st.caption("None of the hits that are kept for this page.")
    for number, one in enumerate(found):
        hit_card(one, names, key=f"story_moved_{number}")
    if len(found) == HITS_SHOWN and hit_count > HITS_SHOWN:
        st.caption(wording.with_code(f"The {HITS_SHOWN} that move most; `tension diff` lists more."))


def names_in(version: str) -> dict[str, str]:
    """The names of the actors that a version knows, those included that have no series yet."""
    rows = data.frame("version_actors", version=version)
    return dict(zip(rows["actor_id"], rows["name"], strict=True))


def heading(asked: Selection, names: dict[str, str]) -> str:
    """Hits behind North Korea on 28 Dec 2023."""
    if not asked.actor and not asked.day:
        return "The hits that move most"
    who = f" {wording.literal(names.get(asked.actor, 'that actor'))}" if asked.actor else ""
    return f"The hits behind{who}{f' on {wording.day(asked.day)}' if asked.day else ''}"


def hit_card(one: dict[str, Any], names: dict[str, str], *, key: str) -> None:
    """A hit that is gained, lost or changed, with a link to its article."""
    with st.container(border=True, key=key, gap="xsmall"):
        st.page_link(
            "page/article.py",
            label=wording.literal(wording.title_of(one["title"])),
            query_params=selection.address_of(article=one["article_id"]),
        )
        st.caption(wording.literal(f"{one['outlet']} · {wording.day(one['published_on'])} · {wording.moved(one)}"))
        st.text(one["sentence"])
        if one["change"] != "gained":
            st.text(f"Before: {side(one, 'before', names)}")
        if one["change"] != "lost":
            st.text(f"After: {side(one, 'after', names)}")


def side(one: dict[str, Any], which: str, names: dict[str, str]) -> str:
    """What a hit is by one version: rule, class, who does it to whom, and whether it counts."""
    actor, recipient = one[f"actor_{which}"], one[f"recipient_{which}"]
    dyad = wording.dyad(names.get(actor, actor), names.get(recipient, recipient))
    return (
        f"{one[f'cue_{which}']}, {wording.class_of(one[f'class_{which}'])}, {one[f'kind_{which}']}; {dyad}; "
        f"{wording.counts(one[f'intensity_{which}'], one[f'reason_{which}'])}"
    )


def rules(version: str) -> None:
    """What differs, by rule."""
    st.subheader("By rule", anchor=False)
    number, text = st.column_config.NumberColumn, st.column_config.TextColumn
    rows = data.frame("version_rule_moves", version=version)
    st.dataframe(
        rows.assign(event_class=[wording.class_of(str(one)) for one in rows["event_class"]]),
        column_config={
            "event_class": text("Class"),
            "cue_id": text("Rule"),
            "gained_count": number("Gained", format="%d"),
            "lost_count": number("Lost", format="%d"),
            "changed_count": number("Changed", format="%d"),
            "counted_before": number("Counted before", format="%d"),
            "counted_after": number("Count after", format="%d"),
        },
        hide_index=True,
        key="version_rules",
        alt="Hits gained, lost and changed, by rule.",
    )
