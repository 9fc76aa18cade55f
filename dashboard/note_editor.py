"""Notes on an actor's days: those there are, a form for one more, and a field for a whole list."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import actor_reads, data, notes, wording

if TYPE_CHECKING:
    from datetime import date

    from dashboard.data import Calendar
    from dashboard.selection import Selection

SAID = "note_said"
LISTED_MAX = 100


def show(chosen: Selection, name: str, on: date, calendar: Calendar) -> None:
    """The list and the forms."""
    path = actor_reads.notes_file()
    try:
        own = notes.of_actor(notes.read(path), chosen.actor)
    except notes.NotesRefused as refused:
        st.warning(wording.literal(str(refused)), icon=":material/edit_off:")
        return
    if said := st.session_state.pop(SAID, ""):
        st.warning(wording.literal(said), icon=":material/edit_off:")
    st.caption("Notes are kept on this server, shown to everybody who looks, and never read by the signal.")
    is_open = data.settings().notes_are_open
    if is_open:
        form(name, chosen.actor, on, calendar)
    else:
        st.caption("Whoever runs this dashboard has closed the notes; nothing can be added here.")
    for one in own[-LISTED_MAX:]:
        row(one, is_open=is_open)
    if len(own) > LISTED_MAX:
        st.caption(f"The {LISTED_MAX} newest of {len(own):,}.")
    public = [one for one in actor_reads.flags(chosen, calendar.first, calendar.last) if one.what == "event"]
    if public:
        st.subheader("Public events", anchor=False)
        st.caption("Chosen before any series was looked at; the signal is checked against them.")
        for event in public:
            st.text(f"{wording.day(event.on)}  {event.text}")


def form(name: str, actor_id: str, on: date, calendar: Calendar) -> None:
    """One note, or a list of them."""
    with st.form("note_form", border=False):
        with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
            st.date_input(
                "Day", value=on, min_value=calendar.first, format="YYYY-MM-DD", key="note_day", required=True, width=150
            )
            st.text_input("What happened", key="note_text", max_chars=notes.TEXT_MAX, width=420)
        with st.expander("Or a whole list"):
            st.text_area(
                "A line each, as: 2023-12-28 what happened", key="note_list", max_chars=notes.ADDED_MAX * notes.TEXT_MAX
            )
        st.checkbox("On the chart of every actor", key="note_for_all", help=wording.literal(f"Else of {name} alone"))
        st.form_submit_button("Add", icon=":material/add:", on_click=take, args=(actor_id,))


def take(actor_id: str) -> None:
    """Keep what was typed; where it cannot be kept, say why and leave it in the form."""
    state = st.session_state
    whose = notes.EVERYBODY if state.get("note_for_all") else actor_id
    listed = str(state.get("note_list") or "")
    try:
        found = (
            notes.made_of_list(listed, whose)
            if listed.strip()
            else [notes.made(state["note_day"], str(state.get("note_text") or ""), whose)]
        )
        notes.add(actor_reads.notes_file(), found)
    except notes.NotesRefused as refused:
        state[SAID] = str(refused)
    else:
        state["note_text"] = state["note_list"] = ""


def row(one: notes.Note, *, is_open: bool) -> None:
    """A note as it was typed, and a button to take it away."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key=f"note_{one.note_id}"):
        if is_open:
            st.button(
                "Remove",
                key=f"note_remove_{one.note_id}",
                icon=":material/delete:",
                type="tertiary",
                help=f"Remove the note of {wording.day(one.on)}",
                on_click=drop,
                args=(one.note_id,),
            )
        st.text(f"{wording.day(one.on)}  {wording.title_of(one.text)}{'' if one.actor_id else '  (every actor)'}")


def drop(note_id: str) -> None:
    """Take a note away."""
    try:
        notes.remove(actor_reads.notes_file(), note_id)
    except notes.NotesRefused as refused:
        st.session_state[SAID] = str(refused)
