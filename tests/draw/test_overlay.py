from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formcheck.draw.boxes import Box
from formcheck.draw.figure import figure_on
from formcheck.draw.overlay import Overlay, annotate, draw_body, still
from formcheck.draw.style import MARGIN_SHARE, Style, scale_for
from formcheck.judge.verdict import HoldState, Verdict
from formcheck.pose.landmarks import INDEX

SIZES = [(320, 240), (854, 480), (960, 540), (1920, 1080), (3840, 2160), (480, 854), (1080, 1920), (600, 600)]


def changed(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    return (before != after).any(axis=2)


def around(image: np.ndarray, pose, name: str, half: int = 14) -> np.ndarray:
    x, y = pose.points[INDEX[name]].astype(int)
    return image[y - half : y + half, x - half : x + half]


def middle_of(image: np.ndarray, pose, start: str, end: str, half: int = 12) -> np.ndarray:
    x, y = ((pose.points[INDEX[start]] + pose.points[INDEX[end]]) / 2).astype(int)
    return image[y - half : y + half, x - half : x + half]


def test_where_nobody_was_seen_and_nothing_is_to_be_said_the_picture_stays_as_it_is(figures, grey):
    assert not changed(grey, annotate(grey.copy(), None, figures.silent())).any()


def test_where_nobody_was_seen_no_skeleton_is_drawn(figures, grey):
    drawn = annotate(grey.copy(), None, figures.snapshot())
    pose = figures.pose()
    assert not changed(grey, drawn)[150:400, 450:700].any()
    assert changed(grey, annotate(grey.copy(), pose, figures.snapshot()))[150:400, 450:700].any()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("hint", [None, "Step back, so that I can see your feet – and turn a quarter to your left"])
def test_words_keep_off_the_rim_at_every_size(figures, size, hint):
    width, height = size
    blank = np.full((height, width, 3), 128, np.uint8)
    rows, columns = np.nonzero(changed(blank, annotate(blank.copy(), None, figures.crowded(hint=hint))))
    margin = round(MARGIN_SHARE * max(size))
    assert rows.min() >= margin
    assert columns.min() >= margin
    assert rows.max() < height - margin
    assert columns.max() < width - margin


@pytest.mark.parametrize("size", SIZES)
def test_something_is_said_at_every_size(figures, size):
    blank = np.full((size[1], size[0], 3), 128, np.uint8)
    assert changed(blank, annotate(blank.copy(), None, figures.snapshot())).mean() > 0.01


def test_a_pose_of_a_large_video_lands_on_the_same_body_in_a_small_picture(figures):
    small = np.full((540, 960, 3), 128, np.uint8)
    from_large = annotate(small.copy(), figures.pose(1920, 1080), figures.silent())
    from_small = annotate(small.copy(), figures.pose(960, 540), figures.silent())
    assert np.array_equal(from_large, from_small)


def test_a_limb_that_is_a_guess_is_fainter_than_one_that_is_seen(figures, grey):
    sure = figures.pose()
    unsure = figures.hidden(sure, "right_knee", "right_ankle")
    contrasts = []
    for pose in (sure, unsure):
        drawn = annotate(grey.copy(), pose, figures.silent())
        contrasts.append(np.abs(middle_of(drawn, sure, "right_knee", "right_ankle").astype(int) - 128))
    assert 0 < contrasts[1].sum() < 0.5 * contrasts[0].sum()
    assert contrasts[1].max() < 0.6 * contrasts[0].max()


def test_a_limb_that_is_a_guess_has_gaps(figures, grey):
    pose = figures.hidden(figures.pose(), "right_ankle", "right_heel", "right_foot_index")
    drawn = changed(grey, annotate(grey.copy(), pose, figures.silent()))
    knee, ankle = pose.points[INDEX["right_knee"]], pose.points[INDEX["right_ankle"]]
    along = knee + np.linspace(0.2, 0.8, 200)[:, None] * (ankle - knee)
    hit = drawn[along[:, 1].round().astype(int), along[:, 0].round().astype(int)]
    assert hit.any()
    assert not hit.all()


def test_a_fault_is_marked_at_the_joints_it_is_about_and_only_there(figures, grey):
    pose = figures.pose(lean_deg=31)
    plain = annotate(grey.copy(), pose, figures.silent(view="front"))
    faulty = annotate(grey.copy(), pose, figures.silent(view="front", cues=(figures.trunk(Verdict.FAULT),)))
    difference = changed(plain, faulty)[:, :, None].repeat(3, axis=2)
    assert around(difference, pose, "right_shoulder").any()
    assert not around(difference, pose, "left_ankle").any()


def test_the_lean_of_a_trunk_that_cannot_be_judged_is_not_drawn(figures, grey):
    pose = figures.pose(lean_deg=31)
    without = annotate(grey.copy(), pose, figures.silent())
    unknown = annotate(grey.copy(), pose, figures.silent(cues=(figures.trunk(Verdict.CANNOT_JUDGE, None),)))
    body = np.s_[150:420, 400:700]
    assert not changed(without[body], unknown[body]).any()


def test_the_front_knee_shows_its_angle_side_on_but_not_from_the_front(figures, grey):
    pose = figures.pose()
    inside = (pose.points[INDEX["left_knee"]] + (-25, 25)).astype(int)
    region = np.s_[inside[1] - 20 : inside[1] + 20, inside[0] - 20 : inside[0] + 20]
    roles = {"rear": "right", "front": "left"}
    seen = {
        view: changed(grey, annotate(grey.copy(), pose, figures.silent(roles=roles, view=view)))[region].sum()
        for view in ("side", "front")
    }
    assert seen["side"] > 2 * seen["front"]


@pytest.mark.parametrize("spoilt", ["hidden", "toward the camera"])
def test_a_knee_whose_angle_the_picture_cannot_show_has_no_value(figures, grey, spoilt):
    pose = figures.pose()
    if spoilt == "hidden":
        pose = figures.hidden(pose, "left_ankle")
    else:
        world = pose.world.copy()
        world[INDEX["left_ankle"], 2] -= 0.6
        pose = replace(pose, world=world)
    with_role = annotate(grey.copy(), pose, figures.silent(roles={"front": "left"}))
    without = annotate(grey.copy(), pose, figures.silent())
    assert np.array_equal(with_role, without)


def test_a_knee_that_is_judged_shows_its_angle_before_the_movement_starts(figures, grey):
    pose = figures.pose()
    knee = replace(figures.trunk(Verdict.GOOD), id="front-knee-90", parts=("left_knee",), measure="front.knee_flexion")
    pictures = {
        verdict: annotate(grey.copy(), pose, figures.silent(phase_kind="setup", cues=(replace(knee, verdict=verdict),)))
        for verdict in (Verdict.GOOD, Verdict.CANNOT_JUDGE)
    }
    body = np.s_[150:420, 400:800]
    without = annotate(grey.copy(), pose, figures.silent(phase_kind="setup"))[body]
    assert changed(without, pictures[Verdict.GOOD][body]).any()
    assert not changed(without, pictures[Verdict.CANNOT_JUDGE][body]).any()


def test_a_paused_hold_differs_from_a_running_one_without_colour(figures, grey):
    running, paused = (
        cv2.cvtColor(
            annotate(grey.copy(), None, figures.silent(hold=HoldState(6.0, 15.0, is_paused))),
            cv2.COLOR_BGR2GRAY,
        )
        for is_paused in (False, True)
    )
    assert (np.abs(running.astype(int) - paused) > 60).sum() > 100


def test_trouble_with_the_camera_takes_the_place_of_the_prompt(figures, grey):
    hint = "Step back"
    with_prompt = annotate(grey.copy(), None, figures.silent(hint=hint, prompt="Rock forward"))
    alone = annotate(grey.copy(), None, figures.silent(hint=hint))
    assert np.array_equal(with_prompt, alone)


def test_words_move_off_the_face_and_stay_there(figures, grey):
    pose = figures.pose()
    at_left = replace(pose, points=pose.points - np.float32([320, 120]))
    overlay = Overlay()
    snapshot = figures.snapshot(cues=(figures.trunk(Verdict.FAULT),))
    words_at_left = changed(grey, overlay.annotate(grey.copy(), None, snapshot))[40:100, 40:60].mean()
    overlay.annotate(grey.copy(), at_left, snapshot)
    after = changed(grey, overlay.annotate(grey.copy(), None, snapshot))
    assert words_at_left > 0.9
    assert after[:, 40:60].mean() < 0.1
    assert after[:200, -60:-40].mean() > 0.3


def test_words_leave_somebody_on_the_floor_free(figures, grey):
    pose = figures.pose()
    on_the_floor = replace(pose, points=pose.points * np.float32([1.6, 0.35]) + np.float32([-288, 330]))
    snapshot = figures.snapshot(roles={})
    bodies = []
    for words in (figures.silent(), snapshot):
        overlay = Overlay()
        for _ in range(3):
            drawn = overlay.annotate(grey.copy(), on_the_floor, words)
        bodies.append(drawn[380:])
    assert np.array_equal(*bodies)


def test_the_picture_that_comes_back_is_the_one_that_was_given(figures, grey):
    assert annotate(grey, figures.pose(), figures.snapshot()) is grey


def test_a_read_only_or_mirrored_picture_is_drawn_on_a_copy(figures, grey):
    grey.setflags(write=False)
    assert changed(grey, annotate(grey, figures.pose(), figures.snapshot())).any()
    mirrored = grey[:, ::-1]
    assert changed(mirrored, annotate(mirrored, figures.pose(), figures.snapshot())).any()


def test_a_still_shows_the_fault_and_leaves_the_frame_alone(figures, grey):
    fault = figures.trunk(Verdict.FAULT)
    before = grey.copy()
    picture = still(grey, figures.pose(lean_deg=31), figures.snapshot(cues=(fault,)), fault, "Rep 3")
    assert np.array_equal(grey, before)
    assert changed(grey, picture).mean() > 0.02


def test_a_still_says_how_large_the_fault_was(figures, grey):
    pictures = [still(grey, None, figures.snapshot(), figures.trunk(Verdict.FAULT, value)) for value in (31.0, 25.0)]
    assert not np.array_equal(*pictures)


@pytest.mark.parametrize(
    ("measure", "part", "shown", "other"),
    [("trunk_inclination", "right_hip", 28.0, 3.0), ("rear.elbow_extension", "right_elbow", 150.0, 40.0)],
)
def test_a_still_draws_the_angle_that_was_judged_and_none_that_the_picture_does_not_show(
    figures, grey, measure, part, shown, other
):
    pose = figures.pose(lean_deg=28)
    stills = []
    for value in (shown, other):
        cue = replace(figures.trunk(Verdict.FAULT, value), id="side-bend", measure=measure, parts=(part,))
        stills.append(still(grey, pose, figures.snapshot(), cue, ""))
    plain = still(grey, pose, figures.snapshot(), replace(cue, measure=""), "")
    assert changed(around(plain, pose, part, 40), around(stills[0], pose, part, 40)).any()
    assert not changed(around(plain, pose, part, 40), around(stills[1], pose, part, 40)).any()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    width=st.integers(1, 400),
    height=st.integers(1, 400),
    points=arrays(np.float32, (33, 2), elements=st.floats(-1e7, 1e7, width=32)),
    visibility=arrays(np.float32, 33, elements=st.floats(0, 1, width=32)),
    verdict=st.sampled_from(Verdict),
    view=st.sampled_from(["side", "front", "unknown"]),
    seed=st.integers(0, 9),
)
def test_no_pose_and_no_size_of_picture_is_too_strange(figures, width, height, points, visibility, verdict, view, seed):
    noise = np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)
    pose = replace(figures.pose(), points=points, visibility=visibility)
    snapshot = figures.crowded(view=view, cues=(figures.trunk(verdict),))
    assert annotate(noise, pose, snapshot).shape == (height, width, 3)
    assert still(noise, pose, snapshot, figures.trunk(verdict)).shape == (height, width, 3)


def test_the_value_of_an_angle_stands_elsewhere_where_words_will_lie(figures, grey):
    pose, scale = figures.pose(lean_deg=31.0), scale_for(960, 540)
    figure = figure_on(pose, 960, 540)

    def drawn(value: float | None, *taken: Box) -> np.ndarray:
        image = grey.copy()
        cue = figures.trunk(Verdict.FAULT, value)
        draw_body(image, figure, figures.silent(cues=(cue,)), scale, Style(), taken)
        return image

    plain = drawn(None)
    rows, columns = np.nonzero((drawn(31.0) != plain).any(axis=2))
    words = Box(int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1)
    moved = (drawn(31.0, words) != plain).any(axis=2)
    assert moved.any()
    assert not moved[words.top : words.bottom, words.left : words.right].any()
