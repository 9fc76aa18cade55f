"""Panel, band, surprise, index, outages and vintages of made warehouses (design.md, section 3, steps 6 to 13)."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import numpy as np
import pytest

from tests.integration.samples import DAY, Said, ask, made, open_writer, store, violations
from warehouse.migrate import apply, migrations
from warehouse.paths import Home
from warehouse.sqlfiles import sql_text

if TYPE_CHECKING:
    from pathlib import Path

    from warehouse.terms import CodedArticle

START = datetime(2024, 1, 1, 9)
STRIKE = Said(cue="assault.strike", actor="AAA", recipient="BBB")
WARNING = Said(cue="threaten.warn", actor="AAA", recipient="BBB")
# What outlets tell: so many stories a day, of which one in so many tells of a strike.
HABITS = {"A": (4, 8), "B": (4, 4), "C": (4, 2)}
AAA = "actor_id = 'AAA' and role = 'actor' and scope = 'international'"


def news(
    outlet: str, *, first: int = 0, last: int = 120, stories: int = 4, one_in: int = 4, actor: str = "AAA"
) -> list[CodedArticle]:
    """So many stories a day, every so-manieth of a strike."""
    strike = Said(cue="assault.strike", actor=actor, recipient="BBB")
    return [
        made(
            f"{outlet}-{day}-{number}",
            outlet,
            START + day * DAY + timedelta(minutes=number),
            [strike] if (day * stories + number) % one_in == 0 else (),
        )
        for day in range(first, last)
        for number in range(stories)
    ]


def load(root: Path, *runs: list[CodedArticle], **changes: float) -> None:
    """A run for each list, each settled and published."""
    for articles in runs:
        with open_writer(root, **changes) as writer:
            for low in range(0, len(articles), 700):
                store(writer, *articles[low : low + 700])
            writer.settle()
            writer.publish()


def three_outlets(last: int = 120) -> list[CodedArticle]:
    return [
        one
        for outlet, (stories, one_in) in HABITS.items()
        for one in news(outlet, last=last, stories=stories, one_in=one_in)
    ]


def values(root: Path, what: str = "value") -> list[float]:
    return [
        row[0] for row in ask(root, f"select {what} from signal.actor_daily where {AAA} and kind = 'act' order by all")
    ]


@pytest.fixture(scope="module")
def settled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three outlets of very different temper over 120 days."""
    root = tmp_path_factory.mktemp("settled")
    load(root, three_outlets())
    return root


# --- step 6: the panel ----------------------------------------------------------------------------------------------


def test_panel_levels_are_frozen_and_dated(settled: Path) -> None:
    """Intensity per story .9 / 8, .9 / 4 and .9 / 2 come to their mean; the rest of the days changes nothing."""
    found = dict(ask(settled, "select outlet, level from signal.outlet_level order by outlet"))
    mean = (0.9 / 8 + 0.9 / 4 + 0.9 / 2) / 3
    wanted = {"A": mean / (0.9 / 8), "B": mean / (0.9 / 4), "C": mean / (0.9 / 2)}
    assert found == {outlet: pytest.approx(level, rel=0.05) for outlet, level in wanted.items()}
    assert ask(settled, "select distinct is_provisional from signal.day") == [(False,)]


def test_panel_is_provisional_before_it_has_its_days(tmp_path: Path) -> None:
    load(tmp_path, three_outlets(last=40))
    assert ask(tmp_path, "select distinct is_provisional from signal.day") == [(True,)]
    assert ask(tmp_path, "select distinct level from signal.coverage_window") == [(1.0,)]


def test_new_outlet_moves_no_signal_before_it_is_in_the_panel(settled: Path, tmp_path: Path) -> None:
    """An outlet that tells of nothing but strikes comes on day 100: for 90 days not one value is another."""
    loud = news("LOUD", first=100, last=120, stories=8, one_in=1)
    load(tmp_path, three_outlets(), loud)
    old = "select * from signal.actor_daily order by all"
    assert ask(tmp_path, old) == ask(settled, old)


def test_new_outlet_joins_at_the_panels_level(tmp_path: Path) -> None:
    """When it joins, all tell of the same as before: the value stays where it was, within what weeks differ by."""
    runs = [*three_outlets(last=200), *news("LOUD", first=60, last=200, stories=8, one_in=1)]
    load(tmp_path, runs)
    ((joins_on,),) = ask(tmp_path, "select joins_on from signal.outlet_level where outlet = 'LOUD'")
    assert joins_on == (START + 150 * DAY).date()
    found = ask(
        tmp_path,
        f"select value, value_low, value_high from signal.actor_daily where {AAA} and kind = 'act' "
        "and published_on between $joins - 3 and $joins + 3 order by published_on",
        joins=joins_on,
    )
    before, after = found[0], found[-1]
    assert before[1] <= after[0] <= before[2]
    assert after[0] == pytest.approx(before[0], rel=0.1)


# --- step 1: text that counts ---------------------------------------------------------------------------------------


def test_full_text_leaves_a_level_within_its_band(settled: Path, tmp_path: Path) -> None:
    """From day 60 on outlet B's articles come whole: what is below the fold is shown and not counted."""
    far_down = Said(cue="assault.strike", actor="AAA", recipient="BBB", below_fold=True)
    whole = [
        made(f"B-{day}-{number}", "B", START + day * DAY + timedelta(minutes=number), told)
        for day in range(120)
        for number in range(4)
        for told in [[*([STRIKE] if (day * 4 + number) % 4 == 0 else []), *([far_down] if day >= 60 else [])]]
    ]
    others = [one for one in three_outlets() if one.article.outlet != "B"]
    load(tmp_path, [*others, *whole])
    assert values(tmp_path) == values(settled)
    assert ask(tmp_path, "select count(*) from coded.cue_hit where is_below_fold")[0][0] == 240


# --- step 7: the band -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outlets", "share"), [(2, 0.0005), (2, 0.01), (3, 0.1), (4, 0.003), (8, 0.01), (8, 0.05), (16, 0.02)]
)
def test_band_covers_the_truth(outlets: int, share: float) -> None:
    """Of simulated weeks with a known truth the 90 % band of the published SQL covers nine in ten, zeros included.

    Outlets of 40 to 1,500 stories, unequal shares and levels. Where next to nothing is counted a band cannot be
    as narrow as 90 %: it then covers more, and never less than 84 % anywhere.
    """
    rng = np.random.default_rng(7)
    trials = 1500
    stories = np.exp(rng.uniform(np.log(40), np.log(1500), outlets)).astype(int)
    shares = share * np.exp(rng.normal(0, 0.5, outlets))
    weights = 1000 * np.exp(rng.normal(0, 0.4, outlets)) / (outlets * stories)
    intensities, chances = np.array([0.3, 0.4, 0.6, 0.7, 0.9]), np.array([0.1, 0.3, 0.3, 0.1, 0.2])
    truth = float((weights * stories * shares).sum() * (intensities * chances).sum())
    values, variances = np.zeros(trials), np.zeros(trials)
    for outlet in range(outlets):
        told = np.array([rng.multinomial(n, chances) for n in rng.binomial(stories[outlet], shares[outlet], trials)])
        sums, squares = told @ intensities, told @ intensities**2
        values += weights[outlet] * sums
        variances += weights[outlet] ** 2 * (squares - sums**2 / stories[outlet])
    unit = 0.5 * float(np.sqrt((weights**2).mean()))
    connection = duckdb.connect()
    connection.execute("create schema signal")
    connection.execute(duckdb.extract_statements(sql_text("views", "03_gamma_quantile"))[0].query)
    (covered,) = connection.execute(
        """
        with week as (select unnest($values::double[]) as value, unnest($variances::double[]) as variance)
        select avg((
          $truth >= case when value = 0 then 0
            else signal.gamma_quantile(value + $unit / 2, variance + $unit * $unit / 2, -1.6449) end
          and $truth <= signal.gamma_quantile(value + $unit / 2, variance + $unit * $unit / 2, 1.6449)
        )::integer)
        from week
        """,
        {"values": values.tolist(), "variances": variances.tolist(), "truth": truth, "unit": unit},
    ).fetchone() or (0,)
    assert 0.84 <= covered <= (0.94 if share * stories.sum() > 20 else 1.0)


def test_band_holds_the_value_and_has_width_where_nothing_was_counted(settled: Path) -> None:
    rows = ask(settled, "select value, value_low, value_high from signal.actor_daily where value is not null")
    assert rows
    assert all(low <= value <= high for value, low, high in rows)
    assert all(low == 0 < high for value, low, high in rows if value == 0)


# --- step 8: surprise -----------------------------------------------------------------------------------------------


def test_surprise_is_null_until_there_is_a_baseline(settled: Path) -> None:
    found = ask(
        settled,
        f"select published_on, surprise, surprise_state from signal.actor_surprise where {AAA} and kind = 'act' "
        "order by published_on",
    )
    assert found[10][1:] == (None, "baseline building: 8 of 60")
    assert found[-1][2] == ""
    assert found[-1][1] is not None


def test_surprise_is_finite_on_a_series_that_is_mostly_zero(tmp_path: Path) -> None:
    """Median and deviation of its baseline are 0; the floor and the standard error stand in for them."""
    quiet = [one for outlet in "ABC" for one in news(outlet, one_in=10**9)]
    hot = [
        made(f"{outlet}-hot-{number}", outlet, START + 118 * DAY, [Said(cue="assault.strike", actor="CCC")])
        for outlet in "ABC"
        for number in range(2)
    ]
    load(tmp_path, [*quiet, *hot])
    found = ask(
        tmp_path,
        "select published_on, surprise, surprise_state, baseline_median from signal.actor_surprise "
        "where actor_id = 'CCC' and role = 'actor' and kind = 'act' and scope = 'international' order by published_on",
    )
    assert found[-1][2] == ""
    assert 1 < found[-1][1] < 1000
    assert found[-1][3] == 0
    assert {row[2] for row in found[80:110]} == {"too little"}


def test_surprise_of_all_is_that_of_each(settled: Path) -> None:
    """What rankings ask for at once is what the view says of each series."""
    all_at_once = ask(
        settled,
        "select actor_id, kind, round(surprise, 9), surprise_state "
        "from signal.surprise_on(date '2024-04-25', 'actor', 'either', 'international') order by all",
    )
    each = ask(
        settled,
        "select actor_id, kind, round(surprise, 9), surprise_state from signal.actor_surprise "
        "where published_on = '2024-04-25' and role = 'either' and scope = 'international' "
        "and story_count > 0 order by all",
    )
    assert all_at_once == each
    assert len(each) > 2


# --- step 9: the index ----------------------------------------------------------------------------------------------


def test_index_is_100_over_its_base_and_is_not_based_again(tmp_path: Path) -> None:
    load(tmp_path, three_outlets(last=100), panel_outlets_min=1, index_days_min=90)
    wanted = ask(tmp_path, "select * from signal.index_base order by all")
    based = ask(
        tmp_path,
        f"select avg(index_value) from signal.actor_daily join signal.day using (published_on, quality) where {AAA} "
        "and kind = 'act' and quality = 'complete' and published_on <= (select max(based_to) from signal.index_base)",
    )
    assert based == [(pytest.approx(100),)]
    load(tmp_path, news("A", first=100, last=110, one_in=1), panel_outlets_min=1, index_days_min=90)
    assert ask(tmp_path, "select * from signal.index_base order by all") == wanted


# --- step 10: quality -----------------------------------------------------------------------------------------------


def test_dead_feed_is_an_outage_and_no_calm(tmp_path: Path) -> None:
    """Two of three outlets fall silent for two days: the days are left out, and the level stays where it was."""
    silent = {(START + day * DAY).date() for day in (60, 61)}
    spoken = [one for one in three_outlets() if one.article.outlet == "A" or one.article.published_on not in silent]
    load(tmp_path, spoken, window_days=7)
    assert ask(tmp_path, "select published_on from signal.day where quality = 'outage' order by all") == [
        (one,) for one in sorted(silent)
    ]
    assert ask(tmp_path, "select distinct outlet from signal.coverage_daily where is_silent order by all") == [
        ("B",),
        ("C",),
    ]
    around = ask(
        tmp_path,
        f"select value from signal.actor_daily where {AAA} and kind = 'act' and published_on between '2024-02-25' "
        "and '2024-03-05'",
    )
    assert min(value for (value,) in around) > 0.8 * max(value for (value,) in around)
    assert violations(tmp_path) == {}


def test_long_outage_is_a_gap(tmp_path: Path) -> None:
    """All are silent for a week: while fewer than 4 in 7 days of a window were observed, nothing is known."""
    out = {(START + day * DAY).date() for day in range(60, 67)}
    load(tmp_path, [one for one in three_outlets() if one.article.published_on not in out], window_days=7)
    quality = dict(ask(tmp_path, "select published_on, quality from signal.day"))
    assert [quality[(START + day * DAY).date()] for day in (59, 60, 62, 63, 66, 67, 69, 70, 74)] == [
        "complete",
        "outage",
        "outage",
        "gap",
        "gap",
        "gap",
        "gap",
        "complete",
        "complete",
    ]
    assert ask(tmp_path, "select count(*) from signal.actor_daily where quality = 'gap' and value is not null") == [
        (0,)
    ]


def test_outlet_that_ends_is_silent_for_some_weeks_and_then_gone(tmp_path: Path) -> None:
    load(
        tmp_path,
        [
            one
            for one in three_outlets()
            if one.article.outlet != "C" or one.article.published_on < START.date() + 60 * DAY
        ],
    )
    silent = ask(tmp_path, "select count(*) from signal.coverage_daily where outlet = 'C' and is_silent")[0][0]
    assert 7 <= silent <= 21
    assert ask(tmp_path, "select count(*) from signal.day where quality = 'outage'") == [(0,)]


# --- step 11 and the other subjects ---------------------------------------------------------------------------------


def test_tension_is_act_plus_threat(tmp_path: Path) -> None:
    """.9 and .4 of one story, 2 outlets with 2 stories each: 1000 x (1.3 / 2) / 2; its variance is of their sum."""
    theatre = Said(cue="assault.strike", actor="AAA", recipient="BBB", theatre="SEA")
    articles = [
        made("a1", "A", START, [theatre, WARNING]),
        made("a2", "A", START),
        *(made(f"b{n}", "B", START) for n in "12"),
    ]
    load(tmp_path, articles)
    found = dict(ask(tmp_path, f"select kind, value from signal.actor_daily where {AAA}"))
    assert found == {"act": pytest.approx(225), "threat": pytest.approx(100), "tension": pytest.approx(325)}
    assert dict(ask(tmp_path, "select kind, value from signal.global_daily")) == found
    assert dict(ask(tmp_path, "select kind, value from signal.theatre_daily where theatre_id = 'SEA'")) == {
        "act": pytest.approx(225),
        "tension": pytest.approx(225),
    }
    assert dict(ask(tmp_path, "select kind, sum(share) from signal.global_evidence group by kind")) == found
    ((spread,),) = ask(
        tmp_path,
        "select variance from signal.series_window join signal.series using (series_id) "
        "where subject = 'global' and kind = 'tension' and published_on = '2024-01-01'",
    )
    assert spread == pytest.approx(250**2 * (1.3**2 - 1.3**2 / 2))


def test_group_counts_a_story_once(tmp_path: Path) -> None:
    """Two members meet in one hit: the group's y is .9, not twice; a stranger's deed is not the group's."""
    with open_writer(tmp_path) as writer:
        writer.connection.execute(
            "insert into signal.actor_group values ('G', 'Group', '', 'AAA'), ('G', 'Group', '', 'BBB')"
        )
        stranger = Said(cue="assault.strike", actor="CCC")
        store(writer, made("a1", "A", START, [STRIKE]), made("a2", "A", START, [stranger]))
        writer.settle()
        writer.publish()
    found = dict(ask(tmp_path, "select role, value from signal.group_daily where kind = 'act' and group_id = 'G'"))
    assert found == {"actor": pytest.approx(450), "recipient": pytest.approx(450), "either": pytest.approx(450)}
    assert violations(tmp_path) == {}


# --- order, repetition, vintages ------------------------------------------------------------------------------------


def test_order_of_arrival_changes_no_signal(settled: Path, tmp_path: Path) -> None:
    """The same articles shuffled, in many batches of one run: every public number is the same."""
    articles = three_outlets()
    random.Random(5).shuffle(articles)
    with open_writer(tmp_path) as writer:
        for low in range(0, len(articles), 211):
            store(writer, *articles[low : low + 211])
        writer.settle()
        writer.publish()
    for view in ("day", "actor_daily", "dyad_daily", "global_daily", "coverage_daily"):
        assert ask(tmp_path, f"from signal.{view} order by all") == [
            tuple(pytest.approx(cell) if isinstance(cell, float) else cell for cell in row)
            for row in ask(settled, f"from signal.{view} order by all")
        ]


def test_vintage_tells_what_was_said_before_a_late_article_came(tmp_path: Path) -> None:
    """A day's value as first published, and its revision with the cause; days that nothing touched have one row."""
    load(tmp_path, three_outlets(last=20), [made("late", "A", START + 10 * DAY, [STRIKE])])
    kept = ask(
        tmp_path,
        "select vintage.published_on, vintage.value, cause from signal.vintage join signal.series using (series_id) "
        "where subject = 'global' and kind = 'act' and scope = 'international' order by known_at, vintage.published_on",
    )
    late = [row for row in kept if row[2] != "first"]
    assert {row[2] for row in late} == {"late article"}
    assert [row[0] for row in late] == [(START + day * DAY).date() for day in (10, 11, 12)]
    assert len(kept) == 20 + 3
    now = dict(ask(tmp_path, "select published_on, value from signal.global_daily where kind = 'act'"))
    first = {row[0]: row[1] for row in kept if row[2] == "first"}
    assert all(now[day] == pytest.approx(value) for day, value, _ in late)
    assert all(now[day] > first[day] for day, _, _ in late)


def test_vintage_names_a_new_formula(tmp_path: Path) -> None:
    load(tmp_path, three_outlets(last=20))
    load(tmp_path, [made("one", "A", START + 30 * DAY)], window_days=5)
    causes = dict(ask(tmp_path, "select cause, count(*) from signal.vintage group by cause"))
    assert causes["new formula"] > 10


# --- older files ----------------------------------------------------------------------------------------------------


def test_older_file_has_all_its_series_after_the_migration(settled: Path, tmp_path: Path) -> None:
    """What was loaded before the tables of series gives the same sums as what is loaded now."""
    home = Home(tmp_path)
    with duckdb.connect(home.warehouse) as connection:
        connection.execute(sql_text("writes", "create_migration"))
        for step in migrations()[:10]:
            apply(connection, step)
        connection.execute(f"attach '{Home(settled).warehouse}' as loaded (read_only)")
        for relation in (
            "coded.article",
            "coded.mention",
            "coded.cue_hit",
            "coded.actor_tone",
            "coded.actor",
            "coded.cue",
        ):
            columns = ", ".join(row[0] for row in connection.execute(f"describe {relation}").fetchall())
            connection.execute(f"insert into {relation} ({columns}) select {columns} from loaded.{relation}")
    with open_writer(tmp_path) as writer:
        writer.settle()
        writer.publish()
    for view in ("actor_daily", "dyad_daily", "global_daily"):
        assert ask(tmp_path, f"from signal.{view} order by all") == ask(settled, f"from signal.{view} order by all")
