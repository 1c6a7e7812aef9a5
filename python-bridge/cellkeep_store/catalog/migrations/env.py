"""Alembic's entry: run the migrations on the connection that `migrate` gives."""

from alembic import context

from cellkeep_store.catalog.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
)
context.run_migrations()
