"""Two sessions side by side: what was done in both, figure by figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from formcheck.report.change import Change, Outcome, Statistic, compared
from formcheck.report.trends import Line, trend_from

if TYPE_CHECKING:
    from formcheck.report.trends import Point
    from formcheck.store.nouns import SessionLine
    from formcheck.store.store import Store


@dataclass(frozen=True, slots=True)
class FigureOfTwo:
    """A figure in two sessions.

    Attributes
    ----------
    movement, side, measure, statistic, unit
        What it is.
    change
        From the one to the other.
    before, after
        Where the values stand; None where the session has none.
    """

    movement: str
    side: str | None
    measure: str
    statistic: Statistic
    unit: str
    change: Change
    before: Point | None
    after: Point | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sessions compared.

    Attributes
    ----------
    before, after
        The sessions, the older one first.
    figures
        Movement by movement.
    judged_alike
        Whether both were judged by the same routine, formcheck and model.
    """

    before: SessionLine
    after: SessionLine
    figures: tuple[FigureOfTwo, ...]

    @property
    def judged_alike(self) -> bool:
        """Whether both were judged by the same versions of all that judges."""
        one, other = self.before, self.after
        return (one.routine, one.formcheck, one.model) == (other.routine, other.formcheck, other.model)


def compare_sessions(store: Store, one: int, other: int) -> Comparison:
    """Compare two sessions of the records, the older with the newer, by their current judgements.

    Parameters
    ----------
    store
        The records.
    one, other
        Numbers of the sessions, in any order.

    Raises
    ------
    StoreError
        If there is no session of one of these numbers.
    """
    before, after = sorted(map(store.sessions.line, (one, other)), key=lambda line: (line.done_at, line.id))
    lines = [_lines(store, session.id) for session in (before, after)]
    names = dict.fromkeys((*lines[0], *lines[1]))
    return Comparison(before, after, tuple(_figure(lines[0].get(name), lines[1].get(name)) for name in sorted(names)))


_Name = tuple[str, str, str, str]


def _lines(store: Store, session: int) -> dict[_Name, Line]:
    found = trend_from("", *store.trends.of_session(session)).lines
    return {(line.movement, line.side or "", line.measure, line.statistic): line for line in found}


def _figure(before: Line | None, after: Line | None) -> FigureOfTwo:
    line = after or before
    if line is None:  # pragma: no cover - a name comes from one of them
        raise ValueError("a figure of no session")
    if before is None or after is None:
        values = [each.newest.figure.value if each else None for each in (before, after)]
        reason = (
            "it was not done, or not seen, in the earlier session"
            if before is None
            else ("it was not done, or not seen, in the later session")
        )
        change = Change(values[0], values[1], line.unit, None, None, Outcome.CANNOT, reason)
    else:
        change = compared(before.newest.figure, after.newest.figure)
    points = (each.newest if each else None for each in (before, after))
    return FigureOfTwo(line.movement, line.side, line.measure, line.statistic, line.unit, change, *points)
