"""What a movement file may say of its cues: how each is judged, said, ticked off, asked or kept.

Conventions are those of :mod:`formcheck.routine.schema`.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, StrictInt, model_validator

from formcheck.routine.bands import Graded, Part
from formcheck.routine.fault import expected, shown
from formcheck.routine.terms import Condition, FewWords, MeasureRef, Ref, SeverityName, Slug, ViewName, Words


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
