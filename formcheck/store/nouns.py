"""What the store gives and takes: plain values, that outlive the database they came from."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import Path

    from formcheck.pose.track import Track

Json = dict[str, Any]


class Source(StrEnum):
    """Where a session came from."""

    RECORDED = "recorded"
    LIVE = "live"
    IMPORTED = "imported"


class ConsentKind(StrEnum):
    """What a person agreed to."""

    RECORDS = "records"
    """That their sessions are kept."""
    RAW_VIDEO = "raw-video"
    """That the video itself is kept for some days."""
    UNBLURRED = "unblurred"
    """That pictures are kept with their face in it."""


class FileKind(StrEnum):
    """What a file of a session is."""

    TRACK = "track"
    RECORD = "record"
    """The whole session.json, with events and series, packed with gzip."""
    STILL = "still"
    VIDEO = "video"
    """The raw video, kept for as many days as the person agreed to."""


class Act(StrEnum):
    """What the audit tells of."""

    VIEW = "view"
    EXPORT = "export"
    DELETE = "delete"


@dataclass(frozen=True, slots=True)
class Consent:
    """That a person agreed.

    Attributes
    ----------
    kind
        To what.
    version
        Of the text they agreed to.
    given_on, withdrawn_on
        From when; until when, None while it holds.
    """

    kind: ConsentKind
    version: str
    given_on: date
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A person, known by a pseudonym alone.

    Attributes
    ----------
    pseudonym
        As it was given.
    number
        Stands for the person in the audit; says nothing of them.
    added_at
        When, UTC.
    video_days
        For how many days raw video is kept.
    consents
        All that were ever given, the oldest first.
    sessions
        How many are kept.
    last_session_at
        When the last of them was done; None when there is none.
    """

    pseudonym: str
    number: str
    added_at: datetime
    video_days: int
    consents: tuple[Consent, ...] = ()
    sessions: int = 0
    last_session_at: datetime | None = None

    def agrees(self, kind: ConsentKind) -> bool:
        """Whether the person agreed to this and has not withdrawn it."""
        return any(consent.kind is kind and consent.withdrawn_on is None for consent in self.consents)


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that shall be kept.

    Attributes
    ----------
    record
        The summary (docs/summary-format.md), with events and series where they are known. The name of the
        video in it is not kept: it may be a person's.
    done_at
        When it was done, with a time zone.
    source
        Where it came from.
    person
        Pseudonym; None for a session of nobody in particular.
    track
        The poses, or the file of them; None where there are none.
    stills
        Pictures of the worst moments, faces blurred.
    video
        The raw video; kept only for a person who agreed to it, for as many days as they did.
    judged_with
        What the judge was told beside the track (program or movement, side, camera), so that it can be
        judged again alike.
    """

    record: Json
    done_at: datetime
    source: Source = Source.RECORDED
    person: str | None = None
    track: Track | Path | None = None
    stills: tuple[Path, ...] = ()
    video: Path | None = None
    judged_with: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """A session as a list shows it.

    Attributes
    ----------
    id
        The session's number for people; never given twice.
    key
        Stands for the session in the audit; says nothing of it.
    person
        Pseudonym; None for nobody in particular.
    source, done_at, kept_at
        Where it came from; when it was done, and kept, UTC.
    duration_s
        Of the recording.
    routine, formcheck, model
        By what it was judged: program or movement with its version, versions of formcheck and of the model.
    done
        The movements that were found, each with its side (None where there is none), in their order.
    """

    id: int
    key: str
    person: str | None
    source: Source
    done_at: datetime
    kept_at: datetime
    duration_s: float | None
    routine: str | None
    formcheck: str | None
    model: str | None
    done: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file of a session.

    Attributes
    ----------
    kind
        What it is.
    name
        What it was called when it was made, such as ``fault_3.14_upright-torso.jpg``.
    path
        Where it stands.
    sha256, size
        Of its content, bytes.
    due_at
        When it will be deleted; None for never by itself.
    """

    kind: FileKind
    name: str
    path: Path
    sha256: str
    size: int
    due_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """How a session was judged once.

    Attributes
    ----------
    id
        In the database.
    judged_at
        When, UTC.
    current
        Whether it is the newest; the others are kept beside it.
    formcheck, model, model_sha256, routine
        By which versions.
    """

    id: int
    judged_at: datetime
    current: bool
    formcheck: str | None
    model: str | None
    model_sha256: str | None
    routine: str | None


@dataclass(frozen=True, slots=True)
class SelfReport:
    """What the person said of a session; None for what was not asked.

    Attributes
    ----------
    warm_up
        Whether they had warmed up.
    discomfort_before, discomfort_during, discomfort_after
        From 0 to 10.
    change_felt
        In their words.
    """

    warm_up: bool | None = None
    discomfort_before: int | None = None
    discomfort_during: int | None = None
    discomfort_after: int | None = None
    change_felt: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note, and when it was written, UTC."""

    written_at: datetime
    words: str


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """A session with all that is known of it.

    Attributes
    ----------
    line
        As a list shows it.
    summary
        The current judgement's summary (docs/summary-format.md).
    judgements
        All of them, the oldest first.
    judged_with
        What the judge was told beside the track.
    files, tags, notes, self_report
        What belongs to it.
    """

    line: SessionLine
    summary: Json
    judgements: tuple[Judgement, ...]
    judged_with: Json
    files: tuple[StoredFile, ...]
    tags: tuple[str, ...]
    notes: tuple[Note, ...]
    self_report: SelfReport | None


@dataclass(frozen=True, slots=True)
class Prescription:
    """What a person shall do of a movement; None for what the routine says.

    Attributes
    ----------
    movement
        Its id.
    given_on, ended_on
        From when; until when, None while it holds.
    reps, hold_s, knee_angle_deg
        Own targets: repetitions, seconds, included angle at the knee (180 = straight).
    left_out
        That the movement is not to be done.
    easier
        That its easier version is to be done.
    remark
        In the clinician's words.
    """

    movement: str
    given_on: date
    ended_on: date | None = None
    reps: int | None = None
    hold_s: float | None = None
    knee_angle_deg: float | None = None
    left_out: bool = False
    easier: bool = False
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """That something was done: when, what, to what (``person``, ``session``), its number, and with which program."""

    at: datetime
    act: Act
    subject: str
    number: str
    through: str
