"""Sessions as JSON with a published schema: every number as in the CSV, and the words that belong to them."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import formcheck
from formcheck.analysis.summary import CONVENTION, LIMITS
from formcheck.files import atomic_write
from formcheck.report.exports.long_csv import moment
from formcheck.report.rows import rows_of
from formcheck.store.facts import sets_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from formcheck.report.kept import KeptSession
    from formcheck.store.nouns import Json

FORMAT: Final = "formcheck-export"

SCHEMA_VERSION: Final = 1
"""Raised by a change that an older reader would misread; keys may be added without."""

_SCHEMA_FILE: Final = Path(__file__).with_name("export.schema.json")


def schema() -> Json:
    """Give the JSON Schema (draft 2020-12) of what :func:`json_file` writes."""
    found: Json = json.loads(_SCHEMA_FILE.read_text("utf-8"))
    return found


@contextmanager
def json_file(path: Path) -> Iterator[Callable[[KeptSession], None]]:
    """Write a JSON file, whole or not at all; each row has a line.

    Yields
    ------
    Callable[[KeptSession], None]
        Adds a session.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    head = {
        "format": FORMAT,
        "schema_version": SCHEMA_VERSION,
        "formcheck": formcheck.__version__,
        "convention": CONVENTION,
        "limits": LIMITS,
    }
    with atomic_write(path) as temporary, temporary.open("w", encoding="utf-8") as file:
        file.write(f'{_dumped(head)[:-1]},\n"sessions": [')
        between = "\n"

        def take(session: KeptSession) -> None:
            nonlocal between
            rows = ",\n".join(_dumped(asdict(row)) for row in rows_of(session))
            file.write(f'{between}{_dumped(_about(session))[:-1]},\n"rows": [\n{rows}\n]}}')
            between = ",\n"

        yield take
        file.write("\n]}\n")


def _about(session: KeptSession) -> Json:
    """Give what is known of a session beside its rows, in words."""
    record = session.record
    said = session.self_report
    return {
        "session": session.name,
        "person": session.person,
        "done_at": moment(session),
        "source": session.source,
        "versions": record["versions"],
        "trouble": record.get("trouble"),
        "notes": record.get("notes") or [],
        "disclaimer": record.get("disclaimer"),
        "tags": list(session.tags),
        "self_report": None if said is None else asdict(said),
        "sets": [_set(ordinal, done) for ordinal, done in enumerate(sets_of(record), start=1)],
    }


def _set(ordinal: int, done: Json) -> Json:
    keys = ("movement", "name", "side", "start_s", "end_s", "view", "why_nothing")
    cue_keys = ("ref", "id", "title", "verdict", "measure", "reason", "mend")
    found: dict[str, Any] = {"set": ordinal, **{key: done.get(key) for key in keys}}
    return {**found, "cues": [{key: cue.get(key) for key in cue_keys} for cue in done["cues"]]}


def _dumped(content: Json) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)
