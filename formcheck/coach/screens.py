"""What is to be seen at a moment of a session, as plain data: a window, a browser or a test shows it in its own way."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.coach.commands import Command
    from formcheck.judge.verdict import Snapshot


class ScreenKind(StrEnum):
    """The screens of a session, roughly in their order."""

    CONSENT = "consent"
    WARM_UP = "warm_up"
    INTRODUCTION = "introduction"
    FRAMING = "framing"
    BASELINE = "baseline"
    READY = "ready"
    WORK = "work"
    REST = "rest"
    QUESTION = "question"
    PAUSED = "paused"
    SUMMARY = "summary"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be asked for on this screen: the key, its words, and the command it gives."""

    key: str
    """One character, or ``space``, ``enter``, ``escape``, ``backspace``."""

    words: str
    command: Command
    ticked: bool | None = None
    """Of a checklist: whether it is ticked; None for what is no item of one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the program the session is."""

    step: int
    """From 0: a movement on a side counts as one step."""

    steps: int
    movement: str
    """The movement's id."""

    title: str
    """The movement's name for people."""

    side: str
    """``left``, ``right`` or ``both``."""

    side_words: str
    """``right knee down``; empty for both."""

    next_words: str
    """What comes after this step: ``then: left knee down``; empty at the end."""


@dataclass(frozen=True, slots=True)
class SummaryRow:
    """One set in the summary at the end."""

    title: str
    side_words: str
    reps: int
    reps_target: int
    held_s: float | None
    """The longest hold; None where the movement has none or none was seen."""

    hold_target_s: float | None
    said: tuple[tuple[str, str], ...]
    """Cues worth a word: (verdict, words), the gravest first, at most three."""

    skipped: bool


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen.

    Attributes
    ----------
    kind
        Which.
    title
        The large line.
    lines
        Sentences below it, few.
    choices
        What can be asked for here, with keys; shown, and clickable.
    place
        Where in the program; None before the first and after the last step.
    snapshot
        How the judge sees things, while working; else None.
    help
        Help with place and camera ("Step back, I can't see your feet"); None when all is well. ``help_kind`` is a
        word for its picture: ``closer``, ``back``, ``turn_left``, ``turn_right``, ``turn_around``, ``raise_camera``,
        ``lower_camera``, ``step_in``, ``alone``, ``light``, ``wait``, ``ok``.
    countdown_s
        Seconds left of what is counted down (baseline, ready, rest); None where nothing is.
    share
        0 to 1: how much of a rest, a baseline or a raised hand is over; None where there is none.
    demonstration
        Which figure to show: a movement's id with its side, ``kneeling-lunge/right``, ``stand-tall``; empty for none.
    caption
        What is being said, until it is over; empty for silence.
    summary
        Rows of the summary.
    notes
        Small notices (``no camera``, ``15 frames a second``, ``no voice here``), only when they matter.
    """

    kind: ScreenKind
    title: str
    lines: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    place: Place | None = None
    snapshot: Snapshot | None = None
    help: str | None = None
    help_kind: str = ""
    countdown_s: float | None = None
    share: float | None = None
    demonstration: str = ""
    caption: str = ""
    summary: tuple[SummaryRow, ...] = ()
    notes: tuple[str, ...] = ()
