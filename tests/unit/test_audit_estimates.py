"""Estimates against known values: Wilson's interval, weighted shares, Cohen's kappa, and what follows from labels."""

from __future__ import annotations

import random
import statistics
from dataclasses import asdict, replace

import pytest

from etl.audit.draw import Cell, draw_counts, inclusion_probabilities
from tests.unit.audits import item, label, sample
from warehouse.audit.estimates import cohens_kappa, weighted_share, wilson
from warehouse.audit.results import CLASS_RIGHT, MISSED, RIGHT, RIGHTLY_SUPPRESSED, Standing, results_of, standings
from warehouse.audit.rows import Drawn, Group, Item, Verdict
from warehouse.audit.store import Audit


@pytest.mark.parametrize(
    ("share", "count", "low", "high"),
    [
        # Newcombe (1998), table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
        (81 / 263, 263, 0.2553, 0.3662),
        (15 / 148, 148, 0.0624, 0.1605),
        (0.0, 20, 0.0, 0.1611),
        (1 / 29, 29, 0.0061, 0.1718),
        (1.0, 20, 0.8389, 1.0),
    ],
)
def test_wilson_interval_is_that_of_the_literature(share: float, count: int, low: float, high: float) -> None:
    assert wilson(share, count) == pytest.approx((low, high), abs=5e-5)


def test_weighted_share_is_hajeks_ratio_at_kishs_count() -> None:
    found = weighted_share([(3.0, 1.0), (1.0, 0.0), (1.0, 0.0)])
    assert found is not None
    assert (found.item_count, found.value) == (3, pytest.approx(0.6))
    assert found.effective_count == pytest.approx(25 / 11)
    assert (found.low, found.high) == pytest.approx(wilson(0.6, 25 / 11))
    assert weighted_share([]) is None


def test_equal_weights_are_no_weights() -> None:
    found = weighted_share([(7.5, 1.0)] * 81 + [(7.5, 0.0)] * 182)
    assert found is not None
    assert found.effective_count == pytest.approx(263)
    assert (found.low, found.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)


def test_kappa_is_that_of_the_literature() -> None:
    """20 both yes, 15 both no, 5 and 10 differ: observed .7, by chance .5."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    assert cohens_kappa(pairs) == pytest.approx(0.4)
    assert cohens_kappa([("y", "n"), ("n", "y")]) == pytest.approx(-1.0)
    assert cohens_kappa([("y", "y")] * 9) is None
    assert cohens_kappa([]) is None


def found_of(audit: Audit):
    return results_of(audit, dict.fromkeys(audit.items, Standing.APPLIES))


def test_weights_undo_how_the_sample_was_drawn() -> None:
    """A rare rule that is always wrong is drawn far more often; the mean of the estimates is the truth all the same."""
    cells = [
        Cell(group=Group.COUNTED, stratum="A", cue_id="right", population=900),
        Cell(group=Group.COUNTED, stratum="A", cue_id="wrong", population=100),
    ]
    n = 40
    chances = inclusion_probabilities(cells, n)
    estimates, raw, covered = [], [], 0
    for seed in range(400):
        counts = draw_counts(cells, chances, n, random.Random(seed))
        drawn = [
            Drawn(
                item=item(1000 * place + number, cue_id=cell.cue_id),
                stratum="A",
                inclusion_probability=chances[place],
            )
            for place, cell in enumerate(cells)
            for number in range(counts[place])
        ]
        said = [label(one.item, Verdict.RIGHT if one.item.cue_id == "right" else Verdict.NOT_SO) for one in drawn]
        share = found_of(Audit(samples=(sample(drawn),), labels=tuple(said))).share("all", "", RIGHT)
        assert share is not None
        estimates.append(share.value)
        raw.append(counts[0] / n)
        covered += share.low <= 0.9 <= share.high
    assert statistics.mean(estimates) == pytest.approx(0.9, abs=0.005)
    assert statistics.mean(raw) < 0.8
    assert covered / 400 >= 0.95


def test_measures_by_kind_class_and_rule() -> None:
    right, wrong_actor = item(1), item(2)
    not_so = item(3, cue_id="other", event_class="THREATEN", kind="threat")
    said = (
        label(right, Verdict.RIGHT),
        label(wrong_actor, Verdict.WRONG_ACTOR),
        label(not_so, Verdict.NOT_SO),
    )
    found = found_of(Audit(samples=(sample([right, wrong_actor, not_so]),), labels=said))
    values = {(one.level, one.subject, one.measure): one.share.value for one in found.measured}
    assert values["rule", "assault-strike", CLASS_RIGHT] == 1
    assert values["rule", "assault-strike", RIGHT] == 0.5
    assert values["class", "THREATEN", CLASS_RIGHT] == values["kind", "threat", RIGHT] == 0
    assert values["all", "", CLASS_RIGHT] == pytest.approx(2 / 3)
    assert found.share("rule", "never-seen", RIGHT) is None


def test_items_on_which_two_differ_count_by_halves() -> None:
    one = item(1)
    said = (label(one, Verdict.RIGHT, "ana"), label(one, Verdict.NOT_SO, "ben"))
    found = found_of(Audit(samples=(sample([one]),), labels=said))
    share = found.share("all", "", RIGHT)
    assert share is not None
    assert (share.item_count, share.value) == (1, 0.5)
    assert [(each.first, each.second, each.item_count, each.agreed_share, each.kappa) for each in found.agreements] == [
        ("ana", "ben", 1, 0.0, 0.0)
    ]


def test_skipped_items_are_not_judged() -> None:
    one = item(1)
    found = found_of(Audit(samples=(sample([one]),), labels=(label(one, Verdict.SKIPPED),)))
    assert (found.labelled_count, found.skipped_count, found.measured) == (0, 1, ())


def test_several_samples_weigh_by_how_many_of_each_were_labelled() -> None:
    """Three of one sample, all right at a chance of .1; one of another, wrong at a chance of .9: three in four."""
    first = [Drawn(item=item(number), stratum="A", inclusion_probability=0.1) for number in range(3)]
    second = [Drawn(item=item(9), stratum="A", inclusion_probability=0.9)]
    said = [*(label(one.item, Verdict.RIGHT) for one in first), label(item(9), Verdict.NOT_SO)]
    audit = Audit(samples=(sample(first), sample(second, seed="2")), labels=tuple(said))
    share = found_of(audit).share("all", "", RIGHT)
    assert share is not None
    assert share.value == pytest.approx(0.75)


def test_share_of_missed_events_and_recall() -> None:
    """Of 100 hits 4 in 5 are right; of 100 suppressed 1 in 10 wrongly; of 1,000 silent sentences 1 in 50 tells one."""
    counted = [item(number) for number in range(10)]
    suppressed = [item(100 + number, Group.SUPPRESSED) for number in range(10)]
    silent = [item(200 + number, Group.UNFLAGGED) for number in range(50)]
    said = [
        *(label(one, Verdict.RIGHT if place < 8 else Verdict.NOT_SO) for place, one in enumerate(counted)),
        *(
            label(one, Verdict.RIGHTLY_SUPPRESSED if place else Verdict.WRONGLY_SUPPRESSED)
            for place, one in enumerate(suppressed)
        ),
        label(silent[0], Verdict.MISSED, event_class="COERCE"),
        *(label(one, Verdict.RIGHTLY_SILENT) for one in silent[1:]),
    ]
    populations = {Group.COUNTED: 100, Group.SUPPRESSED: 100, Group.UNFLAGGED: 1000}
    found = found_of(
        Audit(samples=(sample([*counted, *suppressed, *silent], populations=populations),), labels=tuple(said))
    )
    missed, rightly = found.share("all", "", MISSED), found.share("all", "", RIGHTLY_SUPPRESSED)
    assert missed is not None
    assert rightly is not None
    assert (missed.value, rightly.value) == (pytest.approx(0.02), pytest.approx(0.9))
    of_class = found.share("class", "COERCE", MISSED)
    assert of_class is not None
    assert (of_class.item_count, of_class.value) == (50, pytest.approx(0.02))
    assert found.recall is not None
    assert found.recall.value == pytest.approx(80 / (80 + 10 + 20))
    assert found.recall.low < found.recall.value < found.recall.high


def test_recall_is_unknown_until_all_three_are() -> None:
    one = item(1)
    assert found_of(Audit(samples=(sample([one]),), labels=(label(one, Verdict.RIGHT),))).recall is None


def row(of: Item, **changes: object) -> dict[str, object]:
    return {**asdict(of), "is_counted": of.group is Group.COUNTED, **changes}


def test_a_hit_applies_as_long_as_it_is_read_as_it_was() -> None:
    one = item(1)
    there = {("article-1", 1)}

    def standing(*rows: dict[str, object], of: Item = one) -> Standing:
        return standings([of], rows, there)[of.item_id]

    assert standing(row(one)) is Standing.APPLIES
    assert standing(row(one, lexicon_version="v2", mode="other")) is Standing.APPLIES
    for change in ({"actor_id": "CCC"}, {"event_class": "COERCE"}, {"kind": "threat"}, {"recipient_id": ""}):
        assert standing(row(one, **change)) is Standing.READ_OTHERWISE
    assert standing(row(one, is_counted=False, suppressed_reason="negated")) is Standing.READ_OTHERWISE
    assert standing(row(one, cue_id="another")) is Standing.GONE
    assert standing() is Standing.GONE
    suppressed = item(1, Group.SUPPRESSED)
    assert standing(row(suppressed), of=suppressed) is Standing.APPLIES
    assert standing(row(suppressed, suppressed_reason="question"), of=suppressed) is Standing.READ_OTHERWISE


def test_a_silent_sentence_applies_as_long_as_no_hit_stands_in_it() -> None:
    one = item(1, Group.UNFLAGGED)
    elsewhere = row(item(1), sentence_start=500, span_start=506, span_end=512)
    there = {("article-1", 1)}
    assert standings([one], [elsewhere], there)[one.item_id] is Standing.APPLIES
    assert standings([one], [row(item(1))], there)[one.item_id] is Standing.READ_OTHERWISE
    assert standings([one], [], set())[one.item_id] is Standing.GONE


def test_labels_that_no_longer_apply_are_counted_apart() -> None:
    items = [item(number) for number in range(3)]
    audit = Audit(samples=(sample(items),), labels=tuple(label(one, Verdict.RIGHT) for one in items))
    ids = [one.item_id for one in items]
    found = results_of(audit, dict(zip(ids, (Standing.APPLIES, Standing.READ_OTHERWISE, Standing.GONE), strict=True)))
    assert (found.labelled_count, found.read_otherwise_count, found.gone_count) == (1, 1, 1)
    share = found.share("all", "", RIGHT)
    assert share is not None
    assert share.item_count == 1


def test_a_hit_that_another_lexicon_reads_alike_is_the_same_item() -> None:
    one = item(1)
    assert replace(one, lexicon_version="v2").item_id == one.item_id
    assert replace(one, actor_id="CCC").item_id != one.item_id
    assert replace(one, sentence="x").item_id != one.item_id
