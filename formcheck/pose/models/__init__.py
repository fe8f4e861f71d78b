"""The weights of the pose model: which are known, where they lie, how they are fetched.

Nothing here loads MediaPipe.
"""

from formcheck.pose.models.manifest import Entry, load_manifest
from formcheck.pose.models.store import (
    DEFAULT_MODEL,
    Model,
    add_model,
    added_models,
    cache_folder,
    find_local_model,
    find_model,
)

__all__ = [
    "DEFAULT_MODEL",
    "Entry",
    "Model",
    "add_model",
    "added_models",
    "cache_folder",
    "find_local_model",
    "find_model",
    "load_manifest",
]
