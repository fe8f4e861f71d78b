"""What of the camera's picture is kept, and that faces are kept only where somebody agreed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from formcheck.errors import FormcheckError, StoreError

if TYPE_CHECKING:
    from formcheck.draw.blur import Showing
    from formcheck.store.store import Store

NoBlurOption = Annotated[
    bool,
    typer.Option("--no-blur", help="Keep faces as they are. Who is seen has to agree: you are asked, and it is kept."),
]
SkeletonOption = Annotated[
    bool, typer.Option("--skeleton-only", help="Keep nothing of the picture: the skeleton on a plain ground.")
]

QUESTION: Final = "Pictures will be kept with the faces in them. Does everybody who is seen agree?"


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What is kept of the camera's picture; with faces in it, who agreed, as plain data for the record."""

    showing: Showing
    consent: dict[str, Any] | None = None

    def plain(self) -> dict[str, Any]:
        """Give it as a record has it."""
        told = {} if self.consent is None else {"consent": self.consent}
        return {"showing": self.showing.value, **told}


def what_is_kept(
    *, no_blur: bool, skeleton_only: bool, yes: bool, records: Store | None = None, person: str | None = None
) -> PictureChoice:
    """Settle what is kept. Where faces are, the records are asked for the person's consent, or else who is there.

    Raises
    ------
    StoreError
        If the person has not agreed to it.
    FormcheckError
        If nobody said that those who are seen agree.
    """
    from formcheck.draw.blur import Showing

    if no_blur and skeleton_only:
        raise typer.BadParameter("give --no-blur or --skeleton-only, not both")
    if skeleton_only:
        return PictureChoice(Showing.SKELETON)
    if not no_blur:
        return PictureChoice(Showing.BLURRED)
    if records is not None and person is not None:
        return PictureChoice(Showing.UNBLURRED, consent_in(records, person))
    if not yes:
        _ask()
    now = datetime.now().astimezone().isoformat(timespec="seconds")
    return PictureChoice(Showing.UNBLURRED, {"from": "--yes" if yes else "question", "asked": QUESTION, "at": now})


def consent_in(records: Store, person: str) -> dict[str, Any]:
    """Give a person's consent to pictures with their face, as plain data.

    Raises
    ------
    StoreError
        If there is none, or they have withdrawn it.
    """
    from formcheck.store.nouns import ConsentKind

    found = records.people.get(person)
    for consent in reversed(found.consents):
        if consent.kind is ConsentKind.UNBLURRED and consent.withdrawn_on is None:
            return {"from": "records", "version": consent.version, "given_on": consent.given_on.isoformat()}
    raise StoreError(
        "this person has not agreed that pictures with their face are kept",
        where=found.pseudonym,
        mend=f"Leave out --no-blur; when they have agreed: formcheck people consent {found.pseudonym} VERSION --to "
        f"{ConsentKind.UNBLURRED}",
    )


def _ask() -> None:
    try:
        agreed = typer.confirm(QUESTION, err=True)
    except typer.Abort:
        agreed = False
    if not agreed:
        raise FormcheckError(
            "nobody said that those who are seen agree to pictures with their faces",
            mend="Leave out --no-blur: heads are blurred then. When all agree and there is nobody to be asked: --yes",
        )
