"""What the outline of the back says: flat as when upright, or round.

``bulge`` is a first feature by itself, kept for comparison. What the measure ``rounding_index`` rests on is
``outline`` (the outline behind the trunk, cleaned), ``upright`` (the person's own, learned from a recording) and
``bend`` (the fitted model).
"""

from formcheck.body.back.bulge import bulge

__all__ = ["bulge"]
