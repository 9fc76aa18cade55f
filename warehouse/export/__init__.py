"""Takes rows of the published warehouse away: as CSV, Parquet or Excel, or the whole of it as one file."""
