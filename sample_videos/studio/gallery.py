"""The table of the sample clips with a still of each, and a contact sheet: ``sample_videos/README.md``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import av
import cv2
import numpy as np

from .catalogue import CLIPS
from .record import read_truth

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

STILL_PX: Final = 320
STILL_QUALITY: Final = 62
"""Of JPEG: a still stays well under 20 kB."""
SHEET_COLUMNS: Final = 5

_HEAD = """# Sample videos

Rendered people doing the four movements, each clip with its exact truth beside it ([what the truth file
holds](studio/TRUTH.md)). Nobody was filmed: the people, clothes and rooms are painted and posed by code, from body
data that is in the public domain. Clips, stills and truth are CC0. The table is made by
`python -m sample_videos.studio gallery`.

```
pip install '.[studio]'
apt install libegl1 libegl-mesa0 libgl1-mesa-dri                # drawing without a screen
python -m sample_videos.studio doctor                          # can this machine draw?
python -m sample_videos.studio render rock-back-good --out DIR # one clip, or: all
python -m sample_videos.studio sweep --n 100 --seed 7 --out DIR # random people, rooms, cameras and faults
python -m sample_videos.studio sweep --n 100 --seed 7 --out DIR --truth-only
python -m sample_videos.studio sweep --n 100 --seed 7 --out DIR --fps 15 # the same, cheaper to draw
python -m sample_videos.studio sweep --n 20 --kind routine --out DIR # or: other, high, whole, faulty, backs
python -m sample_videos.studio exact DIR --out TRACKS # what a pose model that never errs would see of them
pytest -m studio                                               # the tests that draw
```

A clip drawn anew on another machine shows the same, but its bytes may differ. The truth does not.

`kneeling_lunge_good.mp4` and `kneeling_lunge_lean30.mp4` are older and larger (960x540), with their truth in a simpler
JSON; `formcheck demo` and the end-to-end tests run on them.

![All clips](stills/contact-sheet.jpg)

| | clip | what | faults asked for | s | camera |
|---|---|---|---|---|---|
"""


def _middle_moment(truth: dict[str, Any]) -> float:
    """Give a telling moment: the deepest point of a repetition in the middle of the first act."""
    reps = truth["acts"][0]["reps"]
    return float(reps[len(reps) // 2]["peak_s"])


def _frame_at(video: Path, time_s: float) -> NDArray[np.uint8]:
    with av.open(str(video)) as container:
        for frame in container.decode(video=0):
            if (frame.time or 0.0) >= time_s:
                break
        return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)


def _cell(still: NDArray[np.uint8], name: str) -> NDArray[np.uint8]:
    """Fit a still into a cell of the sheet, with its name below."""
    height = STILL_PX * 9 // 16
    scale = min(STILL_PX / still.shape[1], height / still.shape[0])
    small = cv2.resize(still, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    cell = np.full((height + 22, STILL_PX, 3), 255, np.uint8)
    x = (STILL_PX - small.shape[1]) // 2
    cell[: small.shape[0], x : x + small.shape[1]] = small
    cv2.putText(cell, name, (4, height + 15), cv2.FONT_HERSHEY_SIMPLEX, 0.42, (40, 40, 40), 1, cv2.LINE_AA)
    return cell


def _row(name: str, truth: dict[str, Any]) -> str:
    faults: dict[str, float] = {}
    for act in truth["acts"]:
        faults |= act["faults"]
    asked = ", ".join(f"{key} {value:g}" for key, value in faults.items()) or "none"
    camera = truth["camera"]
    seen = f"{camera['yaw_deg']:g}°, {camera['height_m']:g} m high, {camera['distance_m']:g} m away"
    seconds = round(truth["frames"] / truth["fps"])
    return f"| ![](stills/{name}.jpg) | [{name}]({name}.mp4) | {truth['title']} | {asked} | {seconds} | {seen} |\n"


def make_gallery(folder: Path) -> int:
    """Write stills, contact sheet and README for the clips of the catalogue that lie in a folder.

    Returns
    -------
    int
        How many clips there are.
    """
    stills = folder / "stills"
    stills.mkdir(exist_ok=True)
    cells, rows = [], []
    quality = [cv2.IMWRITE_JPEG_QUALITY, STILL_QUALITY]
    for name in CLIPS:
        video = folder / f"{name}.mp4"
        if not video.exists():
            continue
        truth = read_truth(folder / f"{name}.truth.json.gz")
        still = _frame_at(video, _middle_moment(truth))
        scale = STILL_PX / max(still.shape[:2])
        small = cv2.resize(still, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        cv2.imwrite(str(stills / f"{name}.jpg"), small, quality)
        cells.append(_cell(still, name))
        rows.append(_row(name, truth))
    if not cells:
        return 0
    while len(cells) % SHEET_COLUMNS:
        cells.append(np.full_like(cells[0], 255))
    lines = [np.hstack(cells[k : k + SHEET_COLUMNS]) for k in range(0, len(cells), SHEET_COLUMNS)]
    cv2.imwrite(str(stills / "contact-sheet.jpg"), np.vstack(lines), quality)
    (folder / "README.md").write_text(_HEAD + "".join(rows), encoding="utf-8")
    return len(rows)
