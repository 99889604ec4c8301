"""The official tool, version 2.0 (Debian's package belenios-tool), run as a program."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

is_here = shutil.which("belenios-tool") is not None
needed = pytest.mark.skipif(not is_here, reason="needs the official belenios-tool, which is not installed")
ENV = {**os.environ, "BELENIOS_USE_URANDOM": "1"}


def tool(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """Run a command in a folder; AssertionError if it fails."""
    ended = subprocess.run(
        ["belenios-tool", *arguments], cwd=folder, env=ENV, input=given, capture_output=True, check=False
    )
    assert ended.returncode == 0, (arguments, ended.stderr.decode())
    return ended.stdout


def verdict(archive: Path, folder: Path) -> bool:
    """Whether the tool accepts an archive."""
    folder.mkdir()
    # the name has to be that of the election
    shutil.copyfile(archive, folder / archive.name)
    ended = subprocess.run(
        ["belenios-tool", "election", "verify", "--dir", str(folder)], env=ENV, capture_output=True, check=False
    )
    return ended.returncode == 0
