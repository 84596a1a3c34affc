"""Workers behind a Dask scheduler, started as the handbook says; and whatever dies of them."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import dask.config
import nbformat
import pytest
import tiny
import yaml
from pages import blocks
from typer.testing import CliRunner

from autograde.cli.app import app
from autograde.course.course import CourseError
from autograde.grading import dask_workers, results
from autograde.grading.run import grade_all, left_to_do
from autograde.grading.workers import workers

PAGE = tiny.ROOT / "docs/handbook/more_machines.md"
STUDENTS = {"ada": 6, "bob": 3, "cyd": 3, "dan": 0, "eve": 6}
ANSWERS = {
    "bob": {"double": "double = abs"},
    "cyd": {"half": "import os\nos._exit(1)"},
    "dan": {"double": "x = 1", "half": "half = len"},
}
SLEEPY = "import time\ntime.sleep(1)\ndef double(x):\n    return 2 * x"
UNENCRYPTED = ("tcp://127.0.0.1:9", "127.0.0.1:9", "ws://grader:8786", "TLS://grader:8786")

pytestmark = [pytest.mark.slow(seconds=100), pytest.mark.xdist_group("dask")]


def on_the_page(words):
    """The one block of the page with these words in it."""
    (block,) = [block.text for block in blocks(PAGE, "bash") if words in block.text]
    return block


@dataclass
class Machines:
    """What the page has one start, all on this machine: its folder, its port, its processes."""

    home: Path
    port: int = 0
    started: list = field(default_factory=list)

    @property
    def address(self):
        return f"tls://127.0.0.1:{self.port}"

    def start(self, words, **replaced):
        """Start a program as the page says, and remember it."""
        text = on_the_page(words).replace("grader:8786", f"127.0.0.1:{self.port}")
        for old, new in {"8786": str(self.port), "$(nproc)": "1", **replaced}.items():
            text = text.replace(old, new)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.started.append(subprocess.Popen(["bash", "-ec", text], **self.options(), **quiet))
        return self.started[-1]

    def options(self):
        """Each in a session of its own, with the programs of this environment."""
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        env = {**os.environ, "HOME": str(self.home), "PATH": path, "COLUMNS": "200",
               "DASK_CONFIG": str(self.home / "grading")}  # fmt: skip
        return {"env": env, "start_new_session": True, "cwd": tiny.ROOT}

    def autograde(self, course, command, *options):
        """A command of the grader's, whose workers are here."""
        words = [*command.split(), tiny.NAME, "--scheduler", self.address, *options]
        command = [sys.executable, "-m", "autograde", *words, "--course", course.root]
        return subprocess.Popen(
            command, **self.options(), encoding="utf-8",
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def wait_for_workers(self, count):
        from distributed import Client

        end = time.monotonic() + 60
        with configured(self):
            while True:
                try:
                    with Client(self.address, timeout=5, set_as_default=False) as client:
                        return count and client.wait_for_workers(count, timeout=30)
                except OSError:
                    assert time.monotonic() < end


def kill(process):
    """End a program and all that it started at once, as a machine that loses its power."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait(20)


@contextmanager
def configured(machines):
    """The page's dask.yaml, for what runs in this process."""
    file = machines.home / "grading" / "dask.yaml"
    own = yaml.safe_load(file.read_text(encoding="utf-8"))
    with dask.config.set(dask.config.merge(dask.config.config, own)):
        yield


@contextmanager
def cluster(home, count):
    """A scheduler and so many workers; the scheduler is started first."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        machines = Machines(home, free.getsockname()[1])
    try:
        machines.start("dask scheduler", **{"8787": "0"})
        for _ in range(count):
            machines.start("dask worker")
        machines.wait_for_workers(count)
        yield machines
    finally:
        for process in reversed(machines.started):
            kill(process)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A home folder with the certificate in it, made as the page says."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is not here")
    machines = Machines(tmp_path_factory.mktemp("home"))
    made = ["bash", "-ec", on_the_page("openssl")]
    subprocess.run(made, check=True, capture_output=True, **machines.options())
    return machines.home


@pytest.fixture(scope="module")
def two_workers(home):
    with cluster(home, 2) as machines:
        yield machines


@pytest.fixture
def handed_in(course):
    for student in STUDENTS:
        tiny.hand_in(course, student, tiny.answers_of(course, **ANSWERS.get(student, {})))
    return course


@pytest.fixture
def sleepy(course):
    """Eight submissions that take a second each."""
    for number in range(8):
        tiny.hand_in(course, f"s{number}", tiny.answers_of(course, double=SLEEPY))
    return course


def scores(course):
    return {who: r.points for who, r in results.load(tiny.of(course).results).items()}


def run(course, command, *options):
    arguments = [*command.split(), tiny.NAME, "--course", str(course.root), *options]
    return CliRunner(env={"COLUMNS": "200"}).invoke(app, arguments)


def after_the_first(course, grading):
    """Wait until a submission is graded, and not all of them."""
    while not scores(course):
        assert grading.poll() is None, grading.communicate()
        time.sleep(0.05)
    assert len(scores(course)) < 8


def one_sentence(grading):
    """The last line that a command said, which is no traceback."""
    _, said = grading.communicate(timeout=120)
    assert "Traceback" not in said
    return said.strip().splitlines()[-1]


# ----------------------------------------------------------------- grading


@pytest.mark.sandbox
def test_the_commands_of_the_page_grade_a_class(handed_in, two_workers):
    options = f"{tiny.NAME} --course '{handed_in.root}'"
    done = two_workers.start("autograde run", **{"01_xor": options})
    assert done.wait(120) == 0
    assert scores(handed_in) == STUDENTS
    assert {path.name for path in handed_in.folder("feedback").iterdir()} == set(STUDENTS)


@pytest.mark.sandbox
def test_a_class_is_regraded_by_them_with_a_preview_and_without(handed_in, two_workers):
    list(grade_all(tiny.of(handed_in), sorted(STUDENTS), feedback=False))
    path = tiny.of(handed_in).solution / f"{tiny.NAME}.ipynb"
    nb = nbformat.read(path, as_version=4)
    (cell,) = [cell for cell in nb.cells if cell.id == "double-hidden"]
    cell.source = tiny.hidden("assert double(71) in (71, 142)")
    nbformat.write(nb, path)
    told = []
    for command in ("regrade --preview", "regrade"):
        grading = two_workers.autograde(handed_in, command)
        said, trouble = grading.communicate(timeout=120)
        assert grading.returncode == 0, trouble
        told.append(said.replace("Nothing was changed: this was --preview.\n", ""))
        now = scores(handed_in)
        assert now == (STUDENTS if "preview" in command else {**STUDENTS, "bob": 5})
    assert told[0] == told[1]
    assert "1 gain 2 points together, 4 stay as they are." in told[0]


# -------------------------------------------------------------- what dies


@pytest.mark.sandbox
def test_a_machine_that_dies_costs_a_sentence_and_no_submission(sleepy, home):
    with cluster(home, 2) as machines:
        grading = machines.autograde(sleepy, "run", "--no-feedback")
        after_the_first(sleepy, grading)
        kill(machines.started[-1])
        _, said = grading.communicate(timeout=120)
    assert grading.returncode == 0, said
    (line,) = said.strip().splitlines()
    assert line.startswith("Lost: tls://127.0.0.1:")
    assert set(scores(sleepy).values()) == {6}
    assert len(scores(sleepy)) == 8


@pytest.mark.sandbox
def test_when_all_workers_die_a_sentence_says_so_and_new_ones_take_up_the_rest(
    sleepy, home, monkeypatch
):
    monkeypatch.setattr(dask_workers, "PATIENCE", 2.0)
    said, everyone = [], tiny.of(sleepy).students
    with cluster(home, 2) as machines, configured(machines):
        with workers(1, machines.address, 8, said.append) as by:
            grading = grade_all(tiny.of(sleepy), everyone, run=by, feedback=False)
            next(grading)
            for process in machines.started[1:]:
                kill(process)
            with pytest.raises(CourseError, match="The Dask scheduler has no workers"):
                list(grading)
        kept = set(scores(sleepy))
        assert kept
        assert set(left_to_do(tiny.of(sleepy), everyone)) == set(everyone) - kept
        machines.start("dask worker")
        again = machines.autograde(sleepy, "run", "--no-feedback")
        again.communicate(timeout=120)
    assert again.returncode == 0
    assert scores(sleepy) == dict.fromkeys(everyone, 6)
    assert any(line.startswith("Lost: tls://") for line in said)


@pytest.mark.sandbox
def test_a_scheduler_that_dies_costs_a_sentence_and_nothing_that_was_graded(sleepy, home):
    with cluster(home, 2) as machines:
        grading = machines.autograde(sleepy, "run", "--no-feedback")
        after_the_first(sleepy, grading)
        kill(machines.started[0])
        sentence = one_sentence(grading)
    assert grading.returncode == 2
    assert sentence == dask_workers.GONE
    kept = scores(sleepy)
    assert 0 < len(kept) < 8
    assert run(sleepy, "run", "--no-feedback").exit_code == 0
    assert set(scores(sleepy).values()) == {6}


# ----------------------------------------------------------- what is refused


@pytest.mark.sandbox
@pytest.mark.parametrize("command", ["run", "regrade", "regrade --preview"])
@pytest.mark.parametrize("address", UNENCRYPTED)
def test_a_scheduler_without_encryption_is_refused_before_anything_is_done(
    handed_in, command, address
):
    said = run(handed_in, command, "--scheduler", address)
    assert said.exit_code == 2
    assert said.stderr.startswith(f"{address} is not encrypted")
    assert "--insecure" in said.stderr
    assert scores(handed_in) == {}


@pytest.mark.sandbox
def test_who_insists_gets_a_plain_connection_but_not_to_a_scheduler_with_tls(
    handed_in, two_workers
):
    plain = two_workers.address.replace("tls", "tcp")
    said = run(handed_in, "run", "--insecure", "--scheduler", plain)
    assert said.exit_code == 2
    assert said.stderr.startswith(f"No Dask scheduler answers at {plain}")


@pytest.mark.sandbox
def test_without_a_certificate_or_with_another_s_nothing_is_sent(handed_in, two_workers, tmp_path):
    two_workers.wait_for_workers(2)
    stranger = Machines(tmp_path, two_workers.port)
    assert one_sentence(stranger.autograde(handed_in, "run")) == dask_workers.NO_CERTIFICATE
    made = ["bash", "-ec", on_the_page("openssl")]
    subprocess.run(made, check=True, capture_output=True, **stranger.options())
    assert "or not to this certificate" in one_sentence(stranger.autograde(handed_in, "run"))
    (tmp_path / "grading" / "key.pem").unlink()
    assert "is no use" in one_sentence(stranger.autograde(handed_in, "run"))
    assert scores(handed_in) == {}


UNLIKE = {
    "has no sandbox": ("why_not", lambda: "There is no bubblewrap."),
    "has other packages": ("packages", lambda: {"numpy": "1.0"}),
    "has another grader": ("checks_digest", lambda _: "another"),
}


@pytest.mark.parametrize("what", UNLIKE)
def test_a_worker_that_is_unlike_is_refused_by_its_name(course, monkeypatch, what):
    from types import SimpleNamespace

    from autograde.grading.model_answer import sealed_assignment
    from autograde.grading.nbgrader_steps import Execution

    execution = Execution(config=course.config)
    graded = sealed_assignment(tiny.of(course), execution.limits, execution.options)
    prepared = dask_workers.Prepared(graded, execution.limits, execution.options)
    worker = SimpleNamespace(address="tls://elsewhere:1")
    prepared.setup(worker)
    monkeypatch.setattr(dask_workers, *UNLIKE[what])
    with pytest.raises(CourseError, match=r"^tls://elsewhere:1"):
        prepared.setup(worker)


def another(folder):
    """The grader of another commit."""
    shutil.copytree(tiny.ROOT / "autograde", folder)
    with (folder / "grading" / "rebuild.py").open("a", encoding="utf-8") as file:
        file.write("# of another commit\n")


def none(folder):
    """No grader, as in an environment that was made for something else."""
    folder.mkdir()
    (folder / "__init__.py").touch()


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("grader", "said"),
    [(another, "has another version of the grader"), (none, "A worker has no autograde")],
)
def test_a_machine_with_another_grader_or_none_runs_nothing(
    handed_in, home, tmp_path, grader, said
):
    grader(tmp_path / "autograde")
    with cluster(home, 0) as machines:
        there = f"export PYTHONPATH={tmp_path}{os.pathsep}$PYTHONPATH; dask worker"
        machines.start("dask worker", **{"dask worker": there})
        machines.wait_for_workers(1)
        assert said in one_sentence(machines.autograde(handed_in, "run"))
    assert scores(handed_in) == {}
