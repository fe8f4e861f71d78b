"""The states of a session, one after the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.coach.commands import Ask, Command
from formcheck.coach.events import Happening
from formcheck.coach.screens import Screen, ScreenKind
from formcheck.coach.states.after import Question, Rest, Summary
from formcheck.coach.states.before import Baseline, Consent, WarmUp
from formcheck.coach.states.leading import Framing, Introduction, Ready, repeat_step, skip_step
from formcheck.coach.states.working import Paused, Work

if TYPE_CHECKING:
    from formcheck.coach.lead import Lead, Now
    from formcheck.coach.states.state import State

ABSENT_S: Final = 4.0
"""Nobody seen for so long while working is a pause. By then the judge has given the position up (after 2.5 seconds),
so that the pause takes nothing away; face down on the floor a person may be lost from sight for a while."""

BACK_S: Final = 1.0
"""Somebody who is seen for so long has come back."""

_STATES: Final = {
    state.kind: state
    for state in (Consent, WarmUp, Baseline, Introduction, Framing, Ready, Work, Question, Rest, Summary)
}

_HAND_MEANS: Final = {ScreenKind.WORK: Ask.PAUSE, ScreenKind.PAUSED: Ask.PAUSE, ScreenKind.QUESTION: Ask.SKIP}
"""What a raised hand asks for; on any other screen, to go on."""


class Flow:
    """Leads from one screen to the next.

    Parameters
    ----------
    lead
        What the states share.
    """

    def __init__(self, lead: Lead) -> None:
        self._lead = lead
        self._state: State = WarmUp() if lead.settings.consent_given else Consent()
        self.done = False
        """Whether the summary was closed, or nothing was agreed to."""

    @property
    def state(self) -> State:
        """The state now."""
        return self._state

    def go_on(self, now: Now) -> None:
        """Let time pass, with what was seen."""
        lead, state = self._lead, self._state
        if state.starts and state.kind is not ScreenKind.WORK and lead.course.floor is not None:
            self._enter(Work(), now.time_s)
        elif state.kind is ScreenKind.WORK and now.absent_s >= ABSENT_S:
            self._pause("out_of_sight", now.time_s)
        elif isinstance(state, Paused) and state.why == "out_of_sight" and now.present_s >= BACK_S:
            self._resume(now.time_s)
        following = self._state.go_on(lead, now)
        if following is not None:
            self._enter(_STATES[following](), now.time_s)

    def raise_hand(self, time_s: float) -> None:
        """Do what a raised hand means here."""
        self._lead.note(Happening.HAND_RAISED, time_s)
        self.obey(Command(_HAND_MEANS.get(self._state.kind, Ask.NEXT)), time_s)

    def obey(self, command: Command, time_s: float) -> None:
        """Do as asked, as far as it makes sense here."""
        state = self._state
        if command.ask is Ask.STOP or (command.ask is Ask.NEXT and isinstance(state, Summary)):
            self._stop(time_s)
        elif isinstance(state, Paused):
            self._obey_paused(command, time_s)
        elif command.ask is Ask.PAUSE:
            if state.pausable:
                self._pause("asked", time_s)
        else:
            following = state.obey(self._lead, command, time_s)
            if following is not None:
                self._enter(_STATES[following](), time_s)

    def _stop(self, time_s: float) -> None:
        """Go to the summary; from there, or before anything was agreed to, end."""
        if isinstance(self._state, Summary | Consent):
            self.done = True
        else:
            self._enter(Summary(), time_s)

    def _obey_paused(self, command: Command, time_s: float) -> None:
        match command.ask:
            case Ask.PAUSE | Ask.NEXT:
                self._resume(time_s)
            case Ask.SKIP:
                self._enter(_STATES[skip_step(self._lead, time_s)](), time_s)
            case Ask.REPEAT:
                self._enter(_STATES[repeat_step(self._lead, time_s)](), time_s)
            case Ask.BACK:
                self._resume(time_s)
                self.obey(command, time_s)

    def _pause(self, why: str, time_s: float) -> None:
        self._lead.note(Happening.PAUSED, time_s, why)
        self._enter(Paused(self._state, why), time_s)

    def _resume(self, time_s: float) -> None:
        """Go back to where the pause began."""
        assert isinstance(self._state, Paused)  # noqa: S101 - nothing else is resumed
        self._lead.note(Happening.RESUMED, time_s)
        within, since_s = self._state.within, self._state.since_s
        within.since_s += time_s - since_s  # What was being counted down goes on where it was.
        self._lead.finished_s += time_s - since_s
        self._lead.say(time_s, self._lead.phrases("paused.resumed"))
        self._note_screen(within, time_s)
        self._state = within

    def _enter(self, state: State, time_s: float) -> None:
        self._state = state
        self._note_screen(state, time_s)
        state.enter(self._lead, time_s)

    def _note_screen(self, state: State, time_s: float) -> None:
        self._lead.note(Happening.SCREEN, time_s, state.kind.value)

    def screen(self, now: Now) -> Screen:
        """Show where the session is."""
        return self._state.screen(self._lead, now)
