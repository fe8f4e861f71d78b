"""A missing system library is named with the package that has it."""

from __future__ import annotations

import sys

import pytest

from formcheck.errors import MissingLibraryError
from formcheck.pose import libraries
from formcheck.pose.libraries import Library, missing_libraries, missing_library_error

ABSENT = Library("libformcheck-absent.so.9", "libformcheck-absent9", "MediaPipe")

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks any")


@pytest.fixture
def lacking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make formcheck need a library that no machine has."""
    monkeypatch.setattr(libraries, "LIBRARIES", (Library("libc.so.6", "libc6", "all"), ABSENT))


@pytest.mark.usefixtures("lacking")
def test_only_the_libraries_that_are_not_here_are_missing() -> None:
    assert missing_libraries() == [ABSENT]


@pytest.mark.usefixtures("lacking")
def test_the_error_says_what_to_install() -> None:
    error = missing_library_error(OSError(f"{ABSENT.name}: cannot open shared object file: No such file"))
    assert isinstance(error, MissingLibraryError)
    assert str(error) == ("libformcheck-absent.so.9 is missing. Install it: apt-get install libformcheck-absent9.")


def test_a_library_that_is_not_in_the_list_is_still_named() -> None:
    error = missing_library_error(ImportError("libQt9.so.5: cannot open shared object file"))
    assert error is not None
    assert "libQt9.so.5" in str(error)


def test_another_error_is_not_taken_for_a_missing_library() -> None:
    assert missing_library_error(ImportError("No module named 'mediapipe'")) is None
