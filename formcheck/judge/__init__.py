"""Readings and a movement file become verdicts, reps, holds and events. Pure: no pictures, no files, no clock."""
