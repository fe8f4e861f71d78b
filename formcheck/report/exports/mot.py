"""The apparent angles of a session as MOT files, as OpenSim reads them: one for each movement on each side."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from formcheck.analysis.summary import CONVENTION, LIMITS
from formcheck.errors import StoreError
from formcheck.files import atomic_write
from formcheck.report.exports.trc import UNSEEN
from formcheck.report.row import DEGREES
from formcheck.store.facts import sets_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formcheck.report.kept import KeptSession
    from formcheck.store.nouns import Json

TIME: Final = "time"

_NO_NAME: Final = re.compile(r"[^A-Za-z0-9_-]")
"""What a movement's id never has; a record that was tampered with shall not choose another folder."""


def write_mots(session: KeptSession, folder: Path, stem: str) -> list[Path]:
    """Write the angles of each set over its time, smoothed as they were judged.

    Parameters
    ----------
    session
        One with series.
    folder, stem
        Where to, and what the files' names begin with: ``<stem>-set-2-kneeling-lunge-left.mot``.

    Returns
    -------
    list[Path]
        The files; none for a set in which no angle was seen.

    Raises
    ------
    StoreError
        If no angle was seen in any of them.
    OutputError
        If one cannot be written.
    """
    written = []
    for number, done in enumerate(sets_of(session.record), start=1):
        frames = session.frames(done["start_s"], done["end_s"])
        names = [
            name
            for name, over in sorted(done["measures"].items())
            if over["unit"] == DEGREES and name in session.series
        ]
        if frames is None or not names:
            continue
        told = "-".join(filter(None, (done["movement"], done["side"])))
        path = folder / f"{stem}-set-{number}-{_NO_NAME.sub('_', told)}.mot"
        with atomic_write(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{line}\n" for line in _lines(session, done, names, frames))
        written.append(path)
    if not written:
        raise StoreError("no angle was seen in this session")
    return written


def _lines(session: KeptSession, done: Json, names: list[str], frames: tuple[int, int]) -> Iterator[str]:
    first, last = frames
    yield "Coordinates"
    yield "version=1"
    yield f"nRows={last - first + 1}"
    yield f"nColumns={len(names) + 1}"
    yield "inDegrees=yes"
    yield ""
    yield f"{done['movement']}, worked side: {done['side'] or 'not known'}. {LIMITS}"
    yield CONVENTION
    yield "Time in seconds of the recording. NaN where it was not seen."
    yield ""
    yield "endheader"
    yield "\t".join((TIME, *names))
    columns = [session.series[name] for name in names]
    for frame in range(first, last + 1):
        values = (column[frame] for column in columns)
        yield "\t".join((f"{session.times_s[frame]:.3f}", *(_shown(float(value)) for value in values)))


def _shown(value: float) -> str:
    return UNSEEN if value != value else f"{value:.3f}"
