"""The window: shows the screens of a session at any size, and turns keys and clicks into commands."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

import cv2

from formcheck.draw.screens.painter import Painter
from formcheck.errors import WindowError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from formcheck.coach.commands import Command
    from formcheck.coach.screens import Screen
    from formcheck.draw.screens.keys import Button
    from formcheck.draw.style import Style
    from formcheck.pose.pose import Pose

    Image = NDArray[np.uint8]

FIRST_SIZE: Final = (1280, 720)
"""Of the window before anybody changes it, (width, height) in pixels."""

MOST_PAINTED_PX: Final = 1920
"""Long side of what is painted; a larger window scales it up, since painting four times as much would cost frames."""

FULL_SCREEN_KEY: Final = "f"

MOST_KEYS_AT_ONCE: Final = 16
"""Keys taken in one go, so that one that is held down cannot stop the pictures."""

KEY_NAMES: Final = {8: "backspace", 10: "enter", 13: "enter", 27: "escape", 32: "space", 0x8D: "enter"}
"""Low byte of a key's code to its name: ASCII, and X's own code of the number pad's Enter."""
NUMBER_PAD: Final = {0xB0 + digit: str(digit) for digit in range(10)}
"""X's own codes of the number pad's digits, where the code is larger than a byte."""
PLAIN_CODES: Final = 0x100

PROBE: Final = "import cv2; cv2.namedWindow('formcheck', cv2.WINDOW_NORMAL); cv2.waitKey(1)"
PROBE_S: Final = 30.0
"""A slow machine needs some seconds to open its first window."""


class Window:
    """A window on the screen.

    Parameters
    ----------
    mirror
        Whether the camera's picture is shown as in a mirror.
    size
        (width, height) at first, pixels; anybody may change it.
    full_screen
        Whether it takes the whole screen at first; the key ``f`` toggles that.
    title
        Of the window.
    style
        Colours; the usual ones if not given.

    Raises
    ------
    WindowError
        There is no display to open a window on.
    """

    waits_at_end: Final = True
    """Somebody is there to read the summary."""

    def __init__(
        self,
        *,
        mirror: bool = False,
        size: tuple[int, int] = FIRST_SIZE,
        full_screen: bool = False,
        title: str = "formcheck",
        style: Style | None = None,
    ) -> None:
        _require_display()
        self._painter = Painter(style, mirrored=mirror)
        self._title = title
        self._buttons: tuple[Button, ...] = ()
        self._screen: Screen | None = None
        self._shown: Image | None = None
        self._asked: list[Command] = []
        self._full_screen = False
        self._closed = False
        try:
            cv2.namedWindow(title, cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL)
            cv2.resizeWindow(title, *size)
            cv2.setMouseCallback(title, self._on_mouse)
        except cv2.error as error:
            raise _no_window("OpenCV cannot open one") from error
        if full_screen:
            self.toggle_full_screen()

    def __enter__(self) -> Window:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def closed(self) -> bool:
        """Whether it was closed, by its own button or by :meth:`close`."""
        if not self._closed:
            try:
                self._closed = cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) < 1.0
            except cv2.error:
                self._closed = True
        return self._closed

    @property
    def size(self) -> tuple[int, int]:
        """(width, height) of what is painted: that of the window, or smaller in its shape where it is very large."""
        _, _, width, height = cv2.getWindowImageRect(self._title)
        share = min(1.0, MOST_PAINTED_PX / max(width, height, 1))
        return max(1, round(width * share)), max(1, round(height * share))

    def show(
        self, image: Image | None, pose: Pose | None, screen: Screen, fresh: Callable[[], bool] = lambda: True
    ) -> bool:
        """Show a screen; when this returns, it is to be seen.

        Parameters
        ----------
        image
            (h, w, 3) uint8 BGR of the camera, left as it is; None where there is no picture.
        pose
            The smoothed pose of this picture; None when nobody is seen.
        screen
            What is to be seen.
        fresh
            Asked when it is painted, and again when it was handed over: where it says no, the picture has become too
            old, and the one before stays.

        Returns
        -------
        Whether it was shown.
        """
        if self.closed:
            return False
        painted = self._painter.paint(image, self.size, pose, screen, time.monotonic())
        if not fresh():
            return False
        cv2.imshow(self._title, painted.image)
        # The window draws itself while keys are waited for: until then nobody has seen it.
        if self._shown is not None and not fresh():
            cv2.imshow(self._title, self._shown)
            return False
        self._shown, self._buttons, self._screen = painted.image, painted.buttons, screen
        self._painter.keep()
        self._take_keys(1)
        return True

    def commands(self) -> Sequence[Command]:
        """Take the commands given by key and by click since the last call."""
        self._take_keys(MOST_KEYS_AT_ONCE)
        asked, self._asked = self._asked, []
        return asked

    def _take_keys(self, most: int) -> None:
        """Note the keys that were pressed; this lets the window draw itself, too."""
        for _ in range(most):
            code = cv2.waitKeyEx(1)
            if code == -1:
                break
            self._asked += self._asked_by(key_name(code))

    def close(self) -> None:
        """Take it away; to close it twice does nothing."""
        if self.closed:
            return
        self._closed = True
        cv2.destroyWindow(self._title)
        cv2.waitKey(1)

    def toggle_full_screen(self) -> None:
        """Take the whole screen, or give it back."""
        self._full_screen = not self._full_screen
        mode = cv2.WINDOW_FULLSCREEN if self._full_screen else cv2.WINDOW_NORMAL
        cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, mode)

    def _asked_by(self, key: str) -> list[Command]:
        choices = () if self._screen is None else self._screen.choices
        for choice in choices:
            if choice.key.lower() == key:
                return [choice.command]
        if key == FULL_SCREEN_KEY:
            self.toggle_full_screen()
        return []

    def _on_mouse(self, event: int, x: int, y: int, _flags: int, _data: object) -> None:
        if event == cv2.EVENT_LBUTTONDOWN:
            self._asked += [button.choice.command for button in self._buttons if button.box.holds(x, y)][:1]


def key_name(code: int) -> str:
    """Name a key by the code that OpenCV gives: one character, ``space``, ``enter``, ``escape`` or ``backspace``.

    Empty for keys that have no name here, such as arrows.
    """
    low = code & 0xFF
    if low in KEY_NAMES:
        return KEY_NAMES[low]
    if code & 0xFFFF >= PLAIN_CODES:
        return NUMBER_PAD.get(low, "") if code & 0xFF00 == 0xFF00 else ""
    character = chr(low)
    return character.lower() if character.isprintable() else ""


def _require_display() -> None:
    """Raise a plain error where Qt, which OpenCV's windows are made of, would end the whole process."""
    if not sys.platform.startswith("linux"):
        return
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        raise _no_window("there is no display")
    _quieten_fonts()
    try:
        tried = subprocess.run([sys.executable, "-c", PROBE], capture_output=True, timeout=PROBE_S, check=False)
    except subprocess.TimeoutExpired as error:
        raise _no_window("the display does not answer") from error
    if tried.returncode != 0:
        raise _no_window("the display cannot be used")


def _no_window(what: str) -> WindowError:
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or "no DISPLAY"
    return WindowError(
        f"cannot open a window: {what}",
        where=shown,
        mend="Give --no-window, or start it where a screen is (on a server: under xvfb-run; a library that is missing: "
        "install libgl1 and libxcb-xinerama0)",
    )


def _quieten_fonts() -> None:
    """Name a folder of fonts that is there: OpenCV's wheel names one that is not, and Qt then complains for each font.

    No letter is written with them; all type is painted by formcheck.
    """
    named = os.environ.get("QT_QPA_FONTDIR")
    if named is None or not Path(named).is_dir():
        os.environ["QT_QPA_FONTDIR"] = str(Path(cv2.__file__).parent)
