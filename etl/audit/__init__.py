"""Draws random samples for people to look at, reports what they said, and exchanges labels with files."""
