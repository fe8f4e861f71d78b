"""The arbiter of what is said: few words, at the right time, and never two at once."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.body.reading import Measured, Reason, Unit, Unknown
from formcheck.coach import arbiter as rules
from formcheck.coach.arbiter import Arbiter, spoken_s
from formcheck.coach.arbiter_faults import LASTING_S
from formcheck.coach.utterance import Tone, Urgency, Utterance
from formcheck.judge.rep import TOO_FAST
from formcheck.judge.verdict import CueState, Event, EventKind, HoldState, Severity, Snapshot, Verdict
from formcheck.routine.catalogue import load_movement
from formcheck.routine.phrasebook import load_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.routine.schema import Movement

LUNGE = load_movement("kneeling-lunge")
STRETCH = load_movement("standing-stretch")
PHRASES = load_phrases()
STEP_S = 0.1


def cue(ref: str, verdict: Verdict, movement: Movement = LUNGE) -> CueState:
    found = next(each for each in movement.cues if each.ref == ref)
    reading = Measured(0.0, Unit.DEGREES, 1.0)
    return CueState(ref, found.id, verdict, Severity(found.severity), reading, None, found.say)


def snapshot(time_s: float, **changes: object) -> Snapshot:
    at_rest = Snapshot(
        time_s=time_s,
        movement=LUNGE.name,
        side="right",
        roles={},
        phase="rocks",
        phase_kind="reps",
        caption="",
        prompt=None,
        reps=0,
        reps_target=5,
        reps_flagged=(),
        rep_progress=0.0,
        hold=None,
        cues=(),
        hint=None,
        view="side",
    )
    return replace(at_rest, **changes)  # type: ignore[arg-type]


@dataclass
class Play:
    """A set, moment by moment: repetitions that rise and fall smoothly, faults that come and go, a hold."""

    movement: Movement = LUNGE
    time_s: float = 0.0
    done: int = 0
    moments: list[Snapshot] = field(default_factory=list)
    spans: list[tuple[float, float]] = field(default_factory=list)

    def add(self, progress: float = 0.0, faults: Iterable[str] = (), **changes: object) -> None:
        self.time_s = round(self.time_s + STEP_S, 3)
        states = tuple(
            cue(each.ref, Verdict.FAULT if each.ref in set(faults) else Verdict.GOOD, self.movement)
            for each in self.movement.measured_cues
        )
        self.moments.append(snapshot(self.time_s, rep_progress=progress, cues=states, **changes))

    def rest(self, seconds: float, faults: Iterable[str] = ()) -> None:
        for _ in range(round(seconds / STEP_S)):
            self.add(0.0, faults)

    def rep(self, seconds: float = 4.0, faults: Iterable[str] = (), broken: Sequence[str] = ()) -> None:
        """One repetition; ``faults`` are there all the while, ``broken`` are told at its end."""
        start_s, end, left = self.time_s, None, 0.0
        for number in range(1, round(seconds / STEP_S) + 1):
            phase = number * STEP_S / seconds
            progress = (1 - math.cos(2 * math.pi * phase)) / 2
            ends = end is None and phase > 0.5 and progress <= 0.2
            events: tuple[Event, ...] = ()
            if ends:
                self.done += 1
                end = self.time_s + STEP_S
                events = (Event(EventKind.REP_COUNTED, end, str(self.done), ", ".join(broken)),)
            left = progress
            self.add(left, faults, events=events)
        assert end is not None
        self.spans.append((start_s, end))

    def hold(self, seconds: float, phase: str = "hold", faults: Iterable[str] = (), target_s: float = 15.0) -> None:
        events: tuple[Event, ...] = (Event(EventKind.HOLD_STARTED, self.time_s, phase),)
        for number in range(round(seconds / STEP_S)):
            state = HoldState(number * STEP_S, target_s, paused=False)
            self.add(1.0, faults, events=events, hold=state, phase=phase, phase_kind="hold")
            events = ()


def heard(moments: Iterable[Snapshot], arbiter: Arbiter) -> list[Utterance]:
    return [utterance for moment in moments for utterance in arbiter.hear(moment)]


def play(moments: Iterable[Snapshot], movement: Movement = LUNGE) -> list[Utterance]:
    return heard(moments, Arbiter(movement, PHRASES))


def corrections(said: Iterable[Utterance]) -> list[Utterance]:
    return [utterance for utterance in said if utterance.urgency >= Urgency.CORRECT]


def texts(said: Iterable[Utterance]) -> list[str]:
    return [utterance.text for utterance in said if utterance.text]


# ---- what is corrected, and when ---------------------------------------------------------------------------


def test_a_fault_is_corrected_in_the_words_of_the_movement_as_soon_as_the_judge_tells_it() -> None:
    scene = Play()
    scene.rest(1.0)
    scene.rest(0.5, ["3.14"])
    said = corrections(play(scene.moments))
    assert [(each.text, each.source, each.born_s) for each in said] == [("Stack shoulders over hips.", "3.14", 1.1)]


def test_what_keeps_from_harm_goes_before_form() -> None:
    scene = Play()
    scene.rest(1.0, ["3.14", "3.5"])
    assert corrections(play(scene.moments))[0].source == "3.5"


def test_a_refinement_waits_for_the_end_of_the_repetition() -> None:
    scene = Play(STRETCH)
    scene.rep()
    scene.rep(faults=["4.24"])
    said = corrections(play(scene.moments, STRETCH))
    assert [each.born_s for each in said] == [pytest.approx(scene.spans[1][1])]


def test_a_correction_of_safety_may_follow_sooner_than_one_of_form() -> None:
    scene = Play()
    scene.hold(0.5, faults=["3.14"])
    scene.hold(6.0, faults=["3.14", "3.9", "3.7"])
    said = corrections(play(scene.moments))
    first, second, third = (each.born_s for each in said)
    assert [each.source for each in said] == ["3.14", "3.9", "3.7"]
    assert rules.SAFETY_GAP_S <= second - first < rules.GAP_S
    assert third - second >= rules.GAP_S


def test_what_was_wrong_with_a_whole_repetition_is_said_as_it_ends_and_the_count_is_a_tone() -> None:
    scene = Play()
    scene.rep(broken=["G7"])
    at_end = [each for each in play(scene.moments) if each.born_s == pytest.approx(scene.spans[0][1])]
    assert [(each.text, each.tone) for each in at_end] == [("", Tone.COUNT), ("Slower, smooth and easy.", None)]


@pytest.mark.parametrize(("attempts", "said"), [(1, []), (2, ["G7"])])
def test_haste_is_slowed_down_but_one_quick_movement_is_none(attempts: int, said: list[str]) -> None:
    scene = Play()
    for _ in range(attempts):
        scene.rest(1.0)
        scene.add(0.1, events=(Event(EventKind.REP_NOT_COUNTED, scene.time_s, "0", f"{TOO_FAST}: 0.8 s"),))
    assert [each.source for each in corrections(play(scene.moments))] == said


def test_a_foot_that_trembles_hastes_nowhere() -> None:
    scene = Play(STRETCH)
    for phase in ("pumps", "pumps", "hinges", "hinges"):
        scene.rest(1.0)
        hasty = Event(EventKind.REP_NOT_COUNTED, scene.time_s, phase, f"{TOO_FAST}: 0.4 s")
        scene.add(0.1, events=(hasty,), phase=phase)
    said = corrections(play(scene.moments, STRETCH))
    assert [(each.source, each.born_s) for each in said] == [("G7", scene.time_s)]


def test_who_is_leaving_the_position_is_not_corrected_in_it() -> None:
    scene = Play()
    scene.rest(1.0)
    for _ in range(8):
        scene.add(0.0, ["3.14"], leaving=True)
    assert corrections(play(scene.moments)) == []
    scene.rest(0.2, ["3.14"])
    assert [each.source for each in corrections(play(scene.moments))] == ["3.14"]


def test_a_fault_that_is_not_seen_now_waits_to_be_seen() -> None:
    scene = Play()
    scene.rest(2.0, ["3.14"])
    hidden = [
        replace(moment, cues=tuple(replace(c, reading=Unknown(Unit.DEGREES, Reason.NOT_VISIBLE)) for c in moment.cues))
        for moment in scene.moments[:10]
    ]
    said = corrections(play([*hidden, *scene.moments[10:]]))
    assert [each.born_s for each in said] == [scene.moments[10].time_s]


def test_in_a_hold_a_quick_movement_is_no_hasty_repetition() -> None:
    scene = Play()
    scene.hold(3.0)
    for _ in range(5):
        scene.hold(1.0)
        hasty = Event(EventKind.REP_NOT_COUNTED, scene.time_s, "0", f"{TOO_FAST}: 0.8 s")
        scene.moments[-1] = replace(scene.moments[-1], events=(hasty,))
    assert corrections(play(scene.moments)) == []


def test_one_repetition_of_three_is_left_in_peace() -> None:
    scene = Play()
    for number in range(6):
        scene.rep(6.0, faults=[] if number == 0 else ["3.14"] if number % 2 else ["3.7"])
    said = corrections(play(scene.moments))
    ends = [end for _, end in scene.spans]
    corrected = {sum(end < each.born_s for end in ends) for each in said}
    assert len(corrected) == len(said) >= 3
    assert not any({n, n + 1, n + 2} <= corrected for n in range(len(scene.spans)))


def test_the_same_is_said_three_times_a_set_and_then_no_more() -> None:
    scene = Play()
    for _ in range(12):
        scene.rep(6.0, faults=["3.14"])
    said = corrections(play(scene.moments))
    assert [each.source for each in said] == ["3.14"] * rules.MOST_A_SET


def test_two_cues_with_the_same_words_are_one_to_who_hears_them() -> None:
    scene = Play()
    for _ in range(12):
        scene.rep(6.0, faults=["3.5"], broken=["3.5", "3.11"])
    words = next(each.say for each in LUNGE.cues if each.ref == "3.5")
    assert texts(corrections(play(scene.moments))).count(words) <= rules.MOST_A_SET


def test_the_third_time_what_harms_comes_up_the_easier_version_is_offered_and_then_it_is_quiet() -> None:
    scene = Play()
    for _ in range(10):
        scene.rep(6.0, faults=["3.5"])
    words = next(each.say for each in LUNGE.cues if each.ref == "3.5")
    assert texts(corrections(play(scene.moments))) == [words, words, "Make it smaller, or stop."]


def test_a_movement_that_has_words_for_its_easier_version_offers_that() -> None:
    scene = Play(STRETCH)
    for _ in range(10):
        scene.rep(6.0, faults=["4.9"])
    assert texts(corrections(play(scene.moments, STRETCH)))[-1] == "Try a lower surface."


def test_how_somebody_moves_is_answered_with_less_of_it_and_with_no_other_version() -> None:
    scene = Play(STRETCH)
    for _ in range(10):
        scene.rep(6.0, broken=["G13"])
    assert texts(corrections(play(scene.moments, STRETCH)))[-1] == PHRASES("safety.easier")


def test_after_the_easier_version_nothing_asks_for_more() -> None:
    scene = Play(STRETCH)
    for _ in range(4):
        scene.rep(9.0, faults=["4.9"])
    for _ in range(4):
        scene.rep(9.0, broken=["4.14", "4.24"])
    said = [each.source for each in corrections(play(scene.moments, STRETCH))]
    assert "4.14" not in said
    eased = Play(STRETCH)
    eased.rep(9.0, broken=["4.14"])
    assert [each.source for each in corrections(play(eased.moments, STRETCH))] == ["4.14"]


# ---- what is not corrected -----------------------------------------------------------------------------------


def test_a_good_set_hears_no_correction() -> None:
    scene = Play()
    scene.rest(2.0)
    for _ in range(5):
        scene.rep()
    scene.hold(16.0)
    assert corrections(play(scene.moments)) == []


@pytest.mark.parametrize("verdict", [Verdict.NEARLY, Verdict.CANNOT_JUDGE, Verdict.NOT_REACHED])
def test_only_a_fault_is_corrected(verdict: Verdict) -> None:
    moments = [snapshot(0.1 * n, cues=(cue("3.5", verdict), cue("3.14", verdict))) for n in range(100)]
    assert corrections(play(moments)) == []


# ---- counts, holds, prompts, praise ------------------------------------------------------------------------------


def test_repetitions_are_counted_aloud() -> None:
    scene = Play()
    for _ in range(5):
        scene.rep()
    counts = [each for each in play(scene.moments) if each.source == "count"]
    assert [each.text for each in counts] == ["1", "2", "3", "4", "5"]
    assert {each.tone for each in counts} == {Tone.COUNT}


def test_a_hold_has_its_start_five_seconds_its_half_and_its_release() -> None:
    scene = Play()
    scene.hold(17.0)
    marks = [each for each in play(scene.moments) if each.source == "hold"]
    start = marks[0].born_s
    assert [each.tone for each in marks] == [Tone.START, Tone.MARK, Tone.MARK, Tone.RELEASE]
    assert [each.born_s - start for each in marks] == pytest.approx([0.0, 5.0, 7.5, 15.0])
    assert [each.text for each in marks] == [LUNGE.phase("hold").prompt, "Five.", "Halfway.", "And release."]


def test_a_short_hold_has_no_mark_at_its_release() -> None:
    scene = Play(STRETCH)
    scene.hold(6.0, "pointed", target_s=5.0)
    marks = [each for each in play(scene.moments, STRETCH) if each.source == "hold"]
    assert [each.tone for each in marks] == [Tone.START, Tone.MARK, Tone.RELEASE]


def test_the_last_repetition_that_turns_into_the_hold_is_counted_before_the_prompt() -> None:
    events = (Event(EventKind.REP_COUNTED, 1.0, "5"), Event(EventKind.HOLD_STARTED, 1.0, "hold"))
    state = HoldState(1.0, 15.0, paused=False)
    said = play([snapshot(1.0, events=events, hold=state, phase="hold", phase_kind="hold", rep_progress=1.0)])
    assert texts(said) == [f"5. {LUNGE.phase('hold').prompt}"]


def test_a_phase_begins_with_its_prompt_once() -> None:
    change = (Event(EventKind.PHASE_CHANGED, 0.0, "rocks"),)
    moments = [snapshot(0.1, events=change), *(snapshot(0.1 * n) for n in range(2, 30)), snapshot(4.0, events=change)]
    assert texts(play(moments)).count(LUNGE.phase("rocks").prompt) == 1


def test_what_no_camera_can_see_is_said_at_the_setup_and_every_second_repetition() -> None:
    scene = Play()
    scene.rest(1.0)
    for _ in range(5):
        scene.rep(6.0)
    brace = [each for each in play(scene.moments) if each.text.startswith("Brace")]
    done = [sum(end <= each.born_s for _, end in scene.spans) for each in brace]
    assert done == [0, 2, 4]
    assert {each.source for each in brace} == {"prompt"}


def test_what_was_corrected_and_is_good_now_is_praised_once() -> None:
    scene = Play()
    scene.rest(1.0, ["3.14"])
    scene.rep(6.0)
    scene.rep(6.0)
    praise = [each for each in play(scene.moments) if each.source == "praise"]
    assert [each.text in PHRASES.ways("praise.mended") for each in praise] == [True]


def test_what_is_not_asked_any_more_was_not_mended_by_that() -> None:
    moments = [snapshot(0.1 * n, cues=(cue("3.14", Verdict.FAULT),) if n < 10 else ()) for n in range(1, 100)]
    assert [each for each in play(moments) if each.source == "praise"] == []


def test_nobody_is_praised_for_one_thing_after_being_corrected_for_the_next() -> None:
    scene = Play()
    scene.rest(4.0, ["3.14"])
    scene.rest(0.1)
    scene.rest(6.0, ["3.5"])
    said = play(scene.moments)
    assert {each.source for each in corrections(said)} == {"3.14", "3.5"}
    assert "praise" not in {each.source for each in said}


def test_in_the_last_fifth_of_a_repetition_nothing_is_said_that_can_wait() -> None:
    scene = Play()
    scene.rep(6.0)
    (start_s, end_s), *_ = scene.spans
    last_s = end_s - 0.2 * (end_s - start_s)
    within = next(n for n, moment in enumerate(scene.moments) if moment.time_s > last_s + STEP_S)
    begun = Event(EventKind.PHASE_CHANGED, scene.moments[within].time_s, "rocks")
    scene.moments[within] = replace(scene.moments[within], events=(begun,))
    said_s = [each.born_s for each in play(scene.moments) if each.source == "prompt" and each.born_s > last_s]
    assert said_s
    assert said_s[0] >= end_s - STEP_S


# ---- what is not certain -------------------------------------------------------------------------------------------


def leaning(time_s: float, degrees: float) -> Snapshot:
    """Show a trunk that is at fault on the screen: 20 degrees are nearly good, and it is known to within 3."""
    state = replace(
        cue("3.14", Verdict.FAULT), reading=Measured(degrees, Unit.DEGREES, 3.0), measure="trunk_inclination"
    )
    return snapshot(time_s, cues=(state,))


def test_what_is_far_beyond_is_corrected_at_once_and_what_is_hardly_beyond_once_it_lasts() -> None:
    for degrees, after_s in ((30.0, 0.0), (24.0, LASTING_S)):
        (first, *_) = corrections(play([leaning(STEP_S * n, degrees) for n in range(1, 30)]))
        assert first.born_s == pytest.approx(STEP_S + after_s, abs=0.01)


def test_what_is_hardly_beyond_for_a_moment_is_not_corrected() -> None:
    unsteady = [24.0, 24.0, 24.0, 21.0] * 10
    assert corrections(play([leaning(STEP_S * n, degrees) for n, degrees in enumerate(unsteady, 1)])) == []


def test_what_is_hardly_beyond_now_and_then_does_not_add_up() -> None:
    mended = cue("3.14", Verdict.GOOD)
    states = ([24.0] * 4 + [None] * 6) * 6
    moments = [
        snapshot(STEP_S * n, cues=(mended,)) if degrees is None else leaning(STEP_S * n, degrees)
        for n, degrees in enumerate(states, 1)
    ]
    assert corrections(play(moments)) == []


def test_what_was_corrected_before_is_corrected_again_without_such_a_wait() -> None:
    before = [leaning(STEP_S * n, 30.0) for n in range(1, 5)]
    mended = [snapshot(STEP_S * n, cues=(cue("3.14", Verdict.GOOD),)) for n in range(5, 100)]
    again = corrections(play([*before, *mended, leaning(10.0, 21.0)]))
    assert [each.born_s for each in again] == [pytest.approx(STEP_S), 10.0]


def test_one_repetition_with_a_bounce_is_a_slip_and_the_second_is_corrected() -> None:
    for bounced, times in ((["G13"], 0), (["G13", "G13"], 1)):
        scene = Play()
        for refs in (bounced + [""] * 3)[:4]:
            scene.rep(broken=[refs] if refs else [])
        assert [each.source for each in corrections(play(scene.moments))] == ["G13"] * times


def test_what_looks_like_repetitions_within_a_hold_is_not_corrected() -> None:
    scene = Play()
    scene.hold(3.0)
    for number in (1, 2, 3):
        bounced = (Event(EventKind.REP_COUNTED, scene.time_s, str(number), "G13"),)
        scene.add(1.0, events=bounced, hold=HoldState(3.0, 15.0, paused=False), phase="hold", phase_kind="hold")
        scene.hold(3.0)
    assert corrections(play(scene.moments)) == []


# ---- what holds whatever happens -----------------------------------------------------------------------------------

REFS = ["3.5", "3.14", "3.7", "3.9", "3.19", "3.4"]
OF_REPS = ["G7", "G13", "3.10", "3.11"]

bits = st.tuples(
    st.sampled_from(["rep", "rep", "rep", "rest", "hold"]),
    st.floats(1.5, 9.0),
    st.lists(st.sampled_from(REFS), max_size=3, unique=True),
    st.lists(st.sampled_from(OF_REPS), max_size=2, unique=True),
)


def scene_of(parts: Sequence[tuple[str, float, list[str], list[str]]]) -> Play:
    scene = Play()
    for kind, seconds, faults, broken in parts:
        if kind == "rep":
            scene.rep(max(2.0, seconds), faults, broken)
        elif kind == "hold":
            scene.hold(seconds, faults=faults)
        else:
            scene.rest(seconds, faults)
    return scene


scenes = st.lists(bits, max_size=14).map(scene_of)


EVENTS = [
    Event(EventKind.REP_COUNTED, 0.0, "2", "G7, 3.14"),
    Event(EventKind.REP_COUNTED, 0.0, "3"),
    Event(EventKind.REP_NOT_COUNTED, 0.0, "3", f"{TOO_FAST}: 0.5 s"),
    Event(EventKind.HOLD_STARTED, 0.0, "hold"),
    Event(EventKind.HOLD_ENDED, 0.0, "hold", "6.0 s"),
    Event(EventKind.PHASE_CHANGED, 0.0, "rocks"),
    Event(EventKind.PHASE_CHANGED, 0.0, "done"),
]

jolts = st.tuples(
    st.sampled_from([0.033, 0.1, 0.5, 3.0]),
    st.none() | st.floats(0, 1),
    st.sampled_from(["reps", "reps", "hold", "setup", "done"]),
    st.lists(st.sampled_from(REFS), max_size=3, unique=True),
    st.lists(st.sampled_from(EVENTS), max_size=2, unique=True),
    st.none() | st.floats(0, 30),
)


def jumbled(parts: Sequence[tuple[float, float | None, str, list[str], list[Event], float | None]]) -> Play:
    """Make of any jumble of moments a set, as no person would do it."""
    scene = Play()
    for step_s, progress, kind, faults, events, held_s in parts:
        scene.time_s += step_s - STEP_S
        hold = HoldState(held_s, 15.0, paused=False) if held_s is not None and kind == "hold" else None
        told = tuple(replace(event, time_s=scene.time_s) for event in events)
        phase = "hold" if kind == "hold" else "rocks"
        scene.add(0.0, faults, events=told, hold=hold, phase=phase, phase_kind=kind)
        scene.moments[-1] = replace(scene.moments[-1], rep_progress=progress)
    return scene


anything = scenes | st.lists(jolts, max_size=60).map(jumbled)


@given(anything)
@settings(max_examples=30, deadline=None)
def test_corrections_keep_their_distance(scene: Play) -> None:
    said = corrections(play(scene.moments))
    for before, after in pairwise(said):
        gap_s = rules.SAFETY_GAP_S if after.urgency is Urgency.SAFETY else rules.GAP_S
        assert after.born_s - before.born_s >= gap_s - 1e-9


@given(anything)
@settings(max_examples=30, deadline=None)
def test_the_same_words_are_never_said_too_soon_nor_too_often(scene: Play) -> None:
    said = corrections(play(scene.moments))
    for words in {each.text for each in said if each.text != PHRASES("safety.easier")}:
        times = [each.born_s for each in said if each.text == words]
        assert len(times) <= rules.MOST_A_SET
        assert all(after - before >= rules.AGAIN_S - 1e-9 for before, after in pairwise(times))
    assert all(sum(each.source == ref for each in said) <= rules.MOST_A_SET for ref in REFS + OF_REPS)


@given(scenes)
@settings(max_examples=30, deadline=None)
def test_a_repetition_has_one_correction_at_most_and_none_in_its_last_fifth(scene: Play) -> None:
    said = corrections(play(scene.moments))
    for start_s, end_s in scene.spans:
        within = [each.born_s for each in said if start_s < each.born_s <= end_s]
        # The first begins where it is seen to rise: before that it is the setup.
        begun_s = start_s if start_s > scene.spans[0][0] else start_s + (end_s - start_s) / 2
        assert sum(born_s > begun_s for born_s in within) <= 1
        last_s = end_s - 0.2 * (end_s - start_s)
        assert [born_s for born_s in within if last_s + STEP_S < born_s < end_s - STEP_S] == []


@given(anything)
@settings(max_examples=30, deadline=None)
def test_only_one_thing_is_said_at_a_time_but_for_what_is_more_urgent(scene: Play) -> None:
    arbiter = Arbiter(LUNGE, PHRASES)
    spoken = []
    for moment in scene.moments:
        said = [each for each in arbiter.hear(moment) if each.text]
        assert len(said) <= 1
        spoken += said
    for before, after in pairwise(spoken):
        over_s = before.born_s + spoken_s(before.text)
        assert after.born_s >= over_s - 1e-9 or after.urgency > before.urgency


@given(scenes)
@settings(max_examples=30, deadline=None)
def test_the_same_set_gives_the_same_to_hear(scene: Play) -> None:
    assert play(scene.moments) == play(scene.moments)


@given(anything)
@settings(max_examples=30, deadline=None)
def test_nothing_is_born_stale_and_corrections_are_short(scene: Play) -> None:
    for each in play(scene.moments):
        assert each.stale_s > each.born_s
        assert each.text or each.tone is not None
        assert each.urgency < Urgency.CORRECT or len(each.text.split()) <= 6
