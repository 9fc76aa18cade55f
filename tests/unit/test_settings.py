"""Settings: the later place wins, each value knows where it comes from, and errors say what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from warehouse.errors import SettingsError
from warehouse.settings import Settings, load_settings


def test_defaults_hold_where_nothing_is_said(tmp_path):
    loaded = load_settings(environment={}, folder=tmp_path)
    assert loaded.settings == Settings()
    assert set(loaded.origins) == set(Settings.model_fields)
    assert set(loaded.origins.values()) == {"default"}


def test_later_place_wins(tmp_path):
    (tmp_path / "tension.toml").write_text('port = 1\nhome = "file"\nworker_count = 1\n', encoding="utf-8")
    loaded = load_settings(
        flags={"port": 3, "home": None},
        environment={"TENSION_PORT": "2", "TENSION_HOME": "environment", "PATH": "/bin"},
        folder=tmp_path,
    )
    found = loaded.settings
    assert (found.port, found.home, found.worker_count) == (3, Path("environment"), 1)
    assert [loaded.origins[name] for name in ("port", "home", "worker_count", "address")] == [
        "flag",
        "environment",
        "tension.toml",
        "default",
    ]


@pytest.mark.parametrize(
    ("file", "environment", "flags", "message"),
    [
        ("port = 0", {}, {}, "Setting port (from tension.toml):"),
        ('port = "many"', {}, {}, "Setting port (from tension.toml):"),
        ("ports = 1", {}, {}, "Setting ports (from tension.toml):"),
        ("", {"TENSION_PORT": "http"}, {}, "Setting port (from environment):"),
        ("", {"TENSION_FETCH_SECONDS": "0"}, {}, "Setting fetch_seconds (from environment):"),
        ("", {"TENSION_PROT": "1"}, {}, "TENSION_PROT is no setting of Tensiometer."),
        ("", {}, {"feed_minutes": 5}, "Setting feed_minutes (from flag):"),
        ("port = ", {}, {}, "cannot be read as TOML"),
        ("port = 1\nport = 2", {}, {}, "cannot be read as TOML"),
    ],
)
def test_error_names_the_setting_and_its_place(tmp_path, file, environment, flags, message):
    (tmp_path / "tension.toml").write_text(file, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        load_settings(flags=flags, environment=environment, folder=tmp_path)
    assert message in str(caught.value)
    assert caught.value.exit_code == 2


def test_file_that_is_no_text_is_an_error(tmp_path):
    (tmp_path / "tension.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(environment={}, folder=tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "tension.toml").mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        load_settings(environment={}, folder=tmp_path / "other")


def test_every_setting_says_what_it_is():
    for name, field in Settings.model_fields.items():
        assert (field.description or "").endswith("."), name
