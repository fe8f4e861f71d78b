"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make all tables, and have the audit refuse to be changed."""
    _audit()
    _people()
    _settings()
    _consents()
    _prescriptions()
    _sessions()
    _judgements()
    _notes()
    _self_reports()
    _tags()
    _files()
    _sets()
    _measures()
    _verdicts()
    _audit_is_only_added_to()


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("act", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("through", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )
    op.create_index("ix_audit_number", "audit", ["number"], unique=False)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pseudonym", sa.String(length=64), nullable=False),
        sa.Column("folded", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=64), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("video_days", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("folded", name="uq_people_folded"),
        sa.UniqueConstraint("number", name="uq_people_number"),
    )


def _settings() -> None:
    op.create_table(
        "settings",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_settings"),
    )


def _consents() -> None:
    op.create_table(
        "consents",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("version", sa.String(length=64), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_consents_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )
    op.create_index("ix_consents_person_id", "consents", ["person_id"], unique=False)


def _prescriptions() -> None:
    op.create_table(
        "prescriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("movement", sa.String(length=64), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("reps", sa.Integer(), nullable=True),
        sa.Column("hold_s", sa.Double(), nullable=True),
        sa.Column("knee_angle_deg", sa.Double(), nullable=True),
        sa.Column("left_out", sa.Boolean(), nullable=False),
        sa.Column("easier", sa.Boolean(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_prescriptions_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_prescriptions"),
    )
    op.create_index("ix_prescriptions_person_id", "prescriptions", ["person_id"], unique=False)


def _sessions() -> None:
    op.create_table(
        "sessions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("duration_s", sa.Double(), nullable=True),
        sa.Column("frames", sa.Integer(), nullable=True),
        sa.Column("frames_with_person", sa.Integer(), nullable=True),
        sa.Column("judged_with", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_sessions_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
        sa.UniqueConstraint("key", name="uq_sessions_key"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_sessions_done_at", "sessions", ["done_at"], unique=False)
    op.create_index("ix_sessions_person_id_done_at", "sessions", ["person_id", "done_at"], unique=False)


def _judgements() -> None:
    op.create_table(
        "judgements",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("current", sa.Boolean(), nullable=False),
        sa.Column("formcheck", sa.String(length=64), nullable=True),
        sa.Column("model", sa.String(length=64), nullable=True),
        sa.Column("model_sha256", sa.String(length=64), nullable=True),
        sa.Column("routine", sa.Text(), nullable=True),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("summary", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_judgements_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_judgements"),
    )
    op.create_index("ix_judgements_session_id", "judgements", ["session_id"], unique=False)
    op.create_index(
        "uq_judgements_current",
        "judgements",
        ["session_id"],
        unique=True,
        sqlite_where=sa.text("current"),
        postgresql_where=sa.text("current"),
    )


def _notes() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_notes_person_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_notes_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_notes"),
    )
    op.create_index("ix_notes_person_id", "notes", ["person_id"], unique=False)
    op.create_index("ix_notes_session_id", "notes", ["session_id"], unique=False)


def _self_reports() -> None:
    op.create_table(
        "self_reports",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("warm_up", sa.Boolean(), nullable=True),
        sa.Column("discomfort_before", sa.Integer(), nullable=True),
        sa.Column("discomfort_during", sa.Integer(), nullable=True),
        sa.Column("discomfort_after", sa.Integer(), nullable=True),
        sa.Column("change_felt", sa.Text(), nullable=True),
        sa.CheckConstraint("discomfort_after BETWEEN 0 AND 10", name="ck_self_reports_discomfort_after"),
        sa.CheckConstraint("discomfort_before BETWEEN 0 AND 10", name="ck_self_reports_discomfort_before"),
        sa.CheckConstraint("discomfort_during BETWEEN 0 AND 10", name="ck_self_reports_discomfort_during"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_self_reports_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", name="pk_self_reports"),
    )


def _tags() -> None:
    op.create_table(
        "tags",
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("tag", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_tags_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("session_id", "tag", name="pk_tags"),
    )
    op.create_index("ix_tags_tag", "tags", ["tag"], unique=False)


def _files() -> None:
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("suffix", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name="fk_files_judgement_id", ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["session_id"], ["sessions.id"], name="fk_files_session_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_files"),
    )
    op.create_index(
        "ix_files_due_at",
        "files",
        ["due_at"],
        unique=False,
        sqlite_where=sa.text("due_at IS NOT NULL"),
        postgresql_where=sa.text("due_at IS NOT NULL"),
    )
    op.create_index("ix_files_judgement_id", "files", ["judgement_id"], unique=False)
    op.create_index("ix_files_session_id", "files", ["session_id"], unique=False)
    op.create_index("ix_files_sha256", "files", ["sha256"], unique=False)


def _sets() -> None:
    op.create_table(
        "sets",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("movement", sa.String(length=64), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("side", sa.String(length=64), nullable=True),
        sa.Column("start_s", sa.Double(), nullable=False),
        sa.Column("end_s", sa.Double(), nullable=False),
        sa.Column("in_position_s", sa.Double(), nullable=True),
        sa.Column("view", sa.String(length=64), nullable=True),
        sa.Column("near", sa.String(length=64), nullable=True),
        sa.Column("yaw_off_side_deg", sa.Double(), nullable=True),
        sa.Column("view_share", sa.Double(), nullable=True),
        sa.Column("reps_counted", sa.Integer(), nullable=False),
        sa.Column("reps_not_counted", sa.Integer(), nullable=False),
        sa.Column("reps_clean", sa.Integer(), nullable=False),
        sa.Column("reps_target", sa.Integer(), nullable=False),
        sa.Column("range_best", sa.Double(), nullable=True),
        sa.Column("range_mean", sa.Double(), nullable=True),
        sa.Column("range_sd", sa.Double(), nullable=True),
        sa.Column("held_s", sa.Double(), nullable=False),
        sa.Column("held_good_s", sa.Double(), nullable=False),
        sa.Column("held_unseen_s", sa.Double(), nullable=False),
        sa.Column("why_nothing", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgements.id"], name="fk_sets_judgement_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_sets"),
    )
    op.create_index("ix_sets_judgement_id_movement_side", "sets", ["judgement_id", "movement", "side"], unique=False)


def _measures() -> None:
    op.create_table(
        "measures",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("mean", sa.Double(), nullable=True),
        sa.Column("low", sa.Double(), nullable=True),
        sa.Column("high", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("sigma", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["sets.id"], name="fk_measures_set_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("set_id", "name", name="pk_measures"),
        sqlite_with_rowid=False,
    )


def _verdicts() -> None:
    op.create_table(
        "verdicts",
        sa.Column("set_id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=64), nullable=False),
        sa.Column("cue", sa.String(length=64), nullable=False),
        sa.Column("verdict", sa.String(length=64), nullable=False),
        sa.Column("share_fault", sa.Double(), nullable=True),
        sa.Column("share_judged", sa.Double(), nullable=True),
        sa.Column("worst_time_s", sa.Double(), nullable=True),
        sa.Column("worst_value", sa.Double(), nullable=True),
        sa.Column("measure", sa.String(length=64), nullable=True),
        sa.Column("value", sa.Double(), nullable=True),
        sa.Column("unit", sa.String(length=64), nullable=True),
        sa.Column("sigma", sa.Double(), nullable=True),
        sa.Column("limit", sa.Double(), nullable=True),
        sa.ForeignKeyConstraint(["set_id"], ["sets.id"], name="fk_verdicts_set_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("set_id", "ref", name="pk_verdicts"),
        sqlite_with_rowid=False,
    )


def _audit_is_only_added_to() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for order in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{order.lower()} BEFORE {order} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END"
            )
        return
    op.execute(
        "CREATE FUNCTION audit_is_only_added_to() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'the audit is only added to'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_is_only_added_to()"
    )
