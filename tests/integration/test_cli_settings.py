"""Settings through the real command: where each comes from, and what is wrong with one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.integration.commands import assert_one_line, tension
from warehouse.settings import Settings, load_settings


def listed(done: object) -> dict[str, tuple[str, str]]:
    return {one["name"]: (one["value"], one["origin"]) for one in json.loads(done.stdout)["settings"]}


def test_settings_later_place_wins(tmp_path: Path) -> None:
    """Built-in, then tension.toml of the folder one stands in, then the environment, then the flag."""
    (tmp_path / "tension.toml").write_text('home = "from-file"\nport = 1111\nwindow_days = 3\n', encoding="utf-8")
    values = listed(tension("settings", "--json", cwd=tmp_path))
    assert values["home"] == ("from-file", "tension.toml")
    assert values["batch_articles"] == ("6000", "default")
    values = listed(tension("settings", "--json", cwd=tmp_path, home="from-environment", port=2222))
    assert (values["home"], values["port"]) == (("from-environment", "environment"), ("2222", "environment"))
    assert values["window_days"] == ("3", "tension.toml")
    done = tension("settings", "--json", "--home", "from-flag", cwd=tmp_path, home="from-environment")
    assert listed(done)["home"] == ("from-flag", "flag")
    assert not any(tmp_path.glob("from-*")), "listing makes no folder"
    table = tension("settings", cwd=tmp_path)
    assert all(name in table.stdout for name in Settings.model_fields)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", "0"),
        ("port", "many"),
        ("worker_count", "-1"),
        ("fetch_seconds", "nan"),
        ("host_seconds", "inf"),
        ("feed_minutes", "1"),
        ("window_days", "0"),
        ("home", ""),
        ("home", "~nobody-of-this-name/x"),
        ("allow_loopback", "perhaps"),
    ],
)
def test_settings_bad_value_is_one_line(tmp_path: Path, name: str, value: str) -> None:
    """Exit code 2, naming the setting and its place; an empty home is not the folder one stands in."""
    done = tension("settings", cwd=tmp_path, **{name: value})
    assert done.returncode == 2
    assert_one_line(done, f"Setting {name} (from environment)", "tension settings")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("port = 0", "Setting port (from tension.toml)"),
        ("colour = 1", "Setting colour (from tension.toml)"),
        ("port 1", "cannot be read as TOML"),
        ("port = [1]", "Setting port"),
        ("home = 5", "Setting home"),
    ],
)
def test_settings_bad_file_is_one_line(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "tension.toml").write_text(text, encoding="utf-8")
    done = tension("ingest", cwd=tmp_path)
    assert done.returncode == 2
    assert_one_line(done, words)
    assert [path.name for path in tmp_path.iterdir()] == ["tension.toml"]


def test_settings_unknown_variable_is_named(tmp_path: Path) -> None:
    """A slip in the name of a variable must not silently leave the default in force."""
    done = tension("settings", cwd=tmp_path, hoome="x")
    assert done.returncode == 2
    assert_one_line(done, "TENSION_HOOME is no setting")


def test_settings_empty_feeds_is_the_catalogue_that_comes_along(tmp_path: Path) -> None:
    assert listed(tension("settings", "--json", cwd=tmp_path, feeds=""))["feeds"] == ("", "environment")


def test_settings_home_may_be_below_ones_own_folder(tmp_path: Path) -> None:
    home = str(Path.home() / "x")
    assert listed(tension("settings", "--json", cwd=tmp_path, home="~/x"))["home"] == (home, "environment")


def test_settings_reach_a_child_process_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `tension run` hands to the dashboard and to each fetch is what was set, wherever they are started."""
    monkeypatch.chdir(tmp_path)
    given = {"home": "here", "feeds": "f.toml", "public_extract_chars": 300, "contact": "a@b.c", "host_seconds": 0.5}
    settings = load_settings(flags=given, environment={}).settings
    again = load_settings(environment=settings.as_environment(), folder=tmp_path / "elsewhere").settings
    expected = settings.model_copy(update={"home": tmp_path / "here", "feeds": tmp_path / "f.toml"})
    assert again == expected


@pytest.mark.parametrize(
    "command", ["ingest", "import", "demo", "run", "sql", "score", "evaluate", "settings", "check"]
)
def test_every_command_explains_itself(command: str, tmp_path: Path) -> None:
    done = tension(command, "--help", cwd=tmp_path)
    assert done.returncode == 0
    assert "Usage" in done.stdout
