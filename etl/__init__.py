"""From feeds and files to coded rows: a pure core inside a thin shell."""
