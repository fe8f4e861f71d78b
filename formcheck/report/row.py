"""A row: one number of a session, where it comes from and how sure it is."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from formcheck.analysis.summary import DECIMALS
from formcheck.body.reading import Unit

if TYPE_CHECKING:
    from formcheck.report.kept import KeptSession

SHARE: Final = "share"
"""Unit of a share of time, of repetitions or of holds: 0 to 1."""
FLAG: Final = "0/1"
"""Unit of what is so (1) or not (0)."""
FRAMES: Final = "frames"
RATE: Final = "frames/s"
CUES: Final = "cues"
DISCOMFORT: Final = "0-10"
"""Unit of discomfort: from 0, none, to 10."""
DEGREES: Final = Unit.DEGREES.value
SECONDS: Final = Unit.SECONDS.value
REPS: Final = Unit.REPS.value

NOT_KNOWN: Final = "not known"
"""The reason of a number that a record should have and does not, where it says no more."""


@dataclass(frozen=True, slots=True)
class Row:
    """One number of a session.

    Attributes
    ----------
    id
        Its name within the session, the same each time, such as ``2/rep-3/front_knee_flexion/peak``.
    session
        Name of the session.
    set
        Which set of the session, from 1; None for what concerns all of it.
    movement, side, view
        Of the set: id of the movement, ``left``, ``right``, ``both`` or None, and from where it was seen.
    phase, rep, hold, cue
        Id of the phase; number of the repetition in its phase and of the hold in the set, from 1; ref of the cue.
    measure, statistic
        What was measured, and what of it: ``value``, ``peak``, ``mean``, ``min``, ``max``, ``sd`` and others
        (docs/export.md lists them).
    value, unit, sigma
        The number, None where there is none; its unit; the standard uncertainty of one reading of it, in that unit.
    verdict
        Of a cue.
    reason
        Why there is no value, why it was not judged or not counted; empty otherwise.
    start_s, end_s
        The span of time the number rests on, seconds of the media.
    first_frame, last_frame
        The frames of that span: places in the series and in the track's arrays, from 0.
    """

    id: str
    session: str
    set: int | None
    movement: str | None
    side: str | None
    view: str | None
    phase: str | None
    rep: int | None
    hold: int | None
    cue: str | None
    measure: str
    statistic: str
    value: float | None
    unit: str
    sigma: float | None = None
    verdict: str | None = None
    reason: str = ""
    start_s: float | None = None
    end_s: float | None = None
    first_frame: int | None = None
    last_frame: int | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """What the rows of one thing (a session, a set, a repetition, a hold, a cue) have in common.

    Attributes
    ----------
    kept
        The session.
    path
        What their ids begin with, such as ``2/rep-3``.
    start_s, end_s
        The span they rest on.
    set, movement, side, view, phase, rep, hold, cue
        As in `Row`.
    """

    kept: KeptSession
    path: str
    start_s: float | None = None
    end_s: float | None = None
    set: int | None = None
    movement: str | None = None
    side: str | None = None
    view: str | None = None
    phase: str | None = None
    rep: int | None = None
    hold: int | None = None
    cue: str | None = None

    @property
    def frames(self) -> tuple[int, int] | None:
        """The first and last frame of its span; None where it has none, or the record no series."""
        return None if self.start_s is None or self.end_s is None else self.kept.frames(self.start_s, self.end_s)

    def under(self, name: str, **changes: Any) -> Place:
        """Give a place within this one."""
        return replace(self, path=f"{self.path}/{name}", **changes)

    def within(self, **changes: Any) -> Place:
        """Give the same place, more narrowly told."""
        return replace(self, **changes)

    def row(
        self,
        measure: str,
        statistic: str,
        value: float | None,
        unit: str,
        *,
        name: str | None = None,
        **more: Any,
    ) -> Row:
        """Make a row of this place; what it should have and has not gets a reason.

        Parameters
        ----------
        measure, statistic, value, unit
            As in `Row`; NaN is no value.
        name
            What its id ends with; None for the measure and the statistic.
        more
            ``sigma``, ``verdict``, ``reason``, and ``start_s`` and ``end_s`` where the span is another one.
        """
        span = self.within(start_s=more.pop("start_s", self.start_s), end_s=more.pop("end_s", self.end_s))
        frames = span.frames
        known = None if value is None or math.isnan(value) else round(float(value), DECIMALS)
        reason = more.pop("reason", "") or (NOT_KNOWN if known is None else "")
        return Row(
            f"{self.path}/{name or f'{measure}/{statistic}'}",
            self.kept.name,
            self.set,
            self.movement,
            self.side,
            self.view,
            self.phase,
            self.rep,
            self.hold,
            self.cue,
            measure,
            statistic,
            known,
            unit,
            reason=reason,
            start_s=span.start_s,
            end_s=span.end_s,
            first_frame=frames[0] if frames else None,
            last_frame=frames[1] if frames else None,
            **more,
        )
