"""A lexicon of a few cues and four invented states, with the markers, kinds and attribution words that ship."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from warehouse.terms import Article

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

CUES = {
    "invade": ("ASSAULT", "", -10, ["invade:v", "invasion of", "invasion"]),
    "bomb": ("ASSAULT", "", -9, ["bomb:v", "attack:v", "attack:n"]),
    "missile-test": ("MOBILIZE", "missile-test", -6, ["(fire:v|launch:v|test:v) ..3 missile:n", "missile test:n"]),
    "nuclear-test": ("MOBILIZE", "nuclear-test", -7, ["nuclear test:n"]),
    "satellite": ("MOBILIZE", "satellite", -4, ["launch:v ..2 satellite:n"]),
    "weapons-production": ("MOBILIZE", "", -5, ["weapons production"]),
    "sanction": ("SANCTION", "", -5, ["impose:v ..2 sanctions", "sanctions"]),
    "lift-sanctions": ("RETREAT", "", 6, ["lift:v ..2 sanctions"]),
    "ceasefire": ("AGREE", "ceasefire", 4, ["agree:v ..3 ceasefire"]),
    "threaten": ("THREATEN", "", -6, ["threaten:v", "end of the regime"]),
    "accuse": ("ACCUSE", "", -3, ["accuse:v"]),
    "accuse-point-to-role": ("ACCUSE", "", -2, ["be:v behind the plot"]),
    "clash": ("ASSAULT", "", -6, ["clash:v", "exchange:v fire", "kill:v"]),
    "meet": ("CONSULT", "", 1, ["meet:v", "talks between"]),
    "sign": ("AGREE", "", 3, ["sign:v ..2 accord"]),
    "drill": ("MOBILIZE", "", -4, ["hold:v ..1 drills"]),
    "airspace": ("MOBILIZE", "", -4, ["(enter:v|violate:v) ..2 airspace"]),
    "condemn": ("ACCUSE", "", -2, ["condemn:v"]),
    "reject": ("REJECT", "", -3, ["reject:v"]),
    "arrest": ("COERCE", "", -5, ["arrest:v"]),
    "visit": ("CONSULT", "", 1, ["visit:v"]),
    "cut-off-aid": ("SANCTION", "", -5, ["cut:v off aid"]),
    "aid": ("AID", "", 5, ["aid to the border villages"]),
}
STATES = {
    "RUR": ("Ruritania", "Ruritanian", "Strelsau"),
    "GRA": ("Graustark", "Graustarkian", "Edelweiss"),
    "ORS": ("Orsinia", "Orsinian", "Krasnoy"),
    "SYL": ("Syldavia", "Syldavian", "Klow"),
}
GUARDS = """
[[guard]]
id = "film"
reason = "film"
reach = "sentence"
patterns = ["film:n"]
hits = "The film shows how troops invade a village."

[[guard]]
id = "privacy"
reason = "metaphor"
reach = "overlap"
patterns = ["invasion of privacy"]
hits = "An invasion of privacy."

[[guard]]
id = "match"
reason = "sport"
reach = "article"
patterns = ["midfielder:n"]
hits = "The midfielder would invade any pitch."
"""
HOLDERS = """
[[holder]]
parent = "RUR"
office = "President"
name = "Rudolf Elphberg"
names = ["Rudolf Elphberg"]
surname = "Elphberg"
from = 2020-01-01
until = 2022-01-01
source = "invented"

[[holder]]
parent = "GRA"
office = "Princess"
name = "Yetive Elphberg"
names = ["Yetive Elphberg"]
surname = "Elphberg"
from = 2022-01-02
source = "invented"
"""
LOOKALIKES = """
[[lookalike]]
surface = "Orsinia"
actor = "ORS"
unless_next = ["Road"]
unless_previous = ["New"]
unless_sentence = ["marathon"]
"""
NEIGHBOURS = """
[neighbours]
titles = ["President", "King", "Mr"]
leader_offices = ["President"]
leader_states = ["RUR"]
first_names = "Anthony Antoinette"
places_as_first_names = ["Syldavia"]
offices_after = ["Foreign"]
not_names = ["When", "The"]
name_particles = ["von"]
next_words = ["Street", "Herald"]
previous_words = ["Lake"]
provinces = ["Ohio"]
rule_words = ["government"]
statecraft = ["missiles"]
leader_verbs = ["vowed"]
"""
PARTS = """
[[part]]
id = "RUR.GUARD"
parent = "RUR"
sector = "military"
name = "Elphberg Guard"
names = ["Elphberg Guard"]
source = "invented"
"""
GROUPS = """
[[actor]]
id = "LEAGUE"
kind = "group"
name = "Iron League"
names = ["Iron League"]
source = "invented"

[[actor]]
id = "CONGRESS"
kind = "organisation"
name = "Grand Congress"
names = ["Grand Congress", "GC"]
source = "invented"
"""
PLACES = """
[[places]]
state = "RUR"
names = ["Hentzau"]
source = "invented"

[[places]]
state = "GRA"
names = ["Altenfels"]
source = "invented"

[[peoples]]
states = ["RUR"]
names = ["Tarlenheimer", "Tarlenheimers"]
source = "invented"
"""
THEATRES = """
[[actor]]
id = "T.STRAIT"
kind = "theatre"
name = "Zenda Strait"
names = ["Zenda Strait", "Ruritania Bay"]
source = "invented"
"""


def write_small_lexicon(root: Path) -> Path:
    """Write the lexicon's files and return their folder."""
    (root / "cues").mkdir(parents=True)
    (root / "actors").mkdir()
    shipped = files("etl.lexicon")
    for name in ("modality.toml", "kinds.toml", "attribution.toml", "frequent.toml"):
        (root / name).write_text(shipped.joinpath(name).read_text(encoding="utf-8"), encoding="utf-8")
    (root / "sets.toml").write_text('[sets]\nforce = ["troops", "armed men"]\n', encoding="utf-8")
    (root / "guards.toml").write_text(GUARDS, encoding="utf-8")
    (root / "cues" / "all.toml").write_text("".join(cue_text(name) for name in CUES), encoding="utf-8")
    (root / "actors" / "states.toml").write_text("".join(state_text(name) for name in STATES), encoding="utf-8")
    for name, text in (
        ("holders", HOLDERS),
        ("lookalikes", LOOKALIKES),
        ("neighbours", NEIGHBOURS),
        ("parts", PARTS),
        ("theatres", THEATRES),
        ("groups", GROUPS),
        ("places", PLACES),
    ):
        (root / "actors" / f"{name}.toml").write_text(text, encoding="utf-8")
    return root


def cue_text(name: str) -> str:
    event_class, mode, weight, patterns = CUES[name]
    return (
        f'[[cue]]\nid = "{name}"\nclass = "{event_class}"\nmode = "{mode}"\nweight = {weight}\n'
        f'patterns = {patterns}\nhits = "x"\nmisses = "y"\ndated_on = 2026-01-01\n'
    )


def state_text(actor_id: str) -> str:
    name, demonym, seat = STATES[actor_id]
    return (
        f'[[actor]]\nid = "{actor_id}"\nkind = "state"\nname = "{name}"\nnames = ["{name}"]\n'
        f'demonyms = ["{demonym}", "{demonym}s"]\nseats = ["{seat}"]\nsource = "invented"\n'
    )


def an_article(
    text: str, *, published_at: datetime | None = None, language: str = "en", fold_at: int = 10**9
) -> Article:
    """An article that says `text`, and of which all counts."""
    return Article(
        article_id="a",
        outlet="o",
        url="",
        title=text[:20],
        text=text,
        fold_at=fold_at,
        language=language,
        language_is_supported=language == "en",
        published_at=published_at,
        published_method="feed" if published_at else "none",
        published_text="",
        content_hash="c",
        story_id="s",
    )
