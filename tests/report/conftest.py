"""A lunge in the records, with its poses, and the same as a results folder."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from formcheck.pose import track as tracks
from formcheck.report.kept import KeptSession, open_kept
from formcheck.store.nouns import SelfReport
from formcheck.store.store import open_store
from tests.support.sessions import lunge_record, lunge_session, lunge_track, with_person

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from formcheck.store.store import Store


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give records with one session of one person, who said how it was."""
    place = tmp_path_factory.mktemp("records") / "records.db"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("FORMCHECK_STORE_FILES", raising=False)
        with open_store(str(place), through="test") as opened:
            line = with_person(opened).sessions.add(lunge_session(track=lunge_track()))
            opened.remarks.report(line.id, SelfReport(True, 3, 2, None, "looser"))
            yield opened


@pytest.fixture(scope="module")
def kept(store: Store) -> KeptSession:
    return open_kept(store, 1)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the results folder of the same lunge, which bears the name of its video."""
    place = tmp_path_factory.mktemp("results") / "Erika_Mustermann_formcheck"
    place.mkdir()
    (place / "session.json").write_text(json.dumps(lunge_record()), "utf-8")
    (place / "fault_3.14_upright-torso.jpg").write_bytes(b"picture")
    tracks.save(lunge_track(), place / "Erika_Mustermann.track")
    return place
