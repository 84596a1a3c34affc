"""Whatever an answer does, it earns what it is worth, learns nothing and touches nothing.

Each attack is the answer to the question `double`; its function is wrong, and the other answer is
right. So it should get 0 of 3 and 3 of 3 points.
"""

import sqlite3

import nbformat
import pytest
import tiny

from autograde.grading.run import grade_all

pytestmark = pytest.mark.sandbox

WRONG = "def double(x):\n    return 0"

# name -> what an answer does besides being wrong
ATTACKS = {
    # on what a test uses
    "no-assertion-error": "import builtins\nbuiltins.AssertionError = type('Quiet', (), {})",
    "builtins": "import builtins\nbuiltins.abs = builtins.len = builtins.isinstance = lambda *_: 1",
    "numpy": "import numpy as np\nnp.allclose = np.array_equal = np.testing.assert_allclose = max",
    "math": "import math\nmath.isclose = lambda *a, **k: True",
    "sys-modules": "import sys, types\n"
    "sys.modules['math'] = types.SimpleNamespace(isclose=lambda *a, **k: True)",
    "import-system": "import sys\nclass Finder:\n    def find_spec(self, *_): raise SystemExit\n"
    "sys.meta_path.insert(0, Finder())",
    "optimised": "import sys, os\nos.environ['PYTHONOPTIMIZE'] = '2'",
    "tracing": "import sys\nsys.settrace(lambda *_: None)\nsys.setprofile(lambda *_: None)",
    "frames": "import sys\nframe = sys._getframe()\nwhile frame:\n"
    "    frame.f_globals.update(isinstance=lambda *_: True)\n    frame = frame.f_back",
    # on IPython
    "input-transformer": "get_ipython().input_transformers_post.append(lambda lines: ['pass\\n'])",
    "cleanup-transform": "get_ipython().input_transformers_cleanup.append(lambda lines: [])",
    "ast-transformer": "import ast\nclass Empty(ast.NodeTransformer):\n"
    "    def visit_Module(self, node): node.body = []; return node\n"
    "get_ipython().ast_transformers.append(Empty())",
    "custom-exceptions": "get_ipython().set_custom_exc((Exception,), lambda *a, **k: None)",
    "showtraceback": "get_ipython().showtraceback = lambda *a, **k: None",
    "run-cell": "get_ipython().run_cell = lambda *a, **k: None",
    "display-hook": "import sys\nsys.displayhook('ok')\nsys.displayhook = print",
    "formatter": "get_ipython().display_formatter.formatters['text/plain'].for_type(int, "
    "lambda x, p, c: p.text('3'))",
    "events": "get_ipython().events.register('post_run_cell', lambda *_: 1 / 0)",
    "magic": "get_ipython().register_magic_function(print, 'cell', 'time')",
    "clear-output": "from IPython.display import clear_output, display\nclear_output()\n"
    "display(3.0)\ndisplay({'text/plain': '3'}, raw=True)",
    "reset": "%reset -f",
    # on the process
    "exit": "import sys\nsys.exit(0)",
    "quit": "quit()",
    "os-exit": "import os\nos._exit(0)",
    "segfault": "import ctypes\nctypes.string_at(0)",
    "kill": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "kill-all": "import os, signal\nos.kill(-1, signal.SIGKILL)",
    "parent": "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)",
    "stop": "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
    "ignore-signals": "import signal\nfor n in range(1, 32):\n    try: signal.signal(n, "
    "signal.SIG_IGN)\n    except (OSError, ValueError): pass\nwhile True: pass",
    "threads": "import threading\ndef spin():\n    while True: pass\n"
    "for _ in range(4): threading.Thread(target=spin, daemon=True).start()",
    "atexit": "import atexit, time\natexit.register(time.sleep, 1000)",
    "fork-bomb": "import os\nwhile True:\n    try: os.fork()\n    except OSError: pass",
    "memory": "hog = []\nwhile True: hog.append(bytearray(10**8))",
    "output": "for _ in range(1000): print('x' * 10**6)",
    "output-of-a-child": "import subprocess\n"
    "subprocess.run('yes | head -c 1000000000', shell=True)",
    "full-disk": "with open('full', 'wb') as file:\n    while True: file.write(b'x' * 10**7)",
    "deep-recursion": "import sys\nsys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
    # on the conversation with the judge
    "close-everything": "import os\nos.closerange(0, 4096)",
    "write-everywhere": "import os\nfor fd in range(3, 4096):\n"
    "    try: os.write(fd, b'\\xff' * 1000)\n    except OSError: pass",
    "read-everywhere": "import os\nfor fd in range(3, 4096):\n"
    "    try: os.set_blocking(fd, False); os.read(fd, 10**6)\n    except OSError: pass",
    "forged-replies": "import gc\nfor thing in gc.get_objects():\n"
    "    if type(thing).__name__ == 'Channel':\n"
    "        for _ in range(100): thing.send(b'N', None)",
}

# name -> a function that is wrong, whatever it returns pretends
ANSWERS = {
    "equal-to-all": "class Yes:\n    def __eq__(self, other): return True\n"
    "    def __bool__(self): return True\n"
    "def double(x):\n    return Yes()",
    "int-subclass": "class Yes(int):\n    def __eq__(self, other): return True\n"
    "    __hash__ = None\ndef double(x):\n    return Yes()",
    "array-subclass": "import numpy as np\nclass Yes(np.ndarray):\n"
    "    def __eq__(self, other): return True\n"
    "    def __array_ufunc__(self, *a, **k): return True\n"
    "def double(x):\n    return np.zeros(3).view(Yes)",
    "array-protocol": "class Yes:\n    def __array__(self, *a, **k): return [1]\n"
    "    def __float__(self): return 1.0\n    __array_priority__ = 1e9\n"
    "    def __req__(self, other): return True\ndef double(x):\n    return Yes()",
    "object-array": "import numpy as np\nclass Yes:\n    def __eq__(self, other): return True\n"
    "def double(x):\n    return np.array([Yes()], dtype=object)",
    "raises-stop-iteration": "def double(x):\n    raise StopIteration",
    "raises-system-exit": "def double(x):\n    raise SystemExit(0)",
    "raises-interrupt": "def double(x):\n    raise KeyboardInterrupt",
    "gigantic": "import numpy as np\ndef double(x):\n    return np.zeros(10**8)",
    "deep": "def double(x):\n    y = []\n    for _ in range(10**5): y = [y]\n    return y",
    "cyclic": "def double(x):\n    y = []\n    y.append(y)\n    return y",
    "endless-text": "def double(x):\n    return 'x' * 10**9",
    "huge-number": "def double(x):\n    return 1 << 10**7",
    "half-a-surrogate": "def double(x):\n    raise ValueError('\\ud800')",
    "nan": "def double(x):\n    return float('nan')",
    "not-a-function": "double = 142",
    "generator": "def double(x):\n    yield 2 * x",
    "coroutine": "async def double(x):\n    return 2 * x",
    "prints-the-verdict": "def double(x):\n    print('double passes: right on 8 inputs.')",
    "exits-when-called": "import os\ndef double(x):\n    os._exit(0)",
    "redefines-itself": "def double(x):\n    global double\n    double = None\n    return 0",
}


# These break the shell that the student's other answers run in, or Python itself.
SELF_HARM = {
    *("builtins", "frames", "run-cell"),
    *("input-transformer", "cleanup-transform", "ast-transformer"),
}


def points(result):
    return {outcome.question: outcome.points for outcome in result.outcomes}


@pytest.fixture(scope="session")
def with_bob(released_course, tmp_path_factory, sandbox):
    """A course with another student's graded work in it; to be copied, not changed."""
    course = tiny.copy_of(released_course, tmp_path_factory.mktemp("bob") / "course")
    tiny.hand_in(course, "bob", tiny.answers_of(course))
    list(grade_all(tiny.of(course), ["bob"], feedback=False))
    return course


@pytest.fixture
def impatient(with_bob, tmp_path):
    """A copy of it, whose cells may take two seconds."""
    course = tiny.copy_of(with_bob, tmp_path / "course")
    course.config.Execution.cell_seconds = 2.0
    course.config.Execution.memory_bytes = 2**30
    return course


def everything(course):
    """All that an attack may not change: each file, and what the gradebook has of bob."""
    kept = {
        path: path.read_bytes()
        for path in course.root.rglob("*")
        if path.is_file() and "ada" not in path.parts and path.suffix not in (".db", ".jsonl")
    }
    return kept, tiny.points_by_cell(course, "bob")


def attacked(course, **answers):
    """The result of a notebook with these answers; all else has to be as it was."""
    before = everything(course)
    tiny.hand_in(course, "ada", tiny.answers_of(course, **answers))
    result = next(grade_all(tiny.of(course), ["ada"], feedback=True))
    assert everything(course) == before
    return result


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_answer_that_attacks_the_grader_earns_nothing_by_it(impatient, attack):
    earned = points(attacked(impatient, double=f"{WRONG}\n{ATTACKS[attack]}"))
    assert earned["double"] == 0
    assert earned["half"] == 3 or (attack in SELF_HARM and earned["half"] == 0)
    assert earned["words"] is None


@pytest.mark.slow(seconds=5)
@pytest.mark.parametrize("attack", ATTACKS)
def test_a_right_answer_behind_an_attack_is_not_what_the_other_loses(impatient, attack):
    """The attack stands in a cell of the student's own, before everything else."""
    nb = tiny.answers_of(impatient)
    nb.cells.insert(0, tiny.new_code_cell(ATTACKS[attack]))
    tiny.hand_in(impatient, "ada", nb)
    before = tiny.points_by_cell(impatient, "bob")
    earned = points(next(grade_all(tiny.of(impatient), ["ada"], feedback=False)))
    assert earned.keys() == {"double", "half", "words"}
    assert earned["double"] <= 3
    assert earned["half"] <= 3
    assert tiny.points_by_cell(impatient, "bob") == before


@pytest.mark.parametrize("answer", ANSWERS)
def test_a_function_that_pretends_earns_nothing(impatient, answer):
    result = attacked(impatient, double=ANSWERS[answer])
    assert points(result) == {"double": 0, "half": 3, "words": None}


# Written so that a search does not find itself.
LOOK = """import re
secret = re.compile(b"[W]rong for 7[1]|N[o]t for odd number[s]")
"""
SEARCH = f"""import os
{LOOK}
looked = 0
for top, folders, files in os.walk("/"):
    folders[:] = [f for f in folders if os.path.join(top, f) not in ("/proc", "/sys", "/usr")]
    folders[:] = [f for f in folders if f not in ("torch", "__pycache__")]
    for name in files:
        if not name.endswith((".ipynb", ".db", ".jsonl", ".html", "checks.py", "grading.py")):
            continue
        try:
            with open(os.path.join(top, name), "rb") as file:
                content = file.read(10**6)
        except OSError:
            continue
        looked += 1
        if secret.search(content):
            print("FOUND", top, name)
print("LOOKED AT", looked)
def double(x):
    return 0
"""
PROCESSES = """import glob
for pattern in ("cmdline", "environ", "maps"):
    for path in glob.glob(f"/proc/*/{pattern}"):
        try:
            print("SEEN", open(path, "rb").read(10**6))
        except OSError:
            pass
def double(x):
    return 0
"""
MEMORY = f"""import ctypes
{LOOK}
for line in open("/proc/self/maps"):
    first, last = (int(part, 16) for part in line.split()[0].split("-"))
    if line.split()[1].startswith("rw"):
        found = secret.search(ctypes.string_at(first, last - first))
        print("FOUND" if found else "NOTHING", line.split()[-1])
def double(x):
    return 0
"""


def shown(course):
    """The text of the graded notebook's outputs."""
    path = tiny.of(course).autograded("ada") / "tiny.ipynb"
    cells = nbformat.read(path, as_version=4).cells
    answer = next(c for c in cells if c.metadata.nbgrader.grade_id == "double")
    return str(answer.outputs)


def test_a_search_of_all_files_finds_no_hidden_test_and_no_solution(impatient):
    impatient.config.Execution.cell_seconds = 60.0
    attacked(impatient, double=SEARCH)
    assert "LOOKED AT" in shown(impatient)
    assert "FOUND" not in shown(impatient)


def test_nothing_hidden_is_in_the_memory_of_the_student_s_process(impatient):
    impatient.config.Execution.cell_seconds = 60.0
    attacked(impatient, double=MEMORY)
    assert "NOTHING" in shown(impatient)
    assert "FOUND" not in shown(impatient)


def test_other_processes_cannot_be_looked_at(impatient):
    attacked(impatient, double=PROCESSES)
    said = shown(impatient)
    assert "SEEN" in said
    assert str(impatient.root) not in said
    assert "pytest" not in said


def test_there_is_no_network(impatient):
    source = """import socket
try:
    socket.create_connection(("127.0.0.1", PORT), timeout=1)
    print("CONNECTED")
except OSError as error:
    print("REFUSED", error)
"""
    import socket

    with socket.create_server(("127.0.0.1", 0)) as server:
        attacked(impatient, double=source.replace("PORT", str(server.getsockname()[1])))
    assert "REFUSED" in shown(impatient)


def test_what_a_submission_leaves_behind_is_gone_for_the_next(impatient):
    leave = """import os, pathlib
for folder in (os.getcwd(), os.path.expanduser("~"), "/tmp", "/var/tmp", "/dev/shm"):
    for name in ("numpy.py", "sitecustomize.py", "usercustomize.py", "left"):
        try:
            pathlib.Path(folder, name).write_text("raise SystemExit")
        except OSError:
            pass
startup = pathlib.Path.home() / ".ipython/profile_default/startup"
startup.mkdir(parents=True, exist_ok=True)
(startup / "00.py").write_text("double = 1")
def double(x):
    return 0
"""
    attacked(impatient, double=leave)
    look = """import glob, os
print("LEFT", [f for d in ("/tmp", "/var/tmp", "/dev/shm", os.path.expanduser("~"), os.getcwd())
               for f in glob.glob(d + "/**", recursive=True) if "left" in f or "00.py" in f])
def double(x):
    return 2 * x
"""
    result = attacked(impatient, double=look)
    assert points(result)["double"] == 3
    assert "LEFT []" in shown(impatient)


def test_a_child_that_outlives_its_notebook_is_killed(impatient):
    source = """import subprocess
subprocess.Popen(["sleep", "98765.4321"], start_new_session=True)
def double(x):
    return 0
"""
    attacked(impatient, double=source)
    from pathlib import Path

    running = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if readable(path)]
    assert not any(b"98765.4321" in line for line in running)


def readable(path):
    try:
        path.read_bytes()
    except OSError:
        return False
    return True


def test_the_gradebook_is_only_written_by_the_grader(impatient):
    path = impatient.root / "classroom" / "gradebook.db"
    source = f"""import sqlite3
try:
    sqlite3.connect({str(path)!r}).execute("update grade set manual_score = 100")
except sqlite3.Error as error:
    print(error)
def double(x):
    return 0
"""
    attacked(impatient, double=source)
    with sqlite3.connect(path) as db:
        assert db.execute("select count(*) from grade where manual_score = 100").fetchone() == (0,)
