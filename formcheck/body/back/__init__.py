"""What the outline of the back says: flat as when upright, or round.

``outline`` reads the outline behind the trunk, ``upright`` the person's own when upright, ``bend`` joins them by a
small fitted model. The measure ``rounding_index`` rests on these.
"""
