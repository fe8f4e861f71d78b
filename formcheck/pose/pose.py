"""What the pose stage says of one frame: a Pose, or that nobody was seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class BackProfile:
    """The silhouette on both sides of the trunk chord, sampled while the mask was at hand.

    The chord runs from mid-hip to mid-shoulder. Which side is the back is decided later, when it is known
    which way the person faces.

    Attributes
    ----------
    chord
        (2, 2) pixels: mid-hip, mid-shoulder, as the raw landmarks had them.
    stations
        (n,) fractions of the chord at which the outline was sampled, 0 at the hip.
    outline
        (2, n) pixels from the chord to the edge of the silhouette; row 0 on the left of the direction
        hip to shoulder as seen in the picture, row 1 on the right. NaN where no edge was found.
    """

    chord: Floats
    stations: Floats
    outline: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Pose:
    """One person in one frame.

    Attributes
    ----------
    time_s
        Seconds from the start of the media.
    image_size
        (width, height) of the upright source picture, pixels.
    points
        (33, 2) pixels in the upright source picture, x right, y down. May lie outside the picture.
    world
        (33, 3) metres, origin between the hips, the camera's axes: x right, y down, z away.
    visibility
        (33,) 0 to 1, the model's own estimate that the landmark is seen and not hidden.
    presence
        (33,) 0 to 1, the model's own estimate that the landmark lies within the picture.
    back
        The silhouette beside the trunk; None when no mask was taken.
    sole
        (2, 2) pixels: heel and toes of the line under the sole of the foot that is up on something, from the mask; None
        when no foot is up, when it was not clearly seen, or when no mask was taken.
    """

    time_s: float
    image_size: tuple[int, int]
    points: Floats
    world: Floats
    visibility: Floats
    presence: Floats
    back: BackProfile | None = None
    sole: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """What was seen in one frame.

    Attributes
    ----------
    index, time_s
        Of the frame.
    pose
        The main subject; None when nobody was found.
    people
        How many people were seen when they were last counted; None before the first count.
    ambiguous
        True while it is not certain that the pose belongs to the main subject (people crossing).
    """

    index: int
    time_s: float
    pose: Pose | None
    people: int | None = None
    ambiguous: bool = False
