"""`tension sql`: one statement that reads, and nothing else, whatever is typed."""

from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import duckdb
import pytest

from tests.integration.commands import assert_one_line, environment, tension
from tests.integration.samples import job, write_jsonl
from warehouse.paths import Home
from warehouse.reader import Reader

if TYPE_CHECKING:
    from pathlib import Path

# Bombs: they ask for hours or for more memory than there is, and do no harm but to who typed them. The command line
# runs them until Ctrl-C; where strangers type, they belong in a child process with limits (fault 57).
BOMBS = (
    "SELECT count(*) FROM range(1000000000000)",
    "SELECT count(*) FROM range(100000) a",
    "WITH RECURSIVE r AS",
    "SELECT length(repeat('x',1000000000)||",
    "SELECT repeat(repeat(",
    "SELECT printf('%2000000000d'",
    "SELECT format('{:2000000000}'",
    "SELECT list_transform(range(100000000)",
    "SELECT levenshtein(",
    "SELECT * FROM (SELECT 1 AS k) t0 JOIN",
    "SELECT sha256(repeat(",
    "SELECT approx_quantile(i,0.5), quantile_cont(i,0.5) FROM range(100000000)",
    "SELECT pg_sleep(10)",
)
RUN_ATTACKS = """
import json, sys
from pathlib import Path
from warehouse.errors import QueryRefused
from warehouse.paths import Home
from warehouse.reader import Reader
secret_df, python_map, articles = __import__("pandas").DataFrame({"secret": [1]}), {"a": 1}, None
reader = Reader(Home(Path(sys.argv[1])))
outcomes = []
for attack in json.load(sys.stdin):
    try:
        outcomes.append(str(reader.ask(attack, rows_max=50).rows))
    except QueryRefused as refused:
        outcomes.append("refused: " + str(refused))
assert reader.ask("select count(*) from coded.article").rows[0][0] > 0
json.dump(outcomes, sys.stdout)
"""


@pytest.mark.parametrize("output", ["table", "json", "csv"])
def test_sql_prints_each_format(loaded_home: Path, output: str) -> None:
    query = "select 'a|b' as \"the name\", 7 as n, null as nothing, date '2024-01-05' as day, [1, 2] as many"
    done = tension("sql", query, "--format", output, home=loaded_home)
    assert (done.returncode, done.stderr) == (0, "")
    if output == "json":
        assert json.loads(done.stdout) == [
            {"the name": "a|b", "n": 7, "nothing": None, "day": "2024-01-05", "many": [1, 2]}
        ]
    elif output == "csv":
        assert list(csv.reader(io.StringIO(done.stdout))) == [
            ["the name", "n", "nothing", "day", "many"],
            ["a|b", "7", "", "2024-01-05", "[1, 2]"],
        ]
    else:
        assert all(word in done.stdout for word in ("the name", "a|b", "7", "2024-01-05"))


def test_sql_json_is_json_whatever_the_values(loaded_home: Path) -> None:
    """NaN and infinity are no JSON, and two columns of one name would lose the first."""
    query = (
        "select 'nan'::double as x, '-inf'::float as x, 1 as x_2, 1.5::decimal(5, 2) as d, 'a'::blob as b, "
        "{'k': 'inf'::double} as s, map {'m': 1} as m, interval 1 day as i, uuid() is not null as u"
    )
    done = tension("sql", query, "--format", "json", home=loaded_home)

    def refuse(word: str) -> None:
        raise AssertionError(word)

    row = json.loads(done.stdout, parse_constant=refuse)[0]
    assert len(row) == 9
    assert (row["x"], row["x_2"], row["s"]) == (None, None, {"k": None})
    everything = tension("sql", "select * from test_all_types()", "--format", "json", home=loaded_home)
    assert len(json.loads(everything.stdout, parse_constant=refuse)) == 3


def test_sql_csv_cells_are_no_formulas(tmp_path: Path, lexicon: object) -> None:
    """Fault 54: what a spreadsheet would run is text, in cells and in the head; numbers stay numbers."""
    from etl.files import Reading
    from etl.run import import_files

    titles = ["=1+1", "+1", "-1", "@SUM(A1)", "=HYPERLINK(&quot;http://x&quot;)", "fine"]
    articles = [
        {"title": f"{title} war", "body": "x", "outlet": "A", "url": f"https://a.example/{number}"}
        for number, title in enumerate(titles)
    ]
    import_files(job(tmp_path / "home", lexicon), [write_jsonl(tmp_path / "a.jsonl", articles)], Reading())
    query = "select title as \"=head\", -5 as n, chr(9) || 'x' as tabbed, chr(13) || 'x' as returned from coded.article"
    done = tension("sql", query, "--format", "csv", home=tmp_path / "home")
    head, *found = csv.reader(io.StringIO(done.stdout, newline=""))
    assert head[0] == "'=head"
    assert {row[1] for row in found} == {"-5"}
    cells = [cell for row in found for index, cell in enumerate(row) if index != 1]
    assert [cell for cell in cells if cell[:1] in set("=+-@\t\r")] == []
    assert "'=1+1 war" in cells
    assert "fine war" in cells


def test_sql_table_shows_control_characters_as_codes(loaded_home: Path) -> None:
    """Text from feeds must not move the cursor, set the title or change the colours of a terminal."""
    done = tension(
        "sql", "select chr(27) || ']0;owned' || chr(7) as \"a\x1b[2Jb\", chr(8238) as bidi", home=loaded_home
    )
    assert "\x1b" not in done.stdout
    assert "\x07" not in done.stdout
    assert "\u202e" not in done.stdout
    assert "\\x1b]0;owned" in done.stdout


def test_sql_says_when_it_cuts(loaded_home: Path) -> None:
    done = tension("sql", "from range(1001)", home=loaded_home)
    assert "The first 1,000 rows" in done.stderr
    assert Reader(Home(loaded_home)).ask("from range(10)", rows_max=4).is_cut


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("select 1; select 2", "Expected one statement, found 2"),
        ("", "Expected one statement, found 0"),
        ("/* nothing */", "Expected one statement, found 0"),
        ("copy (select 1) to '/tmp/x'", "not COPY"),
        ("insert into coded.article values (1)", "not INSERT"),
        ("attach '/etc/passwd' as x", "not ATTACH"),
        ("pragma database_size", "PRAGMA"),
        ("set memory_limit = '100GB'", "not SET"),
        ("from read_text('/etc/passwd')", "Permission Error"),
        ("from '/etc/passwd'", ""),
        ("from nowhere", "nowhere"),
        ("selec 1", "syntax"),
    ],
)
def test_sql_refuses_all_but_one_select(loaded_home: Path, query: str, words: str) -> None:
    """Fault 55: exit code 2 and one error, without a traceback."""
    done = tension("sql", query, home=loaded_home)
    assert (done.returncode, done.stdout) == (2, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert done.stderr.startswith("tension: ")
    assert words.lower() in done.stderr.lower()
    assert "root:" not in done.stderr


def test_sql_attacks_change_nothing(tmp_path: Path, loaded_home: Path, shared_data: Path) -> None:
    """Fault 56: 131 attacks less the bombs: no file is made or read, nothing changes, and it still answers."""
    attacks = json.loads((shared_data / "hostile" / "sql_attacks.json").read_text(encoding="utf-8"))
    target = tmp_path / "x-ddb"
    target.mkdir()
    with duckdb.connect(target / "news.duckdb") as connection:
        connection.execute("create table articles as select 'treasure' as body")
    ours = [
        re.sub(r"\barticles\b", "coded.article", attack).replace("/tmp/x-ddb", str(target))
        for attack in attacks
        if not attack.startswith(BOMBS)
    ]
    assert len(attacks) - len(ours) <= len(BOMBS) + 3
    before = snapshot(loaded_home), snapshot(target)
    done = subprocess.run(
        [sys.executable, "-c", RUN_ATTACKS, str(loaded_home)],
        input=json.dumps(ours),
        env=environment() | {"HOME": "/treasure"},
        cwd=target,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    outcomes = dict(zip(ours, json.loads(done.stdout), strict=True))
    assert (snapshot(loaded_home), snapshot(target)) == before
    assert sum(outcome.startswith("refused: ") for outcome in outcomes.values()) > 80
    for attack, outcome in outcomes.items():
        if not outcome.startswith("refused: "):
            assert not any(word in outcome for word in ("treasure", "root:", "secret'")), (attack, outcome)
    must_fail = ("SET ", "RESET", "PRAGMA", "COPY", "EXPORT", "IMPORT", "ATTACH", "INSTALL", "LOAD", "CREATE", "UPDATE")
    assert all(outcomes[one].startswith("refused: ") for one in ours if one.startswith(must_fail))


def snapshot(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    return {
        str(path): (path.stat().st_mode, path.stat().st_size, path.read_bytes())
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_sql_without_a_warehouse_says_what_to_do(tmp_path: Path) -> None:
    for command in (("sql", "select 1"), ("check",)):
        done = tension(*command, home=tmp_path / "nothing")
        assert done.returncode == 3
        assert_one_line(done, "tension ingest")
    assert not (tmp_path / "nothing").exists()


def test_check_prints_json_and_fails_on_a_violation(loaded_home: Path, tmp_path: Path) -> None:
    done = tension("check", "--json", home=loaded_home)
    checks = json.loads(done.stdout)["checks"]
    assert (done.returncode, {one["violations"] for one in checks}) == (0, {0})
    home, version = Home(tmp_path), "20240101T000000000000-000001"
    home.published.mkdir()
    home.pointer.write_text(version, encoding="utf-8")
    home.version_file(version).write_bytes(Home(loaded_home).analysts.read_bytes())
    with duckdb.connect(home.version_file(version)) as connection:
        connection.execute("update coded.cue_hit set cue_id = 'nobody'")
    done = tension("check", home=tmp_path)
    assert done.returncode == 1
    assert re.search(r"hits name their cue: [\d,]+ violations", done.stdout)
