from __future__ import annotations

import pytest

from formcheck.resources import resource
from sample_videos.studio.demonstrations import write_figures


@pytest.mark.studio
def test_the_figures_that_are_passed_on_are_those_the_studio_makes(tmp_path):
    made = write_figures(tmp_path)
    assert {path.name: path.read_text() for path in made} == {
        path.name: path.read_text() for path in resource("routines", "figures").glob("*.json")
    }
