"""Stills within the page itself: found by the names that ``analyse`` gives them, as small as paper needs them."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.report.kept import Still
    from formcheck.store.nouns import Json

LONG_SIDE_PX: Final = 900
"""On paper a still is 87 mm wide at most: 260 dots an inch."""

JPEG_QUALITY: Final = 82


def still_of(stills: Sequence[Still], ordinal: str, cue: Json) -> str | None:
    """Give the still of a fault's worst moment as a data URI.

    Parameters
    ----------
    stills
        Those that were kept with the session.
    ordinal
        Number of the set; the pictures of a session with one set alone are named without it.
    cue
        The fault, as the record has it.

    Returns
    -------
    str | None
        None where there is no such picture, or it cannot be read.
    """
    tail = f"_{cue['ref']}_{cue['id']}.jpg"
    names = (f"fault_set{ordinal}{tail}", f"fault{tail}")
    found = {still.name: still.path for still in stills}
    path = next((found[name] for name in names if name in found), None)
    if path is None:
        return None
    try:
        image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
    except (OSError, cv2.error):
        return None
    if image is None:
        return None
    shrink = LONG_SIDE_PX / max(image.shape[:2])
    if shrink < 1.0:
        image = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    _, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])
    return "data:image/jpeg;base64," + base64.b64encode(data.tobytes()).decode("ascii")
