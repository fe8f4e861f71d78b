"""What the parts of a movement file mean."""

from __future__ import annotations

import math
import tomllib

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from formcheck.resources import resource
from formcheck.routine.bands import Band
from formcheck.routine.plain import PATTERN_WORDS, movement_json_schema

numbers = st.floats(-1000, 1000)
bands = st.tuples(numbers, numbers).map(lambda pair: Band(low=min(pair), high=max(pair)))


@given(bands, st.floats(0, 1))
def test_a_value_within_the_band_exceeds_nothing(band: Band, share: float) -> None:
    value = min(band.low + share * (band.high - band.low), band.high)
    assert band.excess(value) <= 0


@given(bands)
def test_a_value_on_an_edge_is_just_within(band: Band) -> None:
    assert band.excess(band.low) == 0
    assert band.excess(band.high) == 0


@given(bands, st.floats(0.001, 1000))
def test_beyond_an_edge_the_excess_is_the_distance_to_it(band: Band, beyond: float) -> None:
    assert band.excess(band.high + beyond) == pytest.approx(beyond)
    assert band.excess(band.low - beyond) == pytest.approx(beyond)


@given(bands, numbers)
def test_the_nearest_limit_lies_as_far_off_as_the_excess_says(band: Band, value: float) -> None:
    limit = band.nearest_limit(value)
    assert limit is not None
    assert abs(limit - value) == pytest.approx(abs(band.excess(value)))
    assert abs(limit - value) <= min(abs(band.low - value), abs(band.high - value)) + 1e-9


@given(numbers, numbers)
def test_an_open_end_is_never_exceeded_and_never_the_limit(low: float, value: float) -> None:
    band = Band(low=low)
    assert band.excess(value) == low - value
    assert band.nearest_limit(value) == low
    assert Band().excess(value) == -math.inf
    assert Band().nearest_limit(value) is None


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("[75, 105]", 75, 105),
        ('["-inf", 0.25]', -math.inf, 0.25),
        ('[150, "inf"]', 150, math.inf),
        ("[-inf, inf]", -math.inf, math.inf),
        ("[5, 5]", 5, 5),
    ],
)
def test_a_band_is_read_from_a_pair(written: str, low: float, high: float) -> None:
    band = TypeAdapter(Band).validate_python(tomllib.loads(f"band = {written}")["band"])
    assert (band.low, band.high) == (low, high)


@pytest.mark.parametrize("written", ["[2, 1]", "[nan, 1]", '["1", 2]', "[true, 2]", "[1]", "[1, 2, 3]", "5"])
def test_what_is_no_band_is_refused(written: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Band).validate_python(tomllib.loads(f"band = {written}")["band"])


@pytest.fixture(scope="module")
def lunge() -> dict[str, object]:
    return tomllib.loads(resource("routines", "kneeling-lunge.toml").read_text(encoding="utf-8"))


def test_the_schema_for_editors_accepts_the_kneeling_lunge(lunge: dict[str, object]) -> None:
    jsonschema.Draft202012Validator.check_schema(movement_json_schema())
    jsonschema.validate(lunge, movement_json_schema())


@pytest.mark.parametrize("band", [[1], [1, 2, 3], ["one", 2], 5, {"low": 1}])
def test_the_schema_for_editors_marks_what_is_no_pair(lunge: dict[str, object], band: object) -> None:
    camera = {**lunge["camera"], "height_m": band}  # type: ignore[dict-item]
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**lunge, "camera": camera}, movement_json_schema())


def test_the_schema_for_editors_knows_the_keys_as_files_write_them() -> None:
    assert "schema" in movement_json_schema()["properties"]
    assert "schema_version" not in movement_json_schema()["properties"]


def patterns(node: object) -> set[str]:
    if isinstance(node, dict):
        own = {node["pattern"]} if isinstance(node.get("pattern"), str) else set()
        keys = set(node.get("patternProperties", {}))
        return own.union(keys, *(patterns(inner) for inner in node.values()))
    return set().union(*(patterns(inner) for inner in node)) if isinstance(node, list) else set()


def test_every_pattern_of_the_schema_can_be_said_in_words() -> None:
    assert patterns(movement_json_schema()) == set(PATTERN_WORDS)
