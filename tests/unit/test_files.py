"""Files of every kind become entries, or say what is wrong with them."""

from __future__ import annotations

import json
from datetime import datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from etl.files import CHUNK_ENTRIES, FileError, Reading, read_file
from warehouse.terms import Entry, Outcome, UnusableEntry

RSS = (
    '<rss version="2.0"><channel><title>Wire</title>'
    "<item><title>T</title><link>https://a.example/1</link></item></channel></rss>"
)
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>Wire</title><entry><title>T</title></entry></feed>'
RDF = (
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">'
    "<channel><title>Wire</title></channel><item><title>T</title></item></rdf:RDF>"
)
PROSE = (
    "Ruritania fired a ballistic missile toward the coast on Friday, the defence ministry in Strelsau said in a note."
)
PAGE = f"Menu\nRuritania fires a new missile\nPublished: March 3, 2023\n{PROSE}\nRelated\nOther things"
HTML = (
    "<html lang='en'><head><title>Ruritania fires a new missile</title>"
    "<meta property='og:site_name' content='Kestrel'><meta name='date' content='2023-03-03'></head>"
    "<body><nav>Menu</nav>"
    f"<article><h1>Ruritania fires a new missile</h1><p>{PROSE}</p><p>{PROSE.replace('Friday', 'Monday')}</p>"
    "<p>Nobody in the village of Zenda had slept, and the fishermen stayed at home for the whole of the week.</p>"
    "</article></body></html>"
)


def entries(path, **reading) -> list[Entry | UnusableEntry]:
    return [one for chunk in read_file(path, Reading(**reading)) for one in chunk]


def written(folder, name: str, text: str | bytes):
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "text"), [("a.rss", RSS), ("a.xml", RSS), ("a.XML", RSS), ("a.atom", ATOM), ("a.rdf", RDF)]
)
def test_feed_file_gives_its_entries(tmp_path, name, text):
    (entry,) = entries(written(tmp_path, name, text))
    assert (entry.title, entry.outlet) == ("T", "Wire")


def test_feed_file_beyond_the_limit_is_counted(tmp_path):
    """Fault 27."""
    items = "".join(f"<item><title>T{number}</title></item>" for number in range(7))
    path = written(tmp_path, "a.rss", f'<rss version="2.0"><channel><title>W</title>{items}</channel></rss>')
    found = entries(path, entries_max=5)
    assert [type(one) for one in found] == [Entry] * 5 + [UnusableEntry] * 2
    assert {one.outcome for one in found[5:]} == {Outcome.SKIPPED}


def test_text_file_gives_the_article_of_the_page(tmp_path):
    (entry,) = entries(written(tmp_path, "page.txt", PAGE))
    assert (entry.title, entry.body) == ("Ruritania fires a new missile", PROSE)
    assert (entry.published_text, entry.published_method) == ("March 3, 2023", "page")
    assert (entry.outlet, entry.guid) == (tmp_path.name, "page.txt")
    assert "Other things" in entry.dropped_text


@pytest.mark.parametrize("name", ["page.html", "page.htm"])
def test_html_file_gives_the_article_of_the_page(tmp_path, name):
    (entry,) = entries(written(tmp_path, name, HTML))
    assert entry.title == "Ruritania fires a new missile"
    assert PROSE in entry.body
    assert "Menu" not in entry.body


def test_json_lines_give_an_entry_each(tmp_path):
    rows = [
        {"title": "T", "body": "B", "outlet": "O", "link": "https://a.example/1", "published_at": "2023-03-03"},
        {"headline": "U", "text": "C", "source": "P", "url": "https://a.example/2", "date": "2023-03-04", "id": 7},
    ]
    first, second = entries(written(tmp_path, "a.jsonl", "\n".join(map(json.dumps, rows))))
    assert (first.title, first.body, first.outlet, first.url) == ("T", "B", "O", "https://a.example/1")
    assert (second.title, second.body, second.outlet, second.guid) == ("U", "C", "P", "7")
    assert (first.published_text, second.published_text) == ("2023-03-03", "2023-03-04")


def test_json_line_that_is_none_is_a_failed_entry_and_the_others_go_on(tmp_path):
    lines = [
        '{"title": "T"}',
        "{broken",
        "[1, 2]",
        '"text"',
        "",
        "null",
        "[" * 100_000,
        '{"title": null}',
        '{"title": "U"}',
    ]
    found = entries(written(tmp_path, "a.jsonl", "\n".join(lines)), outlet="O")
    assert [one.position for one in found] == [0, 1, 2, 3, 5, 6, 7, 8]
    failed = [one for one in found if isinstance(one, UnusableEntry)]
    assert [one.position for one in failed] == [1, 2, 3, 5, 6]
    assert {(one.outcome, one.reason) for one in failed} == {(Outcome.FAILED, "line is no JSON object")}
    assert [one.title for one in found if isinstance(one, Entry)] == ["T", "", "U"]


def test_csv_gives_an_entry_a_row(tmp_path):
    text = '\ufeffTitle,Body,Source\n"A ""quoted"" one","two\nlines",O\nplain,,P\n'
    first, second = entries(written(tmp_path, "a.csv", text))
    assert (first.title, first.body, first.outlet) == ('A "quoted" one', "two\nlines", "O")
    assert (second.title, second.body, second.outlet) == ("plain", "", "P")


def test_csv_row_with_other_columns_is_a_failed_entry(tmp_path):
    found = entries(written(tmp_path, "a.csv", "title,body\nT,B\nonly\none,two,three\nU,C\n"))
    assert [type(one) for one in found] == [Entry, UnusableEntry, UnusableEntry, Entry]
    assert found[1].outcome is Outcome.FAILED
    assert found[1].reason == "row has not the header's columns"


def test_parquet_gives_an_entry_a_row_in_chunks(tmp_path):
    count = CHUNK_ENTRIES + 3
    table = pa.table(
        {
            "title": [f"T{number}" for number in range(count)],
            "description": ["<p>x</p>", None, *[""] * (count - 2)],
            "published": [datetime(2023, 3, 3, 10)] * count,
            "date_is_crawl_time": [True, *[False] * (count - 1)],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    chunks = list(read_file(tmp_path / "a.parquet", Reading(outlet="O")))
    assert [len(chunk) for chunk in chunks] == [CHUNK_ENTRIES, 3]
    first, second = chunks[0][:2]
    assert (first.body, first.published_text, first.published_method) == ("<p>x</p>", "2023-03-03T10:00:00", "crawl")
    assert (second.body, second.published_method, second.outlet) == ("", "feed", "O")


def a_table(folder, suffix: str):
    path = folder / f"a{suffix}"
    match suffix:
        case ".csv":
            path.write_text("kop,tekst\nT,B\n", encoding="utf-8")
        case ".jsonl":
            path.write_text('{"kop": "T", "tekst": "B"}\n', encoding="utf-8")
        case _:
            pq.write_table(pa.table({"kop": ["T"], "tekst": ["B"]}), path)
    return path


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_mapping_names_the_columns(tmp_path, suffix):
    (entry,) = entries(a_table(tmp_path, suffix), mapping={"title": "kop", "body": "tekst"}, outlet="O")
    assert (entry.title, entry.body, entry.outlet) == ("T", "B", "O")


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_mapping_to_a_column_that_is_not_there_says_so(tmp_path, suffix):
    with pytest.raises(FileError, match="no column is named 'Kop'") as caught:
        entries(a_table(tmp_path, suffix), mapping={"title": "Kop"})
    assert "kop, tekst" in caught.value.hint


@pytest.mark.parametrize("suffix", [".csv", ".parquet"])
def test_table_without_title_or_text_says_so(tmp_path, suffix):
    with pytest.raises(FileError, match="no column holds a title or a text"):
        entries(a_table(tmp_path, suffix))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.parquet", b"not parquet at all", "it is not a Parquet file"),
        ("a.parquet", b"", "it is not a Parquet file"),
        ("a.rss", b"<html><body>404</body></html>", "it is an HTML page"),
        ("a.rss", b"", "it is empty"),
        ("a.xml", b"%PDF-1.7", "it is a PDF"),
        ("a.html", b"", "no article was found in it"),
        ("a.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "no article was found in it"),
        ("a.txt", b"", "it holds no paragraph of prose"),
        ("a.txt", bytes(range(256)), "it holds no paragraph of prose"),
        ("a.csv", b"", "no column holds a title or a text"),
        ("a.docx", b"x", "files ending in .docx are not read"),
        ("a", b"x", "files ending in nothing are not read"),
    ],
)
def test_file_of_other_content_says_what_is_wrong(tmp_path, name, content, message):
    with pytest.raises(FileError) as caught:
        entries(written(tmp_path, name, content))
    assert message in str(caught.value)
    assert str(tmp_path / name) in str(caught.value)


def test_file_cut_short_says_so(tmp_path):
    pq.write_table(pa.table({"title": ["T"] * 10_000}), tmp_path / "a.parquet")
    whole = (tmp_path / "a.parquet").read_bytes()
    with pytest.raises(FileError):
        entries(written(tmp_path, "b.parquet", whole[: len(whole) // 2]))


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.rss", "a.txt", "a.html", "a.parquet"])
def test_file_that_is_absent_or_a_folder_says_so(tmp_path, name):
    with pytest.raises(FileError):
        entries(tmp_path / name)
    (tmp_path / name).mkdir()
    with pytest.raises(FileError):
        entries(tmp_path / name)


def test_empty_json_lines_hold_nothing(tmp_path):
    assert entries(written(tmp_path, "a.jsonl", "\n\n")) == []


@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.txt", "a.rss"])
def test_bytes_that_are_no_utf8_raise_nothing_but_a_file_error(tmp_path, name):
    path = written(tmp_path, name, b'title\n{"title": "caf\xe9 \xff\xfe\x00"}\n' * 3)
    try:
        found = entries(path, outlet="O")
    except FileError:
        return
    for one in found:
        if isinstance(one, Entry):
            one.title.encode("utf-8")
