"""A person's body: mesh, skeleton and skin weights, shaped from the CC0 data."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from .data import body_folder
from .skeleton import BONE_INDEX, BONES, Contacts, Skeleton
from .vectors import Floats, vec

if TYPE_CHECKING:
    from .person import Person
    from .pose_ik import Posed

Ints = NDArray[np.int64]
Faces = list[list[tuple[int, int]]]

SHOE_SOLE_M: Final = 0.016
"""Thickness of a training shoe's sole under the foot (drawn, and stood upon)."""

IDEAL_PROPORTIONS: Final = 0.6
"""How much of the data's "ideal proportions" is mixed in; all of it looks like a statue."""

CLOTH_AT_WAIST_M: Final = {"tight": 0.005, "normal": 0.012, "loose": 0.03}
"""How far a hand on the hip is kept off by the shirt."""
INSTEP_PER_HEIGHT: Final = 0.03
"""Ankle joint above the floor with the top of the foot down: a stretched foot is no thicker than this."""


@dataclass(frozen=True, slots=True, eq=False)
class BaseMesh:
    """The base mesh as it comes: (n, 3) vertices, (m, 2) texture points, faces by group."""

    vertices: Floats
    texture: Floats
    groups: dict[str, Faces]


@lru_cache(maxsize=1)
def base_mesh() -> BaseMesh:
    """Read the base mesh."""
    vertices: list[list[float]] = []
    texture: list[list[float]] = []
    groups: dict[str, Faces] = {}
    current: Faces = []
    with (body_folder() / "3dobjs/base.obj").open(encoding="ascii") as lines:
        for line in lines:
            kind, *rest = line.split() or [""]
            if kind == "v":
                vertices.append([float(x) for x in rest[:3]])
            elif kind == "vt":
                texture.append([float(x) for x in rest[:2]])
            elif kind == "g":
                current = groups.setdefault(rest[0], [])
            elif kind == "f":
                corners = (corner.split("/") for corner in rest)
                current.append([(int(c[0]) - 1, int(c[1]) - 1) for c in corners])
    return BaseMesh(np.array(vertices), np.array(texture), groups)


@lru_cache(maxsize=64)
def _target(path: str) -> tuple[Ints, Floats]:
    """Give a shape: which vertices it moves, and by how much at full strength."""
    index: list[int] = []
    moves: list[list[float]] = []
    with gzip.open(body_folder() / "targets/macrodetails" / f"{path}.target.gz", "rt") as lines:
        for line in lines:
            parts = line.split()
            if len(parts) == 4 and parts[0] != "#":
                index.append(int(parts[0]))
                moves.append([float(x) for x in parts[1:]])
    return np.array(index, int), np.array(moves).reshape(-1, 3)


def _levels(value: float) -> list[tuple[str, float]]:
    """Split 0..1 over the data's least, average and most."""
    if value <= 0.5:
        pairs = [("min", 1 - 2 * value), ("average", 2 * value)]
    else:
        pairs = [("average", 2 - 2 * value), ("max", 2 * value - 1)]
    return [(name, share) for name, share in pairs if share > 1e-6]


def shapes(person: Person) -> list[tuple[str, float]]:
    """Which shapes are mixed for a person, each with its share."""
    mixed: list[tuple[str, float]] = []
    for age, age_share in (("young", 1 - person.age), ("old", person.age)):
        if age_share <= 1e-6:
            continue
        mixed.append((f"{person.features}-{person.sex}-{age}", age_share))
        for muscle, muscle_share in _levels(person.muscle):
            for weight, weight_share in _levels(person.weight):
                share = age_share * muscle_share * weight_share
                build = f"{person.sex}-{age}-{muscle}muscle-{weight}weight"
                mixed.append((f"universal-{build}", share))
                mixed.append((f"proportions/{build}-idealproportions", share * IDEAL_PROPORTIONS))
    return mixed


def vertices_of(faces: Faces) -> Ints:
    """Give the vertices that faces use, in order, each once."""
    return np.unique([v for face in faces for v, _ in face])


def triangles(faces: Faces) -> Ints:
    """(t, 3, 2) corners of the triangles of faces: vertex and texture point."""
    out = [(f[0], f[k], f[k + 1]) for f in faces for k in range(1, len(f) - 1)]
    return np.array(out, int)


class Body:
    """A person's mesh at rest and how it follows the bones.

    Attributes
    ----------
    person
        Who it is.
    vertices
        (n, 3) metres, standing at the origin, facing z, feet on y = 0.
    skin
        Vertices of the body's own surface.
    skeleton
        The bones, with contacts measured on this mesh.
    weights
        (n, bones) how much each bone moves each vertex; rows sum to one.
    """

    def __init__(self, person: Person) -> None:
        mesh = base_mesh()
        vertices = mesh.vertices.copy()
        for path, share in shapes(person):
            index, moves = _target(path)
            vertices[index] += share * moves
        self.person = person
        self.skin = vertices_of(mesh.groups["body"])
        tall = np.ptp(vertices[self.skin, 1])
        vertices *= person.height_m / tall
        vertices[:, 1] -= vertices[self.skin, 1].min()
        self.vertices: Floats = vertices
        self.groups = mesh.groups
        self.texture = mesh.texture
        heads, ancestor = _bones(vertices, mesh.groups)
        self.weights = _weights(len(vertices), ancestor)
        self.landmark_vertices = _landmark_vertices(self, heads)
        markers = _markers(self, heads)
        self.skeleton = Skeleton(heads=heads, markers=markers, contacts=_contacts(self, heads, markers))

    def skinned(self, points: Floats, weights: Floats, posed: Posed) -> Floats:
        """Carry points at rest to where the bones take them (linear blend skinning).

        Parameters
        ----------
        points
            (n, 3) at rest.
        weights
            (n, bones).
        """
        shift = posed.heads - np.einsum("bij,bj->bi", posed.turns, self._head_array)
        # Row k of the result is sum over x, y, z of one blended matrix column times that coordinate.
        columns = [posed.turns[:, :, axis] for axis in range(3)]
        moved: Floats = weights @ shift.astype(np.float32)
        for axis, column in enumerate(columns):
            moved = moved + (weights @ column.astype(np.float32)) * points[:, axis, None]
        return moved

    @property
    def _head_array(self) -> Floats:
        return np.stack([self.skeleton.heads[b] for b in BONES])


def _bones(vertices: Floats, groups: dict[str, Faces]) -> tuple[dict[str, Floats], dict[str, int]]:
    """Where the posed bones begin, and for every bone of the rig the posed bone that carries it."""
    rig = json.loads((body_folder() / "rigs/standard/rig.default.json").read_text())

    def place(end: dict[str, object]) -> Floats:
        strategy = end["strategy"]
        if strategy == "CUBE":
            middle: Floats = vertices[vertices_of(groups[str(end["cube_name"])])].mean(axis=0)
            return middle
        if strategy == "MEAN":
            mean: Floats = vertices[np.array(end["vertex_indices"])].mean(axis=0)
            return mean
        at: Floats = vertices[int(str(end["vertex_index"]))]
        return at

    heads = {bone: place(rig[bone]["head"]) for bone in BONES}
    for side in ("L", "R"):
        for name, bone in (("pinky", "finger5-1"), ("index", "finger2-1"), ("thumb", "finger1-2")):
            heads[f"{name}.{side}"] = place(rig[f"{bone}.{side}"]["head"])
    heads["mouth"] = place(rig["oris03.L"]["head"])
    ancestor: dict[str, int] = {}
    for bone in rig:
        up = bone
        while up not in BONE_INDEX:
            up = rig[up]["parent"]
        ancestor[bone] = BONE_INDEX[up]
    return heads, ancestor


def _weights(count: int, ancestor: dict[str, int]) -> Floats:
    by_bone = json.loads((body_folder() / "rigs/standard/weights.default.json").read_text())["weights"]
    weights = np.zeros((count, len(BONES)), np.float32)
    for bone, pairs in by_bone.items():
        if pairs:
            index, share = zip(*pairs, strict=True)
            np.add.at(weights[:, ancestor[bone]], np.array(index, int), np.array(share, np.float32))
    total = weights.sum(axis=1, keepdims=True)
    normalised: Floats = weights / np.maximum(total, 1e-9)
    return normalised


def _landmark_vertices(body: Body, heads: dict[str, Floats]) -> dict[str, int]:
    """Vertices that stand for points of face and feet, found by shape."""
    v, skin = body.vertices, body.skin
    head = skin[v[skin, 1] > heads["neck03"][1]]
    found = {"nose": int(head[np.argmax(v[head, 2] - 3 * np.abs(v[head, 0]))])}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        found[f"ear.{side}"] = int(head[np.argmax(sign * v[head, 0])])
        low = skin[(v[skin, 1] < 0.04 * body.person.height_m) & (sign * v[skin, 0] > 0)]
        found[f"heel.{side}"] = int(low[np.argmin(v[low, 2])])
        found[f"toe.{side}"] = int(low[np.argmax(v[low, 2])])
    return found


def _markers(body: Body, heads: dict[str, Floats]) -> dict[str, Floats]:
    v = body.vertices
    markers = {name: v[i] for name, i in body.landmark_vertices.items()}
    for side, sign in (("L", 1.0), ("R", -1.0)):
        eye = v[vertices_of(body.groups[f"helper-{side.lower()}-eye"])]
        centre = eye.mean(axis=0)
        half = float(np.ptp(eye[:, 0]) / 2)
        markers[f"eye.{side}"] = centre
        markers[f"eye_inner.{side}"] = centre - vec(sign * half, 0, 0)
        markers[f"eye_outer.{side}"] = centre + vec(sign * half, 0, 0)
        # The corners of the mouth lie below the inner edges of the irises, a little back from its middle.
        markers[f"mouth.{side}"] = vec(sign * 0.85 * abs(centre[0]), heads["mouth"][1], heads["mouth"][2] - 0.012)
        for name in ("pinky", "index", "thumb"):
            markers[f"{name}.{side}"] = heads[f"{name}.{side}"]
    return markers


def _contacts(body: Body, heads: dict[str, Floats], markers: dict[str, Floats]) -> Contacts:
    """Measure how thick the flesh is around the joints that a person rests on."""
    v = body.vertices[body.skin]
    knee, ankle, elbow, wrist = (heads[f"{b}.L"] for b in ("lowerleg01", "foot", "lowerarm01", "wrist"))

    def ring(at: Floats, half_height: float, radius: float) -> Floats:
        near = (np.abs(v[:, 1] - at[1]) < half_height) & (np.hypot(v[:, 0] - at[0], v[:, 2] - at[2]) < radius)
        points: Floats = v[near] - at
        return points

    at_knee, at_ankle = ring(knee, 0.03, 0.14), ring(ankle + vec(0, 0.012, 0), 0.015, 0.09)
    at_elbow = v[np.linalg.norm(v - elbow, axis=1) < 0.07] - elbow
    at_wrist = v[np.linalg.norm(v - wrist, axis=1) < 0.05] - wrist
    hip = heads["upperleg01.L"]
    behind = v[(np.abs(v[:, 1] - hip[1] + 0.04) < 0.06) & (v[:, 0] > 0.02) & (v[:, 0] < hip[0] * 1.3)]
    shod = body.person.clothes.shoes is not None
    return Contacts(
        knee=0.96 * float(at_knee[:, 2].max()),
        knee_side=0.95 * float(at_knee[:, 0].max()),
        instep=min(float(at_ankle[:, 2].max()), INSTEP_PER_HEIGHT * body.person.height_m) + (0.008 if shod else 0.0),
        malleolus=float(at_ankle[:, 0].max()) + (0.008 if shod else 0.0),
        sole=float(ankle[1]) + (SHOE_SOLE_M if shod else 0.0),
        heel=float(ankle[2] - markers["heel.L"][2]) + (0.01 if shod else 0.0),
        elbow=0.85 * float(np.linalg.norm(at_elbow, axis=1).min() + 0.02),
        wrist=0.8 * float(np.linalg.norm(at_wrist, axis=1).min() + 0.02),
        seat=0.9 * float(hip[2] - behind[:, 2].min()),
        waist=float(v[(np.abs(v[:, 1] - hip[1] - 0.10) < 0.02) & (np.abs(v[:, 0]) < 0.26), 0].max())
        + CLOTH_AT_WAIST_M[body.person.clothes.top_fit],
    )
