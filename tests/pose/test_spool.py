"""A spool holds the poses of a recording of any length, exactly, and takes little memory for it."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_poses import SOLE, header, outlined, same_pose, same_track, shown, standing

from formcheck.pose.pose import Observation
from formcheck.pose.spool import IN_MEMORY_BYTES, Spool
from formcheck.pose.track import Track, load, save


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    """Give an observation of any kind: nobody, somebody, with an outline or without."""
    index = draw(st.integers(0, 2**40))
    time_s = draw(st.floats(0, 1e6))
    people = draw(st.none() | st.integers(0, 9))
    ambiguous = draw(st.booleans())
    if draw(st.booleans()):
        return Observation(index, time_s, None, people, ambiguous)
    pose = standing(time_s, x=draw(st.floats(-1e4, 1e4, width=32)), visibility=draw(st.floats(0, 1, width=32)))
    stations = draw(st.none() | st.integers(0, 30))
    if stations:
        pose = replace(pose, back=outlined(pose, stations))
    if draw(st.booleans()):
        pose = replace(pose, sole=SOLE)
    return Observation(index, time_s, pose, people, ambiguous)


def same(one: Observation, other: Observation) -> bool:
    plain = [(seen.index, seen.time_s, seen.people, seen.ambiguous) for seen in (one, other)]
    return plain[0] == plain[1] and same_pose(one.pose, other.pose)


@settings(max_examples=50, deadline=None)
@given(given_ones=st.lists(observations(), max_size=8), data=st.data())
def test_what_comes_out_is_what_went_in(given_ones: list[Observation], data: st.DataObject) -> None:
    spool = Spool(given_ones)
    assert len(spool) == len(given_ones)
    assert all(same(*pair) for pair in zip(spool, given_ones, strict=True))
    if given_ones:
        place = data.draw(st.integers(-len(given_ones), len(given_ones) - 1))
        assert same(spool[place], given_ones[place])
        assert all(same(*pair) for pair in zip(spool[place:], given_ones[place:], strict=True))


@settings(max_examples=20, deadline=None)
@given(given_ones=st.lists(observations(), min_size=1, max_size=6), place=st.integers(0, 5))
def test_reading_in_between_does_not_harm_what_is_added_next(given_ones: list[Observation], place: int) -> None:
    spool = Spool()
    for count, seen in enumerate(given_ones, start=1):
        spool.append(seen)
        assert same(spool[place % count], given_ones[place % count])
    assert all(same(*pair) for pair in zip(spool, given_ones, strict=True))


def test_two_may_walk_through_it_at_once() -> None:
    spool = Spool(Observation(n, n / 30, standing(n / 30)) for n in range(50))
    assert [(one.index, other.index) for one, other in pairwise(spool)] == [(n, n + 1) for n in range(49)]


def test_a_place_beyond_the_end_is_an_index_error() -> None:
    with pytest.raises(IndexError):
        Spool()[0]


def test_a_long_recording_comes_back_from_the_disk_and_through_the_track_file(tmp_path) -> None:  # type: ignore[no-untyped-def]
    pose = standing(0.0)
    pose = replace(pose, back=outlined(pose))
    frames = IN_MEMORY_BYTES // 1000  # A record is somewhat longer than that.
    track = Track(header(frames), Spool(Observation(n, n / 30, replace(pose, time_s=n / 30)) for n in range(frames)))
    assert shown(track.observations[-1]).time_s == (frames - 1) / 30
    save(track, tmp_path / "a.track")
    again = load(tmp_path / "a.track")
    assert len(again.observations) == frames
    assert all(same(again.observations[n], track.observations[n]) for n in range(0, frames, 500))
    listed = Track(track.header, list(track.observations[:300]))
    short = replace(track, header=replace(track.header, frames=300), observations=Spool(listed.observations))
    assert same_track(replace(listed, header=short.header), short)


def test_poses_that_are_read_cannot_be_changed() -> None:
    spool = Spool([Observation(0, 0.0, standing(0.0))])
    with pytest.raises(ValueError, match="read-only"):
        shown(spool[0]).points[0] = np.float32(1)


FILLING_A_SMALL_DISK = """
import resource, sys
import formcheck.pose.spool as spools
from formcheck.errors import OutputError
from formcheck.pose.pose import Observation
resource.setrlimit(resource.RLIMIT_FSIZE, (spools.IN_MEMORY_BYTES + 100_000,) * 2)
try:
    spools.Spool(Observation(n, n / 30, None) for n in range(1_000_000))
except OutputError as error:
    print(error)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a process has no limit of file sizes")
def test_a_full_disk_is_told_in_one_line() -> None:
    done = subprocess.run([sys.executable, "-c", FILLING_A_SMALL_DISK], capture_output=True, text=True, check=True)
    assert "TMPDIR" in done.stdout
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
