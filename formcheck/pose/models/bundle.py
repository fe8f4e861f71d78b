"""Build a pose bundle (a ``.task`` file) from the two bare networks, and tell a bundle from other files.

A bundle is a zip, not compressed, of a detector and a landmark network. MediaPipe needs to be told how a
picture becomes the input of each. The detector says so itself; the landmark network of older packages does
not, and is given TFLite metadata here: a buffer of the network named ``TFLITE_METADATA`` that holds another
flatbuffer, with the identifier ``M001`` (https://ai.google.dev/edge/litert/models/metadata).
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from formcheck.pose.models.flatbuffer import Kept, Node, read_root, write

if TYPE_CHECKING:
    from pathlib import Path

DETECTOR: Final = "pose_detector.tflite"
LANDMARKS: Final = "pose_landmarks_detector.tflite"
"""The names under which MediaPipe looks for the two networks in a bundle."""

_NETWORK_IDENTIFIER: Final = b"TFL3"
_METADATA_IDENTIFIER: Final = b"M001"
_METADATA_NAME: Final = "TFLITE_METADATA"
_PARSER_VERSION: Final = "1.0.0"  # the oldest reader of the metadata that knows all that is used here

_VERSION, _BUFFERS, _METADATA = 0, 4, 6  # slots of Model in TFLite's schema
_REFERENCES: Final = (
    1,
    2,
    3,
    5,
    7,
)  # its other slots: operators, graphs, description, old metadata, signatures

_PIXEL_MEAN: Final = 0.0
_PIXEL_STD: Final = 255.0
"""The landmark network takes pixel values from 0 to 1: (p - mean) / std for a p from 0 to 255."""

_ZIP_TIME: Final = (1980, 1, 1, 0, 0, 0)  # the zip format's earliest: the same on each day
_ZIP_UNIX: Final = 3  # the "made on" mark, else it would tell Windows from the others
_ZIP_MODE: Final = 0o100644 << 16  # an ordinary file, readable by all


def build_bundle(detector: bytes, landmarks: bytes) -> bytes:
    """Build a pose bundle; the same input gives the same bytes on each machine and day.

    Parameters
    ----------
    detector
        The network that finds a person, with its own metadata; it is taken as it is.
    landmarks
        The network that finds the landmarks of a person, without metadata.

    Returns
    -------
    bytes
        The content of a ``.task`` file.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as archive:
        for name, network in ((DETECTOR, detector), (LANDMARKS, add_metadata(landmarks))):
            entry = zipfile.ZipInfo(name, date_time=_ZIP_TIME)
            entry.create_system = _ZIP_UNIX
            entry.external_attr = _ZIP_MODE
            archive.writestr(entry, network)
    return content.getvalue()


def add_metadata(network: bytes) -> bytes:
    """Give a TFLite network the metadata that its input is an RGB picture with values from 0 to 1.

    The network itself is kept byte for byte; a new root is put before it.
    """
    old = read_root(network)
    buffers: list[Node] = [Kept(position) for position in old.targets(_BUFFERS)]
    entries: list[Node] = [Kept(position) for position in old.targets(_METADATA)]
    root: dict[int, int | Node] = {slot: Kept(old.target(slot)) for slot in _REFERENCES if slot in old.slots}
    root[_VERSION] = old.scalar(_VERSION)
    root[_BUFFERS] = [*buffers, {0: _picture_metadata()}]
    root[_METADATA] = [*entries, {0: _METADATA_NAME, 1: len(buffers)}]
    return write(root, _NETWORK_IDENTIFIER, network)


def is_bundle(path: Path) -> bool:
    """Tell whether a file is a whole zip with the two networks of a pose bundle."""
    try:
        with zipfile.ZipFile(path) as archive:
            return {DETECTOR, LANDMARKS} <= set(archive.namelist())
    except zipfile.BadZipFile:
        return False


def _picture_metadata() -> bytes:
    """Describe the one input, in the slots of TFLite's metadata schema."""
    colour: Node = {0: 1}  # ImageProperties: color_space = RGB
    content: Node = {0: 2, 1: colour}  # Content: content_properties of the type ImageProperties
    scale: Node = {0: (_PIXEL_MEAN,), 1: (_PIXEL_STD,)}  # NormalizationOptions: mean, std
    step: Node = {0: 1, 1: scale}  # ProcessUnit: options of the type NormalizationOptions
    picture: Node = {0: "image", 3: content, 4: [step]}  # TensorMetadata: name, content, process_units
    graph: Node = {2: [picture]}  # SubGraphMetadata: input_tensor_metadata
    # ModelMetadata: name, subgraph_metadata, min_parser_version
    return write({0: "pose", 3: [graph], 7: _PARSER_VERSION}, _METADATA_IDENTIFIER)
