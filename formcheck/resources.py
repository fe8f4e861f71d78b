"""Where the files lie that come with formcheck: routines, sample clips, the manifest of the models.

An installed copy carries them in its own folder ``_data``; in a checkout (also an editable install of one)
they lie beside the package, where people edit them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from formcheck.errors import FormcheckError

PACKAGED: Final = Path(__file__).parent / "_data"
"""The folder of the data in an installed copy."""


def resource(*parts: str) -> Path:
    """Find a file or folder that comes with formcheck.

    Parameters
    ----------
    parts
        The way to it from the top of the checkout, such as ``"routines", "kneeling-lunge.toml"``.

    Returns
    -------
    Path
        An existing file or folder; of the installed copy first, then of the checkout.

    Raises
    ------
    FormcheckError
        This copy of formcheck does not have it.
    """
    beside = checkout()
    roots = (PACKAGED,) if beside is None else (PACKAGED, beside)
    for root in roots:
        found = root.joinpath(*parts)
        if found.exists():
            return found
    raise FormcheckError(
        "is not part of this copy of formcheck",
        where="/".join(parts),
        mend="Install formcheck again, or run it from a whole checkout",
    )


def checkout() -> Path | None:
    """Give the top folder of the checkout this package runs from, or None for an installed copy."""
    top = Path(__file__).parent.parent
    return top if (top / "pyproject.toml").is_file() and (top / "models").is_dir() else None
