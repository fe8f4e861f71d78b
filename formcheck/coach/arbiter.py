"""What is said of form, and when: few words, at the right time, one at a time.

The rules are those of the domain (section 6). The judge has debounced what it tells; here is decided what of it is
worth a word now: safety before form before refinement; 4 s between corrections, of which one of safety may cut in
after 1.5; the same again after 8 s and three times a set at most, after that on the screen only; one correction a
repetition at most, none in its last fifth, and about two repetitions of three; praise for what was mended. A cue of
safety that comes up a third time is answered with the easier version, and from then on nothing asks for more.

Where two rules of the domain meet, the stricter one holds: a correction of safety keeps to one a repetition as well.
Only the fading share does not bind it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.coach.arbiter_faults import FaultFinder, is_of_reps
from formcheck.coach.arbiter_holds import HoldMarks
from formcheck.coach.arbiter_leads import Leads
from formcheck.coach.arbiter_reps import SETUP, RepCourse
from formcheck.coach.utterance import Tone, Urgency, Utterance
from formcheck.judge.verdict import EventKind, Severity, Verdict
from formcheck.routine.cues import SpokenCue

if TYPE_CHECKING:
    from formcheck.coach.arbiter_faults import Fault
    from formcheck.judge.result import SetResult
    from formcheck.judge.verdict import Snapshot
    from formcheck.routine.phrasebook import Phrases
    from formcheck.routine.schema import Movement

GAP_S: Final = 4.0
"""Between two corrections (domain, section 6) ..."""

SAFETY_GAP_S: Final = 1.5
"""... of which one of safety may cut in after this: the one before it has been heard by then."""

AGAIN_S: Final = 8.0
"""Before the same is said again (domain, section 6)."""

MOST_A_SET: Final = 3
"""How often the same is said in a set; after that it is on the screen only (domain, section 6)."""

THIRD_TIME: Final = 3
"""A fault of safety that comes up so often is answered with the easier version (domain, section 6)."""

IN_A_ROW: Final = 2
"""After so many repetitions with a correction one is left in peace: about two of three (domain, section 6)."""

PRAISES_A_SET: Final = 2
"""Praise that comes each time is heard no more."""

PRAISE_FRESH_S: Final = 5.0
"""So long after it was mended praise is still about it."""

CORRECTION_FRESH_S: Final = 1.0
COUNT_FRESH_S: Final = 0.8
LEAD_FRESH_S: Final = 1.5
TONE_FRESH_S: Final = 0.5
END_FRESH_S: Final = 3.0
"""How late each may begin; the voice drops what would come later."""

WORD_S: Final = 0.25
"""A word of speech with its share of the pauses: six take 1.5 s (domain, section 6)."""


def spoken_s(words: str) -> float:
    """Estimate how long words take to be said, in seconds."""
    return WORD_S * len(words.split())


@dataclass(slots=True)
class _Told:
    """How often, and when last, something was said; how often it came up."""

    times: int = 0
    last_s: float | None = None
    episodes: int = 0
    given_up: bool = False

    def may_be_said(self, time_s: float) -> bool:
        late_enough = self.last_s is None or time_s - self.last_s >= AGAIN_S
        return late_enough and self.times < MOST_A_SET and not self.given_up


class Arbiter:
    """Decides what one set of a movement gives to hear.

    Parameters
    ----------
    movement
        In the language in which it is to be said (:meth:`Phrases.movement`).
    phrases
        The words beside the movement's own, in the same language.
    turn
        Which set of the session it is, from 0: what can be said in several ways is said in turn.
    eased
        Whether nothing shall ask for more from the beginning.
    """

    def __init__(self, movement: Movement, phrases: Phrases, turn: int = 0, *, eased: bool = False) -> None:
        self._phrases = phrases
        self._turn = turn
        self._course = RepCourse()
        self._faults = FaultFinder(movement)
        self._holds = HoldMarks(movement)
        self._leads = Leads(movement)
        self._of_reps = frozenset(cue.ref for cue in movement.cues if is_of_reps(cue))
        self._easier = easier_version(movement) or phrases("safety.easier")
        self._told: dict[str, _Told] = {}
        self._raised: frozenset[str] = frozenset()
        self._corrected_reps: list[int] = []
        self._correction_s: float | None = None
        self._cue_s: float | None = None
        self._busy: tuple[float, Urgency] = (0.0, Urgency.CHAT)
        self._to_mend: dict[str, float] = {}
        self._mended_s: float | None = None
        self._mended = self._praises = 0
        self._eased = eased
        self._now_s = 0.0

    # ---- a moment ----------------------------------------------------------------------------------------

    def hear(self, snapshot: Snapshot, *, corrects: bool = True) -> tuple[Utterance, ...]:
        """Take in how things stand after a frame; return what is to be heard now, one of it with words at most.

        Where it shall not be corrected, faults are noted, and counts and prompts said as always.
        """
        self._now_s = snapshot.time_s
        self._course.update(snapshot)
        self._leads.collect(snapshot, self._course)
        faults = self._faults.find(snapshot, within_rep=self._within_rep)
        self._note_episodes(snapshot, faults)
        self._note_mended(snapshot)
        correction = self._correction(faults) if corrects else None
        sounds = self._sounds(snapshot)
        if correction is not None:
            return (*sounds, correction)
        if sounds or self._course.in_last_fifth or not self._is_free(Urgency.CHAT):
            return sounds
        said = self._praise() or self._lead()
        return (said,) if said else ()

    @property
    def _within_rep(self) -> bool:
        return self._course.number not in {None, SETUP} and not self._course.ended

    def end_of_set(self, result: SetResult, time_s: float | None = None) -> tuple[Utterance, ...]:
        """Say that the set is over, and a kind word for it.

        Parameters
        ----------
        result
            The set; of one in which nothing was counted or held there is nothing to say.
        time_s
            When; None: at the last moment that was heard.
        """
        if not result.counted and not result.holds:
            return ()
        faulty = any(cue.verdict is Verdict.FAULT for cue in result.cues)
        key = "praise.set_mended" if self._mended else "praise.set_done" if faulty else "praise.set_clean"
        now_s = self._now_s if time_s is None else time_s
        words = self._phrases(key, self._turn)
        return (Utterance(words, now_s, now_s + END_FRESH_S, Urgency.CHAT, Tone.DONE, "praise"),)

    # ---- corrections -------------------------------------------------------------------------------------

    def _correction(self, faults: tuple[Fault, ...]) -> Utterance | None:
        for fault in faults:
            if self._may_be_said(fault):
                return self._correct(fault)
        return None

    def _may_be_said(self, fault: Fault) -> bool:
        is_safety = fault.severity is Severity.SAFETY
        gap_s = SAFETY_GAP_S if is_safety else GAP_S
        if self._correction_s is not None and self._now_s - self._correction_s < gap_s:
            return False
        if not self._is_free(_urgency(fault)) or self._course.in_last_fifth or (fault.wants_more and self._eased):
            return False
        books = [self._book(name) for name in _names(fault)]
        if not (fault.certain or any(book.times for book in books)):
            return False
        if not all(book.may_be_said(self._now_s) for book in books):
            return False
        rep = self._course.number
        if rep is None or rep == SETUP:
            return True
        before = {rep - back for back in range(1, IN_A_ROW + 1)}
        in_peace = not is_safety and before.issubset(self._corrected_reps)
        return rep not in self._corrected_reps and not in_peace

    def _correct(self, fault: Fault) -> Utterance:
        words = fault.words
        if fault.severity is Severity.SAFETY and self._is_third_time(fault):
            # How somebody moves is no matter of the movement's version: less of it is easier.
            words = self._phrases("safety.easier") if fault.ref in self._of_reps else self._easier
            self._eased = True
            for name in _names(fault):
                self._book(name).given_up = True
        for name in _names(fault):
            book = self._book(name)
            book.times, book.last_s = book.times + 1, self._now_s
        if self._course.number is not None:
            self._corrected_reps.append(self._course.number)
        self._to_mend[fault.ref] = self._now_s
        self._mended_s = None
        self._correction_s = self._now_s
        return self._say(words, CORRECTION_FRESH_S, _urgency(fault), None, fault.ref)

    def _is_third_time(self, fault: Fault) -> bool:
        book = self._book(fault.ref)
        return book.times >= THIRD_TIME - 1 or (book.times > 0 and book.episodes >= THIRD_TIME)

    def _note_episodes(self, snapshot: Snapshot, faults: tuple[Fault, ...]) -> None:
        """Count how often each fault came up: as it is raised, and with each repetition that ends with it."""
        of_reps = self._faults.broken_by_reps(self._course.ended)
        raised = frozenset(state.ref for state in snapshot.cues if state.verdict is Verdict.FAULT)
        for ref in {fault.ref for fault in faults} & (of_reps | (raised - self._raised)):
            self._book(ref).episodes += 1
        self._raised = raised

    def _book(self, name: str) -> _Told:
        return self._told.setdefault(name, _Told())

    # ---- what is mended ----------------------------------------------------------------------------------

    def _note_mended(self, snapshot: Snapshot) -> None:
        """Note what was corrected and is good now; a cue that is not asked any more was not mended by that."""
        good = {state.ref for state in snapshot.cues if state.verdict is Verdict.GOOD}
        if any(event.kind is EventKind.REP_COUNTED for event in self._course.ended):
            good |= self._of_reps - self._faults.broken_by_reps(self._course.ended)
        for ref in good & self._to_mend.keys():
            if self._to_mend.pop(ref) < self._now_s:
                self._mended += 1
                self._mended_s = self._now_s

    def _praise(self) -> Utterance | None:
        if self._mended_s is None or self._praises >= PRAISES_A_SET or not self._is_quiet_since(self._correction_s):
            return None
        late = self._now_s - self._mended_s > PRAISE_FRESH_S
        self._mended_s = None
        if late:
            return None
        self._praises += 1
        words = self._phrases("praise.mended", self._turn + self._praises - 1)
        return self._say(words, LEAD_FRESH_S, Urgency.CHAT, None, "praise")

    # ---- counts, holds, prompts ----------------------------------------------------------------------------

    def _sounds(self, snapshot: Snapshot) -> tuple[Utterance, ...]:
        """Give the counts and the marks of holds; where something else is being said, their tones alone."""
        counted = [event.subject for event in self._course.ended if event.kind is EventKind.REP_COUNTED]
        begun = self._holds.begun(snapshot)
        mark = self._holds.due(snapshot)
        if begun is not None:
            # The last repetition may turn into the hold: its number goes before the prompt.
            prompt = self._leads.hold_prompt(begun) or self._phrases("hold.begin")
            number = f"{counted[-1]}. " if counted else ""
            return (self._sound(number + prompt, LEAD_FRESH_S, Tone.START, "hold"),)
        if counted:
            return (self._sound(counted[-1], COUNT_FRESH_S, Tone.COUNT, "count"),)
        return (self._sound(self._phrases(mark.key), COUNT_FRESH_S, mark.tone, "hold"),) if mark else ()

    def _sound(self, words: str, fresh_s: float, tone: Tone, source: str) -> Utterance:
        if not self._is_free(Urgency.GUIDE):
            return Utterance("", self._now_s, self._now_s + TONE_FRESH_S, Urgency.GUIDE, tone, source)
        return self._say(words, fresh_s, Urgency.GUIDE, tone, source)

    def _lead(self) -> Utterance | None:
        quiet = self._is_quiet_since(self._correction_s)
        lead = self._leads.next(cues=quiet and self._is_quiet_since(self._cue_s))
        if lead is None:
            return None
        if lead.is_cue:
            self._cue_s = self._now_s
        return self._say(lead.words, LEAD_FRESH_S, Urgency.GUIDE, None, "prompt")

    def _is_quiet_since(self, time_s: float | None) -> bool:
        return time_s is None or self._now_s - time_s >= GAP_S

    # ---- one at a time -------------------------------------------------------------------------------------

    def _is_free(self, urgency: Urgency) -> bool:
        """Whether nothing is being said, or only something that this may cut off."""
        until_s, being_said = self._busy
        return self._now_s >= until_s or being_said < urgency

    def _say(self, words: str, fresh_s: float, urgency: Urgency, tone: Tone | None, source: str) -> Utterance:
        self._busy = (self._now_s + spoken_s(words), urgency)
        return Utterance(words, self._now_s, self._now_s + fresh_s, urgency, tone, source)


def _names(fault: Fault) -> tuple[str, str]:
    """Under what a fault is kept: two cues that say the same words are the same to who hears them."""
    return fault.ref, fault.words


def _urgency(fault: Fault) -> Urgency:
    return Urgency.SAFETY if fault.severity is Severity.SAFETY else Urgency.CORRECT


def easier_version(movement: Movement) -> str | None:
    """Give the movement's own words for its easier version: those of its question of safety at the setup."""
    asked = (cue for cue in movement.cues if isinstance(cue, SpokenCue) and cue.how == "question")
    return next((cue.say for cue in asked if cue.severity == "safety" and "setup" in cue.when and cue.say), None)
