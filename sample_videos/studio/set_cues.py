"""The true verdict on cues that compare one span with another, or count and time: no band of one measure gives them."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from .counting import why_not
from .cue_table import ACROSS, ANY, HOLD_GOOD_S, HOLD_NEARLY_S, HOLDS, REP_GOOD_S, REP_NEARLY_S, REPS, SIDE
from .cues import PEAK_HALF_S, TrueVerdict, baseline_of, label_of, verdict_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from .cue_table import Band
    from .cues import Sight
    from .movements import Act
    from .timing import Span
    from .vectors import Floats

WANTED: float = 5.0
"""Repetitions that every movement asks for, however many an act was given to do."""

BOUNCE_GOOD: float = 0.05
"""A bounce smaller than this share of the range is none."""


@dataclass(frozen=True, slots=True, eq=False)
class _Set:
    """An act with all that was measured while it lasted."""

    act: Act
    spans: list[Span]
    times: Floats
    measures: dict[str, Floats]
    sight: Callable[[float, float], Sight]
    out: list[TrueVerdict]

    @property
    def worked(self) -> str:
        return "left" if self.act.side == "both" else self.act.side

    @property
    def stance(self) -> str:
        return "right" if self.worked == "left" else "left"

    def reps(self, name: str) -> list[Span]:
        return [s for s in self.spans if s.kind == "rep" and s.name == name]

    def span(self, kind: str, name: str) -> Span | None:
        return next((s for s in self.spans if (s.kind, s.name) == (kind, name)), None)

    def within(self, measure: str, start: float, end: float) -> Floats:
        inside: Floats = self.measures[measure][(self.times >= start) & (self.times <= end)]
        return inside

    def peak(self, measure: str, rep: Span) -> float:
        at = rep.end_s if rep.peak_s is None else rep.peak_s
        about = self.within(measure, at - PEAK_HALF_S, at + PEAK_HALF_S)
        # In a clip of very few frames a second none may lie so near.
        return float(np.median(about) if len(about) else self.measures[measure][np.abs(self.times - at).argmin()])

    def median(self, measure: str, span: Span) -> float:
        return float(np.median(self.within(measure, span.start_s, span.end_s)))

    def add(self, ref: str, span: Span, value: float) -> None:
        """Judge by the table of what compares spans."""
        good, nearly, views = ACROSS[ref]
        self.judge(ref, label_of(span), (span.start_s, span.end_s), value, good, nearly, views)

    def judge(
        self, ref: str, label: str, times: tuple[float, float], value: float,
        good: Band, nearly: Band, views: tuple[str, ...] = SIDE,
    ) -> None:  # fmt: skip
        can, off = self.sight(*times).judgeable(views)
        self.out.append(TrueVerdict(ref, label, *times, value, verdict_for(value, good, nearly), can, off))


def set_verdicts(
    act: Act,
    spans: list[Span],
    times: Floats,
    measures: dict[str, Floats],
    sight: Callable[[float, float], Sight],
) -> list[TrueVerdict]:
    """Judge an act as a whole by the truth; parameters as of :func:`sample_videos.studio.cues.true_verdicts`.

    ``measures`` also holds the places of :func:`sample_videos.studio.truth.places`.
    """
    the_set = _Set(act, spans, times, measures, sight, [])
    if act.movement == "adductor-rock-back":
        _rocks(the_set)
    if act.movement == "standing-stretch":
        _steadiness(the_set)
        _turn(the_set)
        _finish(the_set)
    _counts(the_set)
    _tempo(the_set)
    _holds(the_set)
    return the_set.out


def _rocks(the_set: _Set) -> None:
    """Judge how far each rock comes forward again, whether it goes further than the one before, and the sinking."""
    rocks = the_set.reps("rock")
    setup = [s for s in the_set.spans if s.kind == "phase" and s.name == "setup"]
    rest = baseline_of(the_set.measures["rock"], the_set.times, setup)
    for rep in rocks:
        if rep.peak_s is not None and rep.end_s > rep.peak_s:
            back = the_set.peak("rock", rep) - rest
            returned = the_set.peak("rock", rep) - float(the_set.within("rock", rep.peak_s, rep.end_s).min())
            the_set.add("1.9", rep, returned / max(1e-6, back))
    for before, rep in itertools.pairwise(rocks):
        the_set.add("1.11", rep, the_set.peak("rock", rep) - the_set.peak("rock", before))
    hold = the_set.span("hold", "back")
    if hold is not None:
        height = the_set.within("shoulder_height", hold.start_s, hold.end_s)
        # Who is down there already has nothing left to sink.
        fall = float(height[0] - height.min()) if height[0] > LOW_CHEST else ACROSS["1.14"][0][0]
        the_set.add("1.14", hold, fall)


LOW_CHEST: float = 0.25
"""Height of the shoulders, trunk lengths, at which the chest is down."""


def _spread(the_set: _Set, place: str, span: Span) -> Floats:
    """(n, 2) places on the floor in a span, from their median, trunk lengths."""
    stem, _, side = place.partition(".")
    names = [f"{stem}_{axis}{'.' + side if side else ''}" for axis in "xz"]
    points = np.stack([the_set.within(name, span.start_s, span.end_s) for name in names], axis=1)
    spread: Floats = points - np.median(points, axis=0)
    return spread


def _steadiness(the_set: _Set) -> None:
    """Judge whether the raised foot stays put at the start, and the balance in each hinge."""
    setup = the_set.span("phase", "setup")
    if setup is not None:
        wander = np.linalg.norm(_spread(the_set, f"ankle.{the_set.worked}", setup), axis=1)
        the_set.add("4.5", setup, float(wander.max()))
    for rep in the_set.reps("hinge"):
        sways = (_spread(the_set, place, rep) for place in ("hip", f"ankle.{the_set.stance}"))
        the_set.add("4.25", rep, max(float(np.sqrt((sway**2).sum(axis=1).mean())) for sway in sways))


def _turn(the_set: _Set) -> None:
    before, after = the_set.span("phase", "facing_setup"), the_set.span("phase", "setup")
    if before is not None and after is not None:
        change = the_set.median("facing", after) - the_set.median("facing", before)
        the_set.add("4.12c", after, abs((change + 180) % 360 - 180))


def _finish(the_set: _Set) -> None:
    """Judge the end of the standing stretch: toes pointed, folded closer, toes pulled back."""
    ankle, trunk = f"ankle_angle.{the_set.worked}", "trunk_inclination"
    pointed, pulled = the_set.span("hold", "pointed"), the_set.span("hold", "toes_back")
    pumps = the_set.span("phase", "pumps")
    if pointed is None or pulled is None or pumps is None:
        return
    own = the_set.within(ankle, pumps.start_s, pumps.end_s)
    share = (the_set.median(ankle, pointed) - float(own.min())) / max(1e-6, float(np.ptp(own)))
    the_set.add("4.19", pointed, share)
    hinges = [the_set.peak(trunk, rep) for rep in the_set.reps("hinge")]
    closest = float(the_set.within(trunk, pointed.start_s, pulled.end_s).max())
    the_set.add("4.20", pointed, closest - float(np.mean(hinges)))
    the_set.add("4.21", pulled, the_set.median(ankle, pointed) - the_set.median(ankle, pulled))
    the_set.add("4.21t", pulled, abs(the_set.median(trunk, pointed) - the_set.median(trunk, pulled)))


def _counts(the_set: _Set) -> None:
    kinds = [REPS[the_set.act.movement]]
    if the_set.act.movement == "standing-stretch":
        kinds.append(("4.18", "pump"))
    for ref, name in kinds:
        reps = the_set.reps(name)
        if reps:
            times = (reps[0].start_s, reps[-1].end_s)
            five = (WANTED, WANTED)
            act, spans = the_set.act, the_set.spans
            counted = sum(why_not(act, rep, spans, the_set.times, the_set.measures) is None for rep in reps)
            the_set.judge(ref, f"reps {name}", times, float(counted), five, five)


def _tempo(the_set: _Set) -> None:
    for rep in the_set.reps(REPS[the_set.act.movement][1]):
        times = (rep.start_s, rep.end_s)
        if rep.peak_s is not None and rep.end_s > rep.peak_s:
            seconds = rep.end_s - rep.start_s
            the_set.judge("G7", label_of(rep), times, seconds, (REP_GOOD_S, ANY), (REP_NEARLY_S, ANY))
        small = (-ANY, BOUNCE_GOOD)
        the_set.judge("G13", label_of(rep), times, the_set.act.faults.bouncing, small, small)


def _holds(the_set: _Set) -> None:
    wanted = HOLDS.get(the_set.act.movement)
    hold = the_set.span("hold", wanted[1]) if wanted else None
    if wanted and hold is not None:
        times = (hold.start_s, hold.end_s)
        the_set.judge(wanted[0], label_of(hold), times, hold.end_s - hold.start_s, HOLD_GOOD_S, HOLD_NEARLY_S)
