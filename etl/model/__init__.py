"""The class model: the sentences it learns from, how it learns, and what it learnt."""
