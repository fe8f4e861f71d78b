"""One clip on the scale: its track judged, and laid beside its truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.analysis.analysis import judge_track
from formcheck.analysis.scoring.counting import (
    HoldScore,
    RepScore,
    Stray,
    score_hold,
    score_reps,
    strays,
    true_hold,
)
from formcheck.analysis.scoring.cues import CueScore, score_cues, set_of, unknown_refs
from formcheck.analysis.scoring.measured import REFS, Comparison, Sample, view_class
from formcheck.analysis.scoring.rounding import BackRep, back_reps
from formcheck.body.figure import survey
from formcheck.body.geometry import wrapped
from formcheck.body.reader import Reader
from formcheck.body.view import label_of
from formcheck.pose.zerophase import butterworth

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.truth import Act, Person, Truth
    from formcheck.judge.result import SetResult
    from formcheck.pose.track import Track
    from formcheck.routine.schema import Movement

DISTANCES_M: Final = ((2.75, "under 2.75 m"), (3.25, "2.75 to 3.25 m"), (float("inf"), "over 3.25 m"))
"""Classes of the camera's distance, about the 2.5 to 3.5 m that the movements ask for."""

BUILDS: Final = ((0.4, "light"), (0.7, "average"), (float("inf"), "heavy"))
"""Classes of the truth's weight, 0 to 1."""


@dataclass(frozen=True, slots=True, eq=False)
class ViewScore:
    """The view of an act: errors of the yaw, label against true label, and the side that was recognised."""

    yaw_error: NDArray[np.float32]
    labels: Mapping[tuple[str, str], int]
    side_true: str
    side_found: str | None


@dataclass(frozen=True, slots=True, eq=False)
class ActScore:
    """One movement on one side in one clip.

    Attributes
    ----------
    clip, movement, person, view, distance
        What it is told by. The view is the class of most of its frames.
    judged
        Whether there is a movement file to judge it by; without one only measures and backs are compared.
    samples
        Errors of the measures, from the position being taken to its being left.
    reps, hold
        None where not judged, or where there is no hold.
    cues
        Verdict by verdict.
    true_only, ours_only
        Cues that only the truth, or only the movement file, knows.
    sight
        The view.
    backs
        Repetitions with the outline's feature.
    """

    clip: str
    movement: str
    person: str
    view: str
    distance: str
    judged: bool
    samples: tuple[Sample, ...]
    reps: RepScore | None
    hold: HoldScore | None
    cues: tuple[CueScore, ...]
    true_only: frozenset[str]
    ours_only: frozenset[str]
    sight: ViewScore
    backs: tuple[BackRep, ...]


@dataclass(frozen=True, slots=True, eq=False)
class ClipScore:
    """A clip: its acts, and what was counted where nothing was."""

    name: str
    title: str
    frames: int
    frames_with_person: int
    expected_frames: int
    duration_s: float
    model: str
    model_sha256: str
    acts: tuple[ActScore, ...]
    strays: tuple[Stray, ...]


def score_clip(name: str, truth: Truth, track: Track, movements: Sequence[Movement]) -> ClipScore:
    """Judge a track by every movement there is and compare with its truth."""
    observations = list(butterworth(track.observations))
    reader = Reader(REFS, survey(track.observations), model=track.header.model)
    comparison = Comparison(truth, [reader.read(observation) for observation in observations])
    sets = {movement.id: judge_track(track, movement).sets for movement in movements}
    files = {movement.id: movement for movement in movements}
    acts = []
    for act in truth.acts:
        file = files.get(act.movement)
        backs = back_reps(act, comparison, observations)
        acts.append(_score_act(name, act, comparison, file, sets.get(act.movement, ()), backs))
    return ClipScore(
        name=name,
        title=truth.title,
        frames=len(observations),
        frames_with_person=sum(seen.pose is not None for seen in track.observations),
        expected_frames=len(truth.times_s),
        duration_s=float(truth.times_s[-1]) + 1.0 / truth.fps,
        model=track.header.model,
        model_sha256=track.header.model_sha256,
        acts=tuple(acts),
        strays=tuple(stray for movement in movements for stray in strays(truth, movement, sets[movement.id])),
    )


def _score_act(
    name: str,
    act: Act,
    comparison: Comparison,
    movement: Movement | None,
    sets: Sequence[SetResult],
    backs: tuple[BackRep, ...],
) -> ActScore:
    truth = comparison.truth
    numbers = comparison.within(*_in_position(act))
    result = set_of(act, sets)
    hold = true_hold(act, movement) if movement else None
    true_only, ours_only = unknown_refs(act, movement) if movement else (set(), set())
    return ActScore(
        clip=name,
        movement=act.movement,
        person=person_words(truth.person),
        view=_main_view(comparison, numbers),
        distance=_class_of(truth.camera.distance_m, DISTANCES_M),
        judged=movement is not None,
        samples=comparison.samples(numbers),
        reps=score_reps(act, sets) if movement else None,
        hold=score_hold(hold, sets) if hold else None,
        cues=tuple(score_cues(act, movement, result)) if movement else (),
        true_only=frozenset(true_only),
        ours_only=frozenset(ours_only),
        sight=_sight(act, comparison, numbers, result),
        backs=backs,
    )


def _in_position(act: Act) -> tuple[float, float]:
    """From the position being taken to its being left: on the way there no angle is asked for."""
    taken = [phase.end_s for phase in act.phases if phase.name == "getting_in"]
    left = [phase.start_s for phase in act.phases if phase.name == "getting_out"]
    return max([act.start_s, *taken]), min([act.end_s, *left])


def _main_view(comparison: Comparison, numbers: NDArray[np.int64]) -> str:
    views = Counter(view_class(comparison.truth.azimuth_deg[comparison.frames[number]]) for number in numbers)
    return min(views, key=lambda view: (-views[view], view)) if views else "unknown"


def _sight(act: Act, comparison: Comparison, numbers: NDArray[np.int64], result: SetResult | None) -> ViewScore:
    errors: list[float] = []
    labels: Counter[tuple[str, str]] = Counter()
    for number in numbers:
        view, true = comparison.moments[number].view, float(comparison.truth.azimuth_deg[comparison.frames[number]])
        labels[label_of(true).value, view.label.value] += 1
        errors.append(float("nan") if view.yaw_deg is None else wrapped(view.yaw_deg - true))
    found = None if result is None else result.side
    return ViewScore(np.array(errors, np.float32), dict(labels), act.side, found)


def person_words(person: Person) -> str:
    """Say who was filmed, as one row of a table: sex, height, build and how the shirt fits."""
    build = _class_of(person.weight, BUILDS)
    return f"{person.sex}, {person.height_m:.2f} m, {build}, {person.clothes.top_fit} top"


def _class_of(value: float, classes: Sequence[tuple[float, str]]) -> str:
    return next(word for below, word in classes if value < below)
