"""Puts the camera's pictures before the person, none of them too old: what they see is alive, and is them now.

A picture's age is looked at before it is painted, when it is painted, and by a window once more when it has been handed
over. What became too old on the way is not left to be seen: the camera's newest takes its place, without a pose, since
none is known of it yet.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from formcheck.live.latency import Latencies

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.pose.pose import Pose
    from formcheck.video.frame import Frame
    from formcheck.video.source import LiveSource

OLDEST_DRAWN_S: Final = 0.2
"""An older picture is not shown: seeing oneself late is worse than seeing fewer pictures."""

PUTTING_S: Final = 0.02
"""Kept at least for what comes after the last look at its age, until it is seen (2 to 4 ms on a quiet machine) ..."""

LATELY_S: Final = 3.0
"""... and as much as it took at most within this time: on a busy machine another process comes between."""

LONGEST_S: Final = 0.1
"""Counted at most of how long painting and putting will take, so that what was held up once does not keep the next
picture from being tried."""

ALIVE_S: Final = 0.25
"""After so long without a picture the camera's newest is shown though its pose is not known: with four a second
somebody still sees that it is them, and now."""

BLANK_AFTER_S: Final = 1.0
"""After so long without one the last picture is taken off the screen, on which all else goes on; a hiccup leaves it."""


class Show(Protocol):
    """Shows the screen of the session with a picture, as :meth:`formcheck.live.loop.Face.show` does."""

    def __call__(self, image: NDArray[np.uint8] | None, pose: Pose | None, fresh: Callable[[], bool] = ..., /) -> bool:
        """Show it where it is fresh; return whether it was shown."""


class Display:
    """Decides which picture is shown, and whether it is still young enough.

    Parameters
    ----------
    source
        Whose pictures; its clock tells their age. One that does not run by itself has none that are late.
    show
        Shows a picture.

    Attributes
    ----------
    latencies
        Of what was shown.
    """

    def __init__(self, source: LiveSource, show: Show) -> None:
        self._source = source
        self._show = show
        self._painting_s = 0.0
        self._puttings: deque[tuple[float, float]] = deque()
        self._shown_s = self._tried_s = 0.0
        self._begun = False
        self.latencies = Latencies()

    def draw(self, frame: Frame, pose: Pose | None) -> None:
        """Show a picture with its pose or, where that came too late, the camera's newest without one."""
        self._begun = True
        if not self._source.realtime:
            self._show(frame.image, pose)
        elif not self._put(frame, pose) and not self._put_newest(after=frame):
            self._blank()

    def stay_alive(self) -> None:
        """Show the camera's newest where there was no picture for a while, as no pose came or all were late.

        Of a source that runs by itself. Before the first pose there is nothing of a session yet, and no picture of it.
        """
        now_s = self._source.now_s()
        if now_s - max(self._shown_s, self._tried_s) < ALIVE_S:
            return
        self._tried_s = now_s
        if not (self._begun and self._put_newest()):
            self._blank()

    def _put_newest(self, after: Frame | None = None) -> bool:
        latest = self._source.latest()
        if latest is None or (after is not None and latest.time_s <= after.time_s):
            return False
        # Its pose is not known yet, and an older one would lie beside the body.
        return self._put(latest, None)

    def _put(self, frame: Frame, pose: Pose | None) -> bool:
        """Show a picture if it will be young enough when it is seen; tell whether it was shown."""
        source, begun_s = self._source, self._source.now_s()
        putting_s = self._putting_s(begun_s)
        if begun_s - frame.time_s > OLDEST_DRAWN_S - min(self._painting_s + putting_s, LONGEST_S):
            return False
        looked_s: list[float] = []

        def fresh() -> bool:
            looked_s.append(source.now_s())
            return looked_s[-1] - frame.time_s <= OLDEST_DRAWN_S - putting_s

        shown = self._show(frame.image, pose, fresh)
        now_s = source.now_s()
        if looked_s:
            self._painting_s = looked_s[0] - begun_s
        if shown:
            self._puttings.append((now_s, now_s - (looked_s or [begun_s])[-1]))
            self._shown_s = now_s
            self.latencies.add(now_s - frame.time_s)
        return shown

    def _putting_s(self, now_s: float) -> float:
        """Tell how long it may take from the last look at a picture's age until it is seen."""
        while self._puttings and self._puttings[0][0] < now_s - LATELY_S:
            self._puttings.popleft()
        took_s = max((took_s for _, took_s in self._puttings), default=0.0)
        return min(max(PUTTING_S, took_s), LONGEST_S)

    def _blank(self) -> None:
        """Go on without a picture, where the last one that was shown is by now one of the past."""
        if self._source.now_s() - self._shown_s > BLANK_AFTER_S:
            self._show(None, None)
