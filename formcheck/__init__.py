"""formcheck: a camera-based form checker for mobility exercises.

The public face::

    import formcheck

    analysis = formcheck.analyse("lunge.mp4", movement="kneeling-lunge")
    for done in analysis.sets:
        print(done.side, len(done.counted), [cue.ref for cue in done.cues if cue.verdict == "fault"])

Heavy parts (the pose model, OpenCV) are imported when they are first used, not by ``import formcheck``.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from formcheck.analysis.analysis import Analysis, judge_track
    from formcheck.analysis.recorded import analyse
    from formcheck.analysis.summary import summary
    from formcheck.body.moment import Moment
    from formcheck.body.reading import Measured, Reading, Unknown
    from formcheck.errors import FormcheckError
    from formcheck.judge.loading import load_movement
    from formcheck.judge.movement import Judge
    from formcheck.judge.result import SetResult
    from formcheck.judge.session import Session
    from formcheck.judge.verdict import Snapshot, Verdict
    from formcheck.pose.pose import Observation, Pose
    from formcheck.pose.track import Track
    from formcheck.pose.track import load as load_track

__version__ = "0.1.0"

__all__ = [
    "Analysis",
    "FormcheckError",
    "Judge",
    "Measured",
    "Moment",
    "Observation",
    "Pose",
    "Reading",
    "Session",
    "SetResult",
    "Snapshot",
    "Track",
    "Unknown",
    "Verdict",
    "__version__",
    "analyse",
    "judge_track",
    "load_movement",
    "load_track",
    "summary",
]

_HOMES: Final = {
    "Analysis": "formcheck.analysis.analysis",
    "FormcheckError": "formcheck.errors",
    "Judge": "formcheck.judge.movement",
    "Measured": "formcheck.body.reading",
    "Moment": "formcheck.body.moment",
    "Observation": "formcheck.pose.pose",
    "Pose": "formcheck.pose.pose",
    "Reading": "formcheck.body.reading",
    "Session": "formcheck.judge.session",
    "SetResult": "formcheck.judge.result",
    "Snapshot": "formcheck.judge.verdict",
    "Track": "formcheck.pose.track",
    "Unknown": "formcheck.body.reading",
    "Verdict": "formcheck.judge.verdict",
    "analyse": "formcheck.analysis.recorded",
    "judge_track": "formcheck.analysis.analysis",
    "load_movement": "formcheck.judge.loading",
    "load_track": "formcheck.pose.track:load",
    "summary": "formcheck.analysis.summary",
}
"""Where each public name lives; after a colon, what it is called there."""


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'formcheck' has no attribute {name!r}")
    module, _, there = _HOMES[name].partition(":")
    return getattr(importlib.import_module(module), there or name)


def __dir__() -> list[str]:
    return sorted(__all__)
