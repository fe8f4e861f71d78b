"""Screens as a session shows them, one of each kind, for whoever draws or steps through them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from formcheck.coach.commands import Ask, Command
from formcheck.coach.screens import Choice, Place, Screen, ScreenKind, SummaryRow

if TYPE_CHECKING:
    from formcheck.judge.verdict import Snapshot

PLACE = Place(3, 7, "kneeling-lunge", "Kneeling lunge", "right", "right knee down", "then: left knee down")

WHILE_WORKING = (
    Choice("space", "pause", Command(Ask.PAUSE)),
    Choice("n", "skip", Command(Ask.SKIP)),
    Choice("r", "again", Command(Ask.REPEAT)),
    Choice("b", "back", Command(Ask.BACK)),
    Choice("escape", "stop", Command(Ask.STOP)),
)

NEXT = Choice("enter", "begin", Command(Ask.NEXT))
STOP = Choice("escape", "stop", Command(Ask.STOP))
SKIP = Choice("n", "skip", Command(Ask.SKIP))

DISCLAIMER = (
    "Movement practice with feedback from a camera. It is not medical advice, and it does not examine or treat "
    "anybody. Ask somebody who knows you before you begin if you are in doubt, and stop whenever it feels wrong."
)

SETS = (
    SummaryRow("Rock back", "", 5, 5, 12.4, 15.0, (), skipped=False),
    SummaryRow(
        "90/90 hip rotation", "left leg in front", 5, 5, 9.0, 15.0, (("fault", "Lead with your chest."),), False
    ),
    SummaryRow("90/90 hip rotation", "right leg in front", 4, 5, None, 15.0, (("nearly", "Reach long."),), False),
    SummaryRow(
        "Kneeling lunge",
        "right knee down",
        5,
        5,
        15.0,
        15.0,
        (
            ("fault", "Stack shoulders over hips."),
            ("nearly", "Front heel down."),
            ("cannot_judge", "Front knee toward your little toe: turn to face the camera."),
        ),
        skipped=False,
    ),
    SummaryRow("Kneeling lunge", "left knee down", 5, 5, 14.0, 15.0, (("good", "All good"),), skipped=False),
    SummaryRow("Standing stretch", "right foot up", 5, 5, None, None, (), skipped=False),
    SummaryRow("Standing stretch", "left foot up", 0, 5, None, None, (), skipped=True),
)


def every_screen(snapshot: Snapshot) -> dict[str, Screen]:
    """Give a screen of each kind, and of some kinds several; ``snapshot`` is what the judge says while working."""
    figure = "kneeling-lunge/right"
    return {
        "consent": Screen(
            ScreenKind.CONSENT,
            "Before we begin",
            (DISCLAIMER, "Nothing leaves this machine, and no video is kept."),
            (Choice("enter", "I agree", Command(Ask.NEXT)), STOP),
        ),
        "warm_up": Screen(
            ScreenKind.WARM_UP,
            "Warmed up a little?",
            ("Stop whenever it feels wrong.",),
            (
                NEXT,
                *(
                    Choice(str(n + 1), words, Command(Ask.TICK, n), ticked=n in (0, 2))
                    for n, words in enumerate(
                        (
                            "A five-minute walk",
                            "Some light exercise",
                            "A few bodyweight squats",
                            "Rolling out tight spots",
                        )
                    )
                ),
                STOP,
            ),
        ),
        "introduction": Screen(
            ScreenKind.INTRODUCTION,
            "Kneeling lunge",
            (
                "Small rocks forward over the front foot, then an upright hold with the arm raised.",
                "Put the camera to your right, as high as your hips.",
            ),
            (NEXT, SKIP, STOP),
            place=PLACE,
            demonstration=figure,
            caption="Right knee down first.",
        ),
        "framing": Screen(
            ScreenKind.FRAMING,
            "Into the picture",
            (),
            (SKIP, STOP),
            place=PLACE,
            help="Step back, I can't see your feet",
            help_kind="back",
            demonstration=figure,
            notes=("15 frames a second",),
        ),
        "framing_turn": Screen(
            ScreenKind.FRAMING,
            "Into the picture",
            (),
            (SKIP, STOP),
            place=PLACE,
            help="Turn a quarter to your right, so that I see you from the side",
            help_kind="turn_right",
            demonstration=figure,
        ),
        "baseline": Screen(
            ScreenKind.BASELINE,
            "Stand tall",
            ("For three seconds, arms by your sides.",),
            (SKIP, STOP),
            countdown_s=1.7,
            share=0.43,
            demonstration="stand-tall",
        ),
        "ready": Screen(
            ScreenKind.READY,
            "Get ready",
            ("Kneel on one knee, the other foot in front.",),
            (STOP,),
            place=PLACE,
            countdown_s=2.4,
            demonstration=figure,
        ),
        "work": Screen(
            ScreenKind.WORK,
            "Kneeling lunge",
            (),
            WHILE_WORKING,
            place=PLACE,
            snapshot=snapshot,
            caption="Stack shoulders over hips",
            demonstration=figure,
        ),
        "rest": Screen(
            ScreenKind.REST,
            "Rest a moment",
            ("Next: left knee down.", "Begin whenever you are ready."),
            (Choice("enter", "go on", Command(Ask.NEXT)), STOP),
            place=PLACE,
            countdown_s=21.0,
            share=0.3,
            demonstration="kneeling-lunge/left",
        ),
        "question": Screen(
            ScreenKind.QUESTION,
            "Any discomfort just now?",
            ("0 is none at all, 10 the worst you can think of.",),
            (
                *(Choice(str(n), str(n), Command(Ask.ANSWER, float(n))) for n in range(10)),
                Choice("x", "10", Command(Ask.ANSWER, 10.0)),
                SKIP,
            ),
        ),
        "question_words": Screen(
            ScreenKind.QUESTION,
            "How do your hips feel compared with before?",
            (),
            (
                Choice("1", "looser", Command(Ask.ANSWER, 0)),
                Choice("2", "about the same", Command(Ask.ANSWER, 1)),
                Choice("3", "tighter", Command(Ask.ANSWER, 2)),
                SKIP,
            ),
        ),
        "paused": Screen(
            ScreenKind.PAUSED,
            "Paused",
            ("Come back whenever you like.",),
            (Choice("space", "go on", Command(Ask.PAUSE)), STOP),
            place=PLACE,
        ),
        "summary": Screen(
            ScreenKind.SUMMARY,
            "Well done",
            ("Both sides were even.",),
            (Choice("enter", "close", Command(Ask.STOP)),),
            summary=SETS,
        ),
    }
