"""Whose pose it is: the main subject among several people, kept through crossings.

MediaPipe follows one person cheaply and never says when it has slipped onto another. So at intervals others
are looked for, the one who continues the main subject is chosen by place, size and the colours of the
clothes, and the tracker is led back when it follows somebody else. Where that cannot be decided, the
observation says so.

The detector, asked for several people, mostly gives the clearest one again. Others show up well once the
person being tracked is blanked out of the picture, but so do floor lamps. Somebody found that way counts when
the detector sees the same in the whole picture, or when it has moved since the look before.
"""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from formcheck.pose.estimator import Estimator, Landmarker, ModelPicture, model_picture, poses_in
from formcheck.pose.people import (
    COLOUR_SCATTER,
    NEAR_UNITS,
    SIZE_RATIO,
    Person,
    close_together,
    colour_distance,
    distinct,
    has_moved,
    person_of,
    plausible_beside,
    prominence,
    same_place,
    size_ratio,
    whole_across,
)
from formcheck.pose.pose import Observation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

    from formcheck.video.frame import Frame

    Doubles = NDArray[np.float64]

LOOK_EVERY_S: Final = 1.0
"""Somebody who walks through the picture is in it for longer than this."""

LOOK_EVERY_FRAMES: Final = 25
"""A look at a lone person costs most of a frame: at low frame rates fewer looks keep it under 4 %."""

LOOK_EVERY_NEAR_S: Final = 0.2
"""While people overlap: a walker moves by less than a trunk's length between two looks."""

LOOK_AGAIN_S: Final = 0.4
"""After a doubtful sighting: somebody who walks has moved by then, and a lamp has not. And while a second
person is about."""

MOST_PEOPLE: Final = 3
"""One more than a subject and a therapist; each further person costs a landmark pass a look."""

FORGET_S: Final = 2.0
"""Who has been out of sight for longer is not waited for: the main subject is chosen anew."""

COMPANY_S: Final = 5.0
"""How long after a second person was last seen a sudden move may still mean that the tracker slipped."""

JUMP_UNITS: Final = 0.6
"""A displacement of the trunk from frame to frame that is no noise ..."""

JUMP_UNITS_PER_S: Final = 3.0
"""... beyond what a quick exercise needs (1.5 m/s)."""

FAR_COST: Final = 1.5
"""The most that a wrong place can count: a person whom a cut has moved is known by the clothes."""

STRANGER_COST: Final = 2.0
"""Beyond this a person is not the subject: both the place and the clothes are wrong."""

DOUBT_COST: Final = 0.5
"""Two people whose costs differ by less cannot be told apart."""

BLANK_GREY: Final = 128
"""What stands in for a part of the picture that is not to be seen; neither dark nor bright."""

_SETTLING: Final = 0.3
"""Share of the newest frame in the remembered speed and colours: calm over three frames."""


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """The main subject as last seen without a doubt; ``speed`` in pixels a second."""

    time_s: float
    centre: Doubles
    speed: Doubles
    unit: float
    colours: Doubles


def _cost(person: Person, subject: _Subject) -> float:
    """How ill somebody fits the subject: 0 for a perfect continuation, about 1 for each thing that is off."""
    elapsed = max(person.pose.time_s - subject.time_s, 0.0)
    expected = subject.centre + subject.speed * min(elapsed, LOOK_EVERY_NEAR_S)
    away = float(np.hypot(*(person.centre - expected))) / subject.unit
    place = away / (JUMP_UNITS + JUMP_UNITS_PER_S * elapsed)
    size = np.log(size_ratio(person, subject)) / np.log(SIZE_RATIO)
    colours = colour_distance(person.colours, subject.colours) / COLOUR_SCATTER
    return min(place + float(size), FAR_COST) + colours


class Watcher:
    """Watches the main subject of one video or camera, frame by frame in their order.

    A context manager that owns the native objects.

    Parameters
    ----------
    model
        A ``.task`` bundle.
    mask
        Whether the silhouette is taken for the back profile.

    Raises
    ------
    ModelError, MissingLibraryError
        If the pose model cannot be loaded.
    """

    def __init__(self, model: Path, *, mask: bool = True) -> None:
        with ExitStack() as opened:
            self._tracker = opened.enter_context(Estimator(model, mask=mask))
            self._finder = Landmarker(model, video=False, people=MOST_PEOPLE, mask=False)
            opened.callback(self._finder.close)
            self._opened = opened.pop_all()
        self._subject: _Subject | None = None
        self._rival: Person | None = None
        self._rival_was_close = False
        self._close = False
        self._doubtful = False
        self._entangled = False
        self._people: int | None = None
        self._looked_s = -np.inf
        self._looked_frame = -LOOK_EVERY_FRAMES
        self._unconfirmed: list[Person] = []
        self._look_again = False
        self._company_s = -np.inf

    def watch(self, frames: Iterable[Frame]) -> Iterator[Observation]:
        """Give an observation for each frame."""
        for frame in frames:
            yield self.observe(frame)

    def observe(self, frame: Frame) -> Observation:
        """Give the main subject's pose in the next frame."""
        picture = model_picture(frame)
        pose = self._tracker.pose(picture, frame.time_s)
        tracked = None if pose is None else person_of(pose, picture)
        slipped = tracked is not None and self._may_have_slipped(tracked)
        if self._look_is_due(frame, hurry=slipped or (pose is None and self._people != 0)):
            tracked = self._look(picture, frame, tracked)
        elif slipped and self._in_company(frame.time_s):
            self._doubtful = True
        if tracked is None:
            return Observation(frame.index, frame.time_s, None, self._people)
        if not self._doubtful:
            self._follow(tracked)
        ambiguous = self._doubtful or self._entangled
        return Observation(frame.index, frame.time_s, tracked.pose, self._people, ambiguous)

    def _look_is_due(self, frame: Frame, *, hurry: bool) -> bool:
        since_s = frame.time_s - self._looked_s
        if since_s < LOOK_EVERY_NEAR_S:
            return False
        if hurry or self._close or self._doubtful or self._entangled or (self._look_again and since_s >= LOOK_AGAIN_S):
            return True
        if self._in_company(frame.time_s) and since_s >= LOOK_AGAIN_S:
            return True
        return since_s >= LOOK_EVERY_S and frame.index - self._looked_frame >= LOOK_EVERY_FRAMES

    def _in_company(self, time_s: float) -> bool:
        return time_s - self._company_s <= COMPANY_S

    def _may_have_slipped(self, tracked: Person) -> bool:
        """Tell whether the tracked pose moves as no one does, or wears the other one's clothes."""
        subject = self._subject
        if subject is None:
            return False
        elapsed = tracked.pose.time_s - subject.time_s
        moved = float(np.hypot(*(tracked.centre - subject.centre))) / subject.unit
        if moved > JUMP_UNITS + JUMP_UNITS_PER_S * elapsed or size_ratio(tracked, subject) > SIZE_RATIO:
            return True
        return self._close and self._rival is not None and _nearer(tracked, self._rival, subject)

    def _look(self, picture: ModelPicture, frame: Frame, tracked: Person | None) -> Person | None:
        """Look for all people, decide who the subject is, and lead the tracker there if need be."""
        self._looked_s, self._looked_frame = frame.time_s, frame.index
        people = self._find_people(picture, frame.time_s, tracked)
        self._people = len(people)
        self._close = any(close_together(one, other) for one, other in combinations(people, 2))
        if len(people) > 1:
            self._company_s = frame.time_s
        self._entangled = False
        if not people:
            return tracked
        chosen, self._doubtful = self._choose(people, frame.time_s)
        rivals = [person for person in people if person is not chosen]
        if rivals and not self._doubtful:
            self._rival = min(rivals, key=lambda each: float(np.hypot(*(each.centre - chosen.centre))))
            # Who is cut off by the border may just have left: that is no reason to doubt who stays.
            self._rival_was_close = close_together(self._rival, chosen) and whole_across(self._rival)
        if self._doubtful or chosen is tracked:
            return tracked
        led = self._lead_to(chosen, picture, frame.time_s)
        self._doubtful = led is None and tracked is not None
        return led if led is not None else tracked

    def _find_people(self, picture: ModelPicture, time_s: float, tracked: Person | None) -> list[Person]:
        """Give everybody in the picture once; the tracked person as the tracker has it."""
        if tracked is None:
            return distinct([], self._found_in(picture, time_s))
        people = [tracked]
        if self._subject is None:
            people = distinct(people, self._found_in(picture, time_s))
        rest = replace(picture, rgb=_blanked(picture, tracked))
        others = [other for other in self._found_in(rest, time_s) if plausible_beside(other, tracked)]
        return distinct(people, others if self._in_company(time_s) else self._confirmed(others, picture, time_s))

    def _found_in(self, picture: ModelPicture, time_s: float) -> list[Person]:
        return [person_of(pose, picture) for pose in poses_in(self._finder(picture.rgb), picture, time_s)]

    def _confirmed(self, others: list[Person], picture: ModelPicture, time_s: float) -> list[Person]:
        """Keep those who are seen in the whole picture too, or who have moved since the last look."""
        before, self._unconfirmed = self._unconfirmed, others
        self._look_again = any(not any(same_place(other, seen) for seen in before) for other in others)
        whole = self._found_in(picture, time_s) if self._look_again else []
        return [
            other
            for other in others
            if any(same_place(other, seen) for seen in whole) or any(has_moved(seen, other) for seen in before)
        ]

    def _choose(self, people: list[Person], time_s: float) -> tuple[Person, bool]:
        """Choose the subject among people, and say whether it is doubtful."""
        subject = self._subject
        if subject is None or time_s - subject.time_s > FORGET_S:
            self._subject = None
            return max(people, key=prominence), False
        ranked = sorted(people, key=lambda person: _cost(person, subject))
        best = ranked[0]
        if len(ranked) > 1:
            margin = _cost(ranked[1], subject) - _cost(best, subject)
            return best, margin < DOUBT_COST or _cost(best, subject) > STRANGER_COST
        if not self._in_company(time_s):
            return best, False
        # One of two is out of sight: behind or before the other, where it spoils at least the limbs.
        self._entangled = self._rival_was_close
        wrong = self._rival is not None and _nearer(best, self._rival, subject)
        return best, wrong or _cost(best, subject) > STRANGER_COST

    def _lead_to(self, chosen: Person, picture: ModelPicture, time_s: float) -> Person | None:
        """Restart the tracker on one person; None when it does not take."""
        alone = np.full_like(picture.rgb, BLANK_GREY)
        box = _model_box(chosen, picture)
        alone[box] = picture.rgb[box]
        self._tracker.forget(picture, time_s)
        pose = self._tracker.pose(replace(picture, rgb=alone), time_s)
        if pose is None:
            return None
        led = person_of(pose, picture)
        return led if same_place(led, chosen) else None

    def _follow(self, person: Person) -> None:
        """Remember the subject as seen now."""
        known = self._subject
        time_s = person.pose.time_s
        if known is None or not 0 < time_s - known.time_s <= FORGET_S:
            still = np.zeros(2)
            self._subject = _Subject(time_s, person.centre, still, person.unit, person.colours)
            return
        speed = (person.centre - known.centre) / (time_s - known.time_s)
        colours = known.colours
        if not (self._close or self._entangled):
            colours = colours + _SETTLING * (person.colours - colours)
        self._subject = _Subject(
            time_s, person.centre, known.speed + _SETTLING * (speed - known.speed), person.unit, colours
        )

    def close(self) -> None:
        """Free the native objects; a second call does nothing."""
        self._opened.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _nearer(person: Person, rival: Person, subject: _Subject) -> bool:
    """Tell whether somebody's clothes are clearly the rival's and not the subject's."""
    to_subject = colour_distance(person.colours, subject.colours)
    return to_subject - colour_distance(person.colours, rival.colours) > COLOUR_SCATTER / 2


def _model_box(person: Person, picture: ModelPicture) -> tuple[slice, slice]:
    """Give the rows and columns of the model's picture that somebody takes, with a margin."""
    height, width = picture.rgb.shape[:2]
    box = person.box + NEAR_UNITS * person.unit * np.array([[-1], [1]])
    (left, top), (right, bottom) = (box / picture.scale).clip(0, (width, height)).astype(int)
    return slice(top, bottom), slice(left, right)


def _blanked(picture: ModelPicture, person: Person) -> NDArray[np.uint8]:
    """Give the picture without somebody."""
    rest = picture.rgb.copy()
    rest[_model_box(person, picture)] = BLANK_GREY
    return rest
