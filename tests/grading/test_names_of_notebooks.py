"""A notebook is known by its cells: whatever it is called, it is graded, and never silently not."""

import json
import os

import nbformat
import pytest
import tiny

from autograde.grading import submission
from autograde.grading.results import Status
from autograde.grading.run import grade_all, left_to_do
from autograde.grading.submission import Submission, Unreadable

RIGHT = 6.0


@pytest.fixture
def folder(course):
    folder = tiny.of(course).submitted("ada")
    folder.mkdir(parents=True)
    return folder


def text(course, **answers):
    return nbformat.writes(tiny.answers_of(course, **answers)).encode()


def write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def found(course):
    """The notebook that is taken, and the notes."""
    about = tiny.of(course)
    taken = Submission(about, "ada").handed_in(about.notebooks[0])
    return json.loads(taken.text), taken.notes


def answers(nb):
    return {c["id"]: "".join(c["source"]) for c in nb["cells"] if c["id"] in tiny.RIGHT}


OTHER_NAMES = [
    "tiny (1).ipynb",
    "TINY.ipynb",
    "tiny.IPYNB",
    "tiny.ipynb.ipynb",
    "Ada Lovelace_12345_assignsubmission_file_tiny.ipynb",
    "tiny/tiny.ipynb",
    "Ada's work/final.ipynb",
    "café\u202e.ipynb",
    os.fsdecode(b"caf\xe9.ipynb"),
]


@pytest.mark.parametrize("name", OTHER_NAMES, ids=ascii)
def test_the_only_notebook_with_the_assignment_s_cells_is_taken(course, folder, name):
    write(folder / name, text(course))
    write(folder / "notes.ipynb", b"{}")
    nb, notes = found(course)
    assert answers(nb) == tiny.RIGHT
    assert len(notes) == 1
    assert notes[0].endswith("was graded as tiny.ipynb.")
    notes[0].encode()  # can be written


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32"])
def test_a_notebook_is_read_in_whatever_unicode_it_was_written(course, folder, encoding):
    answer = "def double(x):\n    return 2 * x  # größer"
    nb = nbformat.writes(tiny.answers_of(course, double=answer))
    write(folder / "tiny.ipynb", nb.encode(encoding))
    nb, notes = found(course)
    assert answers(nb)["double"] == answer
    assert len(notes) == (encoding != "utf-8")


WRONG = {"double": "double = abs", "half": "half = abs"}


@pytest.mark.parametrize(
    ("files", "chosen", "passed"),
    [
        ({"tiny.ipynb": 0, "tiny (1).ipynb": 3}, "tiny (1).ipynb", ["tiny.ipynb"]),
        ({"tiny.ipynb": 3, "tiny (1).ipynb": 0}, "tiny.ipynb", ["tiny (1).ipynb"]),
        ({"tiny.ipynb": 2, "tiny-final.ipynb": 3}, "tiny-final.ipynb", ["tiny.ipynb"]),
        ({"tiny.ipynb": 3, "a.ipynb": 3, "z/b.ipynb": 2}, "tiny.ipynb", ["a.ipynb", "z/b.ipynb"]),
        ({"b.ipynb": 1, "c.ipynb": 2}, "c.ipynb", ["b.ipynb"]),
        ({"tiny.ipynb": None, "b.ipynb": 1}, "b.ipynb", []),
        ({"tiny.ipynb": 1, "b.ipynb": None}, "tiny.ipynb", []),
    ],
)
def test_of_several_that_with_the_most_answers_is_taken(course, folder, files, chosen, passed):
    for name, count in files.items():
        changed = dict(list(tiny.RIGHT.items())[:count])
        nb = tiny.answer(tiny.released(course), **changed)
        nb.metadata["called"] = name
        write(folder / name, b"{" if count is None else nbformat.writes(nb).encode())
    nb, notes = found(course)
    assert nb["metadata"]["called"] == chosen
    assert any(f"{chosen} was graded as" in note for note in notes) == (chosen != "tiny.ipynb")
    for name in passed:
        assert any(name in note and chosen in note for note in notes)
    assert len(notes) == (chosen != "tiny.ipynb") + bool(passed)


@pytest.mark.parametrize(
    "name", [".tiny.ipynb", ".ipynb_checkpoints/tiny.ipynb", "__MACOSX/._tiny.ipynb", "a/b/c.ipynb"]
)
def test_copies_that_programs_keep_are_not_taken(course, folder, name):
    write(folder / name, text(course))
    with pytest.raises(Unreadable, match=r"No tiny\.ipynb was handed in\."):
        found(course)


@pytest.mark.parametrize("content", [b"", b"{}", b"[" * 10**6, b"\xff" * 100, b"\0" * 100])
def test_other_notebooks_that_are_none_are_no_hindrance(course, folder, content):
    write(folder / "tiny.ipynb", text(course))
    write(folder / "a.ipynb", content)
    assert found(course)[1] == ()


def test_a_notebook_that_takes_for_ever_to_look_at_is_passed_over(course, folder, monkeypatch):
    parse = submission.parse

    def slow(content, name):
        if name == "a.ipynb":
            sum(range(10**18))
        return parse(content, name)

    monkeypatch.setattr(submission, "parse", slow)
    monkeypatch.setattr(submission, "LONGEST_LOOK", 0.5)
    write(folder / "a.ipynb", text(course))
    write(folder / "tiny.ipynb", text(course))
    assert answers(found(course)[0]) == tiny.RIGHT


@pytest.mark.sandbox
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_has_another_name_and_encoding_is_graded_with_notes(course, folder, encoding):
    nb = nbformat.writes(tiny.answers_of(course))
    write(folder / "tiny" / "tiny (1).ipynb", nb.encode(encoding))
    (result,) = grade_all(tiny.of(course), ["ada"], feedback=False)
    assert result.status is Status.GRADED
    assert result.points == RIGHT
    assert len(result.notes) == 2
    assert left_to_do(tiny.of(course), ["ada"]) == []
