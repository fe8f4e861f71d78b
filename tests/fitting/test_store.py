"""Examples come back from their file as they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.pose.pose import BackProfile, Observation, Pose
from sample_videos.fitting.store import CameraTruth, Example, load_examples, save_examples

if TYPE_CHECKING:
    from pathlib import Path

RNG = np.random.default_rng(3)


def numbers(*shape: int) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    return RNG.normal(size=shape).astype(np.float32)


def pose(*, back: bool) -> Pose:
    outline = numbers(2, 24)
    outline[0, 3] = np.nan
    profile = BackProfile(numbers(2, 2), numbers(24), outline) if back else None
    return Pose(1.5, (640, 360), numbers(33, 2), numbers(33, 3), numbers(33), numbers(33), profile)


def example(clip: str, seen: Pose | None) -> Example:
    return Example(
        clip=clip,
        moment="peak",
        phase="hinges",
        time_s=1.5,
        movement="standing-stretch",
        side="left",
        faults={"rounding_deg": 31.25},
        person={"sex": "female", "height_m": 1.7, "clothes": {"top_fit": "loose"}},
        camera=CameraTruth(numbers(3, 4).astype(np.float64), -88.0, 3.0, 0.5, 1.1, 41.0, 480.0),
        azimuth_deg=-91.5,
        observation=Observation(0, 1.5, seen),
        landmarks_px=numbers(33, 2).astype(np.float64),
        landmarks_m=numbers(33, 3).astype(np.float64),
        measures={"knee_flexion.left": 12.5, "trunk_inclination": 40.0},
        contacts={"hand.left": True},
        surface_m=0.6,
    )


def test_what_is_written_is_read_also_without_a_person_or_an_outline(tmp_path: Path) -> None:
    written = [example("a", pose(back=True)), example("a", None), example("b", pose(back=False))]
    save_examples(written, tmp_path / "x.npz")
    read = load_examples(tmp_path / "x.npz")
    assert len(read) == len(written)
    for one, other in zip(written, read, strict=True):
        for name in (
            "clip",
            "moment",
            "phase",
            "movement",
            "side",
            "faults",
            "person",
            "measures",
            "contacts",
            "surface_m",
        ):
            assert getattr(one, name) == getattr(other, name)
        np.testing.assert_allclose(one.camera.matrix, other.camera.matrix)
        np.testing.assert_allclose(one.landmarks_px, other.landmarks_px)
        before, after = one.observation.pose, other.observation.pose
        assert (before is None) == (after is None)
        if before is None or after is None:
            continue
        assert (after.time_s, after.image_size) == (before.time_s, before.image_size)
        np.testing.assert_array_equal(before.points, after.points)
        np.testing.assert_array_equal(before.world, after.world)
        assert (before.back is None) == (after.back is None)
        if before.back is not None and after.back is not None:
            np.testing.assert_array_equal(before.back.outline, after.back.outline)


def test_some_other_file_is_not_taken_for_examples(tmp_path: Path) -> None:
    np.savez(tmp_path / "x.npz", about=np.frombuffer(b'{"format": "else"}', np.uint8))
    with pytest.raises(ValueError, match="not a file of examples"):
        load_examples(tmp_path / "x.npz")
