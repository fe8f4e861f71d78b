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

from pydantic import AfterValidator, Field, StrictBool, StrictFloat, StrictInt, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from formcheck.routine.bands import Band, Graded, Part
from formcheck.routine.composed import Composed, PartName
from formcheck.routine.fault import expected, shown, spelled
from formcheck.routine.references import reference_faults

SCHEMA_VERSION = 1

LONGEST_SAY = 6
"""Words of a correction or a lead: what can be said in 1.5 seconds, within a repetition."""

REFERENCES_ERROR = "references"
"""The type of Pydantic error that says that a name in the file leads nowhere."""


def _few_words(say: str) -> str:
    if len(say.split()) > LONGEST_SAY:
        raise ValueError(expected(f"at most {LONGEST_SAY} words", f"{len(say.split())}"))
    return say


Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
RoleName = Annotated[str, StringConstraints(pattern=r"^[a-z]+$", max_length=20)]
MeasureRef = Annotated[str, StringConstraints(pattern=r"^([a-z]+\.)?[a-z][a-z0-9_]*$", max_length=60)]
Ref = Annotated[str, StringConstraints(pattern=r"^[A-Z]?[0-9]+(\.[0-9]+)?$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
FewWords = Annotated[str, StringConstraints(max_length=60), AfterValidator(_few_words)]
SideWords = Annotated[str, StringConstraints(pattern=r"^[^{}]*\{side\}[^{}]*$", max_length=60)]
Seconds = Annotated[StrictFloat, Field(ge=0, le=600)]
Share = Annotated[StrictFloat, Field(ge=0, le=1)]
ViewName = Literal["side", "front", "back", "oblique", "any"]
Side = Literal["left", "right"]
OwnMeasures = dict[PartName, Composed]
SeverityName = Literal["safety", "form", "refinement", "information"]


class Condition(Part):
    """A measure that lies within a band."""

    measure: MeasureRef
    within: Band
    needed: StrictBool = Field(
        default=True, description="False: where the measure is unknown the condition is passed over"
    )
    why: Words = Field(description="What is wrong when it does not hold, as said to a person")


class LowerJoint(Part):
    """The role belongs to the side on which this joint is the lower one."""

    rule: Literal["lower"]
    joint: Literal["knee", "ankle"]


class HigherJoint(Part):
    """The role belongs to the side on which this joint is the higher one."""

    rule: Literal["higher"]
    joint: Literal["knee", "ankle"]


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
    why: Words = Field(description="What is wrong when it does not, as said to a person")


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
    stay: Stay | None = Field(default=None, description="The depth of another phase that has to be kept meanwhile")

    @model_validator(mode="after")
    def _can_happen(self) -> Self:
        if self.min_s > self.max_s:
            raise ValueError(expected("min_s <= max_s", f"{self.min_s:g} and {self.max_s:g}"))
        if self.back >= self.enter:
            raise ValueError(expected("back < enter", f"{self.back:g} and {self.enter:g}"))
        return self


class HoldRule(Part):
    """What makes a hold: stillness, at depth or anywhere, timed by the media's clock."""

    still: tuple[MeasureRef, ...] = Field(min_length=1, description="All of these have to come to rest")
    at_depth: Share | None = Field(default=None, description="Share of the last peak to stay above; None: any depth")
    below_depth: Share | None = Field(default=None, description="Share of the range to stay below: held the other way")
    still_sd: StrictFloat = Field(
        default=2.0, gt=0, description="Still: a standard deviation of at most this over 0.7 s"
    )
    still_slope_per_s: StrictFloat = Field(default=5.0, gt=0, description="... and a drift of at most this a second")
    drift_max: StrictFloat = Field(gt=0, description="The first `still` measure may drift this far from where it began")
    touch: Condition | None = Field(
        default=None, description="Once this has come true in the hold, the hold lasts until it is broken"
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


class Check(Graded):
    """One measured question of a cue: a measure and its bands."""

    measure: MeasureRef
    views: tuple[ViewName, ...] = Field(min_length=1, description="Views from which it can be judged")
    needed: StrictBool = Field(default=True, description="False: the cue is judged without it where it is unseen")
    only_if: Condition | None = Field(default=None, description="Asked only while this holds")
    confirm: Condition | None = Field(
        default=None, description="A fault is one only when this is broken as well; else it is nearly"
    )
    say: FewWords = Field(default="", description="Words that correct this check, where the cue's own do not fit")
    since: Literal["setup", "rep", "hold"] | None = Field(
        default=None, description="Judge the change: since the setup, since this repetition's or this hold's start"
    )
    share_of: Slug | None = Field(
        default=None, description="Judge the depth, 0 to 1 and more, in the range of this phase; measure = its signal"
    )
    from_peaks_of: Slug | None = Field(
        default=None, description="Judge the value less the mean of this phase's peaks; measure = its signal"
    )

    @model_validator(mode="after")
    def _compared_once(self) -> Self:
        given = [key for key in ("since", "share_of", "from_peaks_of") if getattr(self, key) is not None]
        if len(given) > 1:
            raise ValueError(expected("one of since, share_of and from_peaks_of at most", " and ".join(given)))
        return self


class _CueBase(Part):
    ref: Ref = Field(description="Number in the cue table; G for the general ones")
    id: Slug
    title: Words
    quote: str = Field(description="The words of the source, or 'implied'")
    severity: SeverityName
    say: FewWords = Field(default="", description="At most six words that correct or lead; empty for silence")
    inferred: StrictBool = Field(default=False, description="True where the source leaves it open and we chose")


class MeasuredCue(_CueBase):
    """A cue that is judged by looking."""

    how: Literal["measured"]
    when: tuple[Literal["setup", "rep", "peak", "hold"], ...] = Field(min_length=1)
    over: Literal["always", "best"] = Field(
        default="always", description="Best: judged once a hold, on what it reached"
    )
    phases: tuple[Slug, ...] = Field(default=(), description="Asked in these phases only; none: in all")
    checks: tuple[Check, ...] = Field(min_length=1)
    parts: tuple[str, ...] = Field(default=(), description="Joints at which a picture shows it: `front.knee`")

    @model_validator(mode="after")
    def _best_of_a_hold(self) -> Self:
        if self.over == "best" and self.when != ("hold",):
            raise ValueError(expected('when = ["hold"] in a cue with over = "best"', shown(list(self.when))))
        return self


class RepCue(_CueBase, Graded):
    """A cue on each whole repetition.

    ``range``: how far the signal rose from rest to peak; ``seconds``: how long it took; ``rest``: the signal's
    value when it was back; ``return``: the share of its rise by which it came back; ``gain``: its peak less that of
    the one before; ``bounces``: how often it turned back on the way.
    """

    how: Literal["per_rep"]
    of: Literal["range", "seconds", "rest", "return", "gain", "bounces"]
    phase: Slug | None = Field(default=None, description="Whose repetitions; none: the movement's own")


class CountCue(_CueBase):
    """A cue on how many repetitions were counted."""

    how: Literal["count"]
    phase: Slug


class TimerCue(_CueBase, Graded):
    """A cue on how long a hold was held."""

    how: Literal["timer"]
    phase: Slug


class LoggedCue(_CueBase):
    """A measure that is noted and never judged."""

    how: Literal["logged"]
    measure: MeasureRef


class SwayCue(_CueBase, Graded):
    """A cue on how steadily a measure is kept: its standard deviation over short stretches."""

    how: Literal["sway"]
    measure: MeasureRef
    when: tuple[Literal["setup", "rep", "hold"], ...] = Field(min_length=1)
    phases: tuple[Slug, ...] = Field(default=(), description="Asked in these phases only; none: in all")
    views: tuple[ViewName, ...] = Field(min_length=1)


class SpokenCue(_CueBase):
    """A cue no camera can see: said, ticked off or asked."""

    how: Literal["prompt", "checklist", "question"]
    when: tuple[Literal["before", "setup", "rep", "hold", "after"], ...] = Field(min_length=1)
    phases: tuple[Slug, ...] = Field(default=(), description="Said in these phases only; none: in all")
    every_reps: StrictInt | None = Field(default=None, ge=1, description="Say it again after so many repetitions")


class SequenceCue(_CueBase):
    """A cue on the order of things within a set: the repetitions before the hold."""

    how: Literal["sequence"]


class SessionCue(_CueBase):
    """A cue that only a whole session can answer: the order of sides, both sides evenly."""

    how: Literal["order", "parity"]


class KeptCue(_CueBase):
    """A cue to the program itself, which it keeps by what it does and never judges a person by."""

    how: Literal["kept"]
    about: Words = Field(description="How the program keeps it")


Cue = Annotated[
    MeasuredCue | RepCue | CountCue | TimerCue | LoggedCue | SwayCue | SpokenCue | SequenceCue | SessionCue | KeptCue,
    Field(discriminator="how"),
]


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
                conditions += phase.rep.spoiled_by
            if phase.hold:
                refs.update(phase.hold.still)
                conditions += [phase.hold.touch] if phase.hold.touch else []
        for cue in self.cues:
            if isinstance(cue, MeasuredCue):
                conditions += [c for check in cue.checks for c in (check.only_if, check.confirm) if c]
                refs.update(check.measure for check in cue.checks)
            elif isinstance(cue, LoggedCue | SwayCue):
                refs.add(cue.measure)
        return frozenset(refs | {condition.measure for condition in conditions})

    def reported_refs(self) -> frozenset[str]:
        """Return the measures worth a line in a report: signals of reps and holds, the judged, the logged."""
        refs: set[str] = set()
        for phase in self.phases:
            refs |= {phase.rep.signal} if phase.rep else set()
            refs |= set(phase.hold.still) if phase.hold else set()
        refs |= {check.measure for cue in self.measured_cues for check in cue.checks}
        return frozenset(refs | {cue.measure for cue in self.cues if isinstance(cue, LoggedCue | SwayCue)})
