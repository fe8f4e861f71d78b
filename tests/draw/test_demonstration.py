from __future__ import annotations

import json

import numpy as np
import pytest

from formcheck.draw.boxes import Box
from formcheck.draw.demonstration import demonstration, loop_of
from formcheck.draw.mannequin import draw_demonstration
from formcheck.draw.style import Style
from formcheck.judge.loading import load_program
from formcheck.resources import resource
from formcheck.routine.program import DEFAULT_PROGRAM

PROGRAM = load_program(DEFAULT_PROGRAM)
FIGURES = [f"{movement.id}/{side}" for movement in PROGRAM.movements for side in PROGRAM.sides_of(movement)]


def drawn(figure: str, time_s: float, *, mirrored: bool = False) -> np.ndarray:
    image = np.zeros((300, 400, 3), np.uint8)
    draw_demonstration(image, Box(20, 20, 380, 280), figure, time_s, Style(), mirrored=mirrored)
    return image


@pytest.mark.parametrize("figure", FIGURES)
def test_every_step_of_the_program_has_a_figure_that_shows_it_in_four_to_nine_seconds(figure):
    loop = loop_of(figure)
    assert loop is not None
    assert 4.0 <= loop.seconds <= 9.0


@pytest.mark.parametrize("figure", FIGURES)
def test_a_figure_moves_and_begins_again_without_a_jump(figure):
    loop = loop_of(figure)
    assert loop is not None
    steps = [np.abs(loop.at(t + 0.05) - loop.at(t)).max() for t in np.arange(0.0, loop.seconds + 0.5, 0.05)]
    assert 0.005 < max(steps) < 0.1
    assert np.allclose(loop.at(1.3), loop.at(1.3 + loop.seconds))


@pytest.mark.parametrize("figure", [*FIGURES, "stand-tall"])
def test_bones_keep_their_length_and_nothing_sinks_into_the_floor(figure):
    loop = loop_of(figure)
    assert loop is not None
    frames = loop.track
    for start, end in (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist")):
        for side in ("left", "right"):
            bone = frames[:, loop.index(f"{side}_{start}")] - frames[:, loop.index(f"{side}_{end}")]
            lengths = np.linalg.norm(bone, axis=1)
            assert np.ptp(lengths) < 0.006
    assert frames[..., 1].min() > -0.02


@pytest.mark.parametrize("figure", FIGURES)
def test_each_key_moment_is_of_a_phase_of_the_movement(figure):
    loop = loop_of(figure)
    assert loop is not None
    phases = {phase.id for movement in PROGRAM.movements if figure.startswith(movement.id) for phase in movement.phases}
    assert set(loop.keys) <= phases
    assert "setup" in loop.keys


def test_the_other_side_is_the_mirror_image():
    right, left = demonstration("kneeling-lunge/right", 2.0), demonstration("kneeling-lunge/left", 2.0)
    assert right is not None
    assert left is not None
    assert right["right_knee"][1] < right["left_knee"][1]
    assert left["left_knee"][1] < left["right_knee"][1]
    assert np.allclose(right["right_knee"] * (-1, 1, 1), left["left_knee"])


def test_a_mirror_shows_the_figure_the_other_way_round():
    plain, mirrored = drawn("kneeling-lunge/right", 2.0), drawn("kneeling-lunge/right", 2.0, mirrored=True)
    inner = np.s_[20:280, 20:380]
    assert np.abs(plain[inner][:, ::-1].astype(int) - mirrored[inner]).mean() < 3.0
    assert np.abs(plain[inner].astype(int) - mirrored[inner]).mean() > 6.0


@pytest.mark.parametrize("figure", FIGURES)
def test_the_whole_loop_stays_inside_its_box(figure):
    loop = loop_of(figure)
    assert loop is not None
    for time_s in np.arange(0.0, loop.seconds, 0.4):
        image = drawn(figure, float(time_s))
        assert image[:, 20:380][20:280].any()
        assert not image[:20].any()
        assert not image[280:].any()
        assert not image[:, :20].any()
        assert not image[:, 380:].any()


@pytest.mark.parametrize("figure", FIGURES)
def test_no_limb_is_cut_off_at_the_edge_of_the_box(figure):
    loop = loop_of(figure)
    assert loop is not None
    flesh = np.array(Style().flesh) * 0.55
    for time_s in np.arange(0.0, loop.seconds, 0.4):
        image = drawn(figure, float(time_s)).astype(int)
        for edge in (image[20:22], image[278:280], image[:, 20:22], image[:, 378:380]):
            assert not (edge > flesh).all(axis=-1).any()


def test_a_movement_of_ones_own_has_no_figure_and_draws_nothing():
    assert demonstration("my-own-squat/left", 0.0) is None
    assert demonstration("", 0.0) is None
    assert demonstration("../programs/hip-mobility", 0.0) is None
    assert not drawn("my-own-squat/left", 0.0).any()


def test_all_figures_together_are_small():
    files = list(resource("routines", "figures").glob("*.json"))
    assert len(files) == 1 + len({figure.partition("/")[0] for figure in FIGURES})
    assert sum(file.stat().st_size for file in files) < 200_000
    assert all(json.loads(file.read_text())["licence"] == "CC0-1.0" for file in files)
