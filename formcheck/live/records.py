"""A live session and the records: what is prescribed to who trains, and their session, kept when it is over."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from formcheck.coach.events import Happening
from formcheck.errors import StoreError
from formcheck.pose import track as tracks
from formcheck.store.nouns import NewSession, SelfReport, Source

if TYPE_CHECKING:
    from pathlib import Path

    from formcheck.store.nouns import SessionLine
    from formcheck.store.store import Store

WARM_UP_REF, DISCOMFORT_REF, CHANGE_REF = "G2", "G4", "G10"
"""Under which numbers a program asks for the warm-up, the discomfort from 0 to 10 and the change felt (the tables of
cues number the general ones alike for all programs)."""


def keep_live(
    store: Store, person: str | None, path: Path, record: dict[str, Any], when: datetime | None = None
) -> SessionLine:
    """Keep a live session that was finished into its folder, with what the person said of it.

    Parameters
    ----------
    store
        The records.
    person
        Pseudonym; None for nobody in particular.
    path
        Its session.json; the track lies beside it, and the video where there is one.
    record
        What is in that file.
    when
        When it was done; None for when it was begun by its own account.

    Raises
    ------
    StoreError
        If it is in the records already, or its person is not or did not agree.
    OutputError
        If a file cannot be written.
    """
    live = record["live"]
    done_at = when.astimezone() if when else _begun(live, path)
    line = store.sessions.add(
        NewSession(
            record,
            done_at,
            source=Source.LIVE,
            person=person,
            track=_only(path, f"*{tracks.SUFFIX}"),
            video=_only(path, "*.mp4"),
            judged_with={"side": None, "camera": None, "prescribed_on": done_at.date().isoformat()},
        )
    )
    said = self_report(live)
    if said != SelfReport():
        store.remarks.report(line.id, said)
    return line


def self_report(live: dict[str, Any]) -> SelfReport:
    """Give what the person said: ticks of the warm-up, numbers of discomfort, changes felt; None for what they did not.

    The worst number of the session is that of the exercise; the one after the last set is that of afterwards.
    """
    warm = [name for name in live.get("ticked", ()) if name.startswith(f"{WARM_UP_REF}.")]
    answers = live.get("answers", ())
    asked = [each for each in answers if each["ref"] == DISCOMFORT_REF]
    after = [each["value"] for each in asked if (each["movement"], each["side"]) == _last_set(live)]
    return SelfReport(
        warm_up=True if warm else None,
        discomfort_during=max((round(each["value"]) for each in asked), default=None),
        discomfort_after=round(after[-1]) if after else None,
        change_felt=_changes([each for each in answers if each["ref"] == CHANGE_REF]),
    )


def _last_set(live: dict[str, Any]) -> tuple[str, str] | None:
    """Give movement and side of the step that was done last; None where none was."""
    done = [each for each in live.get("happenings", ()) if each["kind"] == Happening.STEP_DONE]
    return (done[-1]["subject"], done[-1]["detail"]) if done else None


def _changes(answers: list[dict[str, Any]]) -> str | None:
    """Say the changes felt: once where they are all alike, else of each movement and side."""
    words = list(dict.fromkeys(each["answer"] for each in answers))
    if len(words) < 2:
        return words[0] if words else None
    return "; ".join(f"{_set_words(each)}: {each['answer']}" for each in answers)


def _set_words(answer: dict[str, Any]) -> str:
    side = answer["side"]
    return f"{answer['movement']}, {side}" if side in ("left", "right") else str(answer["movement"])


def _begun(live: dict[str, Any], path: Path) -> datetime:
    try:
        return datetime.fromisoformat(live["started"]).astimezone()
    except (KeyError, TypeError, ValueError) as error:
        raise StoreError("this session does not say when it was done", where=path, mend="Say it with --when") from error


def _only(path: Path, pattern: str) -> Path | None:
    """Give the one file of a kind that lies beside a record; None where there is none, or more."""
    beside = sorted(path.parent.glob(pattern))
    return beside[0] if len(beside) == 1 else None
