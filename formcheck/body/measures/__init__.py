"""Named measures: one module a family, each with its own ``MEASURES``, joined in :mod:`.registry`.

Conventions (every label names them): clinical flexion, 0 = anatomical position; lengths over the person's own
trunk length.
"""

from formcheck.body.measures.base import Measure
from formcheck.body.measures.registry import MEASURES
from formcheck.body.sight import Sight

__all__ = ["MEASURES", "Measure", "Sight"]
