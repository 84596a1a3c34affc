"""A learner's copy of the course in `my/`: made to work in, corrected without losing work.

    my/lectures/ and my/assignments/   the notebooks to work in
    my/review.ipynb                    asks what is due
    my/.given/                         the same as they were handed out, to tell what was changed
    my/before/DATE/                    what an update has replaced, as it was

Whatever breaks off can be repeated: a file is replaced by a whole one, after its copy was made.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from pathlib import Path

from clone import Git
from notebook_merge import (
    Notebook,
    Unreadable,
    content,
    grade_id,
    joined,
    merge,
    notebook_in,
    read,
    sentences,
    written,
)

FOLDERS = ("lectures", "assignments")
LINK = re.compile(r"\]\((\.\.?/[^)\s#\"]+)")
REVIEW = Path(__file__).with_name("review.ipynb")  # asks what is due
HIDDEN = (".", "__")  # how names begin that are nobody's work


@dataclass
class Change:
    """What became of a file, for the learner.

    Parameters
    ----------
    path : Path
        Within `my/`.
    sentences : list of str
        What happened.
    copy : Path, optional
        Where it is as it was before.
    """

    path: Path
    sentences: list[str] = field(default_factory=list)
    copy: Path | None = None

    def __str__(self) -> str:
        kept = [f"As it was: {self.copy}"] if self.copy else []
        return "\n    ".join([f"{self.path}", *self.sentences, *kept])


@dataclass
class OwnCopy:
    """The copy of a course in the folder `my` of its root."""

    root: Path

    @property
    def my(self) -> Path:
        """The folder to work in."""
        return self.root / "my"

    @cached_property
    def before(self) -> Path:
        """A new folder for what this update replaces."""
        name = datetime.now().strftime("%Y-%m-%d_%H%M%S")
        number = 1
        while (folder := self.my / "before" / (name + f"-{number}" * (number > 1))).exists():
            number += 1
        return folder

    def handed_out(self) -> list[Path]:
        """The files that the course hands out, within its root."""
        found = (path for name in FOLDERS for path in (self.root / name).rglob("*"))
        names = (path.relative_to(self.root) for path in found if path.is_file())
        return sorted(n for n in names if not any(part.startswith(HIDDEN) for part in n.parts))

    def linked(self) -> set[Path]:
        """Files elsewhere in the course to which its notebooks link, to be read there as well."""
        found = set()
        for name in self.handed_out():
            text = (self.root / name).read_bytes().decode("utf-8", "replace")
            for link in LINK.findall(text) if name.suffix == ".ipynb" else ():
                there = Path(os.path.normpath(name.parent / link))
                if there.parts[0] not in (*FOLDERS, "..") and (self.root / there).is_file():
                    found.add(there)
        return found

    def bring_linked(self) -> None:
        """Copy the files that notebooks link to, as they are now."""
        for name in self.linked():
            if not same(self.root / name, self.my / name):
                write(self.my / name, (self.root / name).read_bytes())

    def given(self, name: Path) -> Path:
        """A file as it was handed out when it came here."""
        return self.my / ".given" / name

    def outdated(self) -> list[Path]:
        """The files that the course has by now in another version than the one given here."""
        return [name for name in self.handed_out() if not same(self.root / name, self.given(name))]

    def complete(self) -> list[Change]:
        """Make what is not there yet; what is there stays as it is."""
        dirty = set(self.git.dirty(FOLDERS)) if self.git else set()
        missing = [name for name in self.handed_out() if not (self.my / name).exists()]
        for name in dirty & set(missing):  # work of somebody who had no `my/`
            write(self.given(name), self.git.committed(name) if self.git else b"")
            write(self.my / name, (self.root / name).read_bytes())
            self.keep(self.root / name, name)
        self.bring_linked()
        if not (self.my / REVIEW.name).exists():
            write(self.my / REVIEW.name, REVIEW.read_bytes())
        return [self.bring(name) for name in missing if name not in dirty]

    def update(self) -> Iterator[str]:
        """Bring the course's newest files in, and say what changed."""
        if self.git:
            yield from map(str, self.take_over())
            yield self.git.pull()
        self.bring_linked()
        changes = [self.bring(name) for name in self.handed_out()]
        yield from (str(change) for change in changes if change.sentences)
        if not any(change.sentences for change in changes):
            yield "Your notebooks in my/ are those of the course, with what you wrote in them."

    def bring(self, name: Path) -> Change:
        """Bring one file of the course in."""
        mine, change = self.my / name, Change(Path("my") / name)
        new = (self.root / name).read_bytes()
        work = mine if mine.exists() else self.renamed(name)
        if work is None:
            write(mine, new)
        elif work != mine or not same(self.root / name, self.given(name)) or is_broken(work):
            self.correct(name, work, new, change)
        if not same(self.root / name, self.given(name)):
            write(self.given(name), new)
        return change

    def correct(self, name: Path, work: Path, new: bytes, change: Change) -> None:
        """Replace a file of `my/` by the course's, with the work that is in it."""
        release = notebook_in(new.decode("utf-8")) if name.suffix == ".ipynb" else None
        if release is None:
            change.copy = self.keep(work, name)
            write(self.my / name, new)
            change.sentences.append("The course's new file is there.")
            return
        old = self.given(work.relative_to(self.my))
        base = notebook_in(old.read_text(encoding="utf-8")) if old.exists() else None
        try:
            text = work.read_text(encoding="utf-8")
            mine = read(text)
        except (Unreadable, UnicodeDecodeError):
            change.copy = self.keep(work, name)
            write(self.my / name, new)
            change.sentences.append(
                "It was no notebook that can be read: it is as handed out now, and none of your "
                "answers are in it. They are in the copy, as far as they were there."
            )
            return
        merged = merge(mine, release, base)
        if work == self.my / name and content(merged.notebook) == content(mine) and whole(text):
            return
        change.copy = self.keep(work, work.relative_to(self.my))
        write(self.my / name, written(merged.notebook).encode())
        change.sentences += sentences(merged)
        if work != self.my / name:
            change.sentences.append(f"It was {work.relative_to(self.root)}, which stays.")

    def renamed(self, name: Path) -> Path | None:
        """The notebook of another name in `my/` that has most questions of this one, if any has."""
        asked = names_in(self.root / name)
        if not asked:
            return None
        known = set(self.handed_out())
        for path in sorted(self.my.rglob("*.ipynb")):
            within = path.relative_to(self.my)
            hidden = any(part.startswith(HIDDEN) for part in within.parts)
            if hidden or within.parts[0] == "before" or within in known:
                continue
            if len(asked & names_in(path)) > len(asked) / 2:
                return path
        return None

    def take_over(self) -> Iterator[Change]:
        """Move work that stands in the course's own notebooks to `my/`, and put those back."""
        assert self.git
        for name in self.git.dirty(FOLDERS):
            change, there = Change(Path("my") / name), self.root / name
            if there.exists() and not self.is_kept(name):
                change.sentences.append(f"What you wrote in {name} was moved over here.")
                self.join(name, change)
                change.copy = self.keep(there, name)  # last: it says that all is moved over
            self.git.put_back(name)
            if change.sentences:
                yield change

    def join(self, name: Path, change: Change) -> None:
        """Put what was written in a notebook of the course into the one in `my/`."""
        committed = self.git.committed(name) if self.git else b""
        base = notebook_in(committed.decode("utf-8"))
        try:
            theirs = read((self.root / name).read_text(encoding="utf-8"))
        except (Unreadable, UnicodeDecodeError):
            change.sentences = [f"{name} was no notebook that can be read; only its copy is kept."]
            return
        mine = self.my / name
        if not mine.exists():
            write(self.given(name), committed)
            write(mine, written(theirs).encode())
            return
        try:
            both = joined(read(mine.read_text(encoding="utf-8")), theirs, base)
        except (Unreadable, UnicodeDecodeError):
            both = theirs
        self.keep(mine, Path("my") / name)
        write(mine, written(both).encode())

    def is_kept(self, name: Path) -> bool:
        """Whether a notebook of the course, as it is, was taken over before."""
        kept = (self.my / "before").glob(f"*/{name.as_posix()}")
        return any(same(self.root / name, copy) for copy in kept)

    def keep(self, path: Path, name: Path) -> Path:
        """Copy a file as it is to `my/before`; where it is now."""
        copy = self.before / name
        write(copy, path.read_bytes())
        return copy.relative_to(self.root)

    @cached_property
    def git(self) -> Git | None:
        """The clone that the course is; None if it is none."""
        return Git(self.root) if (self.root / ".git").exists() and Git.is_there() else None


def write(path: Path, data: bytes) -> None:
    """Write a file whole, or leave it as it is."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    unfinished.write_bytes(data)
    unfinished.replace(path)


def same(one: Path, other: Path) -> bool:
    """Whether both files are there and hold the same."""
    return one.exists() and other.exists() and one.read_bytes() == other.read_bytes()


def is_broken(path: Path) -> bool:
    """Whether a notebook's file does not hold a notebook."""
    return path.suffix == ".ipynb" and not whole(path.read_text("utf-8", errors="replace"))


def whole(text: str) -> bool:
    """Whether a text is one notebook, and not two sides of one."""
    return notebook_in(text) is not None


def names_in(path: Path) -> set[str]:
    """The names by which the gradebook knows the cells of a notebook."""
    try:
        found: Notebook | None = notebook_in(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        return set()
    return {name for cell in (found or {"cells": []})["cells"] if (name := grade_id(cell))}
