"""Homes with a sample that is to be judged, and what somebody does at the audit page: the keys they press."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from etl.audit.sample import draw_sample
from tests.app.conftest import told
from tests.app.homes import LAST_DAY, Said, article, some_days, write_home
from warehouse.audit.rows import Group, Verdict
from warehouse.audit.store import Audit, AuditFile, new_label
from warehouse.clock import utc_now
from warehouse.paths import Home
from warehouse.reader import Reader
from warehouse.terms import Modality

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from warehouse.audit.rows import Item

    Visit = Callable[..., AppTest]

SIZE = 30


def judged_home(root: Path) -> Home:
    """Sixty stories, some with suppressed cues. Tests take it by `with_sample` before they label anything."""
    denied = [
        article(
            LAST_DAY - timedelta(days=back),
            "Cape Herald",
            [Said(cue_id="threaten.warn", actor="PRK", modality=(Modality.NEGATED,), reason="negated")],
            number=500 + back,
        )
        for back in range(4)
    ]
    return write_home(root, [*some_days(4), *denied, told()])


def with_sample(source: Home, root: Path, *, n: int = SIZE) -> Home:
    home = Home(root / "home")
    home.root.mkdir()
    # What is published names its texts by their full path.
    home.published.symlink_to(source.published)
    home.segments.symlink_to(source.segments)
    reader = Reader(home)
    AuditFile(home.audit).add_sample(draw_sample(reader, Audit(), n=n, seed="1", at=utc_now()))
    reader.close()
    return home


def order(home: Home) -> list[Item]:
    """The items as they are shown."""
    return [one.item for one in AuditFile(home.audit).read().samples[-1].drawn]


def label_all(home: Home, labeller: str, *, but: int = 0, verdict: Callable[[Item], Verdict] | None = None) -> None:
    """Label every item but the last few."""
    right = {
        Group.COUNTED: Verdict.RIGHT,
        Group.SUPPRESSED: Verdict.RIGHTLY_SUPPRESSED,
        Group.UNFLAGGED: Verdict.RIGHTLY_SILENT,
    }
    items = order(home)
    for one in items[: len(items) - but]:
        said = verdict(one) if verdict else right[one.group]
        AuditFile(home.audit).add_label(new_label(one.item_id, labeller, said, at=utc_now()))


def begun(visit: Visit, home: Home, name: str = "Ana B.") -> AppTest:
    """The page after somebody gave a name."""
    at = visit(home, "audit")
    at.text_input(key="audit_name").set_value(name)
    next(one for one in at.button if one.label == "Begin").click().run()
    assert not at.exception
    return at


def press(at: AppTest, key: str) -> AppTest:
    """What the key does: the one button that has it."""
    (button,) = [one for one in at.button if one.proto.shortcut == key.lower()]
    button.click().run()
    assert not at.exception
    return at


def keys(at: AppTest) -> list[str]:
    return [one.proto.shortcut for one in at.button if one.proto.shortcut]


def said(home: Home, labeller: str = "Ana B.") -> list[tuple[str, Verdict, str]]:
    """What somebody has said, in its order."""
    labels = AuditFile(home.audit).read().labels_of(labeller).values()
    return [(one.item_id, one.verdict, one.event_class) for one in labels]


def until(at: AppTest, home: Home, group: Group) -> Item:
    """Go on by keys until an item of the group is shown."""
    done = {item_id for item_id, *_ in said(home)}
    for one in order(home):
        if one.item_id in done:
            continue
        if one.group is group:
            return one
        press(at, "1")
    raise AssertionError(f"the sample has no more {group} items")


def progress(at: AppTest) -> str:
    """What stands on the bar."""
    return str(at.get("progress")[0].proto.text).replace("\\", "")
