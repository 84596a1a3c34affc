"""The change in a learner's own text that makes it right says in which line the mistake is."""

import functools
import linecache
import sys
import textwrap
from time import process_time

import numpy as np
import pytest

from autograde.checks.collect import draw_of
from chainrule.exercises.attempt import attempt
from chainrule.exercises.examine import examine, examine_visible, failure_in_answer
from chainrule.exercises.mistakes.repair import repair, search
from chainrule.exercises.mistakes.repair.search import SECONDS
from chainrule.exercises.parts import parts

LINEAR = """
    def answer(g, y, x, w, b):
        rows = len(x)
        total = np.zeros_like(b)
        for n in range(rows):
            total = total + g[n]
        back = g @ w
        return back, g.T @ x, total
"""
RIGHT = {
    "linear.vjp": LINEAR,
    "softmax.vjp": """
        def weighted(g, y):
            return np.sum(g * y, axis=-1, keepdims=True)

        def answer(g, y, x):
            inner = weighted(g, y)
            return y * (g - inner)
        """,
    "early_stop": """
        def answer(losses, patience):
            best, waited = 0, 0
            for epoch in range(1, len(losses)):
                if losses[epoch] < losses[best]:
                    best, waited = epoch, 0
                else:
                    waited += 1
                if waited == patience:
                    break
            return best
        """,
}
SLIPS = [
    ("linear.vjp", "g @ w", "g * w"),
    ("linear.vjp", "g @ w", "w @ g"),
    ("linear.vjp", "g @ w", "g @ w.T"),
    ("linear.vjp", "g.T @ x", "g @ x"),
    ("linear.vjp", "total + g[n]", "total + g[rows]"),
    ("linear.vjp", "total + g[n]", "total + g[n + 1]"),
    ("linear.vjp", "range(rows)", "rows"),
    ("linear.vjp", "range(rows)", "range(rows + 1)"),
    ("linear.vjp", "len(x)", "x"),
    ("linear.vjp", "np.zeros_like(b)", "np.zeros_like(g, b)"),
    ("linear.vjp", "back, g.T @ x, total", "back, g.T @ x"),
    ("linear.vjp", "back, g.T @ x, total", "back, x, g.T @ x, total"),
    ("linear.vjp", "back, g.T @ x, total", "back(g), g.T @ x, total"),
    ("linear.vjp", "back, g.T", "bakx, g.T"),
    ("softmax.vjp", "weighted(g, y)\n", "weighted(g)\n"),
    ("softmax.vjp", "axis=-1", "axis=2"),
    ("softmax.vjp", "axis=-1, keepdims=True", "axis=-1"),
    ("softmax.vjp", "g - inner", "g - inner.sum(axis=5)"),
    ("early_stop", "range(1, len(losses))", "range(1, losses)"),
    ("early_stop", "losses[epoch] <", "losses[epoch + 1] <"),
    ("early_stop", "best, waited = 0, 0", "best, waited = losses, 0"),
]


def written(source, **names):
    """The function `answer` of a text that is at hand, as in a notebook."""
    text = textwrap.dedent(source).strip() + "\n"
    file = f"<cell {hash(text)}>"
    linecache.cache[file] = len(text), None, text.splitlines(keepends=True), file
    space = {"np": np, **names}
    exec(compile(text, file, "exec"), space)
    return space["answer"], text.splitlines()


def mended(name, function, seconds=60):
    """The repair of a function that does not pass the visible check, on a slow machine, too."""
    tried = [attempt(function, case) for case in parts[name].cases()]
    for one in tried:
        one.failure = one.failure or failure_in_answer(parts[name], one)
    assert any(one.failure for one in tried)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "SECONDS", seconds)
        return repair(parts[name], function, tried, failure_in_answer)


def passes_hidden_checks(name, function):
    rounds = [draw_of(name)(np.random.default_rng(k)) for k in range(10)]
    return all(examine(parts[name], function, cases).passes for cases in rounds)


@pytest.mark.parametrize("name", RIGHT)
def test_what_slips_are_put_into_is_right(name):
    assert passes_hidden_checks(name, written(RIGHT[name])[0])


@pytest.mark.parametrize(("name", "right", "wrong"), SLIPS)
def test_the_repair_of_a_slip_names_its_line_and_is_right_on_new_inputs(name, right, wrong):
    assert RIGHT[name].count(right) == 1
    function, lines = written(RIGHT[name].replace(right, wrong))
    found = mended(name, function)
    was = written(RIGHT[name])[1]
    (changed,) = [i for i, (a, b) in enumerate(zip(lines, was, strict=True), 1) if a != b]
    assert changed in found.lines
    assert passes_hidden_checks(name, found.function)
    assert lines[changed - 1].strip() in found.sentence


def test_the_check_tells_the_line_beside_the_sentence_of_python():
    function, _ = written(LINEAR.replace("g[n]", "g[n + 1]"))
    verdict = examine_visible(parts["linear.vjp"], function)
    assert verdict.sentence.startswith("It stopped with IndexError: ")
    assert "In the line `total = total + g[n + 1]`: " in verdict.sentence


def test_what_no_line_sets_and_what_no_line_fills_is_told():
    unset, _ = written(LINEAR.replace("        back = g @ w\n", ""))
    assert mended("linear.vjp", unset).missing == "back"
    empty = "for n in range(rows):\n            total = total + g[n]"
    assert LINEAR.count(empty) == 1
    unfilled, _ = written(LINEAR.replace(empty, "pass"))
    assert mended("linear.vjp", unfilled).missing == "total"


def test_two_mistakes_are_not_guessed_at():
    function, _ = written(LINEAR.replace("g @ w", "g @ w.T").replace("g.T @ x", "g @ x"))
    assert mended("linear.vjp", function) is None


def no_upstream(g, y, x):
    return y[0] - y


def lambdas():
    rate = 2.0
    return [
        lambda g, y, x: rate / 2 * g * y[99],
        lambda g, y, x: (rate / 2 * g * y)[99],
    ]  # fmt: skip


class Learner:
    def __init__(self):
        self.rate = 1.0

    def answer(self, g, y, x):
        return self.rate * g * np.exp(x).nothing()


def closure():
    calls = []

    @functools.wraps(no_upstream)
    def outer(g, y, x):
        return inner(g, y, x)

    def inner(g, y, x, rate=1.0):
        calls.append(rate)
        return rate * g * y[len(calls) - len(calls) + 5]

    return inner


def decorated():
    def loudly(function):
        @functools.wraps(function)
        def called(*arguments):
            print("called")
            return function(*arguments)

        return called

    @loudly
    def answer(g, y, x):
        return g * y[x.ndim :, 99]

    return answer


@pytest.mark.parametrize(
    "function", [*lambdas(), Learner().answer, closure(), decorated()], ids=range(5)
)
def test_lambdas_methods_closures_and_decorated_functions_are_mended(function, capsys):
    found = mended("exp.vjp", function)
    assert found
    assert passes_hidden_checks("exp.vjp", found.function)
    assert capsys.readouterr().out == ""


HOSTILE = {
    "recursive": "return answer(g, y, x) + answer(g, y, x)",
    "doubling": "z = [1]\nfor i in range(9):\n    z = z + z\nreturn g * y[z]",
    "printing": "print(g)\nreturn g * y[99]",
    "caught": "try:\n    return g * y[99]\nexcept BaseException:\n    return g * y[98]",
    "exit": "raise SystemExit",
    "text": "return 'text'",
    "endless": "import itertools\nz = itertools.count()\nreturn z",
    "unpacked": "import itertools\nz = itertools.count()\nreturn max(*[z], 1)",
    "power": "n = 10**9\nreturn g * y[n * n * n]",
    "repeated": "n = 10**12\nreturn g * y[len([0] + [n])]",
    "writes": "seen.append(1)\nreturn g * y[99 + len(seen)]",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_it_does_the_check_ends_in_time_with_a_sentence(name, capsys):
    body = textwrap.indent(HOSTILE[name], "    ")
    seen = []
    function, _ = written(f"def answer(g, y, x):\n{body}", seen=seen)
    start = process_time()
    calls = len(parts["exp.vjp"].cases())
    verdict = examine_visible(parts["exp.vjp"], function)
    assert not verdict.passes
    assert verdict.sentence
    assert process_time() - start < 3 * SECONDS
    assert capsys.readouterr().out == ""
    assert len(seen) in (0, *range(calls, 200))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux holds a process to a limit")
def test_what_is_tried_takes_little_memory_and_afterwards_all_is_as_it_was():
    import resource

    source = (
        "def answer(g, y, x):\n    n = 300_000_000 if x.size < 0 else 3\n"
        "    return g * y[np.ones(n).astype(int).size]\n"
    )
    before = resource.getrlimit(resource.RLIMIT_AS)
    function, _ = written(source)  # `>= 0` is one of the changes
    taken = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    mended("exp.vjp", function)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - taken < 1_500_000  # kilobytes
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_what_is_tried_never_goes_on_for_ever():
    source = (
        "def answer(g, y, x):\n    n = 1\n    while n:\n        n = n - 1\n    return g * y[9]\n"
    )
    function, _ = written(source)  # `n + 1` is one of the changes
    start = process_time()
    assert passes_hidden_checks("exp.vjp", mended("exp.vjp", function, SECONDS).function)
    assert process_time() - start < 3 * SECONDS


@pytest.mark.parametrize("columns", ["c_", "r_"])
def test_what_numpy_indexes_without_an_end_is_not_read_as_a_list(columns):
    source = (
        f"def answer(g, y, x):\n    a = np.{columns}[g * y, 2.0] + 0.0\n    return a[:-1] * 3\n"
    )
    function, _ = written(source)
    start = process_time()
    mended("exp.vjp", function)
    assert process_time() - start < 3 * SECONDS


def test_a_global_list_is_not_written_into_by_what_is_tried():
    seen = []
    function, _ = written(
        "def answer(g, y, x):\n    seen.append(1)\n    return g * y[9]", seen=seen
    )
    tried = [attempt(function, case) for case in parts["exp.vjp"].cases()]
    before = len(seen)
    assert repair(parts["exp.vjp"], function, tried, failure_in_answer)
    assert len(seen) == before


def test_without_its_text_nothing_is_mended_and_nothing_breaks():
    space = {}
    exec("def answer(g, y, x):\n    return g * y[99]", space)
    for function in (space["answer"], functools.partial(print), len, np.exp):
        assert mended("exp.vjp", function) is None
        assert not examine_visible(parts["exp.vjp"], function).passes
