"""How good the scoring is: labelled sets, measures with intervals, peers beside them, floors that only rise."""
