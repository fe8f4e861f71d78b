"""What a check reads: a measure as it is, or compared with the same person's own earlier in the set."""

from __future__ import annotations

from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.judge.roles import reading_of, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from formcheck.body.moment import Moment
    from formcheck.judge.recent import Recent
    from formcheck.judge.rep import Rep
    from formcheck.judge.repbook import RepBook
    from formcheck.judge.stages import Stages
    from formcheck.routine.cues import Check
    from formcheck.routine.schema import Movement

BEGIN_S: Final = 0.5
"""What was at the start of a hold or a repetition is the median over so long."""

ASTRAY_SHARE: Final = 2.5
"""Nobody is so many times as deep as in the own repetitions: there the pose model took one end of the body for the
other, or another view for this one, and there is nothing to compare."""

SETUP_KEPT: Final = 300
"""Of the setup so many of the last values are kept (ten seconds at 30 frames a second): a person settles."""


class Compared:
    """Reads checks of one set.

    Parameters
    ----------
    movement
        Says which checks there are.
    stages
        The phases, whose depth and peaks are compared with.
    recent
        The last moments.
    """

    def __init__(self, movement: Movement, stages: Stages, recent: Recent) -> None:
        self._stages = stages
        self._recent = recent
        self._setup: dict[str, list[float]] = {
            check.measure: [] for cue in movement.measured_cues for check in cue.checks if check.since == "setup"
        }
        self._hold_begin: tuple[float, dict[str, float | None]] = (float("nan"), {})

    def note(self, moment: Moment, roles: Mapping[str, str], contexts: AbstractSet[str]) -> None:
        """Take in a moment, before its checks are read."""
        if "setup" not in contexts:
            return
        for measure, values in self._setup.items():
            value = value_of(moment, measure, roles)
            if value is not None:
                values.append(value)
                del values[:-SETUP_KEPT]

    def read(self, check: Check, moment: Moment, roles: Mapping[str, str]) -> Reading:
        """Read a check in a moment; unknown where there is nothing to compare with yet."""
        reading = reading_of(moment, check.measure, roles)
        if isinstance(reading, Unknown):
            return reading
        if check.share_of is not None:
            return self._share(check.share_of, reading)
        if check.from_peaks_of is not None:
            return _less(reading, self._book(check.from_peaks_of).mean_peak)
        if check.since == "setup":
            values = self._setup[check.measure]
            return _less(reading, median(values) if values else None)
        if check.since == "hold":
            return _less(reading, self._at_hold_begin(check.measure, roles))
        return reading

    def read_at_peak(self, check: Check, moment: Moment, roles: Mapping[str, str], rep: Rep) -> Reading:
        """Read a check in a moment at the peak of a repetition, which may be compared with its start."""
        if check.since != "rep":
            return self.read(check, moment, roles)
        reading = reading_of(moment, check.measure, roles)
        if isinstance(reading, Unknown):
            return reading
        begin = self._recent.within(rep.start_s - BEGIN_S / 2, rep.start_s + BEGIN_S / 2)
        return _less(reading, _median(check.measure, begin, roles))

    def _book(self, phase_id: str) -> RepBook:
        return next(stage.book for stage in self._stages.reps if stage.phase.id == phase_id)

    def _share(self, phase_id: str, reading: Measured) -> Reading:
        book = self._book(phase_id)
        depth = book.depth(reading.value) if book.range else None
        if depth is None or abs(depth) > ASTRAY_SHARE:
            return Unknown(Unit.RATIO, Reason.NO_BASELINE)
        return Measured(depth, Unit.RATIO, reading.sigma / book.range)

    def _at_hold_begin(self, measure: str, roles: Mapping[str, str]) -> float | None:
        stage = self._stages.holding
        start_s = stage.book.start_s if stage else None
        if start_s is None:
            return None
        if self._hold_begin[0] != start_s:
            self._hold_begin = (start_s, {})
        known = self._hold_begin[1]
        if measure not in known:
            known[measure] = _median(measure, self._recent.within(start_s, start_s + BEGIN_S), roles)
        return known[measure]


def _median(measure: str, moments: Sequence[Moment], roles: Mapping[str, str]) -> float | None:
    values = [value for value in (value_of(m, measure, roles) for m in moments) if value is not None]
    return median(values) if values else None


def _less(reading: Measured, base: float | None) -> Reading:
    """Give a reading as the change since a base value. The model's bias cancels in part; the stated error stays."""
    if base is None:
        return Unknown(reading.unit, Reason.NO_BASELINE)
    return replace(reading, value=reading.value - base)
