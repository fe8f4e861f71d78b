"""The report as a PDF, and what is said where it cannot be made."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from formcheck.errors import MissingLibraryError
from formcheck.report.page import report_page
from formcheck.report.pdf import check_pdf, write_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.report.kept import KeptSession


def test_the_first_page_holds_all_that_is_read_first(kept: KeptSession, tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    pytest.importorskip("weasyprint")
    page = report_page([replace(kept, times_s=np.empty(0), series={})])
    write_pdf(page, tmp_path / "report.pdf")
    read = pypdf.PdfReader(tmp_path / "report.pdf")
    first = read.pages[0].extract_text()
    for words in ("Movement report", "P-014", "What was done", "Faults", "Limits.", "Assessment", "Plan"):
        assert words in first
    assert "Appendix" in read.pages[1].extract_text()
    assert read.metadata is not None
    assert "P-014" in str(read.metadata.title)


def test_without_weasyprint_one_line_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    with pytest.raises(MissingLibraryError, match=r"pip install 'formcheck\[pdf\]'"):
        check_pdf()


def test_without_its_system_libraries_one_line_names_the_debian_packages(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    # What WeasyPrint raises while it is imported, when the system's loader does not find Pango.
    (tmp_path / "weasyprint.py").write_text("raise OSError('cannot load library libpango-1.0-0')")
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)
    with pytest.raises(MissingLibraryError, match=r"apt-get install libpango-1\.0-0") as refused:
        check_pdf()
    assert "\n" not in str(refused.value)
