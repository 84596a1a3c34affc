r"""Formulas between dollars as MathML, which browsers draw by themselves."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from html import escape, unescape
from xml.etree import ElementTree

# What is no formula, whatever stands in it: code; then the formulas, in lines of their own or not.
_PARTS = re.compile(
    r"(?P<code>```.*?```|``.+?``|`[^`\n]*`)"
    r"|\$\$(?P<display>[^$]+)\$\$|(?<![\\$\w])\$(?P<inline>[^\s$](?:[^$\n]*[^\s$])?)\$(?!\w)",
    re.DOTALL,
)
LONGEST = 400  # characters of a formula that is laid out
# Of what MathML may say of an element; nothing that leads elsewhere or has a style.
_ATTRIBUTES = frozenset(
    {"accent", "accentunder", "columnalign", "columnlines", "columnspacing", "depth", "display"}
    | {"displaystyle", "fence", "form", "height", "largeop", "linethickness", "lspace"}
    | {"mathvariant", "maxsize", "minsize", "movablelimits", "notation", "rowlines", "rowspacing"}
    | {"rspace", "scriptlevel", "separator", "stretchy", "symmetric", "voffset", "width"}
)


def with_formulas(source: str, lay_out: Callable[[str], str]) -> str:
    r"""A text as HTML, its formulas as MathML.

    Parameters
    ----------
    source : str
        With formulas between dollars.
    lay_out : callable
        Makes HTML of a text in which a word stands for each formula.

    Examples
    --------
    >>> with_formulas("no $5 and `$x$`, nor <b>", escape)
    'no $5 and `$x$`, nor &lt;b&gt;'
    """
    found: list[str] = []

    def stand_in(match: re.Match[str]) -> str:
        if match["code"] is not None:
            return match[0]
        found.append(formula(match["display"] or match["inline"], bool(match["display"])))
        return f"{_STAND_IN}{len(found) - 1}{_STAND_IN}"

    page = lay_out(_PARTS.sub(stand_in, source.replace(_STAND_IN, "")))
    return re.sub(f"{_STAND_IN}(\\d+){_STAND_IN}", lambda match: found[int(match[1])], page)


_STAND_IN = "\N{OBJECT REPLACEMENT CHARACTER}"  # nobody writes it, and it is taken out before


@lru_cache(4096)
def formula(tex: str, display: bool = False) -> str:
    """A formula as MathML; as it was written where it is too long or no formula."""
    try:
        from latex2mathml.converter import convert_to_element
    except ModuleNotFoundError:
        return _as_written(tex)
    try:
        if len(tex) > LONGEST:
            return _as_written(tex)
        element = convert_to_element(tex, display="block" if display else "inline")
    except (Exception, RecursionError):  # whatever a text that is no formula happens to cause
        return _as_written(tex)
    for part in element.iter():
        part.text = unescape(part.text) if part.text else None
        part.attrib = {key: part.attrib[key] for key in part.attrib if key in _ATTRIBUTES}
    if not display:
        element.attrib.clear()
    return ElementTree.tostring(element, encoding="unicode", short_empty_elements=False)


def _as_written(tex: str) -> str:
    return f'<span class="tex">{escape(tex)}</span>'
