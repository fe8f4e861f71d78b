"""What is prescribed to a person, as the judge takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formcheck.routine.own_targets import OwnTargets

if TYPE_CHECKING:
    from datetime import date

    from formcheck.store.nouns import Prescription
    from formcheck.store.store import Store


def own_targets(store: Store, person: str, on: date) -> dict[str, OwnTargets]:
    """Give a person's own targets by movement id, as they were prescribed on a day.

    Parameters
    ----------
    store
        The records.
    person
        Pseudonym.
    on
        The day a session was done: who did five when five were asked for is not judged by the eight of today.

    Raises
    ------
    StoreError
        If there is nobody of that pseudonym.
    """
    held = (each for each in store.people.prescriptions(person, ended=True) if _holds(each, on))
    return {each.movement: _targets(each) for each in held}


def _holds(prescription: Prescription, on: date) -> bool:
    return prescription.given_on <= on and (prescription.ended_on is None or on < prescription.ended_on)


def _targets(prescription: Prescription) -> OwnTargets:
    return OwnTargets(
        reps=prescription.reps,
        hold_s=prescription.hold_s,
        knee_angle_deg=prescription.knee_angle_deg,
        left_out=prescription.left_out,
        easier=prescription.easier,
    )
