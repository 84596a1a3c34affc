"""Where what a learner has done is kept, and what keeps it from being kept."""

from __future__ import annotations

import os
import sys
from pathlib import Path

DRIVE = Path("/drive")  # what JupyterLite keeps in the browser's storage
Path_ = str | os.PathLike[str] | None


class Trouble(Exception):
    """Something that keeps a file from being read or written, in a sentence."""


def path_of(path: Path_) -> Path:
    """The file of kept parts: the environment's ``CHAINRULE_PARTS``, or one in the home folder.

    In JupyterLite it is on the drive, which outlives the page.
    """
    if path is not None:
        return Path(path)
    named = os.environ.get("CHAINRULE_PARTS")
    try:
        return Path(named) if named else home() / ".chainrule" / "parts.json"
    except RuntimeError:
        raise Trouble("There is no home folder: name a file, as in save('parts.json').") from None


def home() -> Path:
    """The folder that outlives a notebook."""
    return DRIVE if in_browser() and DRIVE.is_dir() else Path.home()


def in_browser() -> bool:
    """Whether this Python runs in a browser."""
    return sys.platform == "emscripten"


def reason(error: OSError) -> str:
    """Why, in a few words."""
    return error.strerror or str(error)
