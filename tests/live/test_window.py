from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from formcheck.errors import WindowError
from formcheck.live.window import Window, key_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

TOOLS = ("Xvfb", "xdotool")

# A process of its own: Qt ends the one it runs in when its display goes.
SHOWS = """
import json, os, subprocess, sys, time
import cv2
import numpy as np
from formcheck.live.window import Window
from tests.draw.conftest import Figures
from tests.support.screens import every_screen
from tests.live.test_window import on_screen

def answer():
    for _ in range(200):
        window.show(camera, Figures.pose(640, 480), screen)
        asked = window.commands()
        if asked or window.closed:
            return [command.ask.value for command in asked]
    return []

camera = np.full((480, 640, 3), 128, np.uint8)
screen = every_screen(Figures.snapshot())["work"]
told = {"keys": {}, "clicks": {}}
with Window(size=(800, 450)) as window:
    _ = [window.show(camera, None, screen) or window.commands() for _ in range(10)]
    told["size"] = window.size
    for key in ("space", "n", "Escape", "x"):
        subprocess.run(["xdotool", "key", key], check=True)
        told["keys"][key] = answer()
    left, top, _, _ = cv2.getWindowImageRect("formcheck")
    for button in window._buttons:
        x, y = button.box.middle
        subprocess.run(["xdotool", "mousemove", str(left + x), str(top + y), "click", "1"], check=True)
        told["clicks"][button.choice.command.ask.value] = answer()
    cv2.resizeWindow("formcheck", 500, 700)
    for _ in range(10):
        window.show(camera, None, screen)
        window.commands()
    told["resized"] = window.size
    told["open"] = not window.closed
    told["late"] = window.show(camera, None, screen, lambda: False)

    def seen(light, looks=(), rounds=200):
        # Shows a picture that is still young enough at so many looks; says whether it came to the screen.
        left = list(looks)
        shown = window.show(np.full_like(camera, light), None, screen, lambda: left.pop(0) if left else True)
        left, top, width, height = cv2.getWindowImageRect("formcheck")
        for _ in range(rounds):
            window.commands()
            if abs(int(on_screen(os.environ["SCREEN_FILE"])[top + height // 2, left + width // 2, 0]) - light) < 3:
                return shown, True
            time.sleep(0.01)
        return shown, False

    told["handed over"] = [seen(90), seen(250, [True, False], rounds=20), seen(90), seen(200)]
told["closed"] = window.closed
window.show(camera, None, screen)
print(json.dumps(told))
"""


def on_screen(path: str) -> NDArray[np.uint8]:
    """Read what Xvfb shows, (h, w, 3) BGR, from the file in which it keeps that (format: X11/XWDFile.h)."""
    data = np.fromfile(path, np.uint8)
    header = data[:100].view(">u4")
    header_bytes, width, height, line_bytes, colours = (int(header[place]) for place in (0, 4, 5, 12, 19))
    pixels = data[header_bytes + 12 * colours :][: height * line_bytes]
    return pixels.reshape(height, line_bytes // 4, 4)[:, :width, :3]


@pytest.fixture(scope="module")
def screen_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Say where Xvfb keeps what it shows."""
    return tmp_path_factory.mktemp("screen") / "Xvfb_screen0"


@pytest.fixture(scope="module")
def display(screen_file: Path) -> Iterator[str]:
    missing = [tool for tool in TOOLS if shutil.which(tool) is None]
    if missing:
        pytest.skip(f"not on this machine: {', '.join(missing)}")
    reader, writer = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1024x768x24", "-fbdir", str(screen_file.parent)],
        pass_fds=[writer],
        stderr=subprocess.DEVNULL,
    )
    os.close(writer)
    try:
        with os.fdopen(reader) as number:
            name = number.readline().strip()
        if not name:
            pytest.skip("Xvfb cannot open a display here")
        yield f":{name}"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture(scope="module")
def told(display: str, screen_file: Path) -> dict[str, Any]:
    """Say what a window told of keys, clicks and its size."""
    ran = subprocess.run(
        [sys.executable, "-c", SHOWS],
        env=os.environ | {"DISPLAY": display, "SCREEN_FILE": str(screen_file)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout) | {"stderr": ran.stderr}


def test_a_key_that_is_shown_gives_its_command_and_no_other_key_does(told):
    assert told["keys"] == {"space": ["pause"], "n": ["skip"], "Escape": ["stop"], "x": []}


def test_a_click_on_a_choice_gives_its_command(told):
    assert told["clicks"] == {ask: [ask] for ask in ("pause", "skip", "repeat", "back", "stop")}


def test_the_picture_follows_the_size_of_the_window(told):
    assert told["size"] == [800, 450]
    assert told["resized"] == [500, 700]


def test_a_picture_that_became_too_old_while_it_was_handed_over_is_not_seen(told):
    young, late, still_there, next_one = told["handed over"]
    assert late == [False, False]
    assert young == still_there == next_one == [True, True]


def test_a_window_that_was_taken_away_is_closed_and_stays_so(told):
    assert told["open"]
    assert told["late"] is False
    assert told["closed"]


def test_nothing_complains_of_missing_fonts(told):
    assert "QFont" not in told["stderr"]


def without_display(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)


def with_one_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    without_display(monkeypatch)
    monkeypatch.setenv("DISPLAY", ":4711")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can be without a display")
@pytest.mark.parametrize("change", [without_display, with_one_that_is_not_there])
def test_without_a_display_one_line_says_what_to_do(monkeypatch, change: Callable[[pytest.MonkeyPatch], None]):
    change(monkeypatch)
    with pytest.raises(WindowError) as error:
        Window()
    assert "--no-window" in str(error.value)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        (ord(" "), "space"),
        (13, "enter"),
        (0xFF0D, "enter"),
        (0xFF8D, "enter"),
        (27, "escape"),
        (0xFF1B, "escape"),
        (8, "backspace"),
        (0xFF08, "backspace"),
        (ord("n"), "n"),
        (ord("N"), "n"),
        (ord("7"), "7"),
        (0xFFB7, "7"),
        (0xFF51, ""),
        (0xFFE1, ""),
    ],
)
def test_keys_have_the_names_that_screens_use(code, name):
    assert key_name(code) == name
