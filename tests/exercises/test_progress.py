"""Offering, joining, keeping: what a learner sees of it."""

import json
import time
from importlib import import_module
from pathlib import Path

import nbformat
import numpy as np
import pytest

import chainrule as cr
from chainrule import table
from chainrule.exercises import (
    engine_banner,
    implements,
    load,
    progress,
    reset,
    save,
    storage,
    whose,
)
from chainrule.exercises.overrides import install, overrides, reference_engine
from chainrule.exercises.parts import assignments, parts
from tests.exercises.answers import right

SOLUTIONS = Path(__file__).parents[2] / "solutions"
implements_module = import_module("chainrule.exercises.implements")
places = [name for name, part in parts.items() if part.override]


@pytest.fixture(autouse=True)
def clean_engine():
    reset()
    yield
    reset()


def test_a_part_that_passes_joins_the_engine_and_comes_back_as_it_was(capsys):
    def mul_vjp(g, y, a, b):
        return g * b, g * a

    assert implements("mul.vjp")(mul_vjp) is mul_vjp
    assert capsys.readouterr() == (
        "mul.vjp passes: right on 4 inputs. It is now part of your engine.\n",
        "",
    )
    assert whose()["mul.vjp"] == "yours"


@pytest.mark.parametrize("name", parts)
def test_what_is_said_of_a_part_that_passes_is_what_runs(name, capsys):
    implements(name)(right[name][0])
    out = capsys.readouterr().out
    mine = {part for part, owner in whose().items() if owner == "yours"}
    assert mine == set(overrides) == ({name} if name in places else set())
    assert out.startswith(f"{name} passes: right on ")
    assert ("It is now part of your engine." in " ".join(out.split())) == bool(mine)
    assert (name in engine_banner()) == bool(mine)


def test_a_part_without_a_place_speaks_of_no_engine_when_it_fails(capsys):
    def not_written(widths):
        raise NotImplementedError()

    implements("parameter_count")(lambda widths: 1)
    implements("parameter_count")(not_written)
    out = capsys.readouterr().out
    assert out.startswith("parameter_count is not right yet. ")
    assert out.endswith("parameter_count is not written yet.\n")
    assert "engine" not in out


def test_while_overrides_are_suspended_the_reference_runs():
    before = table.mul.rules
    implements("mul.vjp")(right["mul.vjp"][0])
    with reference_engine():
        assert table.mul.rules is before
        assert not overrides
        with reference_engine():
            assert table.mul.rules is before
        assert table.mul.rules is before
    assert table.mul.rules is not before
    assert set(overrides) == {"mul.vjp"}


def test_a_part_that_fails_never_raises_and_the_reference_stays(capsys):
    implements("mul.vjp")(lambda g, y, a, b: (b, a))
    out, err = capsys.readouterr()
    out = " ".join(out.split())
    assert "The upstream gradient g is missing." in out
    assert out.endswith("In your engine the reference stays.")
    assert err == ""
    assert whose()["mul.vjp"] == "reference"
    implements("mul.vpj")(lambda: 0)
    assert "is it 'mul.vjp'?" in capsys.readouterr().out


def test_a_worse_second_try_gives_the_place_back_to_the_reference():
    before = table.mul.rules
    implements("mul.vjp")(lambda g, y, a, b: (g * b, g * a))
    assert table.mul.rules is not before
    implements("mul.vjp")(lambda g, y, a, b: (g, g))
    assert table.mul.rules is before


def the_engines_own_functions():
    modules = [import_module(f"chainrule.{m}") for m in ("engine", "gradcheck")]
    names = ("unbroadcast", "newest_first", "chain_rule", "central_differences")
    found = [getattr(module, name, None) for module in modules for name in names]
    operations = (table.add, table.mul, table.pow, table.exp, table.log, table.matmul)
    return [*found, *(operation.rules for operation in operations)]


def test_reset_gives_every_place_back_to_the_reference(capsys):
    before = the_engines_own_functions()
    for name in parts:
        implements(name)(right[name][0])
    joined = the_engines_own_functions()
    assert sum(a is not b for a, b in zip(before, joined, strict=True)) == 4 + 6
    reset()
    after = the_engines_own_functions()
    assert all(a is b for a, b in zip(before, after, strict=True))


def test_the_engine_really_calls_the_learners_rule():
    calls = []

    @implements("mul.vjp")
    def mul_vjp(g, y, a, b):
        calls.append(y.shape)
        return g * b, g * a

    calls.clear()
    x = cr.Tensor(np.ones((2, 3)), requires_grad=True)
    (x * 2.0).sum().backward()
    assert calls == [(2, 3)]
    assert (x.grad == 2).all()


def gradients_of_a_small_net():
    rng = np.random.default_rng(0)
    a, b = (
        cr.Tensor(rng.uniform(0.5, 2, s), requires_grad=True, name=n)
        for s, n in (((4, 3), "a"), ((3, 2), "b"))
    )
    bias = cr.Tensor(rng.uniform(0.5, 2, 2), requires_grad=True)
    h = a @ b + bias
    loss = (cr.log(h) * cr.exp(-h) + h**2 * bias).mean()
    loss.backward()
    return [x.grad for x in (a, b, bias)], cr.grad(lambda t: cr.exp(t) * t)(2.0)


@pytest.mark.parametrize("which", range(2))
def test_an_engine_of_the_learners_parts_gives_the_same_gradients(which, capsys):
    expected, slope = gradients_of_a_small_net()
    for name in parts:
        implements(name)(right[name][which])
    assert engine_banner() == f"The engine runs on all {len(places)} of your parts."
    capsys.readouterr()
    found, my_slope = gradients_of_a_small_net()
    for mine, reference in zip(found, expected, strict=True):
        np.testing.assert_allclose(mine, reference, rtol=1e-12)
    np.testing.assert_allclose(my_slope, slope)
    x = cr.Tensor([0.5, -2.0], requires_grad=True)
    assert cr.gradcheck(lambda t: cr.tanh(t) * t, x)
    second = cr.grad(cr.grad(lambda t: t**3 * t))(2.0)
    np.testing.assert_allclose(second, 48.0)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", parts)
def test_each_part_alone_leaves_the_gradients_as_they_were(name, capsys):
    expected, _ = gradients_of_a_small_net()
    implements(name)(right[name][0])
    assert whose().get(name, "has no place") == ("yours" if name in places else "has no place")
    found, _ = gradients_of_a_small_net()
    for mine, reference in zip(found, expected, strict=True):
        np.testing.assert_allclose(mine, reference, rtol=1e-12)


def test_a_part_that_breaks_in_play_hands_over_to_the_reference(capsys):
    broken = []

    def exp_vjp(g, y, x):
        if broken:
            raise RuntimeError("out of luck")
        return g * y

    implements("exp.vjp")(exp_vjp)
    broken.append(True)
    x = cr.Tensor(0.0, requires_grad=True)
    cr.exp(x).backward()
    assert x.grad == 1.0
    assert (
        "Your exp.vjp stopped (out of luck); the reference takes over." in capsys.readouterr().out
    )
    assert whose()["exp.vjp"] == "reference"
    assert "It stopped in your engine" in repr(progress("02_autograd"))


def test_checks_do_not_use_the_learners_parts():
    """An error in one part must not cost points in another."""
    implements("numerical_gradient")(right["numerical_gradient"][0])
    wrong = {
        "numerical_gradient": lambda f, x, h: np.full(x.shape, 99.0),
        "mul.vjp": lambda g, y, a, b: (99 * g, 99 * g),
    }
    for name, function in wrong.items():
        install(name, parts[name].override, function)
    implements("exp.vjp")(lambda g, y, x: g * y)
    assert whose()["exp.vjp"] == "yours"


def test_a_check_runs_on_the_reference_whatever_is_installed():
    for name in places:
        implements(name)(right[name][0])
    seen = []

    @implements("solve_spiral")
    def solve_spiral(x, y):
        seen.append((dict(overrides), table.mul.rules))
        return []

    assert seen[0][0] == {}
    assert seen[0][1] is not table.mul.rules
    assert set(overrides) == set(places)


def test_progress_tells_the_three_states():
    implements("exp.vjp")(lambda g, y, x: g * y)
    implements("log.vjp")(lambda g, y, x: g / y)
    (group,) = progress("02_autograd").groups.values()
    rows = {name: (state, why) for name, state, why in group}
    assert rows["exp.vjp"] == ("passes", "")
    assert rows["log.vjp"][0] == "not yet"
    assert "output y is used where the input x belongs" in rows["log.vjp"][1]
    assert rows["mul.vjp"] == ("not written", "")
    assert repr(progress()).startswith(f"1 of {len(parts)} parts pass.")
    assert "<code>log.vjp</code>" in progress()._repr_html_()


def test_progress_says_what_comes_next_until_nothing_does():
    group = [part.name for part in assignments["02_autograd"]]
    for number, name in enumerate(group, start=1):
        said = (
            f"{number - 1} of {len(group)} parts pass. Next: {name}, part {number} of 02_autograd."
        )
        assert progress("02_autograd").summary() == said
        implements(name)(right[name][0])
    assert progress("02_autograd").summary() == f"{len(group)} of {len(group)} parts pass."
    assert progress().next == next(part for part in parts if part not in group)


def exp_vjp(g, y, x):
    return g * y


def test_parts_survive_in_a_file(tmp_path, capsys):
    file = tmp_path / "deep" / "parts.json"
    implements("exp.vjp")(exp_vjp)
    save(file)
    reset()
    load(file)
    assert whose()["exp.vjp"] == "yours"
    implements("log.vjp")(right["log.vjp"][0])
    save(file)
    assert list(json.loads(file.read_text(encoding="utf-8"))) == ["exp.vjp", "log.vjp"]


def keep(file, sources):
    file.write_text(json.dumps(sources), encoding="utf-8")


GOOD = "def exp_vjp(g, y, x):\n    return g * y"
WRONG = "def exp_vjp(g, y, x):\n    return y"


def solutions():
    """The source of each part in the instructors' notebooks."""
    for path in sorted(SOLUTIONS.glob("*/*.ipynb")):
        for cell in nbformat.read(path, as_version=4).cells:
            if cell.cell_type == "code" and cell.source.startswith("@implements("):
                decorator, source = cell.source.split("\n", 1)
                yield decorator.split('"')[1], source


def test_all_parts_are_loaded_within_two_seconds_once_they_passed(tmp_path, capsys):
    file = tmp_path / "parts.json"
    keep(file, dict(solutions()))
    load(file)
    assert progress().passing == len(parts)
    save(file)
    reset()
    started = time.process_time()
    load(file)
    assert time.process_time() - started < 2
    assert progress().passing == len(parts)
    assert set(overrides) == set(places)


def checked(monkeypatch):
    """The names of the parts that are examined from now on."""
    names = []
    examine = implements_module.examine_visible

    def noted(part, function):
        names.append(part.name)
        return examine(part, function)

    monkeypatch.setattr(implements_module, "examine_visible", noted)
    return names


def test_what_passed_is_not_checked_again_until_its_source_or_its_check_changes(
    tmp_path, monkeypatch, capsys
):
    file = tmp_path / "parts.json"
    implements("exp.vjp")(exp_vjp)
    save(file)
    names = checked(monkeypatch)
    load(file)
    assert names == []
    assert whose()["exp.vjp"] == "yours"
    entry = json.loads(file.read_text(encoding="utf-8"))["exp.vjp"]
    keep(file, {"exp.vjp": entry | {"source": WRONG}})
    load(file)
    assert names == ["exp.vjp"]
    assert whose()["exp.vjp"] == "reference"
    keep(file, {"exp.vjp": entry})
    monkeypatch.setattr(storage, "checks", lambda: "another version")
    load(file)
    assert names == ["exp.vjp"] * 2
    assert whose()["exp.vjp"] == "yours"


def test_a_file_of_before_there_were_digests_is_checked_and_loaded(tmp_path, monkeypatch, capsys):
    keep(tmp_path / "parts.json", {"exp.vjp": GOOD})
    names = checked(monkeypatch)
    load(tmp_path / "parts.json")
    assert names == ["exp.vjp"]
    assert whose()["exp.vjp"] == "yours"


@pytest.mark.parametrize("source", ["x = 1", "1 / 0", "def f(", "raise SystemExit", "", 7, None])
def test_a_forged_digest_neither_stops_the_others_nor_the_engine(tmp_path, capsys, source):
    forged = {"source": source, "passed": storage.digest("mul.vjp", str(source))}
    keep(tmp_path / "parts.json", {"mul.vjp": forged, "no part": forged, "exp.vjp": GOOD})
    load(tmp_path / "parts.json")
    assert "mul.vjp" not in overrides
    assert whose()["exp.vjp"] == "yours"


def test_a_forged_digest_of_a_wrong_part_harms_nobody_but_the_engine_it_is_loaded_into(
    tmp_path, capsys
):
    source = "def mul_vjp(g, y, a, b):\n    raise RuntimeError('forged')"
    forged = {"source": source, "passed": storage.digest("mul.vjp", source)}
    keep(tmp_path / "parts.json", {"mul.vjp": forged})
    load(tmp_path / "parts.json")
    x = cr.Tensor(2.0, requires_grad=True)
    (x * 3.0).backward()
    assert x.grad == 3.0
    assert "the reference takes over" in capsys.readouterr().out


def test_the_parts_file_may_be_named_by_the_environment(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("CHAINRULE_PARTS", str(tmp_path / "mine.json"))
    implements("exp.vjp")(exp_vjp)
    save()
    assert (tmp_path / "mine.json").exists()


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("def exp_vjp(g, y, x) return", "could not be read"),
        ("def exp_vjp(g, y, x):\n    return y", "The upstream gradient g is missing"),
        ("1 / 0", "ZeroDivisionError"),
        ("x = 1", "there is no function"),
    ],
)
def test_a_broken_part_in_the_file_is_refused_and_the_others_are_loaded(
    tmp_path, capsys, source, says
):
    file = tmp_path / "parts.json"
    good = "def log_vjp(g, y, x):\n    return g / x"
    file.write_text(json.dumps({"exp.vjp": source, "log.vjp": good}), encoding="utf-8")
    load(file)
    assert says in " ".join(capsys.readouterr().out.split())
    assert whose()["exp.vjp"] == "reference"
    assert whose()["log.vjp"] == "yours"


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "\x00"])
def test_a_damaged_file_is_told_and_left_out(tmp_path, capsys, content):
    file = tmp_path / "parts.json"
    file.write_text(content, encoding="utf-8")
    load(file)
    said = capsys.readouterr().out
    assert "could not be read" in said
    assert "It is left out." in said
    assert "No parts are kept" not in said


def test_no_file_yet_is_told(tmp_path, capsys):
    load(tmp_path / "none.json")
    assert "No parts are kept" in capsys.readouterr().out
