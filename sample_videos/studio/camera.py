"""The camera: where it stands, what it sees, where a point lands in the picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .vectors import UP, Floats, cross, turn_y, turn_z, unit, vec

NEAR_M, FAR_M = 0.05, 40.0


@dataclass(frozen=True, slots=True)
class Camera:
    """A pinhole camera.

    Attributes
    ----------
    yaw_deg
        Where it stands, seen from the subject's first facing direction: 0 in front, 90 at the subject's
        left, 180 behind, -90 at the right.
    distance_m
        From the point it looks at, along the floor.
    height_m
        Above the floor.
    look_height_m
        Height of the point it looks at; height and this make the tilt.
    look_forward_m, look_left_m
        That point on the floor plane, seen from the subject.
    fov_deg
        Vertical field of view.
    roll_deg
        Turned about its own axis.
    width, height
        Of the picture, pixels; both even.
    """

    yaw_deg: float = 90.0
    distance_m: float = 3.1
    height_m: float = 0.8
    look_height_m: float = 0.6
    look_forward_m: float = 0.0
    look_left_m: float = 0.0
    fov_deg: float = 38.0
    roll_deg: float = 0.0
    width: int = 640
    height: int = 360

    @property
    def target(self) -> Floats:
        """(3,) point in the middle of the picture."""
        return vec(self.look_left_m, self.look_height_m, self.look_forward_m)

    @property
    def eye(self) -> Floats:
        """(3,) where the camera is."""
        away = turn_y(self.yaw_deg) @ vec(0, 0, self.distance_m)
        return vec(self.look_left_m, self.height_m, self.look_forward_m) + away

    @property
    def tilt_deg(self) -> float:
        """How far it looks down, degrees."""
        return float(np.degrees(np.arctan2(self.height_m - self.look_height_m, self.distance_m)))

    @property
    def focal_px(self) -> float:
        """Focal length, pixels."""
        return float(self.height / 2 / np.tan(np.radians(self.fov_deg) / 2))

    def view(self) -> Floats:
        """(4, 4) from the room to the camera: x right, y up, z toward the viewer."""
        back = unit(self.eye - self.target)
        right = unit(cross(UP, back))
        rotation = turn_z(self.roll_deg) @ np.stack([right, cross(back, right), back])
        matrix = np.eye(4)
        matrix[:3, :3] = rotation
        matrix[:3, 3] = -rotation @ self.eye
        return matrix

    def projection(self) -> Floats:
        """(4, 4) perspective of the camera, in the convention of OpenGL."""
        f = 1 / np.tan(np.radians(self.fov_deg) / 2)
        n, z = NEAR_M, FAR_M
        return np.array(
            [
                [f * self.height / self.width, 0, 0, 0],
                [0, f, 0, 0],
                [0, 0, (z + n) / (n - z), 2 * z * n / (n - z)],
                [0, 0, -1, 0],
            ]
        )

    def matrix(self) -> Floats:
        """(3, 4) that takes a point (x, y, z, 1) to pixels times depth: x right, y down."""
        flip = np.diag([1.0, -1.0, -1.0])
        inner = np.array(
            [
                [self.focal_px, 0, self.width / 2],
                [0, self.focal_px, self.height / 2],
                [0, 0, 1.0],
            ]
        )
        outer: Floats = inner @ flip @ self.view()[:3]
        return outer

    def project(self, points: Floats) -> Floats:
        """Pixels of points.

        Parameters
        ----------
        points
            (n, 3) metres.

        Returns
        -------
        (n, 2) array
            x right, y down; may lie outside the picture; NaN behind the camera.
        """
        q = np.c_[points, np.ones(len(points))] @ self.matrix().T
        depth = np.where(q[:, 2] > NEAR_M, q[:, 2], np.nan)
        pixels: Floats = q[:, :2] / depth[:, None]
        return pixels
