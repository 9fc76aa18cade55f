"""The lexicon and the gazetteer: data, and what compiles it."""
