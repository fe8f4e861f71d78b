"""How soon a fault is on the screen and spoken, and what somebody in good form gets to hear.

Plays rendered clips with truth to the coach, frame by frame, as a live session does: each clip as the movements and
sides that are done in it. For every fault that the truth dates and this camera can judge it tells when it began, when
it was on the screen and when the coach decided to say it (speech itself begins some 30 ms later, docs/live.md). Clips
without a fault are played too: whatever is corrected in them is too much.

A fault of a moment begins when the true measure leaves the "nearly" band for as long as the judge has to see it; one of
a peak with that; one of a whole repetition with its end (haste that lets none count: of the second, as the coach means
it). Faults that only a whole set or a whole hold can show are not dated.

    python -m benchmarks.feedback DIR [DIR ...] [--json FILE] [--jobs 2]

Tracks are those that `formcheck evaluate` keeps; what is not there is made and kept.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from platformdirs import user_cache_path

from formcheck.analysis.scoring.cues import base_ref, is_count
from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.analysis.scoring.truth import OTHER, read_truth
from formcheck.coach.arbiter import AGAIN_S
from formcheck.coach.coach import Coach, CoachSettings
from formcheck.coach.screens import ScreenKind
from formcheck.coach.utterance import Urgency
from formcheck.judge.ledger import RAISE_S
from formcheck.judge.loading import load_program
from formcheck.judge.verdict import EventKind, Verdict
from formcheck.pose.models import find_model
from formcheck.routine.cues import MeasuredCue, RepCue
from formcheck.routine.phrasebook import load_phrases
from formcheck.routine.program import DEFAULT_PROGRAM, Program
from formcheck.routine.program_schema import Step
from sample_videos.studio.cue_table import CUES
from sample_videos.studio.cues import derived
from sample_videos.studio.timing import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from formcheck.analysis.scoring.tracks import Clip
    from formcheck.analysis.scoring.truth import Act, TrueCue, Truth
    from formcheck.coach.coach import Turn
    from formcheck.pose.track import Track
    from formcheck.routine.cues import Cue
    from formcheck.routine.schema import Movement

EARLY_S: Final = 1.0
"""What was shown so long before a fault is one was shown for coming near to it; it counts, as at once."""

LATEST_S: Final = 10.0
"""What is shown or said later than this has another cause."""

MOMENTARY: Final = frozenset({"high", "low", "median"})
"""How a true value is reduced where each of its frames can be at fault."""

SCREEN_S, SPOKEN_S = 1.0, 1.5
"""What is wanted of the median."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A true fault, and when it came to be known.

    Attributes
    ----------
    clip, movement, ref
        Which.
    kind
        ``moment``, ``peak`` or ``rep``.
    start_s
        When it began.
    shown_s, spoken_s
        When it was on the screen, and when it was decided to say it; None where it never was.
    instead
        What else was being said, or had just been, when it was shown and not spoken.
    """

    clip: str
    movement: str
    ref: str
    kind: str
    start_s: float
    shown_s: float | None = None
    spoken_s: float | None = None
    instead: str = ""

    @property
    def shown_after_s(self) -> float | None:
        """How late it was on the screen."""
        return None if self.shown_s is None else max(0.0, self.shown_s - self.start_s)

    @property
    def spoken_after_s(self) -> float | None:
        """How late it was spoken."""
        return None if self.spoken_s is None else max(0.0, self.spoken_s - self.start_s)


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that was spoken: of which cue, when, and what the truth has of that cue."""

    clip: str
    movement: str
    ref: str
    time_s: float
    words: str
    truth: str


@dataclass(frozen=True, slots=True)
class Played:
    """What one clip gave.

    Attributes
    ----------
    clip, seconds
        Its name; how long its movements last, getting there and away with them.
    good
        Whether the truth has no fault of form in it, in whatever view.
    faults, corrections
        The faults that are dated; all that was corrected.
    """

    clip: str
    seconds: float
    good: bool
    faults: tuple[Fault, ...]
    corrections: tuple[Correction, ...]


# ---- the truth -------------------------------------------------------------------------------------------------------


def spans_of(act: Act) -> list[Span]:
    """Give the spans of an act as the studio has them."""
    phases = [Span("phase", each.name, each.start_s, each.end_s) for each in act.phases]
    reps = [Span("rep", each.name, each.start_s, each.end_s, each.number, each.peak_s) for each in act.reps]
    return [*phases, *reps, *(Span("hold", each.name, each.start_s, each.end_s) for each in act.holds)]


def dated(clip: str, act: Act, movement: Movement, truth: Truth) -> Iterator[Fault]:
    """Date the faults of an act: of each cue the first one."""
    files = {cue.ref: cue for cue in movement.cues}
    spans = spans_of(act)
    values = derived(truth.measures, act, spans, truth.times_s)  # type: ignore[arg-type]
    first: dict[str, Fault] = {}
    lone_haste = _lone_haste(act)
    for cue in act.cues:
        file = files.get(base_ref(cue.ref))
        if file is None or cue.verdict != "fault" or cue.judgeable != "yes" or cue.span == lone_haste:
            continue
        begun = _begun(cue, act, file, spans, values, truth)
        if begun is not None and (file.ref not in first or begun[1] < first[file.ref].start_s):
            first[file.ref] = Fault(clip, act.movement, file.ref, *begun)
    yield from first.values()


def _lone_haste(act: Act) -> str | None:
    """Name the first repetition that was too short to be one: once may be anything, only the second is haste."""
    short = (rep for rep in act.reps if rep.why_not == "too short")
    first = next(short, None)
    return None if first is None else f"rep {first.name} {first.number}"


def _begun(
    true: TrueCue, act: Act, file: Cue, spans: Sequence[Span], values: dict[str, Any], truth: Truth
) -> tuple[str, float] | None:
    """Say what kind of fault a true verdict is, and when it began; None where that cannot be dated."""
    rep = next((s for s in spans if s.kind == "rep" and true.span == f"rep {s.name} {s.number}"), None)
    if isinstance(file, RepCue):
        return None if rep is None else ("rep", rep.end_s)
    if not isinstance(file, MeasuredCue) or file.over == "best":
        return None
    if set(file.when) == {"peak"}:
        return None if rep is None or rep.peak_s is None else ("peak", rep.peak_s)
    row = next((each for each in CUES[act.movement] if each.ref == true.ref), None)
    if row is None or row.reduce not in MOMENTARY:
        return None
    worked = "left" if act.side == "both" else act.side
    measured = values[row.measure.format(worked=worked, other="right" if worked == "left" else "left")]
    inside = (truth.times_s >= true.start_s) & (truth.times_s <= true.end_s)
    beyond = inside & ((measured < row.nearly[0]) | (measured > row.nearly[1]))
    start_s = _lasting(truth.times_s, beyond, RAISE_S[file.severity])
    return None if start_s is None else ("moment", start_s)


def _lasting(times_s: Any, beyond: Any, least_s: float) -> float | None:
    """When a condition first began to hold for so long without a break."""
    since: float | None = None
    for time_s, holds in zip(times_s, beyond, strict=True):
        if not holds:
            since = None
        elif since is None:
            since = float(time_s)
        if since is not None and time_s - since >= least_s:
            return since
    return None


def is_good(act: Act) -> bool:
    """Whether there is no fault in an act; how many repetitions it has is no matter of form."""
    return not any(cue.verdict == "fault" and not is_count(cue.ref) for cue in act.cues)


# ---- the coach -------------------------------------------------------------------------------------------------------


def program_for(acts: Iterable[Act], whole: Program) -> Program:
    """Give a program of what is done in a clip, in that order."""
    sides: dict[str, list[str]] = {}
    for act in acts:
        known = sides.setdefault(act.movement, [])
        known += [act.side] if act.side != "both" and act.side not in known else []
    files = {movement.id: movement for movement in whole.movements}
    steps = tuple(Step(movement=name, sides=tuple(done)) for name, done in sides.items())  # type: ignore[arg-type]
    return Program(whole.file.model_copy(update={"steps": steps}), tuple(files[name] for name in sides))


def play(track: Track, program: Program) -> list[Turn]:
    """Play a track to a coach who was agreed with before, and answers nothing."""
    coach = Coach(program, load_phrases("en"), CoachSettings(consent_given=True), track.header.model)
    return [coach.see(seen) for seen in track.observations]


def shown(turns: Sequence[Turn]) -> Iterator[tuple[float, str, bool]]:
    """Tell which cues are at fault on the screen, and of each whether it is one of a repetition that just ended."""
    for turn in turns:
        snapshot = turn.screen.snapshot if turn.screen.kind is ScreenKind.WORK else None
        if snapshot is None:
            continue
        yield from ((turn.time_s, cue.ref, False) for cue in snapshot.cues if cue.verdict is Verdict.FAULT)
        for event in snapshot.events:
            if event.kind is EventKind.REP_COUNTED:
                yield from ((turn.time_s, ref, True) for ref in event.detail.split(", ") if ref)


def spoken(turns: Sequence[Turn]) -> Iterator[tuple[float, str, str]]:
    """Tell all that was said: when, of what, and the words."""
    for turn in turns:
        yield from ((each.born_s, each.source, each.text) for each in turn.utterances if each.text)


def known(fault: Fault, movement: Movement, turns: Sequence[Turn]) -> Fault:
    """Find when a fault was shown and spoken of."""
    words = {cue.ref: cue.say for cue in movement.cues}
    same = {ref for ref, said in words.items() if said and said == words[fault.ref]} | {fault.ref}
    until_s = fault.start_s + LATEST_S
    seen = [time_s for time_s, ref, _ in shown(turns) if ref in same and fault.start_s - EARLY_S <= time_s <= until_s]
    # What was said a moment ago is not said again (domain, section 6): it has been heard.
    heard = [time_s for time_s, ref, _ in spoken(turns) if ref in same and fault.start_s - AGAIN_S <= time_s <= until_s]
    seen += heard[:1]  # Its words are a caption too.
    found = replace(fault, shown_s=min(seen, default=None), spoken_s=min(heard, default=None))
    if found.shown_s is None or (found.spoken_s is not None and found.spoken_s - found.shown_s < 0.1):
        return found
    until_s = found.spoken_s or found.shown_s + 2.0
    others = [
        f"{time_s - fault.start_s:+.1f} s {source}"
        for time_s, source, _ in spoken(turns)
        if found.shown_s - 4.0 <= time_s <= until_s and source not in same
    ]
    return replace(found, instead="; ".join(others))


def play_clip(clip: Clip, work: Path) -> Played:
    """Play one clip, and compare."""
    truth = read_truth(clip.truth)
    track = track_of(clip, work, find_model(), pose_stage())
    whole = load_program(DEFAULT_PROGRAM)
    acts = [act for act in truth.acts if act.movement != OTHER]
    files = {movement.id: movement for movement in whole.movements}
    turns = play(track, program_for(acts, whole) if acts else whole)
    faults = [
        known(f, files[act.movement], turns) for act in acts for f in dated(clip.name, act, files[act.movement], truth)
    ]
    said = [
        Correction(
            clip.name, turn.movement, each.source, each.born_s, each.text, _truth_of(each.source, each.born_s, acts)
        )
        for turn in turns
        for each in turn.utterances
        if each.urgency in (Urgency.CORRECT, Urgency.SAFETY) and each.text
    ]
    seconds = float(truth.times_s[-1])
    return Played(clip.name, seconds, all(map(is_good, acts)), tuple(faults), tuple(said))


def _truth_of(ref: str, time_s: float, acts: Sequence[Act]) -> str:
    """Say what the truth has of a cue in the act of a time: the worst of its verdicts, or that it has none."""
    rank = ("good", "nearly", "fault")
    act = next((each for each in acts if each.start_s <= time_s <= each.end_s + LATEST_S), None)
    found = [cue.verdict for cue in act.cues if base_ref(cue.ref) == ref] if act else []
    return max(found, key=rank.index, default="not known")


# ---- what came of it -------------------------------------------------------------------------------------------------


def lines(played: Sequence[Played]) -> Iterator[str]:
    """Tell it all, in Markdown."""
    faults = [fault for each in played for fault in each.faults]
    yield from _latencies("every dated fault", faults)
    firsts = [min(each.faults, key=lambda fault: fault.start_s) for each in played if each.faults]
    yield from _latencies("the first fault of each faulty clip", firsts)
    for kind in ("moment", "peak", "rep"):
        yield from _latencies(f"of a {kind}", [fault for fault in faults if fault.kind == kind])
    yield ""
    yield "| clip | cue | kind | began | on the screen after | spoken after | meanwhile |"
    yield "|---|---|---|---|---|---|---|"
    for fault in sorted(faults, key=lambda f: (f.movement, f.ref, f.clip)):
        after = (_seconds(fault.shown_after_s), _seconds(fault.spoken_after_s))
        cells = (fault.clip, fault.ref, fault.kind, f"{fault.start_s:.1f} s", *after, fault.instead)
        yield "| " + " | ".join(cells) + " |"
    yield ""
    for title, some in (
        ("without a fault", [each for each in played if each.good]),
        ("with faults", [each for each in played if not each.good]),
    ):
        said = [one for each in some for one in each.corrections]
        minutes = sum(each.seconds for each in some) / 60
        by_truth = Counter(one.truth for one in said)
        yield f"{len(some)} clips {title}, {minutes:.0f} minutes: {len(said)} corrections, in truth {dict(by_truth)}"
        for one in said:
            if one.truth != "fault":
                yield f"- {one.clip} at {one.time_s:.1f} s: {one.ref} {one.words!r}, in truth {one.truth}"


def _latencies(title: str, faults: Sequence[Fault]) -> Iterator[str]:
    seen = [after for fault in faults if (after := fault.shown_after_s) is not None]
    said = [after for fault in faults if (after := fault.spoken_after_s) is not None]
    yield f"{title}: {len(faults)}; shown {_spread(seen, SCREEN_S)}; spoken {_spread(said, SPOKEN_S)}"


def _spread(after: Sequence[float], wanted_s: float) -> str:
    if not after:
        return "0"
    late = sum(each > wanted_s for each in after)
    most = float(np.quantile(after, 0.9))
    return f"{len(after)}, median {statistics.median(after):.2f} s, 90 % {most:.2f} s, {late} after {wanted_s} s"


def _seconds(after: float | None) -> str:
    return "–" if after is None else f"{after:.2f} s"


def main() -> None:
    """Play the clips of some folders and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--work", type=Path, default=user_cache_path("formcheck", appauthor=False) / "evaluate")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    options = parser.parse_args()
    clips = [clip for folder in options.folders for clip in find_clips(folder)]
    with ProcessPoolExecutor(options.jobs) as pool:
        played = []
        for each in pool.map(play_clip, clips, [options.work] * len(clips)):
            played.append(each)
            print(f"\r{len(played)} of {len(clips)}", end="", file=sys.stderr, flush=True)
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(each) for each in played], indent=1) + "\n", "utf-8")
    for line in lines(played):
        print(line)


if __name__ == "__main__":
    main()
