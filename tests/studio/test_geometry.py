"""The studio's geometry against itself: limbs keep their length, and an angle that is set reads back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sample_videos.studio.camera import Camera
from sample_videos.studio.pose_ik import distance_for, solve, two_bones
from sample_videos.studio.posture import Limb, Posture, Torso, mirrored, rounded
from sample_videos.studio.skeleton import inclined
from sample_videos.studio.vectors import IDENTITY, angle_at, between, length, turn_about, turn_x, turn_y, vec, yaw_of
from tests.studio.stick import stick_skeleton

if TYPE_CHECKING:
    from sample_videos.studio.skeleton import Skeleton

angles = st.floats(-170, 170)
metres = st.floats(-1, 1)


def upright(skeleton: Skeleton, **torso: object) -> Posture:
    trunk = Torso(hips=vec(0, skeleton.hip_height, 0), **torso)  # type: ignore[arg-type]
    legs = tuple(Limb(vec(s * skeleton.hip_half, skeleton.contacts.sole, 0), vec(0, 0, 1), grip=1.0) for s in (1, -1))
    arms = tuple(Limb(vec(s * 0.3, 0.9, 0.1), vec(s, 0, -1)) for s in (1, -1))
    return Posture(trunk, (legs[0], legs[1]), (arms[0], arms[1]))


@given(st.floats(25, 175))
def test_a_knee_set_to_an_angle_reads_that_angle(included: float) -> None:
    hip, thigh, shank = vec(0, 1, 0), 0.43, 0.44
    ankle = hip + vec(0, -1, 0) * distance_for(included, thigh, shank)
    knee, reached, _ = two_bones(hip, ankle, vec(0, 0, 1), thigh, shank)
    assert angle_at(hip, knee, reached) == pytest.approx(included, abs=0.3)


@given(metres, metres, metres, metres, metres, metres)
def test_a_limb_keeps_its_length_wherever_its_end_is_wanted(
    x: float, y: float, z: float, px: float, py: float, pz: float
) -> None:
    root = vec(0, 1, 0)
    middle, end, _ = two_bones(root, vec(x, y, z), vec(px, py, pz), 0.28, 0.25)
    assert length(middle - root) == pytest.approx(0.28, abs=1e-6)
    assert length(end - middle) == pytest.approx(0.25, abs=1e-6)


@settings(max_examples=30, deadline=None)
@given(metres, metres, st.floats(0.1, 1.4), angles)
def test_bones_of_a_posed_person_keep_their_lengths(x: float, z: float, y: float, yaw: float) -> None:
    skeleton = stick_skeleton()
    posture = upright(skeleton)
    arms = (Limb(vec(x, y, z), vec(1, 0, -1)), posture.arms[1])
    turned = Posture(Torso(hips=posture.torso.hips, pelvis=turn_y(yaw)), posture.legs, arms)
    joints = solve(skeleton, turned).joints
    for side in ("left", "right"):
        for ends, wanted in (
            (("hip", "knee"), skeleton.thigh),
            (("knee", "ankle"), skeleton.shank),
            (("shoulder", "elbow"), skeleton.upper_arm),
            (("elbow", "wrist"), skeleton.forearm),
        ):
            a, b = (joints[f"{side}_{end}"] for end in ends)
            assert length(a - b) == pytest.approx(wanted, abs=1e-6)


@settings(max_examples=40, deadline=None)
@given(st.floats(0, 110), st.floats(0, 60), st.floats(-15, 15), st.floats(-180, 180))
def test_a_trunk_has_the_inclination_it_was_given_however_round_the_back_is(
    inclination: float, rounding: float, lean: float, yaw: float
) -> None:
    skeleton = stick_skeleton()
    torso = inclined(skeleton, Torso(hips=vec(0, 1, 0), **rounded(rounding)), inclination, yaw_deg=yaw)
    line = skeleton.torso_points(torso).mid_shoulder - torso.hips
    assert np.degrees(np.arccos(line[1] / length(line))) == pytest.approx(inclination, abs=1e-3)
    assert abs((yaw_of(torso.pelvis) - yaw + 180) % 360 - 180) < 1e-6
    leaning = inclined(skeleton, Torso(hips=vec(0, 1, 0), **rounded(rounding)), 0.0, lean_deg=lean)
    line = skeleton.torso_points(leaning).mid_shoulder - leaning.hips
    assert np.degrees(np.arcsin(line[0] / length(line))) == pytest.approx(lean, abs=1e-3)


@settings(deadline=None)
@given(angles, angles)
def test_a_mirrored_person_is_the_mirror_image(pitch: float, yaw: float) -> None:
    skeleton = stick_skeleton()
    posture = upright(skeleton, lumbar=(20.0, 10.0, 5.0), neck=(5.0, 3.0, -8.0), pelvis=turn_y(yaw) @ turn_x(pitch / 4))
    here, there = solve(skeleton, posture).joints, solve(skeleton, mirrored(posture)).joints
    for name in ("knee", "wrist", "shoulder", "ear", "toe"):
        assert there[f"right_{name}"] == pytest.approx(here[f"left_{name}"] * [-1, 1, 1], abs=1e-6)


@given(st.floats(1, 178), metres, metres)
def test_half_way_between_two_rotations_is_half_the_angle(angle: float, x: float, y: float) -> None:
    axis = vec(x, y, 0.7)
    half = between(IDENTITY, turn_about(axis, angle), 0.5)
    assert half == pytest.approx(turn_about(axis, angle / 2), abs=1e-6)


@given(st.floats(-180, 180), st.floats(0.3, 2.5), st.floats(1.5, 4), st.floats(-10, 10))
def test_what_the_camera_looks_at_is_in_the_middle_of_the_picture(
    yaw: float, high: float, away: float, roll: float
) -> None:
    camera = Camera(yaw_deg=yaw, height_m=high, distance_m=away, roll_deg=roll)
    assert camera.project(camera.target[None])[0] == pytest.approx([320, 180], abs=1e-6)


def test_a_camera_in_front_sees_the_subjects_left_on_the_right() -> None:
    camera = Camera(yaw_deg=0)
    left, right = camera.project(np.array([vec(0.2, 1, 0), vec(-0.2, 1, 0)]))
    assert left[0] > right[0]


def test_drawing_and_projecting_agree() -> None:
    camera = Camera(yaw_deg=37, height_m=1.4, roll_deg=3)
    point = vec(0.2, 0.5, -0.3)
    seen = camera.projection() @ camera.view() @ np.append(point, 1.0)
    drawn = (seen[:2] / seen[3] * [1, -1] + 1) / 2 * [camera.width, camera.height]
    assert camera.project(point[None])[0] == pytest.approx(drawn, abs=1e-6)


def test_a_posture_that_is_no_posture_is_refused(skeleton: Skeleton) -> None:
    posture = upright(skeleton, lumbar=(float("nan"), 0.0, 0.0))
    with pytest.raises(ArithmeticError, match="no body can take"):
        solve(skeleton, posture)
