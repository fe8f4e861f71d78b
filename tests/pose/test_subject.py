"""Two people in one picture, composed of the sample clips: whose pose comes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from known_poses import shown

from formcheck.pose.estimator import Landmarker, model_picture
from formcheck.pose.landmarks import INDEX
from formcheck.pose.subject import Watcher
from formcheck.video.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from formcheck.pose.pose import Observation

    Sample = Callable[[str, int], list[Frame]]

COUNT = 60
TRUNK = [INDEX[f"{side}_{part}"] for side in ("left", "right") for part in ("shoulder", "hip")]


@pytest.fixture(scope="module")
def subject(sample: Sample) -> list[Frame]:
    """Give somebody on the left: the clip moved by 100 of its 640 pixels."""
    return [with_image(frame, moved(frame.image, -100)) for frame in sample("kneeling_lunge_good", COUNT)]


@pytest.fixture(scope="module")
def other(model: Path, sample: Sample) -> list[tuple[np.ndarray, np.ndarray]]:
    """Give somebody else, in other clothes and turned round: pictures and the masks that cut them out."""
    finder = Landmarker(model, video=False, people=1, mask=True)
    cut = []
    for frame in sample("kneeling_lunge_lean30", COUNT):
        result = finder(model_picture(frame).rgb)
        mask = result.segmentation_masks[0].numpy_view()[:, ::-1, :].copy()
        cut.append((np.ascontiguousarray(frame.image[:, ::-1, [1, 0, 2]]), mask))
    finder.close()
    return cut


def with_image(frame: Frame, image: np.ndarray) -> Frame:
    return Frame(frame.index, frame.time_s, image, frame.source_size)


def moved(image: np.ndarray, right: float, scale: float = 1.0, down: float = 0.0) -> np.ndarray:
    height, width = image.shape[:2]
    matrix = np.array([[scale, 0, right], [0, scale, down]], np.float32)
    border = cv2.BORDER_REPLICATE if scale == 1 and image.dtype == np.uint8 else cv2.BORDER_CONSTANT
    return cv2.warpAffine(image, matrix, (width, height), borderMode=border)


def joined(frame: Frame, other: tuple[np.ndarray, np.ndarray], right: float) -> Frame:
    """Put the other person, somewhat smaller, into the picture."""
    image, mask = (moved(part, right, scale=0.85, down=46) for part in other)
    mask = mask[..., None]
    return with_image(frame, (frame.image * (1 - mask) + image * mask).astype(np.uint8))


def without_subject(frame: Frame) -> Frame:
    """Paint the wall and floor over the left half."""
    image = frame.image.copy()
    image[:, 60:320] = image[:, 325:330].mean(axis=1, keepdims=True).astype(np.uint8)
    return with_image(frame, image)


def watched(model: Path, frames: Sequence[Frame]) -> list[Observation]:
    with Watcher(model) as watcher:
        return list(watcher.watch(frames))


def trunk_x(seen: Observation) -> float:
    return float(shown(seen).points[TRUNK, 0].mean())


def test_one_person_alone_is_never_doubted(model: Path, sample: Sample) -> None:
    seen = watched(model, sample("kneeling_lunge_good", COUNT))
    assert all(each.pose is not None and each.people == 1 and not each.ambiguous for each in seen)


def test_nobody_is_counted_as_nobody(model: Path) -> None:
    black = [Frame(n, n / 20, np.zeros((360, 640, 3), np.uint8), (640, 360)) for n in range(25)]
    seen = watched(model, black)
    assert all(each.pose is None and each.people == 0 and not each.ambiguous for each in seen)


def test_a_second_person_is_noticed_and_the_subject_kept(
    model: Path, subject: list[Frame], other: list[tuple[np.ndarray, np.ndarray]]
) -> None:
    seen = watched(model, [joined(*pair, right=220) for pair in zip(subject[:30], other, strict=False)])
    assert seen[-1].people == 2
    assert all(trunk_x(each) < 480 and not each.ambiguous for each in seen)


def test_the_tracker_is_led_back_after_it_slipped_onto_the_other(
    model: Path, subject: list[Frame], other: list[tuple[np.ndarray, np.ndarray]]
) -> None:
    frames = [
        joined(without_subject(frame) if 25 <= frame.index < 33 else frame, away, right=220)
        for frame, away in zip(subject, other, strict=True)
    ]
    seen = watched(model, frames)
    on_the_other = [each for each in seen if each.pose is not None and trunk_x(each) > 480]
    assert on_the_other, "the tracker did not slip: this shows nothing"
    assert all(each.ambiguous for each in on_the_other)
    assert all(trunk_x(each) < 480 and not each.ambiguous for each in seen[40:])


def test_while_one_hides_the_other_it_is_doubtful_and_then_no_more(
    model: Path, subject: list[Frame], other: list[tuple[np.ndarray, np.ndarray]]
) -> None:
    frames = [
        joined(frame, away, right=280 - 12 * max(frame.index - 20, 0))
        for frame, away in zip(subject, other, strict=True)
    ]
    seen = watched(model, frames)
    assert not any(each.ambiguous for each in seen[:20])
    assert any(each.ambiguous for each in seen[25:50])


def test_closing_twice_is_no_trouble(model: Path) -> None:
    watcher = Watcher(model)
    watcher.close()
    watcher.close()
