"""What a chart rests on, as a sentence and as BibTeX: whoever reads it elsewhere can find the same view. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from dashboard import wording
from warehouse.terms import Role, Scope

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

OUTLETS_NAMED_MAX = 5
_TEX = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "\N{EN DASH}": "--", "\N{EM DASH}": "---",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is cited: whose series, as filtered, over which days, from which versions, seen where and when."""

    names: Sequence[str]
    role: str
    scope: str
    first: date
    last: date
    outlets: Sequence[str]
    package_version: str
    lexicon_version: str
    published_version: str
    is_demo: bool
    address: str
    seen_on: date


def address(page: str, parameters: Mapping[str, str]) -> str:
    """A page with its parameters."""
    query = urlencode(sorted(parameters.items()), quote_via=quote)
    return f"{page}?{query}" if query else page


def title(source: Source) -> str:
    """Tension of North Korea, 1 Jul 2023 to 28 Dec 2023."""
    return f"Tension of {wording.names(source.names)}, {wording.day(source.first)} to {wording.day(source.last)}"


def filters(source: Source) -> str:
    """Acting or targeted; between states; intensity per 1,000 stories."""
    role, scope = wording.ROLES[Role(source.role)], wording.SCOPES[Scope(source.scope)].lower()
    return f"{role}; {scope}; intensity {wording.UNIT}"


def outlets(source: Source) -> str:
    """12 outlets (A, B and 10 others)."""
    named, more = list(source.outlets[:OUTLETS_NAMED_MAX]), len(source.outlets) - OUTLETS_NAMED_MAX
    told = wording.names([*named, wording.count(more, "other")] if more > 0 else named)
    number = wording.count(len(source.outlets), "outlet")
    return f"{number} ({told})" if told else number


def versions(source: Source) -> str:
    """Tensiometer 0.1.0, lexicon 5f0c2a9be71d44aa, published version 20231228T061500."""
    demo = ", demo chronicle" if source.is_demo else ""
    return (
        f"Tensiometer {source.package_version}, lexicon {source.lexicon_version or 'unknown'}, "
        f"published version {source.published_version}{demo}"
    )


def as_text(source: Source) -> str:
    """One paragraph that says all of it."""
    return (
        f"Tensiometer: {title(source)}. {filters(source)}; {outlets(source)}. {versions(source)}. "
        f"{source.address} (seen on {wording.day(source.seen_on)})."
    )


def as_bibtex(source: Source) -> str:
    """An entry for a bibliography, with everything escaped that TeX would read."""
    key = re.sub(r"[^A-Za-z0-9]+", "-", f"tensiometer-{'-'.join(source.names)}-{source.last}").strip("-").lower()
    fields = {
        "author": "{{Tensiometer}}",
        "title": f"{{{{{tex(title(source))}}}}}",
        "year": f"{{{source.seen_on.year}}}",
        "howpublished": f"{{\\url{{{url(source.address)}}}}}",
        "note": f"{{{tex(f'{filters(source)}; {outlets(source)}. {versions(source)}. Seen on {source.seen_on}')}}}",
    }
    lines = ",\n".join(f"  {name:<12} = {value}" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}\n}}\n"


def tex(text: str) -> str:
    """Text that TeX sets as it is."""
    return "".join(_TEX.get(one, one) for one in wording.title_of(text))


def url(given: str) -> str:
    """An address as TeX takes it: braces and backslashes would end it."""
    return quote(given, safe=":/?&=%#+,;@~!$'()*-._")
