"""``formcheck sessions``: what is kept in the records, and how older results come into them."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from formcheck.cli.analyse import MovementOption, ProgramOption, SideOption, code_of_all, judge, load_routine
from formcheck.cli.errors import IN_WORDS, ExitCode, error_line
from formcheck.cli.keeping import keep_analysed, keep_record, own_targets_of, time_of, told_the_judge
from formcheck.cli.progress import StopWish, progress_bar
from formcheck.cli.records import (
    LIST_LENGTH,
    JsonOption,
    PersonOption,
    StoreOption,
    WhenOption,
    YesOption,
    done_words,
    local_time,
    open_records,
    sessions_table,
)
from formcheck.errors import FormcheckError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from formcheck.pose.models import Model
    from formcheck.routine.own_targets import OwnTargets
    from formcheck.routine.program import Program
    from formcheck.routine.schema import Movement
    from formcheck.store.nouns import SessionLine, SessionRecord
    from formcheck.store.store import Store

sessions_app = typer.Typer(
    help="The sessions in the records: list, show, remark on, delete, import.", no_args_is_help=True
)

SessionArgument = Annotated[int, typer.Argument(metavar="SESSION", help="Its number (formcheck sessions list).")]


@sessions_app.command("list")
def list_sessions(
    person: Annotated[str | None, typer.Option("--person", help="Only theirs.", show_default=False)] = None,
    tag: Annotated[str | None, typer.Option("--tag", help="Only those that bear it.", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="The newest so many; 0 for all.")] = LIST_LENGTH,
    as_json: JsonOption = False,
    store: StoreOption = None,
) -> None:
    """List the sessions, the newest first."""
    from formcheck.store.exporting import as_json as in_json

    with open_records(store) as records:
        if person is None:
            lines = records.sessions.latest(limit or None, tag=tag)
        else:
            found = records.sessions.of(person, tag=tag)[::-1]
            lines = found[: limit or None]
    if as_json:
        typer.echo(in_json([asdict(line) for line in lines]), nl=False)
    elif lines:
        Console().print(sessions_table(lines))
    else:
        typer.echo("No sessions are kept. Keep one: formcheck analyse VIDEO --person PSEUDONYM")


@sessions_app.command("show")
def show(session: SessionArgument, as_json: JsonOption = False, store: StoreOption = None) -> None:
    """Show a session: when, what, how it was judged, and what belongs to it."""
    from formcheck.store.exporting import as_json as in_json
    from formcheck.store.exporting import session_as_json
    from formcheck.store.nouns import Act

    with open_records(store) as records:
        found = records.sessions.get(session)
        records.audit.note(Act.VIEW, found.line)
    if as_json:
        typer.echo(in_json(session_as_json(found)), nl=False)
    else:
        _print(found)


@sessions_app.command("remark")
def remark(
    session: SessionArgument,
    note: Annotated[str | None, typer.Option(help="Write a note.", show_default=False)] = None,
    tag: Annotated[list[str] | None, typer.Option(help="Give it a tag.", show_default=False)] = None,
    warm_up: Annotated[bool | None, typer.Option("--warm-up/--no-warm-up", help="Had they warmed up?")] = None,
    before: Annotated[int | None, typer.Option(min=0, max=10, help="Discomfort before, 0 to 10.")] = None,
    during: Annotated[int | None, typer.Option(min=0, max=10, help="Discomfort during, 0 to 10.")] = None,
    after: Annotated[int | None, typer.Option(min=0, max=10, help="Discomfort after, 0 to 10.")] = None,
    change: Annotated[
        str | None, typer.Option(help="The change they felt, in their words.", show_default=False)
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write down notes, tags, and what the person said of a session."""
    from formcheck.store.nouns import SelfReport

    said = SelfReport(warm_up, before, during, after, change)
    with open_records(store) as records:
        records.sessions.line(session)
        if note:
            records.remarks.write_note(session, note)
        for word in tag or ():
            records.remarks.tag(session, word)
        if said != SelfReport():
            records.remarks.report(session, said)
    typer.echo("Written down.")


@sessions_app.command("delete")
def delete(
    sessions: Annotated[list[int], typer.Argument(metavar="SESSION...", help="Their numbers.")],
    yes: YesOption = False,
    store: StoreOption = None,
) -> None:
    """Delete sessions with their files; it cannot be undone."""
    with open_records(store) as records:
        for session in sessions:
            records.sessions.line(session)
        if not yes:
            which = ", ".join(map(str, sessions))
            typer.confirm(f"Delete session {which} for good?", abort=True, err=True)
        records.eraser.delete_sessions(sessions)
    typer.echo("Deleted.")


@sessions_app.command("import", epilog=IN_WORDS)
def import_files(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Videos, tracks, session.json files.")],
    person: PersonOption = None,
    when: WhenOption = None,
    movement: MovementOption = None,
    program: ProgramOption = None,
    side: SideOption = None,
    model: Annotated[str, typer.Option("--model", help="Pose model, for videos.")] = "full",
    store: StoreOption = None,
) -> None:
    """Bring videos, tracks and older results into the records.

    A video is analysed first; a track is judged; a session.json is taken as it
    is, with the track and the stills that lie beside it.
    """
    codes = []
    stop = StopWish()
    with open_records(store) as records, stop:
        job = _Import(records, person, when, load_routine(movement, program), side.value if side else None, model, stop)
        for file in files:
            if stop.wished:
                codes.append(ExitCode.INTERRUPTED)
                break
            try:
                line = job.take(file)
            except FormcheckError as error:
                typer.echo(error_line(error), err=True)
                codes.append(ExitCode.FAILED)
            except KeyboardInterrupt:
                codes.append(ExitCode.INTERRUPTED)
                break
            else:
                typer.echo(f"{file.name}: session {line.id}, {done_words(line) or 'nothing recognised'}")
                codes.append(ExitCode.DONE)
    raise typer.Exit(code_of_all(codes))


class _Import:
    """What is done alike to every file of one call."""

    def __init__(
        self,
        store: Store,
        person: str | None,
        when: datetime | None,
        routine: Movement | Program,
        side: str | None,
        model: str,
        stop: StopWish,
    ) -> None:
        self._store = store
        self._person = person
        self._when = when
        self._routine = routine
        self._side = side
        self._model = model
        self._stop = stop
        self._found_model: Model | None = None

    def take(self, file: Path) -> SessionLine:
        """Keep what is in a file."""
        from formcheck.pose.track import SUFFIX

        if file.suffix.lower() == ".json":
            return keep_record(self._store, self._person, file, self._when)
        if file.suffix.lower() == SUFFIX:
            return self._track(file)
        return self._video(file)

    def _own(self, file: Path) -> Mapping[str, OwnTargets]:
        """Give what was prescribed when it was done."""
        done_at = self._when.astimezone() if self._when else time_of(file)
        return own_targets_of(self._store, self._person, done_at.astimezone().date())

    def _track(self, file: Path) -> SessionLine:
        from formcheck.pose.track import load
        from formcheck.store.nouns import NewSession, Source
        from formcheck.store.rejudging import full_record

        track = load(file)
        return self._store.sessions.add(
            NewSession(
                full_record(judge(track, self._routine, self._side, own=self._own(file))),
                self._when.astimezone() if self._when else time_of(file),
                source=Source.IMPORTED,
                person=self._person,
                track=track,
                judged_with=told_the_judge(self._side, None),
            )
        )

    def _video(self, file: Path) -> SessionLine:
        from formcheck.analysis.folder import ResultFolder, write_pictures, write_record
        from formcheck.analysis.watching import watch
        from formcheck.pose.models import find_model

        self._found_model = self._found_model or find_model(self._model)
        with (
            tempfile.TemporaryDirectory(prefix="formcheck-") as passing,
            progress_bar(file.name, self._stop) as listener,
        ):
            folder = ResultFolder(Path(passing), "recording")
            track, stopped = watch(file, self._found_model, listener=listener)
            if stopped:
                raise KeyboardInterrupt
            analysis = judge(track, self._routine, self._side, own=self._own(file))
            write_record(analysis, folder)
            write_pictures(analysis, file, folder, with_video=False, model=self._found_model.path, listener=listener)
            told = told_the_judge(self._side, None)
            return keep_analysed(self._store, self._person, file, folder, told, self._when)


def _print(found: SessionRecord) -> None:
    console = Console(highlight=False, markup=False)
    line = found.line
    console.print(
        f"Session {line.id}  {local_time(line.done_at)}  {line.person or 'nobody in particular'}  {line.source}"
    )
    for done in found.summary["movements"]:
        if not done["cues"]:
            continue
        reps, held = done["reps"], sum(hold["held_s"] for hold in done["holds"])
        verdicts = [cue["verdict"] for cue in done["cues"]]
        faults = ", ".join(cue["title"] for cue in done["cues"] if cue["verdict"] == "fault") or "none"
        side = f", {done['side']}" if done["side"] else ""
        console.print(
            f"  {done['name']}{side}: {reps['counted']} of {reps['target']} repetitions, held {held:.1f} s, "
            f"{verdicts.count('good')} cues good; faults: {faults}"
        )
    for judgement in found.judgements:
        now = "now" if judgement.current else "before"
        versions = f"{judgement.routine}, formcheck {judgement.formcheck}, model {judgement.model}"
        console.print(f"  judged {local_time(judgement.judged_at)} by {versions} ({now})")
    if found.self_report:
        said = {key: value for key, value in asdict(found.self_report).items() if value is not None}
        console.print("  " + ", ".join(f"{key.replace('_', ' ')}: {value}" for key, value in said.items()))
    for note in found.notes:
        console.print(f"  note {local_time(note.written_at)}: {note.words}")
    if found.tags:
        console.print(f"  tags: {', '.join(found.tags)}")
    for file in found.files:
        console.print(f"  {file.kind}: {file.path}", soft_wrap=True)
