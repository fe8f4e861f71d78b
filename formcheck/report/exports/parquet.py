"""Every measure of a session over time as Parquet, with the set, the repetition and the hold of each frame."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from formcheck.analysis.summary import CONVENTION, LIMITS
from formcheck.errors import MissingLibraryError, StoreError
from formcheck.files import atomic_write
from formcheck.report.exports.long_csv import moment
from formcheck.report.kept import units
from formcheck.store.facts import sets_of

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.report.kept import KeptSession

_LIBRARY: Final = "pyarrow"


def check_pyarrow() -> None:
    """Make sure that PyArrow is there.

    Raises
    ------
    MissingLibraryError
        If it is not.
    """
    if find_spec(_LIBRARY) is None:
        raise MissingLibraryError("Parquet needs PyArrow", mend="Install it: pip install 'formcheck[parquet]'")


def write_parquet(session: KeptSession, path: Path) -> None:
    """Write the series of a session: a row for each frame, null where a measure was not seen.

    Each column's unit stands in its field's metadata, what concerns the session in the schema's.

    Raises
    ------
    StoreError
        If its record has no series.
    OutputError
        If it cannot be written.
    """
    if not len(session.times_s):
        raise StoreError("no measures over time were kept with this session")
    # Seldom wanted, slow to load, and an extra.
    arrow: Any = import_module(_LIBRARY)
    parquet: Any = import_module(f"{_LIBRARY}.parquet")
    frames = len(session.times_s)
    known = units(session.record)
    done = _done(session)
    fields = [
        (arrow.field("session", arrow.string()), [session.name] * frames),
        (arrow.field("person", arrow.string()), [session.person] * frames),
        (arrow.field("done_at", arrow.timestamp("us", tz="UTC")), [session.done_at] * frames),
        (arrow.field("frame", arrow.int32()), np.arange(frames, dtype=np.int32)),
        (arrow.field("time_s", arrow.float64(), metadata={"unit": "s"}), session.times_s),
        *((arrow.field(name, _type_of(arrow, name)), done[name]) for name in _PLACE),
        *(
            (arrow.field(name, arrow.float64(), metadata={"unit": known.get(name, "")}), column)
            for name, column in sorted(session.series.items())
        ),
    ]
    versions = {key: str(value) for key, value in session.record["versions"].items()}
    about = {"session": session.name, "done_at": moment(session) or "", "convention": CONVENTION, "limits": LIMITS}
    schema = arrow.schema([field for field, _ in fields], metadata={**about, **versions})
    arrays = [arrow.array(values, field.type, from_pandas=True) for field, values in fields]
    with atomic_write(path) as temporary:
        parquet.write_table(arrow.Table.from_arrays(arrays, schema=schema), temporary)


_PLACE: Final = ("set", "movement", "side", "phase", "rep", "hold")
"""What of the record a frame belongs to, as the rows name it."""


def _type_of(arrow: Any, name: str) -> Any:
    return arrow.int32() if name in {"set", "rep", "hold"} else arrow.string()


def _done(session: KeptSession) -> dict[str, list[Any]]:
    """Give for each frame to what it belongs, None where to nothing."""
    columns: dict[str, list[Any]] = {name: [None] * len(session.times_s) for name in _PLACE}

    def fill(span: dict[str, Any], **values: Any) -> None:
        if span["start_s"] is None or span["end_s"] is None:
            return
        frames = session.frames(span["start_s"], span["end_s"])
        for name, value in values.items():
            for frame in range(frames[0], frames[1] + 1) if frames else ():
                columns[name][frame] = value

    for ordinal, done in enumerate(sets_of(session.record), start=1):
        fill(done, set=ordinal, movement=done["movement"], side=done["side"])
        for phase in done.get("phases") or ():
            fill(phase, phase=phase["id"])
            for number, rep in enumerate(phase["reps"].get("each") or (), start=1):
                fill(rep, rep=number)
        for number, hold in enumerate(done["holds"], start=1):
            fill(hold, hold=number)
    return columns
