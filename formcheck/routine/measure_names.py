"""Which measures a movement file may name: those there are, and those it composes for itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from pydantic import TypeAdapter, ValidationError

from formcheck.routine.composed import Composed, ComposedDifference, ComposedSum, ComposedWhole
from formcheck.routine.fault import Fault, KeyPath, did_you_mean, expected, shown

TABLE: Final = "measures"
"""The table of a movement file in which it composes measures."""

_COMPOSED: Final[TypeAdapter[Composed]] = TypeAdapter(Composed)


@dataclass(frozen=True, slots=True)
class MeasureNames:
    """The measures there are.

    Attributes
    ----------
    sided
        Those that are taken of one side and are named with a role before them.
    unsided
        Those that are taken of the whole person. A name may be in both.
    """

    sided: frozenset[str]
    unsided: frozenset[str]

    @property
    def every(self) -> frozenset[str]:
        """All names."""
        return self.sided | self.unsided


def with_own(data: Mapping[str, object], names: MeasureNames) -> MeasureNames:
    """Add the measures that a movement file composes to those there are.

    One that has faults of its own counts as of either kind: it is told once what is wrong.

    Parameters
    ----------
    data
        A movement file as `tomllib` reads it.
    names
        The measures there are without it.
    """
    own = _own(data)
    kinds = {name: _kind(name, own, names, frozenset()) for name in own}
    return MeasureNames(
        sided=names.sided | {name for name, (sided, _) in kinds.items() if sided},
        unsided=names.unsided | {name for name, (_, unsided) in kinds.items() if unsided},
    )


def own_measure_faults(data: Mapping[str, object], names: MeasureNames) -> Iterator[Fault]:
    """Find composed measures with a name that is taken, made of what there is not, or of themselves."""
    own = _own(data)
    every = with_own(data, names)
    for name, composed in own.items():
        if name in names.every:
            yield Fault((TABLE, name), expected("a name that no measure has yet", shown(name)))
        for path, part in _parts(name, composed):
            if part not in every.every:
                yield Fault(path, expected("a known measure", shown(part)) + did_you_mean(part, sorted(every.every)))
            elif isinstance(composed, ComposedDifference | ComposedWhole) and part not in every.sided:
                yield Fault(path, expected("a measure that has sides", shown(part)))
            elif _leads_to(part, name, own, frozenset()):
                yield Fault(path, expected(f"a measure that is not made of {shown(name)}", shown(part)))


def _own(data: Mapping[str, object]) -> dict[str, Composed | None]:
    """Give the composed measures of a file; None for one the schema refuses."""
    table = data.get(TABLE)
    if not isinstance(table, Mapping):
        return {}
    found: dict[str, Composed | None] = {}
    for name, entry in table.items():
        try:
            found[str(name)] = _COMPOSED.validate_python(entry)
        except ValidationError:
            found[str(name)] = None
    return found


def _kind(
    name: str, own: Mapping[str, Composed | None], names: MeasureNames, above: frozenset[str]
) -> tuple[bool, bool]:
    """Say whether a measure has sides, and whether it is one of the whole person."""
    composed = own.get(name)
    if name not in own and name in names.every:
        return name in names.sided, name in names.unsided
    if composed is None or name in above:
        return True, True
    if isinstance(composed, ComposedSum):
        kinds = [_kind(part, own, names, above | {name}) for part in composed.of]
        return any(sided for sided, _ in kinds), all(unsided for _, unsided in kinds)
    return composed.sided, not composed.sided


def _parts(name: str, composed: Composed | None) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(composed, ComposedDifference | ComposedWhole):
        yield (TABLE, name, "of"), composed.of
    elif isinstance(composed, ComposedSum):
        for place, part in enumerate(composed.of):
            yield (TABLE, name, "of", place), part


def _leads_to(part: str, name: str, own: Mapping[str, Composed | None], above: frozenset[str]) -> bool:
    """Whether a measure is made of another one, however far down."""
    if part == name:
        return True
    if part in above:
        return False
    return any(_leads_to(inner, name, own, above | {part}) for _, inner in _parts(part, own.get(part)))
