"""The questions of warehouse/README.md are answered by their SQL, on the demo, by a plain DuckDB connection."""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from etl.report import Reporter
from etl.run import demo_settings, load_demo, open_job
from warehouse.paths import Home
from warehouse.settings import Settings

README = Path(__file__).parents[2] / "warehouse" / "README.md"
QUESTIONS = dict(
    re.findall(r"^\*\*([^*]+\?)\*\*[^\n]*\n\n```sql\n([^`]+)```", README.read_text(encoding="utf-8"), re.MULTILINE)
)
# The chronicle is rightly stamped, and nobody has looked at a sample of it.
WITHOUT_ROWS = {
    "Which articles count on another day than their stamp says?",
    "How right is each rule, by people who looked?",
}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The analysts' file of the demo chronicle."""
    settings = demo_settings(Settings(home=tmp_path_factory.mktemp("cookbook")))
    load_demo(open_job(settings, command="demo", reporter=Reporter(is_quiet=True), profile="demo"))
    return Home(settings.home).analysts


def test_there_are_questions_enough() -> None:
    assert len(QUESTIONS) >= 25


@pytest.mark.parametrize("question", QUESTIONS)
def test_question_is_answered(published: Path, question: str) -> None:
    with duckdb.connect(published, read_only=True) as connection:
        assert bool(connection.execute(QUESTIONS[question]).fetchmany(1)) != (question in WITHOUT_ROWS)
