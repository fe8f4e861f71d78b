"""Before the first movement: the disclaimer, the warm-up, and the own upright back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.body.back.upright import stands
from formcheck.body.joints import Joints
from formcheck.coach.commands import Ask
from formcheck.coach.events import Happening
from formcheck.coach.screens import Screen, ScreenKind
from formcheck.coach.states.state import State
from formcheck.coach.utterance import Tone
from formcheck.routine.program import one_camera
from formcheck.routine.program_schema import ProgramCue

if TYPE_CHECKING:
    from formcheck.coach.commands import Command
    from formcheck.coach.lead import Lead, Now
    from formcheck.pose.pose import Observation
    from formcheck.routine.bands import Band

BASELINE_WAIT_S: Final = 15.0
"""Who does not stand within so long does not want to, or cannot: it goes on without."""

BREAK_S: Final = 0.5
"""Standing tall may be lost from sight for so long."""

FIVE_CM: Final = 0.05
"""Nobody puts up a camera more exactly, metres."""

CUE_SECONDS: Final = 1.0
"""Each second of a countdown has its tone."""


def checklist(lead: Lead) -> tuple[list[str], list[str]]:
    """Give the names and the words of what the program would have ticked off before."""
    cues = [cue for cue in lead.program.cues if isinstance(cue, ProgramCue) and cue.how == "checklist"]
    items = [(f"{cue.ref}.{n}", words) for cue in cues for n, words in enumerate(cue.items)]
    return [name for name, _ in items], [words for _, words in items]


class Consent(State):
    """The disclaimer. Nothing is judged before it was agreed to."""

    kind = ScreenKind.CONSENT
    judged = False
    starts = False
    pausable = False
    hand = False

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Agree."""
        if command.ask is not Ask.NEXT:
            return None
        lead.note(Happening.CONSENTED, time_s)
        return ScreenKind.WARM_UP

    def screen(self, lead: Lead, now: Now) -> Screen:  # noqa: ARG002 - it is the same at any time
        """Show the disclaimer."""
        said = lead.phrases
        return Screen(
            self.kind,
            said("consent.title"),
            (lead.program.file.disclaimer, said("consent.local"), said("consent.stop")),
            lead.choices(Ask.NEXT, Ask.STOP, next="consent.agree"),
        )


class WarmUp(State):
    """The warm-up's checklist, and what is to be kept in mind."""

    kind = ScreenKind.WARM_UP

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Tick, or go on."""
        if command.ask is Ask.TICK:
            lead.tick(checklist(lead)[0], command, time_s)
        if command.ask in {Ask.NEXT, Ask.SKIP}:
            return first_of(lead)
        return None

    def screen(self, lead: Lead, now: Now) -> Screen:  # noqa: ARG002 - it is the same at any time
        """Show the checklist."""
        cues = [cue for cue in lead.program.cues if isinstance(cue, ProgramCue) and cue.how == "prompt"]
        prompts = " ".join(cue.say for cue in cues if "before" in cue.when and cue.say)
        lines = (lead.phrases("warm_up.any"), camera_words(lead), prompts)
        return Screen(
            self.kind,
            lead.phrases("warm_up.title"),
            tuple(line for line in lines if line),
            (*lead.ticks(*checklist(lead)), *lead.choices(Ask.NEXT, Ask.STOP)),
        )


def camera_words(lead: Lead) -> str:
    """Say where the one camera stands: now there is still somebody beside it."""
    height, distance = one_camera(lead.program)
    return lead.phrases("warm_up.camera", height=_metres(lead, height), distance=_metres(lead, distance))


def _metres(lead: Lead, band: Band) -> str:
    """Write metres to five centimetres, or from where to where."""
    rounded = (round(end / FIVE_CM) * FIVE_CM for end in (band.low, band.high))
    ends = dict.fromkeys(f"{end:.2f}".rstrip("0").rstrip(".") for end in rounded)
    return "–".join(ends).replace(".", lead.phrases("numbers.point"))


def first_of(lead: Lead) -> ScreenKind:
    """Return what comes before the first movement."""
    return ScreenKind.INTRODUCTION if lead.baseline_done else ScreenKind.BASELINE


class Baseline(State):
    """Standing tall for a moment, from which the own back and the camera's tilt are learned. It may be left out."""

    kind = ScreenKind.BASELINE

    def __init__(self) -> None:
        super().__init__()
        self._tall_s = 0.0
        self._last_tall_s: float | None = None
        self._toned = 0

    def enter(self, lead: Lead, time_s: float) -> None:
        """Ask for it."""
        super().enter(lead, time_s)
        lead.say(time_s, lead.phrases("baseline.say"))

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:
        """Count the seconds of standing."""
        if now.seen is not None and _tall(now.seen) and now.help is None:
            if self._last_tall_s is not None and now.time_s - self._last_tall_s <= BREAK_S:
                self._tall_s += now.time_s - self._last_tall_s
            self._last_tall_s = now.time_s
            if self._tall_s >= self._toned * CUE_SECONDS and self._tall_s < lead.settings.baseline_s:
                self._toned += 1
                lead.say(now.time_s, "", Tone.READY)
        if self._tall_s >= lead.settings.baseline_s:
            lead.say(now.time_s, "", Tone.DONE)
            return self._leave(lead, Happening.BASELINE_TAKEN, now.time_s)
        if self._tall_s == 0.0 and now.time_s - self.since_s > BASELINE_WAIT_S:
            return self._leave(lead, Happening.BASELINE_SKIPPED, now.time_s)
        return None

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Leave it out, or go back."""
        if command.ask in {Ask.NEXT, Ask.SKIP}:
            return self._leave(lead, Happening.BASELINE_SKIPPED, time_s)
        return ScreenKind.WARM_UP if command.ask is Ask.BACK else None

    @staticmethod
    def _leave(lead: Lead, how: Happening, time_s: float) -> ScreenKind:
        lead.baseline_done = True
        lead.note(how, time_s)
        return ScreenKind.INTRODUCTION

    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show how to stand, and how much of it is over."""
        wanted_s = lead.settings.baseline_s
        return Screen(
            self.kind,
            lead.phrases("baseline.title"),
            (lead.phrases("baseline.say"), lead.phrases("baseline.why")),
            lead.choices(Ask.SKIP, Ask.BACK, Ask.STOP),
            help=now.help.words if now.help else None,
            help_kind=now.help.kind if now.help else "ok",
            countdown_s=max(0.0, wanted_s - self._tall_s),
            share=min(1.0, self._tall_s / wanted_s),
            demonstration="stand-tall",
        )


def _tall(seen: Observation) -> bool:
    return seen.pose is not None and not seen.ambiguous and stands(Joints(seen.pose))
