"""What follows from labels is shown with n and interval; nothing that a text says becomes more than text."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dashboard import wording
from dashboard.audit_results import NOBODY
from tests.app.audited import SIZE, begun, judged_home, label_all, order, press, progress, with_sample
from tests.app.conftest import HOSTILE, MARKDOWN, told, with_titles
from tests.app.homes import write_home
from tests.app.test_hostile import OUR_TAGS
from tests.app.test_pages import words
from warehouse.audit.rows import Group, Verdict
from warehouse.audit.store import AuditFile, new_label
from warehouse.clock import utc_now

if TYPE_CHECKING:
    from pathlib import Path

    from tests.app.audited import Visit
    from warehouse.paths import Home


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return judged_home(tmp_path_factory.mktemp("audited"))


@pytest.fixture
def home(audited: Home, tmp_path: Path) -> Home:
    """A home of its own with a sample of thirty, nobody having labelled any."""
    return with_sample(audited, tmp_path)


def test_labels_that_no_longer_apply_are_counted_on_the_page_and_not_asked(
    audited: Home, visit: Visit, tmp_path: Path
) -> None:
    """As after a recode: the sample knows a hit that the warehouse reads otherwise by now, and one that is gone."""
    home = with_sample(audited, tmp_path)
    sample = AuditFile(home.audit).read().samples[0]
    counted = [one for one in sample.drawn if one.item.group is Group.COUNTED][:3]
    changed = {
        counted[0].item: replace(counted[0].item, actor_id="NATO"),
        counted[1].item: replace(counted[1].item, cue_id="assault.other"),
        counted[2].item: replace(counted[2].item, cue_id="assault.another"),
    }
    home.audit.unlink()
    drawn = tuple(replace(one, item=changed.get(one.item, one.item)) for one in sample.drawn)
    AuditFile(home.audit).add_sample(replace(sample, drawn=drawn))
    for one in list(changed.values())[:2]:
        AuditFile(home.audit).add_label(new_label(one.item_id, "Ben", Verdict.RIGHT, at=utc_now()))
    at = begun(visit, home)
    assert f"0 of {SIZE - 3} judged" in progress(at)
    assert "2 more items were judged and no longer apply: 1 read otherwise by now, 1 not found any more." in words(at)


def test_method_says_that_nobody_has_looked(full: Home, visit: Visit) -> None:
    assert "Nobody has looked yet" in words(visit(full, "method"))
    assert f"**Measured precision** \u2003{NOBODY}" in words(visit(full, "article", article=told().article.article_id))


def test_method_and_cards_show_what_was_found_with_n_and_interval(home: Home, visit: Visit) -> None:
    label_all(home, "Ana B.")
    label_all(home, "Ben", verdict=lambda one: Verdict.NOT_SO if one.group is Group.COUNTED else Verdict.SKIPPED)
    at = visit(home, "method")
    assert not at.exception
    shown = words(at)
    assert "30 items of 30 drawn at random were judged by Ana B. and Ben." in shown
    count = sum(one.group is Group.COUNTED for one in order(home))
    assert "**Counted hits right in all** (class, actor and recipient): 50\u00a0% (" in shown
    assert f"; {count} judged)" in shown
    assert f"Ana B. and Ben say the same of 0\u00a0% of {count} counted items; Cohen's kappa 0.00." in shown
    table = next(one.value for one in at.dataframe if "class_right" in one.value)
    assert set(table["of"]) == {"kind", "class", "rule"}
    assert set(table["class_right"]) == {50.0}
    rule = next(one.cue_id for one in order(home) if one.group is Group.COUNTED)
    article_of = next(one for one in order(home) if one.cue_id == rule and one.group is Group.COUNTED).article_id
    card = words(visit(home, "article", article=article_of))
    assert "**Measured precision** \u2003Class right in 50 % (" in card
    assert "actor and recipient right as well in 50" in card


@pytest.fixture(scope="session")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Titles and texts that want to be more than text; those of the file, where it is beside the checkout."""
    payloads = [
        *MARKDOWN,
        "<img src=x onerror=alert(1)> struck",
        '"><script>alert(1)</script> & <b>bold</b> words here',
    ]
    if HOSTILE.exists():
        payloads += json.loads(HOSTILE.read_text(encoding="utf-8"))
    return write_home(tmp_path_factory.mktemp("hostile-audit"), with_titles(payloads))


def test_hostile_text_is_shown_as_text(hostile_home: Home, visit: Visit, tmp_path: Path) -> None:
    home = with_sample(hostile_home, tmp_path, n=24)
    at = begun(visit, home, "<b>:red[Ana]</b>")
    for _ in range(24):
        for one in at.html:
            body = str(one.proto.body)
            if not body.lstrip().startswith("<style"):
                assert "<" not in OUR_TAGS.sub("", body)
        press(at, "1")
    assert at.success
    assert "<b>:red[Ana]</b>" in AuditFile(home.audit).read().labellers
    method = visit(home, "method")
    assert not method.exception
    assert f"judged by {wording.literal('<b>:red[Ana]</b>')}." in "".join(one.value for one in method.markdown)
