"""Byte code of modules, which only the Python that runs it can make; run in Pyodide."""

import importlib._bootstrap_external as external
import io
import types
import zipfile


def whole(name, text):
    """The byte code of a module."""
    return pyc(compile(text, name, "exec", dont_inherit=True))


def bare(name, text):
    """The byte code of a module of others, without what only its authors read."""
    return pyc(unnumbered(compile(text, name, "exec", dont_inherit=True, optimize=2)))


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


def unnumbered(code):
    """The same code, whose lines are not numbered."""
    inner = (unnumbered(c) if isinstance(c, types.CodeType) else c for c in code.co_consts)
    return code.replace(co_consts=tuple(inner), co_linetable=no_lines(code))


def no_lines(code):
    """A table that has no line for any instruction; an entry is for eight of them at most."""
    eights, rest = divmod(len(code.co_code) // 2, 8)
    return bytes([0xFF] * eights + [0xF8 | (rest - 1)] * (rest > 0))
