"""Dates as feeds write them; the numbers are those of the list of faults."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta

import pytest

from etl.evaluation.day_of_news import date_forms, judgement, ours_read
from etl.stages.dates import date_of, read_date

RECEIVED_AT = datetime(2026, 10, 7)
TEN = datetime(2026, 10, 6, 10)


def read(raw: str) -> datetime | None:
    return read_date(raw, received_at=RECEIVED_AT)


@pytest.mark.parametrize(
    ("raw", "hours"),
    [
        ("Tue, 06 Oct 2026 10:00:00 GMT", 0),
        ("Tue, 06 Oct 2026 10:00:00 Z", 0),
        ("Tue, 06 Oct 2026 10:00:00", 0),
        ("Tue, 06 Oct 2026 10:00:00 +0900", -9),
        ("Tue, 06 Oct 2026 10:00:00 +0900 (KST)", -9),
        ("Tue, 06 Oct 2026 10:00:00 KST", -9),
        ("Tue, 06 Oct 2026 10:00:00 JST", -9),
        ("Tue, 06 Oct 2026 10:00:00 MSK", -3),
        ("Tue, 06 Oct 2026 10:00:00 CEST", -2),
        ("Tue, 06 Oct 2026 10:00:00 AEST", -10),
        ("Tue, 06 Oct 2026 10:00:00 EST", 5),
        ("Tue Oct 06 10:00:00 KST 2026", -9),
        ("2026-10-06 10:00 KST", -9),
        ("2026-10-06T10:00:00+09:00", -9),
        ("2026-10-06T10:00:00.123456-0330", 3.5),
        ("October 6, 2026 at 10:00 am EST", 5),
    ],
)
def test_date_in_a_zone_becomes_utc(raw, hours):
    """Fault 38: names of zones, which other parsers take for UTC."""
    assert read(raw) == TEN + timedelta(hours=hours)


@pytest.mark.parametrize("zone", ["GMT+9", "UTC+9", "GMT+09", "GMT+0900", "GMT+09:00", "UTC+09:00", "+9"])
def test_date_with_an_offset_from_gmt_is_read(zone):
    """Fault 39."""
    assert read(f"Tue, 06 Oct 2026 10:00:00 {zone}") == TEN - timedelta(hours=9)


@pytest.mark.parametrize(
    "raw",
    [
        "2026/10/06 10:00",
        "2026.10.06 10:00:00",
        "2026-10-06 10:00",
        "2026년 10월 6일 10:00",
        "2026年10月06日 10:00",
        "2026. 10. 6. 오전 10:00",
    ],
)
def test_date_with_the_year_first_is_read(raw):
    """Fault 40: another parser answers the first of the current month."""
    assert read(raw) == TEN


@pytest.mark.parametrize("raw", ["2026.10.06", "2026/10/06", "2026-10-06", "2026년 10월 06일", "2026年10月6日"])
def test_day_alone_is_its_midnight(raw):
    assert read(raw) == datetime(2026, 10, 6)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("Mo, 06 Okt 2026 10:00:00 +0200", datetime(2026, 10, 6, 8)),
        ("mar., 06 oct. 2026 10:00:00 +0200", datetime(2026, 10, 6, 8)),
        ("Вт, 06 окт 2026 10:00:00 +0300", datetime(2026, 10, 6, 7)),
        ("06 октября 2026 10:00", TEN),
        ("6 octubre 2026 10:00", TEN),
        ("6 février 2026 10:00", datetime(2026, 2, 6, 10)),
        ("6 März 2026 10:00", datetime(2026, 3, 6, 10)),
        ("6 أكتوبر 2026 10:00", TEN),
    ],
)
def test_date_with_a_month_in_another_language_is_read(raw, expected):
    """Fault 41."""
    assert read(raw) == expected


@pytest.mark.parametrize(
    ("raw", "hour"),
    [
        ("2026-10-06 오후 03:20:15", 15),
        ("2026年10月6日 午後 3:20:15", 15),
        ("2026年10月6日 下午3:20:15", 15),
        ("2026-10-06 오전 12:20:15", 0),
        ("2026-10-06 오후 12:20:15", 12),
    ],
)
def test_half_of_the_day_is_read(raw, hour):
    """Fault 42."""
    assert read(raw) == datetime(2026, 10, 6, hour, 20, 15)


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "   ",
        "garbage",
        "N/A",
        "null",
        "yesterday",
        "just now",
        "3 hours ago",
        "{{date}}",
        "0",
        "0000-00-00 00:00:00",
        "1970-01-01T00:00:00Z",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "0001-01-01T00:00:00Z",
        "Mon, 01 Jan 0001 00:00:00 GMT",
        "Wed, 30 Nov -0001 00:00:00 +0000",
        "2099-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "10000-01-01T00:00:00Z",
        "2026-02-30T10:00:00Z",
        "Tue, 31 Feb 2026 10:00:00 GMT",
        "2026-13-45",
        "2026-10-06T25:00:00Z",
        "October 2026",
        "6 October",
        "12345",
        "2026",
        "6 sun 2026",
        "5 kwietnia 2026 Foo",
        "20261306",
        "October 6, 2026 at 13:00 pm",
        "Tue, 06 Oct 2026 10:00:00 +9999",
        "Tue, 06 Oct 2026 10:00:00 +25:00",
        "Tue, 06 Oct 2026 10:00:00 XYZ",
        "06/10/2026 10:00",
        "10/06/2026 10:00 AM",
    ],
)
def test_what_tells_no_day_for_certain_is_no_date(raw):
    """Faults 43 and 44: never the clock's date, never a guess; day and month in figures alone are a guess."""
    assert read(raw) is None


@pytest.mark.parametrize(
    ("raw", "country", "expected"),
    [
        ("06/10/2026 10:00", "GBR", TEN),
        ("06/10/2026 10:00", "USA", datetime(2026, 6, 10, 10)),
        ("10/06/2026 10:00 AM", "USA", TEN),
        ("06-10-2026", "AUS", datetime(2026, 10, 6)),
        ("06/10/2026", "CAN", None),
        ("Tue, 06 Oct 2026 10:00:00 IST", "IND", TEN - timedelta(hours=5, minutes=30)),
        ("Tue, 06 Oct 2026 10:00:00 IST", "ISR", TEN - timedelta(hours=2)),
        ("Tue, 06 Oct 2026 10:00:00 CST", "CHN", TEN - timedelta(hours=8)),
        ("Tue, 06 Oct 2026 10:00:00 CST", "USA", TEN + timedelta(hours=6)),
        ("2569-10-06 10:00:00", "THA", TEN),
        ("1405/07/14", "IRN", datetime(2026, 10, 6)),
        ("1402/10/07", "IRN", datetime(2023, 12, 28)),
        ("1402/12/31", "IRN", None),
    ],
)
def test_what_only_the_country_tells_is_read_by_it_and_flagged(raw, country, expected):
    """Fault 44; without the country it is no date."""
    found = date_of(raw, received_at=RECEIVED_AT, country=country)
    assert (found.at if found else None) == expected
    assert found is None or found.by_country
    assert read(raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("13/09/2026", datetime(2026, 9, 13)),
        ("09/13/2026", datetime(2026, 9, 13)),
        ("06/06/2026", datetime(2026, 6, 6)),
        ("06.10.2026 10:00", TEN),
    ],
)
def test_figures_that_leave_nothing_open_need_no_country(raw, expected):
    found = date_of(raw, received_at=RECEIVED_AT)
    assert found is not None
    assert (found.at, found.by_country) == (expected, False)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("martes, 6 de octubre de 2026", datetime(2026, 10, 6)),
        ("mardi 6 octobre 2026 à 10h00", TEN),
        ("mar 6 octubre 2026", datetime(2026, 10, 6)),
        ("Mar 6 2026", datetime(2026, 3, 6)),
        ("Dienstag, 6. Oktober 2026, 10:00 Uhr", TEN),
        ("6 października 2026", datetime(2026, 10, 6)),
        ("Selasa, 6 Oktober 2026 10:00 WIB", datetime(2026, 10, 6, 3)),
        ("الثلاثاء 6 أكتوبر 2026 03:20 م", datetime(2026, 10, 6, 15, 20)),
        ("6 تشرين الأول 2026", datetime(2026, 10, 6)),
        ("Oct. 6, 2026, 3:20 p.m. ET", datetime(2026, 10, 6, 19, 20)),
        ("Jan. 6, 2026, 3:20 p.m. ET", datetime(2026, 1, 6, 20, 20)),
        ("Tue, Oct 6 2026 3pm", datetime(2026, 10, 6, 15)),
        ("令和8年10月6日", datetime(2026, 10, 6)),
        ("2026年10月6日(火) 15:20", datetime(2026, 10, 6, 15, 20)),
        ("20261006T100000Z", TEN),
        ("1791280800", TEN),
        ("1791280800000", TEN),
    ],
)
def test_words_in_any_order_and_figures_without_marks_are_read(raw, expected):
    """Faults 40 and 41."""
    assert read(raw) == expected


def test_date_later_than_its_reception_is_no_date():
    """Fault 43; a day is left for zones that were told wrong."""
    assert read_date("2026-10-07T23:00:00Z", received_at=datetime(2026, 10, 7)) == datetime(2026, 10, 7, 23)
    assert read_date("2026-10-08T01:00:00Z", received_at=datetime(2026, 10, 7)) is None


def test_date_does_not_depend_on_the_machines_zone_or_clock():
    """Fault 45."""
    raws = ["Tue, 06 Oct 2026 10:00:00 KST", "2026-10-06", "2026/10/06 10:00", "Oct 6, 2026 10:00 AM", "yesterday"]
    code = (
        "import json, sys; from datetime import datetime; from etl.stages.dates import read_date\n"
        "print([str(read_date(raw, received_at=datetime(2026, 10, 7))) for raw in json.loads(sys.argv[1])])"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", code, json.dumps(raws)],
            env={**os.environ, "TZ": zone},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for zone in ("UTC", "Asia/Seoul", "America/St_Johns")
    }
    assert answers == {str([str(read(raw)) for raw in raws]) + "\n"}


def test_forms_of_the_hostile_set_are_right_or_none():
    """86 forms of one instant and of nothing, each with what it tells."""
    judged = {form.raw: judgement(form.at, ours_read(form)) for form in date_forms()}
    assert len(judged) == 86
    assert [raw for raw, said in judged.items() if said == "wrong"] == []
    assert sum(said == "right" for said in judged.values()) >= 0.95 * len(judged)


@pytest.mark.shared_data
def test_forms_measured_are_those_of_the_hostile_set(shared_data):
    raws = json.loads((shared_data / "hostile" / "dates.json").read_text(encoding="utf-8"))
    assert [form.raw for form in date_forms()] == raws


@pytest.mark.parametrize("unit", ["1", "2026-", "a ", "Oct ", "10:00", "+09", " "])
def test_long_text_is_no_date_and_costs_nothing(unit):
    begun = time.perf_counter()
    assert read(unit * 100_000) is None
    assert time.perf_counter() - begun < 0.5
