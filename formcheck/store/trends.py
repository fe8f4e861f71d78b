"""What changes from session to session: sets, measures and verdicts over time, by the current judgement of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from sqlalchemy import select

from formcheck.store.part import Part
from formcheck.store.people import find_person
from formcheck.store.points import MeasurePoint, SetPoint, VerdictPoint
from formcheck.store.tables import JudgementRow, MeasureRow, SessionRow, SetRow, VerdictRow

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import InstrumentedAttribute


_Point = TypeVar("_Point", SetPoint, MeasurePoint, VerdictPoint)

_PLACE: Final = (
    SessionRow.id,
    SessionRow.done_at,
    SetRow.ordinal,
    SetRow.movement,
    SetRow.side,
    SetRow.view,
    SetRow.near,
    SetRow.yaw_off_side_deg,
    JudgementRow.routine,
    JudgementRow.formcheck,
    JudgementRow.model,
)
"""In the order of `TrendPoint`."""

_SET: Final = (
    SetRow.reps_counted,
    SetRow.reps_not_counted,
    SetRow.reps_clean,
    SetRow.reps_target,
    SetRow.range_best,
    SetRow.range_mean,
    SetRow.range_sd,
    SetRow.held_s,
    SetRow.held_good_s,
    SetRow.held_unseen_s,
)
"""In the order of `SetPoint`."""

_MEASURE: Final = (
    MeasureRow.name,
    MeasureRow.mean,
    MeasureRow.low,
    MeasureRow.high,
    MeasureRow.unit,
    MeasureRow.sigma,
    MeasureRow.at_peaks,
    MeasureRow.in_holds,
)
"""In the order of `MeasurePoint`."""

_VERDICT: Final = (
    VerdictRow.ref,
    VerdictRow.cue,
    VerdictRow.verdict,
    VerdictRow.share_fault,
    VerdictRow.share_judged,
    VerdictRow.worst_time_s,
    VerdictRow.worst_value,
    VerdictRow.measure,
    VerdictRow.value,
    VerdictRow.unit,
    VerdictRow.sigma,
    VerdictRow.limit,
)
"""In the order of `VerdictPoint`."""


class Trends(Part):
    """The trends of a store. All points come in the order of time."""

    def sets(
        self,
        person: str,
        *,
        movement: str | None = None,
        side: str | None = None,
        since: datetime | None = None,
    ) -> list[SetPoint]:
        """Give what a person did, set by set.

        Parameters
        ----------
        person
            Pseudonym.
        movement, side, since
            Only this movement, this side, sessions done from then on.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym.
        """
        return self._points(SetPoint, _SET, None, person, movement, side, since)

    def measures(
        self,
        person: str,
        *,
        movement: str | None = None,
        side: str | None = None,
        measure: str | None = None,
        since: datetime | None = None,
    ) -> list[MeasurePoint]:
        """Give the measures of a person, set by set.

        Parameters
        ----------
        person
            Pseudonym.
        movement, side, measure, since
            Only this movement, this side, this measure (``front_knee_flexion``), sessions done from then on.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym.
        """
        only = None if measure is None else (MeasureRow.name, measure)
        return self._points(MeasurePoint, _MEASURE, only, person, movement, side, since)

    def verdicts(
        self,
        person: str,
        *,
        movement: str | None = None,
        side: str | None = None,
        ref: str | None = None,
        since: datetime | None = None,
    ) -> list[VerdictPoint]:
        """Give what was said of each cue, set by set, with the value it rests on and its uncertainty.

        Parameters
        ----------
        person
            Pseudonym.
        movement, side, ref, since
            Only this movement, this side, this cue (``3.14``), sessions done from then on.

        Raises
        ------
        StoreError
            If there is nobody of that pseudonym.
        """
        only = None if ref is None else (VerdictRow.ref, ref)
        return self._points(VerdictPoint, _VERDICT, only, person, movement, side, since)

    def of_session(self, session: int) -> tuple[list[SetPoint], list[MeasurePoint]]:
        """Give the sets of one session and their measures, by its current judgement; none for a session there is not.

        Parameters
        ----------
        session
            Its number.
        """
        with self._database.reading() as db:
            sets = db.execute(_wanted(_SET).where(SessionRow.id == session))
            measures = db.execute(_wanted(_MEASURE).where(SessionRow.id == session))
            return [SetPoint(*row) for row in sets], [MeasurePoint(*row) for row in measures]

    def _points(
        self,
        kind: type[_Point],
        columns: tuple[InstrumentedAttribute[Any], ...],
        only: tuple[InstrumentedAttribute[str], str] | None,
        person: str,
        movement: str | None,
        side: str | None,
        since: datetime | None,
    ) -> list[_Point]:
        wanted = _wanted(columns)
        if only is not None:
            wanted = wanted.where(only[0] == only[1])
        if movement is not None:
            wanted = wanted.where(SetRow.movement == movement)
        if side is not None:
            wanted = wanted.where(SetRow.side == side)
        if since is not None:
            wanted = wanted.where(SessionRow.done_at >= since)
        with self._database.reading() as db:
            wanted = wanted.where(SessionRow.person_id == find_person(db, person).id)
            return [kind(*row) for row in db.execute(wanted)]


def _wanted(columns: tuple[InstrumentedAttribute[Any], ...]) -> Select[*tuple[Any, ...]]:
    """Ask for columns of every set, or of what belongs to the sets, in the order of time."""
    wanted: Select[*tuple[Any, ...]] = (
        select(*_PLACE, *columns)
        .join_from(SessionRow, JudgementRow, (JudgementRow.session_id == SessionRow.id) & JudgementRow.current)
        .join(SetRow, SetRow.judgement_id == JudgementRow.id)
    )
    order = [SessionRow.done_at, SessionRow.id, SetRow.ordinal]
    table = columns[0].class_
    if table is not SetRow:
        wanted = wanted.join(table, table.set_id == SetRow.id)
        order.append(columns[0])
    return wanted.order_by(*order)
