"""What the tables of the benchmark rest on: equal work, and honest numbers made of times."""

import shutil
import sys
from dataclasses import fields

import pytest

from benchmarks import engine, large_course, own_parts
from benchmarks.growth import growth_section, growths
from benchmarks.imports import import_section, seconds
from benchmarks.libraries import run_of
from benchmarks.memory import measured
from benchmarks.race import Result, accepted, race
from benchmarks.report import ratios, reasons
from benchmarks.workloads.work import WORKS


def losses(library, work, steps=4):
    run = run_of(library, work)
    return [run(1) for _ in range(steps)]


@pytest.mark.parametrize("library", ["naive", "eager", "compiled"])
@pytest.mark.parametrize("work", WORKS)
def test_the_engine_does_what_is_written_by_hand(work, library):
    assert losses(library, work) == pytest.approx(losses("numpy", work), rel=1e-4)


@pytest.mark.parametrize("work", WORKS)
def test_the_work_is_learning(work):
    assert run_of("numpy", work)(30) < run_of("numpy", work)(1)


def test_k_steps_at_once_are_k_single_steps():
    assert run_of("eager", "B")(4) == losses("eager", "B")[-1]


@pytest.mark.parametrize("library", ["torch", "jax", "jax-loop", "mygrad", "autograd", "micrograd"])
def test_a_peer_does_the_same_work_as_the_engine(library):
    pytest.importorskip({"jax-loop": "jax"}.get(library, library))
    assert losses(library, "B") == pytest.approx(losses("eager", "B"), rel=1e-4)


def test_a_quick_run_writes_the_table(tmp_path):
    command = ["--only", "A", "--libraries", "numpy,eager", "--quick", "--out", str(tmp_path)]
    engine.main(command)
    text = (tmp_path / "engine.md").read_text(encoding="utf-8")
    assert "| NumPy by hand |" in text
    assert "| Chain Rule |" in text
    assert "--only A --libraries numpy,eager --quick" in text
    assert (tmp_path / "engine.svg").read_text(encoding="utf-8").rstrip().endswith("</svg>")


def test_growth_names_the_quantity_and_what_stays():
    found = growths(["numpy", "eager"], 1, 0.001, True, lambda _: None)
    assert [growth.quantity for growth in found] == ["depth", "width", "batch"]
    assert "| width (depth 4, batch 64) | 32 | 128 |" in growth_section(found)


@pytest.mark.skipif(sys.platform != "linux", reason="read from Linux's /proc")
def test_a_step_takes_at_least_the_memory_of_its_activations():
    activations = 16 * 1024 * 256 * 4
    found = measured("eager", times=1)
    assert found["resident"] > activations
    assert min(found["first"], found["later"]) > activations


@pytest.mark.skipif(sys.platform != "linux", reason="read from Linux's /proc")
def test_recording_a_step_takes_at_most_half_as_much_again_as_the_step():
    eager, compiled = (measured(library, times=1) for library in ("eager", "compiled"))
    assert compiled["first"] <= 1.5 * eager["first"]
    assert compiled["later"] < 0.1 * eager["later"]


def test_the_time_of_an_import_is_measured_in_a_fresh_interpreter():
    assert seconds("time; time.sleep(0.1)") >= 0.1
    assert "| Import |" in import_section(1)


def test_every_library_gets_every_round():
    result = race("A", ["numpy", "eager"], rounds=3, burst=0.001)
    assert {name: len(times) for name, times in result.rounds.items()} == {"numpy": 3, "eager": 3}
    assert all(time > 0 for times in result.rounds.values() for time in times)


def test_a_ratio_is_the_median_of_the_rounds_ratios():
    result = Result("A", rounds={"eager": [1.0, 10.0, 300.0], "torch": [1.0, 100.0, 100.0]})
    assert result.ratio("eager", "torch") == 1.0  # of 1, 0.1 and 3
    assert result.ratio("eager", "jax") is None


def test_other_losses_are_not_timed_and_said():
    result = Result("A")
    assert accepted({"losses": [1.0, 0.5]}, "numpy", result)
    assert accepted({"losses": [1.0, 0.5004]}, "torch", result)
    assert not accepted({"losses": [1.0, 0.51]}, "jax", result)
    assert "1, 0.51 instead of 1, 0.5" in reasons([result])


def test_losses_that_are_not_numbers_are_not_timed():
    result = Result("A")
    assert accepted({"losses": [1.0]}, "numpy", result)
    assert not accepted({"losses": [float("nan")]}, "torch", result)


def test_a_library_that_cannot_do_the_work_is_listed_with_the_reason():
    result = Result("F")
    assert not accepted({"missing": "torch is not installed"}, "torch", result)
    assert not accepted({"failed": "ValueError: no"}, "jax", result)
    assert "PyTorch, F: torch is not installed" in reasons([result])
    assert "F: failed: ValueError: no" in reasons([result])


@pytest.mark.parametrize(("time", "reached"), [(20.0, "yes"), (20.1, "no")])
def test_a_goal_is_reached_when_the_ratio_is_not_above_it(time, reached):
    result = Result("A", rounds={"eager": [time], "torch": [100.0]})
    (row,) = (line for line in ratios([result]).splitlines() if "Chain Rule / PyTorch" in line)
    assert row.endswith(f"| {reached} |")


@pytest.mark.parametrize("option", ["--only=A,Z", "--libraries=numpy,caffe"])
def test_an_unknown_name_is_refused_with_those_that_there_are(option, capsys):
    with pytest.raises(SystemExit):
        engine.main([option])
    assert "is not one of" in capsys.readouterr().err


def test_an_engine_of_the_solutions_loads_in_2_seconds_and_steps_in_3_times_the_reference(capsys):
    assert own_parts.loading() <= own_parts.SECONDS
    solved = own_parts.sets_of_answers()["as in solutions/"]
    found = own_parts.ratios(solved, rounds=5, times=20)
    assert max(found.values()) <= own_parts.RATIO, found


def rates(**known):
    """Rates of a submission of which all others are one."""
    return large_course.Rates(**{f.name: 1.0 for f in fields(large_course.Rates)} | known)


@pytest.mark.parametrize(("writer", "scheduler"), [(0.02, 0.01), (0.001, 0.004), (0.3, 0.1)])
def test_what_bites_first_is_what_is_busy_with_the_fewest_workers(writer, scheduler):
    said = large_course.bottleneck(rates(worker=0.6, writer=writer, scheduler=scheduler))
    name, most = max(("writer", writer), ("scheduler", scheduler), key=lambda one: one[1])
    assert said.startswith(f"The **{name}**: from {0.6 / most:.0f} workers on")


def test_what_a_course_needs_is_so_many_times_a_submission():
    found = {what: float(said.replace(",", "")) for what, said in large_course.of_all(
        rates(worker=0.72, writer=0.02, rows=50, gradebook=20_000), 50_000)}  # fmt: skip
    assert found["workers, hours of a core"] == 10
    assert found["writer's rate, submissions a second"] == 50
    assert found["writer's rate, rows of the gradebook a second"] == 2500
    assert found["of it the gradebook, GB"] == 1


@pytest.mark.sandbox
@pytest.mark.slow(seconds=40)
@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl makes the certificate")
def test_the_rates_of_a_large_course_are_measured_on_small_ones(tmp_path):
    large_course.main(["--sizes", "1,3", "--students", "1000", "--out", str(tmp_path)])
    text = (tmp_path / "large_course.md").read_text(encoding="utf-8")
    assert text.startswith("# A course of 1,000")
    assert "workers on, a core each, it is always busy" in text
