"""The table of all cues, as Markdown: what each says, how it is judged, from where, and what cannot be judged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.cli.cuewords import rows
from formcheck.routine.cues import KeptCue, SpokenCue

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from formcheck.routine.cues import Cue
    from formcheck.routine.schema import Movement

HEAD: Final = """\
# Every cue, and how it is judged

Made from the files in `routines/` by `formcheck routine cues`; mend those, not this page.

"No camera sees it" marks what is said, ticked off or asked instead of judged. A star marks what the source leaves
open: the number is this project's choice. Every number is a starting value, not a clinical fact. Angles are degrees of
clinical flexion, 0 = anatomical position; *trunk* and *foot* are the person's own lengths.
"""

COLUMNS: Final = ("#", "cue", "how it is judged", "good", "nearly", "weight", "words")


def cue_table(movements: Sequence[Movement], general: Sequence[Cue]) -> str:
    """Write the page.

    Parameters
    ----------
    movements
        In the order of the page.
    general
        The cues that belong to no one movement.
    """
    parts = [HEAD]
    if general:
        parts.append("\n## The whole routine\n\n" + _table(general, None))
    parts += [f"\n## {each.name}\n\n{each.about}\n\n{_table(each.cues, each)}" for each in movements]
    return "".join(parts)


def _table(cues: Sequence[Cue], movement: Movement | None) -> str:
    lines = [" | ".join(COLUMNS), " | ".join("---" for _ in COLUMNS)]
    lines += [" | ".join(cells) for cue in sorted(cues, key=_order) for cells in _lines(cue, movement)]
    return "".join(f"| {line} |\n" for line in lines)


def _lines(cue: Cue, movement: Movement | None) -> Iterator[tuple[str, ...]]:
    title = f"**{cue.title}**{'*' if cue.inferred else ''}<br>“{cue.quote}”"
    for place, (how, good, nearly) in enumerate(rows(cue, movement)):
        told = f"no camera sees it: {how}" if isinstance(cue, SpokenCue) else how
        ends = (cue.severity, cue.say) if place == 0 and not isinstance(cue, KeptCue) else ("", "")
        cells = (cue.ref if place == 0 else "", title if place == 0 else "", told, good, nearly, *ends)
        yield tuple(cell.replace("\n", "<br>").replace("|", "\\|") for cell in cells)


def _order(cue: Cue) -> tuple[bool, list[int]]:
    """Sort the general cues before the movement's own, each by number."""
    general = cue.ref.startswith("G")
    return not general, [int(part) for part in cue.ref.removeprefix("G").split(".")]
