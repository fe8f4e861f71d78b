"""How figures and tables are written in Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from formcheck.analysis.scoring.figures import Target

NONE = "–"
"""Stands where nothing is known."""


def value_text(target: Target, value: float | None) -> str:
    """Write a figure in its own manner."""
    if value is None:
        return NONE
    ways = {
        "share": f"{value:.1%}",
        "count": f"{value:.0f}",
        "seconds": f"{value:.2f} s",
        "degrees": f"{value:.1f}°",
        "ratio": f"{value:.3f}",
    }
    return ways[target.kind]


def target_text(target: Target) -> str:
    """Write what a figure should be."""
    if target.value is None:
        return ""
    value = value_text(target, target.value)
    if target.better == "near":
        return f"{value} ± {target.slack:.0%}"
    if target.kind == "count" and target.value == 0:
        return "none"
    return ("≥ " if target.better == "higher" else "≤ ") + value


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table."""
    lines = [list(head), ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def share_text(part: int, total: int) -> str:
    """Write how many of how many, with the share."""
    return f"{part} / {total} ({part / total:.0%})" if total else NONE


def percent(value: float | None) -> str:
    """Write a share that may be unknown."""
    return NONE if value is None else f"{value:.0%}"


def number(value: float | None, digits: int = 1) -> str:
    """Write a number that may be unknown."""
    return NONE if value is None else f"{value:.{digits}f}"
