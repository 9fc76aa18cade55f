"""Who does it to whom, clause by clause: lists, passives, places, pronouns, sponsors, and what is never guessed."""

from __future__ import annotations

import time

import pytest

from etl.stages.attribution import DYADS_MAX


def dyads(hits) -> list[tuple[str, str]]:
    return [(hit.actor_id, hit.recipient_id) for hit in hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ruritania, Orsinia and Syldavia bombed Graustark.", {("RUR", "GRA"), ("ORS", "GRA"), ("SYL", "GRA")}),
        ("Ruritania bombed Orsinia, Syldavia and Graustark.", {("RUR", "ORS"), ("RUR", "SYL"), ("RUR", "GRA")}),
        ("Ruritanian and Orsinian troops bombed Graustark.", {("RUR", "GRA"), ("ORS", "GRA")}),
        ("A delegation from Ruritania and Orsinia threatened Graustark.", {("RUR", "GRA"), ("ORS", "GRA")}),
        ("Ruritania as well as Orsinia bombed Graustark.", {("RUR", "GRA"), ("ORS", "GRA")}),
        ("Graustark was bombed by Ruritania and Orsinia.", {("RUR", "GRA"), ("ORS", "GRA")}),
        ("Ruritania, Orsinia bomb Graustark", {("RUR", "GRA"), ("ORS", "GRA")}),
        ("Ruritania, an ally of Orsinia, bombed Graustark.", {("RUR", "GRA")}),
        ("Ruritania, which borders Orsinia, bombed Graustark.", {("RUR", "GRA")}),
        ("Ruritania bombed Graustark, and Orsinia imposed sanctions.", {("RUR", "GRA"), ("ORS", "")}),
    ],
)
def test_lists_act_and_are_met_together(hits_of, text, expected):
    assert set(dyads(hits_of(text))) == expected


@pytest.mark.parametrize(
    ("text", "one", "other"),
    [
        ("Ruritania and Orsinia clashed.", "RUR", "ORS"),
        ("Ruritanian and Orsinian troops exchanged fire.", "RUR", "ORS"),
        ("Ruritania clashed with Orsinia.", "RUR", "ORS"),
        ("Ruritania met Orsinia.", "RUR", "ORS"),
        ("Ruritania and Orsinia signed the accord.", "RUR", "ORS"),
        ("Ruritania signed an accord with Orsinia.", "RUR", "ORS"),
        ("Talks between Ruritania and Orsinia went on.", "RUR", "ORS"),
    ],
)
def test_what_two_do_to_each_other_goes_both_ways(hits_of, text, one, other):
    hits = hits_of(text)
    assert set(dyads(hits)) == {(one, other), (other, one)}
    assert any("each other" in hit.actor_rule for hit in hits)


def test_statement_of_many_is_no_deed_of_each_to_each(hits_of):
    hits = hits_of("Ruritania, Orsinia, Syldavia and Graustark signed an accord.")
    assert {hit.recipient_id for hit in hits} == {""}
    assert len(hits) == 4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ruritania-Graustark war", {("RUR", "GRA"), ("GRA", "RUR")}),
        ("Attack between Ruritania and Graustark", {("RUR", "GRA"), ("GRA", "RUR")}),
        ("The Ruritanian attack went on.", {("RUR", "")}),
        ("A wave of Ruritanian attacks began.", {("RUR", "")}),
    ],
)
def test_nouns_have_owners_and_parties(hits_of, text, expected):
    assert set(dyads(hits_of(text.replace("war", "attack")))) == expected


def test_joint_drills_are_not_against_the_partner(hits_of):
    assert set(dyads(hits_of("Ruritania and Orsinia held drills."))) == {("RUR", ""), ("ORS", "")}


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Ruritania's missile plan was condemned by Graustark.", "GRA", "RUR"),
        ("Three Ruritanian soldiers were killed by Graustarkian shelling.", "GRA", "RUR"),
        ("Three Ruritanian soldiers were killed in a Graustarkian strike.", "GRA", "RUR"),
        ("A Ruritanian offer was rejected by Graustark.", "GRA", "RUR"),
        ("An offer by Ruritania was rejected by Graustark.", "GRA", "RUR"),
        ("Graustark, bombed by Ruritania, slept.", "RUR", "GRA"),
        ("Ruritania is prepared to bomb Graustark.", "RUR", "GRA"),
        ("A Ruritanian journalist was arrested in Graustark.", "GRA", "RUR"),
    ],
)
def test_passive_is_done_to_its_subject(hits_of, text, actor, recipient):
    assert (actor, recipient) in dyads(hits_of(text))
    assert (recipient, actor) not in dyads(hits_of(text))


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Strelsau's missiles bombed Graustark.", "RUR", "GRA"),
        ("The president of Ruritania, Rudolf Elphberg, condemned Graustark.", "RUR", "GRA"),
        ("The foreign ministry of Ruritania condemned Graustark.", "RUR", "GRA"),
        ("Ruritania launched a missile toward Graustark.", "RUR", "GRA"),
        ("Ruritania held drills around Graustark.", "RUR", "GRA"),
        ("A Ruritanian drone entered Graustark's airspace.", "RUR", "GRA"),
        ("The weeks since Ruritania invaded Graustark were long.", "RUR", "GRA"),
        ("Had Ruritania bombed Graustark, nobody would have slept.", "RUR", "GRA"),
    ],
)
def test_owners_titles_and_later_phrases(hits_of, text, actor, recipient):
    assert (actor, recipient) in dyads(hits_of(text))


@pytest.mark.parametrize(
    ("text", "recipient"),
    [
        ("Ruritania condemned the raid in Edelweiss.", ""),
        ("Ruritania bombed militants in Edelweiss.", "GRA"),
        ("Ruritania bombed a convoy in Graustark.", "GRA"),
        ("Ruritania condemned Graustark at the Grand Congress in Klow.", "GRA"),
        ("Ruritania killed Graustarkian advisers in Klow.", "GRA"),
        ("Ruritania bombed a bridge, Graustark said.", ""),
        ("Ruritania bombed a bridge, according to Graustark.", ""),
    ],
)
def test_place_and_teller_are_no_recipients(hits_of, text, recipient):
    assert dyads(hits_of(text)) == [("RUR", recipient)]


@pytest.mark.parametrize(
    "text",
    [
        "Militants bombed Graustark.",
        "Police arrested dozens of Graustarkian students.",
        "Ruritania vowed to answer after militants bombed Graustark.",
        "Ruritanian militants bombed Graustark.",
        "A group of Ruritanian rebels bombed Graustark.",
        "Gunmen from Ruritania bombed Graustark.",
        "Ruritania-backed fighters bombed Graustark.",
        "Pro-Ruritanian fighters bombed Graustark.",
        "Rebels armed by Ruritania bombed Graustark.",
    ],
)
def test_nobody_is_guessed(hits_of, text):
    hits = hits_of(text)
    assert {hit.actor_id for hit in hits} == {""}
    assert {hit.recipient_id for hit in hits} == {"GRA"}


def test_militants_of_a_country_are_said_to_be_no_state(hit_of):
    assert "do not act for it" in hit_of("Ruritanian militants bombed Graustark.").actor_rule


def test_citizens_stand_for_their_country_and_leaders_of_a_coalition_act(hits_of):
    assert dyads(hits_of("Ruritanian workers condemned Graustark.")) == [("RUR", "GRA")]
    assert dyads(hits_of("Ruritania-led forces bombed Graustark.")) == [("RUR", "GRA")]


def test_sponsor_of_a_plan_is_met_where_it_is_rejected(hits_of):
    assert dyads(hits_of("Graustark rejected the Ruritania-backed plan.")) == [("GRA", "RUR")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Ruritanian president spoke. He condemned Graustark.", ("RUR", "GRA")),
        ("Ruritania and Orsinia quarrelled. The two countries clashed.", ("RUR", "ORS")),
        ("The Iron League spoke. The group bombed Graustark.", ("LEAGUE", "GRA")),
        ("Ruritania spoke. The country bombed Graustark.", ("RUR", "GRA")),
        ("Ruritania said Graustark had violated its airspace.", ("GRA", "RUR")),
        ("Ruritania said it would bomb Graustark.", ("RUR", "GRA")),
    ],
)
def test_pronoun_and_description_find_the_last_fitting_actor(hits_of, text, expected):
    hits = [hit for hit in hits_of(text) if (hit.actor_id, hit.recipient_id) == expected]
    assert hits
    assert "resolved from" in hits[0].actor_rule + hits[0].recipient_rule


@pytest.mark.parametrize(
    "text",
    [
        "Ruritania spoke.\n\nIt bombed Graustark.",
        "Ruritania spoke. He bombed Graustark.",
        "Ruritania spoke. The group bombed Graustark.",
    ],
)
def test_pronoun_that_fits_nobody_in_its_paragraph_stands_for_nobody(hits_of, text):
    assert dyads(hits_of(text)) == [("", "GRA")]


def test_plan_told_by_another_side_is_a_charge(hits_of):
    told = hits_of("Ruritania said Graustark will invade Orsinia.")
    by_class = {hit.event_class.value: hit for hit in told}
    assert (by_class["ACCUSE"].actor_id, by_class["ACCUSE"].recipient_id) == ("RUR", "GRA")
    assert by_class["ASSAULT"].suppressed_reason == "accusation of a plan"
    assert [hit.event_class.value for hit in hits_of("Ruritania said it will invade Orsinia.")] == ["ASSAULT"]


def test_object_of_a_demand_is_who_is_to_do_it(hits_of):
    assert ("GRA", "ORS") in dyads(hits_of("Ruritania accused Graustark of bombing Orsinia."))


def names(count: int) -> str:
    return ", ".join(("Ruritania", "Orsinia", "Syldavia", "Graustark")[number % 4] for number in range(count))


@pytest.mark.parametrize(
    "text",
    [
        "RURITANIA BOMBED GRAUSTARK",
        "ruritania bombed graustark",
        "Ruritania bombed Graustark " * 30,
        '"Ruritania \'bombed "Graustark “while \'it said "they would bomb ' * 10,
        "Ruritania, " * 200 + "bombed Graustark.",
        "and and , , by by Ruritania by and of of bombed of of Graustark",
        "It it they their his bombed it them they its",
        "Ruritania's's bombed Graustark's",
        "-Ruritania- bombed -Graustark-backed-led-",
    ],
)
def test_odd_sentences_are_read_without_a_crash(hits_of, text):
    for hit in hits_of(text):
        assert hit.actor_rule
        assert hit.recipient_rule


def test_dyads_of_one_cue_are_bounded(hits_of):
    assert len(hits_of(f"{names(200)} and Orsinia bombed {names(200)} and Orsinia.")) <= DYADS_MAX


@pytest.mark.parametrize(
    "unit",
    [
        "Ruritania bombed Graustark and ",
        "Ruritania, Orsinia, Syldavia, ",
        'he said it bombed "them which "',
        "by the army of the king of the people of Ruritania ",
        "militants of the north attacked in ",
    ],
)
def test_time_is_linear_in_the_length_of_a_sentence(hits_of, unit):
    """Sentences of some 200, 400, ... 3,200 words: four times as long may not take over eight times as long."""
    words = len(unit.split())

    def seconds(word_count: int) -> float:
        text = unit * (word_count // words)
        return min(timed(hits_of, text) for _ in range(3))

    short, long = seconds(800), seconds(3200)
    assert long < 8 * short + 0.05


def timed(hits_of, text: str) -> float:
    # Others work on this machine too: what they take is not counted.
    began = time.process_time()
    hits_of(text)
    return time.process_time() - began
