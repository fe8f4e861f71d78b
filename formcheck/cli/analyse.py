"""``formcheck analyse``: recorded videos in, reps, holds, verdicts and an annotated video out."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from formcheck.cli.camera import (
    CameraFovOption,
    CameraHeightOption,
    CameraOption,
    CameraTiltOption,
    StatureOption,
    camera_hint,
)
from formcheck.cli.errors import ExitCode, error_line
from formcheck.cli.keeping import keep_analysed, own_targets_of, records_of, told_the_judge
from formcheck.cli.progress import StopWish, progress_bar
from formcheck.cli.records import (  # noqa: TC001 - Typer reads the annotations
    PersonOption,
    StoreOption,
    WhenOption,
    YesOption,
)
from formcheck.cli.showing import NoBlurOption, PictureChoice, SkeletonOption, what_is_kept
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.analysis.analysis import Analysis
    from formcheck.analysis.folder import ResultFolder
    from formcheck.body.camera import CameraHint
    from formcheck.pose.models import Model
    from formcheck.pose.track import Track
    from formcheck.routine.own_targets import OwnTargets
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement
    from formcheck.store.nouns import SessionLine
    from formcheck.store.store import Store


class SideChoice(StrEnum):
    """The two sides."""

    LEFT = "left"
    RIGHT = "right"


MovementOption = Annotated[
    str | None,
    typer.Option(
        "--movement",
        "-m",
        help="Judge this movement alone: its id (formcheck routine list), or a movement file.",
        show_default=False,
    ),
]
ProgramOption = Annotated[
    str | None,
    typer.Option(
        "--program",
        "-p",
        help="Find out which movements of this program were done: its id, or a program file; default: hip-mobility.",
        show_default=False,
    ),
]
SideOption = Annotated[
    SideChoice | None, typer.Option("--side", help="The side that is worked, where formcheck should not find out.")
]
OutOption = Annotated[
    Path | None, typer.Option("--out", help="Folder in which the folder of results is made; default: here.")
]
SummaryOption = Annotated[
    str | None,
    typer.Option("--summary-json", metavar="FILE|-", help="Write the summary as JSON; - prints it, and nothing else."),
]


def analyse(
    videos: Annotated[list[Path], typer.Argument(metavar="VIDEO", help="Recorded videos.", show_default=False)],
    movement: MovementOption = None,
    program: ProgramOption = None,
    side: SideOption = None,
    model: Annotated[str, typer.Option("--model", help="Pose model: lite, full or heavy, or a file.")] = "full",
    out: OutOption = None,
    no_video: Annotated[bool, typer.Option("--no-video", help="Write no annotated video.")] = False,
    time_range: Annotated[
        tuple[float, float] | None,
        typer.Option("--time-range", metavar="FROM TO", help="Only this stretch, in seconds of the video."),
    ] = None,
    summary_json: SummaryOption = None,
    report: Annotated[
        bool, typer.Option("--report", help="Write a report as well: report.html in the folder.")
    ] = False,
    camera: CameraOption = None,
    camera_height: CameraHeightOption = None,
    camera_tilt: CameraTiltOption = None,
    camera_fov: CameraFovOption = None,
    height: StatureOption = None,
    person: PersonOption = None,
    when: WhenOption = None,
    store: StoreOption = None,
    skeleton_only: SkeletonOption = False,
    no_blur: NoBlurOption = False,
    yes: YesOption = False,
) -> None:
    """Analyse recorded videos: count the reps, time the holds, judge every form cue.

    Which movement is done when, and on which side, is found out; --movement
    says it instead.

    Each video gets a folder <name>_formcheck with the annotated video,
    session.json, the track of poses, and a still of the worst moment of
    each fault. Heads are blurred in what is written: --skeleton-only keeps
    nothing of the picture, --no-blur all of it.
    """
    from formcheck.analysis.folder import result_folders
    from formcheck.pose.models import find_model

    if time_range is not None and not 0 <= time_range[0] < time_range[1]:
        raise typer.BadParameter("the time range has to begin at 0 or later, and end after it begins")
    check_summary_target(summary_json)
    routine = load_routine(movement, program)
    hint = camera_hint(camera, camera_height, camera_tilt, camera_fov, height)
    pose_model = find_model(model)
    stop = StopWish()
    said_side = side.value if side else None
    console = Console(stderr=summary_json == "-")
    summaries: list[dict[str, Any]] = []
    codes: list[ExitCode] = []
    with records_of(person, store) as records, stop:
        pictures = what_is_kept(no_blur=no_blur, skeleton_only=skeleton_only, yes=yes, records=records, person=person)
        job = _Job(routine, pose_model, said_side, time_range, stop, hint, pictures, with_video=not no_video)
        day = when.date() if when else date.today()
        job.own = own_targets_of(records, person, day)
        for video, folder in zip(videos, result_folders(videos, out or Path()), strict=True):
            if stop.wished or ExitCode.INTERRUPTED in codes:
                codes.append(ExitCode.INTERRUPTED)
                break
            code, summary = job.run(video, folder, console)
            kept: SessionLine | None = None
            if records and person and code in (ExitCode.DONE, ExitCode.PARTLY):
                code, kept = _keep(records, person, video, folder, told_the_judge(said_side, hint, day), when, code)
            if report and code in (ExitCode.DONE, ExitCode.PARTLY):
                code = _report(folder, kept, when, code, console)
            codes.append(code)
            summaries += [summary] if summary is not None else []
    give_summary(summaries, summary_json, single=len(videos) == 1)
    raise typer.Exit(code_of_all(codes))


def _keep(
    records: Store,
    person: str,
    video: Path,
    folder: ResultFolder,
    told: dict[str, Any],
    when: datetime | None,
    code: ExitCode,
) -> tuple[ExitCode, SessionLine | None]:
    """Keep an analysed video in the records; an error of this one is told and does not stop the others."""
    try:
        line = keep_analysed(records, person, video, folder, told, when)
    except FormcheckError as error:
        typer.echo(error_line(error), err=True)
        return ExitCode.PARTLY, None
    typer.echo(f"formcheck: kept as session {line.id} of {line.person}", err=True)
    return code, line


def _report(
    folder: ResultFolder, kept: SessionLine | None, when: datetime | None, code: ExitCode, console: Console
) -> ExitCode:
    """Write the report of an analysed video; an error of this one is told and does not stop the others."""
    from formcheck.cli.report import report_in_folder

    name, person = (str(kept.id), kept.person) if kept else (None, None)
    try:
        written = report_in_folder(folder, name, person, kept.done_at if kept else when)
    except FormcheckError as error:
        typer.echo(error_line(error), err=True)
        return ExitCode.PARTLY
    console.print(f"  {written}", soft_wrap=True, highlight=False)
    return code


class _Job:
    """What is done alike to every video of one call."""

    def __init__(
        self,
        routine: Movement | Program,
        model: Model,
        side: str | None,
        time_range: tuple[float, float] | None,
        stop: StopWish,
        hint: CameraHint | None,
        pictures: PictureChoice,
        *,
        with_video: bool,
    ) -> None:
        self._routine = routine
        self._model = model
        self._side = side
        self._range: tuple[float, float | None] = time_range or (0.0, None)
        self._stop = stop
        self._hint = hint
        self._pictures = pictures
        self._with_video = with_video
        self.own: Mapping[str, OwnTargets] = {}

    def run(self, video: Path, folder: ResultFolder, console: Console) -> tuple[ExitCode, dict[str, Any] | None]:
        """Analyse one video; an error of this one is told and does not stop the others."""
        from formcheck.analysis.summary import summary
        from formcheck.cli.terminal import analysis_text, files_text

        try:
            analysis, files, ended = self._analyse(video, folder)
        except FormcheckError as error:
            with suppress(OSError):
                folder.path.rmdir()  # Goes only when it is empty: nothing is left where nothing was done.
            typer.echo(error_line(error), err=True)
            return ExitCode.FAILED, None
        console.print(analysis_text(analysis))
        console.print(files_text(files), soft_wrap=True)  # A path that is broken in two cannot be copied.
        code = code_of(analysis)
        if isinstance(ended, FormcheckError):
            typer.echo(error_line(ended), err=True)
            code = ExitCode.PARTLY
        elif ended is not None:
            typer.echo(f"formcheck: {video}: stopped; what was done is in {folder.path}", err=True)
            code = ExitCode.INTERRUPTED
        return code, summary(analysis)

    def _analyse(self, video: Path, folder: ResultFolder) -> tuple[Analysis, list[Path], BaseException | None]:
        """Give the analysis, the files written, and what ended the work before the last of them was."""
        from formcheck.analysis.folder import write_pictures, write_record
        from formcheck.analysis.watching import watch
        from formcheck.files import make_folder

        make_folder(folder.path)
        with progress_bar(video.name, self._stop) as listener:
            track, stopped = watch(video, self._model, time_range=self._range, listener=listener)
            analysis = judge(track, self._routine, self._side, self._hint, self.own)
            files = write_record(analysis, folder, {"pictures": self._pictures.plain()})
            if stopped:
                return analysis, files, KeyboardInterrupt()
            try:
                files += write_pictures(
                    analysis,
                    video,
                    folder,
                    with_video=self._with_video,
                    showing=self._pictures.showing,
                    model=self._model.path,
                    listener=listener,
                )
            except (KeyboardInterrupt, FormcheckError) as ended:
                return analysis, files, ended
        return analysis, files, None


def load_routine(movement: str | None, program: str | None) -> Movement | Program:
    """Load what a recording is to be judged by: the movement that was named, else the program.

    Raises
    ------
    RoutineError
        If there is none of that name, or the file has faults.
    """
    from formcheck.judge.loading import load_movement, load_program
    from formcheck.routine.program import DEFAULT_PROGRAM

    if movement is None:
        return load_program(program or DEFAULT_PROGRAM)
    if program is not None:
        raise typer.BadParameter("give a movement or a program, not both")
    return load_movement(movement)


def judge(
    track: Track,
    routine: Movement | Program,
    side: str | None,
    hint: CameraHint | None = None,
    own: Mapping[str, OwnTargets] | None = None,
) -> Analysis:
    """Judge a track by a movement, or by the movements of a program that are found in it; by own targets if any."""
    from formcheck.analysis.analysis import judge_program, judge_track
    from formcheck.routine.phrasebook import load_phrases
    from formcheck.routine.program import Program, program_with

    own = own or {}
    if isinstance(routine, Program):
        return judge_program(track, program_with(routine, own, load_phrases()), side, hint)
    return judge_track(track, routine, side, hint, own.get(routine.id))


def check_summary_target(target: str | None) -> None:
    """Ask before the work begins whether the summary can be written where it is wanted.

    Raises
    ------
    OutputError
        If it cannot.
    """
    from formcheck.files import PendingFile

    if target is not None and target != "-":
        PendingFile(Path(target)).discard()


def give_summary(summaries: list[dict[str, Any]], target: str | None, *, single: bool) -> None:
    """Write or print the summary: of one video the object, of several a list."""
    from formcheck.analysis.folder import write_json

    if target is None or (single and not summaries):
        return
    content: Any = summaries[0] if single else summaries
    if target == "-":
        # In ASCII, so that it is the same JSON whatever characters the terminal or the pipe is set to.
        typer.echo(json.dumps(content, indent=1, allow_nan=False))
    else:
        write_json(Path(target), content)


def code_of(analysis: Analysis) -> ExitCode:
    """Tell whether the whole recording could be read, and somebody was in it."""
    whole = analysis.track.header.trouble is None and analysis.frames_with_person > 0
    return ExitCode.DONE if whole else ExitCode.PARTLY


def code_of_all(codes: list[ExitCode]) -> ExitCode:
    """Join the codes of several videos: all failed is failed, some failed is partly."""
    if ExitCode.INTERRUPTED in codes:
        return ExitCode.INTERRUPTED
    if all(code is codes[0] for code in codes):
        return codes[0]
    return ExitCode.PARTLY
