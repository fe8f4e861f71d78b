"""The folder of results beside which a person finds everything of one recording."""

from __future__ import annotations

import json
from dataclasses import dataclass
from itertools import count
from typing import TYPE_CHECKING, Final

from formcheck.analysis.pictures import draw_video, wanted_stills
from formcheck.analysis.progress import Listener, nobody_listens
from formcheck.analysis.summary import series_columns, session_record
from formcheck.draw.blur import Showing
from formcheck.files import atomic_write, make_folder, output_error
from formcheck.pose import track as tracks

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from formcheck.analysis.analysis import Analysis

SUFFIX: Final = "_formcheck"

SESSION_NAME: Final = "session.json"

REPORT_NAME: Final = "report.html"


@dataclass(frozen=True, slots=True)
class ResultFolder:
    """Where the results of one recording go: ``<stem>_formcheck/``.

    Attributes
    ----------
    path
        The folder.
    stem
        What the recording is called, without its ending.
    """

    path: Path
    stem: str

    @property
    def video(self) -> Path:
        """The annotated video."""
        return self.path / f"{self.stem}_annotated.mp4"

    @property
    def track(self) -> Path:
        """The poses."""
        return self.path / f"{self.stem}.track"

    @property
    def session(self) -> Path:
        """The full record."""
        return self.path / SESSION_NAME

    @property
    def report(self) -> Path:
        """The report."""
        return self.path / REPORT_NAME


def result_folders(recordings: Sequence[Path], parent: Path) -> list[ResultFolder]:
    """Choose a folder for each recording; two of one name get numbers."""
    names = distinct_names(recordings)
    return [
        ResultFolder(parent / f"{name}{SUFFIX}", recording.stem)
        for name, recording in zip(names, recordings, strict=True)
    ]


def distinct_names(paths: Iterable[Path]) -> list[str]:
    """Give the names of files without their endings, with numbers where one is there already.

    Names that differ in capitals only are one name, since some disks cannot tell them apart.
    """
    taken: dict[str, str] = {}
    for path in paths:
        names = (f"{path.stem}-{number}" if number > 1 else path.stem for number in count(1))
        name = next(name for name in names if name.casefold() not in taken)
        taken[name.casefold()] = name
    return list(taken.values())


def write_json(path: Path, content: Mapping[str, object] | list[dict[str, object]]) -> None:
    """Write a JSON file, whole or not at all.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    with atomic_write(path) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n", "utf-8")


def write_session(analysis: Analysis, path: Path, more: Mapping[str, object] | None = None) -> None:
    """Write the full record: the summary with what happened when, and the reported measures over time.

    The series stand at its end, a line each, and are written one after the other: of an hour they are long.

    Parameters
    ----------
    analysis
        What to write.
    path
        Where to.
    more
        Keys of its own that the record has besides, as plain data.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    head = json.dumps({**session_record(analysis), **(more or {})}, ensure_ascii=False, indent=1, allow_nan=False)
    with atomic_write(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.write(head.removesuffix("\n}") + ',\n "series": {')
        for number, (name, column) in enumerate(series_columns(analysis)):
            file.write(f"{',' if number else ''}\n  {json.dumps(name)}: {json.dumps(column, allow_nan=False)}")
        file.write("\n }\n}\n")


def write_record(analysis: Analysis, folder: ResultFolder, more: Mapping[str, object] | None = None) -> list[Path]:
    """Write the track and the full record, and then clear away the pictures and the report of an earlier run.

    ``more`` is what the record has besides, as plain data.

    Raises
    ------
    OutputError
        If one of them cannot be written.
    """
    make_folder(folder.path)
    tracks.save(analysis.track, folder.track)
    write_session(analysis, folder.session, more)
    for old in [*folder.path.glob("fault_*.jpg"), folder.video, folder.report]:
        try:
            old.unlink(missing_ok=True)
        except OSError as error:
            raise output_error(error, old) from error
    return [folder.session, folder.track]


def write_pictures(
    analysis: Analysis,
    recording: Path,
    folder: ResultFolder,
    *,
    with_video: bool = True,
    showing: Showing = Showing.BLURRED,
    model: Path | None = None,
    listener: Listener = nobody_listens,
) -> list[Path]:
    """Write the stills and the annotated video; heads are blurred in both, unless something else is to be shown.

    Raises
    ------
    VideoError
        If the recording cannot be read any more.
    OutputError
        If a picture cannot be written.
    """
    stills = wanted_stills(analysis, folder.path)
    return draw_video(recording, analysis, folder.video if with_video else None, stills, showing, model, listener)
