"""What Alembic runs: bring the database on the given connection to the version that is wanted.

The transaction belongs to the caller: an upgrade is there whole or not at all.
"""

from __future__ import annotations

from alembic import context

from formcheck.store.tables import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,  # SQLite can change little of a table that exists; a batch makes it anew.
)
with context.begin_transaction():
    context.run_migrations()
