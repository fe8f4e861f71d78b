"""Consent is asked once, and remembered with its version and date."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from formcheck.live.consent import CONSENT_VERSION, consent_given, consent_path, remember_consent

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))


def test_it_is_remembered_from_one_session_to_the_next() -> None:
    assert not consent_given()
    remember_consent()
    assert consent_given()
    assert json.loads(consent_path().read_text("utf-8")) == {
        "version": CONSENT_VERSION,
        "date": date.today().isoformat(),
    }


@pytest.mark.parametrize("content", ["", "[]", "nonsense", '{"version": 0}'])
def test_an_older_or_damaged_one_is_asked_for_again(content: str) -> None:
    consent_path().parent.mkdir(parents=True, exist_ok=True)
    consent_path().write_text(content, "utf-8")
    assert not consent_given()
