"""The heads of other people, looked for in those stretches of a recording in which more than one person was counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Self

import numpy as np

from formcheck.draw.heads import Head, head_of
from formcheck.pose.estimator import Landmarker, model_picture, poses_in
from formcheck.pose.people import NEAR_UNITS, person_of
from formcheck.pose.subject import BLANK_GREY, MOST_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from types import TracebackType

    from formcheck.pose.estimator import ModelPicture
    from formcheck.pose.pose import Observation, Pose
    from formcheck.video.frame import Frame

AROUND_S: Final = 2.5
"""Before somebody was counted first, and after they were last: counts come a second apart, and want to be confirmed."""

LOOK_EVERY_S: Final = 0.1
"""While they are about. Somebody who walks goes 0.14 m in it, less than their head is broad."""

KEPT_S: Final = 0.8
"""A head that is not found in a look stays hidden for so long."""

GROWTH_PER_S: Final = 3.0
"""Meanwhile it grows by so many times itself a second, as people walk."""

LEAST_PRESENCE: Final = 0.5
"""Mean over the landmarks. Below it the model itself sees nobody. A lamp that is hidden does no harm."""


class Bystanders:
    """Finds the heads of those who are not the main subject, frame by frame. A context manager.

    Parameters
    ----------
    model
        The pose model; None where there is none, and then nobody is looked for.
    observations
        Of the whole recording; gone through once.

    Raises
    ------
    ModelError, MissingLibraryError
        If the pose model cannot be loaded; it is when more than one person was counted.
    """

    def __init__(self, model: Path | None, observations: Sequence[Observation]) -> None:
        company = [seen.time_s for seen in observations if (seen.people or 0) > 1]
        self._company_s = np.array(company, np.float64)
        self._finder = Landmarker(model, video=False, people=MOST_PEOPLE, mask=False) if model and company else None
        self._looked_s = -np.inf
        self._heads: list[tuple[float, Head]] = []

    def heads(self, frame: Frame, subject: Pose | None) -> tuple[Head, ...]:
        """Give the heads of others in the next frame, as large as they may have moved since they were found."""
        time_s = frame.time_s
        if self._finder is None or not self._in_company(time_s):
            return ()
        if time_s - self._looked_s >= LOOK_EVERY_S:
            self._looked_s = time_s
            self._look(self._finder, frame, subject)
        self._heads = [(at_s, head) for at_s, head in self._heads if time_s - at_s <= KEPT_S]
        return tuple(head.grown(GROWTH_PER_S * (time_s - at_s)) for at_s, head in self._heads)

    def _in_company(self, time_s: float) -> bool:
        after = int(np.searchsorted(self._company_s, time_s))
        near = self._company_s[max(0, after - 1) : after + 1]
        return bool(np.abs(near - time_s).min() <= AROUND_S)

    def _look(self, finder: Landmarker, frame: Frame, subject: Pose | None) -> None:
        picture = model_picture(frame)
        pictures = [picture] if subject is None else [picture, _without(picture, subject)]
        own = None if subject is None else head_of(subject)
        found = [
            head_of(pose, doubtful=True)
            for each in pictures
            for pose in poses_in(finder(each.rgb), each, frame.time_s)
            if float(pose.presence.mean()) >= LEAST_PRESENCE
        ]
        others = [head for head in found if own is None or not _same(head, own)]
        self._heads = [old for old in self._heads if not any(_same(old[1], head) for head in others)]
        self._heads += [(frame.time_s, head) for head in others]

    def close(self) -> None:
        """Free the native object; a second call does nothing."""
        if self._finder is not None:
            self._finder.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _same(one: Head, other: Head) -> bool:
    """Tell whether two heads are one, found again."""
    return float(np.hypot(one.x - other.x, one.y - other.y)) < max(one.reach, other.reach)


def _without(picture: ModelPicture, subject: Pose) -> ModelPicture:
    """Give the picture with the subject blanked out: the model mostly finds the clearest person again and again."""
    person = person_of(subject, picture)
    margin = NEAR_UNITS * person.unit
    rgb = picture.rgb.copy()
    height, width = rgb.shape[:2]
    (left, top), (right, bottom) = (
        ((person.box + np.array([[-margin], [margin]])) / picture.scale).clip(0, (width, height)).astype(int)
    )
    rgb[top:bottom, left:right] = BLANK_GREY
    return replace(picture, rgb=rgb)
