"""Addresses and texts that want to be more than they are: pages stay pages, and text stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dashboard import wording
from tests.app.conftest import HOSTILE, MARKDOWN, with_titles
from tests.app.homes import LAST_DAY

if TYPE_CHECKING:
    from collections.abc import Callable

    from streamlit.testing.v1 import AppTest

    from warehouse.paths import Home

    Visit = Callable[..., AppTest]

VALUES = (
    "", " ", "<script>alert(1)</script>", "'; drop table x; --", "../../etc/passwd", "%00", "NaN", "-1",
    "9999-99-99", "0001-01-01", "9999-12-31", "٢٠٢٣-١٢-٢٨", "a" * 10_000, "$5bn :red[x]", "\u202egnp.exe",
    "1e9", "null",
)  # fmt: skip
PARAMETERS = (
    "actor", "role", "scope", "sort", "kind", "day", "from", "to", "article", "hit", "period", "who", "region",
    "group", "outlets", "since", "with", "part", "layout",
)  # fmt: skip
OUR_TAGS = re.compile(r"</?(?:p|mark|span)(?: class=\"[a-z -]+\")?(?: title=\"[^\"<>]*\")?>")


@pytest.mark.parametrize("page", ["overview", "actor", "article"])
@pytest.mark.parametrize("value", VALUES)
def test_hostile_address_is_refused_in_words(full: Home, visit: Visit, page: str, value: str) -> None:
    at = visit(full, page, **{f"{name}_": value for name in PARAMETERS})
    assert not at.exception
    assert not at.error
    if len(value) > 9:
        said = [str(one.value) for part in (at.warning, at.info, at.text, at.markdown, at.title) for one in part]
        assert not any(value in one for one in said)


def test_repeated_parameters_are_no_error(full: Home, visit: Visit) -> None:
    at = visit(full, "actor", actor=["PRK", "RUS"], day=[str(LAST_DAY), "x"])
    assert not at.exception


@pytest.mark.parametrize("page", ["actor", "article"])
def test_hostile_text_is_shown_as_text(hostile: Home, visit: Visit, page: str) -> None:
    import json

    payloads = [*json.loads(HOSTILE.read_text(encoding="utf-8")), *MARKDOWN]
    for coded, payload in zip(with_titles(payloads), payloads, strict=True):
        if page == "article":
            at = visit(hostile, page, article=coded.article.article_id)
            assert at.title[0].value == wording.literal(payload)
        else:
            at = visit(hostile, page, actor="PRK", day=str(LAST_DAY))
        assert not at.exception
        for one in at.html:
            body = str(one.proto.body)
            if not body.lstrip().startswith("<style"):
                assert "<" not in OUR_TAGS.sub("", body)
        if page == "actor":
            break


def test_link_to_the_original_is_http_only(visit: Visit, tmp_path: object) -> None:
    from pathlib import Path

    from tests.app.homes import Said, article, some_days, write_home

    assert isinstance(tmp_path, Path)
    bad = article(
        LAST_DAY, "Asia Desk", [Said(cue_id="threaten.warn", actor="PRK")], url="java\tscript:alert(1)", title="x"
    )
    home = write_home(tmp_path, [bad, *some_days(3)])
    at = visit(home, "article", article=bad.article.article_id)
    assert not at.exception
    assert not at.link_button
