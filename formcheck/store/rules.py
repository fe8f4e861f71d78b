"""The rules of the whole store: for how long raw video is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from formcheck.store.tables import SettingRow

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

VIDEO_DAYS: Final = "video_days"

DEFAULT_VIDEO_DAYS: Final = 0
"""No raw video is kept, unless somebody asks for it."""


def default_video_days(db: Session) -> int:
    """Tell for how many days raw video of a person without a rule of their own is kept."""
    row = db.get(SettingRow, VIDEO_DAYS)
    return DEFAULT_VIDEO_DAYS if row is None else int(row.value)


def set_default_video_days(db: Session, days: int) -> None:
    """Say for how many days raw video of a person without a rule of their own is kept from now on."""
    db.merge(SettingRow(name=VIDEO_DAYS, value=str(days)))
