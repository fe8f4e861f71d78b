"""formcheck: a camera-based form checker for mobility exercises."""

__version__ = "0.1.0"
