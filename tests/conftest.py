"""How the tests are shared out among the processors, and what holds for every property test."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import settings
from xdist.scheduler import LoadFileScheduling

if TYPE_CHECKING:
    import pytest
    from xdist.remote import Producer

# A machine that has other work to do is slow, not wrong: no example fails for the time that it took.
settings.register_profile("formcheck", deadline=None)
settings.load_profile("formcheck")

LUNGE_CLIPS = frozenset(
    f"tests/integration/test_{name}.py"
    for name in (
        "any_track",
        "heads_hidden",
        "kneeling_lunge",
        "live_against_recorded",
        "report",
        "summary_contract",
        "two_people",
    )
)
"""Files that look at the same two clips, which take half a minute to analyse: once, for all of them."""


class ByFile(LoadFileScheduling):
    """Keeps the tests of a file, and of files that share what takes long, in one process."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "lunge clips" if file in LUNGE_CLIPS else file


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> ByFile:
    return ByFile(config, log)


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """Run named test files in this process: workers would take longer to start than most of them to run."""
    named = config.args_source is config.ArgsSource.ARGS and all(".py" in arg for arg in config.args)
    return 0 if named else None
