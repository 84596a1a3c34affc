"""What a student of the class cannot reach, each tried as that student.

Beside each refusal, somebody who may succeeds at the same: else a wrong path would pass, too.
"""

import json
import re
import subprocess
from pathlib import Path

import psutil
import pytest
from one_class import NAME, NOTEBOOK, handed_in, password, remove_account
from people import Person

pytestmark = [
    pytest.mark.slow(seconds=160),
    pytest.mark.xdist_group("hub"),
    pytest.mark.usefixtures("graded"),
]

# What is read, and who may read it; {ada} and {grace} are home folders.
PRIVATE = {
    "another's notebook": ("{ada}/" + NOTEBOOK, "ada"),
    "another's submissions": ("{ada}/.local/share/jupyter/nbgrader_cache", "ada"),
    "another's key of a kernel": ("{ada}/.local/share/jupyter/runtime", "ada"),
    "the solutions": ("{grace}/chainrule/solutions/" + NOTEBOOK, "grace"),
    "the hidden checks": ("{grace}/chainrule/autograde/checks", "grace"),
    "the gradebook": ("{grace}/chainrule/classroom/gradebook.db", "grace"),
    "what was collected": ("{grace}/chainrule/classroom/submitted", "grace"),
    "what was handed in": ("{exchange}/inbound", "grace"),
    "whose feedback there is": ("{exchange}/feedback", "grace"),
    "the administrator's checkout": ("{checkout}/solutions/" + NOTEBOOK, None),
}


def refused(done):
    assert done.returncode != 0, done.stdout
    assert "Permission denied" in done.stderr or "Operation not permitted" in done.stderr


def read(path):
    """A shell's way to read a file, or to list a folder."""
    return ("sh", "-c", f"if [ -d '{path}' ]; then ls -A '{path}'; else cat '{path}'; fi")


@pytest.fixture(scope="session")
def kernel(ada):
    """A kernel of ada's: its process."""
    ada.ask("POST", "api/kernels", json={"name": "python3"}).raise_for_status()
    mine = [p for p in psutil.process_iter(["username", "cmdline"]) if p.info["username"]]
    mine = [p for p in mine if p.uids().real == Path(f"~{ada.name}").expanduser().stat().st_uid]
    (process,) = (p for p in mine if "ipykernel_launcher" in " ".join(p.info["cmdline"]))
    return process


@pytest.mark.parametrize("what", PRIVATE)
def test_a_student_cannot_read(the_class, ada, bob, grace, kernel, what):
    path, owner = PRIVATE[what]
    homes = {who.name.split("-")[1]: Path(f"~{who.name}").expanduser() for who in (ada, grace)}
    path = path.format(exchange=the_class.exchange, checkout=the_class.checkout, **homes)
    refused(the_class.run_as(bob.name, *read(path)))
    if owner:
        done = the_class.run_as({"ada": ada, "grace": grace}[owner].name, *read(path))
        assert done.stdout
    else:
        assert Path(path).stat().st_size


@pytest.mark.parametrize("path", ["lab", "api/contents", "api/terminals", "api/kernels"])
def test_a_student_has_no_way_into_anothers_server(ada, bob, path):
    assert ada.ask("GET", path).status_code == 200
    assert bob.ask("GET", path, of=ada.name).status_code in (302, 403)


def test_a_link_in_ones_own_folder_opens_nothing_of_anothers(the_class, ada, bob):
    target = Path(f"~{ada.name}").expanduser() / NOTEBOOK
    the_class.run_as(bob.name, "ln", "-s", str(target), "hers.ipynb")
    assert not bob.ask("GET", "api/contents/hers.ipynb").ok
    assert bob.ask("GET", f"api/contents/{NOTEBOOK}").ok


def test_a_submission_cannot_be_taken_away_even_by_name(the_class, ada, bob):
    folder = handed_in(the_class, ada)[0]
    refused(the_class.run_as(bob.name, "mv", str(folder), f"{folder}-gone"))
    assert folder.is_dir()


def test_no_other_exchange_can_be_put_in_the_place_of_the_courses(the_class, bob):
    course = the_class.exchange
    refused(the_class.run_as(bob.name, "mv", str(course), f"{course}-gone"))
    assert (course / "inbound").is_dir()


def test_what_a_kernel_prints_cannot_be_listened_to(the_class, kernel, ada, bob):
    file = Path(kernel.cmdline()[-1])
    about = json.loads(file.read_text(encoding="utf-8"))
    sockets = [f"{about['ip']}-{about[f'{name}_port']}" for name in ("shell", "iopub", "stdin")]
    connect = "import socket, sys; socket.socket(socket.AF_UNIX).connect(sys.argv[1])"
    for path in sockets:
        refused(the_class.run_as(bob.name, "python", "-c", connect, path))
        assert the_class.run_as(ada.name, "python", "-c", connect, path).returncode == 0


def test_students_have_the_engine_and_not_the_grader(the_class, bob, grace):
    for name, who, there in (
        ("chainrule", bob, True),
        ("autograde", bob, False),
        ("autograde", grace, True),
    ):
        done = the_class.run_as(who.name, "python", "-c", f"import {name}")
        assert (done.returncode == 0) == there, done.stderr


def test_only_the_instructor_has_the_formgrader(bob, grace):
    path = "formgrader/manage_assignments"
    assert grace.ask("GET", path).status_code == 200
    assert bob.ask("GET", path).status_code == 404


def disabled(person):
    """The extensions that are switched off in somebody's JupyterLab."""
    (said,) = re.findall(r'"disabledExtensions": (\[.*?\])', person.ask("GET", "lab").text)
    return set(json.loads(said))


def test_students_menus_lack_what_only_instructors_use(bob, grace):
    tools = {f"@jupyter/nbgrader:{tool}" for tool in ("formgrader", "create-assignment")}
    assert tools <= disabled(bob)
    assert not tools & disabled(grace)


def test_handing_in_under_anothers_name_is_not_collected(the_class, bob, ada, grace):
    folder = the_class.exchange / "inbound" / f"{ada.name}+{NAME}+2040-01-01 00:00:00 UTC+x"
    stamp = the_class.course / "classroom" / "submitted" / ada.name / NAME / "timestamp.txt"
    before = stamp.read_text(encoding="utf-8")
    the_class.run_as(bob.name, "cp", "-r", NAME, str(folder))
    done = the_class.run_as(grace.name, "nbgrader", "collect", NAME, "--update")
    assert f"names {ada.name}, but belongs to" in done.stderr
    assert stamp.read_text(encoding="utf-8") >= before
    assert not stamp.read_text(encoding="utf-8").startswith("2040")


def test_an_account_outside_of_the_class_does_not_see_the_exchange(the_class, bob):
    path = str(the_class.exchange / "outbound")
    assert NAME in the_class.run_as(bob.name, "ls", path).stdout
    as_nobody = ["runuser", "-u", "nobody", "--", "ls", path]
    refused(subprocess.run(as_nobody, capture_output=True, encoding="utf-8", check=False))


def test_an_account_outside_of_the_class_may_not_log_in(hub, the_class):
    name = the_class.instructor.replace("grace", "eve")
    subprocess.run(["useradd", "--create-home", name], check=True)
    try:
        given = f"{name}:{password(name)}\n"
        subprocess.run(["chpasswd"], input=given, encoding="utf-8", check=True)
        assert Person(hub, name, password(name)).said.status_code == 403
    finally:
        remove_account(name)
