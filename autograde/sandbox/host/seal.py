"""The seal: what a test may take from a student, as the model answer showed it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

LONGEST_PATH = 200
# Whatever an object is, one may go through it, and look at each item by value.
ALWAYS = frozenset({"iter", "next", "aiter", "anext", "await"})
# What decides by a value of the test's: no object does this unless the model answer's does.
DECIDING = (
    *("add", "sub", "mul", "matmul", "truediv", "floordiv", "mod", "pow", "divmod"),
    *("lshift", "rshift", "and_", "or_", "xor", "eq", "ne", "lt", "le", "gt", "ge", "contains"),
    *("iadd", "isub", "imul", "imatmul", "itruediv", "ifloordiv", "imod", "ipow"),
    *("ilshift", "irshift", "iand", "ior", "ixor"),
)


@dataclass
class Seal:
    """The record of a run of the model answer, by which submissions are held to its kinds.

    A *path* says where something of the student's came from, such as ``Account().deposit()``:
    names, attributes and operations are those that the test wrote, so that it is the same path
    whoever's answer is tested.

    Parameters
    ----------
    names : dict
        By answer cell, the names that it gives a value. Tests take these from the student, and
        no others.
    imports : dict
        By answer cell, its import statements: the judge has those modules itself.
    objects, values : set of str
        The paths at which there was an object, and those at which there was a plain value.
    operations : set of str
        What tests did with objects: a path, a space and the operation.
    changes : set of str
        The paths of calls that changed their arguments.
    identities : set of str
        The paths of calls that returned one of their arguments.
    files : set of str
        The files that were written.
    exceptions : set of str
        The classes of exceptions that were raised, each with its module.
    not_judged : set of str
        The tests that could not be judged, by their names in the gradebook.
    plots : bool
        Whether tests plot with the student's functions: then they see the student's figures.
    recording : bool
        Whether this is the run of the model answer: then all is allowed, and written down.
    """

    names: dict[str, list[str]] = field(default_factory=dict)
    imports: dict[str, str] = field(default_factory=dict)
    objects: set[str] = field(default_factory=set)
    values: set[str] = field(default_factory=set)
    operations: set[str] = field(default_factory=set)
    changes: set[str] = field(default_factory=set)
    identities: set[str] = field(default_factory=set)
    files: set[str] = field(default_factory=set)
    exceptions: set[str] = field(default_factory=set)
    not_judged: set[str] = field(default_factory=set)
    plots: bool = False
    recording: bool = False

    def arrived(self, path: str, is_object: bool) -> None:
        """Note that something came from the student's process."""
        if self.recording:
            (self.objects if is_object else self.values).add(path)

    def is_plain(self, path: str) -> bool:
        """Whether the model answer has plain values here, and no objects."""
        return path in self.values and path not in self.objects

    def reduces(self, path: str) -> bool:
        """Whether an object of a subclass counts as the plain kind that it is made of."""
        return not self.recording and path not in self.objects

    def allows(self, paths: Iterable[str], operation: str) -> bool:
        """Whether a test may do this with an object that came by these paths."""
        if self.recording:
            self.operations.update(f"{path} {operation}" for path in paths)
            return True
        return all(self._allows(path, operation) for path in paths)

    def has_done(self, paths: Iterable[str], operation: str) -> bool:
        """Whether tests did this with the model answer's object."""
        if self.recording:
            return self.allows(paths, operation)
        return all(f"{path} {operation}" in self.operations for path in paths)

    def changes_arguments(self, path: str, changed: bool) -> bool:
        """Whether a test gets to see what a call made of its arguments."""
        if self.recording and changed:
            self.changes.add(path)
        return path in self.changes

    def keeps_identity(self, path: str) -> bool:
        """Whether an argument that comes back is the very same to a test."""
        if self.recording:
            self.identities.add(path)
        return path in self.identities

    def takes_file(self, path: str) -> bool:
        """Whether a test gets to see a file that was written."""
        if self.recording:
            self.files.add(path)
        return path in self.files

    def knows_exception(self, name: str) -> bool:
        """Whether the judge may raise its own class of this name."""
        if self.recording:
            self.exceptions.add(name)
        return name in self.exceptions

    def _allows(self, path: str, operation: str) -> bool:
        if operation in ALWAYS or f"{path} {operation}" in self.operations:
            return True
        decides = operation.endswith(":value")
        return not decides and not self.is_plain(path)

    def as_json(self) -> dict[str, Any]:
        """The record as plain data."""
        plain = {k: sorted(v) if isinstance(v, set) else v for k, v in vars(self).items()}
        del plain["recording"]
        return plain

    @classmethod
    def from_json(cls, plain: dict[str, Any]) -> Seal:
        """The record from plain data.

        >>> seal = Seal(recording=True)
        >>> seal.arrived("Account()", True)
        >>> Seal.from_json(seal.as_json()).objects
        {'Account()'}
        """
        fields: dict[str, Any]
        fields = {k: set(v) if isinstance(v, list) else v for k, v in plain.items()}
        return cls(**fields)


def joined(path: str, step: str) -> str:
    """The path of what an object at `path` gave by one more step.

    >>> joined("List().head", ".next"), joined("List().head.next", ".next")
    ('List().head.next', 'List().head.next')
    """
    if len(path) > LONGEST_PATH or (step[0] in ".|" and path.endswith(step)):
        return path
    return path + step
