"""Everything that can be done badly, each with an amount."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Faults:
    """How far a performance departs from good form; all zero is good form.

    The numbers in brackets are the cues of the domain tables that each fault is about.

    Attributes
    ----------
    rounding_deg
        Bend of the whole spine at the deepest point, 0 to 60, at unchanged trunk inclination (2.11, 4.9).
    trunk_lean_deg
        M3: forward lean that should not be there (3.14); negative leans back (3.9).
    side_lean_deg
        M3: sideways lean before the reach, away from the front leg + (3.14, 3.17).
    knee_angle_off_deg
        M2, M3: knees opener (+) or more closed (-) than a right angle (2.4, 3.4).
    knee_caving
        M3: front knee inward of the foot, in shank lengths, 0 to 0.3 (3.5, 3.11).
    heel_up_deg
        M3: pitch of the front foot onto its ball, 0 to 35 (3.19).
    forearms_up
        M1: 0 forearms on the floor to 1 propped on nearly straight arms (1.4).
    knees_together
        M1: 0 wide to 1 knees no wider than the hips (1.5).
    hips_not_back
        M1: share of the way back that is missing, 0 to 1 (1.8).
    chest_stays_up
        M1: share of the sinking in the hold that is missing, 0 to 1 (1.14).
    comes_forward
        M1: how far the hips drift forward again during the hold, share of the range (1.13).
    support_hand_up_m
        M2: height of the support hand above the floor (2.6).
    pelvis_lift_deg
        M2: front hip lifted while reaching (2.7).
    reach_missing
        M2: share of the arm's reach that is missing, 0 to 1 (2.9, 2.14).
    arm_not_raised
        M3: share of the arm's rise that is missing, 0 to 1 (3.16).
    side_bend_wrong_way_deg
        M3: bend toward the knee-down side instead (3.17).
    torso_twisted_deg
        M3: shoulders turned against the hips, toward the knee-down side + (3.7).
    surface_too_high
        M4: surface above the good range, trunk lengths (4.1).
    raised_knee_bent_deg
        M4: flexion of the raised knee beyond the usual (4.24).
    toes_dropped_deg
        M4: raised foot tipped forward from pointing up (4.6).
    stance_foot_out_deg
        M4: standing foot turned outward (4.7, 4.13).
    turn_missing_deg
        M4: how much of the quarter turn is missing (4.12).
    rises_in_pumps
        M4: share of the hinge given up during the ankle pumps, 0 to 1 (4.16).
    flat_pumps
        M4: share of the ankle's swing that is missing, 0 to 1 (4.17).
    shallow
        All: share of each repetition's range that is missing, 0 to 1.
    too_fast
        All: repetitions quicker by this factor; 0 or 1 is the usual tempo, 3 is hasty (G7).
    bouncing
        All: bounces at the end of each repetition, share of the range (G4, G13).
    reps_missing
        All: repetitions too few (1.10, 2.12, 3.12, 4.15).
    hold_cut_s
        All: seconds missing from each hold (1.15, 2.13, 3.13).
    head_dropped_deg
        All: head bent forward. No fault of any cue: it must not be taken for a rounded back.
    """

    rounding_deg: float = 0.0
    trunk_lean_deg: float = 0.0
    side_lean_deg: float = 0.0
    knee_angle_off_deg: float = 0.0
    knee_caving: float = 0.0
    heel_up_deg: float = 0.0
    forearms_up: float = 0.0
    knees_together: float = 0.0
    hips_not_back: float = 0.0
    chest_stays_up: float = 0.0
    comes_forward: float = 0.0
    support_hand_up_m: float = 0.0
    pelvis_lift_deg: float = 0.0
    reach_missing: float = 0.0
    arm_not_raised: float = 0.0
    side_bend_wrong_way_deg: float = 0.0
    torso_twisted_deg: float = 0.0
    surface_too_high: float = 0.0
    raised_knee_bent_deg: float = 0.0
    toes_dropped_deg: float = 0.0
    stance_foot_out_deg: float = 0.0
    turn_missing_deg: float = 0.0
    rises_in_pumps: float = 0.0
    flat_pumps: float = 0.0
    shallow: float = 0.0
    too_fast: float = 0.0
    bouncing: float = 0.0
    reps_missing: int = 0
    hold_cut_s: float = 0.0
    head_dropped_deg: float = 0.0
