"""The yardstick: its rule, its codebook and its labels."""
