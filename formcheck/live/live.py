"""One live session from its first frame to its record."""

from __future__ import annotations

from contextlib import ExitStack, suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

import formcheck
from formcheck.errors import FormcheckError, ModelError
from formcheck.files import make_folder
from formcheck.live.consent import remember_consent
from formcheck.live.journal import JournalWriter
from formcheck.live.keeping import Guide, SessionHeader, finish, guide_of, journal_of, session_folder
from formcheck.live.lock import held
from formcheck.live.loop import Ending, LiveLoop, Parts
from formcheck.live.pace import Pace, Step
from formcheck.live.posing import PoseThread
from formcheck.live.record import VideoRecorder
from formcheck.pose.estimator import MODEL_LONG_SIDE_PX
from formcheck.pose.models import DEFAULT_MODEL, Model, find_local_model, find_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from formcheck.analysis.folder import ResultFolder
    from formcheck.coach.coach import Turn
    from formcheck.draw.blur import Showing
    from formcheck.live.keeping import Kept
    from formcheck.live.loop import Face, Voice
    from formcheck.routine.own_targets import OwnTargets
    from formcheck.video.source import LiveSource

AUTO: Final = "auto"
"""The default model, and a lighter one where the machine is too slow for it."""

LIGHTER: Final = "lite"

SMALL_LONG_SIDE_PX: Final = 480
"""Three quarters of the usual picture. With less the poses suffer: of a kneeling lunge, looked at 8 times a second,
five rocks and the hold of 17 s were found at 640 and at 480 pixels, four rocks at 400, and two and no hold at 320."""

USUAL_RATE: Final = 30.0
"""Of a camera, where it is not known yet."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What was asked for before a session begins.

    Attributes
    ----------
    program, movement
        Id or file; a movement alone, or None.
    language
        ``en``, ``de`` ...
    settings
        Of the coach, as plain data.
    model
        ``auto``, or as :func:`formcheck.pose.models.find_model` takes it.
    person
        A pseudonym for the record, or None.
    own
        What is prescribed to them, by movement id.
    record, showing
        Whether the video is kept, and what of the camera's picture is in it.
    pictures
        What the record tells of that video: ``showing`` and, with faces in it, the consent.
    parent
        In which folder that of the session is made.
    """

    program: str
    movement: str | None
    language: str
    settings: dict[str, Any]
    model: str
    person: str | None
    record: bool
    showing: Showing
    pictures: dict[str, Any]
    parent: Path
    own: Mapping[str, OwnTargets] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a session ended, and what was kept of it: None where there was no frame.

    ``error`` is what ended it or hindered a part of it; None where nothing did.
    """

    ending: Ending
    kept: Kept | None
    folder: ResultFolder
    error: FormcheckError | None = None


class LiveSession:
    """A session that is ready to begin. A context manager that owns its threads, but not source, face and voice.

    Parameters
    ----------
    source
        Whose frames.
    wishes
        What was asked for.

    Raises
    ------
    RoutineError, ModelError, MissingLibraryError
        If program, movement, language or model are not to be had.
    """

    def __init__(self, source: LiveSource, wishes: Wishes) -> None:
        started = datetime.now().astimezone()
        models = models_for(wishes.model)
        steps = steps_for(list(models))
        first = models[steps[0].model]
        self._source = source
        self._wishes = wishes
        self._header = SessionHeader(
            started=started.isoformat(timespec="seconds"),
            source=source.name,
            size=source.state.size,
            model=first.name,
            model_sha256=first.sha256,
            formcheck=formcheck.__version__,
            program=wishes.program,
            movement=wishes.movement,
            language=wishes.language,
            settings=wishes.settings,
            person=wishes.person,
            own={movement: asdict(targets) for movement, targets in wishes.own.items()},
        )
        self._guide = guide_of(self._header)
        self._folder = session_folder(wishes.parent, started)
        self._poses: Callable[[], PoseThread] = lambda: PoseThread(source, models, Pace(steps))

    @property
    def guide(self) -> Guide:
        """Who leads it, and in which words."""
        return self._guide

    def run(
        self,
        face: Face,
        voice: Voice | None = None,
        *,
        tell: Callable[[Turn], None] | None = None,
        wants_to_stop: Callable[[], bool] = lambda: False,
    ) -> Outcome:
        """Run it to its end and write its record.

        Raises
        ------
        FormcheckError
            If it could not begin, or the record could not be written; its journal is left then, to be recovered.
        """
        make_folder(self._folder.path)
        with held(journal_of(self._folder)):
            outcome = self._run(face, voice, tell, wants_to_stop)
        if outcome.kept is None:
            self._leave_nothing()
        return outcome

    def _run(
        self, face: Face, voice: Voice | None, tell: Callable[[Turn], None] | None, wants_to_stop: Callable[[], bool]
    ) -> Outcome:
        recorder = self._recorder()
        broken: FormcheckError | None = None
        with ExitStack() as opened:
            poses = opened.enter_context(self._poses())
            journal = opened.enter_context(JournalWriter(journal_of(self._folder), self._header.plain()))
            parts = Parts(
                source=self._source,
                poses=poses,
                coach=self._guide.coach,
                phrases=self._guide.phrases,
                journal=journal,
                book=self._guide.book,
                face=face,
                voice=voice,
                recorder=recorder,
                tell=tell,
                consented=remember_consent,
            )
            loop = LiveLoop(parts)
            try:
                ending = loop.run(wants_to_stop)
            except FormcheckError as error:
                broken, ending = error, Ending.BROKEN
        more, amiss = self._facts(loop, ending, recorder)
        kept = finish(self._folder, self._guide, more, None if broken is None else broken.what)
        return Outcome(ending, kept, self._folder, broken or amiss or journal.error)

    def _recorder(self) -> VideoRecorder | None:
        if not self._wishes.record:
            return None
        path = self._folder.path / f"{self._folder.stem}.mp4"
        return VideoRecorder(path, showing=self._wishes.showing, rate=self._source.state.rate or USUAL_RATE)

    def _facts(
        self, loop: LiveLoop, ending: Ending, recorder: VideoRecorder | None
    ) -> tuple[dict[str, Any], FormcheckError | None]:
        """Give what the record tells of how the session ran, and what hindered the video."""
        state, video, amiss = self._source.state, None, None
        if recorder is not None:
            try:
                path = recorder.finish()
                video = None if path is None else self._video_facts(path, recorder)
            except FormcheckError as error:
                amiss = error
        camera = {
            "size": list(state.size),
            "captured": state.captured,
            "dropped": state.dropped,
            "reconnected": state.reconnected,
        }
        facts = {
            "ending": ending.value,
            "camera": camera,
            "drawn": len(loop.latencies),
            "latency_ms": loop.latencies.in_ms(),
            "video": video,
        }
        return facts, amiss

    def _video_facts(self, path: Path, recorder: VideoRecorder) -> dict[str, Any]:
        counts = {"left_out": recorder.left_out, "with_others": recorder.with_others}
        return {"file": path.name, **counts, **self._wishes.pictures}

    def _leave_nothing(self) -> None:
        with suppress(OSError):
            self._folder.path.rmdir()


def models_for(wanted: str) -> dict[str, Model]:
    """Find the models a session may use, the best first.

    With ``auto`` the default one, and the lighter one where it is on this machine: nothing is fetched for it.

    Raises
    ------
    ModelError
        If the best one is not to be had.
    """
    if wanted != AUTO:
        model = find_model(wanted)
        return {model.name: model}
    models = {DEFAULT_MODEL: find_model(DEFAULT_MODEL)}
    with suppress(ModelError):
        models[LIGHTER] = find_local_model(LIGHTER)
    return models


def steps_for(models: Sequence[str]) -> list[Step]:
    """List the steps of the pace: the best model in two sizes of picture, then the others in the smaller."""
    best, *others = models
    steps = [Step(best, MODEL_LONG_SIDE_PX), Step(best, SMALL_LONG_SIDE_PX)]
    return steps + [Step(other, SMALL_LONG_SIDE_PX) for other in others]
