"""What a movement file composes is what the reader reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from formcheck.body.figure import Figure
from formcheck.body.reader import Reader
from formcheck.body.reading import Measured, Unit
from formcheck.judge.composing import own_measures
from formcheck.judge.loading import load_movement
from formcheck.resources import resource
from tests.support.figure import SHANK_M, TRUNK_M, Build, pose_of, seen

LUNGE = (Path(__file__).parents[1] / "routine" / "frozen-lunge.toml").read_text(encoding="utf-8")

OWN = """
[measures.both]
kind = "sum"
of = ["elbow", "trunk_inclination"]
weights = [0.5, 1]
about = "Half the elbow's bend and the lean of the trunk"

[measures.elbow]
kind = "angle"
points = ["shoulder", "elbow", "wrist"]
flexion = true
about = "Elbow bend"

[measures.neck]
kind = "inclination"
from = "mid_shoulder"
to = "nose"
views = ["side", "oblique"]
about = "How far the head is forward"

[measures.hand_over_knee]
kind = "height"
of = "wrist"
above = "knee"
about = "How far the hand is above the knee"

[measures.stride]
kind = "distance"
between = ["left_ankle", "right_ankle"]
over = "shank"
along = "across"
about = "How long the stride is"

[measures.uneven]
kind = "difference"
of = "elbow"
about = "How unlike the elbows are"
"""

REFS = ("front.both", "front.elbow", "neck", "front.hand_over_knee", "stride", "front.uneven")


def test_every_kind_of_measure_is_read_in_its_unit(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(LUNGE + OWN, encoding="utf-8")
    reader = Reader(REFS, Figure(TRUNK_M * 300, SHANK_M * 300, 1.0), own_measures(load_movement(file)))
    readings = reader.read(seen(pose_of(Build(trunk=20.0, elbow=40.0)), 0.0)).readings
    found = {name: reading for name, reading in readings.items() if isinstance(reading, Measured)}
    assert found["left_elbow"].value == pytest.approx(40.0, abs=0.1)
    assert found["left_both"].value == pytest.approx(40.0, abs=0.2)
    assert found["left_uneven"].value == pytest.approx(0.0, abs=0.1)
    assert found["neck"].value > 0
    assert found["stride"].value > 0
    units = {name: reading.unit for name, reading in found.items()}
    assert units["left_hand_over_knee"] is Unit.TRUNKS
    assert units["stride"] is Unit.RATIO
    assert units["left_both"] is units["neck"] is Unit.DEGREES


def test_a_file_that_composes_nothing_has_no_measures_of_its_own() -> None:
    assert own_measures(load_movement(resource("routines", "examples", "good-morning.toml"))) == {}
