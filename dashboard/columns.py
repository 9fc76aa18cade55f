"""Columns that rankings share."""

from __future__ import annotations

from typing import Any

import streamlit as st


def level_columns() -> dict[str, Any]:
    """The columns of a level, its change and its three series, as every ranking has them."""
    number = st.column_config.NumberColumn
    return {
        "tension": number("Tension", format="%.2f", help="Act plus threat, per 1,000 stories"),
        "change": number("Change", format="%+.2f", help="Against one window earlier, per 1,000 stories"),
        "act": number("Act", format="%.2f", help="Conflict that happened, per 1,000 stories"),
        "threat": number("Threat", format="%.2f", help="Conflict threatened, planned or prepared, per 1,000 stories"),
        "deescalation": number(
            "De-escalation", format="%.2f", help="Conflict reversed or restrained, per 1,000 stories"
        ),
    }
