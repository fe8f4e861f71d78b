"""``formcheck camera``: measure a camera with a printed checkerboard; and the options that say how one stands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from formcheck.body.camera import CameraHint

DEFAULT_BOARD: Final = "9x6"
"""Inner corners of the board that most sites offer for printing."""

camera_app = typer.Typer(help="Measure the camera with a printed checkerboard.", no_args_is_help=True)

CameraOption = Annotated[
    Path | None,
    typer.Option("--camera", metavar="FILE", help="The camera as formcheck camera calibrate measured it."),
]
CameraHeightOption = Annotated[
    float | None,
    typer.Option("--camera-height", metavar="M", min=0.05, max=5.0, help="How high the camera stands, metres."),
]
CameraTiltOption = Annotated[
    float | None,
    typer.Option("--camera-tilt", metavar="DEG", min=-20.0, max=90.0, help="How far it looks down; 0 is level."),
]
CameraFovOption = Annotated[
    float | None,
    typer.Option("--camera-fov", metavar="DEG", min=15.0, max=150.0, help="How wide it sees, from left to right."),
]
StatureOption = Annotated[
    float | None, typer.Option("--height", metavar="M", min=0.8, max=2.5, help="The person's height, metres.")
]


def camera_hint(
    file: Path | None, height_m: float | None, tilt_deg: float | None, fov_deg: float | None, stature_m: float | None
) -> CameraHint | None:
    """Join what the options say of the camera; None where they say nothing.

    Raises
    ------
    CameraError
        If the file is none of a camera.
    """
    from formcheck.analysis.camera_file import load_camera
    from formcheck.body.camera import CameraHint

    if file is not None:
        if (height_m, tilt_deg, fov_deg) != (None, None, None):
            raise typer.BadParameter("give a camera file or the camera's height, tilt and width, not both")
        return load_camera(file, stature_m)
    if (height_m, tilt_deg, fov_deg) == (None, None, None):
        return None
    return CameraHint(tilt_deg=tilt_deg, fov_deg=fov_deg, height_m=height_m, stature_m=stature_m)


def _corners_of(board: str) -> tuple[int, int]:
    found = re.fullmatch(r"(\d{1,2})x(\d{1,2})", board)
    if found is None or min(int(found[1]), int(found[2])) < 3 or found[1] == found[2]:
        raise typer.BadParameter("write the inner corners as 9x6: at least 3, and not as many across as along")
    return int(found[1]), int(found[2])


@camera_app.command("calibrate")
def calibrate_camera(
    pictures: Annotated[
        list[Path], typer.Argument(metavar="PICTURE", help="Of the board at different slants; three or more.")
    ],
    on_floor: Annotated[
        Path | None,
        typer.Option("--on-floor", metavar="PICTURE", help="The board flat on the floor, the camera where it will be."),
    ] = None,
    corners: Annotated[str, typer.Option("--corners", help="Inner corners of the board, across and along.")] = (
        DEFAULT_BOARD
    ),
    square_mm: Annotated[float, typer.Option("--square-mm", min=2.0, max=500.0, help="Side of a square.")] = 25.0,
    out: Annotated[Path, typer.Option("--out", help="Where the camera is written.")] = Path("camera.toml"),
) -> None:
    """Measure a camera with pictures of a checkerboard, taken as the videos are: same lens, same direction, no zoom.

    Pictures out of a video of the board are best. The file goes to
    formcheck analyse --camera FILE; the pictures are not kept.
    """
    from formcheck.analysis.camera_file import save_camera
    from formcheck.body.camera import CameraHint
    from formcheck.pose.checkerboard import Board, calibrate

    across, along = _corners_of(corners)
    measured = calibrate(pictures, Board(across, along, square_mm / 1000), on_floor)
    hint = CameraHint(measured.tilt_deg, measured.roll_deg, None, measured.focal, measured.height_m, measured=True)
    save_camera(hint, out)
    typer.echo(
        f"Focal length {measured.focal:.3f} of the picture's longer side; corners fit to {measured.misfit_px:.2f} px"
    )
    if measured.height_m is not None:
        typer.echo(f"Camera {measured.height_m:.2f} m high, looking {measured.tilt_deg:.1f} degrees down")
    typer.echo(f"Kept in {out}; use it with formcheck analyse --camera {out}")
