"""Poses in, moments out: the last step before the judge."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from formcheck.body.accuracy import without_bias
from formcheck.body.back.seat import SeatWatch
from formcheck.body.floorwatch import FloorWatch
from formcheck.body.joints import Joints
from formcheck.body.legs import LegWatch
from formcheck.body.measures import MEASURES, Sight
from formcheck.body.moment import Moment
from formcheck.body.reading import Reading, Reason, Unknown
from formcheck.body.view import ViewLabel, ViewTracker
from formcheck.errors import RoutineError
from formcheck.pose.landmarks import SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from formcheck.body.figure import Figure
    from formcheck.body.measures import Measure
    from formcheck.pose.pose import Observation


class Reader:
    """Reads the measures a movement needs from one observation after another.

    Parameters
    ----------
    refs
        Measures as a movement file names them, ``front.knee_flexion`` or ``trunk_inclination``. A measure
        with a role is read on both sides: who plays the role is for the judge to say.
    figure
        The person's own lengths; None while nobody was seen. May be set anew as more is learned.
    extra
        Measures beside those of the registry, by name: what a movement file composes for itself.
    model
        The pose model the poses come from: what is known of its errors is reckoned with. Empty for poses that no
        model made, such as markers.

    Raises
    ------
    RoutineError
        If there is no measure of that name, or one is named with a role it cannot have, or without one it needs.
    """

    def __init__(
        self,
        refs: Iterable[str],
        figure: Figure | None,
        extra: Mapping[str, Measure] = MappingProxyType({}),
        model: str = "",
    ) -> None:
        self._model = model
        self.figure = figure
        self._measures = {**MEASURES, **extra}
        self._plan = self._plan_of(refs)
        self._plans: dict[frozenset[str], list[tuple[str, str, str]]] = {}
        self._view = ViewTracker()
        self._legs = LegWatch()
        self._floor = FloorWatch()
        self._seat = SeatWatch()

    def _plan_of(self, refs: Iterable[str]) -> list[tuple[str, str, str]]:
        return sorted({step for ref in refs for step in _steps(ref, self._measures)})

    def read(self, seen: Observation, only: frozenset[str] | None = None) -> Moment:
        """Turn an observation into a moment.

        Parameters
        ----------
        seen
            Observations come in the order of time.
        only
            The references that matter now, where not all do: the rest is left unread, to save time.
        """
        looked = self.look(seen)
        if isinstance(looked, Moment):
            return looked
        sight, confused = looked
        readings = {
            key: without_bias(read_measure(self._measures[name], sight, side, confused), sight, name, side)
            for key, name, side in self._asked(only)
        }
        return Moment(seen.time_s, sight.view, readings)

    def look(self, seen: Observation) -> tuple[Sight, frozenset[str]] | Moment:
        """Look at an observation as measures take it; an empty moment that says why nothing can be read of it.

        Returns
        -------
        the sight, and the sides of the legs that cannot be told from the other
        """
        if seen.pose is None or self.figure is None:
            return Moment(seen.time_s, trouble=Reason.NO_PERSON)
        joints = Joints(seen.pose)
        view = self._view.update(seen.time_s, joints, self.figure.trunk_px)
        side_on = view.label is ViewLabel.SIDE
        confused = self._legs.confused(seen.time_s, joints, self.figure.trunk_px, self.figure.shank_px, side_on=side_on)
        if seen.ambiguous:
            return Moment(seen.time_s, view, trouble=Reason.AMBIGUOUS_PERSON)
        if self.figure.too_small:
            return Moment(seen.time_s, view, trouble=Reason.TOO_SMALL)
        self._floor.offer(seen.pose, view, self.figure.camera)
        self._seat.offer(seen.time_s, joints, view, self.figure.trunk_px)
        return Sight(joints, view, self.figure, self._floor, self._model, self._seat.place_px), confused

    def _asked(self, only: frozenset[str] | None) -> list[tuple[str, str, str]]:
        if only is None:
            return self._plan
        if only not in self._plans:
            self._plans[only] = self._plan_of(only)
        return self._plans[only]


def _steps(ref: str, measures: Mapping[str, Measure]) -> list[tuple[str, str, str]]:
    """(key, measure, side) to read for a reference; the side is empty where there is none."""
    role, _, name = ref.rpartition(".")
    measure = measures.get(name)
    if measure is None:
        raise RoutineError(f"there is no measure called {name!r}", mend=f"There are {', '.join(sorted(measures))}")
    if role and measure.of_side is None:
        raise RoutineError(f"the measure {name!r} has no sides", mend=f"Write {name!r} without {role!r}")
    if not role and measure.of_body is None:
        raise RoutineError(f"the measure {name!r} needs a side", mend="Put a role before it, such as front." + name)
    return [(f"{side}_{name}", name, side) for side in SIDES] if role else [(name, name, "")]


def read_measure(measure: Measure, sight: Sight, side: str, confused: frozenset[str] = frozenset()) -> Reading:
    """Read a measure as its formula gives it; the side is empty for one of the body, the legs confused are given."""
    # A measure of the body is read from the near side where there is one.
    leg = side or sight.near
    if measure.legs and (leg in confused or ((measure.both_legs or leg is None) and confused)):
        return Unknown(measure.unit, Reason.LEGS_CONFUSED)
    if side and measure.of_side:
        return measure.of_side(sight, side)
    assert measure.of_body is not None  # noqa: S101 - _steps lets nothing else through
    return measure.of_body(sight)
