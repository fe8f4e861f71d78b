"""A download is whole and right, or not there."""

from __future__ import annotations

import hashlib
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from formcheck.pose.models import download as module
from formcheck.pose.models.attempt import FetchError
from formcheck.pose.models.download import download

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Host

CONTENT = bytes(range(256)) * 1200
SHA256 = hashlib.sha256(CONTENT).hexdigest()


def get(address: str, folder: Path) -> Path:
    target = folder / "pose.task"
    download(address, target, size=len(CONTENT), sha256=SHA256)
    return target


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_comes_whole_and_leaves_nothing_beside_it(host: Host, tmp_path: Path) -> None:
    host.content = CONTENT
    assert get(host.address, tmp_path).read_bytes() == CONTENT
    assert names(tmp_path) == ["pose.task"]


def test_a_line_that_breaks_is_taken_up_where_it_broke(host: Host, tmp_path: Path) -> None:
    host.content, host.cut_after = CONTENT, [100_000]
    assert get(host.address, tmp_path).read_bytes() == CONTENT
    assert host.ranges == [None, "bytes=100000-"]


def test_after_giving_up_the_next_run_goes_on_from_the_part_that_is_here(host: Host, tmp_path: Path) -> None:
    host.content, host.cut_after = CONTENT, [100_000, 0, 50_000]
    with pytest.raises(FetchError, match=r"broke after 0\.1 of 0\.3 MB"):
        get(host.address, tmp_path)
    assert "pose.task" not in names(tmp_path)
    assert get(host.address, tmp_path).read_bytes() == CONTENT
    assert host.ranges[-1] == "bytes=150000-"


def test_a_host_that_cannot_resume_sends_all_of_it_again(host: Host, tmp_path: Path) -> None:
    host.content, host.cut_after, host.resumes = CONTENT, [100_000], False
    assert get(host.address, tmp_path).read_bytes() == CONTENT


def test_a_wrong_part_left_by_an_earlier_run_is_thrown_away_and_all_of_it_fetched(host: Host, tmp_path: Path) -> None:
    host.content = CONTENT
    (tmp_path / f"pose.task.{SHA256[:8]}.part").write_bytes(b"other" * 1000)
    assert get(host.address, tmp_path).read_bytes() == CONTENT


@pytest.mark.parametrize(
    ("content", "says_length"),
    [
        (b"<html>Please log in to the hotel's network</html>", True),
        (CONTENT[:-1] + b"\0", True),
        (CONTENT + b"more", True),
        (CONTENT + b"more", False),
    ],
    ids=["a login page", "same size", "longer", "longer and no length said"],
)
def test_another_file_is_refused_and_nothing_kept(
    host: Host, tmp_path: Path, content: bytes, says_length: bool
) -> None:
    host.content, host.says_length = content, says_length
    with pytest.raises(FetchError, match="another file"):
        get(host.address, tmp_path)
    assert names(tmp_path) == []


def test_a_host_that_says_no_is_quoted(host: Host, tmp_path: Path) -> None:
    host.status = 403
    with pytest.raises(FetchError, match="the host says 403 Forbidden"):
        get(host.address, tmp_path)
    assert names(tmp_path) == []


def test_nobody_there_is_said_to_be_so(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: a connection is refused
        with pytest.raises(FetchError, match="cannot be reached"):
            get(f"http://127.0.0.1:{taken.getsockname()[1]}/pose.task", tmp_path)


def test_a_host_that_never_answers_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_ANSWER_S", 0.3)
    with socket.create_server(("127.0.0.1", 0)) as deaf, pytest.raises(FetchError, match="no answer"):
        get(f"http://127.0.0.1:{deaf.getsockname()[1]}/pose.task", tmp_path)


def test_only_addresses_of_the_web_are_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(CONTENT)
    with pytest.raises(FetchError, match="not one of the web"):
        get(secret.as_uri(), tmp_path)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.integers(0, len(CONTENT) + 1), max_size=6))
def test_wherever_the_line_breaks_the_file_is_right_or_not_there(host: Host, tmp_path: Path, cuts: list[int]) -> None:
    host.content, host.cut_after = CONTENT, list(cuts)
    target = tmp_path / "pose.task"
    target.unlink(missing_ok=True)
    for _ in range(1 + len(cuts)):
        try:
            get(host.address, tmp_path)
            break
        except FetchError:
            assert not target.exists()
    assert target.read_bytes() == CONTENT
