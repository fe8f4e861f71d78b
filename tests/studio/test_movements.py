"""The four movements as a person does them, played on a skeleton of sticks."""

from __future__ import annotations

import itertools
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from sample_videos.studio.catalogue import CLIPS
from sample_videos.studio.clip import Clip, Film, Placed, simulate
from sample_videos.studio.faults import Faults
from sample_videos.studio.movements import Act
from sample_videos.studio.movements.other import ACTIVITIES
from sample_videos.studio.person import Person
from sample_videos.studio.record import truth_of
from sample_videos.studio.sweep import sweep

if TYPE_CHECKING:
    from sample_videos.studio.skeleton import Skeleton

SIDES = {
    "adductor-rock-back": ("both",),
    "hip-rotation-90-90": ("left", "right"),
    "kneeling-lunge": ("left", "right"),
    "standing-stretch": ("left", "right"),
}
EVERY = [(movement, side) for movement, sides in SIDES.items() for side in sides]


@cache
def played(skeleton: Skeleton, movement: str, side: str, faults: Faults | None = None, **more: Any) -> dict[str, Any]:
    act = replace(Act(movement, side, faults or Faults(), gets_in=False, gets_out=False), **more)  # type: ignore[arg-type]
    clip = Clip("test", "a test", Person(), (Placed(act),), film=Film(fps=8.0))
    return truth_of(clip, skeleton, simulate(clip, skeleton))


def verdicts(truth: dict[str, Any], ref: str) -> list[str]:
    return [cue["verdict"] for cue in truth["acts"][0]["cues"] if cue["ref"] == ref]


def during(truth: dict[str, Any], measure: str, phase: str) -> np.ndarray[Any, Any]:
    span = next(p for p in truth["acts"][0]["phases"] if p["name"] == phase)
    times = np.array(truth["times_s"])
    return np.array(truth["measures"][measure])[(times >= span["start_s"]) & (times <= span["end_s"])]


@pytest.mark.parametrize(("movement", "side"), EVERY)
def test_good_form_has_no_fault_and_five_repetitions(skeleton: Skeleton, movement: str, side: str) -> None:
    truth = played(skeleton, movement, side)
    act = truth["acts"][0]
    name = {"adductor-rock-back": "rock", "hip-rotation-90-90": "reach", "kneeling-lunge": "rock"}.get(
        movement, "hinge"
    )
    assert [r["number"] for r in act["reps"] if r["name"] == name] == [1, 2, 3, 4, 5]
    assert "fault" not in {c["verdict"] for c in act["cues"]}
    # The seat need not reach the heels.
    assert {c["ref"] for c in act["cues"] if c["verdict"] != "good"} <= {"1.2"}


@pytest.mark.parametrize(
    ("movement", "fault", "ref"),
    [
        ("adductor-rock-back", {"forearms_up": 0.8}, "1.4"),
        ("adductor-rock-back", {"knees_together": 1.0}, "1.5"),
        ("adductor-rock-back", {"hips_not_back": 0.95}, "1.8"),
        ("adductor-rock-back", {"comes_forward": 0.6}, "1.13"),
        ("adductor-rock-back", {"hold_cut_s": 4.5}, "1.15"),
        ("adductor-rock-back", {"reps_missing": 1}, "1.10"),
        ("hip-rotation-90-90", {"knee_angle_off_deg": 35.0}, "2.4"),
        ("hip-rotation-90-90", {"knee_angle_off_deg": -35.0}, "2.4r"),
        ("hip-rotation-90-90", {"support_hand_up_m": 0.2}, "2.6"),
        ("hip-rotation-90-90", {"pelvis_lift_deg": 22.0}, "2.7"),
        ("hip-rotation-90-90", {"reach_missing": 1.0}, "2.9"),
        ("hip-rotation-90-90", {"rounding_deg": 50.0}, "2.11"),
        ("kneeling-lunge", {"knee_angle_off_deg": 30.0}, "3.4"),
        ("kneeling-lunge", {"knee_caving": 0.2}, "3.11"),
        ("kneeling-lunge", {"torso_twisted_deg": 35.0}, "3.7"),
        ("kneeling-lunge", {"shallow": 0.9}, "3.10"),
        ("kneeling-lunge", {"trunk_lean_deg": 28.0}, "3.14"),
        ("kneeling-lunge", {"side_lean_deg": 16.0}, "3.14s"),
        ("kneeling-lunge", {"arm_not_raised": 0.8}, "3.16"),
        ("kneeling-lunge", {"side_bend_wrong_way_deg": 12.0}, "3.17"),
        ("kneeling-lunge", {"heel_up_deg": 30.0}, "3.19"),
        ("kneeling-lunge", {"too_fast": 2.5}, "G7"),
        ("kneeling-lunge", {"bouncing": 0.3}, "G13"),
        ("standing-stretch", {"surface_too_high": 0.3}, "4.1"),
        ("standing-stretch", {"toes_dropped_deg": 50.0}, "4.6"),
        ("standing-stretch", {"rounding_deg": 45.0}, "4.9"),
        ("standing-stretch", {"turn_missing_deg": 50.0}, "4.12"),
        ("standing-stretch", {"stance_foot_out_deg": 45.0}, "4.7"),
        ("standing-stretch", {"rises_in_pumps": 0.7}, "4.16"),
        ("standing-stretch", {"flat_pumps": 0.9}, "4.17"),
        ("standing-stretch", {"raised_knee_bent_deg": 45.0}, "4.24"),
    ],
)
def test_a_fault_that_is_asked_for_is_a_fault_in_the_truth(
    skeleton: Skeleton, movement: str, fault: dict[str, float], ref: str
) -> None:
    truth = played(skeleton, movement, SIDES[movement][0], Faults(**fault))  # type: ignore[arg-type]
    assert "fault" in verdicts(truth, ref)


def test_every_repetition_of_good_form_counts(skeleton: Skeleton) -> None:
    for movement, side in EVERY:
        (act,) = played(skeleton, movement, side)["acts"]
        assert act["reps_counted"] == 5
        assert {(r["counts"], r["why_not"]) for r in act["reps"]} == {(True, None)}


@pytest.mark.parametrize(
    ("movement", "fault", "name", "why_not"),
    [
        ("adductor-rock-back", {"forearms_up": 0.9}, "rock", "forearms up"),
        ("adductor-rock-back", {"hips_not_back": 0.97}, "rock", "too small"),
        ("hip-rotation-90-90", {"support_hand_up_m": 0.2}, "reach", "support hand up"),
        ("hip-rotation-90-90", {"too_fast": 3.0}, "reach", "too short"),
        ("kneeling-lunge", {"shallow": 0.9}, "rock", "too small"),
        ("standing-stretch", {"shallow": 0.9}, "hinge", "too small"),
        ("standing-stretch", {"flat_pumps": 0.95}, "pump", "too small"),
        ("standing-stretch", {"rises_in_pumps": 0.8}, "pump", "trunk came up"),
    ],
)
def test_a_repetition_that_does_not_count_says_why(
    skeleton: Skeleton, movement: str, fault: dict[str, float], name: str, why_not: str
) -> None:
    (act,) = played(skeleton, movement, SIDES[movement][0], Faults(**fault))["acts"]  # type: ignore[arg-type]
    assert {r["why_not"] for r in act["reps"] if r["name"] == name} == {why_not}
    assert act["reps_counted"] == (0 if name != "pump" else 5)


def test_each_activity_stays_above_the_floor_and_never_jumps(skeleton: Skeleton) -> None:
    for clip in sweep(len(ACTIVITIES), seed=4, kind="other", fps=8.0):
        posed = simulate(clip, skeleton).posed
        points = np.stack([np.stack(list(p.joints.values())) for p in posed])
        assert points[..., 1].min() > -0.02, clip.title
        assert np.linalg.norm(np.diff(points, axis=0), axis=2).max() * 8 < 3.2, clip.title


@pytest.mark.parametrize("movement", ["hip-rotation-90-90", "standing-stretch"])
def test_a_dropped_head_is_no_round_back(skeleton: Skeleton, movement: str) -> None:
    truth = played(skeleton, movement, "left", Faults(head_dropped_deg=30))
    refs = {c["ref"] for c in truth["acts"][0]["cues"] if c["verdict"] != "good"}
    assert refs == set()


@pytest.mark.parametrize(("movement", "side"), EVERY)
def test_the_worked_side_is_the_side_that_was_asked_for(skeleton: Skeleton, movement: str, side: str) -> None:
    truth = played(skeleton, movement, side)
    other = {"left": "right", "right": "left"}.get(side, "")
    if movement == "kneeling-lunge":
        assert during(truth, f"knee_clearance.{side}", "setup").max() < 0.03
        assert during(truth, f"knee_clearance.{other}", "setup").min() > 0.5
    if movement == "standing-stretch":
        assert during(truth, f"ankle_clearance.{side}", "setup").min() > 0.5
    if movement == "hip-rotation-90-90":
        assert during(truth, f"reach.{other}", "hold").max() > during(truth, f"reach.{side}", "hold").max()


def test_the_forearms_knees_and_feet_stay_on_the_floor_in_the_rock_back(skeleton: Skeleton) -> None:
    truth = played(skeleton, "adductor-rock-back", "both")
    last = truth["frames"] - 1
    for part in ("knee", "forearm", "foot"):
        for side in ("left", "right"):
            touching = truth["contacts"][f"{part}.{side}"]
            assert sum(b - a + 1 for a, b in touching) > 0.97 * last


def test_rocks_go_back_a_little_deeper_each_time_and_the_last_one_is_held(skeleton: Skeleton) -> None:
    truth = played(skeleton, "adductor-rock-back", "both")
    times, rock = np.array(truth["times_s"]), np.array(truth["measures"]["rock"])
    reps = truth["acts"][0]["reps"]
    peaks = [float(rock[np.argmin(np.abs(times - r["peak_s"]))]) for r in reps]
    assert all(b > a - 0.03 for a, b in itertools.pairwise(peaks))
    assert peaks[-1] > peaks[0]
    assert reps[-1]["end_s"] == truth["acts"][0]["holds"][0]["start_s"]


def test_the_standing_stretch_faces_forward_and_then_turns_to_the_foot(skeleton: Skeleton) -> None:
    truth = played(skeleton, "standing-stretch", "right")
    assert abs(during(truth, "leg_direction.right", "facing_setup").mean()) > 75
    assert abs(during(truth, "leg_direction.right", "setup").mean()) < 10
    names = [r["name"] for r in truth["acts"][0]["reps"]]
    assert names.count("pump") == 5
    assert names.count("hinge") == 5
    assert during(truth, "trunk_inclination", "pumps").min() > 40


def test_nothing_dips_into_the_floor_while_getting_into_position(skeleton: Skeleton) -> None:
    for movement, side in EVERY:
        truth = played(skeleton, movement, side, gets_in=True)
        lowest = np.array(truth["landmarks_mm"])[:, :, 1].min()
        assert lowest > 0, movement


@pytest.mark.parametrize("name", list(CLIPS))
def test_every_clip_of_the_catalogue_can_be_played(skeleton: Skeleton, name: str) -> None:
    clip = replace(CLIPS[name], film=replace(CLIPS[name].film, fps=1.0))
    performance = simulate(clip, skeleton)
    assert len(performance.times) > 10
    assert len(performance.act_spans) == len(clip.acts)


def test_joints_never_jump(skeleton: Skeleton) -> None:
    """No joint of an unhurried person moves faster than three metres a second."""
    for name in ("routine-first-side", "kneeling-lunge-walk-in"):
        clip = replace(CLIPS[name], film=replace(CLIPS[name].film, fps=12.0))
        performance = simulate(clip, skeleton)
        for joint in ("left_wrist", "right_wrist", "left_knee", "right_knee", "left_ankle", "right_ankle", "nose"):
            track = np.stack([p.joints[joint] for p in performance.posed])
            speed = np.linalg.norm(np.diff(track, axis=0), axis=1) * 12
            at = float(performance.times[int(speed.argmax())])
            assert speed.max() < 3.0, f"{name}: {joint} at {at:.2f} s"
