"""What a student's process can read of us, and that its side knows nothing of the judge's."""

import ast
from pathlib import Path

import pytest
from test_launcher import LIMITS, said

from autograde.course.course import CourseError
from autograde.sandbox.host.bubblewrap import GIVEN, SandboxOptions, package_path
from autograde.sandbox.host.launcher import Launcher

ROOT = Path(__file__).resolve().parents[2]
GUEST = ("autograde/sandbox/guest", "autograde/sandbox/protocol")
OURS = ("autograde", "chainrule", "solutions", "tests")

FIND = """import os
found = []
for top, folders, files in os.walk("/"):
    folders[:] = [name for name in folders if top + name not in ("/proc", "/sys")]
    for path in (os.path.join(top, name) for name in files if name.endswith((".py", ".ipynb"))):
        try:
            about = os.stat(path)
            open(path).close()
        except OSError:
            continue
        if (about.st_ino, about.st_size) in OURS:
            print(path)"""


def files(*folders):
    """The files of text in these folders of the checkout."""
    paths = (path for folder in folders for path in Path(ROOT, folder).rglob("*"))
    return [path for path in paths if path.suffix in (".py", ".ipynb") and path.stat().st_size]


@pytest.mark.sandbox
@pytest.mark.parametrize("packages", [(), ("chainrule",)], ids=["none", "chainrule"])
def test_a_student_can_read_the_guest_the_protocol_and_the_course_s_packages(packages):
    numbers = {(path.stat().st_ino, path.stat().st_size) for path in files(*OURS)}
    options = SandboxOptions(packages=packages)
    with Launcher(LIMITS, options) as launcher, launcher.spawn() as student:
        seen = said(student, f"OURS = {numbers}\n{FIND}", 120.0).splitlines()
    shown = {f"{GIVEN}/{path.relative_to(ROOT).as_posix()}" for path in files(*GUEST, *packages)}
    assert set(seen) == shown


@pytest.mark.parametrize("file", files(*GUEST), ids=lambda path: path.stem)
def test_the_guest_s_side_imports_itself_and_the_protocol_only(file):
    tree = ast.parse(file.read_text(encoding="utf-8"))
    names = [node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    names += [a.name for node in ast.walk(tree) if isinstance(node, ast.Import) for a in node.names]
    ours = [name for name in names if name.split(".")[0] in OURS]
    inside = tuple(folder.replace("/", ".") for folder in GUEST)
    assert [name for name in ours if not name.startswith(inside)] == []


def test_a_package_that_is_not_there_is_named():
    with pytest.raises(CourseError, match=r"There is no package no_such\.checks"):
        package_path("no_such.checks")
