"""Finding poses on a thread of its own, while the ones before are judged, drawn and said.

The source's newest frame is taken each time. A pose that was found is never let go: it waits to be judged, and when
too many wait, no new frame is taken.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

import cv2
import numpy as np

from formcheck.pose.estimator import MODEL_LONG_SIDE_PX
from formcheck.pose.subject import Watcher
from formcheck.video.source import LOOK_UP_S

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from formcheck.live.pace import Change, Pace
    from formcheck.pose.models import Model
    from formcheck.pose.pose import Observation
    from formcheck.video.frame import Frame
    from formcheck.video.source import LiveSource

ROOM: Final = 4
"""So many may wait to be judged: judging one takes a tenth of finding it, so that none does but for a moment."""


@dataclass(frozen=True, slots=True, eq=False)
class Posed:
    """A frame with what was seen in it, and how long that took in seconds."""

    frame: Frame
    seen: Observation
    took_s: float


class PoseThread:
    """Finds the poses in the frames of a source. A context manager.

    Parameters
    ----------
    source
        Whose frames; they are taken on the thread.
    models
        The pose models by name; those that the steps of the pace name.
    pace
        Told of each frame; its changes are made here, between two frames.

    Raises
    ------
    ModelError, MissingLibraryError
        If the first model cannot be loaded.
    """

    def __init__(self, source: LiveSource, models: Mapping[str, Model], pace: Pace) -> None:
        self._source = source
        self._models = models
        self._pace = pace
        self._watcher = Watcher(models[pace.step.model].path)
        self._changed = threading.Condition()
        self._posed: deque[Posed] = deque()
        self._changes: deque[Change] = deque()
        self._in_hand_s: float | None = None
        self._finished = False
        self._closing = False
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="formcheck-pose", daemon=True)
        self._thread.start()

    def take(self, timeout_s: float) -> list[Posed]:
        """Take all that was found since, in its order, waiting for the first of it.

        Raises
        ------
        BaseException
            What ended the source or the model, after all that came before.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._posed or self._finished, timeout_s)
            posed = list(self._posed)
            self._posed.clear()
            self._changed.notify_all()
            if not posed and self._error is not None:
                raise self._error
            return posed

    def changes(self) -> list[Change]:
        """Take the changes of the pace that were made since."""
        return [self._changes.popleft() for _ in range(len(self._changes))]

    @property
    def in_hand_s(self) -> float | None:
        """The time of the frame that is being looked at; None between two."""
        return self._in_hand_s

    @property
    def ended(self) -> bool:
        """Whether the source is at its end, and all that was found was taken."""
        with self._changed:
            return self._finished and not self._posed

    def close(self) -> None:
        """End the thread and free the model; a second call does nothing."""
        with self._changed:
            self._closing = True
            self._changed.notify_all()
        self._thread.join()
        self._watcher.close()

    def _run(self) -> None:
        error: BaseException | None = None
        try:
            while not self._closing and not self._source.ended:
                frame = self._source.newest(LOOK_UP_S)
                if frame is not None:
                    self._find(frame)
        except BaseException as caught:
            error = caught
        with self._changed:
            self._error, self._finished = error, True
            self._changed.notify_all()

    def _find(self, frame: Frame) -> None:
        self._in_hand_s = frame.time_s
        begun_s = time.perf_counter()
        seen = self._watcher.observe(shrunk(frame, self._pace.step.long_side_px))
        took_s = time.perf_counter() - begun_s
        with self._changed:
            while len(self._posed) >= ROOM and not self._closing:
                self._changed.wait(LOOK_UP_S)
            self._posed.append(Posed(frame, seen, took_s))
            self._changed.notify_all()
        self._in_hand_s = None
        if self._source.realtime:
            self._keep_pace(took_s)

    def _keep_pace(self, took_s: float) -> None:
        before = self._pace.step
        change = self._pace.judged(self._source.now_s(), took_s, self._source.state.rate)
        if change is None:
            return
        if change.step.model != before.model:
            fresh = Watcher(self._models[change.step.model].path)
            self._watcher.close()
            self._watcher = fresh
        self._changes.append(change)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def shrunk(frame: Frame, long_side_px: int) -> Frame:
    """Give a frame with a smaller picture, where it is larger; its poses stay in pixels of the source."""
    height, width = frame.image.shape[:2]
    scale = min(long_side_px, MODEL_LONG_SIDE_PX) / max(height, width)
    if scale >= 1.0:
        return frame
    size = max(1, round(width * scale)), max(1, round(height * scale))
    small = cv2.resize(frame.image, size, interpolation=cv2.INTER_AREA)
    return replace(frame, image=np.asarray(small, np.uint8))
