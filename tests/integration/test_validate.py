"""`tension validate` from end to end: a small warehouse, an index made to fit it, and an index that is none."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from etl.validation.compare import TEN
from etl.validation.gpr import DAILY, MONTHLY
from tests.app.homes import PARAMETERS, Said, article, write_home
from tests.integration.commands import assert_one_line, tension
from tests.integration.samples import ask

if TYPE_CHECKING:
    from pathlib import Path

    from tests.integration.loopback import LoopbackServer

FIRST, DAY_COUNT = date(2022, 8, 1), 460
OUTLETS = ("Asia Desk", "Baltic Wire", "Cape Herald", "Delta Times")
HOT = date(2023, 10, 7)
SLOW_SECONDS_MAX = 400
NUMBERS = {one.name: one.value for one in PARAMETERS}


def strikes(on: date) -> int:
    """How many of the day's stories tell of Russia striking Ukraine: another number each month."""
    return (on.month * 7 + on.year) % 5


def said(on: date, number: int) -> list[Said]:
    """What a story tells: strikes, a war elsewhere from a day on, or nothing."""
    if on >= HOT and number == 3:
        return [Said(cue_id="assault.airstrike", actor="ISR", recipient="HAMAS")]
    return [Said(cue_id="assault.airstrike", actor="RUS", recipient="UKR")] * (number * 2 < strikes(on))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixteen months of four outlets."""
    days = [FIRST + timedelta(days=place) for place in range(DAY_COUNT)]
    coded = [
        article(on, outlet, said(on, number), number=place * 10 + number)
        for on in days
        for place, outlet in enumerate(OUTLETS)
        for number in range(4)
    ]
    return write_home(tmp_path_factory.mktemp("validated"), coded).root


def write_index(folder: Path) -> Path:
    """The index of a world in which Russia and Ukraine are as hot as the stories say, and all others are not."""
    months = sorted({(FIRST + timedelta(days=place)).replace(day=1) for place in range(DAY_COUNT)})
    header = ["month", *(f"GPRC_{one}" for one in TEN)]
    lines = [",".join(header)]
    for place, month in enumerate(months):
        hot = strikes(month)
        lines.append(",".join([month.isoformat(), *(str(hot if one in {"RUS", "UKR"} else place % 3) for one in TEN)]))
    (folder / MONTHLY).write_text("\n".join(lines) + "\n", encoding="utf-8")
    days = [FIRST + timedelta(days=place) for place in range(DAY_COUNT)]
    told = [f"{on},{strikes(on)},{strikes(on)},{strikes(on)}" for on in days]
    (folder / DAILY).write_text("\n".join(["date,GPRD,GPRD_ACT,GPRD_THREAT", *told]) + "\n", encoding="utf-8")
    return folder


def serve_index(server: LoopbackServer, folder: Path) -> str:
    """The address of an index."""
    for name in (MONTHLY, DAILY):
        server.serve(f"/gpr/{name}", headers=[("Content-Type", "text/csv")], body=(folder / name).read_bytes())
    return server.url("/gpr")


def test_validation_is_measured_kept_shown_and_judged(home: Path, tmp_path: Path, server: LoopbackServer) -> None:
    """One command fetches the index, measures and keeps it; another writes the sheet for readers."""
    out, url = tmp_path / "out.json", serve_index(server, write_index(tmp_path))
    allowed = {"allow_loopback": True, "host_seconds": 0, **NUMBERS}
    done = tension("validate", "--gpr", url, "--json", out, home=home, seconds=SLOW_SECONDS_MAX, **allowed)
    assert done.returncode == 0, done.stderr
    assert "GPRC by country, levels" in done.stdout
    told = json.loads(out.read_text(encoding="utf-8"))

    figures = {
        (one["subject"], one["series"], one["kind"], one["reference"], one["statistic"]): one for one in told["figures"]
    }
    level = figures["UKR", "signal", "tension", "GPRC_UKR", "Spearman of levels"]
    assert level["value"] > 0.8
    assert level["low"] <= level["value"] <= level["high"]
    assert level["n"] == 15
    assert figures["UKR", "signal", "tension", "GPRC_UKR", "Spearman at the best lag"]["lag_months"] == 0
    assert figures["USA", "signal", "tension", "GPRC_USA", "Spearman of levels"]["value"] == 0
    assert figures["ten countries", "share of stories with a war word", "", "GPRC", "own minus others"]["value"] == (
        pytest.approx(0, abs=1e-6)
    )
    assert figures["global", "signal", "act", "GPRD_ACT", "Spearman of 7-day values"]["value"] > 0.5
    seen = {one["event_id"]: one for one in told["events"]}
    assert (seen["october-7"]["how"], seen["october-7"]["actor_id"]) in {("fresh", "ISR"), ("fresh", "HAMAS")}
    assert all(FIRST + timedelta(days=67) <= date.fromisoformat(one["happened_on"]) for one in told["events"])

    assert ask(home, "select count(*) from signal.validation") == [(1,)]
    assert ask(home, "select count(*) from signal.validation_measure") == [(len(told["figures"]),)]
    assert ask(home, "select how from signal.validation_event where event_id = 'october-7'") == [("fresh",)]
    assert ask(home, "select profile from raw.run order by run_id desc limit 1") == [("demo",)]

    # Another one takes its place; made-up stories hold no floor.
    again = tension("validate", "--gpr", tmp_path, "--floors", home=home, seconds=SLOW_SECONDS_MAX, **NUMBERS)
    assert again.returncode == 1
    assert "FAILS" in again.stdout
    assert ask(home, "select count(*), count(distinct run_id) from signal.validation") == [(1, 1)]
    assert ask(home, "select count(distinct run_id) from signal.validation_measure") == [(1,)]

    sheet = tmp_path / "alerts.jsonl"
    judged = tension("validate", "events", "--alerts", sheet, home=home, **NUMBERS)
    assert judged.returncode == 0, judged.stderr
    lines = [json.loads(line) for line in sheet.read_text(encoding="utf-8").splitlines()]
    alert = next(one for one in lines if one["actor_id"] == "ISR")
    assert alert["event_id"] in {"october-7", "hezbollah-front"}
    assert alert["actor"] == "Israel"
    assert "Israel launched air strikes Hamas" in alert["stories"][0]["title"]
    drawn = tension("validate", "events", "--alerts", sheet, "--sample", "1", home=home, **NUMBERS)
    assert drawn.returncode in {0, 1}
    assert "Traceback" not in drawn.stderr


def test_index_is_fetched_by_the_guarded_fetcher(home: Path, tmp_path: Path, server: LoopbackServer) -> None:
    """An address of this machine is refused unless the setting allows it; a web page is no index."""
    url = serve_index(server, write_index(tmp_path))
    refused = tension("validate", "--gpr", url, home=home, **NUMBERS)
    assert refused.returncode == 2
    assert_one_line(refused, "could not be fetched", MONTHLY)
    allowed = {"allow_loopback": True, "host_seconds": 0, **NUMBERS}
    missing = tension("validate", "--gpr", server.url("/none"), home=home, **allowed)
    assert_one_line(missing, "http_404")
    server.serve(f"/gpr/{MONTHLY}", headers=[("Content-Type", "text/html")], body=b"<html>Please log in</html>")
    page = tension("validate", "--gpr", url, home=home, **allowed)
    assert page.returncode == 2
    assert_one_line(page, "web page")


def test_folder_without_the_index_is_one_line(home: Path, tmp_path: Path) -> None:
    done = tension("validate", "--gpr", tmp_path, home=home, **NUMBERS)
    assert done.returncode == 2
    assert_one_line(done, MONTHLY, "is not there")


def test_sheet_without_a_validation_says_what_to_do(tmp_path: Path) -> None:
    fresh = write_home(tmp_path / "home", [article(HOT, "Asia Desk", [])]).root
    done = tension("validate", "events", "--alerts", tmp_path / "a.jsonl", home=fresh)
    assert_one_line(done, "Run `tension validate` first")
    assert not (tmp_path / "a.jsonl").exists()
    thin = tension("validate", "--gpr", write_index(tmp_path), home=fresh)
    assert_one_line(thin, "nothing to validate")
