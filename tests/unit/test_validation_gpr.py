"""The index as it arrives: read where it is one, refused in one clear sentence where it is not."""

from __future__ import annotations

import math
from datetime import date

import pytest

from etl.validation.gpr import DAILY, MONTHLY, GprError, daily_frame, monthly_frame, read_gpr

GOOD_MONTHLY = "month,GPR,GPRC_UKR,GPRC_RUS\n2022-01-01,1,0.5,0.75\n2022-02-01,2,,1.5\n"
GOOD_DAILY = "date,DAY,GPRD,GPRD_ACT,GPRD_THREAT\n2022-01-01,20220101,9,8,7\n"


def never(url):
    raise AssertionError(url)


def test_index_is_read_from_a_folder(tmp_path):
    (tmp_path / MONTHLY).write_text("\ufeff" + GOOD_MONTHLY, encoding="utf-8")
    (tmp_path / DAILY).write_text(GOOD_DAILY, encoding="utf-8")
    found = read_gpr(str(tmp_path), never)
    assert list(found.monthly.columns) == ["UKR", "RUS"]
    assert found.monthly.loc[date(2022, 1, 1), "RUS"] == 0.75
    assert math.isnan(found.monthly.loc[date(2022, 2, 1), "UKR"])
    assert found.daily.loc[date(2022, 1, 1)].to_dict() == {"tension": 9, "act": 8, "threat": 7}
    assert len(found.digest) == 64


def test_index_is_read_from_an_address():
    asked = []

    def download(url):
        asked.append(url)
        return (GOOD_MONTHLY if url.endswith(MONTHLY) else GOOD_DAILY).encode()

    assert len(read_gpr("https://index.example/gpr/", download).monthly) == 2
    assert asked == [f"https://index.example/gpr/{MONTHLY}", f"https://index.example/gpr/{DAILY}"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!DOCTYPE html><html>not found</html>", "is a web page"),
        ("", "holds no row"),
        ("month,GPRC_UKR\n", "holds no row"),
        ("month,GPR\n2022-01-01,1\n", "expected columns month and GPRC_..., found month, GPR"),
        ("when,GPRC_UKR\n2022-01-01,1\n", "expected columns month"),
        ("month,GPRC_UKR\n2022-1-1,1\n", "'2022-1-1' is no date"),
        ("month,GPRC_UKR\n2022-01-15,1\n", "first day"),
        ("month,GPRC_UKR\n2022-02-01,1\n2022-01-01,1\n", "does not come after"),
        ("month,GPRC_UKR\n2022-01-01,1\n2022-01-01,1\n", "row 3"),
        ("month,GPRC_UKR\n2022-01-01,much\n", "'much' is no number"),
        ("month,GPRC_UKR\n2022-01-01,nan\n", "cannot be a value"),
        ("month,GPRC_UKR\n2022-01-01,inf\n", "cannot be a value"),
        ("month,GPRC_UKR\n2022-01-01,-1\n", "cannot be a value"),
        ("month,GPRC_UKR\n2022-01-01\n", "row 2: 1 cells"),
        ("month,GPRC_UKR,GPRC_UKR\n2022-01-01,1,2\n", "stands there twice"),
        ("month,GPRC_UKR\n2022-01-01,'; drop table signal.day\n", "is no number"),
        ('month,GPRC_UKR\n2022-01-01,"' + "x" * 200_000 + '"\n', "is no CSV"),
    ],
)
def test_what_is_no_index_is_refused_in_one_line(text, said):
    with pytest.raises(GprError) as refused:
        monthly_frame(text.encode(), MONTHLY)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300


def test_excel_file_is_refused():
    with pytest.raises(GprError, match="no text in UTF-8"):
        monthly_frame(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", MONTHLY)


def test_daily_index_without_a_column_names_it():
    with pytest.raises(GprError, match="GPRD_THREAT is missing"):
        daily_frame(b"date,GPRD,GPRD_ACT\n2022-01-01,1,1\n", DAILY)


def test_file_that_is_not_there_says_what_is_expected(tmp_path):
    with pytest.raises(GprError, match="that holds gpr_country_monthly"):
        read_gpr(str(tmp_path), never)


def test_file_that_is_too_large_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("etl.validation.gpr.BYTES_MAX", 10)
    (tmp_path / MONTHLY).write_text(GOOD_MONTHLY, encoding="utf-8")
    with pytest.raises(GprError, match="more than 10 bytes"):
        read_gpr(str(tmp_path), never)
