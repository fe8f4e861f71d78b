"""Which side plays which role, and how a measure of a movement file is found in a moment."""

from __future__ import annotations

from collections import deque
from statistics import fmean
from typing import TYPE_CHECKING, Final

from formcheck.body.reading import Measured, Reading, Reason, Unit, Unknown
from formcheck.pose.landmarks import OTHER, SIDES
from formcheck.routine.schema import MoreSide, NearSide, OtherSide

if TYPE_CHECKING:
    from collections.abc import Mapping

    from formcheck.body.moment import Moment
    from formcheck.routine.schema import HigherJoint, LowerJoint, Movement
    from formcheck.routine.terms import Condition

CLEAR_TRUNKS: Final = 0.2
"""One joint lies lower than the other when it does so by this much of a trunk; less may be the camera's doing."""

SETTLE_S: Final = 0.3
"""A role changes sides only after the other side has had it for so long."""

MORE_S: Final = 2.0
"""Of which side a measure is the larger one is told by its mean over so long: a single look may err."""

DOUBT_S: Final = 5.0
"""While a set is worked its roles are doubted when the mean over so long, and over all of the set so far, is clearly
for the other side."""

Roles = dict[str, str]


class RoleFinder:
    """Finds out which side plays which role, moment by moment."""

    def __init__(self, movement: Movement) -> None:
        self._movement = movement
        self._held: Roles = {}
        self._rival: dict[str, tuple[str, float, float]] = {}
        self._leads: dict[str, deque[tuple[float, float]]] = {}
        self._set_lead, self._set_looks = 0.0, 0
        self._set_since_s: float | None = None
        self.clear: Roles = {}
        """Roles of which it was clear at the last moment who plays them; the others are only held."""

    @property
    def roles(self) -> Roles:
        """Role to side, as far as known."""
        return dict(self._held)

    def update(self, moment: Moment) -> Roles:
        """Take in a moment and return the roles now."""
        self.clear = {}
        for name, role in self._movement.roles.items():
            side = self._more(name, role, moment) if isinstance(role, MoreSide) else _player(moment, role)
            if side is not None:
                self.clear[name] = side
                self._settle(name, side, moment.time_s)
        for name, role in self._movement.roles.items():
            if isinstance(role, OtherSide) and role.of in self._held:
                self._held[name] = OTHER[self._held[role.of]]
        return self.roles

    def _more(self, name: str, role: MoreSide, moment: Moment) -> str | None:
        """Which side's measure was the larger one over the last while; None where they are alike, or not seen."""
        leads = self._leads.setdefault(name, deque())
        left, right = (_measured(moment, f"{side}_{role.measure}") for side in SIDES)
        if left is None or right is None:
            return None
        leads.append((moment.time_s, left - right))
        while leads[0][0] < moment.time_s - MORE_S:
            leads.popleft()
        lead = fmean(by for _, by in leads)
        return None if abs(lead) < role.by else SIDES[lead < 0]

    def _measured_role(self) -> tuple[str, MoreSide] | None:
        named = self._movement.sides.named_after if self._movement.sides else None
        return next(((n, r) for n, r in self._movement.roles.items() if n == named and isinstance(r, MoreSide)), None)

    def doubted(self, moment: Moment, roles: Roles) -> Roles:
        """Take in a moment of a set that is worked; return other roles when these turn out wrong, else none."""
        found = self._measured_role()
        if found is None:
            return {}
        name, role = found
        left, right = (_measured(moment, f"{side}_{role.measure}") for side in SIDES)
        if left is None or right is None:
            return {}
        self._set_lead += (left - right - self._set_lead) / (self._set_looks + 1)
        self._set_looks += 1
        if self._set_since_s is None:
            self._set_since_s = moment.time_s
        clear = abs(self._set_lead) >= role.by and moment.time_s - self._set_since_s >= DOUBT_S
        side = SIDES[self._set_lead < 0]
        return roles_for(self._movement, side) if clear and side != roles.get(name) else {}

    def _settle(self, name: str, side: str, time_s: float) -> None:
        if self._held.get(name) == side:
            self._rival.pop(name, None)
            return
        rival, since_s, last_s = self._rival.get(name, ("", 0.0, 0.0))
        if rival != side or time_s - last_s > SETTLE_S:
            since_s = time_s
        self._rival[name] = (side, since_s, time_s)
        if time_s - since_s >= SETTLE_S:
            self._held[name] = side
            del self._rival[name]


def _player(moment: Moment, role: LowerJoint | HigherJoint | NearSide | OtherSide) -> str | None:
    """Which side plays a role by what is seen in this moment; None where that is not clear, or another role tells."""
    if isinstance(role, OtherSide):
        return None
    if isinstance(role, NearSide):
        return moment.view.near
    lower = next((s for s in SIDES if (_measured(moment, f"{s}_{role.joint}_below_other") or 0.0) > CLEAR_TRUNKS), None)
    return OTHER[lower] if lower and role.rule == "higher" else lower


def _measured(moment: Moment, key: str) -> float | None:
    reading = moment.readings.get(key)
    return reading.value if isinstance(reading, Measured) else None


def reading_of(moment: Moment, ref: str, roles: Mapping[str, str]) -> Reading:
    """Find the reading that a movement file names, such as ``front.knee_flexion``."""
    if moment.trouble is not None:
        return Unknown(Unit.RATIO, moment.trouble)
    role, _, name = ref.rpartition(".")
    if not role:
        return moment.readings[name]
    side = roles.get(role)
    return Unknown(Unit.RATIO, Reason.ROLE_UNKNOWN) if side is None else moment.readings[f"{side}_{name}"]


def value_of(moment: Moment, ref: str, roles: Mapping[str, str]) -> float | None:
    """Return the value that a movement file names, or None where it is unknown."""
    reading = reading_of(moment, ref, roles)
    return reading.value if isinstance(reading, Measured) else None


def holds(condition: Condition, moment: Moment, roles: Mapping[str, str]) -> bool | None:
    """Whether a condition is met; None where its measure is unknown."""
    value = value_of(moment, condition.measure, roles)
    return None if value is None else condition.within.excess(value) <= 0


def roles_for(movement: Movement, side: str | None) -> Roles:
    """Return the roles when the side is given; empty when it has to be found out."""
    if side is None or movement.sides is None:
        return {}
    named = movement.sides.named_after
    roles = {named: side}
    for name, role in movement.roles.items():
        if isinstance(role, OtherSide) and role.of == named:
            roles[name] = OTHER[side]
        elif name != named:
            root = movement.roles[named]
            if isinstance(root, OtherSide) and root.of == name:
                roles[name] = OTHER[side]
    return roles


def parts_of(parts: tuple[str, ...], roles: Roles) -> tuple[str, ...]:
    """Turn ``front.knee`` into ``left_knee``; parts of unknown roles are left out."""
    split = (part.partition(".") for part in parts)
    return tuple(f"{roles[role]}_{joint}" for role, _, joint in split if role in roles)
