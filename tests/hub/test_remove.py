"""What the installer made it takes away again, and nothing else.

The accounts, folders and files are real; only packages are not fetched, and systemd is a script.
"""

import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest
from one_class import (
    Class,
    copy_checkout,
    names_of_a_class,
    python_for_everyone,
    remove_account,
)

pytestmark = [pytest.mark.slow(seconds=160), pytest.mark.xdist_group("hub")]

PLACES = ("/etc/passwd", "/etc/group", "/etc/shadow", "/etc/gshadow", "/etc/subuid", "/etc/subgid")
FOLDERS = ("/home", "/srv", "/etc/chainrule", "/var/lib/chainrule", "/usr/local/lib/chainrule",
           "/var/mail")  # fmt: skip
WITHOUT_PACKAGES = """
import subprocess, sys
sys.path.insert(0, sys.argv.pop(1))
import steps
from machine import run_as
steps.install_packages = lambda prefix, stamp: stamp.write_text(steps.fingerprint())
def set_up(course, owner):
    run_as(owner, "mkdir", "-p", f"{course}/.venv/bin")
    run_as(owner, "touch", f"{course}/.venv/bin/jupyterhub-singleuser")
steps.set_up_course = set_up
from install import main
sys.exit(main(sys.argv[1:]))
"""
SYSTEMCTL = """#!/bin/sh
echo "$@" >> {log}
case "$1" in is-active) exit 3;; enable) mkdir -p /var/lib/chainrule;; esac
"""
BOOTED = """
mkdir -p /run/systemd && mount -t tmpfs tmpfs /run/systemd && mkdir /run/systemd/system
mkdir -p /etc/systemd/system && mount -t tmpfs tmpfs /etc/systemd/system
"""


@pytest.fixture
def a_class():
    """Names and folders of a class; who of it is there before is made by a test."""
    python = python_for_everyone()
    folder = Path(tempfile.mkdtemp(prefix="hub-"))
    folder.chmod(0o711)
    copy_checkout(folder / "checkout")
    group, *names = names_of_a_class("grace", "ada", "bob")
    made = Class(folder, python, folder / "checkout", group, names[0], (*names[1:],))
    (folder / "class.csv").write_text("id\n" + "\n".join(made.students) + "\n", encoding="utf-8")
    (folder / "bin").mkdir()
    systemctl = folder / "bin" / "systemctl"
    systemctl.write_text(SYSTEMCTL.format(log=folder / "systemctl.log"), encoding="utf-8")
    systemctl.chmod(0o755)
    yield made
    for name in names:
        remove_account(name)
        shutil.rmtree(f"/home/{name}", ignore_errors=True)
    subprocess.run(["groupdel", made.group], capture_output=True, check=False)
    shutil.rmtree(folder, ignore_errors=True)


def session(a_class, *asked):
    """Run the installer so often, each time with these options; what it said.

    All in one session, in which the tests' systemctl is systemd.
    """
    (a_class.folder / "quickly.py").write_text(WITHOUT_PACKAGES, encoding="utf-8")
    words = [a_class.python, a_class.folder / "quickly.py",
             a_class.checkout / "deploy" / "hub", "--group", a_class.group,
             "--prefix", a_class.prefix, "--exchange", a_class.exchange.parent,
             "--settings", a_class.folder / "etc", "--instructor", a_class.instructor]  # fmt: skip
    command = " ".join(f"'{word}'" for word in words)
    script = "\n".join(
        ["set -e", BOOTED, f"export PATH={a_class.folder}/bin:$PATH"]
        + [f"{command} {options}" for options in asked]
    )
    return subprocess.run(
        [shutil.which("unshare"), "--mount", "/bin/sh", "-c", script],
        capture_output=True, encoding="utf-8", check=False, input="",
    )  # fmt: skip


def traces(a_class):
    """What of the class is to be seen on the machine."""
    people = (a_class.group, a_class.instructor, *a_class.students)
    lines = [line for file in PLACES for line in Path(file).read_text("utf-8").splitlines()]
    known = [line for line in lines if any(name in line for name in people)]
    homes = [path for folder in FOLDERS if Path(folder).is_dir() for path in Path(folder).iterdir()]
    here = [path for path in a_class.folder.iterdir() if path.suffix not in (".py", ".log")]
    return sorted(known), {Path(f).exists() for f in FOLDERS[2:5]}, sorted([*homes, *here])


def install(a_class, *options):
    return " ".join([f"--students '{a_class.folder / 'class.csv'}'", *options])


@pytest.mark.parametrize("service", ["", "--no-service"])
def test_after_installing_and_removing_with_homes_nothing_is_left(a_class, service):
    before = traces(a_class)
    done = session(a_class, install(a_class, service))
    assert done.returncode == 0, done.stdout + done.stderr
    while_there = traces(a_class)
    assert len(while_there[0]) > len(before[0])
    asleep = subprocess.Popen(["runuser", "-u", a_class.students[0], "--", "sleep", "300"])
    options = f"--remove --homes --yes {service}"
    done = session(a_class, install(a_class, service), options, options)
    assert done.returncode == 0, done.stdout + done.stderr
    assert asleep.wait(20) != 0
    assert traces(a_class) == before
    assert done.stdout.splitlines()[-1] == "Nothing is here that was installed."
    log = a_class.folder / "systemctl.log"
    asked = log.read_text("utf-8").splitlines() if log.exists() else []
    assert ("disable --now chainrule-hub.service" in asked) == (not service)


def test_homes_stay_as_root_s_and_come_back_with_their_accounts(a_class):
    done = session(a_class, install(a_class))
    home = Path(f"/home/{a_class.students[0]}")
    (home / "mine.txt").write_text("x", encoding="utf-8")
    shutil.chown(home / "mine.txt", a_class.students[0])
    done = session(a_class, "--remove --yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert (home.owner(), home.stat().st_mode & 0o777) == ("root", 0o700)
    assert Path(f"/home/{a_class.instructor}/chainrule/course.py").is_file()
    done = session(a_class, install(a_class))
    assert done.returncode == 0, done.stdout + done.stderr
    assert home.owner() == (home / "mine.txt").owner() == a_class.students[0]


def test_accounts_and_folders_that_were_there_before_stay(a_class):
    there = a_class.students[0]
    subprocess.run(["useradd", "--create-home", there], check=True)
    a_class.exchange.parent.parent.mkdir()
    before = [line for line in traces(a_class)[0] if there in line]
    done = session(a_class, install(a_class), "--remove --homes --yes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line for line in traces(a_class)[0] if there in line] == before
    assert Path(f"/home/{there}").owner() == there
    assert a_class.exchange.parent.parent.is_dir()
    assert not Path(f"/home/{a_class.students[1]}").exists()


@pytest.mark.parametrize("options", ["--remove", "--remove --dry-run", "--remove --homes"])
def test_nothing_goes_that_was_not_listed_and_agreed_to(a_class, options):
    session(a_class, install(a_class, "--no-service"))
    before = traces(a_class)
    said = session(a_class, f"{options} --no-service")
    assert traces(a_class) == before
    assert said.returncode == (0 if "dry-run" in options else 2)
    for what in (a_class.instructor, *a_class.students, a_class.group, a_class.prefix,
                 a_class.exchange.parent, a_class.folder / "etc"):  # fmt: skip
        assert any(
            line.startswith("  goes ") and str(what) in line for line in said.stdout.splitlines()
        )
