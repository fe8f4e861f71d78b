"""Pictures of people in a room, drawn off screen by the processor (moderngl on EGL and Mesa)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.errors import MissingLibraryError

from .body import Body, triangles
from .errors import StudioError
from .painting import paint_eye, paint_layer, paint_skin
from .room import Room, Surface, light_direction
from .shaders import DEPTH_FRAGMENT, DEPTH_VERTEX, FRAGMENT, SHADOW_PX, VERTEX
from .vectors import UP, Floats, cross, unit, vec
from .wardrobe import hung, layers, shell, vertex_normals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from .camera import Camera
    from .painting import Picture
    from .pose_ik import Posed

SYSTEM_PACKAGES: Final = ("libegl1", "libegl-mesa0", "libgl1-mesa-dri")
"""Debian's names of what the off-screen renderer needs."""

SHADOW_HALF_M: Final = 2.4
"""Half the side of the square around the middle of the room in which shadows fall."""
SAMPLES: Final = 4


@lru_cache(maxsize=1)
def _context() -> Any:
    """One drawing context for the process: several would have to be made current in turn.

    Raises
    ------
    StudioError
        The Python package is missing.
    MissingLibraryError
        The system libraries are missing.
    """
    try:
        import moderngl
    except ImportError as error:
        raise StudioError(
            "the renderer is not installed",
            where="moderngl",
            mend="Install the extra: pip install 'formcheck[studio]'",
        ) from error
    try:
        # The package's own types want a dictionary here; its documentation and code, a name.
        return moderngl.create_context(standalone=True, backend="egl", require=330)  # type: ignore[arg-type]
    except Exception as error:  # the package raises bare Exception when EGL cannot be loaded
        raise MissingLibraryError(
            f"no off-screen drawing on this machine ({error})",
            mend=f"On Debian or Ubuntu: sudo apt install {' '.join(SYSTEM_PACKAGES)}",
        ) from error


def renderer_name() -> str:
    """Name of what draws, such as ``llvmpipe``; raises as making a renderer would."""
    return str(_context().info["GL_RENDERER"])


def _bytes(array: NDArray[Any], kind: str = "f4") -> bytes:
    return np.ascontiguousarray(array, dtype=kind).tobytes()


@dataclass(slots=True, eq=False)
class _Part:
    """Something drawn: buffers on the renderer's side, and how to fill them for a moving one."""

    draw: Any
    depth: Any
    buffer: Any
    texture: Any
    gloss: float
    wrap: float
    casts: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Mesh:
    """A piece of a person that moves with the bones."""

    rest: Floats
    weights: Floats
    corners: NDArray[np.int64]
    spread: NDArray[np.int64]
    hang: Floats | None
    part: _Part


class Actor:
    """A person made ready for drawing."""

    def __init__(self, renderer: Renderer, body: Body, seed: int) -> None:
        rng = np.random.default_rng(seed)
        self.body = body
        self.visible = True
        self.extent = (np.zeros(3), np.zeros(3))
        self.meshes: list[_Mesh] = []
        worn = layers(body)
        skin = triangles(body.groups["body"])
        self._add(
            renderer,
            body.vertices,
            np.arange(len(body.vertices)),
            skin,
            paint_skin(body, worn, rng),
            0.06,
            0.25,
        )
        for side in ("L", "R"):
            eye = triangles(body.groups[f"helper-{side.lower()}-eye"])
            self._add(renderer, body.vertices, np.arange(len(body.vertices)), eye, paint_eye(body, side), 0.4, 0.1)
        for layer in worn:
            cut = shell(body, layer)
            hang = cut.hang if layer.hang else None
            gloss = 0.12 if layer.name == "hair" else 0.02
            picture = paint_layer(body, layer, rng)
            self._add(renderer, cut.rest, cut.vertices, cut.triangles, picture, gloss, 0.2, hang)
        if body.person.hair_style == "bun":
            self._bun(renderer)

    def _add(
        self, renderer: Renderer, rest: Floats, vertices: NDArray[np.int64], corners: NDArray[np.int64],
        picture: Picture, gloss: float, wrap: float, hang: Floats | None = None,
    ) -> None:  # fmt: skip
        used, index = np.unique(corners[..., 0], return_inverse=True)
        index = index.reshape(corners.shape[:2])
        # One drawn vertex for each pair of mesh vertex and texture point.
        pairs, drawn = np.unique(
            np.stack([index.reshape(-1), corners[..., 1].reshape(-1)], axis=1), axis=0, return_inverse=True
        )
        texels = self.body.texture[pairs[:, 1]]
        part = renderer.moving_part(len(pairs), texels, drawn.reshape(-1), picture, gloss, wrap)
        self.meshes.append(
            _Mesh(
                rest=rest[used],
                weights=self.body.weights[vertices[used]],
                corners=index,
                spread=pairs[:, 0],
                hang=None if hang is None else hang[used],
                part=part,
            )
        )

    def _bun(self, renderer: Renderer) -> None:
        """Give a knot of hair at the back of the head: a ball that rides on it."""
        k = self.body.person.height_m / 1.75
        head, eye = self.body.skeleton.heads["head"], self.body.skeleton.markers["eye.L"]
        around, up = np.meshgrid(np.linspace(0, 2 * np.pi, 13), np.linspace(-np.pi / 2, np.pi / 2, 8))
        ball = np.stack([np.cos(up) * np.cos(around), np.sin(up), np.cos(up) * np.sin(around)], axis=-1)
        rest = ball.reshape(-1, 3) * 0.048 * k + vec(0, eye[1] + 0.035 * k, head[2] - 0.125 * k)
        rows, columns = around.shape
        grid = np.arange(rows * columns).reshape(rows, columns)
        a, b, c, d = grid[:-1, :-1], grid[:-1, 1:], grid[1:, 1:], grid[1:, :-1]
        corners = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
        picture = np.ones((4, 4, 4), np.float32) * (*self.body.person.hair, 255)
        texels = np.zeros((len(rest), 2))
        part = renderer.moving_part(len(rest), texels, corners.reshape(-1), picture, 0.1, 0.2)
        nose = self.body.landmark_vertices["nose"]
        weights = np.tile(self.body.weights[nose], (len(rest), 1))
        self.meshes.append(_Mesh(rest, weights, corners, np.arange(len(rest)), None, part))

    def pose(self, posed: Posed) -> None:
        """Put the person in place for the next picture."""
        lows: list[Floats] = []
        highs: list[Floats] = []
        for mesh in self.meshes:
            points = self.body.skinned(mesh.rest, mesh.weights, posed)
            normals = vertex_normals(points, mesh.corners)
            if mesh.hang is not None:
                points = hung(points, normals, mesh.hang)
                points[:, 1] = np.maximum(points[:, 1], 0.004)  # cloth lies on the floor, not in it
                normals = vertex_normals(points, mesh.corners)
            both = np.hstack([points, normals])[mesh.spread]
            mesh.part.buffer.write(_bytes(both))
            lows.append(points.min(axis=0))
            highs.append(points.max(axis=0))
        self.extent = (np.min(lows, axis=0), np.max(highs, axis=0))


def _around(a: tuple[int, int, int, int], b: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
    """Smallest rectangle (x, y, width, height) around two."""
    x, y = min(a[0], b[0]), min(a[1], b[1])
    return (x, y, max(a[0] + a[2], b[0] + b[2]) - x, max(a[1] + a[3], b[1] + b[3]) - y)


class Renderer:
    """Draws one room through one camera.

    Parameters
    ----------
    camera, room
        What is seen, and from where.
    surfaces
        Everything that does not move.
    """

    def __init__(self, camera: Camera, room: Room, surfaces: Iterable[Surface]) -> None:
        self._gl: Any = _context()
        self.camera, self.room = camera, room
        size = (camera.width, camera.height)
        gl = self._gl
        self._program = gl.program(VERTEX, FRAGMENT)
        self._depth_program = gl.program(DEPTH_VERTEX, DEPTH_FRAGMENT)
        self._canvas = gl.framebuffer(
            [gl.renderbuffer(size, 4, samples=SAMPLES)], gl.depth_renderbuffer(size, samples=SAMPLES)
        )
        self._flat = gl.framebuffer([gl.renderbuffer(size, 4)])
        self._shadow = gl.depth_texture((SHADOW_PX, SHADOW_PX))
        self._shadow.compare_func = ""
        self._shadow.repeat_x = self._shadow.repeat_y = False
        self._shadow_canvas = gl.framebuffer(depth_attachment=self._shadow)
        self._still = [self._still_part(surface) for surface in surfaces]
        self.actors: list[Actor] = []
        self._drawn_last: tuple[int, int, int, int] | None = None

    def add(self, body: Body, seed: int) -> Actor:
        """Bring a person into the room."""
        actor = Actor(self, body, seed)
        self.actors.append(actor)
        return actor

    # ------------------------------------------------------------------ buffers

    def _texture(self, picture: Picture) -> Any:
        import moderngl

        channels = picture.shape[2]
        pixels = np.clip(picture, 0, 255).astype(np.uint8)[::-1]
        texture = self._gl.texture((picture.shape[1], picture.shape[0]), channels, pixels.tobytes(), alignment=1)
        texture.build_mipmaps()
        texture.filter = (moderngl.LINEAR_MIPMAP_LINEAR, moderngl.LINEAR)
        return texture

    def _still_part(self, surface: Surface) -> _Part:
        quads = len(surface.points) // 4
        index = (np.arange(quads)[:, None] * 4 + [0, 1, 2, 0, 2, 3]).reshape(-1)
        data = np.hstack([surface.points, surface.normals, surface.texture])
        buffer = self._gl.buffer(_bytes(data))
        numbers = self._gl.buffer(_bytes(index, "i4"))
        draw = self._gl.vertex_array(
            self._program, [(buffer, "3f 3f 2f", "place", "normal", "texel")], index_buffer=numbers
        )
        depth = self._gl.vertex_array(self._depth_program, [(buffer, "3f 5x4", "place")], index_buffer=numbers)
        return _Part(draw, depth, buffer, self._texture(surface.picture), 0.03, 0.0, surface.casts)

    def moving_part(
        self,
        count: int,
        texels: Floats,
        index: NDArray[np.int64],
        picture: Picture,
        gloss: float,
        wrap: float,
    ) -> _Part:
        """Make room for a piece that is filled anew for every picture."""
        buffer = self._gl.buffer(reserve=count * 24, dynamic=True)
        texture_buffer = self._gl.buffer(_bytes(texels))
        numbers = self._gl.buffer(_bytes(index, "i4"))
        draw = self._gl.vertex_array(
            self._program,
            [(buffer, "3f 3f", "place", "normal"), (texture_buffer, "2f", "texel")],
            index_buffer=numbers,
        )
        depth = self._gl.vertex_array(self._depth_program, [(buffer, "3f 3x4", "place")], index_buffer=numbers)
        return _Part(draw, depth, buffer, self._texture(picture), gloss, wrap, casts=True)

    def _moving(self) -> Iterable[_Part]:
        return (mesh.part for actor in self.actors if actor.visible for mesh in actor.meshes)

    # ------------------------------------------------------------------ drawing

    def _light_view(self) -> Floats:
        light = light_direction(self.room)
        eye = light * 4 + vec(0, 0.6, 0)
        right = unit(cross(UP, light))
        rotation = np.stack([right, cross(light, right), light])
        view = np.eye(4)
        view[:3, :3] = rotation
        view[:3, 3] = -rotation @ eye
        scale = np.diag([1 / SHADOW_HALF_M, 1 / SHADOW_HALF_M, -2 / 8.0, 1.0])
        scale[2, 3] = -1.0
        lit: Floats = scale @ view
        return lit

    def _draw_shadows(self, lit: Floats) -> None:
        import moderngl

        self._shadow_canvas.use()
        self._shadow_canvas.clear(depth=1.0)
        self._gl.enable(moderngl.DEPTH_TEST)
        self._depth_program["seen"].write(_bytes(lit.T))
        for part in (*self._still, *self._moving()):
            if part.casts:
                part.depth.render()

    def _set_light(self, lit: Floats) -> None:
        room, g = self.room, self._program
        warm = np.array([1 + 0.10 * room.warmth, 1.0, 1 - 0.12 * room.warmth])
        key = 1.65 * room.contrast * room.brightness * warm
        soft = (1.0 - 0.55 * room.contrast) * room.brightness
        g["seen"].write(_bytes((self.camera.projection() @ self.camera.view()).T))
        g["lit"].write(_bytes(lit.T))
        g["light"] = tuple(light_direction(room))
        g["eye"] = tuple(self.camera.eye)
        g["key"] = tuple(key)
        g["sky"] = tuple(np.array([0.85, 0.90, 0.98]) * soft)
        g["ground"] = tuple(np.array([0.66, 0.62, 0.57]) * soft)
        g["picture"], g["depths"] = 0, 1

    def draw(self) -> NDArray[np.uint8]:
        """(height, width, 3) picture, red green blue."""
        import moderngl

        lit = self._light_view()
        self._draw_shadows(lit)
        self._canvas.use()
        changed = self._changing_part()
        self._canvas.scissor = changed if self._drawn_last is None else _around(changed, self._drawn_last)
        if self._drawn_last is None:
            self._canvas.scissor = None
        self._drawn_last = changed
        self._canvas.clear(0.7, 0.75, 0.8, 1.0)
        self._gl.enable(moderngl.DEPTH_TEST)
        self._set_light(lit)
        self._shadow.use(1)
        for part in (*self._still, *self._moving()):
            part.texture.use(0)
            self._program["gloss"] = part.gloss
            self._program["wrap"] = part.wrap
            part.draw.render()
        self._canvas.scissor = None
        return self._read()

    def _changing_part(self) -> tuple[int, int, int, int]:
        """Give the part of the picture (x, y from below, width, height) in which people and shadows are.

        All else stays as it was drawn for the first picture; that halves the time.
        """
        light = light_direction(self.room)
        points = []
        for actor in self.actors:
            if not actor.visible:
                continue
            low, high = actor.extent
            corners = np.array(
                [[x, y, z] for x in (low[0], high[0]) for y in (low[1], high[1]) for z in (low[2], high[2])]
            )
            points += [corners, corners - light * (corners[:, 1] / light[1])[:, None]]
        width, height = self.camera.width, self.camera.height
        if not points:
            return (0, 0, 1, 1)
        pixels = self.camera.project(np.concatenate(points))
        if np.isnan(pixels).any():  # somebody reaches behind the camera: draw it all
            return (0, 0, width, height)
        x0, y0 = np.clip(np.floor(pixels.min(axis=0)) - 4, 0, [width - 1, height - 1]).astype(int)
        x1, y1 = np.clip(np.ceil(pixels.max(axis=0)) + 4, 1, [width, height]).astype(int)
        return (int(x0), height - int(y1), max(1, int(x1 - x0)), max(1, int(y1 - y0)))

    def mask(self, actor: Actor) -> NDArray[np.bool_]:
        """(height, width) where a person is, as if nothing stood before them."""
        import moderngl

        self._drawn_last = None  # the canvas is used for something else: the next picture is drawn whole
        self._canvas.use()
        self._canvas.clear(0, 0, 0, 1.0)
        self._gl.enable(moderngl.DEPTH_TEST)
        self._depth_program["seen"].write(_bytes((self.camera.projection() @ self.camera.view()).T))
        for mesh in actor.meshes:
            mesh.part.depth.render()
        drawn: NDArray[np.bool_] = self._read()[..., 0] > 127
        return drawn

    def _read(self) -> NDArray[np.uint8]:
        self._gl.copy_framebuffer(self._flat, self._canvas)
        size = (self.camera.height, self.camera.width, 3)
        raw = np.frombuffer(self._flat.read(components=3, alignment=1), np.uint8)
        return np.ascontiguousarray(raw.reshape(size)[::-1])
