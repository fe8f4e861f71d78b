"""What can go wrong in the studio."""

from __future__ import annotations

from formcheck.errors import FormcheckError


class StudioError(FormcheckError):
    """Something the studio needs is missing, or a clip is asked for that it cannot make."""
