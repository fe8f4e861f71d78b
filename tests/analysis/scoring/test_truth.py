"""A truth file is read whole, or refused with one line that names it."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Any

import pytest

from formcheck.analysis.scoring.truth import read_truth
from formcheck.errors import TruthError
from tests.support.truths import truth, write_truth

if TYPE_CHECKING:
    from pathlib import Path


def test_truth_comes_back_as_it_was_written(tmp_path: Path) -> None:
    read = read_truth(write_truth(tmp_path / "x.json.gz", truth(reps=3)))
    assert read.acts[0].movement == "kneeling-lunge"
    assert [rep.number for rep in read.acts[0].reps] == [1, 2, 3]
    assert read.landmarks_m.shape == (len(read.times_s), 33, 3)
    assert read.landmarks_m[0].max() < 2.0  # metres, not millimetres


def test_what_the_scale_does_not_know_is_passed_over(tmp_path: Path) -> None:
    assert read_truth(write_truth(tmp_path / "x.json.gz", truth(weather="fine"))).name == "stick"


def test_truth_knows_what_happened_when(tmp_path: Path) -> None:
    read = read_truth(write_truth(tmp_path / "x.json.gz", truth()))
    assert read.doing(1.0) == "kneeling-lunge: setup"
    assert read.doing(5.0) == "kneeling-lunge: in between"
    assert read.doing(1000.0) == "nothing"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"format": "something else"}, "not the truth of a clip"),
        ({"version": 2}, "version 2"),
        ({"acts": [{"movement": "kneeling-lunge"}]}, "acts.0"),
        ({"fps": "fast"}, "fps"),
        ({"times_s": [0.0]}, "times_s"),
        ({"camera_azimuth_deg": None}, "camera_azimuth_deg"),
        ({"landmark_names": ["nose"]}, "landmark_names"),
        ({"landmarks_mm": [[[1, 2]]]}, "landmarks_mm"),
        ({"measures": {"facing": [1.0]}}, "facing"),
        ({"measures": []}, "damaged"),
    ],
)
def test_truth_that_does_not_fit_together_is_refused_by_name(
    tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    path = write_truth(tmp_path / "odd.json.gz", truth(**change))
    with pytest.raises(TruthError) as caught:
        read_truth(path)
    assert words in str(caught.value)
    assert "odd.json.gz" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_truth_whose_times_run_backward_is_refused(tmp_path: Path) -> None:
    content = truth()
    content["times_s"][5] = 0.0
    with pytest.raises(TruthError, match="times_s do not grow"):
        read_truth(write_truth(tmp_path / "x.json.gz", content))


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", gzip.compress(b"no json"), gzip.compress(b"[1]")],
    ids=["nothing", "plain", "no json", "a list"],
)
def test_what_is_no_truth_at_all_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.json.gz"
    path.write_bytes(content)
    with pytest.raises(TruthError, match=r"damaged|not the truth"):
        read_truth(path)


def test_a_truth_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    path = write_truth(tmp_path / "x.json.gz", truth())
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(TruthError, match="damaged"):
        read_truth(path)


def test_a_missing_truth_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(TruthError, match="no such file"):
        read_truth(tmp_path / "x.json.gz")
