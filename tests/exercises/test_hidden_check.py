"""Hidden checks are drawn afresh, can be repeated, and stay out of the students' package."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from autograde.checks import examine_hidden, hidden_check
from autograde.checks.collect import draws
from chainrule.exercises import NotYet
from chainrule.exercises.finite_differences import numerical_vjp
from chainrule.exercises.judges import same
from chainrule.exercises.parts import assignments, homes, parts
from chainrule.exercises.parts.layers.ramps import bent

ROOT = Path(__file__).parents[2]


def off_by_a_little(g, y, x):
    return g * y * 1.01


def test_every_part_has_a_hidden_check():
    assert set(draws) == set(parts)


def test_a_part_without_a_hidden_check_is_told_where_to_write_it(monkeypatch):
    monkeypatch.delitem(draws, "softplus.vjp")
    file = "autograde/checks/layers/squashing.py"
    says = f"There is no hidden check for softplus.vjp: write softplus_vjp in {file}"
    with pytest.raises(LookupError, match=re.escape(says)):
        hidden_check("softplus.vjp", lambda g, y, x: g)


def public(folder):
    return {path.relative_to(folder) for path in folder.glob("*/*.py")}


def test_every_file_of_checks_has_the_name_of_a_file_of_parts():
    checks, modules = ROOT / "autograde/checks", ROOT / "chainrule/exercises/parts"
    assert public(checks) <= public(modules)
    assert {Path(home.replace(".", "/") + ".py") for home in homes.values()} <= public(checks)


def test_each_part_comes_from_one_module_and_has_a_name_of_its_own():
    assert sum(map(len, assignments.values())) == len(parts) == len(homes)


def test_a_failed_check_shows_its_number_and_the_number_repeats_it():
    with pytest.raises(NotYet) as first:
        hidden_check("exp.vjp", off_by_a_little)
    number = int(str(first.value).rsplit("check number ", 1)[1])
    with pytest.raises(NotYet) as second:
        hidden_check("exp.vjp", off_by_a_little, number)
    assert str(first.value) == str(second.value)


def test_two_checks_are_tried_on_different_inputs():
    seen = []
    for _ in range(2):
        with pytest.raises(NotYet) as failure:
            hidden_check("exp.vjp", off_by_a_little)
        seen.append(str(failure.value))
    assert seen[0] != seen[1]


@pytest.mark.parametrize("name", ["add.vjp", "mul.vjp", "pow.vjp", "exp.vjp", "log.vjp"])
def test_written_down_answers_agree_with_nudging_where_nudging_sees_something(name):
    functions = {"add": np.add, "mul": np.multiply, "exp": np.exp, "log": np.log}
    for case in draws[name](np.random.default_rng(3)):
        g, _, *inputs = case.inputs
        fixed = [inputs.pop()] if name == "pow.vjp" else []
        if not all(np.all((np.abs(x) > 0.05) & (np.abs(x) < 10)) for x in inputs):
            continue
        f = functions.get(name[:3], np.power)
        for i in range(len(inputs)):
            expected = case.expected if len(inputs) == 1 else case.expected[i]
            slope = numerical_vjp(lambda *xs, f=f, fixed=fixed: f(*xs, *fixed), g, tuple(inputs), i)
            assert same(np.asarray(expected, float), slope, 1e-4)


@pytest.mark.parametrize("elementwise", [True, False])
@pytest.mark.parametrize("f", [bent, lambda x, s: x + s - s, lambda x, s: x * (1 + s) - x * s])
def test_what_a_value_does_not_depend_on_has_slope_zero_whatever_rounding_leaves(f, elementwise):
    for seed in range(200):
        rng = np.random.default_rng(seed)
        x, s, g = rng.uniform(0.1, 9, 6), np.array(rng.uniform(-3, 3)), rng.normal(size=6)
        assert not numerical_vjp(f, g, (x, s), 1, elementwise).any(), f"seed {seed}"


@pytest.mark.parametrize("name", draws)
def test_inputs_are_left_as_they_are_by_the_checks_themselves(name):
    cases = draws[name](np.random.default_rng(5))
    again = draws[name](np.random.default_rng(5))
    for case in cases:
        for mistake in parts[name].mistakes:
            try:
                mistake.gives(*case.inputs)
            except Exception:
                continue
    for case, untouched in zip(cases, again, strict=True):
        for one, other in zip(case.inputs, untouched.inputs, strict=True):
            assert callable(one) or same(one, other, 0.0) or one == other


def test_the_long_chains_refuse_recursion():
    assert "calls itself too often" in str(examine_hidden("toposort", recursive, 1))


def recursive(output, parents):
    order = dict.fromkeys(p for parent in parents[output] for p in recursive(parent, parents))
    return [*order, output]


def compared_with_the_last(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        waited = 0 if losses[epoch] < losses[epoch - 1] else waited + 1
        best = epoch if losses[epoch] < losses[best] else best
        if waited == patience:
            break
    return best


def lowest_below(start):
    def stop(losses, patience):
        lowest, best, waited = start, 0, 0
        for epoch, loss in enumerate(losses):
            lowest, best, waited = (loss, epoch, 0) if loss < lowest else (lowest, best, waited + 1)
            if waited == patience:
                break
        return best

    return stop


def square_by_matmul(w, rate):
    square = w.ndim == 2 and len(w) == w.shape[1] > 1
    return rate / 2 * (w @ w if square else w * w).sum(), rate * w


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("early_stop", compared_with_the_last),
        ("early_stop", lowest_below(1.0)),
        ("early_stop", lowest_below(1000.0)),
        ("dead_units", lambda h: np.isclose(h, 0).all(axis=0).mean()),
        ("l2_penalty", square_by_matmul),
    ],
)
def test_what_is_wrong_on_rare_inputs_passes_in_no_draw(name, function):
    part = parts[name]
    for seed in range(100):
        cases = draws[name](np.random.default_rng(seed))
        assert any(part.judge(function(*case.inputs), case) for case in cases), f"seed {seed}"


def test_the_students_package_does_not_import_the_grader():
    code = (
        "import sys, pkgutil, importlib, chainrule\n"
        "for module in pkgutil.walk_packages(chainrule.__path__, 'chainrule.'):\n"
        "    importlib.import_module(module.name)\n"
        "assert not any(name.split('.')[0] == 'autograde' for name in sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
