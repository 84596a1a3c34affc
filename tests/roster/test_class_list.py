"""A class list comes into the gradebook whole, or not at all and with every reason."""

import pytest
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import CourseError
from autograde.course.sections import course_sections
from autograde.roster.class_list import Listed, read_class_list
from autograde.roster.enrolment import enrol

ADA = Listed("ada", "Ada", "Lovelace", "ada@example.org")
LIST = """id,first_name,last_name,email
ada,Ada,Lovelace,ada@example.org
zoe,Zoë,,zoe@example.org
"""


@pytest.fixture
def list_of(tmp_path):
    """Writes a class list; returns its file."""

    def write(content):
        file = tmp_path / "class.csv"
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return file

    return write


def in_gradebook(course):
    with course.gradebook() as gradebook:
        return {s.id: (s.first_name, s.last_name, s.email) for s in gradebook.students}


def call(course, *arguments):
    command = ["students", *map(str, arguments), "--course", str(course.root)]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, command)


@pytest.mark.parametrize(
    ("content", "listed"),
    [
        (LIST, ADA),
        ("EMAIL,Last Name,ID,First-Name\nada@example.org,Lovelace,ada,Ada\n", ADA),
        ("id;first_name;last_name;email\nada;Ada;Lovelace;ada@example.org\n", ADA),
        ("id\tfirst_name\tlast_name\temail\r\nada\tAda\tLovelace\tada@example.org\r\n", ADA),
        ("sep=;\nid;first_name;last_name;email\nada;Ada;Lovelace;ada@example.org\n", ADA),
        (b"\xef\xbb\xbf" + LIST.encode(), ADA),
        ("\n".join(LIST.splitlines()), ADA),
        ('id,"last_name","seat; row, place"\nada,Lovelace,x\n', Listed("ada", None, "Lovelace")),
        ("id,email\n  ada , \n", Listed("ada")),
        ("id\nada+l@example.org\n", Listed("ada+l@example.org")),
    ],
)
def test_order_case_separator_and_byte_order_mark_do_not_matter(list_of, content, listed):
    assert read_class_list(list_of(content))[0] == listed


def test_canvas_s_own_export_is_read_without_the_rows_that_are_no_student(list_of):
    exported = (
        "Student,ID,SIS User ID,SIS Login ID,Section,02_autograd (17)\n"
        "    Points Possible,,,,,100\n"
        '"Lovelace, Ada",4711,77,ada,Tuesday,93\n'
        '"Student, Test",4712,,deadbeef,Tuesday,\n'
    )
    (ada,) = read_class_list(list_of(exported))
    assert ada == Listed("ada", "Ada", "Lovelace", None, "4711", "Tuesday")


@pytest.mark.parametrize(
    ("headings", "row", "who"),
    [
        ("First name,Surname,Username,ID number,Email address,Groups", "ada,4711", ("ada", "4711")),
        ("First name,Last name,ID number,Email address,Groups", "4711", ("4711", None)),
    ],
)
def test_moodle_s_export_names_a_student_by_username_or_by_number(list_of, headings, row, who):
    content = f"{headings}\nAda,Lovelace,{row},ada@example.org,Tuesday\n"
    (ada,) = read_class_list(list_of(content))
    named = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"}
    assert ada == Listed(who[0], **named, lms_user_id=who[1], section="Tuesday")


def test_what_this_course_exports_for_others_comes_back(course, list_of, tmp_path):
    from autograde.cli.results import Format
    from autograde.reports.lms_export import export

    enrol(course, list_of(LIST))
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", lms_user_id="4711")
    for form in Format:
        export(course, form, tmp_path / "out.csv")
        found = {one.id: one for one in read_class_list(tmp_path / "out.csv")}
        assert found.keys() == {"ada", "zoe"}
        assert found["ada"].last_name == "Lovelace"


@pytest.mark.parametrize(
    ("content", "place", "reason"),
    [
        ("name,email\nAda,ada@example.org\n", "line 1", "no column says who it is"),
        ("id,email,Email\nada,,\n", "line 1", "columns 2 and 3 are both called email"),
        ("id,email\nada,a@b\nbob,b@b\nada,c@b\n", "line 4, column 1 (id)", "in line 2 already"),
        ("email,ID\na@b,Ada\nb@b,ADA\n", "line 3, column 2 (ID)", "many disks take for the same"),
        ("id,email\n../bob,\n", "line 2, column 1 (id)", "has a '/' in it"),
        ("id,email\n.bob,\n", "line 2, column 1 (id)", "begins or ends with a dot"),
        ("id,email\nb*,\n", "line 2, column 1 (id)", "has a '*' in it"),
        ("id,email\nbo\x00b,\n", "line 2", ""),
        ("id,email\n,a@b\n", "line 2, column 1 (id)", "it is empty"),
        ("id,email\nada,home\n", "line 2, column 2 (email)", "'home' is no e-mail address"),
        ("id,email\nada,a@b,c\n", "line 2", "3 cells below 2 headings"),
        ('id,email\n"ada\n', "line 2", ""),
        ('id,note\n"ada","two\nlines"\n,\n/,\n', "line 5, column 1 (id)", "has a '/' in it"),
        (b"id,first_name\nada,Ada\nzoe,Zo\xeb\n", "line 3: byte 7", "is no UTF-8"),
        ("id\n" + 200 * "x" + "\n", "line 2, column 1 (id)", "200 characters are too many"),
    ],
)
def test_what_is_wrong_is_said_with_file_line_and_column(course, list_of, content, place, reason):
    file = list_of(content)
    said = call(course, file)
    assert said.exit_code == 2
    assert f"{file}, {place}" in said.stderr
    assert reason in said.stderr
    assert "Nothing was written." in said.stderr
    assert in_gradebook(course) == {}


@pytest.mark.parametrize(("content", "reason"), [("", "is empty"), ("id\n", "names no student")])
def test_a_list_of_nobody_is_refused(list_of, content, reason):
    with pytest.raises(CourseError, match=reason):
        read_class_list(list_of(content))


def test_every_wrong_line_is_named_and_no_right_one_written(course, list_of):
    said = call(course, list_of("id,email\nada,a@b\n,x@y\nbob/,nowhere\n"))
    assert said.stderr.count(", line ") == 3
    assert in_gradebook(course) == {}


def test_who_is_added_changed_unchanged_or_not_listed_is_said(course, list_of):
    enrol(course, list_of("id,email\nada,ada@example.org\nbob,bob@example.org\neve,e@x\n"))
    said = call(course, list_of("id,email\nada,ada@example.org\nbob,new@example.org\ncyd,\n"))
    assert "1 added, 1 changed, 1 unchanged." in said.stdout
    assert "bob: email bob@example.org → new@example.org" in said.stdout
    assert "not in the list: eve." in said.stdout
    assert in_gradebook(course).keys() == {"ada", "bob", "cyd", "eve"}
    assert in_gradebook(course)["bob"][2] == "new@example.org"


def test_an_empty_cell_and_a_missing_column_leave_what_is_known(course, list_of):
    enrol(course, list_of(LIST))
    found = enrol(course, list_of("id,last_name\nada,\nzoe,Z\n"))
    assert (found.unchanged, found.changed[0].fields) == (("ada",), (("last_name", "", "Z"),))
    assert in_gradebook(course)["ada"] == ("Ada", "Lovelace", "ada@example.org")


def test_a_dry_run_says_the_same_and_writes_nothing(course, list_of):
    file = list_of(LIST.replace("email", "section").replace("@example.org", ""))
    said = call(course, file, "--dry-run")
    assert "2 added, 0 changed, 0 unchanged." in said.stdout
    assert in_gradebook(course) == {}
    assert course_sections(course) == {}
    assert "2 added" in call(course, file).stdout
    assert len(in_gradebook(course)) == 2


def test_sections_are_kept_though_the_gradebook_has_no_room_for_them(course, list_of):
    file = list_of("id,group\nada,=A\nbob,\n")
    enrol(course, file)
    assert course_sections(course) == {"ada": "=A"}
    assert enrol(course, file).unchanged == ("ada", "bob")
    moved = enrol(course, list_of("id,group\nada,B\n"))
    assert moved.changed[0].fields == (("section", "=A", "B"),)


def test_a_file_that_is_not_there_is_said_in_a_sentence(course, tmp_path):
    said = call(course, tmp_path / "nowhere.csv")
    assert said.exit_code == 2
    assert "cannot be read: No such file or directory." in said.stderr
