"""`my/`: made to work in; an update brings corrections, and nothing that was written is lost."""

import json
import re
import shutil
import subprocess

import pytest
from lab_tools import ROOT, own_copy
from test_notebook_merge import cell, notebook, sign

NAME = "assignments/01_gates/01_gates.ipynb"
LECTURE = "lectures/01_history.ipynb"


def course_cells():
    return [cell("text", "opening", "# Gates"), cell("check", "imports", "import numpy as np"),
            cell("answer", "a", "stub a"), cell("check", "a-check", "check(a)"),
            cell("answer", "b", "stub b"), cell("check", "b-check", "check(b)")]  # fmt: skip


def put(path, cells):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(notebook(cells), indent=1), encoding="utf-8")


def get(path):
    return json.loads(path.read_text(encoding="utf-8"))


def sources(path):
    return [one["source"] for one in get(path)["cells"]]


def write_in(path, **texts):
    """Write texts into cells, by their ids."""
    found = get(path)
    for one in found["cells"]:
        one["source"] = texts.get(one["id"].replace("-", "_"), one["source"])
    path.write_text(json.dumps(found, indent=1), encoding="utf-8")


def git(folder, *words):
    who = ["-c", "user.name=t", "-c", "user.email=t@example.org", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def origin(tmp_path):
    """The course's own repository."""
    root = tmp_path / "origin"
    put(root / NAME, course_cells())
    put(root / LECTURE, [cell("text", "title", "# History"), cell("code", "try", "f = ...")])
    (root / "assignments/01_gates/points.csv").write_text("1,2\n", encoding="utf-8")
    (root / ".gitignore").write_text("/my/\n", encoding="utf-8")
    git(tmp_path, "init", str(root))
    git(root, "add", ".")
    git(root, "commit", "-m", "first")
    return root


@pytest.fixture
def root(origin, tmp_path):
    """A learner's clone."""
    git(tmp_path, "clone", str(origin), "clone")
    return tmp_path / "clone"


def correct(origin):
    """The course mends a task, a stub and a check, and adds a cell."""
    cells = course_cells()
    cells[0]["source"], cells[4]["source"] = "# Gates, mended", "stub b, mended"
    cells.insert(3, cell("text", "remark", "a remark"))
    put(origin / NAME, [sign(one) for one in cells])
    git(origin, "commit", "-am", "mended")


def update(root):
    return "\n".join(own_copy.OwnCopy(root).update())


def all_texts(root):
    """All that is in the learner's notebooks and in the copies of them."""
    found = [path.read_text(encoding="utf-8", errors="replace") for path in root.rglob("*.ipynb")]
    return "\n".join(found)


def test_it_is_made_once_and_git_never_meets_it(root):
    own = own_copy.OwnCopy(root)
    own.complete()
    write_in(own.my / NAME, a="mine")
    own_copy.OwnCopy(root).complete()
    assert "mine" in sources(own.my / NAME)
    assert (own.my / "assignments/01_gates/points.csv").exists()
    status = ["git", "status", "--porcelain"]
    assert subprocess.run(status, cwd=root, capture_output=True, check=True).stdout == b""


def test_an_update_in_mid_term_brings_what_is_mended_and_keeps_what_is_written(origin, root):
    own = own_copy.OwnCopy(root)
    own.complete()
    write_in(own.my / NAME, a="mine a", b="mine b")
    correct(origin)
    said = update(root)
    found = sources(own.my / NAME)
    assert found[:4] == ["# Gates, mended", "import numpy as np", "mine a", "a remark"]
    assert "mine b" in found
    assert any("stub b, mended" in text for text in found)
    assert "2 answers carried over: a, b." in said
    assert "Changed on both sides, so look at both there: b." in said
    (copy,) = (own.my / "before").glob(f"*/{NAME}")
    assert str(copy.relative_to(root)) in said
    assert "mine b" in sources(copy)


def test_a_second_update_has_nothing_to_do(origin, root):
    own_copy.OwnCopy(root).complete()
    correct(origin)
    update(root)
    before = sorted(root.rglob("*"))
    assert "with what you wrote in them" in update(root)
    assert sorted(root.rglob("*")) == before


class Crash(Exception):
    """The machine stops."""


@pytest.mark.parametrize("dirty", [False, True])
def test_wherever_an_update_breaks_off_it_can_be_repeated(
    origin, root, tmp_path, monkeypatch, dirty
):
    own_copy.OwnCopy(root).complete()
    write_in(root / "my" / NAME, a="mine a")
    write_in(root / "my" / LECTURE, **{"try": "f = max"})
    if dirty:
        write_in(root / NAME, b="first edition's b", a="first edition's a")
    correct(origin)
    write, put_back = own_copy.write, own_copy.Git.put_back
    stops = 0
    while True:
        work = tmp_path / f"stop-{stops}"
        shutil.copytree(root, work)
        left = [stops]

        def crash_after(act, left=left):
            def acting(*arguments):
                left[0] -= 1
                if left[0] < 0:
                    raise Crash
                return act(*arguments)

            return acting

        monkeypatch.setattr(own_copy, "write", crash_after(write))
        monkeypatch.setattr(own_copy.Git, "put_back", crash_after(put_back))
        try:
            update(work)
            finished = True
        except Crash:
            finished = False
        monkeypatch.undo()
        update(work)
        found = sources(work / "my" / NAME)
        assert {"mine a", "# Gates, mended", "a remark"} <= set(found)
        assert found.count("mine a") == 1
        assert not dirty or {"first edition's b", "first edition's a"} <= set(found)
        assert "f = max" in sources(work / "my" / LECTURE)
        assert "stub b, mended" in "\n".join(found)
        if finished:
            break
        stops += 1
    assert stops >= 3


def test_work_in_the_courses_own_notebooks_moves_over_and_the_pull_goes_through(origin, root):
    write_in(root / NAME, a="first edition's a", opening="# scribbled")
    correct(origin)
    said = update(root)
    assert f"What you wrote in {NAME} was moved over here." in said
    found = sources(root / "my" / NAME)
    assert "first edition's a" in found
    assert "# Gates, mended" in found
    assert "# scribbled" in found
    assert "# Gates, mended" in sources(root / NAME)
    assert "first edition's a" in all_texts(root / "my/before")


def test_work_that_went_on_in_my_is_not_overtaken_by_what_was_left_behind(origin, root):
    write_in(root / NAME, a="first try")
    own_copy.OwnCopy(root).complete()
    assert "first try" in sources(root / "my" / NAME)
    write_in(root / "my" / NAME, a="second try")
    correct(origin)
    update(root)
    assert "second try" in sources(root / "my" / NAME)
    assert "first try" not in sources(root / "my" / NAME)
    assert "first try" in all_texts(root / "my/before")


def test_a_notebook_in_which_a_merge_stopped_is_mended_with_both_sides(origin, root):
    write_in(root / NAME, a="mine a")
    git(root, "stash")
    cells = course_cells()
    cells[2]["source"] = "stub a, mended"
    put(origin / NAME, [sign(one) for one in cells])
    git(origin, "commit", "-am", "mended")
    git(root, "pull")
    subprocess.run(["git", "stash", "pop"], cwd=root, capture_output=True)
    assert "<<<<<<<" in (root / NAME).read_text(encoding="utf-8")
    update(root)
    assert "mine a" in sources(root / "my" / NAME)
    assert "stub a, mended" in sources(root / NAME)


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"cells": 3, "nbformat": 4}', "\ud800"])
def test_what_is_no_notebook_is_kept_and_told_and_a_fresh_one_is_there(root, text):
    own = own_copy.OwnCopy(root)
    own.complete()
    (own.my / NAME).write_bytes(text.encode("utf-8", "surrogatepass"))
    said = update(root)
    assert "none of your answers are in it" in said
    assert sources(own.my / NAME) == sources(root / NAME)
    (copy,) = (own.my / "before").glob(f"*/{NAME}")
    assert copy.read_bytes() == text.encode("utf-8", "surrogatepass")


@pytest.mark.parametrize("by", ["learner", "course"])
def test_a_notebook_of_another_name_is_found_by_its_questions(origin, root, by):
    own = own_copy.OwnCopy(root)
    own.complete()
    write_in(own.my / NAME, a="mine a")
    if by == "learner":
        new, old = NAME, "assignments/01_gates/to hand in.ipynb"
        (own.my / NAME).rename(own.my / old)
        correct(origin)
    else:
        new, old = "assignments/01_lines/01_lines.ipynb", NAME
        (origin / new).parent.mkdir()
        git(origin, "mv", NAME, new)
        git(origin, "commit", "-m", "renamed")
    said = update(root)
    assert "mine a" in sources(own.my / new)
    assert "mine a" in sources(own.my / old)
    assert f"It was my/{old}, which stays." in said


def test_without_git_the_files_that_stand_there_count(root):
    shutil.rmtree(root / ".git")
    write_in(root / NAME, a="mine a")  # before there was a `my/`
    own = own_copy.OwnCopy(root)
    own.complete()
    put(root / NAME, [*course_cells(), cell("text", "end", "The end.")])
    assert [name.as_posix() for name in own.outdated()] == [NAME]
    assert "1 answer carried over: a." in update(root)
    assert {"mine a", "The end."} <= set(sources(own.my / NAME))
    assert own.outdated() == []


def test_commits_of_ones_own_stay_and_git_says_what_it_cannot_do(origin, root):
    write_in(root / LECTURE, title="# mine")
    git(root, "commit", "-am", "mine")
    correct(origin)
    assert "git could not get what is new" in update(root)
    assert "# mine" in sources(root / "my" / LECTURE)


def test_every_link_of_a_notebook_also_holds_in_the_copy(tmp_path):
    own = own_copy.OwnCopy(tmp_path)
    for name in [*own_copy.OwnCopy(ROOT).handed_out(), *own_copy.OwnCopy(ROOT).linked()]:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    own.complete()
    notebooks = list(own.my.glob("[!.]*/**/*.ipynb"))
    assert len(notebooks) > 20
    links = [
        (path, link)
        for path in notebooks
        for text in sources(path)
        for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)\s#]+)", "".join(text))
        if "." in link
    ]
    assert links
    assert [(path.name, link) for path, link in links if not (path.parent / link).exists()] == []
