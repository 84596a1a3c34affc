"""Whose a file is: by the names that learning platforms give, and by those of the class list."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import Any

# lovelaceada_LATE_4711_815_01_xor.ipynb: name, mark, Canvas's number of the student and of the
# file. Source: `lib/content_zipper.rb` of instructure/canvas-lms.
CANVAS = re.compile(r"(?:(?P<who>\w+?)_)?(?P<late>LATE_)?(?P<lms>\d+)_\d+_(?P<rest>.+)")
# Ada Lovelace_4711_assignsubmission_file_/01_xor.ipynb, or the same without a folder; the number is
# that of the submission. Source: `mod/assign/downloader.php` of moodle/moodle.
MOODLE = re.compile(r"(?P<who>[^_]+)_\d+_assignsubmission_(?P<kind>[a-z]+)_?(?P<rest>.*)")
# 01_xor_ada_attempt_2030-01-31-23-59-01_01_xor.ipynb. Source: nbgrader's own example of a pattern,
# `nbgrader.plugins.zipcollect`.
BLACKBOARD = re.compile(
    r".*_(?P<who>[^_]+)_attempt_(?P<when>\d{4}(?:-\d\d){5})(?:_(?P<rest>.+)|\.txt)"
)
GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe", "æ": "ae"})
NORTHERN = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ı": "i"})
COPY_MARK = re.compile(r"\d{1,2}|v\d+|copy|kopie|final|new|neu")
GROUP = re.compile(r"[\s\d]")  # what the name of a group has in it, and a double name has not


@dataclass(frozen=True)
class Named:
    """What a path says.

    Parameters
    ----------
    who : str
        What it calls its student.
    number : str
        Canvas's number of the student, if there is one.
    rest : PurePosixPath
        The path within the submission.
    when : datetime or None
        The time in the name, in UTC.
    late : bool
        Whether it is marked as late.
    """

    who: str
    rest: PurePosixPath
    number: str = ""
    when: datetime | None = None
    late: bool = False


def named(path: PurePosixPath) -> Named | None:
    """What a learning platform's name says; None if it is no such name, or of no file of theirs.

    >>> found = named(PurePosixPath("lovelaceada_LATE_4711_815_01_xor-1.ipynb"))
    >>> found.who, found.number, found.late
    ('lovelaceada', '4711', True)
    >>> named(PurePosixPath("Ada Lovelace_12_assignsubmission_file_/xor/a.ipynb")).rest
    PurePosixPath('xor/a.ipynb')
    """
    for place, part in enumerate(path.parts):
        inner = path.parts[place + 1 :]
        if found := MOODLE.fullmatch(part):
            rest = PurePosixPath(*filter(None, (found["rest"], *inner)))
            group, _, name = found["who"].partition("-")
            return Named(name if GROUP.search(group) and name else found["who"], rest)
        if (found := BLACKBOARD.fullmatch(part)) and found["rest"]:
            here = datetime.strptime(found["when"], "%Y-%m-%d-%H-%M-%S").astimezone(UTC)
            rest = PurePosixPath(found["rest"], *inner)
            return Named(found["who"], rest, when=here.replace(tzinfo=None))
        if (found := CANVAS.fullmatch(part)) and not inner:
            rest, late = PurePosixPath(found["rest"]), bool(found["late"])
            return Named(found["who"] or "", rest, found["lms"], late=late)
    return None


class ClassList:
    """The names by which the students of a class can be found.

    Parameters
    ----------
    students : iterable
        nbgrader's rows of them.
    own : iterable of str
        Names of the assignment's, which say nothing of who handed it in.
    said : mapping
        Names that a person has explained, and whose they are.
    """

    def __init__(
        self,
        students: Iterable[Any],
        own: Iterable[str] = (),
        said: Mapping[str, str] | None = None,
    ) -> None:
        self._ids: dict[str, set[str]] = defaultdict(set)
        self._names: dict[str, set[str]] = defaultdict(set)
        self._numbers: dict[str, set[str]] = defaultdict(set)
        self._own = sorted({tuple(_words(name)) for name in own}, key=len, reverse=True)
        self._said = {key: who for text, who in (said or {}).items() for key in folded(text)}
        for one in students:
            first, last, email = one.first_name or "", one.last_name or "", one.email or ""
            names = (f"{first} {last}", f"{last} {first}") if first and last else (first, last)
            self._add(self._ids, one.id, one.id)
            self._add(self._numbers, one.id, one.lms_user_id or "")
            self._add(self._names, one.id, email, email.partition("@")[0], *names)

    @staticmethod
    def _add(keys: dict[str, set[str]], student: str, *texts: str) -> None:
        for text in texts:
            for key in folded(text):
                keys[key].add(student)

    def whose(self, text: str, number: str = "") -> set[str]:
        """The students whom a name and a number of Canvas's can mean; either may be unknown.

        Where they mean different students it is both: nobody knows whose it is.
        """
        by_name, by_number = self._meant(text), self._numbers.get(number) or self._ids.get(number)
        if by_name and by_number:
            return by_name & by_number or by_name | by_number
        return by_name or by_number or set()

    def _meant(self, text: str) -> set[str]:
        """Whom a text means: by its id before anything else, and by Canvas's number at last."""
        keys = folded(text)
        said = {self._said[key] for key in keys if key in self._said}
        known = (self._ids, self._names, self._numbers)
        found = ({who for key in keys for who in names.get(key, ())} for names in known)
        return said or next(filter(None, found), set())

    def place(self, path: PurePosixPath) -> tuple[set[str], PurePosixPath]:
        """Whose a path is that no learning platform named, and the path within the submission."""
        for place, part in enumerate(path.parts[:-1]):
            found = self._whole(part)
            if found:
                return found, PurePosixPath(*path.parts[place + 1 :])
        return self._whole(path.name.removesuffix(path.suffix)), PurePosixPath(path.name)

    def _whole(self, text: str) -> set[str]:
        """Whom a name means that names nobody but a student and the assignment.

        With the marks of a copy and without: ``ada (1)`` may be ada's second, or ada1's.
        """
        words = self._without_own(_words(text))
        shorter = list(words)
        while shorter and COPY_MARK.fullmatch(shorter[-1]):
            shorter.pop()
        return self._meant(text) | self._meant(" ".join(words)) | self._meant(" ".join(shorter))

    def _without_own(self, words: list[str]) -> list[str]:
        for own in self._own:
            for place in range(len(words) - len(own) + 1):
                if tuple(words[place : place + len(own)]) == own:
                    return words[:place] + words[place + len(own) :]
        return words


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def folded(text: str) -> tuple[str, ...]:
    """The ways to write a text without case, accents and punctuation; none of an empty one.

    >>> folded("Müller, Zoë")
    ('mullerzoe', 'muellerzoe')
    """
    lower = unicodedata.normalize("NFC", text).casefold()
    plain = [
        "".join(filter(str.isalnum, unicodedata.normalize("NFKD", lower.translate(table))))
        for table in (NORTHERN, GERMAN)
    ]
    return tuple(dict.fromkeys(filter(None, plain)))
