"""Every single thing that came out wrong, with the clip in which it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.analysis.scoring.cues import is_count
from formcheck.analysis.scoring.figures import TARGETS, counts_can_be_seen, is_blind_fault, is_false_alarm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.analysis.scoring.clip import ActScore, ClipScore
    from formcheck.analysis.scoring.cues import CueScore

KINDS: Final = {
    "person": "Nobody found",
    "reps": "Repetitions miscounted",
    "stray": "Counted or timed where there was none",
    "hold": "Holds missed or mistimed",
    "fault missed": "Faults not found",
    "false alarm": "Faults claimed on good form",
    "blind fault": "Faults claimed in a view that cannot judge",
    "unanswered": "Not judged, although the view allows it",
    "side": "Side not recognised",
}
"""Kinds of misses and their headings, what matters most first."""

HOLD_TIMES_S: Final = 0.5
"""Start, end or length of a hold off by more than this is told."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that came out wrong; ``key`` names it alike in every run."""

    kind: str
    clip: str
    key: str
    words: str


def misses(clips: Sequence[ClipScore]) -> list[Miss]:
    """List them all, kind by kind and clip by clip."""
    found = [miss for clip in clips for miss in _of_clip(clip)]
    order = list(KINDS)
    return sorted(found, key=lambda miss: (order.index(miss.kind), miss.clip, miss.key))


def _of_clip(clip: ClipScore) -> Iterator[Miss]:
    least = TARGETS["person_found"].value or 0.0
    if clip.frames and clip.frames_with_person < least * clip.frames:
        seen = clip.frames_with_person / clip.frames
        yield Miss("person", clip.name, "person", f"a person in {seen:.1%} of the frames")
    for number, stray in enumerate(clip.strays):
        words = f"{stray.kind} of {stray.movement} at {stray.time_s:.1f} s, during {stray.doing}"
        yield Miss("stray", clip.name, f"{stray.kind} {stray.doing} {number}", words)
    for number, act in enumerate(clip.acts):
        yield from _of_act(act, f"{number} {act.movement}")


def _of_act(act: ActScore, key: str) -> Iterator[Miss]:
    if not act.judged:
        return
    if act.sight.side_found != act.sight.side_true:
        found = act.sight.side_found or "none"
        yield Miss("side", act.clip, key, f"{act.sight.side_true} side done, {found} recognised (view: {act.view})")
    if counts_can_be_seen(act):
        yield from _of_counting(act, key)
    for cue in act.cues:
        kind = _kind(cue)
        if kind:
            yield Miss(kind, act.clip, f"{key} {cue.ref}", _words(cue))


def _of_counting(act: ActScore, key: str) -> Iterator[Miss]:
    reps, hold = act.reps, act.hold
    if reps and not reps.counted == reps.done == reps.matched:
        words = f"{reps.counted} counted of {reps.done} done, {reps.matched} of them at the right time"
        yield Miss("reps", act.clip, key, words)
    if hold is None:
        return
    if not hold.found:
        yield Miss("hold", act.clip, key, f"a hold of {hold.true_s:.1f} s was not found")
        return
    errors = (hold.start_error_s or 0.0, hold.end_error_s or 0.0, hold.held_error_s or 0.0)
    if max(abs(error) for error in errors) > HOLD_TIMES_S or hold.pieces > 1:
        start, end, held = errors
        words = f"start {start:+.1f} s, end {end:+.1f} s, held {held:+.1f} s, in {hold.pieces} piece(s)"
        yield Miss("hold", act.clip, key, words)


def _kind(cue: CueScore) -> str | None:
    if is_false_alarm(cue):
        return "false alarm"
    if cue.judgeable == "no":
        return "blind fault" if is_blind_fault(cue) else None
    if cue.judgeable != "yes":
        return None
    if cue.truth == "fault" and cue.verdict != "fault":
        return "fault missed"
    return "unanswered" if cue.verdict in {"cannot_judge", "not_reached"} and cue.truth != "fault" else None


def _words(cue: CueScore) -> str:
    clear = "clear fault" if cue.clear else "fault"
    true = clear if cue.truth == "fault" else cue.truth
    value = f"{cue.value:.0f}" if is_count(cue.ref) else f"{cue.value:.2f}"
    ours = "" if cue.ours is None else f" ({cue.ours:.2f})"
    reason = f": {cue.reason}" if cue.reason and cue.verdict in {"cannot_judge", "not_reached"} else ""
    return f"{cue.ref} is {true} ({value}), judged {cue.verdict.replace('_', ' ')}{ours}{reason}"
