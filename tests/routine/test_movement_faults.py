"""A fault in a movement file is told at its line, in words for the person who wrote it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from formcheck.errors import RoutineError
from formcheck.routine.catalogue import load_movement
from formcheck.routine.measure_names import MeasureNames

TEXT = (Path(__file__).parent / "frozen-lunge.toml").read_text(encoding="utf-8")

# Each row: a text of the file, what takes its place (where it first stands), where the fault is and
# the words. The line has to be that of the edit ...
EDITS = [
    (
        'first = "right"',
        'first = "rigth"',
        "sides.first",
        'expected one of "left", "right", found "rigth"; did you mean "right"?',
    ),
    ("height_m", "hight_m", "camera.hight_m", 'found hight_m; did you mean "height_m"?'),
    ('second = "front"', 'colour = "red"', "camera.colour", "expected one of the keys primary, near, second"),
    ("for_s = 1.0", 'for_s = "1"', "gate.for_s", 'expected a number, found "1"'),
    ("for_s = 1.0", "for_s = 700", "gate.for_s", "expected a number of at most 600, found 700"),
    (
        "min_excursion = 8",
        "min_excursion = 0",
        "phases[rocks].rep.min_excursion",
        "expected a number above 0, found 0",
    ),
    ("target = 5", "target = 5.5", "phases[rocks].target", "expected a whole number, found 5.5"),
    ("needed = false", 'needed = "no"', "gate.conditions[4].needed", 'expected true or false, found "no"'),
    ('title = "Hold, tall"', "title = 3", "phases[hold].title", "expected text in quotes, found 3"),
    ("version = 1", "version = 2024-05-01", "version", "expected a whole number, found 2024-05-01"),
    (
        "[45, 135]",
        "[135, 45]",
        "gate.conditions[4].within",
        "expected [low, high] with low <= high, found [135, 45]",
    ),
    ("[45, 135]", "45", "gate.conditions[4].within", "expected [low, high], found 45"),
    ("[45, 135]", "[45]", "gate.conditions[4].within", "expected [low, high], found a list of 1"),
    (
        "[45, 135]",
        '[45, "x"]',
        "gate.conditions[4].within[2]",
        'expected a number, "-inf" or "inf", found "x"',
    ),
    (
        'how = "count"',
        'how = "counts"',
        "cues[five-rocks].how",
        'found "counts"; did you mean "count"?',
    ),
    ('rule = "lower"', 'rule = "lowr"', "roles.rear.rule", 'found "lowr"; did you mean "lower"?'),
    ('joint = "knee"', 'joint = "toe"', "roles.rear.joint", 'found "toe"'),
    ('rear = { rule = "lower", joint = "knee" }', 'rear = "lower"', "roles.rear", "expected a table, found"),
    (
        'id = "towel"',
        'id = "The towel"',
        "cues[The towel].id",
        'expected small letters and digits with hyphens between (upright-torso), found "The towel"',
    ),
    ('ref = "3.2"', 'ref = "3-2"', "cues[towel].ref", "expected a number of the cue table (3.14 or G7)"),
    ('ref = "3.19"', 'ref = "3.2"', "cues[front-heel-down].ref", 'a ref of its own, found "3.2" again'),
    ('id = "brace"', 'id = "towel"', "cues[towel].id", 'an id of its own, found "towel" again'),
    ('when = ["before"]', "when = []", "cues[towel].when", "expected at least 1 entry, found 0"),
    ('when = ["before"]', 'when = "before"', "cues[towel].when", 'expected a list, found "before"'),
    ('when = ["before"]', 'when = ["befor"]', "cues[towel].when[1]", 'did you mean "before"?'),
    (
        'say = "Swap legs."',
        'say = "One two three four five six seven."',
        "cues[both-sides].say",
        "expected at most 6 words, found 7",
    ),
    ('over = "best"', 'over = "bset"', "cues[arm-up].over", 'expected one of "always", "best", found "bset"'),
    ('name = "Kneeling lunge"', 'name = ""', "name", "expected at least 1 character, found 0"),
    (
        'near = "rear"',
        'near = "raer"',
        "camera.near",
        'expected a role of this file (rear, front), found "raer"; did you mean "rear"?',
    ),
    ('named_after = "rear"', 'named_after = "top"', "sides.named_after", 'found "top"'),
    ('of = "rear"', 'of = "front"', "roles.front.of", "expected another role than this one"),
    (
        'measure = "rear.hip_extension"',
        'measure = "back.hip_extension"',
        "cues[deeper-if-easy].measure",
        'expected a role of this file (rear, front), found "back"',
    ),
    (
        'phase = "rocks"',
        'phase = "rock"',
        "cues[five-rocks].phase",
        'expected a phase of kind reps (rocks), found "rock"; did you mean "rocks"?',
    ),
    (
        'phase = "hold"',
        'phase = "rocks"',
        "cues[hold-time].phase",
        'expected a phase of kind hold (hold), found "rocks"',
    ),
    (
        'parts = ["front.heel"]',
        'parts = ["front.heal"]',
        "cues[front-heel-down].parts[1]",
        'expected a joint after the role, found "heal"; did you mean "heel"?',
    ),
    (
        'parts = ["front.heel"]',
        'parts = ["heel"]',
        "cues[front-heel-down].parts[1]",
        'expected a role and a joint ("front.knee") or a landmark ("nose"), found "heel"',
    ),
]

# ... or, where something is missing or two things do not agree, that of what they stand in.
EDITS_TOLD_ELSEWHERE = [
    ('first = "right"\n', "", "[sides]", "sides.first", "expected this key, found none"),
    (
        'how = "count"\n',
        "",
        '[[cues]]\nref = "3.12"',
        "cues[five-rocks].how",
        "expected this key, found none",
    ),
    ("[45, 135]", "[\n45, # low\n'x',\n]", "'x'", "gate.conditions[4].within[2]", "expected a number"),
    (
        "good = [75, 105]",
        "good = [60, 105]",
        "[[cues.checks]]",
        "cues[front-knee-90].checks[1]",
        "expected `nearly` to contain `good` [60, 105], found [65, 115]",
    ),
    ("nearly = [1.5,", "nearly = [2.5,", "[[cues]]", "cues[slow-and-easy]", "expected `nearly` to contain"),
    ("min_s = 1.2", "min_s = 12", "[phases.rep]", "phases[rocks].rep", "expected min_s <= max_s"),
    ("min_s = 1.2", "min_s = 1.2\nenter = 0.1", "[phases.rep]", "phases[rocks].rep", "expected back < enter"),
    (
        "min_s = 1.2",
        'min_s = 1.2\ntravel = { measure = "trunk_twist", per = 1 }',
        "[phases.rep]",
        "phases[rocks].rep",
        "expected an echo with alike = true beside travel",
    ),
    (
        'kind = "hold"',
        'kind = "setup"',
        '[[phases]]\nid = "hold"',
        "phases[hold]",
        "expected [phases.hold] only in a phase of kind hold, found setup",
    ),
    (
        'when = ["hold"]\nover = "best"',
        'when = ["rep", "hold"]\nover = "best"',
        '[[cues]]\nref = "3.16"',
        "cues[arm-up]",
        'expected when = ["hold"] in a cue with over = "best", found',
    ),
    ("[phases.rep]", "[notes]", "[notes]", "notes", "expected one of the keys schema, id, version"),
]

NAMES = MeasureNames(
    sided=frozenset(
        {
            "elbow_extension",
            "frontal_plane_projection",
            "heel_height",
            "hip_above_knee",
            "hip_extension",
            "knee_above_low_foot",
            "knee_below_other",
            "knee_flexion",
            "knee_over_toe",
            "lateral_lean",
            "shoulder_elevation",
        }
    ),
    unsided=frozenset({"trunk_inclination", "trunk_twist", "lateral_lean"}),
)

MEASURE_EDITS = [
    (
        '"front.knee_flexion"',
        '"front.knee_flexon"',
        "gate.conditions[4].measure",
        'expected a known measure, found "front.knee_flexon"; did you mean "front.knee_flexion"?',
    ),
    (
        'signal = "front.knee_flexion"',
        'signal = "knee_flexion"',
        "phases[rocks].rep.signal",
        'expected a role before it, such as "rear.knee_flexion", found "knee_flexion"',
    ),
    (
        '"trunk_twist"',
        '"front.trunk_twist"',
        "cues[square-chest].checks[1].measure",
        'expected "trunk_twist" with no role before it, found "front.trunk_twist"',
    ),
    (
        'still = ["front.knee_flexion", "trunk_inclination"]',
        'still = ["front.knee_flexion", "trunc_inclination"]',
        "phases[hold].hold.still[2]",
        'found "trunc_inclination"; did you mean "trunk_inclination"?',
    ),
    (
        'only_if = { measure = "rear.shoulder_elevation"',
        'only_if = { measure = "rear.zzz"',
        "cues[upright-torso].checks[2].only_if.measure",
        'expected a known measure, found "rear.zzz"',
    ),
]


def refused(folder: Path, text: str, measures: MeasureNames | None = None) -> str:
    """Load a text as a movement and return what is said against it, without the folder's name."""
    file = folder / "mine.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(RoutineError) as caught:
        load_movement(file, measures)
    return str(caught.value).replace(f"{folder}/", "")


def line_at(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


@pytest.mark.parametrize(("old", "new", "where", "words"), EDITS)
def test_a_fault_is_told_in_one_line_at_the_line_of_the_edit(
    tmp_path: Path, old: str, new: str, where: str, words: str
) -> None:
    said = refused(tmp_path, TEXT.replace(old, new, 1))
    assert said.startswith(f"mine.toml:{line_at(TEXT, TEXT.index(old))}: {where}: expected ")
    assert words in said
    assert "\n" not in said


@pytest.mark.parametrize(("old", "new", "marker", "where", "words"), EDITS_TOLD_ELSEWHERE)
def test_what_is_missing_is_told_at_the_table_that_lacks_it(
    tmp_path: Path, old: str, new: str, marker: str, where: str, words: str
) -> None:
    text = TEXT.replace(old, new, 1)
    said = refused(tmp_path, text)
    line = f"mine.toml:{line_at(text, text.index(marker))}: {where}: expected "
    assert any(row.startswith(line) and words in row for row in said.split("\n")), said


@pytest.mark.parametrize(("old", "new", "where", "words"), MEASURE_EDITS)
def test_a_measure_that_there_is_not_is_told_at_its_line(
    tmp_path: Path, old: str, new: str, where: str, words: str
) -> None:
    said = refused(tmp_path, TEXT.replace(old, new, 1), NAMES)
    assert said.startswith(f"mine.toml:{line_at(TEXT, TEXT.index(old))}: {where}: expected ")
    assert words in said


def test_a_file_without_faults_loads_alike_with_and_without_the_names_of_measures(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(TEXT, encoding="utf-8")
    assert load_movement(file, NAMES) == load_movement(file)


def test_all_faults_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = TEXT
    edits = [*EDITS[:1], EDITS[4], EDITS[14], EDITS[-1]]
    for old, new, _where, _words in reversed(edits):
        text = text.replace(old, new, 1)
    text = text.replace('"front.heel_height"', '"front.heal_height"')
    head, *rows = refused(tmp_path, text, NAMES).split("\n")
    assert head == "mine.toml: 5 faults"
    assert [row.split(": ")[1] for row in rows[:4]] == [where for _old, _new, where, _words in edits]
    assert rows[4].endswith('did you mean "front.heel_height"?')
    lines = [int(row.split(":")[1]) for row in rows]
    assert lines == sorted(lines)


def test_a_misspelt_key_is_not_told_again_as_a_missing_one(tmp_path: Path) -> None:
    assert "\n" not in refused(tmp_path, TEXT.replace("tilt_down_max_deg", "tilt_down_max"))


def test_a_list_whose_only_entry_is_wrong_is_not_called_empty_as_well(tmp_path: Path) -> None:
    assert "\n" not in refused(tmp_path, TEXT.replace('views = ["side"]', 'views = ["sid"]', 1))


def test_nothing_of_the_machinery_shows_in_what_is_said(tmp_path: Path) -> None:
    for old, new, *_ in [*EDITS, *EDITS_TOLD_ELSEWHERE]:
        said = refused(tmp_path, TEXT.replace(old, new, 1)).lower()
        for word in ("pydantic", "input", "tuple", "dict", "str_", "validat", "instance", "traceback"):
            assert word not in said


JUNK = (
    "3",
    "-1",
    "nan",
    "true",
    '""',
    '"zz"',
    "[]",
    "[[1], {}]",
    "{}",
    "{ a = 1 }",
    "1979-05-27",
    '["inf", "-inf"]',
)


@settings(deadline=None)
@given(st.data())
def test_whatever_is_written_in_a_file_it_loads_or_is_refused_with_a_line(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Lines lost, doubled or with other values, as when a file is edited in haste."""
    rows = TEXT.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(rows) - 1))
        key = rows[place].partition("=")[0]
        rows[place : place + 1] = data.draw(
            st.sampled_from([[], [rows[place]] * 2, *([f"{key} = {junk}"] for junk in JUNK)])
        )
    file = tmp_path_factory.getbasetemp() / "edited.toml"
    file.write_text("\n".join(rows), encoding="utf-8")
    try:
        load_movement(file, NAMES)
    except RoutineError as error:
        *head, last = str(error).split("\n")
        assert all(re.match(rf"{re.escape(str(file))}:\d+:", line) for line in [*head[1:], last])
