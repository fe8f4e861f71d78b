"""A live session with a camera that is real to the program, the real model and the real coach."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

import pytest

from formcheck.coach.commands import Ask, Command
from formcheck.coach.screens import ScreenKind
from formcheck.draw.blur import Showing
from formcheck.errors import ModelError
from formcheck.live.consent import consent_given
from formcheck.live.live import LiveSession, Wishes, models_for, steps_for
from formcheck.live.loop import Ending
from formcheck.live.pace import Step
from formcheck.pose.models import find_local_model
from formcheck.video.camera import open_source
from formcheck.video.source import Trouble
from tests.support.netcamera import NetCamera

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.coach.screens import Screen
    from formcheck.pose.pose import Pose

PATIENCE_S = 60.0


@pytest.fixture(autouse=True)
def _model_and_own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        find_local_model()
    except ModelError as error:
        pytest.skip(f"no pose model on this machine: {error}")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


@pytest.fixture
def camera() -> Iterator[NetCamera]:
    with NetCamera() as plugged:
        yield plugged


class Watcher:
    """A face that remembers what it showed, and asks for what a test wants asked."""

    waits_at_end = False

    def __init__(self) -> None:
        self.image: NDArray[np.uint8] | None = None
        self.screen: Screen | None = None
        self.wanted: list[Command] = []
        self.closed = False

    def show(
        self,
        image: NDArray[np.uint8] | None,
        pose: Pose | None,
        screen: Screen,
        fresh: Callable[[], bool] = lambda: True,
    ) -> bool:
        self.image, self.screen = image, screen
        return fresh()

    def commands(self) -> Sequence[Command]:
        wanted, self.wanted = self.wanted, []
        return wanted

    def close(self) -> None:
        self.closed = True

    @property
    def notes(self) -> str:
        return "" if self.screen is None else " ".join(self.screen.notes)


def wishes(parent: Path, *, consent: bool = True) -> Wishes:
    return Wishes(
        program="hip-mobility",
        movement=None,
        language="en",
        settings={"consent_given": consent},
        model="full",
        person=None,
        record=False,
        showing=Showing.BLURRED,
        pictures={},
        parent=parent,
    )


def script(*steps: tuple[Callable[[], bool], Callable[[], object]]) -> Callable[[], bool]:
    """Do each thing once its condition holds; wants to stop after the last."""
    left = list(steps)
    end_s = time.monotonic() + PATIENCE_S

    def wants_to_stop() -> bool:
        assert time.monotonic() < end_s, f"{len(left)} steps of the script never came"
        if left and left[0][0]():
            left.pop(0)[1]()
        return not left

    return wants_to_stop


def test_a_camera_that_is_unplugged_is_told_and_the_session_goes_on_when_it_is_back(
    camera: NetCamera, tmp_path: Path
) -> None:
    face = Watcher()
    with open_source(camera.address) as source:
        outcome = LiveSession(source, wishes(tmp_path)).run(
            face,
            wants_to_stop=script(
                (lambda: face.image is not None, camera.unplug),
                # The last picture is taken off the screen, and the time goes on.
                (lambda: "The camera is gone" in face.notes and face.image is None, camera.plug_in),
                (lambda: face.image is not None and "gone" not in face.notes, lambda: None),
            ),
        )
    assert outcome.ending is Ending.STOPPED
    assert outcome.kept is not None
    record = json.loads(outcome.folder.session.read_text("utf-8"))
    troubles = [each["trouble"] for each in record["live"]["camera_troubles"]]
    assert troubles[0] in ("lost", "stalled")
    assert troubles[-1] == "none"
    assert "lost" in troubles
    assert record["live"]["camera"]["reconnected"] == 1
    assert record["live"]["latency_ms"]["p50"] > 0
    assert "Nobody was seen in this recording." in record["notes"]


class SlowPainter(Watcher):
    """A face whose painting is held up now and then, as on a machine that has other things to do."""

    HELD_UP_S = 0.3

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[tuple[bool, bool]] = []

    def show(
        self,
        image: NDArray[np.uint8] | None,
        pose: Pose | None,
        screen: Screen,
        fresh: Callable[[], bool] = lambda: True,
    ) -> bool:
        slow = image is not None and len(self.shown) % 3 == 2
        if slow:
            time.sleep(self.HELD_UP_S)
        shown = super().show(image, pose, screen, fresh)
        if image is not None:
            self.shown.append((slow, shown))
        return shown


def test_a_picture_that_became_too_old_while_it_was_painted_is_not_shown(camera: NetCamera, tmp_path: Path) -> None:
    face = SlowPainter()
    with open_source(camera.address) as source:
        outcome = LiveSession(source, wishes(tmp_path)).run(
            face, wants_to_stop=script((lambda: sum(slow for slow, _ in face.shown) >= 2, lambda: None))
        )
    assert outcome.kept is not None
    assert not any(shown for slow, shown in face.shown if slow)
    # Those that were not held up are, and only they count as drawn.
    assert outcome.kept.more["live"]["drawn"] == sum(shown for _, shown in face.shown)


def test_consent_is_asked_for_once_and_remembered(camera: NetCamera, tmp_path: Path) -> None:
    face = Watcher()
    with open_source(camera.address) as source:
        LiveSession(source, wishes(tmp_path, consent=False)).run(
            face,
            wants_to_stop=script(
                (
                    lambda: face.screen is not None and face.screen.kind is ScreenKind.CONSENT,
                    lambda: face.wanted.append(Command(Ask.NEXT)),
                ),
                (lambda: face.screen is not None and face.screen.kind is ScreenKind.WARM_UP, lambda: None),
            ),
        )
    assert consent_given()


def test_a_window_that_is_closed_ends_the_session_and_keeps_it(camera: NetCamera, tmp_path: Path) -> None:
    face = Watcher()
    with open_source(camera.address) as source:
        stop = script((lambda: face.image is not None, face.close), (lambda: False, lambda: None))
        outcome = LiveSession(source, wishes(tmp_path)).run(face, wants_to_stop=stop)
    assert outcome.ending is Ending.CLOSED
    assert outcome.folder.session.exists()


def test_a_session_without_a_frame_leaves_nothing(camera: NetCamera, tmp_path: Path) -> None:
    with open_source(camera.address) as source:
        camera.stalled = True
        wait_s = time.monotonic() + PATIENCE_S
        while source.state.trouble is not Trouble.STALLED:
            assert time.monotonic() < wait_s
            source.newest(0.05)
        outcome = LiveSession(source, wishes(tmp_path / "out")).run(Watcher(), wants_to_stop=lambda: True)
    assert outcome.kept is None
    assert list((tmp_path / "out").iterdir()) == []


def test_a_model_that_was_named_is_the_only_one_used() -> None:
    assert list(models_for("full")) == ["full"]
    assert steps_for(["full", "lite"]) == [Step("full", 640), Step("full", 480), Step("lite", 480)]
    assert steps_for(["heavy"]) == [Step("heavy", 640), Step("heavy", 480)]
