"""``formcheck people``: who is in the records, under a pseudonym, and what they agreed to."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from formcheck.cli.records import (
    JsonOption,
    PersonArgument,
    StoreOption,
    YesOption,
    local_time,
    open_records,
    people_table,
    sessions_table,
)

if TYPE_CHECKING:
    from formcheck.store.nouns import Prescription

people_app = typer.Typer(
    help="The people in the records, under a pseudonym: add, list, show, export, delete.", no_args_is_help=True
)


class Agreement(StrEnum):
    """What a person can agree to."""

    RECORDS = "records"
    RAW_VIDEO = "raw-video"
    UNBLURRED = "unblurred"


KindOption = Annotated[Agreement, typer.Option("--to", help="What they agree to.")]


@people_app.command("add")
def add(
    person: PersonArgument,
    consent: Annotated[
        str | None, typer.Option(metavar="VERSION", help="They agreed to this version of your consent text.")
    ] = None,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When they agreed; default: today.")] = None,
    keep_video_days: Annotated[
        int | None, typer.Option(min=0, help="They also agreed that raw video is kept for so many days.")
    ] = None,
    store: StoreOption = None,
) -> None:
    """Add a person under a pseudonym; who is who stays with you."""
    from formcheck.store.nouns import Consent, ConsentKind

    given_on = _day(on)
    kinds = [ConsentKind.RECORDS, *([ConsentKind.RAW_VIDEO] if keep_video_days else [])]
    consents = [Consent(kind, consent, given_on) for kind in kinds] if consent else []
    with open_records(store) as records:
        added = records.people.add(person, consents, video_days=keep_video_days)
    typer.echo(f"{added.pseudonym} is in the records.")
    if not consent:
        typer.echo(f"Sessions are kept once they agree: formcheck people consent {added.pseudonym} VERSION")


@people_app.command("list")
def list_people(as_json: JsonOption = False, store: StoreOption = None) -> None:
    """List the people, with what they agreed to and how many sessions there are."""
    from formcheck.store.exporting import as_json as in_json

    with open_records(store) as records:
        people = records.people.all()
    if as_json:
        typer.echo(in_json([asdict(person) for person in people]), nl=False)
    elif people:
        Console().print(people_table(people))
    else:
        typer.echo("Nobody is in the records yet. Add somebody: formcheck people add P-001 --consent VERSION")


@people_app.command("show")
def show(person: PersonArgument, as_json: JsonOption = False, store: StoreOption = None) -> None:
    """Show a person: consent, prescriptions, notes, sessions."""
    from formcheck.store.exporting import as_json as in_json
    from formcheck.store.nouns import Act

    with open_records(store) as records:
        found = records.people.get(person)
        prescriptions = records.people.prescriptions(person)
        notes = records.people.notes(person)
        lines = records.sessions.of(person)
        records.audit.note(Act.VIEW, found)
    if as_json:
        content = {
            "person": asdict(found),
            "prescriptions": [asdict(each) for each in prescriptions],
            "notes": [asdict(note) for note in notes],
            "sessions": [asdict(line) for line in lines],
        }
        typer.echo(in_json(content), nl=False)
        return
    console = Console(highlight=False)
    console.print(people_table([found]))
    for each in prescriptions:
        console.print(f"prescribed  {prescription_words(each)}")
    for note in notes:
        console.print(f"note        {local_time(note.written_at)}  {note.words}", markup=False)
    if lines:
        console.print()
        console.print(sessions_table(lines))


@people_app.command("consent")
def consent(
    person: PersonArgument,
    version: Annotated[str, typer.Argument(help="Of the text they agreed to.")],
    to: KindOption = Agreement.RECORDS,
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="When they agreed; default: today.")] = None,
    withdraw: Annotated[bool, typer.Option("--withdraw", help="They do not agree any more.")] = False,
    store: StoreOption = None,
) -> None:
    """Write down that a person agreed, or with --withdraw that they do not any more."""
    from formcheck.store.nouns import Consent, ConsentKind

    kind = ConsentKind(to.value)
    with open_records(store) as records:
        if withdraw:
            records.people.withdraw(person, kind, _day(on))
            typer.echo(f"From now on nothing more is kept of that kind ({kind}). What is kept stays until deleted.")
        else:
            records.people.agree(person, Consent(kind, version, _day(on)))
            typer.echo(f"Written down: {person} agrees to {kind}, version {version}.")


@people_app.command("prescribe")
def prescribe(
    person: PersonArgument,
    movement: Annotated[str, typer.Argument(help="Id of the movement (formcheck routine list).")],
    reps: Annotated[int | None, typer.Option(min=1, help="Repetitions.")] = None,
    hold: Annotated[float | None, typer.Option(min=0, help="Seconds of the hold.")] = None,
    knee: Annotated[
        float | None, typer.Option(min=0, max=180, help="Angle between the bones at the knee, degrees; 180 = straight.")
    ] = None,
    leave_out: Annotated[bool, typer.Option("--leave-out", help="The movement is not to be done.")] = False,
    easier: Annotated[bool, typer.Option("--easier", help="Its easier version is to be done.")] = False,
    remark: Annotated[str | None, typer.Option(help="In your words.")] = None,
    store: StoreOption = None,
) -> None:
    """Prescribe a movement with a person's own targets, from today on."""
    from formcheck.judge.loading import load_movement
    from formcheck.store.nouns import Prescription

    wanted = Prescription(
        load_movement(movement).id,
        date.today(),
        reps=reps,
        hold_s=hold,
        knee_angle_deg=knee,
        left_out=leave_out,
        easier=easier,
        remark=remark,
    )
    with open_records(store) as records:
        records.people.prescribe(person, wanted)
    typer.echo(f"Prescribed to {person}: {prescription_words(wanted)}")


@people_app.command("note")
def note(
    person: PersonArgument, words: Annotated[str, typer.Argument(help="The note.")], store: StoreOption = None
) -> None:
    """Write a note on a person."""
    with open_records(store) as records:
        records.people.write_note(person, words)
    typer.echo("Noted.")


@people_app.command("export")
def export(
    person: PersonArgument,
    out: Annotated[
        Path | None, typer.Option("--out", help="The zip to write; default: <person>.zip, here.", show_default=False)
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write everything that is kept of a person into one zip that anybody can read."""
    from formcheck.store.exporting import export_person

    with open_records(store) as records:
        target = out or Path(f"{records.people.get(person).pseudonym}.zip")
        export_person(records, person, target)
    typer.echo(f"Everything that is kept of {person} is in {target}")


@people_app.command("delete")
def delete(person: PersonArgument, yes: YesOption = False, store: StoreOption = None) -> None:
    """Delete a person and everything that is kept of them; it cannot be undone."""
    with open_records(store) as records:
        found = records.people.get(person)
        if not yes:
            typer.confirm(f"Delete {found.pseudonym} with {found.sessions} sessions for good?", abort=True, err=True)
        records.eraser.delete_person(person)
    typer.echo(f"{found.pseudonym} and everything that was kept of them is deleted. Your own backups still have it.")


def prescription_words(prescription: Prescription) -> str:
    """Write a prescription in words."""
    said = [
        "left out" if prescription.left_out else "",
        "easier version" if prescription.easier else "",
        f"{prescription.reps} repetitions" if prescription.reps is not None else "",
        f"hold {prescription.hold_s:g} s" if prescription.hold_s is not None else "",
        f"knee {prescription.knee_angle_deg:g}°" if prescription.knee_angle_deg is not None else "",
        prescription.remark or "",
    ]
    words = ", ".join(word for word in said if word) or "as the routine has it"
    return f"{prescription.movement} since {prescription.given_on}: {words}"


def _day(on: datetime | None) -> date:
    return on.date() if on else date.today()
