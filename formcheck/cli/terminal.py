"""An analysis as a person likes to read it in a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.console import Group
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from formcheck.analysis.pictures import clock
from formcheck.analysis.summary import LIMITS, notes
from formcheck.body.reading import Unit
from formcheck.judge.verdict import Verdict
from formcheck.pose.landmarks import SIDES
from formcheck.report.wording import VIEW_WORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rich.console import RenderableType

    from formcheck.analysis.analysis import Analysis
    from formcheck.judge.evenness import SessionResult
    from formcheck.judge.ledger import CueResult
    from formcheck.judge.recognition import Unrecognised
    from formcheck.judge.result import SetResult

MARKS: Final = {
    Verdict.GOOD: ("✓", "green"),
    Verdict.NEARLY: ("~", "yellow"),
    Verdict.FAULT: ("✗", "bold red"),
    Verdict.CANNOT_JUDGE: ("?", "cyan"),
    Verdict.NOT_REACHED: ("–", "dim"),
}
"""A shape as well as a colour for each verdict."""

JUDGED: Final = (Verdict.FAULT, Verdict.NEARLY, Verdict.GOOD)
"""The verdicts that rest on something seen, what matters most first."""

UNITS: Final = {
    Unit.DEGREES: ("{:.0f}", "°"),
    Unit.TRUNKS: ("{:.2f}", " trunk"),
    Unit.FEET: ("{:.2f}", " foot"),
    Unit.RATIO: ("{:.2f}", ""),
    Unit.SECONDS: ("{:.1f}", " s"),
    Unit.REPS: ("{:.0f}", ""),
}
"""How a number is written, and its unit behind it."""


def analysis_text(analysis: Analysis) -> Group:
    """Render a whole analysis."""
    header = analysis.track.header
    seen = f"{analysis.frames_with_person} of {header.frames} frames with a person"
    head = Text.assemble((header.video, "bold"), f"  {header.duration_s:.1f} s, {seen}")
    said: list[RenderableType] = [head]
    said += [Text(f"! {note}", style="yellow") for note in notes(analysis)]
    parts: list[tuple[float, RenderableType]] = [(result.start_s, set_text(result)) for result in analysis.sets]
    names = {movement.id: movement.name for movement in analysis.movements}
    parts += [(time.start_s, unrecognised_text(time, names)) for time in analysis.unrecognised]
    said += [text for _, text in sorted(parts, key=lambda part: part[0])]
    if analysis.program is not None:
        said += session_text(analysis.session)
        said.append(Text(analysis.program.file.disclaimer, style="dim italic"))
    said.append(Text(LIMITS, style="dim italic"))
    return Group(*said)


def unrecognised_text(time: Unrecognised, names: Mapping[str, str]) -> Text:
    """Render time that belongs to no movement of the program."""
    span = f"{clock(time.start_s)} to {clock(time.end_s)}"
    return Text(
        f"– {span}: no movement of the routine. Closest: {names[time.closest]}, but {time.reason}.", style="dim"
    )


def session_text(session: SessionResult) -> list[Text]:
    """Render a session as a whole: both sides, the order, what is missing."""
    said = []
    for sides in session.sides:
        if len(sides.totals) < len(SIDES):
            continue  # The missing side is named below.
        mark, style = MARKS[sides.verdict]
        said.append(Text(f"{mark} {sides.name}: {sides.words}", style=style))
    if session.order is Verdict.NEARLY:
        mark, style = MARKS[session.order]
        said.append(Text(f"{mark} Order: {session.order_words}", style=style))
    if session.missing:
        said.append(Text(f"Not seen: {'; '.join(session.missing)}", style="dim"))
    return said


def set_text(result: SetResult) -> Panel:
    """Render one set: what was counted and held, then every cue."""
    rows: list[RenderableType] = [_counts(result)]
    if result.why_nothing:
        rows.append(Text(f"Nothing counted: {result.why_nothing}", style="yellow"))
    judged = [cue for cue in result.cues if cue.verdict in JUDGED]
    if judged:
        rows.append(Padding(_cues(judged), (1, 0)))
    rows += _unjudged(result)
    side = f" · {result.side} side{'s' if result.side == 'both' else ''}" if result.side else ""
    return Panel(Group(*rows), title=f"{result.name}{side}", title_align="left", border_style="dim")


def _counts(result: SetResult) -> Table:
    grid = Table.grid(padding=(0, 2))
    clean = sum(not rep.faults for rep in result.counted)
    refused = len(result.reps) - len(result.counted)
    reps = f"{len(result.counted)} of {result.reps_target} counted, {clean} clean"
    if refused:
        reasons = "; ".join(sorted({rep.why_not for rep in result.reps if rep.why_not}))
        reps += f" ({refused} not counted: {reasons})"
    grid.add_row(Text("reps", style="bold"), reps)
    for hold in result.holds:
        unseen = f", {hold.unseen_s:.1f} s unseen" if hold.unseen_s else ""
        held = f"{hold.held_s:.1f} s from {clock(hold.start_s)}, {hold.good_form_s:.1f} s in good form{unseen}"
        grid.add_row(Text("hold", style="bold"), held)
    view = result.view.view
    near = f", {view.near} side near" if view.near else ""
    grid.add_row(Text("seen", style="bold"), f"{VIEW_WORDS[view.label.value]}{near}")
    return grid


def _cues(cues: Sequence[CueResult]) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right")
    table.add_column(ratio=1)
    for cue in sorted(cues, key=lambda cue: JUDGED.index(cue.verdict)):
        mark, style = MARKS[cue.verdict]
        table.add_row(Text(mark, style=style), Text(cue.title), _value(cue), _remark(cue))
    return table


def _value(cue: CueResult) -> str:
    if cue.value is None or cue.unit is None:
        return ""
    number, sign = UNITS[Unit(cue.unit)]
    value = number.format(cue.value)
    if not any(digit in value for digit in "123456789"):
        value = value.lstrip("-")
    sigma = f" ± {number.format(cue.sigma)}" if cue.sigma else ""
    return f"{value}{sigma}{sign}"


def _remark(cue: CueResult) -> Text:
    if cue.verdict is Verdict.FAULT and cue.worst_time_s is not None:
        return Text(f"{cue.say} Worst at {clock(cue.worst_time_s)}, at fault {cue.share_fault:.0%} of the time.")
    return Text(cue.say if cue.verdict is Verdict.NEARLY else "", style="dim")


def _unjudged(result: SetResult) -> list[RenderableType]:
    """Say what could not be judged and why; cues with one reason share a line."""
    shared: dict[tuple[str | None, str | None], list[str]] = {}
    for cue in result.cues:
        if cue.verdict is Verdict.CANNOT_JUDGE:
            shared.setdefault((cue.reason, cue.mend), []).append(cue.title)
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column()
    mark, style = MARKS[Verdict.CANNOT_JUDGE]
    for (reason, mend), titles in shared.items():
        words = f"Cannot judge {' · '.join(titles)}: {reason}." + (f" {mend}." if mend else "")
        table.add_row(Text(mark, style=style), Text(words, style=style))
    missed = [cue.title for cue in result.cues if cue.verdict is Verdict.NOT_REACHED]
    if missed:
        mark, style = MARKS[Verdict.NOT_REACHED]
        table.add_row(Text(mark, style=style), Text(f"Not reached: {' · '.join(missed)}", style=style))
    return [table] if table.row_count else []


def files_text(files: Sequence[Path]) -> Text:
    """List the files that were written."""
    return Text("\n".join(["Written:", *(f"  {path}" for path in files)]))
