"""The records room: people under a pseudonym, their sessions and files, kept until they are deleted."""
