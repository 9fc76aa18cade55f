"""Short lists beside the map: who rose and why, who fell, which dyads rose, and what changed since the last visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import data, dyad_list, ranking, theatre_list, wording
from dashboard.headline import MOVE_MIN

if TYPE_CHECKING:
    from datetime import date

    import pandas as pd

    from dashboard.selection import Selection

MOVERS = 5
REASONS = 2


def heating(ranked: pd.DataFrame, on: date, chosen: Selection) -> None:
    """The largest rises, each with what made it."""
    rows = ranked[ranked["change"] > MOVE_MIN].nlargest(MOVERS, "change")
    why = data.reasons(list(rows["actor_id"]), on, role=chosen.role, scope=chosen.scope, per_actor=REASONS)
    with panel("Heating up", "heating_up", len(rows), none="No actor rose."):
        for one in rows.itertuples():
            mover(one, on, chosen)
            for number, reason in enumerate(why.get(str(one.actor_id), ())):
                with st.container(key=f"reason_{one.actor_id}_{number}"):
                    st.page_link(
                        "page/article.py",
                        label=wording.literal(because(reason)),
                        icon="",
                        query_params={"article": reason["article_id"]},
                    )


def because(reason: dict[str, Any]) -> str:
    """Attacks (airstrike) Ukraine: 9 stories; attacks (airstrike), by Russia: 9 stories."""
    deed = wording.class_of(reason["event_class"], reason["mode"])
    is_acting, other = reason["part"] == "actor", reason["other"]
    if is_acting:
        what = f"{deed} {wording.ARROW} {other}" if other else deed
    else:
        what = f"{other} {wording.ARROW} {deed}" if other else f"target: {deed}"
    return f"{what}, {wording.stories(reason['story_count'])}"


def cooling(ranked: pd.DataFrame, on: date, chosen: Selection) -> None:
    """The largest falls."""
    rows = ranked[ranked["change"] < -MOVE_MIN].nsmallest(MOVERS, "change")
    with panel("Cooling", "cooling", len(rows), none="No actor fell."):
        for one in rows.itertuples():
            mover(one, on, chosen)


def panel(name: str, key: str, count: int, *, none: str, note: str = "") -> Any:
    """A box with a heading, and a word where it is empty."""
    box = st.container(border=True, key=key, gap="xsmall")
    box.header(name, anchor=False)
    box.caption((note or f"Change {wording.UNIT} in {data.window_days()} days") if count else none)
    return box


def mover(one: Any, on: date, chosen: Selection) -> None:
    """One actor with its change, linked."""
    with line():
        ranking.link(one.actor_id, one.name, on, chosen)
        st.text(wording.change(one.change), text_alignment="right")


def line() -> Any:
    """Something, and its number at the right."""
    return st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center", wrap=False, gap="small"
    )


def dyads(on: date, chosen: Selection, shown: set[str]) -> None:
    """Pairs that rose most, of those in which an actor that is shown takes part."""
    rows = data.rising_dyads(on, scope=chosen.scope)
    rows = rows[rows["actor_id"].isin(shown) | rows["recipient_id"].isin(shown)].head(MOVERS)
    with panel("Rising dyads", "rising_dyads", len(rows), none="No dyad rose."):
        for one in data.records(rows):
            with line():
                st.page_link(
                    "page/dyad.py",
                    label=wording.literal(wording.dyad(one["actor"], one["recipient"])),
                    icon="",
                    query_params=dyad_list.way(one["actor_id"], one["recipient_id"], on, chosen),
                )
                st.text(wording.change(one["change"]), text_alignment="right")


def theatres(on: date, chosen: Selection) -> None:
    """Places that rose most: filters of actors do not touch them."""
    rows = data.rising_theatres(on, scope=chosen.scope).head(MOVERS)
    with panel("Rising theatres", "rising_theatres", len(rows), none="No theatre rose."):
        for one in data.records(rows):
            with line():
                st.page_link(
                    "page/theatre.py",
                    label=wording.literal(one["name"]),
                    icon="",
                    query_params=theatre_list.way(one["theatre_id"], on, chosen),
                )
                st.text(wording.change(one["change"]), text_alignment="right")


@dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """The view to compare with: a day, and how it was chosen, in words."""

    day: date
    words: str


def since(ranked: pd.DataFrame, on: date, chosen: Selection, earlier: Since) -> None:
    """What changed since a day: whose level differs most, and who came among the first ten."""
    with st.container(border=True, key="since_box", gap="xsmall"):
        st.header("What changed", anchor=False)
        st.caption(wording.literal(earlier.words))
        if earlier.day >= on:
            st.text("No newer day has come since.")
            return
        before = data.levels(earlier.day, role=chosen.role, scope=chosen.scope)
        rows = differences(ranked, before)
        for one in rows.head(MOVERS).itertuples():
            with line():
                ranking.link(str(one.actor_id), str(one.name), on, chosen)
                st.text(f"{wording.level(one.before)} {wording.ARROW} {wording.level(one.tension)}")  # type: ignore[arg-type]
        risen = newcomers(ranked, before)
        if risen:
            st.caption(wording.literal(f"New among the first ten: {wording.names(risen)}."))
        if rows.empty:
            st.text("No level changed.")


def differences(ranked: pd.DataFrame, before: pd.DataFrame) -> pd.DataFrame:
    """Actors of a ranking whose level differs from an earlier one, what changed most first. Who was not there had 0."""
    rows = ranked[ranked["tension"].notna()].merge(
        before[["actor_id", "tension"]].rename(columns={"tension": "before"}), on="actor_id", how="left"
    )
    rows["before"] = rows["before"].fillna(0.0)
    rows["size"] = (rows["tension"] - rows["before"]).abs()
    return rows[rows["size"] > MOVE_MIN].sort_values("size", ascending=False, kind="stable")


def newcomers(ranked: pd.DataFrame, before: pd.DataFrame, first: int = 10) -> list[str]:
    """Names among the first ten that were not there before."""
    old = set(before.head(first)["actor_id"])
    top = ranked[ranked["tension"] > 0].head(first)
    return [str(one) for one in top[~top["actor_id"].isin(old)]["name"]]
