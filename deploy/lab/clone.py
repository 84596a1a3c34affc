"""The clone of a repository that a course is, asked with git."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Git:
    """The clone in a folder."""

    root: Path

    @staticmethod
    def is_there() -> bool:
        """Whether there is a git to ask."""
        try:
            return subprocess.run(["git", "--version"], capture_output=True).returncode == 0
        except OSError:
            return False

    def run(self, *words: str) -> subprocess.CompletedProcess[bytes]:
        """Ask git."""
        return subprocess.run(
            ["git", "-c", "core.quotePath=false", *words], cwd=self.root, capture_output=True,
            stdin=subprocess.DEVNULL, env={**os.environ, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"},
        )  # fmt: skip

    def dirty(self, folders: tuple[str, ...]) -> list[Path]:
        """Notebooks in these folders that are not as they were committed; not what is staged."""
        found = self.run("status", "--porcelain", "-z", "--no-renames", "--", *folders).stdout
        lines = [line for line in found.decode("utf-8").split("\0") if line.endswith(".ipynb")]
        return [Path(line[3:]) for line in lines if line[0] in " U" or "U" in line[:2]]

    def committed(self, name: Path) -> bytes:
        """A file as it was committed last."""
        return self.run("show", f"HEAD:{name.as_posix()}").stdout

    def put_back(self, name: Path) -> None:
        """Make a file what was committed last."""
        self.run("checkout", "HEAD", "--", name.as_posix())

    def pull(self) -> str:
        """Get what is new; a sentence about what came of it."""
        if self.run("rev-parse", "--abbrev-ref", "@{upstream}").returncode:
            return "This copy of the course has no other to get news from: its own files count."
        before = self.run("rev-parse", "HEAD").stdout
        done = self.run("pull", "--ff-only", "--quiet")
        if done.returncode:
            said = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            return f"git could not get what is new; the files that are here count. It says:\n{said}"
        new = self.run("rev-parse", "HEAD").stdout != before
        return "The newest files of the course are here." if new else "There is nothing new."
