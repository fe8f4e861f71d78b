"""How well an act could be seen: what a miss is explained by, as far as the program can tell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from formcheck.analysis.scoring.counting import main_span
from formcheck.body.geometry import wrapped
from formcheck.body.reading import Reason, Unknown
from formcheck.body.view import label_of
from formcheck.pose.landmarks import INDEX

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from formcheck.analysis.scoring.measured import Comparison
    from formcheck.analysis.scoring.truth import Act
    from formcheck.pose.pose import Observation

PARTS: Final = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle", "foot_index")
"""Joints that repetitions, holds and cues rest on."""

SEEN: Final = 0.5
"""Below this visibility a landmark is unknown (domain, section 5)."""

TELLING: Final = {
    "nobody": 0.05,
    "several": 0.05,
    "view_wrong": 0.20,
    "confused": 0.10,
    "unseen": 0.30,
}
"""Shares of the frames from which on a circumstance is worth naming."""

YAW_TELLING_DEG: Final = 12.0
"""A view that is off by more than this on average is worth naming: 15 degrees decide what may be judged."""

OFF_TELLING_DEG: Final = 15.0
"""A camera that is further off the side, or the front, than this is worth naming."""

QUICK_S: Final = 1.8
"""Repetitions quicker than this are worth naming: the slowest least duration of a file is 1.5 s."""

MOST_UNSEEN: Final = 2


@dataclass(frozen=True, slots=True)
class Circumstances:
    """How an act was seen.

    Attributes
    ----------
    azimuth_deg, camera_height_m
        Where the camera was during the repetitions, as the person sees it; and how high.
    nobody, several, confused, view_wrong
        Shares of its frames in which nobody was found, more than one person, legs that were told apart badly, and a
        view that bears the wrong name.
    view_taken
        The wrong name that the view bore most often.
    yaw_error_deg
        Mean size of the error of the yaw; None where it was never known.
    unseen
        Joints with the share of frames in which they were not seen, the worst first, where it is worth telling.
    quickest_s
        The shortest repetition; None where there is none.
    """

    azimuth_deg: float
    camera_height_m: float
    nobody: float
    several: float
    confused: float
    view_wrong: float
    view_taken: str
    yaw_error_deg: float | None
    unseen: tuple[tuple[str, float], ...]
    quickest_s: float | None

    def words(self) -> str:
        """Say what may have been the cause; empty where nothing stands out."""
        turned = abs(self.azimuth_deg)
        off, axis = min((abs(turned - 90), "the side"), (turned, "the front"), (180 - turned, "behind"))
        shares = (
            ("nobody", self.nobody, "nobody found in {:.0%} of the frames"),
            ("several", self.several, "another person in {:.0%} of the frames"),
            ("confused", self.confused, "legs confused in {:.0%}"),
            ("view_wrong", self.view_wrong, f"view taken for {self.view_taken} in {{:.0%}}"),
        )
        said = [words.format(share) for name, share, words in shares if share >= TELLING[name]]
        if off > OFF_TELLING_DEG:
            said.append(f"camera {off:.0f}° off {axis}")
        if self.yaw_error_deg is not None and self.yaw_error_deg > YAW_TELLING_DEG:
            said.append(f"yaw off by {self.yaw_error_deg:.0f}°")
        said += [f"{part} unseen in {share:.0%}" for part, share in self.unseen[:MOST_UNSEEN]]
        if self.quickest_s is not None and self.quickest_s < QUICK_S:
            said.append(f"quickest repetition {self.quickest_s:.1f} s")
        return ", ".join(said)


def circumstances(
    act: Act, comparison: Comparison, observations: Sequence[Observation], numbers: NDArray[np.int64]
) -> Circumstances:
    """Look at how an act was seen, in the frames of these numbers.

    Parameters
    ----------
    act
        The act.
    comparison
        Of its clip.
    observations
        As the pose model gave them, one for each moment of the comparison.
    numbers
        (n,) of the moments in which its position was kept.
    """
    truth = comparison.truth
    moments = [comparison.moments[number] for number in numbers]
    seen = [observations[number] for number in numbers]
    azimuths = [float(truth.azimuth_deg[comparison.frames[number]]) for number in numbers]
    wrong = Counter(
        moment.view.label.value
        for moment, azimuth in zip(moments, azimuths, strict=True)
        if moment.person and moment.view.label is not label_of(azimuth)
    )
    yaws = [
        abs(wrapped(moment.view.yaw_deg - azimuth))
        for moment, azimuth in zip(moments, azimuths, strict=True)
        if moment.view.yaw_deg is not None
    ]
    total = max(1, len(seen))
    return Circumstances(
        azimuth_deg=truth.azimuth_between(*main_span(act)),
        camera_height_m=truth.camera.height_m,
        nobody=sum(each.pose is None for each in seen) / total,
        several=sum(each.people is not None and each.people > 1 for each in seen) / total,
        confused=sum(_confused(moment.readings.get("left_knee_flexion")) for moment in moments) / total,
        view_wrong=wrong.total() / total,
        view_taken=min(wrong, key=lambda label: (-wrong[label], label)) if wrong else "",
        yaw_error_deg=float(np.mean(yaws)) if yaws else None,
        unseen=_unseen(seen),
        quickest_s=min((rep.end_s - rep.start_s for rep in act.reps if rep.end_s > rep.peak_s), default=None),
    )


def _confused(reading: object) -> bool:
    return isinstance(reading, Unknown) and reading.reason is Reason.LEGS_CONFUSED


def _unseen(seen: Sequence[Observation]) -> tuple[tuple[str, float], ...]:
    visible = [each.pose.visibility for each in seen if each.pose is not None]
    if not visible:
        return ()
    hidden = (np.stack(visible) < SEEN).mean(axis=0)
    shares = [
        (f"{side} {part}".replace("_index", ""), float(hidden[INDEX[f"{side}_{part}"]]))
        for part in PARTS
        for side in ("left", "right")
    ]
    return tuple(
        sorted((each for each in shares if each[1] >= TELLING["unseen"]), key=lambda each: (-each[1], each[0]))
    )
