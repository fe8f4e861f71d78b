"""The bundle made from bare networks: read back with MediaPipe's own classes, and always the same."""

from __future__ import annotations

import hashlib
import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mediapipe.tasks.metadata import metadata_schema_py_generated as metadata_schema
from mediapipe.tasks.metadata import schema_py_generated as tflite

from formcheck.pose.models import find_model, load_manifest
from formcheck.pose.models.bundle import DETECTOR, LANDMARKS, add_metadata, build_bundle, is_bundle
from formcheck.pose.models.flatbuffer import Node, write
from formcheck.pose.models.wheel import fetch_members

if TYPE_CHECKING:
    from pathlib import Path

DATA_ALIGN_BYTES = 16  # what TFLite asks of the weights

some_weights = st.lists(st.binary(min_size=1, max_size=100), min_size=1, max_size=8)


def network(buffers: list[bytes], named: list[str]) -> bytes:
    """Write a network with these weights, and metadata entries of these names."""
    weights: list[Node] = [{0: data} for data in buffers]
    entries: list[Node] = [{0: name, 1: 0} for name in named]
    return write({0: 3, 3: "a network", 4: weights, 6: entries}, b"TFL3")


def read(data: bytes) -> Any:
    return tflite.ModelT.InitFromObj(tflite.Model.GetRootAsModel(data, 0))


@settings(deadline=None)
@given(buffers=some_weights, named=st.lists(st.text(max_size=20), max_size=3))
def test_a_network_keeps_all_it_had_when_it_gets_metadata(buffers: list[bytes], named: list[str]) -> None:
    model = read(add_metadata(network(buffers, named)))
    assert model.version == 3
    assert model.description == b"a network"
    assert [bytes(buffer.data) for buffer in model.buffers[:-1]] == buffers
    assert [entry.name.decode() for entry in model.metadata[:-1]] == named


@settings(deadline=None)
@given(buffers=some_weights)
def test_the_metadata_says_that_the_input_is_an_rgb_picture_from_0_to_1(buffers: list[bytes]) -> None:
    model = read(add_metadata(network(buffers, [])))
    entry = model.metadata[-1]
    assert entry.name == b"TFLITE_METADATA"
    data = bytes(model.buffers[entry.buffer].data)
    assert metadata_schema.ModelMetadata.ModelMetadataBufferHasIdentifier(data, 0)
    described = metadata_schema.ModelMetadataT.InitFromObj(metadata_schema.ModelMetadata.GetRootAs(data, 0))
    (picture,) = described.subgraphMetadata[0].inputTensorMetadata
    assert picture.content.contentProperties.colorSpace == metadata_schema.ColorSpaceType.RGB
    (step,) = picture.processUnits
    assert (list(step.options.mean), list(step.options.std)) == ([0.0], [255.0])


@settings(deadline=None)
@given(buffers=some_weights)
def test_the_weights_stay_aligned(buffers: list[bytes]) -> None:
    marked = [b"weights!" + data for data in buffers]
    written = add_metadata(network(marked, []))
    assert all(written.rindex(data) % DATA_ALIGN_BYTES == 0 for data in marked)


def test_a_bundle_is_an_uncompressed_zip_of_the_two_networks() -> None:
    with zipfile.ZipFile(io.BytesIO(build_bundle(b"a detector", network([b"weights"], [])))) as bundle:
        assert bundle.namelist() == [DETECTOR, LANDMARKS]
        assert {member.compress_type for member in bundle.infolist()} == {zipfile.ZIP_STORED}
        assert bundle.read(DETECTOR) == b"a detector"


def test_the_same_networks_give_the_bundle_that_the_manifest_expects() -> None:
    built = load_manifest()["full"].built
    assert built is not None
    model = find_model("full")
    if model.sha256 != built.sha256:
        pytest.skip("the official bundle is here, which holds the networks in another form")
    with zipfile.ZipFile(model.path) as bundle:
        detector, landmarks = bundle.read(DETECTOR), bundle.read(LANDMARKS)
    bare = landmarks[landmarks.index(b"TFL3", 8) - 4 :]  # the network as it was, behind its new root
    assert hashlib.sha256(detector).hexdigest() == built.detector.sha256
    assert hashlib.sha256(bare).hexdigest() == built.landmarks.sha256
    assert hashlib.sha256(build_bundle(detector, bare)).hexdigest() == built.sha256


@pytest.mark.network
def test_the_package_index_still_gives_the_networks() -> None:
    built = load_manifest()["full"].built
    assert built is not None
    detector, landmarks = fetch_members(built.wheel, (built.detector, built.landmarks))
    assert hashlib.sha256(build_bundle(detector, landmarks)).hexdigest() == built.sha256


@settings(deadline=None)
@given(data=st.binary(max_size=200))
def test_a_file_that_is_no_zip_is_no_bundle(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.getbasetemp() / "no-zip.task"
    path.write_bytes(data)
    assert not is_bundle(path)


def test_a_zip_of_other_things_is_no_bundle(tmp_path: Path) -> None:
    path = tmp_path / "holiday.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("beach.jpg", b"sand")
    assert not is_bundle(path)
