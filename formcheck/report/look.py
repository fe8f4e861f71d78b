"""The colours of a report, on the page and in its figures."""

from __future__ import annotations

from typing import Final

PALETTE: Final = {
    "paper": "#ffffff",
    "desk": "#e9edf1",
    "ink": "#1b2733",
    "muted": "#4c5a67",
    "rule": "#c3ccd5",
    "band": "#f2f5f8",
    "accent": "#17456b",
    "line": "#1f4e79",
    "grid": "#d5dbe1",
    "rep": "#e3ebf4",
    "hold": "#dcefe4",
    "hold-edge": "#2a7150",
    "missed": "#6f7b87",
    "fault": "#b3261e",
    "nearly": "#7a5200",
    "good": "#1d6b46",
    "cannot_judge": "#3d5a80",
    "not_reached": "#4c5a67",
}
"""Name to colour. Type stands out from the ground it is set on by 4.5 to 1 and more; the fills behind a curve are told
apart by hatching as well."""

FONTS: Final = "'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
