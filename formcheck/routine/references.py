"""Names within a movement file that have to lead somewhere: roles, phases, measures, joints.

The checks walk over the file's plain data, so that a file with faults of other kinds still gets all of
these told as well. Data of a wrong type is passed over here: the schema speaks of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from formcheck.pose.landmarks import LANDMARKS
from formcheck.routine.fault import Fault, KeyPath, did_you_mean, expected, shown
from formcheck.routine.measure_names import MeasureNames, own_measure_faults, with_own

MEASURE_KEYS = ("measure", "signal")
"""The keys whose value is the name of a measure."""

MEASURE_LIST_KEYS = ("still",)
"""The keys whose value is a list of names of measures."""

PHASE_KIND_OF_CUE = {"count": "reps", "timer": "hold", "per_rep": "reps"}
"""The cues that belong to a phase, and which kind of phase that has to be."""

REPS_KEYS = ("share_of", "from_peaks_of")
"""The keys whose value is the name of a phase of repetitions."""

JOINTS = tuple(dict.fromkeys(name.removeprefix("left_").removeprefix("right_") for name in LANDMARKS))
"""What may stand after a role in ``parts``: the landmarks without their side."""

Entry = tuple[KeyPath, str]


def reference_faults(data: Mapping[str, object]) -> list[Fault]:
    """Find names that lead nowhere and names that stand twice.

    Parameters
    ----------
    data
        A movement file as `tomllib` reads it, or a `Movement` dumped.
    """
    return [*_role_faults(data), *_phase_faults(data), *_part_faults(data), *_repeated(data)]


def measure_faults(data: Mapping[str, object], names: MeasureNames) -> list[Fault]:
    """Find measures that are not known, lack the role they need or have one they do not take.

    Those that the file composes for itself are known, too, and are checked as well.

    Parameters
    ----------
    data
        A movement file as `tomllib` reads it, or a `Movement` dumped.
    names
        The measures there are without those of the file.
    """
    faults = list(own_measure_faults(data, names))
    names = with_own(data, names)
    for path, ref in measure_entries(data):
        role, _, name = ref.rpartition(".")
        if path[0] == "roles":
            if ref not in names.sided:
                what = expected("a measure that has sides, with no role before it", shown(ref))
                faults.append(Fault(path, what + did_you_mean(ref, sorted(names.sided))))
            continue
        if name not in names.sided | names.unsided:
            known = [*names.unsided, *(f"{role or 'role'}.{each}" for each in names.sided)]
            what = expected("a known measure", shown(ref)) + did_you_mean(ref, known)
            faults.append(Fault(path, what))
        elif not role and name not in names.unsided:
            example = next(iter(_table(data, "roles")), "role")
            faults.append(Fault(path, expected(f'a role before it, such as "{example}.{name}"', shown(ref))))
        elif role and name not in names.sided:
            faults.append(Fault(path, expected(f'"{name}" with no role before it', shown(ref))))
    return faults


def measure_entries(data: Mapping[str, object]) -> Iterator[Entry]:
    """Give every place of a file that names a measure, and the name."""
    for path, value in _walk(data):
        if path[-1] in MEASURE_KEYS or (len(path) > 1 and path[-2] in MEASURE_LIST_KEYS):
            yield path, value


def _role_faults(data: Mapping[str, object]) -> Iterator[Fault]:
    roles = list(_table(data, "roles"))
    for path, name in _role_entries(data):
        if name not in roles:
            wanted = f"a role of this file ({', '.join(roles)})" if roles else "a role, and [roles] has none"
            yield Fault(path, expected(wanted, shown(name)) + did_you_mean(name, roles))
    for name, role in _table(data, "roles").items():
        if isinstance(role, Mapping) and role.get("of") == name:
            yield Fault(("roles", name, "of"), expected("another role than this one", shown(name)))


def _role_entries(data: Mapping[str, object]) -> Iterator[Entry]:
    for path, value in _walk(data):
        if path in {("sides", "named_after"), ("camera", "near")} or (path[0] == "roles" and path[-1] == "of"):
            yield path, value
        elif len(path) > 1 and path[-2] == "parts" and "." in value:
            yield path, value.partition(".")[0]
    for path, ref in measure_entries(data):
        if "." in ref:
            yield path, ref.partition(".")[0]


def _phase_faults(data: Mapping[str, object]) -> Iterator[Fault]:
    phases = [(entry.get("id"), entry.get("kind")) for _, entry in _entries(data, "phases")]
    for path, cue in _entries(data, "cues"):
        kind = PHASE_KIND_OF_CUE.get(str(cue.get("how")))
        name = cue.get("phase")
        if kind is None or not isinstance(name, str):
            continue
        fitting = [known for known, its_kind in phases if its_kind == kind and isinstance(known, str)]
        if name not in fitting:
            wanted = f"a phase of kind {kind}" + (f" ({', '.join(fitting)})" if fitting else "")
            yield Fault((*path, "phase"), expected(wanted, shown(name)) + did_you_mean(name, fitting))
    yield from _named_phase_faults(data, phases)


def _named_phase_faults(data: Mapping[str, object], phases: Sequence[tuple[object, object]]) -> Iterator[Fault]:
    """Find phases that are named elsewhere than in a cue's own ``phase``, and that there are not."""
    every = [known for known, _ in phases if isinstance(known, str)]
    reps = [known for known, kind in phases if kind == "reps" and isinstance(known, str)]
    for path, name in _walk(data):
        if path[-1] in REPS_KEYS or path[-2:] == ("stay", "phase"):
            if name not in reps:
                wanted = f"a phase of kind reps ({', '.join(reps)})"
                yield Fault(path, expected(wanted, shown(name)) + did_you_mean(name, reps))
        elif len(path) > 1 and path[-2] == "phases" and name not in every:
            wanted = f"a phase of this file ({', '.join(every)})"
            yield Fault(path, expected(wanted, shown(name)) + did_you_mean(name, every))


def _part_faults(data: Mapping[str, object]) -> Iterator[Fault]:
    for path, part in _walk(data):
        if len(path) < 2 or path[-2] != "parts":
            continue
        role, _, joint = part.rpartition(".")
        if role and joint not in JOINTS:
            yield Fault(path, expected("a joint after the role", shown(joint)) + did_you_mean(joint, JOINTS))
        elif not role and part not in LANDMARKS:
            wanted = 'a role and a joint ("front.knee") or a landmark ("nose")'
            yield Fault(path, expected(wanted, shown(part)) + did_you_mean(part, LANDMARKS))


def _repeated(data: Mapping[str, object]) -> Iterator[Fault]:
    for table, key in (("phases", "id"), ("cues", "ref"), ("cues", "id")):
        seen: set[str] = set()
        for path, entry in _entries(data, table):
            value = entry.get(key)
            if isinstance(value, str) and value in seen:
                yield Fault(
                    (*path, key),
                    expected(f"{'a' if key == 'ref' else 'an'} {key} of its own", f"{shown(value)} again"),
                )
            elif isinstance(value, str):
                seen.add(value)


def _table(data: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = data.get(key)
    return value if isinstance(value, Mapping) else {}


def _entries(data: Mapping[str, object], key: str) -> Iterator[tuple[KeyPath, Mapping[str, object]]]:
    value = data.get(key)
    if isinstance(value, list | tuple):
        for place, entry in enumerate(value):
            if isinstance(entry, Mapping):
                yield (key, place), entry


def _walk(value: object, path: KeyPath = ()) -> Iterator[Entry]:
    """Give every text of the file and where it stands."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, Sequence):
        for place, inner in enumerate(value):
            yield from _walk(inner, (*path, place))
