"""What is kept between runs is used only while it is fresh, whole and ours."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from onrecord.content import kept, places

STAMP = (("rules", 12, 3),)
VALUE = {"phrases": ("sorry if", b"\x01\x02"), "rules": 2}


def kept_file() -> Path:
    return places.user_home() / "state" / "test.kept"


def test_a_value_is_found_again_while_what_it_came_from_stays() -> None:
    kept.save("test", STAMP, VALUE)
    assert kept.load("test", STAMP) == VALUE
    assert kept.load("test", (("rules", 12, 4),)) is None


def test_nothing_kept_is_nothing_found() -> None:
    assert kept.load("test", STAMP) is None


def test_only_its_owner_can_read_or_write_the_file() -> None:
    kept.save("test", STAMP, VALUE)
    assert kept_file().stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
@pytest.mark.parametrize("mode", [0o620, 0o602, 0o666])
def test_a_file_that_others_can_write_is_not_read(mode: int) -> None:
    kept.save("test", STAMP, VALUE)
    kept_file().chmod(mode)
    assert kept.load("test", STAMP) is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no owners of files here")
def test_nor_is_one_in_a_folder_that_others_can_write() -> None:
    kept.save("test", STAMP, VALUE)
    kept_file().parent.chmod(0o777)
    assert kept.load("test", STAMP) is None


def test_nor_one_that_is_a_link_to_somewhere_else(tmp_path: Path) -> None:
    kept.save("test", STAMP, VALUE)
    elsewhere = tmp_path / "elsewhere"
    kept_file().rename(elsewhere)
    kept_file().symlink_to(elsewhere)
    assert kept.load("test", STAMP) is None


def test_a_damaged_file_is_left_alone_wherever_it_was_hit() -> None:
    kept.save("test", STAMP, VALUE)
    whole = kept_file().read_bytes()
    for place in range(len(whole)):
        kept_file().write_bytes(whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :])
        assert kept.load("test", STAMP) is None
        kept_file().write_bytes(whole[:place])
        assert kept.load("test", STAMP) is None


def test_where_nothing_can_be_written_nothing_is_kept_and_that_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    home = places.user_home()
    home.mkdir(parents=True, exist_ok=True)
    (home / "state").write_text("a file where the folder should be", encoding="utf-8")
    kept.save("test", STAMP, VALUE)
    assert kept.load("test", STAMP) is None


def test_a_changed_new_or_removed_file_changes_the_stamp(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text("a = 1\n", encoding="utf-8")
    first = kept.folder_stamp(str(tmp_path), ".toml")
    (tmp_path / "one.toml").write_text("a = 12\n", encoding="utf-8")
    second = kept.folder_stamp(str(tmp_path), ".toml")
    (tmp_path / "two.toml").write_text("b = 1\n", encoding="utf-8")
    third = kept.folder_stamp(str(tmp_path), ".toml")
    (tmp_path / "one.toml").unlink()
    assert len({first, second, third, kept.folder_stamp(str(tmp_path), ".toml")}) == 4
    assert kept.folder_stamp(str(tmp_path / "nowhere"), ".toml") == ()
