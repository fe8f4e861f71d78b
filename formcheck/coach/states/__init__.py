"""The states of a session, one screen each: what it shows, when it is over, and what it does with a command."""
