"""How often a head is seen and not hidden, on clips whose truth is known.

The head is an ellipsoid about the true places of ears, eyes and mouth, as large as the heads that the studio draws with
their hair, and seen by the true camera. What of it lies in the picture has to lie under what is hidden, in each frame.
Whether something stands before it is not asked. Only tracks are needed; they are made once and kept, as by
`formcheck evaluate`.

    python -m benchmarks.blur DIR... [--json FILE]
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from platformdirs import user_cache_path

from formcheck.analysis.scoring.tracks import find_clips, pose_stage, track_of
from formcheck.draw.blur import EDGE_POWER
from formcheck.draw.heads import LiveHeads, RecordedHeads
from formcheck.pose.landmarks import INDEX
from formcheck.pose.models import find_model

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from formcheck.draw.heads import Head
    from formcheck.pose.track import Track

    Floats = NDArray[np.float64]

COVERED = 0.95
"""Of the part of a head that lies in the picture; less is a defect."""

BARE = 0.5
"""Less than this, and a face would be seen."""

IN_PICTURE = 0.1
"""A head of which less than this lies in the picture is not seen."""

SPOTS = 300
"""So many points fill a head."""

BELOW_EARS, ACROSS, UPWARD, FORWARD = -0.05, 0.53, 0.75, 0.70
"""Middle of a head above the ears, and its half lengths, over the distance from ear to ear: drawn over 24 heads of the
studio, hair and chin lie within."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame in which a head is seen: how much of it is hidden, and how much of the picture is."""

    clip: str
    time_s: float
    found: bool
    hidden: float
    area: float


def head_spots(truth: dict[str, Any]) -> Floats:
    """Give (frames, SPOTS, 2) pixels that fill the true head, NaN behind the camera."""
    marks = np.array(truth["landmarks_mm"], np.float64) / 1000.0

    def middle(*names: str) -> Floats:
        return np.asarray(marks[:, [INDEX[name] for name in names]].mean(axis=1))

    ears = middle("left_ear", "right_ear")
    across = marks[:, INDEX["left_ear"]] - marks[:, INDEX["right_ear"]]
    breadth = np.linalg.norm(across, axis=1, keepdims=True)
    across = across / breadth
    upward = middle("left_eye", "right_eye") - middle("mouth_left", "mouth_right")
    upward = upward - np.sum(upward * across, axis=1, keepdims=True) * across
    upward = upward / np.linalg.norm(upward, axis=1, keepdims=True)
    axes = np.stack([ACROSS * across, UPWARD * upward, FORWARD * np.cross(across, upward)], axis=1)
    spots = (ears + BELOW_EARS * breadth * upward)[:, None] + breadth[:, None] * np.einsum("sa,fax->fsx", _ball(), axes)
    seen = np.concatenate([spots, np.ones((*spots.shape[:2], 1))], axis=2) @ np.array(truth["camera"]["matrix"]).T
    pixels: Floats = np.where(seen[..., 2:] > 0, seen[..., :2] / seen[..., 2:], np.nan)
    return pixels


def _ball() -> Floats:
    """Give points spread evenly in a ball of radius 1."""
    random = np.random.default_rng(1)
    way = random.normal(size=(SPOTS, 3))
    far = random.random((SPOTS, 1)) ** (1 / 3)
    return np.asarray(far * way / np.linalg.norm(way, axis=1, keepdims=True))


def hidden(spots: Floats, heads: tuple[Head, ...]) -> NDArray[np.bool_]:
    """Tell of each spot, (n, 2), whether it is hidden; all are where the whole picture is."""
    if not heads:
        return np.ones(len(spots), bool)
    inside = [(((spots - (head.x, head.y)) / head.reach) ** EDGE_POWER).sum(axis=1) <= 1.0 for head in heads]
    return np.asarray(np.any(inside, axis=0))


def weigh(name: str, truth: dict[str, Any], track: Track) -> tuple[list[Frame], list[Frame]]:
    """Give the frames in which a head is seen, as recorded and as live."""
    spots, times = head_spots(truth), np.array(truth["times_s"])
    size = np.array(truth["size"])
    recorded, live = RecordedHeads(track.observations), LiveHeads()
    frames: tuple[list[Frame], list[Frame]] = [], []
    for seen in track.observations:
        at = spots[int(np.argmin(np.abs(times - seen.time_s)))]
        inside = ((at >= 0) & (at < size)).all(axis=1)
        ways = (recorded.at(seen.time_s), live.see(seen.pose, seen.time_s, doubtful=seen.ambiguous))
        if inside.mean() < IN_PICTURE:
            continue
        for into, heads in zip(frames, ways, strict=True):
            share = float(hidden(at[inside], heads).mean())
            area = min(1.0, sum(4.0 * head.reach**2 for head in heads) / float(size.prod())) if heads else 1.0
            into.append(Frame(name, seen.time_s, seen.pose is not None, share, area))
    return frames


def told(way: str, frames: list[Frame]) -> None:
    """Print how a way of hiding came out, and in which clips it failed."""
    amiss = [frame for frame in frames if frame.hidden < COVERED]
    bare = sum(frame.hidden < BARE for frame in frames)
    whole = sum(frame.area >= 1.0 for frame in frames)
    print(
        f"{way}: {len(frames):,} frames with a head; not wholly hidden {len(amiss)} ({len(amiss) / len(frames):.2%}), "
        f"less than half hidden {bare} ({bare / len(frames):.2%}); whole picture hidden in {whole}; "
        f"of the picture hidden {np.median([frame.area for frame in frames]):.1%} (median)"
    )
    for clip, number in Counter(frame.clip for frame in amiss).most_common(12):
        shares = [frame.hidden for frame in amiss if frame.clip == clip]
        print(f"    {clip}: {number} frames, {np.mean(shares):.0%} of the head hidden in them")


def main() -> None:
    """Weigh all clips of the folders."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", type=Path, help="write each frame that is amiss")
    wanted = parser.parse_args()
    work = user_cache_path("formcheck", appauthor=False) / "evaluate"
    model, stage = find_model("full"), pose_stage()
    recorded: list[Frame] = []
    live: list[Frame] = []
    for folder in wanted.folders:
        for clip in find_clips(folder):
            truth = json.loads(gzip.decompress(clip.truth.read_bytes()))
            both = weigh(f"{folder.name}/{clip.name}", truth, track_of(clip, work, model, stage))
            recorded += both[0]
            live += both[1]
    told("recorded", recorded)
    told("live", live)
    if wanted.json:
        amiss = {
            way: [asdict(frame) for frame in frames if frame.hidden < COVERED]
            for way, frames in (("recorded", recorded), ("live", live))
        }
        wanted.json.write_text(json.dumps(amiss, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
