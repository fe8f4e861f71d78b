"""What a movement file may say: the schema, as frozen models.

A movement file is TOML. Everything special about a movement stands in it: which side plays which role, what
the starting position is, what its phases are, what makes a repetition and a hold, and every form cue with its
measure, bands, views and words. See ``docs/write-a-routine.md`` for a walk through one.

Conventions
-----------
A measure is named as in :mod:`formcheck.body.measures`, with a role before it where it has sides:
``front.knee_flexion``, ``trunk_inclination``. Bands are closed intervals ``[low, high]``; ``"-inf"`` and
``"inf"`` leave an end open. Angles are in degrees of clinical flexion, 0 = anatomical position.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

SCHEMA_VERSION = 1

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z]+$", max_length=20)]
MeasureRef = Annotated[str, StringConstraints(pattern=r"^([a-z]+\.)?[a-z][a-z0-9_]*$", max_length=60)]
Ref = Annotated[str, StringConstraints(pattern=r"^[A-Z]?[0-9]+(\.[0-9]+)?$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Seconds = Annotated[float, Field(ge=0, le=600)]
Share = Annotated[float, Field(ge=0, le=1)]
ViewName = Literal["side", "front", "back", "oblique", "any"]
Side = Literal["left", "right"]
SeverityName = Literal["safety", "form", "refinement", "information"]


class Part(BaseModel):
    """The base of everything in a movement file: frozen, and no key that is not known."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Band(Part):
    """A closed interval; an end that is None is open."""

    low: float = Field(default=float("-inf"), description="Smallest value that still belongs to the band")
    high: float = Field(default=float("inf"), description="Largest value that still belongs to the band")

    @model_validator(mode="before")
    @classmethod
    def _from_pair(cls, value: object) -> object:
        if isinstance(value, list | tuple):
            if len(value) != 2:
                msg = f"expected [low, high], found {len(value)} values"
                raise ValueError(msg)
            return {"low": value[0], "high": value[1]}
        return value

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if not self.low <= self.high:
            msg = f"expected low <= high, found [{self.low:g}, {self.high:g}]"
            raise ValueError(msg)
        return self

    def excess(self, value: float) -> float:
        """How far a value lies outside the band; negative inside: minus the distance to the nearer end."""
        return max(self.low - value, value - self.high)

    def nearest_limit(self, value: float) -> float | None:
        """The end of the band that the value is nearest to; None when that end is open."""
        limit = self.low if self.low - value >= value - self.high else self.high
        return limit if abs(limit) != float("inf") else None


class Condition(Part):
    """A measure that lies within a band."""

    measure: MeasureRef
    within: Band
    needed: bool = Field(
        default=True, description="False: where the measure is unknown the condition is passed over"
    )
    why: Words = Field(description="What is wrong when it does not hold, as said to a person")


class LowerJoint(Part):
    """The role belongs to the side on which this joint is the lower one."""

    rule: Literal["lower"]
    joint: Literal["knee", "ankle", "hip"]


class HigherJoint(Part):
    """The role belongs to the side on which this joint is the higher one."""

    rule: Literal["higher"]
    joint: Literal["knee", "ankle", "hip"]


class OtherSide(Part):
    """The role belongs to the side that another role does not have."""

    rule: Literal["other"]
    of: RoleName


Role = Annotated[LowerJoint | HigherJoint | OtherSide, Field(discriminator="rule")]


class Sides(Part):
    """How the movement uses the two sides."""

    named_after: RoleName = Field(description="The side of this role is the side that is reported")
    first: Side = Field(description="The side to start with")


class Camera(Part):
    """Where the camera should stand."""

    primary: ViewName
    near: RoleName | None = Field(default=None, description="The role whose side should be near the camera")
    second: ViewName | None = Field(default=None, description="A second view that sees what the first cannot")
    height_m: Band
    tilt_down_max_deg: float = Field(ge=0, le=90)
    distance_m: Band
    say: Words


class Gate(Part):
    """The starting position: nothing is counted before it was kept for a while."""

    for_s: Seconds
    conditions: tuple[Condition, ...] = Field(min_length=1)
    keep: tuple[Condition, ...] = Field(
        default=(), description="What has to stay true; broken for longer than the hold's grace, the set ends"
    )


class RepRule(Part):
    """What makes a repetition: a signal that rises from the person's own rest and comes back."""

    signal: MeasureRef
    min_excursion: float = Field(gt=0, description="Smallest rise that counts, in the signal's unit")
    noise_factor: float = Field(default=2.0, ge=0, description="... and this many times the signal's noise")
    enter: Share = Field(default=0.35, description="A rise has begun at this share of the person's range")
    reversal: Share = Field(default=0.15, description="A peak is one when the signal fell by this share ...")
    reversal_s: Seconds = Field(default=0.15, description="... for at least this long")
    back: Share = Field(default=0.20, description="The rep is over at this share of the range")
    min_s: Seconds
    max_s: Seconds
    last_is_held: bool = Field(
        default=False, description="The last rep turns into the hold and never returns"
    )
    spoiled_by: tuple[Condition, ...] = Field(
        default=(), description="A rep does not count when one of these is broken for over half of it"
    )


class HoldRule(Part):
    """What makes a hold: stillness, at depth or anywhere, timed by the media's clock."""

    still: tuple[MeasureRef, ...] = Field(min_length=1, description="All of these have to come to rest")
    at_depth: Share | None = Field(
        default=None, description="Share of the last peak to stay above; None: any depth"
    )
    drift_max: float = Field(
        gt=0, description="The first `still` measure may drift this far from where it began"
    )
    target_s: Band
    release_s: Seconds = Field(description="Prompt the release at this time")


class Phase(Part):
    """A stretch of the movement."""

    id: Slug
    kind: Literal["setup", "reps", "hold"]
    title: Words
    prompt: Words
    target: int = Field(default=0, ge=0, le=100, description="How many repetitions are wanted")
    rep: RepRule | None = None
    hold: HoldRule | None = None

    @model_validator(mode="after")
    def _has_its_rule(self) -> Self:
        if (self.kind == "reps") != (self.rep is not None):
            msg = f"a phase of kind {self.kind!r} {'needs' if self.kind == 'reps' else 'has no'} [phases.rep]"
            raise ValueError(msg)
        if (self.kind == "hold") != (self.hold is not None):
            msg = (
                f"a phase of kind {self.kind!r} {'needs' if self.kind == 'hold' else 'has no'} [phases.hold]"
            )
            raise ValueError(msg)
        return self


class Check(Part):
    """One measured question of a cue: a measure and its bands."""

    measure: MeasureRef
    good: Band
    nearly: Band
    views: tuple[ViewName, ...] = Field(min_length=1, description="Views from which it can be judged")
    needed: bool = Field(default=True, description="False: the cue is judged without it where it is unseen")
    only_if: Condition | None = Field(default=None, description="Asked only while this holds")
    confirm: Condition | None = Field(
        default=None, description="A fault is one only when this is broken as well; else it is nearly"
    )

    @model_validator(mode="after")
    def _nested(self) -> Self:
        if self.nearly.low > self.good.low or self.nearly.high < self.good.high:
            msg = "the band `nearly` has to contain the band `good`"
            raise ValueError(msg)
        return self


class _CueBase(Part):
    ref: Ref = Field(description="Number in the cue table; G for the general ones")
    id: Slug
    title: Words
    quote: str = Field(description="The words of the source, or 'implied'")
    severity: SeverityName
    say: str = Field(default="", description="At most six words that correct or lead; empty for silence")
    inferred: bool = Field(default=False, description="True where the source leaves it open and we chose")


class MeasuredCue(_CueBase):
    """A cue that is judged by looking."""

    how: Literal["measured"]
    when: tuple[Literal["setup", "rep", "peak", "hold"], ...] = Field(min_length=1)
    checks: tuple[Check, ...] = Field(min_length=1)
    parts: tuple[str, ...] = Field(default=(), description="Joints at which a picture shows it: `front.knee`")


class RepCue(_CueBase):
    """A cue on each whole repetition: how far the rep signal rose from rest to peak, or how long it took."""

    how: Literal["per_rep"]
    of: Literal["range", "seconds"]
    good: Band
    nearly: Band


class CountCue(_CueBase):
    """A cue on how many repetitions were counted."""

    how: Literal["count"]
    phase: Slug


class TimerCue(_CueBase):
    """A cue on how long a hold was held."""

    how: Literal["timer"]
    phase: Slug
    good: Band
    nearly: Band


class LoggedCue(_CueBase):
    """A measure that is noted and never judged."""

    how: Literal["logged"]
    measure: MeasureRef


class SpokenCue(_CueBase):
    """A cue no camera can see: said, ticked off or asked."""

    how: Literal["prompt", "checklist", "question"]
    when: tuple[Literal["before", "setup", "rep", "hold", "after"], ...] = Field(min_length=1)
    every_reps: int | None = Field(default=None, ge=1, description="Say it again after so many repetitions")


class SessionCue(_CueBase):
    """A cue that only a whole session can answer: the order of sides, both sides evenly."""

    how: Literal["order", "parity"]


Cue = Annotated[
    MeasuredCue | RepCue | CountCue | TimerCue | LoggedCue | SpokenCue | SessionCue,
    Field(discriminator="how"),
]


class Movement(Part):
    """A movement file."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Slug
    version: int = Field(ge=1)
    name: Words
    about: str
    source: str
    sides: Sides | None = None
    roles: dict[RoleName, Role] = Field(default_factory=dict)
    camera: Camera
    gate: Gate
    phases: tuple[Phase, ...] = Field(min_length=1)
    cues: tuple[Cue, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        faults = [*_role_faults(self), *_phase_faults(self), *_cue_faults(self)]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def phase(self, phase_id: str) -> Phase:
        """Return the phase of that name; KeyError when there is none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)

    @property
    def measured_cues(self) -> tuple[MeasuredCue, ...]:
        """The cues that are judged frame by frame."""
        return tuple(cue for cue in self.cues if isinstance(cue, MeasuredCue))

    def measure_refs(self) -> frozenset[str]:
        """Every measure the file asks for, with its role."""
        conditions = [*self.gate.conditions, *self.gate.keep]
        refs: set[str] = set()
        for phase in self.phases:
            if phase.rep:
                refs.add(phase.rep.signal)
                conditions += phase.rep.spoiled_by
            if phase.hold:
                refs.update(phase.hold.still)
        for cue in self.cues:
            if isinstance(cue, MeasuredCue):
                conditions += [c for check in cue.checks for c in (check.only_if, check.confirm) if c]
                refs.update(check.measure for check in cue.checks)
            elif isinstance(cue, LoggedCue):
                refs.add(cue.measure)
        return frozenset(refs | {condition.measure for condition in conditions})


def _role_faults(movement: Movement) -> list[str]:
    roles = set(movement.roles)
    faults = [
        f"role {name!r} is the other side of {role.of!r}, which is no role"
        for name, role in movement.roles.items()
        if isinstance(role, OtherSide) and role.of not in roles
    ]
    if movement.sides and movement.sides.named_after not in roles:
        faults.append(f"sides.named_after: {movement.sides.named_after!r} is no role")
    named = {ref.split(".")[0] for ref in movement.measure_refs() if "." in ref}
    faults += [
        f"a measure names the role {name!r}, which is not in [roles]" for name in sorted(named - roles)
    ]
    return faults


def _phase_faults(movement: Movement) -> list[str]:
    ids = [phase.id for phase in movement.phases]
    return [f"phase {name!r} stands twice" for name in sorted({name for name in ids if ids.count(name) > 1})]


def _cue_faults(movement: Movement) -> list[str]:
    refs = [cue.ref for cue in movement.cues]
    faults = [f"cue {ref} stands twice" for ref in sorted({ref for ref in refs if refs.count(ref) > 1})]
    phases = {phase.id for phase in movement.phases}
    faults += [
        f"cue {cue.ref} names the phase {cue.phase!r}, which is not there"
        for cue in movement.cues
        if isinstance(cue, CountCue | TimerCue) and cue.phase not in phases
    ]
    return faults
