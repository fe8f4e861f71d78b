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
from formcheck.pose.landmarks import INDEX
from formcheck.pose.pose import Observation, Pose

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from types import TracebackType

    from numpy.typing import NDArray

    from formcheck.video.frame import Frame

    Doubles = NDArray[np.float64]

LOOK_EVERY_S: Final = 1.0
"""Somebody who walks through the picture is in it for longer than this."""

LOOK_EVERY_FRAMES: Final = 20
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

UNIT_M: Final = 0.5
"""About the trunk length of an adult: the unit of the distances below."""

JUMP_UNITS: Final = 0.6
"""A displacement of the trunk from frame to frame that is no noise ..."""

JUMP_UNITS_PER_S: Final = 3.0
"""... beyond what a quick exercise needs (1.5 m/s)."""

SIZE_RATIO: Final = 1.4
"""Two sizes of one person at once, farther apart than the model's own scatter (10 to 20 %)."""

SAME_PLACE_UNITS: Final = 0.5
"""Two poses of one frame nearer to each other than this are of one person."""

LEAST_SIZE: Final = 0.5
"""Of the tracked person's. What is smaller is far behind, in no one's way, or no person: what was found in
rooms with one person alone was mostly smaller."""

LEAST_VISIBILITY: Final = 0.7
"""Mean over the landmarks. Standing clear, rendered people had 0.7 to 0.9; most false ones had 0.4 to 0.6."""

LEAST_PRESENCE: Final = 0.9
"""Mean over the landmarks; as above."""

MOVED_UNITS: Final = 0.4
"""Furniture found as a person stays nearer than this to where it was found before."""

COLOUR_SCATTER: Final = 0.12
"""Distance of the clothes' mean colours (of 1.0) that one person shows over poses and light."""

FAR_COST: Final = 1.5
"""The most that a wrong place can count: a person whom a cut has moved is known by the clothes."""

STRANGER_COST: Final = 2.0
"""Beyond this a person is not the subject: both the place and the clothes are wrong."""

DOUBT_COST: Final = 0.5
"""Two people whose costs differ by less cannot be told apart."""

NEAR_UNITS: Final = 0.25
"""Margin around a person's landmarks: the head and the clothes lie outside them."""

CLOSE_UNITS: Final = 1.0
"""Boxes nearer to each other than this may overlap before the next look."""

BLANK_GREY: Final = 128
"""What stands in for a part of the picture that is not to be seen; neither dark nor bright."""

_HIPS: Final = [INDEX["left_hip"], INDEX["right_hip"]]
_SHOULDERS: Final = [INDEX["left_shoulder"], INDEX["right_shoulder"]]
_KNEES: Final = [INDEX["left_knee"], INDEX["right_knee"]]
_ALONG: Final = np.linspace(0.15, 0.85, 6)[:, None]
_SPEED_SETTLING: Final = 0.3
_COLOUR_SETTLING: Final = 0.3


@dataclass(frozen=True, slots=True, eq=False)
class Person:
    """Somebody in one picture.

    Attributes
    ----------
    pose
        Without a back profile when it comes from a look.
    centre
        (2,) pixels, the middle of the trunk.
    unit
        Pixels that half a metre takes at the person's distance.
    box
        (2, 2) pixels, the corners of the box around all landmarks.
    colours
        (6,) mean RGB, 0 to 1, of the trunk and of the thighs.
    """

    pose: Pose
    centre: Doubles
    unit: float
    box: Doubles
    colours: Doubles


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """The main subject as last seen without a doubt; ``speed`` in pixels a second."""

    time_s: float
    centre: Doubles
    speed: Doubles
    unit: float
    colours: Doubles


def person_of(pose: Pose, picture: ModelPicture) -> Person:
    """Measure the place, size and clothes of a pose."""
    points, flat = pose.points.astype(float), pose.world[:, :2].astype(float)
    spread, metres = points.std(axis=0), flat.std(axis=0)
    # All landmarks together: a trunk seen end-on is short, a whole body never is.
    unit = UNIT_M * float(np.hypot(*spread) / max(np.hypot(*metres), np.finfo(float).eps))
    centre = points[_HIPS + _SHOULDERS].mean(axis=0)
    box = np.stack([points.min(axis=0), points.max(axis=0)])
    return Person(pose, centre, max(unit, 1.0), box, _colours(points, picture))


def _colours(points: Doubles, picture: ModelPicture) -> Doubles:
    """Give the mean colour along the trunk and along the thighs."""
    hip, shoulder = points[_HIPS].mean(axis=0), points[_SHOULDERS].mean(axis=0)
    trunk = hip + _ALONG * (shoulder - hip)
    thighs = [points[a] + _ALONG * (points[b] - points[a]) for a, b in zip(_HIPS, _KNEES, strict=True)]
    height, width = picture.rgb.shape[:2]
    lines = np.stack([trunk, *thighs]) / picture.scale
    columns, rows = (
        lines[..., axis].astype(int).clip(0, most - 1) for axis, most in ((0, width), (1, height))
    )
    trunk_rgb, *thigh_rgb = (picture.rgb[rows, columns] / 255.0).mean(axis=1)
    return np.concatenate([trunk_rgb, np.mean(thigh_rgb, axis=0)])


def colour_distance(one: Doubles, other: Doubles) -> float:
    """Root mean square difference of two people's colours, 0 to 1."""
    return float(np.sqrt(np.mean((one - other) ** 2)))


def close_together(one: Person, other: Person) -> bool:
    """Tell whether two people are so near that one may soon hide the other."""
    margin = CLOSE_UNITS * max(one.unit, other.unit)
    return bool((one.box[0] - margin <= other.box[1]).all() and (other.box[0] - margin <= one.box[1]).all())


def _whole(person: Person) -> bool:
    """Tell whether somebody is within the picture from side to side."""
    return bool(person.box[0, 0] > 0 and person.box[1, 0] < person.pose.image_size[0])


def same_place(one: Person, other: Person) -> bool:
    """Tell whether two poses of one picture are of the same person."""
    distance = float(np.hypot(*(one.centre - other.centre)))
    return distance < SAME_PLACE_UNITS * max(one.unit, other.unit) and _size_ratio(one, other) < SIZE_RATIO**2


def _distinct(people: list[Person], more: list[Person]) -> list[Person]:
    """Add those who are not among the people yet."""
    together = list(people)
    for person in more:
        if not any(same_place(person, known) for known in together):
            together.append(person)
    return together


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


def _plausible(other: Person, tracked: Person) -> bool:
    """Tell whether what was found beside the tracked person is somebody, and not that person's leftover."""
    trunk = other.pose.points[_HIPS + _SHOULDERS]
    outside = ((trunk < tracked.box[0]) | (trunk > tracked.box[1])).any(axis=1)
    return bool(
        outside.all()
        and other.unit >= LEAST_SIZE * tracked.unit
        and other.pose.visibility.mean() >= LEAST_VISIBILITY
        and other.pose.presence.mean() >= LEAST_PRESENCE
    )


def _has_moved(before: Person, now: Person) -> bool:
    """Tell whether two sightings are of somebody in the same clothes in another place."""
    alike = colour_distance(before.colours, now.colours) < COLOUR_SCATTER
    moved = float(np.hypot(*(now.centre - before.centre)))
    return alike and _size_ratio(before, now) < SIZE_RATIO and moved > MOVED_UNITS * now.unit


def _size_ratio(one: Person | _Subject, other: Person | _Subject) -> float:
    return max(one.unit, other.unit) / min(one.unit, other.unit)


def prominence(person: Person) -> float:
    """How much somebody looks like the main subject of the picture: large, and in the middle of it."""
    half = person.pose.image_size[0] / 2
    aside = min(abs(float(person.centre[0]) - half) / half, 1.0)
    return person.unit * (1.0 - aside / 2)


def _cost(person: Person, subject: _Subject) -> float:
    """How ill somebody fits the subject: 0 for a perfect continuation, about 1 for each thing that is off."""
    elapsed = max(person.pose.time_s - subject.time_s, 0.0)
    expected = subject.centre + subject.speed * min(elapsed, LOOK_EVERY_NEAR_S)
    away = float(np.hypot(*(person.centre - expected))) / subject.unit
    place = away / (JUMP_UNITS + JUMP_UNITS_PER_S * elapsed)
    size = np.log(_size_ratio(person, subject)) / np.log(SIZE_RATIO)
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
        return Observation(frame.index, frame.time_s, tracked.pose, self._people, self._doubtful)

    def _look_is_due(self, frame: Frame, *, hurry: bool) -> bool:
        since_s = frame.time_s - self._looked_s
        if since_s < LOOK_EVERY_NEAR_S:
            return False
        if hurry or self._close or self._doubtful or (self._look_again and since_s >= LOOK_AGAIN_S):
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
        if moved > JUMP_UNITS + JUMP_UNITS_PER_S * elapsed or _size_ratio(tracked, subject) > SIZE_RATIO:
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
        if not people:
            return tracked
        chosen, self._doubtful = self._choose(people, frame.time_s)
        rivals = [person for person in people if person is not chosen]
        if rivals and not self._doubtful:
            self._rival = min(rivals, key=lambda each: float(np.hypot(*(each.centre - chosen.centre))))
            # Who is cut off by the border may just have left: that is no reason to doubt who stays.
            self._rival_was_close = close_together(self._rival, chosen) and _whole(self._rival)
        if self._doubtful or chosen is tracked:
            return tracked
        led = self._lead_to(chosen, picture, frame.time_s)
        self._doubtful = led is None and tracked is not None
        return led if led is not None else tracked

    def _find_people(self, picture: ModelPicture, time_s: float, tracked: Person | None) -> list[Person]:
        """Give everybody in the picture once; the tracked person as the tracker has it."""
        if tracked is None:
            return _distinct([], self._found_in(picture, time_s))
        people = [tracked]
        if self._subject is None:
            people = _distinct(people, self._found_in(picture, time_s))
        rest = replace(picture, rgb=_blanked(picture, tracked))
        others = [other for other in self._found_in(rest, time_s) if _plausible(other, tracked)]
        return _distinct(
            people, others if self._in_company(time_s) else self._confirmed(others, picture, time_s)
        )

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
            if any(same_place(other, seen) for seen in whole)
            or any(_has_moved(seen, other) for seen in before)
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
        # One of two is out of sight. Behind or before the other, it spoils at least the limbs.
        hidden = self._rival_was_close
        wrong = self._rival is not None and _nearer(best, self._rival, subject)
        return best, hidden or wrong or _cost(best, subject) > STRANGER_COST

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
        if not self._close:
            colours = colours + _COLOUR_SETTLING * (person.colours - colours)
        self._subject = _Subject(
            time_s, person.centre, known.speed + _SPEED_SETTLING * (speed - known.speed), person.unit, colours
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
