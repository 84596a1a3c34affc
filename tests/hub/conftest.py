"""A hub as deploy/hub/install.py sets it up, with accounts of this machine, made and removed."""

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from people import Person

from autograde.sealed.bubblewrap import why_not

ROOT = Path(__file__).resolve().parents[2]
LEFT_OUT = shutil.ignore_patterns(
    ".git", ".venv", "classroom", "__pycache__", ".*_cache", ".hypothesis", "benchmarks", "docs"
)
NOBODY_ELSE = 0o700


@dataclass(frozen=True)
class Class:
    """What is installed, and under which names."""

    folder: Path
    python: str
    checkout: Path
    group: str
    instructor: str
    students: tuple[str, ...]

    @property
    def prefix(self):
        return self.folder / "opt"

    @property
    def exchange(self):
        return self.folder / "srv" / "exchange" / "chainrule"

    @property
    def course(self):
        return Path(f"~{self.instructor}").expanduser() / "chainrule"

    def install(self, *options):
        """Run the installer; what it said."""
        file = self.folder / "class.txt"
        file.write_text("\n".join(self.students) + "\n")
        command = [self.python, self.checkout / "deploy" / "hub" / "install.py", "--no-service",
                   "--students", file, "--instructor", self.instructor, "--group", self.group,
                   "--prefix", self.prefix, "--exchange", self.exchange.parent,
                   "--settings", self.folder / "etc", *options]  # fmt: skip
        return subprocess.run(command, capture_output=True, text=True, check=False)

    def run_as(self, account, *command):
        """Run a command as somebody of the class, in their home or, as instructor, the course."""
        is_instructor = account == self.instructor
        folder = self.course if is_instructor else Path(f"~{account}").expanduser()
        programs = (self.course / ".venv" if is_instructor else self.prefix) / "bin"
        return subprocess.run(
            [shutil.which("runuser"), "-u", account, "--", *command],
            cwd=folder, env={"HOME": str(Path(f"~{account}").expanduser()), "USER": account,
                             "PATH": f"{programs}{os.pathsep}{os.defpath}"},
            capture_output=True, text=True, check=False, timeout=120, stdin=subprocess.DEVNULL,
        )  # fmt: skip


@pytest.fixture(scope="session")
def the_class():
    """Two students and an instructor with accounts here, and all that the installer installs."""
    python = python_for_everyone()
    folder = Path(tempfile.mkdtemp(prefix="hub-"))  # pytest's own are closed to other accounts
    folder.chmod(0o711)
    checkout = folder / "checkout"
    shutil.copytree(ROOT, checkout, ignore=LEFT_OUT)
    checkout.chmod(NOBODY_ELSE)
    number = os.getpid()
    names = [f"cr-{who}-{number}" for who in ("grace", "ada", "bob")]
    made = Class(folder, python, checkout, f"cr-class-{number}", names[0], tuple(names[1:]))
    try:
        done = made.install()
        if done.returncode and "pip" in done.stderr.splitlines()[-1]:
            pytest.skip(f"the packages of a hub cannot be had here: {done.stderr[-500:]}")
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
        yield made
    finally:
        for name in names:
            remove_account(name)
        subprocess.run(["groupdel", made.group], capture_output=True, check=False)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def hub(the_class):
    """The address of the hub, run by the configuration that was installed, on free ports."""
    for name in (the_class.instructor, *the_class.students):
        subprocess.run(["chpasswd"], input=f"{name}:{password(name)}\n", text=True, check=True)
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
    with open(log, "w") as said:
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


def password(name):
    return f"{name}'s own"


def python_for_everyone():
    """A Python that the accounts of the class may run; a skip where there can be no class."""
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("accounts are made by root")
    missing = [name for name in ("useradd", "runuser", "chpasswd") if not shutil.which(name)]
    if missing or why_not():
        pytest.skip(f"not here: {', '.join(missing)} {why_not() or ''}")
    base = Path(sys.base_prefix) / "bin" / f"python3.{sys.version_info.minor}"
    new_enough = "import sys; sys.exit(sys.version_info < (3, 11))"
    for python in (str(base), "/usr/bin/python3"):
        as_nobody = ["runuser", "-u", "nobody", "--", python, "-c", new_enough]
        if subprocess.run(as_nobody, capture_output=True, check=False).returncode == 0:
            return python
    pytest.skip("other accounts may not run a Python that is new enough")


def remove_account(name):
    """End what still runs as an account, and remove it with its home."""
    try:
        number = pwd.getpwnam(name).pw_uid
    except KeyError:
        return
    for process in psutil.process_iter(["uids"]):
        if process.info["uids"] and process.info["uids"].real == number:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.kill()
                process.wait(5)
    subprocess.run(["userdel", "--remove", name], capture_output=True, check=False)


def free_ports(count):
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]


def wait_for(address, process, log, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=5).close()
            return
        time.sleep(0.2)
    raise RuntimeError(f"The hub did not start:\n{log.read_text()[-2000:]}")
