"""Readings of rendered stills, and of frames of rendered recordings, beside their truth."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.analysis.scoring.measured import true_values, truth_frames
from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.analysis.scoring.truth import OTHER, Person, TrueCamera, Truth, read_truth
from formcheck.body.accuracy import accuracy
from formcheck.body.figure import survey
from formcheck.body.joints import Joints
from formcheck.body.measures import MEASURES
from formcheck.body.moment import Moment
from formcheck.body.reader import Reader, read_measure
from formcheck.body.reading import Measured, Unit
from formcheck.body.sight import Sight
from formcheck.body.view import ViewTracker
from formcheck.pose.landmarks import SIDES
from formcheck.pose.untangle import untangled
from formcheck.pose.zerophase import butterworth

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.truth import Act
    from formcheck.pose.models import Model
    from formcheck.pose.track import Track

    from .store import Example

MODEL: Final = "full"
"""The pose model that stills are looked at with."""

NOISE_TRUNKS: Final = 0.003
"""Scatter of a landmark from frame to frame in recordings (median of forty): a still has none to be measured."""


@dataclass(frozen=True, slots=True, eq=False)
class Seen:
    """A still, or a frame of a recording, as the measures see it.

    Attributes
    ----------
    clip
        Name of its clip.
    sight
        What measures take.
    truth
        True values by our keys, such as ``left_knee_flexion``.
    confused
        Sides of the legs that the program cannot tell from the other: of them it reads nothing.
    """

    clip: str
    sight: Sight
    truth: dict[str, float]
    confused: frozenset[str] = frozenset()


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
        yield Seen(example.clip, Sight(joints, view, figure, model=MODEL), truth)


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
                reading = read_measure(measure, seen.sight, side, seen.confused)
                if truth is None or not isinstance(reading, Measured):
                    continue
                error = reading.value - truth
                if measure.unit is Unit.DEGREES:
                    error = (error + 180.0) % 360.0 - 180.0
                yield Row(seen, name, side, reading, error)


FRAMES_AN_ACT: Final = 14
"""Of each movement in a recording, evenly over its time: about as many as there are stills of one."""


def seen_frames(
    folders: Iterable[Path], work: Path, model: Model, told: Callable[[str], None], per_act: int = FRAMES_AN_ACT
) -> list[Seen]:
    """Give frames of recordings while a movement is done, as the program sees them: legs untangled, smoothed.

    Parameters
    ----------
    folders, work, model
        Each folder, and the others, as :func:`formcheck.analysis.scoring.tracks.track_of` takes them.
    told
        Called with the name of each clip that is finished.
    per_act
        How many of each movement.
    """
    found: list[Seen] = []
    stage = pose_stage()
    for clip in (clip for folder in folders for clip in find_clips(folder)):
        found += _of_recording(clip.name, track_of(clip, work, model, stage), read_truth(clip.truth), per_act)
        told(clip.name)
    return found


def _of_recording(name: str, track: Track, truth: Truth, per_act: int) -> Iterator[Seen]:
    values = true_values(truth)
    reader = Reader((), survey(track.observations), model=track.header.model)
    acts = [act for act in truth.acts if act.movement != OTHER]
    times = np.array([seen.time_s for seen in track.observations])
    frames = truth_frames(truth, times.tolist())
    wanted = {number for act in acts for number in _spread(np.flatnonzero(_doing(act, times) & (frames >= 0)), per_act)}
    for number, seen in enumerate(butterworth(untangled(track.observations))):
        looked = reader.look(seen)
        if number in wanted and not isinstance(looked, Moment):
            sight, confused = looked
            true = {key: float(series[frames[number]]) for key, series in values.items()}
            # The watch over the floor goes on learning: what it knew at this frame is what it is asked for.
            yield Seen(name, deepcopy(sight), true, confused)


def _doing(act: Act, times: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say which times lie between the position being taken and its being left."""
    taken = max([act.start_s, *(phase.end_s for phase in act.phases if phase.name == "getting_in")])
    left = min([act.end_s, *(phase.start_s for phase in act.phases if phase.name == "getting_out")])
    inside: NDArray[np.bool_] = (times >= taken) & (times <= left)
    return inside


def _spread(numbers: NDArray[np.int64], most: int) -> list[int]:
    places = np.linspace(0, len(numbers) - 1, min(most, len(numbers))).round().astype(int)
    return [int(number) for number in numbers[places]]
