"""Fit the model of a bent back to rendered stills of backs."""

from __future__ import annotations

import json
import math
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.back.bend import (
    FEATURES,
    MIDDLE_INCLINATION_DEG,
    Model,
    features,
)
from formcheck.body.back.outline import BANDS, outline_of
from formcheck.body.back.upright import OFF_SIDE_DEG, upright_of
from formcheck.body.figure import LONGEST_PERCENTILE
from formcheck.body.joints import Joints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from numpy.typing import NDArray

    from formcheck.body.back.outline import Outline
    from formcheck.body.back.upright import Upright
    from sample_videos.fitting.store import Example

    Floats = NDArray[np.float64]

POSTURES: Final = {"standing": "standing-stretch", "seated": "hip-rotation-90-90"}
"""The movements that keep the back flat: one stands, one sits."""

HINGED: Final = frozenset({"peak", "hold", "mid"})

UNDRAWN_TRUNKS: Final = 0.01
"""Scatter added to each feature by itself, trunk lengths: real backs and clothes differ in more ways than drawn
ones, and the model must not read much out of what only drawn ones share."""

UNDRAWN_CHORD: Final = 0.03
"""The same of the chord: real ones are also seen a little from ahead or from behind, which shortens them."""

UNDRAWN_SEAT: Final = 0.04
"""The same of where the hips stay: a drawn pelvis turns about the hips, a real one rolls over the bones it sits on,
0.08 m below them, and carries them along by 0.02 m, a 25th of a trunk, with each 15 degrees."""

SEATLESS: Final = FEATURES.index("seat_behind")
"""Features that do not ask for a seat."""

STRANGER_TRUNKS: Final = 0.05
"""Without the own upright outline besides: how deep in the trunk the landmarks of hips and of shoulders lie, each by
itself, as between people of other builds than are drawn. What then tells is the shape between them, and the chord."""


@dataclass(frozen=True, slots=True, eq=False)
class Sample:
    """One still of a back, from the side.

    Attributes
    ----------
    clip, movement
        Whose still it is, and of which movement.
    bend_deg
        True bend of the spine against the person's own habit.
    inclination_deg, true_inclination_deg
        Of the trunk, as seen and as it is.
    own, anyone
        (8,) features against the person's own upright outline, and without one.
    head_deg
        How far the head was dropped.
    upright
        Whether it is an upright still, there only to tell what "flat" looks like on the way down.
    """

    clip: str
    movement: str
    bend_deg: float
    inclination_deg: float
    true_inclination_deg: float
    own: Floats
    anyone: Floats
    head_deg: float
    upright: bool


def samples_of(examples: Iterable[Example]) -> list[Sample]:
    """Take the stills that show a back from the side, with what the program sees of them."""
    clips: defaultdict[str, list[Example]] = defaultdict(list)
    for example in examples:
        pose = example.observation.pose
        if example.movement in POSTURES.values() and pose is not None and pose.back is not None and _from_side(example):
            clips[example.clip].append(example)
    return [sample for stills in clips.values() for sample in _samples_of_person(stills)]


def _from_side(example: Example) -> bool:
    facing_forward = example.phase in {"facing_setup", "facing_hinges"}
    return not facing_forward and abs(abs(example.azimuth_deg) - 90.0) <= OFF_SIDE_DEG


def _samples_of_person(stills: list[Example]) -> list[Sample]:
    seen = [(still, Joints(still.observation.pose)) for still in stills if still.observation.pose is not None]
    trunk_px = float(np.percentile([joints.trunk_px for _, joints in seen], LONGEST_PERCENTILE))
    outlines = [(still, _outline(still, joints, trunk_px)) for still, joints in seen]
    tall = [outline for still, outline in outlines if still.moment == "setup" and outline is not None]
    upright = upright_of(tall, least=1)
    seat = np.median([outline.hip for outline in tall], axis=0) if tall else None
    return [
        _sample(still, outline, upright, seat, trunk_px)
        for still, outline in outlines
        if outline is not None and still.moment in HINGED | {"setup"}
    ]


def _outline(still: Example, joints: Joints, trunk_px: float) -> Outline | None:
    return outline_of(joints, -1.0 if math.sin(math.radians(still.azimuth_deg)) > 0 else 1.0, trunk_px)


def _sample(still: Example, outline: Outline, upright: Upright | None, seat: Floats | None, trunk_px: float) -> Sample:
    unknown = np.full(len(FEATURES), np.nan)
    return Sample(
        clip=still.clip,
        movement=still.movement,
        bend_deg=0.0
        if still.moment == "setup"
        else still.measures["spine_flexion"] - still.person.get("habit_deg", 0.0),
        inclination_deg=outline.inclination_deg,
        true_inclination_deg=still.measures["trunk_inclination"],
        own=unknown if upright is None or seat is None else features(outline, upright, trunk_px, (seat[0], seat[1])),
        anyone=features(outline, None, trunk_px),
        head_deg=still.faults.get("head_dropped_deg", 0.0),
        upright=still.moment == "setup",
    )


ROUNDS: Final = 3
STRANGE: Final = 4.0
"""Stills in which a landmark slipped tell nothing of backs: beyond this mean square, in units of the scatter, they
are left out of the next round."""


def fit(samples: Sequence[Sample], take: Callable[[Sample], Floats], undrawn: Floats) -> Model:
    """Fit the model to the features that ``take`` takes: least squares for each feature, scatter from what is left.

    It may take the first n of them. Upright stills say what flat looks like there, and count nothing in the scatter:
    against themselves they do not.
    """
    whole = [sample for sample in samples if np.isfinite(take(sample)).all()]
    values = np.array([take(sample) for sample in whole])
    bend = np.array([sample.bend_deg for sample in whole])
    inclination = np.array([sample.inclination_deg for sample in whole]) - MIDDLE_INCLINATION_DEG
    hinged = np.array([not sample.upright for sample in whole])
    terms = np.stack([np.ones(len(whole)), inclination, bend], axis=1)
    left = np.zeros_like(values)
    kept = np.ones(len(whole), dtype=bool)
    for _ in range(ROUNDS):
        coefficients, *_ = np.linalg.lstsq(terms[kept], values[kept], rcond=None)
        left = values - terms @ coefficients
        scatter = np.cov(left[kept & hinged].T, bias=True) + undrawn[: values.shape[1], : values.shape[1]]
        strange = np.einsum("ni,ij,nj->n", left, np.linalg.inv(scatter), left) / values.shape[1]
        kept = strange <= STRANGE
    return Model(coefficients[0], coefficients[1], coefficients[2], scatter)


def _undrawn(depth: float) -> Floats:
    """Give the (8, 8) covariance of what is not drawn; ``depth`` is how far hips and shoulders each may be off."""
    up, down = np.zeros(len(FEATURES)), np.zeros(len(FEATURES))
    up[:BANDS] = (np.arange(BANDS) + 0.5) / BANDS
    down[:BANDS] = 1.0 - up[:BANDS]
    alone = np.diag([UNDRAWN_TRUNKS**2] * BANDS + [UNDRAWN_CHORD**2] + [UNDRAWN_SEAT**2] * 2)
    covariance: Floats = alone + depth**2 * (np.outer(up, up) + np.outer(down, down))
    return covariance


def fit_all(samples: Sequence[Sample]) -> dict[str, Model]:
    """Fit the four models: standing and seated, with and without the person's own upright outline."""
    models = {}
    for posture, movement in POSTURES.items():
        mine = [sample for sample in samples if sample.movement == movement]
        known = len(FEATURES) if posture == "seated" else SEATLESS
        models[f"{posture}_own"] = fit(mine, _own(known), _undrawn(0.0))
        models[f"{posture}_anyone"] = fit(
            [s for s in mine if not s.upright], lambda sample: sample.anyone[:SEATLESS], _undrawn(STRANGER_TRUNKS)
        )
    return models


def _own(known: int) -> Callable[[Sample], Floats]:
    return lambda sample: sample.own[:known]


def as_toml(models: dict[str, Model], people: int, stills: int) -> str:
    """Write the models as the file the program reads."""
    lines = [
        "# How a bent back looks; what the numbers are stands in bend.py.",
        f"# Fitted to {stills} rendered stills of {people} people by: python -m sample_videos.fitting rounding",
    ]
    lines += ["", f"features = {json.dumps(FEATURES)}"]
    for name, model in models.items():
        sigmas = np.sqrt(np.diag(model.scatter))
        lines += ["", f"[{name}]"]
        lines += [f"{field} = {_row(getattr(model, field))}" for field in ("flat", "per_inclination", "per_bend")]
        lines += [f"scatter = {_row(sigmas)}", "correlation = ["]
        lines += [f"    {_row(row, digits=3)}," for row in model.scatter / np.outer(sigmas, sigmas)] + ["]"]
    return "\n".join(lines) + "\n"


def _row(values: Floats, digits: int = 5) -> str:
    return "[" + ", ".join(f"{value:.{digits}f}" for value in values) + "]"
