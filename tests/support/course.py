"""The studio's course, judged once by ``sample_videos.fitting course``: eight sessions of one person, known changes."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from formcheck.store.nouns import NewSession, Source
from tests.support.sessions import with_person

if TYPE_CHECKING:
    from formcheck.report.trends import Line, SidesLine
    from formcheck.store.store import Store

FILE = Path(__file__).parents[1] / "fixtures" / "course.json.gz"
PERSON = "P-001"


@dataclass(frozen=True, slots=True)
class Course:
    """The course in a store.

    Attributes
    ----------
    store
        With the sessions of one person.
    true
        The true figures by session and ``movement/side/measure/statistic``.
    """

    store: Store
    true: dict[tuple[int, str], float]

    def changed_by(self, line: Line) -> float | None:
        """Give by how much a figure truly changed from the session it is compared with to the newest."""
        if line.first is None:
            return None
        name = f"{line.movement}/{line.side or 'both'}/{line.measure}/{line.statistic}"
        return self._between((line.first.session, name), (line.newest.session, name))

    def apart(self, line: SidesLine) -> float | None:
        """Give by how much the right truly was more than the left on the newest day."""
        left, right = (
            (point.session, f"{line.movement}/{side}/{line.measure}/{line.statistic}")
            for side, point in (("left", line.newest.left), ("right", line.newest.right))
        )
        return self._between(left, right)

    def _between(self, one: tuple[int, str], other: tuple[int, str]) -> float | None:
        return self.true[other] - self.true[one] if one in self.true and other in self.true else None


def keep_course(store: Store) -> Course:
    """Keep the course in an empty store."""
    with_person(store, PERSON)
    true: dict[tuple[int, str], float] = {}
    for clip in json.loads(gzip.decompress(FILE.read_bytes())):
        done_at = datetime.combine(date.fromisoformat(clip["day"]), time(10), UTC)
        line = store.sessions.add(NewSession(clip["record"], done_at, source=Source.IMPORTED, person=PERSON))
        true |= {(line.id, name): value for name, value in clip["true"].items()}
    return Course(store, true)
