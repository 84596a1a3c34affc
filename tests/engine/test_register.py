"""An operation that someone registers is found wherever one of the table's own is."""

import builtins
import copy
import doctest
import pickle
import warnings

import numpy as np
import pytest

import chainrule as cr
from chainrule import Operation, Tensor, gradcheck, gradients, nn, register, table
from chainrule.nn import activations
from chainrule.registration import OURS, forget
from chainrule.widgets import GraphStepper, Playground
from chainrule.widgets.expression import ExpressionError, trace
from chainrule.widgets.playground.export_code import formulas_of
from chainrule.widgets.playground.messages import opening
from chainrule.widgets.playground.network import activation_layers

rng = np.random.default_rng()


def cube(name="cube", **words):
    return Operation(name, lambda x: x**3, lambda g, y, x: g * 3 * x**2, **words)


# What people write: how many inputs and which options it has, and which words.
MADE = {
    "with all words": lambda: cube(
        symbol="x³", says="x³ has the local derivative 3x²",
        layer="Cube", formula="x³", example=(2.0, 8.0)),
    "layer without words": lambda: cube(layer="Cube"),
    "words without layer": lambda: cube(says="x³ has the local derivative 3x²"),
    "nothing but a rule": lambda: cube(),
    "of operations": lambda: Operation("softsign", lambda x: x / (1 + np.abs(x)),
        lambda g, y, x: g / (1 + table.abs(x)) ** 2, layer="Softsign"),
    "ufunc": lambda: Operation("exp2", np.exp2, lambda g, y, x: g * y * np.log(2), layer="Exp2"),
    "two inputs": lambda: Operation("hypot", np.hypot,
        lambda g, y, a, b: g * a / y, lambda g, y, a, b: g * b / y, symbol="hypot"),
    "option": lambda: Operation("swish", lambda x, beta=1.0: x / (1 + np.exp(-beta * x)),
        lambda g, y, x, beta=1.0: g * (y * beta + table.sigmoid(beta * x) * (1 - beta * y))),
}  # fmt: skip


@pytest.fixture(params=MADE)
def mine(request):
    operation = register(MADE[request.param]())
    yield operation
    forget(operation.name)


@pytest.fixture
def a_cube():
    yield register(MADE["with all words"]())
    if "cube" in table.OPERATIONS:
        forget("cube")


def inputs_of(operation):
    return [Tensor(rng.uniform(0.5, 2, 3), requires_grad=True) for _ in operation.rules]


# The places in which an operation is found, each a function of it that answers with what it finds
# there. Those of a kind of operations are the places of the table's own of that kind.
def steps(operation):
    stepper = GraphStepper(f"{operation.name}(x)", x=0.5)
    return " ".join(stepper.picture["sentences"])


def starred(module):
    names = {}
    exec(f"from {module} import *", names)
    return names


def code_of(operation):
    playground = Playground(activation=operation.name)
    playground.train(1)
    return playground.to_code()


OF_ALL = {
    "OPERATIONS": lambda op: table.OPERATIONS[op.name] is op,
    "chainrule": lambda op: getattr(cr, op.name) is op,
    "dir(chainrule)": lambda op: op.name in dir(cr),
    "import *": lambda op: starred("chainrule")[op.name] is op,
    "method": lambda op: hasattr(Tensor(1.0), op.name),
    "dir(tensor)": lambda op: op.name in dir(Tensor(1.0)),
}
OF_ONE_NUMBER = {
    "nn.functional": lambda op: getattr(nn.functional, op.name) is op,
    "dir(nn.functional)": lambda op: op.name in dir(nn.functional),
    "import * from nn.functional": lambda op: starred("chainrule.nn.functional")[op.name] is op,
    "formulas": lambda op: trace(f"{op.name}(x)", {"x": 0.5}).operation is op,
    "stepper": lambda op: op.says in steps(op),
}
OF_LAYERS = {
    "nn": lambda op: getattr(nn, op.layer).operation is op,
    "nn.activations": lambda op: getattr(activations, op.layer) is getattr(nn, op.layer),
    "dir(nn)": lambda op: op.layer in dir(nn),
    "import * from nn": lambda op: starred("chainrule.nn")[op.layer] is getattr(nn, op.layer),
    "docstring": lambda op: op.says in getattr(nn, op.layer).__doc__,
    "formula": lambda op: op.formula in getattr(nn, op.layer).__doc__,
    "settings": lambda op: Playground(activation=op.name).activation == op.name,
    "opening": lambda op: op.name in opening()[0]["activations"],
    "view": lambda op: f'"{op.name}"' in Playground()._esm,
    "code": lambda op: "h1 = " in code_of(op),
}


def places(operation):
    found = dict(OF_ALL)
    if table.is_function_of_one_number(operation):
        found |= OF_ONE_NUMBER
    if operation.layer:
        found |= OF_LAYERS
    return found


def test_it_is_found_in_every_place(mine):
    for name, finds in places(mine).items():
        assert finds(mine), name


@pytest.mark.parametrize("name", sorted(OURS - set(dir(builtins))))
def test_the_tables_own_are_found_in_the_same_places(name):
    operation = table.OPERATIONS[name]
    for place, finds in places(operation).items():
        if not (name == "neg" and place in OF_ONE_NUMBER):
            assert finds(operation), place


@pytest.mark.parametrize("name", MADE)
def test_it_is_found_in_no_place_once_it_is_forgotten(name):
    operation = register(MADE[name]())
    forget(operation.name)
    assert [place for place, finds in places(operation).items() if holds(finds, operation)] == []


def holds(finds, operation):
    """Whether something is found; one that is missing answers with an error of its own."""
    try:
        return finds(operation)
    except (KeyError, AttributeError, ExpressionError, ValueError):
        return False


def test_its_derivatives_pass_and_can_be_differentiated(mine):
    inputs = inputs_of(mine)
    assert gradcheck(getattr(cr, mine.name), inputs)

    def slopes(*x):
        found = gradients(getattr(cr, mine.name)(*x).sum(), list(x), create_graph=True)
        return sum((g * g).sum() for g in found) + sum((v * v).sum() for v in x)

    assert gradcheck(slopes, inputs)


def test_method_and_function_are_the_same(mine):
    first, *others = inputs_of(mine)
    y = getattr(first, mine.name)(*others)
    assert y.operation is mine
    np.testing.assert_array_equal(y.data, mine(first, *others).data)


def test_a_compiled_step_computes_what_it_computes(mine):
    x = [v.data for v in inputs_of(mine)]
    w = Tensor(1.5, requires_grad=True)

    def step(*x):
        w.zero_grad()
        loss = (mine(*(w * v for v in x))).sum()
        loss.backward()
        return loss

    plain = step(*x).item(), w.grad.copy()
    compiled = cr.compile(step)
    for _ in range(3):
        np.testing.assert_allclose(compiled(*x).item(), plain[0])
        np.testing.assert_allclose(w.grad, plain[1])


def test_a_ufunc_of_numpys_is_the_operation_that_it_computes(mine):
    inputs = inputs_of(mine)
    if isinstance(mine.forward, np.ufunc):
        assert mine.forward(*inputs).operation is mine
        forget(mine.name)
        try:
            with pytest.raises(TypeError, match="no derivative"):
                mine.forward(*inputs)
        finally:
            register(mine)


@pytest.mark.parametrize("name", [n for n in MADE if MADE[n]().layer])
def test_its_layer_is_a_layer(name):
    operation = register(MADE[name]())
    try:
        net = nn.Sequential(nn.Linear(2, 3, seed=0), getattr(nn, operation.layer)())
        assert f"{operation.layer}()" in repr(net)
        x = rng.normal(size=(4, 2))
        for other in (pickle.loads(pickle.dumps(net)), copy.deepcopy(net)):
            assert type(other[1]) is getattr(nn, operation.layer)
            np.testing.assert_array_equal(other(x).data, net(x).data)
        stored = pickle.dumps(net)
        layer = getattr(nn, operation.layer)
        words = doctest.DocTestFinder().find(layer, globs={operation.layer: layer})
        assert not sum(doctest.DocTestRunner().run(test).failed for test in words)
        assert layer.__doc__.split(".")[0]
        assert not layer.__doc__.startswith(";")
    finally:
        forget(operation.name)
    with pytest.raises(AttributeError, match=operation.layer):
        pickle.loads(stored)


@pytest.mark.parametrize("name", [n for n in MADE if MADE[n]().layer])
@pytest.mark.parametrize("dropout", [False, True])
def test_the_playgrounds_code_computes_it(name, dropout):
    operation = register(MADE[name]())
    try:
        lines = formulas_of(operation.name, 1, dropout)
        a, g = rng.normal(size=(2, 4, 3))
        h = eval(lines.value, {"np": np, "a1": a})
        slopes = eval(lines.gradients[0], {"np": np, "a1": a, "g": g, "y1": h, "h1": h})
        x = Tensor(a, requires_grad=True)
        operation(x).backward(g)
        np.testing.assert_allclose(h, operation(a))
        np.testing.assert_allclose(slopes, x.grad, rtol=1e-5)
    finally:
        forget(operation.name)


def test_a_playground_trains_with_it_and_compiles_its_step(a_cube):
    playground = Playground(activation=["cube", "tanh"], seed=1)
    before = playground.trainer.history.last[1]
    playground.train(3)
    assert playground.trainer.history.last[1] != before
    program = {}
    exec(playground.to_code(), program)
    assert np.isfinite(program["step"](playground.data.x, playground.trainer.targets))


# A cell that is run again


def test_the_same_name_again_takes_the_place_of_the_former(a_cube):
    old = nn.Cube()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        again = register(Operation("cube", lambda x: x**3 + 1, lambda g, y, x: g * 3 * x**2,
                                   layer="Cube"))  # fmt: skip
    for name, finds in places(again).items():
        assert finds(again), name
    for place in (cr, nn.functional):
        assert place.__all__.count("cube") == 1
    assert nn.__all__.count("Cube") == 1
    assert (old(2.0), nn.Cube()(2.0)) == (8.0, 9.0)


def test_what_is_registered_again_without_its_layer_has_none(a_cube):
    register(cube())
    assert "Cube" not in nn.__all__
    assert not hasattr(nn, "Cube")
    assert "cube" not in activation_layers()
    register(
        Operation("cube", lambda a, b: a * b, lambda g, y, a, b: g * b, lambda g, y, a, b: g * a)
    )
    assert not hasattr(nn.functional, "cube")


def test_a_compiled_step_follows_what_is_registered_again(a_cube):
    step = cr.compile(lambda x: cr.cube(Tensor(x)).sum())
    assert step(np.ones(2)).item() == 2
    register(Operation("cube", lambda x: x**3 + 1, lambda g, y, x: g * 3 * x**2))
    assert step(np.ones(2)).item() == 4


# What is refused, and that nothing is changed by it

TAKEN = [*sorted(OURS), *(x.name for x in table.MOVES), "cosh", "square", "std", "grad", "compile",
         "nn", "table", "item", "shape", "data", "gelu", "softmax", "cross_entropy"]  # fmt: skip


@pytest.mark.parametrize("name", TAKEN)
def test_a_name_that_is_taken_is_refused(name):
    before = dict(table.OPERATIONS), dict(table.FUNCTIONS)
    with pytest.raises(ValueError, match=f"{name} already"):
        register(cube(name))
    assert before == (table.OPERATIONS, table.FUNCTIONS)


@pytest.mark.parametrize("layer", ["Linear", "Tanh", "GELU", "functional", "layers"])
def test_a_layers_name_that_is_taken_is_refused(layer, a_cube):
    with pytest.raises(ValueError, match=f"{layer} already"):
        register(cube("other", layer=layer))
    with pytest.raises(ValueError, match=f"{layer} already"):
        register(cube("cube", layer=layer))
    with pytest.raises(ValueError, match="Cube already"):
        register(cube("other", layer="Cube"))
    assert table.OPERATIONS["cube"] is a_cube
    assert "other" not in table.OPERATIONS


@pytest.mark.parametrize("name", ["", "two words", "x-y", "lambda", "_private", "__len__", "2x"])
def test_a_name_that_no_program_can_hold_is_refused(name):
    with pytest.raises(ValueError, match="cannot be written in a program"):
        register(cube(name))
    if name:
        with pytest.raises(ValueError, match="cannot be written in a program"):
            register(cube(layer=name))
    assert "cube" not in table.OPERATIONS


@pytest.mark.parametrize("name", ["two inputs", "option"])
def test_a_layer_of_more_than_one_number_is_refused(name):
    operation = MADE[name]()
    operation.layer = "Mine"
    with pytest.raises(ValueError, match="no function of one number"):
        register(operation)
    assert operation.name not in table.OPERATIONS


def test_what_is_no_operation_is_refused():
    with pytest.raises(TypeError, match="an Operation is registered"):
        register(np.exp)


def test_a_function_that_names_no_parameters_has_as_many_as_rules():
    operation = register(Operation("twice_sine", np.vectorize(lambda x: 2 * np.sin(x)),
        lambda g, y, x: g * 2 * table.cos(x)))  # fmt: skip
    try:
        assert nn.functional.twice_sine is operation
    finally:
        forget("twice_sine")


def test_what_has_no_code_says_so():
    operation = register(Operation("held", lambda x: x.clip(-1, 1),
        lambda g, y, x: g * (table.abs(x) < 1), layer="Held"))  # fmt: skip
    try:
        with pytest.raises(TypeError, match=r"the code of held cannot be written .*clip"):
            Playground(activation=operation.name).to_code()
    finally:
        forget("held")
