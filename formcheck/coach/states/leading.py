"""Leading up to a movement: what it is, where to be for it, and getting ready."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from formcheck.coach.arbiter import easier_version
from formcheck.coach.commands import Ask
from formcheck.coach.events import Happening
from formcheck.coach.plan import Standing
from formcheck.coach.screens import Screen, ScreenKind
from formcheck.coach.states.state import State
from formcheck.coach.utterance import Tone
from formcheck.routine.cues import SpokenCue

if TYPE_CHECKING:
    from formcheck.coach.commands import Command
    from formcheck.coach.lead import Lead, Now

FIRST_SIDE_S: Final = 10.0
"""A movement is shown for so long: its figure goes through it once, and its lines can be read from afar."""

OTHER_SIDE_S: Final = 5.0
"""The other side of it is only named."""

SEEN_S: Final = 1.0
"""Somebody who is well seen for so long has found their place."""

ASK_FIRST_S: Final = 1.5
"""Help is spoken when it was needed for so long, and again ..."""

ASK_AGAIN_S: Final = 8.0
"""... after as long as a cue may be said again (domain, section 6)."""

GIVE_UP_S: Final = 30.0
"""After so long it goes on with a person who is seen somehow: what cannot be judged will be said so."""

ABSENT_S: Final = 1.0
"""Who leaves while getting ready has to be found again."""


class StepState(State):
    """What the states of a step have in common: it can be left out, begun again, or the one before gone back to."""

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Leave the step out, begin it again, or go back."""
        match command.ask:
            case Ask.SKIP:
                return skip_step(lead, time_s)
            case Ask.BACK:
                lead.course.begin_anew()
                lead.go_to(lead.plan.before)
                return ScreenKind.INTRODUCTION
            case Ask.REPEAT:
                return repeat_step(lead, time_s)
        return None


def skip_step(lead: Lead, time_s: float) -> ScreenKind:
    """Leave the step out that is due; return what follows."""
    lead.close_step(Standing.SKIPPED, time_s)
    return ScreenKind.SUMMARY if lead.plan.over else ScreenKind.INTRODUCTION


def repeat_step(lead: Lead, time_s: float) -> ScreenKind:
    """Do the step that is due once more, from its beginning."""
    lead.note(Happening.STEP_REPEATED, time_s, lead.step.movement.id, lead.step.side)
    lead.course.begin_anew()
    lead.go_to(lead.plan.at)
    return ScreenKind.INTRODUCTION


class Introduction(StepState):
    """What comes: the movement, its side, where to put the camera, and a figure that does it."""

    kind = ScreenKind.INTRODUCTION

    def enter(self, lead: Lead, time_s: float) -> None:
        """Name it."""
        super().enter(lead, time_s)
        key = "sides_change.step" if self._is_other_side(lead) else "introduction.next"
        side = lead.phrases.side_words(lead.step.movement, lead.step.side)
        lead.say(time_s, lead.phrases(key, movement=lead.plan.title(lead.phrases, lead.plan.at), side=side))

    @staticmethod
    def _is_other_side(lead: Lead) -> bool:
        return any(
            step.movement.id == lead.step.movement.id and n != lead.plan.at and lead.plan.standing[n] is Standing.DONE
            for n, step in enumerate(lead.plan.steps)
        )

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:
        """Go on after a while."""
        wait_s = OTHER_SIDE_S if self._is_other_side(lead) else FIRST_SIDE_S
        return ScreenKind.FRAMING if now.time_s - self.since_s >= wait_s else None

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Go on at once, or tick what is asked."""
        if command.ask is Ask.NEXT:
            return ScreenKind.FRAMING
        if command.ask is Ask.TICK:
            lead.tick(_asked_before(lead)[0], command, time_s)
        return super().obey(lead, command, time_s)

    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show the movement."""
        movement = lead.step.movement
        return Screen(
            self.kind,
            lead.plan.title(lead.phrases, lead.plan.at),
            (movement.about, *_own_version(lead), movement.camera.say),
            (*lead.ticks(*_asked_before(lead)), *lead.choices(Ask.NEXT, Ask.SKIP, Ask.BACK, Ask.STOP)),
            lead.plan.place(lead.phrases),
            help=now.help.words if now.help else None,
            help_kind=now.help.kind if now.help else "ok",
            demonstration=demonstration(lead),
        )


def _own_version(lead: Lead) -> tuple[str, ...]:
    """Say what is prescribed of the movement that is due."""
    movement, said = lead.step.movement, lead.phrases
    own = lead.program.own.get(movement.id)
    if own is None:
        return ()
    main = movement.main_phase
    words = [main.prompt] if own.reps is not None and main is not None else []
    words += [said("own.hold", seconds=f"{own.hold_s:g}")] if own.hold_s is not None else []
    words += [said("own.knee", angle=f"{own.knee_angle_deg:g}")] if own.knee_angle_deg is not None else []
    words += [easier_version(movement) or said("own.smaller")] if own.easier else []
    return (said("own.version", words=" ".join(words)),) if words else ()


def _asked_before(lead: Lead) -> tuple[list[str], list[str]]:
    """Names and words of what a movement would have ticked off before it."""
    movement = lead.step.movement
    cues = [cue for cue in movement.cues if isinstance(cue, SpokenCue) and cue.how == "checklist"]
    return [f"{movement.id}.{cue.ref}" for cue in cues], [cue.say for cue in cues]


def demonstration(lead: Lead) -> str:
    """Name the figure of the step that is due."""
    return f"{lead.step.movement.id}/{lead.step.side}"


class Framing(StepState):
    """Finding the place before the camera, with help until the person is well seen."""

    kind = ScreenKind.FRAMING

    def __init__(self) -> None:
        super().__init__()
        self._well_since_s: float | None = None
        self._ill_since_s: float | None = None
        self._asked_s: float | None = None

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:
        """Help until all is well, or nothing more helps."""
        well = now.help is None and now.absent_s == 0.0
        if well:
            self._ill_since_s = None
            self._well_since_s = now.time_s if self._well_since_s is None else self._well_since_s
            if now.time_s - self._well_since_s >= SEEN_S:
                if self._asked_s is not None:
                    lead.say(now.time_s, lead.phrases("framing.seen"), source="framing")
                return ScreenKind.READY
            return None
        self._well_since_s = None
        self._ill_since_s = now.time_s if self._ill_since_s is None else self._ill_since_s
        self._ask(lead, now, self._ill_since_s)
        tried = now.time_s - self.since_s >= GIVE_UP_S and now.present_s >= GIVE_UP_S / 2
        return ScreenKind.READY if tried else None

    def _ask(self, lead: Lead, now: Now, since_s: float) -> None:
        waited = now.time_s - since_s >= ASK_FIRST_S
        again = self._asked_s is None or now.time_s - self._asked_s >= ASK_AGAIN_S
        if now.help is not None and waited and again:
            self._asked_s = now.time_s
            lead.say(now.time_s, now.help.words, source="framing")

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Go on as it is."""
        return ScreenKind.READY if command.ask is Ask.NEXT else super().obey(lead, command, time_s)

    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show the picture, and what would help."""
        return Screen(
            self.kind,
            lead.phrases("framing.title"),
            (lead.step.movement.camera.say,),
            lead.choices(Ask.NEXT, Ask.SKIP, Ask.BACK, Ask.STOP),
            lead.plan.place(lead.phrases),
            help=now.help.words if now.help else lead.phrases("framing.seen"),
            help_kind=now.help.kind if now.help else "ok",
            demonstration=demonstration(lead),
        )


class Ready(StepState):
    """Getting ready: a short countdown, for which nobody has to wait."""

    kind = ScreenKind.READY

    def __init__(self) -> None:
        super().__init__()
        self._toned: int | None = None

    def enter(self, lead: Lead, time_s: float) -> None:
        """Say so."""
        super().enter(lead, time_s)
        lead.say(time_s, lead.phrases("ready.say"))

    def _left_s(self, lead: Lead, time_s: float) -> float:
        return max(0.0, lead.settings.countdown_s - (time_s - self.since_s))

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:
        """Count down, a tone a second."""
        if now.absent_s > ABSENT_S:
            return ScreenKind.FRAMING
        left_s = self._left_s(lead, now.time_s)
        if left_s <= 0.0:
            return ScreenKind.WORK
        if math.ceil(left_s) != self._toned:
            self._toned = math.ceil(left_s)
            lead.say(now.time_s, "", Tone.READY)
        return None

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Begin at once."""
        return ScreenKind.WORK if command.ask is Ask.NEXT else super().obey(lead, command, time_s)

    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show the countdown and the position to take up."""
        setup = next((phase.prompt for phase in lead.step.movement.phases if phase.kind == "setup"), "")
        left_s = self._left_s(lead, now.time_s)
        return Screen(
            self.kind,
            lead.phrases("ready.title"),
            tuple(filter(None, (setup, lead.phrases("ready.begin")))),
            lead.choices(Ask.NEXT, Ask.SKIP, Ask.BACK, Ask.PAUSE, Ask.STOP),
            lead.plan.place(lead.phrases),
            snapshot=now.snapshot,
            help=now.help.words if now.help else None,
            help_kind=now.help.kind if now.help else "ok",
            countdown_s=left_s,
            share=1.0 - left_s / lead.settings.countdown_s if lead.settings.countdown_s > 0 else 1.0,
            demonstration=demonstration(lead),
        )
