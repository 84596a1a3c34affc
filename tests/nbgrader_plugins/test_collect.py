"""Collecting believes the file system; without a hub, as whoever runs the tests."""

import getpass
import os
import time
from datetime import UTC, datetime

import pytest
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograde.nbgrader_plugins.collect import Collect
from autograde.nbgrader_plugins.exchange import Refused, arrival_of, entries, uid_by_name

NAME = "tiny"
ME = getpass.getuser()


@pytest.fixture
def room(tmp_path):
    (tmp_path / "exchange" / "chainrule" / "inbound").mkdir(parents=True)
    return tmp_path


@pytest.fixture
def hand_in(room):
    """Puts a submission into the exchange; returns its folder."""

    def put(text, said="2020-01-01 00:00:00 UTC", name="tiny.ipynb"):
        folder = room / "exchange" / "chainrule" / "inbound" / f"{ME}+{NAME}+{said}+random"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
        (folder / "timestamp.txt").write_text(said, encoding="utf-8")
        return folder

    return put


def collect(room, kilobytes=100, **options):
    config = Config()
    config.CourseDirectory.root = str(room)
    config.CourseDirectory.course_id = "chainrule"
    config.CourseDirectory.assignment_id = NAME
    config.CourseDirectory.db_url = f"sqlite:///{room}/gradebook.db"
    config.CourseDirectory.max_dir_size = kilobytes
    config.Exchange.root = str(room / "exchange")
    config.Collect.update(options)
    directory = CourseDirectory(config=config)
    Collect(coursedir=directory, authenticator=Authenticator(config=config), config=config).start()
    return room / "submitted" / ME / NAME


def time_in(folder):
    said = (folder / "timestamp.txt").read_text(encoding="utf-8")
    return datetime.strptime(said, "%Y-%m-%d %H:%M:%S.%f UTC").replace(tzinfo=UTC).timestamp()


def test_the_time_is_that_of_the_last_change_whatever_the_files_say(room, hand_in):
    start = time.time()
    folder = hand_in("{}")
    os.utime(folder / "tiny.ipynb", (0, 0))
    os.utime(folder, (0, 0))
    assert start - 1 < time_in(collect(room)) < time.time() + 1


def test_what_is_changed_later_is_as_late_as_the_change(room, hand_in):
    folder = hand_in("{}")
    first = time_in(collect(room))
    time.sleep(0.05)
    (folder / "tiny.ipynb").write_text('{"better": 1}', encoding="utf-8")
    os.utime(folder / "tiny.ipynb", (0, 0))
    again = collect(room, update=True)
    assert time_in(again) > first
    assert (again / "tiny.ipynb").read_text(encoding="utf-8") == '{"better": 1}'


def test_without_update_what_was_collected_stays(room, hand_in):
    hand_in("first")
    collect(room)
    hand_in("second")
    assert (collect(room) / "tiny.ipynb").read_text(encoding="utf-8") == "first"


def test_the_last_that_arrived_counts_not_the_last_that_says_so(room, hand_in):
    hand_in("first", said="2040-01-01 00:00:00 UTC")
    time.sleep(0.05)
    hand_in("second", said="1990-01-01 00:00:00 UTC")
    assert (collect(room) / "tiny.ipynb").read_text(encoding="utf-8") == "second"


def test_links_and_pipes_are_left_and_the_rest_is_collected(room, hand_in, tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the solutions", encoding="utf-8")
    folder = hand_in("mine")
    (folder / "link.ipynb").symlink_to(secret)
    (folder / "linked").symlink_to(tmp_path)
    os.mkfifo(folder / "pipe")
    there = collect(room)
    assert {path.name for path in there.iterdir()} == {
        "tiny.ipynb", "timestamp.txt", "submission_secret.txt"
    }  # fmt: skip


def test_a_folder_that_is_a_link_is_not_collected(room, hand_in, tmp_path):
    folder = hand_in("mine")
    folder.rename(tmp_path / "elsewhere")
    folder.symlink_to(tmp_path / "elsewhere")
    assert not collect(room).exists()


def test_a_name_that_makes_no_sense_stops_nobody(room, hand_in):
    hand_in("mine")
    for odd in (f"..+{NAME}+x", f"+{NAME}+", f"{ME}+{NAME}+no time", f"nobody-here+{NAME}+2"):
        (room / "exchange" / "chainrule" / "inbound" / odd).mkdir()
    assert collect(room).is_dir()
    assert [path.name for path in (room / "submitted").iterdir()] == [ME]


def test_a_submission_that_is_too_large_is_refused(room, hand_in):
    hand_in("x" * 5000)
    assert not collect(room, kilobytes=1).exists()
    assert (collect(room, kilobytes=6) / "tiny.ipynb").stat().st_size == 5000


def test_a_submission_of_too_many_files_is_refused(hand_in, monkeypatch):
    folder = hand_in("{}")
    monkeypatch.setattr("autograde.nbgrader_plugins.exchange.MOST_ENTRIES", 1)
    with pytest.raises(Refused, match="more than 1 files"):
        list(entries(folder))


def test_anothers_submission_under_my_name_is_refused(hand_in):
    folder = hand_in("{}")
    assert arrival_of(folder, NAME, lambda name: os.getuid()).student == ME
    with pytest.raises(Refused, match=f"names {ME}, but belongs to number {os.getuid()}"):
        arrival_of(folder, NAME, lambda name: os.getuid() + 1)


def test_feedback_can_be_given_out_where_the_student_left_no_secret(room, hand_in):
    hand_in("{}")
    assert len((collect(room) / "submission_secret.txt").read_text(encoding="utf-8")) == 128


def test_the_students_secret_is_kept(room, hand_in):
    hand_in("mine", name="submission_secret.txt")
    assert (collect(room) / "submission_secret.txt").read_text(encoding="utf-8") == "mine"


def test_numbers_of_names_without_accounts_differ_and_stay():
    uid = uid_by_name(100_000)
    names = [f"student{i}" for i in range(1000)]
    assert len({uid(name) for name in names}) == len(names)
    assert [uid(name) for name in names] == [uid(name) for name in names]
    assert all(100_000 <= uid(name) < 2**31 for name in names)
