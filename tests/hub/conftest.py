"""A class on a hub of this machine, with accounts that are made and removed; and its story."""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import pytest
from one_class import (
    NAME,
    NOBODY_ELSE,
    NOTEBOOK,
    Class,
    copy_checkout,
    free_ports,
    handed_in,
    is_offline,
    names_of_a_class,
    password,
    python_for_everyone,
    remove_account,
    solved,
    succeeded,
    take_down,
    wait_for,
)
from people import Person

LONG_AGO = "2001-01-01 00:00:00.000000 UTC"


@pytest.fixture(scope="session")
def the_class():
    """Two students and an instructor with accounts here, and all that the installer installs."""
    python = python_for_everyone()
    folder = Path(tempfile.mkdtemp(prefix="hub-"))  # pytest's own are closed to other accounts
    folder.chmod(0o711)
    checkout = folder / "checkout"
    copy_checkout(checkout)
    group, *names = names_of_a_class("grace", "ada", "bob", "cleo")
    made = Class(folder, python, checkout, group, names[0], tuple(names[1:]))
    try:
        done = made.install()
        if done.returncode and is_offline(python):
            pytest.skip("the packages of a hub cannot be had here")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        yield made
        take_down(made)
    finally:
        for name in names:
            remove_account(name)
        subprocess.run(["groupdel", made.group], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def hub(the_class):
    """The address of the hub, run by the configuration that was installed, on free ports."""
    for name in (the_class.instructor, *the_class.students):
        subprocess.run(
            ["chpasswd"], input=f"{name}:{password(name)}\n", encoding="utf-8", check=True
        )
    public, internal, proxy = free_ports(3)
    state = the_class.folder / "state"
    state.mkdir(mode=NOBODY_ELSE)
    log = state / "hub.log"
    env = {"PATH": os.defpath, "CHAIN_RULE_PREFIX": str(the_class.prefix),
           "CHAIN_RULE_COURSE": str(the_class.course), "CHAIN_RULE_GROUP": the_class.group,
           "CHAIN_RULE_INSTRUCTOR": the_class.instructor}  # fmt: skip
    address = f"http://127.0.0.1:{public}"
    command = [the_class.prefix / "bin" / "jupyterhub",
               "--config", the_class.folder / "etc" / "jupyterhub_config.py",
               f"--JupyterHub.bind_url={address}", f"--JupyterHub.hub_port={internal}",
               f"--ConfigurableHTTPProxy.api_url=http://127.0.0.1:{proxy}"]  # fmt: skip
    with open(log, "w", encoding="utf-8") as said:
        running = subprocess.Popen(command, cwd=state, env=env, stdout=said, stderr=said)
        try:
            wait_for(f"{address}/hub/health", running, log)
            yield address
        finally:
            running.send_signal(signal.SIGINT)  # the hub stops the servers that it started
            with contextlib.suppress(subprocess.TimeoutExpired):
                running.wait(30)
            running.kill()


@pytest.fixture(scope="session")
def grace(the_class, hub):
    return logged_in(hub, the_class.instructor)


@pytest.fixture(scope="session")
def ada(the_class, hub):
    return logged_in(hub, the_class.students[0])


@pytest.fixture(scope="session")
def bob(the_class, hub):
    return logged_in(hub, the_class.students[1])


def logged_in(hub, name):
    return Person(hub, name, password(name)).start_server()


@pytest.fixture(scope="session")
def released(the_class, grace):
    """The instructor releases the assignment to the class."""
    succeeded(the_class.run_as(grace.name, "autograde", "release", NAME))
    succeeded(the_class.run_as(grace.name, "nbgrader", "release_assignment", NAME))


@pytest.fixture(scope="session")
def submitted(the_class, released, grace, ada, bob):
    """Ada hands in before the deadline, bob after it; bob says that he did long before."""
    for student, answers in ((ada, solved), (bob, lambda nb: nb)):
        student.assignment_list("fetch", NAME)
        student.save(NOTEBOOK, answers(student.read(NOTEBOOK)))
    ada.assignment_list("submit", NAME)
    deadline = time.strftime("%Y-%m-%d %H:%M:%S UTC", time.gmtime(time.time() + 1))
    time.sleep(2)
    due = ("nbgrader", "db", "assignment", "add", NAME, "--duedate", deadline)
    succeeded(the_class.run_as(grace.name, *due))
    bob.assignment_list("submit", NAME)
    (folder,) = handed_in(the_class, bob)
    forged = folder.with_name(f"{bob.name}+{NAME}+{LONG_AGO}+forged")
    forge = f"""cd '{folder}' && echo '{LONG_AGO}' > timestamp.txt &&
                touch -d '{LONG_AGO[:19]}' * . && mv '{folder}' '{forged}'"""
    succeeded(the_class.run_as(bob.name, "sh", "-c", forge))


@pytest.fixture(scope="session")
def graded(the_class, submitted, grace, ada, bob):
    """The instructor collects, grades and gives feedback; the students fetch it."""
    succeeded(the_class.run_as(grace.name, "nbgrader", "collect", NAME))
    succeeded(the_class.run_as(grace.name, "autograde", "run", NAME, "--workers", "2"))
    succeeded(the_class.run_as(grace.name, "nbgrader", "release_feedback", NAME))
    for student in (ada, bob):
        student.assignment_list("fetch_feedback", NAME)
