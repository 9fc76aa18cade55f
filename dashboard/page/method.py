"""How the signal is computed, in words and as a formula, with the numbers in force."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import audit_results, chrome, data, validation, wording
from warehouse.terms import Kind

if TYPE_CHECKING:
    from warehouse.reader import Freshness

WIDTH = 760
STEPS = """\
1. **Read.** Each article is cleaned to plain text. Only its title and the beginning of its body count, in every outlet
   alike; the table of numbers says how many characters.
2. **Find cues.** A lexicon of rules finds words that tell of conflict or of its easing, and says who does it to whom.
3. **Weigh.** Each cue has a weight from -10 (conflict) to 10 (cooperation) and a certainty. Its intensity is
   weight / 10 x certainty without the sign, from 0 to 1.
4. **Take the strongest.** Per story, actor, role and kind only the strongest cue counts, so that long articles do not
   win.
5. **Count a story once.** Copies of a story count once per outlet. A copy more than 72 hours after the first is a
   republication and never counts.
6. **Share.** Intensities are summed per outlet over the window and divided by all stories of that outlet, the
   irrelevant ones included.
7. **One level.** Some outlets tell of war ten times as often as others. Each is brought to the panel's level, measured
   once over its first 90 days; a new outlet takes no part before, so no signal moves because a feed was added.
8. **Mean over outlets.** The shares of all outlets that take part are averaged and told per 1,000 stories. No outlet
   outweighs another.
9. **Band.** The 90 % band says how far the value may be off because only so many stories were seen.
10. **Surprise.** How far a value is from the median of the year before, in the spread of that year (or in the error
    that so few stories have at that median, where that is wider). From 60 complete days and 3 stories of
    2 outlets on.
11. **Outage.** A day on which most outlets that should have spoken were silent is left out: that is no calm.
12. **Keep what was said.** When a value changes later, both are kept with the day and the cause.
"""
FORMULA = r"v(t) = \frac{1000}{|S|}\sum_{s \in S} g(s)\,\frac{\sum_{d=t-w+1}^{t} y(s,d)}{\sum_{d=t-w+1}^{t} N(s,d)}"
SUPPRESSED = (
    "Some cues are found and do not count. They are kept and shown greyed, with the reason: the words deny it, make it "
    "depend on a condition, tell of something long past, or ask. A conditional warning said by one to another is a "
    "threat all the same."
)


def show(freshness: Freshness) -> None:
    """Steps, formula, parameters, kinds, suppression, quality, lexicon."""
    st.title("How the signal is made", anchor=False)
    st.markdown(STEPS, width=WIDTH)
    st.header("Formula", anchor=False)
    st.latex(FORMULA, width=WIDTH)
    st.text(
        "v is the value on day t; S the outlets that take part; w the days of the window; y the summed intensity "
        "of an outlet on a day; N its stories that day; g what brings the outlet to the panel's level. "
        "Tension is act plus threat; de-escalation is never "
        "subtracted from it.",
        width=WIDTH,
    )
    parameters()
    pairs("The three series", [(wording.KINDS[kind], wording.KIND_NOTES[kind]) for kind in Kind])
    st.header("Suppressed cues", anchor=False)
    st.text(SUPPRESSED, width=WIDTH)
    pairs("Quality of a day", [tuple(words.split(": ", 1)) for words in wording.QUALITIES.values()])
    validation.show()
    audit_results.show_results()
    st.header("Lexicon", anchor=False)
    st.text(
        f"Version {freshness.lexicon_version or 'unknown'}: a hash of all its rules and names. "
        "Each coded row carries the version that made it.",
        width=WIDTH,
    )
    for sentence in wording.other_versions(data.records(data.frame("versions"))):
        st.text(sentence, width=WIDTH)
    st.page_link("page/versions.py", label="Versions of the lexicon, and what another one would move")


def parameters() -> None:
    """The numbers in force."""
    st.header("Numbers in force", anchor=False)
    rows = data.frame("parameters")
    if rows.empty:
        chrome.empty("No parameter is recorded yet.")
        return
    shown = rows.assign(name=rows["name"].str.replace("_", " "))
    st.dataframe(
        shown,
        column_config={
            "name": st.column_config.TextColumn("Name", width=180),
            "value": st.column_config.NumberColumn("Value", format="%g", width=90),
            "note": st.column_config.TextColumn("What it does, and its unit", width="large"),
        },
        hide_index=True,
        key="parameters",
        width=WIDTH,
        alt="Parameters of the formula with their values.",
    )


def pairs(heading: str, rows: list[tuple[str, ...]]) -> None:
    """Words and what they mean."""
    st.header(heading, anchor=False)
    with st.container(gap="xxsmall"):
        for name, meaning in rows:
            st.markdown(f"**{name[0].upper()}{name[1:]}.** {meaning[0].upper()}{meaning[1:]}.", width=WIDTH)


chrome.page(show)
