"""What `tension audit report` prints, for people and for programs."""

from __future__ import annotations

import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from etl.printing import PIPE_CHARS, visible

if TYPE_CHECKING:
    from warehouse.audit.estimates import Share
    from warehouse.audit.results import Results
    from warehouse.audit.rows import Sample


def report_as_dict(results: Results) -> dict[str, Any]:
    """All estimates for programs."""
    return {
        "sample": sample_as_dict(results.sample) if results.sample else None,
        "items": results.item_count,
        "labelled": results.labelled_count,
        "read_otherwise": results.read_otherwise_count,
        "gone": results.gone_count,
        "skipped": results.skipped_count,
        "damaged_lines": results.damaged_count,
        "labellers": list(results.labellers),
        "measured": [
            {"level": one.level, "subject": one.subject, "measure": one.measure, **asdict(one.share)}
            for one in results.measured
        ],
        "recall": asdict(results.recall) if results.recall else None,
        "agreement": [{**asdict(one), "group": one.group.value} for one in results.agreements],
    }


def sample_as_dict(sample: Sample) -> dict[str, Any]:
    """A sample without its items."""
    return {
        "sample_id": sample.sample_id,
        "seed": sample.seed,
        "drawn_at": sample.drawn_at.isoformat(),
        "since": sample.since.isoformat() if sample.since else None,
        "until": sample.until.isoformat() if sample.until else None,
        "published_version": sample.published_version,
        "lexicon_version": sample.lexicon_version,
        "items": len(sample.drawn),
        "populations": {group.value: count for group, count in sample.populations.items()},
    }


def print_sample(sample: Sample) -> None:
    """What was drawn from what, and what to do next."""
    counts = dict.fromkeys(sample.populations, 0)
    for one in sample.drawn:
        counts[one.item.group] += 1
    parts = [f"{count:,} of {sample.populations[group]:,} {group}" for group, count in counts.items()]
    print(f"Sample {sample.sample_id}, seed {visible(sample.seed)}: {', '.join(parts)}.")
    print("Label it on the dashboard's page /audit; `tension audit report` says what follows.")


def print_report(results: Results) -> None:
    """All estimates for people."""
    if results.sample is None:
        print("No sample was drawn yet: `tension audit sample` draws one.")
        return
    print(
        f"{results.item_count:,} items were drawn; {results.labelled_count:,} are labelled, by "
        f"{', '.join(map(visible, results.labellers)) or 'nobody yet'}; {results.skipped_count:,} skipped."
    )
    lost = results.read_otherwise_count + results.gone_count
    if lost:
        print(
            f"{lost:,} more were labelled and no longer apply: {results.read_otherwise_count:,} are read otherwise by "
            f"now, {results.gone_count:,} are not found any more."
        )
    if results.damaged_count:
        print(f"{results.damaged_count:,} lines of the file cannot be read and are left out.")
    print_shares(results)
    if results.recall:
        found = results.recall
        print(
            f"Of what should count, {found.value:.0%} counts ({found.low:.0%} to {found.high:.0%} at the worst ends)."
        )
    for one in results.agreements:
        kappa = "not defined, as both said one thing of all" if one.kappa is None else f"{one.kappa:.2f}"
        print(
            f"{visible(one.first)} and {visible(one.second)} agree on {one.agreed_share:.0%} of {one.item_count:,} "
            f"{one.group} items; Cohen's kappa {kappa}."
        )


def print_shares(results: Results) -> None:
    """The table of shares."""
    if not results.measured:
        print("Nothing is labelled yet.")
        return
    table = Table("measure", "of", "", box=None, header_style="bold")
    for name in ("items", "share", "95 % interval"):
        table.add_column(name, justify="right")
    for one in results.measured:
        table.add_row(one.measure, one.level, Text(visible(one.subject)), *cells(one.share))
    Console(width=None if sys.stdout.isatty() else PIPE_CHARS).print(table)


def cells(share: Share) -> tuple[str, str, str]:
    """Items, share and interval."""
    return f"{share.item_count:,}", f"{share.value:.1%}", f"{share.low:.1%} to {share.high:.1%}"
