"""Rendered sample videos and the studio that makes them. Not part of the installed program."""
