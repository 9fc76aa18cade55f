"""Which articles are copies, told by their words."""

from __future__ import annotations

import itertools
import random
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.evaluation.rewrites import cut, edited, ended, headed
from etl.stages.sketches import AHEAD, NAME, NUMBER, PLAIN, TITLE_WORDS_MAX, Sketch, sketches, words_of
from etl.stages.stories import Member, are_copies, joined
from etl.stages.stories import words_of as words_of_sketch

AT = datetime(2024, 3, 1, 12)
TITLE = "Ferry sinks off Borduria in night storm"
BLURB = (
    "At least 12 people drowned when a ferry on its way from Zileheroum to the islands sank in a storm on Friday "
    "night, the coast guard said."
)
RESCUE = (
    "Helicopters took forty passengers from the water before the wind grew too strong for them to fly. Fishing boats "
    "from three villages went out in the dark to look for others, and brought a dozen of them to the harbour."
)
SHIP = (
    "The ferry was built thirty years ago and had been inspected in spring. Its owners said that the captain had "
    "turned back when the waves rose over the deck, and that the engines failed within sight of the lighthouse."
)
MOURNING = (
    "President Sponsz declared a day of mourning and promised an inquiry. The opposition recalled that the line had "
    "been warned twice about lifeboats that could not be lowered when a ship lists."
)
LONG = f"{BLURB}\n\n{RESCUE}\n\n{SHIP}\n\n{MOURNING}"


def sketch(title: str, body: str = "", at: datetime | None = AT) -> Sketch:
    return sketches([(title, body, at)])[0]


def copies(
    first: tuple[str, str], second: tuple[str, str], *, hours: float = 3, outlets: tuple[str, str] = ("A", "B")
) -> bool:
    """Whether two articles, each title and body, share a key and are copies, whichever came first."""
    made = [sketch(*first), sketch(*second, AT + timedelta(hours=hours))]
    ats = (AT, AT + timedelta(hours=hours))
    words = [
        words_of_sketch(one.words, one.title_words, at=at, outlet=outlet, is_series=one.is_series)
        for one, at, outlet in zip(made, ats, outlets, strict=True)
    ]
    one_way, other_way = are_copies(*words), are_copies(*reversed(words))
    assert one_way == other_way
    met = set(made[0].asked) & set(made[1].keys), set(made[1].asked) & set(made[0].keys)
    assert bool(met[0]) == bool(met[1])
    return one_way and bool(met[0])


def test_same_text_is_a_copy_however_late():
    assert copies((TITLE, BLURB), (TITLE.upper(), BLURB))
    assert copies((TITLE, BLURB), (TITLE, BLURB), hours=24 * 900)


def test_other_headline_over_the_same_text_is_a_copy_within_three_days():
    other = "Twelve drown as ferry goes down in storm near the islands"
    assert copies((TITLE, BLURB), (other, BLURB))
    assert not copies((TITLE, BLURB), (other, BLURB), hours=100)


@pytest.mark.parametrize("change", [cut, edited, headed, ended])
def test_what_papers_do_to_a_wire_story_leaves_a_copy(change):
    for seed in range(8):
        body = change(LONG, "Evening Courier", random.Random(seed))
        assert copies((TITLE, LONG), (TITLE, body))
        assert copies((TITLE, LONG), ("Night of terror on the water", body))


@pytest.mark.parametrize(
    ("title", "body"),
    [
        (TITLE, BLURB.replace("12", "19")),
        (TITLE, BLURB.replace("12", "nineteen")),
        (TITLE, BLURB.replace("Friday", "Saturday")),
        (TITLE.replace("Borduria", "Syldavia"), BLURB.replace("Zileheroum", "Klow").replace("ferry", "tanker")),
        ("Toll of Bordurian ferry rises to 19", BLURB.replace("12", "19")),
    ],
    ids=["toll", "toll in words", "day", "place", "toll in the headline"],
)
def test_other_number_day_or_place_is_another_story(title, body):
    assert not copies((TITLE, BLURB), (title, body))


def test_number_in_words_is_the_same_number():
    assert copies((TITLE, BLURB), (TITLE, BLURB.replace("12", "twelve")))


def test_what_is_to_come_is_not_what_has_happened():
    told = "The two presidents {} a treaty on fishing in the strait after talks that lasted for eleven months."
    assert not copies(
        ("Presidents sign fishing treaty", told.format("signed")),
        ("Presidents to sign fishing treaty", told.format("will sign")),
    )


def test_same_event_told_in_other_words_is_no_copy():
    other = "A dozen passengers lost their lives on Friday when their boat went under off the coast in heavy seas."
    assert not copies((TITLE, BLURB), ("Borduria mourns victims of ferry disaster", other))


def test_lines_under_every_entry_join_nothing():
    line = (
        "Our picture editors select the best photographs of the day from around the world for you. Continue reading..."
    )
    assert not copies(("Snow on the dunes and a lion asleep", line), ("A wedding at sea, and rain in Klow", line))
    assert not copies(
        ("Minister resigns over letters", "Read the full article at Courier"),
        (TITLE, "Read the full article at Courier"),
    )


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("War in Borduria: what we know on day {}", "As the war enters its {}th day, these are the main developments."),
        ("The {} briefing", "Here is what you need to know as you begin your day in the capital and in the provinces."),
        ("Corrections", "Corrections to the edition of {} March."),
    ],
    ids=["day of the war", "briefing", "corrections"],
)
def test_series_are_no_copies(title, body):
    assert not copies((title.format(512), body.format(512)), (title.format(513), body.format(513)), hours=24)


def test_headline_alone_is_a_copy_of_the_same_headline_within_three_days():
    assert copies((TITLE, ""), (TITLE, BLURB))
    assert not copies((TITLE, ""), (TITLE, BLURB), hours=100)
    assert copies((TITLE, ""), (f"{TITLE}, police say", ""), outlets=("A", "A"))
    assert not copies((TITLE, ""), (f"{TITLE} as the islands wait for help", ""), outlets=("A", "B"))


def test_words_that_tell_nothing_are_never_copies():
    assert sketch("Pictures", "Pictures of it").keys == ()
    assert not copies(("Pictures", ""), ("Pictures", ""))


@pytest.mark.parametrize(
    "text",
    [
        "日本の首相は金曜日に記者団に対し新しい防衛計画を発表した",
        "Премьер объявил о новом плане обороны страны в пятницу",
    ],
)
def test_other_scripts_have_copies_too(text):
    assert copies((text, text * 2), (text, text * 2))


def test_classes_of_words():
    told = "In Klow 12 boats sank, and Kim would not sail on Monday. Boats may follow, said NATO in May."
    small, _ = words_of(told, TITLE_WORDS_MAX)
    kinds = dict(zip(told.replace(",", "").replace(".", "").split(), [number & 3 for number in small], strict=True))
    assert {word for word, kind in kinds.items() if kind == NAME} == {"Klow", "Kim", "NATO", "May"}
    assert {word for word, kind in kinds.items() if kind == NUMBER} == {"12", "Monday"}
    assert {word for word, kind in kinds.items() if kind == AHEAD} == {"would", "may"}
    assert kinds["Boats"] == PLAIN


def test_stories_hang_together_whatever_the_order():
    """A is like B and B like C: one story, though A and C alone are none; who has no copy is alone."""
    parts = LONG.split("\n\n")
    texts = [(TITLE, "\n\n".join(parts[:2])), (TITLE, LONG), (TITLE, "\n\n".join(parts[2:])), ("Rain", parts[3][::-1])]
    found = set()
    for order in itertools.permutations(range(4)):
        made = {place: sketch(*texts[one]) for place, one in enumerate(order)}
        members = {
            place: Member(
                words=words_of_sketch(one.words, one.title_words, at=AT, outlet="A", is_series=one.is_series),
                story_id="",
            )
            for place, one in made.items()
        }
        groups = joined(members, itertools.combinations(range(4), 2), range(4))
        assert all(group == sorted(group) for group in groups)
        found.add(frozenset(frozenset(order[place] for place in group) for group in groups))
    assert found == {frozenset({frozenset({0, 1, 2}), frozenset({3})})}


@settings(deadline=None, max_examples=150)
@given(
    title=st.text(max_size=60),
    body=st.text(max_size=300),
    other=st.text(max_size=300),
    at=st.none() | st.datetimes(datetime(1, 1, 1), datetime(9999, 12, 31)),
)
def test_anything_has_a_sketch_and_comparing_has_no_direction(title, body, other, at):
    made = sketches([(title, body, at), (title, other, at)])
    words = [words_of_sketch(one.words, one.title_words, at=at, outlet="A", is_series=one.is_series) for one in made]
    assert are_copies(*words) == are_copies(*reversed(words))
    assert set(made[0].keys) <= set(made[0].asked)
