"""The report as its reader meets it: every number from a row, nothing from outside, and what was not seen said."""

from __future__ import annotations

import copy
import csv
import itertools
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
import pytest

from formcheck.analysis.pictures import clock
from formcheck.errors import StoreError
from formcheck.report.exports.long_csv import csv_file
from formcheck.report.kept import KeptSession, Still
from formcheck.report.look import PALETTE
from formcheck.report.page import report_page
from formcheck.report.wording import difference_words, number_words
from formcheck.store.nouns import SelfReport
from tests.report.pages import Page
from tests.support.sessions import lunge_record

if TYPE_CHECKING:
    from pathlib import Path

WORDS_OF_THE_RECORD = {"said", "ref", "versions", "who", "running", "scale", "ordinal", "limits", "error"}
"""Classes of what may hold a digit that is no measured number: quoted words, numbers of cues, dates, versions."""


def both_sides(**view_of_the_left: Any) -> dict[str, Any]:
    """Give the record of a lunge on both sides, the right one leaning forward, seen alike unless said otherwise."""
    record = lunge_record()
    (right,) = record["movements"]
    right["side"], right["view"]["near"] = "right", "right"
    left = copy.deepcopy(right)
    left["side"], left["view"] = "left", {**left["view"], "near": "left", **view_of_the_left}
    lean = next(cue for cue in right["cues"] if cue["ref"] == "3.14")
    lean.update(verdict="fault", value=27.6, worst_value=31.2, worst_time_s=right["start_s"] + 4.0, share_fault=0.43)
    right["events"].append({"kind": "cue_raised", "time_s": right["start_s"] + 3.0, "subject": "3.14", "detail": ""})
    totals = {"reps": 5, "hold_s": 8.0}
    alike = {"left": totals, "right": totals, "verdict": "good", "words": "both sides alike: left 5 reps, right 5"}
    record["movements"] = [right, left]
    record["sides_even"]["movements"]["kneeling-lunge"].update(alike)
    return record


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Still:
    place = tmp_path_factory.mktemp("stills") / "0a1b.jpg"
    assert cv2.imwrite(str(place), np.full((720, 1280, 3), 90, np.uint8))
    return Still("fault_set1_3.14_upright-torso.jpg", place)


@pytest.fixture(scope="module")
def session(kept: KeptSession, still: Still) -> KeptSession:
    said = SelfReport(True, 3, 2, None, "looser <on> the right & left")
    return replace(kept, record=both_sides(), stills=(still,), self_report=said)


@pytest.fixture(scope="module")
def markup(session: KeptSession) -> str:
    return report_page([session])


@pytest.fixture(scope="module")
def page(markup: str) -> Page:
    return Page(markup)


def undrawn(session: KeptSession, **changes: Any) -> Page:
    """Give the page of a session without its series, and so without figures: quicker."""
    return Page(report_page([replace(session, times_s=np.empty(0), series={}, **changes)]))


def test_every_number_is_a_row_of_the_csv_and_shown_as_it_is_there(
    page: Page, session: KeptSession, tmp_path: Path
) -> None:
    with csv_file(tmp_path / "rows.csv") as take:
        take(session)
    with (tmp_path / "rows.csv").open(encoding="utf-8", newline="") as file:
        rows = {f"{row['session']}:{row['id']}": row for row in csv.DictReader(file)}
    shown = [element for element in page.elements if "data-row" in element.attributes]
    assert len(shown) > 200
    for element in shown:
        row, *less = (rows[name] for name in element.attributes["data-row"].split(" "))
        what = element.attributes.get("data-field", "value")
        if what == "difference":
            words = difference_words(float(row["value"]) - float(less[0]["value"]), row["unit"])
            assert element.text.lstrip("+") == words.replace("-", "−")
        elif what == "start_s":
            assert element.text == clock(float(row["start_s"]))
        else:
            value = float(row[what]) if row[what] else None
            words = number_words(value, row["unit"]).replace("-", "−")
            assert element.text in (words, words.partition(" ")[0]), row["id"]  # Before a ± the unit stands behind it.


def test_no_number_stands_on_the_page_without_its_row(page: Page) -> None:
    for words, around in page.texts:
        within = {name for element in around for name in element.classes} | {element.tag for element in around}
        traced = any("data-row" in element.attributes for element in around)
        if re.search(r"\d", words) and not traced:
            assert within & (WORDS_OF_THE_RECORD | {"svg", "style", "title"}), words


def test_nothing_on_the_page_comes_from_elsewhere(page: Page, markup: str) -> None:
    assert "http" not in markup
    assert "Erika" not in markup  # The video's own name may be a person's.
    assert page.of("script") == page.of("link") == page.of("iframe") == []
    for element in page.elements:
        for name in ("src", "href", "data", "action"):
            assert element.attributes.get(name, "#").startswith(("#", "data:image/jpeg;base64,"))
    assert all(address.startswith("#") for address in re.findall(r"url\(([^)]*)\)", markup))


def test_the_same_session_gives_the_same_bytes(session: KeptSession, markup: str) -> None:
    assert report_page([session]) == markup


def test_who_cannot_see_the_pictures_is_told_what_they_show(page: Page) -> None:
    assert page.of("html")[0].attributes["lang"] == "en-GB"
    (picture,) = page.of("img")
    assert "Upright torso" in picture.attributes["alt"]
    figures = [figure for figure in page.of("svg") if figure.attributes.get("aria-hidden") != "true"]
    assert len(figures) == 6
    for figure in figures:
        assert figure.attributes["role"] == "img"
        assert len(figure.attributes["aria-label"]) > 20


def test_headings_go_down_step_by_step_and_names_are_there_once(page: Page) -> None:
    ranks = [int(element.tag[1]) for element in page.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert ranks[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(ranks))
    names = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(names) == len(set(names))
    for element in page.elements:
        for name in element.attributes.get("aria-labelledby", "").split():
            assert name in names


def test_a_verdict_is_a_shape_and_a_word_never_a_colour_alone(page: Page) -> None:
    verdicts = [element for element in page.elements if "verdict" in element.classes]
    assert {element.text for element in verdicts} >= {"fault", "good", "cannot judge"}
    for element in verdicts:
        inside = [other for other in page.elements if element in other.above]
        assert inside[0].tag == "svg"
        assert len(inside) > 1


@pytest.mark.parametrize("ground", ["paper", "desk", "band"])
@pytest.mark.parametrize("ink", ["ink", "muted", "accent", "fault", "nearly", "good", "cannot_judge", "not_reached"])
def test_type_stands_out_from_its_ground(ink: str, ground: str) -> None:
    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255.0 for at in (1, 3, 5))
        linear = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    lighter, darker = sorted((light(PALETTE[ink]), light(PALETTE[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_a_fault_is_told_with_its_share_its_limit_and_its_worst_moment(page: Page, session: KeptSession) -> None:
    worst_s = session.record["movements"][0]["start_s"] + 4.0
    told = page.section("Faults")
    assert "Upright torso cue 3.14 Kneeling lunge, right side Trunk inclination: 28°" in told
    assert f"good up to 10° At fault 43% of the time judged; worst 31° at {clock(worst_s)}" in told


def test_a_fault_without_a_picture_says_so(session: KeptSession, still: Still, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"no picture")
    for stills in ((), (Still(still.name, broken),), (Still(still.name, tmp_path / "gone.jpg"),)):
        page = undrawn(session, stills=stills)
        assert page.of("img") == []
        assert "No picture was kept of this moment." in page.section("Faults")


def test_what_could_not_be_judged_says_why_and_how_to_film_next_time(page: Page, session: KeptSession) -> None:
    told = page.section("What could not be judged")
    unjudged = [cue for done in session.record["movements"] for cue in done["cues"] if cue["verdict"] == "cannot_judge"]
    assert unjudged
    for cue in unjudged:
        assert f"{cue['title']} ({cue['ref']})" in told
        assert (cue["reason"][1:]) in told
        assert re.sub(r" to your (left|right)", "", cue["mend"] or "") in re.sub(r" to your (left|right)", "", told)


def test_assessment_and_plan_are_left_for_the_reader_to_fill_in(page: Page) -> None:
    boxes = [element for element in page.elements if "box" in element.classes]
    assert [box.text for box in boxes] == ["Assessment", "Plan"]


def test_what_a_person_said_is_shown_as_they_said_it_and_what_they_did_not_is_a_line(page: Page, markup: str) -> None:
    told = page.section("What the person said")
    assert "Warmed up yes" in told
    assert "Discomfort during (0–10) 2" in told
    assert "looser <on> the right & left" in told
    assert "<on>" not in markup
    lines = [element for element in page.elements if "line" in element.classes]
    assert len(lines) == 1  # Discomfort after was not asked.


def test_limits_and_the_convention_of_angles_are_named(page: Page) -> None:
    (limits,) = (element for element in page.elements if "limits" in element.classes)
    assert "without markers" in limits.text
    assert "Confirm clinically" in limits.text
    assert "0° = anatomical position" in limits.text
    assert "not medical advice" in limits.text


def test_sides_seen_alike_are_compared_and_a_difference_within_the_error_is_none(page: Page) -> None:
    told = page.section("Left against right")
    assert "Range of the repetitions" in told
    assert "no difference we can measure" in told
    assert "moves less" not in told


def test_a_difference_beyond_the_error_names_its_side(session: KeptSession) -> None:
    record = copy.deepcopy(session.record)
    for rep in record["movements"][1]["reps"]["each"]:
        rep["range"] += 12.0
    told = undrawn(session, record=record).section("Left against right")
    assert re.search(r"−12\.0° \d\.\d° the right side moves less", told)


@pytest.mark.parametrize(
    ("view", "why"),
    [
        ({"label": "front"}, "the camera saw it from another view"),
        ({"near": "right"}, "the other side was toward the camera"),
        ({"label": "unknown"}, "the view is not known"),
    ],
)
def test_sides_not_seen_alike_are_not_compared(session: KeptSession, view: dict[str, Any], why: str) -> None:
    told = undrawn(session, record=both_sides(**view)).section("Left against right")
    assert why in told
    assert "Range of the repetitions" not in told
    assert "Repetitions that count" in told  # What is counted needs no view alike.


def test_fewer_than_three_repetitions_on_a_side_are_not_compared(session: KeptSession) -> None:
    record = copy.deepcopy(session.record)
    record["movements"][1]["reps"]["counted"] = 2
    told = undrawn(session, record=record).section("Left against right")
    assert "fewer than 3 repetitions counted" in told


def test_one_side_alone_is_said_to_be_alone(kept: KeptSession) -> None:
    assert "not compared, the left side was not seen" in undrawn(kept).section("Left against right")


def test_a_session_in_which_nothing_was_done_says_so(kept: KeptSession) -> None:
    record = {**kept.record, "movements": [], "sides_even": {"movements": {}}}
    page = undrawn(kept, record=record, done_at=None, person=None)
    assert "No movement of the routine was recognised" in page.section("What was done")
    assert "Nothing was judged." in page.section("Faults")


def test_a_record_of_an_older_formcheck_is_shown_and_a_damaged_one_refused(session: KeptSession) -> None:
    record = copy.deepcopy(session.record)
    for key in ("sides_even", "disclaimer", "notes"):
        del record[key]
    record["versions"] = {"formcheck": "0.0.1", "model": "full", "routine": "kneeling-lunge"}
    for done in record["movements"]:
        del done["phases"]
    assert "5 of 5" in undrawn(session, record=record).section("What was done")
    del record["movements"][0]["cues"][0]["value"]
    with pytest.raises(StoreError, match="damaged"):
        undrawn(session, record=record)


def test_without_a_series_the_appendix_says_why_there_is_no_figure(session: KeptSession) -> None:
    assert any("no series over time" in words for words, _ in undrawn(session).texts)


def test_several_sessions_stand_in_one_page_each_with_its_own_names(session: KeptSession) -> None:
    first, second = (replace(session, name=name, times_s=np.empty(0), series={}) for name in ("7", "8"))
    page = Page(report_page([first, second]))
    assert len(page.of("article")) == 2
    names = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
    assert len(names) == len(set(names))
    links = [element.attributes["href"][1:] for element in page.of("a")]
    assert links == [article.attributes["id"] for article in page.of("article")]
