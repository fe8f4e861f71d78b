"""What the coach wants to be heard: a few words, a tone, or both, and until when they are worth hearing."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Tone(StrEnum):
    """Short sounds that need no language."""

    READY = "ready"
    """A second of a countdown."""

    START = "start"
    """A hold or a set begins."""

    COUNT = "count"
    """A repetition was counted."""

    MARK = "mark"
    """Five seconds of a hold; its half."""

    RELEASE = "release"
    """The hold is over."""

    DONE = "done"
    """A set is done."""

    ATTENTION = "attention"
    """Something needs the person: out of the picture, paused, connection lost."""


class Urgency(IntEnum):
    """What goes before what; a larger one may cut off a smaller one that is being spoken."""

    CHAT = 0
    """Praise, what comes next."""

    GUIDE = 1
    """Prompts of phases, counts, help with the camera."""

    CORRECT = 2
    """A correction of form."""

    SAFETY = 3
    """A correction that keeps from harm."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to be heard and, as a caption, read.

    Attributes
    ----------
    text
        Words, empty for a tone alone. Corrections have at most six.
    born_s
        When it was decided, by the camera's clock.
    stale_s
        Later than this it is not begun any more: dropped, not queued.
    urgency
        What it may cut off, and what may cut it off.
    tone
        Played before the words; None for none.
    source
        What it is about: a cue's ref (``3.14``), ``count``, ``hold``, ``prompt``, ``framing``, ``praise``, ``flow``.
    """

    text: str
    born_s: float
    stale_s: float
    urgency: Urgency = Urgency.GUIDE
    tone: Tone | None = None
    source: str = ""
