"""Cells of a page, run for its reader: what they print and show goes to the page by messages.

The page gives `connect` a function that takes a message as JSON, and its buffers.
"""

from __future__ import annotations

import ast
import codeop
import json
import linecache
import symtable
import sys
import traceback
from collections.abc import Callable, Iterable
from io import TextIOBase
from types import SimpleNamespace
from typing import Any

widgets: dict[str, Any] = {}  # that the page knows
namespace: dict[str, Any] = {"__name__": "__main__"}  # of all cells
_take: list[Callable[[str, Any], None]] = []
_missing: list[str] = []


def connect(take: Callable[[str, Any], None]) -> None:
    """Send what is said from now on to the page."""
    _take[:] = [take]


def post(message: dict[str, Any], buffers: Iterable[bytes] = ()) -> None:
    """Say something to the page."""
    if _take:
        _take[0](json.dumps(message, default=plain), list(buffers))


def plain(value: Any) -> Any:
    """What JSON does not know, as what it knows: numbers and arrays of NumPy."""
    return value.tolist() if hasattr(value, "tolist") else str(value)


class Publisher:
    """Shows what is displayed."""

    def publish(self, data: Any, metadata: Any = None, **rest: Any) -> None:
        """Show it."""
        post({"kind": "output", "output": {"output_type": "display_data", "data": data}})

    def clear_output(self, wait: bool = False) -> None:
        """Take away what the cell has shown."""
        post({"kind": "clear"})


class Stream(TextIOBase):
    """A stream that goes to the page."""

    def __init__(self, name: str) -> None:
        self.name = name

    def write(self, text: str) -> int:
        """Print a text."""
        if text:
            stream = {"output_type": "stream", "name": self.name, "text": text}
            post({"kind": "output", "output": stream})
        return len(text)

    def writable(self) -> bool:
        """It is."""
        return True


shell = SimpleNamespace(kernel="page", execution_count=0, display_pub=Publisher())


def bundle_of(value: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """What there is to show of a value, by kind."""
    if hasattr(value, "_repr_mimebundle_"):
        found = value._repr_mimebundle_()
        data, metadata = found if isinstance(found, tuple) else (found, {})
        return dict(data), metadata
    data = {"text/plain": repr(value)}
    for kind, method in (("text/html", "_repr_html_"), ("image/svg+xml", "_repr_svg_")):
        if hasattr(value, method) and not isinstance(value, type):
            data[kind] = getattr(value, method)()
    return data, {}


def run(cell: str, source: str) -> bool:
    """Run a cell, show what its last line gives, and say whether it came to its end."""
    shell.execution_count += 1
    file = f"<cell {cell}>"
    linecache.cache[file] = (len(source), None, source.splitlines(keepends=True), file)
    before = sys.stdout, sys.stderr
    sys.stdout, sys.stderr = Stream("stdout"), Stream("stderr")
    try:
        value = evaluated(source, file)
        if value is not None:
            shell.display_pub.publish(*bundle_of(value))
        return True
    except BaseException as error:
        _missing[:] = [error.name or ""] if isinstance(error, ModuleNotFoundError) else []
        post({"kind": "output", "output": {"output_type": "error", "text": told(error, file)}})
        return False
    finally:
        sys.stdout, sys.stderr = before


def missing() -> str:
    """The package that the last cell lacked; empty if it stopped for another reason."""
    return _missing[0].partition(".")[0] if _missing else ""


def evaluated(source: str, file: str) -> Any:
    """The value of the last line, if it is an expression that nobody silenced by a semicolon."""
    body = ast.parse(source, file).body
    last = body.pop() if body and isinstance(body[-1], ast.Expr) else None
    flags = codeop.PyCF_DONT_IMPLY_DEDENT
    exec(compile(ast.Module(body, []), file, "exec", flags, True), namespace)
    if last is None:
        return None
    value = eval(compile(ast.Expression(last.value), file, "eval", flags, True), namespace)
    return None if source.rstrip().endswith(";") else value


def told(error: BaseException, file: str) -> str:
    """An error as a notebook prints it: from the cell on."""
    if hasattr(error, "_render_traceback_"):
        return "\n".join(error._render_traceback_())
    found = traceback.TracebackException.from_exception(error)
    stack = found.stack
    first = next((i for i, frame in enumerate(stack) if frame.filename == file), len(stack))
    found.stack = traceback.StackSummary.from_list(stack[first:])
    return "".join(found.format()).rstrip()


def hear(identifier: str, kind: str, content: str) -> None:
    """Something that a view says to its widget."""
    widget = widgets.get(identifier)
    if widget is None:
        return
    said = json.loads(content)
    if kind == "state":
        widget.set_state(said)
    else:
        widget.hear(said)


def needed(cell: int, sources: list[str], done: Iterable[int] = ()) -> list[int]:
    """The cells above that a cell needs, in their order, and the cell itself.

    A cell is needed if it gives a name that is looked up later, or may change what such a name
    stands for; of what is only imported or defined anywhere, nothing is thought to change.

    >>> needed(3, ["import a", "x = a.f()", "y = a.g()", "x + 1"])
    [0, 1, 3]
    >>> needed(3, ["x = 0", "x = []", "x.append(1)", "x"])
    [1, 2, 3]
    """
    about = [Names(source) for source in sources[: cell + 1]]
    plain = set().union(*(one.defined for one in about)) - set().union(*(one.set for one in about))
    found, wanted = [cell], set(about[cell].needs)
    for i in reversed(range(cell)):
        one = about[i]
        if wanted & one.gives or (wanted - plain) & one.needs:
            found.append(i)
            wanted = (wanted - one.gives) | one.needs
    known = set(done)
    return [i for i in reversed(found) if i == cell or i not in known]


class Names:
    """The names that a cell needs from others, and those that it sets or defines itself."""

    def __init__(self, source: str) -> None:
        self.needs: set[str] = set()
        self.set: set[str] = set()
        self.defined: set[str] = set()
        try:
            lines = ast.parse(source).body
        except SyntaxError:
            return
        for line in lines:
            table = symtable.symtable(ast.unparse(line), "cell", "exec")
            self.needs |= looked_up(table) - self.gives - opened_by(line)
            for one in table.get_symbols():
                if one.is_imported() or one.is_namespace():
                    self.defined.add(one.get_name())
                elif one.is_assigned():
                    self.set.add(one.get_name())

    @property
    def gives(self) -> set[str]:
        """The names that other cells may take from it."""
        return self.set | self.defined


def opened_by(line: ast.stmt) -> set[str]:
    """The names that the head of a block sets for its lines, as `with … as name` does."""
    match line:
        case ast.With(items=items):
            heads: list[ast.expr | None] = [item.optional_vars for item in items]
        case ast.For(target=target):
            heads = [target]
        case _:
            heads = []
    found = [node for head in heads if head for node in ast.walk(head)]
    return {node.id for node in found if isinstance(node, ast.Name)}


def looked_up(table: symtable.SymbolTable) -> set[str]:
    """The names of the page's namespace that are looked up somewhere in a scope."""
    here = {
        one.get_name()
        for one in table.get_symbols()
        if one.is_referenced() and (one.is_global() or table.get_type() == "module")
    }
    return here.union(*map(looked_up, table.get_children()))
