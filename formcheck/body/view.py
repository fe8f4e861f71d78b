"""From which side the camera sees the person."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from formcheck.body import geometry

if TYPE_CHECKING:
    from formcheck.body.joints import Joints

WIDTHS_TRUNKS: Final = {"shoulder": 0.80, "hip": 0.44}
"""Width between the two landmarks over the trunk's length, seen from the front (measured on rendered people:
0.79 to 0.82 and 0.43 to 0.45)."""

SQUARE_DEG: Final = 30.0
"""A view within this of side, front or back bears its name; beyond it is oblique (domain, section 5)."""

STRICT_DEG: Final = 15.0
"""Within this of the wanted view measures are judged without widening (domain, section 5)."""

SETTLE_S: Final = 0.5
"""The label changes only after a new one has stood for so long (domain, section 5)."""

MIRRORED_S: Final = 1.2
"""... from one side to the other only after so long: who turns round is seen from in front or from behind on the way,
while the model takes left for right and back again from one frame to the next. A side that has itself not stood for
so long may have been the mistake, and gives way as any label does."""

UPRIGHT_SHARE: Final = 0.6
"""Shoulder width tells the view only while the trunk, as seen, has this share of its own length or more."""

UPRIGHT_FACE_SHARE: Final = 0.5
"""The shoulders stand this share of the trunk's length above the hips or more: within 60 degrees of upright."""

WIDTH_WEIGHT: Final = 0.6
"""How much the width of the shoulders counts in an exact side view, against the model's depth."""

SMALLEST_SIGMA_DEG: Final = 8.0
"""The two estimates never agree by more than they are worth: of 240 rendered movements 68 % were within 8.2 degrees."""

LYING_SIGMA_DEG: Final = 15.0
"""Of a trunk that is down the view is found nearer to the side than it is: in rock-backs seen 20 to 50 degrees off it,
by 5 to 32 degrees. Stretching it by what it is short of on average was tried and left: a few degrees of noise became
a view that seemed to turn away, and repetitions seen 20 degrees off were lost."""

BOTH_PAIRS_DEG: Final = 60.0
"""From this far off the side on, shoulders and hips count alike."""

LABEL_SLACK_DEG: Final = 5.0
"""A label is kept until the view has left it by so much, so that nobody flickers on the border."""

NOSE_SHARE: Final = 0.04
"""The nose this share of a trunk before or behind the ears tells which way the person faces."""


class ViewLabel(StrEnum):
    """How the camera sees the person."""

    SIDE = "side"
    FRONT = "front"
    BACK = "back"
    OBLIQUE = "oblique"
    """Between front and side."""
    BACK_OBLIQUE = "back_oblique"
    """Between side and back."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class View:
    """From where the camera sees the person.

    Attributes
    ----------
    label
        Within 30 degrees of the side, the front or the back, else oblique.
    near
        The side toward the camera: ``left``, ``right``, or None from straight ahead or behind.
    yaw_deg
        Which way the person faces: 0 = toward the camera, 90 = left side near, -90 = right side near,
        180 = away. None while unknown.
    sigma_deg
        Standard uncertainty of the yaw, from the scatter between its two estimates.
    """

    label: ViewLabel
    near: str | None
    yaw_deg: float | None
    sigma_deg: float = 90.0

    @property
    def off_side_deg(self) -> float | None:
        """Degrees away from an exact side view, 0 to 90."""
        return None if self.yaw_deg is None else abs(abs(self.yaw_deg) - 90.0)

    @property
    def off_label_deg(self) -> float:
        """Degrees away from the exact view that the label names; 45 where it names none."""
        if self.yaw_deg is None:
            return 45.0
        turned = abs(self.yaw_deg)
        ideal = {ViewLabel.SIDE: 90.0, ViewLabel.FRONT: 0.0, ViewLabel.BACK: 180.0}.get(self.label)
        return 45.0 if ideal is None else abs(turned - ideal)

    @property
    def forward(self) -> float:
        """1 when the person faces to the right of the picture, -1 to the left (by the side that is near)."""
        return -1.0 if (self.yaw_deg or 0.0) > 0 else 1.0


UNKNOWN_VIEW: Final = View(ViewLabel.UNKNOWN, None, None)


def yaw_of(joints: Joints, trunk_px: float) -> tuple[float, float]:
    """Estimate the yaw of one pose, from the shoulders and the hips.

    Near a side view whichever of the two is nearer to it: a twist or a raised arm turns the shoulders and leaves
    the hips; the hips, for their part, seem turned by 20 degrees toward the front even in an exact side view.
    From the front or behind the mean of both: there a leg held out to the side drags the hips along by 20
    degrees, and a twist the shoulders. Of each pair two estimates are joined: its line in
    the model's metres, which tells front from back and left from right but drifts, and its width in the
    picture over the trunk's own length, which is sharp near a side view but knows no sign. The width counts
    only while the trunk stands up in the picture; on the floor the ratio breaks.

    Parameters
    ----------
    joints
        The pose.
    trunk_px
        The person's trunk length as seen at its longest.

    Returns
    -------
    yaw and its standard uncertainty, degrees.
    """
    facing = _facing(joints)
    estimates = [_yaw_of_pair(joints, pair, facing, trunk_px) for pair in WIDTHS_TRUNKS]
    (yaw, sigma), (other, other_sigma) = sorted(estimates, key=lambda estimate: abs(abs(estimate[0]) - 90.0))
    share = 0.5 * min(1.0, abs(abs(yaw) - 90.0) / BOTH_PAIRS_DEG)
    apart = geometry.wrapped(other - yaw)
    joined = math.hypot((1.0 - share) * sigma, share * other_sigma, share * apart / 2)
    smallest = SMALLEST_SIGMA_DEG if _upright(joints) else LYING_SIGMA_DEG
    return geometry.wrapped(yaw + share * apart), max(smallest, joined)


def _yaw_of_pair(joints: Joints, pair: str, facing: float, trunk_px: float) -> tuple[float, float]:
    left, right = f"left_{pair}", f"right_{pair}"
    world_yaw = geometry.heading(joints.world(left), joints.world(right))
    if facing and abs(abs(world_yaw) - 90.0) < SQUARE_DEG:
        # Near a side view the face tells better than depth which side is near: facing right = right near.
        world_yaw = math.copysign(world_yaw, -facing)
    if joints.trunk_px < UPRIGHT_SHARE * trunk_px:
        return world_yaw, 20.0
    across = abs(joints.at(left)[0] - joints.at(right)[0])
    off_side = math.degrees(math.asin(min(1.0, across / (WIDTHS_TRUNKS[pair] * joints.trunk_px))))
    away = abs(world_yaw) > 90.0
    width_yaw = math.copysign(90.0 + off_side if away else 90.0 - off_side, world_yaw)
    # The width is sharp side-on, where the sine is steep, and blunt from the front, where it is flat.
    weight = WIDTH_WEIGHT * math.cos(math.radians(abs(world_yaw) - 90.0)) ** 2
    yaw = world_yaw + weight * (width_yaw - world_yaw)
    return yaw, max(SMALLEST_SIGMA_DEG, abs(world_yaw - width_yaw) / 2)


def _facing(joints: Joints) -> float:
    """1 when the face points to the right of the picture, -1 to the left, 0 when that is not clear.

    With the head down the nose may lie behind the ears: the face tells only while the trunk stands up.
    """
    if not _upright(joints) or joints.problem("nose") is not None:
        return 0.0
    ahead = joints.at("nose")[0] - joints.mid("ear")[0]
    if abs(ahead) < NOSE_SHARE * joints.trunk_px:
        return 0.0
    return math.copysign(1.0, ahead)


def _upright(joints: Joints) -> bool:
    return joints.mid("hip")[1] - joints.mid("shoulder")[1] > UPRIGHT_FACE_SHARE * joints.trunk_px


def label_of(yaw_deg: float) -> ViewLabel:
    """Name a yaw."""
    turned = abs(yaw_deg)
    if abs(turned - 90.0) <= SQUARE_DEG:
        return ViewLabel.SIDE
    if turned <= SQUARE_DEG:
        return ViewLabel.FRONT
    if turned >= 180.0 - SQUARE_DEG:
        return ViewLabel.BACK
    return ViewLabel.OBLIQUE if turned < 90.0 else ViewLabel.BACK_OBLIQUE


class ViewTracker:
    """The view over time: the median of the last half second, and a label that does not flicker."""

    def __init__(self) -> None:
        self._recent: deque[tuple[float, float, float]] = deque()
        self._view = UNKNOWN_VIEW
        self._rival: tuple[ViewLabel, str | None] | None = None
        self._rival_since_s = self._near_since_s = 0.0

    def update(self, time_s: float, joints: Joints, trunk_px: float) -> View:
        """Take in one pose and return the view now."""
        yaw, sigma = yaw_of(joints, trunk_px)
        self._recent.append((time_s, yaw, sigma))
        while self._recent[0][0] < time_s - SETTLE_S:
            self._recent.popleft()
        yaw, sigma = self._settled(yaw)
        label = label_of(yaw)
        near = None if label in {ViewLabel.FRONT, ViewLabel.BACK} else ("left" if yaw > 0 else "right")
        label, near = self._steady(time_s, yaw, label, near)
        if near != self._view.near:
            self._near_since_s = time_s
        # The side that is kept is the one they face by: an angle forward must not turn over for a frame.
        yaw = yaw if near is None else math.copysign(yaw, 1.0 if near == "left" else -1.0)
        self._view = View(label, near, yaw, sigma)
        return self._view

    def _settled(self, newest: float) -> tuple[float, float]:
        """Median yaw and sigma of the last half second, taken around the newest so that +-180 does no harm."""
        turns = sorted(geometry.wrapped(yaw - newest) for _, yaw, _ in self._recent)
        sigmas = sorted(sigma for _, _, sigma in self._recent)
        half = len(turns) // 2
        return geometry.wrapped(newest + turns[half]), sigmas[half]

    def _steady(self, time_s: float, yaw: float, label: ViewLabel, near: str | None) -> tuple[ViewLabel, str | None]:
        current = (self._view.label, self._view.near)
        if current[0] is ViewLabel.UNKNOWN or current == (label, near):
            self._rival = None
            return label, near
        if current[1] in {near, None} and View(*current, yaw).off_label_deg <= SQUARE_DEG + LABEL_SLACK_DEG:
            self._rival = None
            return current
        if self._rival != (label, near):
            self._rival, self._rival_since_s = (label, near), time_s
        mirrored = None not in {near, current[1]} and near != current[1]
        long_stood = self._rival_since_s - self._near_since_s >= MIRRORED_S
        if time_s - self._rival_since_s >= (MIRRORED_S if mirrored and long_stood else SETTLE_S):
            self._rival = None
            return label, near
        return current
