"""Downloaded and mailed work finds its place: whoever it is of, whatever programs made of it."""

import datetime
import io
import mailbox
import random
import shutil
import zipfile
from email.message import EmailMessage

import nbformat
import pytest
import tiny
from typer.testing import CliRunner

from autograde.archive.collect import State, collect
from autograde.archive.whose import folded
from autograde.cli.app import app
from autograde.course.course import CourseError
from autograde.grading.run import grade_all
from autograde.grading.submission import Submission
from autograde.grading.submitted_folder import handed_in_at

PEOPLE = [  # id, first and last name, Canvas's number
    ("ada", "Ada", "Lovelace", "4711"),
    ("ada1", "Ada", "Byron", "4712"),
    ("mueller.z", "Zoë", "Müller", "4713"),
    ("s1234567", "Anna-Lena", "Großmann", "4714"),
    ("4711", "Søren", "Łukasz", "4715"),  # an id that is another's number
    ("lm", "Lena", "Großmann", "4716"),
]
DUE = datetime.datetime(2026, 1, 31, 12, 0)
IDS = [person[0] for person in PEOPLE]


@pytest.fixture(scope="module")
def listed_once(released_course, tmp_path_factory):
    course = tiny.copy_of(released_course, tmp_path_factory.mktemp("listed") / "course")
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.NAME, duedate=DUE)
        for name, first, last, number in PEOPLE:
            about = {"first_name": first, "last_name": last, "lms_user_id": number}
            gradebook.add_student(name, email=address(first, last), **about)
    return course


@pytest.fixture
def listed(listed_once, tmp_path):
    return tiny.copy_of(listed_once, tmp_path / "course")


def work(course, student):
    """A notebook that says whose it is."""
    return nbformat.writes(tiny.answers_of(course, words=f"I am {student}.")).encode()


def whose(course, student):
    """Who wrote what lies in a student's folder, as the grader reads it."""
    found = Submission(tiny.of(course), student).handed_in(tiny.of(course).notebook)
    cells = nbformat.reads(found.text.decode(), as_version=4).cells
    return cells[-1].source.removeprefix("I am ").removesuffix(".")


def canvas_name(first, last):
    kept = filter(lambda c: c.isalnum() or c == "_", f"{last}, {first}".lower())
    return "".join(kept)


def address(first, last):
    return f"{folded(first)[-1]}.{folded(last)[-1]}@example.org"


LAYOUTS = {
    "canvas": "{canvas}_{number}_{number}9_tiny.ipynb",
    "canvas, second attempt": "{canvas}_{number}_{number}9_tiny-1.ipynb",
    "canvas, late": "{canvas}_LATE_{number}_{number}9_tiny.ipynb",
    "moodle": "{first} {last}_99{number}_assignsubmission_file_/tiny.ipynb",
    "moodle, newer": "{first} {last}_99{number}_assignsubmission_file/tiny (1).ipynb",
    "moodle, flat": "{first} {last}_99{number}_assignsubmission_file_tiny.ipynb",
    "moodle, groups": "Group 1-{first} {last}_9_assignsubmission_file_/tiny.ipynb",
    "blackboard": "HW 1_{id}_attempt_2026-01-30-10-00-00_tiny.ipynb",
    "by id": "{id}/tiny.ipynb",
    "too deep": "submissions/{id}/tiny/tiny/tiny.ipynb",
    "by name": "all/{last}, {first}/tiny.ipynb",
    "by address": "{address}/My Tiny.ipynb",
    "name and file": "{first}_{last}_tiny.ipynb",
    "file and name": "tiny - {first} {last}.IPYNB",
}


def named(layout, who, first, last, number):
    """What a program calls a student's file."""
    about = {"canvas": canvas_name(first, last), "address": address(first, last)}
    return LAYOUTS[layout].format(id=who, first=first, last=last, number=number, **about)


def zipped(file, content, when=None):
    """A zip archive; `when` gives each name a time of its own."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, (name, data) in enumerate(content.items()):
            info = zipfile.ZipInfo(name, (when(place) if when else (2026, 1, 30, 12, 0, 0)))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return file


def states(found):
    return {one.student: one.state for one in found.collected}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_student_gets_their_own_work_and_nobody_else_s(listed, tmp_path, layout):
    content = {named(layout, *person): work(listed, person[0]) for person in PEOPLE}
    names = list(content)
    random.Random(layout).shuffle(names)
    file = zipped(tmp_path / "download.zip", {name: content[name] for name in names})
    found = collect(listed, [file])
    assert (found.unmatched, found.refused) == ((), ())
    assert states(found) == dict.fromkeys(IDS, State.NEW)
    assert {who: whose(listed, who) for who in IDS} == {who: who for who in IDS}
    again = collect(listed, [file])
    assert states(again) == dict.fromkeys(IDS, State.UNCHANGED)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_names_that_other_programs_spell_without_umlauts_are_found(listed, tmp_path, layout):
    for spelt in ("Muller", "Mueller"):
        person = ("mueller.z", "Zoe", spelt, "4713")
        name = named(layout, *person)
        if "@" not in name:
            file = zipped(tmp_path / f"{spelt}.zip", {name: b"{}"})
            found = collect(listed, [file], tiny.NAME, dry_run=True)
            assert list(states(found)) == ["mueller.z"]


def test_a_name_without_utf_8_s_mark_is_read_as_utf_8(listed, tmp_path):
    name = "Zoë Müller_1_assignsubmission_file_/tiny.ipynb"
    file = zipped(tmp_path / "d.zip", {"x" * len(name.encode()): work(listed, "z")})
    content = file.read_bytes().replace(b"x" * len(name.encode()), name.encode())
    file.write_bytes(content)
    assert list(states(collect(listed, [file]))) == ["mueller.z"]


def message(sender, *attachments, received=("2026-01-30 10:00:00 +0100",)):
    mail = EmailMessage()
    for text in received:
        when = datetime.datetime.fromisoformat(text).strftime("%a, %d %b %Y %H:%M:%S %z")
        mail["Received"] = f"from a by b; {when}"
    mail["From"], mail["Date"] = sender, "Thu, 01 Jan 2026 00:00:00 +0000"
    mail.set_content("Here it is.")
    for name, data in attachments:
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return mail


def test_mails_are_matched_by_address_and_dated_by_the_server_that_received_them(listed, tmp_path):
    box = mailbox.mbox(tmp_path / "Inbox.mbox")
    box.add(message("Ada <ADA.Lovelace@example.org>", ("tïny (1).ipynb", work(listed, "ada"))))
    inner = zipped(io.BytesIO(), {"homework/tiny/tiny.ipynb": work(listed, "lm")}).getvalue()
    late = ("2026-02-02 10:00:00 +0100", "2026-01-01 10:00:00 +0100")  # the later one is ours
    box.add(message("lena.grossmann@example.org", ("tiny.zip", inner), received=late))
    box.add(message("ada@home.example", ("tiny.ipynb", work(listed, "ada1"))))
    box.close()
    found = collect(listed, [tmp_path / "Inbox.mbox"])
    assert set(states(found)) == {"ada", "lm"}
    (stranger,) = found.unmatched
    assert "ada@home.example: tiny.ipynb" in stranger[0]
    assert (whose(listed, "ada"), whose(listed, "lm")) == ("ada", "lm")
    assert handed_in_at(tiny.of(listed).submitted("lm")) == datetime.datetime(2026, 2, 2, 9)
    said = {"ada@home.example": "ada1"}
    assert "ada1" in states(collect(listed, [tmp_path / "Inbox.mbox"], said=said))


@pytest.mark.parametrize(
    "names",
    [
        [
            "__MACOSX/ada/._tiny.ipynb",
            "ada/.DS_Store",
            "ada/.ipynb_checkpoints/tiny-checkpoint.ipynb",
        ],
        ["ada/Thumbs.db", "ada/desktop.ini"],
    ],
)
def test_what_programs_add_is_left_out(listed, tmp_path, names):
    content = {"ada/tiny.ipynb": work(listed, "ada"), **dict.fromkeys(names, b"?")}
    collect(listed, [zipped(tmp_path / "d.zip", content)])
    folder = tiny.of(listed).submitted("ada")
    assert [path.name for path in folder.rglob("*") if path.is_file()] == ["tiny.ipynb"]


@pytest.mark.sandbox
def test_of_two_notebooks_that_with_answers_is_graded_and_told(listed, tmp_path):
    blank = nbformat.writes(tiny.released(listed)).encode()
    name = "Ada Lovelace_1_assignsubmission_file_/"
    bom = b"\xef\xbb\xbf" + work(listed, "ada")
    file = zipped(tmp_path / "d.zip", {f"{name}tiny.ipynb": blank, f"{name}tiny (1).ipynb": bom})
    (one,) = collect(listed, [file]).collected
    assert "2 notebooks, of which the one with most answers counts" in one.notes
    (result,) = grade_all(tiny.of(listed), ["ada"], feedback=False)
    assert result.points == 6
    assert "tiny (1).ipynb was graded as tiny.ipynb." in result.notes


@pytest.mark.parametrize(
    ("content", "note"),
    [
        ({"ada/essay.pdf": b"%PDF"}, "no notebook in it: essay.pdf"),
        ({"ada/tiny.ipynb": b"{"}, "no notebook of tiny in it: tiny.ipynb"),
        ({"ada/other.ipynb": b'{"cells": []}'}, "no notebook of tiny in it: other.ipynb"),
    ],
)
def test_what_will_have_no_points_is_told_at_once(listed, tmp_path, content, note):
    (one,) = collect(listed, [zipped(tmp_path / "d.zip", content)], tiny.NAME).collected
    assert note in one.notes


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("eve/tiny.ipynb", "names nobody"),
        ("ada2_tiny.ipynb", "names nobody"),
        ("Ada Byron Lovelace/tiny.ipynb", "names nobody"),
        ("Grossmann/tiny.ipynb", "names nobody"),
        ("ada (1).ipynb", "may be of ada or ada1"),
        ("lovelaceada_4713_1_tiny.ipynb", "may be of ada or mueller.z"),
        ("Anna-Lena_1_assignsubmission_file_/tiny.ipynb", "names nobody"),
        ("anon_x7_12_tiny.ipynb", "names nobody"),
    ],
)
def test_what_may_be_anybody_s_is_nobody_s_and_told(listed, tmp_path, name, why):
    found = collect(listed, [zipped(tmp_path / "d.zip", {name: b"{}"})], tiny.NAME)
    assert found.collected == ()
    ((_, said),) = found.unmatched
    assert why in said
    assert not listed.folder("submitted").exists()


def evil(name, data=b"x", mode=0o100644, **about):
    info = zipfile.ZipInfo(name)
    info.external_attr = mode << 16
    for key, value in about.items():
        setattr(info, key, value)
    return info, data


@pytest.mark.parametrize(
    ("name", "mode", "why"),
    [
        ("../../nbgrader_config.py", 0o100644, "leads out"),
        ("/etc/passwd", 0o100644, "leads out"),
        ("ada/../../bob/tiny.ipynb", 0o100644, "leads out"),
        ("..\\..\\x.ipynb", 0o100644, "leads out"),
        ("C:\\x.ipynb", 0o100644, "leads out"),
        ("ada/tiny.ipynb", 0o120777, "no plain file"),
        ("ada/pipe", 0o010644, "no plain file"),
        ("ada/" + "x" * 250, 0o100644, "too long"),
        ("a/" * 30 + "x", 0o100644, "too long"),
    ],
)
def test_what_would_leave_its_place_is_refused_and_the_others_are_taken(
    listed, tmp_path, name, mode, why
):
    before = sorted(path for path in listed.root.rglob("*"))
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr(*evil(name, mode=mode))
        archive.writestr("lm/tiny.ipynb", work(listed, "lm"))
    found = collect(listed, [tmp_path / "d.zip"])
    ((_, said),) = found.refused
    assert why in said
    assert states(found)["lm"] is State.NEW
    new = set(listed.root.rglob("*")) - set(before)
    assert {path.name for path in new if path.is_file()} == {"tiny.ipynb"}
    assert not (tmp_path / "nbgrader_config.py").exists()


@pytest.mark.parametrize("nested", [False, True])
def test_a_bomb_is_not_unpacked(listed, tmp_path, nested):
    bomb = {"ada/zeros.ipynb": bytes(30 * 2**20)}
    if nested:
        bomb = {"ada/more.zip": zipped(io.BytesIO(), {"z.ipynb": bytes(30 * 2**20)}).getvalue()}
    file = zipped(tmp_path / "d.zip", {**bomb, "lm/tiny.ipynb": work(listed, "lm")})
    found = collect(listed, [file])
    ((_, said),) = found.refused
    assert "would grow from" in said
    assert whose(listed, "lm") == "lm"


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_archive_costs_what_is_damaged_and_says_so(listed, tmp_path, seed):
    """Any byte may be another; whoever is named has all of their own work or is told of."""
    file = zipped(tmp_path / "d.zip", {f"{who}/tiny.ipynb": work(listed, who) for who in IDS})
    content = bytearray(file.read_bytes())
    for place in random.Random(seed).sample(range(len(content)), 3):
        content[place] ^= 0xFF
    file.write_bytes(content)
    try:
        found = collect(listed, [file], tiny.NAME)
    except CourseError:
        return
    for one in found.collected:
        assert one.notes or whose(listed, one.student) == one.student


def test_what_is_no_archive_is_refused_in_a_sentence(listed, tmp_path):
    (tmp_path / "d.zip").write_bytes(b"PK")
    said = CliRunner().invoke(
        app, ["collect", str(tmp_path / "d.zip"), "--course", str(listed.root)]
    )
    assert said.exit_code == 2
    assert "neither a zip archive nor a mail" in " ".join(said.stderr.split())


def spread(place):
    return (2026, 1, 30 + place // 24, place % 24, 0, 0) if place < 48 else (2026, 2, 1, 0, 0, 0)


def times(course):
    return {who: handed_in_at(tiny.of(course).submitted(who)) for who in IDS}


def test_times_of_packing_make_nobody_late(listed, tmp_path):
    content = {named("canvas", *person): work(listed, person[0]) for person in PEOPLE}
    found = collect(listed, [zipped(tmp_path / "d.zip", content)])
    assert "none was written down" in found.times
    assert set(times(listed).values()) == {None}


def test_times_that_differ_are_those_of_handing_in_unless_they_are_not_wanted(listed, tmp_path):
    content = {named("moodle", *person): work(listed, person[0]) for person in PEOPLE}
    file = zipped(tmp_path / "d.zip", content, spread)
    collect(listed, [file], use_times=False)
    assert set(times(listed).values()) == {None}
    for who in IDS:
        (tiny.of(listed).submitted(who) / "tiny.ipynb").unlink()
    collect(listed, [file])
    here = [datetime.datetime(*spread(place)).astimezone(datetime.UTC) for place in range(6)]
    assert list(times(listed).values()) == [when.replace(tzinfo=None) for when in here]


def test_who_is_not_marked_as_late_where_others_are_was_in_time(listed, tmp_path):
    late = {named("canvas, late", *PEOPLE[0]): work(listed, "ada")}
    other = {named("canvas", *person): work(listed, person[0]) for person in PEOPLE[1:]}
    after = zipped(tmp_path / "d.zip", late | other, lambda place: (2026, 2, 1 + place, 12, 0, 0))
    collect(listed, [after])
    assert {who for who, when in times(listed).items() if when} == {"ada"}
    alike = zipped(tmp_path / "e.zip", late)
    (one,) = collect(listed, [alike], dry_run=True).collected
    assert "is marked as late, and no time is known" in one.notes


def test_what_is_handed_in_again_replaces_and_what_was_there_is_kept(listed, tmp_path):
    first = zipped(tmp_path / "a.zip", {"ada/tiny.ipynb": work(listed, "ada")})
    second = zipped(tmp_path / "b.zip", {"ada/tiny.ipynb": work(listed, "ada again")})
    collect(listed, [first])
    assert states(collect(listed, [second], dry_run=True)) == {"ada": State.REPLACED}
    assert whose(listed, "ada") == "ada"
    assert states(collect(listed, [second])) == {"ada": State.REPLACED}
    assert whose(listed, "ada") == "ada again"
    (kept,) = (listed.classroom / "replaced" / "ada").iterdir()
    assert b"I am ada." in (kept / "tiny.ipynb").read_bytes()


def test_an_older_download_does_not_replace_what_came_later(listed, tmp_path):
    new = {"ada/tiny.ipynb": work(listed, "new"), "lm/tiny.ipynb": work(listed, "lm")}
    old = {"ada/tiny.ipynb": work(listed, "old"), "lm/tiny.ipynb": work(listed, "lm")}
    collect(listed, [zipped(tmp_path / "b.zip", new, lambda place: (2026, 1, 20 + place, 0, 0, 0))])
    file = zipped(tmp_path / "a.zip", old, lambda place: (2026, 1, 10 + place, 0, 0, 0))
    assert states(collect(listed, [file])) == {"ada": State.OLDER, "lm": State.UNCHANGED}
    assert whose(listed, "ada") == "new"


def test_what_comes_without_a_notebook_does_not_replace_one(listed, tmp_path):
    collect(listed, [zipped(tmp_path / "a.zip", {"ada/tiny.ipynb": work(listed, "ada")})])
    picture = zipped(tmp_path / "b.zip", {"ada/thanks.png": b"?"})
    assert states(collect(listed, [picture], tiny.NAME)) == {"ada": State.KEPT}
    assert whose(listed, "ada") == "ada"


def test_a_link_in_the_place_of_a_submission_is_not_followed(listed, tmp_path):
    folder = tiny.of(listed).submitted("ada")
    folder.parent.mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    folder.symlink_to(tmp_path / "elsewhere")
    found = collect(listed, [zipped(tmp_path / "d.zip", {"ada/tiny.ipynb": work(listed, "ada")})])
    assert states(found) == {"ada": State.REFUSED}
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_an_unpacked_folder_is_taken_as_well(listed, tmp_path):
    folder = tmp_path / "unpacked" / named("moodle", *PEOPLE[3])
    folder.parent.mkdir(parents=True)
    folder.write_bytes(work(listed, "s1234567"))
    assert states(collect(listed, [tmp_path / "unpacked"])) == {"s1234567": State.NEW}


def test_the_command_lists_whom_nobody_knows_and_exits_with_1(listed, tmp_path):
    content = {"ada/tiny.ipynb": work(listed, "ada"), "eve/tiny.ipynb": work(listed, "eve")}
    file = str(zipped(tmp_path / "d.zip", content))
    said = CliRunner(env={"COLUMNS": "80"}).invoke(
        app, ["collect", file, "--course", str(listed.root), "--dry-run"]
    )
    assert said.exit_code == 1
    assert "tiny: 1 new." in said.stdout
    assert "eve/tiny.ipynb names nobody in the class list." in said.stdout
    assert not listed.folder("submitted").exists()
    said = CliRunner().invoke(
        app, ["collect", file, "--course", str(listed.root), "--who", "eve=lm"]
    )
    assert said.exit_code == 0, said.output
    assert whose(listed, "lm") == "eve"


def test_no_way_to_write_a_name_is_that_of_nothing():
    assert folded("") == folded("-_ ,") == ()


def test_an_archive_that_may_be_of_two_assignments_is_of_none_until_it_is_said(listed, tmp_path):
    other = listed.folder("source") / "other"
    shutil.copytree(tiny.of(listed).solution, other)
    (other / "tiny.ipynb").rename(other / "other.ipynb")
    file = zipped(tmp_path / "d.zip", {"ada/tiny.ipynb": work(listed, "ada")})
    with pytest.raises(CourseError, match="do not tell which assignment"):
        collect(listed, [file])
    assert not listed.folder("submitted").exists()
    assert [one.student for one in collect(listed, [file], "other").collected] == ["ada"]


def test_where_nothing_can_be_collected_it_is_said_why(listed, tmp_path):
    with pytest.raises(CourseError, match=r"no\.zip cannot be read: No such file"):
        collect(listed, [tmp_path / "no.zip"])
    (tmp_path / "empty").mkdir()
    with pytest.raises(CourseError, match="collected: there is no file in it"):
        collect(listed, [tmp_path / "empty"])
    nobody = {f"{who}/tiny.ipynb": work(listed, "ada") for who in ("eve", "flo")}
    file = zipped(tmp_path / "d.zip", nobody)
    with pytest.raises(CourseError, match=r"eve/tiny.ipynb names nobody .* 1 more.* `--who"):
        collect(listed, [file])
