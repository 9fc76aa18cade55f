"""The method page tells how the signal was held against what happened, or that it was not."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from tests.app.conftest import copied
from tests.app.homes import LEXICON, PARAMETERS, some_days, write_home
from warehouse.clock import utc_now
from warehouse.validation import AlertRow, EventRow, MeasureRow, Validation, ValidationRow, store_validation
from warehouse.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from warehouse.paths import Home

    Visit = Callable[..., AppTest]


def measure(statistic: str, value: float | None, **more: object) -> MeasureRow:
    row = {
        "subject": "ten countries",
        "series": "signal",
        "kind": "tension",
        "reference": "GPRC",
        "low": 0.1,
        "high": 0.9,
    }
    return MeasureRow(**{**row, "statistic": statistic, "value": value, "n": 48, **more})  # type: ignore[arg-type]


FOUND = Validation(
    run=ValidationRow(
        measured_at=utc_now(), gpr_source="folder", gpr_digest="0", first_on=date(2023, 1, 1),
        last_on=date(2023, 12, 28), event_digest="0", lit_min=3.0,
    ),
    measures=[
        measure("Spearman of levels", 0.64),
        measure("Spearman of levels", 0.57, series="share of stories with a war word", kind=""),
        measure("Spearman of levels", -0.31, subject="UKR", reference="GPRC_UKR"),
        measure("Spearman at the best lag", 0.7, subject="UKR", reference="GPRC_UKR", lag_months=-1),
        measure("Spearman of 7-day values", None, subject="global", reference="GPRD", low=None, high=None),
        measure("share flagged", 0.75, subject="events", kind="", reference="listed events"),
        measure("false alerts per actor and year", None, subject="alerts", kind="conflict", low=None, high=None),
    ],
    events=[
        EventRow(
            event_id="one", happened_on=date(2023, 12, 5), kind="threat", actors=["RUS", "UKR"],
            what="A *bold* threat.", source="widely reported", how="fresh", actor_id="RUS", series_kind="threat",
            lit_on=date(2023, 12, 6), surprise=4.2,
        )
    ],
    alerts=[
        AlertRow(
            actor_id="RUS", series="conflict", began_on=date(2023, 12, 6), ended_on=date(2023, 12, 6),
            peak_on=date(2023, 12, 6), peak_surprise=4.2, event_id="one",
        )
    ],
)  # fmt: skip


@pytest.fixture
def validated(tmp_path: Path) -> Home:
    home = write_home(tmp_path, some_days(12))
    with Writer(
        home, command="validate", profile="demo", product_version="0", lexicon=LEXICON, parameters=PARAMETERS
    ) as writer:
        store_validation(writer, FOUND)
        writer.publish()
    return home


def test_validation_is_shown_with_its_meaning(validated: Home, visit: Visit) -> None:
    at = visit(validated, "method")
    assert not at.exception
    assert any("The events were written down before" in str(one.value) for one in at.text)
    tables = {tuple(one.value.columns): one.value for one in at.dataframe}
    held = tables["Held against", "Series", "Figure", "Interval", "n"]
    assert list(held["Series"])[:2] == ["signal", "share of stories with a war word"]
    assert list(held["Figure"]) == ["0.64", "0.57", "too little"]
    assert list(held["Interval"]) == ["0.10 to 0.90", "0.10 to 0.90", ""]
    (country,) = next(one for names, one in tables.items() if names[0] == "Country").to_dict("records")
    assert (country["Country"], country["Level"], country["Index later by, months"]) == ("Ukraine", "\u22120.31", -1)
    (event,) = tables["Day", "What", "Actors", "Seen", "Surprise", "Public by"].to_dict("records")
    assert (event["Actors"], event["Seen"]) == ("Russia, Ukraine", "flagged: newly lit")


def test_page_without_a_validation_says_how_to_make_one(full: Home, tmp_path: Path, visit: Visit) -> None:
    at = visit(copied(full, tmp_path), "method")
    assert not at.exception
    assert any("not been held against anything" in str(one.value) for one in at.info)
    assert any("tension validate" in str(one.value) for one in at.markdown)
