"""No face is in what ``formcheck analyse`` writes, unless somebody agreed."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import cv2
import numpy as np

from formcheck.pose.landmarks import FACE, INDEX
from formcheck.pose.track import load
from tests.integration.recordings import clip, pictures

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest
    from numpy.typing import NDArray

    from formcheck.pose.models import Model
    from formcheck.pose.pose import Pose
    from tests.integration.command import Analysed, Outcome

EACH = 20
"""Every so manieth frame is looked at."""

SHORT = ("-m", "kneeling-lunge", "--time-range", 0, 0.4)


def grain(image: NDArray[np.uint8], at: NDArray[np.float32]) -> float:
    """Give how much there is about a spot of what is as large as eyes, nose and mouth, 0 to 255."""
    x, y = at.astype(int)
    grey = cv2.cvtColor(image[max(0, y - 28) : y + 28, max(0, x - 28) : x + 28], cv2.COLOR_BGR2GRAY).astype(np.float32)
    features = cv2.GaussianBlur(grey, (0, 0), 1.0) - cv2.GaussianBlur(grey, (0, 0), 4.0)
    return float(features[14:42, 14:42].std())


def arm_is_up(pose: Pose) -> bool:
    """Tell whether the skeleton's arm is drawn over the head."""
    wrists = pose.points[[INDEX["left_wrist"], INDEX["right_wrist"]], 1]
    return bool(wrists.min() < pose.points[INDEX["nose"], 1] + 60)


def test_the_face_is_gone_from_every_frame_of_the_annotated_video(good: Analysed) -> None:
    seen = load(good.track).observations
    shown = zip(seen, pictures(clip("good")), pictures(good.video), strict=True)
    looked_at = 0
    for number, (each, (_, before), (_, after)) in enumerate(shown):
        if number % EACH == 0 and each.pose is not None and not arm_is_up(each.pose):
            face = each.pose.points[list(FACE)].mean(axis=0)
            assert grain(after, face) < 0.25 * grain(before, face)
            looked_at += 1
    assert looked_at > 10
    assert good.session["pictures"] == {"showing": "blurred"}


def test_a_video_of_the_skeleton_alone_shows_nothing_of_the_room(
    model: Model, formcheck: Callable[..., Outcome], tmp_path: Path
) -> None:
    assert formcheck("analyse", clip("good"), *SHORT, "--skeleton-only").code == 0
    folder = tmp_path / "kneeling_lunge_good_formcheck"
    assert json.loads((folder / "session.json").read_text("utf-8"))["pictures"] == {"showing": "skeleton"}
    images = [image for _, image in pictures(folder / "kneeling_lunge_good_annotated.mp4")]
    plain = np.abs(images[0].astype(int) - images[0][-1, -1]).max(axis=2) < 12
    assert plain.mean() > 0.7, "but for the skeleton and the words all is one colour"
    assert not plain.all()


def test_faces_are_kept_only_when_somebody_says_that_all_agree(
    model: Model, formcheck: Callable[..., Outcome], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FORMCHECK_STORE", str(tmp_path / "records.db"))
    asked = ("analyse", clip("good"), *SHORT, "--no-video", "--no-blur")
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    refused = formcheck(*asked)
    assert refused.code == 2
    assert "--yes" in refused.err
    assert formcheck("people", "add", "P-1", "--consent", "2026-01").code == 0
    refused = formcheck(*asked, "--person", "P-1", "--yes")
    assert refused.code == 2
    assert "formcheck people consent P-1 VERSION --to unblurred" in refused.err
    assert not (tmp_path / "kneeling_lunge_good_formcheck").exists()
    assert formcheck("people", "consent", "P-1", "2026-02", "--to", "unblurred", "--on", "2026-03-01").code == 0
    assert formcheck(*asked, "--person", "P-1").code == 0
    record = json.loads((tmp_path / "kneeling_lunge_good_formcheck" / "session.json").read_text("utf-8"))
    agreed = {"from": "records", "version": "2026-02", "given_on": "2026-03-01"}
    assert record["pictures"] == {"showing": "unblurred", "consent": agreed}


def test_a_live_video_with_faces_is_not_begun_before_somebody_agreed(
    formcheck: Callable[..., Outcome], tmp_path: Path
) -> None:
    begun = ("live", "--source", clip("good"), "--no-window", "--mute")
    refused = formcheck(*begun, "--yes", "--no-blur")
    assert refused.code == 2
    assert "--record" in refused.err
    assert list(tmp_path.glob("live-*")) == []
