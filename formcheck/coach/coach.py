"""The coach: observations and commands in; screens, words and events out.

>>> from formcheck.coach.coach import Coach
>>> from formcheck.coach.commands import Ask, Command
>>> from formcheck.judge.loading import load_program
>>> from formcheck.routine.phrasebook import load_phrases
>>> coach = Coach(load_program("hip-mobility"), load_phrases("en"))
>>> coach.tick(0.0).screen.title
'Before you begin'
>>> coach.command(Command(Ask.NEXT), 1.0).screen.title
'Warmed up a little?'
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from formcheck.coach.body_watch import BodyWatch
from formcheck.coach.flow import Flow
from formcheck.coach.framing import Framing
from formcheck.coach.lead import Lead, Now
from formcheck.coach.raised_hand import RaisedHand, raises_an_arm
from formcheck.coach.screens import ScreenKind
from formcheck.coach.settings import CoachSettings
from formcheck.coach.summary import outcome

if TYPE_CHECKING:
    from formcheck.body.moment import Moment
    from formcheck.coach.commands import Command
    from formcheck.coach.events import CoachEvent
    from formcheck.coach.screens import Screen
    from formcheck.coach.summary import Outcome
    from formcheck.coach.utterance import Utterance
    from formcheck.judge.verdict import Snapshot
    from formcheck.pose.pose import Observation, Pose
    from formcheck.routine.phrasebook import Phrases
    from formcheck.routine.program import Program

__all__ = ["Coach", "CoachSettings", "Turn"]

BREAK_S: Final = 0.5
"""A person may be lost from sight for so long and count as present all the time."""

WORD_S: Final = 0.4
"""A caption stands for as long as its words are spoken, at about 150 words a minute, ..."""

CAPTION_LEAST_S: Final = 2.0
"""... but long enough to be read from afar."""

HAND_SHOWN_FROM: Final = 0.2
"""Before so much of a raised hand's second nothing is shown of it: most hands only pass by."""


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """What the coach makes of a moment.

    Attributes
    ----------
    time_s
        Of the moment.
    screen
        What is to be seen.
    pose
        The person, smoothed, to be drawn; None where nobody is or nothing new was seen.
    utterances
        What is to be heard, the first first.
    events
        What happened.
    moment, snapshot, movement
        What was read of the picture, how the judge sees it, and the id of the movement that is due; for a record. No
        snapshot while nothing is judged.
    """

    time_s: float
    screen: Screen
    pose: Pose | None
    utterances: tuple[Utterance, ...]
    events: tuple[CoachEvent, ...]
    moment: Moment | None
    snapshot: Snapshot | None
    movement: str


class Coach:
    """Leads a person through a program. The same observations and commands at the same times give the same turns.

    Parameters
    ----------
    program
        From :func:`formcheck.judge.loading.load_program`, in English: the coach tells it in the language of `phrases`.
    phrases
        From :func:`formcheck.routine.phrasebook.load_phrases`.
    settings
        How to lead; None for the usual way.
    model
        Name of the pose model the observations come from; empty for poses that no model made.
    """

    def __init__(
        self, program: Program, phrases: Phrases, settings: CoachSettings | None = None, model: str = ""
    ) -> None:
        told = phrases.program(program)
        self._lead = Lead(told, phrases, settings or CoachSettings())
        self._flow = Flow(self._lead)
        self._watch = BodyWatch(told.movements, model, self._lead.settings.camera)
        self._framing = Framing(phrases)
        self._hand = RaisedHand()
        self._with_arm = {movement.id for movement in told.movements if raises_an_arm(movement)}
        self._first_s: float | None = None
        self._seen_s: float | None = None
        self._present_since_s: float | None = None
        self._snapshot: Snapshot | None = None
        self._caption = ""
        self._caption_until_s = 0.0

    @property
    def done(self) -> bool:
        """Whether the session is over and its summary closed."""
        return self._flow.done

    def see(self, seen: Observation) -> Turn:
        """Take in what was seen in a picture, raw; observations come in the order of time."""
        smoothed, moment = self._watch.see(seen)
        self._note_presence(seen)
        if self._flow.state.judged:
            self._snapshot = self._lead.course.feed(moment)
        now = self._now(seen.time_s, smoothed, moment)
        if self._hand_is_asked and self._hand.update(seen.time_s, smoothed.pose):
            self._flow.raise_hand(seen.time_s)
        self._flow.go_on(now)
        return self._turn(now, smoothed.pose)

    def tick(self, time_s: float, notes: tuple[str, ...] = ()) -> Turn:
        """Let time pass with no new picture, as while a camera is lost; ``notes`` are shown."""
        self._note_start(time_s)
        now = self._now(time_s, None, None)
        self._flow.go_on(now)
        return self._turn(now, None, notes)

    def command(self, command: Command, time_s: float) -> Turn:
        """Do as asked."""
        self._note_start(time_s)
        self._flow.obey(command, time_s)
        return self._turn(self._now(time_s, None, None), None)

    def outcome(self) -> Outcome:
        """Sum the session up as it stands; it may go on after that."""
        return outcome(self._lead, self._watch.figure)

    # ---- what is known at a turn -----------------------------------------------------------------------------

    @property
    def _hand_is_asked(self) -> bool:
        state = self._flow.state
        working = state.kind is ScreenKind.WORK and self._lead.step.movement.id in self._with_arm
        asked = self._lead.settings.raise_hand and state.hand and not working
        if not asked:
            self._hand.forget()
        return asked

    def _note_start(self, time_s: float) -> None:
        if self._first_s is None:
            self._first_s = time_s

    def _note_presence(self, seen: Observation) -> None:
        self._note_start(seen.time_s)
        if seen.pose is None:
            return
        if self._seen_s is None or seen.time_s - self._seen_s > BREAK_S:
            self._present_since_s = seen.time_s
        self._seen_s = seen.time_s

    def _now(self, time_s: float, seen: Observation | None, moment: Moment | None) -> Now:
        since_s = self._seen_s if self._seen_s is not None else self._first_s
        absent_s = 0.0 if since_s is None else time_s - since_s
        present = self._present_since_s is not None and self._seen_s is not None and absent_s <= BREAK_S
        return Now(
            time_s=time_s,
            seen=seen,
            moment=moment,
            snapshot=self._snapshot if self._flow.state.judged else None,
            help=self._framing.update(time_s, seen, moment, self._watch.figure, self._lead.step),
            absent_s=absent_s,
            present_s=time_s - self._present_since_s if present and self._present_since_s is not None else 0.0,
        )

    def _turn(self, now: Now, pose: Pose | None, notes: tuple[str, ...] = ()) -> Turn:
        utterances, events = self._lead.take()
        for each in utterances:
            if each.text:
                self._caption = each.text
                spoken_s = WORD_S * len(each.text.split())
                self._caption_until_s = now.time_s + max(CAPTION_LEAST_S, spoken_s)
        screen = self._flow.screen(now)
        if self._hand.share >= HAND_SHOWN_FROM:
            screen = replace(screen, share=self._hand.share, help=self._lead.phrases("paused.hand"), help_kind="wait")
        caption = self._caption if now.time_s <= self._caption_until_s else ""
        screen = replace(screen, caption=caption, notes=notes)
        movement = self._lead.step.movement.id
        return Turn(now.time_s, screen, pose, utterances, events, now.moment, now.snapshot, movement)
