"""A phase that is done on top of another, whose depth is kept meanwhile: pumps of the ankle while hinged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    from formcheck.body.moment import Moment
    from formcheck.judge.repbook import RepBook
    from formcheck.judge.roles import Roles
    from formcheck.routine.schema import Stay

STAY_LEAST: Final = 0.15
"""Below this depth of the phase that has to be kept, what is seen is not tried to be a repetition at all."""

STAY_SWING: Final = 0.45
"""Who moves through so much of that depth meanwhile repeats that phase and not this one."""

ODD_SHARE: Final = 0.02
"""This share of the highest and of the lowest values is odd and says nothing of how quiet a signal is."""

UNSEEN_SHARE: Final = 0.2
"""Where the signal was not seen for so much of the time at that depth, one of five repetitions may have gone unseen."""


class OnTop:
    """What the phase below says of the one on top of it.

    Parameters
    ----------
    rule
        From the movement file.
    below
        The book of the phase whose depth is kept.

    Attributes
    ----------
    in_play
        Whether the phase on top can be done now: at the last moment that depth was there.
    """

    def __init__(self, rule: Stay, below: RepBook) -> None:
        self._rule = rule
        self._below = below
        self._while_below: list[tuple[float, float]] = []
        self._quiet = (0, True)
        self._kept = self._unseen = 0
        self.in_play = False

    @property
    def below(self) -> RepBook:
        """The book of the phase whose depth is kept."""
        return self._below

    @property
    def share(self) -> float:
        """How deep it has to be kept."""
        return self._rule.share

    def depth(self, moment: Moment, roles: Roles) -> float | None:
        """How deep in the phase below a moment is; None where unseen."""
        return self._below.depth_in(moment, roles)

    def views(self, moment: Moment) -> tuple[str, ...]:
        """From where a moment may be seen: as it seems, or as the person was seen upright.

        Nobody turns who stands with a foot up, folded over it, and how a folded trunk lies says little of the way
        somebody faces; where the two differ, either may be right.
        """
        upright = self._below.usual_view
        return (moment.view.label.value,) if upright is None else (moment.view.label.value, upright)

    def enter(self, moment: Moment, roles: Roles) -> None:
        """Take in a moment, before its signal is read."""
        self.in_play = (self.depth(moment, roles) or 0.0) >= STAY_LEAST

    def take(self, moment: Moment, roles: Roles, value: float | None) -> None:
        """Take in what the signal of the phase on top is at a moment; None where unseen."""
        if value is not None and not self._below.done:
            self._while_below.append((moment.time_s, value))
        if (self.depth(moment, roles) or 0.0) >= self._rule.share:
            self._kept += 1
            self._unseen += value is None

    @property
    def followed(self) -> bool:
        """Whether the signal was quiet while the phase below was done; else it does not show what is done on top.

        The pose model may take a foot for another posture of it as the body comes down over it.
        """
        ends = [rep.end_s for rep in self._below.reps if rep.counted and rep.back is not None]
        if len(ends) != self._quiet[0]:
            values = sorted(value for at_s, value in self._while_below if at_s <= ends[-1])
            odd = int(ODD_SHARE * len(values))
            span = values[-1 - odd] - values[odd] if values else 0.0
            self._quiet = (len(ends), span <= self._rule.quiet)
        return self._quiet[1]

    @property
    def partly_unseen(self) -> bool:
        """Whether the signal was lost for so long, at that depth, that repetitions may have gone unseen."""
        return self._unseen > UNSEEN_SHARE * self._kept

    def why_not_stayed(self, during: Sequence[Moment], roles: Roles) -> str | None:
        """Why the depth was not kept meanwhile; None when it was."""
        depths = [depth for m in during if (depth := self.depth(m, roles)) is not None]
        if depths and max(depths) - min(depths) > STAY_SWING:
            return "the whole body moved"
        return self._rule.why if 2 * sum(depth < self.share for depth in depths) > len(depths) else None
