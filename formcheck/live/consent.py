"""That a person has read what the program is and is not, and agreed: asked once, and remembered with the date."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Final

from platformdirs import user_data_path

from formcheck.files import atomic_write, make_folder

if TYPE_CHECKING:
    from pathlib import Path

CONSENT_VERSION: Final = 1
"""Of what is agreed to. With another one it is asked again."""


def consent_path() -> Path:
    """Give the file in which it is remembered, in the user's data folder; it need not exist."""
    return user_data_path("formcheck", appauthor=False) / "consent.json"


def consent_given() -> bool:
    """Tell whether the user of this machine has agreed to what is asked today."""
    try:
        kept = json.loads(consent_path().read_text("utf-8"))
    except (OSError, ValueError):
        return False  # Not there, or not readable: asking again does no harm.
    return isinstance(kept, dict) and kept.get("version") == CONSENT_VERSION


def remember_consent() -> None:
    """Remember that the user has agreed, and when.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    path = consent_path()
    make_folder(path.parent)
    with atomic_write(path) as new:
        new.write_text(json.dumps({"version": CONSENT_VERSION, "date": date.today().isoformat()}) + "\n", "utf-8")
