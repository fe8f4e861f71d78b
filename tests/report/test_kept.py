"""A session is read alike from the records and from a results folder."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import StoreError
from formcheck.report.kept import KeptSession, open_folder, open_kept, range_signal, units
from tests.support.sessions import MONDAY, lunge_record

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.store.store import Store


def test_the_records_and_the_folder_hold_the_same_session(kept: KeptSession, folder: Path) -> None:
    beside = open_folder(folder)
    assert beside.record == kept.record
    assert np.array_equal(beside.times_s, kept.times_s)
    assert kept.track is not None
    assert beside.track is not None
    assert len(kept.track().observations) == len(beside.track().observations) == len(kept.times_s)
    assert (kept.name, kept.person, kept.done_at) == ("1", "P-014", MONDAY)


def test_the_folder_s_own_name_is_not_passed_on(folder: Path) -> None:
    found = open_folder(folder)
    assert found.name == "recording"
    assert "Erika" not in json.dumps(found.record)
    assert [still.name for still in found.stills] == ["fault_3.14_upright-torso.jpg"]


def test_frames_are_the_track_s_frames(kept: KeptSession) -> None:
    assert kept.track is not None
    times_s = [seen.time_s for seen in kept.track().observations]
    assert np.allclose(times_s, kept.times_s, atol=0.001)
    assert kept.frame_rate == pytest.approx(15.0, abs=0.01)


def test_what_was_not_seen_is_nan_and_never_nought(kept: KeptSession) -> None:
    column = kept.record["series"]["front_knee_flexion"]
    assert [value is None for value in column] == np.isnan(kept.series["front_knee_flexion"]).tolist()


@given(start_s=st.floats(0, 60), length_s=st.floats(0, 30))
def test_the_frames_of_a_span_lie_in_it_and_none_is_left_out(start_s: float, length_s: float) -> None:
    times_s = np.round(np.arange(300) / 15.0, 3)
    kept = KeptSession("1", None, None, None, {}, times_s, {})
    end_s = start_s + length_s
    frames = kept.frames(start_s, end_s)
    assert frames is not None
    inside = np.flatnonzero((times_s >= start_s - 0.001) & (times_s <= end_s + 0.001))
    if len(inside):
        assert frames == (inside[0], inside[-1])
    else:
        middle_s = (start_s + end_s) / 2
        assert frames[0] == frames[1]
        assert abs(times_s[frames[0]] - middle_s) == np.min(np.abs(times_s - middle_s))


def test_a_session_without_series_has_no_frames(store: Store) -> None:
    record = lunge_record()
    del record["series"]
    bare = dataclasses.replace(open_kept(store, 1), record=record, times_s=np.empty(0), series={})
    assert bare.frames(0.0, 1.0) is None
    assert bare.frame_rate is None


def test_each_measure_of_the_series_has_its_unit(kept: KeptSession) -> None:
    found = units(kept.record)
    assert found["front_knee_flexion"] == "deg"
    assert set(found) == set(kept.series)


def test_the_range_of_a_repetition_is_of_the_measure_that_the_movement_file_names() -> None:
    assert range_signal("kneeling-lunge", None) == "front_knee_flexion"
    assert range_signal("standing-stretch", "pumps") == "raised_ankle_angle"
    assert range_signal("../my-own", None) is None


@pytest.mark.parametrize("content", [None, "{", "[]", "{}"])
def test_a_folder_without_a_session_is_said_in_one_line(tmp_path: Path, content: str | None) -> None:
    if content is not None:
        (tmp_path / "session.json").write_text(content, "utf-8")
    with pytest.raises(StoreError, match=r"session") as told:
        open_folder(tmp_path)
    assert "\n" not in str(told.value)
