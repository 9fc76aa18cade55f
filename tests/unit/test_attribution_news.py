"""Who does it to whom as news writes it: passives without an auxiliary, bare lists, wars told by their ground."""

from __future__ import annotations

import pytest

from etl.stages.score import score
from tests.unit.small_lexicon import an_article


def pairs(text, lexicon):
    """The pairs of a text's hits, those with one side or none included."""
    return {(hit.actor_id, hit.recipient_id) for hit in score(an_article(text), lexicon).hits}


def sure(text, lexicon):
    """The pairs of a text's hits."""
    return {pair for pair in pairs(text, lexicon) if all(pair)}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Three Turkish drivers held in Iran over spying claims", ("IRN", "TUR")),
        ("Swedish diplomat jailed in Iran", ("IRN", "SWE")),
        ("Kenyan peacekeepers killed in al-Shabaab ambush", ("ALSHABAAB", "KEN")),
        ("Indian soldiers wounded in Pakistani shelling", ("PAK", "IND")),
        ("Polish teacher freed from Belarusian jail", ("BLR", "POL")),
        ("Three Palestinians killed as Israel launches new raid", ("ISR", "PSE")),
        ("Lebanese farmer hit by Israeli bullet", ("ISR", "LBN")),
        ("Lebanese farmer's son shot dead by Israeli troops", ("ISR", "LBN")),
        ("Two Malian soldiers were killed following a Chadian air strike.", ("TCD", "MLI")),
    ],
)
def test_headline_passive_is_done_to_its_subject(text, pair, lexicon):
    assert pair in sure(text, lexicon)
    assert pair[::-1] not in sure(text, lexicon)


def test_who_is_accused_in_a_headline_accuses_nobody(lexicon):
    assert ("USA", "IRN") not in sure("US tourist accused of spying in Iran", lexicon)


@pytest.mark.parametrize(
    "text",
    ["Chile was fiercely opposed by Peru.", "Chile was openly and bitterly criticised by Peru."],
)
def test_adverbs_leave_a_passive_as_it_is(text, lexicon):
    assert sure(text, lexicon) == {("PER", "CHL")}


def test_what_another_does_meanwhile_is_no_deed_to_the_dead(lexicon):
    assert sure("Two Malian soldiers died as Chad marked its national day.", lexicon) == set()


def test_active_verb_before_a_place_is_no_passive(lexicon):
    assert ("ISR", "LBN") in sure("Israel killed two Lebanese officers in Beirut.", lexicon)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Estonia condemned Russia for the attack on Ukraine.", ("RUS", "UKR")),
        ("Turkey criticised Greece over the shelling of Cyprus.", ("GRC", "CYP")),
        ("The EU imposed sanctions on Iran over the arrest of a Swedish envoy.", ("IRN", "SWE")),
    ],
)
def test_who_is_charged_with_a_deed_is_its_actor(text, pair, lexicon):
    found = score(an_article(text), lexicon).hits
    assert pair in {(hit.actor_id, hit.recipient_id) for hit in found}
    assert "named as the one whose deed it is" in {hit.actor_rule for hit in found}


def test_who_apologises_for_a_deed_is_its_actor_still(lexicon):
    assert ("DZA", "MLI") not in sure("Mali apologised to Algeria for the attack on its embassy.", lexicon)


@pytest.mark.parametrize(
    "text",
    [
        "Russia-Ukraine war: day 100",
        "Ukraine-Russia war: day 100",
        "Russia lost half its tanks in the Ukraine war.",
        "Japan fined firms that sold chips to Russia for the war in Ukraine.",
        "A tax on Russian gas was put off after the invasion of Ukraine.",
        "Kyiv sees no end as Russia steps up attack",
        "Kyiv said the war with Russia was moving to a new stage.",
    ],
)
def test_known_war_is_waged_by_its_side_that_is_named(text, lexicon):
    assert ("RUS", "UKR") in sure(text, lexicon)
    assert ("UKR", "RUS") not in sure(text, lexicon)


def test_side_that_defends_itself_meets_who_wages_the_war(lexicon):
    assert ("UKR", "RUS") in sure("Russia is stunned in the wake of Ukraine's counteroffensive.", lexicon)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("Ukraine war: Germany debates gas prices", "UKR"),
        ("Germany debates gas prices amid conflict in Ukraine", "UKR"),
        ("Iraq war: Spain to publish report", "IRQ"),
    ],
)
def test_war_told_by_its_ground_is_no_deed_of_the_ground_nor_of_others(text, ground, lexicon):
    (hit,) = [one for one in score(an_article(text), lexicon).hits if one.event_class.value == "ASSAULT"]
    assert (hit.actor_id, hit.recipient_id) == ("", ground)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Israel-Hamas war", {("ISR", "HAMAS"), ("HAMAS", "ISR")}),
        ("Israeli-Palestinian violence poses a test for Spain.", {("ISR", "PSE"), ("PSE", "ISR")}),
        ("The US-China trade war widens.", {("USA", "CHN"), ("CHN", "USA")}),
        ("A British-US citizen is on hunger strike.", set()),
        ("The US war on drugs in Mexico", {("USA", "MEX")}),
    ],
)
def test_war_of_two_or_on_something_is_theirs(text, expected, lexicon):
    assert sure(text, lexicon) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Talks resume between Chad, Niger on border posts", {("TCD", "NER"), ("NER", "TCD")}),
        ("Peru sends aid to Chad, Mali", {("PER", "TCD"), ("PER", "MLI")}),
        ("Russia, Iran and other oil producers threatened Saudi Arabia.", {("RUS", "SAU"), ("IRN", "SAU")}),
        ("Iran will send drones to Russia, Ukraine said on Friday.", {("IRN", "RUS")}),
    ],
)
def test_bare_names_with_a_comma_are_a_list_where_nobody_speaks(text, expected, lexicon):
    assert sure(text, lexicon) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Since the Houthi attack in Yemen, hundreds of Saudis have left.", ("HOUTHIS", "YEM")),
        ("After the strike on Iran, Germany closed its embassy in Baghdad.", ("DEU", "IRQ")),
    ],
)
def test_main_clause_is_not_met_by_the_clause_before_it(text, expected, lexicon):
    assert sure(text, lexicon) == {expected}


def test_name_in_capitals_is_not_the_word_it_reads_like(lexicon):
    assert sure("Flu in Peru: WHO calls on Lima to share data", lexicon) == {("WHO", "PER")}


def test_preposition_before_a_comma_leads_nobody(lexicon):
    assert ("CHL", "") in pairs("While Peru looked on, Chile mobilised its army.", lexicon)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Chad received food aid from Norway.", {("NOR", "TCD")}),
        ("Mali gets US weapons package", {("USA", "MLI")}),
        ("Norway got aid to Chad within a day.", {("NOR", "TCD")}),
    ],
)
def test_who_gets_aid_is_given_it(text, expected, lexicon):
    assert sure(text, lexicon) == expected


def test_what_is_between_others_is_theirs(lexicon):
    found = score(an_article("The war in Gaza is fuelling tensions between Rabat and Tel Aviv."), lexicon).hits
    assert {(hit.actor_id, hit.recipient_id) for hit in found if hit.event_class.value == "ASSAULT"} == {("", "")}


def test_what_one_claims_to_have_done_is_his(lexicon):
    assert ("CHL", "PER") in sure("Chile claims to have shot down a Peruvian drone.", lexicon)


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Greece and Turkey are in a row over gas drilling.", ("GRC", "TUR")),
        ("Peru is in a border dispute with Chile.", ("PER", "CHL")),
        ("Poland's president visits Kyiv.", ("POL", "UKR")),
        ("Peru and Chile are blaming each other's forces.", ("PER", "CHL")),
        ("Israel and Hamas are at war.", ("ISR", "HAMAS")),
    ],
)
def test_quarrels_and_visits_go_both_ways(text, pair, lexicon):
    assert sure(text, lexicon) == {pair, pair[::-1]}


def test_one_other_who_acts_before_is_who_is_answered(lexicon):
    text = "Peru halted the talks, and Chile condemned the move."
    (hit,) = [one for one in score(an_article(text), lexicon).hits if one.event_class.value == "ACCUSE"]
    rule = "the only other one named, who acts before it"
    assert (hit.actor_id, hit.recipient_id, hit.recipient_rule) == ("CHL", "PER", rule)


def test_nobody_is_answered_where_two_others_are_named(lexicon):
    assert ("CHL", "") in pairs("Peru halted talks with Bolivia, and Chile condemned the move.", lexicon)


def test_forces_in_a_place_are_its_own(lexicon):
    assert ("GIN", "LBR") in sure("Security forces in Guinea have tortured two Liberian officers.", lexicon)


def test_one_other_is_of_whom_it_is_said(lexicon):
    text = "Chile condemns the new law as Peruvian journalists flee."
    (hit,) = [one for one in score(an_article(text), lexicon).hits if one.event_class.value == "ACCUSE"]
    assert (hit.actor_id, hit.recipient_id, hit.recipient_rule) == ("CHL", "PER", "the only other one named after it")


@pytest.mark.parametrize(
    ("text", "pair", "wrong"),
    [
        ("Peru accused Chile of breaking the truce by shelling Bolivia.", ("CHL", "BOL"), ("PER", "BOL")),
        ("Peru imposed sanctions on two Chilean generals for bombing Bolivia.", ("CHL", "BOL"), ("PER", "BOL")),
        ("Taiwan spotted 40 Chinese warplanes", ("CHN", "TWN"), ("TWN", "CHN")),
        ("Israel counted 12 missiles from Yemen", ("YEM", "ISR"), ("ISR", "YEM")),
    ],
)
def test_act_told_of_another_is_not_that_of_the_teller(text, pair, wrong, lexicon):
    assert pair in sure(text, lexicon)
    assert wrong not in sure(text, lexicon)


def test_relative_clause_is_about_the_name_before_it(lexicon):
    found = score(an_article("Peru says that smugglers arrive from Chile, which rejects the claim."), lexicon).hits
    assert ("CHL", "PER") in {(hit.actor_id, hit.recipient_id) for hit in found if hit.event_class.value == "REJECT"}


def test_reason_of_a_sanction_is_the_deed_of_the_sanctioned(lexicon):
    found = score(an_article("Peru punished a firm linked to Chile over cyber attacks."), lexicon).hits
    assert {hit.actor_id for hit in found if hit.event_class.value == "ASSAULT"} == {"CHL"}


def test_source_of_arms_is_who_sent_them(lexicon):
    found = score(an_article("The drone that hit a tanker off Oman came from Iran."), lexicon).hits
    assert {(hit.actor_id, hit.recipient_id) for hit in found if hit.event_class.value == "ASSAULT"} == {("IRN", "")}


def test_two_who_trade_fire_over_the_border_of_a_third_do_it_to_each_other(lexicon):
    text = "Hamas and Israel exchange fire across the Egyptian border"
    assert sure(text, lexicon) == {("HAMAS", "ISR"), ("ISR", "HAMAS")}


def test_place_of_a_report_does_nothing(lexicon):
    assert sure("KYIV, 3 Feb (News) - Explosions shook Odesa at dawn.", lexicon) == set()


def test_occasion_is_no_recipient(lexicon):
    text = "The presidents of Peru and Chile, both attending the NATO summit, condemned the launch."
    found = score(an_article(text), lexicon).hits
    assert {hit.recipient_id for hit in found if hit.event_class.value == "ACCUSE"} == {""}


@pytest.mark.parametrize(
    "text",
    [
        "Three Danes came down the stairs of a Qatari plane.",
        "Rwanda hosts an exiled Burundian opposition movement.",
        "Chile bought mortars and artillery shells from Peru.",
        "Chad's military government asked the French ambassador to dinner.",
    ],
)
def test_lookalikes_of_violence_raise_none(text, lexicon):
    found = score(an_article(text), lexicon).hits
    assert not [hit for hit in found if hit.event_class.value in {"ASSAULT", "COERCE"} and hit.is_counted]
