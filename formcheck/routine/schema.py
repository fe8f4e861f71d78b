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

from pydantic import Field, StrictBool, StrictFloat, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from formcheck.routine.bands import Band, Part
from formcheck.routine.composed import Composed, PartName
from formcheck.routine.cues import Cue, LoggedCue, MeasuredCue, SwayCue
from formcheck.routine.fault import expected, spelled
from formcheck.routine.references import reference_faults
from formcheck.routine.terms import (
    Condition,
    MeasureRef,
    RoleName,
    Seconds,
    Share,
    Side,
    SideWords,
    Slug,
    ViewName,
    Words,
)

SCHEMA_VERSION = 1

REFERENCES_ERROR = "references"
"""The type of Pydantic error that says that a name in the file leads nowhere."""


OwnMeasures = dict[PartName, Composed]


class LowerJoint(Part):
    """The role belongs to the side on which this joint is the lower one.

    ``leg``: the knee, also where one of the two is hidden from ahead or behind.
    """

    rule: Literal["lower"]
    joint: Literal["knee", "ankle", "leg"]


class HigherJoint(Part):
    """The role belongs to the side on which this joint is the higher one.

    ``foot``: the ankle, also where the higher one is hidden.
    """

    rule: Literal["higher"]
    joint: Literal["knee", "ankle", "foot"]


class NearSide(Part):
    """The role belongs to the side toward the camera: for movements that work both sides alike."""

    rule: Literal["near"]


class OtherSide(Part):
    """The role belongs to the side that another role does not have."""

    rule: Literal["other"]
    of: RoleName


class MoreSide(Part):
    """The role belongs to the side of which a measure is the larger one."""

    rule: Literal["more"]
    measure: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)] = Field(
        description="A measure that has sides, named without one"
    )
    by: StrictFloat = Field(gt=0, description="... by this much at least, in its unit")


Role = Annotated[LowerJoint | HigherJoint | MoreSide | NearSide | OtherSide, Field(discriminator="rule")]


def role_measure(name: str, role: Role) -> str | None:
    """Return the measure that tells who plays a role, with the role before it; None where something else does."""
    if isinstance(role, OtherSide | NearSide):
        return None
    return f"{name}.{role.measure}" if isinstance(role, MoreSide) else f"{name}.{role.joint}_below_other"


class Sides(Part):
    """How the movement uses the two sides."""

    named_after: RoleName = Field(description="The side of this role is the side that is reported")
    first: Side = Field(description="The side to start with")
    say: SideWords = Field(description="How a side is called, with {side} in it: `{side} knee down`")


class Camera(Part):
    """Where the camera should stand."""

    primary: ViewName
    near: RoleName | None = Field(default=None, description="The role whose side should be near the camera")
    second: ViewName | None = Field(default=None, description="A second view that sees what the first cannot")
    height_m: Band
    tilt_down_max_deg: StrictFloat = Field(ge=0, le=90)
    distance_m: Band
    say: Words


class Gate(Part):
    """The starting position: nothing is counted before it was kept for a while."""

    for_s: Seconds
    conditions: tuple[Condition, ...] = Field(min_length=1)
    keep: tuple[Condition, ...] = Field(
        default=(), description="What has to stay true; broken for longer than the hold's grace, the set ends"
    )


class Echo(Part):
    """A second measure that shows a repetition too: a leg that the pose model lost has no echo.

    It is asked only of the side toward the camera, and only where it is seen.
    """

    measure: MeasureRef
    change: Literal["rises", "falls"]
    least: StrictFloat = Field(gt=0, description="From rest to peak it changes by this much at least")
    alike: StrictBool = Field(
        default=False, description="It changes by as much as the signal: what is counted is the mean of both"
    )
    why: Words = Field(description="What is wrong when it does not, as said to a person")


class Travel(Part):
    """The way of the body that goes along with the signal, told without any of the limbs that the signal is told by."""

    measure: MeasureRef = Field(description="From where it is counted has no meaning, only how it changes")
    per: StrictFloat = Field(gt=0, description="So much of the signal, in its unit, goes with one of the measure")


class Stay(Part):
    """A depth, in another phase's own range, that is kept meanwhile: pumps of the ankle while hinged."""

    phase: Slug = Field(description="The phase of repetitions whose signal and range are meant")
    share: Share = Field(description="A repetition does not count when it is below this for over half of it")
    quiet: StrictFloat = Field(
        gt=0,
        description="While that phase is done the signal spans no more than this; else it is not followed rightly",
    )
    why: Words = Field(description="What is wrong then, as said to a person")


class RepRule(Part):
    """What makes a repetition: a signal that rises from the person's own rest and comes back."""

    signal: MeasureRef
    min_excursion: StrictFloat = Field(gt=0, description="Smallest rise that counts, in the signal's unit")
    noise_factor: StrictFloat = Field(default=2.0, ge=0, description="... and this many times the signal's noise")
    enter: Share = Field(default=0.35, description="A rise has begun at this share of the person's range")
    reversal: Share = Field(default=0.15, description="A peak is one when the signal fell by this share ...")
    reversal_s: Seconds = Field(default=0.15, description="... for at least this long")
    back: Share = Field(default=0.20, description="The rep is over at this share of the range")
    min_s: Seconds
    max_s: Seconds
    last_is_held: StrictBool = Field(default=False, description="The last rep turns into the hold and never returns")
    spoiled_by: tuple[Condition, ...] = Field(
        default=(), description="A rep does not count when one of these is broken for over half of it"
    )
    echo: Echo | None = Field(
        default=None, description="What else of the body moves with the signal in a true repetition"
    )
    travel: Travel | None = Field(
        default=None,
        description="A third measure beside the signal and an echo that is alike, counted where it agrees with one",
    )
    stay: Stay | None = Field(default=None, description="The depth of another phase that has to be kept meanwhile")

    @model_validator(mode="after")
    def _can_happen(self) -> Self:
        if self.min_s > self.max_s:
            raise ValueError(expected("min_s <= max_s", f"{self.min_s:g} and {self.max_s:g}"))
        if self.back >= self.enter:
            raise ValueError(expected("back < enter", f"{self.back:g} and {self.enter:g}"))
        if self.travel is not None and (self.echo is None or not self.echo.alike):
            raise ValueError(expected("an echo with alike = true beside travel", "none"))
        return self


class Lift(Part):
    """A limb that rests while a depth is held, such as a hand on the floor, and is lifted on the way out."""

    measure: MeasureRef = Field(description="Its height; from where it is counted has no meaning, only how it rises")
    least: StrictFloat = Field(gt=0, description="By this much, for good, over where it rested most of the hold")


class Place(Part):
    """Where the body is, told by what is seen when the limbs that are held are not."""

    measure: MeasureRef = Field(description="Such as how high the seat is; only how it changes has a meaning")
    drift: StrictFloat = Field(gt=0, description="Who moves by no more than this is still there")


class HoldRule(Part):
    """What makes a hold: stillness, at depth or anywhere, timed by the media's clock."""

    still: tuple[MeasureRef, ...] = Field(min_length=1, description="All of these have to come to rest")
    at_depth: Share | None = Field(default=None, description="Share of the last peak to stay above; None: any depth")
    below_depth: Share | None = Field(default=None, description="Share of the range to stay below: held the other way")
    still_sd: StrictFloat = Field(
        default=2.0, gt=0, description="Still: a standard deviation of at most this over 0.7 s"
    )
    still_slope_per_s: StrictFloat = Field(default=5.0, gt=0, description="... and a drift of at most this a second")
    trembles: StrictFloat = Field(
        default=0.0, ge=0, description="The first `still` measure itself trembles by so much: less is no bouncing"
    )
    drift_max: StrictFloat = Field(gt=0, description="The first `still` measure may drift this far from where it began")
    lift: Lift | None = Field(
        default=None, description="What is lifted before the depth is left: the hold lasted until then"
    )
    place: Place | None = Field(
        default=None, description="What says, while the first `still` measure is not seen, that the hold goes on"
    )
    target_s: Band
    release_s: Seconds = Field(description="Prompt the release at this time")


class Phase(Part):
    """A stretch of the movement."""

    id: Slug
    kind: Literal["setup", "reps", "hold", "turn"]
    title: Words
    prompt: Words
    target: StrictInt = Field(default=0, ge=0, le=100, description="How many repetitions are wanted")
    main: StrictBool = Field(default=False, description="Its repetitions are the movement's own; else the first ones")
    optional: StrictBool = Field(default=False, description="Who leaves it out has skipped nothing")
    needs: tuple[Condition, ...] = Field(default=(), description="It is played only while these hold")
    views: tuple[ViewName, ...] = Field(
        default=(), description="Views from which its repetitions are seen; none: the camera's primary and oblique"
    )
    near: RoleName | None = Field(
        default=None, description="It is seen only with this role's side toward the camera; none: from both sides"
    )
    rep: RepRule | None = None
    hold: HoldRule | None = None

    @model_validator(mode="after")
    def _has_its_rule(self) -> Self:
        for kind, table, rule in (("reps", "rep", self.rep), ("hold", "hold", self.hold)):
            if self.kind == kind and rule is None:
                raise ValueError(expected(f"a table [phases.{table}] in a phase of kind {kind}", "none"))
            if self.kind != kind and rule is not None:
                raise ValueError(expected(f"[phases.{table}] only in a phase of kind {kind}", self.kind))
        return self


class Movement(Part):
    """A movement file."""

    schema_version: Literal[1] = Field(alias="schema")
    id: Slug
    version: StrictInt = Field(ge=1)
    name: Words
    about: str
    source: str
    sides: Sides | None = None
    roles: dict[RoleName, Role] = Field(default_factory=dict)
    measures: OwnMeasures = Field(
        default_factory=dict, description="Measures that this file composes for itself, by name"
    )
    camera: Camera
    gate: Gate
    phases: tuple[Phase, ...] = Field(min_length=1)
    cues: tuple[Cue, ...]

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        data = self.model_dump()
        faults = [f"{spelled(fault.path, data)}: {fault.what}" for fault in reference_faults(data)]
        if faults:
            raise PydanticCustomError(REFERENCES_ERROR, "{faults}", {"faults": "; ".join(faults)})
        return self

    def phase(self, phase_id: str) -> Phase:
        """Return the phase of that name; KeyError when there is none."""
        for phase in self.phases:
            if phase.id == phase_id:
                return phase
        raise KeyError(phase_id)

    @property
    def main_phase(self) -> Phase | None:
        """The phase whose repetitions are the movement's own; None in a movement without any."""
        reps = [phase for phase in self.phases if phase.kind == "reps"]
        return next((phase for phase in reps if phase.main), reps[0] if reps else None)

    @property
    def measured_cues(self) -> tuple[MeasuredCue, ...]:
        """The cues that are judged frame by frame."""
        return tuple(cue for cue in self.cues if isinstance(cue, MeasuredCue))

    def measure_refs(self) -> frozenset[str]:
        """Every measure the file asks for, with its role."""
        conditions = [*self.gate.conditions, *self.gate.keep]
        refs = {ref for name, role in self.roles.items() if (ref := role_measure(name, role)) is not None}
        for phase in self.phases:
            conditions += phase.needs
            if phase.rep:
                refs.add(phase.rep.signal)
                refs |= {phase.rep.echo.measure} if phase.rep.echo else set()
                refs |= {phase.rep.travel.measure} if phase.rep.travel else set()
                conditions += phase.rep.spoiled_by
            if phase.hold:
                refs.update(phase.hold.still)
                refs |= {phase.hold.lift.measure} if phase.hold.lift else set()
                refs |= {phase.hold.place.measure} if phase.hold.place else set()
        for cue in self.cues:
            if isinstance(cue, MeasuredCue):
                conditions += [c for check in cue.checks for c in (check.only_if, check.confirm) if c]
                refs.update(check.measure for check in cue.checks)
            elif isinstance(cue, LoggedCue | SwayCue):
                refs.add(cue.measure)
        return frozenset(refs | {condition.measure for condition in conditions})

    def without_cues(self) -> Movement:
        """Return the movement as it is recognised and counted, with no form to judge."""
        return self.model_copy(update={"cues": ()})

    def reported_refs(self) -> frozenset[str]:
        """Return the measures worth a line in a report: signals of reps and holds, the judged, the logged."""
        refs: set[str] = set()
        for phase in self.phases:
            refs |= {phase.rep.signal} if phase.rep else set()
            refs |= set(phase.hold.still) if phase.hold else set()
        refs |= {check.measure for cue in self.measured_cues for check in cue.checks}
        return frozenset(refs | {cue.measure for cue in self.cues if isinstance(cue, LoggedCue | SwayCue)})
