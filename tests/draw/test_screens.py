from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from formcheck.coach.commands import Ask
from formcheck.coach.screens import ScreenKind
from formcheck.draw.boxes import Box
from formcheck.draw.figure import figure_on
from formcheck.draw.layout import Arranger, Placed
from formcheck.draw.panels import Panel
from formcheck.draw.screens import painter as painting
from formcheck.draw.screens.bar import bar_of
from formcheck.draw.screens.cards import card_rows, text_of
from formcheck.draw.screens.painter import Painter, draw_screen
from formcheck.draw.screens.pictograms import pictogram
from formcheck.draw.screens.picture import lay_picture
from formcheck.draw.screens.stage import ASIDES, arranged, pieces_of
from formcheck.draw.screens.summary import summary_rows
from formcheck.draw.sprites import line_height
from formcheck.draw.style import Style, live_scale
from formcheck.judge.verdict import HoldState, Verdict
from formcheck.pose.landmarks import INDEX
from tests.coach.person import STANDING, filmed
from tests.draw.conftest import Figures
from tests.support.screens import DISCLAIMER, every_screen

if TYPE_CHECKING:
    from formcheck.coach.screens import Screen
    from formcheck.draw.screens.painter import Painted
    from formcheck.pose.pose import Pose

SCREENS = every_screen(Figures.snapshot(cues=(Figures.trunk(Verdict.FAULT),), hold=HoldState(6.4, 15.0, paused=False)))
SIZES = [(320, 240), (640, 480), (1280, 720), (1920, 1080), (3840, 2160), (480, 854), (1080, 1920), (600, 600)]

by_name = pytest.mark.parametrize("name", SCREENS)
at_size = pytest.mark.parametrize("size", SIZES)


def grey_camera(shade: int = 128) -> np.ndarray:
    return np.full((480, 640, 3), shade, np.uint8)


def paint(name: str, size: tuple[int, int], **changes: object) -> painting.Painted:
    pose = Figures.pose(640, 480)
    return Painter().paint(grey_camera(), size, pose, replace(SCREENS[name], **changes), 1.0)


@by_name
@at_size
def test_each_choice_can_be_clicked_where_it_is_drawn_at_any_size(name, size):
    painted = paint(name, size)
    assert sorted(button.choice.key for button in painted.buttons) == sorted(c.key for c in SCREENS[name].choices)
    for button in painted.buttons:
        box = button.box
        assert box.left >= 0
        assert box.top >= 0
        assert box.right <= size[0]
        assert box.bottom <= size[1]
        assert painted.image[box.top : box.bottom, box.left : box.right].std() > 10, "there is nothing to be read there"


@by_name
@at_size
def test_no_choice_lies_on_another(name, size):
    boxes = [button.box for button in paint(name, size).buttons]
    for number, one in enumerate(boxes):
        for other in boxes[number + 1 :]:
            assert (
                one.right <= other.left or other.right <= one.left or one.bottom <= other.top or other.bottom <= one.top
            )


@at_size
@pytest.mark.parametrize("name", [name for name, screen in SCREENS.items() if screen.kind in painting.ON_PICTURE])
@pytest.mark.parametrize("number", range(ASIDES))
def test_panels_on_the_picture_lie_inside_it_and_off_each_other(name, size, number):
    scale = live_scale(*size)
    bar_top = size[1] - size[1] // 8
    placed = arranged(pieces_of(SCREENS[name], scale, Style()), bar_top, scale, number)
    assert placed
    for place, one in enumerate(placed):
        assert one.x >= scale.margin
        assert one.y >= scale.margin
        assert one.x + one.panel.width <= size[0] - scale.margin
        assert one.y + one.panel.height <= bar_top
        assert not any(overlap(one, other) for other in placed[place + 1 :])


def overlap(one: Placed, other: Placed) -> bool:
    apart_x = one.x + one.panel.width <= other.x or other.x + other.panel.width <= one.x
    apart_y = one.y + one.panel.height <= other.y or other.y + other.panel.height <= one.y
    return not (apart_x or apart_y)


@at_size
def test_the_whole_disclaimer_is_to_be_read_at_any_size(size):
    scale = live_scale(*size)
    room = (size[0] - 2 * scale.margin, round(0.6 * size[1]))
    rows = card_rows(text_of(SCREENS["consent"]), *room, scale, Style(), centred=False)
    assert DISCLAIMER in SCREENS["consent"].lines
    assert all(row.is_whole for row in rows)
    assert sum(row.height for row in rows) <= room[1]
    assert len(rows) == 1 + 2 * len(SCREENS["consent"].lines)


@at_size
def test_help_with_the_camera_is_never_left_out_or_cut_off(size):
    scale = live_scale(*size)
    pieces = pieces_of(SCREENS["framing_turn"], scale, Style())
    for number in range(ASIDES):
        panels = [placed.panel for placed in arranged(pieces, round(0.8 * size[1]), scale, number)]
        assert any(panel is pieces.sentence or panel is pieces.aside for panel in panels)


WIDE, HIGH = (1280, 720), (720, 1280)
WINDOWS = [((1280, 720), WIDE), ((1920, 1080), WIDE), ((640, 480), WIDE), ((1280, 720), (640, 480))]
WINDOWS += [((480, 854), WIDE), ((1080, 1920), WIDE), ((480, 854), HIGH), ((1080, 1920), HIGH)]
CORNER = 0.01
"""Of a person's box, at its rim, may be under a panel: nobody fills the corners of it."""
in_window = pytest.mark.parametrize(("size", "camera"), WINDOWS)
somewhere = pytest.mark.parametrize("where", [0.3, 0.4, 0.5, 0.6, 0.7])


def someone(camera: tuple[int, int], where: float, *, lies: bool = False) -> Pose:
    """Somebody whose middle is at that share of the picture's width, and whose floor is near its foot."""
    standing = filmed(STANDING, 0.0)
    across, down = (standing.points - standing.points.mean(axis=0)).T
    points = np.column_stack([down, across] if lies else [across, down])
    points *= (0.45 * camera[0] if lies else 0.62 * camera[1] if camera == HIGH else 0.8 * camera[1]) / np.ptp(down)
    points += (where * camera[0], 0.94 * camera[1]) - np.array([points[:, 0].mean(), points[:, 1].max()])
    return replace(standing, points=points.astype(np.float32), image_size=camera)


def painted_over(screen: Screen, other: Screen, size: tuple[int, int], pose: Pose) -> tuple[np.ndarray, Box, Painted]:
    """Paint a screen, and another; return where they differ, the box of the person, and the first of them."""
    camera = np.full((*pose.image_size[::-1], 3), 128, np.uint8)
    without = Painter().paint(camera, size, pose, other, 1.0).image
    painted = Painter().paint(camera, size, pose, screen, 1.0)
    room = painting._above(painting._bar(screen, live_scale(*size), Style()), live_scale(*size))
    body = lay_picture(np.zeros((size[1], size[0], 3), np.uint8), room, camera, pose, (0, 0, 0), mirrored=False).figure
    assert body is not None
    (left, top), (right, bottom) = body.points.min(axis=0).astype(int), body.points.max(axis=0).astype(int)
    return (painted.image != without).any(axis=2), Box(left, top, right, bottom), painted


def within(changed: np.ndarray, box: Box) -> int:
    return int(changed[box.top : box.bottom, box.left : box.right].sum())


@in_window
@somewhere
@pytest.mark.parametrize("words", ["Step back, I can't see your feet.", "Turn a quarter to your right."])
def test_help_stands_off_the_person_and_off_the_keys_wherever_somebody_stands(size, camera, where, words):
    plain = replace(SCREENS["framing"], help=None, help_kind="", demonstration="", notes=())
    asked = replace(plain, help=words, help_kind="back", notes=("9 frames a second: few for quick movements.",))
    changed, person, painted = painted_over(asked, plain, size, someone(camera, where))
    assert changed.sum() > 1000
    assert within(changed, person) <= CORNER * person.width * person.height
    assert not any(within(changed, button.box) for button in painted.buttons)


@in_window
@somewhere
@pytest.mark.parametrize("lies", [True, False])
@pytest.mark.parametrize("name", ["work", "framing"])
def test_a_notice_stands_off_the_person_and_off_the_keys(size, camera, where, lies, name):
    plain = replace(SCREENS[name], help=None, help_kind="", demonstration="", notes=(), caption="", place=None)
    if plain.snapshot is not None:
        plain = replace(plain, snapshot=Figures.silent(phase="rocks", phase_kind="reps"))
    told = replace(plain, notes=("9 frames a second: few for quick movements.",))
    changed, person, painted = painted_over(told, plain, size, someone(camera, where, lies=lies))
    assert changed.sum() > 500
    assert within(changed, person) <= CORNER * person.width * person.height
    assert not any(within(changed, button.box) for button in painted.buttons)


@in_window
def test_the_keys_stand_below_the_picture_and_not_on_somebody_s_feet(size, camera):
    pose = someone(camera, 0.5)
    _, person, painted = painted_over(SCREENS["work"], SCREENS["paused"], size, pose)
    assert person.bottom > 0.7 * size[1]
    assert all(button.box.top >= person.bottom for button in painted.buttons)


def test_a_notice_that_would_become_too_small_beside_the_keys_is_as_large_as_ever():
    scale, words = live_scale(1280, 720), "9 frames a second: few for quick movements."
    bar = painting._bar(replace(SCREENS["work"], notes=(words,)), scale, Style())
    assert bar.notice is not None
    assert bar.notice.height > 1.8 * scale.small
    assert any(
        placed.panel is bar.notice
        for placed in arranged(pieces_of(SCREENS["work"], scale, Style(), bar.notice), bar.top, scale, 0)
    )


@pytest.mark.parametrize("worse", ["covers_a_leg", "left_out"])
def test_of_several_arrangements_the_best_is_taken_and_not_the_first_that_is_better(worse):
    body = figure_on(someone(WIDE, 0.5), *WIDE)
    on_the_head, on_a_leg = (Panel(side, side, ()) for side in (120, 60))
    spots = [body.points[INDEX[name]].astype(int) for name in ("nose", "left_knee")]
    here, leg = (
        [Placed(one, x - one.width // 2, y - one.height // 2)]
        for one, (x, y) in zip((on_the_head, on_a_leg), spots, strict=True)
    )
    free = [Placed(on_the_head, 10, 10)]
    second = leg if worse == "covers_a_leg" else []
    assert here[0].covered(body) > 2 * leg[0].covered(body) > 0.0
    assert Arranger(4).choose(lambda number: (here, second, free, free)[number], body) is free


@pytest.mark.parametrize("shade", [0, 128, 255])
@pytest.mark.parametrize("name", ["work", "framing", "ready"])
def test_words_stand_out_in_a_dark_room_and_in_a_bright_one(name, shade):
    painted = Painter().paint(grey_camera(shade), (1280, 720), None, SCREENS[name], 0.0)
    for button in painted.buttons:
        box = button.box
        part = painted.image[box.top : box.bottom, box.left : box.right].max(axis=2).astype(int)
        assert part.max() - np.median(part) > 120


def test_the_camera_picture_keeps_its_shape_and_nothing_of_it_is_cut_off():
    camera = grey_camera(0)
    camera[:4], camera[-4:] = 255, 255
    camera[:, :4], camera[:, -4:] = 255, 255
    painted = Painter().paint(
        camera, (500, 900), None, replace(SCREENS["paused"], kind=ScreenKind.READY, lines=()), 0.0
    )
    bright = (painted.image.min(axis=2) > 200).mean(axis=1)
    edges = np.flatnonzero(bright > 0.9)
    assert edges[-1] - edges[0] == pytest.approx(500 * 480 / 640, abs=4)


def test_a_mirror_shows_the_person_the_other_way_round_and_the_words_as_they_are():
    camera = grey_camera()
    camera[:, :200] = (0, 0, 200)
    screen = replace(SCREENS["baseline"], demonstration="")
    plain, mirrored = (Painter(mirrored=m).paint(camera, (640, 480), None, screen, 0.0) for m in (False, True))
    assert plain.image[250, 60, 2] > 150
    assert mirrored.image[250, -60, 2] > 150
    assert mirrored.image[250, 60, 0] == 128
    assert [b.box for b in plain.buttons] == [b.box for b in mirrored.buttons]


def test_in_a_mirror_the_fault_is_marked_on_the_same_part_of_the_body():
    pose = Figures.pose(640, 480, lean_deg=31.0)
    fault = Figures.snapshot(cues=(Figures.trunk(Verdict.FAULT),), view="front")
    screen = replace(SCREENS["work"], snapshot=fault)
    image = Painter(mirrored=True).paint(grey_camera(), (640, 480), pose, screen, 0.0).image
    x, y = pose.points[INDEX["right_shoulder"]].astype(int)
    spot = image[y - 8 : y + 8, 640 - x - 8 : 640 - x + 8].reshape(-1, 3).astype(int)
    assert (np.abs(spot - np.array(Style().fault)).max(axis=1) < 30).any()


def test_on_a_laptop_the_answers_from_0_to_10_stand_in_one_row():
    for size in ((1280, 720), (1920, 1080), (640, 360)):
        answers = [b.box for b in paint("question", size).buttons if b.choice.command.ask is Ask.ANSWER]
        assert len({box.top for box in answers}) == 1


def test_what_the_summary_says_of_each_side_is_read_from_three_metres():
    scale = live_scale(1280, 720)
    rows = summary_rows("Well done", (), SCREENS["summary"].summary, 1228, 550, scale, Style())
    assert sum(row.height for row in rows) <= 550
    # All rows shrink alike: the title tells by how much, and so how large the words below it are.
    assert rows[0].height >= 0.72 * line_height(scale.large)
    assert all(row.is_whole for row in rows)


def test_in_a_high_window_the_correction_stands_at_the_foot_where_the_body_is_above():
    fault = Figures.snapshot(cues=(Figures.trunk(Verdict.FAULT),))
    pieces = pieces_of(replace(SCREENS["work"], snapshot=fault, caption=""), live_scale(480, 800), Style())
    above, below = (arranged(pieces, 690, live_scale(480, 800), number) for number in (0, 1))
    chips = [next(one for one in placed if one.panel is pieces.chip) for placed in (above, below)]
    assert chips[0].y < 400 < chips[1].y
    assert all(any(one.panel is pieces.heading for one in placed) for placed in (above, below))


def test_working_says_what_to_correct_once():
    said = replace(SCREENS["work"], caption="Stack shoulders over hips.")
    assert pieces_of(said, live_scale(1280, 720), Style()).sentence is None
    other = replace(SCREENS["work"], caption="Two")
    assert pieces_of(other, live_scale(1280, 720), Style()).sentence is not None


def test_the_ghost_shows_the_position_to_take_up_and_is_gone_in_the_repetitions():
    setup = replace(SCREENS["work"], snapshot=Figures.silent(phase="setup", phase_kind="setup"), caption="")
    reps = replace(SCREENS["work"], snapshot=Figures.silent(phase="rocks", phase_kind="reps"), caption="")
    for screen, is_shown in ((setup, True), (reps, False)):
        with_ghost, without = (
            draw_screen(grey_camera(), (640, 480), Figures.pose(640, 480), one)
            for one in (screen, replace(screen, demonstration=""))
        )
        assert (with_ghost != without).any() == is_shown


def test_the_ghost_is_as_large_as_the_person():
    heights = []
    for share in (1.0, 0.5):
        pose = Figures.pose(640, 480)
        middle = np.float32([320, 408])
        pose = replace(pose, points=(pose.points - middle) * np.float32(share) + middle)
        images = [
            draw_screen(
                grey_camera(),
                (640, 480),
                pose,
                replace(SCREENS["framing"], help=None, title="", place=None, choices=(), notes=(), demonstration=shown),
            ).astype(int)
            for shown in ("kneeling-lunge/right", "")
        ]
        rows = np.flatnonzero((np.abs(images[0] - images[1]).max(axis=2) > 8).any(axis=1))
        heights.append(rows[-1] - rows[0])
    assert heights[1] == pytest.approx(0.5 * heights[0], rel=0.1)


def test_a_small_notice_is_there_only_when_there_is_one():
    with_notice, without = (paint("ready", (1280, 720), notes=notes).image.copy() for notes in (("no voice here",), ()))
    corner = np.s_[600:, 900:]
    assert (with_notice[corner] != without[corner]).any()


def test_what_comes_next_is_left_out_before_a_notice_that_matters_is():
    narrow = live_scale(320, 240)
    choices = SCREENS["work"].choices
    words = {
        matters: bar_of(choices, painting.Aside("then: left knee down", matters), 13, 0.2, narrow, Style(), leads=False)
        for matters in (True, False)
    }
    assert len(words[True].panels) == len(words[False].panels) + 1


def test_every_kind_of_help_has_its_own_sign():
    kinds = [
        *("closer", "back", "turn_left", "turn_right", "turn_around", "raise_camera", "lower_camera"),
        *("step_in", "alone", "light", "wait", "ok"),
    ]
    signs = [pictogram(kind, 64, Style()) for kind in kinds]
    assert all(sign is not None for sign in signs)
    shapes = {(sign.keep < 128).tobytes() for sign in signs if sign is not None}
    assert len(shapes) == len(kinds)
    assert pictogram("something new", 64, Style()) is None


def test_a_ticked_item_differs_from_an_open_one_without_colour():
    screen = SCREENS["warm_up"]
    opened = replace(
        screen, choices=tuple(replace(c, ticked=None if c.ticked is None else False) for c in screen.choices)
    )
    before, after = (draw_screen(None, (640, 480), None, one).mean(axis=2) for one in (screen, opened))
    assert (np.abs(before - after) > 60).sum() > 40


def test_the_first_second_of_a_countdown_differs_from_the_last():
    images = [paint("ready", (640, 480), countdown_s=left).image.copy() for left in (3.0, 2.9, 0.2)]
    assert (images[0] != images[2]).any()
    assert (images[0] != images[1]).any()


@pytest.mark.parametrize("name", [name for name, screen in SCREENS.items() if screen.kind is not ScreenKind.SUMMARY])
def test_a_screen_needs_neither_camera_nor_person(name):
    assert draw_screen(None, (640, 480), None, SCREENS[name]).shape == (480, 640, 3)


def test_the_picture_of_the_camera_is_left_as_it_is():
    camera = grey_camera()
    Painter(mirrored=True).paint(camera, (640, 480), Figures.pose(640, 480), SCREENS["work"], 0.0)
    assert (camera == 128).all()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    width=st.integers(1, 700),
    height=st.integers(1, 700),
    points=arrays(np.float32, (33, 2), elements=st.floats(-1e7, 1e7, width=32)),
    name=st.sampled_from(sorted(SCREENS)),
    mirrored=st.booleans(),
)
def test_no_pose_and_no_size_of_window_is_too_strange(width, height, points, name, mirrored):
    pose = replace(Figures.pose(640, 480), points=points)
    painted = Painter(mirrored=mirrored).paint(grey_camera(), (width, height), pose, SCREENS[name], 0.0)
    assert painted.image.shape == (height, width, 3)
