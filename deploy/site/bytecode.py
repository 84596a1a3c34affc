"""Byte code of modules, which only the Python that runs it can make; run in Pyodide."""

import dis
import importlib._bootstrap_external as external
import io
import types
import zipfile
from itertools import pairwise

HAS_DOCSTRING = 0x4000000


def whole(name, text):
    """The byte code of a module."""
    return pyc(compile(text, name, "exec", dont_inherit=True))


def bare(name, text):
    """The byte code of a module of others, without what only its authors read."""
    return pyc(stripped(compile(text, name, "exec", dont_inherit=True)))


def standard(data):
    """The standard library as byte code without docstrings."""
    source, out = zipfile.ZipFile(io.BytesIO(bytes(data.to_py()))), io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            content = source.read(name)
            if name.endswith(".py"):
                name, content = f"{name}c", bare(f"/lib/python314.zip/{name}", content)
            archive.writestr(zipfile.ZipInfo(name), content)
    return out.getvalue()


def pyc(code):
    """What a file of byte code holds that is never compared with its text."""
    return bytes(external._code_to_hash_pyc(code, b"\0" * 8, False))


def stripped(code):
    """The same code, in which docstrings are empty and lines are not numbered."""
    constants = list(code.co_consts)
    if code.co_flags & HAS_DOCSTRING:
        constants[0] = ""
    for before, step in pairwise(dis.get_instructions(code)):
        named = step.opname == "STORE_NAME" and step.argval == "__doc__"
        if named and before.opname == "LOAD_CONST" and isinstance(before.argval, str):
            constants[before.arg] = ""
    inner = (stripped(c) if isinstance(c, types.CodeType) else c for c in constants)
    return code.replace(co_consts=tuple(inner), co_linetable=no_lines(code))


def no_lines(code):
    """A table that has no line for any instruction; an entry is for eight of them at most."""
    eights, rest = divmod(len(code.co_code) // 2, 8)
    return bytes([0xFF] * eights + [0xF8 | (rest - 1)] * (rest > 0))
