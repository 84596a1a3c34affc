"""Collecting from nbgrader's exchange, without believing what students wrote about themselves."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from fnmatch import fnmatch
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry
from nbgrader.exchange.default import ExchangeCollect
from traitlets import Int

from autograde.grading.submitted_folder import SECRET, TIMESTAMP
from autograde.nbgrader_plugins.exchange import (
    Arrival,
    Refused,
    Uid,
    arrival_of,
    fetch,
    uid_by_name,
    uid_of_account,
)

LONGEST_SECRET = 1000  # bytes


class Collect(ExchangeCollect):  # type: ignore[misc]
    """Takes each submission from its owner, at the time at which the system saw its last change.

    nbgrader's own believes the student and the time in a folder's name, copies what links in it
    point to, and stops the class at one folder with an odd name or a file that it cannot read.
    """

    first_uid = Int(
        0,
        help="0: the owners are accounts of this machine. Else students have no accounts, and "
        "the number of one is this plus a hash of the name, as on a cluster.",
    ).tag(config=True)

    def init_src(self) -> None:
        """Find what is to be collected: each student's last, or their last that was in time."""
        self.inbound = Path(self.root, self.coursedir.course_id, "inbound")
        if not self.inbound.is_dir():
            self.fail(f"Course not found: {self.inbound}")
        deadline = self._deadline() if self.before_duedate else None
        chosen: dict[str, Arrival] = {}
        for one in sorted(self._arrivals(), key=lambda arrival: arrival.when):
            known = chosen.get(one.student)
            if known is None or deadline is None or not known.when <= deadline < one.when:
                chosen[one.student] = one
        self.src_records = list(chosen.values())

    def copy_files(self) -> None:
        """Collect them, each on its own."""
        for arrival in self.src_records:
            try:
                self._collect(arrival)
            except (Refused, OSError, RecursionError) as reason:
                self._say_refused(arrival.folder, reason)

    def _arrivals(self) -> Iterator[Arrival]:
        uid: Uid = uid_by_name(self.first_uid) if self.first_uid else uid_of_account
        for folder in sorted(self.inbound.glob(f"*+{self.coursedir.assignment_id}+*")):
            try:
                arrival = arrival_of(folder, self.coursedir.assignment_id, uid)
            except (Refused, OSError, RecursionError) as reason:
                self._say_refused(folder, reason)
                continue
            if self.coursedir.student_id in ("", "*", arrival.student):
                yield arrival

    def _deadline(self) -> float | None:
        with Gradebook(self.coursedir.db_url, self.coursedir.course_id) as gradebook:
            try:
                due = gradebook.find_assignment(self.coursedir.assignment_id).duedate
            except MissingEntry:
                return None
        return due.replace(tzinfo=UTC).timestamp() if due else None

    def _collect(self, arrival: Arrival) -> None:
        when = datetime.fromtimestamp(arrival.when, tz=UTC)
        step = self.coursedir.submitted_directory
        to = Path(self.coursedir.format_path(step, arrival.student, self.coursedir.assignment_id))
        if to.is_dir() and not self._replaces(to, when):
            self.log.info("Nothing newer to collect from %s", arrival.student)
            return
        new = to.with_name(f".{to.name}.new")
        shutil.rmtree(new, ignore_errors=True)
        left = fetch(arrival, new, 1000 * self.coursedir.max_dir_size, self._is_ignored)
        for name in left:
            self.log.warning("%s of %s is no plain file, and was left", ascii(name), arrival.folder)
        (new / TIMESTAMP).write_text(when.strftime("%Y-%m-%d %H:%M:%S.%f UTC"), "utf-8")
        _keep_or_make_secret(new / SECRET)
        shutil.rmtree(to, ignore_errors=True)
        new.rename(to)
        self.log.info("Collected: %s %s", arrival.student, self.coursedir.assignment_id)

    def _replaces(self, there: Path, when: datetime) -> bool:
        known = self.coursedir.get_existing_timestamp(str(there))
        new = when.replace(tzinfo=None)
        if self.before_duedate:
            return bool(known != new)
        return bool(self.update and (known is None or new > known))

    def _is_ignored(self, name: str) -> bool:
        return any(fnmatch(name, pattern) for pattern in self.coursedir.ignore)

    def _say_refused(self, folder: Path, reason: Exception) -> None:
        self.log.warning("Not collected: %s %s", ascii(str(folder)), reason)


def _keep_or_make_secret(file: Path) -> None:
    """Feedback is given out under a name made of this; without it nobody would get any."""
    if file.is_file() and 0 < file.stat().st_size <= LONGEST_SECRET:
        return
    if file.is_dir():
        shutil.rmtree(file)
    file.write_text(secrets.token_hex(64), "utf-8")
