"""The stages, each pure and knowing no other; `etl.pipeline` composes them."""
