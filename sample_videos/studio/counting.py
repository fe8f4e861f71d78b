"""Which true repetitions count, and why the others do not: the limits of the domain tables, on what was really done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from .cues import baseline_of

if TYPE_CHECKING:
    from .movements import Act
    from .timing import Span
    from .vectors import Floats

MOST_SHARE: Final = 0.5
"""A repetition during more than this share of which a part is not where it belongs is not counted."""
UP: Final = 0.20
"""Clearance above which a hand or forearm is up, trunk lengths (the outer limit of cues 1.4 and 2.6)."""
KNEE_UP: Final = 0.18
"""The same of a knee (outer limit of cue 1.1)."""


@dataclass(frozen=True, slots=True)
class Spoiler:
    """What keeps a repetition from counting: a measure beyond a limit for most of it, and how that is said."""

    measure: str
    limit: float
    words: str
    below: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """When repetitions of a kind count.

    Attributes
    ----------
    measure
        The signal; ``{worked}`` and ``{other}`` stand for the sides.
    least
        Smallest excursion from the start position.
    shortest_s, longest_s
        Of a whole repetition.
    spoiler
        What must not be.
    """

    measure: str
    least: float
    shortest_s: float
    longest_s: float
    spoiler: Spoiler


_FOOT: Final = Spoiler("foot_drop.{worked}", UP, "foot left the surface")

RULES: Final[dict[tuple[str, str], Rule]] = {
    ("adductor-rock-back", "rock"): Rule(
        "rock", 0.15, 1.5, 12.0, Spoiler("worst_forearm_clearance", UP, "forearms up")
    ),
    ("hip-rotation-90-90", "reach"): Rule(
        "trunk_inclination", 15.0, 1.5, 12.0, Spoiler("wrist_clearance.{worked}", UP, "support hand up")
    ),
    ("kneeling-lunge", "rock"): Rule(
        "knee_flexion.{other}", 8.0, 1.2, 10.0, Spoiler("knee_clearance.{worked}", KNEE_UP, "rear knee up")
    ),
    ("standing-stretch", "hinge"): Rule("trunk_inclination", 15.0, 1.5, 12.0, _FOOT),
    ("standing-stretch", "facing_hinge"): Rule("trunk_inclination", 15.0, 1.5, 12.0, _FOOT),
    ("standing-stretch", "pump"): Rule(
        "ankle_angle.{worked}", 15.0, 0.6, 6.0, Spoiler("trunk_of_peak", 0.5, "trunk came up", below=True)
    ),
}
"""By movement and what is repeated."""

FROM_OWN_LOW: Final = ("pump",)
"""Repetitions whose excursion is taken within them: the foot is pulled back before it is pointed."""


def why_not(act: Act, rep: Span, spans: list[Span], times: Floats, measures: dict[str, Floats]) -> str | None:
    """Give the reason why a repetition does not count; None if it does.

    Parameters
    ----------
    spans
        Of its act.
    times
        (n,) of the frames.
    measures
        Those of :func:`sample_videos.studio.cues.derived`.
    """
    rule = RULES[act.movement, rep.name]
    seconds = _whole_s(rep)
    if seconds < rule.shortest_s:
        return "too short"
    if seconds > rule.longest_s:
        return "too long"
    worked = "left" if act.side == "both" else act.side
    sides = {"worked": worked, "other": "right" if worked == "left" else "left"}
    inside = (times >= rep.start_s) & (times <= rep.end_s)
    if not inside.any():
        return "too short"
    values = measures[rule.measure.format(**sides)]
    phase = "facing_setup" if rep.name == "facing_hinge" else "setup"
    start = [s for s in spans if s.kind == "phase" and s.name == phase]
    rest = values[inside].min() if rep.name in FROM_OWN_LOW else baseline_of(values, times, start)
    if values[inside].max() - rest < rule.least:
        return "too small"
    spoiled = measures[rule.spoiler.measure.format(**sides)][inside]
    beyond = spoiled < rule.spoiler.limit if rule.spoiler.below else spoiled > rule.spoiler.limit
    return rule.spoiler.words if float(np.mean(beyond)) > MOST_SHARE else None


def _whole_s(rep: Span) -> float:
    """Seconds there and back; of one that is held at its peak, twice the way there."""
    if rep.peak_s is not None and rep.end_s <= rep.peak_s:
        return 2 * (rep.peak_s - rep.start_s)
    return rep.end_s - rep.start_s
