"""A track holds the poses of a recording, exactly, and needs nothing heavy to be read."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_poses import SIZE, SOLE, header, outlined, same_track, standing

from formcheck.errors import TrackError
from formcheck.pose.pose import Observation, Pose
from formcheck.pose.track import VERSION, Track, load, mirrored, save

if TYPE_CHECKING:
    from pathlib import Path


def recording(seed: int = 0, frames: int = 12) -> Track:
    """Make a track with poses, a gap, outlines of two lengths, soles and an ambiguous frame."""
    random = np.random.default_rng(seed)
    seen = []
    for index in range(frames):
        time_s = index / 29.97
        pose = standing(time_s, x=float(random.normal(300, 50)))
        back = None if index % 3 == 0 else outlined(pose, stations=24 if index % 2 else 5)
        noise = random.normal(0, 1, (33, 3)).astype(np.float32)
        pose = Pose(time_s, SIZE, pose.points, noise, pose.visibility, pose.presence, back)
        pose = replace(pose, sole=SOLE + np.float32(index)) if index % 2 else pose
        seen.append(Observation(index, time_s, None if index == 4 else pose, index % 3 or None, index == 7))
    return Track(header(frames), tuple(seen))


def test_a_track_comes_back_to_the_last_bit(tmp_path: Path) -> None:
    track = recording()
    save(track, tmp_path / "a.track")
    assert same_track(load(tmp_path / "a.track"), track)


def test_a_track_from_before_soles_were_seen_loads_without_them(tmp_path: Path) -> None:
    track = recording()
    save(track, tmp_path / "new.track")
    with zipfile.ZipFile(tmp_path / "new.track") as new, zipfile.ZipFile(tmp_path / "old.track", "w") as old:
        for name in new.namelist():
            if "sole" not in name:
                old.writestr(name, new.read(name))
    soleless = [replace(seen, pose=seen.pose and replace(seen.pose, sole=None)) for seen in track.observations]
    assert same_track(load(tmp_path / "old.track"), replace(track, observations=soleless))


@pytest.mark.parametrize("frames", [0, 1, 5])
def test_a_short_or_empty_track_comes_back(tmp_path: Path, frames: int) -> None:
    track = recording(frames=frames)
    save(track, tmp_path / "a.track")
    assert same_track(load(tmp_path / "a.track"), track)


def test_a_recording_without_anybody_comes_back(tmp_path: Path) -> None:
    track = Track(header(3, frame_rate=None), tuple(Observation(n, n / 30, None, 0) for n in range(3)))
    save(track, tmp_path / "a.track")
    assert same_track(load(tmp_path / "a.track"), track)


def test_the_same_poses_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.track", "b.track"):
        save(recording(), tmp_path / name)
    assert (tmp_path / "a.track").read_bytes() == (tmp_path / "b.track").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.track") as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_reading_a_track_loads_neither_mediapipe_nor_opencv(tmp_path: Path) -> None:
    save(recording(), tmp_path / "a.track")
    script = (
        "import sys; from pathlib import Path; from formcheck.pose.track import load;"
        "track = load(Path(sys.argv[1]));"
        "print(len(track.observations), sorted({'cv2', 'mediapipe', 'av', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.track")], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "12 []"


def test_numpy_alone_reads_the_arrays(tmp_path: Path) -> None:
    track = recording()
    save(track, tmp_path / "a.track")
    with np.load(tmp_path / "a.track", allow_pickle=False) as arrays:
        assert arrays["points"].shape == (11, 33, 2)
        assert arrays["time_s"].tolist() == [seen.time_s for seen in track.observations]


def test_a_pose_of_another_time_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    track = Track(header(1), (Observation(0, 0.5, standing(0.4)),))
    with pytest.raises(ValueError, match="frame 0"):
        save(track, tmp_path / "a.track")
    assert list(tmp_path.iterdir()) == []


def test_a_newer_track_says_so(tmp_path: Path) -> None:
    rewrite_header(tmp_path, version=VERSION + 1)
    with pytest.raises(TrackError, match="newer formcheck"):
        load(tmp_path / "a.track")


@pytest.mark.parametrize(
    "changes", [{"format": "other"}, {"video": 3}, {"image_size": [1]}, {"version": "x"}, {"frames": None}]
)
def test_a_wrong_header_is_refused(tmp_path: Path, changes: dict[str, object]) -> None:
    rewrite_header(tmp_path, **changes)
    with pytest.raises(TrackError):
        load(tmp_path / "a.track")


def rewrite_header(folder: Path, **changes: object) -> None:
    save(recording(), folder / "whole.track")
    with zipfile.ZipFile(folder / "whole.track") as old, zipfile.ZipFile(folder / "a.track", "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "header.json":
                content = json.dumps({**json.loads(content), **changes}).encode()
            new.writestr(name, content)


@pytest.mark.parametrize("content", [b"", b"not a track", b"PK\x05\x06" + bytes(18)])
def test_a_foreign_file_gives_one_line_that_names_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "holiday.track"
    path.write_bytes(content)
    with pytest.raises(TrackError, match=r"holiday\.track") as caught:
        load(path)
    assert "\n" not in str(caught.value)


def test_a_missing_track_or_a_folder_is_a_track_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.track", tmp_path):
        with pytest.raises(TrackError):
            load(path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes, Track]:
    path = tmp_path_factory.mktemp("track") / "a.track"
    track = recording(frames=3)
    save(track, path)
    return path, path.read_bytes(), track


@settings(deadline=None)
@given(data=st.data())
def test_a_damaged_track_is_refused_or_unharmed_and_never_crashes(
    whole: tuple[Path, bytes, Track], data: st.DataObject
) -> None:
    path, content, track = whole
    damaged = bytearray(content)
    for _ in range(data.draw(st.integers(1, 3))):
        damaged[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    path.write_bytes(bytes(damaged))
    assert refused_or_equal(path, track)


@settings(deadline=None)
@given(kept=st.integers(0, 1_000_000))
def test_a_track_cut_short_is_refused(whole: tuple[Path, bytes, Track], kept: int) -> None:
    path, content, _ = whole
    path.write_bytes(content[: kept % len(content)])
    with pytest.raises(TrackError):
        load(path)


def refused_or_equal(path: Path, track: Track) -> bool:
    try:
        return same_track(load(path), track)
    except TrackError:
        return True


def test_mirroring_swaps_left_and_right_and_keeps_the_outline_on_its_side() -> None:
    pose = standing(0.0, x=200)
    pose = Pose(pose.time_s, SIZE, pose.points, pose.world, pose.visibility, pose.presence, outlined(pose), SOLE)
    track = Track(header(1), (Observation(0, 0.0, pose),))
    other = mirrored(track).observations[0].pose
    assert other is not None
    assert other.back is not None
    assert other.points[23].tolist() == [SIZE[0] - pose.points[24, 0], pose.points[24, 1]]
    assert other.world[11, 0] == -pose.world[12, 0]
    assert other.back.outline[0, 1] == 40
    assert np.isnan(other.back.outline[1, 0])
    assert other.sole is not None
    assert other.sole.tolist() == [[SIZE[0] - x, y] for x, y in SOLE.tolist()]


def test_a_mirror_of_a_mirror_is_the_first_picture() -> None:
    track = recording()
    again = mirrored(mirrored(track))
    for one, other in zip(track.observations, again.observations, strict=True):
        if one.pose is None:
            assert other.pose is None
            continue
        assert other.pose is not None
        np.testing.assert_allclose(other.pose.points, one.pose.points, atol=1e-3)
        np.testing.assert_array_equal(other.pose.world, one.pose.world)
