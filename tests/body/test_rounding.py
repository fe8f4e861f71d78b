"""The rounding index: the outline of the back against the person's own when upright, and nothing else."""

from __future__ import annotations

import math
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.body.back.seat import SeatWatch
from formcheck.body.back.upright import STEADY_TRUNKS
from formcheck.body.camera import Camera, Source
from formcheck.body.figure import Figure, survey
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES, Sight
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured, Reading, Reason, Unknown
from formcheck.pose.landmarks import INDEX, MIRRORED
from formcheck.pose.pose import BackProfile, Observation, Pose
from formcheck.pose.silhouette import trunk_chord
from tests.support.figure import Build, mirrored_pose, pose_of, seen
from tests.support.lunge import view_of

if TYPE_CHECKING:
    from formcheck.body.view import View

STATIONS = np.linspace(0, 1, 24, dtype=np.float32)
HOLLOW = 0.20 + 0.05 * np.cos(2 * np.pi * STATIONS)
"""A back as most are when upright: hollow in the middle of the chord, in trunk lengths."""
ARC = 4 * STATIONS * (1 - STATIONS)
STANDING = Build(front_thigh=0.0, front_knee=0.0, rear_thigh=0.0, rear_knee=0.0, arm=0.0)
FORWARD_ARMS = 70.0
RIGHT, LEFT = -90.0, 90.0
"""Yaw of one who faces to the right and to the left of the picture."""


def hinged(degrees: float) -> Build:
    return replace(STANDING, trunk=degrees, arm=FORWARD_ARMS)


def backed(pose: Pose, behind: np.ndarray, yaw_deg: float = RIGHT, front: float = 0.3) -> Pose:
    """Give a pose the outline, in lengths of its trunk, behind its chord."""
    chord = trunk_chord(pose.points)
    length = float(np.hypot(*(chord[1] - chord[0])))
    rows = [np.asarray(behind) * length, np.full_like(STATIONS, front * length)]
    outline = np.stack(rows if yaw_deg < 0 else rows[::-1]).astype(np.float32)
    return replace(pose, back=BackProfile(chord, STATIONS, outline))


def upright_film(yaw_deg: float = RIGHT, px_per_m: float = 300.0, jitter: float = 0.0) -> list[Observation]:
    """Film a person who stands tall for a second."""
    random = np.random.default_rng(3)
    return [
        seen(
            backed(pose_of(STANDING, yaw_deg, px_per_m=px_per_m), HOLLOW + jitter * random.normal(size=24), yaw_deg),
            n / 30,
        )
        for n in range(30)
    ]


@cache
def own_figure(**film: float) -> Figure:
    figure = survey(upright_film(**film))
    assert figure is not None
    return figure


STRANGER = Figure(150.0, 126.0, 1.0)


def read(pose: Pose, figure: Figure | None = None, view: View | None = None) -> Reading:
    measure = MEASURES["rounding_index"].of_body
    assert measure is not None
    return measure(Sight(Joints(pose), view or view_of(RIGHT), figure or own_figure()))


def index(pose: Pose, figure: Figure | None = None, view: View | None = None) -> float:
    reading = read(pose, figure, view)
    assert isinstance(reading, Measured), reading
    return reading.value


def rounded(by: float, degrees: float = 45.0, yaw_deg: float = RIGHT) -> Pose:
    return backed(pose_of(hinged(degrees), yaw_deg), HOLLOW + by * ARC, yaw_deg)


# ---- what tells ------------------------------------------------------------------------------------------------------


def test_who_hinges_with_the_back_as_when_upright_is_called_good() -> None:
    for degrees in (0.0, 20.0, 40.0, 60.0):
        assert index(rounded(0.0, degrees)) < 0.6


def test_a_back_that_stands_out_by_a_tenth_of_its_length_is_called_round() -> None:
    reading = read(rounded(0.1))
    assert isinstance(reading, Measured)
    assert reading.value - 0.8 > reading.sigma


@settings(deadline=None, max_examples=40)
@given(st.floats(0, 0.06), st.floats(0.005, 0.04), st.floats(20, 60))
def test_the_further_it_stands_out_the_higher_the_index(by: float, more: float, degrees: float) -> None:
    less, greater = index(rounded(by, degrees)), index(rounded(by + more, degrees))
    assert 0.0 <= less <= greater <= 1.0
    assert greater > less or less == 0.0


@settings(deadline=None, max_examples=40)
@given(st.floats(-0.05, 0.1))
def test_left_and_right_read_alike(by: float) -> None:
    pose = rounded(by)
    assert pose.back is not None
    flipped = mirrored_pose(pose)
    chord = pose.back.chord * np.array([-1, 1], np.float32) + np.array([pose.image_size[0], 0], np.float32)
    flipped = replace(flipped, back=BackProfile(chord, STATIONS, pose.back.outline[::-1].copy()))
    assert index(flipped, own_figure(yaw_deg=LEFT), view_of(LEFT)) == pytest.approx(index(pose), abs=1e-3)
    assert len(MIRRORED) == 33


@settings(deadline=None, max_examples=40)
@given(st.floats(120, 900))
def test_the_size_in_the_picture_does_not_matter(px_per_m: float) -> None:
    large = backed(pose_of(hinged(45.0), px_per_m=px_per_m), HOLLOW + 0.06 * ARC)
    assert index(large, own_figure(px_per_m=px_per_m)) == pytest.approx(index(rounded(0.06)), abs=1e-2)


@settings(deadline=None, max_examples=40)
@given(st.floats(-60, 60), st.floats(-60, 60))
def test_a_dropped_head_decides_nothing(across: float, down: float) -> None:
    pose = rounded(0.06)
    points = pose.points.copy()
    points[: INDEX["left_shoulder"]] += np.array([across, down], np.float32)
    assert index(replace(pose, points=points)) == index(pose)


# ---- what cannot be judged -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("yaw_deg", [0.0, -45.0, 180.0])
def test_nothing_is_said_from_another_side(yaw_deg: float) -> None:
    reading = read(rounded(0.1), view=view_of(yaw_deg))
    assert isinstance(reading, Unknown)
    assert reading.reason is Reason.WRONG_VIEW


@pytest.mark.parametrize(("off_deg", "judged"), [(10.0, True), (14.0, True), (18.0, False), (28.0, False)])
def test_the_side_view_has_to_be_square(off_deg: float, judged: bool) -> None:
    reading = read(rounded(0.1), view=view_of(RIGHT + off_deg))
    assert isinstance(reading, Measured) is judged
    assert judged or (isinstance(reading, Unknown) and reading.reason is Reason.NOT_SQUARE)


@pytest.mark.parametrize(("tilt_deg", "judged"), [(5.0, True), (15.0, True), (30.0, False)])
def test_a_camera_that_is_known_to_look_down_steeply_is_refused(tilt_deg: float, judged: bool) -> None:
    figure = replace(own_figure(), camera=Camera(tilt_deg=tilt_deg, tilt_sigma_deg=2.0, source=Source.GIVEN))
    reading = read(rounded(0.1), figure)
    assert isinstance(reading, Measured) is judged
    assert judged or (isinstance(reading, Unknown) and reading.reason is Reason.CAMERA_HIGH)


def test_without_an_outline_nothing_is_said() -> None:
    assert read(pose_of(hinged(45.0))) == Unknown(MEASURES["rounding_index"].unit, Reason.BACK_HIDDEN)


def test_an_arm_behind_the_back_hides_it() -> None:
    pose = rounded(0.0)
    points = pose.points.copy()
    chord = trunk_chord(pose.points)
    along = chord[1] - chord[0]
    back = np.array([along[1], -along[0]], np.float32)
    points[INDEX["left_elbow"]] = chord[0] + 0.75 * along + 0.2 * back
    points[INDEX["left_wrist"]] = chord[0] + 0.35 * along + 0.2 * back
    assert read(replace(pose, points=points)) == Unknown(MEASURES["rounding_index"].unit, Reason.BACK_HIDDEN)


def test_a_thing_that_sticks_out_behind_the_shoulders_is_left_out() -> None:
    bag = np.where(STATIONS > 0.72, 0.35, 0.0)
    clean = index(rounded(0.05))
    pose = backed(pose_of(hinged(45.0)), HOLLOW + 0.05 * ARC + bag)
    assert index(pose) == pytest.approx(clean, abs=0.2)


def test_an_outline_that_is_no_back_s_is_refused() -> None:
    pose = backed(pose_of(hinged(45.0)), HOLLOW + 0.08 * np.sin(4 * np.pi * STATIONS))
    assert read(pose) == Unknown(MEASURES["rounding_index"].unit, Reason.OUTLINE_UNCLEAR)


# ---- the person's own back -------------------------------------------------------------------------------------------


@settings(deadline=None, max_examples=40)
@given(st.floats(-0.1, 0.4), st.floats(20, 70))
def test_nobody_is_called_round_whose_upright_back_was_never_seen(by: float, degrees: float) -> None:
    reading = read(rounded(by, degrees), STRANGER)
    assert isinstance(reading, Unknown) or reading.value - 0.8 <= reading.sigma


def test_the_own_upright_back_is_what_counts() -> None:
    round_by_build = HOLLOW + 0.06 * ARC
    film = [seen(backed(pose_of(STANDING), round_by_build), n / 30) for n in range(60)]
    figure = survey(film)
    assert figure is not None
    pose = backed(pose_of(hinged(45.0)), round_by_build)
    assert index(pose, figure) < 0.6 < index(pose)


def test_the_upright_back_is_found_among_hinges() -> None:
    film = upright_film() + [seen(rounded(0.1, degrees), 2 + degrees / 30) for degrees in range(30, 60)]
    figure = survey(film)
    assert figure is not None
    assert figure.back.seated is None
    assert figure.back.standing is not None
    assert figure.back.standing.moments == 30


@pytest.mark.parametrize("yaw_deg", [0.0, 180.0, -45.0])
def test_it_is_not_taken_from_another_side(yaw_deg: float) -> None:
    assert own_figure(yaw_deg=yaw_deg).back.standing is None


def test_an_outline_that_never_keeps_still_is_nothing_to_compare_with() -> None:
    assert own_figure(jitter=6 * STEADY_TRUNKS).back.standing is None
    assert own_figure(jitter=STEADY_TRUNKS / 2).back.standing is not None


def test_one_who_was_seen_standing_only_is_compared_with_caution_when_seated() -> None:
    seated = replace(hinged(45.0), front_thigh=95.0, front_knee=95.0, rear_thigh=95.0, rear_knee=95.0)
    reading = read(backed(pose_of(seated), HOLLOW + 0.15 * ARC))
    assert isinstance(reading, Unknown) or reading.value - 0.8 <= reading.sigma


# ---- the seat ----------------------------------------------------------------------------------------------------


SITTING = Build(front_thigh=80.0, front_knee=150.0, rear_thigh=80.0, rear_knee=150.0, arm=FORWARD_ARMS)
SEAT = (640.0, 360.0)


def sitting(trunk_deg: float, slip: float = 0.0, seat: tuple[float, float] = SEAT) -> Pose:
    """Sit with a flat back; the hips' mark is ahead of the hips by so many trunk lengths."""
    pose = pose_of(replace(SITTING, trunk=trunk_deg), centre=seat)
    points = pose.points.copy()
    points[[INDEX["left_hip"], INDEX["right_hip"]], 0] += slip * 150.0
    ahead = slip * math.cos(math.radians(trunk_deg))
    return backed(replace(pose, points=points), HOLLOW + ahead * (1.0 - STATIONS))


def sat(trunk_deg: float, slip: float, *, upright_seen: bool) -> float:
    """Read who sat tall for a second, be that seen by this reader or only surveyed, and then leans."""
    tall = [seen(sitting(0.0), n / 30) for n in range(30)]
    reader = Reader({"rounding_index"}, survey(tall))
    for observation in tall if upright_seen else []:
        reader.read(observation)
    leaning = [reader.read(seen(sitting(trunk_deg, slip), 1.5 + n / 30)) for n in range(3)]
    reading = leaning[-1].readings["rounding_index"]
    assert isinstance(reading, Measured), reading
    return reading.value


@pytest.mark.parametrize("trunk_deg", [35.0, 45.0])
def test_hips_whose_mark_slips_ahead_on_the_same_seat_make_no_round_back(trunk_deg: float) -> None:
    assert sat(trunk_deg, 0.12, upright_seen=True) < 0.4 < 0.6 < sat(trunk_deg, 0.12, upright_seen=False)
    assert sat(trunk_deg, 0.0, upright_seen=True) < 0.6


@pytest.mark.parametrize("ahead_px", [-32.0, 32.0, 40.0])
def test_hips_that_leave_the_seat_say_nothing_of_the_back(ahead_px: float) -> None:
    reader = Reader({"rounding_index"}, survey([seen(sitting(0.0), n / 30) for n in range(30)]))
    for n in range(30):
        reader.read(seen(sitting(0.0), n / 30))
    shifted = reader.read(seen(sitting(35.0, seat=(SEAT[0] + ahead_px, SEAT[1])), 1.5)).readings["rounding_index"]
    assert shifted == Unknown(MEASURES["rounding_index"].unit, Reason.OUTLINE_UNCLEAR)


def test_who_gets_up_or_sits_down_elsewhere_has_another_seat() -> None:
    watch, view = SeatWatch(), view_of(RIGHT)
    for n in range(10):
        watch.offer(n / 30, Joints(sitting(0.0)), view, 150.0)
    watch.offer(0.5, Joints(sitting(45.0, 0.1)), view, 150.0)
    assert watch.place_px == pytest.approx(SEAT)
    for n in range(10):
        watch.offer(1.0 + n / 30, Joints(sitting(0.0, seat=(800.0, 360.0))), view, 150.0)
    assert watch.place_px == pytest.approx((800.0, 360.0))
    watch.offer(2.0, Joints(pose_of(STANDING)), view, 150.0)
    watch.offer(2.1, Joints(sitting(45.0)), view, 150.0)
    assert watch.place_px is None


def test_the_index_is_finite_whatever_the_outline() -> None:
    random = np.random.default_rng(5)
    for _ in range(200):
        heights = random.uniform(0, 0.6, 24)
        heights[random.random(24) < 0.4] = math.nan
        reading = read(backed(pose_of(hinged(float(random.uniform(0, 80)))), heights))
        assert isinstance(reading, Unknown) or (0 <= reading.value <= 1 and 0 < reading.sigma <= 1)
