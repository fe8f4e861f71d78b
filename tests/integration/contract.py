"""What stands where in a summary, as a JSON Schema."""

from __future__ import annotations

from typing import Any

COUNT = {"type": "integer", "minimum": 0}
SECONDS = {"type": "number", "minimum": 0}
NUMBER = {"type": "number"}
TEXT = {"type": "string", "minLength": 1}
SHARE = {"type": "number", "minimum": 0, "maximum": 1}


def maybe(kind: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [kind, {"type": "null"}]}


def record(**keys: dict[str, Any]) -> dict[str, Any]:
    """Describe an object that has these keys; it may have more."""
    return {"type": "object", "properties": keys, "required": list(keys)}


def each(kind: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": kind}


REP = record(
    start_s=SECONDS,
    peak_s=maybe(SECONDS),
    end_s=SECONDS,
    range=maybe(NUMBER),
    faults=each(TEXT),
    counted={"type": "boolean"},
    why_not=maybe(TEXT),
)
REPS = record(counted=COUNT, not_counted=COUNT, clean=COUNT, each=each(REP))
HOLD = record(start_s=SECONDS, end_s=SECONDS, held_s=SECONDS, good_form_s=SECONDS, unseen_s=SECONDS)
VERDICT = {"enum": ["good", "nearly", "fault", "cannot_judge", "not_reached"]}
PHASE = record(
    id=TEXT,
    kind={"enum": ["setup", "reps", "hold", "turn"]},
    start_s=maybe(SECONDS),
    end_s=maybe(SECONDS),
    reps=REPS,
    holds=each(HOLD),
)
CUE = record(
    ref=TEXT,
    id=TEXT,
    verdict=VERDICT,
    share_fault=maybe(SHARE),
    worst_time_s=maybe(SECONDS),
    value=maybe(NUMBER),
    unit=maybe(TEXT),
    sigma=maybe({"type": "number", "minimum": 0}),
    limit=maybe(NUMBER),
    reason=maybe(TEXT),
    mend=maybe(TEXT),
)
MOVEMENT = record(
    movement=TEXT,
    side=maybe({"enum": ["left", "right", "both"]}),
    start_s=SECONDS,
    end_s=SECONDS,
    view=record(
        label=TEXT,
        near=maybe({"enum": ["left", "right"]}),
        yaw_off_side_deg=maybe(NUMBER),
        share_of_time=SHARE,
    ),
    reps=REPS,
    holds=each(HOLD),
    phases=each(PHASE),
    cues=each(CUE),
    measures={"type": "object", "additionalProperties": record(mean=NUMBER, min=NUMBER, max=NUMBER, unit=TEXT)},
)
UNRECOGNISED = record(movement={"const": "unrecognised"}, closest=TEXT, reason=TEXT, start_s=SECONDS, end_s=SECONDS)
TOTALS = maybe(record(reps=COUNT, hold_s=SECONDS))
SIDES_EVEN = record(
    verdict=VERDICT,
    movements={
        "type": "object",
        "additionalProperties": record(left=TOTALS, right=TOTALS, verdict=VERDICT, words=TEXT, order=VERDICT),
    },
    order=record(verdict=VERDICT, reason=maybe(TEXT)),
    rests_s=each(SECONDS),
    missing=each(TEXT),
)
SUMMARY = record(
    schema={"const": 1},
    file=TEXT,
    duration_s=SECONDS,
    frames=COUNT,
    frames_with_person=COUNT,
    versions=record(
        formcheck=TEXT, model=TEXT, model_sha256={"type": "string", "pattern": "^[0-9a-f]{64}$"}, routine=TEXT
    ),
    movements=each(
        {
            "allOf": [
                MOVEMENT,
                {
                    "if": {"properties": {"movement": {"const": "unrecognised"}}},
                    "then": UNRECOGNISED,
                },
            ]
        }
    ),
    sides_even=SIDES_EVEN,
)
"""The contract: these keys stay."""
