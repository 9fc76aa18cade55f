"""Holds the signal against what happened: the published Geopolitical Risk index, other measures, and dated events."""
