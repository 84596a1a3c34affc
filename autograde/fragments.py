"""What is left of an answer without names, comments and layout, cut into short fragments."""

from __future__ import annotations

import builtins
import io
import keyword
import re
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

LENGTHS = (6, 12, 24, 48)  # tokens: half a line, a line, two, four
NAME = "$"  # marks a name that a student chose
FAR = 24  # tokens, further back than which it does not matter where a name came last
LINE = "\n"  # where a line ends, which is layout

_TEXT = {tokenize.STRING} | {
    getattr(tokenize, kind)
    for kind in ("FSTRING_START", "FSTRING_MIDDLE", "FSTRING_END")
    if hasattr(tokenize, kind)  # since Python 3.12
}


@lru_cache(maxsize=100_000)  # many students write the same
def code_fragments(source: str) -> frozenset[str]:
    r"""The fragments of Python code.

    Of a name counts where it came before, so renaming changes nothing, and using another variable
    does. Names after a dot, builtins and keywords stay: they are not a student's to choose.

    >>> one = code_fragments("total = 0  # so far\nfor x in values: total += x * x")
    >>> one == code_fragments("s=0\nfor  item  in data :\n    s += item*item")
    True
    >>> one == code_fragments("s = 0\nfor item in data: s += item * s")
    False
    """
    return _fragments(list(_without_names(_tokens(source))))


@lru_cache(maxsize=100_000)
def prose_fragments(text: str) -> frozenset[str]:
    """The fragments of prose: words in a row, whatever their case and punctuation.

    >>> sorted(prose_fragments("Each node, in turn, hands on its"))
    ['each node in turn hands on', 'each node in turn hands on its', 'node in turn hands on its']
    """
    return _fragments(re.findall(r"\w+", text.casefold()))


def _fragments(tokens: Sequence[str]) -> frozenset[str]:
    """All runs of tokens of some lengths; what is shorter is one fragment."""
    return frozenset(
        " ".join(tokens[start : start + length])
        for length in LENGTHS
        for start in range(max(min(1, len(tokens)), len(tokens) - length + 1))
    )


def _without_names(tokens: Iterable[str]) -> Iterator[str]:
    """Tokens, each name replaced by how long ago it came last.

    >>> list(_without_names(["$a", "=", "$b", "+", "$a"]))
    ['$', '=', '$', '+', '$4']
    """
    last: dict[str, int] = {}
    for place, token in enumerate(tokens):
        if token.startswith(NAME):
            ago = place - last.get(token, -FAR)
            last[token] = place
            token = f"{NAME}{ago}" if ago < FAR else NAME
        yield token


def _tokens(source: str) -> Iterator[str]:
    """The tokens that mean something, as far as the code can be read."""
    last = LINE
    for token in _readable(source):
        text = _meaning(token, last)
        if text and text != LINE:
            yield text
        last = text or last


def _readable(source: str) -> Iterator[tokenize.TokenInfo]:
    try:
        yield from tokenize.generate_tokens(io.StringIO(source).readline)
    except (tokenize.TokenError, SyntaxError):
        return


def _meaning(token: tokenize.TokenInfo, last: str) -> str:
    if token.type == tokenize.NEWLINE:
        return LINE
    if token.type in _TEXT:
        return "" if last == LINE else "''"  # a string by itself is a comment
    if token.type == tokenize.NAME:
        known = keyword.iskeyword(token.string) or hasattr(builtins, token.string) or last == "."
        return token.string if known else NAME + token.string
    return token.string if token.type in (tokenize.OP, tokenize.NUMBER) else ""
