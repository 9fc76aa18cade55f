"""The human audit: what people said of hits and sentences, and what follows from it for every rule."""
