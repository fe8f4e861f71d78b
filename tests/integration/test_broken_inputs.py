"""Whatever is wrong: one clear line, the exit code that says so, no traceback, and no half of a result."""

from __future__ import annotations

import itertools
import json
import os
import pty
import re
import resource
import shutil
import signal
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import cv2
import numpy as np
import pytest

from formcheck.cli.errors import ExitCode
from formcheck.pose.track import load
from tests.integration.command import COMMAND, Outcome, environment, run_command
from tests.integration.recordings import changed, clip, pictures, write

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.integration.recordings import Image

    Run = Callable[..., Outcome]

pytestmark = pytest.mark.usefixtures("model")

FRAMES, FPS = 16, 20


@pytest.fixture(scope="session")
def person(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a second of somebody kneeling, small."""
    shown = changed(itertools.islice(pictures(clip("good")), FRAMES), halved)
    path = tmp_path_factory.mktemp("person") / "person.mp4"
    return write(path, shown)


def halved(image: Image) -> Image:
    """Make a picture half as large."""
    return cv2.resize(image, (480, 270), interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)


def grey(path: Path, size: tuple[int, int], frames: int = FRAMES, level: int = 0) -> Path:
    image = np.full((size[1], size[0], 3), level, np.uint8)
    return write(path, ((number / FPS, image) for number in range(frames)))


def refused(outcome: Outcome, *words: str) -> None:
    """One line on stderr with these words, nothing on stdout, exit code 2."""
    assert outcome.code == ExitCode.FAILED
    assert outcome.out == ""
    lines = outcome.err.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("formcheck: ")
    for word in words:
        assert word in lines[0]


def told_in(messages: str) -> list[str]:
    """Give the lines that tell of an error, among the others."""
    assert "Traceback" not in messages
    return [line for line in messages.splitlines() if line.startswith("formcheck: ")]


def left_in(folder: Path) -> set[str]:
    """List what lies in a folder and those below it."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def assert_whole(folder: Path) -> None:
    """Nothing in the folder is half of something: each file can be read to its end."""
    for path in folder.rglob("*"):
        if path.name.startswith(".part-"):
            continue
        match path.suffix:
            case ".json":
                json.loads(path.read_text("utf-8"))
            case ".track":
                load(path)
            case ".mp4":
                with av.open(str(path)) as container:
                    assert sum(1 for _ in container.decode(video=0)) > 0
            case ".jpg":
                assert cv2.imread(str(path)) is not None


class TestNotAVideo:
    """Refused at once; no folder of results is made for it."""

    def refuse(self, formcheck: Run, video: Path, *words: str) -> None:
        refused(formcheck("analyse", video, "--out", "results"), str(video), *words)
        assert list(Path("results").glob("*")) == []

    def test_missing(self, formcheck: Run, tmp_path: Path) -> None:
        self.refuse(formcheck, tmp_path / "gone.mp4", "there is no such file")

    def test_a_folder(self, formcheck: Run, tmp_path: Path) -> None:
        (tmp_path / "videos.mp4").mkdir()
        self.refuse(formcheck, tmp_path / "videos.mp4", "is a folder")

    def test_zero_bytes(self, formcheck: Run, tmp_path: Path) -> None:
        (tmp_path / "empty.mp4").touch()
        self.refuse(formcheck, tmp_path / "empty.mp4", "is empty")

    def test_text_renamed(self, formcheck: Run, tmp_path: Path) -> None:
        (tmp_path / "notes.mp4").write_text("three sets of lunges\n" * 100)
        self.refuse(formcheck, tmp_path / "notes.mp4", "is not a video")

    def test_noise(self, formcheck: Run, tmp_path: Path) -> None:
        (tmp_path / "noise.mp4").write_bytes(np.random.default_rng(1).bytes(20_000))
        self.refuse(formcheck, tmp_path / "noise.mp4", "is not a video")

    def test_a_photograph(self, formcheck: Run, tmp_path: Path) -> None:
        cv2.imwrite(str(tmp_path / "photo.jpg"), np.zeros((90, 160, 3), np.uint8))
        self.refuse(formcheck, tmp_path / "photo.jpg", "still picture")

    def test_only_sound(self, formcheck: Run, tmp_path: Path) -> None:
        sound = tmp_path / "sound.mp4"
        with av.open(str(sound), "w") as container:
            stream = container.add_stream("aac", rate=8000)
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), format="fltp", layout="mono")
            frame.sample_rate = 8000
            container.mux(stream.encode(frame))
            container.mux(stream.encode(None))
        self.refuse(formcheck, sound, "only sound")

    @pytest.mark.parametrize("share", [0.01, 0.4, 0.95])
    def test_cut_off_before_its_index(self, formcheck: Run, person: Path, tmp_path: Path, share: float) -> None:
        content = person.read_bytes()
        (tmp_path / "cut.mp4").write_bytes(content[: int(len(content) * share)])
        self.refuse(formcheck, tmp_path / "cut.mp4", "breaks off before its index")

    def test_an_8k_header_and_nothing_behind_it(self, formcheck: Run, tmp_path: Path) -> None:
        (tmp_path / "8k.y4m").write_text("YUV4MPEG2 W7680 H4320 F25:1 Ip A1:1 C420jpeg\nFRAME\n")
        self.refuse(formcheck, tmp_path / "8k.y4m", "no frame of it can be decoded")

    @pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="no such file here")
    def test_a_file_that_the_system_will_not_read(self, formcheck: Run) -> None:
        self.refuse(formcheck, Path("/proc/self/mem"), "cannot be read")

    @pytest.mark.skipif(os.geteuid() == 0, reason="the administrator may read all")
    def test_no_permission(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        private = Path(shutil.copy(person, tmp_path / "private.mp4"))
        private.chmod(0)
        self.refuse(formcheck, private, "no permission")

    def test_a_name_that_would_break_the_line(self, formcheck: Run, tmp_path: Path) -> None:
        refused(formcheck("analyse", tmp_path / "one\ntwo\x1b[31m.mp4"), "one?two?[31m.mp4: there is no such file")


class TestLittleToSee:
    """Analysed as far as it goes, and said how far that was."""

    def test_a_lost_tail_is_told_and_the_rest_is_kept(self, formcheck: Run, tmp_path: Path) -> None:
        whole = tmp_path / "whole.mkv"
        write(whole, itertools.islice(pictures(clip("good")), 40))
        content = whole.read_bytes()
        (tmp_path / "tail.mkv").write_bytes(content[: int(len(content) * 0.6)])
        outcome = formcheck("analyse", "tail.mkv", "--summary-json", "-")
        assert outcome.code == ExitCode.PARTLY
        assert "stopped being readable" in outcome.summary()["trouble"]
        assert 0 < outcome.summary()["frames"] < 40
        assert "The recording is incomplete" in outcome.err
        assert_whole(tmp_path / "tail_formcheck")

    def test_one_frame(self, formcheck: Run, tmp_path: Path) -> None:
        write(tmp_path / "one.mp4", itertools.islice(pictures(clip("good")), 1))
        outcome = formcheck("analyse", "one.mp4", "--summary-json", "-")
        assert outcome.code == ExitCode.DONE
        assert outcome.summary()["frames"] == 1
        assert outcome.summary()["movements"][0]["reps"]["counted"] == 0
        assert outcome.summary()["movements"][0]["why_nothing"]
        assert_whole(tmp_path)

    @pytest.mark.parametrize(
        ("size", "level"),
        [((320, 180), 0), ((320, 180), 200), ((16, 16), 90), ((2, 2), 90), ((64, 1500), 90), ((322, 182), 90)],
        ids=["black", "an empty room", "16x16", "2x2", "a strip", "a width that is no multiple of 4"],
    )
    def test_nobody_in_the_picture(self, formcheck: Run, tmp_path: Path, size: tuple[int, int], level: int) -> None:
        grey(tmp_path / "nobody.mp4", size, level=level)
        outcome = formcheck("analyse", "nobody.mp4", "--summary-json", "-")
        assert outcome.code == ExitCode.PARTLY
        assert outcome.summary()["frames_with_person"] == 0
        assert "Nobody was seen in this recording." in outcome.summary()["notes"]
        assert "Nobody was seen" in outcome.err
        assert_whole(tmp_path)

    def test_a_header_that_says_8k_of_small_pictures(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        content = bytearray(person.read_bytes())
        entry = content.index(b"avc1", content.index(b"stsd")) + 4 + 24  # ISO/IEC 14496-12, VisualSampleEntry
        assert content[entry : entry + 4] == (480).to_bytes(2, "big") + (270).to_bytes(2, "big")
        content[entry : entry + 4] = (7680).to_bytes(2, "big") + (4320).to_bytes(2, "big")
        (tmp_path / "liar.mp4").write_bytes(content)
        outcome = formcheck("analyse", "liar.mp4", "--summary-json", "-")
        assert outcome.code == ExitCode.DONE
        assert outcome.summary()["frames_with_person"] == FRAMES
        assert_whole(tmp_path)


class TestWrongWords:
    def test_a_movement_there_is_not(self, formcheck: Run, person: Path) -> None:
        refused(formcheck("analyse", person, "--movement", "kneeling-lung"), 'Did you mean "kneeling-lunge"?')

    def test_a_movement_file_with_a_fault(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        (tmp_path / "my.toml").write_text("schema = 1\nid = \n")
        refused(formcheck("analyse", person, "--movement", "./my.toml"), "my.toml:2", "TOML")

    def test_a_video_given_as_the_movement_file(self, formcheck: Run, person: Path) -> None:
        refused(formcheck("analyse", person, "--movement", person), str(person))

    def test_a_model_that_is_none(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        (tmp_path / "my.task").write_bytes(b"PK" + bytes(100))
        refused(formcheck("analyse", person, "--model", "./my.task"), "my.task")

    @pytest.mark.parametrize(
        "words",
        [
            ("--side", "up"),
            ("--time-range", "5", "2"),
            ("--time-range", "nan", "nan"),
            ("--time-range", "-1", "2"),
            ("--model", "huge"),
            ("--colour",),
            (),
        ],
        ids=" ".join,
    )
    def test_what_the_command_does_not_know(self, formcheck: Run, person: Path, words: tuple[str, ...]) -> None:
        outcome = formcheck("analyse", *([person] if words else []), *words)
        assert outcome.code == ExitCode.FAILED
        assert outcome.out == ""
        assert outcome.err
        assert not list(Path().iterdir())

    def test_a_time_range_beyond_the_end(self, formcheck: Run, person: Path) -> None:
        refused(formcheck("analyse", person, "--time-range", "60", "90"), "no frame between 60 s and", "lasts 0.8 s")
        assert not list(Path().iterdir())


class TestNowhereToWrite:
    def test_a_file_where_the_folder_should_be(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        (tmp_path / "results").write_text("mine")
        refused(formcheck("analyse", person, "--out", "results"), "is a file, not a folder")
        assert (tmp_path / "results").read_text() == "mine"

    @pytest.mark.skipif(not Path("/proc/self").exists(), reason="no such folder here")
    def test_a_folder_that_takes_nothing(self, formcheck: Run, person: Path) -> None:
        refused(formcheck("analyse", person, "--out", "/proc/self/fd"), "/proc/self/fd")

    def test_a_folder_in_the_way_of_the_video(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        (tmp_path / "person_formcheck" / "person_annotated.mp4").mkdir(parents=True)
        refused(formcheck("analyse", person), "person_annotated.mp4")

    @pytest.mark.parametrize("target", ["nowhere/summary.json", "/dev/null", "."])
    def test_a_place_for_the_summary_that_is_none_is_told_before_the_work(
        self, formcheck: Run, person: Path, target: str
    ) -> None:
        refused(formcheck("analyse", person, "--summary-json", target), target)
        assert not list(Path().iterdir())

    @pytest.mark.parametrize(
        "limit_bytes",
        [pytest.param(0, marks=pytest.mark.slow, id="nothing"), pytest.param(4000, id="part of a track")],
    )
    def test_files_that_may_not_grow(self, person: Path, tmp_path: Path, limit_bytes: int) -> None:
        def small_files() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (limit_bytes, limit_bytes))

        outcome = run_command("analyse", person, cwd=tmp_path, preexec_fn=small_files)
        assert outcome.code in {ExitCode.FAILED, ExitCode.PARTLY}
        (told,) = told_in(outcome.err)
        assert "larger than this disk allows" in told
        assert not [name for name in left_in(tmp_path) if name.endswith(".mp4") or ".part-" in name]
        assert_whole(tmp_path)

    @pytest.mark.parametrize("room_kb", [pytest.param(4, marks=pytest.mark.slow), 40])
    def test_a_full_disk(self, person: Path, tmp_path: Path, room_kb: int) -> None:
        mount = f'mount -t tmpfs -o size={room_kb}k none "$1"'
        small_disk = ["unshare", "-Urm", "sh", "-c"]
        if (
            shutil.which("unshare") is None
            or subprocess.run([*small_disk, mount, "sh", tmp_path], capture_output=True, check=False).returncode
        ):
            pytest.skip("no small disk can be made here")
        script = f'{mount} && cd "$1" && shift && "$@"; code=$?; find . -type f >&1; exit $code'
        ended = subprocess.run(
            [*small_disk, script, "sh", tmp_path, *COMMAND, "analyse", person, "--summary-json", "-"],
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
        )
        assert ended.returncode in {ExitCode.FAILED, ExitCode.PARTLY}
        (told,) = told_in(ended.stderr)
        assert "the disk is full" in told
        assert "_annotated.mp4\n" not in ended.stdout
        assert ".part-" not in ended.stdout


class TestSeveral:
    def test_one_broken_one_does_not_stop_the_others(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        (tmp_path / "broken.mp4").write_text("no video")
        outcome = formcheck("analyse", "broken.mp4", person, "--no-video", "--summary-json", "-")
        assert outcome.code == ExitCode.PARTLY
        assert [found["file"] for found in json.loads(outcome.out)] == ["person.mp4"]
        assert told_in(outcome.err) == [
            "formcheck: broken.mp4: is not a video that can be read. "
            "If it plays elsewhere, convert it to an MP4 file first."
        ]
        assert not Path("broken_formcheck").exists()

    def test_all_broken(self, formcheck: Run, tmp_path: Path) -> None:
        outcome = formcheck("analyse", "a.mp4", "b.mp4", "--summary-json", "-")
        assert outcome.code == ExitCode.FAILED
        assert json.loads(outcome.out) == []
        assert len(outcome.err.splitlines()) == 2

    def test_two_of_one_name_get_a_folder_each(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        (tmp_path / "other").mkdir()
        for copy in ("other/Person.mp4", "person-2.mp4"):
            shutil.copy(person, tmp_path / copy)
        outcome = formcheck("analyse", person, "other/Person.mp4", "person-2.mp4", "--no-video", "--out", "results")
        assert outcome.code == ExitCode.DONE
        assert {path.name for path in Path("results").iterdir()} == {
            "person_formcheck",
            "Person-2_formcheck",
            "person-2-2_formcheck",
        }


class TestTracks:
    def test_one_that_is_none_does_not_stop_the_others(self, formcheck: Run, person: Path, tmp_path: Path) -> None:
        formcheck("analyse", person, "--no-video")
        whole = tmp_path / "person_formcheck" / "person.track"
        (tmp_path / "person.track").write_bytes(whole.read_bytes()[:900])
        outcome = formcheck("rescore", "person.track", whole, "--out", "again", "--summary-json", "-")
        assert outcome.code == ExitCode.PARTLY
        assert [found["file"] for found in json.loads(outcome.out)] == ["person.mp4"]
        assert told_in(outcome.err) == [
            "formcheck: person.track: not a formcheck track, or a damaged one. Analyse the video again."
        ]
        assert left_in(tmp_path / "again") == {"person-2_rescored.json"}
        assert_whole(tmp_path / "again")

    @pytest.mark.parametrize("name", ["gone.track", "."])
    def test_none_at_all(self, formcheck: Run, name: str) -> None:
        refused(formcheck("rescore", name, "--summary-json", "-"), "the track cannot be read")


class TestOddNames:
    def test_a_name_that_is_no_text(self, person: Path, tmp_path: Path) -> None:
        odd = os.fsdecode(b"caf\xe9.mp4")
        try:
            shutil.copy(person, tmp_path / odd)
        except OSError:
            pytest.skip("this disk takes no such name")
        outcome = run_command("analyse", odd, "--summary-json", "-", cwd=tmp_path)
        assert outcome.code == ExitCode.DONE
        assert outcome.summary()["file"] == "caf?.mp4"

    def test_a_terminal_of_few_characters(self, person: Path, tmp_path: Path) -> None:
        shutil.copy(person, tmp_path / "Übung.mp4")
        few = environment(PYTHONIOENCODING="ascii")
        outcome = run_command("analyse", "Übung.mp4", "--no-video", cwd=tmp_path, env=few)
        assert outcome.code == ExitCode.DONE
        assert outcome.err == ""
        told = run_command("analyse", "Übung.mp4", "--no-video", "--summary-json", "-", cwd=tmp_path, env=few)
        assert told.summary()["file"] == "Übung.mp4"

    def test_a_reader_that_goes_away(self, person: Path, tmp_path: Path) -> None:
        ended = subprocess.run(
            ["sh", "-c", '"$@" | true', "sh", *COMMAND, "analyse", person, "--no-video"],
            cwd=tmp_path,
            capture_output=True,
            text=True,
            env=environment(),
            check=False,
        )
        assert "Traceback" not in ended.stderr
        assert_whole(tmp_path)


class TestStopped:
    def test_ctrl_c_while_watching_keeps_what_was_seen(self, start: Any, tmp_path: Path) -> None:
        child, screen = on_a_terminal(start, "analyse", clip("good"), "--out", tmp_path)
        until_shown(screen, rb"Watching.* (\d|[1-9]\d)%")
        child.send_signal(signal.SIGINT)
        told = all_shown(screen)
        assert child.wait(60) == ExitCode.INTERRUPTED
        assert b"Traceback" not in told
        folder = tmp_path / "kneeling_lunge_good_formcheck"
        assert left_in(folder) == {"session.json", "kneeling_lunge_good.track"}
        track = load(folder / "kneeling_lunge_good.track")
        assert 0 < track.header.frames < 516
        assert track.header.trouble is not None
        assert track.header.trouble.startswith("you stopped it at ")

    def test_ctrl_c_while_drawing_keeps_the_record_and_no_half_video(self, start: Any, tmp_path: Path) -> None:
        child, screen = on_a_terminal(start, "analyse", clip("good"), "--time-range", 0, 4, "--out", tmp_path)
        until_shown(screen, rb"Drawing.* (\d|[1-9]\d)%")
        child.send_signal(signal.SIGINT)
        told = all_shown(screen)
        assert child.wait(60) == ExitCode.INTERRUPTED
        assert b"Traceback" not in told
        folder = tmp_path / "kneeling_lunge_good_formcheck"
        assert left_in(folder) == {"session.json", "kneeling_lunge_good.track"}
        assert load(folder / "kneeling_lunge_good.track").header.trouble is None

    def test_killed_while_drawing_leaves_no_half_video_under_its_name(self, start: Any, tmp_path: Path) -> None:
        child = start("analyse", clip("good"), "--time-range", 0, 4, "--out", tmp_path, stdout=subprocess.DEVNULL)
        folder = tmp_path / "kneeling_lunge_good_formcheck"
        while not list(folder.glob(".part-*.mp4")):
            assert child.poll() is None, "it ended before it could be killed"
            time.sleep(0.01)
        child.kill()
        child.wait()
        assert not (folder / "kneeling_lunge_good_annotated.mp4").exists()
        assert_whole(folder)


def on_a_terminal(start: Any, *args: object) -> tuple[subprocess.Popen[bytes], int]:
    """Start the command with a terminal for its messages; gives the other end of it."""
    screen, terminal = pty.openpty()
    child = start(*args, stdout=subprocess.DEVNULL, stderr=terminal)
    os.close(terminal)
    return child, screen


def shown_on(screen: int) -> Iterator[bytes]:
    while True:
        try:
            some = os.read(screen, 65536)
        except OSError:  # What Linux says when the other end is closed.
            return
        if not some:
            return
        yield some


def until_shown(screen: int, pattern: bytes) -> None:
    seen = b""
    for some in shown_on(screen):
        seen += some
        if re.search(pattern, seen):
            return
    raise AssertionError(f"{pattern!r} was never shown, but: {seen!r}")


def all_shown(screen: int) -> bytes:
    told = b"".join(shown_on(screen))
    os.close(screen)
    return told
