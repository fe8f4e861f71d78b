"""What to say of a reading that could not be had: the reason, and its mend.

The tables are English. What a person hears or reads while training is asked for with a function that gives each text
in the person's language, before anything is filled in: :meth:`formcheck.routine.phrasebook.Phrases.text`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from formcheck.body.geometry import wrapped
from formcheck.body.reading import Reason
from formcheck.body.view import STRICT_DEG
from formcheck.pose.landmarks import LANDMARKS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.reading import Unknown
    from formcheck.body.view import View

Translate = Callable[[str], str]
"""Gives an English text in another language."""


def in_english(text: str) -> str:
    """Give a text as it is."""
    return text


SQUARE_ON: Final = 25.0
"""Degrees of turning below which a person is asked to turn "a little"."""

QUARTER: Final = 65.0
"""... and above which to turn "a quarter"; in between, "an eighth"."""

_REASONS: Final = {
    Reason.NO_PERSON: "nobody was seen",
    Reason.NOT_VISIBLE: "{part} was hidden",
    Reason.OUT_OF_FRAME: "{part} was outside the picture",
    Reason.WRONG_VIEW: "this cannot be seen from {view}",
    Reason.VIEW_UNKNOWN: "it was not clear from where the camera looks",
    Reason.LEGS_CONFUSED: "the two legs could not be told apart",
    Reason.TOO_SMALL: "the person is too small in the picture",
    Reason.NO_FLOOR: "the floor was not found",
    Reason.NO_BASELINE: "there is nothing of this person yet to compare with",
    Reason.AMBIGUOUS_PERSON: "it was not clear whom to follow",
    Reason.ROLE_UNKNOWN: "it was not clear which leg is which",
    Reason.CAMERA_LOW: "the camera looks too flat over the floor",
    Reason.NOT_SQUARE: "the camera did not look squarely from the side",
    Reason.CAMERA_HIGH: "the camera looks down too steeply",
    Reason.BACK_HIDDEN: "the outline of the back was not seen, or an arm or a thing was before it",
    Reason.OUTLINE_UNCLEAR: "the outline of the back was not clear",
}

_MENDS: Final = {
    Reason.NO_PERSON: "Step into the picture",
    Reason.NOT_VISIBLE: "Let the camera see {part}",
    Reason.OUT_OF_FRAME: "Step back, so that I can see {part}",
    Reason.LEGS_CONFUSED: "Film against a plain background, in clothes that differ from it",
    Reason.TOO_SMALL: "Come closer to the camera",
    Reason.AMBIGUOUS_PERSON: "Let only one person be in the picture",
    Reason.ROLE_UNKNOWN: "Let the camera see both knees",
    Reason.CAMERA_LOW: "Raise the camera to chest height and turn to face it",
    Reason.CAMERA_HIGH: "Lower the camera to hip height",
    Reason.BACK_HIDDEN: "Keep your arms in front of you, and nothing close behind your back",
    Reason.OUTLINE_UNCLEAR: "Wear close-fitting clothes that differ from the background, and come closer",
}

_VIEWS: Final = {
    "side": "the side",
    "front": "the front",
    "back": "behind",
    "oblique": "this angle",
    "back_oblique": "this angle",
    "unknown": "here",
    "any": "another angle",
}

_TURN: Final = "Turn so that the camera sees you from {view}"
_TURN_AROUND: Final = "Turn around, so that the camera sees you from {view}"
_TURN_BY: Final = "Turn {amount} to your {way}, so that the camera sees you from {view}"
_QUARTER, _EIGHTH, _LITTLE = _AMOUNTS = ("a quarter", "an eighth", "a little")
_WAYS: Final = ("left", "right")

_WHOLE_BODY: Final = "the body"

_IDEAL_YAWS: Final = {"front": (0.0,), "back": (180.0,), "oblique": (45.0, -45.0)}


def reason_words(unknown: Unknown, view: View) -> str:
    """Say why there is no value, in a clause."""
    # Between two views, though it bears the name of one, it is an angle.
    slanted = view.yaw_deg is not None and view.off_label_deg > STRICT_DEG
    seen_from = _VIEWS["oblique" if slanted else view.label.value]
    return _REASONS[unknown.reason].format(part=_part(unknown.part), view=seen_from)


def mend_words(
    unknown: Unknown, view: View, wanted: Sequence[str], near: str | None, tell: Translate = in_english
) -> str | None:
    """Say what to do about it, in a sentence without a full stop; None where nothing helps.

    Parameters
    ----------
    unknown
        The reading that could not be had.
    view
        From where the camera sees the person now.
    wanted
        The views from which it could be judged.
    near
        The side that should be toward the camera in a side view; None where either will do.
    tell
        Gives each text in the person's language.
    """
    if unknown.reason in {Reason.WRONG_VIEW, Reason.VIEW_UNKNOWN, Reason.NOT_SQUARE}:
        return turn_words(view, wanted, near, tell)
    mend = _MENDS.get(unknown.reason)
    return None if mend is None else tell(mend).format(part=tell(_part(unknown.part)))


def turn_words(view: View, wanted: Sequence[str], near: str | None, tell: Translate = in_english) -> str:
    """Say how to turn so that the camera sees the person from one of the wanted views."""
    target = tell(_VIEWS[wanted[0]])
    turn = turn_deg(view, wanted[0], near)
    if turn is None:
        return tell(_TURN).format(view=target)
    way = _WAYS[turn > 0]
    amount = _QUARTER if abs(turn) >= QUARTER else _EIGHTH if abs(turn) >= SQUARE_ON else _LITTLE
    if abs(turn) > 180.0 - QUARTER / 2:
        return tell(_TURN_AROUND).format(view=target)
    return tell(_TURN_BY).format(amount=tell(amount), way=tell(way), view=target)


def turn_deg(view: View, wanted: str, near: str | None) -> float | None:
    """Return by how much to turn to be seen from a view, degrees, + to the own right; None where nobody can tell.

    Parameters
    ----------
    view
        From where the camera sees the person now.
    wanted
        From where it should.
    near
        The side that should be toward the camera in a side view; None where either will do.
    """
    if view.yaw_deg is None or wanted == "any":
        return None
    sides = {"left": (90.0,), "right": (-90.0,), None: (90.0, -90.0)}[near]
    ideals = sides if wanted == "side" else _IDEAL_YAWS[wanted]
    # A growing yaw brings the left side toward the camera: the person has turned to their own right.
    return min((wrapped(ideal - view.yaw_deg) for ideal in ideals), key=abs)


def _part(part: str | None) -> str:
    return _WHOLE_BODY if part is None else "your " + part.replace("foot_index", "toes").replace("_", " ")


SPOKEN: Final = frozenset(
    {
        *_MENDS.values(),
        _TURN,
        _TURN_AROUND,
        _TURN_BY,
        *_AMOUNTS,
        *_WAYS,
        *_VIEWS.values(),
        *map(_part, (None, *LANDMARKS)),
    }
)
"""The texts that may be told in another language."""
