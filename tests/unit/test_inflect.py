"""Inflections by rule, with their exceptions."""

from __future__ import annotations

import pytest

from etl.lexicon.inflect import exceptions, noun_forms, verb_forms


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("launch", "launch launches launched launching"),
        ("fire", "fire fires fired firing"),
        ("deny", "deny denies denied denying"),
        ("deploy", "deploy deploys deployed deploying"),
        ("veto", "veto vetoes vetoed vetoing"),
        ("agree", "agree agrees agreed agreeing"),
        ("threaten", "threaten threatens threatened threatening"),
        ("die", "die dies died dying"),
        ("mass", "mass masses massed massing"),
        ("fix", "fix fixes fixed fixing"),
    ],
)
def test_verb_regular_forms(base, forms):
    assert verb_forms(base) == frozenset(forms.split())


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("ban", "ban bans banned banning"),
        ("stop", "stop stops stopped stopping"),
        ("expel", "expel expels expelled expelling"),
        ("patrol", "patrol patrols patrolled patrolling"),
        ("transfer", "transfer transfers transferred transferring"),
    ],
)
def test_verb_last_consonant_is_doubled(base, forms):
    assert verb_forms(base) == frozenset(forms.split())


@pytest.mark.parametrize("base", ["bomb", "shell", "attack", "open", "visit", "raid", "fix", "vow", "deploy"])
def test_verb_last_consonant_is_not_doubled_without_need(base):
    assert base + "ed" in verb_forms(base)
    assert base + base[-1] + "ed" not in verb_forms(base)


@pytest.mark.parametrize(
    ("base", "forms"),
    [
        ("strike", "strike strikes striking struck stricken"),
        ("shoot", "shoot shoots shooting shot"),
        ("withdraw", "withdraw withdraws withdrawing withdrew withdrawn"),
        ("cut", "cut cuts cutting"),
        ("be", "be being am is are was were been"),
    ],
)
def test_verb_irregular_forms_replace_the_regular_past(base, forms):
    found = verb_forms(base)
    assert frozenset(forms.split()) <= found
    assert not {f"{base}ed", f"{base}d"} & found


def test_every_irregular_verb_has_its_past_and_no_regular_one():
    for base, past in exceptions()["past"].items():
        found = verb_forms(base)
        assert set(past) <= found
        regular = f"{base}d" if base.endswith("e") else f"{base}ed"
        assert regular in past or regular not in found, base


def test_verb_hyphenated_is_inflected_in_its_last_part():
    assert verb_forms("test-fire") == {"test-fire", "test-fires", "test-fired", "test-firing"}
    assert "re-took" in verb_forms("re-take")


@pytest.mark.parametrize(
    ("base", "plural"),
    [
        ("missile", "missiles"),
        ("embassy", "embassies"),
        ("convoy", "convoys"),
        ("clash", "clashes"),
        ("crisis", "crises"),
        ("gunman", "gunmen"),
        ("aircraft", "aircraft"),
        ("embargo", "embargoes"),
        ("war-game", "war-games"),
    ],
)
def test_noun_forms_are_singular_and_plural(base, plural):
    assert noun_forms(base) == frozenset({base, plural})
