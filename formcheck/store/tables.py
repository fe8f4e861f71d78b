"""The tables of the store. How they came about, version by version, stands in ``migrations/versions``.

People are known by a pseudonym alone; no table has a place for a name, a birthday or an address.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    JSON,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect

SCHEMA: Final = "0002"
"""The newest version in ``migrations/versions``; a database that says so needs no look at them."""

SHORT: Final = 64
"""Characters of an id, a kind, a version."""


class Moment(TypeDecorator[datetime]):
    """A moment in time, kept as UTC, whatever the database thinks of time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn a moment into UTC; one without a time zone is refused."""
        del dialect
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back with its time zone, which SQLite does not keep."""
        del dialect
        return None if value is None else value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Base(DeclarativeBase):
    """The base of all tables; constraints are named, so that a later version can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name for it
        datetime: Moment(),
        dict[str, Any]: JSON(),
        list[Any]: JSON(),
        str: Text(),
    }


class PersonRow(Base):
    """A person. ``folded`` finds the pseudonym in any case; ``number`` stands for them in the audit."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    pseudonym: Mapped[str] = mapped_column(String(SHORT))
    folded: Mapped[str] = mapped_column(String(SHORT), unique=True)
    number: Mapped[str] = mapped_column(String(SHORT), unique=True)
    added_at: Mapped[datetime]
    video_days: Mapped[int | None]


class ConsentRow(Base):
    """That a person agreed: to which text, on which day, and until when."""

    __tablename__ = "consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(SHORT))
    version: Mapped[str] = mapped_column(String(SHORT))
    given_on: Mapped[date]
    withdrawn_on: Mapped[date | None]


class SessionRow(Base):
    """A session. ``key`` names its folder of files, and stands for it in the audit."""

    __tablename__ = "sessions"
    __table_args__ = (
        Index("ix_sessions_person_id_done_at", "person_id", "done_at"),
        {"sqlite_autoincrement": True},  # A number that was given once never means another session.
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(SHORT), unique=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(SHORT))
    done_at: Mapped[datetime] = mapped_column(index=True)
    kept_at: Mapped[datetime]
    duration_s: Mapped[float | None]
    frames: Mapped[int | None]
    frames_with_person: Mapped[int | None]
    judged_with: Mapped[dict[str, Any]]


class JudgementRow(Base):
    """A session as it was judged once; of those of a session one is current."""

    __tablename__ = "judgements"
    __table_args__ = (
        Index("ix_judgements_session_id", "session_id"),
        Index(
            "uq_judgements_current",
            "session_id",
            unique=True,
            sqlite_where=text("current"),
            postgresql_where=text("current"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"))
    judged_at: Mapped[datetime]
    current: Mapped[bool]
    formcheck: Mapped[str | None] = mapped_column(String(SHORT))
    model: Mapped[str | None] = mapped_column(String(SHORT))
    model_sha256: Mapped[str | None] = mapped_column(String(SHORT))
    routine: Mapped[str | None]
    done: Mapped[list[Any]]
    summary: Mapped[dict[str, Any]] = mapped_column(deferred=True)


class SetRow(Base):
    """One movement on one side, as a judgement has it."""

    __tablename__ = "sets"
    __table_args__ = (Index("ix_sets_judgement_id_movement_side", "judgement_id", "movement", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    judgement_id: Mapped[int] = mapped_column(ForeignKey("judgements.id", ondelete="CASCADE"))
    ordinal: Mapped[int]
    movement: Mapped[str] = mapped_column(String(SHORT))
    name: Mapped[str]
    side: Mapped[str | None] = mapped_column(String(SHORT))
    start_s: Mapped[float]
    end_s: Mapped[float]
    in_position_s: Mapped[float | None]
    view: Mapped[str | None] = mapped_column(String(SHORT))
    near: Mapped[str | None] = mapped_column(String(SHORT))
    yaw_off_side_deg: Mapped[float | None]
    view_share: Mapped[float | None]
    reps_counted: Mapped[int]
    reps_not_counted: Mapped[int]
    reps_clean: Mapped[int]
    reps_target: Mapped[int]
    range_best: Mapped[float | None]
    range_mean: Mapped[float | None]
    range_sd: Mapped[float | None]
    held_s: Mapped[float]
    held_good_s: Mapped[float]
    held_unseen_s: Mapped[float]
    why_nothing: Mapped[str | None]


class MeasureRow(Base):
    """A measure over the time in position of a set."""

    __tablename__ = "measures"
    __table_args__ = ({"sqlite_with_rowid": False},)

    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(String(SHORT), primary_key=True)
    mean: Mapped[float | None]
    low: Mapped[float | None]
    high: Mapped[float | None]
    unit: Mapped[str | None] = mapped_column(String(SHORT))
    sigma: Mapped[float | None]
    at_peaks: Mapped[float | None]
    in_holds: Mapped[float | None]


class VerdictRow(Base):
    """What a judgement says of a cue in a set; its words stand in the summary."""

    __tablename__ = "verdicts"
    __table_args__ = ({"sqlite_with_rowid": False},)

    set_id: Mapped[int] = mapped_column(ForeignKey("sets.id", ondelete="CASCADE"), primary_key=True)
    ref: Mapped[str] = mapped_column(String(SHORT), primary_key=True)
    cue: Mapped[str] = mapped_column(String(SHORT))
    verdict: Mapped[str] = mapped_column(String(SHORT))
    share_fault: Mapped[float | None]
    share_judged: Mapped[float | None]
    worst_time_s: Mapped[float | None]
    worst_value: Mapped[float | None]
    measure: Mapped[str | None] = mapped_column(String(SHORT))
    value: Mapped[float | None]
    unit: Mapped[str | None] = mapped_column(String(SHORT))
    sigma: Mapped[float | None]
    limit: Mapped[float | None]


class FileRow(Base):
    """A file of a session, named by what is in it; ``name`` is what it was called when it was made."""

    __tablename__ = "files"
    __table_args__ = (
        Index(
            "ix_files_due_at",
            "due_at",
            sqlite_where=text("due_at IS NOT NULL"),
            postgresql_where=text("due_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    judgement_id: Mapped[int | None] = mapped_column(ForeignKey("judgements.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(SHORT))
    name: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(SHORT), index=True)
    suffix: Mapped[str] = mapped_column(String(SHORT))
    size: Mapped[int]
    due_at: Mapped[datetime | None]


class PrescriptionRow(Base):
    """What a person shall do of a movement, from a day on."""

    __tablename__ = "prescriptions"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    movement: Mapped[str] = mapped_column(String(SHORT))
    given_on: Mapped[date]
    ended_on: Mapped[date | None]
    reps: Mapped[int | None]
    hold_s: Mapped[float | None]
    knee_angle_deg: Mapped[float | None]
    left_out: Mapped[bool]
    easier: Mapped[bool]
    remark: Mapped[str | None]


class NoteRow(Base):
    """A note on a person or on a session."""

    __tablename__ = "notes"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    session_id: Mapped[int | None] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), index=True)
    written_at: Mapped[datetime]
    words: Mapped[str]


class TagRow(Base):
    """A word that groups sessions."""

    __tablename__ = "tags"

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    tag: Mapped[str] = mapped_column(String(SHORT), primary_key=True, index=True)


class SelfReportRow(Base):
    """What the person said of a session; discomfort from 0 to 10."""

    __tablename__ = "self_reports"
    __table_args__ = tuple(
        CheckConstraint(f"{column} BETWEEN 0 AND 10", name=column)
        for column in ("discomfort_before", "discomfort_during", "discomfort_after")
    )

    session_id: Mapped[int] = mapped_column(ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True)
    written_at: Mapped[datetime]
    warm_up: Mapped[bool | None]
    discomfort_before: Mapped[int | None]
    discomfort_during: Mapped[int | None]
    discomfort_after: Mapped[int | None]
    change_felt: Mapped[str | None]


class AuditRow(Base):
    """Who looked at, exported or deleted what; triggers refuse to change or delete a row.

    ``number`` is the person's number or the session's key, which say nothing once those are gone.
    """

    __tablename__ = "audit"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    act: Mapped[str] = mapped_column(String(SHORT))
    subject: Mapped[str] = mapped_column(String(SHORT))
    number: Mapped[str] = mapped_column(String(SHORT), index=True)
    through: Mapped[str] = mapped_column(String(SHORT))


class SettingRow(Base):
    """A rule of the whole store, such as for how many days raw video is kept."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(SHORT), primary_key=True)
    value: Mapped[str]
