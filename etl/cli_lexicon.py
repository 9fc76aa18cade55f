"""The commands `tension lexicon`: prove the rules, try one of one's own, add it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from warehouse.errors import TensiometerError
from warehouse.settings import load_settings

if TYPE_CHECKING:
    from etl.lexicon.load import Lexicon
    from warehouse.settings import Settings

app = typer.Typer(help="Prove the rules of the lexicon, try one of your own, add it.", no_args_is_help=True)
HomeOption = Annotated[Path | None, typer.Option("--home", help="Folder that holds everything that is written.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
RuleArgument = Annotated[
    Path, typer.Argument(help="A TOML file with [[cue]], [[guard]], [[marker]] or [[actor]] rows.")
]
CORPUS = Path("../shared/data/corpora/rss_2020_2023.parquet")
ARTICLES_MAX = 100_000


@app.command()
def proof(
    texts: Annotated[Path, typer.Argument(help="Any file that `tension import` reads.")] = CORPUS,
    *,
    rule: Annotated[str, typer.Option(help="Show one rule with all its samples.")] = "",
    is_unproven: Annotated[bool, typer.Option("--unproven", help="Show only rules that never fired.")] = False,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """List how often each rule fires in texts that were not written for it, with a sample, the unproven first."""
    from etl.files import Reading, read_file
    from etl.printing import print_proofs, proofs_as_dict
    from etl.proof import prove

    lexicon = lexicon_of(load_settings(flags={"home": home}).settings)
    shown = {cue.id for cue in lexicon.cues}
    if rule and rule not in shown:
        raise TensiometerError(f"No rule has the id {rule!r}.", hint="`tension lexicon proof` lists them all.")
    found = prove(read_file(texts, Reading()), lexicon)
    chosen = {
        cue_id: one
        for cue_id, one in found.items()
        if (not rule or cue_id == rule) and (not is_unproven or not one.fired)
    }
    if as_json:
        print(json.dumps(proofs_as_dict(chosen, lexicon), indent=2, ensure_ascii=False))
    else:
        print_proofs(chosen, lexicon, is_whole=bool(rule))


@app.command("try")
def try_(
    file: RuleArgument,
    *,
    articles: Annotated[int, typer.Option(min=1, help="Articles to run over, at most; the newest.")] = ARTICLES_MAX,
    home: HomeOption = None,
    as_json: JsonOption = False,
) -> None:
    """Run a rule of your own over the stored articles: its hits, and what it would change."""
    from etl.own_lexicon import load_with_own
    from etl.printing import print_trial, trial_as_dict
    from etl.trial import try_rules
    from warehouse.paths import Home
    from warehouse.reader import Reader

    settings = load_settings(flags={"home": home}).settings
    before, after = lexicon_of(settings), load_with_own(settings.lexicon_folder, file)
    stored = Reader(Home(settings.home)).stream("stored_texts", articles_max=articles)
    trial = try_rules(stored, before, after)
    if as_json:
        print(json.dumps(trial_as_dict(trial), indent=2, ensure_ascii=False))
    else:
        print_trial(trial, articles_max=articles)


@app.command()
def add(file: RuleArgument, *, home: HomeOption = None) -> None:
    """Add a file of rules to your own, if every example still holds; later loads are scored with them."""
    from etl.own_lexicon import load_with_own

    settings = load_settings(flags={"home": home}).settings
    place = settings.lexicon_folder / file.name
    if place.exists():
        raise TensiometerError(f"{place} is there already.", hint="Remove it first, or name the new file differently.")
    version = load_with_own(settings.lexicon_folder, file).version
    settings.lexicon_folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, place)
    print(f"Added as {place}; the lexicon is now version {version}. Articles loaded from now on are scored with it.")


def lexicon_of(settings: Settings) -> Lexicon:
    """The lexicon with the rules of one's own that are there."""
    from etl.own_lexicon import load_with_own

    return load_with_own(settings.lexicon_folder)
