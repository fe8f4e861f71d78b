"""Poses in, moments out: what a movement asks for is read, and confused legs are said to be confused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.body.figure import Figure
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured, Reason, Unknown
from formcheck.body.view import ViewLabel
from formcheck.errors import RoutineError
from tests.support.figure import SHANK_M, TRUNK_M, Build, mirrored_pose, pose_of, seen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment

REFS = ("front.knee_flexion", "trunk_inclination", "rear.knee_below_other", "front.shoulder_elevation")
FIGURE = Figure(TRUNK_M * 300, SHANK_M * 300, 1.0)
FPS = 30


def rocking(n: int) -> Build:
    return Build(front_knee=95 + 15 * np.sin(n / 15), front_thigh=85.0)


def read(swapped: Sequence[int] = (), *, frames: int = 120, noise_px: float = 0.0) -> list[Moment]:
    reader, random = Reader(REFS, FIGURE), np.random.default_rng(5)
    moments = []
    for n in range(frames):
        pose = pose_of(rocking(n), -90.0, legs_swapped=n in swapped, noise_px=noise_px, random=random)
        moments.append(reader.read(seen(pose, n / FPS)))
    return moments


def knee(moment: Moment) -> float | Reason:
    reading = moment.readings["left_knee_flexion"]
    return reading.value if isinstance(reading, Measured) else reading.reason


def test_what_a_role_may_need_is_read_on_both_sides() -> None:
    (moment,) = read(frames=1)
    assert set(moment.readings) == {
        "left_knee_flexion",
        "right_knee_flexion",
        "trunk_inclination",
        "left_knee_below_other",
        "right_knee_below_other",
        "left_shoulder_elevation",
        "right_shoulder_elevation",
    }
    assert (moment.view.label, moment.view.near) == (ViewLabel.SIDE, "right")


def test_a_rocking_person_is_read_as_they_rock() -> None:
    for n, moment in enumerate(read(noise_px=0.3)):
        assert knee(moment) == pytest.approx(rocking(n).front_knee, abs=1.5)


@pytest.mark.parametrize(
    ("ref", "words"),
    [
        ("front.knee_bend", "no measure called 'knee_bend'"),
        ("front.trunk_inclination", "has no sides"),
        ("knee_flexion", "needs a side"),
    ],
)
def test_a_measure_that_does_not_exist_is_told_in_a_line(ref: str, words: str) -> None:
    with pytest.raises(RoutineError, match=words) as caught:
        Reader([ref], FIGURE)
    assert caught.value.mend


def test_nobody_is_nobody() -> None:
    moment = Reader(REFS, FIGURE).read(seen(None, 0.0))
    assert (moment.trouble, moment.person) == (Reason.NO_PERSON, False)


def test_a_person_who_may_be_another_is_not_read() -> None:
    moment = Reader(REFS, FIGURE).read(seen(pose_of(), 0.0, ambiguous=True))
    assert moment.trouble is Reason.AMBIGUOUS_PERSON


def test_a_person_too_small_in_the_picture_is_not_read() -> None:
    moment = Reader(REFS, Figure(40.0, 30.0, 1.0)).read(seen(pose_of(), 0.0))
    assert moment.trouble is Reason.TOO_SMALL


@pytest.mark.parametrize("lasting", [1, 3, 10, 25])
def test_legs_that_are_swapped_for_some_frames_give_no_wrong_angle(lasting: int) -> None:
    swapped = range(40, 40 + lasting)
    for n, moment in enumerate(read(swapped)):
        if n in swapped:
            assert knee(moment) is Reason.LEGS_CONFUSED
        else:
            assert knee(moment) == pytest.approx(rocking(n).front_knee, abs=0.5)


def test_what_does_not_rest_on_the_legs_is_read_while_they_are_confused() -> None:
    moment = read([40, 41])[40]
    assert isinstance(moment.readings["trunk_inclination"], Measured)
    assert isinstance(moment.readings["left_shoulder_elevation"], Measured)
    lower = moment.readings["right_knee_below_other"]
    assert isinstance(lower, Unknown)
    assert lower.reason is Reason.LEGS_CONFUSED


def test_two_swaps_seconds_apart_are_both_noticed() -> None:
    moments = read([20, 21, 80, 81])
    assert [n for n, m in enumerate(moments) if knee(m) is Reason.LEGS_CONFUSED] == [20, 21, 80, 81]


def test_a_knee_that_flies_across_the_picture_is_not_believed() -> None:
    reader = Reader(REFS, FIGURE)
    for n in range(60):
        pose = pose_of(rocking(n), -90.0)
        if n == 30:
            pose.points[25] += 150
        moment = reader.read(seen(pose, n / FPS))
        if n == 30:
            assert knee(moment) is Reason.LEGS_CONFUSED


def test_moving_briskly_is_not_confusion() -> None:
    reader = Reader(REFS, FIGURE)
    for n in range(60):
        build = Build(front_knee=90 + 40 * np.sin(n / 4), front_thigh=80 + 20 * np.sin(n / 4))
        assert knee(reader.read(seen(pose_of(build, -90.0), n / FPS))) is not Reason.LEGS_CONFUSED


def test_coming_back_elsewhere_after_a_second_away_is_not_confusion() -> None:
    reader = Reader(REFS, FIGURE)
    reader.read(seen(pose_of(), 0.0))
    reader.read(seen(None, 0.5))
    moment = reader.read(seen(pose_of(centre=(300.0, 360.0)), 1.0))
    assert isinstance(moment.readings["left_knee_flexion"], Measured)


def test_a_mirrored_recording_is_read_mirrored() -> None:
    here, there = Reader(REFS, FIGURE), Reader(REFS, FIGURE)
    for n in range(30):
        pose = pose_of(rocking(n), -80.0)
        one, other = here.read(seen(pose, n / FPS)), there.read(seen(mirrored_pose(pose), n / FPS))
        assert other.view.near == "left"
        for name, reading in one.readings.items():
            side, _, rest = name.partition("_")
            twin = other.readings[{"left": "right_", "right": "left_"}.get(side, side + "_") + rest]
            assert isinstance(reading, Measured)
            assert isinstance(twin, Measured)
            assert twin.value == pytest.approx(reading.value, abs=0.05)


def test_what_is_not_wanted_now_is_left_unread_and_the_rest_reads_the_same() -> None:
    whole, lean = Reader(REFS, FIGURE), Reader(REFS, FIGURE)
    wanted = [frozenset(REFS), frozenset(REFS[1:2]), frozenset[str]()]
    for n in range(30):
        observation = seen(pose_of(rocking(n), -80.0), n / FPS)
        everything, some = whole.read(observation).readings, lean.read(observation, wanted[n % 3]).readings
        assert some == {key: everything[key] for key in some}
        assert ("trunk_inclination" in some) == (n % 3 < 2)
        assert ("left_knee_flexion" in some) == (n % 3 == 0)
