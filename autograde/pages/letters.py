"""A student's text as it may stand in a terminal or on a page."""

from __future__ import annotations

import re

from rich.markup import escape

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    r"""A student's text for a terminal: nothing in it moves the cursor or turns letters around.

    >>> plain("\x1b]0;title\x07 fine")
    '�]0;title� fine'
    """
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.expandtabs())


def cell(text: str) -> str:
    """A student's text for a cell of a table in a terminal."""
    return escape(plain(text))
