"""Changes of one expression: each operator takes a node and yields what may take its place."""

import ast

ARITHMETIC = {
    ast.Add: [ast.Sub, ast.Mult], ast.Sub: [ast.Add], ast.Mult: [ast.Div, ast.Add],
    ast.Div: [ast.Mult], ast.FloorDiv: [ast.Div], ast.Mod: [ast.FloorDiv], ast.Pow: [ast.Mult],
    ast.MatMult: [ast.Mult], ast.BitAnd: [ast.BitOr], ast.BitOr: [ast.BitAnd],
}  # fmt: skip
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt], ast.LtE: [ast.Lt, ast.GtE], ast.Gt: [ast.GtE, ast.Lt],
    ast.GtE: [ast.Gt, ast.LtE], ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq], ast.In: [ast.NotIn],
    ast.NotIn: [ast.In], ast.Is: [ast.IsNot], ast.IsNot: [ast.Is],
}  # fmt: skip
COUSINS = {
    "sum": ["mean", "max"], "mean": ["sum"], "max": ["min", "sum"], "min": ["max"],
    "prod": ["sum"], "exp": ["log", "expm1"], "expm1": ["exp"], "log": ["exp", "log10"],
    "log1p": ["log"], "maximum": ["minimum"], "minimum": ["maximum"], "zeros": ["ones"],
    "ones": ["zeros"], "zeros_like": ["ones_like"], "ones_like": ["zeros_like"],
    "argmax": ["argmin"], "argmin": ["argmax"], "any": ["all"], "all": ["any"], "sin": ["cos"],
    "cos": ["sin"], "sqrt": ["square"], "floor": ["ceil", "round"], "ceil": ["floor"],
    "round": ["floor"], "std": ["var"], "sign": ["abs"], "append": ["extend"], "pop": ["copy"],
    "logaddexp": ["add"], "reversed": ["list"], "int": ["round"], "column_stack": ["vstack"],
    "hstack": ["vstack"], "vstack": ["hstack"], "outer": ["multiply"], "diag": ["array"],
    "less": ["less_equal"], "greater": ["greater_equal"], "repeat": ["tile"], "tile": ["repeat"],
}  # fmt: skip
REDUCTIONS = {"sum", "mean", "max", "min", "prod", "argmax", "argmin", "any", "all", "std"}
ORDERED = (ast.Sub, ast.Div, ast.Pow, ast.MatMult, ast.FloorDiv, ast.Mod)


def arithmetic(node, names):
    if isinstance(node, ast.BinOp):
        for other in ARITHMETIC.get(type(node.op), []):
            yield ast.BinOp(node.left, other(), node.right)


def operands_exchanged(node, names):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ORDERED):
        yield ast.BinOp(node.right, node.op, node.left)


def operand_dropped(node, names):
    if isinstance(node, ast.BinOp):
        yield from (node.left, node.right)


def comparison(node, names):
    if isinstance(node, ast.Compare) and len(node.ops) == 1:
        for other in COMPARISONS[type(node.ops[0])]:
            yield ast.Compare(node.left, [other()], node.comparators)


def logic(node, names):
    if isinstance(node, ast.BoolOp):
        yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
        yield from node.values
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand


def minus(node, names):
    """A minus too few, or one too many before what is computed."""
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        yield node.operand
    elif isinstance(node, ast.BinOp | ast.Call) and not is_call_of(node, "range", "zip", "len"):
        yield ast.UnaryOp(ast.USub(), node)


def constant(node, names):
    if not isinstance(node, ast.Constant) or not isinstance(node.value, int | float):
        return
    value = node.value
    others = [not value] if isinstance(value, bool) else [value + 1, value - 1, 0, 2 * value]
    others += [] if isinstance(value, bool) else [value / 2]
    yield from (ast.Constant(other) for other in dict.fromkeys(others) if other != value)


def name(node, names):
    """An argument or a variable in place of another one."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and node.id in names:
        yield from (ast.Name(other, ast.Load()) for other in names if other != node.id)


def keyword(node, names):
    """`axis` and its like dropped, another axis, no kept axis."""
    if not isinstance(node, ast.Call):
        return
    for i, word in enumerate(node.keywords):
        rest = node.keywords[:i], node.keywords[i + 1 :]
        yield called(node, node.args, [*rest[0], *rest[1]])
        if word.arg == "axis" and isinstance(word.value, ast.Constant | ast.UnaryOp):
            axis = 1 if ast.unparse(word.value) == "0" else 0
            changed = ast.keyword("axis", ast.Constant(axis))
            yield called(node, node.args, [*rest[0], changed, *rest[1]])


def axis_added(node, names):
    """What was to be summed over everything is summed along one axis."""
    if isinstance(node, ast.Call) and called_name(node) in REDUCTIONS and not node.keywords:
        for axis in 0, 1:
            yield called(node, node.args, [ast.keyword("axis", ast.Constant(axis))])


def cousin(node, names):
    """Another function of the same kind."""
    if isinstance(node, ast.Attribute):
        for other in COUSINS.get(node.attr, []):
            yield ast.Attribute(node.value, other, ast.Load())
    elif isinstance(node, ast.Name) and node.id in ("max", "min", "sum", "any", "all", "exp"):
        yield from (ast.Name(other, ast.Load()) for other in COUSINS[node.id] if other != "mean")


def transposition(node, names):
    if isinstance(node, ast.Attribute) and node.attr == "T":
        yield node.value
    elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.MatMult):
        for left, right in ((True, False), (False, True)):
            yield ast.BinOp(turned(node.left, left), node.op, turned(node.right, right))


def arguments_exchanged(node, names):
    if isinstance(node, ast.Call):
        for i in range(len(node.args) - 1):
            first, second = node.args[i : i + 2]
            yield called(node, [*node.args[:i], second, first, *node.args[i + 2 :]], node.keywords)


def argument_dropped(node, names):
    if isinstance(node, ast.Call) and len(node.args) > 1:
        yield called(node, node.args[:-1], node.keywords)


def call_dropped(node, names):
    """`f(x)` becomes `x`, and `x.f()` too."""
    if not isinstance(node, ast.Call):
        return
    if isinstance(node.func, ast.Attribute) and ast.unparse(node.func.value) not in MODULES:
        yield node.func.value
    elif node.args and not isinstance(node.args[0], ast.Starred):
        yield node.args[0]


def subscript(node, names):
    if not isinstance(node, ast.Subscript) or not isinstance(node.ctx, ast.Load):
        return
    yield node.value
    if isinstance(node.slice, ast.Tuple):
        yield ast.Subscript(node.value, ast.Tuple(node.slice.elts[::-1], ast.Load()), node.ctx)
    elif not isinstance(node.slice, ast.Slice | ast.Constant):
        for step in ast.Add(), ast.Sub():
            moved = ast.BinOp(node.slice, step, ast.Constant(1))
            yield ast.Subscript(node.value, moved, node.ctx)


def slice_bound(node, names):
    if isinstance(node, ast.Slice):
        for bound in "lower", "upper", "step":
            if getattr(node, bound):
                yield ast.Slice(**{**vars_of(node), bound: None})
        if node.lower and not node.upper:
            yield ast.Slice(None, ast.UnaryOp(ast.USub(), node.lower), node.step)


def bounds(node, names):
    """`range` one too short, one too long, from 1."""
    if is_call_of(node, "range") and node.args:
        stop = min(1, len(node.args) - 1)
        for step in ast.Sub(), ast.Add():
            moved = ast.BinOp(node.args[stop], step, ast.Constant(1))
            yield called(node, [*node.args[:stop], moved, *node.args[stop + 1 :]], [])
        if stop == 0:
            yield called(node, [ast.Constant(1), *node.args], [])
    if is_call_of(node, "enumerate") and len(node.args) == 1:
        yield called(node, [*node.args, ast.Constant(1)], [])


def branches(node, names):
    """The branches of an expression exchanged, or one for both."""
    if isinstance(node, ast.IfExp):
        yield ast.IfExp(node.test, node.orelse, node.body)
        yield from (node.body, node.orelse)


def filtered(node, names):
    """A comprehension without its condition, or with the opposite one."""
    if isinstance(node, ast.comprehension) and node.ifs:
        for ifs in [], [ast.UnaryOp(ast.Not(), test) for test in node.ifs]:
            yield ast.comprehension(node.target, node.iter, ifs, node.is_async)


def items(node, names):
    """Neighbours in a tuple or list exchanged, one repeated in place of the other, one dropped."""
    if not isinstance(node, ast.Tuple | ast.List) or not isinstance(node.ctx, ast.Load):
        return
    for i in range(len(node.elts) - 1):
        first, second = node.elts[i : i + 2]
        for pair in (second, first), (first, first), (second, second):
            yield type(node)([*node.elts[:i], *pair, *node.elts[i + 2 :]], node.ctx)
    if len(node.elts) > 1:
        yield type(node)(node.elts[:-1], node.ctx)


MODULES = {"np", "math", "numpy", "itertools", "functools", "np.linalg", "np.random"}
OPERATORS = (
    arithmetic, operands_exchanged, operand_dropped, comparison, logic, minus, constant, name,
    keyword, axis_added, cousin, transposition, arguments_exchanged, argument_dropped,
    call_dropped, subscript, slice_bound, bounds, branches, filtered, items,
)  # fmt: skip


def called(node, args, keywords):
    return ast.Call(node.func, list(args), list(keywords))


def called_name(node):
    return ast.unparse(node.func).rpartition(".")[2]


def is_call_of(node, *functions):
    return isinstance(node, ast.Call) and ast.unparse(node.func) in functions


def turned(node, whether):
    return ast.Attribute(node, "T", ast.Load()) if whether else node


def vars_of(node):
    return {field: getattr(node, field) for field in node._fields}
