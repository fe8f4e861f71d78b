"""What lies on the skin: where shirt, trousers, shoes and hair are, and how they stand off from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .body import SHOE_SOLE_M, Body, triangles
from .skeleton import SIDES, SIGN

if TYPE_CHECKING:
    from collections.abc import Callable

    from .person import Fit
    from .vectors import Floats

Bools = NDArray[np.bool_]

THICKNESS_M: Final = {"top": 0.009, "bottom": 0.006, "shoes": 0.008, "hair": 0.012}
"""How far cloth stands off the skin where it lies close."""
HANG_M: Final[dict[Fit, float]] = {"tight": -0.003, "normal": 0.008, "loose": 0.042}
"""How far it can hang away besides, where gravity draws it from the body."""
HEM_BELOW_HIP_M: Final[dict[Fit, float]] = {"tight": 0.02, "normal": 0.04, "loose": 0.07}
"""Hem of the shirt below the hip joints."""
WAISTBAND_M: Final = 0.10
"""Upper edge of the trousers above the hip joints."""
SHOE_WALL_M: Final = 0.008
SHOE_ROUNDNESS: Final = 2.8
"""Exponent of a slice through a shoe: 2 is an ellipse, more is boxier."""
HIDDEN_MARGIN_M: Final = 0.03
"""Skin this deep under cloth is not drawn, so that it cannot poke through."""


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """A shell around the body.

    Attributes
    ----------
    name
        ``top``, ``bottom``, ``shoes`` or ``hair``.
    region
        (points at rest, metres to grow by) to where the layer is.
    thickness
        Off the skin, metres.
    hang
        How much further it can hang, metres.
    """

    name: str
    region: Callable[[Floats, float], Bools]
    thickness: float
    hang: float


def _arm_position(body: Body, p: Floats) -> tuple[Floats, float]:
    """How far along the arm points are (0 shoulder, 1 elbow, 2 wrist; far negative elsewhere), and its length."""
    h = body.skeleton.heads
    at = np.full(p.shape[:-1], -9.0)
    for side in SIDES:
        shoulder, elbow, wrist = (h[f"{b}.{side}"] for b in ("upperarm01", "lowerarm01", "wrist"))
        upper, fore = elbow - shoulder, wrist - elbow
        along_upper = ((p - shoulder) @ upper) / (upper @ upper)
        along_fore = 1 + ((p - elbow) @ fore) / (fore @ fore)
        position = np.where(along_upper < 1, along_upper, np.maximum(1, along_fore))
        # Wide hips are not arms: an arm is what lies about the line from shoulder to wrist.
        line = (wrist - shoulder) / np.linalg.norm(wrist - shoulder)
        away = np.linalg.norm((p - shoulder) - ((p - shoulder) @ line)[..., None] * line, axis=-1)
        outside = (SIGN[side] * p[..., 0] > abs(shoulder[0]) * 0.9) & (away < 0.09 * body.person.height_m)
        at = np.where(outside, position, at)
    return at, body.skeleton.upper_arm


def _leg_position(body: Body, p: Floats) -> Floats:
    """How far down the leg points are: 0 hip joint, 1 knee, 2 ankle."""
    h = body.skeleton.heads
    hip, knee, ankle = (float(h[f"{b}.L"][1]) for b in ("upperleg01", "lowerleg01", "foot"))
    y = p[..., 1]
    position: Floats = np.where(y > knee, (hip - y) / (hip - knee), 1 + (knee - y) / (knee - ankle))
    return position


def _in_the_trunk(body: Body, p: Floats) -> Bools:
    """Not a hand hanging beside the hips (hands hang wide of the thighs at rest)."""
    near: Bools = np.abs(p[..., 0]) < 0.5 * (abs(body.skeleton.heads["wrist.L"][0]) + body.skeleton.contacts.waist)
    return near


def _top(body: Body) -> Callable[[Floats, float], Bools]:
    clothes, h = body.person.clothes, body.skeleton.heads
    hem = h["upperleg01.L"][1] - HEM_BELOW_HIP_M[clothes.top_fit]
    neck = h["neck01"]

    def region(p: Floats, grow: float) -> Bools:
        arm, upper = _arm_position(body, p)
        # The neckline is lower in front than behind.
        neckline = neck[1] - 0.006 - 0.35 * np.maximum(0, p[..., 2] - neck[2]) + grow
        inside: Bools = (p[..., 1] > hem - grow) & (p[..., 1] < neckline) & (arm < clothes.sleeve + grow / upper)
        return inside

    return region


def _bottom(body: Body) -> Callable[[Floats, float], Bools]:
    clothes, s = body.person.clothes, body.skeleton
    waist = s.heads["upperleg01.L"][1] + WAISTBAND_M

    def region(p: Floats, grow: float) -> Bools:
        leg = _leg_position(body, p)
        below_waist = p[..., 1] < waist + grow
        inside: Bools = below_waist & (leg < clothes.legs + grow / s.thigh) & _in_the_trunk(body, p)
        return inside

    return region


def _shoes(body: Body) -> Callable[[Floats, float], Bools]:
    top = body.skeleton.heads["foot.L"][1] + 0.012

    def region(p: Floats, grow: float) -> Bools:
        inside: Bools = (p[..., 1] < top + grow) & _in_the_trunk(body, p)
        return inside

    return region


def _hair(body: Body) -> Callable[[Floats, float], Bools]:
    h, style = body.skeleton.heads, body.person.hair_style
    eye, ear = body.skeleton.markers["eye.L"], body.skeleton.markers["ear.L"]
    k = body.person.height_m / 1.75

    def region(p: Floats, grow: float) -> Bools:
        x, y, front = np.abs(p[..., 0]), p[..., 1], (p[..., 2] - h["head"][2]) / k
        forehead = eye[1] + (0.062 - (front - 0.1) * 0.1) * k
        temple = eye[1] + (0.015 + (front + 0.03) * 0.58) * k
        nape = eye[1] - (0.055 if style != "bob" else 0.15) * k
        line = np.where(front > 0.05, forehead, np.where(front > -0.03, temple, nape))
        low = h["head"][1] - (0.0 if style != "bob" else 0.10 * k)
        on_head = (y > line - grow) & (y > low)
        about_ear = (x > 0.070 * k) & (np.abs(p[..., 2] - ear[2]) < 0.035 * k) & (y < eye[1] + 0.03 * k)
        if style == "bob":
            beside = (x > 0.055 * k) & (front < 0.045) & (y > eye[1] - 0.12 * k) & (y < forehead)
            combed: Bools = (on_head | beside) & (y > low)
            return combed
        short: Bools = on_head & ~about_ear
        return short

    return region


def layers(body: Body) -> list[Layer]:
    """Give the layers a person wears, from the inside out."""
    person = body.person
    clothes = person.clothes
    worn = [Layer("bottom", _bottom(body), THICKNESS_M["bottom"], max(0.0, HANG_M[clothes.bottom_fit] * 0.75))]
    if clothes.shoes is not None:
        worn.append(Layer("shoes", _shoes(body), THICKNESS_M["shoes"], 0.0))
    hang = HANG_M[clothes.top_fit]
    worn.append(Layer("top", _top(body), THICKNESS_M["top"] + min(0.0, hang), max(0.0, hang)))
    if person.hair_style != "bald":
        extra = {"cropped": -0.006, "short": 0.0, "bun": 0.002, "bob": 0.010}[person.hair_style]
        worn.append(Layer("hair", _hair(body), THICKNESS_M["hair"] + extra, 0.0))
    return worn


@dataclass(frozen=True, slots=True, eq=False)
class Shell:
    """The part of the mesh that a layer covers, ready to be posed.

    Attributes
    ----------
    vertices
        Numbers of the body's vertices.
    triangles
        (t, 3, 2) corners: index into ``vertices``, number of the texture point.
    rest
        (n, 3) at rest, already standing off the skin.
    hang
        (n,) how far each vertex can hang away, metres, folds included.
    """

    vertices: NDArray[np.int64]
    triangles: NDArray[np.int64]
    rest: Floats
    hang: Floats


def vertex_normals(points: Floats, corners: NDArray[np.int64]) -> Floats:
    """(n, 3) normals of a mesh from its (t, 3) triangles."""
    a, b, c = (points[corners[:, k]] for k in range(3))
    face = np.cross(b - a, c - a)
    index = corners.T.reshape(-1)
    total = np.stack([np.bincount(index, np.tile(face[:, k], 3), len(points)) for k in range(3)], axis=1)
    normals: Floats = total / (np.linalg.norm(total, axis=1, keepdims=True) + 1e-12)
    return normals


def shell(body: Body, layer: Layer) -> Shell:
    """Cut a layer's shell out of the body's mesh."""
    all_triangles = triangles(body.groups["body"])
    corners = all_triangles[..., 0]
    covered = layer.region(body.vertices, 0.03)
    kept = all_triangles[covered[corners].any(axis=1)]
    vertices, index = np.unique(kept[..., 0], return_inverse=True)
    numbered = np.stack([index.reshape(kept.shape[:2]), kept[..., 1]], axis=2)
    normals = vertex_normals(body.vertices, corners)[vertices]
    rest = body.vertices[vertices]
    rest = _shoe_shape(body, rest) if layer.name == "shoes" else rest + normals * layer.thickness
    return Shell(vertices, numbered, rest, _hang(body, layer, body.vertices[vertices]))


def _shoe_shape(body: Body, rest: Floats) -> Floats:
    """Carry the foot's surface, toes and all, onto the rounded slices of a shoe with a sole."""
    shoe = rest.copy()
    for side in SIDES:
        mine = SIGN[side] * rest[:, 0] > 0
        foot = rest[mine]
        heel, toe = foot[:, 2].min(), foot[:, 2].max()
        stations = np.linspace(heel, toe, 9)
        low, high, top = (np.interp(foot[:, 2], stations, line) for line in _outline(foot, stations))
        tip = np.clip((foot[:, 2] - heel) / (toe - heel), 0, 1)
        # Round in plan at heel and toe: the half width closes like an ellipse over the last tenth.
        closing = np.sqrt(np.clip(np.minimum(tip, 1 - tip) / 0.10, 0.05, 1))
        middle, half = (low + high) / 2, ((high - low) / 2 + SHOE_WALL_M) * closing
        centre = (top - SHOE_SOLE_M) / 2
        tall = (top + SHOE_SOLE_M) / 2
        across, up = (foot[:, 0] - middle) / half, (foot[:, 1] - centre) / tall
        away = (np.abs(across) ** SHOE_ROUNDNESS + np.abs(up) ** SHOE_ROUNDNESS) ** (1 / SHOE_ROUNDNESS)
        away = np.maximum(away, 0.05)
        shaped = np.stack(
            [
                middle + half * across / away,
                centre + tall * up / away,
                foot[:, 2] + np.where(tip > 0.5, 1, -1) * SHOE_WALL_M * (1 - closing),
            ],
            axis=1,
        )
        # At the collar the shoe meets the leg as it is.
        collar = np.clip((foot[:, 1] - 0.6 * body.skeleton.heads[f"foot.{side}"][1]) / 0.02, 0, 1)[:, None]
        shoe[mine] = shaped * (1 - collar) + (foot + _away_from_axis(foot) * SHOE_WALL_M) * collar
    return shoe


def _outline(foot: Floats, stations: Floats) -> tuple[Floats, Floats, Floats]:
    """Inner and outer edge and upper line of a foot at stations from heel to toe, smoothed."""
    step = stations[1] - stations[0]
    lines = []
    for station in stations:
        near = foot[np.abs(foot[:, 2] - station) < step]
        lines.append((near[:, 0].min(), near[:, 0].max(), min(near[:, 1].max(), 0.095) + 0.006))
    low, high, top = np.array(lines).T
    smooth = np.array([0.25, 0.5, 0.25])
    low, high, top = (np.convolve(np.pad(line, 1, mode="edge"), smooth, "valid") for line in (low, high, top))
    return low, high, top


def _away_from_axis(foot: Floats) -> Floats:
    out = (foot - foot.mean(axis=0)) * np.array([1.0, 0.0, 1.0])
    away: Floats = out / (np.linalg.norm(out, axis=1, keepdims=True) + 1e-9)
    return away


def _hang(body: Body, layer: Layer, rest: Floats) -> Floats:
    """How far vertices can hang: not at the neck and shoulders, most at the hem; uneven, for folds."""
    if not layer.hang:
        return np.zeros(len(rest))
    x, y, z = rest.T
    h = body.skeleton.heads
    if layer.name == "top":
        free = np.clip((h["neck01"][1] - y) / 0.30, 0.12, 1)
        arm, _ = _arm_position(body, rest)
        free = np.where(arm > 0.2, np.clip(arm, 0.3, 0.8), free)
    else:
        free = np.clip(_leg_position(body, rest) / 0.6, 0.15, 1)
    folds = 0.72 + 0.16 * np.sin(31 * x + 23 * y + 2.1) + 0.12 * np.sin(-27 * x + 47 * y + 19 * z)
    hang: Floats = layer.hang * free * folds
    return hang


def hung(points: Floats, normals: Floats, hang: Floats) -> Floats:
    """Let cloth hang: it lies close where the body is below it and falls away where the body is above.

    Parameters
    ----------
    points, normals
        (n, 3) posed.
    hang
        (n,) metres.
    """
    falls = 0.10 + 0.90 * np.clip(0.35 - 0.65 * normals[:, 1], 0, 1)
    moved: Floats = points + normals * (hang * falls)[:, None]
    return moved
