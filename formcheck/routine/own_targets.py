"""A person's own targets, where somebody prescribed them: a movement file with other numbers, and nothing else changed.

>>> from formcheck.routine.catalogue import load_movement
>>> lunge = with_own_targets(load_movement("kneeling-lunge"), OwnTargets(reps=8))
>>> lunge.main_phase.target
8
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf, isfinite
from typing import TYPE_CHECKING, Final

from formcheck.routine.bands import Band
from formcheck.routine.composed import ComposedSum
from formcheck.routine.cues import CountCue, MeasuredCue, RepCue, TimerCue

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.routine.cues import Check, Cue
    from formcheck.routine.schema import Movement, Phase
    from formcheck.routine.terms import Condition

KNEE_MEASURES: Final = frozenset({"knee_flexion", "floor_knee_flexion"})
"""What says how far a knee is bent, 0 = straight."""

STRAIGHT_DEG: Final = 180.0
"""The angle between the bones of a straight knee, as a prescription has it."""

HOLD_SLACK_S: Final = 1.0
"""A hold is timed to within a second: the smoothing blurs where it begins and ends."""

MORE_OF_A_REP: Final = frozenset({"range", "gain"})
"""What a whole repetition is asked for that is a wish for more."""


@dataclass(frozen=True, slots=True)
class OwnTargets:
    """What is prescribed to a person of one movement; None for what the movement file says.

    Attributes
    ----------
    reps
        Repetitions of the movement's main phase.
    hold_s
        Seconds of its holds.
    knee_angle_deg
        Angle between the bones at the knee, 180 = straight.
    left_out
        That the movement is not to be done.
    easier
        That its easier version is to be done: nothing asks for more.
    """

    reps: int | None = None
    hold_s: float | None = None
    knee_angle_deg: float | None = None
    left_out: bool = False
    easier: bool = False


def with_own_targets(movement: Movement, own: OwnTargets) -> Movement:
    """Give a movement with a person's own targets; what it has no place for is not followed (:func:`not_followed`).

    Own repetitions and seconds take the place of the file's, in the main phase and in every hold. An own angle moves
    the bands of the checks on the knee, which keep their tolerance; whoever has that angle is let begin. In the
    easier version no repetition is too small.
    """
    if own.reps is not None and movement.main_phase is not None:
        movement = _with_phases(movement, lambda phase: _repeated(phase, movement, own.reps or 0))
    if own.hold_s is not None:
        movement = _with_hold(movement, own.hold_s)
    if own.knee_angle_deg is not None:
        movement = _with_knee(movement, STRAIGHT_DEG - own.knee_angle_deg)
    return _eased(movement) if own.easier else movement


def not_followed(movement: Movement, own: OwnTargets) -> tuple[str, ...]:
    """Name the targets that a movement has no place for: ``reps``, ``hold_s``, ``knee_angle_deg``."""
    places = {
        "reps": own.reps is None or movement.main_phase is not None,
        "hold_s": own.hold_s is None or any(phase.hold for phase in movement.phases),
        "knee_angle_deg": own.knee_angle_deg is None or bool(_knee_checks(movement)),
    }
    return tuple(name for name, has in places.items() if not has)


def worded(movement: Movement, own: OwnTargets, phrases: Callable[..., str]) -> Movement:
    """Give a movement whose words name a person's own targets, where the file's name its own (``five times``).

    Parameters
    ----------
    movement, own
        The movement with these targets.
    phrases
        Gives the words of a key (:class:`formcheck.routine.phrasebook.Phrases`).
    """
    main = movement.main_phase
    if own.reps is not None and main is not None:
        prompt = phrases("own.reps", title=main.title, reps=own.reps)
        movement = _with_phases(
            movement, lambda phase: phase.model_copy(update={"prompt": prompt}) if phase.id == main.id else phase
        )
        title = phrases("own.reps_title", reps=own.reps)
        movement = _with_cues(
            movement,
            lambda cue: (
                cue.model_copy(update={"title": title}) if isinstance(cue, CountCue) and cue.phase == main.id else cue
            ),
        )
    if own.knee_angle_deg is not None:
        angle = f"{own.knee_angle_deg:g}"
        words = {"say": phrases("own.knee", angle=angle), "title": phrases("own.knee_title", angle=angle)}
        about_knees = {ref for ref, check in _knee_checks(movement) if _has_middle(check)}
        movement = _with_cues(movement, lambda cue: cue.model_copy(update=words) if cue.ref in about_knees else cue)
    return movement


# ---- repetitions and holds -----------------------------------------------------------------------------------


def _repeated(phase: Phase, movement: Movement, reps: int) -> Phase:
    main = movement.main_phase
    return phase.model_copy(update={"target": reps}) if main is not None and phase.id == main.id else phase


def _with_hold(movement: Movement, hold_s: float) -> Movement:
    """Set what is wanted of every hold, and when its release is prompted."""

    def held(phase: Phase) -> Phase:
        if phase.hold is None:
            return phase
        target = _band(hold_s, max(hold_s, phase.hold.target_s.high))
        hold = phase.hold.model_copy(update={"target_s": target, "release_s": float(hold_s)})
        return phase.model_copy(update={"hold": hold})

    def timed(cue: Cue) -> Cue:
        if not isinstance(cue, TimerCue):
            return cue
        least = max(0.0, hold_s - HOLD_SLACK_S)
        share = cue.nearly.low / cue.good.low if cue.good.low > 0 else 0.0
        # Longer than wanted is as good as before: by as much as the file allows over its own target.
        good = _band(least, max(cue.good.high, cue.good.high - cue.good.low + least))
        nearly = _band(share * least, max(cue.nearly.high, cue.nearly.high - cue.nearly.low + least))
        return cue.model_copy(update={"good": good, "nearly": nearly})

    return _with_cues(_with_phases(movement, held), timed)


# ---- the knee ------------------------------------------------------------------------------------------------


def _with_knee(movement: Movement, flexion_deg: float) -> Movement:
    """Move the checks on the knee to another angle, and let a position begin that has it."""
    checks = [check for _, check in _knee_checks(movement)]
    moved = {id(check): _moved(check, flexion_deg) for check in checks}

    def judged(cue: Cue) -> Cue:
        if not isinstance(cue, MeasuredCue):
            return cue
        return cue.model_copy(update={"checks": tuple(moved.get(id(check), check) for check in cue.checks)})

    wanted = [(check.measure.partition(".")[0], moved[id(check)].nearly) for check in checks]

    def let(condition: Condition) -> Condition:
        role, _, name = condition.measure.partition(".")
        bands = [band for of, band in wanted if of == role] if _is_knee(movement, name) else []
        if not bands:
            return condition
        low = min(condition.within.low, *(band.low for band in bands))
        high = max(condition.within.high, *(band.high for band in bands))
        return condition.model_copy(update={"within": _band(low, high)})

    gate = movement.gate.model_copy(
        update={"conditions": tuple(map(let, movement.gate.conditions)), "keep": tuple(map(let, movement.gate.keep))}
    )
    return _with_cues(movement, judged).model_copy(update={"gate": gate})


def _knee_checks(movement: Movement) -> list[tuple[str, Check]]:
    """List the checks that say how far a knee is to be bent, each with the ref of its cue."""
    return [
        (cue.ref, check)
        for cue in movement.measured_cues
        for check in cue.checks
        if check.measure.partition(".")[2] in KNEE_MEASURES and check.since is None and check.share_of is None
    ]


def _is_knee(movement: Movement, name: str) -> bool:
    """Whether a measure is the bend of a knee, by its own name or as the file composes it."""
    composed = movement.measures.get(name)
    if isinstance(composed, ComposedSum):
        return len(composed.of) == 1 and composed.of[0] in KNEE_MEASURES
    return name in KNEE_MEASURES


def _has_middle(check: Check) -> bool:
    return isfinite(check.good.low) and isfinite(check.good.high)


def _moved(check: Check, flexion_deg: float) -> Check:
    """Move the bands of a check; one without a lower limit is about a straight knee, and has its tolerance."""
    if _has_middle(check):
        by = flexion_deg - (check.good.low + check.good.high) / 2
    else:
        by = flexion_deg if isfinite(check.good.high) else flexion_deg - check.good.low
    return check.model_copy(update={"good": _shifted(check.good, by), "nearly": _shifted(check.nearly, by)})


def _shifted(band: Band, by: float) -> Band:
    return _band(band.low + by, band.high + by)


# ---- the easier version --------------------------------------------------------------------------------------


def _eased(movement: Movement) -> Movement:
    """Ask for no more of a repetition than that it is one."""

    def eased(cue: Cue) -> Cue:
        if not isinstance(cue, RepCue) or cue.of not in MORE_OF_A_REP:
            return cue
        good, nearly = _band(-inf, cue.good.high), _band(-inf, cue.nearly.high)
        return cue.model_copy(update={"good": good, "nearly": nearly})

    return _with_cues(movement, eased)


def _with_phases(movement: Movement, change: Callable[[Phase], Phase]) -> Movement:
    return movement.model_copy(update={"phases": tuple(map(change, movement.phases))})


def _with_cues(movement: Movement, change: Callable[[Cue], Cue]) -> Movement:
    return movement.model_copy(update={"cues": tuple(map(change, movement.cues))})


def _band(low: float, high: float) -> Band:
    return Band(low=float(low), high=float(high))
