"""A rule of one's own that no lexicon holds, for the tests of such rules."""

from __future__ import annotations

FIST = """
[[cue]]
id = "own-shaken-fist"
class = "THREATEN"
weight = -5.0
patterns = ["shake:v ..2 fist:n"]
hits = "The generals shook their fists at the border."
misses = "The fencer took off her gloves."
dated_on = 2026-11-20
"""
