"""Changes of a block of statements: each operator takes the block and yields other ones."""

import ast

LOOPS = (ast.For, ast.While)


def statement_dropped(block):
    for i, statement in enumerate(block):
        if not isinstance(statement, ast.Return | ast.FunctionDef | ast.Pass):
            yield with_others(block, i) if len(block) > 1 else [ast.Pass()]


def statements_exchanged(block):
    for i in range(len(block) - 1):
        pair = block[i : i + 2]
        if not any(isinstance(one, ast.Return | ast.FunctionDef) for one in pair):
            yield [*block[:i], *pair[::-1], *block[i + 2 :]]


def once_only(block):
    """A loop that ends after its first round."""
    for i, loop in enumerate(block):
        if isinstance(loop, LOOPS):
            yield with_others(block, i, changed(loop, body=[*loop.body, ast.Break()]))


def backwards(block):
    """A loop in the other order."""
    for i, loop in enumerate(block):
        if isinstance(loop, ast.For):
            order = ast.parse(f"reversed([*{ast.unparse(loop.iter)}])", mode="eval").body
            yield with_others(block, i, changed(loop, iter=order))


def returned_early(block):
    """`return` indented into the loop before it."""
    for i in range(len(block) - 1):
        loop, last = block[i : i + 2]
        if isinstance(loop, LOOPS) and isinstance(last, ast.Return):
            yield [*block[:i], changed(loop, body=[*loop.body, last])]


def indented(block):
    """The statement after a loop, or the last one of it, is on the other side of its end."""
    for i, loop in enumerate(block):
        if not isinstance(loop, LOOPS):
            continue
        *body, last = loop.body
        if body and not isinstance(last, ast.Continue | ast.Break | ast.Return):
            yield with_others(block, i, changed(loop, body=body), last)
        if i + 2 < len(block):
            inside = changed(loop, body=[*loop.body, block[i + 1]])
            yield [*block[:i], inside, *block[i + 2 :]]


def condition(block):
    """The opposite condition, always, no `else`."""
    for i, choice in enumerate(block):
        if isinstance(choice, ast.If):
            opposite = ast.UnaryOp(ast.Not(), choice.test)
            yield with_others(block, i, changed(choice, test=opposite))
            yield with_others(block, i, *choice.body)
            if choice.orelse:
                yield with_others(block, i, changed(choice, orelse=[]))
                yield with_others(block, i, *choice.orelse)


def overwritten(block):
    """`+=` becomes `=`, or the opposite."""
    for i, one in enumerate(block):
        if isinstance(one, ast.AugAssign):
            yield with_others(block, i, ast.Assign([one.target], one.value, lineno=0))
            if isinstance(one.op, ast.Add | ast.Sub):
                other = ast.Sub() if isinstance(one.op, ast.Add) else ast.Add()
                yield with_others(block, i, changed(one, op=other))


OPERATORS = (
    statement_dropped, statements_exchanged, once_only, backwards, returned_early, indented,
    condition, overwritten,
)  # fmt: skip


def with_others(block, i, *statements):
    """The block with other statements in the place of one."""
    return [*block[:i], *statements, *block[i + 1 :]]


def changed(node, **fields):
    """A node like this one, but for some fields."""
    kept = {field: getattr(node, field, None) for field in node._fields}
    return type(node)(**kept | fields, lineno=node.lineno)
