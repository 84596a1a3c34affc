"""What a student's process answers, and what honest code in it cannot break."""

import base64
import os
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import numpy as np
import pytest
from warm import HERE, Student, ended, started

from autograde.sandbox.protocol.channel import Closed
from autograde.sandbox.protocol.limits import Limits
from autograde.sandbox.protocol.values import Remote, pack, unpack

LIMITS = Limits(output_bytes=100_000, message_bytes=2**20)


class Asking(Student):
    """The judge's side of a conversation."""

    def __init__(self, control):
        super().__init__(control, LIMITS)

    def send(self, message):
        self.channel.send(pack(message), monotonic() + 60)

    def receive(self):
        reply = unpack(self.channel.receive(monotonic() + 60))
        nothing = {"printed": [], "warned": [], "raised": None} if "args" in reply else {}
        return nothing | reply

    def ask(self, **question):
        self.send(question)
        return self.receive()

    def run(self, source):
        return self.ask(do="run", source=source)

    def printed(self, source):
        reply = self.run(source)
        assert reply["raised"] is None
        return "".join(o["text"] for o in reply["outputs"] if o["output_type"] == "stream")

    def names(self, *names):
        return self.ask(do="names", names=list(names))["values"]

    def call(self, name, *args, **kwargs):
        function = self.names(name)[name]
        return self.ask(do="call", target=function.number, args=list(args), kwargs=kwargs)

    def operate(self, operation, *operands):
        return self.ask(do="call", target=operation, args=list(operands), kwargs={})

    def call_with(self, functions, name, *args):
        """Call a function which calls ours back."""
        self.send(
            {"do": "call", "target": self.names(name)[name].number, "kwargs": {}}
            | {"args": list(args)}
        )
        while "callback" in (reply := self.receive()):
            try:
                value = functions[-1 - reply["callback"]](*reply["args"], **reply["kwargs"])
                self.send({"value": value})
            except Exception as error:
                self.send({"raised": {"name": type(error).__name__, "message": str(error)}})
        return reply


def text(reply):
    """What was printed during a call."""
    return "".join(part for _, part in reply["printed"])


@pytest.fixture
def student(control):
    asking = Asking(control)
    yield asking
    asking.channel.close()


# Running a cell


def test_what_a_cell_prints_comes_back_in_order_and_merged(student):
    reply = student.run(
        "import sys\nprint('a')\nprint('b')\nprint('c', file=sys.stderr)\nprint('d')"
    )
    assert reply == {
        "outputs": [
            {"output_type": "stream", "name": "stdout", "text": "a\nb\n"},
            {"output_type": "stream", "name": "stderr", "text": "c\n"},
            {"output_type": "stream", "name": "stdout", "text": "d\n"},
        ],
        "raised": None,
        "cut": False,
    }


def test_the_value_of_the_last_line_is_displayed(student):
    student.run("x = 2")
    (output,) = student.run("x + 1")["outputs"]
    assert output["output_type"] == "execute_result"
    assert output["execution_count"] == 2
    assert output["data"] == {"text/plain": "3"}
    assert student.run("x + 1;")["outputs"] == []


def test_what_is_displayed_stands_between_what_is_printed(student):
    reply = student.run("print(1)\ndisplay('two')\nprint(3)")
    kinds = [output["output_type"] for output in reply["outputs"]]
    assert kinds == ["stream", "display_data", "stream"]
    assert reply["outputs"][1]["data"] == {"text/plain": "'two'"}


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("1 +", "SyntaxError"),
        ("  x\ny", "IndentationError"),
        ("%no_such_magic", "UsageError"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("import sys; sys.exit(3)", "SystemExit"),
        ("raise GeneratorExit", "GeneratorExit"),
        ("class Odd(BaseException): pass\nraise Odd", "Odd"),
        ("def f(n): return f(n + 1)\nf(0)", "RecursionError"),
        ("x = bytearray(2**60)", "MemoryError"),
        ("await nothing", "NameError"),
        ("class Odd(Exception):\n def __str__(self): raise self\nraise Odd", "Odd"),
        ("class Odd(Exception):\n def __bool__(self): raise self\nraise Odd", "Odd"),
    ],
)
def test_whatever_a_cell_raises_is_reported_and_the_next_one_runs(student, source, name):
    assert student.run(source)["raised"]["name"] == name
    assert student.printed("print('on')") == "on\n"


def test_an_exception_is_shown_as_a_notebook_shows_it(student):
    reply = student.run("def half(x):\n    return x / 0\nhalf(1)")
    (output,) = reply["outputs"]
    assert (output["output_type"], output["ename"]) == ("error", "ZeroDivisionError")
    assert output["evalue"] == reply["raised"]["message"] == "division by zero"
    assert any("half" in line for line in output["traceback"])


def test_a_cell_may_wait_and_use_magics_and_other_programs(student):
    assert student.printed("import asyncio\nawait asyncio.sleep(0)\nprint('slept')") == "slept\n"
    assert "hello" in student.printed("!echo hello")
    assert student.printed("%%capture kept\nprint('quiet')") == ""
    assert student.names("kept").keys() == {"kept"}
    assert "Wall time" in student.printed("%time pass")
    assert student.printed("def f(): 'Says what it does.'\nf?") == ""


def test_earlier_values_have_the_names_that_a_notebook_gives_them(student):
    student.run("6 * 7")
    assert student.printed("print(_, Out[1], In[1])") == "42 42 6 * 7\n"


def test_code_finds_the_shell_and_the_main_module(student):
    source = "def f(): pass\nimport __main__\nprint(get_ipython() is not None, __main__.f is f)"
    assert student.printed(source) == "True True\n"


def test_there_is_nobody_to_answer_questions(student):
    assert student.run("input('Name? ')")["raised"]["name"] == "StdinNotImplementedError"
    assert student.run("import getpass\ngetpass.getpass()")["raised"]["name"] == (
        "StdinNotImplementedError"
    )
    assert student.printed("import sys\nprint(repr(sys.stdin.read()))") == "''\n"


def test_a_display_can_be_replaced_and_cleared(student):
    source = """
from IPython.display import clear_output
handle = display("before", display_id=True)
handle.update("after")
"""
    (output,) = student.run(source)["outputs"]
    assert output["data"] == {"text/plain": "'after'"}
    steps = "for i in range(3):\n    clear_output(wait=True)\n    print(i)"
    assert student.printed(steps) == "2\n"


# Figures

PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"


def pictures(reply):
    found = [o["data"]["image/png"] for o in reply["outputs"] if "image/png" in o.get("data", {})]
    return [base64.b64decode(picture) for picture in found]


@pytest.mark.parametrize("magic", ["", "%matplotlib inline\n"], ids=["plain", "magic"])
def test_a_figure_is_shown_at_the_end_of_its_cell(student, magic):
    reply = student.run(magic + PLOT + "\nprint('below')")
    assert [len(o.get("data", {})) for o in reply["outputs"]] == [0, 2]
    (picture,) = pictures(reply)
    assert picture.startswith(b"\x89PNG")
    assert pictures(student.run("1")) == []
    assert len(pictures(student.run("plt.plot([3])\nplt.show()\nplt.plot([4]);"))) == 2


def test_a_figure_of_a_call_does_not_turn_up_in_the_next_cell(student):
    student.run("import matplotlib.pyplot as plt\ndef draw(): plt.plot([1])")
    assert student.call("draw")["raised"] is None
    assert pictures(student.run("1")) == []
    assert student.printed("print(plt.get_fignums())") == "[]\n"


PRELOADED = ["matplotlib.pyplot", "matplotlib_inline.backend_inline", "chainrule.pictures"]


@pytest.mark.parametrize("steps", [["warm", *PRELOADED], [*PRELOADED, "warm"]], ids=str)
def test_no_figure_is_lost_where_matplotlib_was_imported_before_the_fork(steps):
    process, control = started(*steps)
    for _ in range(2):
        asking = Asking(control)
        assert len(pictures(asking.run(PLOT))) == 1
        assert len(pictures(asking.run("plt.plot([1, 2]);"))) == 1
        asking.channel.close()
    ended(process, control)


# How much is kept


def test_output_is_cut_and_the_cell_goes_on(student):
    reply = student.run("for i in range(20_000): print('0123456789')\nx = 1")
    assert reply["cut"]
    assert sum(len(output["text"]) for output in reply["outputs"]) == LIMITS.output_bytes
    assert student.names("x") == {"x": 1}
    assert student.run("print('on')")["cut"] is False


@pytest.mark.parametrize(
    "flood",
    [
        "print('x' * 10**8)",
        "display({'text/html': 'x' * 10**8}, raw=True)",
        "'x' * 10**8",
        "import os\nfor _ in range(1000): os.write(1, b'x' * 10**5)",
        "import subprocess\nsubprocess.run('yes | head -c 100000000', shell=True)",
        "import os\nos.system('yes | head -c 10000000 >&2')",
        "print('ß' * 60_000)",
    ],
    ids=["print", "display", "result", "write", "program", "stderr", "letters of two bytes"],
)
def test_no_flood_fills_anything(student, flood):
    reply = student.run(flood)
    assert (reply["raised"], reply["cut"]) == (None, True)
    assert len(pack(reply["outputs"])) < LIMITS.output_bytes + 1000


@pytest.mark.parametrize("write", ["print('x' * 10**5)", "os.write(1, b'x' * 10**5)"])
def test_what_is_dropped_takes_no_memory(student, write):
    peak = "resource.getrusage(resource.RUSAGE_SELF).ru_maxrss"
    student.run(f"import os, resource\nbefore = {peak}\nfor _ in range(1000): {write}")
    grown = student.printed(f"print({peak} - before)")
    assert int(grown) < 30_000  # KiB, of the 100 MB that were written


def test_an_error_is_shown_also_after_the_output_was_cut(student):
    reply = student.run("print('x' * 10**6)\n1 / 0")
    assert [output["output_type"] for output in reply["outputs"]] == ["stream", "error"]


def test_what_other_programs_write_stands_where_it_was_written(student):
    source = """
import os, subprocess
print("one")
subprocess.run(["echo", "two"])
print("three")
os.write(1, "s\u00e9pt\\n".encode())
os.write(2, b"five\\n")
"""
    assert student.printed(source) == "one\ntwo\nthree\nsépt\nfive\n"


def test_what_is_written_and_what_is_printed_keep_their_order(student):
    student.run(
        "import os\ndef f(n):\n    for i in range(n):\n"
        "        print(2 * i)\n        os.write(1, f'{2 * i + 1}\\n'.encode())"
    )
    in_order = [str(n) for n in range(400)]
    assert student.printed("f(200)").split() == in_order
    assert text(student.call("f", 200)).split() == in_order
    assert all(text(student.call("f", 1)) == "0\n1\n" for _ in range(50))


# Names


def test_names_come_by_value_as_functions_or_as_objects(student):
    student.run(
        "import numpy as np\nx = np.eye(2)\ndef f(a, b=2): pass\nclass C: pass\nc = C()\nn = None\n"
        "table = np.zeros(2, 'V3')"
    )
    values = student.names("x", "f", "C", "c", "n", "np", "table", "missing")
    np.testing.assert_array_equal(values["x"], np.eye(2))
    found = {name: (one.name, one.what) for name, one in values.items() if type(one) is Remote}
    assert found.pop("table") == ("ndarray[|V3]", "object")
    assert found == {
        "f": ("f", "function"),
        "C": ("C", "class"),
        "c": ("C", "object"),
        "np": ("module", "module"),
    }
    assert values["c"].class_number == values["C"].number
    assert student.operate("signature", values["f"])["value"] == (
        (),
        [("a", 1, (), ()), ("b", 1, (2,), ())],
    )
    assert values["n"] is None
    assert "missing" not in values


def test_one_name_that_cannot_cross_does_not_hide_the_others(student):
    student.run(
        "a = 1\nlarge = bytes(2**21)\ndeep = []\nfor _ in range(99): deep = [deep]\nf = len"
    )
    values = student.names("a", "large", "deep", "f")
    assert values["a"] == 1
    assert (values["large"].name, values["deep"].name) == ("bytes", "list")
    assert type(values["f"]) is Remote


def test_an_object_whose_attributes_fail_is_still_referred_to(student):
    student.run(
        "class Odd:\n def __getattribute__(self, name): raise SystemExit\n"
        " def __call__(self): return 1\nodd = Odd()\nlist_of = [odd]"
    )
    assert student.names("odd")["odd"].name == "Odd"
    assert student.call("odd")["value"] == 1


# Calls


def test_a_call_returns_the_value_and_the_arguments_as_they_are_then(student):
    student.run("def f(x, *, by):\n    x *= by\n    return x.sum()")
    reply = student.call("f", np.ones((2, 2)), by=3.0)
    assert reply["value"] == 12.0
    assert type(reply["value"]) is np.float64
    np.testing.assert_array_equal(reply["args"][0], np.full((2, 2), 3.0))
    assert (reply["printed"], reply["warned"], reply["raised"]) == ([], [], None)


def test_what_a_call_prints_and_warns_of_comes_with_its_value(student):
    student.run(
        "import os, sys, warnings\nimport numpy as np\ndef f():\n"
        "    print('out')\n    print('err', file=sys.stderr)\n    os.system('echo past')\n"
        "    warnings.warn('careful', DeprecationWarning)\n    return np.float64(1) / 0"
    )
    for _ in range(2):  # not only once for each line
        reply = student.call("f")
        assert reply["printed"] == [("stdout", "out\n"), ("stderr", "err\n"), ("stdout", "past\n")]
        (careful, division) = reply["warned"]
        assert careful == ["DeprecationWarning", "careful"]
        assert division[0] == "RuntimeWarning"
    assert student.printed("pass") == ""


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("raise KeyError('x')", "KeyError"),
        ("raise SystemExit", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("return f()", "RecursionError"),
        ("return bytearray(2**60)", "MemoryError"),
        ("return b'x' * 2**21", "SerialisationError"),
        ("return 2**5000", "SerialisationError"),
        ("x = []; x.append(x); return x", "SerialisationError"),
        ("import numpy as np; return np.broadcast_to(0.0, (10**6, 10**6))", "SerialisationError"),
    ],
)
def test_whatever_a_call_raises_is_reported_and_the_next_one_answers(student, body, name):
    student.run(f"def f(): {body}\ndef g(): return 1")
    reply = student.call("f")
    assert (reply["raised"]["name"], reply["value"]) == (name, None)
    assert student.call("g")["value"] == 1


def test_an_argument_that_grew_too_large_does_not_hide_the_value(student):
    student.run("def f(x, y): x.append(bytes(2**21)); y.append(2); return 1")
    reply = student.call("f", [], [1])
    assert (reply["value"], reply["raised"], reply["args"][1]) == (1, None, [1, 2])
    assert type(reply["args"][0]) is Remote


def test_a_call_that_is_guarded_must_not_use_the_engine(student):
    student.run("import chainrule\ndef f(x):\n    return 0.0 * chainrule.exp(x) + x")
    function = student.names("f")["f"]
    question = {"do": "call", "target": function.number, "args": [2.0], "kwargs": {}}
    assert student.ask(**question)["value"] == 2.0
    reply = student.ask(**question, guarded=True)
    assert (reply["raised"]["name"], reply["raised"]["message"]) == ("CallsTheEngine", "exp")


def test_an_object_of_theirs_can_be_given_back(student):
    student.run(
        "class Tensor:\n    def __init__(self, x): self.x = x\n"
        "def make(x): return [Tensor(x), {Tensor(x): 1}]\n"
        "def take(t, table): return t.x, list(table.values())"
    )
    tensor, table = student.call("make", 5.0)["value"]
    assert (tensor.name, table.name) == ("Tensor", "dict")
    assert student.call("take", tensor, table)["value"] == (5.0, [1])


@pytest.mark.parametrize(("size", "most"), [(10, 200), (10**5, 1)], ids=["small", "large"])
def test_what_was_copied_is_not_kept_for_ever(student, size, most):
    student.run(
        "import weakref, numpy as np\nfound = []\ndef f(x):\n"
        f"    y = np.zeros({size})\n    found.append(weakref.ref(y))\n    return y\n"
        "def alive(): return sum(one() is not None for one in found)"
    )
    for _ in range(300 if most > 1 else 20):
        student.call("f", [1])
    assert student.call("alive")["value"] <= most


def test_a_list_that_is_referred_to_stays_though_many_are_copied(student):
    student.run(
        "deep = []\nfor _ in range(99): deep = [deep]\ndef f(): return [1]\n"
        "def size(x): return len(x)"
    )
    kept = student.names("deep")["deep"]
    assert student.call("size", kept)["value"] == 1
    for _ in range(200):
        student.call("f")
    assert student.call("size", kept)["value"] == 1


def test_a_function_that_they_return_can_be_called(student):
    student.run("def adder(n): return lambda x: x + n")
    adder = student.call("adder", 2)["value"]
    assert student.ask(do="call", target=adder.number, args=[3], kwargs={})["value"] == 5


def test_a_number_that_was_never_given_out_is_refused(student):
    reply = student.ask(do="call", target=12345, args=[], kwargs={})
    assert reply["raised"]["name"] == "SerialisationError"


# Functions of the judge's

OURS = [np.sin, lambda x: 1 / x, lambda: Remote(1, "Tensor")]


def ours(number, name="ours"):
    return Remote(-1 - number, name, "function")


def test_a_function_of_ours_is_called_back(student):
    student.run("def slope(f, x, h): return (f(x + h) - f(x - h)) / (2 * h)")
    reply = student.call_with(OURS, "slope", ours(0), np.zeros(3), 1e-3)
    np.testing.assert_allclose(reply["value"], np.ones(3), rtol=1e-5)


def test_a_function_of_ours_within_a_list_has_its_name(student):
    student.run("def f(fs): return [(g.__name__, g(0.5)) for g in fs]")
    reply = student.call_with(OURS, "f", [ours(0, "sin"), ours(1, "one_over")])
    assert reply["value"] == [("sin", np.sin(0.5)), ("one_over", 2.0)]


def test_what_our_function_raises_is_raised_in_theirs(student):
    student.run("def f(g):\n    try: g(0)\n    except ZeroDivisionError as e: return str(e)")
    assert student.call_with(OURS, "f", ours(1))["value"] == "division by zero"
    student.run("def h(g): g(0)")

    class StrangeError(Exception):
        pass

    def strange(x):
        raise StrangeError("so")

    raised = student.call_with([strange], "h", ours(0))["raised"]
    assert (raised["name"], raised["message"]) == ("StrangeError", "so")


def test_our_function_may_call_theirs_while_they_wait_for_it(student):
    student.run(
        "def outer(f): print('before'); y = f(3); print('after'); return y\n"
        "def inner(x): print('inside'); return x * x"
    )
    inner = student.names("inner")["inner"].number

    def calls_theirs(x):
        reply = student.ask(do="call", target=inner, args=[x], kwargs={})
        assert text(reply) == "inside\n"
        return reply["value"]

    reply = student.call_with([calls_theirs], "outer", ours(0))
    assert (reply["value"], text(reply)) == (9, "before\nafter\n")


def test_our_function_cannot_be_called_when_the_call_is_over(student):
    student.run("def keep(f):\n    global kept\n    kept = f\ndef use(): return kept(1)")
    student.call_with(OURS, "keep", ours(0))
    assert student.run("kept(1)")["raised"]["name"] == "RuntimeError"
    assert student.printed("print('on')") == "on\n"


def test_our_function_can_be_called_from_many_threads(student):
    student.run(
        "from concurrent.futures import ThreadPoolExecutor\ndef f(g):\n"
        "    with ThreadPoolExecutor(4) as pool: return list(pool.map(g, range(1, 50)))"
    )
    assert student.call_with(OURS, "f", ours(1))["value"] == [1 / n for n in range(1, 50)]


def test_our_function_cannot_be_called_from_another_process(student):
    student.run(
        "import os\ndef f(g):\n    if os.fork() == 0:\n"
        "        try: g(1)\n        except RuntimeError: os._exit(7)\n        os._exit(0)\n"
        "    return g(2), os.waitstatus_to_exitcode(os.wait()[1])"
    )
    assert student.call_with(OURS, "f", ours(1))["value"] == (0.5, 7)


@pytest.mark.parametrize("margin", range(0, 60, 2))
def test_the_stack_may_end_while_our_function_is_called(student, margin):
    student.run(
        "import sys\ndef down(n, g): return g(2) if n == 0 else down(n - 1, g)\n"
        "def f(g, margin):\n"
        "    depth = sys.getrecursionlimit() - margin - len(__import__('inspect').stack(0))\n"
        "    try: return down(depth, g)\n    except RecursionError: return 'deep'"
    )
    assert student.call_with(OURS, "f", ours(1), margin)["value"] in ("deep", 0.5)
    assert student.call_with(OURS, "f", ours(1), 500)["value"] == 0.5


# What honest code cannot break

ODD = {
    "stdout None": "import sys\nsys.stdout = sys.stderr = None",
    "stdout a file": "import sys\nsys.stdout = open('/dev/null', 'w')",
    "stdout closed": "import sys\nsys.stdout.close(); sys.stderr.close(); sys.__stdout__.close()",
    "stdin closed": "import sys\nsys.stdin.close()",
    "builtins": "import builtins\nfor name in ('len', 'type', 'isinstance', 'print', 'bytes'):\n"
    "    setattr(builtins, name, None)",
    "own names": "len = type = list = dict = str = isinstance = None",
    "numpy": "import numpy as np\nnp.ndarray = np.dtype = np.frombuffer = np.empty = None",
    "modules": "import sys\nfor name in list(sys.modules):\n"
    "    if name.startswith(('numpy', 'autograde', 'socket')): del sys.modules[name]",
    "time": "import time\ntime.time = time.monotonic = time.sleep = None",
    "os": "import os\nos.write = os.read = os.getpid = os.close = None",
    "warnings": "import warnings\nwarnings.warn = warnings.showwarning = None",
    "folder": "import os, tempfile\nd = tempfile.mkdtemp()\nos.chdir(d)\nos.rmdir(d)",
    "descriptors": "import os\nfor n in range(3): os.close(n)",
    "low descriptors": "import os\nos.closerange(3, 200)",
    "reset": "%reset -f",
    "aggressive reset": "get_ipython().reset(aggressive=True)",
    "exit": "exit()",
    "quit": "quit",
    "alarm": "import signal\nsignal.signal(signal.SIGALRM, lambda *_: 1 / 0)\n"
    "signal.setitimer(signal.ITIMER_REAL, 0.01)",
    "timeout": "import signal\ndef stop(*_): raise TimeoutError\n"
    "signal.signal(signal.SIGALRM, stop)\nsignal.setitimer(signal.ITIMER_REAL, 0.01, 0.003)",
    "copy": "import os\nos.fork()",
    "failing copy": "import os\nif os.fork() == 0: 1 / 0",
    "thread": "import threading\nthreading.Thread(target=lambda: [print('x') for _ in range(9**5)])"
    ".start()",
    "shallow stack": "import sys\nsys.setrecursionlimit(200)",
    "tracing": "import sys\nsys.settrace(lambda *_: None)",
    "daemon": "import subprocess\nsubprocess.Popen('sleep 5', shell=True)",
    "loop": "import asyncio\nasyncio.run(asyncio.sleep(0))",
    "errors": "import numpy, warnings\nnumpy.seterr(all='raise')\nwarnings.simplefilter('error')",
    "no signals": "import signal\nsignal.signal(signal.SIGPIPE, signal.SIG_DFL)",
    "post hook": "get_ipython().events.register('post_execute', lambda: 1 / 0)",
}


RINGS = ("alarm", "timeout")  # rings in whatever of theirs runs next, which is as it should be
LOSES_SHELL = ("builtins",)  # IPython itself needs them


@pytest.mark.parametrize("odd", ODD)
def test_after_an_odd_cell_functions_still_answer(student, odd):
    student.run("def f(x, g): return x + 1")
    function = student.names("f")["f"].number
    student.run(ODD[odd])
    sleep(0.05)
    replies = [
        student.ask(do="call", target=function, args=[np.ones(2), ours(0)], kwargs={})
        for _ in range(3)
    ]
    for reply in replies:
        assert reply["raised"] is None or odd in RINGS
    assert odd in RINGS or same_array(reply["value"], np.full(2, 2.0))
    student.run("after = 1")
    assert odd in RINGS + LOSES_SHELL or student.names("after") == {"after": 1}


def same_array(one, other):
    return type(one) is type(other) and np.array_equal(one, other)


def test_the_channel_is_in_nobodys_way(student):
    source = "import os\nnumber = os.open('/dev/null', os.O_RDONLY)\nprint(number < 50)"
    assert student.printed(source) == "True\n"
    assert "socket" not in student.printed("!ls -l /proc/self/fd")


def test_a_process_that_ends_itself_hangs_up(student):
    student.send({"do": "run", "source": "import os\nos._exit(3)"})
    with pytest.raises(Closed):
        student.receive()


def test_end_is_the_end(student):
    student.send({"do": "end"})
    with pytest.raises(Closed):
        student.receive()


def test_a_process_ends_when_the_judge_hangs_up(student):
    identity = int(student.printed("import os\nprint(os.getpid())"))
    student.channel.close()
    patience = monotonic() + 60
    while Path(f"/proc/{identity}/cmdline").is_file() and monotonic() < patience:
        if " Z " in Path(f"/proc/{identity}/stat").read_text(encoding="utf-8"):
            break
        sleep(0.01)
    assert monotonic() < patience


# Before the fork


def test_being_warm_takes_no_thread_no_file_and_nothing_of_matplotlib(tmp_path):
    source = """
import os, sys, threading
before = os.listdir("/proc/self/fd")
from autograde.sandbox.guest.main import warm_up
warm_up()
assert threading.active_count() == 1
assert os.listdir("/proc/self/fd") == before
unwanted = ("matplotlib", "sqlite3", "zmq", "ipykernel", "tornado", "jedi")
assert not [name for name in unwanted if name in sys.modules]
"""
    environment = os.environ | {"PYTHONPATH": str(HERE.parents[1]), "HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-c", source], env=environment, check=True, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_one_student_sees_nothing_of_another(control):
    first, second = Asking(control), Asking(control)
    first.run("x = 1\nimport builtins\nbuiltins.len = None")
    assert second.names("x") == {}
    assert second.printed("print(len('abc'), In[1:])").startswith("3 [")
    first.channel.close()
    second.channel.close()
