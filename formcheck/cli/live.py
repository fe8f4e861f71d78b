"""``formcheck live``: the coach that watches, counts and speaks while somebody trains."""

from __future__ import annotations

import shlex
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from formcheck.cli.analyse import SummaryOption, check_summary_target, code_of, give_summary
from formcheck.cli.errors import ExitCode, error_line
from formcheck.cli.keeping import keep_record, own_targets_of, records_of
from formcheck.cli.progress import StopWish
from formcheck.cli.records import PersonOption, StoreOption, open_records
from formcheck.cli.showing import NoBlurOption, SkeletonOption, what_is_kept
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.coach.coach import Turn
    from formcheck.live.keeping import Kept
    from formcheck.live.live import Outcome
    from formcheck.live.loop import Face
    from formcheck.voice.speaker import Speaker

MovementOption = Annotated[
    str | None,
    typer.Option("--movement", "-m", help="Train this movement alone: its id, or a movement file.", show_default=False),
]
ProgramOption = Annotated[
    str | None,
    typer.Option(
        "--program", "-p", help="Which program: its id, or a file; default: hip-mobility.", show_default=False
    ),
]


def live(
    movement: MovementOption = None,
    program: ProgramOption = None,
    source: Annotated[
        str, typer.Option("--source", metavar="0|FILE|rtsp://...", help="Camera number, video file, or address.")
    ] = "0",
    realtime: Annotated[
        bool, typer.Option("--realtime", help="Play a file at its own pace, as a camera would.")
    ] = False,
    summary_json: SummaryOption = None,
    mirror: Annotated[bool, typer.Option("--mirror/--no-mirror", help="Show yourself as in a mirror.")] = True,
    voice: Annotated[bool, typer.Option("--voice/--mute", help="Speak, or show captions alone.")] = True,
    model: Annotated[
        str,
        typer.Option("--model", help="Pose model: auto (lite where full is too slow), lite, full, heavy or a file."),
    ] = "auto",
    record: Annotated[bool, typer.Option("--record", help="Keep the video too, heads blurred.")] = False,
    skeleton_only: SkeletonOption = False,
    no_blur: NoBlurOption = False,
    no_window: Annotated[bool, typer.Option("--no-window", help="Without a window: a line for each event.")] = False,
    person: PersonOption = None,
    language: Annotated[str, typer.Option("--language", help="Of the coach: en or de.")] = "en",
    yes: Annotated[
        bool, typer.Option("--yes", help="I have read the disclaimer and agree; with --no-blur, all who are seen do.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder in which the session's folder is made; default: here.")
    ] = None,
    recover: Annotated[
        Path | None, typer.Option("--recover", metavar="FOLDER", help="Finish a session that broke off.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Train with the camera: formcheck leads, counts, corrects and keeps the record.

    With --person the person's own targets are followed, and the session is
    kept in the records.

    Each session gets a folder live-<date>_formcheck with session.json and
    the track of poses. It is written as the session goes: after a crash
    all but the last second can be had with --recover.

    Keys are shown in the window. Ctrl-C ends the session and keeps it.
    """
    from formcheck.live.live import LiveSession, Wishes
    from formcheck.routine.program import DEFAULT_PROGRAM
    from formcheck.video.camera import open_source

    check_summary_target(summary_json)
    if recover is not None:
        raise typer.Exit(_recover(recover, summary_json, store))
    if movement is not None and program is not None:
        raise typer.BadParameter("give a movement or a program, not both")
    if (no_blur or skeleton_only) and not record:
        raise typer.BadParameter("no video is kept without --record")
    consent = yes or _agreed(asked=not no_window)
    with records_of(person, store) as records:
        person = records.people.get(person).pseudonym if records and person else None
        own = own_targets_of(records, person, date.today())
        pictures = what_is_kept(no_blur=no_blur, skeleton_only=skeleton_only, yes=yes, records=records, person=person)
    wishes = Wishes(
        program=program or DEFAULT_PROGRAM,
        movement=movement,
        language=language,
        settings={"consent_given": consent},
        model=model,
        person=person,
        record=record,
        showing=pictures.showing,
        pictures=pictures.plain(),
        parent=out or Path(),
        own=own,
    )
    console = Console(stderr=summary_json == "-", highlight=False)
    _tell_unfinished(wishes.parent)
    with ExitStack() as opened:
        frames = opened.enter_context(open_source(source, realtime=realtime))
        session = LiveSession(frames, wishes)
        face, lines = _face(opened, console, mirror=mirror, window=not no_window)
        speaker = _speaker(opened, language, mute=not voice)
        with StopWish() as stop:
            outcome = session.run(face, speaker, tell=lines, wants_to_stop=lambda: stop.wished)
    kept_well = outcome.kept is None or _keep(outcome.folder.session, person, store)
    raise typer.Exit(_told(outcome, console, summary_json, kept_well=kept_well))


def _keep(session: Path, person: str | None, place: str | None) -> bool:
    """Keep a session that is over in the records of its person; tell whether all is well.

    Whatever is wrong with the records, the session stands in its folder: it is told how to bring it in later.
    """
    if person is None:
        return True
    try:
        with open_records(place) as records:
            line = keep_record(records, person, session, None)
    except FormcheckError as error:
        typer.echo(error_line(error), err=True)
        typer.echo(
            "formcheck: the session is not in the records yet. It is whole in its folder; bring it in with: "
            f"formcheck sessions import {shlex.quote(str(session))} --person {person}",
            err=True,
        )
        return False
    typer.echo(f"formcheck: kept as session {line.id} of {line.person}", err=True)
    return True


def _agreed(*, asked: bool) -> bool:
    """Tell whether consent was given before.

    Raises
    ------
    FormcheckError
        If it was not, and there will be no window to ask for it.
    """
    from formcheck.live.consent import consent_given

    given = consent_given()
    if not given and not asked:
        raise FormcheckError(
            "nobody has agreed to the disclaimer on this machine yet",
            mend="Run formcheck live once with its window, or read the disclaimer in the README and give --yes",
        )
    return given


def _tell_unfinished(parent: Path) -> None:
    from formcheck.live.journal import unfinished_in

    for path in unfinished_in(parent):
        typer.echo(
            f"formcheck: {path.parent}: a session broke off here. "
            f"Run formcheck live --recover {path.parent} to finish it, or delete the folder.",
            err=True,
        )


def _face(
    opened: ExitStack, console: Console, *, mirror: bool, window: bool
) -> tuple[Face, Callable[[Turn], None] | None]:
    """Give what shows the session, and what tells it line by line where there is no window."""
    if not window:
        from formcheck.live.unattended import EventLines, Unattended

        return Unattended(), EventLines(lambda line: console.print(line, soft_wrap=True, markup=False)).tell
    from formcheck.live.window import Window

    shown = Window(mirror=mirror)
    opened.callback(shown.close)
    return shown, None


def _speaker(opened: ExitStack, language: str, *, mute: bool) -> Speaker:
    from formcheck.voice.speaker import Speaker

    speaker = Speaker(language, mute=mute)
    opened.callback(speaker.close)
    return speaker


def _told(outcome: Outcome, console: Console, summary_json: str | None, *, kept_well: bool) -> ExitCode:
    """Print what came of a session; give the code to end with."""
    from formcheck.live.loop import Ending

    if outcome.kept is None:
        typer.echo("formcheck: not one frame came, nothing was kept", err=True)
    else:
        _show(outcome.kept, console, summary_json)
    if outcome.error is not None:
        typer.echo(error_line(outcome.error), err=True)
    if outcome.ending is Ending.STOPPED:
        typer.echo(f"formcheck: stopped; what was done is in {outcome.folder.path}", err=True)
        return ExitCode.INTERRUPTED
    if outcome.kept is None:
        return ExitCode.FAILED
    return ExitCode.PARTLY if outcome.error is not None or not kept_well else code_of(outcome.kept.analysis)


def _show(kept: Kept, console: Console, summary_json: str | None) -> None:
    from formcheck.analysis.summary import summary
    from formcheck.cli.terminal import analysis_text, files_text

    console.print(analysis_text(kept.analysis))
    console.print(files_text(kept.files), soft_wrap=True)
    video = kept.more["live"].get("video")
    if video and video["with_others"] and video["showing"] == "blurred":
        typer.echo(
            f"formcheck: {video['file']}: somebody else was in the picture, and their head is not blurred in it",
            err=True,
        )
    give_summary([{**summary(kept.analysis), **kept.more}], summary_json, single=True)


def _recover(path: Path, summary_json: str | None, place: str | None) -> ExitCode:
    from formcheck.live.keeping import recover

    kept = recover(path)
    if kept is None:
        typer.echo(f"formcheck: {path}: not one frame was kept; its journal is removed", err=True)
        return ExitCode.FAILED
    _show(kept, Console(stderr=summary_json == "-", highlight=False), summary_json)
    kept_well = _keep(kept.folder.session, kept.more["live"]["person"], place)
    return code_of(kept.analysis) if kept_well else ExitCode.PARTLY
