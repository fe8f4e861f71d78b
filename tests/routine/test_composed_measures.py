"""A movement file may compose measures of its own, and is told in words what is wrong with one."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.errors import RoutineError
from formcheck.routine.catalogue import load_movement
from formcheck.routine.composed import ComposedAngle, ComposedSum
from formcheck.routine.measure_names import MeasureNames

TEXT = (Path(__file__).parent / "frozen-lunge.toml").read_text(encoding="utf-8")

NAMES = MeasureNames(
    sided=frozenset({"elbow_extension", "frontal_plane_projection", "heel_height", "hip_above_knee", "hip_extension"})
    | {"knee_above_low_foot", "knee_below_other", "knee_flexion", "knee_over_toe", "lateral_lean"}
    | {"shoulder_elevation"},
    unsided=frozenset({"trunk_inclination", "trunk_twist", "lateral_lean"}),
)

ELBOW = '[measures.own]\nkind = "angle"\npoints = ["shoulder", "elbow", "wrist"]\nabout = "The elbow"\n'
NECK = '[measures.own]\nkind = "inclination"\nfrom = "mid_shoulder"\nto = "nose"\nviews = ["side"]\nabout = "Neck"\n'
DROP = '[measures.own]\nkind = "height"\nof = "wrist"\nabove = "knee"\nabout = "Hand above the knee"\n'
WIDE = (
    '[measures.own]\nkind = "distance"\nbetween = ["left_knee", "right_knee"]\nover = "hips"\nabout = "Knees apart"\n'
)
EVEN = '[measures.own]\nkind = "difference"\nof = "knee_flexion"\nabout = "How unlike the knees are"\n'
FOLD = '[measures.own]\nkind = "sum"\nof = ["trunk_inclination", "knee_flexion"]\nweights = [1, 0.5]\nabout = "Fold"\n'
LEAN = '[measures.own]\nkind = "sum"\nof = ["trunk_inclination", "trunk_twist"]\nabout = "Crookedness"\n'


def written(folder: Path, table: str, ref: str = "") -> Path:
    """Write the lunge with a table of measures of its own, and with one of its measures replaced."""
    text = TEXT.replace('measure = "trunk_twist"', f'measure = "{ref}"', 1) if ref else TEXT
    file = folder / "mine.toml"
    file.write_text(f"{text}\n{table}", encoding="utf-8")
    return file


def refused(folder: Path, table: str, ref: str = "") -> str:
    file = written(folder, table, ref)
    with pytest.raises(RoutineError) as caught:
        load_movement(file, NAMES)
    return str(caught.value)


@pytest.mark.parametrize(
    ("table", "ref"),
    [
        (ELBOW, "front.own"),
        (NECK, "own"),
        (DROP, "rear.own"),
        (WIDE, "own"),
        (EVEN, "rear.own"),
        (FOLD, "front.own"),
        (LEAN, "own"),
    ],
)
def test_a_measure_of_the_file_s_own_is_named_like_any_other(tmp_path: Path, table: str, ref: str) -> None:
    movement = load_movement(written(tmp_path, table, ref), NAMES)
    assert ref in movement.measure_refs()
    assert set(movement.measures) == {"own"}


@pytest.mark.parametrize(("table", "ref"), [(ELBOW, "own"), (DROP, "own"), (EVEN, "own"), (FOLD, "own")])
def test_what_takes_a_side_needs_a_role_before_it(tmp_path: Path, table: str, ref: str) -> None:
    assert "expected a role before it" in refused(tmp_path, table, ref)


@pytest.mark.parametrize(("table", "ref"), [(NECK, "front.own"), (WIDE, "front.own"), (LEAN, "front.own")])
def test_what_takes_no_side_has_no_role_before_it(tmp_path: Path, table: str, ref: str) -> None:
    assert 'expected "own" with no role before it' in refused(tmp_path, table, ref)


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (ELBOW.replace('"elbow"', '"elbo"'), 'found "elbo"; did you mean "elbow"?'),
        (ELBOW.replace('"angle"', '"angel"'), 'found "angel"; did you mean "angle"?'),
        (ELBOW.replace('kind = "angle"\n', ""), "measures.own.kind: expected this key, found none"),
        (ELBOW.replace('"wrist"', '"wrist", "nose"'), "measures.own.points"),
        (ELBOW.replace("points", "point"), 'found point; did you mean "points"?'),
        (ELBOW.replace("own", "Own"), "expected the name of a measure"),
        (NECK.replace('["side"]', '["above"]'), "measures.own.views[1]"),
        (DROP.replace('"knee"', '"ground"'), 'found "ground"'),
        (EVEN.replace("knee_flexion", "knee_flexon"), 'found "knee_flexon"; did you mean "knee_flexion"?'),
        (EVEN.replace("knee_flexion", "trunk_twist"), 'expected a measure that has sides, found "trunk_twist"'),
        (EVEN.replace("knee_flexion", "own"), 'expected a measure that is not made of "own", found "own"'),
        (FOLD.replace("[1, 0.5]", "[1]"), "expected 2 weights, one for each measure, found 1"),
        (ELBOW.replace("own", "knee_flexion"), 'expected a name that no measure has yet, found "knee_flexion"'),
    ],
)
def test_what_is_wrong_with_a_composed_measure_is_told_in_words(tmp_path: Path, table: str, words: str) -> None:
    assert words in refused(tmp_path, table)


def test_composed_measures_may_be_made_of_one_another_but_not_in_a_circle(tmp_path: Path) -> None:
    chain = ELBOW + '[measures.both]\nkind = "sum"\nof = ["own", "trunk_twist"]\nabout = "A sum of these"\n'
    movement = load_movement(written(tmp_path, chain, "front.both"), NAMES)
    assert isinstance(movement.measures["own"], ComposedAngle)
    assert isinstance(movement.measures["both"], ComposedSum)
    circle = chain.replace("trunk_twist", "third")
    circle += '[measures.third]\nkind = "difference"\nof = "both"\nabout = "Leads back"\n'
    assert "is not made of" in refused(tmp_path, circle)


def test_a_composed_measure_that_is_refused_is_told_once(tmp_path: Path) -> None:
    told = refused(tmp_path, ELBOW.replace('"elbow"', '"elbo"'), "front.own")
    assert told.count("expected") == 1
