"""What the judge says, of a cue, of a moment and of what just happened."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from formcheck.body.reading import Reading


class Verdict(StrEnum):
    """The four values of a judged cue, and that its moment never came."""

    GOOD = "good"
    NEARLY = "nearly"
    FAULT = "fault"
    CANNOT_JUDGE = "cannot_judge"
    NOT_REACHED = "not_reached"


class Severity(StrEnum):
    """How much a cue matters."""

    SAFETY = "safety"
    FORM = "form"
    REFINEMENT = "refinement"
    INFORMATION = "information"


class EventKind(StrEnum):
    """What can happen."""

    PHASE_CHANGED = "phase_changed"
    REP_COUNTED = "rep_counted"
    REP_NOT_COUNTED = "rep_not_counted"
    HOLD_STARTED = "hold_started"
    HOLD_PAUSED = "hold_paused"
    HOLD_RESUMED = "hold_resumed"
    HOLD_ENDED = "hold_ended"
    CUE_RAISED = "cue_raised"
    CUE_CLEARED = "cue_cleared"
    PERSON_LOST = "person_lost"
    PERSON_FOUND = "person_found"
    VIEW_CHANGED = "view_changed"


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened at a time; ``subject`` is a phase, a cue's ref or a view, ``detail`` says more."""

    kind: EventKind
    time_s: float
    subject: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class CueState:
    """A cue as it stands at one moment (debounced).

    Attributes
    ----------
    ref, id
        The number in the cue table and the cue's name in the routine file.
    verdict
        How it stands now.
    severity
        How much it matters.
    reading
        What was measured in this frame (signed as the measure is).
    limit
        The limit of "good" nearest to the value; None where there is none.
    say
        The few words that correct it.
    parts
        Landmarks at which a picture shows it, such as ``("right_knee",)``.
    mend
        For "cannot judge", what to do about it ("Turn a quarter to your left").
    measure
        What the reading is of, such as ``front.knee_flexion``; empty where nothing is measured.
    title
        The cue's name for people.
    """

    ref: str
    id: str
    verdict: Verdict
    severity: Severity
    reading: Reading
    limit: float | None
    say: str
    parts: tuple[str, ...] = ()
    mend: str | None = None
    measure: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class HoldState:
    """A hold that is being timed: seconds held so far, the wanted seconds, and whether it is paused."""

    held_s: float
    target_s: float
    paused: bool


@dataclass(frozen=True, slots=True)
class Snapshot:
    """How things stand after one frame: what an overlay or a voice needs.

    Attributes
    ----------
    time_s
        Of the frame.
    movement, side
        Name of the movement for people; ``left``, ``right``, ``both`` or None while it is unknown.
    roles
        Role to side, such as ``{"rear": "right", "front": "left"}``; empty while unknown.
    phase, phase_kind, caption
        Id and kind (``setup``, ``reps``, ``hold``, ``done``) of the phase, and its short title for people.
    prompt
        A sentence that leads ("Rock forward and back, slowly"); None for silence.
    reps, reps_target
        Repetitions counted and wanted; the target is 0 where the movement has none.
    reps_flagged
        For each counted repetition whether it had a fault.
    rep_progress
        0 to 1, how far into the person's own range the movement is now; None where unseen.
    hold
        The hold being timed, or None.
    cues
        The cues that apply in this phase.
    hint
        Help with the camera ("Step back, I can't see your feet"); None when all is well.
    view
        ``side``, ``front``, ``back``, ``oblique`` (front and side), ``back_oblique`` or ``unknown``.
    events
        What happened in this frame.
    side_words
        The side as people say it, such as "right knee down"; empty while unknown.
    leaving
        Whether the position is being left: what has to stay true of it does not, though not for long enough to give
        it up.
    """

    time_s: float
    movement: str
    side: str | None
    roles: dict[str, str]
    phase: str
    phase_kind: str
    caption: str
    prompt: str | None
    reps: int
    reps_target: int
    reps_flagged: tuple[bool, ...]
    rep_progress: float | None
    hold: HoldState | None
    cues: tuple[CueState, ...]
    hint: str | None
    view: str
    events: tuple[Event, ...] = ()
    side_words: str = ""
    leaving: bool = False
