"""How a session is read as a line of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from formcheck.store.nouns import SessionLine, Source
from formcheck.store.tables import JudgementRow, PersonRow, SessionRow

if TYPE_CHECKING:
    from sqlalchemy import Row, Select


def lines_query() -> Select[*tuple[Any, ...]]:
    """Ask for what :func:`read_line` reads; add which and in what order."""
    return (
        select(
            SessionRow.id,
            SessionRow.key,
            PersonRow.pseudonym,
            SessionRow.source,
            SessionRow.done_at,
            SessionRow.kept_at,
            SessionRow.duration_s,
            JudgementRow.routine,
            JudgementRow.formcheck,
            JudgementRow.model,
            JudgementRow.done,
        )
        .join(JudgementRow, (JudgementRow.session_id == SessionRow.id) & JudgementRow.current)
        .outerjoin(PersonRow, PersonRow.id == SessionRow.person_id)
    )


def read_line(row: Row[*tuple[Any, ...]]) -> SessionLine:
    """Make a line of a row of :func:`lines_query`."""
    number, key, person, source, done_at, kept_at, duration_s, routine, formcheck, model, done = row
    return SessionLine(
        number,
        key,
        person,
        Source(source),
        done_at,
        kept_at,
        duration_s,
        routine,
        formcheck,
        model,
        tuple((movement, side) for movement, side in done),
    )
