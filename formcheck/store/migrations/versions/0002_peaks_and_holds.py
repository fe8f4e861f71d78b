"""What a measure was at the peaks of the repetitions and in the holds: what sessions are compared by."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; they stay empty for sessions kept before, until these are judged again."""
    for name in ("at_peaks", "in_holds"):
        op.add_column("measures", sa.Column(name, sa.Double(), nullable=True))
