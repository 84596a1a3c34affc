"""What a learner has answered, and when: a line each, kept beside the kept parts."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path

from chainrule.exercises.home import Trouble, path_of, reason
from chainrule.exercises.notebook import shell

notices: list[str] = []  # troubles that nobody was told of yet
_told: set[str] = set()
_memory: list[Entry] = []  # what no file would take


@dataclass(frozen=True)
class Entry:
    """An answer that was given.

    Parameters
    ----------
    name : str
        Of the question or the exercise.
    said : str
        The answer; empty for an exercise.
    right : bool
        Whether it counts as right.
    when : str
        Date and time, as ISO 8601 writes them.
    """

    name: str
    said: str
    right: bool
    when: str

    @property
    def day(self) -> date:
        """The day on which it was given."""
        return datetime.fromisoformat(self.when).date()


def path() -> Path | None:
    """The file: the environment's ``CHAINRULE_RECORD`` (empty: none), or beside the kept parts.

    Outside of notebooks there is none unless it is named.
    """
    return own_path() if shell() or "CHAINRULE_RECORD" in os.environ else None


def own_path() -> Path | None:
    """The same file, also for a program that asks on the learner's behalf outside of notebooks."""
    named = os.environ.get("CHAINRULE_RECORD")
    if named is None:
        return path_of(None).with_name("answers.jsonl")
    return Path(named) if named else None


def add(name: str, said: str, right: bool, find: Callable[[], Path | None] = path) -> None:
    """Note an answer, with the time of day; where no file takes it, until the kernel ends."""
    entry = Entry(name, said, right, datetime.now().astimezone().isoformat(timespec="seconds"))
    try:
        file = find()
        if file is None:
            _memory.append(entry)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as end:
            end.write(f"{json.dumps(asdict(entry), ensure_ascii=False)}\n")
    except OSError as error:
        _memory.append(entry)
        notice(f"Your answers are remembered until the kernel ends only: {reason(error)}.")
    except Trouble:
        _memory.append(entry)
        notice("Your answers are remembered until the kernel ends only: there is no home folder.")


def add_part(name: str, right: bool, find: Callable[[], Path | None] = path) -> None:
    """Note how a part stands, if it stands otherwise than it was noted last."""
    noted, before = f"part {name}", last(f"part {name}", find)
    if before is None or before.right != right:
        add(noted, "", right, find)


def entries(find: Callable[[], Path | None] = path) -> list[Entry]:
    """All answers, the oldest first; lines that cannot be read are left out, and that is said."""
    try:
        file = find()
        text = file.read_text(encoding="utf-8", errors="replace") if file else ""
    except FileNotFoundError:
        text = ""
    except OSError as error:
        text = ""
        notice(f"Your earlier answers could not be read: {reason(error)}.")
    except Trouble:
        text = ""
    lines = [line for line in text.splitlines() if line.strip()]
    found = [entry for line in lines if (entry := entry_of(line))]
    if len(found) < len(lines):
        notice(f"{len(lines) - len(found)} of the lines in {file} cannot be read; left out.")
    return [*found, *_memory]


def entry_of(line: str) -> Entry | None:
    """The answer in a line; None if there is none."""
    try:
        found = json.loads(line)
        entry = Entry(str(found["name"]), str(found["said"]), found["right"] is True, found["when"])
        return entry if entry.day else None
    except (ValueError, TypeError, KeyError, RecursionError):
        return None


def notice(sentence: str) -> None:
    """Have a trouble told, once."""
    if sentence not in _told:
        _told.add(sentence)
        notices.append(sentence)


def last(name: str, find: Callable[[], Path | None] = path) -> Entry | None:
    """The latest answer to a question."""
    return next((entry for entry in reversed(entries(find)) if entry.name == name), None)
