"""A class comes back from its backup as it was, and from nothing else."""

import io
import os
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
import tiny
from tiny import copy_of
from typer.testing import CliRunner

from autograde.archive import backup
from autograde.archive.backup import back_up, restore
from autograde.cli.app import app
from autograde.cli.results import Format
from autograde.course.course import Course, CourseError
from autograde.grading.run import grade_all, left_to_do, prepare
from autograde.reports.lms_export import export
from autograde.reports.report import class_results

GRADEBOOK = "gradebook.db"


@pytest.fixture(scope="module")
def graded_once(released_course, tmp_path_factory, sandbox):
    """ada is right and bob is not."""
    course = copy_of(released_course, tmp_path_factory.mktemp("backup") / "course")
    tiny.hand_in(course, "ada", tiny.answers_of(course))
    tiny.hand_in(course, "bob", tiny.answers_of(course, half="half = abs"))
    prepare(tiny.of(course))
    list(grade_all(tiny.of(course), ["ada", "bob"]))
    return course


@pytest.fixture
def graded(graded_once, tmp_path):
    return copy_of(graded_once, tmp_path / "course")


@pytest.fixture
def saved(graded, tmp_path):
    """A backup of that class."""
    back_up(graded, tmp_path / "class.tar.gz")
    return tmp_path / "class.tar.gz"


def call(course, *arguments):
    command = [*map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


def files(folder):
    """Everything in a folder but the gradebook, whose bytes say nothing."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(GRADEBOOK)
    }


def grades(course, tmp_path):
    file = tmp_path / "grades.csv"
    export(course, Format.NBGRADER, file)
    return file.read_text(encoding="utf-8")


def destroyed(course):
    shutil.rmtree(course.classroom)
    return Course.at(course.root)


def archive_of(file, *members):
    """An archive with these members: a name, and a text or a change of its header."""
    with tarfile.open(file, "w:gz") as archive:
        for name, what in members:
            info = tarfile.TarInfo(name)
            text = what.encode() if isinstance(what, str) else b""
            info.size = len(text)
            if callable(what):
                what(info)
            archive.addfile(info, io.BytesIO(text))
    return file


def link(kind, target):
    def change(info):
        info.type, info.linkname = kind, target

    return change


def of_type(kind):
    def change(info):
        info.type = kind

    return change


def test_a_destroyed_class_comes_back_with_the_same_files_report_and_grades(
    graded, saved, tmp_path
):
    before = (
        files(graded.classroom),
        class_results(tiny.of(graded)),
        grades(graded, tmp_path),
    )
    back = destroyed(graded)
    restore(back, saved)
    assert files(back.classroom) == before[0]
    assert class_results(tiny.of(back)) == before[1]
    assert grades(back, tmp_path) == before[2]


def test_a_class_that_came_back_needs_no_grading_and_grades_as_before(graded, saved):
    before = tiny.points_by_cell(graded, "bob")
    back = destroyed(graded)
    restore(back, saved)
    assert left_to_do(tiny.of(back), ["ada", "bob"]) == []
    list(grade_all(tiny.of(back), ["ada", "bob"], feedback=False))
    assert tiny.points_by_cell(back, "bob") == before


def test_a_class_comes_back_on_another_machine_too(graded, saved, released_course, tmp_path):
    other = copy_of(released_course, tmp_path / "elsewhere")
    shutil.rmtree(other.classroom)
    other = Course.at(other.root)
    restore(other, saved)
    assert class_results(tiny.of(other)) == class_results(tiny.of(graded))


def test_what_is_not_yet_in_the_gradebook_s_own_file_is_saved(graded, tmp_path):
    """As while somebody has it open in the formgrader: a plain copy would lack it."""
    database = graded.classroom / GRADEBOOK
    with closing(sqlite3.connect(database)) as open_:
        open_.execute("PRAGMA journal_mode=WAL")
        open_.execute("INSERT INTO student (id) VALUES ('eve')")
        open_.commit()
        assert b"eve" not in database.read_bytes()
        back_up(graded, tmp_path / "class.tar.gz")
    back = destroyed(graded)
    restore(back, tmp_path / "class.tar.gz")
    with back.gradebook() as gradebook:
        assert "eve" in {student.id for student in gradebook.students}


def test_a_gradebook_that_changes_meanwhile_makes_no_backup(graded, tmp_path, monkeypatch):
    listed = backup._contents

    def somebody_writes(*about):
        with closing(sqlite3.connect(graded.classroom / GRADEBOOK)) as other:
            other.execute("INSERT INTO student (id) VALUES ('eve')")
            other.commit()
        return listed(*about)

    monkeypatch.setattr(backup, "_contents", somebody_writes)
    with pytest.raises(CourseError, match="Somebody wrote into the gradebook"):
        back_up(graded, tmp_path / "class.tar.gz")
    assert not list(tmp_path.glob("class*"))


def test_a_class_that_is_there_is_kept_unless_forced_and_then_moved_aside(graded, saved):
    tiny.hand_in(graded, "eve", "{")
    before = files(graded.classroom)
    refused = call(graded, "restore", saved)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert files(graded.classroom) == before
    forced = call(graded, "restore", saved, "--force")
    assert forced.exit_code == 0, forced.output
    (aside,) = graded.classroom.glob(".replaced-*")
    assert str(aside) in forced.stdout
    assert files(aside) == before
    assert (aside / GRADEBOOK).is_file()
    assert not tiny.of(graded).submitted("eve").exists()


def test_what_was_moved_aside_is_not_saved_again(graded, saved, tmp_path):
    restore(graded, saved, force=True)
    back_up(graded, tmp_path / "again.tar.gz")
    with tarfile.open(tmp_path / "again.tar.gz") as archive:
        assert not any(".replaced" in name for name in archive.getnames())


@pytest.mark.parametrize(
    ("member", "reason"),
    [
        (("../evil", "x"), "does not belong"),
        (("/tmp/evil", "x"), "does not belong"),
        (("classroom/../../evil", "x"), "outside"),
        (("nbgrader_config.py", "x"), "does not belong"),
        (("classroom/x", link(tarfile.SYMTYPE, "/etc/passwd")), "does not belong"),
        (("classroom/x", link(tarfile.SYMTYPE, "y")), "does not belong"),
        (("classroom/x", link(tarfile.LNKTYPE, "gradebook.db")), "does not belong"),
        (("classroom/x", of_type(tarfile.CHRTYPE)), "does not belong"),
        (("classroom/x", of_type(tarfile.FIFOTYPE)), "does not belong"),
    ],
)
def test_an_archive_that_leads_out_of_the_classroom_touches_nothing(
    graded, tmp_path, member, reason
):
    before = files(tmp_path)
    file = archive_of(tmp_path / "evil.tar.gz", ("classroom/y", "y"), member)
    said = call(graded, "restore", file, "--force")
    assert said.exit_code == 2
    assert reason in said.stderr
    file.unlink()
    assert files(tmp_path) == before


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda content: content[: len(content) // 2], "damaged"),
        (lambda content: b"no archive", "damaged"),
        (lambda content: b"", "damaged"),
        (lambda content: content[:2000] + b"????" + content[2004:], "damaged"),
    ],
)
def test_a_damaged_backup_touches_nothing(graded, saved, damage, reason):
    saved.write_bytes(damage(saved.read_bytes()))
    before = files(graded.classroom)
    said = call(graded, "restore", saved, "--force")
    assert said.exit_code == 2
    assert reason in said.stderr
    assert files(graded.classroom) == before


def test_a_gradebook_that_is_no_database_is_refused_before_anything_is_moved(graded, tmp_path):
    file = archive_of(tmp_path / "a.tar.gz", (GRADEBOOK, "no database" * 100))
    with pytest.raises(CourseError, match="file is not a database"):
        restore(graded, file, force=True)
    assert class_results(tiny.of(graded))
    assert not list(graded.classroom.glob(".re*"))


def test_a_backup_is_not_written_over_another_nor_into_the_classroom(graded, saved):
    assert "is there already" in call(graded, "backup", saved).stderr
    inside = graded.classroom / "class.tar.gz"
    assert "would be inside" in call(graded, "backup", inside).stderr
    assert not inside.exists()


def test_a_backup_can_be_read_by_its_owner_alone(saved):
    assert saved.stat().st_mode & 0o077 == 0


def test_links_are_left_out_and_named(graded, tmp_path):
    folder = tiny.of(graded).submitted("ada")
    (folder / "passwords").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe")
    said = call(graded, "backup", tmp_path / "class.tar.gz").stdout
    assert "Left out" in said
    assert "ada/tiny/passwords" in said
    assert "ada/tiny/pipe" in said


def test_a_file_whose_name_is_no_text_comes_back_too(graded, tmp_path):
    """As those in an archive from a machine with another encoding are."""
    folder = os.fsencode(tiny.of(graded).submitted("ada"))
    Path(os.fsdecode(folder + b"/caf\xe9.txt")).write_text("x", encoding="utf-8")
    before = files(graded.classroom)
    back_up(graded, tmp_path / "class.tar.gz")
    back = destroyed(graded)
    restore(back, tmp_path / "class.tar.gz")
    assert files(back.classroom) == before


def test_a_class_without_a_gradebook_can_be_saved_too(graded, tmp_path):
    (graded.classroom / GRADEBOOK).unlink()
    before = files(graded.classroom)
    back_up(graded, tmp_path / "class.tar.gz")
    back = destroyed(graded)
    restore(back, tmp_path / "class.tar.gz")
    assert files(back.classroom) == before
    assert not (back.classroom / GRADEBOOK).exists()


def test_an_outside_gradebook_goes_back_to_its_own_place(graded, tmp_path):
    elsewhere = tmp_path / "elsewhere.db"
    shutil.move(graded.classroom / GRADEBOOK, elsewhere)
    with (graded.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.CourseDirectory.db_url = 'sqlite:///{elsewhere.as_posix()}'\n")
    course = Course.at(graded.root)
    before = grades(course, tmp_path)
    back_up(course, tmp_path / "class.tar.gz")
    elsewhere.unlink()
    restore(destroyed(course), tmp_path / "class.tar.gz")
    assert grades(Course.at(graded.root), tmp_path) == before


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_a_gradebook_in_a_server_is_answered_with_the_server_s_own_command(
    graded, tmp_path, command
):
    url = "postgresql+psycopg://grader:secret@db.example/grades"
    with (graded.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(f"\nc.CourseDirectory.db_url = {url!r}\n")
    said = call(Course.at(Path(graded.root)), command, tmp_path / "class.tar.gz")
    assert said.exit_code == 2
    assert "pg_dump" in said.stderr
    assert "secret" not in said.output
    assert not (tmp_path / "class.tar.gz").exists()


@pytest.fixture
def by_default(graded, tmp_path):
    """The same class in nbgrader's own folders: sources, people and gradebook side by side."""
    for name in ("submitted", "autograded", "feedback", "runs", GRADEBOOK):
        shutil.move(graded.classroom / name, graded.root / name)
    shutil.rmtree(graded.classroom)
    shutil.move(graded.root / "solutions", graded.root / "source")
    shutil.move(graded.root / "assignments", graded.root / "release")
    (graded.root / "notes.txt").write_text("mine", encoding="utf-8")
    folders = ("source", "release", "submitted", "autograded", "feedback")
    lines = [f"c.CourseDirectory.{name}_directory = {name!r}" for name in folders]
    lines.append(f"c.CourseDirectory.db_url = 'sqlite:///{graded.root.as_posix()}/{GRADEBOOK}'")
    with (graded.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\n" + "\n".join(lines) + "\n")
    return Course.at(graded.root)


def test_no_file_of_the_sources_is_saved_or_moved_whatever_the_folders_are_called(
    by_default, tmp_path
):
    root, before = by_default.root, class_results(tiny.of(by_default))
    sources = {path: path.read_bytes() for path in (root / "source").rglob("*.ipynb")}
    back_up(by_default, tmp_path / "class.tar.gz")
    with tarfile.open(tmp_path / "class.tar.gz") as archive:
        tops = {name.partition("/")[0] for name in archive.getnames()}
        saved = "\n".join(archive.getnames())
    assert tops == {"submitted", "autograded", "feedback", "classroom", GRADEBOOK}
    assert not any(name in saved for name in ("source", "release", "notes.txt", "nbgrader_config"))
    restore(by_default, tmp_path / "class.tar.gz", force=True)
    assert {path: path.read_bytes() for path in sources} == sources
    assert (root / "notes.txt").read_text(encoding="utf-8") == "mine"
    assert class_results(tiny.of(Course.at(root))) == before


def test_a_backup_brings_nothing_among_the_sources(by_default, tmp_path):
    file = archive_of(tmp_path / "evil.tar.gz", ("classroom/numpy.py", "x"))
    with pytest.raises(CourseError, match=r"'numpy.py' does not belong into it"):
        restore(by_default, file, force=True)
    assert not (by_default.root / "numpy.py").exists()
    assert class_results(tiny.of(by_default))


def test_sources_among_what_is_about_people_are_refused(graded, tmp_path):
    with (graded.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write("\nc.CourseDirectory.source_directory = 'classroom/submitted/source'\n")
    with pytest.raises(CourseError, match="move it out of there"):
        back_up(Course.at(graded.root), tmp_path / "class.tar.gz")


def test_a_link_to_a_folder_is_not_followed(graded, tmp_path):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "key").write_text("x", encoding="utf-8")
    (graded.classroom / "elsewhere").symlink_to(tmp_path / "secrets")
    assert back_up(graded, tmp_path / "class.tar.gz") == ["classroom/elsewhere"]
    with tarfile.open(tmp_path / "class.tar.gz") as archive:
        assert not any("key" in name for name in archive.getnames())
