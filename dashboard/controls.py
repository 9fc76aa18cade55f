"""Controls that stand in the address: what is chosen is written there, and what is written there is chosen.

Streamlit's own binding writes the label that people read ("North Korea"); addresses carry ids, which last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard import selection, wording
from warehouse.terms import Role, Scope

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date


def role(chosen: str) -> str:
    """Whether the actor acts, is targeted, or either."""
    return choice("Role", "role", selection.ROLES, chosen, label=lambda one: wording.ROLES[Role(one)])


def scope(chosen: str) -> str:
    """Between states or within one: two series that are never mixed."""
    return choice("Scope", "scope", selection.SCOPES, chosen, label=lambda one: wording.SCOPES[Scope(one)])


def choice(
    name: str, key: str, options: Sequence[str], chosen: str, *, label: Callable[[str], str], default: str = ""
) -> str:
    """One of a few; the first by default, or the one that is named."""
    settle(key, chosen)
    picked = st.segmented_control(
        name, options, required=True, format_func=label, key=key, on_change=write, args=(key, default or options[0])
    )
    return picked or default or options[0]


def entry(name: str, key: str, labels: Mapping[str, str], chosen: str, *, placeholder: str, width: int = 240) -> str:
    """One of many by its id, or empty."""
    settle(key, chosen if chosen in labels else None)
    picked = st.selectbox(
        name,
        list(labels),
        index=None,
        format_func=lambda one: labels.get(one, one),
        placeholder=placeholder,
        key=key,
        on_change=write,
        args=(key, None),
        width=width,
    )
    return picked or ""


def day(name: str, key: str, chosen: date, bounds: tuple[date, date], *, default: date | None) -> date:
    """A day within bounds, both included. It leaves the address where it equals `default`."""
    settle(key, chosen)
    picked = st.date_input(
        name,
        value=None,
        min_value=bounds[0],
        max_value=bounds[1],
        format="YYYY-MM-DD",
        key=key,
        on_change=write,
        args=(key, default),
        width=150,
    )
    return picked or chosen


def settle(key: str, value: Any) -> None:
    """Let the control show what the address says.

    Set on every run: a control of the same key on the page before leaves its value behind for a moment.
    """
    st.session_state[key] = value


def write(key: str, default: Any) -> None:
    """Put a choice into the address; the default leaves it."""
    put(key, st.session_state.get(key), default=default)


def put(name: str, value: Any, *, default: Any = None) -> None:
    """Put a value into the address, or take it out.

    What stands there already is not written again: each write is an entry in the browser's history, and one that
    arrives after the reader has gone on to another page spoils the way back.
    """
    wanted = None if value is None or value == default else str(value)
    if st.query_params.get(name) == wanted:
        return
    if wanted is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = wanted


def put_all(values: Mapping[str, Any]) -> None:
    """Put several values into the address at once, or take them out (None): one entry in the browser's history.

    Also the way to another view of the same page: a link to the page that one is on leaves the address as it was.
    """
    now = st.query_params.to_dict()
    wanted = now | {name: str(value) for name, value in values.items() if value is not None}
    wanted = {name: value for name, value in wanted.items() if values.get(name, "") is not None}
    if wanted != now:
        st.query_params.from_dict(wanted)


def kept(name: str, value: str, default: str) -> dict[str, str]:
    """A parameter for a link; none for the default.

    Streamlit puts the parameters of a switched page into the history of the page before, too: giving that page's
    own along keeps its view on the way back.
    """
    return {} if value == default else {name: value}
