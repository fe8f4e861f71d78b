"""``formcheck doctor``: whether this machine has all that formcheck needs, and what to do if not."""

from __future__ import annotations

import json
import platform
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from importlib import metadata
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal, TypeAlias

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from formcheck.errors import FormcheckError, ModelError
from formcheck.pose.libraries import LIBRARIES, missing_libraries, missing_library_error
from formcheck.pose.models import DEFAULT_MODEL, find_local_model
from formcheck.resources import resource

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.video.camera import Trial

State: TypeAlias = Literal["ok", "warn", "fail"]

_LOOKS: Final[dict[State, tuple[str, str]]] = {
    "ok": ("✓", "green"),
    "warn": ("!", "yellow"),
    "fail": ("✗", "red"),
}
"""A mark and a colour for each state, so that neither is needed alone."""

_FAILED_CODE: Final = 2

_OLDEST_PYTHON: Final = (3, 11)
_PACKAGES: Final = (
    "opencv-python",
    "av",
    "numpy",
    "scipy",
    "pydantic",
    "platformdirs",
    "typer",
    "rich",
    "sqlalchemy",
    "alembic",
    "jinja2",
    "matplotlib",
)
_EXTRAS: Final = {
    "weasyprint": ("reports as PDF", "pdf"),
    "pyarrow": ("exports as Parquet", "parquet"),
    "psycopg": ("records on a PostgreSQL server", "postgres"),
}
"""What more can be installed: what for, and the name of the extra that brings it."""

_MEDIAPIPE: Final = "0.10.33"
_PHONES_HOME: Final = "releases from 1.0 on were seen to call a metrics host when in use"

_SPEED_CLIP: Final = ("sample_videos", "kneeling_lunge_good.mp4")
_SPEED_FRAMES: Final = 40
_WARM_FRAMES: Final = 5  # the first ones load the networks and search for the person
_LIVE_FPS: Final = 15.0  # with fewer a live coach comes late and misses the turn of a quick rep


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found.

    Attributes
    ----------
    name
        What was looked at.
    state
        ok; warn: formcheck runs, but not all of it or not well; fail: it does not run.
    detail
        What was found.
    mend
        What to do about it; None where nothing is to be done.
    """

    name: str
    state: State
    detail: str
    mend: str | None = None


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Check this machine: Python, packages, system libraries, model, cameras, speed."""
    checks = [check() for check in CHECKS]
    if as_json:
        typer.echo(json.dumps([asdict(check) for check in checks], indent=2))
    else:
        Console(highlight=False).print(_table(checks))
    if any(check.state == "fail" for check in checks):
        raise typer.Exit(_FAILED_CODE)


def check_python() -> Check:
    """Check whether Python is new enough."""
    detail = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info[:2] < _OLDEST_PYTHON:
        return Check("Python", "fail", detail, "Install Python 3.11 or newer")
    return Check("Python", "ok", detail)


def check_packages() -> Check:
    """Check whether the packages are there."""
    versions = {package: _version(package) for package in _PACKAGES}
    missing = " ".join(package for package, version in versions.items() if version is None)
    if missing:
        return Check("Packages", "fail", f"missing: {missing}", f"Run: pip install {missing}")
    return Check("Packages", "ok", ", ".join(f"{package} {version}" for package, version in versions.items()))


def check_extras() -> Check:
    """Tell which of the packages are there that only some people need; none of them is missed."""
    found = {package: _version(package) for package in _EXTRAS}
    here = [f"{package} {version}" for package, version in found.items() if version is not None]
    lacking = [
        f"without {package} no {_EXTRAS[package][0]} (pip install 'formcheck[{_EXTRAS[package][1]}]')"
        for package, version in found.items()
        if version is None
    ]
    return Check("Extras", "ok", "; ".join([*here, *lacking]))


def check_mediapipe() -> Check:
    """Check whether MediaPipe is the release that keeps to itself."""
    version = _version("mediapipe")
    mend = f"Run: pip install mediapipe=={_MEDIAPIPE}"
    if version is None:
        return Check("MediaPipe", "fail", "not installed", mend)
    if version != _MEDIAPIPE:
        return Check("MediaPipe", "warn", f"{version}, tested is {_MEDIAPIPE}; {_PHONES_HOME}", mend)
    return Check("MediaPipe", "ok", f"{version}, the tested release; it opens no connection")


def check_libraries() -> Check:
    """Check whether the system libraries are there that MediaPipe and OpenCV load."""
    name = "System libraries"
    if not sys.platform.startswith("linux"):
        return Check(name, "ok", "the packages bring their own on this system")
    missing = missing_libraries()
    if not missing:
        return Check(name, "ok", ", ".join(library.name for library in LIBRARIES))
    detail = ", ".join(f"{library.name} ({library.needed_by})" for library in missing)
    packages = " ".join(dict.fromkeys(library.package for library in missing))
    return Check(name, "fail", f"missing: {detail}", f"Run: apt-get install {packages}")


def check_model() -> Check:
    """Check whether the default pose model is on this machine; the network is not asked."""
    try:
        model = find_local_model()
    except ModelError as error:
        if error.where == f"model {DEFAULT_MODEL}":
            return Check("Pose model", "warn", f"{DEFAULT_MODEL} is not here; it is fetched when needed", error.mend)
        return Check("Pose model", "fail", f"{error.where}: {error.what}", error.mend)
    return Check("Pose model", "ok", f"{model.name}, from {model.source}: {_short(model.path)}")


def check_cameras() -> Check:
    """Check which cameras can be opened, with a test shot of each."""
    try:
        from formcheck.video.camera import camera_numbers, try_camera

        numbers = camera_numbers()
        trials = [trial for trial in map(try_camera, numbers) if trial is not None]
    except (ImportError, OSError) as error:
        return _not_loaded("Cameras", error)
    if trials:
        return _cameras_check(trials)
    if numbers and sys.platform.startswith("linux"):
        mend = "Close other programs that use it; see who may read /dev/video*"
        return Check("Cameras", "warn", "there, but none gives a picture", mend)
    return Check("Cameras", "warn", "none found", "Plug one in for the live coach; recorded videos need none")


def _cameras_check(trials: list[Trial]) -> Check:
    """Say what each camera gave; a picture with nothing in it is a warning."""
    detail = ", ".join(_shot_words(trial) for trial in trials)
    if any(trial.trouble == "black" for trial in trials):
        return Check("Cameras", "warn", detail, "Open the cover of the lens, and let in some light")
    if any(trial.rate is not None and trial.rate < _LIVE_FPS for trial in trials):
        return Check("Cameras", "warn", detail, "More light makes a camera quicker; so does another USB port")
    return Check("Cameras", "ok", detail)


def _shot_words(trial: Trial) -> str:
    width, height = trial.size
    rate = "" if trial.rate is None else f", {trial.rate:.0f} frames a second"
    amiss = "" if trial.trouble == "none" else f", {trial.trouble}"
    return f"{trial.number} ({width}x{height}{rate}{amiss})"


def check_speed() -> Check:
    """Check how many frames a second the pose model does on a sample clip."""
    try:
        fps = _landmarker_fps(resource(*_SPEED_CLIP), find_local_model().path)
    except (ImportError, OSError) as error:
        return _not_loaded("Speed", error)
    except FormcheckError as error:
        return Check("Speed", "warn", f"not measured ({error.where}: {error.what})", error.mend)
    detail = f"{fps:.0f} frames a second with the model {DEFAULT_MODEL}"
    if fps < _LIVE_FPS:
        return Check("Speed", "warn", f"{detail}, slow for the live coach", "Close other programs, or use --model lite")
    return Check("Speed", "ok", detail)


CHECKS: Final[tuple[Callable[[], Check], ...]] = (
    check_python,
    check_packages,
    check_extras,
    check_mediapipe,
    check_libraries,
    check_model,
    check_cameras,
    check_speed,
)


def _table(checks: list[Check]) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(style="bold", no_wrap=True)
    table.add_column(overflow="fold")
    for check in checks:
        mark, colour = _LOOKS[check.state]
        text = Text(check.detail)
        if check.mend is not None and check.state != "ok":
            text.append(f"\n{check.mend}", style=colour)
        table.add_row(Text(mark, style=colour), check.name, text)
    return table


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def _not_loaded(name: str, error: ImportError | OSError) -> Check:
    """Report a package that does not load; which library it lacks is said where that is the reason."""
    known = missing_library_error(error)
    if known is None:
        return Check(name, "fail", str(error), "Run: pip install --force-reinstall formcheck")
    return Check(name, "fail", known.what, known.mend)


def _short(path: Path) -> str:
    """Write a path below the home folder with ~."""
    return f"~/{path.relative_to(Path.home()).as_posix()}" if path.is_relative_to(Path.home()) else str(path)


def _landmarker_fps(clip: Path, model: Path) -> float:
    """Measure the pose model alone, mask and all, on frames already decoded."""
    from formcheck.pose.estimator import Estimator
    from formcheck.video.reader import VideoFile

    with VideoFile(clip) as video:
        frames = list(islice(video.frames(), _SPEED_FRAMES))
    seconds = []
    with Estimator(model) as estimator:
        for frame in frames:
            start = time.perf_counter()
            estimator.observe(frame)
            seconds.append(time.perf_counter() - start)
    return 1.0 / statistics.median(seconds[_WARM_FRAMES:])
