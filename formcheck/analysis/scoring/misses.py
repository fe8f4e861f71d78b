"""Every single thing that came out wrong, with the clip in which it did, and why as far as the program can tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.analysis.scoring.cues import is_count
from formcheck.analysis.scoring.figures import REFUSED, TARGETS, is_blind_fault, is_false_alarm
from formcheck.analysis.scoring.rounding import THRESHOLD, kind_of
from formcheck.analysis.scoring.truth import OTHER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from formcheck.analysis.scoring.clip import ActScore, ClipScore
    from formcheck.analysis.scoring.counting import HoldScore, RepScore
    from formcheck.analysis.scoring.cues import CueScore

KINDS: Final = {
    "movement": "Movements not recognised",
    "side": "Sides not recognised",
    "other": "Other activities taken for a movement",
    "person": "Nobody found",
    "reps": "Repetitions miscounted, where they can be seen",
    "stray": "Counted or timed where there was none",
    "hold": "Holds missed or mistimed, where they can be seen",
    "clear fault missed": "Clear faults not found, in views that can judge",
    "false alarm": "Faults claimed on good form",
    "blind fault": "Faults claimed in views that cannot judge",
    "rounding": "Flat backs called round, and round ones not",
    "blind answer": "Answered in views that cannot judge",
    "fault missed": "Other faults not found: beyond the limit, but not clearly",
    "unanswered": "Not judged, although the view allows it",
}
"""Kinds of misses and their headings, what matters most first."""

HOLD_TIMES_S: Final = 0.5
"""Start, end or length of a hold off by more than this is told."""

ONLY_WHY: Final = ("unanswered", "blind answer")
"""Of these the cue's own reason is told, and not how all was seen."""


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that came out wrong; ``key`` names it alike in every run, ``cause`` is why it probably did."""

    kind: str
    clip: str
    key: str
    words: str
    cause: str = ""


def misses(clips: Sequence[ClipScore]) -> list[Miss]:
    """List them all, kind by kind and clip by clip."""
    found = [miss for clip in clips for miss in _of_clip(clip)]
    order = list(KINDS)
    return sorted(found, key=lambda miss: (order.index(miss.kind), miss.clip, miss.key))


def _of_clip(clip: ClipScore) -> Iterator[Miss]:
    for number, stray in enumerate(clip.strays):
        words = f"{stray.kind} of {stray.movement} at {stray.time_s:.1f} s, during {stray.doing}"
        yield Miss("stray", clip.name, f"{stray.kind} {stray.doing} {number}", words)
    for number, act in enumerate(clip.acts):
        yield from _of_act(act, f"{number} {act.movement}")


def _of_act(act: ActScore, key: str) -> Iterator[Miss]:
    yield from _of_recognition(act, key)
    if act.movement == OTHER or not act.judged:
        return
    cause = "; ".join(part for part in (act.seen.words(), ", ".join(act.notes)) if part)
    least = TARGETS["person_found"].value or 0.0
    if act.seen.nobody > 1.0 - least:
        yield Miss("person", act.clip, key, f"a person in {1 - act.seen.nobody:.1%} of the frames in position", cause)
    for score in act.reps:
        if score.scored and score.seen and not score.exact:
            yield Miss(
                "reps", act.clip, f"{key} {score.phase}", _rep_words(act, score), _joined(_rep_why(score), cause)
            )
    for hold in act.holds:
        words = _hold_words(hold) if hold.seen else None
        if words:
            yield Miss("hold", act.clip, f"{key} {hold.name}", f"{act.movement}, {act.band}: {words}", cause)
    for cue in act.cues:
        kind = _kind(cue)
        if kind:
            why = _cue_why(cue) if kind in ONLY_WHY else _joined(_cue_why(cue), cause)
            yield Miss(kind, act.clip, f"{key} {cue.ref}", _cue_words(cue), why)
    yield from _of_backs(act, key, cause)


def _of_recognition(act: ActScore, key: str) -> Iterator[Miss]:
    score = act.recognition
    found = "none" if score.found is None else score.found + (f" ({score.found_side})" if score.found_side else "")
    if act.movement == OTHER:
        if not score.movement_right:
            yield Miss("other", act.clip, key, f"{act.activity or 'other'}: {score.share:.0%} of it taken for {found}")
        return
    if not act.judged:
        return
    done = f"{act.movement} ({score.side}), {act.band}"
    cause = _joined(score.why or "", act.seen.words())
    if not score.movement_right:
        words = f"{done}: {score.share:.0%} of its time recognised, most went to {found}"
        yield Miss("movement", act.clip, key, words, cause)
    elif not score.side_right:
        yield Miss("side", act.clip, key, f"{done}: recognised as {found}", cause)


def _rep_words(act: ActScore, score: RepScore) -> str:
    count = f"{score.counted} counted of {score.expected}"
    if score.done != score.expected:
        count += f" that count ({score.done} done; {_tally(score.should_not)})"
    return f"{act.movement} {score.phase}, {act.band}: {count}, {score.matched} of them in their place"


def _rep_why(score: RepScore) -> str:
    parts = [f"not counted: {_tally(score.not_counted)}"] if any(score.not_counted) else []
    if score.refused:
        parts.append(f"said that it cannot be counted: {score.refused}")
    return ", ".join(parts)


def _tally(reasons: Iterable[str]) -> str:
    counted = Counter(reasons)
    return ", ".join(f"{n} x {reason}" for reason, n in sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def _hold_words(hold: HoldScore) -> str | None:
    if not hold.found:
        return f"{hold.name} of {hold.true_s:.1f} s was not found"
    errors = (hold.start_error_s or 0.0, hold.end_error_s or 0.0, hold.held_error_s or 0.0)
    if max(abs(error) for error in errors) <= HOLD_TIMES_S and hold.pieces == 1:
        return None
    start, end, held = errors
    pieces = "" if hold.pieces == 1 else f", in {hold.pieces} pieces"
    return f"{hold.name} of {hold.true_s:.1f} s: start {start:+.1f} s, end {end:+.1f} s, held {held:+.1f} s{pieces}"


def _kind(cue: CueScore) -> str | None:
    if is_false_alarm(cue):
        return "false alarm"
    if cue.judgeable == "no":
        if is_blind_fault(cue):
            return "blind fault"
        return None if cue.tallied or cue.verdict in REFUSED else "blind answer"
    if cue.clear and cue.verdict != "fault":
        return "clear fault missed"
    if cue.judgeable != "yes":
        return None
    if cue.truth == "fault" and cue.verdict != "fault":
        return "fault missed"
    return "unanswered" if cue.verdict in REFUSED and cue.truth != "fault" else None


def _cue_words(cue: CueScore) -> str:
    clear = "clear fault" if cue.clear else "fault"
    true = clear if cue.truth == "fault" else cue.truth
    value = f"{cue.value:.0f}" if is_count(cue.ref) else f"{cue.value:.2f}"
    ours = ""
    if cue.ours is not None:
        sigma = "" if cue.sigma is None else f" ± {cue.sigma:.2g}"
        limit = "" if cue.limit is None else f", good up to {cue.limit:g}"
        ours = f" ({cue.ours:.2f}{sigma}{limit})"
    return f"{cue.ref} is {true} ({value}), judged {cue.verdict.replace('_', ' ')}{ours}"


def _cue_why(cue: CueScore) -> str:
    if cue.verdict in REFUSED:
        return cue.reason or ""
    parts = [f"judged {cue.share_judged:.0%} of its time, at fault {cue.share_fault:.0%}"]
    if cue.view_off_deg:
        parts.append(f"{cue.view_off_deg:.0f}° off its view")
    return ", ".join(parts)


def _of_backs(act: ActScore, key: str, cause: str) -> Iterator[Miss]:
    for number, rep in enumerate(act.backs, start=1):
        kind = kind_of(rep)
        if kind is None or rep.index is None or (rep.index > THRESHOLD) == (kind == "round"):
            continue
        words = (
            f"{act.movement} {number}: a {kind} back ({rep.flexion_deg:.0f}° bent, trunk {rep.inclination_deg:.0f}°) "
            f"has index {rep.index:.2f}"
        )
        aside = [word for word, said in (("head dropped", rep.head_dropped), ("an arm off", rep.arms_off)) if said]
        yield Miss("rounding", act.clip, f"{key} {number}", words, _joined(", ".join(aside), cause))


def _joined(*parts: str) -> str:
    return "; ".join(part for part in parts if part)
