"""What went wrong while a video was read, and how to say it."""

from __future__ import annotations

from dataclasses import dataclass

#: A file that ends this much before the time its header gives has lost its tail. Less is the rounding of
#: containers and the last frame's unknown length.
TAIL_TOLERANCE_S = 0.5


class DamageFoundError(Exception):
    """The first damage was met while none was to be passed over."""


@dataclass(slots=True)
class Damage:
    """The account kept during one reading of a video.

    A reading begins strict, on the belief that the file is whole: the first damage then raises
    `DamageFoundError`, and the rest is read with `pass_over`.

    Attributes
    ----------
    read_until_s
        End of the last frame that could be decoded; 0 before the first.
    packets_until_s
        End of the last packet of any track that could be read, decodable or not.
    damaged
        Pieces of the picture track that could not be decoded and were left out.
    first_damage_s, last_damage_s
        How far the reading had come at the first and the last of them.
    new_counts
        How often the time stamps started afresh.
    strict
        Whether damage still raises.
    """

    read_until_s: float = 0.0
    packets_until_s: float = 0.0
    damaged: int = 0
    first_damage_s: float = 0.0
    last_damage_s: float = 0.0
    new_counts: int = 0
    strict: bool = True

    def pass_over(self) -> Damage:
        """Count damage from now on and go on behind it."""
        self.strict = False
        return self

    def frame_read(self, time_s: float, lasts_s: float) -> None:
        """Note a frame that could be decoded."""
        self.read_until_s = max(self.read_until_s, time_s + lasts_s)

    def packet_read(self, end_s: float) -> None:
        """Note how far the file could be read."""
        self.packets_until_s = max(self.packets_until_s, end_s)

    def left_out(self) -> None:
        """Note a piece that could not be decoded.

        Raises
        ------
        DamageFoundError
            The reading is still strict.
        """
        if self.strict:
            raise DamageFoundError
        if not self.damaged:
            self.first_damage_s = self.read_until_s
        self.damaged += 1
        self.last_damage_s = self.read_until_s

    def in_words(self, duration_s: float | None) -> str | None:
        """Say what was lost, or None when nothing was.

        Parameters
        ----------
        duration_s
            Where the file should end; None when it was not read to its end.
        """
        said = []
        if duration_s is not None:
            # Sound may rightly go on after the picture; only with damage does the picture alone count.
            until_s = self.read_until_s if self.damaged else max(self.read_until_s, self.packets_until_s)
            if duration_s - until_s > TAIL_TOLERANCE_S:
                said.append(f"stopped being readable at {self.read_until_s:.1f} s of {duration_s:.1f} s")
        if self.damaged:
            pieces = "1 damaged piece was" if self.damaged == 1 else f"{self.damaged} damaged pieces were"
            said.append(f"{pieces} left out {self._damage_span()}")
        if self.new_counts:
            said.append("the time stamps start afresh on the way; the times were joined end to end")
        return "; ".join(said) or None

    def _damage_span(self) -> str:
        first, last = f"{self.first_damage_s:.1f}", f"{self.last_damage_s:.1f}"
        return f"at {first} s" if first == last else f"between {first} s and {last} s"
