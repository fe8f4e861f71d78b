"""Every number of a session is one row, with where it comes from."""

from __future__ import annotations

import dataclasses
import statistics
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.report.rows import rows_of
from formcheck.store.nouns import SelfReport
from tests.support.sessions import lunge_record

if TYPE_CHECKING:
    from formcheck.report.kept import KeptSession
    from formcheck.report.row import Row


@pytest.fixture(scope="module")
def rows(kept: KeptSession) -> dict[str, Row]:
    return {row.id: row for row in rows_of(kept)}


def test_each_number_has_a_name_of_its_own_and_the_same_each_time(kept: KeptSession, rows: dict[str, Row]) -> None:
    again = rows_of(kept)
    assert len(rows) == len(again)
    assert tuple(rows.values()) == again


def test_each_number_rests_on_frames_of_the_track(kept: KeptSession, rows: dict[str, Row]) -> None:
    assert kept.track is not None
    seen = kept.track().observations
    for row in rows.values():
        assert row.first_frame is not None
        assert row.last_frame is not None
        assert 0 <= row.first_frame <= row.last_frame < len(seen), row.id
        assert row.start_s is not None
        assert seen[row.first_frame].time_s == pytest.approx(row.start_s, abs=1 / 15)


def test_what_has_no_value_says_why(rows: dict[str, Row]) -> None:
    assert [row.id for row in rows.values() if row.value is None and not row.reason] == []


def test_every_number_of_the_record_is_there(kept: KeptSession, rows: dict[str, Row]) -> None:
    (done,) = kept.record["movements"]
    assert rows["1/reps/counted"].value == done["reps"]["counted"] == 5
    for number, rep in enumerate(done["reps"]["each"], start=1):
        assert rows[f"1/rep-{number}/range/value"].value == rep["range"]
        assert rows[f"1/rep-{number}/duration/value"].value == pytest.approx(rep["end_s"] - rep["start_s"], abs=0.001)
        assert rows[f"1/rep-{number}/counted/value"].value == 1
    for number, hold in enumerate(done["holds"], start=1):
        assert rows[f"1/hold-{number}/held/value"].value == hold["held_s"]
        assert rows[f"1/hold-{number}/good_form/value"].value == hold["good_form_s"]
    for cue in done["cues"]:
        row = rows[f"1/cue-{cue['ref']}/value"]
        assert (row.value, row.sigma, row.verdict) == (cue["value"], cue["sigma"], cue["verdict"])
        assert rows[f"1/cue-{cue['ref']}/share_judged"].value == cue["share_judged"]
    for name, over in done["measures"].items():
        assert rows[f"1/{name}/mean"].value == over["mean"]
        assert rows[f"1/{name}/max"].unit == over["unit"]


def test_a_peak_is_the_series_value_in_the_frame_it_names(kept: KeptSession, rows: dict[str, Row]) -> None:
    peaks = [rows[f"1/rep-{number}/front_knee_flexion/peak"] for number in range(1, 6)]
    for row in peaks:
        assert row.value == kept.series["front_knee_flexion"][row.first_frame or 0]
    values = [row.value for row in peaks if row.value is not None]
    assert rows["1/front_knee_flexion/peak_mean"].value == pytest.approx(statistics.fmean(values), abs=0.001)
    assert rows["1/front_knee_flexion/peak_sd"].value == pytest.approx(statistics.stdev(values), abs=0.001)
    (done,) = kept.record["movements"]
    assert rows["1/front_knee_flexion/peak_mean"].value == done["measures"]["front_knee_flexion"]["at_peaks"]
    for number, row in enumerate(peaks, start=1):
        assert row.value == pytest.approx(rows[f"1/rep-{number}/front_knee_flexion/max"].value, abs=1.0)


def test_ranges_have_a_mean_a_spread_and_the_unit_of_what_moves(kept: KeptSession, rows: dict[str, Row]) -> None:
    (done,) = kept.record["movements"]
    ranges = [rep["range"] for rep in done["reps"]["each"]]
    assert rows["1/range/mean"].value == pytest.approx(statistics.fmean(ranges), abs=0.001)
    assert rows["1/range/max"].value == max(ranges)
    assert (rows["1/range/first"].value, rows["1/range/last"].value) == (ranges[0], ranges[-1])
    assert rows["1/range/mean"].unit == rows["1/rep-1/range/value"].unit == "deg"


def test_cannot_judge_keeps_its_reason_and_gives_no_number(rows: dict[str, Row]) -> None:
    unjudged = [row for row in rows.values() if row.verdict == "cannot_judge" and row.statistic == "value"]
    assert unjudged
    assert all(row.value is None and row.reason not in {"", "not known"} for row in unjudged)


def test_what_the_person_said_is_there_and_what_they_were_not_asked(rows: dict[str, Row]) -> None:
    assert rows["session/discomfort_before/value"].value == 3
    assert rows["session/warm_up/value"].value == 1
    after = rows["session/discomfort_after/value"]
    assert (after.value, after.reason) == (None, "not asked")


def test_a_repetition_that_does_not_count_says_why_and_stays_out_of_the_mean(kept: KeptSession) -> None:
    record = lunge_record()
    (done,) = record["movements"]
    done["reps"]["each"][0] |= {"counted": False, "why_not": "too fast", "range": 90.0}
    for phase in done["phases"]:
        if phase["kind"] == "reps":
            phase["reps"] = done["reps"]
    rows = {row.id: row for row in rows_of(dataclasses.replace(kept, record=record))}
    first = rows["1/rep-1/counted/value"]
    assert (first.value, first.reason) == (0, "too fast")
    assert (rows["1/range/max"].value or 0) < 90.0
    assert rows["1/reps/attempted"].value == 5


def test_a_summary_without_series_still_gives_its_own_numbers(kept: KeptSession) -> None:
    record = lunge_record()
    del record["series"]
    bare = dataclasses.replace(kept, record=record, times_s=np.empty(0), series={}, self_report=SelfReport())
    rows = {row.id: row for row in rows_of(bare)}
    assert rows["1/range/mean"].unit == "deg"
    assert rows["1/front_knee_flexion/mean"].value is not None
    assert rows["1/range/mean"].first_frame is None
    assert "1/rep-1/front_knee_flexion/peak" not in rows
    (done,) = record["movements"]
    assert rows["1/front_knee_flexion/peak_mean"].value == done["measures"]["front_knee_flexion"]["at_peaks"]


def test_other_phases_and_time_without_a_movement_have_rows_of_their_own(kept: KeptSession) -> None:
    record = lunge_record()
    (done,) = record["movements"]
    pumps = {**done["reps"], "counted": 3, "each": done["reps"]["each"][:3]}
    done["phases"].append({"id": "pumps", "kind": "reps", "reps": pumps, "holds": []})
    lost = {"movement": "unrecognised", "start_s": 1.0, "end_s": 4.5, "reason": "no knee is down"}
    record["movements"].insert(0, lost)
    rows = {row.id: row for row in rows_of(dataclasses.replace(kept, record=record))}
    assert rows["1/pumps/reps/counted"].value == 3
    assert rows["1/pumps/rep-3/duration/value"].phase == "pumps"
    assert rows["1/reps/counted"].value == 5
    nowhere = rows["session/unrecognised-1/duration/value"]
    assert (nowhere.value, nowhere.reason) == (3.5, "no knee is down")
