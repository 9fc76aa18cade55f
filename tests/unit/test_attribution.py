"""Who does it to whom."""

from __future__ import annotations

import pytest

from warehouse.terms import Scope


def dyads(hits) -> list[tuple[str, str]]:
    return [(hit.actor_id, hit.recipient_id) for hit in hits]


@pytest.mark.parametrize(
    ("text", "actor", "recipient"),
    [
        ("Ruritania bombed Graustark.", "RUR", "GRA"),
        ("Ruritanian troops bombed a town in Graustark.", "RUR", "GRA"),
        ("Strelsau imposed sanctions on Graustark.", "RUR", "GRA"),
        ("Graustark was bombed by Ruritania.", "RUR", "GRA"),
        ("Graustark was bombed overnight by the Ruritanian air force.", "RUR", "GRA"),
        ("Graustark was bombed.", "", "GRA"),
        ("Graustark has been bombed in the night.", "", "GRA"),
        ("The bombing of Graustark by Ruritania went on.", "RUR", "GRA"),
        ("The invasion of Graustark began.", "", "GRA"),
        ("Sanctions hit the bank after Ruritania spoke.", "", ""),
        ("The army bombed a hospital.", "", ""),
        ("With Orsinia in mind, Ruritania bombed Graustark.", "RUR", "GRA"),
        ("In Orsinia a crowd bombed a town of Graustark.", "", "GRA"),
        ("Ruritania's army invaded Graustark.", "RUR", "GRA"),
        ("The Elphberg Guard invaded Graustark.", "RUR", "GRA"),
        ("Ruritania is expected to bomb Graustark.", "RUR", "GRA"),
    ],
)
def test_actor_and_recipient_are_found(hits_of, text, actor, recipient):
    assert dyads(hits_of(text)) == [(actor, recipient)]


def test_name_within_the_cue_acts_where_it_is_a_possessive(hit_of):
    assert hit_of("He saw them test of Ruritania's missiles two.").actor_id == "RUR"


def test_name_within_the_cue_after_a_preposition_does_not_act(hits_of):
    (hit,) = hits_of("Troops launched at Graustark missiles.")
    assert hit.actor_id == ""
    assert hit.recipient_id == "GRA"


def test_compound_subject_gives_a_dyad_each(hits_of):
    assert dyads(hits_of("Ruritania and Orsinia bombed Graustark.")) == [("RUR", "GRA"), ("ORS", "GRA")]


def test_compound_has_a_limit(hits_of):
    names = " and ".join(f"{name}" for name in ("Ruritania", "Orsinia", "Syldavia", "Graustark"))
    assert dyads(hits_of(f"{names} imposed sanctions.")) == [("RUR", ""), ("ORS", ""), ("SYL", ""), ("GRA", "")]


def test_singular_pronoun_carries_the_first_of_two(hits_of):
    assert dyads(hits_of("Ruritania wrote to Orsinia. It bombed Graustark.")) == [("RUR", "GRA")]


def test_plural_pronoun_carries_all(hits_of):
    assert dyads(hits_of("Ruritania and Orsinia spoke. They bombed Graustark.")) == [("RUR", "GRA"), ("ORS", "GRA")]


def test_description_carries_like_a_pronoun(hits_of):
    text = "Ruritania closed its ports. The regime bombed Graustark."
    assert dyads(hits_of(text)) == [("RUR", "GRA")]


def test_pronoun_carries_over_a_sentence_without_names(hits_of):
    assert dyads(hits_of("Ruritania spoke. The night was cold. It bombed Graustark.")) == [("RUR", "GRA")]


def test_pronoun_with_nobody_before_it_stands_for_nobody(hits_of):
    assert dyads(hits_of("They bombed Graustark.")) == [("", "GRA")]


def test_sentence_without_pronoun_carries_nobody(hits_of):
    assert dyads(hits_of("Ruritania spoke. Troops bombed a bridge.")) == [("", "")]


@pytest.mark.parametrize("preposition", ["in", "near", "inside", "across", "outside"])
def test_place_is_no_recipient(hits_of, preposition):
    assert dyads(hits_of(f"Ruritania launched a missile {preposition} Graustark.")) == [("RUR", "")]


def test_place_is_passed_over_for_the_recipient_after_it(hits_of):
    assert dyads(hits_of("Ruritania bombed in Orsinia the troops of Graustark.")) == [("RUR", "GRA")]


def test_theatre_neither_acts_nor_is_met(hits_of):
    assert dyads(hits_of("Ruritania bombed the Zenda Strait.")) == [("RUR", "")]
    assert dyads(hits_of("The Zenda Strait bombed Graustark.")) == [("", "GRA")]


@pytest.mark.parametrize("word", ["alongside", "in cooperation with", "in alliance with"])
def test_partner_is_no_recipient_of_conflict(hits_of, word):
    assert dyads(hits_of(f"Ruritania imposed sanctions {word} Orsinia.")) == [("RUR", "")]


@pytest.mark.parametrize("stop", ["while", "because", "after", "as"])
def test_recipient_is_not_sought_in_the_next_clause(hits_of, stop):
    assert dyads(hits_of(f"Ruritania bombed the coast {stop} Graustark slept.")) == [("RUR", "")]


def test_object_before_the_cue_is_met_where_nothing_follows(hits_of):
    assert dyads(hits_of("Ruritania in its quarrel with Graustark imposed sanctions.")) == [("RUR", "GRA")]


def test_everybody_has_a_rule_that_says_why(hits_of):
    for text in ("Ruritania bombed Graustark.", "Graustark was bombed.", "The army bombed a bridge.", "It bombed us."):
        for hit in hits_of(text):
            assert hit.actor_rule
            assert hit.recipient_rule


def test_assault_on_its_own_is_domestic(hit_of):
    hit = hit_of("Ruritania bombed Ruritanian rebels.")
    assert (hit.actor_id, hit.recipient_id, hit.scope) == ("RUR", "RUR", Scope.DOMESTIC)


def test_test_of_its_own_missile_is_not_domestic(hit_of):
    hit = hit_of("Ruritania launched Ruritanian missiles.")
    assert (hit.actor_id, hit.recipient_id, hit.scope) == ("RUR", "", Scope.INTERNATIONAL)
