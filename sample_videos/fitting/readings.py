"""Readings of rendered stills beside their truth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.analysis.scoring.measured import SIDES, true_values
from formcheck.analysis.scoring.truth import Person, TrueCamera, Truth
from formcheck.body.accuracy import accuracy
from formcheck.body.figure import survey
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES, Sight
from formcheck.body.reading import Measured, Unit
from formcheck.body.view import ViewTracker

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.body.measures import Measure
    from formcheck.body.reading import Reading

    from .store import Example

MODEL: Final = "full"
"""The pose model that stills are looked at with."""

NOISE_TRUNKS: Final = 0.003
"""Scatter of a landmark from frame to frame in recordings (median of forty): a still has none to be measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A still as the measures see it.

    Attributes
    ----------
    clip
        Name of its clip.
    example, sight
        The still, and what measures take.
    truth
        True values by our keys, such as ``left_knee_flexion``.
    """

    clip: str
    example: Example
    sight: Sight
    truth: dict[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """One reading as its formula gives it.

    Attributes
    ----------
    seen, measure, side
        Of which still, measure and side (empty for one of the whole body).
    reading, error
        The reading, and by how much it is too large.
    """

    seen: Seen
    measure: str
    side: str
    reading: Measured
    error: float

    @property
    def bias(self) -> float:
        """What the program takes off such a reading."""
        known = accuracy(self.seen.sight, self.measure, self.side)
        return 0.0 if known is None else known.bias


def seen_stills(examples: Sequence[Example]) -> list[Seen]:
    """Give every still with a pose, with the lengths of its person as known from the clip's other stills."""
    return [seen for _, group in groupby(examples, lambda e: e.clip) for seen in _of_clip(list(group))]


def _of_clip(examples: list[Example]) -> Iterator[Seen]:
    figure = survey([example.observation for example in examples])
    if figure is None:
        return
    figure = replace(figure, noise_px=NOISE_TRUNKS * figure.trunk_px)
    values = true_values(_truth(examples))
    for number, example in enumerate(examples):
        if example.observation.pose is None:
            continue
        joints = Joints(example.observation.pose)
        view = ViewTracker().update(0.0, joints, figure.trunk_px)
        truth = {key: float(series[number]) for key, series in values.items()}
        yield Seen(example.clip, example, Sight(joints, view, figure, model=MODEL), truth)


def _truth(examples: list[Example]) -> Truth:
    """Put the stills of a clip as if they were the frames of a recording."""
    first = examples[0]
    person: dict[str, Any] = first.person
    return Truth(
        name=first.clip,
        title=first.movement,
        fps=1.0,
        size=(0, 0),
        person=Person.model_validate(person),
        camera=TrueCamera(
            yaw_deg=first.camera.yaw_deg,
            distance_m=float(np.linalg.norm(np.linalg.inv(first.camera.matrix[:, :3]) @ first.camera.matrix[:, 3])),
            height_m=first.camera.height_m,
            tilt_deg=first.camera.tilt_deg,
        ),
        second_person=False,
        segments=(),
        acts=(),
        times_s=np.arange(len(examples), dtype=np.float64),
        landmarks_m=np.stack([example.landmarks_m for example in examples]),
        azimuth_deg=np.array([example.azimuth_deg for example in examples]),
        measures={name: np.array([example.measures[name] for example in examples]) for name in first.measures},
    )


def rows(stills: Sequence[Seen]) -> Iterator[Row]:
    """Read every measure of every still that has a value and a truth."""
    for seen in stills:
        for name, measure in MEASURES.items():
            for side in ("",) if measure.of_body else SIDES:
                truth = seen.truth.get(f"{side}_{name}" if side else name)
                reading = read(measure, seen.sight, side)
                if truth is None or not isinstance(reading, Measured):
                    continue
                error = reading.value - truth
                if measure.unit is Unit.DEGREES:
                    error = (error + 180.0) % 360.0 - 180.0
                yield Row(seen, name, side, reading, error)


def read(measure: Measure, sight: Sight, side: str) -> Reading:
    """Read a measure; the side is empty for one of the whole body."""
    if side:
        assert measure.of_side is not None  # noqa: S101 - callers ask only for sides it has
        return measure.of_side(sight, side)
    assert measure.of_body is not None  # noqa: S101 - as above
    return measure.of_body(sight)
