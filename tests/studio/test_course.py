"""The course of eight sessions: it changes by what it says, and formcheck finds that."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

import numpy as np
import pytest

from sample_videos.studio.clip import Clip, Film, simulate
from sample_videos.studio.course import LEAN_DEG, SESSIONS, course, day_of, session_clips
from sample_videos.studio.errors import StudioError
from sample_videos.studio.truth import Track, measures

from .stick import stick_skeleton

if TYPE_CHECKING:
    from pathlib import Path

CLIPS = list(course())


def named(session: int, what: str) -> Clip:
    return next(clip for clip in session_clips(session) if clip.name.endswith(what))


def lean_of(clip: Clip) -> float:
    skeleton = stick_skeleton()
    played = simulate(replace(clip, film=Film(fps=1.0)), skeleton)
    return float(np.median(measures(Track(skeleton, played.postures, played.posed))["trunk_inclination"]))


@pytest.mark.parametrize("side", ["left", "right"])
def test_the_lunge_comes_upright_by_as_much_as_the_course_says(side: str) -> None:
    way = LEAN_DEG[side]  # type: ignore[index]
    first, last = (lean_of(named(session, f"lunge-{side}")) for session in (1, SESSIONS))
    assert last - first == pytest.approx(way.last - way.first, abs=4.0)


def test_a_week_lies_between_sessions_of_four_clips_of_one_person() -> None:
    assert (day_of(SESSIONS) - day_of(1)).days == 7 * (SESSIONS - 1)
    assert len(CLIPS) == 4 * SESSIONS
    assert len({replace(clip.person, clothes=CLIPS[0].person.clothes) for clip in CLIPS}) == 1


def test_the_camera_is_put_up_anew_each_day_and_sees_the_same_side() -> None:
    for what in ("rock-back", "lunge-left", "lunge-right", "90-90-left"):
        cameras = [clip.camera for clip in CLIPS if clip.name.endswith(what)]
        assert len(set(cameras)) == SESSIONS
        assert all(abs(abs(camera.yaw_deg) - 90.0) < 10.0 for camera in cameras)
        assert len({np.sign(camera.yaw_deg) for camera in cameras}) == 1


def test_there_is_no_ninth_session() -> None:
    with pytest.raises(StudioError, match="no such session"):
        list(session_clips(SESSIONS + 1))


@pytest.mark.studio
def test_a_shrunk_course_is_drawn_analysed_and_followed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first and the last session, one lunge of three rocks each."""
    import formcheck
    from formcheck.analysis.summary import series_columns, session_record
    from formcheck.report.trends import trend_of
    from formcheck.store.nouns import NewSession
    from formcheck.store.store import open_store
    from sample_videos.studio.draw import render
    from tests.support.sessions import with_person

    monkeypatch.delenv("FORMCHECK_STORE_FILES", raising=False)
    with open_store(str(tmp_path / "records.db")) as store:
        with_person(store)
        for session in (1, SESSIONS):
            clip = named(session, "lunge-right")
            (spot,) = clip.acts
            short = replace(spot, act=replace(spot.act, reps=3, hold_s=0.0))
            video, _ = render(replace(clip, acts=(short,)), tmp_path)
            analysis = formcheck.analyse(video)
            record = {**session_record(analysis), "series": dict(series_columns(analysis))}
            store.sessions.add(NewSession(record, datetime.combine(day_of(session), time(10), UTC), person="P-014"))
        changed = {line.measure for line in trend_of(store, "P-014").changed()}
    assert {"trunk_inclination", "rear_hip_extension"} <= changed
