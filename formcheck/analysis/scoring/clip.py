"""One clip on the scale: its track judged, and laid beside its truth."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.analysis.scoring.circumstances import Circumstances, circumstances
from formcheck.analysis.scoring.counting import (
    HoldScore,
    RepScore,
    Stray,
    main_span,
    score_holds,
    score_reps,
    strays,
)
from formcheck.analysis.scoring.cues import CueScore, score_cues, set_of, unknown_refs
from formcheck.analysis.scoring.judging import Judged, read_all
from formcheck.analysis.scoring.measured import Comparison, Sample, view_class
from formcheck.analysis.scoring.raw import RawSample, raw_samples
from formcheck.analysis.scoring.recognised import RecognitionScore, score_recognition
from formcheck.analysis.scoring.rounding import BackRep, back_reps
from formcheck.analysis.scoring.truth import OTHER
from formcheck.body.geometry import wrapped
from formcheck.body.view import label_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.truth import Act, Person, Truth
    from formcheck.judge.result import SetResult
    from formcheck.pose.track import Track
    from formcheck.routine.program import Program

DISTANCES_M: Final = ((2.75, "under 2.75 m"), (3.25, "2.75 to 3.25 m"), (float("inf"), "over 3.25 m"))
"""Classes of the camera's distance, about the 2.5 to 3.5 m that the movements ask for."""

BUILDS: Final = ((0.4, "light"), (0.7, "average"), (float("inf"), "heavy"))
"""Classes of the truth's weight, 0 to 1."""

FLOOR_MOVEMENT: Final = "hip-rotation-90-90"
"""In this movement both legs lie on the floor."""

RAISED_M, LOW_M = 1.2, 0.9
"""Cameras from the first on see the floor well enough to measure legs that lie on it, if they stand in front or
front-oblique; those below the second do not (domain, section 2: a right angle then looks like 90 to 160 degrees)."""

FROM_AHEAD_DEG: Final = 60.0
"""In front or front-oblique: within 15 degrees of what lies between the front and 45 degrees off it."""


@dataclass(frozen=True, slots=True, eq=False)
class ViewScore:
    """The view of an act: errors of the yaw, and label against true label."""

    yaw_error: NDArray[np.float32]
    labels: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True, eq=False)
class ActScore:
    """One movement on one side in one clip, or another activity.

    Attributes
    ----------
    clip, movement, activity, person, view, distance
        What it is told by. The view is the class of most of its frames.
    band
        The view, and whether the side that is worked is toward the camera.
    floor_camera
        Whether the camera sees legs that lie on the floor: ``good``, ``low``, or ``between``.
    judged
        Whether there is a movement file to judge it by; without one only measures and backs are compared.
    recognition
        What recognition made of it.
    given
        Whether its repetitions, holds and cues are those of the movement being given, since it was not recognised.
    samples, raw
        Errors of the measures, from the position being taken to its being left; and of plain angles of landmarks.
    reps, reps_found
        By phase, with the movement given where it was not recognised; and by recognition alone.
    holds
        One by one.
    cues
        Verdict by verdict.
    true_only, ours_only
        Cues that only the truth, or only the movement file, knows.
    sight, seen
        The view, and how well all could be seen.
    backs
        Repetitions with the rounding index.
    notes
        What the sets say of it: why nothing was counted, phases out of order.
    """

    clip: str
    movement: str
    activity: str
    person: str
    view: str
    band: str
    distance: str
    floor_camera: str
    judged: bool
    recognition: RecognitionScore
    given: bool
    samples: tuple[Sample, ...]
    raw: tuple[RawSample, ...]
    reps: tuple[RepScore, ...]
    reps_found: tuple[RepScore, ...]
    holds: tuple[HoldScore, ...]
    cues: tuple[CueScore, ...]
    true_only: frozenset[str]
    ours_only: frozenset[str]
    sight: ViewScore
    seen: Circumstances
    backs: tuple[BackRep, ...]
    notes: tuple[str, ...] = ()


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


def score_clip(name: str, truth: Truth, track: Track, program: Program) -> ClipScore:
    """Judge a track as a recording of a program, and compare with its truth.

    What was not recognised is judged again with its movement given, so that all else can be weighed as well.
    """
    moments = read_all(track, program)
    comparison = Comparison(truth, moments)
    judged = Judged(moments, program)
    return ClipScore(
        name=name,
        title=truth.title,
        frames=len(moments),
        frames_with_person=sum(seen.pose is not None for seen in track.observations),
        expected_frames=len(truth.times_s),
        duration_s=float(truth.times_s[-1]) + 1.0 / truth.fps,
        model=track.header.model,
        model_sha256=track.header.model_sha256,
        acts=tuple(_score_act(name, act, comparison, track, judged) for act in truth.acts),
        strays=tuple(
            stray
            for movement in program.movements
            for stray in strays(truth, movement, judged.recognised_sets(movement.id))
        ),
    )


def _score_act(name: str, act: Act, comparison: Comparison, track: Track, judged: Judged) -> ActScore:
    truth = comparison.truth
    position = _in_position(act)
    numbers = comparison.within(*position)
    file = judged.files.get(act.movement)
    recognition = score_recognition(act, position, judged.stretches, judged.unrecognised)
    found = judged.recognised_sets(act.movement)
    sets = found if file is None or recognition.movement_right else judged.given_sets(act.movement)
    result = set_of(act, sets)
    view = _main_view(comparison, numbers)
    true_only, ours_only = unknown_refs(act, file) if file else (set(), set())
    return ActScore(
        clip=name,
        movement=act.movement,
        activity=act.activity,
        person=person_words(truth.person),
        view=view,
        band=_band(view, act, truth),
        distance=_class_of(truth.camera.distance_m, DISTANCES_M),
        floor_camera=_floor_camera(act, truth),
        judged=file is not None,
        recognition=recognition,
        given=file is not None and not recognition.movement_right,
        samples=() if act.movement == OTHER else _samples(act, comparison, numbers),
        raw=() if act.movement == OTHER else raw_samples(comparison, track.observations, numbers),
        reps=score_reps(act, file, truth, sets) if file else (),
        reps_found=score_reps(act, file, truth, found) if file else (),
        holds=score_holds(act, file, truth, sets) if file else (),
        cues=tuple(score_cues(act, file, result)) if file else (),
        true_only=frozenset(true_only),
        ours_only=frozenset(ours_only),
        sight=_sight(comparison, numbers),
        seen=circumstances(act, comparison, track.observations, numbers),
        backs=back_reps(act, comparison),
        notes=_notes(result),
    )


def _samples(act: Act, comparison: Comparison, numbers: NDArray[np.int64]) -> tuple[Sample, ...]:
    """Compare what is measured in an act; legs are only laid down on the floor in one movement."""
    found = comparison.samples(numbers)
    return tuple(each for each in found if act.movement == FLOOR_MOVEMENT or not each.measure.startswith("floor_"))


def _notes(result: SetResult | None) -> tuple[str, ...]:
    if result is None:
        return ()
    said = [result.why_nothing] if result.why_nothing else []
    return (*said, *(f"{phase.id} {phase.note}" for phase in result.phases if phase.note))


def _in_position(act: Act) -> tuple[float, float]:
    """From the position being taken to its being left: on the way there no angle is asked for."""
    taken = [phase.end_s for phase in act.phases if phase.name == "getting_in"]
    left = [phase.start_s for phase in act.phases if phase.name == "getting_out"]
    return max([act.start_s, *taken]), min([act.end_s, *left])


def _main_view(comparison: Comparison, numbers: NDArray[np.int64]) -> str:
    views = Counter(view_class(comparison.truth.azimuth_deg[comparison.frames[number]]) for number in numbers)
    return min(views, key=lambda view: (-views[view], view)) if views else "unknown"


def _band(view: str, act: Act, truth: Truth) -> str:
    """Name the view with the side that is worked: near, far, or neither."""
    if act.side == "both" or view in {"front", "back", "unknown"}:
        return view
    azimuth = truth.azimuth_between(*main_span(act))
    return f"{view}, worked side {'near' if (azimuth > 0) == (act.side == 'left') else 'far'}"


def _floor_camera(act: Act, truth: Truth) -> str:
    if truth.camera.height_m < LOW_M:
        return "low"
    from_ahead = abs(truth.azimuth_between(*main_span(act))) <= FROM_AHEAD_DEG
    return "good" if truth.camera.height_m >= RAISED_M and from_ahead else "between"


def _sight(comparison: Comparison, numbers: NDArray[np.int64]) -> ViewScore:
    errors: list[float] = []
    labels: Counter[tuple[str, str]] = Counter()
    for number in numbers:
        view, true = comparison.moments[number].view, float(comparison.truth.azimuth_deg[comparison.frames[number]])
        labels[label_of(true).value, view.label.value] += 1
        errors.append(float("nan") if view.yaw_deg is None else wrapped(view.yaw_deg - true))
    return ViewScore(np.array(errors, np.float32), dict(labels))


def person_words(person: Person) -> str:
    """Say who was filmed, as one row of a table: sex, height, build and how the shirt fits."""
    build = _class_of(person.weight, BUILDS)
    return f"{person.sex}, {person.height_m:.2f} m, {build}, {person.clothes.top_fit} top"


def _class_of(value: float, classes: Sequence[tuple[float, str]]) -> str:
    return next(word for below, word in classes if value < below)
