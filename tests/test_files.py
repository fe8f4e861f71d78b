"""A result is whole or not there, and the reason is said in plain words."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from formcheck.errors import OutputError
from formcheck.files import PendingFile, atomic_write, make_folder, output_error

FULL_DEVICE = Path("/dev/full")  # A file of Linux to which each write says that the disk is full.


def names_in(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir())


def test_the_file_appears_whole_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "session.json"
    with atomic_write(target) as passing:
        passing.write_text("all of it")
        assert not target.exists()
    assert target.read_text() == "all of it"
    assert names_in(tmp_path) == ["session.json"]


def test_the_passing_name_keeps_the_suffix_by_which_libraries_choose_a_format(tmp_path: Path) -> None:
    with atomic_write(tmp_path / "still.png") as passing:
        assert passing.suffix == ".png"
        assert passing.parent == tmp_path


@pytest.mark.parametrize("stop", [ValueError, KeyboardInterrupt, SystemExit])
def test_an_interrupted_write_leaves_the_old_file_as_it_was(tmp_path: Path, stop: type[BaseException]) -> None:
    target = tmp_path / "session.json"
    target.write_text("the old one")

    def write_half() -> None:
        with atomic_write(target) as passing:
            passing.write_text("half of the new")
            raise stop

    with pytest.raises(stop):
        write_half()
    assert target.read_text() == "the old one"
    assert names_in(tmp_path) == ["session.json"]


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    real.write_text("old")
    link.symlink_to(real)
    with atomic_write(link) as passing:
        passing.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"


def test_a_new_file_has_the_permissions_any_new_file_has(tmp_path: Path) -> None:
    ordinary = tmp_path / "ordinary"
    ordinary.touch()
    with atomic_write(tmp_path / "ours") as passing:
        passing.write_text("x")
    assert (tmp_path / "ours").stat().st_mode == ordinary.stat().st_mode


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("missing/out.json", "folder does not exist"),
        ("file/out.json", "is a file, not a folder"),
        ("folder", "there is a folder of that name"),
        ("n" * 300 + ".json", "name is too long"),
    ],
)
def test_a_place_that_cannot_be_written_is_named_before_any_work(tmp_path: Path, name: str, words: str) -> None:
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    before = names_in(tmp_path)
    with pytest.raises(OutputError, match=words) as caught, atomic_write(tmp_path / name):
        pytest.fail("the block must not be entered")
    assert "\n" not in str(caught.value)
    assert names_in(tmp_path) == before


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="needs the full device of Linux")
def test_a_full_disk_is_said_in_one_line_and_nothing_is_left(tmp_path: Path) -> None:
    with (
        pytest.raises(OutputError, match="the disk is full"),
        atomic_write(tmp_path / "out.json"),
        FULL_DEVICE.open("wb", buffering=0) as full,
    ):
        full.write(b"x")
    assert names_in(tmp_path) == []


def test_the_trouble_of_another_file_is_not_put_upon_this_one(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match=r"input\.txt"), atomic_write(tmp_path / "out.json"):
        (tmp_path / "input.txt").read_text()
    assert names_in(tmp_path) == []


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EACCES, "no permission"),
        (errno.EROFS, "can only be read"),
        (errno.ENOSPC, "disk is full"),
        (errno.EBUSY, "cannot be written"),
    ],
)
def test_what_the_system_says_becomes_plain_words(number: int, words: str) -> None:
    error = output_error(OSError(number, os.strerror(number)), "out.mp4")
    assert str(error).startswith("out.mp4: ")
    assert words in str(error)
    assert "Errno" not in str(error)


def test_a_pending_file_that_is_discarded_twice_is_just_gone(tmp_path: Path) -> None:
    pending = PendingFile(tmp_path / "out.mp4")
    pending.discard()
    pending.discard()
    assert names_in(tmp_path) == []


def test_a_folder_is_made_with_those_above_it_and_may_be_there_already(tmp_path: Path) -> None:
    wanted = tmp_path / "a" / "b"
    assert make_folder(wanted).is_dir()
    assert make_folder(wanted).is_dir()


def test_a_file_in_the_place_of_a_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    with pytest.raises(OutputError, match="in the way"):
        make_folder(tmp_path / "out")


@pytest.mark.skipif(not Path(os.devnull).is_char_device(), reason="no such device here")
def test_no_file_takes_the_place_of_a_device() -> None:
    with pytest.raises(OutputError, match="is a device"):
        PendingFile(Path(os.devnull))
    assert Path(os.devnull).is_char_device()
