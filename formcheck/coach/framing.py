"""Help with the place and the camera: what is in the way of seeing the person, and the one thing to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from formcheck.body.joints import Joints
from formcheck.body.reading import Reason
from formcheck.body.view import ViewLabel
from formcheck.judge.roles import roles_for
from formcheck.judge.words import QUARTER, turn_deg
from formcheck.pose.landmarks import INDEX, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from formcheck.body.figure import Figure
    from formcheck.body.moment import Moment
    from formcheck.coach.plan import Step
    from formcheck.pose.pose import Observation, Pose
    from formcheck.routine.phrasebook import Phrases
    from formcheck.routine.schema import Movement

SETTLE_S: Final = 0.5
"""What is wrong has to be so for as long before it is said, and to be gone for as long before it is not (domain, 5)."""

PART_JOINTS: Final = (
    ("feet", ("ankle", "heel", "foot_index")),
    ("head", ("ear",)),
    ("knees", ("knee",)),
    ("hips", ("hip",)),
    ("shoulders", ("shoulder",)),
)
"""What has to be within the picture, the part that is lost most often first; hands may leave it."""

MANY_PARTS: Final = 3
"""With so many parts outside the picture there is no use in naming one."""

DIM_VISIBILITY: Final = 0.35
"""Mean visibility of shoulders, hips and legs below which the model sees hardly anything of a person who stands there;
in a good picture, with the far limbs half hidden, rendered people have 0.7 to 0.9."""

STEEP_SIGMAS: Final = 2.0
"""The camera is called too high only when its tilt is beyond doubt more than the movement allows."""

_BODY: Final = [INDEX[f"{side}_{joint}"] for side in SIDES for joint in ("shoulder", "hip", "knee", "ankle")]


@dataclass(frozen=True, slots=True)
class Help:
    """One thing to do: a word for its picture, and the sentence to say."""

    kind: str
    words: str


class Framing:
    """Watches how well the person can be seen, and says calmly what would help most.

    Parameters
    ----------
    phrases
        The words.
    """

    def __init__(self, phrases: Phrases) -> None:
        self._phrases = phrases
        self._help: Help | None = None
        self._rival: Help | None = None
        self._rival_since_s: float | None = None

    def update(
        self, time_s: float, seen: Observation | None, moment: Moment | None, figure: Figure | None, step: Step
    ) -> Help | None:
        """Take in what is seen now, None when there is no picture; return what to do, None when all is well."""
        found = self._worst(seen, moment, figure, step)
        if found == self._help:
            self._rival_since_s = None
        elif found != self._rival or self._rival_since_s is None:
            self._rival, self._rival_since_s = found, time_s
        elif time_s - self._rival_since_s >= SETTLE_S:
            self._help, self._rival_since_s = found, None
        return self._help

    def _worst(self, seen: Observation | None, moment: Moment | None, figure: Figure | None, step: Step) -> Help | None:
        if seen is None or moment is None:
            return self._help
        if seen.pose is None:
            return self._say("step_in")
        if seen.ambiguous:
            return self._say("alone")
        if moment.trouble is Reason.TOO_SMALL:
            return self._say("closer")
        return (
            self._cut_off(seen.pose) or self._dim(seen.pose) or self._turned(moment, step) or self._steep(figure, step)
        )

    def _say(self, kind: str, key: str = "", **values: str) -> Help:
        return Help(kind, self._phrases(f"framing.{key or kind}", 0, **values))

    def _cut_off(self, pose: Pose) -> Help | None:
        named = Joints(pose)
        outside = [part for part, joints in PART_JOINTS if any(_outside(named, joints))]
        if not outside:
            return None
        if len(outside) >= MANY_PARTS:
            return self._say("back")
        return self._say("back", "back_part", part=self._phrases(f"parts.{outside[0]}"))

    def _dim(self, pose: Pose) -> Help | None:
        return self._say("light") if float(pose.visibility[_BODY].mean()) < DIM_VISIBILITY else None

    def _turned(self, moment: Moment, step: Step) -> Help | None:
        movement, view = step.movement, moment.view
        wanted = movement.camera.primary
        if wanted == "any" or view.label is ViewLabel.UNKNOWN or view.label.value in _views_to_begin(movement):
            return None
        near = roles_for(movement, step.side).get(movement.camera.near or "")
        turn = turn_deg(view, wanted, near)
        if turn is None:
            return None
        way = "right" if turn > 0 else "left"
        if abs(turn) > 180.0 - QUARTER / 2:
            return self._say("turn_around")
        return self._say(f"turn_{way}", f"turn_{way}" if abs(turn) >= QUARTER else f"turn_a_little_{way}")

    def _steep(self, figure: Figure | None, step: Step) -> Help | None:
        if figure is None:
            return None
        camera, most = figure.camera, step.movement.camera.tilt_down_max_deg
        return self._say("lower_camera") if camera.tilt_deg - STEEP_SIGMAS * camera.tilt_sigma_deg > most else None


def _outside(named: Joints, joints: tuple[str, ...]) -> Iterator[bool]:
    for joint in joints:
        problems = [named.problem(f"{side}_{joint}") for side in SIDES]
        # The far side of a body may be guessed outside the picture while the near one is well within.
        yield all(problem is not None and problem[0] is Reason.OUT_OF_FRAME for problem in problems)


def _views_to_begin(movement: Movement) -> frozenset[str]:
    """Return the views in which nobody is asked to turn: the camera's own, and that of the first repetitions."""
    first = next((phase for phase in movement.phases if phase.kind == "reps"), None)
    return frozenset({movement.camera.primary, *(first.views if first else ())})
