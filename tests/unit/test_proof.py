"""How often rules fire in texts that were not written for them."""

from __future__ import annotations

from etl.proof import SAMPLES_MAX, Proof, prove
from warehouse.terms import Entry, Outcome, UnusableEntry


def an_entry(text, position=0):
    return Entry(outlet="The Courier", position=position, body=text, body_is_html=False, language="en")


def test_own_example_proves_nothing_and_other_text_does(lexicon):
    cue = next(cue for cue in lexicon.cues if cue.id == "threaten-force")
    other = "Russia threatened to cut off gas to Poland."
    entries = [
        an_entry(cue.hits),
        an_entry(other, 1),
        UnusableEntry(position=2, outcome=Outcome.FAILED, reason="broken"),
        an_entry("Russland drohte am Montag damit, die Lieferungen von Gas nach Polen einzustellen.", 3),
    ]
    found = prove([entries[:2], entries[2:]], lexicon)
    assert len(found) == len(lexicon.cues)
    fired = {cue_id for cue_id, one in found.items() if one.fired}
    assert any(sentence == other for cue_id in fired for _, sentence in found[cue_id].samples)
    assert all(sentence != cue.hits for _, sentence in found[cue.id].samples)


def test_samples_do_not_depend_on_order():
    sentences = [f"Sentence {number}." for number in range(20)]
    forward, backward, merged = Proof(), Proof(), Proof()
    for sentence in sentences:
        forward.add(sentence, is_counted=True)
    for sentence in reversed(sentences):
        backward.add(sentence, is_counted=False)
    merged.merge(backward)
    assert forward.samples == backward.samples == merged.samples
    assert len(forward.samples) == SAMPLES_MAX
    assert (merged.fired, merged.counted, forward.counted) == (20, 0, 20)
