"""The summary that other programs read: its keys, where they stand and of what kind they are."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import jsonschema
import pytest

import formcheck
from tests.integration.command import run_command
from tests.integration.contract import SUMMARY, each
from tests.integration.recordings import clip

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from formcheck.pose.models import Model
    from formcheck.routine.schema import Movement
    from tests.integration.command import Analysed, Outcome

UNJUDGED = {"checklist", "prompt", "logged"}
"""What is only spoken or noted has no verdict."""


@pytest.fixture(params=["good", "lean30"])
def analysed(request: pytest.FixtureRequest) -> Analysed:
    found: Analysed = request.getfixturevalue(request.param)
    return found


def test_standard_output_holds_one_json_document_and_nothing_else(analysed: Analysed) -> None:
    jsonschema.validate(json.loads(analysed.outcome.out), SUMMARY)
    assert analysed.outcome.out.startswith("{")
    assert analysed.outcome.out.endswith("}\n")


def test_what_a_person_reads_goes_to_the_other_output(analysed: Analysed) -> None:
    assert "5 of 5 counted" in analysed.outcome.err
    assert str(analysed.video) in analysed.outcome.err


def test_the_full_record_is_the_summary_and_more(analysed: Analysed) -> None:
    session = analysed.session
    jsonschema.validate(session, SUMMARY)
    for key, value in analysed.summary.items():
        if key != "movements":
            assert session[key] == value
    assert len(session["series"]["time_s"]) == analysed.summary["frames"]
    kinds = {event["kind"] for event in session["movements"][0]["events"]}
    assert "rep_counted" in kinds


def test_every_cue_of_the_movement_has_its_verdict_once(analysed: Analysed, lunge: Movement) -> None:
    (done,) = analysed.summary["movements"]
    refs = [cue["ref"] for cue in done["cues"]]
    assert len(refs) == len(set(refs))
    assert set(refs) == {cue.ref for cue in lunge.cues if cue.how not in UNJUDGED}


def test_what_cannot_be_judged_says_why_and_what_to_do(analysed: Analysed) -> None:
    (done,) = analysed.summary["movements"]
    unjudged = [cue for cue in done["cues"] if cue["verdict"] == "cannot_judge"]
    assert unjudged
    assert all(cue["reason"] and cue["mend"] for cue in unjudged)


def test_the_numbers_agree_with_one_another(analysed: Analysed) -> None:
    (done,) = analysed.summary["movements"]
    counted = [rep for rep in done["reps"]["each"] if rep["counted"]]
    assert done["reps"]["counted"] == len(counted)
    assert done["reps"]["counted"] + done["reps"]["not_counted"] == len(done["reps"]["each"])
    assert done["reps"]["clean"] == sum(not rep["faults"] for rep in counted)
    for hold in done["holds"]:
        assert hold["good_form_s"] <= hold["held_s"] <= hold["end_s"] - hold["start_s"] + 0.01
    for measure in done["measures"].values():
        assert measure["min"] <= measure["mean"] <= measure["max"]


def test_the_versions_are_those_that_were_used(analysed: Analysed, model: Model, lunge: Movement) -> None:
    assert analysed.summary["versions"] == {
        "formcheck": formcheck.__version__,
        "model": "full",
        "model_sha256": model.sha256,
        "routine": f"kneeling-lunge@{lunge.version}",
    }


def test_two_runs_give_the_same_bytes(model: Model, tmp_path: Path) -> None:
    outcomes, hashes = [], []
    for folder in (tmp_path / "one", tmp_path / "two"):
        words = ("--time-range", 1, 2.5, "--out", folder, "--summary-json")
        outcomes.append(run_command("analyse", clip("lean30"), *words, "-").out)
        files = sorted(path for path in folder.rglob("*") if path.is_file())
        hashes.append([(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in files])
    assert outcomes[0] == outcomes[1]
    assert len(hashes[0]) >= 3
    assert hashes[0] == hashes[1]


def test_several_videos_give_a_list(formcheck: Callable[..., Outcome], model: Model) -> None:
    words = ("--time-range", 0, 0.5, "--no-video", "--summary-json", "-")
    outcome = formcheck("analyse", clip("good"), clip("lean30"), *words)
    found = json.loads(outcome.out)
    jsonschema.validate(found, each(SUMMARY))
    assert [one["file"] for one in found] == [clip("good").name, clip("lean30").name]


def test_the_summary_in_a_file_is_the_one_on_standard_output(
    formcheck: Callable[..., Outcome], good: Analysed, tmp_path: Path
) -> None:
    outcome = formcheck("rescore", good.track, "-m", "kneeling-lunge", "--summary-json", "summary.json")
    assert outcome.code == 0
    assert json.loads((tmp_path / "summary.json").read_text("utf-8")) == good.summary
    assert "5 of 5 counted" in outcome.out


def test_rescoring_a_track_prints_the_same_summary(formcheck: Callable[..., Outcome], lean30: Analysed) -> None:
    outcome = formcheck("rescore", lean30.track, "-m", "kneeling-lunge", "--summary-json", "-")
    assert outcome.summary() == lean30.summary


def test_without_a_movement_it_is_found_out_and_judged_the_same(
    formcheck: Callable[..., Outcome], good: Analysed
) -> None:
    found = formcheck("rescore", good.track, "--summary-json", "-").summary()
    jsonschema.validate(found, SUMMARY)
    (done,) = (entry for entry in found["movements"] if entry["movement"] != "unrecognised")
    (named,) = good.summary["movements"]
    assert (done["movement"], done["side"]) == ("kneeling-lunge", named["side"])
    assert done["reps"]["counted"] == named["reps"]["counted"]
    assert {cue["ref"]: cue["verdict"] for cue in done["cues"]} == {cue["ref"]: cue["verdict"] for cue in named["cues"]}
    assert found["versions"]["routine"].startswith("hip-mobility@")
    assert "Adductor rock-back" in found["sides_even"]["missing"]
    assert found["disclaimer"]


def test_analyze_is_the_same_command(formcheck: Callable[..., Outcome], model: Model) -> None:
    outcome = formcheck("analyze", clip("good"), "--time-range", 0, 0.3, "--no-video", "--summary-json", "-")
    jsonschema.validate(outcome.summary(), SUMMARY)
