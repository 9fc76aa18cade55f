"""A compiled lexicon as bytes, and back: it is read in a tenth of the time that compiling takes.

The bytes hold values and never code: no name in them is called but the classes of the lexicon's own rows. They are for
the Python and the Tensiometer that wrote them (`etl.lexicon.cache` sees to that).
"""

from __future__ import annotations

import gc
import marshal
import re
from contextlib import contextmanager
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from hashlib import sha256
from importlib import import_module
from typing import TYPE_CHECKING, Any

import ahocorasick_rs

from etl.lexicon.load import Lexicon
from etl.lexicon.matcher import Compiled, Matcher
from etl.lexicon.rows import Row
from warehouse.errors import TensiometerError

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"tensiometer lexicon 1\n"
DIGEST_BYTES = 32
# The modules whose classes a packed lexicon may hold.
MODULES = ("etl.lexicon.", "warehouse.terms")
BASIC = frozenset({str, int, float, bool, bytes, type(None)})
PLAIN_CONTAINERS: dict[Any, str] = {tuple: "tuple", list: "list", frozenset: "frozenset"}
CONTAINERS: dict[str, Any] = {name: kind for kind, name in PLAIN_CONTAINERS.items()}
# A node is a tag and what belongs to it; a value met twice is one node, and so one value again.
Node = tuple[Any, ...]


class PackingError(TensiometerError):
    """A lexicon that cannot be packed, or bytes that are none."""


def packed(lexicon: Lexicon) -> bytes:
    """The lexicon as bytes, with a hash by which damage is found. Raises PackingError for a value of unknown kind."""
    with no_collection():
        content = marshal.dumps(Packer().node(lexicon))
    return MAGIC + sha256(content).digest() + content


def unpacked(raw: bytes) -> Lexicon:
    """The lexicon that was packed. Raises PackingError for bytes that are damaged, cut short or none of ours."""
    content = memoryview(raw)[len(MAGIC) + DIGEST_BYTES :]
    if not raw.startswith(MAGIC) or raw[len(MAGIC) : len(MAGIC) + DIGEST_BYTES] != sha256(content).digest():
        raise PackingError("the bytes are damaged, or no packed lexicon")
    try:
        with no_collection():
            made = Unpacker().value(marshal.loads(content))  # noqa: S302 - values only, and the hash stands
    except (ValueError, TypeError, KeyError, AttributeError, EOFError, ImportError) as error:
        raise PackingError(f"it was packed by another version: {error}") from error
    if not isinstance(made, Lexicon):
        raise PackingError("it holds something else")
    return made


@contextmanager
def no_collection() -> Iterator[None]:
    """Make many lasting values without looking again and again whether any of them is garbage."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class Packer:
    """Turns values into nodes."""

    def __init__(self) -> None:
        # The value is kept beside its node: while it lives, no other has its id.
        self._known: dict[int, tuple[Any, Node]] = {}

    def node(self, value: Any) -> Node:
        """The node of a value. Raises PackingError if there is none for its kind."""
        if id(value) not in self._known:
            self._known[id(value)] = (value, self._new(value))
        return self._known[id(value)][1]

    def _new(self, value: Any) -> Node:
        kind = type(value)
        if is_plain(value):
            return "plain", value
        if kind in PLAIN_CONTAINERS:
            return PLAIN_CONTAINERS[kind], tuple(self.node(one) for one in value)
        if kind is dict:
            return "dict", self.node(tuple(value)), self.node(tuple(value.values()))
        if kind is date:
            return "date", value.toordinal()
        if kind is re.Pattern:
            return "pattern", value.pattern, value.flags
        if kind is ahocorasick_rs.AhoCorasick:
            return ("automaton",)
        if kind is Matcher:
            return "matcher", tuple(value.compiled)
        if not kind.__module__.startswith(MODULES):
            raise PackingError(f"a value of {kind.__module__}.{kind.__qualname__} cannot be packed")
        return self._own(value)

    def _own(self, value: Any) -> Node:
        kind = type(value)
        if isinstance(value, Enum):
            return "enum", kind.__module__, kind.__qualname__, value.value
        if isinstance(value, Row):
            return "row", kind.__module__, kind.__qualname__, value.model_dump(mode="json", by_alias=True)
        if is_dataclass(value):
            # What a class makes of its own fields, it makes again.
            names = tuple(field.name for field in fields(value) if field.init)
            return (
                "fields",
                kind.__module__,
                kind.__qualname__,
                names,
                tuple(self.node(getattr(value, name)) for name in names),
            )
        raise PackingError(f"a value of {kind.__module__}.{kind.__qualname__} cannot be packed")


def is_plain(value: Any) -> bool:
    """Whether a value is made of what needs no node of its own: texts, numbers, and containers of them."""
    kind = type(value)
    if kind is dict:
        return all(map(is_plain, value)) and all(map(is_plain, value.values()))
    return kind in BASIC or (kind in PLAIN_CONTAINERS and all(map(is_plain, value)))


class Unpacker:
    """Turns nodes into values."""

    def __init__(self) -> None:
        self._known: dict[int, Any] = {}
        self._classes: dict[tuple[str, str], Any] = {}

    def value(self, node: Node) -> Any:
        """The value of a node; of one node, always the same."""
        if node[0] == "plain":
            return node[1]
        if id(node) not in self._known:
            self._known[id(node)] = getattr(self, f"_{node[0]}")(*node[1:])
        return self._known[id(node)]

    def _tuple(self, nodes: tuple[Node, ...]) -> tuple[Any, ...]:
        return tuple(map(self.value, nodes))

    def _list(self, nodes: tuple[Node, ...]) -> list[Any]:
        return list(map(self.value, nodes))

    def _frozenset(self, nodes: tuple[Node, ...]) -> frozenset[Any]:
        return frozenset(map(self.value, nodes))

    def _dict(self, keys: Node, values: Node) -> dict[Any, Any]:
        return dict(zip(self.value(keys), self.value(values), strict=True))

    def _date(self, ordinal: int) -> date:
        return date.fromordinal(ordinal)

    def _pattern(self, pattern: str, flags: int) -> re.Pattern[str]:
        return re.compile(pattern, flags)

    def _automaton(self) -> None:
        """Built anew from the names beside it."""

    def _matcher(self, compiled: tuple[Any, ...]) -> Matcher:
        return Matcher.of(Compiled(*compiled))

    def _enum(self, module: str, name: str, value: Any) -> Any:
        return self._class(module, name, Enum)(value)

    def _row(self, module: str, name: str, dumped: dict[str, Any]) -> Row:
        made: Row = self._class(module, name, Row).model_validate(dumped)
        return made

    def _fields(self, module: str, name: str, names: tuple[str, ...], nodes: tuple[Node, ...]) -> Any:
        given = dict(zip(names, map(self.value, nodes), strict=True))
        if "_automaton" in given and given.get("_names"):
            given["_automaton"] = ahocorasick_rs.AhoCorasick(given["_names"])
        return self._class(module, name, object)(**given)

    def _class(self, module: str, name: str, base: type) -> Any:
        if (module, name) not in self._classes:
            if not module.startswith(MODULES):
                raise PackingError(f"{module} holds no part of a lexicon")
            found = getattr(import_module(module), name)
            if not (
                isinstance(found, type) and issubclass(found, base) and (base is not object or is_dataclass(found))
            ):
                raise PackingError(f"{name} is no part of a lexicon")
            self._classes[module, name] = found
        return self._classes[module, name]
