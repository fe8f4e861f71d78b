"""What all states of a session share: the plan, the judging, the words, and what is said and noted on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.coach.arbiter import Arbiter, spoken_s
from formcheck.coach.commands import Ask, Command
from formcheck.coach.course import DOUBTED_S, Course
from formcheck.coach.events import CoachEvent, Happening
from formcheck.coach.plan import Plan, Standing
from formcheck.coach.screens import Choice
from formcheck.coach.utterance import Urgency, Utterance

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.body.moment import Moment
    from formcheck.coach.course import Floor
    from formcheck.coach.framing import Help
    from formcheck.coach.plan import Step
    from formcheck.coach.settings import CoachSettings
    from formcheck.coach.utterance import Tone
    from formcheck.judge.verdict import Snapshot
    from formcheck.pose.pose import Observation
    from formcheck.routine.phrasebook import Phrases
    from formcheck.routine.program import Program
    from formcheck.routine.program_schema import ProgramCue

WORTH_S: Final = 2.0
"""What the coach says on the way is begun within so long or not at all."""

REMARK_S: Final = DOUBTED_S + 4.0
"""A remark about the order is still of use so long after it was taken up: when its side is no longer in doubt."""

KEYS: Final = {
    Ask.NEXT: "enter",
    Ask.SKIP: "s",
    Ask.BACK: "b",
    Ask.REPEAT: "r",
    Ask.PAUSE: "space",
    Ask.STOP: "escape",
}
"""The same key for the same thing on every screen."""


@dataclass(frozen=True, slots=True)
class Now:
    """What is known at a turn.

    Attributes
    ----------
    time_s
        By the camera's clock.
    seen, moment
        What was seen, smoothed, and what was read of it; None when no new picture came.
    snapshot
        How the judge sees things; None while it is not told, and before the first picture.
    help
        What would help to be seen better; None when all is well.
    absent_s
        For how long nobody was seen.
    present_s
        For how long somebody was seen without a break.
    hand
        0 to 1: how much of a raised hand's second is over.
    """

    time_s: float
    seen: Observation | None = None
    moment: Moment | None = None
    snapshot: Snapshot | None = None
    help: Help | None = None
    absent_s: float = 0.0
    present_s: float = 0.0
    hand: float = 0.0


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a question: of which cue, after which movement and side, and what was said."""

    ref: str
    movement: str
    side: str
    answer: str
    value: float
    time_s: float


class Lead:
    """The thread of a session.

    Parameters
    ----------
    program
        With its texts in the language of the session.
    phrases, settings
        The words, and how to lead.
    """

    def __init__(self, program: Program, phrases: Phrases, settings: CoachSettings) -> None:
        self.program = program
        self.phrases = phrases
        self.settings = settings
        self.plan = Plan(program)
        self.course = Course(program.movements, self.plan.step, phrases.text)
        self.answers: list[Answer] = []
        self.ticked: set[str] = set()
        self.to_ask: list[ProgramCue] = []
        """Questions about the step that was done last."""
        self.unanswered = 0
        """Questions that went without an answer since the last one that got one."""
        self.arbiter: Arbiter | None = None
        """Decides what the set under way gives to hear."""
        self._sets_heard = 0
        self.last: Step | None = None
        """The step that was done last."""
        self.finished_s = 0.0
        """When that was over."""
        self.baseline_done = settings.baseline_s <= 0
        self.marks: list[CoachEvent] = []
        self._told = 0
        self._said: list[Utterance] = []
        self._set_says_until_s = 0.0
        self._remark: tuple[str, float] | None = None

    @property
    def step(self) -> Step:
        """The step that is due."""
        return self.plan.step

    @property
    def is_easier(self) -> bool:
        """Whether the easier version of what is due is prescribed."""
        own = self.program.own.get(self.step.movement.id)
        return own is not None and own.easier

    # ---- saying and noting -------------------------------------------------------------------------------------

    def say(
        self,
        time_s: float,
        text: str,
        tone: Tone | None = None,
        *,
        urgency: Urgency = Urgency.GUIDE,
        source: str = "flow",
        worth_s: float = WORTH_S,
    ) -> None:
        """Say something, or sound a tone."""
        self._said.append(Utterance(text, time_s, time_s + worth_s, urgency, tone, source))

    def note(self, kind: Happening, time_s: float, subject: str = "", detail: str = "") -> None:
        """Note that something happened."""
        self.marks.append(CoachEvent(kind, time_s, subject, detail))

    def listen(self) -> Arbiter:
        """Make an arbiter for the step that is due."""
        self.arbiter = Arbiter(self.step.movement, self.phrases, self._sets_heard, eased=self.is_easier)
        self._sets_heard += 1
        return self.arbiter

    def pass_on(self, utterances: Iterable[Utterance]) -> None:
        """Say what an arbiter decided on."""
        for each in utterances:
            self._said.append(each)
            if each.text:
                self._set_says_until_s = each.born_s + spoken_s(each.text)

    def remark(self, time_s: float) -> None:
        """Say what there is to remark on the order, once nothing is being said of the set and no side is doubted."""
        if self._remark is None or time_s < self._set_says_until_s or self.course.side_is_doubted:
            return
        words, until_s = self._remark
        self._remark = None
        if time_s <= until_s:
            self.say(time_s, words)

    def take(self) -> tuple[tuple[Utterance, ...], tuple[CoachEvent, ...]]:
        """Hand over what was said and what happened since this was asked last."""
        said, happened = tuple(self._said), tuple(self.marks[self._told :])
        self._said, self._told = [], len(self.marks)
        return said, happened

    # ---- choices -----------------------------------------------------------------------------------------------

    def choices(self, *asks: Ask, **words: str) -> tuple[Choice, ...]:
        """Offer commands with their keys; ``next="consent.agree"`` names other words for one."""
        return tuple(Choice(KEYS[ask], self.phrases(words.get(ask, f"keys.{ask}")), Command(ask)) for ask in asks)

    def ticks(self, ids: Iterable[str], items: Sequence[str]) -> tuple[Choice, ...]:
        """Offer the items of a checklist."""
        return tuple(
            Choice(str(n + 1), words, Command(Ask.TICK, n), ticked=each in self.ticked)
            for n, (each, words) in enumerate(zip(ids, items, strict=True))
        )

    def tick(self, ids: Sequence[str], command: Command, time_s: float) -> None:
        """Tick or untick an item."""
        number = int(command.value or 0)
        if not 0 <= number < len(ids):
            return
        self.ticked ^= {ids[number]}
        self.note(Happening.TICKED, time_s, ids[number], "yes" if ids[number] in self.ticked else "no")

    # ---- the steps ---------------------------------------------------------------------------------------------

    def go_to(self, place: int) -> None:
        """Make a step the one that is due."""
        self.plan.reopen(place)
        self.course.expect(self.plan.step)

    def close_step(self, standing: Standing, time_s: float, *, settled: bool = True) -> None:
        """End the step that is due, and make the next one due; what is done in its position now belongs to neither.

        Parameters
        ----------
        standing
            Done, or left out.
        time_s
            Now.
        settled
            False: its set may go on if the position is taken up again soon.
        """
        kind = Happening.STEP_DONE if standing is Standing.DONE else Happening.STEP_SKIPPED
        if standing is Standing.DONE:
            self.last, self.finished_s = self.step, time_s
        self.note(kind, time_s, self.step.movement.id, self.step.side)
        self.plan.close(standing)
        self.course.let_go(settled=settled)
        following = self.plan.next
        if following is not None:
            self.go_to(following)

    def leave_out_movement(self, time_s: float) -> None:
        """Leave out what is left of the movement that was done last."""
        while not self.plan.over and self.last is not None and self.step.movement.id == self.last.movement.id:
            self.close_step(Standing.SKIPPED, time_s)

    def adopt(self, floor: Floor, time_s: float, *, on_the_way: bool) -> None:
        """Make the step due that the person has taken up by themselves.

        Parameters
        ----------
        floor
            What they do.
        time_s
            Now.
        on_the_way
            Whether another step was under way, which is over then if something was done in it.
        """
        self._remark = None
        place = self.plan.find(floor.movement.id, floor.side)
        if place is None or place == self.plan.at:
            self._begin(time_s)
            return
        before = self.plan.at
        again = self.plan.standing[place] is Standing.DONE
        if on_the_way:
            self.note(Happening.STEP_DONE, time_s, self.step.movement.id, self.step.side)
            self.plan.close(Standing.DONE)
            self.last, self.finished_s = self.step, time_s
        expected = on_the_way and place == self.plan.next
        same = self.plan.steps[before].movement.id == floor.movement.id
        self.go_to(place)
        if not expected and not again:
            self.note(Happening.ORDER_CHANGED, time_s, floor.movement.id, floor.side or "")
            key = "work.other_side" if same else "work.other_movement"
            self._remark = self.phrases(key, movement=floor.movement.name), time_s + REMARK_S
        self._begin(time_s)

    def _begin(self, time_s: float) -> None:
        self.note(Happening.STEP_BEGUN, time_s, self.step.movement.id, self.step.side)
