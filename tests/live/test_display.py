"""Which picture is shown, and that none is too old, by clocks that are given: a busy machine changes nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest

from formcheck.live.display import ALIVE_S, BLANK_AFTER_S, OLDEST_DRAWN_S, Display
from formcheck.video.frame import Frame

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from formcheck.pose.pose import Pose
    from formcheck.video.source import LiveSource

FRAME_S = 1 / 30
POSE = cast("Pose", object())


@dataclass
class Camera:
    """A camera that gives a picture every thirtieth of a second of the given clock."""

    clock_s: float = 100.0
    stalled_s: float = float("inf")
    realtime: bool = True

    def now_s(self) -> float:
        return self.clock_s

    def latest(self) -> Frame:
        return self.taken(0.0)

    def taken(self, ago_s: float) -> Frame:
        """Give the newest picture of so long ago."""
        number = int((min(self.clock_s, self.stalled_s) - ago_s) / FRAME_S)
        return Frame(number, number * FRAME_S, np.full((1, 1, 3), number % 251, np.uint8), (1, 1))


@dataclass
class Person:
    """Sees what a window would show, which takes as long as is given."""

    camera: Camera
    painting_s: list[float] = field(default_factory=list)
    handing_s: list[float] = field(default_factory=list)
    putting_s: list[float] = field(default_factory=list)
    seen: list[tuple[float, int | None, bool]] = field(default_factory=list)

    def show(
        self, image: NDArray[np.uint8] | None, pose: Pose | None, fresh: Callable[[], bool] = lambda: True
    ) -> bool:
        for took_s in (self.painting_s, self.handing_s):
            self.camera.clock_s += took_s.pop(0) if took_s else 0.003
            if not fresh():
                return False
        self.camera.clock_s += self.putting_s.pop(0) if self.putting_s else 0.003
        number = None if image is None else int(image[0, 0, 0])
        self.seen.append((self.camera.clock_s, number, pose is not None))
        return True

    @property
    def pictures(self) -> list[tuple[float, bool]]:
        """Age of each picture that was seen, and whether with its pose; 251 pictures last for eight seconds."""
        return [
            ((at_s - number * FRAME_S) % (251 * FRAME_S), posed)
            for at_s, number, posed in self.seen
            if number is not None
        ]


@pytest.fixture
def camera() -> Camera:
    return Camera()


@pytest.fixture
def person(camera: Camera) -> Person:
    return Person(camera)


@pytest.fixture
def display(camera: Camera, person: Person) -> Display:
    return Display(cast("LiveSource", camera), person.show)


def test_on_a_quiet_machine_each_picture_is_shown_with_its_pose(camera: Camera, person: Person, display: Display):
    for _ in range(30):
        camera.clock_s += FRAME_S
        display.draw(camera.taken(0.04), POSE)
    assert len(person.pictures) == len(display.latencies) == 30
    assert all(posed for _, posed in person.pictures)


@pytest.mark.parametrize("held_up", ["painting_s", "handing_s"])
def test_what_became_too_old_while_it_was_painted_or_handed_over_gives_way_to_the_cameras_newest(
    held_up: str, camera: Camera, person: Person, display: Display
):
    getattr(person, held_up).append(0.3)
    display.draw(camera.taken(0.06), POSE)
    ((age_s, posed),) = person.pictures
    assert age_s < 2 * FRAME_S
    assert not posed  # An older pose would lie beside the body.


def test_where_putting_a_picture_on_the_screen_took_long_lately_the_next_one_has_to_be_younger(
    camera: Camera, person: Person, display: Display
):
    person.putting_s = [0.08]
    display.draw(camera.taken(0.03), POSE)
    person.putting_s = [0.08]
    display.draw(camera.taken(0.14), POSE)
    assert [posed for _, posed in person.pictures] == [True, False]
    assert max(age_s for age_s, _ in person.pictures) <= OLDEST_DRAWN_S
    camera.clock_s += 10.0
    display.draw(camera.taken(0.14), POSE)
    assert person.pictures[-1][1]


def test_while_no_pose_comes_somebody_still_sees_themselves_four_times_a_second(
    camera: Camera, person: Person, display: Display
):
    display.draw(camera.taken(0.04), POSE)
    for _ in range(100):
        camera.clock_s += 0.02
        display.stay_alive()
    assert len(person.pictures) == 1 + int(100 * 0.02 / (ALIVE_S + 0.02))
    assert not any(posed for _, posed in person.pictures[1:])
    assert max(age_s for age_s, _ in person.pictures) < 2 * FRAME_S + 0.02


def test_where_every_picture_comes_too_late_the_last_one_goes_and_the_screen_goes_on_without(
    camera: Camera, person: Person, display: Display
):
    display.draw(camera.taken(0.04), POSE)
    begun_s = camera.clock_s
    while camera.clock_s < begun_s + 5.0:
        camera.clock_s += 0.1
        person.painting_s = [0.25, 0.25, 0.003]
        display.draw(camera.taken(0.1), POSE)
    assert len(person.pictures) == 1
    blanks_s = [at_s - begun_s for at_s, number, _ in person.seen if number is None]
    assert BLANK_AFTER_S < blanks_s[0] < 2 * BLANK_AFTER_S
    assert blanks_s[-1] > 4.0
    # Held up for once is not held up for good.
    person.painting_s = []
    display.draw(camera.taken(0.03), POSE)
    assert len(person.pictures) == 2


def test_a_camera_that_stands_still_gives_way_to_the_screen_without_a_picture(
    camera: Camera, person: Person, display: Display
):
    display.draw(camera.taken(0.04), POSE)
    camera.stalled_s = camera.clock_s
    for _ in range(100):
        camera.clock_s += 0.02
        display.stay_alive()
    assert max(age_s for age_s, _ in person.pictures) <= OLDEST_DRAWN_S
    assert person.seen[-1][1] is None


def test_a_file_that_waits_for_whoever_looks_at_it_is_never_late():
    camera = Camera(realtime=False)
    person = Person(camera, painting_s=[0.5])
    Display(cast("LiveSource", camera), person.show).draw(camera.taken(0.5), POSE)
    assert person.seen[0][2]
