"""After a movement: what is asked, a rest, and at the end of all the summary."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.coach.commands import Ask, Command
from formcheck.coach.events import Happening
from formcheck.coach.lead import Answer
from formcheck.coach.screens import Choice, Screen, ScreenKind
from formcheck.coach.states.state import State
from formcheck.coach.summary import rows
from formcheck.coach.utterance import Tone
from formcheck.routine.program_schema import ProgramCue

if TYPE_CHECKING:
    from formcheck.coach.lead import Lead, Now

QUESTION_S: Final = 12.0
"""Whoever trains three metres away cannot answer: the question goes away by itself."""

ASK_AFTER_S: Final = 2.0
"""A kind word on the set comes first, and is heard to its end."""

LAST_QUESTION_S: Final = 60.0
"""At the end there is time to come and answer."""

PATIENCE: Final = 2
"""After so many questions without an answer nothing more is asked before the end."""

TEN_KEY: Final = "x"
"""The key for ten, which has two digits."""


def questions(lead: Lead) -> list[ProgramCue]:
    """List what the program asks after a set."""
    cues = (cue for cue in lead.program.cues if isinstance(cue, ProgramCue) and cue.how == "question")
    return [cue for cue in cues if "after" in cue.when and (cue.answers or cue.scale is not None)]


def what_follows(lead: Lead, time_s: float) -> ScreenKind:
    """Return the screen after a step that was done: what is asked of it, a rest, the next one, or the end."""
    patient = lead.unanswered < PATIENCE or lead.plan.over
    lead.to_ask = questions(lead) if lead.settings.questions and patient else []
    return _next(lead, time_s)


def _next(lead: Lead, time_s: float) -> ScreenKind:
    if lead.to_ask:
        return ScreenKind.QUESTION
    if lead.plan.over:
        return ScreenKind.SUMMARY
    return ScreenKind.REST if time_s - lead.finished_s < _rest_s(lead) else ScreenKind.INTRODUCTION


def _rest_s(lead: Lead) -> float:
    """How long the rest after the last step is: as short as the program or the settings want it."""
    return 0.0 if lead.last is None else min(lead.last.rest_s, lead.settings.rest_s)


class Question(State):
    """One question about the set that is over. No answer is fine too."""

    kind = ScreenKind.QUESTION
    pausable = False

    def enter(self, lead: Lead, time_s: float) -> None:
        """Take the question up."""
        super().enter(lead, time_s)
        self.cue = lead.to_ask.pop(0)
        self._asked = False

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:
        """Ask, and wait a while for an answer."""
        if not self._asked and now.time_s - self.since_s >= ASK_AFTER_S:
            self._asked = True
            lead.say(now.time_s, self.cue.say, source=self.cue.ref)
        wait_s = LAST_QUESTION_S if lead.plan.over else QUESTION_S
        if now.time_s - self.since_s < wait_s:
            return None
        lead.unanswered += 1
        return _next(lead, now.time_s)

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:
        """Take an answer, or none."""
        if command.ask is Ask.ANSWER and command.value is not None:
            return self._answered(lead, command.value, time_s)
        return _next(lead, time_s) if command.ask in {Ask.SKIP, Ask.NEXT} else None

    def _answered(self, lead: Lead, value: float, time_s: float) -> ScreenKind | None:
        cue, of = self.cue, lead.last
        answer = _answer_words(cue, value)
        if answer is None:
            return None
        lead.unanswered = 0
        movement, side = ("", "") if of is None else (of.movement.id, of.side)
        lead.answers.append(Answer(cue.ref, movement, side, answer, value, time_s))
        lead.note(Happening.ANSWERED, time_s, cue.ref, answer)
        if cue.stop_from is not None and value >= cue.stop_from:
            lead.leave_out_movement(time_s)
            lead.say(time_s, lead.phrases("question.stop_set"), Tone.ATTENTION)
        elif cue.ease_off_from is not None and value >= cue.ease_off_from:
            lead.say(time_s, lead.phrases("question.ease_off"))
        return _next(lead, time_s)

    def screen(self, lead: Lead, now: Now) -> Screen:  # noqa: ARG002 - it is the same at any time
        """Show the question and its answers."""
        said, cue = lead.phrases, self.cue
        lines = [] if lead.last is None else [lead.plan.title(said, lead.plan.steps.index(lead.last))]
        if cue.scale is not None:
            lines.append(said("question.scale", low=f"{cue.scale.low:g}", high=f"{cue.scale.high:g}"))
        return Screen(
            self.kind,
            cue.say,
            (*lines, said("question.skip")),
            (*_answers(cue), *lead.choices(Ask.SKIP, Ask.STOP)),
            None if lead.plan.over else lead.plan.place(said),
        )


def _answers(cue: ProgramCue) -> tuple[Choice, ...]:
    if cue.scale is None:
        return tuple(Choice(str(n + 1), words, Command(Ask.ANSWER, n)) for n, words in enumerate(cue.answers))
    numbers = range(int(cue.scale.low), int(cue.scale.high) + 1)
    return tuple(Choice(TEN_KEY if n == 10 else str(n), str(n), Command(Ask.ANSWER, n)) for n in numbers)


def _answer_words(cue: ProgramCue, value: float) -> str | None:
    """Say an answer; None for one that the question does not have."""
    if cue.scale is not None:
        return f"{value:g}" if cue.scale.low <= value <= cue.scale.high else None
    return cue.answers[int(value)] if value == int(value) and 0 <= value < len(cue.answers) else None


class Rest(State):
    """A rest, as long as one likes: the next movement may be begun, or asked for, at any time."""

    kind = ScreenKind.REST

    def enter(self, lead: Lead, time_s: float) -> None:
        """Say so."""
        super().enter(lead, time_s)
        lead.say(time_s, lead.phrases("rest.say"))

    def go_on(self, lead: Lead, now: Now) -> ScreenKind | None:
        """Count the rest down."""
        return ScreenKind.INTRODUCTION if now.time_s - lead.finished_s >= _rest_s(lead) else None

    def obey(self, lead: Lead, command: Command, time_s: float) -> ScreenKind | None:  # noqa: ARG002 - at any time
        """Go on at once, or do the last one again."""
        match command.ask:
            case Ask.NEXT | Ask.SKIP:
                return ScreenKind.INTRODUCTION
            case Ask.BACK | Ask.REPEAT if lead.last is not None:
                lead.go_to(lead.plan.steps.index(lead.last))
                return ScreenKind.INTRODUCTION
        return None

    def screen(self, lead: Lead, now: Now) -> Screen:
        """Show how much of it is left, and what comes."""
        whole_s = _rest_s(lead)
        left_s = max(0.0, whole_s - (now.time_s - lead.finished_s))
        return Screen(
            self.kind,
            lead.phrases("rest.title"),
            (
                lead.phrases("introduction.next", movement=lead.plan.title(lead.phrases, lead.plan.at)),
                lead.phrases("rest.no_hurry"),
            ),
            lead.choices(Ask.NEXT, Ask.REPEAT, Ask.PAUSE, Ask.STOP),
            lead.plan.place(lead.phrases),
            countdown_s=left_s,
            share=1.0 - left_s / whole_s if whole_s > 0 else 1.0,
        )


class Summary(State):
    """The end: what was done, with a word on each set."""

    kind = ScreenKind.SUMMARY
    judged = False
    starts = False
    pausable = False
    hand = False

    def enter(self, lead: Lead, time_s: float) -> None:
        """Say good-bye."""
        super().enter(lead, time_s)
        lead.note(Happening.ENDED, time_s)
        lead.say(time_s, lead.phrases("summary.say"), Tone.DONE)
        self._rows = rows(lead)

    def screen(self, lead: Lead, now: Now) -> Screen:  # noqa: ARG002 - it is the same at any time
        """Show the sets."""
        return Screen(
            self.kind,
            lead.phrases("summary.title"),
            (lead.program.file.disclaimer,),
            lead.choices(Ask.STOP, stop="keys.close"),
            summary=self._rows,
        )
