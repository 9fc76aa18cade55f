"""People look at a random sample, one item at a time and by keyboard alone, and say what is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard import audit_data, audit_item, chrome, controls, wording
from dashboard.audit_results import no_longer
from warehouse.audit.rows import LABELLER_CHARS_MAX, VERDICTS, WITH_CLASS, Verdict, labeller_of
from warehouse.errors import AuditUnreadable, WarehouseError
from warehouse.terms import QUAD_CLASSES, EventClass, QuadClass

if TYPE_CHECKING:
    from warehouse.audit.rows import Item
    from warehouse.audit.store import Audit
    from warehouse.reader import Freshness

LABELS = {
    Verdict.RIGHT: "Right",
    Verdict.WRONG_CLASS: "Wrong class",
    Verdict.WRONG_ACTOR: "Wrong actor",
    Verdict.WRONG_RECIPIENT: "Wrong recipient",
    Verdict.NOT_SO: "Not so",
    Verdict.RIGHTLY_SUPPRESSED: "Rightly suppressed",
    Verdict.WRONGLY_SUPPRESSED: "Wrongly suppressed",
    Verdict.RIGHTLY_SILENT: "Rightly silent",
    Verdict.MISSED: "Missed",
    Verdict.SKIPPED: "Skip",
}
# Streamlit keeps C and R for itself.
CONFLICT_KEYS, COOPERATION_KEYS = "123456789", "ASDFGHJ"
SKIP_KEY, UNDO_KEY, BACK_KEY, CANNOT_SAY_KEY, OTHER_NAME_KEY, SKIPPED_KEY = "S", "U", "B", "0", "N", "K"
KNOWN_NAMES_MAX = 9
WIDTH = 820
GUIDE = """\
- **Right**: the words tell of this class of event, it counts, and actor and recipient are who they are said to be
  (nobody, where the sentence and what stands before it name nobody).
- **Wrong class**: an event is told and counts, but of another class. You are asked which.
- **Wrong actor**, **wrong recipient**: the event is right and the party is not. Where both are wrong, say actor.
- **Not so**: nothing of the kind is said, or it does not count: it is denied, long past, only possible, or no politics.
- **Rightly suppressed**: it must not count, for this or for another reason. **Wrongly suppressed**: it should count.
- **Missed**: the outlined sentence tells of an event that should count. **Rightly silent**: it tells of none.
- **Skip** what you cannot tell. Judge by the paragraph; the link leads to the whole article.
"""


def show(_: Freshness) -> None:
    """Who labels, then one item after the other."""
    st.title("Audit", anchor=False)
    try:
        audit = audit_data.audit()
    except AuditUnreadable as error:
        # Not the frame's own failure: that one tries again as soon as the warehouse can be read, which it can.
        st.error(wording.literal(error.message), icon=":material/rule:")
        st.markdown(wording.with_code(error.hint))
        return
    trouble(audit)
    if not audit.samples:
        chrome.empty(
            "No sample was drawn yet. An audit begins with a random one.",
            hint="Run `tension audit sample --n 200`: it draws hits and sentences of your articles to be judged.",
        )
        return
    labeller = who(audit)
    if not labeller:
        ask_name(audit)
        return
    with st.container(width=WIDTH, key="audit_item"):
        waiting = audit_data.queue(labeller, with_skipped=bool(st.session_state.get("audit_with_skipped")))
        progress(audit, labeller, waiting)
        if waiting:
            audit_item.show_item(waiting[0])
            buttons(waiting[0], labeller)
        else:
            done(audit, labeller)
        own_controls(audit, labeller)
        with st.expander("What to call what", key="audit_guide"):
            st.markdown(GUIDE)


def trouble(audit: Audit) -> None:
    """What could not be written or read."""
    failed = st.session_state.pop("audit_failed", "")
    if failed:
        st.error(wording.literal(failed), icon=":material/save:")
    if audit.damaged_count:
        lines = wording.count(audit.damaged_count, "line")
        st.warning(f"{lines} of the file of labels cannot be read and are left out.", icon=":material/rule:")


def who(audit: Audit) -> str:
    """Who labels in this session: as said here, or as the address says where that name has labelled before."""
    name = str(st.session_state.get("audit_labeller", ""))
    if not name and st.query_params.get("labeller") in audit.labellers:
        name = st.query_params["labeller"]
        st.session_state["audit_labeller"] = name
    if name:
        controls.put("labeller", name)
    return name


def ask_name(audit: Audit) -> None:
    """A name, so that what two people say can be compared; those known are a key away."""
    st.text(f"{wording.count(len(audit.items), 'item')} of your articles are waiting to be judged. Who are you?")
    for number, name in enumerate(audit.labellers[:KNOWN_NAMES_MAX], start=1):
        st.button(
            wording.literal(name), key=f"audit_known_{number}", shortcut=str(number), on_click=begin, args=(name,)
        )
    with st.form("audit_who", border=False):
        st.text_input(
            "Your name or initials", key="audit_name", max_chars=LABELLER_CHARS_MAX, width=320,
            help="It stands beside your labels in a file of this home, and nowhere else.",
        )  # fmt: skip
        st.form_submit_button("Begin", on_click=begin)


def begin(name: str = "") -> None:
    """Take the name."""
    st.session_state["audit_labeller"] = labeller_of(name or str(st.session_state.get("audit_name", "")))


def leave() -> None:
    """Let somebody else label."""
    for name in ("audit_labeller", "audit_with_skipped", "audit_class_of"):
        st.session_state.pop(name, None)
    controls.put("labeller", None)


def progress(audit: Audit, labeller: str, waiting: list[Item]) -> None:
    """How far the labeller is."""
    said = list(audit.labels_of(labeller).values())
    skipped = sum(one.verdict is Verdict.SKIPPED for one in said)
    left = len(waiting)
    total = len(said) + left if not st.session_state.get("audit_with_skipped") else len(said) - skipped + left
    judged = len(said) - skipped
    words = f"{wording.literal(labeller)}: {judged:,} of {total:,} judged, {skipped:,} skipped"
    st.progress(min(1.0, judged / total) if total else 1.0, text=words)


def buttons(item: Item, labeller: str) -> None:
    """What can be said of an item, each with its key.

    The keys of Streamlit's are the item's: a key pressed twice says one thing of one item, and nothing of the next,
    which nobody has read yet.
    """
    asked = st.session_state.get("audit_class_of")
    if asked is not None and asked[0] == item.item_id:
        class_buttons(item, labeller, asked[1])
        return
    with st.container(horizontal=True, gap="small", key="audit_verdicts"):
        for number, verdict in enumerate(VERDICTS[item.group], start=1):
            st.button(
                LABELS[verdict],
                key=f"audit_{verdict.name.lower()}_{item.item_id}",
                shortcut=str(number),
                on_click=ask_class if verdict in WITH_CLASS else say,
                args=(item.item_id, labeller, verdict),
            )
        st.button(
            LABELS[Verdict.SKIPPED], key=f"audit_skip_{item.item_id}", shortcut=SKIP_KEY, type="tertiary",
            on_click=say, args=(item.item_id, labeller, Verdict.SKIPPED),
        )  # fmt: skip


def class_buttons(item: Item, labeller: str, verdict: Verdict) -> None:
    """The sixteen classes, conflict first."""
    st.text("Which class is told in truth?")
    by_side: dict[bool, list[EventClass]] = {True: [], False: []}
    for one, quad in QUAD_CLASSES.items():
        by_side[quad in {QuadClass.VERBAL_CONFLICT, QuadClass.MATERIAL_CONFLICT}].append(one)
    for is_conflict, keys in ((True, CONFLICT_KEYS), (False, COOPERATION_KEYS)):
        with st.container(horizontal=True, gap="small", key=f"audit_classes_{'conflict' if is_conflict else 'ease'}"):
            for one, key in zip(by_side[is_conflict], keys, strict=True):
                st.button(
                    wording.CLASSES[one].capitalize(),
                    key=f"audit_class_{one.value}_{item.item_id}",
                    shortcut=key,
                    disabled=verdict is Verdict.WRONG_CLASS and one.value == item.event_class,
                    on_click=say,
                    args=(item.item_id, labeller, verdict, one.value),
                )
    with st.container(horizontal=True, gap="small", key="audit_class_ways"):
        st.button(
            "Cannot say", key=f"audit_class_none_{item.item_id}", shortcut=CANNOT_SAY_KEY,
            on_click=say, args=(item.item_id, labeller, verdict),
        )  # fmt: skip
        st.button("Back", key=f"audit_back_{item.item_id}", shortcut=BACK_KEY, type="tertiary", on_click=forget_class)


def ask_class(item_id: str, _labeller: str, verdict: Verdict) -> None:
    """Ask for the class before anything is written."""
    st.session_state["audit_class_of"] = (item_id, verdict)


def forget_class() -> None:
    """Go back to the verdicts."""
    st.session_state.pop("audit_class_of", None)


def say(item_id: str, labeller: str, verdict: Verdict, event_class: str = "") -> None:
    """Write a label down, or keep why it could not be: the item is then asked again."""
    forget_class()
    try:
        audit_data.say(item_id, labeller, verdict, event_class)
    except WarehouseError as error:
        st.session_state["audit_failed"] = f"Not written. {error}"


def undo(labeller: str) -> None:
    """Take the last label back; its item is shown again."""
    forget_class()
    try:
        audit_data.undo(labeller)
    except WarehouseError as error:
        st.session_state["audit_failed"] = f"Not taken back. {error}"


def own_controls(audit: Audit, labeller: str) -> None:
    """Undo, and somebody else."""
    said = list(audit.labels_of(labeller).values())
    last = f"Undo “{LABELS[said[-1].verdict].lower()}”" if said else "Undo"
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="audit_ways"):
        st.button(
            last, key="audit_undo", shortcut=UNDO_KEY, icon=":material/undo:", disabled=not said,
            on_click=undo, args=(labeller,),
        )  # fmt: skip
        st.button("Somebody else", key="audit_leave", shortcut=OTHER_NAME_KEY, type="tertiary", on_click=leave)
    lost = no_longer(audit_data.results())
    if lost:
        st.caption(lost)


def done(audit: Audit, labeller: str) -> None:
    """Nothing is waiting: say so, and where what follows is told."""
    skipped = sum(one.verdict is Verdict.SKIPPED for one in audit.labels_of(labeller).values())
    st.success("Everything that was drawn is judged or skipped.", icon=":material/done_all:")
    if skipped:
        st.button(
            f"Look at the {wording.count(skipped, 'skipped item')}",
            key="audit_with_skipped_button", shortcut=SKIPPED_KEY, on_click=with_skipped,
        )  # fmt: skip
    st.page_link("page/method.py", label="What follows from it", icon=":material/function:")


def with_skipped() -> None:
    """Show what was skipped again."""
    st.session_state["audit_with_skipped"] = True


chrome.page(show)
