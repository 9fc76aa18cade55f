"""Groups of actors and theatres: what ships can be used, one's own lie over them, and slips are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from etl.groups import FILE_NAME, Group, load_groups, own_groups, remove_group, save_group, shipped_groups
from warehouse.errors import SettingsError, TensiometerError

if TYPE_CHECKING:
    from pathlib import Path

    from etl.lexicon.load import Lexicon

KNOWN = {"AAA", "BBB", "CCC", "T.STRAIT"}
MINE = Group(id="mine", name="Mine", members=("AAA", "T.STRAIT"), note="Two.")


def test_groups_that_ship_have_members_of_the_lexicon(lexicon: Lexicon) -> None:
    names = lexicon.actor_names
    assert len(shipped_groups()) >= 4
    assert {one.id: [member for member in one.members if member not in names] for one in shipped_groups()} == {
        one.id: [] for one in shipped_groups()
    }


def test_groups_of_ones_own_lie_over_those_that_ship(tmp_path: Path, lexicon: Lexicon) -> None:
    before = {one.id for one in load_groups(tmp_path, lexicon.actor_names)}
    save_group(tmp_path, Group(id="nordic", name="North", members=("NOR", "FIN")), lexicon.actor_names)
    after = {one.id: one for one in load_groups(tmp_path, lexicon.actor_names)}
    assert set(after) == before
    assert after["nordic"].members == ("NOR", "FIN")
    remove_group(tmp_path, "nordic")
    assert {one.id for one in load_groups(tmp_path, lexicon.actor_names)} == before - {"nordic"}


def test_groups_are_saved_changed_and_removed(tmp_path: Path) -> None:
    save_group(tmp_path, MINE, KNOWN)
    save_group(tmp_path, Group(id="other", name='Oth"er\n', members=("BBB",)), KNOWN)
    save_group(tmp_path, MINE.model_copy(update={"members": ("CCC",)}), KNOWN)
    assert {one.id: one.members for one in own_groups(tmp_path)} == {"mine": ("CCC",), "other": ("BBB",)}
    assert {one.id: one.name for one in own_groups(tmp_path)}["other"] == 'Oth"er\n'
    remove_group(tmp_path, "mine")
    assert [one.id for one in own_groups(tmp_path)] == ["other"]
    assert [path.name for path in tmp_path.iterdir()] == [FILE_NAME]
    with pytest.raises(TensiometerError, match="No group has the id 'nobody'"):
        remove_group(tmp_path, "nobody")


def test_groups_of_unknown_members_are_refused_with_the_nearest(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=r"no actor or theatre 'AAB'.*AAA"):
        save_group(tmp_path, Group(id="x", name="X", members=("AAB",)), KNOWN)
    assert not (tmp_path / FILE_NAME).exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[group]\n", "TOML"),
        ("[[groups]]\n", "besides"),
        ('group = "x"\n', "besides"),
        ('[[group]]\nid = "a"\nname = "A"\n', "members"),
        ('[[group]]\nid = "A b"\nname = "A"\nmembers = []\n', "id"),
        ('[[group]]\nid = "a"\nname = "A"\nmembers = []\ncolour = 1\n', "colour"),
        ('[[group]]\nid = "a"\nname = "A"\nmembers = []\n' * 2, "two groups"),
    ],
)
def test_groups_file_that_is_broken_is_told(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / FILE_NAME).write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError, match=words):
        own_groups(tmp_path)
