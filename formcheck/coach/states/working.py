"""Doing a movement, and pausing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.coach.commands import Ask
from formcheck.coach.plan import Standing
from formcheck.coach.screens import Screen, ScreenKind
from formcheck.coach.states.after import what_follows
from formcheck.coach.states.leading import StepState, demonstration
from formcheck.coach.states.state import State
from formcheck.coach.utterance import Tone
from formcheck.judge.stages import DONE, SETUP

if TYPE_CHECKING:
    from formcheck.coach.commands import Command
    from formcheck.coach.lead import Lead, Now

LEFT_S: Final = 2.5
"""Who has done all repetitions and has been out of position for so long (a paused hold's limit) is done."""


class Work(StepState):
    """The movement itself, as the judge sees it."""

    kind = ScreenKind.WORK

    def __init__(self) -> None:
        super().__init__()
        self._set: tuple[str, int] | None = None
        self._heard: tuple[str, str] | None = None
        self._left_since_s: float | None = None

    def enter(self, lead: Lead, time_s: float) -> None:
        """Listen anew."""
        super().enter(lead, time_s)
        lead.arbiter = None

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:
        """Notice which set is under way, and when it is over."""
        floor = lead.course.floor
        if floor is not None and floor.key != self._set:
            lead.adopt(floor, now.time_s, on_the_way=self._set is not None)
            self._left_since_s = None
        self._set = floor.key if floor is not None else None
        self._listen(lead, now)
        lead.remark(now.time_s)
        if floor is None:
            return None
        if now.snapshot is not None and now.snapshot.phase == DONE:
            return self._finish(lead, now.time_s, settled=True)
        if floor.kept or not floor.main_done:
            self._left_since_s = None
        elif self._left_since_s is None:
            self._left_since_s = now.time_s
        elif now.time_s - self._left_since_s >= LEFT_S:
            return self._finish(lead, now.time_s, settled=False)
        return None

    def _listen(self, lead: Lead, now: Now) -> None:
        """Let the arbiter hear how things stand; another set has an arbiter of its own."""
        judged = (lead.step.movement.id, lead.step.side)
        if lead.arbiter is None or judged != self._heard:
            lead.listen()
            self._heard = judged
        if now.moment is not None and now.snapshot is not None and lead.arbiter is not None:
            lead.pass_on(lead.arbiter.hear(now.snapshot, corrects=not lead.course.side_is_doubted))

    @staticmethod
    def _finish(lead: Lead, time_s: float, *, settled: bool) -> ScreenKind:
        result = lead.course.result()
        if result is not None and lead.arbiter is not None:
            lead.pass_on(lead.arbiter.end_of_set(result, time_s))
        lead.arbiter = None
        lead.close_step(Standing.DONE, time_s, settled=settled)
        return what_follows(lead, time_s)

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Be done with it, though something may be left of it."""
        if command.ask is Ask.NEXT:
            return self._finish(lead, time_s, settled=True)
        return super().obey(lead, command, time_s)

    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show how the judge sees things."""
        snapshot = now.snapshot
        getting_there = snapshot is None or snapshot.phase == SETUP
        return Screen(
            self.kind,
            snapshot.caption if snapshot else lead.step.movement.name,
            (snapshot.prompt,) if snapshot and snapshot.prompt else (),
            lead.choices(Ask.NEXT, Ask.PAUSE, Ask.SKIP, Ask.REPEAT, Ask.BACK, Ask.STOP, next="keys.done"),
            lead.plan.place(lead.phrases),
            snapshot=snapshot,
            help=now.help.words if now.help else None,
            help_kind=now.help.kind if now.help else "",
            demonstration=demonstration(lead) if getting_there else "",
        )


class Paused(State):
    """A pause: asked for, or because nobody is there; it ends where it began.

    Attributes
    ----------
    within
        The state that is paused.
    why
        ``asked``, in which the judge is told nothing, or ``out_of_sight``, in which there is nothing to tell it.
    """

    kind = ScreenKind.PAUSED
    starts = False

    def __init__(self, within: State, why: str) -> None:
        super().__init__()
        self.within = within
        self.why = why
        self.judged = why == "out_of_sight"

    def enter(self, lead: Lead, time_s: float) -> None:
        """Say so."""
        super().enter(lead, time_s)
        lead.say(time_s, lead.phrases(f"paused.{self.why}"), Tone.ATTENTION)

    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show that there is no hurry."""
        return Screen(
            self.kind,
            lead.phrases("paused.title"),
            (lead.phrases(f"paused.{self.why}"),),
            lead.choices(Ask.PAUSE, Ask.SKIP, Ask.REPEAT, Ask.STOP, pause="keys.resume"),
            lead.plan.place(lead.phrases),
            help=now.help.words if now.help else None,
            help_kind=now.help.kind if now.help else "ok",
        )
