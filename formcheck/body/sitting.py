"""Sitting on the floor with one shin in front and one behind: which leg is which, from any side.

A handful of ways to sit in a 90/90 are looked at from all around and from several heights, once with the left leg
in front and once with the right; the one that the picture of hips, knees and ankles fits best tells. No single
landmark does: the model confuses the feet here, and its depth is off by a third of a metre.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

THIGH: Final = 0.238
SHANK: Final = 0.252
HIPS: Final = 0.119
"""Lengths between the joints over the stature: the mean of rendered people and of Winter (thigh 0.245, shank 0.246)."""

RESTING: Final = (0.056, 0.038, 0.026)
"""Heights of hip, knee and ankle of somebody who sits with the legs laid down, statures (rendered people)."""

HIP_MARK: Final = ((-0.008, -0.001, 0.035), (-0.008, 0.019, 0.029))
KNEE_MARK: Final = ((0.0, 0.019, -0.009), (0.0, 0.0, 0.0))
ANKLE_MARK: Final = ((0.006, 0.004, -0.009), (0.007, 0.005, 0.0))
"""Where the model puts its marks, off the joint: toward the front leg's side, up, ahead; of the front and the rear
leg; statures. Of somebody sitting the hip's mark lies in the groin and the front knee's on top of it. Fitted on 17
rendered people seen from in front of a side view, and confirmed on 17 others: what is left is a third of it."""

HIP_MARK_LEAN: Final = (0.0, -0.016, 0.07)
"""How the hip's mark moves, per radian, as the trunk leans further than upright sitting does."""

UPRIGHT_LEAN_RAD: Final = 0.17

SITS: Final = (
    (38.0, -78.0, 95.0, 95.0),
    (25.0, -85.0, 90.0, 90.0),
    (50.0, -70.0, 90.0, 90.0),
    (38.0, -78.0, 125.0, 115.0),
    (38.0, -78.0, 70.0, 70.0),
)
"""Ways to sit: front and rear thigh outward of straight ahead (degrees), front and rear knee (included)."""

DEPRESSIONS_DEG: Final = (2.0, 10.0, 18.0, 26.0, 36.0)
AZIMUTH_STEP_DEG: Final = 15

MISFIT: Final = 0.03
"""How far marks lie from such a pattern when it is the right one, statures."""

AZIMUTH_SIGMA_RAD: Final = math.radians(25.0)
"""How well the view is known beforehand: on the floor the model's hips and shoulders err by 12 degrees and more."""


def sit(front_thigh: float, rear_thigh: float, front_knee: float, rear_knee: float) -> Floats:
    """Give the marks of somebody sitting with the left leg in front.

    Parameters
    ----------
    front_thigh, rear_thigh
        Degrees from straight ahead toward the left.
    front_knee, rear_knee
        Included angles, degrees.

    Returns
    -------
    (6, 3) array
        Left and right hip, knee, ankle: toward the person's left, up, ahead; statures.
    """
    hips = np.array([[HIPS / 2, 0, 0], [-HIPS / 2, 0, 0]])
    knees = hips + THIGH * np.array([_level(front_thigh), _level(rear_thigh)])
    shins = [_level(front_thigh + 180.0 + front_knee), _level(rear_thigh + 180.0 + rear_knee)]
    joints = np.concatenate([hips, knees, knees + SHANK * np.array(shins)])
    joints[:, 1] = np.repeat(RESTING, 2)
    marks: Floats = joints + np.concatenate([HIP_MARK, KNEE_MARK, ANKLE_MARK])
    return marks


def _level(turn_deg: float) -> list[float]:
    return [math.sin(math.radians(turn_deg)), 0.0, math.cos(math.radians(turn_deg))]


def _views() -> tuple[Floats, Floats]:
    """(v,) azimuths in radians and (v, 2, 3) what each view makes of a point: right and down in the picture."""
    azimuths = np.radians(np.arange(-180, 180, AZIMUTH_STEP_DEG))
    turn, drop = (grid.ravel() for grid in np.meshgrid(azimuths, np.radians(DEPRESSIONS_DEG), indexing="ij"))
    right = np.stack([np.cos(turn), np.zeros_like(turn), -np.sin(turn)], axis=-1)
    down = np.stack([np.sin(turn) * np.sin(drop), -np.cos(drop), np.cos(turn) * np.sin(drop)], axis=-1)
    return turn, np.stack([right, down], axis=-2)


def _patterns() -> tuple[Floats, Floats]:
    """(v,) azimuths and (2, sits, v, 6, 2) pictures, with the left and with the right leg in front."""
    left = np.stack([sit(*angles) for angles in SITS])
    right = (left * [-1.0, 1.0, 1.0])[:, [1, 0, 3, 2, 5, 4]]
    azimuths, views = _views()
    return azimuths, np.einsum("vij,fsnj->fsvni", views, np.stack([left, right]))


_AZIMUTHS, _PATTERNS = _patterns()


def front_leg(marks_px: Floats, trust: Floats, azimuth_rad: float) -> float:
    """How much rather the left leg is the one in front than the right one.

    Parameters
    ----------
    marks_px
        (6, 2) pixels of the left and right hip, knee and ankle.
    trust
        (6,) how much each is to count.
    azimuth_rad
        From where the camera sees the person: 0 = from ahead, + = from their left.

    Returns
    -------
    float
        -1 (surely the right one) to 1 (surely the left one): the difference of the two misfits over their sum.
    """
    shares = (trust / trust.sum())[:, None]
    seen = marks_px - (marks_px * shares).sum(axis=0)
    drawn = _PATTERNS - (_PATTERNS * shares).sum(axis=-2, keepdims=True)
    weighted = drawn * shares
    power = (weighted * drawn).sum(axis=(-1, -2))
    scale = np.maximum((weighted * seen).sum(axis=(-1, -2)) / power, 1e-9)
    # What the pattern leaves of the marks' own spread, by the size that fits best.
    left_over = np.maximum((seen**2 * shares).sum() / scale**2 - power, 0.0)
    turned = np.angle(np.exp(1j * (_AZIMUTHS - azimuth_rad)))
    misfits = (left_over / MISFIT**2 + (turned / AZIMUTH_SIGMA_RAD) ** 2).reshape(2, -1).min(axis=1)
    return float((misfits[1] - misfits[0]) / (misfits[0] + misfits[1]))
