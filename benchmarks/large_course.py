"""What a course of 50,000 needs: rates of small classes, and what follows from them.

    python benchmarks/large_course.py                          # 20 and 80 submissions
    python benchmarks/large_course.py --sizes 10,40 --students 5000

Two classes are graded by one worker behind a scheduler with TLS, all on this machine. A rate is
the difference between both, divided by the difference of their sizes: what starting up costs
falls out. Seconds are those of the processor, by process. Take a quiet machine: who waits for
others looks around meanwhile, which is counted as work.
"""

from __future__ import annotations

import argparse
import os
import resource
import shlex
import socket
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path

import psutil
from distributed import Client
from distributed.security import Security

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.grading import ASSIGNMENT, class_of, sizes
from benchmarks.machine import machine
from benchmarks.report import table

OPENSSL = "openssl req -x509 -newkey rsa:3072 -nodes -days 2 -subj /CN=grading -addext"
DASK = ("--no-dashboard", "--dashboard-address", "127.0.0.1:0")
MODULE = [sys.executable, "-m"]


@dataclass(frozen=True)
class Rates:
    """What one submission more costs: seconds of a processor, bytes, rows.

    Parameters
    ----------
    worker, scheduler, writer : float
        Seconds of the processes that run, hand on, and write down.
    unchanged, report, export : float
        Seconds of `autograde run` with nothing to do, of the report's page, and of an export.
    submitted, autograded, feedback, gradebook, page : float
        Bytes in these folders, in the gradebook, and of the report's page.
    rows : float
        Rows of the gradebook.
    """

    worker: float
    scheduler: float
    writer: float
    unchanged: float
    report: float
    export: float
    submitted: float
    autograded: float
    feedback: float
    gradebook: float
    page: float
    rows: float


def main(arguments: list[str] | None = None) -> None:
    """Measure, and write the tables."""
    options = parsed(arguments)
    small, large = options.sizes
    with tempfile.TemporaryDirectory() as folder, dask(Path(folder)) as cluster:
        first, second = (Counted(size, Path(folder), cluster).all() for size in options.sizes)
    each = [
        (getattr(second, one.name) - getattr(first, one.name)) / (large - small)
        for one in fields(Rates)
    ]
    command = shlex.join(["python", "benchmarks/large_course.py", *(arguments or sys.argv[1:])])
    file = options.out / "large_course.md"
    file.write_text(written(Rates(*each), options.students, options.sizes, command), "utf-8")
    print(f"written: {file}")


class Counted:
    """A class of some size, graded, and what that took."""

    def __init__(self, size: int, folder: Path, cluster: Cluster) -> None:
        self.course, self.cluster = class_of(size, folder / f"of-{size}"), cluster

    def all(self) -> Rates:
        """The totals."""
        before = self.cluster.spent()
        rows = self.rows()
        writer = self.autograde("run", ASSIGNMENT, "--scheduler", self.cluster.address)
        after = self.cluster.spent()
        room = self.course.classroom
        page = room / "report.html"
        return Rates(
            worker=after["worker"] - before["worker"],
            scheduler=after["scheduler"] - before["scheduler"],
            writer=writer,
            unchanged=self.autograde("run", ASSIGNMENT),
            report=self.autograde("report", ASSIGNMENT, "--html", str(page)),
            export=self.autograde("export", str(room / "grades.csv")),
            submitted=size_of(room / "submitted"),
            autograded=size_of(room / "autograded"),
            feedback=size_of(room / "feedback"),
            gradebook=size_of(room / "gradebook.db"),
            page=size_of(page),
            rows=self.rows() - rows,
        )

    def autograde(self, *words: str) -> float:
        """Seconds of the processor that a command takes itself."""
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        done = subprocess.run(
            [*MODULE, "autograde", *words], cwd=self.course.root, env=self.cluster.env,
            capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        if done.returncode:
            raise RuntimeError(done.stderr)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime

    def rows(self) -> int:
        """Rows of all tables of the gradebook."""
        with closing(sqlite3.connect(self.course.classroom / "gradebook.db")) as gradebook:
            ask = "SELECT name FROM sqlite_master WHERE type = 'table'"
            tables = [name for (name,) in gradebook.execute(ask)]
            counts = (gradebook.execute(f'SELECT count(*) FROM "{name}"') for name in tables)
            return sum(next(found)[0] for found in counts)


@dataclass(frozen=True)
class Cluster:
    """A scheduler and a worker."""

    address: str
    env: dict[str, str]
    scheduler: psutil.Process
    nanny: psutil.Process

    def spent(self) -> dict[str, float]:
        """Seconds of the processor so far."""
        return {"worker": seconds(self.nanny), "scheduler": seconds(self.scheduler)}


@contextmanager
def dask(folder: Path) -> Iterator[Cluster]:
    """Start a scheduler and a worker, with a certificate of their own."""
    key, cert = folder / "key.pem", folder / "cert.pem"
    usage = ["keyUsage=critical,digitalSignature,keyCertSign", "-keyout", key, "-out", cert]
    subprocess.run([*OPENSSL.split(), *usage], check=True, capture_output=True)
    env = {**os.environ, "PYTHONPATH": sys.path[0]}
    env["DASK_DISTRIBUTED__COMM__TLS__CA_FILE"] = str(cert)
    for role in ("SCHEDULER", "WORKER", "CLIENT"):
        env[f"DASK_DISTRIBUTED__COMM__TLS__{role}__CERT"] = str(cert)
        env[f"DASK_DISTRIBUTED__COMM__TLS__{role}__KEY"] = str(key)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"tls://127.0.0.1:{port}"
    commands = [
        ["distributed.cli.dask_scheduler", "--protocol", "tls", "--port", str(port), *DASK],
        ["distributed.cli.dask_worker", address, "--nworkers", "1", "--nthreads", "1", *DASK],
    ]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    started = [subprocess.Popen([*MODULE, *words], env=env, **quiet) for words in commands]
    try:
        wait_for(
            address,
            Security(tls_ca_file=str(cert), tls_client_cert=str(cert), tls_client_key=str(key)),
        )
        yield Cluster(address, env, *(psutil.Process(one.pid) for one in started))
    finally:
        for process in reversed(started):
            process.terminate()
            process.wait(60)


def wait_for(address: str, security: Security) -> None:
    """Wait until the scheduler is there and has its worker."""
    with Client(address, timeout=120, security=security, set_as_default=False) as client:
        client.wait_for_workers(1, timeout=120)


def seconds(process: psutil.Process) -> float:
    """Seconds of the processor of a process, and of all that it started."""
    total = 0.0
    for one in (process, *process.children(recursive=True)):
        with suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            total += times.user + times.system + times.children_user + times.children_system
    return total


def size_of(place: Path) -> int:
    """Bytes of a file, or of all files in a folder."""
    files = [place] if place.is_file() else place.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file())


def written(rates: Rates, students: int, classes: list[int], command: str) -> str:
    """The report: rates, what the course needs, and where it ends."""
    lines = [*machine(), f"Classes of {classes[0]} and {classes[1]}: {ASSIGNMENT}, with feedback"]
    return (
        "\n\n".join(
            [
                f"# A course of {students:,}",
                "## A submission",
                table(["one submission more", ""], list(of_one(rates))),
                f"## An assignment of {students:,} submissions",
                table(["", ""], list(of_all(rates, students))),
                "## What bites first",
                bottleneck(rates),
                "## Where and how",
                "\n".join(f"- {line}" for line in (*lines, f"Command: `{command}`")),
            ]
        )
        + "\n"
    )


def of_one(rates: Rates) -> Iterator[list[str]]:
    """What one submission costs."""
    yield ["worker: answers and tests in the sandbox, the page", milliseconds(rates.worker)]
    yield ["scheduler: hands it on, and what came of it back", milliseconds(rates.scheduler)]
    yield ["writer: gradebook and files", milliseconds(rates.writer)]
    yield ["`autograde run` again, unchanged", milliseconds(rates.unchanged)]
    yield ["`autograde report --html`", milliseconds(rates.report)]
    yield ["`autograde export`", milliseconds(rates.export)]
    for name in ("submitted", "autograded", "feedback", "gradebook"):
        yield [f"`{name}`", f"{getattr(rates, name) / 1000:.0f} kB"]
    yield ["rows of the gradebook", f"{rates.rows:.0f}"]


def of_all(rates: Rates, students: int) -> Iterator[list[str]]:
    """What all submissions of an assignment cost."""
    kept = rates.submitted + rates.autograded + rates.feedback + rates.gradebook
    crossing = rates.submitted + rates.autograded + rates.feedback
    yield ["workers, hours of a core", f"{rates.worker * students / 3600:.1f}"]
    yield ["writer, hours of its one core", f"{rates.writer * students / 3600:.1f}"]
    yield ["scheduler, hours of its one core", f"{rates.scheduler * students / 3600:.1f}"]
    yield ["writer's rate, submissions a second", f"{1 / rates.writer:.0f}"]
    yield ["writer's rate, rows of the gradebook a second", f"{rates.rows / rates.writer:,.0f}"]
    yield ["network to and from the writer at that rate, MB a second",
           f"{crossing / rates.writer / 1e6:.1f}"]  # fmt: skip
    yield ["disk, GB", f"{kept * students / 1e9:.1f}"]
    yield ["of it the gradebook, GB", f"{rates.gradebook * students / 1e9:.2f}"]
    yield ["`autograde run` again, unchanged, minutes", f"{rates.unchanged * students / 60:.1f}"]
    yield ["`autograde report --html`, minutes", f"{rates.report * students / 60:.1f}"]
    yield ["its page, MB", f"{rates.page * students / 1e6:.0f}"]
    yield ["`autograde export`, minutes", f"{rates.export * students / 60:.1f}"]


def bottleneck(rates: Rates) -> str:
    """What is busy all the time first when workers are added, in two sentences."""
    one = {"writer": rates.writer, "scheduler": rates.scheduler}
    first, second = sorted(one, key=lambda name: -one[name])
    at = {name: rates.worker / each for name, each in one.items()}
    return (
        f"The **{first}**: from {at[first]:.0f} workers on, a core each, it is always busy, and "
        f"more workers do not help. The {second} would be at {at[second]:.0f}."
    )


def milliseconds(seconds: float) -> str:
    """Seconds as milliseconds of a processor.

    >>> milliseconds(0.0123)
    '12 ms'
    """
    return f"{1000 * seconds:.0f} ms" if seconds >= 0.01 else f"{1000 * seconds:.1f} ms"


def parsed(arguments: list[str] | None) -> argparse.Namespace:
    """The command line."""
    about, *_ = (__doc__ or "").split("\n")
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--sizes", type=sizes, default=[20, 80], help="of two classes (20,80)")
    parser.add_argument("--students", type=int, default=50_000, help="of the course (50000)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
