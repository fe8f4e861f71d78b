"""How quick the records are with many sessions in them.

Fills a new SQLite store with sessions of forty people, measuring how long one takes to add at the beginning and at the
end, and then measures list, show and trend. A session is the record of a real judgement with other numbers in it.

    python benchmarks/store.py --sessions 10000 [--keep FOLDER]
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from formcheck.report.trends import trend_of
from formcheck.store.nouns import Consent, ConsentKind, NewSession
from formcheck.store.store import open_store
from formcheck.store.tables import Base
from tests.support.sessions import lunge_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from formcheck.store.store import Store

PEOPLE = 40
TIMES = 5
BY_HAND = 40
"""Sessions that are added one by one at the beginning, and again at the end; the others are copies of rows."""

COPIED = {
    "sessions": {
        "id": "id + {begin}",
        "key": "key || '-{begin}'",
        "done_at": "strftime('%Y-%m-%d %H:%M:%S.000000', done_at, '+{begin} hours')",
    },
    "judgements": {"id": "id + {begin}", "session_id": "session_id + {begin}"},
    "sets": {"id": "id + {begin}", "judgement_id": "judgement_id + {begin}"},
    "measures": {"set_id": "set_id + {begin}"},
    "verdicts": {"set_id": "set_id + {begin}"},
}
"""Which columns change in a copy; each of these sessions has one judgement and one set, of the same number."""

FIRST = datetime(2020, 1, 1, 9, tzinfo=UTC)


def add(store: Store, first: int, number: int) -> float:
    """Add so many sessions as any program does; give the median of the seconds that each took."""
    numbers = random.Random(first)  # noqa: S311 - no secret
    took = []
    for each in range(first, first + number):
        record = lunge_record(numbers.gauss(95, 8), numbers.choice(["left", "right"]))
        new = NewSession(record, FIRST + timedelta(hours=5 * each), person=f"P-{each % PEOPLE:03}")
        begin = time.perf_counter()
        store.sessions.add(new)
        took.append(time.perf_counter() - begin)
    return statistics.median(took)


def copy_rows(store: Store, known: int, wanted: int) -> None:
    """Copy the rows of the first sessions, under new numbers and later days, until there are so many."""
    with store.database.writing() as db:
        for begin in range(known, wanted, known):
            for table, names in COPIED.items():
                columns = [column.name for column in Base.metadata.tables[table].columns]
                values = [names.get(column, f'"{column}"').format(begin=begin) for column in columns]
                into = ", ".join(f'"{column}"' for column in columns)
                where = f"{columns[0]} <= {min(known, wanted - begin)}"
                # Only the first sessions are copied, whatever was copied before.
                order = f"INSERT INTO {table} ({into}) SELECT {', '.join(values)} FROM {table} WHERE {where}"  # noqa: S608
                db.connection().exec_driver_sql(order)


def seconds(work: Callable[[], object]) -> float:
    """Give the median of a few times."""
    took = []
    for _ in range(TIMES):
        begin = time.perf_counter()
        work()
        took.append(time.perf_counter() - begin)
    return statistics.median(took)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=10_000)
    parser.add_argument("--keep", type=Path, help="folder in which the store stays")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as passing:
        address = str((asked.keep or Path(passing)) / "records.db")
        with open_store(address) as store:
            consent = Consent(ConsentKind.RECORDS, "1", date(2020, 1, 1))
            for person in range(PEOPLE):
                store.people.add(f"P-{person:03}", [consent])
            print(f"add, to an empty store {add(store, 0, BY_HAND) * 1000:8.1f} ms")
            copy_rows(store, BY_HAND, asked.sessions)
            print(f"add, to a full one     {add(store, asked.sessions, BY_HAND) * 1000:8.1f} ms")
            who, middle = "P-007", asked.sessions // 2
            measure = {"movement": "kneeling-lunge", "side": "left", "measure": "front_knee_flexion"}
            for name, work in {
                "open": lambda: open_store(address).close(),
                "list 50": lambda: store.sessions.latest(50),
                "list all": lambda: store.sessions.latest(),
                "list of one person": lambda: store.sessions.of(who),
                "people": lambda: store.people.all(),
                "show": lambda: store.sessions.get(middle),
                "trend of a measure": lambda: store.trends.measures(who, **measure),
                "trend of all measures": lambda: store.trends.measures(who),
                "trend of all verdicts": lambda: store.trends.verdicts(who),
                "trend with all changes": lambda: trend_of(store, who),
            }.items():
                print(f"{name:22} {seconds(work) * 1000:8.1f} ms")
            size = sum(path.stat().st_size for path in Path(address).parent.rglob("*") if path.is_file())
            print(
                f"on the disk            {size / 1e6:8.1f} MB, {Path(address).stat().st_size / 1e6:.1f} of it database"
            )


if __name__ == "__main__":
    main()
