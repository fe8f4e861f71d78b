"""Each format is read back by a program that is not ours, and says what the session says."""

from __future__ import annotations

import csv
import dataclasses
import json
import resource
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import trc
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formcheck.errors import MissingLibraryError, OutputError, StoreError, TrackError
from formcheck.pose.landmarks import LANDMARKS
from formcheck.pose.pose import Observation
from formcheck.report.exports.formats import Format, export
from formcheck.report.exports.long_csv import COLUMNS, csv_file
from formcheck.report.exports.plain_json import schema
from formcheck.report.exports.trc import write_trc
from formcheck.report.kept import open_folder
from formcheck.report.rows import rows_of
from formcheck.resources import checkout
from tests.support.sessions import lunge_record, lunge_track

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formcheck.pose.track import Track
    from formcheck.report.kept import KeptSession

ALL = tuple(Format)
MOT_NAME = "session-1-set-1-kneeling-lunge-right.mot"


@pytest.fixture(scope="module")
def exported(kept: KeptSession, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a folder with the session in every format."""
    folder = tmp_path_factory.mktemp("exported")
    made = export({"1": lambda: kept}, ALL, folder)
    assert not made.left_out
    return folder


@pytest.fixture(scope="module")
def table(exported: Path) -> pd.DataFrame:
    return pd.read_csv(exported / "rows.csv", keep_default_na=False, na_values={"value": "", "sigma": ""})


def test_pandas_finds_every_row_in_the_csv(kept: KeptSession, table: pd.DataFrame) -> None:
    rows = rows_of(kept)
    assert table["id"].tolist() == [row.id for row in rows]
    assert table["value"].tolist() == pytest.approx(
        [np.nan if row.value is None else row.value for row in rows], nan_ok=True
    )
    assert table["unit"].tolist() == [row.unit for row in rows]
    assert set(table["person"]) == {"P-014"}
    assert set(table["done_at"]) == {"2026-03-02T09:30:00+00:00"}


def test_a_pivot_gives_each_repetition_s_peak(kept: KeptSession, table: pd.DataFrame) -> None:
    peaks = table[table["statistic"] == "peak"].pivot_table(index="rep", columns="measure", values="value")
    (done,) = kept.record["movements"]
    assert len(peaks) == len(done["reps"]["each"])
    frames = table[(table["statistic"] == "peak") & (table["measure"] == "front_knee_flexion")]["first_frame"]
    assert peaks["front_knee_flexion"].tolist() == kept.series["front_knee_flexion"][frames.astype(int)].tolist()


def test_an_empty_value_always_has_a_reason(table: pd.DataFrame) -> None:
    assert (table[table["value"].isna()]["reason"] != "").all()


def test_the_json_is_as_its_schema_says(exported: Path) -> None:
    content = json.loads((exported / "sessions.json").read_text("utf-8"))
    published = schema()
    jsonschema.Draft202012Validator.check_schema(published)
    checker = jsonschema.Draft202012Validator(published, format_checker=jsonschema.FormatChecker())
    assert [error.message for error in checker.iter_errors(content)] == []
    assert "degrees of clinical flexion" in content["convention"]


def test_the_schema_refuses_a_number_that_is_missing_without_a_reason(exported: Path) -> None:
    content = json.loads((exported / "sessions.json").read_text("utf-8"))
    content["sessions"][0]["rows"][0] |= {"value": None, "reason": ""}
    assert list(jsonschema.Draft202012Validator(schema()).iter_errors(content))


def test_the_json_has_the_csv_s_numbers_and_the_words_besides(exported: Path, table: pd.DataFrame) -> None:
    (session,) = json.loads((exported / "sessions.json").read_text("utf-8"))["sessions"]
    numbers = {row["id"]: row["value"] for row in session["rows"]}
    told = {name: None if np.isnan(value) else value for name, value in zip(table["id"], table["value"], strict=True)}
    assert numbers == told
    (done,) = session["sets"]
    unjudged = [cue for cue in done["cues"] if cue["verdict"] == "cannot_judge"]
    assert unjudged
    assert all(cue["reason"] for cue in unjudged)
    assert session["self_report"]["change_felt"] == "looser"


def read_trc(path: Path) -> trc.TRCData:
    found = trc.TRCData()
    found.load(str(path))
    return found


def test_a_trc_reader_finds_the_body_upright_and_in_its_size(kept: KeptSession, exported: Path) -> None:
    found = read_trc(exported / "session-1.trc")
    assert found["Markers"] == list(LANDMARKS)
    assert (found["Units"], found["NumFrames"], found["DataRate"]) == ("m", len(kept.times_s), 15.0)
    assert found["Time"] == pytest.approx(kept.times_s.tolist(), abs=0.001)
    at = {name: np.array(found[name]) for name in ("right_hip", "right_knee", "right_shoulder", "left_hip")}
    assert np.allclose(np.linalg.norm(at["right_hip"] - at["right_knee"], axis=1), 0.42, atol=0.01)
    assert (at["right_shoulder"][:, 1] > at["right_hip"][:, 1] + 0.4).all()
    assert np.allclose(at["right_hip"] + at["left_hip"], 0.0, atol=0.01)
    # It is filmed from its right side, which is nearer to the camera.
    assert (at["right_hip"][:, 2] > at["left_hip"][:, 2]).all()


def hidden(track: Track, unseen: list[list[int]], gone: set[int], doubtful: set[int]) -> Track:
    """Give the first frames of a track with landmarks hidden, nobody in some frames, and in some another's pose."""
    frames = []
    for number, (seen, names) in enumerate(zip(track.observations, unseen, strict=False)):
        assert seen.pose is not None
        visibility = seen.pose.visibility.copy()
        visibility[names] = 0.1
        points = seen.pose.points + (seen.pose.image_size[0] / 2 if number in doubtful else 0)
        pose = None if number in gone else dataclasses.replace(seen.pose, points=points, visibility=visibility)
        frames.append(Observation(seen.index, seen.time_s, pose, 1, number in doubtful))
    return dataclasses.replace(track, observations=frames)


few = st.sets(st.integers(0, 11), max_size=3)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(unseen=st.lists(st.lists(st.integers(0, 32), max_size=4), min_size=12, max_size=12), gone=few, doubtful=few)
def test_what_was_not_seen_has_no_place_in_the_trc_and_all_else_has(
    tmp_path: Path, kept: KeptSession, unseen: list[list[int]], gone: set[int], doubtful: set[int]
) -> None:
    track = hidden(lunge_track(), unseen, gone, doubtful)
    write_trc(dataclasses.replace(kept, track=lambda: track), tmp_path / "some.trc")
    found = read_trc(tmp_path / "some.trc")
    blank = np.array([np.isnan(found[name]).all(axis=1) for name in LANDMARKS]).T
    half = np.array([np.isnan(found[name]).any(axis=1) for name in LANDMARKS]).T
    wanted = np.zeros((12, len(LANDMARKS)), bool)
    for number, names in enumerate(unseen):
        wanted[number, names] = True
    wanted[[*gone, *doubtful]] = True
    assert (blank == wanted).all()
    assert (half == wanted).all()


def read_mot(path: Path) -> tuple[dict[str, str], pd.DataFrame]:
    lines = path.read_text("utf-8").splitlines()
    end = lines.index("endheader")
    head = dict(line.split("=", 1) for line in lines[1:end] if "=" in line and " " not in line.split("=")[0])
    return head, pd.read_csv(path, sep="\t", skiprows=end + 1)


def test_a_mot_holds_the_angles_of_a_set_by_name(kept: KeptSession, exported: Path) -> None:
    head, angles = read_mot(exported / MOT_NAME)
    assert (exported / MOT_NAME).read_text("utf-8").startswith("Coordinates\nversion=1\n")
    assert head["inDegrees"] == "yes"
    assert (int(head["nRows"]), int(head["nColumns"])) == angles.shape
    assert angles.columns[0] == "time"
    (done,) = kept.record["movements"]
    degrees = {name for name, over in done["measures"].items() if over["unit"] == "deg"}
    assert set(angles.columns[1:]) == degrees
    inside = (kept.times_s >= done["start_s"] - 0.001) & (kept.times_s <= done["end_s"] + 0.001)
    assert angles["time"].to_numpy() == pytest.approx(kept.times_s[inside])
    for name in degrees:
        assert angles[name].to_numpy() == pytest.approx(kept.series[name][inside], nan_ok=True)


def test_opensim_s_way_to_write_what_is_missing_is_nan_and_never_an_empty_field(
    kept: KeptSession, tmp_path: Path
) -> None:
    columns = {name: np.where(np.arange(len(column)) % 3 == 0, np.nan, column) for name, column in kept.series.items()}
    export({"1": lambda: dataclasses.replace(kept, series=columns)}, [Format.MOT], tmp_path)
    text = (tmp_path / MOT_NAME).read_text("utf-8")
    assert "NaN" in text
    assert "\t\t" not in text
    assert "\t\n" not in text


def test_pyarrow_finds_every_measure_over_time_with_its_unit(kept: KeptSession, exported: Path) -> None:
    found = pq.read_table(exported / "session-1.parquet")
    assert found.num_rows == len(kept.times_s)
    for name, column in kept.series.items():
        back = found[name].to_numpy()
        assert back == pytest.approx(column, nan_ok=True)
        assert found[name].null_count == np.isnan(column).sum()
    assert found.schema.field("front_knee_flexion").metadata == {b"unit": b"deg"}
    assert b"clinical flexion" in found.schema.metadata[b"convention"]
    frames = found.to_pandas()
    assert frames.groupby("rep")["front_knee_flexion"].max().tolist() == pytest.approx(
        [row.value for row in rows_of(kept) if row.id.startswith("1/rep-") and row.id.endswith("knee_flexion/max")][
            0::2
        ]
    )


def test_the_same_session_gives_the_same_bytes(kept: KeptSession, exported: Path, tmp_path: Path) -> None:
    export({"1": lambda: kept}, ALL, tmp_path)
    for path in exported.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes(), path.name


def test_no_name_of_a_video_and_no_picture_gets_out(folder: Path, tmp_path: Path) -> None:
    made = export({"recording": lambda: open_folder(folder)}, ALL, tmp_path)
    assert {path.suffix for path in made.files} == {".csv", ".json", ".trc", ".mot", ".parquet", ".txt"}
    for path in made.files:
        assert "Erika" not in path.name
        assert b"Erika" not in path.read_bytes(), path.name


def test_a_file_in_the_way_is_left_as_it_was_and_nothing_is_written(kept: KeptSession, tmp_path: Path) -> None:
    (tmp_path / "session-1.trc").write_text("mine")
    with pytest.raises(OutputError, match=r"session-1\.trc: a file of that name is in the way\. .*--replace"):
        export({"1": lambda: kept}, ALL, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["session-1.trc"]
    export({"1": lambda: kept}, [Format.TRC], tmp_path, replace=True)
    assert read_trc(tmp_path / "session-1.trc")["NumMarkers"] == 33


def test_replacing_takes_away_the_angles_of_sets_that_are_no_more(kept: KeptSession, tmp_path: Path) -> None:
    for name in ("session-1-set-2-kneeling-lunge-left.mot", "session-12-set-2-kneeling-lunge-left.mot"):
        (tmp_path / name).write_text("old")
    export({"1": lambda: kept}, [Format.MOT], tmp_path, replace=True)
    names = {path.name for path in tmp_path.glob("*.mot")}
    assert names == {MOT_NAME, "session-12-set-2-kneeling-lunge-left.mot"}


@contextmanager
def small_disk(size: int) -> Iterator[None]:
    """Let no file become larger: the system then refuses to write, as it does on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.parametrize("wanted", ALL)
def test_a_disk_that_takes_no_more_is_said_in_one_line_and_leaves_no_half_file(
    kept: KeptSession, tmp_path: Path, wanted: Format
) -> None:
    with (
        small_disk(4096),
        pytest.raises(OutputError, match=r"larger than this disk allows\. Choose another folder") as told,
    ):
        export({"1": lambda: kept}, [wanted], tmp_path)
    assert "\n" not in str(told.value)
    assert list(tmp_path.iterdir()) == []


def test_without_pyarrow_parquet_says_how_to_get_it_before_anything_is_written(
    kept: KeptSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'formcheck\[parquet\]'"):
        export({"1": lambda: kept}, ALL, tmp_path / "out")
    assert not (tmp_path / "out").exists()
    assert export({"1": lambda: kept}, [Format.CSV], tmp_path).files


def refuse(error: Exception) -> Any:
    raise error


def test_what_cannot_be_exported_is_named_and_the_rest_is_there(kept: KeptSession, tmp_path: Path) -> None:
    sessions: dict[str, Callable[[], KeptSession]] = {
        "1": lambda: kept,
        "2": lambda: refuse(StoreError("a file of this session is missing or damaged")),
        "3": lambda: dataclasses.replace(kept, name="3", track=None),
        "4": lambda: dataclasses.replace(kept, name="4", track=lambda: refuse(TrackError("not a formcheck track"))),
    }
    made = export(sessions, [Format.CSV, Format.TRC], tmp_path)
    assert [line.split(":")[0] for line in made.left_out] == ["session 2", "trc of session 3", "trc of session 4"]
    assert sorted(path.name for path in made.files) == ["about-these-files.txt", "rows.csv", "session-1.trc"]
    assert set(pd.read_csv(tmp_path / "rows.csv")["session"]) == {1, 3, 4}


@pytest.mark.parametrize("wanted", [Format.TRC, Format.MOT, Format.PARQUET])
def test_a_session_that_has_nothing_of_what_is_wanted_is_an_error_and_no_empty_file(
    kept: KeptSession, tmp_path: Path, wanted: Format
) -> None:
    bare = dataclasses.replace(kept, track=None, times_s=np.empty(0), series={})
    with pytest.raises(StoreError, match="session"):
        export({"1": lambda: bare}, [wanted], tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_record_that_was_tampered_with_chooses_no_other_folder(kept: KeptSession, tmp_path: Path) -> None:
    record = lunge_record()
    record["movements"][0]["movement"] = "../../lunge"
    made = export({"1": lambda: dataclasses.replace(kept, record=record)}, [Format.MOT], tmp_path / "deep" / "out")
    assert {path.resolve().parent for path in made.files} == {(tmp_path / "deep" / "out").resolve()}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    words=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
    | st.sampled_from(['a, "b"', "a\nb", "=1"])
)
def test_whatever_words_a_reason_has_they_come_back(tmp_path: Path, kept: KeptSession, words: str) -> None:
    lost = {"movement": "unrecognised", "start_s": 1.0, "end_s": 4.5, "reason": words}
    bare = dataclasses.replace(kept, record={**kept.record, "movements": [lost]})
    with csv_file(tmp_path / "some.csv") as take:
        take(bare)
    with (tmp_path / "some.csv").open(encoding="utf-8", newline="") as file:
        *_, last = csv.DictReader(file)
    assert last["reason"] == words


def test_every_column_statistic_and_unit_stands_in_the_docs(kept: KeptSession) -> None:
    told = (checkout() or Path()).joinpath("docs", "export.md").read_text("utf-8")
    rows = rows_of(kept)
    wanted = {*COLUMNS, *(row.statistic for row in rows), *(row.unit for row in rows if row.unit)}
    wanted |= {row.measure for row in rows if row.set is None}
    assert sorted(word for word in wanted if f"`{word}`" not in told) == []
