"""The page as a PDF, by WeasyPrint, which is an extra."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from formcheck.errors import MissingLibraryError
from formcheck.files import atomic_write

if TYPE_CHECKING:
    from pathlib import Path

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
"""What WeasyPrint needs of the system, as Debian calls it."""


def write_pdf(page: str, target: Path) -> None:
    """Write a page as a PDF with its headings and alternative texts, whole or not at all.

    Parameters
    ----------
    page
        From :func:`formcheck.report.page.report_page`.
    target
        Where to.

    Raises
    ------
    MissingLibraryError
        If WeasyPrint is not installed, or a library of the system that it needs.
    OutputError
        If it cannot be written.
    """
    weasyprint = _weasyprint()
    # Only the pictures within the page itself are read: nothing is fetched from anywhere.
    fetcher = weasyprint.URLFetcher(allowed_protocols=("data",))
    with atomic_write(target) as temporary:
        weasyprint.HTML(string=page, url_fetcher=fetcher).write_pdf(temporary, pdf_tags=True)


def check_pdf() -> None:
    """Ask before the work begins whether a PDF can be written.

    Raises
    ------
    MissingLibraryError
        If it cannot; one line says what to install.
    """
    _weasyprint()


def _weasyprint() -> Any:
    """Load WeasyPrint; what it says of rules that are for browsers is not for a user."""
    try:
        import weasyprint  # type: ignore[import-untyped] # it has no types
    except ModuleNotFoundError as error:
        raise MissingLibraryError(
            "a PDF needs WeasyPrint, which is not installed", mend="Install it: pip install 'formcheck[pdf]'"
        ) from error
    except OSError as error:
        raise MissingLibraryError(
            "a PDF needs system libraries that are missing", mend=f"On Debian: apt-get install {PACKAGES}"
        ) from error
    for name in ("weasyprint", "fontTools"):
        logging.getLogger(name).setLevel(logging.ERROR)
    return weasyprint
