"""The report of a real analysis, from the clip to the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.report.pages import Page

if TYPE_CHECKING:
    from tests.integration.command import Analysed


def test_analyse_leaves_a_report_that_shows_each_fault_in_a_picture(lean30: Analysed) -> None:
    assert str(lean30.folder / "report.html") in lean30.outcome.err
    page = Page((lean30.folder / "report.html").read_text("utf-8"))
    told = page.section("Faults")
    (done,) = lean30.summary["movements"]
    faults = [cue for cue in done["cues"] if cue["verdict"] == "fault"]
    assert len(page.of("img")) == len(faults) > 0
    for cue in faults:
        assert f"{cue['title']} cue {cue['ref']}" in told
        assert f"worst {cue['worst_value']:.0f}°" in told
