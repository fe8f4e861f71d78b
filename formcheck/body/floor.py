"""Legs that lie on the floor, measured where they lie: the picture laid back onto the floor.

What lies on the floor is foreshortened beyond use in the picture, and the model's depth is off by a third of a
metre there. But the heights of hips, knees and ankles are known while the legs are laid down, both legs are of the
same lengths, and a person's proportions vary by few per cent: so much is known that the camera itself comes out of
it, where it is not known. Everything is solved for at once (the joints on the floor, the person's proportions, the
camera around what is known of it) by weighted least squares; the uncertainty follows from the same equations, so
that a low camera, which sees the floor edge-on, says so by itself.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.body.camera import onto_level, project
from formcheck.body.sitting import (
    ANKLE_MARK,
    HIP_MARK,
    HIP_MARK_LEAN,
    HIPS,
    KNEE_MARK,
    RESTING,
    SHANK,
    THIGH,
    UPRIGHT_LEAN_RAD,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from formcheck.body.camera import Camera

    Floats = NDArray[np.float64]

HEIGHTS: Final = np.repeat(RESTING, 2)
HEIGHT_SIGMAS: Final = np.repeat((0.012, 0.008, 0.010), 2)
"""How much these heights vary, statures."""

MARK_SIGMAS: Final = np.repeat((0.018, 0.018, 0.014), 2)
"""How far hip, knee and ankle are marked from where they are, across the line of sight, statures."""

LOST_TRUST: Final = (0.85, 0.5)
"""Below this visibility a mark of the front and of the rear leg is guessed. A rear shank that the body hides keeps a
visibility of up to 0.93, as one in sight may have: there the way the leg lies tells instead."""

LOST_FACTOR: Final = 6.0
"""So much farther off is a mark that was guessed."""

LENGTH_SIGMA: Final = 0.012
"""How much thigh and shank vary between people, statures ..."""

PAIR_SIGMA: Final = 0.008
"""... and between a person's two legs as the model marks them ..."""

SHAPE_SIGMA: Final = 0.05
"""... and the ratio of the two, relative."""

HIPS_SIGMA: Final = 0.012
"""How much the distance of the hips varies, statures."""

OUTLIER: Final = 2.0
"""A residual beyond so many sigma counts in proportion, not squared (Huber)."""

SIGMA_SHARE: Final = 0.85
"""Stated uncertainty over that of the equations: on rendered people those covered 80 % of the errors instead of 68."""

STARTS_RAD: Final = (math.radians(10.0), math.radians(26.0))
"""Tilts to begin with where the tilt is hardly known: a low and a high camera are two valleys."""

VAGUE_RAD: Final = math.radians(8.0)
STEPS: Final = 20
STEP_SIZE: Final = 1e-5
SETTLED: Final = 1e-3
"""The solution stands when a step betters the sum of squares by this share or less."""

STIFFNESS: Final = 1e-9
"""Keeps the equations soluble where a mark tells nothing."""

_CAMERA, _LENGTHS, _PLACES = slice(0, 4), slice(4, 6), slice(6, 18)
_THIGHS, _SHANKS = ((0, 2), (1, 3)), ((2, 4), (3, 5))


@dataclass(frozen=True, slots=True, eq=False)
class FloorLegs:
    """Legs as they lie on the floor.

    Attributes
    ----------
    joints
        (6, 3) left and right hip, knee, ankle in the room's axes (see :mod:`.camera`), statures.
    included_deg, sigma_deg
        Angle at the left and at the right knee, 180 = straight, and its standard uncertainty.
    tilt_deg, tilt_sigma_deg
        Of the camera, as it comes out.
    camera_height
        Statures.
    depression_deg
        How far down the camera looks onto the legs: 0 sees the floor edge-on.
    azimuth_deg
        From where the camera sees the pelvis: 0 from ahead, + from the person's left.
    thigh_deg, shin_deg
        Where the left and the right thigh and shin point, against the way the hips face: 0 = ahead, 90 = outward
        on the leg's own side, -90 = across, 180 = behind.
    lost
        Whether a mark of the left and of the right leg was rather guessed than seen.
    misfit
        Sum of squares that is left; about 3 when all is as it should be.
    """

    joints: Floats
    included_deg: tuple[float, float]
    sigma_deg: tuple[float, float]
    tilt_deg: float
    tilt_sigma_deg: float
    camera_height: float
    depression_deg: float
    azimuth_deg: float
    thigh_deg: tuple[float, float]
    shin_deg: tuple[float, float]
    lost: tuple[bool, bool]
    misfit: float


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """What is seen of the legs in one picture.

    Attributes
    ----------
    points
        (6, 2) left and right hip, knee, ankle: over the longer side of the picture, from its middle.
    visibility
        (6,) as the model gives it.
    front
        Which leg is in front: 0 the left, 1 the right.
    lean_rad
        Of the trunk, forward.
    """

    points: Floats
    visibility: Floats
    front: int
    lean_rad: float = UPRIGHT_LEAN_RAD

    @property
    def lost(self) -> NDArray[np.bool_]:
        """(6,) whether a mark was rather guessed than seen."""
        front = np.arange(6) % 2 == self.front
        return self.visibility < np.where(front, *LOST_TRUST)


def lay_down(marks: Marks, camera: Camera) -> FloorLegs:
    """Find out how the legs lie on the floor.

    Parameters
    ----------
    marks
        What is seen of them.
    camera
        What is known of the camera.
    """
    starts = STARTS_RAD if math.radians(camera.tilt_sigma_deg) > VAGUE_RAD else (float(camera.centre[0]),)
    problem = _Problem(marks, camera)
    found = min((_descend(problem.residuals, problem.start(tilt)) for tilt in starts), key=lambda end: end[1])
    return problem.result(*found)


class _Problem:
    """The equations. The unknowns, (18,): camera and lengths in sigmas, then x and z of the six joints."""

    def __init__(self, marks: Marks, camera: Camera) -> None:
        self._marks = marks
        self._centre, self._spread = camera.centre, camera.spread
        self._mark_offsets = _mark_offsets(marks)
        self._blur = np.where(marks.lost, LOST_FACTOR, 1.0) * MARK_SIGMAS

    def start(self, tilt: float) -> Floats:
        """Lay the marks onto the floor of a camera with a tilt, at the height that makes the legs as long as legs."""
        camera = np.array([tilt, *self._centre[1:]])
        for _ in range(3):
            joints = onto_level(self._marks.points, HEIGHTS, camera)
            bones = [_lengths(joints, _THIGHS) / THIGH, _lengths(joints, _SHANKS) / SHANK]
            camera[3] = min(max(camera[3] - math.log(float(np.median(bones))), math.log(0.1)), math.log(3.0))
        unknowns = np.zeros(18)
        unknowns[_CAMERA] = (camera - self._centre) / self._spread
        unknowns[_PLACES] = onto_level(self._marks.points, HEIGHTS, camera)[:, ::2].ravel()
        return unknowns

    def residuals(self, unknowns: Floats) -> Floats:
        """(n, 26) in sigmas, of (n, 18) unknowns."""
        count = len(unknowns)
        camera = self._centre + unknowns[:, _CAMERA] * self._spread
        lengths = np.array([THIGH, SHANK]) + unknowns[:, _LENGTHS] * LENGTH_SIGMA
        joints = _joints(unknowns)
        seen = project(joints + self._offsets(joints), camera)
        off = (seen - self._marks.points) / self._mark_sigmas(joints, camera)
        bones = np.concatenate(
            [
                (_lengths(joints, _THIGHS) - lengths[:, :1]) / PAIR_SIGMA,
                (_lengths(joints, _SHANKS) - lengths[:, 1:]) / PAIR_SIGMA,
                (_lengths(joints, ((0, 1),)) - HIPS) / HIPS_SIGMA,
                (lengths[:, 1:] / lengths[:, :1] - SHANK / THIGH) / SHAPE_SIGMA,
            ],
            axis=1,
        )
        return np.concatenate([_bounded(off.reshape(count, -1)), _bounded(bones), unknowns[:, :6]], axis=1)

    def _mark_sigmas(self, joints: Floats, camera: Floats) -> Floats:
        """(n, 6, 2) over the picture's longer side: across, and down, where the joints' heights are uncertain too."""
        height = np.exp(camera[:, 3:])
        level = np.hypot(joints[..., 0], joints[..., 2])
        far = np.hypot(level, height)
        scale = np.exp(camera[:, 2:3]) / far
        down = np.hypot(self._blur, HEIGHT_SIGMAS * level / far)
        return np.stack([np.broadcast_to(self._blur, down.shape) * scale, down * scale], axis=-1)

    def _offsets(self, joints: Floats) -> Floats:
        """(n, 6, 3) from each joint to where the model marks it, turned with the pelvis."""
        across = joints[:, 0, ::2] - joints[:, 1, ::2]
        across = across / np.maximum(np.linalg.norm(across, axis=1, keepdims=True), 1e-6)
        toward_left, ahead = across[:, None, :], np.stack([across[:, 1], -across[:, 0]], axis=1)[:, None, :]
        side, up, forward = (self._mark_offsets[:, i, None] for i in range(3))
        level = side * toward_left + forward * ahead
        return np.stack([level[..., 0], np.broadcast_to(up[:, 0], level.shape[:2]), level[..., 1]], axis=-1)

    def result(self, unknowns: Floats, misfit: float, jacobian: Floats) -> FloorLegs:
        """Read the solution, and its uncertainty from the equations' own slope."""
        covariance = np.linalg.inv(jacobian.T @ jacobian + STIFFNESS * np.eye(18))
        camera = self._centre + unknowns[_CAMERA] * self._spread
        moved = np.concatenate([unknowns[None], unknowns + STEP_SIZE * np.eye(18)])
        angles = np.stack([_included(_joints(moved), knee) for knee in (0, 1)])
        slopes = (angles[:, 1:] - angles[:, :1]) / STEP_SIZE
        sigmas = SIGMA_SHARE * np.sqrt(np.einsum("ki,ij,kj->k", slopes, covariance, slopes))
        joints = _joints(unknowns[None])[0]
        middle, height = joints.mean(axis=0), math.exp(camera[3])
        lost = self._marks.lost
        return FloorLegs(
            joints=joints,
            included_deg=(float(angles[0, 0]), float(angles[1, 0])),
            sigma_deg=(float(sigmas[0]), float(sigmas[1])),
            tilt_deg=math.degrees(camera[0]),
            tilt_sigma_deg=math.degrees(math.sqrt(covariance[0, 0]) * self._spread[0]),
            camera_height=height,
            depression_deg=math.degrees(math.atan2(height - middle[1], math.hypot(middle[0], middle[2]))),
            azimuth_deg=_azimuth_deg(joints),
            thigh_deg=_outward_deg(joints, joints[2:4] - joints[:2]),
            shin_deg=_outward_deg(joints, joints[4:] - joints[2:4]),
            lost=(bool(lost[::2].any()), bool(lost[1::2].any())),
            misfit=misfit,
        )


def _joints(unknowns: Floats) -> Floats:
    places = unknowns[:, _PLACES].reshape(-1, 6, 2)
    heights = np.broadcast_to(HEIGHTS, places.shape[:2])
    return np.stack([places[..., 0], heights, places[..., 1]], axis=-1)


def _lengths(joints: Floats, pairs: tuple[tuple[int, int], ...]) -> Floats:
    starts, ends = [a for a, _ in pairs], [b for _, b in pairs]
    found: Floats = np.linalg.norm(joints[..., ends, :] - joints[..., starts, :], axis=-1)
    return found


def _included(joints: Floats, side: int) -> Floats:
    thigh, shank = joints[:, side] - joints[:, 2 + side], joints[:, 4 + side] - joints[:, 2 + side]
    cosine = (thigh * shank).sum(axis=1) / np.linalg.norm(thigh, axis=1) / np.linalg.norm(shank, axis=1)
    angle: Floats = np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0)))
    return angle


def _azimuth_deg(joints: Floats) -> float:
    across, middle = joints[0] - joints[1], (joints[0] + joints[1]) / 2
    from_left = -(middle[0] * across[0] + middle[2] * across[2])
    from_ahead = middle[2] * across[0] - middle[0] * across[2]
    return math.degrees(math.atan2(from_left, from_ahead))


def _outward_deg(joints: Floats, lines: Floats) -> tuple[float, float]:
    """Where a line of the left and one of the right leg point, against the way the hips face."""
    across = joints[0] - joints[1]
    left = lines[:, 0] * across[0] + lines[:, 2] * across[2]
    ahead = lines[:, 0] * across[2] - lines[:, 2] * across[0]
    turned = np.degrees(np.arctan2(left * [1.0, -1.0], ahead))
    return float(turned[0]), float(turned[1])


def _mark_offsets(marks: Marks) -> Floats:
    """(6, 3) toward the person's left, up, ahead: where each joint is marked, statures."""
    lean = np.array(HIP_MARK_LEAN) * (marks.lean_rad - UPRIGHT_LEAN_RAD)
    offsets = np.concatenate([np.array(HIP_MARK) + lean, KNEE_MARK, ANKLE_MARK])
    if marks.front == 1:
        offsets = offsets[[1, 0, 3, 2, 5, 4]] * [-1.0, 1.0, 1.0]
    return offsets


def _bounded(residuals: Floats) -> Floats:
    """Let a residual beyond the bound count in proportion: its square grows by 2 k |r| - k^2."""
    size = np.abs(residuals)
    far = np.sqrt(np.maximum(2 * OUTLIER * size - OUTLIER**2, 0.0))
    return np.where(size <= OUTLIER, residuals, np.sign(residuals) * far)


def _descend(residuals: Callable[[Floats], Floats], start: Floats) -> tuple[Floats, float, Floats]:
    """Levenberg and Marquardt's way down with a numeric slope: the end, its sum of squares, its Jacobian."""
    nudges = np.concatenate([np.zeros((1, len(start))), STEP_SIZE * np.eye(len(start))])

    def around(place: Floats) -> tuple[Floats, float, Floats]:
        values = residuals(place + nudges)
        return values[0], float(values[0] @ values[0]), ((values[1:] - values[0]) / STEP_SIZE).T

    place, damping = start, 1e-3
    values, total, jacobian = around(place)
    for _ in range(STEPS):
        square, slope = jacobian.T @ jacobian, jacobian.T @ values
        step = np.linalg.solve(square + np.diag(damping * np.diag(square) + STIFFNESS), -slope)
        tried = around(place + step)
        if tried[1] > total:
            damping *= 10.0
            continue
        better, damping = total - tried[1], max(damping / 10.0, 1e-6)
        place, (values, total, jacobian) = place + step, tried
        if better < SETTLED * total:
            break
    return place, total, jacobian
